"""F: trunk, spatial attention, pooling. Siamese: the same network for drawings and photos."""

from __future__ import annotations

from pathlib import Path

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


class Extractor(nn.Module):
    """F: uint8 RGB `[n, H, W, 3]` to pooled features float32 `[n, d]` of length 1 and attention float32 `[n, h, w]`."""

    mean: Tensor
    std: Tensor

    def __init__(self, config: ModelConfig, weights: Path | None = None):
        super().__init__()
        self.trunk, self.channels = build_trunk(config.backbone, config.stride, weights)
        self.attention = SpatialAttention(self.channels)
        self.register_buffer("mean", torch.tensor(config.mean).reshape(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(config.std).reshape(1, 3, 1, 1), persistent=False)

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """Features of pictures; normalisation happens here, so that every caller hands over plain pixels."""
        x = images.permute(0, 3, 1, 2).float() / 255.0
        precision = next(self.trunk.parameters()).dtype
        maps = self.trunk(((x - self.mean) / self.std).to(precision)).float()
        attended, attention = self.attention(maps)
        return functional.normalize(attended.mean((2, 3)), dim=1), attention
