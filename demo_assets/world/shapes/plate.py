# SPDX-License-Identifier: GPL-3.0-or-later
"""Thin closed things laid over points: plates of any curve, such as fins and leaves, and fine threads."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..mesh import Array, Mesh
from .curves import circle
from .loft import loft
from .sweep import sweep


def plate(grid: ArrayLike, thickness: ArrayLike) -> Mesh:
    """A closed plate over a grid of points [m, n, 3], half its thickness either side; one thickness, or one each [m, n]."""
    g = np.asarray(grid, float)
    half = 0.5 * np.broadcast_to(np.asarray(thickness, float), g.shape[:2])[..., None]
    normal = np.cross(np.gradient(g, axis=1), np.gradient(g, axis=0))
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-12)
    # Each row becomes a closed ring: along the outside, back along the inside.
    rings = np.concatenate([g + half * normal, (g - half * normal)[:, ::-1]], axis=1)
    mesh = loft(rings, cap_start=False, cap_end=False)
    m, n = g.shape[:2]
    first, last = 0, (m - 1) * 2 * n
    ends = []
    for i in range(n - 1):
        ends.append((first + i + 1, first + i, first + 2 * n - 1 - i, first + 2 * n - 2 - i))
        ends.append((last + i, last + i + 1, last + 2 * n - 2 - i, last + 2 * n - 1 - i))
    return Mesh(mesh.vertices, mesh.faces + tuple(ends))


def thread(path: ArrayLike, radius: float, taper: float = 1.0, sides: int = 6, closed: bool = False) -> Mesh:
    """A fine round thread along `path` [m, 3], its radius scaled by `taper` at the end."""
    p: Array = np.asarray(path, float)
    return sweep(p, circle(radius, sides), up=(0.03, 0.07, 1.0), scale=np.linspace(1.0, taper, len(p)), closed=closed)
