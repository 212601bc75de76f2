# SPDX-License-Identifier: GPL-3.0-or-later
"""Legs, feet and turned posts."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..mesh import Array, Mesh
from ..shapes.curves import circle, rectangle, smooth_interpolation, spline
from ..shapes.lathe import lathe
from ..shapes.sweep import bar, tube
from .solids import block

# Radius at shares of the height, from the floor up.
TURNINGS = {
    "baluster": (
        (0.0, 0.5),
        (0.05, 0.62),
        (0.1, 0.4),
        (0.14, 0.42),
        (0.3, 0.62),
        (0.55, 0.95),
        (0.72, 0.78),
        (0.8, 0.48),
        (0.83, 0.75),
        (0.87, 0.75),
        (0.9, 0.55),
        (0.94, 0.95),
        (1.0, 1.0),
    ),
    "vase": (
        (0.0, 0.55),
        (0.06, 0.75),
        (0.12, 0.42),
        (0.2, 0.5),
        (0.42, 1.0),
        (0.6, 0.72),
        (0.75, 0.46),
        (0.82, 0.5),
        (0.86, 0.85),
        (0.9, 0.85),
        (0.93, 0.55),
        (1.0, 0.9),
    ),
    "beads": (
        (0.0, 0.6),
        (0.08, 0.95),
        (0.16, 0.5),
        (0.26, 0.95),
        (0.36, 0.5),
        (0.46, 0.95),
        (0.56, 0.5),
        (0.66, 0.95),
        (0.76, 0.5),
        (0.86, 0.95),
        (0.94, 0.55),
        (1.0, 0.9),
    ),
    "column": ((0.0, 0.95), (0.05, 0.95), (0.08, 0.68), (0.12, 0.72), (0.5, 0.76), (0.9, 0.62), (0.93, 0.9), (1.0, 0.95)),
    "arrow": (
        (0.0, 0.4),
        (0.06, 0.55),
        (0.1, 0.42),
        (0.13, 0.6),
        (0.7, 0.9),
        (0.8, 0.95),
        (0.84, 0.6),
        (0.88, 0.95),
        (1.0, 0.9),
    ),
}


def turned_post(kind: str, bottom: float, top: float, radius: float, segments: int = 20) -> Mesh:
    """A post from the lathe on the z axis."""
    knots = TURNINGS[kind]
    share = np.linspace(0, 1, 44)
    radii = radius * smooth_interpolation(share, [k for k, _ in knots], [v for _, v in knots])
    return lathe(np.column_stack([radii, bottom + share * (top - bottom)]), segments)


def turned_leg(kind: str, at: ArrayLike, top: float, width: float, square: float) -> list[Mesh]:
    """A turned leg below a square block that is `square` tall, standing at (x, y)."""
    x, y = np.asarray(at, float)[:2]
    cube = block([x - width / 2, y - width / 2, top - square], [x + width / 2, y + width / 2, top])
    return [cube, turned_post(kind, 0.0, top - square + 0.2, width * 0.54).moved(x, y)]


def cabriole_leg(at: ArrayLike, outward: ArrayLike, top: float, width: float) -> list[Mesh]:
    """S-shaped: the knee swings out, the ankle in, and a pad foot."""
    x, y = np.asarray(at, float)[:2]
    out = np.array([*np.asarray(outward, float)[:2], 0.0])
    out /= np.linalg.norm(out)
    corner = np.array([x, y, top])
    swing = min(0.9 * width, 0.16 * top)
    points = [corner, corner * [1, 1, 0.82] + swing * out, corner * [1, 1, 0.45] + 0.25 * swing * out]
    points += [
        corner * [1, 1, 0.13] + 0.1 * swing * out,
        corner * [1, 1, 0] + 0.9 * swing * out + np.array([0, 0, 0.3 * width]),
    ]
    scale = np.interp(np.linspace(0, 1, 30), [0, 0.2, 0.55, 0.85, 0.94, 1.0], [1.1, 1.2, 0.74, 0.52, 0.68, 0.8])
    pad = [(width * 0.48, 0.0), (width * 0.6, 0.14 * width), (width * 0.56, 0.26 * width), (width * 0.34, 0.46 * width)]
    foot = lathe(pad, 24).moved(*(corner * [1, 1, 0] + 0.9 * swing * out))
    return [tube(spline(points, 30), width * 0.58, scale, sides=16), foot]


def square_leg(top: ArrayLike, foot: ArrayLike, width: float, taper: float = 1.0) -> Mesh:
    return bar(top, foot, rectangle(width, width), taper=taper)


def round_leg(top: ArrayLike, foot: ArrayLike, width: float, taper: float = 1.0) -> Mesh:
    return bar(top, foot, circle(width / 2, 20), taper=taper)


def hairpin_leg(top: ArrayLike, foot: ArrayLike, spread: ArrayLike, radius: float = 0.7) -> Mesh:
    """Two rods of one bent wire that meet on the floor; `spread` is how far apart they start."""
    a, f, s = np.asarray(top, float), np.asarray(foot, float) + [0, 0, radius], np.asarray(spread, float)
    turn = np.linspace(np.pi, 2 * np.pi, 9)
    small = s / np.linalg.norm(s) * 2.0 * radius
    loop = [f + small * np.cos(t) + np.array([0, 0, 1.6 * radius * (1 + np.sin(t))]) for t in turn]
    return tube(np.array([a - s / 2, *loop, a + s / 2]), radius, sides=10)


def bun_foot(at: ArrayLike, height: float, radius: float) -> Mesh:
    x, y = np.asarray(at, float)[:2]
    angle = np.linspace(-0.38 * np.pi, 0.38 * np.pi, 12)
    rises = height * (0.5 + 0.5 * np.sin(angle) / np.sin(0.38 * np.pi))
    profile = [(0.5 * radius, 0.0), *zip(radius * np.cos(angle), rises, strict=True)]
    return lathe(profile[:-1] + [(0.6 * radius, height)], 28).moved(x, y)


def ball(at: ArrayLike, radius: float, segments: int = 20) -> Mesh:
    angle = np.linspace(-0.48 * np.pi, 0.48 * np.pi, 13)
    return lathe(np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]), segments).moved(*np.asarray(at, float))


def corners(half_width: float, half_depth: float) -> list[Array]:
    """Front left, front right, rear right, rear left."""
    return [np.array([sx * half_width, sy * half_depth]) for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
