"""IRM: invariant risk minimisation."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional

from sbir.baselines.domain_generalization.penalised import Annealed


class IRM(Annealed):
    """`min mean_e R_e(theta) + lambda * mean_e |d/dw R_e(w * theta), at w = 1|^2`: no other scale of the logits shall be
    better, in any domain.

    IRMv1 of Arjovsky, Bottou, Gulrajani and Lopez-Paz, "Invariant Risk Minimization", arXiv:1907.02893, 2019. As they and
    DomainBed do, the square is the product of two halves of the batch, which is right in the mean (and can be below 0).

    The penalty pulls back a classifier that is still on its way, so it must not come before most of the fitting is done: by
    default at 0.4 of the training, near the authors' 190 of 501 steps, where DomainBed, with many more steps, has 500 of 5,000.
    """

    def penalty(self, features: Tensor, logits: Tensor, y: Tensor) -> Tensor:
        """Mean over domains; needs two examples of each."""
        slopes = scale_gradients(logits, y)
        return (slopes[:, ::2].mean(1) * slopes[:, 1::2].mean(1)).mean()


def scale_gradients(logits: Tensor, y: Tensor) -> Tensor:
    """`d/dw CE(w z, y) = <softmax(z) - onehot(y), z>` at `w = 1` of each example: `[..., classes]` and `[...]` to `[...]`."""
    error = logits.softmax(-1) - functional.one_hot(y, logits.shape[-1])
    return (error * logits).sum(-1)
