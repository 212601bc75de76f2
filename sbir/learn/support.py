"""From a person's pairs and a gallery to the support of the inner loop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor

from sbir.config import AdaptConfig
from sbir.learn.adapt import Support
from sbir.model.learner import Learner


def support_against_gallery(
    drawings: Tensor,
    photos: Tensor,
    categories: Sequence[str],
    gallery: Tensor,
    rows: Mapping[str, np.ndarray],
    negatives: int,
    mean: Tensor | None = None,
) -> Support:
    """A support of `k` pairs with negatives out of a gallery.

    `drawings`, `photos` `[k, d]`, `categories` of each pair; `gallery` `[g, d]` with the `rows` of each category, and its
    `mean` `[d]` where that is known. The negatives of a pair are up to `negatives` photos of its own category, those most like
    the meant photo first (that is what makes it fine-grained); where the gallery does not have the category, all photos are
    its negatives' pool. The meant photo itself, or a copy of it, is never one.
    """
    # A kind of a large gallery is taken out of it once, not for each pair; and not at all where the gallery has no other.
    rows = {kind: some for kind, some in rows.items() if len(some) < len(gallery)}
    of_kind = {kind: gallery[torch.from_numpy(rows[kind])] if kind in rows else gallery for kind in set(categories)}
    means = {kind: pool.mean(0) for kind, pool in of_kind.items()}
    chosen = []
    for photo, kind in zip(photos, categories, strict=True):
        alike = of_kind[kind] @ photo
        others = torch.nonzero(alike < 1 - 1e-5)[:, 0]
        nearest = others[torch.argsort(-alike[others], stable=True)[:negatives]]
        chosen.append(torch.from_numpy(rows[kind])[nearest] if kind in rows else nearest)
    width = max(1, *(len(pool) for pool in chosen))
    padded = torch.zeros(len(chosen), width, dtype=torch.long)
    mask = torch.zeros(len(chosen), width, dtype=torch.bool)
    for i, pool in enumerate(chosen):
        padded[i, : len(pool)], mask[i, : len(pool)] = pool, True
    mean_photos = torch.stack([means[kind] for kind in categories])
    used, negatives_of = torch.unique(padded, return_inverse=True)
    mean = gallery.mean(0) if mean is None else mean
    return Support(drawings, photos, gallery[used], negatives_of, mask, mean_photos, mean)


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
