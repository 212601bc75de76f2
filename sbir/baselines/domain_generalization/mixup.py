"""Mixup between domains."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.distributions import Beta

from sbir.baselines.domain_generalization.algorithm import Algorithm, Minibatch, flat, risks


class Mixup(Algorithm):
    """`min mean_{i, j} l R(theta; x, y_i) + (1 - l) R(theta; x, y_j)`, with `x = l x_i + (1 - l) x_j` of different domains i
    and j, and `l` from Beta(alpha, alpha), one for a pair of domains.

    Zhang, Cisse, Dauphin and Lopez-Paz, "mixup: Beyond Empirical Risk Minimization", ICLR 2018; between domains: Yan, Song, Li,
    Zou and Ren, "Improve Unsupervised Domain Adaptation with Mixup Training", arXiv:2001.00677, 2020, and Xu et al.,
    "Adversarial Domain Adaptation with Domain Mixup", AAAI 2020, as in DomainBed. Where the network's inputs are stored maps of
    a frozen first part, it is those that are mixed. With one source it is ERM.
    """

    def loss(self, batch: Minibatch) -> Tensor:
        """Mean cross-entropy of as many mixed examples as the batch has."""
        domains = len(batch.y)
        share = Beta(self.settings["alpha"], self.settings["alpha"]).sample((domains,)).to(batch.x)
        # Turning the domains by a random step pairs each with every other equally often, and never with itself.
        return self.mixed(batch, share, int(torch.randint(1, max(2, domains), ())))

    def mixed(self, batch: Minibatch, share: Tensor, turn: int) -> Tensor:
        """The loss where `share` `[J]` of domain j is mixed with the rest of domain `(j - turn) % J`."""
        own = share.reshape(-1, *(1 for _ in batch.x.shape[1:]))
        x = batch.x.roll(turn, 0).lerp(batch.x, own)
        logits = self.network(flat(x)).unflatten(0, batch.y.shape)
        return (share * risks(logits, batch.y) + (1 - share) * risks(logits, batch.y.roll(turn, 0))).mean()
