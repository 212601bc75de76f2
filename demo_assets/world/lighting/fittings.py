# SPDX-License-Identifier: GPL-3.0-or-later
"""Turned pieces, bases, hoops and chains of lamps."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ..finish import Finish
from ..mesh import Array, Mesh, join
from ..parameters import Parameters
from ..part import Part
from ..shapes.lathe import lathe
from ..shapes.sweep import tube
from ..shapes.turned import plan_factor, revolved_along, rounded
from .finishes import metal_finish

SEGMENTS = 72


def turned(corners: Sequence[tuple[float, ...]], segments: int = SEGMENTS, modulation: Callable | None = None) -> Mesh:
    return lathe(rounded(corners), segments, modulation)


def without_caps(mesh: Mesh) -> Mesh:
    """A lofted skin without its two caps."""
    return Mesh(mesh.vertices, mesh.faces[:-2])


def ball_at(radius: float, at: Sequence[float] = (0.0, 0.0, 0.0), stretch: float = 1.0) -> Mesh:
    a = np.linspace(-np.pi / 2 + 0.05, np.pi / 2 - 0.05, 20)
    return lathe(np.column_stack([radius * np.cos(a), stretch * radius * np.sin(a)]), 36).moved(*at)


def pin_at(at: Array, radius: float, half: float) -> Mesh:
    """A short round bolt along y."""
    profile = rounded([(0.1, 0), (radius, 0, 0.15 * radius), (radius, 2 * half, 0.15 * radius), (0.1, 2 * half)], 4)
    return revolved_along(np.asarray(at) - [0, half, 0], (0, 1, 0), profile, 28)


def hoop_at(radius: float, z: float, gauge: float, modulate: Callable | None = None) -> Mesh:
    turn = np.linspace(0, 2 * np.pi, 96, endpoint=False)
    r = np.full(96, radius) if modulate is None else modulate(turn, radius, z)
    return tube(np.column_stack([r * np.cos(turn), r * np.sin(turn), np.full(96, z)]), gauge, closed=True, sides=8)


def standing_foot(
    p: Parameters, radius: float, high: float, finish: Finish | None = None, x: float = 0.0
) -> tuple[list[Part], float]:
    """The base on the floor, and the height at which a stem leaves it."""
    r, h = radius * float(p["base_width"]), high * float(p["base_height"])
    finish = finish or metal_finish(p)
    kind = str(p["base"])
    soft = 0.35 * h
    if kind == "square":
        mesh = turned(
            [(0.6 * r, 0), (r, 0, 0.2 * soft), (r, h, soft), (0.1, h)], 96, lambda a, q, z: q * plan_factor("square", a)
        )
    elif kind == "dome":
        top = 2.2 * h
        dome = [(r * np.cos(a), 0.5 * h + (top - 0.5 * h) * np.sin(a)) for a in np.linspace(0, 0.47 * np.pi, 14)]
        mesh, h = turned([(0.6 * r, 0), (r, 0, 0.1 * h), *dome, (0.1, top)]), top
    elif kind == "stepped":
        mesh = turned(
            [
                (0.6 * r, 0),
                (r, 0, 0.3),
                (r, 0.7 * h, soft),
                (0.74 * r, 0.8 * h, 0.2 * h),
                (0.7 * r, 1.4 * h, soft),
                (0.3 * r, 1.6 * h, 0.4 * h),
                (0.1, 1.9 * h),
            ]
        )
        h = 1.7 * h
    elif kind == "ring":
        mesh = turned(
            [
                (0.6 * r, 0),
                (r, 0, 0.2 * soft),
                (r, h, soft),
                (0.86 * r, h, 0.3 * soft),
                (0.8 * r, 0.55 * h, 0.3 * soft),
                (0.1, 0.6 * h),
            ]
        )
        h = 0.6 * h
    else:
        mesh = turned([(0.6 * r, 0), (r, 0, 0.2 * soft), (r, h, soft), (0.1, h)])
    return [Part(mesh.moved(x), finish)], h


def pull_chain(p: Parameters, at: tuple[float, float, float], long: float) -> list[Part]:
    """A fine chain with a pull, hanging from a point."""
    rod = tube(
        np.array([[at[0], at[1], at[2] + 0.5], [at[0], at[1], at[2] - 0.5 * long], [at[0], at[1], at[2] - long]]), 0.11, sides=6
    )
    drop = revolved_along(
        (at[0], at[1], at[2] - long + 0.1),
        (0, 0, -1),
        rounded([(0.1, 0), (0.2, 0.1), (0.42, 1.0, 0.3), (0.36, 1.4, 0.2), (0.05, 1.5)]),
        20,
    )
    return [Part(join(rod, drop), metal_finish(p))]
