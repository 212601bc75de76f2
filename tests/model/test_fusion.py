"""Gated fusion and attention over domains."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor

from sbir.model.fusion import Fusion

N, J, D, M = 5, 3, 16, 8


def _inputs(seed: int = 0) -> tuple[Tensor, Tensor, Tensor]:
    torch.manual_seed(seed)
    unit = torch.nn.functional.normalize
    return unit(torch.randn(N, D), dim=-1), unit(torch.randn(N, J, D), dim=-1), torch.ones(N, J, dtype=torch.bool)


def _fusion(**kwargs: bool) -> Fusion:
    torch.manual_seed(1)
    return Fusion(D, J, M, squeeze=4, **kwargs)


def test_it_is_what_its_equations_say() -> None:
    fusion, (query, examples, present) = _fusion(), _inputs()
    fused = fusion(query, examples, present)
    for i in range(N):
        h = torch.tanh(fusion.embed(query[i] * math.sqrt(D)))
        hs = [torch.tanh(fusion.embed(examples[i, j] * math.sqrt(D))) for j in range(J)]
        looks = torch.cat([torch.relu(fusion.look(examples[i, j] * math.sqrt(D))) for j in range(J)])
        g = torch.sigmoid(fusion.gate(looks)).reshape(J, M)
        a = torch.softmax(torch.stack([h @ other / h.norm() / other.norm() * math.sqrt(M) for other in hs]), 0)
        positive = sum(g[j] * hs[j] + a[j] * hs[j] for j in range(J))
        assert isinstance(positive, Tensor)
        assert torch.allclose(fused.positive[i], positive / positive.norm(), atol=1e-6)
        assert torch.allclose(fused.attention[i], a, atol=1e-6)
        assert torch.allclose(fused.gates[i], g.mean(1), atol=1e-6)
        assert torch.allclose(fused.query[i], h / h.norm(), atol=1e-6)


def test_a_missing_example_has_no_say() -> None:
    fusion, (query, examples, present) = _fusion(), _inputs()
    present[:, 1] = False
    fused = fusion(query, examples, present)
    changed = examples.clone()
    changed[:, 1] = torch.randn(N, D)
    other = fusion(query, changed, present)
    assert torch.equal(fused.positive, other.positive)
    assert fused.gates[:, 1].eq(0).all()
    assert fused.attention[:, 1].eq(0).all()
    assert torch.allclose(fused.attention.sum(1), torch.ones(N))


def test_attention_is_with_the_query_and_gates_are_not() -> None:
    fusion, (query, examples, present) = _fusion(), _inputs()
    fused, turned = fusion(query, examples, present), fusion(query.flip(0), examples, present)
    assert torch.equal(fused.gates, turned.gates)
    assert not torch.allclose(fused.attention, turned.attention)


def test_attention_goes_to_the_example_that_is_the_query() -> None:
    fusion, (query, examples, present) = _fusion(), _inputs()
    examples[:, 2] = query
    assert fusion(query, examples, present).attention.argmax(1).eq(2).all()


def test_without_gates_the_examples_count_evenly() -> None:
    fusion, (query, examples, present) = _fusion(gated=False, attend=False), _inputs()
    fused = fusion(query, examples, present)
    mean = torch.tanh(fusion.embed(examples * math.sqrt(D))).mean(1)
    assert torch.allclose(fused.positive, torch.nn.functional.normalize(mean, dim=1), atol=1e-6)


@pytest.mark.parametrize("name", ["embed", "look", "gate"])
def test_every_part_learns(name: str) -> None:
    fusion, (query, examples, present) = _fusion(), _inputs()
    fused = fusion(query, examples, present)
    (fused.query * fused.positive).sum().backward()
    assert getattr(fusion, name).weight.grad.abs().sum() > 0
