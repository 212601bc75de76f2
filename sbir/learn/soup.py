"""Averaging trained models: what fine-tuning gained on new data, without what it forgot of the old."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

from sbir.model.checkpoint import figure_file, load_extractor, load_learner, read_checkpoint, save_checkpoint
from sbir.types import InputError


def average(one: Path, other: Path, share: float, out: Path) -> str:
    """Write to `out` the model whose every number is `(1 - share) * one + share * other`; returns its fingerprint.

    Wortsman et al., "Robust fine-tuning of zero-shot models" (WiSE-FT), CVPR 2022: `other` was fine-tuned from `one`. Margin
    network and rates are those of `other`; fit them anew afterwards (preset `train-adapt`). Photos are seen by the figure
    network of `other`; `one` has the same or none.
    """
    first, second = read_checkpoint(one), read_checkpoint(other)
    if first.model != second.model:
        raise InputError(f"{one} and {other} are models of different architectures")
    if first.figure and first.figure != second.figure:
        raise InputError(f"{one} and {other} do not see photos by the same figure network")
    if not 0 <= share <= 1:
        raise InputError(f"the share of the second model lies between 0 and 1, not at {share}")
    extractor, learner = load_extractor(other), load_learner(other)
    _mix(extractor, load_extractor(one), share)
    start = load_learner(one)
    _mix(learner, start, share, ("head_weight", "head_bias", "head_drawing_bias", "centre"))
    categories = sorted({*first.notes.get("categories", []), *second.notes.get("categories", [])})
    notes = second.notes | {"categories": categories, "averaged": {"with": first.fingerprint, "share": share}}
    return save_checkpoint(out, second.model, second.adapt, extractor, learner, notes, figure_file(other))


@torch.no_grad()
def _mix(module: nn.Module, start: nn.Module, share: float, names: tuple[str, ...] | None = None) -> None:
    """Move the numbers of `module` towards those of `start`, in place."""
    begun = start.state_dict()
    for name, value in module.state_dict().items():
        if names is None or name in names:
            value.copy_((1 - share) * begun[name] + share * value)
