"""Penalties on what differs between the features of domains: CORAL and MMD."""

from __future__ import annotations

import itertools

import pytest
import torch
from torch import Tensor

from sbir.baselines.domain_generalization.penalised import Penalised
from tests.baselines.stand_in import CLASSES, tiny, tiny_batch


def penalty(name: str, features: Tensor) -> Tensor:
    method = tiny(name)
    assert isinstance(method, Penalised)
    shape = features.shape[:2]
    return method.penalty(features, torch.zeros(*shape, CLASSES), torch.zeros(shape, dtype=torch.int64))


def three_domains(seed: int = 0) -> Tensor:
    """Features `[3, 7, 4]` of different mean and spread."""
    noise = torch.Generator().manual_seed(seed)
    shift, spread = torch.tensor([0.0, 0.5, -1.0]), torch.tensor([1.0, 0.5, 2.0])
    return torch.randn(3, 7, 4, generator=noise) * spread[:, None, None] + shift[:, None, None]


def naive_coral(f: Tensor, g: Tensor) -> Tensor:
    return (f.mean(0) - g.mean(0)).square().mean() + (torch.cov(f.T) - torch.cov(g.T)).square().mean()


def naive_mmd(f: Tensor, g: Tensor) -> Tensor:
    def mean_kernel(left: Tensor, right: Tensor) -> float:
        pairs = [float((a - b).square().sum()) for a in left.double() for b in right.double()]
        return sum(sum(2.718281828459045 ** (-(10.0**power) * d) for power in range(-3, 4)) for d in pairs) / len(pairs)

    return torch.tensor(mean_kernel(f, f) + mean_kernel(g, g) - 2 * mean_kernel(f, g))


@pytest.mark.parametrize("name, naive", [("coral", naive_coral), ("mmd", naive_mmd)])
@pytest.mark.parametrize("domains", [2, 3])
def test_it_is_the_mean_over_pairs_of_domains(name, naive, domains: int) -> None:
    features = three_domains()[:domains]
    pairs = [naive(f, g) for f, g in itertools.combinations(features, 2)]
    assert min(pairs) > 1e-2
    assert torch.allclose(penalty(name, features), torch.stack(pairs).mean(), rtol=1e-4)


def test_coral_is_zero_for_equal_means_and_covariances_and_mmd_is_not() -> None:
    one = three_domains()[0].exp()
    mirrored = torch.stack([one, 2 * one.mean(0) - one])
    assert penalty("coral", mirrored) < 1e-9
    assert penalty("mmd", mirrored) > 1e-2


@pytest.mark.parametrize("name", ["coral", "mmd"])
def test_it_is_zero_for_the_same_features_in_another_order(name: str) -> None:
    one = 100 + three_domains()[0]
    features = torch.stack([one, one.flip(0), one.roll(2, 0)]).requires_grad_()
    value = penalty(name, features)
    assert value.abs() < 1e-4
    value.backward()
    assert features.grad is not None
    assert features.grad.isfinite().all()


@pytest.mark.parametrize("name", ["coral", "mmd"])
def test_its_gradient_moves_domains_together(name: str) -> None:
    features = three_domains().requires_grad_()
    before = penalty(name, features)
    before.backward()
    assert features.grad is not None
    with torch.no_grad():
        assert penalty(name, features - 0.1 * features.grad) < before


@pytest.mark.parametrize("name", ["coral", "mmd"])
def test_it_reaches_the_loss_by_its_weight(name: str) -> None:
    batch = tiny_batch()
    none, once, twice = (tiny(name, **{"lambda": weight}).loss(batch) for weight in (0.0, 1.0, 2.0))
    assert torch.allclose(none, tiny("erm").loss(batch))
    assert once > none
    assert torch.allclose(twice - none, 2 * (once - none), rtol=1e-3)


@pytest.mark.parametrize("name", ["coral", "mmd"])
def test_one_domain_has_nothing_to_be_aligned_with(name: str) -> None:
    assert penalty(name, three_domains()[:1]).abs() < 1e-6
