"""From a person's pairs and a gallery to the support of the inner loop."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from sbir.config import AdaptConfig
from sbir.learn.adapt import Support
from sbir.model.learner import Learner


def support_against_gallery(
    drawings: Tensor, photos: Tensor, categories: Sequence[str], gallery: Tensor, rows: dict[str, np.ndarray], negatives: int
) -> Support:
    """A support of `k` pairs with negatives out of a gallery.

    `drawings`, `photos` `[k, d]`, `categories` of each pair; `gallery` `[g, d]` with the `rows` of each category. The
    negatives of a pair are up to `negatives` photos of its own category, those most like the meant photo first (that is what
    makes it fine-grained); where the gallery does not have the category, all photos are its negatives' pool. The meant photo
    itself, or a copy of it, is never one.
    """
    pools = [torch.from_numpy(rows[category]) if category in rows else torch.arange(len(gallery)) for category in categories]
    means = {category: gallery[pool].mean(0) for category, pool in zip(categories, pools, strict=True)}
    chosen = []
    for photo, pool in zip(photos, pools, strict=True):
        alike = gallery[pool] @ photo
        pool, alike = pool[alike < 1 - 1e-5], alike[alike < 1 - 1e-5]
        chosen.append(pool[torch.argsort(-alike, stable=True)[:negatives]])
    width = max(1, *(len(pool) for pool in chosen))
    padded = torch.zeros(len(chosen), width, dtype=torch.long)
    mask = torch.zeros(len(chosen), width, dtype=torch.bool)
    for i, pool in enumerate(chosen):
        padded[i, : len(pool)], mask[i, : len(pool)] = pool, True
    mean_photos = torch.stack([means[category] for category in categories])
    return Support(drawings, photos, gallery[padded], mask, mean_photos, gallery.mean(0))


def margins_by_category(
    learner: Learner, drawings: Tensor, photos: Tensor, categories: Sequence[str], config: AdaptConfig
) -> Tensor:
    """The margin of each pair `[k]`: told from the support pairs of its own category, or the fixed one; detached."""
    if config.margin is not None:
        return torch.full((len(categories),), config.margin)
    margins = torch.zeros(len(categories))
    with torch.no_grad():
        for category in set(categories):
            own = torch.tensor([c == category for c in categories])
            margins[own] = learner.margin(drawings[own], photos[own])
    return margins
