"""V-REx: the variance of the risks as a penalty."""

from __future__ import annotations

from torch import Tensor

from sbir.baselines.domain_generalization.algorithm import risks
from sbir.baselines.domain_generalization.penalised import Annealed


class VREx(Annealed):
    """`min mean_e R_e(theta) + lambda * Var_e R_e(theta)`: all domains shall be equally hard.

    Krueger, Caballero, Jacobsen, Zhang, Binas, Zhang, Le Priol and Courville, "Out-of-Distribution Generalization via Risk
    Extrapolation (REx)", ICML 2021. The variance is that of the J domains themselves (divided by J), as in DomainBed.
    """

    def penalty(self, features: Tensor, logits: Tensor, y: Tensor) -> Tensor:
        """Variance of the domains' cross-entropies."""
        return risks(logits, y).var(correction=0)
