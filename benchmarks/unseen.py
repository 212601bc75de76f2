"""What is a kind worth that training never showed? The same training, once with chairs in its sets and once without any.

QMUL's chairs are in no training set, but Sketchy, sketchpad and Quick, Draw! have chairs of their own, so that figures on them
are open ones for the shipped model. Here both arms begin with the backbone's ImageNet weights and take 400 steps of preset
`train-small` at 128 px, photos whole, then the last stage; one has `without=[chair]`, which takes chairs and their kinds out of
every set, the validation sets too. For it QMUL's chairs are strictly unseen, and the chairs of sketchpad's test people are of
an unseen kind by unseen people. Training picks up what is there. The made world is left out of both.

Rows: drawings of chairs, and, for what the two arms differ by otherwise, shoes and Sketchy's unseen things.
"""

from __future__ import annotations

from typing import Any

from benchmarks.arms import RUNS, adapted, compare, from_imagenet
from sbir.config import TrainConfig, read_config
from sbir.data.names import seen
from sbir.learn.trainer import train
from sbir.model.checkpoint import read_checkpoint

KIND = "chair"
SEEN, UNSEEN = "with chairs", "without any chair"
ARMS: dict[str, tuple[str, ...]] = {SEEN: (), UNSEEN: (f"without=[{KIND}]",)}
SOURCES = {
    "sketchy-train": 0.42,
    "qmul-shoes-train": 0.16,
    "sketchpad-train": 0.14,
    "shoev2-photos": 0.13,
    "pacs-photo": 0.09,
    "pacs-art": 0.06,
}
SHORT = (
    f"sources=[{', '.join(f'{{name: {name}, weight: {weight}}}' for name, weight in SOURCES.items())}]",
    "model.size=128",
    "episodes.size=128",
    "epochs=4",
    "steps=100",
    "val=[sketchy-val]",
)
OTHERS = ("qmul-shoes", "sketchy-unseen")
SEEDS = 5


def measure() -> dict[str, Any]:
    """Rows by benchmark, method and arm (`f`): `acc@1`, `acc@5`, `map`, and `against` the arm that has seen chairs."""
    given = from_imagenet()
    models = {}
    for name, changes in ARMS.items():
        run = RUNS / f"unseen-{name.replace(' ', '-')}"
        train(read_config(TrainConfig, "train-small", (*given, *SHORT, *changes)), run)
        models[name] = adapted(run / "last", RUNS / f"{run.name}-adapted", ("figure=", *changes))
        if seen(KIND, read_checkpoint(models[name]).notes["categories"]) != (name == SEEN):
            raise RuntimeError(f"the arm {name!r} was trained on something else")
    rows = compare(models, ("qmul-chairs", "sketchpad-people"), SEEDS, (SEEN,), only=KIND)
    rows += compare(models, OTHERS, SEEDS, (SEEN,))
    return {"command": "python -m benchmarks unseen", "kind": KIND, "seeds": SEEDS, "rows": rows}
