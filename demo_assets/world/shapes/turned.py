# SPDX-License-Identifier: GPL-3.0-or-later
"""Profiles for the lathe with rounded corners, plans that are not circles, and pieces cut from a side view."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from ..mesh import Array, Mesh
from .curves import circle
from .loft import loft
from .sweep import sweep, tangents

Corner = tuple[float, ...]


def rounded(corners: Sequence[Corner], arc: int = 6) -> Array:
    """The polyline through (x, y) or (x, y, radius), each corner rounded by its own radius: [k, 2]."""
    p = np.array([corner[:2] for corner in corners], float)
    out = [p[0]]
    for i in range(1, len(p) - 1):
        radius = corners[i][2] if len(corners[i]) > 2 else 0.0
        into, away = p[i - 1] - p[i], p[i + 1] - p[i]
        long_in, long_away = float(np.linalg.norm(into)), float(np.linalg.norm(away))
        reach = min(radius, 0.49 * long_in, 0.49 * long_away)
        if reach < 1e-6:
            out.append(p[i])
            continue
        start, end = p[i] + into / long_in * reach, p[i] + away / long_away * reach
        t = np.linspace(0, 1, arc)[:, None]
        # A conic weight that makes a right angle's rounding a true quarter circle.
        w = np.sqrt(0.5)
        weights = np.hstack([(1 - t) ** 2, 2 * w * t * (1 - t), t**2])
        out.extend((weights @ np.stack([start, p[i], end])) / weights.sum(axis=1, keepdims=True))
    out.append(p[-1])
    return np.array(out)


def polygon_factor(angle: ArrayLike, sides: int, sharpness: float) -> Array:
    """Radii of a regular polygon of inner radius 1 with soft corners; flat sides face -y for an even number."""
    a = np.asarray(angle, float)[..., None]
    facing = -np.pi / 2 + 2 * np.pi * np.arange(sides) / sides
    return (np.maximum(np.cos(a - facing), 0.0) ** sharpness).sum(axis=-1) ** (-1 / sharpness)


def plan_factor(plan: str, angle: ArrayLike, depth: float = 0.05, aspect: float = 1.0) -> Array:
    """Radii over the angle for a named plan of about unit size; `aspect` squeezes it along y."""
    a = np.asarray(angle, float)
    squeeze = np.ones_like(a)
    if aspect != 1.0:
        squeezed = np.arctan2(np.sin(a) / aspect, np.cos(a))
        squeeze = 1 / np.hypot(np.cos(a), np.sin(a) / aspect)
        a = squeezed
    if plan == "square":
        shape = 0.89 * polygon_factor(a, 4, 11.0)
    elif plan == "hexagon":
        shape = 0.95 * polygon_factor(a, 6, 44.0)
    elif plan == "octagon":
        shape = 0.97 * polygon_factor(a, 8, 80.0)
    elif plan == "lobed":
        shape = 1 + depth * (np.abs(np.cos(5 * a)) ** 0.8 - 0.6)
    elif plan == "fluted":
        shape = 1 + depth * (np.abs(np.cos(10 * a)) - 0.6)
    else:
        shape = np.ones_like(a)
    return shape * squeeze


def cut(outline: ArrayLike, half_depth: ArrayLike, y: float = 0.0) -> Mesh:
    """A piece `half_depth` either side of the plane y, over an anticlockwise outline [(x, z), …] seen from the front."""
    o = np.asarray(outline, float)
    half = np.broadcast_to(np.asarray(half_depth, float), len(o))
    return loft([np.column_stack([o[:, 0], y + side * half, o[:, 1]]) for side in (1.0, -1.0)])


def revolved_along(start: ArrayLike, direction: ArrayLike, profile: ArrayLike, segments: int = 48) -> Mesh:
    """The profile [(radius, distance), …] turned about the line from `start` along `direction`."""
    d = np.asarray(direction, float)
    d = d / np.linalg.norm(d)
    aside = np.array([0.0, 1.0, 0.0]) if abs(d[1]) < 0.9 else np.array([1.0, 0.0, 0.0])
    first = np.cross(aside, d)
    first /= np.linalg.norm(first)
    second = np.cross(d, first)
    turn = np.linspace(0, 2 * np.pi, segments, endpoint=False)
    around = np.cos(turn)[:, None] * first + np.sin(turn)[:, None] * second
    return loft([np.asarray(start, float) + r * around + z * d for r, z in np.asarray(profile, float)])


def flat_tube(
    path: ArrayLike,
    radius: float,
    scale: ArrayLike = 1.0,
    closed: bool = False,
    sides: int = 14,
    aside: ArrayLike = (0.0, 1.0, 0.0),
) -> Mesh:
    """A round bar along a path that stays in the plane across `aside`, so that it never twists."""
    return sweep(path, circle(radius, sides), up=aside, scale=scale, closed=closed)


def spout(path: ArrayLike, radii: ArrayLike, wall: float, tip: float = 0.0, flatness: ArrayLike = 1.0, sides: int = 28) -> Mesh:
    """A hollow spout along `path` in the plane y = 0; `tip` turns its mouth from square (0) towards level (1).

    `flatness` is height over width of the section, one for all or one a point.
    """
    p, r = np.asarray(path, float), np.asarray(radii, float)
    tall = np.sqrt(np.broadcast_to(np.asarray(flatness, float), len(p)))
    along = tangents(p)
    across = np.cross(along, [0.0, 1.0, 0.0])
    turn = np.linspace(0, 2 * np.pi, sides, endpoint=False)

    def ring(i: int, radius: float, lean: float) -> Array:
        up = across[i] - lean * tip * along[i] * across[i][2] / np.sign(along[i][2] or 1.0) / max(abs(along[i][2]), 0.35)
        y = radius / tall[i] * np.cos(turn)
        return p[i] + np.outer(radius * tall[i] * np.sin(turn), up) + np.outer(y, [0.0, 1.0, 0.0])

    last = len(p) - 1
    lean = np.clip((np.arange(len(p)) / last - 0.8) / 0.2, 0, 1) ** 2
    rings = [ring(i, r[i], lean[i]) for i in range(len(p))]
    rings.append(ring(last, r[last] - 0.5 * wall, 1.0) + 0.35 * wall * along[last])
    rings.append(ring(last, r[last] - wall, 1.0))
    rings += [ring(i, max(r[i] - wall, 0.3 * r[i]), lean[i]) for i in range(last - 1, int(0.72 * last), -1)]
    mesh = loft(rings)
    # The rings run clockwise about the path where its x falls; faces must look outwards either way.
    centre = p[0]
    face = np.array(mesh.faces[0])
    corners = mesh.vertices[face]
    outward = np.cross(corners[1] - corners[0], corners[2] - corners[0]) @ (corners.mean(axis=0) - centre)
    return mesh if outward > 0 else Mesh(mesh.vertices, tuple(f[::-1] for f in mesh.faces))
