"""SimCLR: NT-Xent, and what it does to the features."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from sbir.baselines.domain_generalization.algorithm import flat
from sbir.baselines.domain_generalization.simclr import SimCLR, nt_xent
from tests.baselines.stand_in import tiny, tiny_batch


def _simclr(**changes: float) -> SimCLR:
    method = tiny("simclr", **changes)
    assert isinstance(method, SimCLR)
    return method


def _slowly(one: Tensor, other: Tensor, temperature: float) -> float:
    views, n = [*one, *other], len(one)
    total = 0.0
    for i in range(2 * n):
        alike = [float(functional.cosine_similarity(views[i], view, dim=0)) / temperature for view in views]
        others = sum(math.exp(alike[k]) for k in range(2 * n) if k != i)
        total -= math.log(math.exp(alike[(i + n) % (2 * n)]) / others)
    return total / (2 * n)


@pytest.mark.parametrize("temperature", [0.1, 0.5, 1.0])
@pytest.mark.parametrize("n", [1, 2, 5])
def test_nt_xent_is_a_double_loop(n: int, temperature: float) -> None:
    torch.manual_seed(n)
    one, other = 3 * torch.randn(n, 4), torch.randn(n, 4)
    assert float(nt_xent(one, other, temperature)) == pytest.approx(_slowly(one, other, temperature), abs=1e-5)
    torch.testing.assert_close(nt_xent(other, one, temperature), nt_xent(one, other, temperature))
    torch.testing.assert_close(nt_xent(5 * one, other, temperature), nt_xent(one, other, temperature))


def test_nt_xent_is_least_when_views_agree() -> None:
    one = torch.eye(6)
    agreed = nt_xent(one, one, 0.5)
    for noise in (0.1, 0.3, 1.0):
        torch.manual_seed(0)
        worse = nt_xent(one, one + noise * torch.randn(6, 6), 0.5)
        assert worse > agreed
    assert nt_xent(one, one.roll(1, 0), 0.5) > agreed  # views of other pictures
    assert float(agreed) == pytest.approx(math.log(1 + 10 / math.exp(2)), abs=1e-5)  # 10 others, at right angles


def test_without_contrast_it_is_erm_and_the_contrast_is_of_the_two_views() -> None:
    batch, erm = tiny_batch(), tiny("erm").loss(tiny_batch())
    torch.testing.assert_close(_simclr(**{"lambda": 0.0}).loss(batch), erm)
    method = _simclr(**{"lambda": 0.3}, temperature=0.2)
    one, other = (method.projection(method.network.features(flat(x))) for x in (batch.x, batch.again))
    torch.testing.assert_close(method.loss(batch), erm + 0.3 * nt_xent(one, other, 0.2))


def test_one_pass_does_for_both_views() -> None:
    method, seen = _simclr(), []
    method.network.late.register_forward_hook(lambda _, inputs, __: seen.append(len(inputs[0])))
    method.loss(tiny_batch())
    assert seen == [2 * tiny_batch().y.numel()]


def test_contrast_finds_a_pictures_other_view() -> None:
    def found(weight: float) -> float:
        torch.manual_seed(0)
        method = _simclr(rate=1e-2, **{"lambda": weight})
        for step in range(60):
            method.update(tiny_batch(step))
        fresh = tiny_batch(999)
        with torch.no_grad():
            one, other = (functional.normalize(method.network.features(flat(x)), dim=1) for x in (fresh.x, fresh.again))
        return float(((one @ other.T).argmax(1) == torch.arange(len(one))).float().mean())

    assert found(3.0) > found(0.0) + 0.1
