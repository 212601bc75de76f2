"""What a few pairs do where the whole gallery is searched, as on the page: does the right kind of thing come up, and the
photo that is meant?

Quick, Draw! drawings in the shipped gallery; Sketchy's unseen categories in one gallery of all their photos; and drawings of
unseen people among sketchpad's objects. `sbir.evaluate.everywhere` has the protocol; nothing was chosen on these drawings.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sbir.data.names import seen, thing
from sbir.engine import GALLERY, MODEL
from sbir.evaluate.benchmarks import read_benchmark
from sbir.evaluate.doodles import doodles_asked
from sbir.evaluate.everywhere import AS_SHIPPED, Asked, search_everywhere, told
from sbir.evaluate.features import pair_features
from sbir.evaluate.methods import METHODS, ready
from sbir.model.checkpoint import load_learner, read_checkpoint
from sbir.runtime import Backbone

SEEDS = 5
PAIRS = (1, 3, 5)
# By name: the method, and whether its pairs speak of kinds.
ARMS = {"paper": ("paper", None), "ours, the head alone": ("ours", None), "ours": ("ours", AS_SHIPPED.reach)}


def measure() -> dict[str, Any]:
    """Rows by question, part (`strict`: of kinds that no training set showed; `open`) and arm: the figures of
    `sbir.evaluate.everywhere.told`, differences being to the head as it is without pairs."""
    backbone, learner, about = (
        Backbone(MODEL / "backbone.onnx"),
        load_learner(MODEL).requires_grad_(False),
        read_checkpoint(MODEL),
    )
    runs = {name: ready(METHODS[name], learner, about, backbone) for name, _ in ARMS.values()}
    rows = []
    for question, part, asked in _questions(backbone, about.notes["categories"]):
        before = search_everywhere(asked, learner, None, 0, SEEDS)
        rows.append({"question": question, "part": part, "arm": "as it is", "k": 0, **told(before, before)})
        for arm, (name, reach) in ARMS.items():
            for k in PAIRS:
                found = search_everywhere(asked, learner, runs[name], k, SEEDS, AS_SHIPPED._replace(reach=reach))
                rows.append({"question": question, "part": part, "arm": arm, "k": k, **told(found, before)})
    return {"command": "python -m benchmarks everywhere", "model": about.fingerprint, "seeds": SEEDS, "rows": rows}


def _questions(backbone: Backbone, trained: list[str]) -> list[tuple[str, str, Asked]]:
    questions = []
    for name, asked in (
        ("quickdraw", doodles_asked(MODEL, GALLERY)[0]),
        ("sketchy-unseen", _pairs("sketchy-unseen", backbone)),
    ):
        known = np.array([seen(kind, trained) for kind in asked.drawn])
        questions += [(name, part, _some(asked, of)) for part, of in (("strict", ~known), ("open", known))]
    return [*questions, ("sketchpad-people", "open", _pairs("sketchpad-people", backbone))]


def _pairs(name: str, backbone: Backbone) -> Asked:
    """A benchmark's drawings in one gallery of all its photos, grouped by person where people are known, else by kind."""
    benchmark = read_benchmark(name)
    features = pair_features(benchmark.pairs, backbone)
    usable = features.usable.numpy()
    meant = benchmark.photo_rows()[usable]
    kinds = np.array([thing(photo.category) for photo in benchmark.pairs.photos])
    people = np.array([drawing.person or "" for drawing in benchmark.pairs.drawings])[usable]
    group = people if all(people) else kinds[meant]
    return Asked(features.drawings[features.usable], kinds[meant], group, meant, features.photos, kinds)


def _some(asked: Asked, of: np.ndarray) -> Asked:
    """Only some of the drawings, in the same gallery."""
    rows = np.flatnonzero(of)
    drawings = asked.drawings[rows]
    return asked._replace(drawings=drawings, drawn=asked.drawn[rows], group=asked.group[rows], meant=asked.meant[rows])
