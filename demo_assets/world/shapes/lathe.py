# SPDX-License-Identifier: GPL-3.0-or-later
"""Turned shapes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from ..mesh import Array, Mesh
from .loft import loft

Modulation = Callable[[Array, float, float], Array]


def lathe(profile: ArrayLike, segments: int = 64, modulation: Modulation | None = None) -> Mesh:
    """The profile [(radius, z), …] turned about the z axis; it runs upwards along the outside.

    `modulation(angles, radius, z)` gives radii for flutes and facets in place of a circle.
    """
    angle = np.linspace(0, 2 * np.pi, segments, endpoint=False)
    rings = []
    for radius, z in np.asarray(profile, float):
        r = np.full(segments, radius) if modulation is None else modulation(angle, radius, z)
        rings.append(np.stack([r * np.cos(angle), r * np.sin(angle), np.full(segments, z)], axis=1))
    return loft(rings)
