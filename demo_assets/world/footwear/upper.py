# SPDX-License-Identifier: GPL-3.0-or-later
"""The upper: a skin drawn over the last from the feather edge to the opening, and patches that lie on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..mesh import Array
from ..shapes.curves import bezier, resample, smooth_interpolation, spline
from .last import COLUMNS, Last

TOE = COLUMNS // 2


@dataclass(frozen=True)
class Opening:
    """The topline. Shares of the length for `back` and `throat`; heights above the foot bed there and at the side.

    A boot has a shaft above it: `shaft` is its height, `flare` widens its top, `dip` lowers its side at the top.
    """

    back: float
    throat: float
    half_width: float
    back_height: float
    side_height: float
    throat_height: float
    shaft: float = 0.0
    flare: float = 0.0
    dip: float = 0.0


class Upper:
    """Points `grid` [rows, COLUMNS, 3]: row 0 is the feather edge, the last row the topline."""

    def __init__(self, last: Last, opening: Opening, toe_box: float, fullness: float = 0.45) -> None:
        self.last = last
        self.grid = _skin(last, opening, toe_box, fullness)
        down = np.gradient(self.grid, axis=0)
        around = np.roll(self.grid, -1, axis=1) - np.roll(self.grid, 1, axis=1)
        normal = np.cross(around, down)
        self.normals = normal / np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-9)

    def at(self, row: ArrayLike, column: ArrayLike, proud: float = 0.0) -> Array:
        """Points at row in [0, 1] and column (any real, wraps round), lifted off the skin by `proud`."""
        r, c = np.broadcast_arrays(np.asarray(row, float), np.asarray(column, float))
        r = np.clip(r, 0, 1) * (len(self.grid) - 1)
        i = np.minimum(r.astype(int), len(self.grid) - 2)
        j = np.floor(c).astype(int)
        u, v = (r - i)[..., None], (c - j)[..., None]
        a, b = j % COLUMNS, (j + 1) % COLUMNS
        points = [
            (1 - u) * ((1 - v) * g[i, a] + v * g[i, b]) + u * ((1 - v) * g[i + 1, a] + v * g[i + 1, b])
            for g in (self.grid, self.normals)
        ]
        return points[0] + proud * points[1]

    def ridge(self, t: float) -> tuple[Array, Array]:
        """The point at a share of the length of the line from toe to throat, and the direction of that line there."""
        line = resample(self.grid[:, TOE], 200)
        i = int(np.clip(t, 0, 1) * 197) + 1
        direction = line[i + 1] - line[i - 1]
        return line[i], direction / np.linalg.norm(direction)

    def across(self, t: float, upright: float = 0.0) -> tuple[Array, Array]:
        """The section of the skin square to the ridge at t, from the outer side to the inner: [n, 3], and normals.

        `upright` in [0, 1] turns the plane of the section towards the vertical.
        """
        start, direction = self.ridge(t)
        direction = (1 - upright) * direction + upright * np.array([-1.0, 0.0, 0.0])
        halves = []
        for step in (-1, 1):
            points: list[Array] = []
            previous = start
            for offset in range(0 if step < 0 else 1, COLUMNS // 2):
                crossing = self._crossing((TOE + step * offset) % COLUMNS, start, direction, previous)
                if crossing is None:
                    break
                points.append(crossing)
                previous = crossing[0]
            halves.append(points)
        both = np.array(halves[0][::-1] + halves[1])
        return both[:, 0], both[:, 1]

    def _crossing(self, column: int, origin: Array, direction: Array, near: Array) -> Array | None:
        """Where a column of the skin passes the plane, nearest to a point; with its normal: [2, 3]."""
        line, normals = self.grid[:, column], self.normals[:, column]
        side = (line - origin) @ direction
        hits = np.flatnonzero(side[:-1] * side[1:] <= 0)
        if not len(hits):
            return None
        share = side[hits] / (side[hits] - side[hits + 1] + 1e-12)
        points = line[hits] + share[:, None] * (line[hits + 1] - line[hits])
        gap = np.linalg.norm(points - near, axis=1)
        best = int(gap.argmin())
        if gap[best] > 2.6:
            return None
        return np.stack([points[best], normals[hits[best]]])

    def band(self, t: float, low: float, high: float, proud: float, samples: int = 24, upright: float = 0.0) -> Array:
        """Part of a section: arc length from the ridge in [low, high] cm, clipped to the skin: [samples, 3]."""
        points, normals = self.across(t, upright)
        start, _ = self.ridge(t)
        arc = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
        arc -= arc[int(np.linalg.norm(points - start, axis=1).argmin())]
        at = np.linspace(max(low, arc[0]), min(high, arc[-1]), samples)
        lifted = points + proud * normals
        return np.stack([np.interp(at, arc, lifted[:, k]) for k in range(3)], axis=1)

    def patch(self, ts: Array, low: float, high: float, proud: float, upright: float = 0.0) -> Array:
        """Bands side by side, from the toe upwards: [len(ts), 24, 3]."""
        return np.array([self.band(float(t), low, high, proud, upright=upright) for t in ts])


def _skin(last: Last, opening: Opening, toe_box: float, fullness: float) -> Array:
    edge = last.edge(lift=0.02)
    top = _topline(last, opening)
    shares = last.shares
    toward_toe = smooth_interpolation(shares, (0, opening.throat * 0.75, 0.5 + opening.throat * 0.5, 1), (0, 0, 0.85, 1))
    outward = np.column_stack([last.outward(edge[:, :2]), np.zeros(COLUMNS)])
    rise = (top[:, 2] - edge[:, 2])[:, None]
    up = np.array([0.0, 0.0, 1.0])
    bulge = (fullness * (1 - toward_toe) * (1 + 0.6 * (shares < 0.15)) + 0.1 * toward_toe)[:, None]
    box = toe_box * (1.0 + 0.25 * (1 - toward_toe))[:, None]
    first = edge + up * ((1 - toward_toe)[:, None] * 0.5 * rise + toward_toe[:, None] * box) + outward * bulge
    # Towards the toe the skin leaves the throat along the slope of the instep.
    reach = np.linalg.norm(edge[:, :2] - top[:, :2], axis=1)[:, None]
    steep = np.clip(opening.throat_height / 11.0, 0.25, 0.95) + (0.5 if opening.shaft else 0.0)
    ahead = (edge - top) * np.array([1.0, 1.0, 0.0])
    ahead /= np.maximum(np.linalg.norm(ahead, axis=1, keepdims=True), 1e-9)
    instep = top + 0.42 * reach * ahead - up * 0.42 * reach * steep
    floor = edge[:, 2:] + 0.8 * box
    instep[:, 2:] = _soft_maximum(instep[:, 2:], -_soft_maximum(-floor, 0.3 - top[:, 2:], 1.0), 1.2)
    side = top - up * 0.42 * rise + outward * (fullness * 0.5)
    second = toward_toe[:, None] * instep + (1 - toward_toe)[:, None] * side
    skin = bezier(edge, first, second, top, np.linspace(0, 1, 30))
    if not opening.shaft:
        return skin
    rings = [skin[i] for i in (0, 3, 6, 9, 12, 15, 18, 21, 24, 27)] + _shaft(top, opening, last)
    return np.stack([spline(np.array([ring[c] for ring in rings]), 64) for c in range(COLUMNS)], axis=1)


def _soft_maximum(a: Array, b: Array, width: float) -> Array:
    """The larger of both, rounded where they differ by less than `width`."""
    near = np.clip(1 - np.abs(a - b) / width, 0, 1)
    return np.maximum(a, b) + 0.25 * width * near**2


def _topline(last: Last, opening: Opening) -> Array:
    """A loop with as many points as the sole, matched so that the skin does not shear."""
    angle = np.arccos(np.clip(1 - 2 * last.shares, -1, 1))
    knot = np.arccos(1 - 2 * np.clip(opening.throat * 0.72, 0.05, 0.95))
    half = smooth_interpolation(angle, (0, knot, np.pi), (0, 0.66 * np.pi, np.pi))
    q = (1 - np.cos(half)) / 2
    x_share = opening.back + (opening.throat - opening.back) * q
    side = np.where(np.arange(COLUMNS) <= TOE, -1.0, 1.0)
    y = side * opening.half_width * np.sin(half) ** 0.85 * (1 - 0.12 * q)
    y = y + 0.1 * last.half_width * smooth_interpolation(x_share, (0, 0.45, 1), (0, 0, 1))
    height = smooth_interpolation(
        q,
        (0, 0.38, 0.75, 1),
        (
            opening.back_height,
            opening.side_height,
            0.4 * opening.side_height + 0.6 * opening.throat_height,
            opening.throat_height,
        ),
    )
    return np.column_stack([x_share * last.length, y, last.bed(x_share) + height])


def _shaft(top: Array, opening: Opening, last: Last) -> list[Array]:
    """Rings above the ankle: round, leaning back a little, wider towards the top."""
    centre = np.array([top[:, 0].min() * 0.5 + top[:, 0].max() * 0.5, 0.0])
    rings = []
    angle = np.arctan2(top[:, 1], top[:, 0] - centre[0])
    length = (top[:, 0].max() - top[:, 0].min()) / 2
    base = float(top[:, 2].mean())
    for v in (0.12, 0.4, 0.7, 0.9, 1.0):
        wide = opening.half_width * (1.05 + opening.flare * v)
        long = length * (0.96 + 0.75 * opening.flare * v)
        x = centre[0] - 0.35 * opening.flare * v * length + long * np.cos(angle)
        y = wide * np.sin(angle)
        height = base + opening.shaft * v
        # The first ring still follows the slant of the topline, the last one only its dip.
        slant = (top[:, 2] - base) * max(0.0, 1 - 1.6 * v)
        wave = opening.dip * v**3 * (np.cos(2 * angle) - 1) / 2
        rings.append(np.column_stack([x, y, height + slant + wave]))
    return rings
