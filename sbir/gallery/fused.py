"""Fuse and Attend on a gallery: a drawing, one example of its category from each domain, and where all of them lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from sbir.gallery.store import Gallery
from sbir.model.learner import Learner
from sbir.types import DOMAINS, InputError

# The map shows the category and the others that lie nearest to it.
NEIGHBOURS = 5


@dataclass(frozen=True)
class Example:
    """One example: its `domain`, its `photo` (an id in that domain's gallery; for "sketch" the photo whose traced lines these
    are), how far its `gate` is open (0 to 1), its share of the `attention`, and its `distance` from the query (0 to 2)."""

    domain: str
    photo: str
    gate: float
    attention: float
    distance: float


@dataclass(frozen=True)
class Spot:
    """A picture on the map: `x` and `y` in about -1 to 1, its domain, category and id."""

    x: float
    y: float
    domain: str
    category: str
    photo: str


@dataclass(frozen=True)
class FusedExamples:
    """What fusing made of one drawing: its `category`, the examples, the `distance` from the drawing to their fused positive,
    and a map of the embedding: `spots` of the pictures of `categories` (the drawing's first), `query` and `positive` on it."""

    category: str
    examples: tuple[Example, ...]
    distance: float
    categories: tuple[str, ...]
    spots: tuple[Spot, ...]
    query: tuple[float, float]
    positive: tuple[float, float]


class FusedGallery:
    """The embeddings, by the fusion, of every picture of a gallery's domains; made once, for all drawings."""

    def __init__(self, learner: Learner, galleries: Mapping[str, Gallery]):
        """`galleries` by domain; "photo" has to be there, its traced lines are the domain "sketch"."""
        self.learner = learner
        parts: list[tuple[str, Gallery, np.ndarray]] = [(d, g, g.pooled) for d, g in galleries.items()]
        parts.append(("sketch", galleries["photo"], galleries["photo"].lines))
        self.domain = np.concatenate([np.full(len(pooled), d) for d, _, pooled in parts])
        self.category = np.array([photo.category for _, g, _ in parts for photo in g.photos])
        self.photo = [photo.id for _, g, _ in parts for photo in g.photos]
        self.pooled = torch.from_numpy(np.concatenate([pooled for _, _, pooled in parts]))
        with torch.inference_mode():
            self.embedded: Tensor = learner.fusion.embedding(self.pooled - learner.centre)
        names = sorted({str(name) for name in self.category})
        self.means = {name: self.embedded[torch.from_numpy(self.category == name)].mean(0) for name in names}

    def fuse(self, feature: np.ndarray, category: str, turn: int = 0) -> FusedExamples:
        """Fuse, for a drawing's pooled feature float32 `[d]`, the example of `category` that is nearest to it in each domain,
        or the `turn`-th nearest after it. `InputError` for a category that is not there."""
        if category not in self.means:
            raise InputError(f"there is no category {category[:40]!r}; there are {', '.join(list(self.means)[:40])}")
        pooled = torch.from_numpy(feature)[None]
        with torch.inference_mode():
            query = self.learner.fusion.embedding(pooled - self.learner.centre)[0]
            distances = (2 - 2 * self.embedded @ query).clamp_min(0).sqrt()
            rows = [self._nearest(distances, domain, category, turn) for domain in DOMAINS]
            present = torch.tensor([[row >= 0 for row in rows]])
            fused = self.learner.fuse(pooled, self.pooled[[max(row, 0) for row in rows]][None], present)
            positive = fused.positive[0]
        examples = tuple(
            Example(domain, self.photo[row], float(fused.gates[0, j]), float(fused.attention[0, j]), float(distances[row]))
            for j, (domain, row) in enumerate(zip(DOMAINS, rows, strict=True))
            if row >= 0
        )
        apart = float((2 - 2 * positive @ query).clamp_min(0).sqrt())
        return FusedExamples(category, examples, apart, *self._map(category, query, positive))

    def _nearest(self, distances: Tensor, domain: str, category: str, turn: int) -> int:
        rows = np.flatnonzero((self.domain == domain) & (self.category == category))
        if not len(rows):
            return -1
        order = rows[np.argsort(distances[torch.from_numpy(rows)].numpy(), kind="stable")]
        return int(order[turn % len(order)])

    def _map(
        self, category: str, query: Tensor, positive: Tensor
    ) -> tuple[tuple[str, ...], tuple[Spot, ...], tuple[float, float], tuple[float, float]]:
        """The plane that shows best how the categories' means lie, with the pictures, the query and the positive on it.

        Fewer than three categories span no plane: then it is the one that shows best how their pictures lie.
        """
        around = sorted(self.means, key=lambda name: -float(self.means[name] @ self.means[category]))
        shown = tuple([category, *(name for name in around if name != category)][: NEIGHBOURS + 1])
        rows = np.flatnonzero(np.isin(self.category, shown))
        pictures = self.embedded[torch.from_numpy(rows)]
        spread = torch.stack([self.means[name] for name in shown]) if len(shown) > 2 else pictures
        middle = spread.mean(0)
        plane = torch.linalg.svd(spread - middle, full_matrices=False)[2][:2].T
        placed = (pictures - middle) @ plane
        size = float(placed.abs().max().clamp_min(1e-6))

        def at(point: Tensor) -> tuple[float, float]:
            x, y = ((point - middle) @ plane / size).clamp(-1.2, 1.2).tolist()
            return round(x, 4), round(y, 4)

        spots = tuple(
            Spot(round(x, 4), round(y, 4), str(self.domain[row]), str(self.category[row]), self.photo[row])
            for row, (x, y) in zip(rows, (placed / size).tolist(), strict=True)
        )
        return shown, spots, at(query), at(positive)
