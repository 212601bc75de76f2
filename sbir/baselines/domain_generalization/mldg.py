"""MLDG: what helps some domains shall help the others."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.func import functional_call

from sbir.baselines.domain_generalization.algorithm import Algorithm, Minibatch, Setup, flat, risks
from sbir.baselines.domain_generalization.network import Network
from sbir.types import InputError

_EPSILON = 1e-8


class MLDG(Algorithm):
    """`min F(theta) + beta * G(theta - alpha d F / d theta)`, F the mean risk of some domains and G that of the others, split
    anew at random at every step.

    Algorithm 1 of Li, Yang, Song and Hospedales, "Learning to Generalize: Meta-Learning for Domain Generalization", AAAI 2018.
    First order, as in DomainBed: no gradient runs through the inner step. Also as there, that step is Adam's first, with the
    rate of the outer one: `rate * g / (|g| + 1e-8)`, entry by entry. `held_out` domains, rounded and at most J - 1, make G.
    """

    def __init__(self, network: Network, setup: Setup):
        """`InputError` where there is nothing to split."""
        super().__init__(network, setup)
        if setup.domains < 2:
            raise InputError(f"mldg splits its source domains in two and cannot do with {setup.domains}")

    def loss(self, batch: Minibatch) -> Tensor:
        """`F + beta G` at a random split."""
        domains = len(batch.y)
        held_out = min(round(self.settings["held_out"]), domains - 1)
        return self.split(batch, *torch.randperm(domains).split([domains - held_out, held_out]))

    def split(self, batch: Minibatch, train: Tensor, test: Tensor) -> Tensor:
        """`F + beta G` with the domains int64 `train` in F and `test` in G. Each example passes the network once."""
        weights = {name: weight for name, weight in self.network.named_parameters() if weight.requires_grad}
        inner = self._risk(weights, batch, train)
        gradients = dict(zip(weights, torch.autograd.grad(inner, list(weights.values())), strict=True))
        # Zero, with F's gradient: it is known by now, and need not be computed a second time.
        slope = torch.stack([(g * (weights[name] - weights[name].detach())).sum() for name, g in gradients.items()]).sum()
        rate = self.settings["rate"]
        ahead = {name: weights[name] - rate * g / (g.abs() + _EPSILON) for name, g in gradients.items()}
        return inner.detach() + slope + self.settings["beta"] * self._risk(ahead, batch, test)

    def _risk(self, weights: Mapping[str, Tensor], batch: Minibatch, domains: Tensor) -> Tensor:
        """Mean cross-entropy of some domains with `weights` in place of the network's."""
        y = batch.y[domains]
        logits = functional_call(self.network, dict(weights), (flat(batch.x[domains]),))
        return risks(logits.unflatten(0, y.shape), y).mean()
