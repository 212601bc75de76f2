"""F: trunk, spatial attention, pooling. Siamese: the same network for drawings and photos."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from sbir.config import ModelConfig
from sbir.model.backbone import build_trunk


class SpatialAttention(nn.Module):
    """Attention over the positions of a map `B` `[n, c, h, w]`: softmax of 1x1 convolutions to one channel, residual.

    Adaptive fine-grained SBIR: `B + B * att`. Ours: `att` is scaled by `h * w`, so that the mean factor is 2 at any
    resolution; unscaled, a softmax over 49 or 196 positions would change nothing that can be seen. It begins even.
    """

    def __init__(self, channels: int, hidden: int = 64):
        super().__init__()
        self.reduce = nn.Conv2d(channels, hidden, 1)
        self.score = nn.Conv2d(hidden, 1, 1)
        for parameter in self.score.parameters():
            nn.init.zeros_(parameter)

    def forward(self, maps: Tensor) -> tuple[Tensor, Tensor]:
        """The attended maps `[n, c, h, w]` and the attention `[n, h, w]`, each summing to 1."""
        n, _, h, w = maps.shape
        logits = self.score(torch.relu(self.reduce(maps)))
        attention = torch.softmax(logits.flatten(1), dim=1).reshape(n, 1, h, w)
        return maps + maps * attention * (h * w), attention[:, 0]


class Layout(nn.Module):
    """Where things are, which a mean over all positions forgets: the picture's nine parts, each by how it differs from all.

    Maps `[n, c, h, w]` get `GRID * GRID * depth` channels more. With `y` the maps reduced to `depth` channels by a 1x1
    convolution, `A_r` the weights of the mean over part r (adaptive average pooling) and `N = h * w`, they are

        (SCALE / GRID) (N A_r(i) - 1) y(i)    at position i, for each part r,

    whose mean over the positions is part r's mean of `y` less the picture's. So what is pooled stays a mean over positions.
    """

    GRID, SCALE = 3, 0.5

    def __init__(self, channels: int, depth: int):
        super().__init__()
        self.reduce = nn.Conv2d(channels, depth, 1, bias=False)
        nn.init.orthogonal_(self.reduce.weight, (channels / depth) ** 0.5)

    @classmethod
    def features(cls, depth: int) -> int:
        """How many channels it adds."""
        return cls.GRID * cls.GRID * depth

    def forward(self, maps: Tensor) -> Tensor:
        """`[n, c + GRID * GRID * depth, h, w]`."""
        n, _, h, w = maps.shape
        parts = _parts(self.GRID, h, w).to(maps) * (self.SCALE / self.GRID)
        placed = parts[None, :, None] * self.reduce(maps)[:, None]
        return torch.cat([maps, placed.reshape(n, -1, h, w)], dim=1)


def _parts(grid: int, h: int, w: int) -> Tensor:
    """`N A_r - 1`, float32 `[grid * grid, h, w]`."""
    down, across = (_means(grid, cells) for cells in (h, w))
    return torch.from_numpy(h * w * np.einsum("iy,jx->ijyx", down, across).reshape(-1, h, w) - 1).float()


def _means(parts: int, cells: int) -> np.ndarray:
    """The weights of each part's mean over a row of cells, float64 `[parts, cells]`; parts may overlap."""
    weights = np.zeros((parts, cells))
    for part in range(parts):
        first, end = part * cells // parts, -(-(part + 1) * cells // parts)
        weights[part, first:end] = 1 / (end - first)
    return weights


class Extractor(nn.Module):
    """F: uint8 RGB `[n, H, W, 3]` to pooled features float32 `[n, d]` of length 1 and attention float32 `[n, h, w]`."""

    mean: Tensor
    std: Tensor

    def __init__(self, config: ModelConfig, weights: Path | None = None):
        super().__init__()
        self.trunk, self.channels = build_trunk(config.backbone, config.stride, weights)
        self.features = self.channels + Layout.features(config.layout)
        self.attention = SpatialAttention(self.channels)
        self.layout = Layout(self.channels, config.layout) if config.layout else nn.Identity()
        self.register_buffer("mean", torch.tensor(config.mean).reshape(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(config.std).reshape(1, 3, 1, 1), persistent=False)

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """Features of pictures; normalisation happens here, so that every caller hands over plain pixels."""
        attended, attention = self.attended(images)
        return functional.normalize(self.layout(attended).mean((2, 3)), dim=1), attention

    def attended(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """The maps `[n, c, h, w]` that attention leaves, and the attention."""
        x = images.permute(0, 3, 1, 2).float() / 255.0
        precision = next(self.trunk.parameters()).dtype
        maps = self.trunk(((x - self.mean) / self.std).to(precision)).float()
        return self.attention(maps)
