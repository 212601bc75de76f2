"""AND-mask: a parameter moves where the domains agree which way, and stays where they do not."""

from __future__ import annotations

import torch
from torch import Tensor

from sbir.baselines.domain_generalization.algorithm import Minibatch
from sbir.baselines.domain_generalization.erm import ERM

_EPSILON = 1e-10


class ANDMask(ERM):
    """`m * mean_e g_e / mean(m)`, with `m = 1[|mean_e sign(g_e)| >= tau]`, `g_e` the gradient of `R_e`.

    Parascandolo et al., "Learning Explanations That Are Hard to Vary", ICLR 2021. The division, by the share that is left of
    each parameter tensor, is of the authors' program, and DomainBed's. The masked gradient goes to Adam as any other.
    Setting: `tau`, in [0, 1]; at 0 this is ERM, at 1 all domains must agree.
    """

    def update(self, batch: Minibatch) -> float:
        """One step along the masked gradient; ERM's loss before it."""
        optimizer = self._ready()
        parameters = [p for p in self.parameters() if p.requires_grad]
        losses, gradients = [], []
        # A graph a domain: going back J times through one graph of all of them would cost J times as much.
        for each in zip(*batch, strict=True):
            losses.append(self.loss(Minibatch(*(part[None] for part in each))))
            gradients.append(torch.autograd.grad(losses[-1], parameters, materialize_grads=True))
        for parameter, of_domains in zip(parameters, zip(*gradients, strict=True), strict=True):
            parameter.grad = self.masked(torch.stack(of_domains))
        optimizer.step()
        self.step += 1
        return float(torch.stack(losses).detach().mean())

    def masked(self, gradients: Tensor) -> Tensor:
        """What a parameter `[...]` moves along, of the domains' gradients `[J, ...]`."""
        mask = self.mask(gradients)
        return mask * gradients.mean(0) / (mask.mean() + _EPSILON)

    def mask(self, gradients: Tensor) -> Tensor:
        """m, float32 `[...]` in [0, 1], of the domains' gradients `[J, ...]`."""
        # In sums, not means: a mean of J ones need not be exactly 1.
        return (gradients.sign().sum(0).abs() >= self.settings["tau"] * len(gradients)).float()
