# SPDX-License-Identifier: GPL-3.0-or-later
"""Bodies of rabbits: where the parts of each pose are, and the skin round them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..mesh import Array
from ..parameters import Parameters
from ..shapes.implicit import Bone, Ellipsoid
from .skin import Skin

V3 = tuple[float, float, float]


@dataclass(frozen=True)
class Stance:
    """Where the parts of one pose are: the trunk's ellipsoids, the head, fore and hind limbs of the right side, the tail."""

    trunk: tuple[tuple[V3, V3], ...]
    head: V3
    neck: V3
    fore: tuple[V3, ...]
    hind: tuple[V3, ...]
    thigh: tuple[V3, V3]
    tail: V3
    pitch: float = 0.0


STANCES = {
    "sitting": Stance(
        (((0, 1.6, 2.5), (2.2, 2.6, 2.45)), ((0, -0.7, 2.6), (1.75, 2.0, 2.1)), ((0, -1.6, 3.2), (1.3, 1.2, 1.6))),
        (0, -2.5, 5.4),
        (0, -1.3, 3.6),
        ((0.85, -1.7, 2.3), (0.8, -2.2, 0.5), (0.8, -2.75, 0.38)),
        ((1.55, 2.4, 0.55), (1.65, 0.3, 0.45), (1.65, -0.5, 0.4)),
        ((1.45, 1.35, 1.75), (0.95, 1.75, 1.6)),
        (0, 4.0, 1.6),
    ),
    "loaf": Stance(
        (((0, 1.2, 2.0), (2.35, 3.0, 2.05)), ((0, -1.0, 1.85), (1.95, 2.3, 1.85))),
        (0, -2.9, 3.5),
        (0, -1.7, 2.4),
        ((0.75, -2.0, 0.9), (0.75, -2.7, 0.45), (0.75, -3.1, 0.38)),
        ((1.7, 1.8, 0.45), (1.75, 0.7, 0.42), (1.75, 0.1, 0.38)),
        ((1.55, 1.6, 1.45), (0.9, 1.6, 1.35)),
        (0, 4.1, 1.5),
    ),
    "upright": Stance(
        (((0, 0.6, 2.2), (2.0, 2.0, 2.2)), ((0, 0.1, 4.2), (1.7, 1.6, 2.0)), ((0, -0.2, 5.7), (1.3, 1.15, 1.3))),
        (0, -0.65, 8.2),
        (0, -0.25, 6.2),
        ((1.2, -0.5, 5.7), (1.35, -1.4, 4.5), (0.75, -1.95, 4.7)),
        ((1.35, 1.5, 0.5), (1.5, -0.8, 0.45), (1.55, -2.0, 0.42)),
        ((1.5, 0.2, 1.7), (0.95, 1.6, 1.55)),
        (0, 2.7, 1.1),
    ),
    "begging": Stance(
        (((0, 0.9, 2.1), (2.15, 2.2, 2.1)), ((0, -0.1, 3.7), (1.75, 1.7, 1.9)), ((0, -0.6, 4.8), (1.35, 1.2, 1.4))),
        (0, -1.3, 6.9),
        (0, -0.7, 5.2),
        ((1.15, -1.0, 4.6), (1.0, -2.3, 4.2), (0.75, -2.75, 3.7)),
        ((1.5, 1.7, 0.5), (1.7, -0.6, 0.45), (1.75, -1.8, 0.42)),
        ((1.6, 0.4, 1.7), (0.95, 1.7, 1.55)),
        (0, 3.1, 1.3),
    ),
    "peering": Stance(
        (((0, 1.3, 2.3), (2.05, 2.2, 2.3)), ((0, -0.2, 3.4), (1.65, 1.6, 2.2)), ((0, -0.9, 4.6), (1.25, 1.15, 1.5))),
        (0, -1.6, 6.9),
        (0, -0.9, 5.2),
        ((0.85, -1.1, 3.6), (0.75, -1.9, 1.4), (0.75, -2.35, 0.4)),
        ((1.5, 1.9, 0.55), (1.6, 0.0, 0.45), (1.6, -0.9, 0.4)),
        ((1.45, 1.0, 1.7), (0.95, 1.7, 1.6)),
        (0, 3.4, 1.4),
    ),
    "running": Stance(
        (((0, 2.2, 4.0), (1.75, 2.4, 1.85)), ((0, -0.4, 3.9), (1.6, 2.4, 1.6)), ((0, -2.0, 4.1), (1.35, 1.5, 1.5))),
        (0, -4.2, 5.5),
        (0, -2.4, 4.5),
        ((0.85, -2.2, 3.3), (0.9, -3.7, 2.2), (0.85, -5.0, 1.5)),
        ((1.25, 3.6, 2.9), (1.3, 5.2, 1.9), (1.3, 6.0, 0.42)),
        ((1.2, 2.6, 3.5), (0.85, 1.7, 1.35)),
        (0, 4.6, 4.7),
        4.0,
    ),
    "lying": Stance(
        (((0, 2.3, 1.65), (2.1, 2.5, 1.7)), ((0, -0.2, 1.5), (1.8, 2.5, 1.5)), ((0, -1.6, 1.8), (1.4, 1.4, 1.5))),
        (0, -2.9, 3.5),
        (0, -1.7, 2.2),
        ((0.9, -1.8, 1.0), (0.95, -3.2, 0.5), (0.95, -4.4, 0.4)),
        ((1.5, 3.4, 0.7), (1.75, 4.8, 0.5), (1.8, 6.1, 0.42)),
        ((1.5, 2.4, 1.35), (0.85, 1.8, 1.2)),
        (0, 4.9, 1.6),
    ),
    "grazing": Stance(
        (((0, 1.4, 2.6), (2.15, 2.5, 2.55)), ((0, -0.9, 2.2), (1.75, 2.0, 1.9)), ((0, -2.0, 2.0), (1.25, 1.3, 1.4))),
        (0, -3.7, 2.35),
        (0, -2.2, 2.1),
        ((0.9, -1.6, 1.7), (0.9, -2.1, 0.6), (0.9, -2.7, 0.38)),
        ((1.55, 2.2, 0.55), (1.7, 0.3, 0.45), (1.7, -0.5, 0.4)),
        ((1.5, 1.2, 1.75), (0.95, 1.75, 1.6)),
        (0, 3.8, 1.7),
        -14.0,
    ),
}


