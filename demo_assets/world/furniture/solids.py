# SPDX-License-Identifier: GPL-3.0-or-later
"""Blocks and cushions, and turning them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..mesh import Array, Mesh, join
from ..shapes.curves import rectangle
from ..shapes.loft import at_height, loft, sheet, slab


def block(low: ArrayLike, high: ArrayLike) -> Mesh:
    """A cuboid from one corner to the other."""
    a, b = np.minimum(low, high).astype(float), np.maximum(low, high).astype(float)
    return slab(rectangle(b[0] - a[0], b[1] - a[1]), a[2], b[2]).moved((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)


def rounded_rectangle(half_width: float, half_depth: float, radius: float, arc: int = 6, along: int = 1) -> Array:
    """Anticlockwise outline, `arc` points to a corner and `along` steps to a side: [4 * (arc + along - 1), 2]."""
    r = max(min(radius, half_width, half_depth), 1e-3)
    points: list[Array] = []
    for k, (sx, sy) in enumerate(((1, 1), (-1, 1), (-1, -1), (1, -1))):
        angle = np.linspace(0, np.pi / 2, arc) + k * np.pi / 2
        centre = np.array([sx * (half_width - r), sy * (half_depth - r)])
        points.append(centre + r * np.stack([np.cos(angle), np.sin(angle)], axis=1))
    out = []
    for k in range(4):
        out.append(points[k])
        share = np.linspace(0, 1, along + 1)[1:-1, None]
        out.append(points[k][-1] * (1 - share) + points[(k + 1) % 4][0] * share)
    return np.concatenate(out)


def inset(outline: Array, distance: float) -> Array:
    """The outline [k, 2] moved inwards along its normals (outwards for a negative distance)."""
    ahead, behind = np.roll(outline, -1, axis=0) - outline, outline - np.roll(outline, 1, axis=0)
    normals = []
    for edge in (ahead, behind):
        length = np.maximum(np.linalg.norm(edge, axis=1, keepdims=True), 1e-9)
        normals.append(np.stack([-edge[:, 1], edge[:, 0]], axis=1) / length)
    mean = normals[0] + normals[1]
    mean /= np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)
    lengthening = np.maximum((mean * normals[0]).sum(axis=1, keepdims=True), 0.4)
    return outline + distance * mean / lengthening


def cushion(width: float, depth: float, height: float, corner: float = 4.0, edge: float = 3.0, crown: float = 2.0) -> Mesh:
    """An upholstered block, centred, from z = 0; `crown` is how far its top swells above `height`."""
    edge = min(edge, 0.5 * height, 0.45 * width, 0.45 * depth)
    hw, hd = width / 2, depth / 2

    def ring(by: float) -> Array:
        return rounded_rectangle(hw - by, hd - by, max(corner - by, 0.4), arc=6, along=7)

    inner = ring(edge)

    def swell(outline: Array, most: float) -> Array:
        u, v = outline[:, 0] / (hw - edge), outline[:, 1] / (hd - edge)
        return most * np.clip(1 - np.abs(u) ** 2.6, 0, 1) ** 0.8 * np.clip(1 - np.abs(v) ** 2.6, 0, 1) ** 0.8

    rings = [at_height(inner * s, 0.0) for s in (0.05, 0.6)]
    for angle in np.linspace(-np.pi / 2, np.pi / 2, 11):
        z = edge * (1 + np.sin(angle)) if angle <= 0 else height - edge * (1 - np.sin(angle))
        rings.append(at_height(ring(edge * (1 - np.cos(angle))), z))
    rings += [at_height(inner * s, height + swell(inner * s, crown)) for s in (0.93, 0.85, 0.74, 0.6, 0.44, 0.26, 0.08)]
    return loft(rings)


def seam(width: float, depth: float, z: float, corner: float = 4.0) -> Array:
    """A closed path round a cushion, for its piping: [k, 3]."""
    return at_height(rounded_rectangle(width / 2, depth / 2, corner, arc=6, along=7), z)


def throw_pillow(width: float, height: float, thick: float, fullness: float = 0.45) -> Mesh:
    """A filled cover with a seam round it, lying flat, centred on the origin; its corners stand out."""
    t = np.sin(np.linspace(-np.pi / 2, np.pi / 2, 19))
    u, v = np.meshgrid(t, t)
    x = u * width / 2 * (1 - 0.07 * (1 - v**2) * u**2)
    y = v * height / 2 * (1 - 0.07 * (1 - u**2) * v**2)
    z = thick / 2 * ((1 - u**2) * (1 - v**2)) ** fullness
    upper = sheet(np.stack([x, y, z], axis=-1))
    lower = sheet(np.stack([x, y, -z], axis=-1))
    return join(upper, Mesh(lower.vertices, tuple(face[::-1] for face in lower.faces)))


def tilted(mesh: Mesh, degrees: float) -> Mesh:
    """Turned about the x axis: what points up leans towards +y."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return Mesh(mesh.vertices @ np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]]), mesh.faces)


def rolled(mesh: Mesh, degrees: float) -> Mesh:
    """Turned about the y axis: what points up leans towards +x."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return Mesh(mesh.vertices @ np.array([[c, 0.0, -s], [0.0, 1.0, 0.0], [s, 0.0, c]]), mesh.faces)


def plate(outline: Array, y_front: float, thickness: float) -> Mesh:
    """A standing board: `outline` [k, 2] is (x, z), anticlockwise as seen from the front."""
    front = np.column_stack([outline[:, 0], np.full(len(outline), y_front), outline[:, 1]])
    return loft([front + [0, thickness, 0], front])


def side_plate(outline: Array, x_left: float, thickness: float) -> Mesh:
    """A standing board seen from the side: `outline` [k, 2] is (y, z), anticlockwise as seen from +x."""
    left = np.column_stack([np.full(len(outline), x_left), outline[:, 0], outline[:, 1]])
    return loft([left, left + [thickness, 0, 0]])
