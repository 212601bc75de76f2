"""What learns from a person: the head as meta-learned, the margin network, and how fast the inner loop moves."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from sbir.model.head import Head, new_head
from sbir.model.margin import MarginNetwork


class Rates(NamedTuple):
    """Learning rates of the inner loop, one a part of the head, all positive scalars.

    `caution` is in pairs: with `k` pairs the step is scaled by `k / (k + caution)`, so that one pair moves less than ten.
    """

    weight: Tensor
    bias: Tensor
    drawing_bias: Tensor
    caution: Tensor


class Learner(nn.Module):
    """The meta-learned start of every adaptation: head, margin network and rates, for features of `features` dimensions."""

    def __init__(self, features: int, width: int):
        super().__init__()
        self.features, self.width = features, width
        self.head_weight, self.head_bias, self.head_drawing_bias = (nn.Parameter(value) for value in new_head(features, width))
        self.margin = MarginNetwork(features)
        self.log_rates = nn.Parameter(torch.tensor([0.3, 0.03, 0.3, 3.0]).log())

    @property
    def head(self) -> Head:
        """The head before any adaptation."""
        return Head(self.head_weight, self.head_bias, self.head_drawing_bias)

    @property
    def rates(self) -> Rates:
        """The learned rates of the inner loop."""
        return Rates(*self.log_rates.exp())
