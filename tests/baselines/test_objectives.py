"""Methods that weigh, mix or split the domains of a batch: GroupDRO, Mixup, MLDG."""

from __future__ import annotations

import copy

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from sbir.baselines.domain_generalization.algorithm import Minibatch, Setup, risks
from sbir.baselines.domain_generalization.groupdro import GroupDRO
from sbir.baselines.domain_generalization.mixup import Mixup
from sbir.baselines.domain_generalization.mldg import MLDG
from sbir.baselines.domain_generalization.network import Network
from sbir.baselines.domain_generalization.registry import make, settings_of
from sbir.types import InputError
from tests.baselines.stand_in import CLASSES, DOMAINS, EACH, tiny, tiny_batch, tiny_network


def groupdro(**changes: float) -> GroupDRO:
    method = tiny("groupdro", **changes)
    assert isinstance(method, GroupDRO)
    return method


def mixup(**changes: float) -> Mixup:
    method = tiny("mixup", **changes)
    assert isinstance(method, Mixup)
    return method


def mldg(**changes: float) -> MLDG:
    method = tiny("mldg", **changes)
    assert isinstance(method, MLDG)
    return method


def domain_risks(network: Network, batch: Minibatch) -> Tensor:
    return risks(network(batch.x.flatten(0, 1)).reshape(*batch.y.shape, CLASSES), batch.y)


def gradient(loss: Tensor, network: nn.Module) -> list[Tensor]:
    return list(torch.autograd.grad(loss, list(network.parameters())))


def assert_same(ours: list[Tensor], naive: list[Tensor]) -> None:
    assert max(float(g.abs().max()) for g in naive) > 1e-3
    for one, other in zip(ours, naive, strict=True):
        assert torch.allclose(one, other, atol=1e-6)


def marked() -> tuple[Minibatch, Tensor]:
    """A batch where all of domain j is the number `marks[j]`, and classes are random."""
    marks = torch.tensor([1.0, 10.0, 100.0])
    batch = tiny_batch()
    y = torch.randint(CLASSES, batch.y.shape, generator=torch.Generator().manual_seed(1))
    x = marks[:, None, None, None, None].expand_as(batch.x).contiguous()
    return Minibatch(x, x, y), marks


def seen(network: Network) -> list[Tensor]:
    """A list that gets the inputs of every pass from now on."""
    inputs: list[Tensor] = []
    network.register_forward_pre_hook(lambda _, given: inputs.append(given[0]))
    return inputs


def test_groupdro_climbs_towards_the_hardest_domain() -> None:
    method, batch = groupdro(eta=0.5, rate=1e-2), tiny_batch()
    wrong = batch._replace(y=torch.stack([batch.y[0], (batch.y[1] + 1) % CLASSES, batch.y[2]]))
    for step in range(30):
        method.update(tiny_batch(step))
    start = method.q.clone()
    each = domain_risks(method.network, wrong).detach()
    assert each.argmax() == 1
    loss = method.loss(wrong)
    expected = start * torch.exp(0.5 * each)
    expected = expected / expected.sum()
    assert torch.allclose(method.q, expected)
    assert method.q[1] > start[1] + 0.05
    assert torch.allclose(method.q.sum(), torch.ones(()))
    assert torch.allclose(loss, (expected * each).sum())


def test_groupdro_keeps_equal_weights_of_equally_hard_domains() -> None:
    method, batch = groupdro(eta=0.5), tiny_batch()
    same = Minibatch(*(value[:1].expand_as(value) for value in batch))
    for _ in range(3):
        method.update(same)
    assert torch.allclose(method.q, torch.full((DOMAINS,), 1 / DOMAINS))


def test_groupdro_has_the_gradient_of_the_weighed_risks() -> None:
    method, batch = groupdro(eta=2.0), tiny_batch()
    ours = gradient(method.loss(batch), method.network)
    assert not method.q.requires_grad
    assert method.q.max() > method.q.min() + 1e-3
    assert_same(ours, gradient((method.q * domain_risks(method.network, batch)).sum(), method.network))


def test_mixup_mixes_examples_and_losses_of_the_pairs_it_is_told() -> None:
    batch, marks = marked()
    method, share = mixup(), torch.tensor([0.2, 0.7, 0.5])
    inputs = seen(method.network)
    loss = method.mixed(batch, share, 1)
    naive = torch.zeros(())
    for j, other in enumerate([2, 0, 1]):
        x = share[j] * batch.x[j] + (1 - share[j]) * batch.x[other]
        assert torch.allclose(x, share[j] * marks[j] + (1 - share[j]) * marks[other])
        assert torch.allclose(inputs[0][j * EACH : (j + 1) * EACH], x, rtol=1e-5)
        logits = method.network(x)
        own, others = (functional.cross_entropy(logits, batch.y[k]) for k in (j, other))
        naive = naive + (share[j] * own + (1 - share[j]) * others) / DOMAINS
    assert torch.allclose(loss, naive, rtol=1e-5)


