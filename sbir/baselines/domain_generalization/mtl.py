"""MTL: the classifier sees the domain too, as the mean of its features."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from sbir.baselines.domain_generalization.algorithm import Algorithm, Minibatch, Setup, flat, risks
from sbir.baselines.domain_generalization.network import Network


class MTL(Algorithm):
    """`C(F(x), mu_e)`, with `mu_e` the mean of `F(x)` over domain e: a running one in training, the batch's in prediction.

    Blanchard et al., "Domain Generalization by Marginal Transfer Learning", JMLR 2021; with a network for the kernel, as in
    DomainBed. A linear classifier of the two vectors put together is the sum of one on each, which is how it is made here.
    Setting: `share`, the weight of the batch in the running mean (DomainBed's `mtl_ema`, which is mostly near 1: the name says
    otherwise). The running mean begins with the first batch's.
    """

    means: Tensor

    def __init__(self, network: Network, setup: Setup):
        super().__init__(network, setup)
        self.of_domain = nn.Linear(network.width, network.classes, bias=False)
        self.register_buffer("means", torch.zeros(setup.domains, network.width))

    def loss(self, batch: Minibatch) -> Tensor:
        """Mean cross-entropy; moves the running means along."""
        features = self.network.features(flat(batch.x)).unflatten(0, batch.y.shape)
        means = torch.lerp(self.means, features.mean(1), self.settings["share"] if self.step else 1.0)
        self.means = means.detach()
        return risks(self._logits(features, means[:, None]), batch.y).mean()

    def predict(self, x: Tensor) -> Tensor:
        """Logits `[n, classes]`, by the mean of the features of all of `x`."""
        features = self.network.features(x)
        return self._logits(features, features.mean(0))

    def _logits(self, features: Tensor, means: Tensor) -> Tensor:
        return self.network.classifier(features) + self.of_domain(means)
