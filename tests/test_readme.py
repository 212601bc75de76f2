"""What the README claims stands in a file that a command makes."""

import re
from pathlib import Path

import pytest

from benchmarks.browser import served
from benchmarks.table import README, TABLES
from tests.conftest import picture, write_picture

ROOT = README.parent


def test_the_table_is_the_one_in_the_results():
    text = README.read_text()
    for name, make in TABLES.items():
        assert make() in text, f"{name}: python -m benchmarks.table --write"


def test_every_file_and_folder_that_the_readme_links_to_is_there():
    links = re.findall(r"\]\(([^)#]+?)\)", README.read_text())
    missing = [link for link in links if not link.startswith("http") and not (ROOT / link).exists()]
    assert links and not missing


def test_every_module_that_the_readme_runs_is_there():
    for module in re.findall(r"python -m ([\w.]+)", README.read_text()):
        path = ROOT / Path(*module.split("."))
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module


@pytest.mark.slow
def test_the_example_of_calling_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [example] = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    write_picture(tmp_path / "bowl.jpg", picture(3))
    monkeypatch.chdir(tmp_path)
    with served() as address:
        exec(example.replace("http://127.0.0.1:7860/", address), told := {})
    assert told["first"].count("/") == 1 and Path(told["profile"]).stat().st_size > 1000
