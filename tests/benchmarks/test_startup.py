"""What the benchmark of starting reads, and its form."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import startup
from benchmarks.browser import Running, running
from benchmarks.startup import IMPORTED, report, resident_mb, told


def test_the_end_of_the_imports_is_read_from_what_the_program_says() -> None:
    assert told("a warning\nimported 1700000000.25\nInkling is at http://127.0.0.1:1/\n") == 1700000000.25
    with pytest.raises(RuntimeError, match="did not tell"):
        told("Inkling is at http://127.0.0.1:1/")
    assert "app" in IMPORTED


def test_the_form_of_the_result() -> None:
    memory = {"resident_mb": 800, "session_mb": 0.3}
    result = report([10.0, 12.0], [1.0], [1.5, 2.5], [5.0, 6.0], memory)
    assert (result["p50_ms"], result["after_imports_p50_s"], result["ratio"]) == (11_000, 2.0, 0.5)
    assert {"p50_ms", "p95_ms", "peer", "ratio", "device", "rows", "command", "targets"} <= set(result)
    assert result["resident_mb"] == 800 and len(result["rows"]) == 4


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="there is no /proc")
def test_resident_memory_is_that_of_the_process(tmp_path: Path) -> None:
    with (tmp_path / "log").open("w+") as log:
        script = "import sys; held = b'x' * 150_000_000; print('here', flush=True); sys.stdin.read()"
        process = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert process.stdout.readline() == b"here\n"
        found = resident_mb(Running("", process, log))
        process.communicate()
    assert 150 < found < 250


SERVER = """
import http.server, sys
print("well", flush=True)
http.server.test(http.server.SimpleHTTPRequestHandler, port=int(sys.argv[-1]), bind="127.0.0.1")
"""


def test_a_program_is_awaited_and_what_it_says_is_read() -> None:
    with running(["-c", SERVER], page="README.md", poll=0.05) as program:
        assert program.said().startswith("well\n") and program.process.poll() is None
        assert program.said().startswith("well\n")
    assert program.process.poll() is not None
    with pytest.raises(RuntimeError, match="no such module here"), running(["-c", "raise SystemExit('no such module here')"]):
        pass


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="there is no /proc")
def test_sessions_are_opened_and_start_is_timed() -> None:
    found = startup.resident_and_growth(sessions=2, settling=1)
    assert found["resident_after_sessions_mb"] > 100 and found["sessions"] == 2
    assert 0 < startup.after_imports() < 600
