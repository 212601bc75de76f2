"""Searching all of a gallery, whatever its kinds, before and after a few pairs: what somebody does who draws on the page.

The protocols of `sbir.evaluate.benchmarks` search one kind and ask for the very photo. Here nobody says what kind of thing is
drawn, so that first of all the right kind has to come up; and pairs can help with that.

An episode: of a group of drawings, those of one kind or of one person, up to `SUPPORT` at random may be pairs, taken in a
fixed order, so that k = 1 is part of k = 5; the group's other drawings, of other photos, are the queries, whatever k. All
drawings of kinds that the group does not have tell what the pairs cost them. The photo of a pair is the one that was drawn; of
a drawing that was made without a photo, the first of its kind that comes up for it before there are pairs, which is where a
person would stop looking.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from sbir.config import AdaptConfig
from sbir.evaluate.methods import Run
from sbir.evaluate.run import bootstrap, compared
from sbir.gallery.nearness import FUSED_KIND, KIND, REACH, drawing_vectors, gallery_vectors, teach_kinds
from sbir.gallery.store import rows_of
from sbir.learn.support import support_against_gallery
from sbir.model.head import Head, detached
from sbir.model.learner import Learner

SUPPORT = 5
# A group with fewer drawings leaves too few to ask with.
_FEWEST = 8


class Asked(NamedTuple):
    """Drawings `[n, d]`, of what kind each is `drawn` and to which `group` it belongs (`[n]` names), the rows `[n]` of the
    photos that are `meant` (-1: none); and the gallery, photos `[g, d]` of the `kinds` `[g]`."""

    drawings: Tensor
    drawn: np.ndarray
    group: np.ndarray
    meant: np.ndarray
    photos: Tensor
    kinds: np.ndarray


class Weights(NamedTuple):
    """The settings of `sbir.gallery.nearness`. reach None: pairs say nothing of kinds, they only move the head."""

    kind: float = KIND
    fused: float = FUSED_KIND
    reach: float | None = REACH


AS_SHIPPED = Weights()


class Found(NamedTuple):
    """Over all episodes, of the queries: their rows, whether a photo of the right kind came `first`, the share of such among
    the first `ten`, and the `rank` of the very photo (0 where none was meant); and of drawings of `others` kinds their rows and
    whether the right kind came first."""

    queries: np.ndarray
    first: np.ndarray
    ten: np.ndarray
    rank: np.ndarray
    others: np.ndarray
    others_first: np.ndarray


def episodes(asked: Asked, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """For each group with enough drawings, rows of those that may be pairs, of the queries, and of drawings of other kinds."""
    rng = np.random.default_rng(seed)
    for name in sorted(set(asked.group)):
        own = rng.permutation(np.flatnonzero(asked.group == name))
        if len(own) < _FEWEST:
            continue
        support, rest = own[:SUPPORT], own[SUPPORT:]
        known = (asked.meant[rest] >= 0) & np.isin(asked.meant[rest], asked.meant[support])
        if not known.all():
            yield support, rest[~known], np.flatnonzero(~np.isin(asked.drawn, asked.drawn[own]))


def search_everywhere(
    asked: Asked, learner: Learner, run: Run | None, k: int, seeds: int, weights: Weights = AS_SHIPPED
) -> Found:
    """What is found with `k` pairs of a group by a method's `run` (None: by the head as it is, and no pair)."""
    begin = _Seen(asked, learner, weights)
    start = detached(learner.head)
    similar = begin.similar(start, np.arange(len(asked.drawings)))
    parts = []
    for seed in range(seeds):
        for support, queries, others in episodes(asked, seed):
            both = np.concatenate([queries, others])
            found = similar[both]
            if run is not None:
                pairs = support[:k]
                photos = _photos(asked, similar, pairs)
                found = begin.similar(begin.taught(run, pairs, photos), both, pairs, photos)
            parts.append(
                (queries, *_told(asked, found[: len(queries)], queries), others, _first(asked, found, both)[len(queries) :])
            )
    return Found(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def told(found: Found, before: Found) -> dict[str, Any]:
    """Figures of one row: how often the right kind came first, with its interval and its difference to `before`; the share of
    right photos among the first ten; how often the very `photo` came first and among the first ten, where one was meant; and
    how often the right kind came first for drawings of `others` kinds, where there are any."""
    right, was = (np.where(one.first, 1, 2) for one in (found, before))
    figures: dict[str, Any] = {
        "kind@1": _share(found.first),
        "ci95": bootstrap(found.queries, found.first),
        "kind@10": _share(found.ten),
        "against": compared(found.queries, right, was),
        "queries": len(np.unique(found.queries)),
    }
    if len(found.others):
        others, were = (np.where(one.others_first, 1, 2) for one in (found, before))
        figures["others"] = {"kind@1": _share(found.others_first), "against": compared(found.others, others, were)}
    if (found.rank > 0).all():
        figures["photo"] = {
            "acc@1": _share(found.rank == 1),
            "acc@10": _share(found.rank <= 10),
            "against": compared(found.queries, found.rank, before.rank),
        }
    return figures


class _Seen:
    """A gallery as heads see it; most see it alike, and then it is embedded once."""

    def __init__(self, asked: Asked, learner: Learner, weights: Weights) -> None:
        self.asked, self.learner, self.weights = asked, learner, weights
        self.rows = rows_of(asked.kinds)
        self._last: tuple[Head, Tensor] | None = None

    @torch.inference_mode()
    def similar(
        self, head: Head, rows: np.ndarray, pairs: Sequence[int] | np.ndarray = (), photos: np.ndarray | None = None
    ) -> Tensor:
        """`[n, g]`: how like some drawings and all photos are, where `pairs` with their `photos` have been given."""
        vectors, taught = self._vectors(head), None
        if len(pairs) and photos is not None and self.weights.reach is not None:
            taught = teach_kinds(self.learner, self.asked.drawings[pairs], vectors[photos])
        reach = REACH if self.weights.reach is None else self.weights.reach
        return drawing_vectors(self.learner, head, self.asked.drawings[rows], taught, reach) @ vectors.T

    def taught(self, run: Run, pairs: np.ndarray, photos: np.ndarray) -> Head:
        """The head that a method makes of `pairs` and their `photos`."""
        asked = self.asked
        kinds = asked.kinds[photos].tolist()
        negatives = AdaptConfig().negatives
        return run(
            support_against_gallery(asked.drawings[pairs], asked.photos[photos], kinds, asked.photos, self.rows, negatives)
        )

    def _vectors(self, head: Head) -> Tensor:
        last = self._last
        if last is None or not all(torch.equal(getattr(head, n), getattr(last[0], n)) for n in ("weight", "bias", "centre")):
            kind, fused, _ = self.weights
            last = head, gallery_vectors(self.learner, head, self.asked.photos, self.rows, kind, fused)
            self._last = last
        return last[1]


def _photos(asked: Asked, similar: Tensor, pairs: np.ndarray) -> np.ndarray:
    """Rows of the photos of `pairs`."""
    right = torch.from_numpy(asked.kinds == asked.drawn[pairs][:, None])
    first = similar[pairs].masked_fill(~right, -torch.inf).argmax(1).numpy()
    return np.where(asked.meant[pairs] >= 0, asked.meant[pairs], first)


def _told(asked: Asked, similar: Tensor, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    order = (-similar).argsort(dim=1, stable=True).numpy()
    right = asked.kinds[order] == asked.drawn[rows][:, None]
    rank = np.where(asked.meant[rows] >= 0, (order == asked.meant[rows][:, None]).argmax(1) + 1, 0)
    return right[:, 0], right[:, :10].mean(1), rank


def _first(asked: Asked, similar: Tensor, rows: np.ndarray) -> np.ndarray:
    return asked.kinds[similar.argmax(1).numpy()] == asked.drawn[rows]


def _share(values: np.ndarray) -> float:
    return round(float(np.mean(values)), 4)
