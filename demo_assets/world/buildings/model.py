# SPDX-License-Identifier: GPL-3.0-or-later
"""A house while it is being built: its boxes and walls."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..mesh import Array, Mesh
from ..parameters import Parameters
from ..shapes.curves import rectangle
from ..shapes.loft import loft, slab

FOOTING = 0.28
NARROW = {"a-frame": (7.4, 8.4), "townhouse": (5.4, 7.0), "barn": (8.4, 10.0), "modern": (10.5, 7.2), "turret": (8.2, 7.4)}


@dataclass
class Model:
    """What has been built so far, gathered by what it is made of."""

    wall: list[Mesh] = field(default_factory=list)
    relief: list[Mesh] = field(default_factory=list)
    roof: list[Mesh] = field(default_factory=list)
    cover: list[Mesh] = field(default_factory=list)
    trim: list[Mesh] = field(default_factory=list)
    fine: list[Mesh] = field(default_factory=list)
    glass: list[Mesh] = field(default_factory=list)
    door: list[Mesh] = field(default_factory=list)
    stone: list[Mesh] = field(default_factory=list)
    plants: list[Mesh] = field(default_factory=list)
    timber: list[Mesh] = field(default_factory=list)


@dataclass(frozen=True)
class Wall:
    """A wall seen from outside: `origin` is its lower left corner, `right` runs along it, `outline` is convex [k, 2]."""

    origin: Array
    right: Array
    outline: Array

    @property
    def normal(self) -> Array:
        return np.cross(self.right, [0.0, 0.0, 1.0])

    @property
    def width(self) -> float:
        return float(np.ptp(self.outline[:, 0]))

    def span(self, z: float) -> tuple[float, float]:
        """From where to where the wall reaches at height z."""
        a, b = self.outline, np.roll(self.outline, -1, axis=0)
        hits = []
        for (u0, z0), (u1, z1) in zip(a, b, strict=True):
            if min(z0, z1) <= z <= max(z0, z1) and abs(z1 - z0) > 1e-9:
                hits.append(u0 + (u1 - u0) * (z - z0) / (z1 - z0))
        return (min(hits), max(hits)) if len(hits) > 1 else (0.0, 0.0)

    def at(self, u: float, z: float, out: float = 0.0) -> Array:
        return self.origin + u * self.right + np.array([0.0, 0.0, z]) + out * self.normal

    def block(self, low: tuple[float, float], high: tuple[float, float], back: float, front: float) -> Mesh:
        """A box on the wall between two corners (u, z), from `back` to `front` off its surface."""
        return self.piece([(low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1])], back, front)

    def piece(self, corners: list[tuple[float, float]], back: float, front: float) -> Mesh:
        """A plate of any convex outline (anticlockwise from outside)."""
        return loft([[self.at(u, z, out) for u, z in corners] for out in (back, front)])

    def beam(self, start: tuple[float, float], end: tuple[float, float], wide: float, front: float) -> Mesh:
        a, b = np.array(start, float), np.array(end, float)
        side = np.array([-(b - a)[1], (b - a)[0]]) / np.linalg.norm(b - a) * wide / 2
        return self.piece([tuple(a - side), tuple(b - side), tuple(b + side), tuple(a + side)], -0.03, front)


def cuboid(x0: float, x1: float, y0: float, y1: float, z0: float, z1: float) -> Mesh:
    outline = rectangle(abs(x1 - x0), abs(y1 - y0)) + [(x0 + x1) / 2, (y0 + y1) / 2]
    return slab(outline, z0, z1)


def drawn_out(section: list[tuple[float, float]], axis: str, low: float, high: float) -> Mesh:
    """A section (u, z), anticlockwise, drawn out along x (u is y) or along y (u is x)."""
    if axis == "x":
        return loft([[(t, u, z) for u, z in section] for t in (low, high)])
    return loft([[(u, t, z) for u, z in section[::-1]] for t in (low, high)])


def house_wall(side: str, x0: float, x1: float, y0: float, y1: float, z0: float, top: list[tuple[float, float]]) -> Wall:
    """The front or right-hand wall of a box; `top` lists (u, z) from right to left over the upper edge."""
    if side == "front":
        origin, right, wide = np.array([x0, y0, 0.0]), np.array([1.0, 0, 0]), x1 - x0
    elif side == "right":
        origin, right, wide = np.array([x1, y0, 0.0]), np.array([0, 1.0, 0]), y1 - y0
    else:
        origin, right, wide = np.array([x0, y1, 0.0]), np.array([0, -1.0, 0]), y1 - y0
    return Wall(origin, right, np.array([(0.0, z0), (wide, z0), *top], float))


def measures(p: Parameters) -> tuple[float, float, float, float, int, float]:
    """Left, right, front, back, number of floors, height of one."""
    wide, deep = NARROW.get(str(p["kind"]), (9.2, 6.8))
    wide, deep = wide * float(p["width"]), deep * float(p["depth"])
    floors = {"one": 1, "two": 2, "three": 3}[str(p["floors"])]
    return -wide / 2, wide / 2, -deep / 2, deep / 2, floors, float(p["storey"])


def add_footing(m: Model, x0: float, x1: float, y0: float, y1: float) -> None:
    m.stone.append(cuboid(x0 - 0.08, x1 + 0.08, y0 - 0.08, y1 + 0.08, 0.0, FOOTING))
