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
AGAINST = {"ours": ("baseline", "anil"), "maml": ("baseline",)}


# Methods that do not depend on k, that lost by much or cost much are measured at one k only, or (MAML) further below.
ONCE = {
    "baseline": (10,),
    "centred": (10,),
    "upper": (10,),
    "separate": (5,),
    "sign-anil": (5,),
    "finetune": (1, 5),
    "maml": (),
}


def measure() -> dict[str, Any]:
    """Rows of `python -m sbir evaluate` over benchmarks, methods and k, five seeds of episodes; ours against its neighbours.

    MAML looks at every picture anew in every episode: one seed, k = 5, two benchmarks. Only of shoes and chairs are there 20
    pairs of one kind to be had.
    """
    jobs = [(name, one, k, SEEDS) for name in NAMES for one in METHODS for k in ONCE.get(one, PAIRS)]
    jobs += [(name, one, 20, SEEDS) for name in NAMES[:2] for one in ("anil", "paper", "ours")]
    jobs += [(name, "maml", 5, 1) for name in ("sketchy-unseen", "sketchpad-people")]
    rows = [evaluate(name, one, k, seeds, MODEL, against=AGAINST.get(one, ())) for name, one, k, seeds in tqdm(jobs)]
    return {"command": "python -m benchmarks retrieval", "rows": rows}
