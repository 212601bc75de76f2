"""What several methods add to the network, or do to its maps."""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import Tensor, nn

_EPSILON = 1e-5


def perceptron(*widths: int) -> nn.Sequential:
    """Linear layers `[n, widths[0]] -> [n, widths[-1]]` with a ReLU between each two."""
    layers = [layer for i, o in pairwise(widths) for layer in (nn.Linear(i, o), nn.ReLU())]
    return nn.Sequential(*layers[:-1])


def randomise_style(maps: Tensor) -> Tensor:
    """Maps `[n, c, h, w]`, their channels' means and deviations mixed, in a random ratio, with a random other one's.

    SagNet's SR (Nam et al., CVPR 2021); but for how ratios are drawn, MixStyle (Zhou et al., "Domain Generalization with
    MixStyle", ICLR 2021).
    """
    mean, deviation = style_of(maps)
    other, keep = torch.randperm(len(maps), device=maps.device), torch.rand(len(maps), 1, 1, 1, device=maps.device)
    content = (maps - mean) / deviation
    return content * torch.lerp(deviation[other], deviation, keep) + torch.lerp(mean[other], mean, keep)


def style_of(maps: Tensor) -> tuple[Tensor, Tensor]:
    """Means and deviations `[n, c, 1, 1]` over each channel of maps `[n, c, h, w]`."""
    variance, mean = torch.var_mean(maps, (2, 3), correction=0, keepdim=True)
    return mean, (variance + _EPSILON).sqrt()
