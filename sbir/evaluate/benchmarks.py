"""The benchmarks: which drawings ask, which photos answer, which pairs a method may adapt to.

What holds for all of them: support and query never share a photo; the order in which support pairs are taken is fixed by the
seed, so that k = 1 is part of k = 5 and every method sees the same pairs; queries do not depend on k (up to `SUPPORT`) or on
the method; the gallery holds the support's photos too, as the product's does, and figures without them are given beside.

* qmul-shoes, qmul-chairs: one episode a seed. Support out of the published training pairs, queries all test drawings, gallery
  the test photos (and the support's). QMUL's chairs are in no training set; its shoes are.
* sketchy-unseen: two episodes a category and seed. The drawn photos of an unseen category are halved at random; one half
  gives the support, the drawings of the other are the queries, then the other way round. Gallery: the category's photos.
* sketchpad-people: one episode a person and seed, for people who were in no training set. Ten of their drawings may be
  support, the other (up to) 22 are queries; gallery: all 32 objects. Those objects, drawn by others, were trained on.
* world-unseen: one episode a category that is kept out of training, simulated person of the test people, and seed. Support:
  ten of their drawings of the shipped gallery's photos of that category; queries: the others; gallery: the category.
* world-hands: the same with the categories that may be learned, each drawn by a third of the test people.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from sbir.data.pairs import PairSet
from sbir.data.sources import read_source
from sbir.data.world import read_world_gallery, unseen_categories, world_categories
from sbir.types import InputError

SUPPORT = 10


class Episode(NamedTuple):
    """Rows of drawings for `support` (in the order in which they are taken) and `queries`, rows of photos for `gallery`."""

    support: np.ndarray
    queries: np.ndarray
    gallery: np.ndarray


@dataclass(frozen=True)
class Benchmark:
    """`pairs` holds all photos and drawings that any episode refers to by row."""

    name: str
    pairs: PairSet
    kind: str

    def episodes(self, seed: int, usable: np.ndarray) -> list[Episode]:
        """The episodes of a seed, over drawings that are `usable` (bool, one each)."""
        rng = np.random.default_rng(seed)
        return {"qmul": self._qmul, "sketchy": self._sketchy, "people": self._people, "world": self._world}[self.kind](
            rng, usable
        )

    def photo_rows(self) -> np.ndarray:
        """Row of the meant photo of each drawing, int64."""
        row = {photo.id: i for i, photo in enumerate(self.pairs.photos)}
        return np.array([row[drawing.photo] for drawing in self.pairs.drawings])

    def _qmul(self, rng: np.random.Generator, usable: np.ndarray) -> list[Episode]:
        test = np.array([drawing.id.startswith("test/") for drawing in self.pairs.drawings])
        gallery = np.array([photo.id.startswith("test/") for photo in self.pairs.photos])
        return [
            Episode(rng.permutation(np.flatnonzero(~test & usable)), np.flatnonzero(test & usable), np.flatnonzero(gallery))
        ]

    def _sketchy(self, rng: np.random.Generator, usable: np.ndarray) -> list[Episode]:
        category = np.array([photo.category for photo in self.pairs.photos])
        meant = self.photo_rows()
        episodes = []
        for name in self.pairs.categories:
            gallery = np.flatnonzero(category == name)
            drawn = rng.permutation(np.unique(meant[usable & np.isin(meant, gallery)]))
            for half in (drawn[: len(drawn) // 2], drawn[len(drawn) // 2 :]):
                taken = np.isin(meant, half) & usable
                queries = np.flatnonzero(np.isin(meant, drawn) & ~taken & usable)
                if len(half) and len(queries):
                    episodes.append(Episode(_in_turn(rng.permutation(np.flatnonzero(taken)), meant), queries, gallery))
        return episodes

    def _people(self, rng: np.random.Generator, usable: np.ndarray) -> list[Episode]:
        person = np.array([drawing.person for drawing in self.pairs.drawings])
        gallery = np.arange(len(self.pairs.photos))
        episodes = []
        for name in sorted(set(person)):
            own = rng.permutation(np.flatnonzero((person == name) & usable))
            episodes.append(Episode(own[:SUPPORT], np.sort(own[SUPPORT:]), gallery))
        return episodes

    def _world(self, rng: np.random.Generator, usable: np.ndarray) -> list[Episode]:
        person = np.array([drawing.person for drawing in self.pairs.drawings])
        drawn = np.array([drawing.category for drawing in self.pairs.drawings])
        shown = np.array([photo.category for photo in self.pairs.photos])
        episodes = []
        for name, category in sorted(set(zip(person, drawn, strict=True))):
            own = rng.permutation(np.flatnonzero((person == name) & (drawn == category) & usable))
            episodes.append(Episode(own[:SUPPORT], np.sort(own[SUPPORT:]), np.flatnonzero(shown == category)))
        return episodes


def drawn_again(episode: Episode, support: np.ndarray, meant: np.ndarray) -> np.ndarray:
    """Rows of the episode's further drawings of photos that `support`, the part of its support that is used, has."""
    rest = episode.support[~np.isin(episode.support, support)]
    return rest[np.isin(meant[rest], meant[support])]


