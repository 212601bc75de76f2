"""SagNet: what is content, what is style, and who learns from which."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from sbir.baselines.domain_generalization.algorithm import Minibatch, flat
from sbir.baselines.domain_generalization.layers import randomise_style
from sbir.baselines.domain_generalization.sagnet import SagNet, randomise_content
from tests.baselines.stand_in import CHANNELS, DOMAINS, SIDE, tiny, tiny_batch


def _sagnet(**changes: float) -> SagNet:
    method = tiny("sagnet", **changes)
    assert isinstance(method, SagNet)
    return method


def _maps(n: int = 6) -> Tensor:
    """Maps `[n, 4, 5, 5]`, each with means and deviations of its own."""
    torch.manual_seed(1)
    return torch.randn(n, CHANNELS, SIDE, SIDE) * (0.5 + torch.rand(n, CHANNELS, 1, 1)) + torch.randn(n, CHANNELS, 1, 1)


def _style(maps: Tensor) -> Tensor:
    """Means and deviations `[n, 2 c]`."""
    return torch.cat([maps.mean((2, 3)), maps.std((2, 3), correction=0)], 1)


def _content(maps: Tensor) -> Tensor:
    return (maps - maps.mean((2, 3), keepdim=True)) / maps.std((2, 3), correction=0, keepdim=True)


def test_style_randomisation_keeps_the_content() -> None:
    maps = _maps()
    mixed = randomise_style(maps)
    torch.testing.assert_close(_content(mixed), _content(maps), atol=1e-3, rtol=1e-3)
    assert (_style(mixed) - _style(maps)).abs().max() > 0.1


def test_style_randomisation_mixes_the_style_with_one_other_in_one_ratio() -> None:
    maps = _maps()
    own, mixed = _style(maps), _style(randomise_style(maps))
    ratios, partners = [], []
    for i in range(len(maps)):
        errors = []
        for j in range(len(maps)):
            way, gone = own[j] - own[i], mixed[i] - own[i]
            ratio = float(gone @ way / (way @ way).clamp_min(1e-9))
            errors.append((float((gone - ratio * way).abs().max()), ratio, j))
        error, ratio, partner = min(errors)
        assert error < 1e-3
        ratios.append(ratio)
        partners.append(partner)
    assert all(0 <= ratio <= 1 for ratio in ratios)
    assert len({round(ratio, 3) for ratio in ratios}) > 3  # a ratio for each
    assert len(set(partners)) > 3


def test_content_randomisation_keeps_the_style_and_takes_one_others_content() -> None:
    maps = _maps()
    swapped = randomise_content(maps)
    torch.testing.assert_close(_style(swapped), _style(maps), atol=1e-3, rtol=1e-3)
    far = torch.cdist(_content(swapped).flatten(1), _content(maps).flatten(1))
    partners = far.argmin(1).tolist()
    assert far.min(1).values.max() < 1e-2
    assert sorted(partners) == list(range(len(maps)))
    assert partners != list(range(len(maps)))


def test_content_randomisation_learns_of_the_own_style_only() -> None:
    maps = _maps().requires_grad_()
    swapped = randomise_content(maps)
    (grad,) = torch.autograd.grad(swapped[0].square().sum(), maps)
    assert grad[0].abs().max() > 0
    assert grad[1:].abs().max() == 0


def test_a_map_of_one_number_has_a_style_too() -> None:
    maps = torch.randn(4, CHANNELS, 1, 1)
    assert randomise_style(maps).isfinite().all()
    torch.testing.assert_close(randomise_content(maps), maps)


def _gradients(weight: float) -> dict[str, Tensor]:
    """Of SagNet's loss, with the same random numbers each time."""
    method = _sagnet(**{"lambda": weight})
    torch.manual_seed(5)
    method.loss(tiny_batch()).backward()
    return {name: p.grad for name, p in method.named_parameters() if p.grad is not None}


def test_each_part_learns_from_its_own_term() -> None:
    method, batch = _sagnet(), tiny_batch()
    maps, y = flat(batch.x), batch.y.flatten()
    torch.manual_seed(5)
    of_content, of_style = method.network.late(randomise_style(maps)), method.network.late(randomise_content(maps))
    content = functional.cross_entropy(method.network.classifier(of_content), y)
    told = method.style_head(of_style)
    uniform = functional.cross_entropy(told, torch.full_like(told, 1 / told.shape[1]))
    style = functional.cross_entropy(told, y)
    late, classifier, head = (
        list(part.parameters()) for part in (method.network.late, method.network.classifier, method.style_head)
    )
    expected = [
        *torch.autograd.grad(content + 2.0 * uniform, late, retain_graph=True),
        *torch.autograd.grad(content, classifier),
        *torch.autograd.grad(style, head),
    ]
    actual = _gradients(2.0)
    names = [name for part in ("network.late", "network.classifier", "style_head") for name in actual if name.startswith(part)]
    assert len(names) == len(expected) == 6
    for name, grad in zip(names, expected, strict=True):
        torch.testing.assert_close(actual[name], grad, msg=name)


def test_the_adversary_leaves_the_heads_alone() -> None:
    without, with_it = _gradients(0.0), _gradients(5.0)
    for name, grad in without.items():
        assert torch.equal(with_it[name], grad) == (not name.startswith("network.late")), name


def _tempting(seed: int, moods: list[float]) -> Minibatch:
    """Stripes across or along are the class; in training the brightness of another channel gives it away too."""
    noise = torch.Generator().manual_seed(seed)
    y = torch.arange(8).remainder(2).expand(DOMAINS, 8).contiguous()
    x = 0.3 * torch.randn(DOMAINS, 8, CHANNELS, SIDE, SIDE, generator=noise)
    stripes = torch.arange(SIDE).remainder(2)[:, None].expand(SIDE, SIDE) * 2.0 - 1
    x[:, :, 0] += torch.stack([stripes, stripes.T])[y]
    x[:, :, 1] += torch.tensor(moods)[y][..., None, None]
    return Minibatch(x, x, y)


def test_sagnet_is_less_misled_by_style_than_erm() -> None:
    def right(name: str) -> float:
        torch.manual_seed(0)
        method = tiny(name, rate=1e-2)
        for step in range(60):
            method.update(_tempting(step, [-1.0, 1.0]))
        fresh = _tempting(999, [1.0, -1.0])  # the other way round
        with torch.no_grad():
            return float((method.predict(flat(fresh.x)).argmax(1) == fresh.y.flatten()).float().mean())

    assert right("erm") < 0.5
    assert right("sagnet") > 0.9


def test_maps_before_late_learn_too_where_early_does() -> None:
    method = _sagnet()
    method.network.early = nn.Conv2d(CHANNELS, CHANNELS, 1)
    method.update(tiny_batch())
    assert method.network.early.weight.grad is not None
    assert method.network.early.weight.grad.abs().max() > 0
