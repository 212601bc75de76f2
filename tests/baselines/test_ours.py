"""Fuse and Attend behind the comparators' interface: without its contrast it is ERM, and styles mix as often as they should."""

from __future__ import annotations

import pytest
import torch

from sbir.baselines.domain_generalization.algorithm import flat
from tests.baselines.stand_in import CHANNELS, DOMAINS, EACH, tiny, tiny_batch

MODULE = "sbir.baselines.domain_generalization.ours"


def test_without_contrast_and_styles_it_is_erm():
    batch = tiny_batch()
    ours, erm = tiny("ours", **{"lambda": 0, "styles": 0}), tiny("erm")
    torch.testing.assert_close(ours.loss(batch), erm.loss(batch))


@pytest.mark.parametrize(("styles", "low", "high"), [(0.0, 0, 0), (0.5, 0.35, 0.65), (1.0, 1, 1)])
def test_so_many_pictures_take_on_another_style(monkeypatch, styles, low, high):
    method, seen = tiny("ours", styles=styles), []
    monkeypatch.setattr(f"{MODULE}.randomise_style", lambda maps: torch.full_like(maps, 7.0))
    late = method.network.late.forward
    monkeypatch.setattr(method.network.late, "forward", lambda maps: (seen.append(maps), late(maps))[1])
    batch = tiny_batch()
    for _ in range(20):
        method.loss(batch)
    maps = torch.stack(seen)
    changed = (maps == 7.0).flatten(2).all(2)
    assert low <= changed.float().mean() <= high
    assert maps.shape == (20, DOMAINS * EACH, CHANNELS, 5, 5)
    # The others are as they were.
    assert (maps == flat(batch.x))[~changed].all()


def test_the_contrast_has_a_gradient_for_fusion_and_network():
    method = tiny("ours")
    method.loss(tiny_batch(0))
    method.loss(tiny_batch(1)).backward()
    for part in (method.fusion.embed, method.fusion.gate, method.network.late[0]):
        assert part.weight.grad.abs().sum() > 0
