"""How much a picture's kind should count beside the picture itself, and a person's pairs for kinds: the settings of
`sbir.gallery.nearness`, on validation sets.

One gallery of the validation photos of Sketchy, sketchpad, QMUL shoes and the made world; drawings of each set are searched in
all of it, and Sketchy's also among Sketchy's photos alone; and Quick, Draw! drawings of what Sketchy's photos show. None of
these drawings or photos was trained on; of Sketchy's categories no training set showed any.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from sbir.data.names import thing
from sbir.data.sources import read_source
from sbir.engine import MODEL
from sbir.evaluate.doodles import doodles_of
from sbir.evaluate.everywhere import AS_SHIPPED, Asked, search_everywhere, told
from sbir.evaluate.features import pair_features
from sbir.evaluate.methods import METHODS, ready
from sbir.gallery.nearness import FUSED_KIND, KIND, REACH, drawing_vectors, gallery_vectors
from sbir.gallery.ranking import acc_at, average_precision
from sbir.gallery.store import rows_of
from sbir.model.checkpoint import load_learner, read_checkpoint
from sbir.model.learner import Learner
from sbir.runtime import Backbone

SOURCES = ("sketchy-val", "sketchpad-val", "qmul-shoes-val", "world-val")
ALONE, DOODLES = "sketchy-val", "quickdraw of sketchy-val"
# (kind, fused kind)
WEIGHTS = ((0, 0), (0.5, 0), (0, 0.5), (0.25, 0.25), (0.5, 0.25), (0.5, 0.5), (0.5, 0.75), (0.5, 1), (1, 0.5), (1, 1))
# What pairs say of kinds, if anything, and in which questions.
REACHES = (None, 0.75, 1, 2)
TAUGHT = (DOODLES, "sketchy-val in all", "sketchpad-val in all")
PAIRS, SEEDS = (1, 5), 3


def measure(model: Path = MODEL) -> dict[str, Any]:
    """`rows`, one for each pair of weights: P@1 and P@10 of the right kind, mAP of the kind, and where a photo was meant acc@1
    and acc@10 of it; on average over the questions, and for each. `pairs`: what pairs of a kind, or a person, do for others, by
    how far they lead drawings that are less like their own."""
    backbone, learner, about = (
        Backbone(model / "backbone.onnx"),
        load_learner(model).requires_grad_(False),
        read_checkpoint(model),
    )
    questions = _questions(backbone)
    rows = []
    for kind, fused in WEIGHTS:
        by_question = {name: _figures(learner, asked, kind, fused) for name, asked in questions.items()}
        keys = [key for key in by_question[ALONE] if key != "drawings"]
        mean = {key: round(float(np.mean([f[key] for f in by_question.values() if key in f])), 4) for key in keys}
        chosen = (kind, fused) == (KIND, FUSED_KIND)
        rows.append({"kind": kind, "fused_kind": fused, "chosen": chosen, **mean, "by": by_question})
    run, pairs = ready(METHODS["ours"], learner, about, backbone), []
    for name in TAUGHT:
        before = search_everywhere(questions[name], learner, None, 0, SEEDS)
        pairs.append({"question": name, "k": 0, "reach": None, "chosen": False, **told(before, before)})
        for k in PAIRS:
            for reach in REACHES:
                found = search_everywhere(questions[name], learner, run, k, SEEDS, AS_SHIPPED._replace(reach=reach))
                pairs.append({"question": name, "k": k, "reach": reach, "chosen": reach == REACH, **told(found, before)})
    return {"command": "python -m benchmarks kinds", "model": about.fingerprint, "rows": rows, "pairs": pairs}


def _questions(backbone: Backbone) -> dict[str, Asked]:
    """The questions by name; drawings are grouped by kind, sketchpad's by person."""
    photos: list[Tensor] = []
    kinds: list[np.ndarray] = []
    parts: dict[str, tuple[Tensor, np.ndarray, np.ndarray]] = {}
    for name in SOURCES:
        pairs = read_source(name)
        features = pair_features(pairs, backbone)
        usable = features.usable.numpy()
        row = {photo.id: at for at, photo in enumerate(pairs.photos, sum(map(len, photos)))}
        meant = np.array([row[drawing.photo] for drawing in pairs.drawings])[usable]
        people = np.array([drawing.person or "" for drawing in pairs.drawings])[usable]
        parts[name] = (features.drawings[features.usable], meant, people)
        photos.append(features.photos)
        kinds.append(np.array([thing(photo.category) for photo in pairs.photos]))
    everything, every_kind = torch.cat(photos), np.concatenate(kinds)
    asked = {}
    for name, (drawings, meant, people) in parts.items():
        drawn = every_kind[meant]
        group = people if name.startswith("sketchpad") else drawn
        asked[f"{name} in all"] = Asked(drawings, drawn, group, meant, everything, every_kind)
    alone = asked[f"{ALONE} in all"]
    assert SOURCES[0] == ALONE, "its rows are the first of all"
    doodled, drawn = doodles_of(set(kinds[0]), backbone)
    return {
        ALONE: alone._replace(photos=photos[0], kinds=kinds[0]),
        **asked,
        DOODLES: Asked(doodled, drawn, drawn, np.full(len(drawn), -1), everything, every_kind),
    }


def _figures(learner: Learner, asked: Asked, kind: float, fused: float) -> dict[str, float]:
    with torch.inference_mode():
        gallery = gallery_vectors(learner, learner.head, asked.photos, rows_of(asked.kinds), kind, fused)
        order = (-drawing_vectors(learner, learner.head, asked.drawings) @ gallery.T).argsort(dim=1, stable=True).numpy()
    right = asked.kinds[order] == asked.drawn[:, None]
    figures = {"p@1": right[:, 0].mean(), "p@10": right[:, :10].mean(), "map": average_precision(right).mean()}
    if (asked.meant >= 0).all():
        rank = (order == asked.meant[:, None]).argmax(1) + 1
        figures |= {"acc@1": acc_at(rank, 1), "acc@10": acc_at(rank, 10)}
    return {key: round(float(value), 4) for key, value in figures.items()} | {"drawings": len(order)}
