"""The last stage of training, on features: margin network and the inner loop's rates, on things that F has not seen.

On what F has learned there is nothing left for an inner loop to do, and a dozen thousand numbers (margin network and rates, not
the head) may be fitted where little data is left.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from sbir.config import AdaptConfig, TuneConfig
from sbir.data.pairs import PairSet
from sbir.gallery.store import rows_of
from sbir.learn.adapt import adapt
from sbir.learn.meta import predicted_margin, query_loss
from sbir.learn.support import support_against_gallery
from sbir.model.learner import Learner
from sbir.types import InputError


class Task(NamedTuple):
    """Rows of drawings for the support, for queries that mean another photo than any of the support, and for queries that mean
    one of the support's (somebody's second drawing of it); rows of photos of the gallery."""

    support: np.ndarray
    new: np.ndarray
    again: np.ndarray
    gallery: np.ndarray


@dataclass(frozen=True)
class TaskSet:
    """A set as features: `drawings` `[n, d]`, `photos` `[p, d]` and the `kind` (category) of each, the row of the photo that
    each drawing means, and the tasks' owners: rows of drawings that share a category, or a person; the gallery of each owner.

    by_photo: support and queries share no photo (several people drew each); otherwise no drawing.
    """

    drawings: Tensor
    photos: Tensor
    kind: np.ndarray
    meant: np.ndarray
    owners: tuple[tuple[np.ndarray, np.ndarray], ...]
    by_photo: bool
    weight: float

    def task(self, rng: np.random.Generator, most: int) -> Task:
        """A task with 1 to `most` pairs in its support."""
        rows, gallery = self.owners[rng.integers(len(self.owners))]
        k = int(rng.integers(1, most + 1))
        if not self.by_photo:
            order = rng.permutation(rows)
            k = min(k, len(order) // 2)
            return Task(order[:k], order[k:], order[:0], gallery)
        drawn = rng.permutation(np.unique(self.meant[rows]))
        mine = np.isin(self.meant[rows], drawn[: max(1, len(drawn) // 2)])
        own = rng.permutation(rows[mine])
        support = own[:k]
        again = own[k:]
        return Task(support, rows[~mine], again[np.isin(self.meant[again], self.meant[support])], gallery)


def task_set(pairs: PairSet, drawings: Tensor, usable: np.ndarray, photos: Tensor, by_person: bool, weight: float) -> TaskSet:
    """Tasks of `pairs` from the features of its drawings `[n, d]` (those that are `usable`) and photos `[p, d]`."""
    row = {photo.id: i for i, photo in enumerate(pairs.photos)}
    meant = np.array([row[drawing.photo] for drawing in pairs.drawings])
    category = np.array([photo.category for photo in pairs.photos])
    if by_person:
        person = np.array([drawing.person or "" for drawing in pairs.drawings])
        owned = [(np.flatnonzero((person == name) & usable), np.arange(len(photos))) for name in sorted(set(person))]
    else:
        owned = [
            (np.flatnonzero((category[meant] == name) & usable), np.flatnonzero(category == name)) for name in pairs.categories
        ]
    by_photo = not by_person and len(np.unique(meant)) < len(meant)
    enough = [(rows, gallery) for rows, gallery in owned if len(np.unique(meant[rows])) > 1]
    if not enough:
        raise InputError(f"{pairs.name} has no task: nothing of which two photos were drawn")
    return TaskSet(drawings, photos, category, meant, tuple(enough), by_photo, weight)


def tune(learner: Learner, sets: Sequence[TaskSet], inner: AdaptConfig, config: TuneConfig) -> Learner:
    """A copy of `learner` with margin network and rates fitted anew for the inner loop `inner`; the head stays as it is.

    The outer loss is L_T of the adapted head with a fixed margin (Adaptive fine-grained SBIR): on new things, among whose
    negatives are the support's photos, and, weighted by `config.again`, on other drawings of the support's photos.
    """
    torch.manual_seed(config.seed)
    rng = np.random.default_rng(config.seed)
    tuned = copy.deepcopy(learner)
    tuned.forget_adaptation()
    tuned.requires_grad_(False)
    fitted = [*tuned.margin_network.requires_grad_(True).parameters()]
    optimizer = torch.optim.Adam(
        [{"params": fitted, "lr": config.rate}, {"params": [tuned.log_rates.requires_grad_(True)], "lr": 10 * config.rate}]
    )
    weights = np.array([data.weight for data in sets])
    for _ in range(config.steps):
        losses = []
        for _ in range(config.tasks):
            data = sets[rng.choice(len(sets), p=weights / weights.sum())]
            losses.append(_outer(tuned, data, data.task(rng, config.pairs), inner, config))
        optimizer.zero_grad(set_to_none=True)
        torch.stack(losses).mean().backward()
        torch.nn.utils.clip_grad_norm_([*fitted, tuned.log_rates], 1.0)
        optimizer.step()
    return tuned.requires_grad_(False)


def _outer(learner: Learner, data: TaskSet, task: Task, inner: AdaptConfig, config: TuneConfig) -> Tensor:
    gallery = np.union1d(task.gallery, data.meant[task.support])
    photos = data.photos[gallery]
    drawings, meant = data.drawings[task.support], data.photos[data.meant[task.support]]
    kinds = data.kind[data.meant[task.support]].tolist()
    support = support_against_gallery(drawings, meant, kinds, photos, rows_of(data.kind[gallery]), inner.negatives)
    margin = predicted_margin(learner, drawings, meant, inner)
    head = adapt(learner.head, support, margin, learner.rates, inner, differentiable=True)
    total = torch.zeros(())
    for queries, weight in ((task.new, 1.0), (task.again, config.again)):
        if len(queries):
            target = torch.from_numpy(np.searchsorted(gallery, data.meant[queries]))
            total = total + weight * query_loss(head, data.drawings[queries], photos, target, config.margin)
    return total
