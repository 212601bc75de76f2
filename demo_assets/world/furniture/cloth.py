# SPDX-License-Identifier: GPL-3.0-or-later
"""Padded and draped surfaces: quilting, tufting, covers that hang over an edge."""

from __future__ import annotations

import numpy as np

from ..mesh import Array, Mesh
from ..shapes.loft import sheet

QUILTS = ("plain", "diamonds", "squares", "channels", "rows")


def relief(pattern: str, a: Array, b: Array, step: float) -> Array:
    """Swell in [0, 1] over lengths `a` and `b`: 1 in the middle of a field, 0 on its stitches."""
    u, v = np.pi * a / step, np.pi * b / step
    if pattern == "diamonds":
        return np.sqrt(np.abs(np.sin((u + v) / 2) * np.sin((u - v) / 2)))
    if pattern == "squares":
        return np.minimum(np.abs(np.sin(u)), np.abs(np.sin(v))) ** 0.5
    if pattern == "channels":
        return np.abs(np.sin(u)) ** 0.55 + 0 * v
    if pattern == "rows":
        return np.abs(np.sin(v)) ** 0.55 + 0 * u
    return np.ones(np.broadcast(u, v).shape)


def normals(grid: Array) -> Array:
    """Unit normals [m, n, 3] of a grid of points, on the side that `sheet` calls outside."""
    n = np.cross(np.gradient(grid, axis=1), np.gradient(grid, axis=0))
    return n / np.maximum(np.linalg.norm(n, axis=-1, keepdims=True), 1e-9)


def drape(
    half_width: float,
    top: float,
    foot: float,
    head: float,
    drop: float,
    foot_drop: float,
    thick: float,
    pattern: str = "plain",
    step: float = 22.0,
    wave: float = 0.0,
    head_drop: float = 0.0,
    crown: float = 1.4,
    swell: float = 2.1,
) -> Mesh:
    """A cover over a mattress from y = `foot` to `head`: hangs by `drop` either side and by `foot_drop` at the foot.

    Its hem at the head only tucks under, unless `head_drop` says more. `swell` is how far quilted fields stand out.
    """
    r = 0.5 * thick + 2.2
    arc = np.linspace(0, np.pi / 2, 7)
    reach = half_width + 0.35 * thick
    down = max(drop - r, 0.5)
    side = np.linspace(down, 0, 8)[:-1]
    left = np.concatenate(
        [np.stack([np.full(7, -reach), -r - side], 1), np.stack([-reach + r * (1 - np.cos(arc)), -r + r * np.sin(arc)], 1)]
    )
    fine = pattern != "plain"
    flat = np.linspace(-reach + r, reach - r, 41 if fine else 19)[1:-1]
    section = np.vstack([left, np.stack([flat, 0 * flat], 1), left[::-1] * [-1, 1]])
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(section, axis=0), axis=1))])
    length -= length[-1] / 2
    hang = np.linspace(max(foot_drop - r, 0.2), 0, 8)[:-1]
    bend = r if head_drop > 0 else 0.7 * r
    along = np.linspace(foot + r, head - bend, 45 if fine else 27)[1:-1]
    y = np.concatenate([np.full(7, foot), foot + r * (1 - np.cos(arc)), along, head - bend * (1 - np.cos(arc[::-1]))])
    lower = np.concatenate([r + hang, r * (1 - np.sin(arc)), 0 * along, r * (1 - np.sin(arc[::-1]))])
    if head_drop > 0:
        y = np.concatenate([y, np.full(7, head)])
        lower = np.concatenate([lower, (r + np.linspace(max(head_drop - r, 0.2), 0, 8)[:-1])[::-1]])
    run = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(y), np.diff(lower)))])
    dome = crown * np.clip(1 - (np.abs(section[:, 0]) / reach) ** 3, 0, 1)
    middle = np.clip(1 - np.abs((y - (foot + head) / 2) / ((head - foot) / 2)) ** 4, 0, 1) if head_drop > 0 else np.ones(len(y))
    z = top + np.minimum(section[None, :, 1] + dome[None] * middle[:, None], -lower[:, None] + 0.3 * dome[None])
    depth = np.clip((top - z - r) / max(drop, 1.0), 0, 1)
    x = section[None, :, 0] + 0 * z
    ripple = wave * depth * (np.sin(y[:, None] * 0.19 + 0.5 * np.sin(y[:, None] * 0.07)) + 0.4)
    x = x + np.sign(x) * ripple * (np.abs(x) > reach - r)
    ahead = np.where(np.arange(len(y))[:, None] < 10, depth * wave * (np.sin(x * 0.17) + 0.4), 0.0)
    grid = np.stack([x, y[:, None] - ahead, z], axis=-1)
    if fine:
        fields = relief(pattern, length[None], run[:, None] - run.mean(), step) - 0.6
        grid = grid + normals(grid) * (swell * fields)[..., None]
    return sheet(grid)


def padded(points: Array, depth: float, pattern: str, across: Array, up: Array, step: float, border: float = 0.0) -> Mesh:
    """An upholstered skin before `points` [m, n, 3], its rim pressed down; pads swell along the outside normals.

    `across` and `up` are the lengths of the points along the surface; within `border` of the rim the pads stop.
    """
    m, n, _ = points.shape
    a, b = np.broadcast_to(across, (m, n)), np.broadcast_to(up, (m, n))
    rim = np.minimum(np.minimum(a - a.min(), a.max() - a), np.minimum(b - b.min(), b.max(axis=0)[None] - b))
    edge = np.clip(rim / (1.1 * depth), 0, 1)
    edge = np.sqrt(1 - (1 - edge) ** 2)
    field = relief(pattern, a - a.mean(), b - b.min(), step)
    if border > 0:
        field = np.where(rim < border, 1.0 - 0.7 * np.exp(-(((rim - border) / 1.2) ** 2)), field)
    swell = depth * edge * (0.55 + 0.45 * field)
    return sheet(points + normals(points) * swell[..., None])
