"""The methods that are compared, behind one call: a support in, a head out."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from sbir.learn.adapt import Support, adapt
from sbir.model.head import Head, detached
from sbir.model.learner import Learner, Rates
from sbir.types import InputError

Method = Callable[[Learner, Support], Head]
FINETUNE_RATE = 0.1
FINETUNE_STEPS = 5
FINETUNE_MARGIN = 0.3


def baseline(learner: Learner, support: Support) -> Head:
    """The trained head as it is."""
    del support
    return detached(learner.head)


def finetune(learner: Learner, support: Support) -> Head:
    """Plain fine-tuning: the whole head, a fixed margin of 0.3, five steps at the fixed rate 0.1, however few the pairs."""
    rate = torch.tensor(FINETUNE_RATE)
    rates = Rates(rate, rate, rate, torch.tensor(0.0))
    return adapt(detached(learner.head), support, torch.tensor(FINETUNE_MARGIN), FINETUNE_STEPS, rates)


def ours(learner: Learner, support: Support) -> Head:
    """The product's adaptation: predicted margin, learned rates, one step."""
    with torch.no_grad():
        margin: Tensor = learner.margin(support.drawings, support.photos)
    return adapt(detached(learner.head), support, margin, 1, learner.rates)


METHODS: dict[str, Method] = {"baseline": baseline, "finetune": finetune, "ours": ours}


def method(name: str) -> Method:
    """A method by name; `InputError` lists the names."""
    if name not in METHODS:
        raise InputError(f"there is no method {name!r}; there are {', '.join(METHODS)}")
    return METHODS[name]
