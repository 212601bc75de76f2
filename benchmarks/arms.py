"""Models that were trained alike but for one thing, held against each other on the same drawings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from export.onnx_file import export_backbone
from sbir.config import TrainConfig, read_config
from sbir.data.names import related
from sbir.data.pairs import data_root, need
from sbir.engine import MODEL
from sbir.evaluate.benchmarks import Benchmark, read_benchmark
from sbir.evaluate.methods import method
from sbir.evaluate.run import Found, bootstrap, compared, figures, finder
from sbir.learn.trainer import train
from sbir.model.checkpoint import CONFIG, figure_file, load_extractor, load_learner, read_checkpoint, save_checkpoint
from sbir.model.extractor import Extractor
from sbir.types import InputError

RUNS = Path("runs")
# What `make model` has before the last stage; and of that the learner, for who has not trained.
START, KEPT = RUNS / "lifted", Path(__file__).parent / "start"
METHODS = (("baseline", 1), ("ours", 5))


def start(out: Path | None = None, kept: Path = KEPT, shipped: Path = MODEL) -> Path:
    """F and the trained head before the last stage: what `make model` left in `runs`, or else, in the same place, the shipped
    F, which saw no mirror images then, with the learner that is kept here. They are the same numbers, or `InputError` says
    that they are not."""
    out = START if out is None else out
    if (out / CONFIG).exists():
        return out
    about = read_checkpoint(kept)
    extractor = Extractor(about.model)
    extractor.load_state_dict(load_extractor(shipped).state_dict(), strict=False)
    made = save_checkpoint(out, about.model, about.adapt, extractor, load_learner(kept), about.notes, figure_file(shipped))
    if made != about.fingerprint:
        (out / CONFIG).unlink()
        raise InputError(f"{kept}: not of the F that is shipped; train it (make model)")
    return out


def word_vectors() -> str:
    """The setting that gives a training the word vectors of L_S, from among the real data sets."""
    return f"word_vectors={need(data_root() / 'sketchy_word_vectors.npz', 'word vectors')}"


def from_imagenet() -> tuple[str, str]:
    """The settings of a training that begins with the backbone's ImageNet weights, word vectors and all."""
    weights = need(data_root() / "backbones" / "mobilenet_edgetpu_imagenet_fp16.safetensors", "backbone weights")
    return f"backbone_weights={weights}", word_vectors()


def compare(
    models: dict[str, Path], names: Sequence[str], seeds: int, against: Sequence[str], only: str | None = None
) -> list[dict[str, Any]]:
    """A row a benchmark, method and model: its figures, and its difference to the models named in `against` on the same
    drawings; over drawings of the thing `only` and its kinds, where one is named."""
    rows = []
    for name in names:
        benchmark = read_benchmark(name)
        for method_name, k in METHODS:
            found = {of: finder(benchmark, model, k, seeds)(method(method_name)) for of, model in models.items()}
            if only is not None:
                found = {of: _only(one, benchmark, only) for of, one in found.items()}
            rows += [_row(name, method_name, k, of, found, against) for of in models]
    return rows


def _only(found: Found, benchmark: Benchmark, what: str) -> Found:
    shows = np.array([related(drawing.category, what) for drawing in benchmark.pairs.drawings])
    mine, again = shows[found.queries], shows[found.again]
    return Found(
        found.queries[mine], found.inside[mine], found.outside[mine], found.again[again], found.again_rank[again], found.support
    )


def adapted(model: Path, run: Path, changes: Sequence[str] = ()) -> Path:
    """The model after the last stage with some settings changed, exported. Fusion over domains, which no figure here sees, is
    left out."""
    best = train(read_config(TrainConfig, "train-adapt", (f"init={model}", "labelled=[]", *changes)), run)
    export_backbone(best, best / "backbone.onnx")
    return best


def _row(name: str, method_name: str, k: int, of: str, found: dict[str, Found], against: Sequence[str]) -> dict[str, Any]:
    own = found[of]
    differences = {other: compared(own.queries, own.inside, found[other].inside) for other in against if other != of}
    return {
        "benchmark": name,
        "method": method_name,
        "k": k,
        "f": of,
        **figures(own.inside),
        "queries": len(np.unique(own.queries)),
        "ci95": bootstrap(own.queries, own.inside == 1),
        "against": differences,
    }
