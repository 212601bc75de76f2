"""Figure and ground: which part of a photo shows the thing. Who draws leaves the ground out, and so may who looks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from sbir.model.backbone import build_trunk, stages_to_stride

BACKBONE = "mobilenet_v2"
# The normalisation that the backbone's published weights expect.
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
FINEST, COARSEST = 8, 16
WIDTH = 48


class FigureNet(nn.Module):
    """Photos, uint8 RGB `[n, S, S, 3]`, to the share of each 8 x 8 pixels that shows the thing, float32 `[n, S / 8, S / 8]`.

    The first half of a MobileNetV2 and, on its maps, a feature pyramid (Lin et al., CVPR 2017): 0.6 million parameters.
    """

    mean: Tensor
    std: Tensor

    def __init__(self, weights: Path | None = None):
        """`weights`: ImageNet weights of the backbone, as published; without them they are random."""
        super().__init__()
        trunk, _ = build_trunk(BACKBONE, 32, weights)
        self.trunk = trunk[: stages_to_stride(trunk, COARSEST)]
        with torch.no_grad():
            channels = [maps.shape[1] for maps in self.maps(torch.zeros(1, 3, 64, 64))]
        self.lateral = nn.ModuleList(nn.Conv2d(c, WIDTH, 1) for c in channels)
        self.merge = nn.ModuleList(nn.Conv2d(WIDTH, WIDTH, 3, padding=1) for _ in channels)
        self.context = nn.Linear(channels[-1], WIDTH)
        self.score = nn.Conv2d(WIDTH, 1, 1)
        self.register_buffer("mean", torch.tensor(MEAN).reshape(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(STD).reshape(1, 3, 1, 1), persistent=False)

    def forward(self, images: Tensor) -> Tensor:
        """The figure of each picture, in [0, 1]."""
        return torch.sigmoid(self.logits(images))

    def logits(self, images: Tensor) -> Tensor:
        """What `forward` takes the sigmoid of."""
        x = images.permute(0, 3, 1, 2).float() / 255.0
        maps = self.maps((x - self.mean) / self.std)
        y = self.context(maps[-1].mean((2, 3)))[:, :, None, None]
        for lateral, merge, x in zip(reversed(self.lateral), reversed(self.merge), reversed(maps), strict=True):
            y = lateral(x) + (functional.interpolate(y, scale_factor=2.0, mode="nearest") if y.shape[2] > 1 else y)
            y = y + torch.relu(merge(torch.relu(y)))
        return self.score(torch.relu(y))[:, 0]

    def maps(self, x: Tensor) -> Sequence[Tensor]:
        """The trunk's last maps `[n, c, h, w]` at each resolution from 1 / `FINEST` on, finest first."""
        found: list[Tensor] = []
        side = x.shape[2]
        for layer in self.trunk:
            x = layer(x)
            if x.shape[2] * FINEST > side:
                continue
            if found and found[-1].shape[2] == x.shape[2]:
                found[-1] = x
            else:
                found.append(x)
        return found
