"""Every method by name, with its hyper-parameters: defaults, and the ranges that a search draws from."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sbir.baselines.domain_generalization.algorithm import Algorithm, Setup
from sbir.baselines.domain_generalization.andmask import ANDMask
from sbir.baselines.domain_generalization.arm import ARM
from sbir.baselines.domain_generalization.cdann import CDANN
from sbir.baselines.domain_generalization.coral import CORAL
from sbir.baselines.domain_generalization.dann import DANN
from sbir.baselines.domain_generalization.erm import ERM
from sbir.baselines.domain_generalization.fishr import Fishr
from sbir.baselines.domain_generalization.groupdro import GroupDRO
from sbir.baselines.domain_generalization.irm import IRM
from sbir.baselines.domain_generalization.mixup import Mixup
from sbir.baselines.domain_generalization.mldg import MLDG
from sbir.baselines.domain_generalization.mmd import MMD
from sbir.baselines.domain_generalization.mtl import MTL
from sbir.baselines.domain_generalization.network import Network
from sbir.baselines.domain_generalization.ours import FuseAttend
from sbir.baselines.domain_generalization.sagnet import SagNet
from sbir.baselines.domain_generalization.sandmask import SANDMask
from sbir.baselines.domain_generalization.simclr import SimCLR
from sbir.baselines.domain_generalization.vrex import VREx
from sbir.types import InputError


@dataclass(frozen=True)
class Range:
    """A hyper-parameter: its `default`, and `low` to `high`, drawn evenly, or evenly in its logarithm."""

    default: float
    low: float
    high: float
    log: bool = True

    def draw(self, rng: np.random.Generator) -> float:
        """A random value."""
        if self.log:
            return float(math.exp(rng.uniform(math.log(self.low), math.log(self.high))))
        return float(rng.uniform(self.low, self.high))


@dataclass(frozen=True)
class Entry:
    """A method's class and what it adds to the hyper-parameters that all methods share."""

    make: type[Algorithm]
    ranges: dict[str, Range]


SHARED = {
    "rate": Range(3e-4, 1e-4, 1e-3),
    "weight_decay": Range(1e-4, 1e-6, 1e-2),
    "average": Range(1.0, 0.5, 1.0, log=False),
    "lines": Range(0, 0, 1, log=False),
    "spectra": Range(0, 0, 1, log=False),
}

METHODS = {
    "erm": Entry(ERM, {}),
    # Penalties of IRM, VREx and Fishr: DomainBed's 100, 10 and 1,000 are for thousands of steps; with hundreds the classifier
    # never recovers from them, on its training domains either.
    "irm": Entry(IRM, {"lambda": Range(1.0, 1e-1, 1e5), "anneal": Range(0.4, 2e-4, 1.0)}),
    # Per step: ten times what suits DomainBed's 5,000 steps.
    "groupdro": Entry(GroupDRO, {"eta": Range(1e-1, 1e-2, 1.0)}),
    "mixup": Entry(Mixup, {"alpha": Range(0.2, 0.1, 10.0)}),
    "mldg": Entry(MLDG, {"beta": Range(1.0, 0.1, 10.0), "held_out": Range(2, 1, 2, log=False)}),
    "coral": Entry(CORAL, {"lambda": Range(1.0, 0.1, 10.0)}),
    "mmd": Entry(MMD, {"lambda": Range(1.0, 0.1, 10.0)}),
    "vrex": Entry(VREx, {"lambda": Range(1.0, 1e-1, 1e5), "anneal": Range(0.1, 2e-4, 1.0)}),
    "fishr": Entry(
        Fishr,
        {"lambda": Range(1e1, 1e0, 1e4), "anneal": Range(0.3, 0.0, 1.0, log=False), "ema": Range(0.95, 0.9, 0.99, log=False)},
    ),
    "dann": Entry(DANN, {"lambda": Range(1.0, 1e-2, 1e2), "discriminator_rate": Range(1.0, 0.1, 10.0)}),
    "cdann": Entry(CDANN, {"lambda": Range(1.0, 1e-2, 1e2), "discriminator_rate": Range(1.0, 0.1, 10.0)}),
    "mtl": Entry(MTL, {"share": Range(0.99, 0.5, 1.0, log=False)}),
    "sagnet": Entry(SagNet, {"lambda": Range(0.1, 1e-2, 1e1)}),
    "arm": Entry(ARM, {}),
    "andmask": Entry(ANDMask, {"tau": Range(1.0, 0.5, 1.0, log=False)}),
    "sandmask": Entry(SANDMask, {"tau": Range(0.5, 0.0, 1.0, log=False), "k": Range(1e1, 1e-3, 1e5)}),
    "simclr": Entry(SimCLR, {"lambda": Range(1.0, 1e-2, 1e1), "temperature": Range(0.1, 0.05, 1.0)}),
    "ours": Entry(
        FuseAttend,
        {
            "lambda": Range(0.1, 0.03, 1.0),
            "temperature": Range(0.1, 0.05, 0.2),
            "pool": Range(1024, 0, 4096, log=False),
            "width": Range(128, 64, 256),
            "gated": Range(1, 1, 1, log=False),
            "attend": Range(1, 1, 1, log=False),
            # Both chosen on pairs of left-out domains: "choice" of `python -m benchmarks pacs`.
            "styles": Range(0.5, 0, 1, log=False),
            "spectra": Range(0.5, 0, 1, log=False),
            "average": Range(0.5, 0.5, 1.0, log=False),
            "lines": Range(1, 0, 1, log=False),
        },
    ),
}


def settings_of(name: str, trial: int = 0, seed: int = 0) -> dict[str, float]:
    """Hyper-parameters of a method for a trial of its search: trial 0 has the defaults, later ones are drawn at random."""
    ranges = SHARED | _entry(name).ranges
    if trial == 0:
        return {key: item.default for key, item in ranges.items()}
    rng = np.random.default_rng((seed, trial))
    return {key: item.draw(rng) for key, item in ranges.items()}


def make(name: str, network: Network, setup: Setup) -> Algorithm:
    """The method `name` on `network`; `InputError` lists the names."""
    return _entry(name).make(network, setup)


def _entry(name: str) -> Entry:
    if name not in METHODS:
        raise InputError(f"there is no method {name!r}; there are {', '.join(METHODS)}")
    return METHODS[name]
