"""What the engine takes and gives, as values: a drawing encoded, one person's state, and what adapting did to it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from sbir.gallery.nearness import Taught
from sbir.gallery.own import NO_PHOTOS, OwnPhotos
from sbir.model.head import Head
from sbir.types import DOMAINS, Margin, Pair, Sketch, Timing
from sbir.view import View


@dataclass(frozen=True)
class Query:
    """A drawing, encoded: `raster` uint8 `[size, size, 3]`, `feature` float32 `[d]`, `attention` float32 `[h, w]`."""

    sketch: Sketch
    raster: np.ndarray
    feature: np.ndarray
    attention: np.ndarray
    timing: Timing


@dataclass(frozen=True)
class Session:
    """One person's state, a value: their head, its `view` of the galleries, the pairs that made it and what they say of kinds;
    and photos of their `own`, with those as the head sees them."""

    head: Head
    view: View
    pairs: tuple[Pair, ...] = ()
    own: OwnPhotos = NO_PHOTOS
    own_embedded: Tensor = field(default_factory=lambda: torch.zeros(0, 0))
    taught: Taught | None = None

    @property
    def adapted(self) -> bool:
        """Whether any pair has moved the head."""
        return bool(self.pairs)

    @property
    def embedded(self) -> Tensor:
        """The photos as the head sees them, float32 `[g, v]` (`gallery_vectors`)."""
        return self.view.vectors(DOMAINS[0])


@dataclass(frozen=True)
class Adaptation:
    """What adapting did: a new session, the support's loss and the rank of each pair's photo before and after.

    Ranks are within the whole gallery; 0 for a pair whose photo is not in it. `margins` are those of the pairs' categories.
    `ms` is what the inner loop and re-embedding the gallery took, in milliseconds.
    """

    session: Session
    loss_before: float
    loss_after: float
    ranks_before: tuple[int, ...]
    ranks_after: tuple[int, ...]
    margins: tuple[Margin, ...]
    steps: int
    ms: float
