# SPDX-License-Identifier: GPL-3.0-or-later
"""Flat plates cut to any outline, holes and all, with rounded edges: distance fields meshed by marching cubes."""

from __future__ import annotations

import numpy as np
from skimage.measure import marching_cubes

from ..mesh import Array, Mesh


def distance_to_outline(points: Array, outline: Array) -> Array:
    """Signed distance of `points` [n, 2] to the closed polygon `outline` [k, 2]: negative inside."""
    a, b = outline, np.roll(outline, -1, axis=0)
    edge = b - a
    offset = points[:, None] - a[None]
    share = np.clip((offset * edge).sum(-1) / np.maximum((edge**2).sum(-1), 1e-12), 0, 1)
    near = np.sqrt(((offset - share[..., None] * edge) ** 2).sum(-1).min(axis=1))
    x, z = points[:, :1], points[:, 1:]
    crosses = (a[:, 1] > z) != (b[:, 1] > z)
    rise = np.where(np.abs(edge[:, 1]) > 1e-12, edge[:, 1], 1e-12)
    inside = (crosses & (x < a[:, 0] + (z - a[:, 1]) / rise * edge[:, 0])).sum(axis=1) % 2 == 1
    return np.where(inside, -near, near)


def distance_to_line(points: Array, path: Array) -> Array:
    """Distance of `points` [n, 2] to the polyline `path` [k, 2]."""
    a, edge = path[:-1], np.diff(path, axis=0)
    offset = points[:, None] - a[None]
    share = np.clip((offset * edge).sum(-1) / np.maximum((edge**2).sum(-1), 1e-12), 0, 1)
    return np.sqrt(((offset - share[..., None] * edge) ** 2).sum(-1).min(axis=1))


def smooth_union(a: Array, b: Array, width: float) -> Array:
    """The union of two distance fields with a fillet of that width (Quilez' polynomial minimum)."""
    h = np.maximum(width - np.abs(a - b), 0.0) / max(width, 1e-9)
    return np.minimum(a, b) - h * h * width * 0.25


def plate(outside: Array, x: Array, z: Array, half: float, roundness: float, layers: int = 8) -> Mesh:
    """A plate in the plane y = 0, `half` thick either side, where `outside` [len(x), len(z)] is negative."""
    y = np.linspace(-half * 1.35, half * 1.35, layers)
    across, along = outside[:, None, :] + roundness, np.abs(y)[None, :, None] - half + roundness
    across, along = np.broadcast_arrays(across, along)
    depth = np.minimum(np.maximum(across, along), 0) + np.hypot(np.maximum(across, 0), np.maximum(along, 0)) - roundness
    step = (x[1] - x[0], y[1] - y[0], z[1] - z[0])
    vertices, faces, _, _ = marching_cubes(depth, 0.0, spacing=step, gradient_direction="ascent")
    return Mesh(vertices + np.array([x[0], y[0], z[0]]), tuple(tuple(map(int, face[::-1])) for face in faces))
