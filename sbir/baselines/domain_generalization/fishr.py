"""Fishr: the variance of the classifier's gradients shall be the same in all domains."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from sbir.baselines.domain_generalization.algorithm import Setup
from sbir.baselines.domain_generalization.network import Network
from sbir.baselines.domain_generalization.penalised import Annealed


class Fishr(Annealed):
    """`min mean_e R_e(theta) + lambda * mean_e |v_e - mean_e v_e|^2`, `v_e` the variances, entry by entry, of the gradients of
    single examples of domain e with regard to the linear classifier, `|.|^2` a mean over those entries.

    Ramé, Dancette and Cord, "Fishr: Invariant Gradient Variances for Out-of-Distribution Generalization", ICML 2022. As in the
    authors' code, `v_e` is a moving average over the steps (constant `ema`, past steps without gradient) divided by `1 - ema`,
    so that the gradient through this step's variance does not shrink with `ema`; it also runs before the penalty counts.
    """

    before = 0.0
    variances: Tensor

    def __init__(self, network: Network, setup: Setup):
        super().__init__(network, setup)
        # A row for the bias.
        self.register_buffer("variances", torch.zeros(setup.domains, network.classes, network.width + 1))

    def penalty(self, features: Tensor, logits: Tensor, y: Tensor) -> Tensor:
        """Squared distance of the domains' variances to their mean, a mean over entries; every call moves the average on."""
        # A moving average divided by 1 - ema is a sum that fades.
        variances = gradient_variances(features, logits, y) + self.settings["ema"] * self.variances
        self.variances = variances.detach()
        return (variances - variances.mean(0)).square().mean()


def gradient_variances(features: Tensor, logits: Tensor, y: Tensor) -> Tensor:
    """Variance (divided by n) over the examples of each domain of the gradient of the cross-entropy with regard to the weight,
    and last to the bias, of the linear classifier: `[J, n, d]`, `[J, n, classes]`, `[J, n]` to `[J, classes, d + 1]`.

    The gradient of an example is the outer product `(softmax(z) - onehot(y)) (f, 1)^T`, so that the means of it and of its
    square are products of matrices, and no gradient of a single example is ever stored.
    """
    error = (logits.softmax(-1) - functional.one_hot(y, logits.shape[-1])).mT
    inputs = functional.pad(features, (0, 1), value=1.0)
    mean, square = error @ inputs, error.square() @ inputs.square()
    return square / y.shape[1] - (mean / y.shape[1]).square()