def test_mixup_without_mixing_is_erm() -> None:
    batch = tiny_batch()
    for share in (torch.ones(DOMAINS), torch.zeros(DOMAINS)):
        assert torch.allclose(mixup().mixed(batch, share, 2), tiny("erm").loss(batch))


def test_mixup_pairs_every_domain_with_every_other_but_never_with_itself() -> None:
    torch.manual_seed(0)
    batch, marks = marked()
    # With such an alpha all shares are a half.
    method = mixup(alpha=1e5)
    inputs = seen(method.network)
    for _ in range(40):
        method.loss(batch)
    others = {j: set() for j in range(DOMAINS)}
    for x in inputs:
        for j, middle in enumerate(x.reshape(DOMAINS, -1).mean(1)):
            partner = 2 * middle - marks[j]
            nearest = (marks - partner).abs().argmin()
            assert (marks[nearest] - partner).abs() < 2
            others[j].add(int(nearest))
    assert others == {0: {1, 2}, 1: {0, 2}, 2: {0, 1}}


def test_mixup_draws_a_share_for_each_pair_from_beta() -> None:
    torch.manual_seed(0)
    batch = tiny_batch()
    method, shares = mixup(alpha=0.2), []
    original = method.mixed
    method.mixed = lambda batch, share, turn: (shares.append(share), original(batch, share, turn))[1]
    for _ in range(300):
        method.loss(batch)
    drawn = torch.stack(shares)
    assert drawn.shape == (300, DOMAINS)
    assert (drawn[:, 0] != drawn[:, 1]).any()
    # Beta(a, a) has the mean 1/2 and the variance 1 / (4 (2 a + 1)).
    assert abs(drawn.mean() - 0.5) < 0.05
    assert abs(drawn.var() - 1 / (4 * 1.4)) < 0.02


def naive_mldg(method: MLDG, batch: Minibatch, train: list[int], test: list[int]) -> tuple[Tensor, list[Tensor]]:
    """Loss and gradient by a copy that Adam moves."""
    ahead = copy.deepcopy(method.network)
    optimizer = torch.optim.Adam(ahead.parameters(), lr=method.settings["rate"])
    inner = domain_risks(ahead, batch)[train].mean()
    inner.backward()
    first = [weight.grad.clone() for weight in ahead.parameters() if weight.grad is not None]
    optimizer.step()
    outer = domain_risks(ahead, batch)[test].mean()
    second = gradient(outer, ahead)
    beta = method.settings["beta"]
    return inner + beta * outer, [g + beta * h for g, h in zip(first, second, strict=True)]


@pytest.mark.parametrize("train, test", [([0], [1, 2]), ([2, 0], [1])])
def test_mldg_has_the_loss_and_the_gradient_of_a_copy_that_adam_moved(train: list[int], test: list[int]) -> None:
    method, batch = mldg(beta=0.7, rate=0.05), tiny_batch()
    loss = method.split(batch, torch.tensor(train), torch.tensor(test))
    naive, naive_gradient = naive_mldg(method, batch, train, test)
    assert torch.allclose(loss, naive)
    assert_same(gradient(loss, method.network), naive_gradient)
    # The step ahead matters: without it the gradient is another.
    still = domain_risks(method.network, batch)
    here = gradient(still[train].mean() + 0.7 * still[test].mean(), method.network)
    assert any(not torch.allclose(a, b, atol=1e-3) for a, b in zip(here, naive_gradient, strict=True))


def test_mldg_without_the_second_term_is_erm_on_the_first_domains() -> None:
    method, batch = mldg(beta=0.0), tiny_batch()
    loss = method.split(batch, torch.tensor([0, 2]), torch.tensor([1]))
    erm = domain_risks(method.network, batch)[[0, 2]].mean()
    assert torch.allclose(loss, erm)
    assert_same(gradient(loss, method.network), gradient(erm, method.network))


@pytest.mark.parametrize("held_out, expected", [(1, 1), (1.4, 1), (1.6, 2), (2, 2), (9, 2)])
def test_mldg_splits_the_domains_anew_and_passes_each_example_once(held_out: float, expected: int) -> None:
    torch.manual_seed(0)
    batch, marks = marked()
    method = mldg(held_out=held_out)
    inputs = seen(method.network)
    splits = set()
    for _ in range(30):
        inputs.clear()
        method.loss(batch)
        train, test = ([int(v) for v in x.reshape(-1, EACH, x[0].numel())[:, 0, 0]] for x in inputs)
        assert len(test) == expected
        assert sorted(train + test) == marks.tolist()
        splits.add(tuple(sorted(test)))
    assert len(splits) == DOMAINS


def test_mldg_says_that_it_needs_two_domains() -> None:
    with pytest.raises(InputError, match="1"):
        make("mldg", tiny_network(), Setup(1, 10, settings_of("mldg")))
