"""Contrast as in SimCLR beside ERM: two augmentations of a picture are drawn together, all others pushed apart."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from sbir.baselines.domain_generalization.algorithm import Algorithm, Minibatch, Setup, flat
from sbir.baselines.domain_generalization.layers import perceptron
from sbir.baselines.domain_generalization.network import Network

_PROJECTED = 128


class SimCLR(Algorithm):
    """`R(C(F(x))) + w NT-Xent(P(F(x)), P(F(x')))`, with x' the same pictures augmented another time, and P a projection.

    Chen et al., "A Simple Framework for Contrastive Learning of Visual Representations", ICML 2020: NT-Xent is its equation 1;
    P has one hidden layer as wide as the features and ends in 128 numbers. There P and F are trained by contrast first and C
    afterwards; here at once, for as many steps as any other method has. The classes' loss is ERM's, of x alone.
    Settings: `lambda`, w, and `temperature`.
    """

    def __init__(self, network: Network, setup: Setup):
        super().__init__(network, setup)
        self.projection = perceptron(network.width, network.width, _PROJECTED)

    def loss(self, batch: Minibatch) -> Tensor:
        """Mean cross-entropy plus w times the contrast."""
        features = self.network.features(torch.cat([flat(batch.x), flat(batch.again)]))
        one, other = self.projection(features).chunk(2)
        classes = functional.cross_entropy(self.network.classifier(features[: len(one)]), batch.y.flatten())
        return classes + self.settings["lambda"] * nt_xent(one, other, self.settings["temperature"])


def nt_xent(one: Tensor, other: Tensor, temperature: float) -> Tensor:
    """Mean over all 2n views i of `-log(exp(s_ij / t) / sum_(k != i) exp(s_ik / t))`, with j the other view of i's picture.

    `one`, `other`: float32 `[n, p]`, row by row two views of a picture; `s`: cosines; t: `temperature`, above 0. A scalar.
    """
    views = functional.normalize(torch.cat([one, other]), dim=1)
    cosines = (views @ views.T).masked_fill(torch.eye(len(views), dtype=torch.bool, device=views.device), -torch.inf)
    partner = torch.arange(len(views), device=views.device).roll(len(one))
    return functional.cross_entropy(cosines / temperature, partner)
