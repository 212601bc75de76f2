# SPDX-License-Identifier: GPL-3.0-or-later
"""Boards cut to any outline with shaped edges, and standing such things up to face the camera."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from ..mesh import Array, Mesh
from .curves import resample, spline
from .loft import at_height, loft

Profile = Sequence[tuple[float, float]]


def outline(pieces: Sequence[ArrayLike], samples: int = 120) -> Array:
    """A closed outline [k, 2] of smooth pieces, each beginning where the one before ends; corners where they meet."""
    curves = [spline(piece, 200) if len(np.asarray(piece)) > 2 else np.asarray(piece, float) for piece in pieces]
    lengths = [float(np.linalg.norm(np.diff(curve, axis=0), axis=1).sum()) for curve in curves]
    counts = [max(3, round(samples * length / sum(lengths)) + 1) for length in lengths]
    return np.concatenate([resample(c, n)[:-1] for c, n in zip(curves, counts, strict=True)])


def inward(points: Array) -> Array:
    """Unit normals [k, 2] that point into an anticlockwise outline."""
    ahead = np.roll(points, -1, axis=0) - points
    ahead /= np.maximum(np.linalg.norm(ahead, axis=1, keepdims=True), 1e-12)
    along = ahead + np.roll(ahead, 1, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-12)
    return np.stack([-along[:, 1], along[:, 0]], axis=1)


def room(points: Array) -> Array:
    """How far each point may go inwards before it meets the far side of the outline: [k]."""
    normal = inward(points)
    step = np.roll(points, -1, axis=0) - points
    gap = points[None] - points[:, None]
    cross = normal[:, None, 0] * step[None, :, 1] - normal[:, None, 1] * step[None, :, 0]
    cross = np.where(np.abs(cross) < 1e-9, np.nan, cross)
    reach = (gap[..., 0] * step[None, :, 1] - gap[..., 1] * step[None, :, 0]) / cross
    share = (gap[..., 0] * normal[:, None, 1] - gap[..., 1] * normal[:, None, 0]) / cross
    hit = (share >= 0) & (share <= 1) & (reach > 1e-6)
    return np.where(hit, reach, np.inf).min(axis=1)


def inset(points: Array, by: float) -> Array:
    """The outline moved inwards, less where it is narrow."""
    return points + inward(points) * np.minimum(by, 0.42 * room(points))[:, None]


def board(points: Array, profile: Profile) -> Mesh:
    """A board over an anticlockwise outline whose edge goes through (inset, height) from below upwards."""
    normal, limit = inward(points), 0.42 * room(points)
    rings = [at_height(points + normal * np.minimum(depth, limit)[:, None], z) for depth, z in profile]
    side = loft(rings, cap_start=False, cap_end=False)
    below = triangles(rings[0][:, :2])
    above = triangles(rings[-1][:, :2])
    last = len(points) * (len(profile) - 1)
    caps = [face[::-1] for face in below] + [tuple(i + last for i in face) for face in above]
    return Mesh(side.vertices, (*side.faces, *caps))


def rounded(bottom: float, top: float, radius: float, steps: int = 4) -> list[tuple[float, float]]:
    """The profile of a board with round edges."""
    r = min(radius, 0.5 * (top - bottom))
    turn = np.linspace(0, np.pi / 2, steps)
    under = [(r * (1 - np.sin(a)), bottom + r * (1 - np.cos(a))) for a in turn]
    return [*under, *[(depth, top + bottom - z) for depth, z in under[::-1]]]


def triangles(points: Array) -> list[tuple[int, ...]]:
    """Faces that fill an anticlockwise outline: one if it is convex, else by cutting ears off."""
    left = list(range(len(points)))
    faces: list[tuple[int, ...]] = []
    while len(left) > 3:
        p = points[left]
        before, after = np.roll(p, 1, axis=0), np.roll(p, -1, axis=0)
        turn = _cross(p - before, after - p)
        if turn.min() >= -1e-9:
            break
        span = np.where(turn > 1e-9, np.linalg.norm(after - before, axis=1), np.inf)
        for i in np.argsort(span):
            a, b, c = before[i], p[i], after[i]
            inside = (_cross(b - a, p - a) >= 0) & (_cross(c - b, p - b) >= 0) & (_cross(a - c, p - c) >= 0)
            inside[[i - 1, i, (i + 1) % len(left)]] = False
            if not inside.any() or not np.isfinite(span[i]):
                break
        faces.append((left[i - 1], left[i], left[(i + 1) % len(left)]))
        del left[i]
    return [*faces, tuple(left)]


def _cross(a: Array, b: Array) -> Array:
    return a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]


def upright(mesh: Mesh, lean: float = 0.0) -> Mesh:
    """What lay in plan stands up: its y becomes height, its top faces -y; leaning back by so many degrees."""
    c, s = np.cos(np.radians(lean)), np.sin(np.radians(lean))
    return Mesh(mesh.vertices @ np.array([[1.0, 0.0, 0.0], [0.0, s, c], [0.0, -c, s]]), mesh.faces)
