# SPDX-License-Identifier: GPL-3.0-or-later
"""One small mesh set many times over: spines, warts, pebbles, petals."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..mesh import Array, Mesh, join
from ..shapes.lathe import lathe
from .leaves import blade

# All of unit size, standing on the origin, up along z; petals lie along +x.
SPIKE = Mesh(
    np.array([[1.0, 0.0, 0.0], [-0.5, 0.87, 0.0], [-0.5, -0.87, 0.0], [0.0, 0.0, 1.0]]), ((0, 1, 3), (1, 2, 3), (2, 0, 3))
)
BUMP = lathe([(1.0, -0.3), (0.95, 0.3), (0.5, 0.9)], 8)
STUD = lathe([(1.0, -0.3), (0.65, 0.6)], 5)
BALL = lathe([(np.sin(a), -np.cos(a)) for a in np.linspace(0.25, np.pi - 0.25, 6)], 9)


def petal(rise: float = 0.5, width: float = 0.3, pointed: float = 0.6) -> Mesh:
    """A petal from the origin along +x, lifted to `rise` at its tip."""
    u = np.linspace(0, 1, 6)
    path = np.column_stack([u, np.zeros(6), rise * u**0.7])
    widths = width * np.sin(np.pi * np.clip(0.06 + 0.94 * u, 0, 1) ** 1.2) ** pointed
    return blade(path, (0.0, 1.0, 0.0), widths, fold=-0.35, columns=3)


def strewn(template: Mesh, origins: ArrayLike, normals: ArrayLike, sizes: ArrayLike, turns: ArrayLike = 0.0) -> Mesh:
    """`template` at each of `origins` [n, 3], its z along `normals`, its y uphill, then turned by `turns` (radians).

    `sizes` is one number, one each [n] or three each [n, 3].
    """
    o = np.atleast_2d(np.asarray(origins, float))
    n = np.broadcast_to(np.asarray(normals, float), o.shape)
    n = n / np.maximum(np.linalg.norm(n, axis=1, keepdims=True), 1e-9)
    helper = np.where(np.abs(n[:, 2:]) < 0.97, [[0.0, 0.0, 1.0]], [[0.0, 1.0, 0.0]])
    across = np.cross(helper, n)
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-9)
    uphill = np.cross(n, across)
    turn = np.broadcast_to(np.asarray(turns, float), len(o))[:, None]
    first = np.cos(turn) * across + np.sin(turn) * uphill
    return framed(template, o, first, n, sizes)


def framed(template: Mesh, origins: ArrayLike, first: ArrayLike, third: ArrayLike, sizes: ArrayLike) -> Mesh:
    """`template` at each of `origins` [n, 3], its x along `first`, its z along `third` (unit, square to each other)."""
    o, x, z = (np.asarray(each, float) for each in (origins, first, third))
    y = np.cross(z, x)
    size = np.asarray(sizes, float)
    size = np.broadcast_to(size[:, None] if size.ndim == 1 else size, (len(o), 3))
    local = template.vertices[None] * size[:, None]
    points = o[:, None] + local[..., :1] * x[:, None] + local[..., 1:2] * y[:, None] + local[..., 2:] * z[:, None]
    k = len(template.vertices)
    faces = tuple(tuple(i + k * j for i in face) for j in range(len(o)) for face in template.faces)
    return Mesh(points.reshape(-1, 3), faces)


def flowers(centres: ArrayLike, normals: ArrayLike, size: float, petals: int, rise: float, width: float) -> Mesh:
    """Double flowers: an open whorl and an upright one inside it."""
    at = np.atleast_2d(np.asarray(centres, float))
    axes = np.broadcast_to(np.asarray(normals, float), at.shape)
    whorls = []
    for share, lift, shift in ((1.0, rise, 0.0), (0.78, rise * 1.9, 0.5)):
        turns = np.tile((np.arange(petals) + shift) * 2 * np.pi / petals, len(at))
        template = petal(lift, width)
        whorls.append(strewn(template, np.repeat(at, petals, axis=0), np.repeat(axes, petals, axis=0), size * share, turns))
    return join(*whorls)


def sunflower(count: int, reach: float = 1.0) -> tuple[Array, Array]:
    """Radii in [0, reach] and angles of points spread evenly over a disc."""
    i = np.arange(count)
    return reach * np.sqrt((i + 0.5) / count), i * np.pi * (3 - np.sqrt(5))
