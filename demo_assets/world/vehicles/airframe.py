# SPDX-License-Identifier: GPL-3.0-or-later
"""Fuselages, aerofoils, engines and propellers. The nose points to -y; any unit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from ..finish import Finish
from ..mesh import Array, Mesh, join
from ..part import Part
from ..shapes.curves import smooth_interpolation, spline, superellipse
from ..shapes.lathe import lathe
from ..shapes.loft import loft
from .skin import aimed, line, outward, pane, rounded
from .wheel import blade, hub, tyre

DARK = Finish("plastic", "#1b1c1e", 0.45)
GROOVE = Finish("plastic", "#26282b", 0.6)
RUBBER = Finish("rubber", "#1c1c1d")
STEEL = Finish("metal", "#b3b7ba", 0.22)
GLASS = Finish("paint", "#1c252d", 0.06)


@dataclass(frozen=True)
class Fuselage:
    """`knots` are (share of the length, half width, top, bottom) from nose to tail."""

    length: float
    knots: tuple[tuple[float, float, float, float], ...]
    exponent: float = 2.3

    @cached_property
    def _table(self) -> tuple[Array, Array, Array, Array]:
        at, *columns = zip(*self.knots, strict=True)
        f = np.concatenate([np.linspace(0, 0.1, 200)[:-1], np.linspace(0.1, 1, 500)])
        return (f, *(smooth_interpolation(f, at, c) for c in columns))

    def sizes(self, y: ArrayLike) -> tuple[Array, Array, Array]:
        """Half width, top and bottom at `y`; the nose is at -length/2."""
        f = np.asarray(y, float) / self.length + 0.5
        at, wide, top, bottom = self._table
        return np.interp(f, at, wide), np.interp(f, at, top), np.interp(f, at, bottom)

    def y(self, share: float) -> float:
        return (share - 0.5) * self.length

    def round(self, share: Array, angle: Array) -> Array:
        """Skin by share of the length and angle from the top, to the right."""
        y = (share - 0.5) * self.length
        wide, top, bottom = self.sizes(y)
        s, c = np.sin(angle), np.cos(angle)
        radius = (np.abs(s) ** self.exponent + np.abs(c) ** self.exponent) ** (-1 / self.exponent)
        return np.stack([wide * radius * s, y, (top + bottom) / 2 + (top - bottom) / 2 * radius * c], axis=1)

    def side(self, y: Array, z: Array) -> Array:
        """Skin of the right flank."""
        wide, top, bottom = self.sizes(y)
        t = np.clip((z - (top + bottom) / 2) / ((top - bottom) / 2), -0.999, 0.999)
        return np.stack([wide * (1 - np.abs(t) ** self.exponent) ** (1 / self.exponent), y, z + 0 * y], axis=1)

    def over(self, x: Array, y: Array) -> Array:
        """Skin of the back."""
        wide, top, bottom = self.sizes(y)
        t = np.clip(np.abs(x) / wide, 0, 0.999)
        lift = (1 - t**self.exponent) ** (1 / self.exponent)
        return np.stack([x, y, (top + bottom) / 2 + (top - bottom) / 2 * lift], axis=1)

    def middle(self, y: float) -> float:
        _, top, bottom = self.sizes(y)
        return float(top + bottom) / 2

    def core(self) -> Array:
        y = self.y(0.4)
        return np.array([0.0, y, self.middle(y)])

    def mesh(self) -> Mesh:
        angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
        stations = np.concatenate([0.12 * (1 - np.cos(np.linspace(0, np.pi / 2, 14)))[:-1], np.linspace(0.12, 1.0, 40)])
        return outward(loft([self.round(np.full(40, f), angle) for f in stations]))


@dataclass(frozen=True)
class Foil:
    """A wing, fin or tailplane from `root` to `tip` (leading edges); the chord runs along +y."""

    root: tuple[float, float, float]
    tip: tuple[float, float, float]
    chord: float
    tip_chord: float
    thick: float = 0.12
    normal: tuple[float, float, float] = (0.0, 0.0, 1.0)
    ending: str = "round"
    camber: float = 0.02

    def _plan(self, s: Array) -> tuple[Array, Array]:
        """Share of the chord that is left, and where it begins, at shares of the span."""
        plain = self.chord + (self.tip_chord - self.chord) * s
        if self.ending == "elliptical":
            left = np.sqrt(np.maximum(1 - (s * 0.995) ** 2.4, 0.0))
            return self.chord * left * 0.98 + 0.02 * self.chord, 0.36 * self.chord * (1 - left)
        if self.ending == "raked":
            gone = np.clip((s - 0.86) / 0.14, 0, 1) ** 1.6
            return plain * (1 - 0.78 * gone), plain * 0.74 * gone
        reach = {"square": 0.012, "winglet": 0.012, "tank": 0.012}.get(self.ending, 0.11)
        far = np.clip((s - 1 + reach) / reach, 0, 0.996)
        left = np.sqrt(1 - far**2) if self.ending == "round" else 1 - 0.12 * far
        return plain * left, 0.45 * plain * (1 - left)

    def point(self, s: Array, c: Array, side: float) -> Array:
        """On the upper (side 1) or lower (-1) skin: share of the span, share of the chord."""
        chord, begin = self._plan(np.asarray(s, float))
        x = np.clip(c, 0, 1)
        half = 5 * self.thick * (0.2969 * np.sqrt(x) - 0.126 * x - 0.3516 * x**2 + 0.2843 * x**3 - 0.1016 * x**4)
        offset = side * half + self.camber * 4 * x * (1 - x)
        base = np.asarray(self.root) + np.asarray(s)[:, None] * (np.asarray(self.tip) - np.asarray(self.root))
        return (
            base
            + (begin + chord * x)[:, None] * np.array([0.0, 1.0, 0.0])
            + (chord * offset)[:, None] * np.asarray(self.normal)
        )

    def upper(self, s: Array, c: Array) -> Array:
        return self.point(s, c, 1.0)

    def mesh(self) -> Mesh:
        c = (1 - np.cos(np.linspace(0, np.pi, 12))) / 2
        loop = np.concatenate([c[::-1], c[1:-1]])
        sides = np.concatenate([np.ones(12), -np.ones(10)])
        tip = 1 - 0.12 * (1 - np.sin(np.linspace(0, np.pi / 2, 10)))
        rings = [self.point(np.full(22, s), loop, sides) for s in [*np.linspace(0, 0.86, 12), *tip]]
        return outward(loft(rings))

    def cut(self, s0: float, s1: float, c: float, width: float) -> Mesh:
        """The outline of a flap on the upper skin: two ends and the hinge."""
        run = np.linspace(0, 1, 12)[:, None]
        path = np.vstack(
            [(s0, 0.985) + run * (0, c - 0.985), (s0, c) + run[1:] * (s1 - s0, 0), (s1, c) + run[1:] * (0, 0.985 - c)]
        )
        return line(path, self.upper, width, 0.25 * width, self._below())

    def band(self, s0: float, s1: float, lift: float) -> Mesh:
        """A painted band round the upper skin."""
        outline = rounded([(s0, 0.015), (s1, 0.015), (s1, 0.985), (s0, 0.985)], 0.004, 64)
        return pane(outline, self.upper, lift, self._below(), 5)

    def disc(self, s: float, radius: float, lift: float) -> Mesh:
        """A round mark on the upper skin."""
        chord = float(self._plan(np.array([s]))[0][0])
        span = float(np.linalg.norm(np.asarray(self.tip) - np.asarray(self.root)))
        outline = superellipse(radius / span, radius / chord, 2.0, 48) + np.array([s, 0.45])
        return pane(outline, self.upper, lift, self._below(), 6)

    def _below(self) -> Array:
        return (np.asarray(self.root) + np.asarray(self.tip)) / 2 - 100 * np.asarray(self.normal)


def propeller(
    at: ArrayLike, radius: float, blades: int, turn: float, spinner: float, finish: Finish, cone: float = 1.5
) -> list[Part]:
    """Spinner and blades, facing -y."""
    one = blade(radius, 0.17 * radius * (3.4 / (blades + 1)) ** 0.5)
    meshes = [one.turned(np.degrees(turn) + 360 / blades * i).moved(z=0.35 * spinner) for i in range(blades)]
    profile = spline(
        [
            (spinner, 0.0),
            (spinner * 0.97, 0.4 * spinner),
            (0.6 * spinner, cone * 0.75 * spinner),
            (0.02 * spinner, cone * spinner),
        ],
        14,
    )
    parts = [Part(aimed(mesh, (0, -1, 0), at), DARK) for mesh in meshes]
    return [*parts, Part(aimed(lathe(profile, 28), (0, -1, 0), at), finish)]


def jet(at: ArrayLike, radius: float, length: float, finish: Finish) -> list[Part]:
    """A nacelle with fan and cone; `at` is the middle of its intake."""
    outer = spline(
        [(0.88 * radius, 0.0), (1.0 * radius, -0.12 * length), (1.0 * radius, -0.45 * length), (0.66 * radius, -length)], 18
    )
    inner = spline(
        [(0.6 * radius, -length), (0.78 * radius, -0.5 * length), (0.8 * radius, -0.06 * length), (0.88 * radius, 0.0)], 10
    )
    skin = np.vstack([outer, inner[:-1]])
    angle = np.linspace(0, 2 * np.pi, 33)
    rings = [np.column_stack([skin[:, 0] * np.cos(a), skin[:, 0] * np.sin(a), skin[:, 1]]) for a in angle]
    shell = outward(loft(rings, cap_start=False, cap_end=False))
    fan = lathe([(0.79 * radius, -0.3 * length), (0.79 * radius, -0.14 * length)], 32)
    cone = hub(0.24 * radius, -0.14 * length, 0.3 * radius, 20)
    plug = aimed(
        lathe(spline([(0.52 * radius, 0), (0.4 * radius, 0.2 * length), (0.03 * radius, 0.45 * length)], 8), 24),
        (0, 0, -1),
        (0, 0, -0.8 * length),
    )
    made = [(shell, finish), (fan, DARK), (cone, STEEL), (plug, STEEL)]
    vanes = [
        aimed(
            loft([superellipse_at(0.018 * radius, 0.05 * length, r) for r in (0.2 * radius, 0.78 * radius)]),
            (np.cos(a), np.sin(a), 0),
            (0, 0, -0.13 * length),
        )
        for a in np.linspace(0, 2 * np.pi, 17)[:-1]
    ]
    made = [*made, (join(*map(outward, vanes)), STEEL)]
    return [Part(aimed(mesh, (0, -1, 0), at), f) for mesh, f in made]


def superellipse_at(a: float, b: float, z: float) -> Array:
    outline = superellipse(a, b, 2.0, 8)
    return np.column_stack([outline, np.full(8, z)])


def landing_wheel(at: ArrayLike, radius: float, width: float) -> list[Part]:
    """Tyre and hub on an axle along x."""
    made = [(tyre(radius, radius * 0.5, width, 32), RUBBER)]
    made += [(lathe([(radius * 0.52, -width * 0.3), (radius * 0.52, width * 0.3), (radius * 0.2, width * 0.42)], 24), STEEL)]
    return [Part(aimed(mesh, (1, 0, 0), at), finish) for mesh, finish in made]


def drop(length: float, wide: float, tall: float, at: ArrayLike, blunt: float = 0.35, exponent: float = 2.2) -> Mesh:
    """A streamlined body along y, its blunt end forward: pods, wheel spats, tanks, floats' noses."""
    u = np.concatenate([blunt * (1 - np.cos(np.linspace(0, np.pi / 2, 10))), blunt + (1 - blunt) * np.linspace(0, 1, 14)[1:]])
    rings = []
    for share in u:
        front = np.sqrt(max(1 - (1 - share / blunt) ** 2, 0.0))
        size = front if share < blunt else 1 - ((share - blunt) / (1 - blunt)) ** 2.2
        outline = superellipse(wide * max(size, 0.03), tall * max(size, 0.03), exponent, 24)
        rings.append(
            np.column_stack([outline[:, 0], np.full(24, (share - 0.5) * length), outline[:, 1]]) + np.asarray(at, float)
        )
    return outward(loft(rings))
