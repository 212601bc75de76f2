"""The margin network: how far apart a task's triplets should be, told from its support."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class MarginNetwork(nn.Module):
    """Predicts the triplet margin of a task: `mu = 0.05 + 0.9 sigmoid(MLP(mean over the support of [F(s), F(p)]))`.

    Adaptive fine-grained SBIR predicts the margin for each category; the form of the network is ours, and so is the floor:
    where adapting does not pay yet, a free margin falls to zero, and with it every gradient that could bring it back.
    It begins at about 0.3 for every task.
    """

    def __init__(self, features: int, hidden: int = 64):
        super().__init__()
        self.hidden = nn.Linear(2 * features, hidden)
        self.out = nn.Linear(hidden, 1)
        nn.init.normal_(self.out.weight, std=0.01)
        nn.init.constant_(self.out.bias, -0.95)

    def forward(self, drawings: Tensor, photos: Tensor) -> Tensor:
        """`drawings`, `photos`: centred features of the support, `[..., k, d]`; the margin `[...]` in (0.05, 0.95)."""
        support = torch.cat([drawings, photos], dim=-1).mean(-2)
        # Features have length 1 in about a thousand dimensions: scaled to entries of about 1.
        scaled = support * support.shape[-1] ** 0.5
        return 0.05 + 0.9 * torch.sigmoid(self.out(torch.relu(self.hidden(scaled)))).squeeze(-1)
