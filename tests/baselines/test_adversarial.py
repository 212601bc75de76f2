"""DANN and CDANN: who plays against whom."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from sbir.baselines.domain_generalization.algorithm import Minibatch, Setup, flat
from sbir.baselines.domain_generalization.dann import DANN
from sbir.baselines.domain_generalization.network import Network
from sbir.baselines.domain_generalization.registry import make, settings_of
from sbir.model.regularisers import reverse_gradient
from tests.baselines.stand_in import CHANNELS, CLASSES, DOMAINS, EACH, tiny, tiny_batch


def _dann(name: str, **changes: float) -> DANN:
    method = tiny(name, **changes)
    assert isinstance(method, DANN)
    return method


def _on(late: nn.Module, name: str, channels: int, domains: int, steps: int, strength: float) -> DANN:
    """The method on as many features as its maps have channels; its discriminator is slower than the network."""
    changes = {"rate": 1e-2, "discriminator_rate": 0.3, "lambda": strength}
    network = Network(nn.Identity(), late, channels, channels, CLASSES)
    method = make(name, network, Setup(domains, steps, settings_of(name) | changes))
    assert isinstance(method, DANN)
    return method


def test_the_gradient_comes_back_reversed_and_scaled() -> None:
    x = torch.randn(3, 4, requires_grad=True)
    turned = reverse_gradient(x, 0.25)
    assert torch.equal(turned, x)
    weights = torch.randn(3, 4)
    (grad,) = torch.autograd.grad((turned * weights).sum(), x)
    assert torch.equal(grad, -0.25 * weights)


def test_the_adversary_grows_from_nothing_to_lambda() -> None:
    method = _dann("dann", **{"lambda": 3.0})
    strengths = []
    for method.step in (0, 10, 50, 100):
        p = torch.tensor(method.progress)
        strengths.append(method.strength)
        assert method.strength == pytest.approx(float(3 * (2 / (1 + torch.exp(-10 * p)) - 1)), abs=1e-5)
    assert strengths == sorted(strengths)
    assert strengths[0] == 0
    assert strengths[-1] == pytest.approx(3, rel=1e-3)


@pytest.mark.parametrize("name", ["dann", "cdann"])
def test_the_discriminator_follows_its_gradient_and_the_features_flee_it(name: str) -> None:
    method, batch = _dann(name, **{"lambda": 0.7}), tiny_batch()
    method.step = 40
    features, y = method.network.features(flat(batch.x)), batch.y.flatten()
    domain = torch.arange(DOMAINS).repeat_interleave(EACH)
    told = functional.cross_entropy(method.discriminator(method.shown(features, y)), domain)
    task = functional.cross_entropy(method.network.classifier(features), y)
    players, backbone = list(method.discriminator.parameters()), list(method.network.late.parameters())
    ahead = torch.autograd.grad(told, [*players, *backbone], retain_graph=True)
    of_task = torch.autograd.grad(task, backbone)
    method.loss(batch).backward()
    for parameter, grad in zip(players, ahead, strict=False):
        torch.testing.assert_close(parameter.grad, grad)
    for parameter, fled, learnt in zip(backbone, ahead[len(players) :], of_task, strict=True):
        assert fled.abs().max() > 1e-5
        torch.testing.assert_close(parameter.grad, learnt - method.strength * fled)


def test_the_features_learn_to_hide_the_domain() -> None:
    def told(strength: float) -> tuple[float, float]:
        """The discriminator's accuracy, and how far the domains' mean features lie apart."""
        torch.manual_seed(0)
        layer = nn.Linear(CHANNELS, CHANNELS)
        nn.init.eye_(layer.weight)  # the domain shows in the features until it is hidden
        method = _on(nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), layer), "dann", CHANNELS, DOMAINS, 200, strength)
        for step in range(200):
            method.update(tiny_batch(step))
        fresh = tiny_batch(999, each=30)
        with torch.no_grad():
            features = method.network.features(flat(fresh.x))
            right = method.discriminator(features).argmax(1) == torch.arange(DOMAINS).repeat_interleave(30)
        return float(right.float().mean()), float(features.unflatten(0, (DOMAINS, 30)).mean(1).std(0).norm())

    (open_accuracy, open_distance), (accuracy, distance) = told(0.0), told(1.0)
    assert open_accuracy > 0.95  # nobody hides, and the discriminator has learnt
    assert accuracy < 0.7
    assert distance < open_distance / 2


def test_the_discriminator_has_a_rate_of_its_own() -> None:
    method = _dann("cdann", rate=1e-2, discriminator_rate=0.1)
    method.update(tiny_batch())
    assert method.optimizer is not None
    rates = {id(p): group["lr"] for group in method.optimizer.param_groups for p in group["params"]}
    assert len(rates) == len(list(method.parameters()))
    for name, parameter in method.named_parameters():
        assert rates[id(parameter)] == pytest.approx(1e-2 if name.startswith("network.") else 1e-3), name


def _crossed() -> Minibatch:
    """Two domains and a bit in the maps: in one domain it is the class, in the other it is not."""
    y = torch.arange(16).remainder(2).expand(2, 16)
    bit = torch.stack([y[0], 1 - y[1]]).float()
    x = torch.stack([bit, 1 - bit], 2)[..., None, None].expand(2, 16, 2, 3, 3)
    return Minibatch(x, x, y)


def test_only_cdann_sees_what_tells_domains_apart_within_a_class() -> None:
    def learnt(name: str) -> Tensor:
        torch.manual_seed(0)
        method, batch = _on(nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()), name, 2, 2, 100, 1.0), _crossed()
        for _ in range(80):
            method.update(batch)
        with torch.no_grad():
            guess = method.discriminator(method.shown(method.network.features(flat(batch.x)), batch.y.flatten()))
        return functional.cross_entropy(guess, torch.arange(2).repeat_interleave(16))

    # Over both classes the features of the two domains are alike, so DANN's discriminator is left with a coin.
    assert float(learnt("dann")) == pytest.approx(0.693, abs=0.01)
    assert learnt("cdann") < 0.1


def test_every_class_counts_the_same_in_cdann_and_every_example_in_dann() -> None:
    y = torch.tensor([0, 0, 0, 2, 2, 0])
    torch.testing.assert_close(_dann("cdann").shares(y), torch.tensor([1 / 8, 1 / 8, 1 / 8, 1 / 4, 1 / 4, 1 / 8]))
    torch.testing.assert_close(_dann("dann").shares(y), torch.full((6,), 1 / 6))
