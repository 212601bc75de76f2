# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines and panes that lie on a curved skin, and meshes aimed along an axis."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from ..mesh import Array, Mesh
from ..shapes.curves import fillet, rectangle, resample
from ..shapes.loft import loft
from ..shapes.sweep import sweep

# Two coordinates [n] each on the skin give points [n, 3].
Skin = Callable[[Array, Array], Array]


def outward(mesh: Mesh) -> Mesh:
    """The closed mesh with its faces turned outwards."""
    v = mesh.vertices - mesh.vertices.mean(axis=0)
    three = np.array([(f[0], f[i], f[i + 1]) for f in mesh.faces for i in range(1, len(f) - 1)])
    volume = float(np.einsum("ij,ij->", np.cross(v[three[:, 0]], v[three[:, 1]]), v[three[:, 2]]))
    return mesh if volume >= 0 else Mesh(mesh.vertices, tuple(face[::-1] for face in mesh.faces))


def aimed(mesh: Mesh, direction: ArrayLike, at: ArrayLike = (0.0, 0.0, 0.0)) -> Mesh:
    """The mesh with its z axis turned towards `direction` and its origin moved to `at`."""
    z = np.asarray(direction, float) / np.linalg.norm(direction)
    helper = np.array([0.0, 0.0, 1.0]) if abs(z[2]) < 0.9 else np.array([0.0, 1.0, 0.0])
    x = np.cross(helper, z)
    x /= np.linalg.norm(x)
    return Mesh(mesh.vertices @ np.stack([x, np.cross(z, x), z]) + np.asarray(at, float), mesh.faces)


def normals(skin: Skin, a: Array, b: Array, core: ArrayLike) -> Array:
    """Unit normals of the skin that point away from `core`, a point inside it."""
    step = 4e-3 * max(float(np.ptp(a)), float(np.ptp(b)), 1e-6)
    n = np.cross(skin(a + step, b) - skin(a - step, b), skin(a, b + step) - skin(a, b - step))
    n /= np.maximum(np.linalg.norm(n, axis=1, keepdims=True), 1e-12)
    away = np.einsum("ij,ij->i", n, skin(a, b) - np.asarray(core, float))
    return n * np.where(away < 0, -1.0, 1.0)[:, None]


def rounded(corners: ArrayLike, radius: float, samples: int = 48) -> Array:
    """A closed polygon with its corners rounded: [samples, 2]."""
    c = np.asarray(corners, float)
    start = (c[0] + c[-1]) / 2
    path = fillet(np.vstack([start, c, start]), radius, 6)
    return resample(path, samples + 1)[:-1]


def pane(outline: Array, skin: Skin, lift: float, core: ArrayLike, rings: int = 4, depth: float | None = None) -> Mesh:
    """A plate over `outline` [k, 2] in the coordinates of the skin, `lift` proud of it and let into it by `depth`."""
    middle = outline.mean(axis=0)
    a, b = outline.T
    direction = normals(skin, a, b, core)
    sunk = lift if depth is None else depth
    layers = [skin(a, b) - sunk * direction, skin(a, b) + 0.6 * lift * direction]
    for share in [0.985, *np.linspace(0.92, 0.06, rings)]:
        x, y = (middle + (outline - middle) * share).T
        layers.append(skin(x, y) + lift * normals(skin, x, y, core))
    mesh = loft(layers)
    first = mesh.vertices[list(mesh.faces[len(outline) * 2])]
    n = np.cross(first[1] - first[0], first[2] - first[0])
    if n @ direction[0] < 0:
        mesh = Mesh(mesh.vertices, tuple(face[::-1] for face in mesh.faces))
    return mesh


def line(path: ArrayLike, skin: Skin, width: float, lift: float, core: ArrayLike, closed: bool = False) -> Mesh:
    """A flat strip along `path` [k, 2] in the coordinates of the skin, its top `lift` proud."""
    a, b = np.asarray(path, float).T
    direction = normals(skin, a, b, core)
    return sweep(skin(a, b), rectangle(width, 2 * lift), up=direction, closed=closed)


def mirrored_pair(mesh: Mesh) -> tuple[Mesh, Mesh]:
    return mesh, mesh.mirrored()
