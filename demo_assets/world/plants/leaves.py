# SPDX-License-Identifier: GPL-3.0-or-later
"""Leaves: a blade on either side of a midrib, and the curves that midribs follow."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..mesh import Array, Mesh
from ..shapes.loft import sheet
from ..shapes.sweep import tangents


def arch(
    start: ArrayLike, azimuth: float, length: float, rise: float, droop: float, samples: int = 12, sway: float = 0.0
) -> Array:
    """A curve that leaves `start` towards `azimuth` (radians) at elevation `rise` and sinks by `droop` (radians) on its way.

    `sway` turns it sideways meanwhile.
    """
    s = np.linspace(0, 1, samples)
    elevation = rise - droop * s**1.4
    heading = azimuth + sway * s
    step = np.stack([np.cos(elevation) * np.cos(heading), np.cos(elevation) * np.sin(heading), np.sin(elevation)], axis=1)
    middle = (step[1:] + step[:-1]) / 2 * length / (samples - 1)
    return np.vstack([np.zeros(3), np.cumsum(middle, axis=0)]) + np.asarray(start, float)


def sideways(azimuth: float) -> Array:
    """The level direction across a curve that runs towards `azimuth`."""
    return np.array([-np.sin(azimuth), np.cos(azimuth), 0.0])


def blade(
    path: Array,
    side: ArrayLike,
    widths: ArrayLike,
    fold: float = 0.0,
    cup: float = 0.0,
    slant: ArrayLike = 0.0,
    columns: int = 5,
    twist: float = 0.0,
    ripple: float = 0.0,
) -> Mesh:
    """A leaf of half widths `widths` along the midrib `path`, spread along `side`.

    `fold` lifts both halves off the midrib as an open book, `cup` curls the margins, `slant` draws them towards the tip,
    `twist` (radians) turns the blade about its midrib on the way, `ripple` waves the margin.
    """
    p = np.asarray(path, float)
    w = np.broadcast_to(np.asarray(widths, float), len(p))[:, None, None]
    t = tangents(p)
    across = np.broadcast_to(np.asarray(side, float), p.shape)
    across = across - t * (across * t).sum(axis=1, keepdims=True)
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-9)
    normal = np.cross(t, across)
    turn = (twist * np.linspace(0, 1, len(p)))[:, None]
    across, normal = np.cos(turn) * across + np.sin(turn) * normal, np.cos(turn) * normal - np.sin(turn) * across
    s = np.linspace(-1, 1, columns)[None, :, None]
    wave = ripple * np.sin(np.arange(len(p)) * 1.9)[:, None, None] * s**2
    lift = fold * np.abs(s) + cup * s**2 + wave
    forward = np.broadcast_to(np.asarray(slant, float), len(p))[:, None, None] * np.abs(s) * w
    grid = p[:, None] + s * w * across[:, None] + lift * w * normal[:, None] + forward * t[:, None]
    return sheet(grid)


def lance(u: Array, widest: float = 0.4, base: float = 0.15) -> Array:
    """Relative half widths of a pointed leaf; `base` is what is left at its foot."""
    rising = base + (1 - base) * np.sin(0.5 * np.pi * np.clip(u / widest, 0, 1))
    falling = np.cos(0.5 * np.pi * np.clip((u - widest) / (1 - widest), 0, 1)) ** 0.9
    return np.where(u < widest, rising, falling)


def oval(u: Array, blunt: float = 0.55) -> Array:
    """Relative half widths of an oval leaf; small `blunt` makes it squarer."""
    return np.maximum(np.sin(np.pi * np.clip(u, 0, 1)), 0.0) ** blunt


def split_leaf(
    path: Array, side: ArrayLike, half_width: float, cuts: int, depth: float, cup: float = -0.12, columns: int = 9
) -> Mesh:
    """A heart-shaped leaf with `cuts` slits a side, `depth` of the half width deep."""
    rows = np.linspace(0, 1, 9 * cuts + 16)
    length = np.linspace(0, 1, len(path))
    fine = np.stack([np.interp(rows, length, path[:, k]) for k in range(3)], axis=1)
    outline = (0.62 + 0.38 * np.sin(np.pi * np.clip(rows / 0.7, 0, 1))) * np.sqrt(np.clip(1 - (rows / 1.0) ** 2.6, 0, 1))
    outline *= np.clip(rows / 0.03, 0.55, 1) ** 0.5
    place = (rows - 0.13) / 0.72 * cuts
    inside = (place > -0.5) & (place < cuts - 0.5)
    off = 2 * np.abs(place - np.round(place))
    slit = np.where(inside, depth * np.clip(1 - (off / 0.5) ** 3, 0, 1) ** 0.5, 0.0)
    widths = half_width * outline * (1 - slit)
    slant = np.interp(rows, [0, 0.12, 0.45, 1], [-0.75, -0.4, 0.25, 0.65])
    return blade(fine, side, widths, cup=cup, slant=slant, columns=columns)
