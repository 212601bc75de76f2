"""What the README claims stands in a file that a command makes."""

import re
from pathlib import Path

from benchmarks.table import README, TABLES

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
