"""AND-mask and SAND-mask: which parameters move."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor

from sbir.baselines.domain_generalization.algorithm import Algorithm, Minibatch
from sbir.baselines.domain_generalization.andmask import ANDMask
from tests.baselines.stand_in import tiny, tiny_batch


def _mask(name: str, **changes: float) -> ANDMask:
    method = tiny(name, **changes)
    assert isinstance(method, ANDMask)
    return method


def _moved(method: Algorithm, batch: Minibatch) -> tuple[float, list[Tensor]]:
    """The loss of one step, and the gradient it went along."""
    loss = method.update(batch)
    return loss, [p.grad for p in method.parameters() if p.grad is not None]


def _by_domain(batch: Minibatch) -> list[list[Tensor]]:
    """ERM's gradient on each domain by itself, from the network that a new method begins with."""
    return [_moved(tiny("erm"), Minibatch(*(part[j : j + 1] for part in batch)))[1] for j in range(len(batch.y))]


def _numbers(domains: int) -> Tensor:
    """Gradients `[J, 3, 4]`, some of them zero."""
    gradients = torch.randn(domains, 3, 4, generator=torch.Generator().manual_seed(domains))
    gradients[0, 0] = 0
    return gradients


@pytest.mark.parametrize("tau", [0.0, 0.4, 0.5, 0.8, 1.0])
@pytest.mark.parametrize("domains", [1, 2, 3, 5, 49])
def test_and_mask_is_a_loop_over_components(tau: float, domains: int) -> None:
    gradients = _numbers(domains)
    gradients[:, 2] = gradients[:, 2].abs()  # here all agree
    kept = torch.zeros(3, 4)
    for row in range(3):
        for column in range(4):
            numbers = gradients[:, row, column].tolist()
            balance = sum(number > 0 for number in numbers) - sum(number < 0 for number in numbers)
            if abs(balance) >= tau * domains:
                kept[row, column] = sum(numbers) / domains
    share = float((_mask("andmask", tau=tau).mask(gradients)).mean())
    assert share >= 1 / 3
    torch.testing.assert_close(_mask("andmask", tau=tau).masked(gradients), kept / share)
    torch.testing.assert_close(_mask("andmask", tau=tau).mask(gradients)[kept != 0].min(), torch.tensor(1.0))


@pytest.mark.parametrize("tau", [0.0, 0.5, 1.0])
def test_a_step_goes_along_the_masked_gradients_of_the_domains(tau: float) -> None:
    batch = tiny_batch()
    _, grads = _moved(_mask("andmask", tau=tau), batch)
    for grad, *of_domains in zip(grads, *_by_domain(batch), strict=True):
        signs = torch.stack(of_domains).sign().mean(0).abs()
        mask = (signs > tau - 1e-3).float()
        torch.testing.assert_close(grad, mask * sum(of_domains) / 3 / mask.mean().clamp_min(1e-10))
    assert any((grad == 0).any() for grad in grads) == (tau > 1 / 3)


def test_and_mask_with_tau_0_is_erm() -> None:
    batch = tiny_batch()
    (loss, grads), (erm_loss, erm) = _moved(_mask("andmask", tau=0.0), batch), _moved(tiny("erm"), batch)
    assert loss == pytest.approx(erm_loss, rel=1e-5)
    torch.testing.assert_close(grads, erm)


@pytest.mark.parametrize("name", ["andmask", "sandmask"])
def test_domains_that_are_the_same_give_erms_gradient(name: str) -> None:
    batch = Minibatch(*(part[:1].expand_as(part) for part in tiny_batch()))
    (loss, grads), (erm_loss, erm) = _moved(_mask(name), batch), _moved(tiny("erm"), batch)
    assert loss == pytest.approx(erm_loss, rel=1e-5)
    torch.testing.assert_close(grads, erm)


@pytest.mark.parametrize("name", ["andmask", "sandmask"])
def test_a_component_that_the_domains_pull_apart_stays(name: str) -> None:
    gradients = torch.tensor([[1.0, 1.0], [1.1, -1.0], [0.9, 1.0]])
    moved = _mask(name, tau=0.9).masked(gradients)
    assert moved[1] == 0
    assert moved[0] == pytest.approx(2.0)  # the half that is left counts double
    assert (_mask(name, tau=0.9).masked(gradients[:, 1:]) == 0).all()


@pytest.mark.parametrize(("tau", "k"), [(0.5, 10.0), (0.0, 0.3), (0.3, 1e-3), (0.9, 1e5)])
def test_sand_mask_is_a_loop_over_components(tau: float, k: float) -> None:
    gradients = _numbers(5)
    mask = _mask("sandmask", tau=tau, k=k).mask(gradients)
    for row in range(3):
        for column in range(4):
            numbers = gradients[:, row, column].tolist()
            mean = sum(numbers) / 5
            variance = sum((number - mean) ** 2 for number in numbers) / 5
            signs = abs(sum(math.copysign(number != 0, number) for number in numbers)) / 5
            assert float(mask[row, column]) == pytest.approx(max(0.0, math.tanh(k * (signs - tau) / variance)), abs=1e-5)


def test_sand_mask_falls_as_sizes_disagree_though_signs_agree() -> None:
    spread = torch.tensor([0.0, 0.1, 0.5, 0.9])
    gradients = torch.stack([1 - spread, torch.ones(4), 1 + spread])
    mask = _mask("sandmask", k=0.1).mask(gradients)
    assert (mask.diff() < 0).all()
    assert mask[0] == 1
    assert mask[-1] > 0
    assert (_mask("andmask").mask(gradients) == 1).all()


@pytest.mark.parametrize("tau", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("k", [1e-3, 1e5])
def test_sand_mask_is_between_0_and_1_even_without_any_spread(tau: float, k: float) -> None:
    gradients = torch.cat([_numbers(4), torch.zeros(4, 1, 4), torch.ones(4, 1, 4), 1e-12 * torch.ones(4, 1, 4)], 1)
    mask = _mask("sandmask", tau=tau, k=k).mask(gradients)
    assert ((mask >= 0) & (mask <= 1)).all()
    assert _mask("sandmask", tau=tau, k=k).masked(gradients).isfinite().all()


@pytest.mark.parametrize("name", ["andmask", "sandmask"])
def test_a_parameter_that_nothing_depends_on_is_no_hindrance(name: str) -> None:
    method = _mask(name)
    method.network.unused = torch.nn.Linear(2, 2)
    method.update(tiny_batch())
    assert (method.network.unused.weight.grad == 0).all()
