"""The look at validation data after every epoch: plain nearest neighbours, the head as it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from sbir.data.prepared import Prepared
from sbir.drawing import letterbox, rasterise
from sbir.gallery.ranking import acc_at, ranks
from sbir.model.extractor import Extractor
from sbir.model.head import embed_drawings, embed_photos
from sbir.model.learner import Learner

BATCH = 64


def extract(extractor: Extractor, images: Sequence[np.ndarray], device: torch.device) -> Tensor:
    """Pooled features float32 `[n, d]`, on the CPU, of uint8 RGB pictures of one size."""
    parts = []
    with torch.no_grad():
        for start in range(0, len(images), BATCH):
            batch = torch.from_numpy(np.stack(images[start : start + BATCH])).to(device)
            parts.append(extractor(batch)[0].float().cpu())
    return torch.cat(parts)


def quick_check(extractor: Extractor, learner: Learner, data: Prepared, size: int, device: torch.device) -> dict[str, float]:
    """acc@1 and acc@5 of `embedded` (with the head) and `pooled` (without) features.

    The gallery of a drawing is all photos of its category; for drawings by known people, all photos of the set.
    """
    photos = extract(extractor, [letterbox(photo, size) for photo in data.photos], device)
    drawn = [(d, s) for d, s in zip(data.pairs.drawings, data.sketches, strict=True) if s is not None]
    drawings = extract(extractor, [rasterise(sketch, size) for _, sketch in drawn], device)
    row = {photo.id: i for i, photo in enumerate(data.pairs.photos)}
    category = np.array([photo.category for photo in data.pairs.photos])
    target = np.array([row[drawing.photo] for drawing, _ in drawn])
    outside = np.array([[drawing.person is None and drawing.category != c for c in category] for drawing, _ in drawn])
    head = type(learner.head)(*(value.detach().cpu() for value in learner.head))
    result = {}
    spaces = {
        "embedded": (embed_drawings(head, drawings), embed_photos(head, photos)),
        "pooled": (drawings, photos),
    }
    for name, (q, g) in spaces.items():
        distances = (2 - 2 * (q @ g.T)).numpy()
        distances[outside] = np.inf
        found = ranks(distances, target)
        result[f"{name} acc@1"], result[f"{name} acc@5"] = acc_at(found, 1), acc_at(found, 5)
    return result
