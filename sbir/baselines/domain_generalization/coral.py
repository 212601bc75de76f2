"""CORAL: features of all domains shall have one mean and one covariance."""

from __future__ import annotations

from torch import Tensor

from sbir.baselines.domain_generalization.penalised import Penalised


class CORAL(Penalised):
    """`min mean_e R_e(theta) + lambda * mean_{i<j} (|m_i - m_j|^2 / d + |C_i - C_j|_F^2 / d^2)`, `m` and `C` the mean and the
    covariance of a domain's features.

    Sun and Saenko, "Deep CORAL: Correlation Alignment for Deep Domain Adaptation", ECCV Workshops 2016; the means, the pairs of
    sources and the scale (without the paper's 1/4) are DomainBed's.
    """

    def penalty(self, features: Tensor, logits: Tensor, y: Tensor) -> Tensor:
        """Mean over pairs of domains; needs two examples of each."""
        means = features.mean(1, keepdim=True)
        centred = features - means
        covariances = centred.mT @ centred / (features.shape[1] - 1)
        return _spread(means) + _spread(covariances)


def _spread(values: Tensor) -> Tensor:
    """Mean squared difference of entries between all pairs of `[J, ...]`, which is twice their variance (divided by J - 1)."""
    around = values - values.mean(0)
    return 2 * around.square().sum(0).mean() / max(1, len(values) - 1)
