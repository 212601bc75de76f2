"""What every method of domain generalisation trains: a network in two halves, and a linear classifier."""

from __future__ import annotations

from torch import Tensor, nn


class Network(nn.Module):
    """`late(early(x))` are the features float32 `[n, d]` of inputs `[n, ...]`; `classifier` makes logits `[n, classes]`.

    `early` ends in maps `[n, c, h, w]`, where methods that mix or swap styles take hold. Where the first part of a backbone is
    frozen and its maps are stored, those maps are the inputs and `early` is `nn.Identity()`.
    """

    def __init__(self, early: nn.Module, late: nn.Module, channels: int, features: int, classes: int):
        """`channels`: c of the maps; `features`: d; `classes`: how many there are."""
        super().__init__()
        self.early, self.late = early, late
        self.channels, self.width, self.classes = channels, features, classes
        self.classifier = nn.Linear(features, classes)

    def features(self, x: Tensor) -> Tensor:
        """Features `[n, d]` of inputs `[n, ...]`."""
        return self.late(self.early(x))

    def forward(self, x: Tensor) -> Tensor:
        """Logits `[n, classes]` of inputs `[n, ...]`."""
        return self.classifier(self.features(x))
