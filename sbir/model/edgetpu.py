"""MobileNetEdgeTPU, which torchvision does not have: full convolutions where MobileNetV2 has depthwise ones on large maps."""

from __future__ import annotations

from torch import Tensor, nn

# Of each block: channels in, out and between, kernel, stride, whether its two first convolutions are one full one, residual.
_BLOCKS = (
    (16, 32, 128, 3, 2, True, False),
    *[(32, 32, 128, 3, 1, True, True)] * 3,
    (32, 48, 256, 3, 2, True, False),
    *[(48, 48, 192, 3, 1, True, True)] * 3,
    (48, 96, 384, 3, 2, False, False),
    *[(96, 96, 384, 3, 1, False, True)] * 3,
    (96, 96, 768, 3, 1, False, False),
    *[(96, 96, 384, 3, 1, False, True)] * 3,
    (96, 160, 768, 5, 2, False, False),
    *[(160, 160, 640, 5, 1, False, True)] * 3,
    (160, 192, 1280, 3, 1, False, False),
)


class EdgeTPUBlock(nn.Module):
    """An inverted bottleneck, batch norm already folded; `fused`: one full convolution expands and mixes space."""

    def __init__(self, inside: int, out: int, between: int, kernel: int, stride: int, fused: bool, residual: bool):
        super().__init__()
        padding = kernel // 2
        if fused:
            expand: list[nn.Module] = [nn.Conv2d(inside, between, kernel, stride, padding), nn.ReLU(inplace=True)]
        else:
            expand = [nn.Conv2d(inside, between, 1), nn.ReLU(inplace=True)]
            expand += [nn.Conv2d(between, between, kernel, stride, padding, groups=between), nn.ReLU(inplace=True)]
        self.conv = nn.Sequential(*expand, nn.Conv2d(between, out, 1))
        self.residual = residual

    def forward(self, x: Tensor) -> Tensor:
        """Maps float32 `[n, c, h, w]` to `[n, c', h / stride, w / stride]`."""
        y = self.conv(x)
        return x + y if self.residual else y


class MobileNetEdgeTPU(nn.Module):
    """Pictures float32 `[n, 3, H, W]` in [-1, 1] to 1,000 logits (Xiong et al., MobileDets, 2020; as MLCommons publishes it).

    Its parameters have the names of the published weights with batch norm folded. Strided convolutions are padded evenly on
    both sides, where those weights were trained with all of it on the far side: half a pixel, which fine-tuning makes good.
    """

    def __init__(self, classes: int = 1000):
        super().__init__()
        first = [nn.Conv2d(3, 32, 3, 2, 1), nn.ReLU(inplace=True), nn.Conv2d(32, 16, 1)]
        last = [nn.Conv2d(192, 1280, 1), nn.ReLU(inplace=True)]
        self.features = nn.Sequential(*first, *(EdgeTPUBlock(*block) for block in _BLOCKS), *last)
        self.classifier = nn.Linear(1280, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Logits float32 `[n, classes]`."""
        return self.classifier(self.features(x).mean((2, 3)))
