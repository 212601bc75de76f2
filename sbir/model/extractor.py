"""F: trunk, spatial attention, pooling. Siamese: the same network for drawings and photos."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

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


class Mirror(nn.Module):
    """A picture seen together with its mirror image, which steadies what is made of either.

    Maps `own` of the picture and `other` of its mirror image, turned back, both `[n, c, h, w]`, become their mean and, in
    `depth` directions, half their difference: `[n, c + depth, h, w]`. With all directions, of two pictures `x` and `y`,

        <mean(x), mean(y)> + <difference(x), difference(y)> = (<own(x), own(y)> + <other(x), other(y)>) / 2,

    so they are compared as they are and both mirrored, at little more than the numbers of one.
    """

    def __init__(self, channels: int, depth: int):
        super().__init__()
        self.reduce = nn.Conv2d(channels, depth, 1, bias=False)
        nn.init.orthogonal_(self.reduce.weight)

    def forward(self, own: Tensor, other: Tensor) -> Tensor:
        """`[n, c + depth, h, w]`."""
        return torch.cat([(own + other) / 2, self.reduce((own - other) / 2)], dim=1)


class Extractor(nn.Module):
    """F: uint8 RGB `[n, H, W, 3]` to pooled features float32 `[n, d]` of length 1 and attention float32 `[n, h, w]`."""

    mean: Tensor
    std: Tensor

    def __init__(self, config: ModelConfig, weights: Path | None = None):
        super().__init__()
        self.trunk, self.channels = build_trunk(config.backbone, config.stride, weights)
        self.features = self.channels + config.mirror
        self.attention = SpatialAttention(self.channels)
        self.mirror = Mirror(self.channels, config.mirror) if config.mirror else None
        self.register_buffer("mean", torch.tensor(config.mean).reshape(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(config.std).reshape(1, 3, 1, 1), persistent=False)

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """Features of pictures; normalisation happens here, so that every caller hands over plain pixels."""
        maps, attention = self.maps(images)
        return self.pooled(maps), attention

    @staticmethod
    def pooled(maps: Tensor) -> Tensor:
        """Features `[n, d]` of maps `[n, d, h, w]`: their mean over the positions, at length 1."""
        means = maps.mean((2, 3))
        # Not `functional.normalize`: in the exported graph that asks for the size of the batch.
        return means / means.norm(dim=1, keepdim=True).clamp_min(1e-12)

    def maps(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """What is pooled, `[n, d, h, w]`, and the attention; of a picture and its mirror image the mean."""
        return self.joined(*self.attended(self.views(images)))

    def views(self, images: Tensor) -> Tensor:
        """What F looks at for pictures `[n, H, W, 3]`: these and then, where it sees mirror images, those of all of them."""
        return images if self.mirror is None else torch.cat([images, images.flip(2)])

    def joined(self, maps: Tensor, attention: Tensor) -> tuple[Tensor, Tensor]:
        """What is pooled, and the attention, of the attended maps `[v, c, h, w]` and the attention `[v, h, w]` of `views`."""
        if self.mirror is None:
            return maps, attention
        own, other = maps.unflatten(0, (2, -1))
        where, mirrored = attention.unflatten(0, (2, -1))
        return self.mirror(own, other.flip(3)), (where + mirrored.flip(2)) / 2

    def attended(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """The maps `[n, c, h, w]` that attention leaves of pictures as they are, and the attention."""
        x = images.permute(0, 3, 1, 2).float() / 255.0
        precision = next(self.trunk.parameters()).dtype
        maps = self.trunk(((x - self.mean) / self.std).to(precision)).float()
        return self.attention(maps)
