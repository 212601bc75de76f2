"""The interface of a method: it is given minibatches of the source domains, and predicts classes of any picture."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from sbir.baselines.domain_generalization.network import Network


class Minibatch(NamedTuple):
    """`n` examples of each of `J` source domains: inputs `x` `[J, n, ...]`, the same pictures augmented another time `again`
    `[J, n, ...]`, and classes `y` int64 `[J, n]`."""

    x: Tensor
    again: Tensor
    y: Tensor


@dataclass(frozen=True)
class Setup:
    """What a method is told besides its network: how many source `domains` there are, for how many `steps` it will be trained,
    and its hyper-parameters `settings` by name (see `registry`; every method has `rate` and `weight_decay`, and `average`: the
    share of the training from which on its weights are averaged over steps; 1: the last step's are taken; `lines`: 1 has
    line drawings of the sources' own pictures for one more source domain; and `spectra`: the share of pictures whose Fourier
    spectrum is mixed with that of another of the sources)."""

    domains: int
    steps: int
    settings: Mapping[str, float]


class Algorithm(nn.Module, ABC):
    """A method. Most define `loss` only; one that steps otherwise defines `update`, one that predicts otherwise, `predict`.

    `self.step` counts updates from 0; `self.progress` is the share of the training that is over, in [0, 1].
    """

    def __init__(self, network: Network, setup: Setup):
        super().__init__()
        self.network, self.setup = network, setup
        self.step = 0
        self.optimizer: torch.optim.Optimizer | None = None

    @property
    def settings(self) -> Mapping[str, float]:
        """Hyper-parameters by name."""
        return self.setup.settings

    @property
    def progress(self) -> float:
        """How much of the training is over, from 0 to 1."""
        return min(1.0, self.step / max(1, self.setup.steps))

    @abstractmethod
    def loss(self, batch: Minibatch) -> Tensor:
        """What is minimised on `batch`: a scalar."""

    def update(self, batch: Minibatch) -> float:
        """One step of training; the loss before it."""
        optimizer = self._ready()
        loss = self.loss(batch)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        self.step += 1
        return float(loss.detach())

    def predict(self, x: Tensor) -> Tensor:
        """Logits `[n, classes]` of `n` inputs of one domain, which need not be a source."""
        return self.network(x)

    def adam(self, parameters: Iterable[nn.Parameter], share: float = 1.0) -> torch.optim.Optimizer:
        """AdamW over `parameters` with `share` of the rate that `settings` says, the same for every method."""
        return torch.optim.AdamW(list(parameters), lr=share * self.settings["rate"], weight_decay=self.settings["weight_decay"])

    def _ready(self) -> torch.optim.Optimizer:
        """The optimizer over all parameters, made at the first step, when subclasses have added theirs."""
        if self.optimizer is None:
            self.optimizer = self.adam(p for p in self.parameters() if p.requires_grad)
        return self.optimizer


def flat(x: Tensor) -> Tensor:
    """`[J, n, ...]` as `[J * n, ...]`: the domains one after the other."""
    return x.flatten(0, 1)


def risks(logits: Tensor, y: Tensor) -> Tensor:
    """Cross-entropy of each domain by itself: logits `[J, n, classes]` and classes `[J, n]` to `[J]`."""
    each = functional.cross_entropy(logits.flatten(0, 1), y.flatten(), reduction="none")
    return each.reshape(y.shape).mean(1)
