"""What each part of the adaptation is worth: our inner loop, one setting changed at a time, and k for all.

Margin network and rates are fitted anew for every row, as the model's own were. `python -m benchmarks.curves` draws them.
"""

from __future__ import annotations

from typing import Any

from tqdm import tqdm

from sbir.engine import MODEL
from sbir.evaluate.run import evaluate

NAMES = ("sketchy-unseen", "sketchpad-people")
SEEDS = 2
K = 5
STEPS = (1, 2, 3, 5, 10)
MARGINS = (0.1, 0.5, 0.9)
PAIRS = (1, 3, 5, 10)


def measure() -> dict[str, Any]:
    """Rows of `python -m sbir evaluate --adapt ...`: `sweep` and `at` say which setting was changed, and to what."""
    jobs: list[tuple[str, Any, str, int, list[str]]] = [("steps", n, "ours", K, [f"steps={n}"]) for n in STEPS]
    jobs += [("margin", mu, "ours", K, [f"margin={mu}"]) for mu in MARGINS]
    jobs += [("margin", "predicted", "ours", K, ["margin=null"])]
    orders = {"first": "false", "second": "true"}
    jobs += [("order", name, "ours", K, [f"second_order={value}"]) for name, value in orders.items()]
    jobs += [("k", k, method, k, []) for method in ("baseline", "anil", "paper", "ours") for k in PAIRS]
    jobs += [("align", value, "ours", K, [f"align={str(value).lower()}"]) for value in (True, False)]
    moves = (["drawing_weight"], ["drawing_bias"], ["drawing_weight", "drawing_bias"], ["weight", "bias"], ["weight"])
    jobs += [("moves", "+".join(parts), "ours", K, [f"moves=[{', '.join(parts)}]"]) for parts in moves]
    rows = []
    for sweep, at, method, k, changes in tqdm(jobs):
        for name in NAMES:
            row = evaluate(name, method, k, SEEDS, MODEL, changes=changes)
            kept = {key: row[key] for key in ("benchmark", "method", "k", "changes", "acc@1", "acc@5", "map", "ci95", "again")}
            rows.append({"sweep": sweep, "at": at, **kept, "without_support": row["without_support"]})
    return {"command": "python -m benchmarks ablations", "rows": rows}
