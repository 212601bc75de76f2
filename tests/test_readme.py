"""What the README claims stands in a file that a command makes."""

import re
from pathlib import Path

import pytest

from benchmarks.browser import running
from benchmarks.table import README, REPORT, TABLES
from tests.conftest import picture, write_picture

ROOT = README.parent


def test_the_tables_are_those_of_the_results():
    for path, tables in TABLES.items():
        text = path.read_text()
        for name, make in tables.items():
            assert make() in text, f"{name}: python -m benchmarks.table --write"


@pytest.mark.parametrize("page", [README, REPORT])
def test_every_file_and_folder_that_is_linked_to_is_there(page: Path):
    links = re.findall(r"\]\(([^)#]+?)\)", page.read_text())
    missing = [link for link in links if not link.startswith("http") and not (page.parent / link).exists()]
    assert links and not missing


@pytest.mark.parametrize("page", [README, REPORT])
def test_every_module_that_is_to_be_run_is_there(page: Path):
    for module in re.findall(r"python -m ([\w.]+)", page.read_text()):
        path = ROOT / Path(*module.split("."))
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module


@pytest.mark.slow
def test_the_example_of_calling_it_runs_and_who_started_the_page_is_told_only_its_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [example] = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    write_picture(tmp_path / "bowl.jpg", picture(3))
    monkeypatch.chdir(tmp_path)
    with running(["app.py"]) as program:
        exec(example.replace("http://127.0.0.1:7860/", program.address), told := {})
        assert program.said() == f"Inkling is at {program.address}\n"
    assert told["first"].count("/") == 1 and Path(told["profile"]).stat().st_size > 1000
