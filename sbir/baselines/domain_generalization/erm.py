"""ERM: empirical risk minimisation, all domains as one."""

from __future__ import annotations

from torch import Tensor

from sbir.baselines.domain_generalization.algorithm import Algorithm, Minibatch, flat, risks


class ERM(Algorithm):
    """`min mean_e R_e(theta)`, the mean of the domains' cross-entropies (Vapnik, "Statistical Learning Theory", 1998)."""

    def loss(self, batch: Minibatch) -> Tensor:
        """Mean cross-entropy."""
        logits = self.network(flat(batch.x))
        return risks(logits.reshape(*batch.y.shape, -1), batch.y).mean()
