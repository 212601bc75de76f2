"""SAND-mask: AND-mask that is smooth, and minds how far the domains' gradients differ in size."""

from __future__ import annotations

from torch import Tensor

from sbir.baselines.domain_generalization.andmask import ANDMask

_SMALLEST = 1e-17


class SANDMask(ANDMask):
    """AND-mask's step with `m = max(0, tanh(k (|mean_e sign(g_e)| - tau) / var_e(g_e)))`.

    Shahtalebi et al., "SAND-mask: An Enhanced Gradient Masking Strategy for the Discovery of Invariances in Domain
    Generalization", arXiv 2106.02266, 2021. The variance is that of the J gradients themselves, so that one domain has 0.
    Settings: `tau`, in [0, 1), and `k`. DomainBed's default of `tau` is 1, where m is 0 everywhere; here it is 0.5.
    """

    def mask(self, gradients: Tensor) -> Tensor:
        """m, float32 `[...]` in [0, 1], of the domains' gradients `[J, ...]`."""
        agreement = gradients.sign().mean(0).abs() - self.settings["tau"]
        # By hand: torch's own variance over a first dimension is some seven times as slow.
        variance = (gradients - gradients.mean(0)).square().mean(0).clamp_min(_SMALLEST)
        return (self.settings["k"] * agreement / variance).tanh().clamp_min(0)
