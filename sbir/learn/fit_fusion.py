"""Fitting gated fusion on stored features: the last stage's part for Fuse and Attend, in seconds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from sbir.config import FusionConfig
from sbir.learn.fuse_attend import contrast, fuse, one_of_each_domain
from sbir.model.learner import Learner
from sbir.types import DOMAINS


class Pictures(NamedTuple):
    """Features `pooled` float32 `[n, d]` of pictures, their categories `label` int64 `[n]` and where their domains stand in
    `DOMAINS`, `domain` int64 `[n]`."""

    pooled: Tensor
    label: Tensor
    domain: Tensor


def fit_fusion(learner: Learner, pictures: Pictures, config: FusionConfig) -> Learner:
    """A copy of `learner` whose fusion is new and fitted: `config.steps` steps of Adam on the contrast of Fuse and Attend.

    A batch has two pictures of each domain of `config.categories` categories; its own embeddings are the negatives, since on
    features that stand still a pool would only hold older ones of the same pictures.
    """
    torch.manual_seed(config.seed)
    rng = np.random.default_rng(config.seed)
    fitted = Learner(learner.features, learner.width)
    fitted.load_state_dict(learner.state_dict() | {k: v for k, v in fitted.state_dict().items() if k.startswith("fusion.")})
    rows = rows_by_category(pictures)
    optimizer = torch.optim.AdamW(fitted.fusion.parameters(), lr=config.rate, weight_decay=config.weight_decay)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, config.steps)
    for _ in range(config.steps):
        batch = torch.from_numpy(draw(rows, config.categories, rng))
        label, domain = pictures.label[batch], pictures.domain[batch]
        pooled = fitted.centre + functional.dropout(pictures.pooled[batch] - fitted.centre, config.dropout)
        picked = some_of(one_of_each_domain(domain, label, len(DOMAINS)), config.absent)
        fused, has = fuse(fitted.fuse, pooled, picked)
        loss = contrast(fused, label[has], fused.query, label[has], config.temperature)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        schedule.step()
    return fitted.requires_grad_(False)


def some_of(picked: Tensor, absent: float) -> Tensor:
    """Examples `[n, J]` (-1: none) with a share `absent` of them left out at random, but never all that a row has."""
    fewer = picked.masked_fill(torch.rand(picked.shape) < absent, -1)
    return torch.where((fewer >= 0).any(1, keepdim=True), fewer, picked)


def rows_by_category(pictures: Pictures) -> dict[int, list[np.ndarray]]:
    """Rows of each category that has pictures of two domains or more, an array for each of those domains."""
    label, domain = pictures.label.numpy(), pictures.domain.numpy()
    rows = {c: [np.flatnonzero((label == c) & (domain == d)) for d in np.unique(domain[label == c])] for c in np.unique(label)}
    return {int(c): parts for c, parts in rows.items() if len(parts) > 1}


def draw(rows: dict[int, list[np.ndarray]], categories: int, rng: np.random.Generator) -> np.ndarray:
    """Rows of up to two pictures of each domain of so many categories, at random."""
    chosen = rng.permutation(sorted(rows))[:categories]
    return np.concatenate([rng.permutation(part)[:2] for c in chosen for part in rows[int(c)]])
