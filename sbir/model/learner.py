"""What is learned beside F: the head, the margin network, how fast the inner loop moves, and the fusion over domains."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from sbir.model.fusion import Fused, Fusion
from sbir.model.head import Head, new_head, plain_head
from sbir.model.margin import MarginNetwork
from sbir.types import DOMAINS


class Rates(NamedTuple):
    """Learning rates of the inner loop, one a part of the head, all positive scalars.

    `caution` is in pairs: with `k` pairs the step is scaled by `k / (k + caution)`, so that one pair moves less than ten.
    """

    weight: Tensor
    bias: Tensor
    drawing_weight: Tensor
    drawing_bias: Tensor
    caution: Tensor


class Learner(nn.Module):
    """The meta-learned start of every adaptation, head, margin network and rates, and the gated fusion over `DOMAINS`, all for
    features of `features` dimensions."""

    centre: Tensor

    def __init__(self, features: int, width: int):
        super().__init__()
        self.features, self.width = features, width
        new = new_head(features, width)
        self.head_weight, self.head_bias, self.head_drawing_bias = map(nn.Parameter, (new.weight, new.bias, new.drawing_bias))
        self.register_buffer("centre", new.centre)
        self.margin_network = MarginNetwork(features)
        self.log_rates = nn.Parameter(torch.tensor([2.0, 0.03, 3.0, 0.03, 3.0]).log())
        self.fusion = Fusion(features, len(DOMAINS))

    @property
    def head(self) -> Head:
        """The head before any adaptation."""
        return plain_head(self.head_weight, self.head_bias, self.head_drawing_bias, self.centre)

    @property
    def rates(self) -> Rates:
        """The learned rates of the inner loop."""
        return Rates(*self.log_rates.exp())

    def margin(self, drawings: Tensor, photos: Tensor) -> Tensor:
        """The margin of a task, `[...]` in (0.05, 0.95), from the pooled features of its support, `[..., k, d]` each."""
        return self.margin_network(drawings - self.centre, photos - self.centre)

    def fuse(self, query: Tensor, examples: Tensor, present: Tensor) -> Fused:
        """Gated fusion and attention on pooled features: `query` `[n, d]`, `examples` `[n, 4, d]`, one for each of `DOMAINS`,
        where `present` (bool `[n, 4]`) says that there is one."""
        return self.fusion(query - self.centre, examples - self.centre, present)

    @torch.no_grad()
    def recentre(self, pooled: Tensor) -> None:
        """Make the mean of `pooled` `[n, d]` the centre; what the head computes stays the same."""
        centre = pooled.mean(0)
        self.head_bias += (centre - self.centre) @ self.head_weight.T
        self.centre.copy_(centre)

    @torch.no_grad()
    def forget_adaptation(self) -> None:
        """Margin network and rates as new; the head stays."""
        fresh = Learner(self.features, self.width)
        self.margin_network.load_state_dict(fresh.margin_network.state_dict())
        self.log_rates.copy_(fresh.log_rates)
