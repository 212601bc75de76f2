# SPDX-License-Identifier: GPL-3.0-or-later
"""How a thing that is not flat below comes to rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..mesh import Mesh
from ..part import Part


def settled(parts: Sequence[Part], split: float = 0.0, gap: float = 1.0, limit: float = 0.35) -> list[Part]:
    """Pitched about x so that its lowest points before and behind y = `split` (at least `gap` off) share one height.

    `limit` is the largest turn in radians.
    """
    points = np.concatenate([part.mesh.vertices for part in parts])
    turn = 0.0
    for _ in range(10):
        c, s = np.cos(turn), np.sin(turn)
        y, z = c * points[:, 1] - s * points[:, 2], s * points[:, 1] + c * points[:, 2]
        front, back = np.flatnonzero(y < split - gap), np.flatnonzero(y > split + gap)
        i, j = front[z[front].argmin()], back[z[back].argmin()]
        turn -= 0.8 * float(np.arctan2(z[j] - z[i], y[j] - y[i]))
    turn = float(np.clip(turn, -limit, limit))
    c, s = np.cos(turn), np.sin(turn)
    matrix = np.array([[1, 0, 0], [0, c, s], [0, -s, c]])
    return [replace(part, mesh=Mesh(part.mesh.vertices @ matrix, part.mesh.faces)) for part in parts]
