# SPDX-License-Identifier: GPL-3.0-or-later
"""A piece of an object: one mesh, what it is made of, and how its edges and walls are finished."""

from __future__ import annotations

from dataclasses import dataclass

from .finish import Finish
from .mesh import Mesh


@dataclass(frozen=True)
class Part:
    """Lengths are in the units of the mesh.

    `bevel` rounds sharp edges by that width, `thickness` gives an open sheet that wall (inwards of its normals),
    `lining` is the finish of the far side of such a wall, `subdivision` the rounds of Catmull-Clark smoothing.
    """

    mesh: Mesh
    finish: Finish
    bevel: float = 0.0
    thickness: float = 0.0
    lining: Finish | None = None
    subdivision: int = 0
