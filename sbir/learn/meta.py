"""The outer loop's loss: each task adapts the head on its support and is judged on its queries."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from sbir.config import AdaptConfig, LossConfig
from sbir.learn.adapt import Support, adapt
from sbir.learn.losses import distance, hinge_triplet
from sbir.model.head import Head, embed_drawings, embed_photos
from sbir.model.learner import Learner


class Outer(NamedTuple):
    """Scalars over a batch of tasks: the triplet loss of the queries with the adapted head, with the head as it is, of
    the support's own drawings with the adapted head, and the mean predicted margin."""

    adapted: Tensor
    plain: Tensor
    own: Tensor
    margin: Tensor


def outer_loss(
    learner: Learner, drawings: Tensor, photos: Tensor, support: int, inner: AdaptConfig, config: LossConfig
) -> Outer:
    """L_T over queries after adaptation, averaged over tasks.

    `drawings`, `photos`: pooled features `[t, n, d]` of `t` tasks; the first `support` pairs of each are its support, the
    rest its queries. The negatives of a query are *all* other photos of the task, those of the support among them: a
    support photo pulled towards its drawing must not come up for every other drawing too.
    """
    adapted, plain, own, margins = [], [], [], []
    for task_drawings, task_photos in zip(drawings, photos, strict=True):
        task = first_pairs(task_drawings, task_photos, support)
        margin = predicted_margin(learner, task.drawings, task.photos, inner)
        head = adapt(learner.head, task, margin, learner.rates, inner, differentiable=True)
        queries = task_drawings[support:]
        rows = torch.arange(len(task_photos), device=task_photos.device)
        adapted.append(query_loss(head, queries, task_photos, rows[support:], config.margin))
        plain.append(query_loss(learner.head, queries, task_photos, rows[support:], config.margin))
        own.append(query_loss(head, task.drawings, task_photos, rows[:support], config.margin))
        margins.append(margin)
    return Outer(*(torch.stack(values).mean() for values in (adapted, plain, own, margins)))


def predicted_margin(learner: Learner, drawings: Tensor, photos: Tensor, inner: AdaptConfig) -> Tensor:
    """The margin of a support `[k, d]`, a scalar: told by the margin network, or the fixed one of `inner`."""
    return learner.margin(drawings, photos) if inner.margin is None else torch.tensor(inner.margin)


def first_pairs(drawings: Tensor, photos: Tensor, k: int) -> Support:
    """The first `k` pairs of a task `[n, d]` as a support; the negatives of each are all other photos of the task."""
    n = len(photos)
    others = torch.tensor([[j for j in range(n) if j != i] for i in range(k)], device=photos.device).reshape(k, n - 1)
    mask = torch.ones(k, n - 1, dtype=torch.bool, device=photos.device)
    mean = photos.mean(0)
    return Support(drawings[:k], photos[:k], photos, others, mask, mean.expand(k, -1), mean)


def query_loss(head: Head, queries: Tensor, photos: Tensor, target: Tensor, margin: float) -> Tensor:
    """Hinge triplet of query i against photo `target[i]` and all others, mean over the violated triplets; a scalar."""
    between = distance(embed_drawings(head, queries) @ embed_photos(head, photos).T)
    own = torch.arange(len(queries), device=photos.device)
    losses = hinge_triplet(between[own, target][:, None], between, margin)
    others = torch.ones_like(losses, dtype=torch.bool)
    others[own, target] = False
    losses = losses * others
    return losses.sum() / (losses > 0).sum().clamp_min(1)
