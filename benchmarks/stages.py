"""Is F better for its stage of Fuse and Attend? The same F trained on with the contrast and without it, all else alike.

Both arms go on from `runs/train-fine-2/last` (what `make model` has before the last stage) by preset `train-domains`, one of
them with the contrast's weight 0; then an epoch of the fine-grained stage `train-fine`, half an average with where they began,
and the last stage, which fits margin network and rates. Training picks up what is there.

Rows: people's drawings, the head as it is and adapted to five pairs, by the F that began and by either arm; differences are on
the same drawings.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from export.onnx_file import export_backbone
from sbir.config import TrainConfig, read_config
from sbir.data.pairs import data_root, need
from sbir.evaluate.benchmarks import read_benchmark
from sbir.evaluate.methods import method
from sbir.evaluate.run import Found, bootstrap, compared, finder
from sbir.gallery.ranking import acc_at, mean_average_precision
from sbir.learn.soup import average
from sbir.learn.trainer import train

RUNS = Path("runs")
START = RUNS / "train-fine-2" / "last"
BEGAN, WITHOUT, WITH = "as it began", "without the contrast", "with the contrast"
ARMS = {WITHOUT: ("stage-plain", ("loss.fused=0",)), WITH: ("stage-fused", ())}
NAMES = ("sketchy-val", "sketchpad-val", "qmul-shoes", "qmul-chairs", "sketchy-unseen", "sketchpad-people")
METHODS = (("baseline", 1), ("ours", 5))
SEEDS = 3


def measure() -> dict[str, Any]:
    """Rows by benchmark, method and F: `acc@1`, `acc@5`, `map`, and `against` the other two."""
    models = {BEGAN: _adapted(START, RUNS / "stage-none")} | {name: _arm(*arm) for name, arm in ARMS.items()}
    return {"command": "python -m benchmarks stages", "seeds": SEEDS, "rows": _compare(models)}


def _compare(models: dict[str, Path]) -> list[dict[str, Any]]:
    """A row a benchmark, method and model: its figures, and `against` each other model on the same drawings."""
    rows = []
    for name in NAMES:
        benchmark = read_benchmark(name)
        for method_name, k in METHODS:
            found = {of: finder(benchmark, model, k, SEEDS)(method(method_name)) for of, model in models.items()}
            rows += [_row(name, method_name, k, of, found) for of in models]
    return rows


def _arm(name: str, changes: tuple[str, ...]) -> Path:
    words = f"word_vectors={need(data_root() / 'sketchy_word_vectors.npz', 'word vectors')}"
    first, fine, mean = (RUNS / f"{name}{part}" for part in ("", "-fine", "-average"))
    train(read_config(TrainConfig, "train-domains", (f"init={START}", words, *changes)), first)
    train(read_config(TrainConfig, "train-fine", (f"init={first / 'last'}", words, "epochs=1")), fine)
    average(START, fine / "last", 0.5, mean)
    return _adapted(mean, RUNS / f"{name}-adapted")


def _adapted(model: Path, run: Path) -> Path:
    """The model after the last stage, exported. Fusion over domains, which no figure here sees, is left out."""
    best = train(read_config(TrainConfig, "train-adapt", (f"init={model}", "labelled=[]")), run)
    export_backbone(best, best / "backbone.onnx")
    return best


def _row(name: str, method_name: str, k: int, of: str, found: dict[str, Found]) -> dict[str, Any]:
    own = found[of]
    return {
        "benchmark": name,
        "method": method_name,
        "k": k,
        "f": of,
        "acc@1": round(acc_at(own.inside, 1), 4),
        "ci95": bootstrap(own.queries, own.inside == 1),
        "acc@5": round(acc_at(own.inside, 5), 4),
        "map": round(mean_average_precision(own.inside), 4),
        "against": {other: compared(own.queries, own.inside, its.inside) for other, its in found.items() if other != of},
    }
