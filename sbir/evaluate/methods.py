"""The methods that are compared, behind one call: a support in, a head out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import torch
from safetensors.torch import load_file, save

from sbir.config import AdaptConfig, TuneConfig, override, to_dict, validate
from sbir.data.prepared import cache_root
from sbir.data.sources import read_source
from sbir.evaluate.features import pair_features
from sbir.files import write_whole
from sbir.learn.adapt import Support, adapt
from sbir.learn.meta import predicted_margin
from sbir.learn.tune import TaskSet, task_set, tune
from sbir.model.checkpoint import Checkpoint
from sbir.model.head import Head, centred, detached, new_head
from sbir.model.learner import Learner, Rates
from sbir.runtime import Backbone
from sbir.types import InputError

Run = Callable[[Support], Head]
# What margin network and rates of every tuned method are fitted on, and how often each set gives a task.
TUNED_ON = (("sketchy-val", 0.6), ("sketchpad-val", 0.25), ("qmul-shoes-val", 0.15))
FIXED_RATE = 0.1
WHOLE_RATE = 0.003
_WHOLE = ("weight", "bias", "drawing_weight", "drawing_bias")


@dataclass(frozen=True)
class Method:
    """An inner loop. rates: the model's own ("trained"), fitted for this loop as the model's own were ("again") or with the
    usual settings ("tuned"), both on validation data, or 0.1 whatever the number of pairs ("fixed"). fresh: from a head of
    random numbers. every: take all pairs that there are, however many were asked for. whole: the rate of a step on all
    parameters, F's too (`sbir.evaluate.whole`), in place of the head."""

    about: str
    inner: AdaptConfig | None
    rates: Literal["trained", "again", "tuned", "fixed"] = "tuned"
    fresh: bool = False
    every: bool = False
    whole: float | None = None


_PAPER = AdaptConfig(moves=("weight", "bias"), align=False)
_FIXED = replace(_PAPER, margin=0.3)
_FINETUNE = AdaptConfig(steps=5, moves=_WHOLE, align=False, margin=0.3)
METHODS: dict[str, Method] = {
    "baseline": Method("the trained head as it is", None),
    "centred": Method("the gallery's mean for the centre: no pair is used", AdaptConfig(steps=0)),
    "finetune": Method("plain fine-tuning: five steps, fixed rate and margin", _FINETUNE, "fixed"),
    "separate": Method("a head of its own for every task, from random numbers", replace(_FIXED, steps=50), "fixed", fresh=True),
    "anil": Method("ANIL: one step on the shared head, learned rate, fixed margin", _FIXED),
    "sign-anil": Method("the same by the gradient's signs, as sign-MAML steps", replace(_FIXED, signs=True)),
    "maml": Method(
        "one step on all parameters, F's too, at the rate that is best on sketchy-val", _FIXED, "fixed", whole=WHOLE_RATE
    ),
    "paper": Method("the published method: one step on the shared head, learned rate, predicted margin", _PAPER),
    "ours": Method("the product's: means aligned, steps on the drawings' side, predicted margin", None, "trained"),
    "upper": Method("the product's with every pair of the category or person that is at hand", None, "trained", every=True),
}


def method(name: str) -> Method:
    """A method by name; `InputError` lists the names."""
    if name not in METHODS:
        raise InputError(f"there is no method {name!r}; there are {', '.join(METHODS)}")
    return METHODS[name]


def varied(chosen: Method, trained: AdaptConfig, changes: Sequence[str]) -> Method:
    """`chosen` with settings of its inner loop changed (`key=value`), its rates fitted anew for that; an ablation."""
    if not changes:
        return chosen
    if chosen.inner is None and chosen.rates != "trained":
        raise InputError("this method has no inner loop whose settings could be changed")
    values = to_dict(chosen.inner or trained)
    inner = validate(AdaptConfig, override(values, changes), "--adapt")
    return replace(chosen, inner=inner, rates="again" if chosen.rates == "trained" else chosen.rates)


def ready(chosen: Method, learner: Learner, about: Checkpoint, backbone: Backbone) -> Run:
    """The method as a call, on the model that `about` is of.

    What it must fit for itself is fitted here, once a model, and kept in the cache.
    """
    if chosen.rates == "trained":
        return _loop(learner, learner.rates, about.adapt)
    inner = chosen.inner
    if inner is None:
        return lambda support: detached(learner.head)
    if inner.steps == 0:
        return lambda support: centred(detached(learner.head), support.mean)
    if chosen.rates == "fixed":
        rate = torch.tensor(FIXED_RATE)
        rates = Rates(rate, rate, rate, rate, torch.tensor(0.0))
        if chosen.fresh:
            learner = _fresh(learner)
        return _loop(learner, rates, inner)
    as_trained = about.notes.get("tune") if chosen.rates == "again" else None
    own = tuned(learner, inner, backbone, validate(TuneConfig, as_trained, "the model's notes") if as_trained else None)
    return _loop(own, own.rates, inner)


def tuned(learner: Learner, inner: AdaptConfig, backbone: Backbone, config: TuneConfig | None = None) -> Learner:
    """`learner` with margin network and rates fitted for `inner` on the validation sets; from the cache where it was before."""
    config = config or TuneConfig()
    about = json.dumps([to_dict(inner), to_dict(config), TUNED_ON, backbone.fingerprint], sort_keys=True)
    path = cache_root() / "tuned" / f"{hashlib.sha256(about.encode()).hexdigest()[:16]}.safetensors"
    if not path.exists():
        fitted = tune(learner, [tasks_of(name, weight, backbone) for name, weight in TUNED_ON], inner, config)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, save({key: value.contiguous() for key, value in fitted.state_dict().items()}))
    result = Learner(learner.features, learner.width)
    result.load_state_dict(load_file(path))
    return result.requires_grad_(False)


def tasks_of(name: str, weight: float, backbone: Backbone) -> TaskSet:
    """The tasks of a set by name, as features of the exported backbone."""
    pairs = read_source(name)
    features = pair_features(pairs, backbone)
    by_person = name.startswith("sketchpad")
    return task_set(pairs, features.drawings, features.usable.numpy(), features.photos, by_person, weight)


def _loop(learner: Learner, rates: Rates, inner: AdaptConfig) -> Run:
    def run(support: Support) -> Head:
        with torch.no_grad():
            margin = predicted_margin(learner, support.drawings, support.photos, inner)
        return adapt(detached(learner.head), support, margin, rates, inner)

    return run


def _fresh(learner: Learner) -> Learner:
    """A head of random numbers on the same centre."""
    new = Learner(learner.features, learner.width)
    head = new_head(learner.features, learner.width, torch.Generator().manual_seed(0))
    with torch.no_grad():
        new.head_weight.copy_(head.weight)
        new.centre.copy_(learner.centre)
    return new.requires_grad_(False)
