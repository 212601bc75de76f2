# SPDX-License-Identifier: GPL-3.0-or-later
"""Standing an object of any size on the studio floor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from .part import Part


def place(parts: Sequence[Part]) -> list[Part]:
    """The parts scaled so that their longest side is 1, centred over the origin, lowest point at z = 0."""
    vertices = np.concatenate([part.mesh.vertices for part in parts])
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    factor = 1.0 / float((high - low).max())
    shift = -np.array([(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, low[2]])
    return [
        replace(
            part,
            mesh=part.mesh.moved(*shift).scaled(factor),
            bevel=part.bevel * factor,
            thickness=part.thickness * factor,
        )
        for part in parts
    ]
