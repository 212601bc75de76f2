# SPDX-License-Identifier: GPL-3.0-or-later
"""The skins of a car: lower body and cabin. Centimetres; the nose points to -y and y = 0 is the middle of the car."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from ..mesh import Array, Mesh
from ..shapes.curves import smooth_interpolation
from ..shapes.loft import loft
from .skin import outward


def _corner(distance: Array, radius: float) -> Array:
    """How far a rounded corner lies inside the square one, at a distance from its end."""
    s = np.clip(1 - distance / radius, 0, 1)
    return radius * (1 - np.sqrt(np.maximum(1 - s**2, 0)))


@dataclass(frozen=True)
class Body:
    """The body below the windows. `top` lists (share of the length, height) from nose to tail."""

    length: float
    width: float
    sill: float
    top: tuple[tuple[float, float], ...]
    wheels: tuple[float, float]
    wheel_radius: float
    arch: float
    nose_taper: float = 0.12
    tail_taper: float = 0.08
    bow: float = 14.0
    round_nose: float = 14.0
    round_tail: float = 12.0
    shoulder: float = 9.0
    crown: float = 4.0
    tuck: float = 0.07
    lean: float = 0.04
    crease: float = 1.0
    crease_height: float = 0.72
    hips: float = 2.0
    pocket: tuple[float, float, float, float] | None = None

    @cached_property
    def _table(self) -> tuple[Array, Array, Array, Array]:
        """Places along the car, and there: half the width, rounding of the ends, height of the shoulder."""
        y = np.linspace(-self.length / 2, self.length / 2, 1201)
        return y, self._half(y), self._rounding(y), self.profile(y) - 0.8 * self._rounding(y)

    def half(self, y: Array) -> Array:
        """Half the width where the body is widest."""
        return np.interp(y, self._table[0], self._table[1])

    def _inset(self, y: Array) -> Array:
        return np.interp(y, self._table[0], self._table[2])

    def shoulder_height(self, y: Array) -> Array:
        return np.interp(y, self._table[0], self._table[3])

    def profile(self, y: Array) -> Array:
        """Height of the shoulder before the ends are rounded."""
        knots, heights = zip(*self.top, strict=True)
        return smooth_interpolation(np.asarray(y, float) / self.length + 0.5, knots, heights)

    def _ends(self, y: Array) -> tuple[Array, Array]:
        return np.asarray(y, float) + self.length / 2, self.length / 2 - np.asarray(y, float)

    def _rounding(self, y: Array) -> Array:
        front, back = self._ends(y)
        return _corner(front, self.round_nose) + _corner(back, self.round_tail)

    def _half(self, y: Array) -> Array:
        front, back = self._ends(y)
        reach = 0.3 * self.length
        wide = self.width / 2 * np.ones_like(front)
        wide = wide * (1 - self.nose_taper * np.clip(1 - front / reach, 0, 1) ** 2.2)
        wide = wide * (1 - self.tail_taper * np.clip(1 - back / reach, 0, 1) ** 2.2)
        for wheel in self.wheels:
            wide = wide + self.hips * np.exp(-(((np.asarray(y) - wheel) / (1.15 * self.arch)) ** 2))
        return wide

    def lower(self, y: Array) -> Array:
        """Height of the lower edge, arches cut out."""
        y = np.asarray(y, float)
        front, back = self._ends(y)
        edge = self.sill + 0.5 * self._inset(y) + 6 * np.clip(1 - front / 60, 0, 1) + 8 * np.clip(1 - back / 60, 0, 1)
        for wheel in self.wheels:
            inside = np.maximum(self.arch**2 - (y - wheel) ** 2, 0)
            edge = np.maximum(edge, np.where(inside > 0, self.wheel_radius + np.sqrt(inside), 0))
        return edge

    def section(self, y: Array, z: Array) -> Array:
        """Half the width at a height."""
        top = self.shoulder_height(y)
        belt = max(h for _, h in self.top)
        waist = self.sill + 0.5 * (belt - self.sill)
        below = np.clip((waist - z) / (waist - self.sill), 0, 1.2)
        above = np.clip((z - waist) / (belt - waist), 0, 1.2)
        wide = self.half(y) * (1 - self.tuck * below**2 - self.lean * above**2) - 0.9 * self._inset(y)
        ridge = self.sill + self.crease_height * (belt - self.sill) + 6 * np.asarray(y) / self.length
        wide = wide + self.crease * np.exp(-(((z - ridge) / 5.0) ** 2))
        edge = self._edge(y)
        return wide - np.where(top - z < edge, _corner(np.maximum(top - z, 0), edge), 0.0)

    def _edge(self, y: Array) -> Array:
        return np.minimum(self.shoulder, 0.5 * (self.shoulder_height(y) - self.sill))

    def _bowed(self, x: Array, y: Array) -> Array:
        """World y of a point of the section at `y`."""
        front, back = self._ends(y)
        reach = 0.28 * self.length
        share = (np.abs(x) / (self.width / 2)) ** 2.3
        fade = np.clip(1 - front / reach, 0, 1) ** 2 - 0.7 * np.clip(1 - back / reach, 0, 1) ** 2
        return y + self.bow * share * fade

    def _unbowed(self, x: Array, y: Array) -> Array:
        at = np.asarray(y, float)
        for _ in range(4):
            at = np.clip(at + y - self._bowed(x, at), -self.length / 2, self.length / 2)
        return at

    def side(self, y: Array, z: Array) -> Array:
        """Skin of the right flank."""
        at = np.asarray(y, float)
        for _ in range(2):
            at = self._unbowed(self.section(at, z), y)
        return np.stack([self.section(at, z), y, np.asarray(z) + 0 * at], axis=1)

    def _upper(self, x: Array, y: Array) -> Array:
        edge = self.section(y, self.shoulder_height(y))
        return self.shoulder_height(y) + self.crown * (1 - np.clip(np.abs(x) / edge, 0, 1) ** 2.2)

    def over(self, x: Array, y: Array) -> Array:
        """Skin of the bonnet and of the boot lid."""
        return np.stack([x, y, self._upper(x, self._unbowed(x, y))], axis=1)

    def _inside(self, x: Array, y: Array, z: Array) -> Array:
        low = self.sill + 0.5 * self._inset(y)
        return (np.abs(x) <= self.section(y, np.minimum(z, self.shoulder_height(y)))) & (z <= self._upper(x, y)) & (z >= low)

    def _end(self, x: Array, z: Array, sign: float) -> Array:
        near, far = np.full(len(x), sign * self.length / 2), np.full(len(x), sign * 0.2 * self.length)
        outside = ~self._inside(x, near, z)
        for _ in range(14):
            middle = (near + far) / 2
            within = self._inside(x, middle, z)
            far = np.where(within, middle, far)
            near = np.where(within, near, middle)
        at = np.where(outside, far, sign * self.length / 2)
        return np.stack([x, self._bowed(x, at), z], axis=1)

    @cached_property
    def _end_tables(self) -> tuple[Array, Array, dict[float, Array]]:
        """y of nose and tail over a grid of half widths and heights."""
        x = np.linspace(0, 0.56 * self.width, 50)
        z = np.linspace(self.sill, max(h for _, h in self.top) + 6, 60)
        grid = np.stack(np.meshgrid(x, z, indexing="ij"), axis=-1).reshape(-1, 2)
        return x, z, {sign: self._end(*grid.T, sign)[:, 1].reshape(50, 60) for sign in (-1.0, 1.0)}

    def _tabled_end(self, x: Array, z: Array, sign: float) -> Array:
        xs, zs, tables = self._end_tables
        i = np.clip(np.abs(x) / (xs[1] - xs[0]), 0, 48.999)
        j = np.clip((np.asarray(z) - zs[0]) / (zs[1] - zs[0]), 0, 58.999)
        a, b = i.astype(int), j.astype(int)
        u, w, t = i - a, j - b, tables[sign]
        y = (1 - u) * ((1 - w) * t[a, b] + w * t[a, b + 1]) + u * ((1 - w) * t[a + 1, b] + w * t[a + 1, b + 1])
        return np.stack([x, y, z], axis=1)

    def nose(self, x: Array, z: Array) -> Array:
        """Skin of the front."""
        return self._tabled_end(np.asarray(x, float), np.asarray(z, float), -1.0)

    def tail(self, x: Array, z: Array) -> Array:
        """Skin of the rear."""
        return self._tabled_end(np.asarray(x, float), np.asarray(z, float), 1.0)

    def _stations(self) -> Array:
        end = self.length / 2
        turn = 1 - np.cos(np.linspace(0, np.pi / 2, 9))
        places = [-end + self.round_nose * turn, end - self.round_tail * turn, np.linspace(-end + 20, end - 20, 32)]
        arcs = self.arch * np.cos(np.linspace(0.0, np.pi, 23))
        keep = np.abs(np.concatenate(places)[:, None] - np.asarray(self.wheels)).min(axis=1) > 1.02 * self.arch
        keep[:18] = True
        stations = [np.concatenate(places)[keep]]
        for wheel in self.wheels:
            if self.arch > 2:
                stations.append(wheel + arcs)
            stations.append(np.array([wheel - self.arch - 0.05, wheel + self.arch + 0.05]))
        if self.pocket:
            first, last = self.pocket[:2]
            stations.append(np.array([first, first + 0.05, last - 0.05, last]))
        return np.unique(np.clip(np.concatenate(stations), -end, end))

    def _ring(self, y: float) -> Array:
        at = np.array([y])
        low, top, edge = float(self.lower(at)[0]), float(self.shoulder_height(at)[0]), float(self._edge(at)[0])
        low = min(low, top - 4.0)
        edge = min(edge, 0.8 * (top - low))
        turn = np.linspace(0, np.pi / 2, 7)[1:]
        z = np.concatenate([np.linspace(low, top - edge, 13), top - edge + edge * np.sin(turn)])
        x = self.section(np.full(len(z), y), z)
        across = np.concatenate([np.linspace(0.95, 0.7, 3), [0.0] * 2, np.linspace(0.6, 0.0, 6)])
        sunk = np.zeros(len(across))
        margin = self.pocket[3] if self.pocket else 0.65
        across[3] = across[4] = margin
        across[:3] = np.linspace(0.5 + margin / 2, margin + 0.02, 3)
        across[5:] = np.linspace(margin - 0.02, 0.0, 6)
        if self.pocket and self.pocket[0] < y < self.pocket[1]:
            sunk[4:] = self.pocket[2]
        xs = across * x[-1]
        upper = self._upper(xs, np.full(len(xs), y))
        zs = np.where(sunk > 0, top - sunk, upper)
        right = np.concatenate([np.column_stack([x, z]), np.column_stack([xs, zs])])
        ring = np.concatenate([right, right[-2::-1] * [-1, 1]])
        return np.column_stack([ring[:, 0], np.full(len(ring), y), ring[:, 1]])

    def mesh(self) -> Mesh:
        rings = [self._ring(float(y)) for y in self._stations()]
        closing = (0.75, 0.5, 0.25, 0.03)
        for ring, at in ((rings[0], 0), (rings[-1], None)):
            middle = np.array([0.0, ring[0, 1], (ring[:, 2].min() + ring[:, 2].max()) / 2])
            layers = [middle + (ring - middle) * s for s in closing]
            rings = [*layers[::-1], *rings] if at == 0 else [*rings, *layers]
        flat = np.concatenate(rings)
        flat[:, 1] = self._bowed(flat[:, 0], flat[:, 1])
        return outward(loft(flat.reshape(len(rings), -1, 3)))


@dataclass(frozen=True)
class Cabin:
    """The glasshouse: horizontal rings between a front and a rear line. Shares `v` run from the belt to the roof's edge."""

    belt: float
    roof: float
    front: float
    front_run: float
    rear: float
    rear_run: float
    half_width: float
    narrowing: float
    rear_bend: float = 1.0
    front_bend: float = 1.15
    exponent: float = 6.0
    edge: float = 7.0
    crown: float = 4.0

    def front_line(self, v: ArrayLike) -> Array:
        return self.front + self.front_run * np.clip(v, 0, 1) ** self.front_bend

    def rear_line(self, v: ArrayLike) -> Array:
        return self.rear - self.rear_run * np.clip(v, 0, 1) ** self.rear_bend

    def half(self, v: ArrayLike) -> Array:
        share = np.clip(v, 0, 1)
        return self.half_width * (1 - self.narrowing * (0.7 * share + 0.3 * share**2))

    def height(self, v: ArrayLike) -> Array:
        return self.belt + (self.roof - self.belt) * np.asarray(v, float)

    def _frame(self, v: Array) -> tuple[Array, Array]:
        front, rear = self.front_line(v), self.rear_line(v)
        return (front + rear) / 2, (rear - front) / 2

    def _curve(self, s: Array) -> Array:
        return np.maximum(1 - np.abs(np.clip(s, -1, 1)) ** self.exponent, 0) ** (1 / self.exponent)

    def side(self, y: Array, v: Array) -> Array:
        """Skin of the right flank."""
        middle, reach = self._frame(v)
        return np.stack([self.half(v) * self._curve((y - middle) / reach), y, self.height(v) + 0 * y], axis=1)

    def screen(self, u: Array, v: Array) -> Array:
        """Skin of the windscreen, u in [-1, 1] across."""
        middle, reach = self._frame(v)
        return np.stack([u * self.half(v), middle - reach * self._curve(u), self.height(v) + 0 * u], axis=1)

    def back(self, u: Array, v: Array) -> Array:
        middle, reach = self._frame(v)
        return np.stack([u * self.half(v), middle + reach * self._curve(u), self.height(v) + 0 * u], axis=1)

    def core(self) -> Array:
        middle, _ = self._frame(np.array([0.8]))
        return np.array([0.0, middle[0], self.belt - 5.0])

    def top(self, x: Array, y: Array) -> Array:
        """Skin of the roof."""
        middle, reach = self._frame(np.array([1.0]))
        across, along = x / (self.half(1.0) - self.edge), (y - middle[0]) / (reach[0] - self.edge)
        lift = self.crown * np.clip(1 - across**2, 0, 1) * np.clip(1 - along**2, 0, 1)
        return np.stack([x, y + 0 * x, self.roof + 0.8 * self.edge + lift], axis=1)

    def mesh(self) -> Mesh:
        angle = np.linspace(0, 2 * np.pi, 64, endpoint=False)
        c, s = np.cos(angle), np.sin(angle)
        radius = (np.abs(c) ** self.exponent + np.abs(s) ** self.exponent) ** (-1 / self.exponent)
        unit = np.stack([radius * c, radius * s], axis=1)
        rings = []
        for v in np.concatenate([[-0.3], np.linspace(0, 1, 13)]):
            middle, reach = self._frame(np.array([v]))
            z = np.full(64, float(self.height(v)))
            rings.append(np.column_stack([unit[:, 0] * self.half(v), middle + reach * unit[:, 1], z]))
        middle, reach = self._frame(np.array([1.0]))
        for turn in np.linspace(0, np.pi / 2, 7)[1:]:
            inset = self.edge * (1 - np.cos(turn))
            z = np.full(64, self.roof + 0.8 * self.edge * np.sin(turn))
            wide, deep = self.half(1.0) - inset, reach - inset
            rings.append(np.column_stack([unit[:, 0] * wide, middle + deep * unit[:, 1], z]))
        for share in (0.9, 0.75, 0.55, 0.35, 0.15, 0.02):
            x, y = unit[:, 0] * share * (self.half(1.0) - self.edge), middle + share * (reach - self.edge) * unit[:, 1]
            rings.append(self.top(x, y))
        return outward(loft(rings))
