"""The README's table out of `results/retrieval.json`: `python -m benchmarks.table` prints it, `--write` puts it in place."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.record import RESULTS

README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- retrieval: begin -->", "<!-- retrieval: end -->"


def markdown() -> str:
    """The table: a row a benchmark, method and k."""
    rows = json.loads((RESULTS / "retrieval.json").read_text())["rows"]
    lines = [
        "| benchmark | method | k | acc@1 | 95 % | acc@5 | mAP | acc@1 / 5, support photos out | drawings, episodes |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    return "\n".join(lines + [_line(row) for row in rows])


def _line(row: dict[str, Any]) -> str:
    low, high = (f"{100 * value:.1f}" for value in row["ci95"])
    out = row["without_support"]
    k = "" if row["method"] == "baseline" else row["k"]
    cells = [
        row["benchmark"],
        row["method"],
        k,
        f"{100 * row['acc@1']:.1f}",
        f"{low} to {high}",
        f"{100 * row['acc@5']:.1f}",
        f"{100 * row['map']:.1f}",
        f"{100 * out['acc@1']:.1f} / {100 * out['acc@5']:.1f}",
        f"{row['queries']}, {row['episodes']}",
    ]
    return "| " + " | ".join(map(str, cells)) + " |"


def main() -> int:
    """Print the table, or write it between the README's markers."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.table", description=__doc__)
    parser.add_argument("--write", action="store_true")
    if not parser.parse_args().write:
        print(markdown())
        return 0
    text = README.read_text()
    head, tail = text.split(BEGIN)[0], text.split(END)[1]
    README.write_text(f"{head}{BEGIN}\n{markdown()}\n{END}{tail}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
