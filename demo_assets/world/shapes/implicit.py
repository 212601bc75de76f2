# SPDX-License-Identifier: GPL-3.0-or-later
"""Bodies that flow into one another: blended distance fields, meshed by marching cubes (Lorensen and Cline, 1987)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike
from skimage.measure import marching_cubes

from ..mesh import Array, Mesh


@dataclass(frozen=True)
class Bone:
    """A round limb from `start` to `end`, its radius going from `thick` to `thin`; a ball where both ends are one."""

    start: tuple[float, float, float]
    end: tuple[float, float, float]
    thick: float
    thin: float

    def distance(self, points: Array) -> Array:
        a, b = np.asarray(self.start, float), np.asarray(self.end, float)
        along = b - a
        length = float(along @ along)
        share = np.clip((points - a) @ along / length, 0, 1) if length > 0 else np.zeros(len(points))
        return np.linalg.norm(points - a - share[:, None] * along, axis=1) - (self.thick + share * (self.thin - self.thick))

    def bounds(self) -> tuple[Array, Array]:
        ends = np.array([self.start, self.end], float)
        reach = max(self.thick, self.thin)
        return ends.min(axis=0) - reach, ends.max(axis=0) + reach


@dataclass(frozen=True)
class Ellipsoid:
    """Half axes `radii` along x, y, z, then turned by the rows of `axes` (identity by default)."""

    centre: tuple[float, float, float]
    radii: tuple[float, float, float]
    axes: Array = field(default_factory=lambda: np.eye(3))

    def distance(self, points: Array) -> Array:
        radii = np.asarray(self.radii, float)
        local = (points - np.asarray(self.centre)) @ np.asarray(self.axes).T
        # The usual bound: exact on the surface, right in sign everywhere.
        outer = np.linalg.norm(local / radii, axis=1)
        steep = np.linalg.norm(local / radii**2, axis=1)
        return outer * (outer - 1.0) / np.maximum(steep, 1e-9)

    def bounds(self) -> tuple[Array, Array]:
        reach = max(self.radii)
        return np.asarray(self.centre) - reach, np.asarray(self.centre) + reach


def blend(bodies: Sequence[Bone | Ellipsoid], smooth: float, cells: int = 56) -> Mesh:
    """One closed skin round all `bodies`; `smooth` is the width of the fillet where two of them meet, in their units.

    `cells` is the number of grid cells along the longest side: detail against time (56 takes about 0.1 s).
    """
    bounds = [body.bounds() for body in bodies]
    low = np.min([b[0] for b in bounds], axis=0)
    high = np.max([b[1] for b in bounds], axis=0)
    step = float((high - low).max()) / cells
    low, high = low - 3 * step, high + 3 * step
    counts = np.ceil((high - low) / step).astype(int) + 1
    axes = [low[i] + step * np.arange(counts[i]) for i in range(3)]
    points = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
    field_ = bodies[0].distance(points)
    for body in bodies[1:]:
        other = body.distance(points)
        # Polynomial smooth minimum (Quilez).
        h = np.maximum(smooth - np.abs(field_ - other), 0.0) / max(smooth, 1e-9)
        field_ = np.minimum(field_, other) - h * h * smooth * 0.25
    vertices, faces, _, _ = marching_cubes(field_.reshape(counts), 0.0, spacing=(step,) * 3, gradient_direction="descent")
    return Mesh(vertices + low, tuple(tuple(map(int, face)) for face in faces))


def smoothed(mesh: Mesh, rounds: int = 2) -> Mesh:
    """Each vertex moved to the mean of its neighbours `rounds` times: takes the steps of marching cubes away."""
    faces = np.asarray(mesh.faces)
    pairs = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    pairs = np.concatenate([pairs, pairs[:, ::-1]])
    count = np.bincount(pairs[:, 0], minlength=len(mesh.vertices))[:, None]
    vertices: ArrayLike = mesh.vertices
    for _ in range(rounds):
        total = np.zeros_like(mesh.vertices)
        np.add.at(total, pairs[:, 0], np.asarray(vertices)[pairs[:, 1]])
        vertices = 0.5 * np.asarray(vertices) + 0.5 * total / np.maximum(count, 1)
    return Mesh(np.asarray(vertices), mesh.faces)
