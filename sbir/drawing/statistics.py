"""A drawing in numbers: how it was drawn rather than what it shows, to compare one kind of hand with another."""

from __future__ import annotations

import cv2
import numpy as np

from sbir.drawing.raster import fit
from sbir.types import Sketch

# Lengths are fractions of the longer side of the ink's box; angles are radians.
STEP = 0.02
NEAR = 0.03
SHORT = 0.08
STRAIGHT = 0.12
CORNER = np.pi / 4
CANVAS = 128

NAMES = (
    "strokes",
    "ink",
    "mean length",
    "median length",
    "spread of length",
    "share of short strokes",
    "longest stroke",
    "curvature",
    "straight share",
    "corners per length",
    "wobble",
    "closed strokes",
    "closed ink",
    "loose ends per length",
    "junctions per length",
    "parts",
    "regions",
    "enclosed area",
    "aspect",
    "cells with ink",
    "unevenness",
    "ink at the border",
    "horizontal",
    "vertical",
    "spread of direction",
    "hatching",
    "crowding",
    "mirror symmetry",
)


def describe(sketch: Sketch) -> np.ndarray:
    """Statistics of a drawing in the order of `NAMES`, float32 `[28]`, all finite.

    Where and how large it was drawn does not matter: lengths are fractions of the longer side of the ink's box. What the
    strokes are does: compare only drawings that came the same way, for example all off the same paper
    (`sketch_from_image`), where a stroke ends at a junction whoever drew it. Counts, lengths and ratios of them are logarithms,
    so that twice and half are equally far from one.
    """
    lines = [_even(line) for line in fit(sketch, 1, 1.0)]
    lengths = np.maximum([(len(line) - 1) * STEP for line in lines], STEP / 2)
    ink = float(lengths.sum())
    box = np.ptp(np.concatenate(lines), axis=0)
    closed, loose, junctions = _ends(lines, lengths)
    heads = [np.arctan2(*np.diff(line, axis=0).T[::-1]) for line in lines]
    turns = [_wrapped(np.diff(head)) for head in heads]
    every_turn = np.concatenate([*turns, np.zeros(1)])
    second = np.concatenate([*(np.diff(turn) for turn in turns), np.zeros(1)])
    direction = np.concatenate(heads)
    cells = _cells(lines, 8)
    values = [
        np.log(len(lines)),
        np.log(ink),
        np.log(lengths.mean()),
        np.log(np.median(lengths)),
        np.log(lengths).std(),
        (lengths < SHORT).mean(),
        lengths.max() / ink,
        np.log(np.abs(every_turn).mean() / STEP + 0.1),
        (np.abs(_window(turns)) < STRAIGHT).mean(),
        np.log(_corners(turns) / ink + 0.1),
        np.log(np.abs(second).mean() / (np.abs(every_turn).mean() + 1e-3) + 0.1),
        closed.mean(),
        float(lengths[closed].sum()) / ink,
        np.log(loose / ink + 0.1),
        np.log(junctions / ink + 0.1),
        *_areas(lines),
        np.log((box[1] + 0.01) / (box[0] + 0.01)),
        (cells > 0).mean(),
        _unevenness(cells),
        _border(lines),
        (np.abs(np.cos(direction)) > np.cos(np.pi / 12)).mean(),
        (np.abs(np.sin(direction)) > np.cos(np.pi / 12)).mean(),
        _entropy(np.histogram(direction % np.pi, 12, (0, np.pi))[0]),
        _hatching(lines, lengths),
        np.log(cells.max() / cells.sum() * cells.size),
        _symmetry(lines),
    ]
    return np.array(values, np.float32)


