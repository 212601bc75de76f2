"""What are the regularisers and the width of M worth to F? The same short training, one setting changed at a time.

Every arm begins with the backbone's ImageNet weights and takes 100 steps of preset `train-small` at 128 px, then the last
stage; the unchanged one is run with another seed, too, and what that changes is what chance changes. Training picks up what is
there. Figures are far below those of the shipped model, which is trained for sixteen times as long.
"""

from __future__ import annotations

from typing import Any

from benchmarks.arms import RUNS, adapted, compare, from_imagenet
from sbir.config import TrainConfig, read_config
from sbir.learn.trainer import train

SHORT = (
    "model.size=128",
    "episodes.size=128",
    "epochs=1",
    "steps=100",
    "warmup=15",
    "val=[sketchy-val]",
)
UNCHANGED = "unchanged"
ARMS = {
    UNCHANGED: (),
    "another seed": ("seed=1",),
    "no regulariser": ("loss.domain=0", "loss.category=0", "loss.semantic=0"),
    "without L_D": ("loss.domain=0",),
    "without L_C": ("loss.category=0",),
    "without L_S": ("loss.semantic=0",),
    "with L_ud": ("loss.latent_triplet=1",),
    "M of width 16": ("model.width=16",),
    "M of width 64": ("model.width=64",),
}
# The last stage without what it does in closed form beyond half of principal components: a width that was trained stays.
LAST = ("tune.mirror=0", "tune.width=0", "tune.whiten=0", "tune.pooled=0.5", "tune.again=0.1", "adapt.steps=3")
NAMES = ("sketchy-unseen", "qmul-shoes", "sketchpad-people")
SEEDS = 3


def measure() -> dict[str, Any]:
    """Rows by benchmark, method and arm (`f`): `acc@1`, `acc@5`, `map`, and `against` the unchanged one."""
    given = from_imagenet()
    models = {}
    for name, changes in ARMS.items():
        run = RUNS / f"arm-{name.replace(' ', '-')}"
        train(read_config(TrainConfig, "train-small", (*given, *SHORT, *changes)), run)
        models[name] = adapted(run / "last", RUNS / f"{run.name}-adapted", LAST)
    rows = compare(models, NAMES, SEEDS, (UNCHANGED,))
    return {"command": "python -m benchmarks regularisers", "seeds": SEEDS, "rows": rows}
