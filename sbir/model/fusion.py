"""Gated fusion and attention over domains: the positive of Fuse and Attend."""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional


class Fused(NamedTuple):
    """What `Fusion` makes of `n` queries with one example of their class from each of `J` domains.

    `query` and `positive` float32 `[n, m]` of length 1; `examples` float32 `[n, J, m]` of length 1: each example's own
    embedding. `gates` float32 `[n, J]` in (0, 1): how far each example's gate is open, on average over dimensions. `attention`
    float32 `[n, J]`, summing to 1 over the examples that are there. Where an example is missing both are 0.
    """

    query: Tensor
    positive: Tensor
    examples: Tensor
    gates: Tensor
    attention: Tensor


class Fusion(nn.Module):
    """Fuse and Attend, with `z_j` the features of the example of domain j and `z` those of the query:

        h_j = tanh(W z_j)                          gated multimodal units (Arevalo et al., "Gated multimodal units for
        g_j = sigmoid(U_j [z_1 .. z_J])            information fusion", ICLR workshop 2017)
        fused = sum_j g_j * h_j
        a_j = softmax_j(sqrt(m) cos(h, h_j)),  h = tanh(W z)
        positive = fused + sum_j a_j h_j           both then of length 1

    `fused` is a broad notion of the class, the attended sum sharpens it towards the examples that are like the query. One `W`
    embeds queries and examples, so that they meet in one space. A missing example has `z_j = 0`, no gate and no attention.
    """

    def __init__(
        self, features: int, domains: int, width: int = 128, squeeze: int = 64, gated: bool = True, attend: bool = True
    ):
        """`features`: d; `domains`: J; `width`: m; `squeeze`: the gates see every example through so many dimensions.
        `gated` False adds the examples evenly, `attend` False leaves attention out (ablations)."""
        super().__init__()
        self.gated, self.attend, self.scale = gated, attend, features**0.5
        self.embed = nn.Linear(features, width)
        self.look = nn.Linear(features, squeeze)
        self.gate = nn.Linear(domains * squeeze, domains * width)

    def embedding(self, pooled: Tensor) -> Tensor:
        """Embeddings of pictures by themselves: features `[..., d]` to `[..., m]` of length 1."""
        return functional.normalize(self._hidden(pooled), dim=-1)

    def forward(self, query: Tensor, examples: Tensor, present: Tensor) -> Fused:
        """`query` `[n, d]`, `examples` `[n, J, d]`, `present` bool `[n, J]`; every query needs one example at least."""
        n, domains, _ = examples.shape
        there = present[..., None].float()
        hidden, own = self._hidden(examples) * there, self._hidden(query)
        if self.gated:
            seen = torch.relu(self.look(examples * self.scale)) * there
            gates = torch.sigmoid(self.gate(seen.flatten(1))).reshape(n, domains, -1) * there
        else:
            gates = (there / there.sum(1, keepdim=True)).expand_as(hidden)
        scores = functional.cosine_similarity(own[:, None], hidden, dim=2) * math.sqrt(hidden.shape[2])
        attention = torch.softmax(scores.masked_fill(~present, -math.inf), dim=1)
        positive = (gates * hidden).sum(1)
        if self.attend:
            positive = positive + (attention[..., None] * hidden).sum(1)
        return Fused(
            functional.normalize(own, dim=1),
            functional.normalize(positive, dim=1),
            functional.normalize(hidden, dim=2),
            gates.mean(2),
            attention,
        )

    def _hidden(self, pooled: Tensor) -> Tensor:
        return torch.tanh(self.embed(pooled * self.scale))
