"""The README's tables out of `results/retrieval.json`: `python -m benchmarks.table` prints, `--write` puts them in place."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.record import RESULTS

README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- retrieval: begin -->", "<!-- retrieval: end -->"
PARTS = {
    "strict": "**Strict**: categories that no training set showed, real or made.",
    "open": "**Open**: categories of which training sets held examples, of other drawings and other photos.",
}
COLUMNS = (
    *("benchmark", "method", "k", "acc@1", "95 %", "acc@5", "against baseline", "against ANIL"),
    *("support photos out", "drawn again", "drawings"),
)
HEADER = ("| " + " | ".join(COLUMNS) + " |", "| " + " | ".join(["---"] * len(COLUMNS)) + " |")


def markdown() -> str:
    """Two tables that share no figure, strict and open; a row a benchmark, method and k."""
    rows = json.loads((RESULTS / "retrieval.json").read_text())["rows"]
    tables = []
    for part, title in PARTS.items():
        lines = [_line(row, row[part]) for row in rows if row[part]]
        tables.append("\n".join([title, "", *HEADER, *lines]))
    return "\n\n".join(tables)


def _line(row: dict[str, Any], part: dict[str, Any]) -> str:
    low, high = (f"{100 * value:.1f}" for value in part["ci95"])
    again = part["again"]
    cells = [
        row["benchmark"],
        row["method"],
        {"baseline": "", "centred": "", "upper": "all"}.get(row["method"], row["k"]),
        f"{100 * part['acc@1']:.1f}",
        f"{low} to {high}",
        f"{100 * part['acc@5']:.1f}",
        *(_difference(part["against"].get(other)) for other in ("baseline", "anil")),
        f"{100 * part['without_support']['acc@1']:.1f}",
        f"{100 * again['acc@1']:.1f}" if again else "",
        part["queries"],
    ]
    return "| " + " | ".join(map(str, cells)) + " |"


def _difference(compared: dict[str, Any] | None) -> str:
    if compared is None:
        return ""
    return f"{100 * compared['difference']:+.1f} (p {compared['p']:.3f})"


def main() -> int:
    """Print the tables, or write them between the README's markers."""
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
