"""The README's table: every method on every benchmark of people's drawings, with the shipped model."""

from __future__ import annotations

from typing import Any

from tqdm import tqdm

from sbir.engine import MODEL
from sbir.evaluate.methods import METHODS
from sbir.evaluate.run import evaluate

NAMES = ("qmul-shoes", "qmul-chairs", "sketchy-unseen", "sketchpad-people")
PAIRS = (1, 5, 10)
SEEDS = 5


def measure() -> dict[str, Any]:
    """Rows of `python -m sbir evaluate` over benchmarks, methods and k, five seeds of episodes."""
    jobs = [(name, method, k) for name in NAMES for method in METHODS for k in PAIRS if method != "baseline" or k == PAIRS[0]]
    rows = [evaluate(name, method, k, SEEDS, MODEL) for name, method, k in tqdm(jobs)]
    return {"command": "python -m benchmarks retrieval", "rows": rows}
