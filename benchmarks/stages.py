"""Is F better for its stage of Fuse and Attend? The same F trained on with the contrast and without it, all else alike.

Both arms go on from what `make model` has before the last stage (`benchmarks.arms.start`) by preset `train-domains`, one of
them with the contrast's weight 0; then an epoch of the fine-grained stage `train-fine`, half an average with where they began,
and the last stage, which fits margin network and rates. Training picks up what is there.

Rows: people's drawings, the head as it is and adapted to five pairs, by the F that began and by either arm; differences are on
the same drawings.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.arms import RUNS, adapted, compare, start, word_vectors
from sbir.config import TrainConfig, read_config
from sbir.learn.soup import average
from sbir.learn.trainer import train

BEGAN, WITHOUT, WITH = "as it began", "without the contrast", "with the contrast"
ARMS = {WITHOUT: ("stage-plain", ("loss.fused=0",)), WITH: ("stage-fused", ())}
NAMES = ("sketchy-val", "sketchpad-val", "qmul-shoes", "qmul-chairs", "sketchy-unseen", "sketchpad-people")
SEEDS = 3


def measure() -> dict[str, Any]:
    """Rows by benchmark, method and F: `acc@1`, `acc@5`, `map`, and `against` the other two."""
    began = start()
    models = {BEGAN: adapted(began, RUNS / "stage-none")} | {name: _arm(began, *arm) for name, arm in ARMS.items()}
    return {"command": "python -m benchmarks stages", "seeds": SEEDS, "rows": compare(models, NAMES, SEEDS, tuple(models))}


def _arm(began: Path, name: str, changes: tuple[str, ...]) -> Path:
    words = word_vectors()
    first, fine, mean = (RUNS / f"{name}{part}" for part in ("", "-fine", "-average"))
    train(read_config(TrainConfig, "train-domains", (f"init={began}", words, *changes)), first)
    train(read_config(TrainConfig, "train-fine", (f"init={first / 'last'}", words, "epochs=1")), fine)
    average(began, fine / "last", 0.5, mean)
    return adapted(mean, RUNS / f"{name}-adapted")
