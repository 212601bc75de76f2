"""The ablations as pictures: `python -m benchmarks.curves` draws `results/ablations.json` into `results/ablations-*.svg`.

Needs matplotlib (requirements-dev.txt).
"""

from __future__ import annotations

import json
import sys
from typing import Any

from benchmarks.record import RESULTS

Row = dict[str, Any]
TITLES = {"k": "pairs given (k)", "steps": "inner steps", "margin": "fixed margin (dashed: predicted)"}
INK, ACCENTS = "#2b2b2b", ("#2b2b2b", "#b5482a", "#3f6f8f", "#7a8f3f", "#8a6fa8")


def draw(rows: list[Row], benchmark: str) -> str:
    """One row of panels, acc@1 against each setting that is a number, as SVG text."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams |= {"svg.hashsalt": "inkling", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False}
    from io import StringIO

    from matplotlib import pyplot

    figure, panels = pyplot.subplots(1, len(TITLES), figsize=(10, 3.2), sharey=True)
    for panel, (sweep, title) in zip(panels, TITLES.items(), strict=True):
        here = [row for row in rows if row["sweep"] == sweep and row["benchmark"] == benchmark]
        for colour, method in zip(ACCENTS, dict.fromkeys(row["method"] for row in here), strict=False):
            own = [row for row in here if row["method"] == method]
            points = sorted((row["at"], row["acc@1"], *row["ci95"]) for row in own if not isinstance(row["at"], str))
            at, middle, low, high = (list(column) for column in zip(*points, strict=True))
            panel.plot(at, [100 * value for value in middle], "o-", ms=3, lw=1.3, color=colour, label=method)
            panel.fill_between(at, [100 * v for v in low], [100 * v for v in high], color=colour, alpha=0.08, lw=0)
            for row in own:
                if row["at"] == "predicted":
                    panel.axhline(100 * row["acc@1"], color=colour, lw=1, ls="--")
        panel.set_xlabel(title)
        if sweep == "k":
            panel.legend(frameon=False, fontsize=8)
    panels[0].set_ylabel("acc@1, %")
    figure.suptitle(f"{benchmark} (bands: 95 %)", color=INK, x=0.01, ha="left")
    figure.tight_layout()
    text = StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None})
    pyplot.close(figure)
    return text.getvalue()


def main() -> int:
    """Draw every benchmark of the ablations."""
    rows = json.loads((RESULTS / "ablations.json").read_text())["rows"]
    for benchmark in dict.fromkeys(row["benchmark"] for row in rows):
        path = RESULTS / f"ablations-{benchmark}.svg"
        path.write_text(draw(rows, benchmark))
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
