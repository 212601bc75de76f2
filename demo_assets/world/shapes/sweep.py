# SPDX-License-Identifier: GPL-3.0-or-later
"""A section carried along a path."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..mesh import Array, Mesh
from .curves import circle
from .loft import loft


def tangents(path: Array, closed: bool = False) -> Array:
    """Unit directions along `path` [m, 3]."""
    ahead = np.roll(path, -1, axis=0) - np.roll(path, 1, axis=0)
    difference = ahead if closed else np.gradient(path, axis=0)
    return difference / np.maximum(np.linalg.norm(difference, axis=1, keepdims=True), 1e-12)


def sweep(
    path: ArrayLike,
    section: Array,
    up: ArrayLike = (0.0, 0.0, 1.0),
    scale: ArrayLike = 1.0,
    closed: bool = False,
) -> Mesh:
    """`section` [k, 2] carried along `path` [m, 3]; its second axis stays as near to `up` as the path allows.

    `up` is one vector, or one a point [m, 3]; `scale` likewise. Where the path runs along `up`, the frame is
    carried over from the neighbour, so that the section never flips.
    """
    p = np.asarray(path, float)
    t = tangents(p, closed)
    wanted = np.broadcast_to(np.asarray(up, float), p.shape)
    factor = np.broadcast_to(np.asarray(scale, float), len(p))
    second = np.empty_like(p)
    previous: Array | None = None
    for i in range(len(p)):
        lift = wanted[i] - t[i] * (wanted[i] @ t[i])
        if np.linalg.norm(lift) < 0.12:
            fallback = previous if previous is not None else np.array([0.0, 1.0, 0.0])
            lift = fallback - t[i] * (fallback @ t[i])
            if np.linalg.norm(lift) < 0.12:
                lift = np.array([1.0, 0.0, 0.0]) - t[i] * t[i][0]
        elif previous is not None and np.ndim(up) == 1 and lift @ previous < 0:
            lift = -lift
        second[i] = previous = lift / np.linalg.norm(lift)
    first = np.cross(second, t)
    s = section[None] * factor[:, None, None]
    rings = p[:, None] + s[..., :1] * first[:, None] + s[..., 1:] * second[:, None]
    if closed:
        return loft(np.concatenate([rings, rings[:1]]), cap_start=False, cap_end=False)
    return loft(rings)


def tube(path: ArrayLike, radius: float, scale: ArrayLike = 1.0, closed: bool = False, sides: int = 14) -> Mesh:
    """A round bar along `path`."""
    return sweep(path, circle(radius, sides), up=(0.03, 0.07, 1.0), scale=scale, closed=closed)


def bar(start: ArrayLike, end: ArrayLike, section: Array, up: ArrayLike = (0.0, 1.0, 0.0), taper: float = 1.0) -> Mesh:
    """A straight bar from `start` to `end`, its section scaled by `taper` at the end."""
    path = np.linspace(np.asarray(start, float), np.asarray(end, float), 6)
    return sweep(path, section, up=up, scale=np.linspace(1.0, taper, 6))
