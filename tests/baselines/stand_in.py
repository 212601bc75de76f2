"""A tiny network and tiny batches, so that a method can be tested in milliseconds."""

from __future__ import annotations

import torch
from torch import nn

from sbir.baselines.domain_generalization.algorithm import Algorithm, Minibatch, Setup
from sbir.baselines.domain_generalization.network import Network
from sbir.baselines.domain_generalization.registry import make, settings_of

CHANNELS, FEATURES, CLASSES, DOMAINS, EACH, SIDE = 4, 8, 3, 3, 6, 5


def tiny_network(seed: int = 0) -> Network:
    """Maps `[n, 4, 5, 5]` in, 8 features, 3 classes; without dropout or batch norm."""
    torch.manual_seed(seed)
    late = nn.Sequential(nn.Conv2d(CHANNELS, FEATURES, 3, padding=1), nn.Tanh(), nn.AdaptiveAvgPool2d(1), nn.Flatten())
    return Network(nn.Identity(), late, CHANNELS, FEATURES, CLASSES)


def tiny_batch(seed: int = 0, domains: int = DOMAINS, each: int = EACH) -> Minibatch:
    """Maps whose class shows in one channel and whose domain shows in another; every class is in every domain."""
    noise = torch.Generator().manual_seed(seed)
    y = torch.arange(each).remainder(CLASSES).expand(domains, each).contiguous()
    x = torch.randn(domains, each, CHANNELS, SIDE, SIDE, generator=noise) * 0.3
    x[:, :, 0] += y[:, :, None, None] - 1.0
    x[:, :, 1] += torch.arange(domains)[:, None, None, None] - 1.0
    again = x + 0.1 * torch.randn(x.shape, generator=noise)
    return Minibatch(x, again, y)


def tiny(name: str, steps: int = 100, seed: int = 0, **changes: float) -> Algorithm:
    """The method `name` on a tiny network, its settings the defaults with `changes`."""
    return make(name, tiny_network(seed), Setup(DOMAINS, steps, settings_of(name) | changes))
