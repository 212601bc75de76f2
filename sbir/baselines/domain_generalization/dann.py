"""DANN: a discriminator tells the domains apart by the features, which learn to hide them."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional

from sbir.baselines.domain_generalization.algorithm import Algorithm, Minibatch, Setup, flat
from sbir.baselines.domain_generalization.layers import perceptron
from sbir.baselines.domain_generalization.network import Network
from sbir.model.regularisers import reverse_gradient

_WIDTH = 256
# Adam's first beta, DomainBed's for both players: with the usual 0.9 they run round each other, and nothing is hidden.
_MOMENTUM = 0.5


class DANN(Algorithm):
    """`min_(F, C) max_D  R(C(F(x))) - lambda_p CE(D(F(x)), e)`, with `lambda_p = lambda (2 / (1 + exp(-10 p)) - 1)`.

    e: the domain; p: the share of the training that is over. Ganin et al., "Domain-Adversarial Training of Neural Networks",
    JMLR 2016: one pass for both players by a reversal of the gradient, and the rise of `lambda_p` of its experiments; as
    published, the strength is on the features' gradient only, D always learns at its own rate. D is DomainBed's: two hidden
    layers of 256. The paper knows two domains, D here tells all sources apart, as DomainBed's does; its gradient penalty, 0 by
    default, is left out. Settings: `lambda`; `discriminator_rate`, D's rate as a multiple of the network's.
    """

    def __init__(self, network: Network, setup: Setup):
        super().__init__(network, setup)
        self.discriminator = perceptron(network.width, _WIDTH, _WIDTH, setup.domains)

    @property
    def strength(self) -> float:
        """`lambda_p`: from 0 at the start to nearly lambda."""
        return self.settings["lambda"] * math.tanh(5 * self.progress)  # the same as 2 / (1 + exp(-10 p)) - 1

    def loss(self, batch: Minibatch) -> Tensor:
        """Cross-entropy of the classes, plus D's of the domains."""
        features, y = self.network.features(flat(batch.x)), batch.y.flatten()
        guess = self.discriminator(self.shown(reverse_gradient(features, self.strength), y))
        domain = torch.arange(len(batch.y), device=y.device).repeat_interleave(batch.y.shape[1])
        told = functional.cross_entropy(guess, domain, reduction="none")
        return functional.cross_entropy(self.network.classifier(features), y) + self.shares(y) @ told

    def shown(self, features: Tensor, y: Tensor) -> Tensor:
        """What D sees, `[n, d]`, of features `[n, d]` and classes int64 `[n]`: the features."""
        return features

    def shares(self, y: Tensor) -> Tensor:
        """Each example's share in D's loss, float32 `[n]`, of their classes int64 `[n]`: they sum to 1, here all the same."""
        return torch.full(y.shape, 1 / len(y), device=y.device)

    def _ready(self) -> torch.optim.Optimizer:
        if self.optimizer is None:
            self.optimizer = self.adam(p for p in self.network.parameters() if p.requires_grad)
            player = [p for name, p in self.named_parameters() if not name.startswith("network.")]
            rate = self.settings["discriminator_rate"] * self.settings["rate"]
            self.optimizer.add_param_group({"params": player, "lr": rate})
            for group in self.optimizer.param_groups:
                group["betas"] = (_MOMENTUM, group["betas"][1])
        return self.optimizer
