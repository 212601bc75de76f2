# SPDX-License-Identifier: GPL-3.0-or-later
"""Bodies of birds: proportions by kind, the frames of body and head, and the skin round them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..mesh import Array
from ..parameters import Parameters
from ..shapes.curves import spline
from ..shapes.implicit import Bone, Ellipsoid
from .skin import Skin


@dataclass(frozen=True)
class Build:
    """Half axes of the body, how steeply it stands, the head's place from the body's middle (y, z), and limbs."""

    long: float
    wide: float
    deep: float
    steep: float
    head_at: tuple[float, float]
    head: float
    neck: float
    leg: float
    shank: float
    tail: float
    wing: float
    beak: tuple[float, float, float, float]  # length, width, height, droop


BUILDS = {
    "songbird": Build(2.9, 1.85, 1.95, 34, (-2.5, 2.75), 1.45, 1.25, 1.6, 0.17, 4.4, 5.2, (1.1, 0.42, 0.5, 0.12)),
    "duck": Build(4.2, 2.35, 1.95, 8, (-3.9, 5.0), 1.45, 0.68, 0.9, 0.3, 2.1, 6.4, (2.2, 0.62, 0.42, 0.15)),
    "owl": Build(3.7, 2.45, 2.2, 80, (-0.7, 4.0), 2.2, 1.8, 0.35, 0.32, 2.2, 6.2, (0.85, 0.34, 0.45, 0.75)),
    "heron": Build(3.0, 1.45, 1.6, 30, (-3.4, 6.4), 0.85, 0.42, 5.6, 0.17, 1.7, 5.2, (3.6, 0.28, 0.34, 0.02)),
    "parrot": Build(3.5, 1.8, 1.75, 66, (-1.35, 3.9), 1.6, 1.4, 0.35, 0.3, 5.6, 5.6, (1.15, 0.5, 1.0, 1.0)),
    "hen": Build(3.3, 2.2, 2.3, 12, (-3.1, 4.4), 1.0, 0.8, 1.5, 0.22, 3.4, 4.8, (0.75, 0.3, 0.36, 0.2)),
    "penguin": Build(4.3, 2.2, 1.95, 86, (-0.45, 5.0), 1.5, 1.35, 0.1, 0.4, 1.0, 4.9, (1.5, 0.28, 0.34, 0.18)),
    "pigeon": Build(3.4, 1.85, 1.9, 24, (-2.9, 3.4), 1.05, 0.8, 1.1, 0.22, 3.8, 6.2, (0.8, 0.22, 0.26, 0.12)),
    "hawk": Build(3.7, 2.1, 1.9, 58, (-2.15, 4.05), 1.25, 1.1, 1.0, 0.32, 4.2, 7.0, (1.0, 0.42, 0.62, 0.75)),
}


class Bird:
    """Where things are: the body's frame, the head's frame, the skin."""

    def __init__(self, p: Parameters) -> None:
        self.kind = str(p["kind"])
        b = BUILDS[self.kind]
        plump = float(p["plumpness"])
        self.long, self.wide, self.deep = b.long, b.wide * plump, b.deep * plump
        steep = np.radians(b.steep + float(p["posture"]) * (0.4 if self.kind in ("penguin", "duck", "owl") else 1.0))
        self.steep = steep
        self.frame = np.array([[1, 0, 0], [0, -np.cos(steep), np.sin(steep)], [0, np.sin(steep), np.cos(steep)]])
        self.build = b
        self.head = b.head * float(p["head_size"])
        reach = float(p["neck_length"])
        reach = 0.5 + 0.5 * reach if self.kind in ("owl", "parrot", "songbird", "penguin", "hawk") else reach
        self.head_at = np.array([0.0, *b.head_at]) * [1, 1 - 0.3 * (reach - 1), reach]
        turn, pitch = (
            np.radians(float(p["head_turn"]) + (22.0 if self.kind == "owl" else 0.0)),
            np.radians(float(p["head_pitch"])),
        )
        forward = np.array([np.sin(turn) * np.cos(pitch), -np.cos(turn) * np.cos(pitch), np.sin(pitch)])
        across = np.array([np.cos(turn), np.sin(turn), 0.0])
        self.head_frame = np.array([across, forward, np.cross(forward, across)])
        self.leg = b.leg * float(p["leg_length"])
        self.feet_y = 0.25 * np.cos(steep) * self.long * 0.2 + 0.3 * float(p["stance"])
        low = self.at(0.0, 0.0, 0.0)[2] - np.hypot(self.long * np.sin(steep), self.deep * np.cos(steep))
        self.floor = float(low) - self.leg
        self.skin = Skin(self._bodies(p), {"heron": 0.6, "duck": 0.75}.get(self.kind, 0.9), 62 if self.kind == "heron" else 50)

    def at(self, x: Array | float, forward: Array | float, up: Array | float) -> Array:
        """Body coordinates in space."""
        x, a, c = np.broadcast_arrays(*(np.asarray(v, float) for v in (x, forward, up)))
        return np.stack([x, a, c], axis=-1) @ self.frame

    def of_head(self, x: Array | float, forward: Array | float, up: Array | float) -> Array:
        """Head coordinates (in radii of the head) in space."""
        x, a, c = np.broadcast_arrays(*(np.asarray(v, float) for v in (x, forward, up)))
        return self.head_at + self.head * np.stack([x, a, c], axis=-1) @ self.head_frame

    def _bodies(self, p: Parameters) -> list[Bone | Ellipsoid]:
        long, wide, deep = self.long, self.wide, self.deep
        at = lambda x, a, c: tuple(self.at(x, a, c))  # noqa: E731
        bodies: list[Bone | Ellipsoid] = [Ellipsoid((0.0, 0.0, 0.0), (wide, long, deep), self.frame)]
        bodies.append(Ellipsoid(at(0, 0.4 * long, -0.14 * deep), (0.88 * wide, 0.62 * long, 0.86 * deep), self.frame))
        bodies.append(Bone(at(0, -0.45 * long, 0.05 * deep), at(0, -1.2 * long, 0.22 * deep), 0.6 * deep, 0.26 * deep))
        base = self.at(0, 0.62 * long, 0.22 * deep)
        gap = self.head_at - base
        knots = [base, base + 0.5 * gap, self.head_at]
        if self.kind == "heron":
            knots = [base, base + gap * 0.3 + [0, -0.75, 0], base + gap * 0.62 + [0, 0.75, 0], self.head_at]
        elif self.kind in ("duck", "hen"):
            knots = [base, base + gap * [1, 0.62, 0.42], self.head_at + [0, 0.1, -0.2]]
        joints = {"heron": 10, "duck": 7, "hen": 6}.get(self.kind, 4)
        path = spline(knots, joints)
        root = {"heron": 0.95, "duck": 1.1, "hen": 1.5}.get(self.kind, 0.8 * deep)
        share = np.linspace(0, 1, joints)
        radius = self.build.neck * (0.85 + 0.15 * share) + (root - 0.85 * self.build.neck) * (1 - share) ** 2.2
        for i in range(joints - 1):
            bodies.append(Bone(tuple(path[i]), tuple(path[i + 1]), float(radius[i]), float(radius[i + 1])))
        r = self.head
        if self.kind == "owl":
            bodies.append(Ellipsoid(tuple(self.head_at), (1.1 * r, 0.92 * r, 0.95 * r), self.head_frame))
        elif self.kind in ("duck", "heron"):
            bodies.append(Ellipsoid(tuple(self.head_at), (0.8 * r, 1.15 * r, 0.86 * r), self.head_frame))
        else:
            bodies.append(Ellipsoid(tuple(self.head_at), (0.93 * r, 1.05 * r, 0.98 * r), self.head_frame))
        self.hips = self._hips()
        for hip, ankle, _ in self.hips:
            thick = {"hawk": 0.95, "owl": 0.85, "hen": 0.85, "heron": 0.45, "penguin": 0.8}.get(self.kind, 0.6)
            bodies.append(Bone(tuple(hip), tuple(ankle), thick, max(0.42 * thick, self.build.shank * 1.1)))
        return bodies

    def _hips(self) -> list[tuple[Array, Array, Array]]:
        """Hip, end of the feathered part, and foot of either leg."""
        legs = []
        for sign in (1.0, -1.0):
            x = sign * (0.46 if self.kind != "heron" else 0.4) * self.wide
            foot = np.array([x, self.feet_y, self.floor + 0.12])
            hip = np.array([x, self.feet_y + 0.15, self.floor + self.leg + 0.75 * self.deep])
            share = {"heron": 0.8, "hawk": 0.35, "owl": 0.3}.get(self.kind, 0.45)
            ankle = foot + (hip - foot) * share
            ankle[1] += 0.25 if self.kind != "heron" else 0.1
            ankle[2] = max(ankle[2], self.floor + 0.3)
            legs.append((hip, ankle, foot))
        return legs
