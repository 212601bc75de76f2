"""Penalties on what differs between domains in the loss: IRM, V-REx, Fishr, and how they come in late."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from sbir.baselines.domain_generalization.algorithm import risks
from sbir.baselines.domain_generalization.fishr import Fishr, gradient_variances
from sbir.baselines.domain_generalization.irm import IRM
from sbir.baselines.domain_generalization.penalised import Penalised
from sbir.baselines.domain_generalization.vrex import VREx
from tests.baselines.stand_in import CLASSES, DOMAINS, EACH, FEATURES, tiny, tiny_batch


def of_kind(name: str, kind: type[Penalised], **changes: float) -> Penalised:
    method = tiny(name, **changes)
    assert isinstance(method, kind)
    return method


def outputs(seed: int = 0, each: int = EACH) -> tuple[Tensor, Tensor, Tensor]:
    """Features, logits that need not come from them, and classes, all random."""
    noise = torch.Generator().manual_seed(seed)
    features = torch.randn(DOMAINS, each, FEATURES, generator=noise)
    logits = 2 * torch.randn(DOMAINS, each, CLASSES, generator=noise)
    return features, logits, torch.randint(CLASSES, (DOMAINS, each), generator=noise)


def irm_penalty(logits: Tensor, y: Tensor) -> Tensor:
    return of_kind("irm", IRM).penalty(torch.zeros(*y.shape, 1), logits, y)


def scale_gradient(logits: Tensor, y: Tensor) -> Tensor:
    scale = torch.ones((), requires_grad=True)
    return torch.autograd.grad(functional.cross_entropy(scale * logits, y), scale, create_graph=True)[0]


def test_irm_is_the_squared_gradient_of_a_scale_on_the_logits() -> None:
    _, logits, y = outputs()
    # Both halves of the batch are the same, so that their product is a square.
    twice = irm_penalty(logits.repeat_interleave(2, 1), y.repeat_interleave(2, 1))
    naive = torch.stack([scale_gradient(logits[j], y[j]).square() for j in range(DOMAINS)]).mean()
    assert naive > 1e-3
    assert torch.allclose(twice, naive, rtol=1e-4)


def test_irm_multiplies_two_halves_and_is_differentiable() -> None:
    _, logits, y = outputs(1)
    logits.requires_grad_()
    halves = [scale_gradient(logits[j, ::2], y[j, ::2]) * scale_gradient(logits[j, 1::2], y[j, 1::2]) for j in range(DOMAINS)]
    naive, ours = torch.stack(halves).mean(), irm_penalty(logits, y)
    assert torch.allclose(ours, naive, rtol=1e-4)
    assert torch.allclose(torch.autograd.grad(ours, logits)[0], torch.autograd.grad(naive, logits)[0], atol=1e-5)


def test_irm_is_zero_where_the_classifier_is_the_best_of_every_domain_and_only_there() -> None:
    # Domains where class 0 has probabilities 3/4 and 1/2; every example is there twice, once for each half.
    y = torch.tensor([[0, 0, 0, 1], [0, 0, 1, 1]]).repeat_interleave(2, 1)
    best = torch.tensor([[0.75, 0.25], [0.5, 0.5]]).log()[:, None].expand(2, 8, 2)
    assert irm_penalty(best, y).abs() < 1e-12
    assert irm_penalty(2 * best, y) > 1e-3
    # The best for both domains together, and for neither.
    assert irm_penalty(torch.tensor([0.625, 0.375]).log().expand(2, 8, 2), y) > 1e-3


def test_vrex_is_the_variance_of_the_risks() -> None:
    features, logits, y = outputs()
    method = of_kind("vrex", VREx)
    each = [functional.cross_entropy(logits[j], y[j]) for j in range(DOMAINS)]
    mean = sum(each) / DOMAINS
    naive = sum((risk - mean) ** 2 for risk in each) / DOMAINS
    assert naive > 1e-4
    assert torch.allclose(method.penalty(features, logits, y), torch.as_tensor(naive))


def test_vrex_is_zero_where_all_domains_are_equally_hard() -> None:
    features, logits, y = outputs()
    same = logits[:1].repeat(DOMAINS, 1, 1), y[:1].repeat(DOMAINS, 1)
    assert of_kind("vrex", VREx).penalty(features, *same) < 1e-12


def naive_variances(features: Tensor, y: Tensor, classifier: torch.nn.Linear) -> Tensor:
    """Variances of gradients that autograd takes example by example, `[J, classes, d + 1]`."""
    domains = []
    for j in range(len(y)):
        gradients = []
        for f, label in zip(features[j], y[j], strict=True):
            loss = functional.cross_entropy(classifier(f)[None], label[None])
            weight, bias = torch.autograd.grad(loss, [classifier.weight, classifier.bias], create_graph=True)
            gradients.append(torch.cat([weight, bias[:, None]], 1))
        domains.append(torch.stack(gradients).var(0, correction=0))
    return torch.stack(domains)


def distances(variances: Tensor) -> Tensor:
    mean = sum(variances) / DOMAINS
    return torch.stack([(v - mean).square().mean() for v in variances]).sum() / DOMAINS


def test_fishr_has_the_variances_of_gradients_by_autograd() -> None:
    features, _, y = outputs()
    features.requires_grad_()
    classifier = tiny("fishr").network.classifier
    ours, naive = gradient_variances(features, classifier(features), y), naive_variances(features, y, classifier)
    assert torch.allclose(ours, naive, atol=1e-6)
    for wanted in (features, classifier.weight):
        ours_gradient = torch.autograd.grad(distances(ours), wanted, retain_graph=True)[0]
        naive_gradient = torch.autograd.grad(distances(naive), wanted, retain_graph=True)[0]
        assert naive_gradient.abs().max() > 1e-3
        assert torch.allclose(ours_gradient, naive_gradient, rtol=1e-3, atol=1e-6)


def test_fishr_compares_moving_averages_of_the_variances() -> None:
    ema = 0.9
    method = of_kind("fishr", Fishr, ema=ema)
    average = torch.zeros(DOMAINS, CLASSES, FEATURES + 1)
    for seed in range(3):
        features, _, y = outputs(seed)
        logits = method.network.classifier(features)
        average = ema * average + (1 - ema) * gradient_variances(features, logits, y).detach()
        penalty = method.penalty(features, logits, y)
        assert torch.allclose(penalty, distances(average / (1 - ema)), rtol=1e-4)
    # Nothing of earlier steps is in the graph.
    features, _, y = outputs(9)
    method.penalty(features, method.network.classifier(features), y).backward()


def test_fishr_is_zero_for_equal_domains_and_only_there() -> None:
    features, logits, y = outputs()
    same = (value[:1].expand_as(value) for value in (features, logits, y))
    assert of_kind("fishr", Fishr).penalty(*same) < 1e-10
    assert of_kind("fishr", Fishr).penalty(features, logits, y) > 1e-4


@pytest.mark.parametrize("name, before", [("irm", 1.0), ("vrex", 1.0), ("fishr", 0.0)])
def test_a_penalty_comes_in_late_and_the_optimizer_starts_afresh(name: str, before: float) -> None:
    method = of_kind(name, Penalised, steps=10, anneal=0.3, **{"lambda": 7.0})
    weights, optimizers = [], []
    for step in range(5):
        weights.append(method.weight)
        method.update(tiny_batch(step))
        optimizers.append(method.optimizer)
    assert weights == [before] * 3 + [7.0] * 2
    assert optimizers[0] is optimizers[2] is not optimizers[3] is optimizers[4]


def test_the_loss_is_the_mean_risk_and_the_weighed_penalty() -> None:
    method, batch = of_kind("vrex", VREx, anneal=0.0, **{"lambda": 7.0}), tiny_batch()
    each = risks(method.network(batch.x.flatten(0, 1)).reshape(DOMAINS, EACH, CLASSES), batch.y)
    assert torch.allclose(method.loss(batch), each.mean() + 7.0 * each.var(correction=0))
