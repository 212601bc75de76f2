# SPDX-License-Identifier: GPL-3.0-or-later
"""Wheels about the z axis, their outer face towards +z."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..mesh import Mesh, join
from ..shapes.curves import circle, rectangle, superellipse
from ..shapes.lathe import lathe
from ..shapes.loft import loft, slab
from ..shapes.sweep import bar
from .skin import outward


def hoop(section: ArrayLike, segments: int = 48) -> Mesh:
    """A closed section [(radius, z), …] turned about the z axis, as a tyre is."""
    s = np.asarray(section, float)
    angle = np.linspace(0, 2 * np.pi, segments, endpoint=False)
    rings = [np.column_stack([s[:, 0] * np.cos(a), s[:, 0] * np.sin(a), s[:, 1]]) for a in [*angle, 0.0]]
    return outward(loft(rings, cap_start=False, cap_end=False))


def tyre(radius: float, rim: float, width: float, segments: int = 36) -> Mesh:
    """A tyre with rounded shoulders from the rim out to `radius`."""
    middle, half = (radius + rim) / 2, (radius - rim) / 2
    section = superellipse(half, width / 2, 2.8, 14) + np.array([middle, 0.0])
    return hoop(section, segments)


def round_tyre(radius: float, thickness: float, segments: int = 64, sides: int = 10) -> Mesh:
    """A bicycle's tyre: `radius` is the outer one."""
    return hoop(circle(thickness / 2, sides) + np.array([radius - thickness / 2, 0.0]), segments)


def barrel(rim: float, width: float) -> Mesh:
    """The lip of a car's rim."""
    half = width / 2
    section = [(rim * 1.04, half * 0.8), (rim * 1.03, half * 0.95), (rim * 0.95, half * 0.92), (rim * 0.9, half * 0.5)]
    return hoop([*section, (rim * 0.9, -half * 0.7), (rim * 1.04, -half * 0.7)], 32)


def dish(rim: float, z: float, depth: float = 0.0) -> Mesh:
    """A plain disc within the rim, its middle `depth` proud of `z`."""
    shares = (1.0, 0.85, 0.6, 0.3, 0.06)
    return lathe([(rim * 0.96, z - 2.0), *[(rim * 0.96 * s, z + depth * (1 - s**2)) for s in shares]], 28)


def spokes(rim: float, z: float, count: int, wide: float, narrow: float, pair: float = 0.0) -> Mesh:
    """Cast spokes from hub to rim; with `pair` (radians) each is two that part towards the rim."""
    meshes = []
    for a in np.arange(count) * 2 * np.pi / count + np.pi / 2:
        for side in (-1, 1) if pair else (0,):
            outer, inner = a + side * pair, a + side * pair * 0.25
            start = np.array([np.cos(inner), np.sin(inner), 0]) * rim * 0.12 + np.array([0, 0, z - 0.2])
            end = np.array([np.cos(outer), np.sin(outer), 0]) * rim * 0.97 + np.array([0, 0, z + 0.6])
            meshes.append(bar(start, end, rectangle(wide, 2.6), up=(0, 0, 1), taper=narrow / wide))
    return join(*meshes)


def hub(radius: float, z: float, height: float, segments: int = 20) -> Mesh:
    """A domed cap."""
    angle = np.linspace(0, 0.48 * np.pi, 7)
    return lathe([(radius, z - 2.0), *[(radius * np.cos(a), z + height * np.sin(a)) for a in angle]], segments)


def wires(rim: float, core: float, half_hub: float, count: int, thickness: float, cross: float = 0.5) -> Mesh:
    """Thin spokes laced from both flanges of a hub to the rim."""
    meshes = []
    section = circle(thickness / 2, 4)
    for i in range(count):
        a = 2 * np.pi * i / count
        lean = cross * (1 if i // 2 % 2 else -1)
        side = half_hub if i % 2 else -half_hub
        start = np.array([core * np.cos(a + lean), core * np.sin(a + lean), side])
        end = np.array([rim * np.cos(a), rim * np.sin(a), 0.0])
        path = np.stack([start, end])
        meshes.append(_rod(path, section))
    return join(*meshes)


def _rod(path: np.ndarray, section: np.ndarray) -> Mesh:
    direction = path[1] - path[0]
    direction = direction / np.linalg.norm(direction)
    side = np.cross(direction, [0.0, 0.0, 1.0])
    side /= np.linalg.norm(side)
    other = np.cross(direction, side)
    return loft([p + section[:, :1] * side + section[:, 1:] * other for p in path])


def toothed(radius: float, height: float, teeth: int = 24) -> Mesh:
    """A chain wheel."""
    angle = np.linspace(0, 2 * np.pi, teeth * 4, endpoint=False)
    r = radius + 0.035 * radius * np.sign(np.sin(teeth * angle + 0.4))
    outline = np.column_stack([r * np.cos(angle), r * np.sin(angle)])
    return slab(outline, -height / 2, height / 2)


def blade(length: float, chord: float, pitch: float = 0.5) -> Mesh:
    """One blade of a propeller along +x, turning about z: twisted, with a round tip."""
    rings = []
    for s in np.concatenate([np.linspace(0.04, 0.9, 10), [0.95, 0.985, 1.0]]):
        wide = chord * float(np.interp(s, [0, 0.15, 0.45, 0.75, 0.9, 0.96, 1.0], [0.35, 0.5, 1.0, 0.9, 0.68, 0.45, 0.12]))
        twist = pitch * (1.5 - s)
        section = superellipse(wide / 2, wide * 0.075 + 0.02 * chord, 2.0, 10)
        y = section[:, 0] * np.cos(twist) - section[:, 1] * np.sin(twist)
        z = section[:, 0] * np.sin(twist) + section[:, 1] * np.cos(twist)
        rings.append(np.column_stack([np.full(10, s * length), y, z]))
    return outward(loft(rings))
