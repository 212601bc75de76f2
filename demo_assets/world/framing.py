# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the camera stands so that an object fills its share of the picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .mesh import Array

FOCAL_OVER_SENSOR = 85.0 / 36.0
FILL = 0.86


@dataclass(frozen=True)
class Camera:
    """`position` and the rows of `axes` (right, up, backward) in world coordinates."""

    position: Array
    axes: Array


def frame(vertices: Array, azimuth: float, elevation: float, fill: float = FILL) -> Camera:
    """A camera from that direction (degrees) with the object centred and its longer side `fill` of the picture."""
    a, e = np.radians(azimuth), np.radians(elevation)
    backward = np.array([np.sin(a) * np.cos(e), -np.cos(a) * np.cos(e), np.sin(e)])
    right = np.array([np.cos(a), np.sin(a), 0.0])
    axes = np.stack([right, np.cross(backward, right), backward])
    centre = (vertices.min(axis=0) + vertices.max(axis=0)) / 2
    distance = 4.0 * float(np.ptp(vertices, axis=0).max())
    for _ in range(8):
        seen = (vertices - centre - distance * backward) @ axes.T
        projected = FOCAL_OVER_SENSOR * seen[:, :2] / -seen[:, 2:]
        low, high = projected.min(axis=0), projected.max(axis=0)
        middle = (low + high) / 2
        centre = centre + (middle @ axes[:2]) * distance / FOCAL_OVER_SENSOR
        distance *= float((high - low).max()) / fill
    return Camera(centre + distance * backward, axes)