class Rabbit:
    """Where things are: the head's frame, the trunk, the skin round both."""

    def __init__(self, p: Parameters) -> None:
        self.stance = stance = STANCES[str(p["pose"])]
        self.pose = str(p["pose"])
        fat, long = float(p["chubbiness"]), float(p["body_length"])
        self.grow = np.array([fat, long, 1.0])
        self.size = 1.42 * float(p["head_size"])
        self.head_at = np.array(stance.head) * [1, long, 1] + [0, 0, 0.25 * (self.size - 1.42)]
        turn = np.radians(float(p["head_turn"]))
        pitch = np.radians(float(p["head_pitch"]) * (0.4 if self.pose == "grazing" else 1.0) + stance.pitch)
        forward = np.array([np.sin(turn) * np.cos(pitch), -np.cos(turn) * np.cos(pitch), np.sin(pitch)])
        across = np.array([np.cos(turn), np.sin(turn), 0.0])
        self.frame = np.array([across, forward, np.cross(forward, across)])
        self.skin = Skin([*self._trunk(p), *self._head(p)], 0.75, 60)

    def of_head(self, x: Array | float, forward: Array | float, up: Array | float) -> Array:
        """Head coordinates (in units of its size) in space."""
        x, a, c = np.broadcast_arrays(*(np.asarray(v, float) for v in (x, forward, up)))
        return self.head_at + self.size * np.stack([x, a, c], axis=-1) @ self.frame

    def _trunk(self, p: Parameters) -> list[Bone | Ellipsoid]:
        s, fat, paw = self.stance, float(p["chubbiness"]), float(p["paw_size"])
        plump = 0.5 + 0.5 * fat
        bodies: list[Bone | Ellipsoid] = []
        for k, (centre, radii) in enumerate(s.trunk):
            c = np.array(centre) * [1, self.grow[1], 1]
            r = np.array(radii) * [fat, plump, plump]
            if k == 0 and self.pose not in ("upright", "running", "begging"):
                c[2] += 0.5 * float(p["hump"])
                r[2] += 0.5 * float(p["hump"])
            bodies.append(Ellipsoid(tuple(c), tuple(r)))
        neck = np.array(s.neck) * [1, self.grow[1], 1]
        bodies.append(Bone(tuple(neck), tuple(self.head_at), 1.15 * plump, 0.95))
        for sign in (1.0, -1.0):
            side = np.array([sign * plump, self.grow[1], 1.0])
            shoulder, knee, toe = (np.array(v) * side for v in s.fore)
            bodies += [Bone(tuple(shoulder), tuple(knee), 0.68 * plump, 0.45), Bone(tuple(knee), tuple(toe), 0.44, 0.42 * paw)]
            heel, ball, tip = (np.array(v) * side for v in s.hind)
            centre, radii = np.array(s.thigh[0]) * [sign * fat, self.grow[1], 1], np.array(s.thigh[1]) * [fat, 1, plump]
            bodies.append(Ellipsoid(tuple(centre), tuple(radii)))
            bodies += [Bone(tuple(heel), tuple(ball), 0.5, 0.46), Bone(tuple(ball), tuple(tip), 0.47, 0.46 * paw)]
            if self.pose == "running":
                bodies.append(Bone(tuple(centre + [0, 0.6, -0.3]), tuple(heel), 0.75, 0.5))
        return bodies

    def _head(self, p: Parameters) -> list[Bone | Ellipsoid]:
        r, nose, cheek = self.size, float(p["muzzle"]), float(p["cheeks"])

        def ball(x: float, a: float, c: float, radii: V3) -> Ellipsoid:
            return Ellipsoid(tuple(self.of_head(x, a, c)), tuple(r * np.array(radii)), self.frame)

        bodies: list[Bone | Ellipsoid] = [ball(0, 0, 0.05, (0.9, 1.02, 0.95)), ball(0, 0.62 * nose, -0.22, (0.56, 0.62, 0.54))]
        for sign in (1.0, -1.0):
            bodies.append(ball(sign * 0.42, 0.3, -0.3, (0.48 * cheek, 0.5, 0.45 * cheek)))
            bodies.append(ball(sign * 0.2, 1.02 * nose, -0.36, (0.25, 0.24, 0.22)))
        return bodies
