# SPDX-License-Identifier: GPL-3.0-or-later
"""The last: the form of a foot that a shoe is built on, given by its sole and by the pitch of the heel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..mesh import Array
from ..shapes.curves import smooth_interpolation

COLUMNS = 128

# (1 - t**a)**b is the half-width over the last quarter of the sole.
TOES = {"round": (2.3, 0.5), "almond": (1.75, 0.66), "pointed": (1.25, 0.8), "square": (6.0, 0.42)}
TOE_STRETCH = {"round": 0.0, "almond": 0.025, "pointed": 0.07, "square": 0.0}


@dataclass(frozen=True)
class Last:
    """A right foot. `heel` and `platform` are how high heel seat and ball stand, `spring` how far the toe lifts."""

    length: float
    half_width: float
    toe: str
    heel: float
    platform: float
    spring: float

    @property
    def shares(self) -> Array:
        """Share of the length at each column: heel, outer side, toe, inner side. [COLUMNS]."""
        angle = np.linspace(0, 2 * np.pi, COLUMNS, endpoint=False)
        return (1 - np.cos(angle)) / 2

    def outline(self, grow: float = 0.0) -> Array:
        """Plan of the sole, anticlockwise from the back of the heel, `grow` wider all round: [COLUMNS, 2]."""
        s = self.shares
        outer = smooth_interpolation(s, (0, 0.15, 0.35, 0.66, 0.78, 1), (0.68, 0.7, 0.72, 1.0, 0.98, 0.9))
        inner = smooth_interpolation(s, (0, 0.15, 0.4, 0.68, 0.8, 1), (0.66, 0.66, 0.5, 0.95, 0.98, 0.95))
        a, b = TOES[self.toe]
        toe = np.clip((s - 0.7) / 0.3, 0, 1)
        heel = np.clip((0.13 - s) / 0.13, 0, 1)
        rounding = (1 - toe**a) ** b * (1 - heel**2.2) ** 0.5
        middle = 0.1 * smooth_interpolation(s, (0, 0.45, 1), (0, 0, 1))
        side = np.where(np.arange(COLUMNS) <= COLUMNS // 2, -1.0, 1.0)
        width = np.where(side < 0, outer, inner) * rounding
        x = self.length * (s + TOE_STRETCH[self.toe] * toe**2)
        ring = np.stack([x, self.half_width * (middle + side * width)], axis=1)
        return ring if grow == 0 else ring + grow * self.outward(ring)

    @staticmethod
    def outward(ring: Array) -> Array:
        """Unit normals of a plan outline: [COLUMNS, 2]."""
        along = np.roll(ring, -1, axis=0) - np.roll(ring, 1, axis=0)
        along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
        return np.stack([along[:, 1], -along[:, 0]], axis=1)

    def bed(self, share: Array | float) -> Array:
        """Height of the foot bed at a share of the length."""
        s = np.asarray(share, float)
        pitch = smooth_interpolation(s, (0, 0.14, 0.32, 0.5, 0.66, 1), (1.0, 0.97, 0.68, 0.26, 0.0, 0.0))
        return self.platform + (self.heel - self.platform) * pitch + self.toe_lift(s)

    def toe_lift(self, share: Array | float) -> Array:
        """How far the ground side of the toe is off the floor."""
        return self.spring * np.clip((np.asarray(share, float) - 0.66) / 0.34, 0, None) ** 2

    def edge(self, grow: float = 0.0, lift: float = 0.0) -> Array:
        """The feather edge, where upper meets sole: [COLUMNS, 3]."""
        return np.column_stack([self.outline(grow), self.bed(self.shares) + lift])
