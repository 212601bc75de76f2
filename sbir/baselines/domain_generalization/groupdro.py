"""GroupDRO: the worst domain counts most."""

from __future__ import annotations

import torch
from torch import Tensor

from sbir.baselines.domain_generalization.algorithm import Algorithm, Minibatch, Setup, flat, risks
from sbir.baselines.domain_generalization.network import Network


class GroupDRO(Algorithm):
    """`min max_q sum_e q_e R_e(theta)`, `q` of the simplex, which climbs by `q_e <- q_e exp(eta R_e) / sum` before each step.

    Algorithm 1 of Sagawa, Koh, Hashimoto and Liang, "Distributionally Robust Neural Networks for Group Shifts", ICLR 2020,
    with domains as groups and the same number of examples of each in a batch, as in DomainBed.
    """

    q: Tensor

    def __init__(self, network: Network, setup: Setup):
        super().__init__(network, setup)
        self.register_buffer("q", torch.full((setup.domains,), 1 / setup.domains))

    def loss(self, batch: Minibatch) -> Tensor:
        """Cross-entropies weighed by `q`; every call moves `q` on."""
        each = risks(self.network(flat(batch.x)).unflatten(0, batch.y.shape), batch.y)
        self.q = (self.q.log() + self.settings["eta"] * each.detach()).softmax(0)
        return self.q @ each
