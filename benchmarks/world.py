"""How hard the made world is beside a real one: the shipped model on the gallery, drawn by simulated test people."""

from __future__ import annotations

from typing import Any

from tqdm import tqdm

from sbir.engine import MODEL
from sbir.evaluate.run import evaluate

# The last is drawn by real people, of real photos: what the first two are held against.
NAMES = ("world-unseen", "world-hands", "sketchy-unseen")
METHODS = (("baseline", 1), ("ours", 5))
SEEDS = 3


def measure() -> dict[str, Any]:
    """Rows of `python -m sbir evaluate`, three seeds of episodes."""
    jobs = [(name, method, k) for name in NAMES for method, k in METHODS]
    rows = [evaluate(name, method, k, SEEDS, MODEL) for name, method, k in tqdm(jobs)]
    return {"command": "python -m benchmarks world", "rows": rows}
