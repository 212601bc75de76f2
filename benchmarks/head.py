"""What are the parts of the last stage worth that need no gradient? The same F and trained head, one part more at a time.

Every arm goes on from what `make model` has before the last stage (`benchmarks.arms.start`) by preset `train-adapt`, the last
of them with nothing changed: that is the shipped model but for its fusion over domains.
"""

from __future__ import annotations

from typing import Any

from benchmarks.arms import RUNS, adapted, compare, start

BEFORE = "the trained 256 dimensions alone"
_NARROW = ("tune.mirror=0", "tune.width=0")
ARMS = {
    BEFORE: (*_NARROW, "tune.pooled=0"),
    "half of it principal components": (*_NARROW, "tune.pooled=0.5", "tune.whiten=0"),
    "more of them, whitened": _NARROW,
    "1,024 dimensions": ("tune.mirror=0",),
    "mirror images too, as shipped": (),
}
NAMES = ("sketchy-val", "sketchpad-val", "sketchy-unseen", "qmul-shoes", "qmul-chairs", "sketchpad-people")
SEEDS = 3


def measure() -> dict[str, Any]:
    """Rows by benchmark, method and arm (`f`): `acc@1`, `acc@5`, `map`, and `against` the trained head alone."""
    before = start()
    models = {name: adapted(before, RUNS / f"head-{i}", changes) for i, (name, changes) in enumerate(ARMS.items())}
    rows = compare(models, NAMES, SEEDS, (BEFORE,))
    return {"command": "python -m benchmarks head", "seeds": SEEDS, "rows": rows}
