# SPDX-License-Identifier: GPL-3.0-or-later
"""The skin of a blended body as a place to lay things on: lines, wings, collars, painted patches."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from skimage.measure import marching_cubes

from ..mesh import Array, Mesh
from ..shapes.curves import circle
from ..shapes.implicit import Bone, Ellipsoid, smoothed
from ..shapes.lathe import lathe
from ..shapes.sweep import sweep


class Skin:
    """One closed skin round all `bodies`, as `blend` makes it, with its distance field kept on a grid.

    Each body is felt up to REACH from it: farther off, the field says REACH, which is never too much.
    """

    REACH = 1.6

    def __init__(self, bodies: Sequence[Bone | Ellipsoid], smooth: float, cells: int = 48) -> None:
        bounds = [body.bounds() for body in bodies]
        low = np.min([b[0] for b in bounds], axis=0)
        high = np.max([b[1] for b in bounds], axis=0)
        self.step = float((high - low).max()) / cells
        self.low = low - 3 * self.step
        counts = np.ceil((high + 3 * self.step - self.low) / self.step).astype(int) + 1
        self.field = np.full(counts, self.REACH)
        axes = [self.low[i] + self.step * np.arange(counts[i]) for i in range(3)]
        for body, (start, end) in zip(bodies, bounds, strict=True):
            span = [
                np.flatnonzero((x > a - self.REACH) & (x < b + self.REACH)) for x, a, b in zip(axes, start, end, strict=True)
            ]
            box = tuple(slice(k[0], k[-1] + 1) for k in span)
            grid = np.meshgrid(*(x[k] for x, k in zip(axes, box, strict=True)), indexing="ij")
            other = body.distance(np.stack(grid, axis=-1).reshape(-1, 3)).reshape(grid[0].shape)
            here = self.field[box]
            # Polynomial smooth minimum (Quilez).
            h = np.maximum(smooth - np.abs(here - other), 0.0) / smooth
            self.field[box] = np.minimum(here, other) - h * h * smooth * 0.25

    def mesh(self, rounds: int = 3) -> Mesh:
        vertices, faces, _, _ = marching_cubes(self.field, 0.0, spacing=(self.step,) * 3, gradient_direction="descent")
        return smoothed(Mesh(vertices + self.low, tuple(map(tuple, faces.tolist()))), rounds)

    def distance(self, points: ArrayLike) -> Array:
        """Signed, negative inside; between grid points by the eight around."""
        at = (np.asarray(points, float) - self.low) / self.step
        inside = np.clip(at, 0.0, np.array(self.field.shape) - 1.001)
        i = inside.astype(int)
        u, v, w = np.moveaxis(inside - i, -1, 0)
        x, y, z = np.moveaxis(i, -1, 0)
        f = self.field
        low = (1 - u) * ((1 - v) * f[x, y, z] + v * f[x, y + 1, z]) + u * ((1 - v) * f[x + 1, y, z] + v * f[x + 1, y + 1, z])
        z = z + 1
        high = (1 - u) * ((1 - v) * f[x, y, z] + v * f[x, y + 1, z]) + u * ((1 - v) * f[x + 1, y, z] + v * f[x + 1, y + 1, z])
        beyond = self.step * np.linalg.norm(at - inside, axis=-1)
        return np.where(beyond > self.step, np.maximum(beyond, self.step), (1 - w) * low + w * high)

    def normals(self, points: ArrayLike) -> Array:
        p = np.asarray(points, float)
        slope = np.stack([self.distance(p + self.step * e) - self.distance(p - self.step * e) for e in np.eye(3)], axis=-1)
        return unit(slope)

    def nearest(self, points: ArrayLike, lift: float = 0.0) -> Array:
        """Each point moved along the slope of the field onto the skin, then `lift` outwards."""
        p = np.asarray(points, float)
        for _ in range(7):
            p = p - 0.9 * self.distance(p)[..., None] * self.normals(p)
        return p + lift * self.normals(p)

    def struck(self, points: ArrayLike, direction: ArrayLike, lift: float = 0.0) -> tuple[Array, Array]:
        """Where rays from `points` (outside) along `direction` (one, or one each) meet the skin, and which of them do."""
        p = np.array(points, float)
        d = unit(np.asarray(direction, float))
        gap = self.distance(p)
        for _ in range(40):
            p = p + 0.8 * np.maximum(gap, 0.0)[..., None] * d
            gap = self.distance(p)
            if (np.abs(gap) < 0.01).all():
                break
        return p + lift * self.normals(p), np.abs(gap) < 0.04

    def girdle(self, centre: ArrayLike, axis: ArrayLike, reach: float, lift: float = 0.0, count: int = 48) -> Array:
        """A ring round the body in the plane through `centre` across `axis`: [count, 3]."""
        z = unit(np.asarray(axis, float))
        x = unit(np.cross(z, [1.0, 0.0, 0.05]))
        turn = np.linspace(0, 2 * np.pi, count, endpoint=False)[:, None]
        out = np.cos(turn) * x + np.sin(turn) * np.cross(z, x)
        hit, met = self.struck(np.asarray(centre, float) + reach * out, -out)
        return np.where(met[:, None], hit, np.asarray(centre, float) + 0.5 * reach * out) + lift * out


def unit(vectors: Array) -> Array:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)


def ridge(path: ArrayLike, radius: float, ends: float = 0.3, sides: int = 6) -> Mesh:
    """A drawn line in relief along `path` [m, 3], thin at both ends."""
    p = np.asarray(path, float)
    swell = ends + (1 - ends) * np.clip(2.2 * np.sin(np.pi * np.linspace(0, 1, len(p))), 0, 1)
    return sweep(p, circle(radius, sides), up=(0.03, 0.07, 1.0), scale=swell)


def on_grid(grid: Array, row: Array, column: Array) -> Array:
    """Points between those of a grid [m, n, 3], at shares of its rows and columns in [0, 1]."""
    m, n, _ = grid.shape
    r, c = np.clip(row, 0, 1) * (m - 1), np.clip(column, 0, 1) * (n - 1)
    i, j = np.minimum(r.astype(int), m - 2), np.minimum(c.astype(int), n - 2)
    u, v = (r - i)[..., None], (c - j)[..., None]
    above = (1 - v) * grid[i, j] + v * grid[i, j + 1]
    below = (1 - v) * grid[i + 1, j] + v * grid[i + 1, j + 1]
    return (1 - u) * above + u * below


def lens(centre: Array, radius: float, towards: Array, depth: float = 0.5, segments: int = 24) -> Mesh:
    """A round bulge on a surface, its axis along `towards`: an eye, a button."""
    z = unit(np.asarray(towards, float))
    x = unit(np.cross([0.0, 0.2, 1.0], z))
    dome = lathe([(radius * np.cos(a), radius * depth * np.sin(a)) for a in np.linspace(-0.7, 1.5, 10)], segments)
    return Mesh(np.asarray(centre) + dome.vertices @ np.stack([x, np.cross(z, x), z]), dome.faces)


def cut(mesh: Mesh, values: Array) -> tuple[Mesh, Mesh]:
    """A triangle mesh parted along the line where `values` (one a vertex) change sign: where positive, where negative."""
    side = np.where(np.abs(values) < 1e-6, 1e-6, values)
    vertices = [*mesh.vertices]
    middle: dict[tuple[int, int], int] = {}
    parts: tuple[list, list] = ([], [])

    def between(i: int, j: int) -> int:
        key = (min(i, j), max(i, j))
        if key not in middle:
            share = side[i] / (side[i] - side[j])
            middle[key] = len(vertices)
            vertices.append(mesh.vertices[i] + share * (mesh.vertices[j] - mesh.vertices[i]))
        return middle[key]

    faces = np.asarray(mesh.faces)
    above = (side[faces] > 0).sum(axis=1)
    for face, count in zip(mesh.faces, above, strict=True):
        if count in (0, 3):
            parts[0 if count else 1].append(face)
            continue
        lone = 1 if count == 1 else 0
        k = next(k for k in range(3) if (side[face[k]] > 0) == bool(lone))
        a, b, c = face[k], face[(k + 1) % 3], face[(k + 2) % 3]
        ab, ac = between(a, b), between(a, c)
        parts[1 - lone].append((a, ab, ac))
        parts[lone].extend([(ab, b, c), (ab, c, ac)])
    points = np.array(vertices)
    return _compact(points, parts[0]), _compact(points, parts[1])


def _compact(points: Array, faces: list[tuple[int, ...]]) -> Mesh:
    if not faces:
        return Mesh(np.zeros((0, 3)), ())
    used, number = np.unique(np.array(faces), return_inverse=True)
    return Mesh(points[used], tuple(map(tuple, number.reshape(-1, 3).tolist())))
