"""How much a picture's kind should count beside the picture itself: the weights of `sbir.gallery.nearness`, on validation sets.

One gallery of the validation photos of Sketchy, sketchpad, QMUL shoes and the made world; drawings of each set are searched in
all of it, and Sketchy's also among Sketchy's photos alone. None of these drawings or photos was trained on; of Sketchy's
categories no training set showed any.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from sbir.data.names import thing
from sbir.data.sources import read_source
from sbir.engine import MODEL
from sbir.evaluate.features import pair_features
from sbir.gallery.nearness import FUSED_KIND, KIND, drawing_vectors, gallery_vectors
from sbir.gallery.ranking import acc_at, average_precision
from sbir.model.checkpoint import load_learner, read_checkpoint
from sbir.model.learner import Learner
from sbir.runtime import Backbone

SOURCES = ("sketchy-val", "sketchpad-val", "qmul-shoes-val", "world-val")
ALONE = "sketchy-val"
# (kind, fused kind)
WEIGHTS = ((0, 0), (0.25, 0), (0, 0.25), (0.5, 0), (0, 0.5), (0.25, 0.25), (0.5, 0.25), (0.5, 0.5), (1, 0.25), (1, 1))


class Asked(NamedTuple):
    """Drawings `[n, d]`, the rows `[n]` of the photos they stand for, and the gallery: photos `[g, d]` and their kinds."""

    drawings: Tensor
    meant: np.ndarray
    photos: Tensor
    kinds: np.ndarray


def measure(model: Path = MODEL) -> dict[str, Any]:
    """A row for each pair of weights: P@1 and P@10 of the right kind, mAP of the kind, acc@1 and acc@10 of the very photo; on
    average over the questions, and for each."""
    backbone, learner = Backbone(model / "backbone.onnx"), load_learner(model).requires_grad_(False)
    questions = _questions(backbone)
    rows = []
    for kind, fused in WEIGHTS:
        by_question = {name: _figures(learner, asked, kind, fused) for name, asked in questions.items()}
        keys = [key for key in by_question[ALONE] if key != "drawings"]
        mean = {key: round(float(np.mean([figures[key] for figures in by_question.values()])), 4) for key in keys}
        chosen = (kind, fused) == (KIND, FUSED_KIND)
        rows.append({"kind": kind, "fused_kind": fused, "chosen": chosen, **mean, "by": by_question})
    return {"command": "python -m benchmarks kinds", "model": read_checkpoint(model).fingerprint, "rows": rows}


def _questions(backbone: Backbone) -> dict[str, Asked]:
    photos: list[Tensor] = []
    kinds: list[np.ndarray] = []
    parts: dict[str, tuple[Tensor, np.ndarray, int]] = {}
    first = 0
    for name in SOURCES:
        pairs = read_source(name)
        features = pair_features(pairs, backbone)
        row = {photo.id: at for at, photo in enumerate(pairs.photos)}
        usable = features.usable.numpy()
        meant = np.array([row[drawing.photo] for drawing in pairs.drawings])[usable]
        parts[name] = (features.drawings[features.usable], meant, first)
        photos.append(features.photos)
        kinds.append(np.array([thing(photo.category) for photo in pairs.photos]))
        first += len(pairs.photos)
    everything, every_kind = torch.cat(photos), np.concatenate(kinds)
    asked = {f"{name} in all": Asked(drawn, meant + at, everything, every_kind) for name, (drawn, meant, at) in parts.items()}
    drawings, meant, _ = parts[ALONE]
    alone = SOURCES.index(ALONE)
    return {ALONE: Asked(drawings, meant, photos[alone], kinds[alone])} | asked


def _figures(learner: Learner, asked: Asked, kind: float, fused: float) -> dict[str, float]:
    rows = {name: np.flatnonzero(asked.kinds == name) for name in set(asked.kinds)}
    with torch.inference_mode():
        gallery = gallery_vectors(learner, learner.head, asked.photos, rows, kind, fused)
        order = (-drawing_vectors(learner, learner.head, asked.drawings) @ gallery.T).argsort(dim=1, stable=True).numpy()
    right = asked.kinds[order] == asked.kinds[asked.meant][:, None]
    rank = (order == asked.meant[:, None]).argmax(1) + 1
    figures = {
        "p@1": right[:, 0].mean(),
        "p@10": right[:, :10].mean(),
        "map": average_precision(right).mean(),
        "acc@1": acc_at(rank, 1),
        "acc@10": acc_at(rank, 10),
    }
    return {key: round(float(value), 4) for key, value in figures.items()} | {"drawings": len(rank)}