def _in_turn(drawings: np.ndarray, meant: np.ndarray) -> np.ndarray:
    """Drawings reordered so that each photo gives one before any gives its second."""
    seen: dict[int, int] = {}
    turns = []
    for drawing in drawings:
        photo = int(meant[drawing])
        turns.append(seen.get(photo, 0))
        seen[photo] = turns[-1] + 1
    return drawings[np.argsort(turns, kind="stable")]


def read_benchmark(name: str) -> Benchmark:
    """A benchmark by name; `InputError` lists the names, `MissingDataError` says which data set is needed where."""
    if name in ("qmul-shoes", "qmul-chairs"):
        return Benchmark(name, _joined(name), "qmul")
    if name == "sketchy-unseen":
        return Benchmark(name, read_source("sketchy-test"), "sketchy")
    if name == "sketchpad-people":
        return Benchmark(name, read_source("sketchpad-test"), "people")
    if name in ("world-unseen", "world-hands"):
        return Benchmark(name, _world_pairs(name), "world")
    # The same protocols on validation data: what design decisions are made on.
    if name == "sketchy-val":
        return Benchmark(name, read_source("sketchy-val"), "sketchy")
    if name == "sketchpad-val":
        return Benchmark(name, read_source("sketchpad-val"), "people")
    raise InputError(f"there is no benchmark {name!r}; there are {', '.join(NAMES)}")


NAMES = (
    "qmul-shoes",
    "qmul-chairs",
    "sketchy-unseen",
    "sketchpad-people",
    "world-unseen",
    "world-hands",
    "sketchy-val",
    "sketchpad-val",
)


def _world_pairs(name: str) -> PairSet:
    unseen = unseen_categories()
    if name == "world-unseen":
        return replace(read_world_gallery(unseen, lambda person, category: True), name=name)
    learned = [category for category in world_categories() if category not in unseen]
    turn = {category: i for i, category in enumerate(learned)}
    pairs = read_world_gallery(learned, lambda person, category: (person + turn[category]) % 3 == 0)
    return replace(pairs, name=name)


def _joined(name: str) -> PairSet:
    """Training (with "val") and test pairs of a QMUL set in one, ids prefixed by the split."""
    parts = {"train": ("train", "val"), "test": ("test",)}
    photos, drawings = [], []
    for prefix, splits in parts.items():
        for split in splits:
            read = read_source(f"{name}-{split}")
            photos += [replace(photo, id=f"{prefix}/{photo.id}") for photo in read.photos]
            drawings += [replace(d, id=f"{prefix}/{d.id}", photo=f"{prefix}/{d.photo}") for d in read.drawings]
    return PairSet(name, tuple(photos), tuple(drawings))
