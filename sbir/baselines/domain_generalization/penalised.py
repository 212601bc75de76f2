"""What methods share that add a penalty to the mean risk: the one forward pass, and a penalty that comes in late."""

from __future__ import annotations

from abc import abstractmethod

from torch import Tensor

from sbir.baselines.domain_generalization.algorithm import Algorithm, Minibatch, flat, risks


class Penalised(Algorithm):
    """`mean_e R_e(theta) + lambda * penalty(theta)`; a method says what the penalty is."""

    @property
    def weight(self) -> float:
        """What the penalty counts for at this step."""
        return self.settings["lambda"]

    @abstractmethod
    def penalty(self, features: Tensor, logits: Tensor, y: Tensor) -> Tensor:
        """A scalar from features `[J, n, d]`, logits `[J, n, classes]` and classes int64 `[J, n]`."""

    def loss(self, batch: Minibatch) -> Tensor:
        """Mean cross-entropy and the weighed penalty, from one pass through the network."""
        features = self.network.features(flat(batch.x))
        logits = self.network.classifier(features).unflatten(0, batch.y.shape)
        penalty = self.penalty(features.unflatten(0, batch.y.shape), logits, batch.y)
        return risks(logits, batch.y).mean() + self.weight * penalty


class Annealed(Penalised):
    """A penalty that counts for `before` during the share `anneal` of the training, and for `lambda` from then on.

    DomainBed (Gulrajani and Lopez-Paz, "In Search of Lost Domain Generalization", ICLR 2021) gives a number of its 5,000 steps
    instead; 500 of them are a share of 0.1. As there, the optimizer starts afresh at the jump, since Adam's estimate of the
    gradients' size no longer holds.
    """

    before = 1.0

    @property
    def weight(self) -> float:
        """`before`, later `lambda`."""
        return self.settings["lambda"] if self.step >= self._jump else self.before

    def update(self, batch: Minibatch) -> float:
        """One step of training; the loss before it."""
        if self.step == self._jump:
            self.optimizer = None
        return super().update(batch)

    @property
    def _jump(self) -> int:
        """The first step with the full weight."""
        return round(self.settings["anneal"] * self.setup.steps)
