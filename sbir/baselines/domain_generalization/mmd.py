"""MMD: features of all domains shall have one distribution, as Gaussian kernels see it."""

from __future__ import annotations

import torch
from torch import Tensor

from sbir.baselines.domain_generalization.algorithm import flat
from sbir.baselines.domain_generalization.penalised import Penalised

# DomainBed's, narrow to wide, so that one of them suits whatever the features' size.
_SHARPNESS = (0.001, 0.01, 0.1, 1.0, 10.0, 100.0, 1000.0)


class MMD(Penalised):
    """`min mean_e R_e(theta) + lambda * mean_{i<j} (k(i, i) + k(j, j) - 2 k(i, j))`, `k(i, j)` the mean over features `f` of
    domain i and `g` of domain j of `sum_s exp(-s |f - g|^2)`.

    Li, Pan, Wang and Kot, "Domain Generalization with Adversarial Feature Learning", CVPR 2018, its discrepancy alone, as in
    DomainBed; the biased estimate of Gretton, Borgwardt, Rasch, Schölkopf and Smola, "A Kernel Two-Sample Test", JMLR 2012.
    """

    def penalty(self, features: Tensor, logits: Tensor, y: Tensor) -> Tensor:
        """Mean over pairs of domains."""
        domains, each = y.shape
        kernel = _kernel(flat(features)).reshape(domains, each, domains, each).mean((1, 3))
        return 2 * (domains * kernel.trace() - kernel.sum()) / max(1, domains * (domains - 1))


def _kernel(features: Tensor) -> Tensor:
    """`sum_s exp(-s |f - g|^2)` between all features `[m, d]`: `[m, m]`."""
    # Distances do not change, and lose fewer digits, about the mean.
    features = features - features.mean(0)
    square = features.square().sum(1)
    distance = (square[:, None] + square - 2 * features @ features.T).clamp(min=0)
    # Rounding must not part an example from itself.
    distance = distance.masked_fill(torch.eye(len(distance), dtype=torch.bool, device=distance.device), 0)
    return torch.stack([(-sharp * distance).exp() for sharp in _SHARPNESS]).sum(0)
