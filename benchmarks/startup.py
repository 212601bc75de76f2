"""From `python app.py` to a page that can be drawn on, and what the server then holds in memory.

* *first page*: from the start of the process to the first answer to GET /, asked every 20 ms.
* *after imports*: the same from the moment that everything app.py imports is there. For this alone the program is started by a
  line that imports what app.py imports, tells the time, and then runs app.py as it is; what app.py still imports later counts.
* *drawable*: a browser opens the page of a server that has just answered for the first time: from the beginning of the
  navigation until the page says it is ready, pictures of the gallery requested.

Memory is the resident set of the server's process (`/proc`, Linux): after the first page and every sheet of thumbnails, and
what it grows by for each session. A session is what a person makes on the page, over HTTP: a drawing ranked, five pairs with
other drawings, the drawing ranked again. The first `SETTLING` sessions are not counted: they grow the heaps of the allocators,
once.

The peer is what a bare gradio page costs (peers/bare.py: one button), started and asked the same way.
"""

from __future__ import annotations

import asyncio
import os
import re
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.browser import Running, a_browser, running, warmed
from benchmarks.class30 import Calls, component_of, http_to, names_of, sketch_of
from benchmarks.page import chosen, lines_there_are
from sbir.types import InputError

TARGETS = {"after_imports_p50_s": 3, "resident_mb": 1_000, "session_mb": 1}
POLL = 0.02
PAIRS = 5
SETTLING = 20
IMPORTED = "import app, cv2, sbir.engine, sbir.ui, sys, time; print('imported', time.time(), file=sys.stderr, flush=True)"


def measure(repeats: int = 5, sessions: int = 100) -> dict[str, Any]:
    """Rows of starting, ours and the peer's, in milliseconds, and of memory, in MB (10**6 bytes).

    Raises `InputError` where there is no `/proc` or no browser.
    """
    if not Path("/proc/self/status").is_file():
        raise InputError("resident memory is read from /proc, which this machine does not have")
    first, drawable, imported, theirs = [], [], [], []
    with a_browser() as browser:
        for _ in range(repeats):
            began = time.time()
            with running(["app.py"], page="", poll=POLL) as program:
                first.append(time.time() - began)
                drawable.append(_drawable(browser, program.address))
            imported.append(after_imports())
            began = time.time()
            with running(["-m", "benchmarks.peers.bare"], page="", poll=POLL):
                theirs.append(time.time() - began)
    memory = resident_and_growth(sessions)
    return report(first, drawable, imported, theirs, memory)


def report(
    first: Sequence[float],
    drawable: Sequence[float],
    imported: Sequence[float],
    theirs: Sequence[float],
    memory: dict[str, Any],
) -> dict[str, Any]:
    """What is kept: rows from seconds, and memory."""
    rows = [
        row("first page, from the start of the process", first),
        row("first page, after imports", imported),
        row("drawable in the browser, from the beginning of the navigation", drawable),
        row("peer: first page of a bare gradio app, from the start of the process", theirs),
    ]
    return {
        "command": "python -m benchmarks startup",
        "device": f"cpu, {os.cpu_count()} cores",
        "targets": TARGETS,
        "p50_ms": rows[0]["p50_ms"],
        "p95_ms": rows[0]["p95_ms"],
        "after_imports_p50_s": round(rows[1]["p50_ms"] / 1e3, 2),
        **memory,
        "peer": "a bare gradio app: one button",
        "ratio": round(rows[3]["p50_ms"] / rows[0]["p50_ms"], 2),
        "rows": rows,
    }


def row(what: str, seconds: Sequence[float]) -> dict[str, Any]:
    """Percentiles of `seconds`, in milliseconds."""
    p50, p95 = np.percentile([1e3 * one for one in seconds], [50, 95]).round().tolist()
    return {"what": what, "p50_ms": p50, "p95_ms": p95, "repeats": len(seconds)}


def after_imports() -> float:
    """Seconds from the end of the imports to the first page."""
    command = ["-c", f"{IMPORTED}; sys.argv[0] = 'app.py'; sys.exit(app.main())"]
    with running(command, page="", poll=POLL) as program:
        answered = time.time()
        return answered - told(program.said())


def told(said: str) -> float:
    """The time, seconds since the epoch, at which a program said that it had imported everything."""
    found = re.search(r"^imported (\d+\.\d+)$", said, re.MULTILINE)
    if found is None:
        raise RuntimeError(f"the program did not tell when it had imported everything: {said[-500:]}")
    return float(found[1])


def _drawable(browser: Any, address: str) -> float:
    context = browser.new_context()
    page = context.new_page()
    began = time.time()
    page.goto(address, wait_until="commit")
    page.wait_for_selector('.ink[data-ready="yes"]', timeout=120_000)
    took = time.time() - began
    context.close()
    return took


def resident_and_growth(sessions: int, settling: int = SETTLING, command: Sequence[str] = ("app.py",)) -> dict[str, Any]:
    """MB resident after the first page, after so many sessions, and by session."""
    with running(command) as program:
        warmed(program.address)
        page = resident_mb(program)
        asyncio.run(_visit(program.address, range(settling)))
        before = resident_mb(program)
        asyncio.run(_visit(program.address, range(settling, settling + sessions)))
        after = resident_mb(program)
    grown = {"sessions": sessions, "session_mb": round((after - before) / sessions, 3) if sessions else None}
    return {"resident_mb": round(page), "resident_after_sessions_mb": round(after), **grown}


def resident_mb(program: Running) -> float:
    """The smallest of a few readings of the process's resident set, MB."""
    readings = []
    for _ in range(5):
        status = Path(f"/proc/{program.process.pid}/status").read_text()
        readings.append(int(status.split("VmRSS:")[1].split()[0]) * 1024 / 1e6)
        time.sleep(0.2)
    return statistics.median(readings)


async def _visit(address: str, numbers: Sequence[int]) -> None:
    """Open sessions one after another: a drawing, pairs with other drawings, the drawing again."""
    drawings = [sketch_of(chosen(lines, 12, 0)[0]) for lines in lines_there_are()]
    async with http_to(address, 1) as http:
        component, names = await component_of(http), await names_of(http)
        for number in numbers:
            line = Calls(http, component, names, f"session{number}")
            sketch, *others = (drawings[(number + at) % len(drawings)] for at in range(PAIRS + 1))
            replies = [await line.rank(sketch)]
            replies += [await line.mean(other, names[(97 * number + 31 * at) % len(names)]) for at, other in enumerate(others)]
            last = await line.rank(sketch)
            wrong = next((reply["error"] for reply in (*replies, last) if "error" in reply), None)
            if wrong or not last["adapted"]:
                raise RuntimeError(f"session {number} was not taught five pairs: {wrong}")
