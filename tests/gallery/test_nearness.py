"""Nearness is the picture's own plus its kind's, and one product of two vectors."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

from sbir.gallery.nearness import distances, drawing_vectors, gallery_vectors
from sbir.model.head import embed_drawings, embed_photos
from sbir.model.learner import Learner


@pytest.fixture
def learner() -> Learner:
    torch.manual_seed(0)
    return Learner(24, 8).requires_grad_(False)


@pytest.fixture
def pooled() -> torch.Tensor:
    return functional.normalize(torch.randn(9, 24, generator=torch.Generator().manual_seed(1)), dim=1)


ROWS = {"cup": np.array([0, 3, 4, 8]), "hat": np.array([1, 2]), "one": np.array([5]), "two": np.array([6, 7])}


def naive(learner: Learner, drawing: torch.Tensor, pooled: torch.Tensor, a: float, b: float) -> list[float]:
    """The equation read aloud, one photo at a time."""
    own = embed_drawings(learner.head, drawing)
    seen = learner.fusion.embedding(drawing - learner.centre)
    found = []
    for row in range(len(pooled)):
        mates = next(rows for rows in ROWS.values() if row in rows)
        kind = torch.stack([embed_photos(learner.head, pooled[mate]) for mate in mates]).mean(0)
        fused = torch.stack([learner.fusion.embedding(pooled[mate] - learner.centre) for mate in mates]).mean(0)
        cosines = [torch.cosine_similarity(own, embed_photos(learner.head, pooled[row]), dim=0)]
        cosines += [a * torch.cosine_similarity(own, kind, dim=0), b * torch.cosine_similarity(seen, fused, dim=0)]
        found.append(float(sum(cosines)) / (1 + a + b))
    return found


@pytest.mark.parametrize(("a", "b"), [(0.25, 0.25), (0.0, 0.0), (0.7, 0.1)])
def test_one_product_is_the_equation(learner: Learner, pooled: torch.Tensor, a: float, b: float) -> None:
    drawing = pooled[2] + 0.3 * pooled[5]
    vectors = gallery_vectors(learner, learner.head, pooled, ROWS, a, b)
    found = vectors @ drawing_vectors(learner, learner.head, drawing)
    assert found.tolist() == pytest.approx(naive(learner, drawing, pooled, a, b), abs=1e-5)


def test_within_a_kind_the_order_is_that_of_the_head_alone(learner: Learner, pooled: torch.Tensor) -> None:
    drawing = pooled[4] - 0.5 * pooled[1]
    far = distances(drawing_vectors(learner, learner.head, drawing), gallery_vectors(learner, learner.head, pooled, ROWS))
    alone = embed_photos(learner.head, pooled) @ embed_drawings(learner.head, drawing)
    for rows in ROWS.values():
        assert rows[np.argsort(far[rows])].tolist() == rows[np.argsort(-alone[rows].numpy())].tolist()


def test_a_picture_is_nearer_among_its_like_than_alone_among_others(learner: Learner, pooled: torch.Tensor) -> None:
    drawing, stranger = pooled[0], -pooled[0]
    photos = torch.stack([pooled[0], pooled[0] + 0.1 * pooled[1], pooled[0], stranger])
    rows = {"like": np.array([0, 1]), "mixed": np.array([2, 3])}
    far = distances(drawing_vectors(learner, learner.head, drawing), gallery_vectors(learner, learner.head, photos, rows))
    assert far[0] < far[2]