def _even(line: np.ndarray) -> np.ndarray:
    """The line with a point every `STEP`, float64 `[n, 2]`, n at least 2, smoothed over one step on either side."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line.astype(np.float64), axis=0).T))])
    count = max(2, round(along[-1] / STEP) + 1)
    at = np.linspace(0, along[-1], count)
    even = np.column_stack([np.interp(at, along, line[:, axis]) for axis in (0, 1)])
    if count > 2:
        even[1:-1] = (even[:-2] + 2 * even[1:-1] + even[2:]) / 4
    return even


def _wrapped(angle: np.ndarray) -> np.ndarray:
    return (angle + np.pi) % (2 * np.pi) - np.pi


def _window(turns: list[np.ndarray]) -> np.ndarray:
    """The turn over every three successive points of turning, of all lines; [0] where all are shorter."""
    sums = [np.convolve(turn, np.ones(3), "valid") for turn in turns if len(turn) >= 3]
    return np.concatenate(sums) if sums else np.zeros(1)


def _corners(turns: list[np.ndarray]) -> int:
    count = 0
    for turn in turns:
        sharp = np.abs(np.convolve(turn, np.ones(2), "valid")) > CORNER if len(turn) > 1 else np.zeros(0, bool)
        count += int((np.diff(sharp.astype(int), prepend=0) > 0).sum())
    return count


def _ends(lines: list[np.ndarray], lengths: np.ndarray) -> tuple[np.ndarray, int, int]:
    """Which strokes close, bool `[strokes]`; how many ends of the others lie free; how many lie on another stroke."""
    first, last = (np.array([line[i] for line in lines]) for i in (0, -1))
    closed = (np.hypot(*(first - last).T) < np.minimum(2 * NEAR, 0.2 * lengths)) & (lengths > 0.1)
    points = np.concatenate(lines)
    owner = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    open_ones = np.flatnonzero(~closed)
    ends = np.concatenate([first[open_ones], last[open_ones]])
    whose = np.concatenate([open_ones, open_ones])
    near = ((ends[:, None] - points[None]) ** 2).sum(2) < NEAR**2
    touching = (near & (owner[None] != whose[:, None])).any(1)
    return closed, int((~touching).sum()), int(touching.sum())


def _areas(lines: list[np.ndarray]) -> tuple[float, float, float]:
    """Log of the number of connected parts of ink, log of one more than the enclosed regions, share of the box enclosed."""
    canvas = np.zeros((CANVAS, CANVAS), np.uint8)
    points = [np.round((line - 0.5) * (CANVAS - 12) + CANVAS / 2).astype(np.int32)[:, None] for line in lines]
    cv2.polylines(canvas, points, False, 1, 3)
    parts = cv2.connectedComponents(canvas)[0] - 1
    _, _, found, _ = cv2.connectedComponentsWithStats(1 - canvas, connectivity=4)
    # The largest of the grounds that reach the corner is the paper; padding makes it one.
    areas = found[2:, cv2.CC_STAT_AREA]
    inside = areas[areas >= 8]
    return float(np.log(parts)), float(np.log1p(len(inside))), float(inside.sum()) / CANVAS**2


def _cells(lines: list[np.ndarray], n: int) -> np.ndarray:
    points = np.concatenate(lines)
    return np.histogram2d(points[:, 1], points[:, 0], n, ((0, 1), (0, 1)))[0]


def _unevenness(cells: np.ndarray) -> float:
    """One minus the entropy of where the ink lies, as a share of the greatest possible."""
    return 1 - _entropy(cells.ravel()) / np.log(cells.size)


def _entropy(counts: np.ndarray) -> float:
    share = counts[counts > 0] / counts.sum()
    return float(-(share * np.log(share)).sum())


def _border(lines: list[np.ndarray]) -> float:
    """Share of the ink within a tenth of the box's own sides of its border."""
    points = np.concatenate(lines)
    low, high = points.min(0), points.max(0)
    unit = (points - low) / np.maximum(high - low, 1e-6)
    return float(((unit < 0.1) | (unit > 0.9)).any(1).mean())


def _hatching(lines: list[np.ndarray], lengths: np.ndarray) -> float:
    """Share of the strokes that are straight and have a straight neighbour beside them, as long and as steep as they."""
    chord = np.array([line[-1] - line[0] for line in lines])
    reach = np.hypot(*chord.T)
    straight = (reach > 0.93 * lengths) & (lengths > NEAR) & (lengths < 0.5)
    if straight.sum() < 2:
        return 0.0
    middle = np.array([(line[0] + line[-1]) / 2 for line in lines])[straight]
    angle, reach = np.arctan2(chord[straight, 1], chord[straight, 0]), reach[straight]
    steep = np.abs(np.sin(angle[:, None] - angle[None])) < np.sin(0.2)
    beside = np.hypot(*(middle[:, None] - middle[None]).transpose(2, 0, 1)) < 0.1
    long = np.abs(np.log(reach[:, None] / reach[None])) < np.log(2)
    pairs = steep & beside & long
    np.fill_diagonal(pairs, False)
    return float(pairs.any(1).sum()) / len(lines)


def _symmetry(lines: list[np.ndarray]) -> float:
    """Correlation, in [-1, 1], of where the ink lies with its mirror image, left and right exchanged."""
    cells = cv2.GaussianBlur(_cells(lines, 16), (0, 0), 1.0)
    return float(np.corrcoef(cells.ravel(), cells[:, ::-1].ravel())[0, 1])
