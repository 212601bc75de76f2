"""Nearness is the picture's own plus its kind's, and one product of two vectors."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

from sbir.gallery.nearness import Taught, distances, drawing_vectors, gallery_vectors, teach_kinds
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


def taught_by(learner: Learner, pooled: torch.Tensor, drawings: torch.Tensor, photos: list[int]) -> Taught:
    return teach_kinds(learner, drawings, gallery_vectors(learner, learner.head, pooled, ROWS)[photos])


def fused(learner: Learner, drawing: torch.Tensor, taught: Taught | None = None) -> torch.Tensor:
    """The part of a drawing's vector that speaks of kinds."""
    return drawing_vectors(learner, learner.head, drawing, taught)[..., len(learner.head.weight) :]


def test_pairs_lead_a_drawing_as_the_equation_says(learner: Learner, pooled: torch.Tensor) -> None:
    drawings, photos = functional.normalize(pooled[:3] + 0.4 * pooled[6:9], dim=1), [3, 1, 5]
    query = pooled[0] + 0.2 * pooled[2]
    at, among = learner.fusion.embedding(query - learner.centre), []
    for drawing, photo in zip(drawings, photos, strict=True):
        mates = next(rows for rows in ROWS.values() if photo in rows)
        kind = torch.stack([learner.fusion.embedding(pooled[mate] - learner.centre) for mate in mates]).mean(0)
        drawn = learner.fusion.embedding(drawing - learner.centre)
        among.append((max(0.0, float(at @ drawn)), functional.normalize(kind, dim=0) - drawn))
    most, total = max(like for like, _ in among), sum(like**2 for like, _ in among)
    assert 0 < most < 1, "the query is like them, but none of them"
    expected = functional.normalize(at + most * sum(like**2 / total * amiss for like, amiss in among), dim=0)
    found = fused(learner, query, taught_by(learner, pooled, drawings, photos))
    assert torch.allclose(found, expected, atol=1e-5)


def test_a_drawing_like_that_of_a_pair_comes_to_lie_where_its_kind_does(learner: Learner, pooled: torch.Tensor) -> None:
    drawing = pooled[5] + 0.1 * pooled[6]
    vectors = gallery_vectors(learner, learner.head, pooled, ROWS)
    kind = functional.normalize(vectors[6, len(learner.head.weight) :], dim=0)
    for times in (1, 4):
        taught = taught_by(learner, pooled, drawing.expand(times, -1), [6] * times)
        assert torch.allclose(fused(learner, drawing, taught), kind, atol=1e-5), "however often it was said"
    alone = drawing_vectors(learner, learner.head, drawing)
    told = drawing_vectors(learner, learner.head, drawing, taught)
    width = len(learner.head.weight)
    assert torch.equal(alone[:width], told[:width]), "the head is adapted elsewhere"
    assert distances(told, vectors)[ROWS["two"]].max() < distances(alone, vectors)[ROWS["two"]].max()


def test_how_far_pairs_lead_does_not_grow_with_their_number(learner: Learner, pooled: torch.Tensor) -> None:
    drawing, query = pooled[5], pooled[5] + 0.7 * pooled[2]
    once, often = (
        fused(learner, query, taught_by(learner, pooled, drawing.expand(times, -1), [6] * times)) for times in (1, 5)
    )
    assert not torch.allclose(once, fused(learner, query), atol=1e-2), "it was led"
    assert torch.allclose(once, often, atol=1e-5)


def test_a_drawing_that_is_like_none_stays_where_it_is(learner: Learner, pooled: torch.Tensor) -> None:
    taught = taught_by(learner, pooled, pooled[:2], [5, 6])
    away = [row for row in range(9) if float((fused(learner, pooled[row]) @ taught.drawn.T).max()) <= 0]
    assert away, "some drawing points away from both"
    assert torch.allclose(fused(learner, pooled[away], taught), fused(learner, pooled[away]))
    several = torch.stack([pooled[3], pooled[4]])
    assert torch.allclose(fused(learner, several, taught)[1], fused(learner, pooled[4], taught), atol=1e-6)
