"""The loss of Fuse and Attend."""

from __future__ import annotations

import math

import torch
from torch.nn.functional import normalize

from sbir.learn.fuse_attend import Pool, contrast, fuse, one_of_each_domain
from sbir.model.fusion import Fused, Fusion


def _fused(query: torch.Tensor, positive: torch.Tensor) -> Fused:
    n, m = query.shape
    return Fused(query, positive, torch.zeros(n, 2, m), torch.zeros(n, 2), torch.zeros(n, 2))


def test_the_contrast_equals_a_slow_reference() -> None:
    torch.manual_seed(0)
    query, positive, others = (normalize(torch.randn(n, 6), dim=1) for n in (4, 4, 9))
    labels, other_labels = torch.tensor([0, 1, 2, 1]), torch.tensor([0, 0, 1, 1, 2, 2, -1, 3, -1])
    each = []
    for q, p, c in zip(query, positive, labels, strict=True):
        near = math.exp(float(q @ p) / 0.1)
        far = sum(math.exp(float(q @ o) / 0.1) for o, k in zip(others, other_labels, strict=True) if k >= 0 and k != c)
        each.append(-math.log(near / (near + far)))
    found = contrast(_fused(query, positive), labels, others, other_labels, 0.1)
    assert math.isclose(float(found), sum(each) / len(each), rel_tol=1e-5)


def test_members_of_its_own_class_never_push_a_query_away() -> None:
    query = normalize(torch.randn(3, 6), dim=1)
    labels = torch.zeros(3, dtype=torch.int64)
    assert contrast(_fused(query, query), labels, query, labels, 0.1) == 0


def test_the_pool_forgets_the_oldest_first() -> None:
    pool = Pool(4, 2)
    for i in range(3):
        pool.add(torch.full((2, 2), float(i)), torch.full((2,), i))
    assert sorted(pool.labels.tolist()) == [1, 1, 2, 2]
    assert all(float(row[0]) == label for row, label in zip(pool.embeddings, pool.labels.tolist(), strict=True))
    pool.add(torch.arange(12.0).reshape(6, 2), torch.arange(6))
    assert sorted(pool.labels.tolist()) == [2, 3, 4, 5]


def test_no_gradient_runs_through_the_pool() -> None:
    pool, live = Pool(4, 2), torch.ones(2, 2, requires_grad=True)
    pool.add(live, torch.tensor([0, 1]))
    assert not pool.embeddings.requires_grad


def test_an_example_is_another_picture_of_the_class_from_its_domain() -> None:
    torch.manual_seed(0)
    domain, label = torch.arange(3).repeat_interleave(8), torch.randint(0, 3, (24,))
    seen = set()
    for _ in range(20):
        picked = one_of_each_domain(domain, label, 3)
        for row in range(24):
            for j in range(3):
                pick = int(picked[row, j])
                others = [i for i in range(24) if i != row and domain[i] == j and label[i] == label[row]]
                assert pick in others if others else pick == -1
                seen.add((row, j, pick))
    assert len(seen) > 24 * 3


def test_rows_without_any_example_are_left_out() -> None:
    fusion = Fusion(4, 2, 3)
    fused, has = fuse(fusion, torch.eye(4), torch.tensor([[1, -1], [-1, -1], [0, 3], [-1, -1]]))
    assert has.tolist() == [True, False, True, False]
    assert fused.query.shape == (2, 3)
    assert fused.attention[0].tolist() == [1.0, 0.0]


def test_pulling_queries_to_their_positives_gathers_classes_over_domains() -> None:
    torch.manual_seed(0)
    label, domain = torch.arange(24) % 3, torch.arange(24) // 12
    pictures = torch.eye(3, 8)[label] + 3 * torch.eye(2, 8).flip(1)[domain] + 0.2 * torch.randn(24, 8)
    move = torch.nn.Linear(8, 8)
    fusion, pool = Fusion(8, 2, 6), Pool(64, 6)
    optimizer = torch.optim.Adam([*move.parameters(), *fusion.parameters()], lr=0.01)
    for _ in range(60):
        pooled = normalize(move(pictures), dim=1)
        fused, has = fuse(fusion, pooled, one_of_each_domain(domain, label, 2))
        loss = contrast(fused, label[has], pool.embeddings.clone(), pool.labels.clone(), 0.1)
        pool.add(fused.query, label[has])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        found = fusion.embedding(normalize(move(pictures), dim=1))
    like = found @ found.T
    same = label[:, None] == label
    assert like[same].mean() > like[~same].mean() + 0.5
