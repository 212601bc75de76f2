# SPDX-License-Identifier: GPL-3.0-or-later
"""Feet, finials, handles and other pieces that clock cases share."""

from __future__ import annotations

import numpy as np

from ..finish import Finish
from ..mesh import Array, Mesh, join
from ..parameters import Parameters
from ..part import Part
from ..shapes.curves import circle, rectangle, spline, superellipse
from ..shapes.cutout import board, outline, rounded
from ..shapes.lathe import lathe
from ..shapes.sweep import bar, sweep
from .dial import metal_finish


def case_shape(form: str, half_width: float, half_height: float) -> Array:
    """Outlines that a case may have, about the origin."""
    if form in ("round", "squircle"):
        return superellipse(half_width, half_height, 2.0 if form == "round" else 4.5, 96)
    if form == "scallops":
        angle = np.linspace(0, 2 * np.pi, 144, endpoint=False)
        r = 1.0 - 0.1 * (1 - np.abs(np.sin(6 * angle)) ** 0.8)
        return np.column_stack([half_width * r * np.cos(angle), half_height * r * np.sin(angle)])
    angle = np.pi / 8 + np.arange(8) * np.pi / 4
    return np.column_stack([half_width * np.cos(angle), half_height * np.sin(angle)]) / np.cos(np.pi / 8)


def block(x: float, y: float, z: float, wide: float, tall: float, deep: float, edge: float = 0.25) -> Mesh:
    """A box about a centre, edges rounded in plan."""
    plan = superellipse(wide / 2, tall / 2, 14.0, 48) + [x, y]
    return board(plan, rounded(z - deep / 2, z + deep / 2, edge, 3))


def turned_up(profile: list[tuple[float, float]], x: float, y: float, z: float, segments: int = 28) -> Mesh:
    """A lathe whose axis runs up the dial."""
    mesh = lathe(profile, segments)
    return Mesh(mesh.vertices @ np.array([[1.0, 0, 0], [0, 0, -1.0], [0, 1.0, 0]]) + [x, y, z], mesh.faces)


def finial_at(x: float, y: float, z: float, size: float) -> Mesh:
    profile = [
        (0.9, 0.0),
        (0.9, 0.25),
        (0.4, 0.5),
        (0.35, 0.9),
        (0.85, 1.4),
        (1.0, 1.9),
        (0.75, 2.5),
        (0.3, 3.0),
        (0.22, 3.4),
        (0.05, 4.0),
    ]
    return turned_up([(a * size, b * size) for a, b in profile], x, y - 0.1 * size, z)


def make_feet(
    p: Parameters, half: float, bottom: float, deep: float, middle: float, finish: Finish, scale: float = 1.0
) -> list[Part]:
    """Under a case whose underside is at `bottom`: the feet hang below it."""
    kind, size = str(p["feet"]), float(p["foot_size"]) * scale
    if kind == "plinth":
        low = block(0, bottom - 0.55 * size, middle, 2 * half + 2.2 * size, 1.3 * size, deep + 1.4 * size, 0.3 * size)
        high = block(0, bottom + 0.2 * size, middle, 2 * half + 0.9 * size, 0.8 * size, deep + 0.6 * size, 0.2 * size)
        return [Part(join(low, high), finish)]
    meshes = []
    for side in (-1, 1):
        for z in (middle - 0.32 * deep, middle + 0.32 * deep):
            x = side * (half - 0.9 * size)
            if kind == "balls":
                ball = [(0.85 * size * np.cos(a), 0.85 * size * np.sin(a)) for a in np.linspace(-1.4, 1.4, 12)]
                meshes.append(turned_up(ball, x, bottom - 0.6 * size, z, 20))
            elif kind == "pegs":
                meshes.append(
                    bar(
                        (x, bottom + 0.3, z),
                        (x + side * 0.35 * size, bottom - 1.9 * size, z),
                        circle(0.55 * size, 16),
                        taper=0.6,
                    )
                )
            else:
                right = [
                    (1.0, 0.2),
                    (1.0, -0.5),
                    (1.25, -1.3),
                    (0.0, -1.3),
                    (-0.2, -0.75),
                    (-1.0, -0.35),
                    (-1.5, -0.2),
                    (-1.5, 0.2),
                ]
                points = np.array(right)[::-1] * size
                points = points * [side, 1] + [x, bottom]
                meshes.append(board(points if side > 0 else points[::-1], [(0.0, z - 0.3 * size), (0.0, z + 0.3 * size)]))
    return [Part(join(*meshes), metal_finish(p) if kind == "balls" else finish)]


def carrying_loop(x: float, y: float, z: float, wide: float, tall: float, thick: float) -> Mesh:
    """A carrying handle over the top."""
    path = [(x - wide, y - 0.2, z), (x - wide, y + 0.55 * tall, z), (x - 0.7 * wide, y + 0.95 * tall, z), (x, y + tall, z)]
    path += [(2 * x - a, b, c) for a, b, c in path[-2::-1]]
    return sweep(spline(path, 36), circle(thick, 12), up=(0.0, 0.0, 1.0))


def bell_bail(reach: float, z: float, degrees: float) -> Mesh:
    """A handle from one bell of an alarm clock to the other."""
    x, y = reach * np.sin(np.radians(degrees)), reach * np.cos(np.radians(degrees))
    right = [(x, y, z), (1.02 * x, y + 0.9, z), (0.9 * x, y + 2.1, z), (0.5 * x, y + 2.9, z)]
    return sweep(spline([*right, (0.0, y + 3.1, z), *[(-a, b, c) for a, b, c in right[::-1]]], 40), circle(0.3, 12))


def carved_bird(x: float, y: float, z: float, size: float) -> Mesh:
    """A small carved bird in profile, on a peg."""
    back = [(2.0, 2.3), (1.3, 2.75), (0.8, 2.5), (0.2, 1.9), (-1.0, 1.5), (-2.3, 1.6), (-2.6, 1.3), (-1.4, 0.85), (-0.6, 0.3)]
    belly = [(-0.6, 0.3), (0.3, 0.1), (1.1, 0.6), (1.4, 1.5), (1.5, 2.0), (2.0, 2.1), (2.0, 2.3)]
    points = outline([back, belly], 60) * size + [x, y]
    return board(points, rounded(z - 0.5 * size, z + 0.5 * size, 0.3 * size, 4))


def make_pendulum(x: float, y: float, z: float, long: float, bob: float, swing: float) -> Mesh:
    """A rod with a disc, hung from a place and swung by some degrees."""
    rod = bar((0, 0, 0), (0, -long, 0), rectangle(0.14 * bob, 0.1 * bob), up=(0, 0, 1))
    disc = lathe([(bob * 0.9, -0.18 * bob), (bob, 0.0), (bob * 0.85, 0.16 * bob), (bob * 0.4, 0.26 * bob)], 36).moved(0, -long)
    return join(rod, disc).turned(swing).moved(x, y, z)
