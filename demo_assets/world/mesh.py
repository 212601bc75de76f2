# SPDX-License-Identifier: GPL-3.0-or-later
"""A polygon mesh as a value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Faces = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Mesh:
    """`vertices` [n, 3], z up; `faces` list vertex numbers anticlockwise as seen from outside."""

    vertices: Array
    faces: Faces

    def moved(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Mesh:
        return Mesh(self.vertices + np.array([x, y, z]), self.faces)

    def turned(self, degrees: float) -> Mesh:
        """Turned about the z axis, anticlockwise seen from above."""
        c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        return Mesh(self.vertices @ np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]]), self.faces)

    def mirrored(self) -> Mesh:
        """Reflected in the plane x = 0, faces still outwards."""
        return Mesh(self.vertices * np.array([-1.0, 1.0, 1.0]), tuple(face[::-1] for face in self.faces))

    def scaled(self, factor: float) -> Mesh:
        return Mesh(self.vertices * factor, self.faces)


def join(*meshes: Mesh) -> Mesh:
    """All meshes as one, their vertices kept apart."""
    faces: list[tuple[int, ...]] = []
    offset = 0
    for mesh in meshes:
        faces.extend(tuple(i + offset for i in face) for face in mesh.faces)
        offset += len(mesh.vertices)
    return Mesh(np.concatenate([mesh.vertices for mesh in meshes]), tuple(faces))
