"""A domain that costs no data: the lines of each picture, traced and drawn by simulated people."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sbir.data.domains import DomainSet
from sbir.data.prepared import each, kept
from sbir.drawing import draw_traced, random_hand, rasterise, redraw, sketch_from_image, trace
from sbir.types import InputError, Sketch


class _Work(NamedTuple):
    image: np.ndarray
    drawn: bool
    copies: int
    seed: int


def line_drawings(data: DomainSet, copies: int) -> np.ndarray:
    """`copies` drawings of every picture, by other hands each: uint8 `[copies, n, S, S]`, black on white; kept in the cache.

    A picture of the domain "sketch" is drawn again from its own strokes, any other from its traced lines. Blank where there is
    no line.
    """

    def draw() -> np.ndarray:
        drawn = [data.domains[d] == "sketch" for d in data.domain]
        work = [_Work(image, drawn[i], copies, i) for i, image in enumerate(data.images)]
        return np.stack(list(each(_draw, work, f"{data.name}: lines", None)), axis=1)

    return kept(f"lines-{data.name}-{data.images.shape[1]}-{copies}-{data.fingerprint}", draw)


def _draw(work: _Work) -> np.ndarray:
    rng, size = np.random.default_rng(work.seed), len(work.image)
    blank = np.full((size, size), 255, np.uint8)
    if work.drawn:
        try:
            own = sketch_from_image(work.image)
        except InputError:
            return np.stack([blank] * work.copies)
        made: list[Sketch | None] = [redraw(own, random_hand(rng), rng) or own for _ in range(work.copies)]
    else:
        lines = trace(work.image)
        made = [draw_traced(lines, random_hand(rng), rng) for _ in range(work.copies)]
    return np.stack([blank if sketch is None else rasterise(sketch, size)[..., 0] for sketch in made])
