"""MTL and ARM: the batch of a domain tells what the domain is like."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from sbir.baselines.domain_generalization.algorithm import Minibatch, flat
from sbir.baselines.domain_generalization.arm import ARM
from sbir.baselines.domain_generalization.mtl import MTL
from tests.baselines.stand_in import CHANNELS, CLASSES, DOMAINS, EACH, FEATURES, SIDE, tiny, tiny_batch


def _mtl(**changes: float) -> MTL:
    method = tiny("mtl", **changes)
    assert isinstance(method, MTL)
    return method


def _arm(steps: int = 0) -> ARM:
    """ARM after some steps of training."""
    method = tiny("arm", rate=1e-2)
    assert isinstance(method, ARM)
    for step in range(steps):
        method.update(tiny_batch(step))
    return method


def _means(method: MTL, batch: Minibatch) -> Tensor:
    with torch.no_grad():
        return torch.stack([method.network.features(x).mean(0) for x in batch.x])


def test_mtl_keeps_a_running_mean_of_each_domains_features() -> None:
    method, expected = _mtl(share=0.7, rate=1e-2), torch.zeros(DOMAINS, FEATURES)
    for step in range(4):
        now = _means(method, tiny_batch(step))
        expected = now if step == 0 else 0.7 * now + 0.3 * expected
        method.update(tiny_batch(step))
        torch.testing.assert_close(method.means, expected)
    assert (expected[0] - expected[2]).abs().max() > 0.01
    assert not method.means.requires_grad


def test_mtl_classifies_features_and_running_mean_as_one_vector() -> None:
    method, batch = _mtl(share=0.5), tiny_batch()
    method.update(batch)
    method.means = torch.randn(DOMAINS, FEATURES)
    means = 0.5 * method.means + 0.5 * _means(method, batch)
    weight = torch.cat([method.network.classifier.weight, method.of_domain.weight], 1)
    both = torch.cat([method.network.features(flat(batch.x)), means.repeat_interleave(EACH, 0)], 1)
    expected = functional.cross_entropy(functional.linear(both, weight, method.network.classifier.bias), batch.y.flatten())
    torch.testing.assert_close(method.loss(batch), expected)


def test_mtl_predicts_by_the_batch() -> None:
    method, x = _mtl(), tiny_batch().x
    alone, among, others = method.predict(x[0]), method.predict(flat(x))[:EACH], method.predict(x[1])
    method.means = torch.randn(DOMAINS, FEATURES)
    torch.testing.assert_close(method.predict(x[0]), alone)  # what was seen in training has no say
    shift = among - alone
    assert shift.abs().max() > 1e-3
    torch.testing.assert_close(shift, shift[:1].expand_as(shift))  # it moves all of a batch alike
    assert not torch.allclose(others, alone)
    torch.testing.assert_close(method.predict(x[0].flip(0)), alone.flip(0))


def test_arm_begins_as_erm() -> None:
    method, batch = _arm(), tiny_batch()
    torch.testing.assert_close(method.predict(batch.x[0]), method.network(batch.x[0]))
    torch.testing.assert_close(method.loss(batch), tiny("erm").loss(batch))


def test_arm_predicts_by_the_batch_once_trained() -> None:
    method, x = _arm(30), tiny_batch().x
    alone = method.predict(x[0])
    assert (method.predict(flat(x))[:EACH] - alone).abs().max() > 1e-3
    assert (method.network(x[0]) - alone).abs().max() > 1e-3
    torch.testing.assert_close(method.predict(x[0].flip(0)), alone.flip(0))
    torch.testing.assert_close(method.predict(x[0].repeat(3, 1, 1, 1))[:EACH], alone)  # the mean, not the sum


def test_each_domain_is_trained_in_its_own_context() -> None:
    method, batch = _arm(30), tiny_batch()
    each = [functional.cross_entropy(method.predict(x), y) for x, y in zip(batch.x, batch.y, strict=True)]
    torch.testing.assert_close(method.loss(batch), torch.stack(each).mean())


def _offsets(offsets: list[float], seed: int) -> Minibatch:
    """Domains whose every map is moved by an offset: the class shows only in comparison with the rest of the domain."""
    noise = torch.Generator().manual_seed(seed)
    y = torch.arange(8).remainder(2).expand(len(offsets), 8).contiguous()
    x = 0.1 * torch.randn(len(offsets), 8, CHANNELS, SIDE, SIDE, generator=noise)
    x[:, :, 0] += (torch.tensor(offsets)[:, None] + y - 0.5)[..., None, None]
    return Minibatch(x, x, y)


@pytest.mark.parametrize(("name", "good"), [("erm", False), ("mtl", True), ("arm", True)])
def test_the_context_tells_what_a_picture_alone_does_not(name: str, good: bool) -> None:
    torch.manual_seed(0)
    method = tiny(name, rate=2e-2)
    for step in range(150):
        method.update(_offsets([-1.0, 0.0, 1.0], step))
    fresh = _offsets([-0.7, -0.4, 0.4, 0.7], 999)  # of domains never seen
    with torch.no_grad():
        right = torch.stack([method.predict(x).argmax(1) == y for x, y in zip(fresh.x, fresh.y, strict=True)])
    assert (right.float().mean() > 0.9) == good
    assert method.predict(fresh.x[0]).shape == (8, CLASSES)
