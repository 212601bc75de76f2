"""The values that travel between the rooms of the program: frozen, and free of behaviour beyond their own checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

# Ways to picture a thing, in the order in which gated fusion takes its examples.
DOMAINS = ("photo", "art", "cartoon", "sketch")


class InputError(ValueError):
    """Something a person gave cannot be used; the message is one sentence that names the thing and what is wrong."""


@dataclass(frozen=True)
class Stroke:
    """One line drawn without lifting the pen.

    `xy` is float32 `[n, 2]` in the units of the sketch's own canvas, `t` float32 `[n]` in milliseconds from the first
    point of the sketch (zeros where time is not known).
    """

    xy: np.ndarray
    t: np.ndarray

    @staticmethod
    def of(xy: np.ndarray) -> Stroke:
        """A stroke without timing from points `[n, 2]`."""
        points = np.asarray(xy, np.float32).reshape(-1, 2)
        return Stroke(points, np.zeros(len(points), np.float32))


@dataclass(frozen=True)
class Sketch:
    """A drawing: strokes in drawing order on a canvas of `width` x `height` (any units; y grows downwards)."""

    width: float
    height: float
    strokes: tuple[Stroke, ...]

    @property
    def points(self) -> int:
        """How many points all strokes have together."""
        return sum(len(stroke.xy) for stroke in self.strokes)


class Features(NamedTuple):
    """What the backbone says of `n` images.

    `pooled` float32 `[n, d]`, each row of length 1; `attention` float32 `[n, h, w]`, each map sums to 1.
    """

    pooled: np.ndarray
    attention: np.ndarray


@dataclass(frozen=True)
class Photo:
    """A photograph of a gallery: `id` is `category/stem`, unique within the gallery."""

    id: str
    category: str
    domain: str = "photo"


@dataclass(frozen=True)
class Pair:
    """A personal pair: a drawing and the photo it stands for.

    `feature` is the drawing's pooled feature, float32 `[d]`; `photo_feature` float32 `[d]` is set where the photo is not
    in the gallery (then `photo` is a name of its own and `category` what the person calls it).
    """

    sketch: Sketch
    photo: str
    category: str
    feature: np.ndarray
    photo_feature: np.ndarray | None = None


@dataclass(frozen=True)
class Hit:
    """One answer to a query: a photo and its distance in `[0, 2]` in the embedding."""

    photo: str
    category: str
    distance: float


@dataclass(frozen=True)
class Margin:
    """The triplet margin predicted for a category.

    `value` and `spread` (10th and 90th percentile over resampled supports) lie in (0, 1). `source` says what predicted it:
    "your pairs", "gallery" (line drawings traced from the gallery's own photos stand in for a person's) or "unlearned".
    """

    category: str
    value: float
    spread: tuple[float, float]
    source: str
    pairs: int = 0


@dataclass(frozen=True)
class Timing:
    """Milliseconds that the parts of one answer took."""

    raster: float = 0.0
    backbone: float = 0.0
    head: float = 0.0
    search: float = 0.0


@dataclass(frozen=True)
class Retrieval:
    """The ranked answer to one query; `ranked` is sorted by distance, nearest first."""

    ranked: tuple[Hit, ...]
    adapted: bool
    timing: Timing = field(default_factory=Timing)
