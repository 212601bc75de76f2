# SPDX-License-Identifier: GPL-3.0-or-later
"""Skins over cross-sections."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..mesh import Array, Mesh


def loft(rings: ArrayLike, cap_start: bool = True, cap_end: bool = True) -> Mesh:
    """A skin over closed rings [m, k, 3]; rings run anticlockwise as seen from the end that the last one faces."""
    r = np.asarray(rings, float)
    m, k, _ = r.shape
    number = np.arange(m * k).reshape(m, k)
    following = np.roll(number, -1, axis=1)
    quads = np.stack([number[:-1], following[:-1], following[1:], number[1:]], axis=-1).reshape(-1, 4)
    faces = [tuple(map(int, quad)) for quad in quads]
    if cap_start:
        faces.append(tuple(map(int, number[0, ::-1])))
    if cap_end:
        faces.append(tuple(map(int, number[-1])))
    return Mesh(r.reshape(-1, 3), tuple(faces))


def sheet(grid: ArrayLike) -> Mesh:
    """An open surface over a grid of points [m, n, 3]; its outside is where (d/dn x d/dm) points."""
    g = np.asarray(grid, float)
    m, n, _ = g.shape
    number = np.arange(m * n).reshape(m, n)
    quads = np.stack([number[:-1, :-1], number[:-1, 1:], number[1:, 1:], number[1:, :-1]], axis=-1).reshape(-1, 4)
    return Mesh(g.reshape(-1, 3), tuple(tuple(map(int, quad)) for quad in quads))


def at_height(outline: Array, z: float | Array) -> Array:
    """A plan outline [k, 2] as points [k, 3] at height z (one for all, or one each)."""
    return np.column_stack([outline, np.broadcast_to(z, len(outline))])


def slab(outline: Array, bottom: float, top: float) -> Mesh:
    """A flat plate over a plan outline [k, 2], anticlockwise."""
    return loft([at_height(outline, bottom), at_height(outline, top)])


def pillow(outline: Array, bottom: float, height: float, roundness: float, dome: float = 0.15) -> Mesh:
    """A plate with soft edges and a slightly domed top, as an upholstered seat has.

    `roundness` is the radius of the edge, `dome` the share of the height that lies in the swell of the top.
    """
    centre = outline.mean(axis=0)
    reach = float(np.linalg.norm(outline - centre, axis=1).mean())
    edge = min(roundness, height * 0.5)
    rings = []
    for angle in np.linspace(-np.pi / 2, np.pi / 2, 13):
        shrink = 1 - edge * (1 - np.cos(angle)) / reach
        below = bottom + edge * (1 + np.sin(angle))
        z = below if angle <= 0 else bottom + height * (1 - dome) - edge * (1 - np.sin(angle))
        rings.append(at_height(centre + (outline - centre) * shrink, z))
    inner = 1 - edge / reach
    swell = [(inner * (1 - u), bottom + height * (1 - dome * (1 - u) ** 2.2)) for u in np.linspace(0.12, 0.97, 8)]
    return loft(rings + [at_height(centre + (outline - centre) * scale, z) for scale, z in swell])
