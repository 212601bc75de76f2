"""CDANN: DANN whose discriminator knows the class."""

from __future__ import annotations

from torch import Tensor, nn

from sbir.baselines.domain_generalization.algorithm import Setup
from sbir.baselines.domain_generalization.dann import DANN
from sbir.baselines.domain_generalization.network import Network


class CDANN(DANN):
    """`min_(F, C) max_D  R(C(F(x))) - lambda_p mean_y CE(D(F(x), y), e)`: `P(F(x) | y)` is made alike, not `P(F(x))`.

    Li et al., "Deep Domain Generalization via Conditional Invariant Adversarial Networks", ECCV 2018. The paper has one
    discriminator a class; as in DomainBed one D stands for all, told the class by a learnt vector added to the features, and
    every class of the batch counts the same in its loss. Settings: DANN's.
    """

    def __init__(self, network: Network, setup: Setup):
        super().__init__(network, setup)
        self.classes = nn.Embedding(network.classes, network.width)

    def shown(self, features: Tensor, y: Tensor) -> Tensor:
        """Features plus their class's vector."""
        return features + self.classes(y)

    def shares(self, y: Tensor) -> Tensor:
        """The same for every class of the batch, and within a class for every example."""
        counts = y.bincount()
        return 1 / (counts[y] * counts.count_nonzero())
