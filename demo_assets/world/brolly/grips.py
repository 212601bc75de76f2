# SPDX-License-Identifier: GPL-3.0-or-later
"""What an umbrella is held by or stands in."""

from __future__ import annotations

import numpy as np

from ..finish import Finish
from ..mesh import join
from ..palette import METAL, WOOD
from ..parameters import Parameters
from ..part import Part
from ..shapes.curves import rectangle, spline, superellipse
from ..shapes.lathe import lathe
from ..shapes.loft import slab
from ..shapes.sweep import bar, tube
from .canopy import Frame, frame_finish


def make_shaft(p: Parameters, f: Frame) -> list[Part]:
    rod = lathe([(0.62, 8.0), (0.62, f.apex + 0.3)], 16)
    return [Part(rod, frame_finish(p))]


def make_handle(p: Parameters, f: Frame) -> list[Part]:
    """Grip whose lowest point is at z = 0, on the shaft that begins at about z = 12."""
    kind = str(p["handle"])
    size, long = float(p["handle_size"]), 11.0 + 5.0 * (float(p["handle_length"]) - 0.8) / 0.5
    wood = Finish("wood", WOOD[str(p["wood"])], 0.3)
    black = Finish("rubber", "#26262a")
    collar = Part(lathe([(1.0, long - 0.4), (1.15, long), (1.15, long + 1.2), (0.8, long + 1.6)], 24), frame_finish(p))
    if kind in ("crook", "bamboo"):
        bend, thick = 4.2 * size, 1.2
        turn = np.linspace(np.pi, 2 * np.pi, 20)
        arc = np.column_stack([bend + bend * np.cos(turn), np.zeros(20), bend + thick + bend * np.sin(turn)])
        path = np.vstack(
            [[(0, 0, z) for z in np.linspace(long + 0.6, bend + thick + 0.5, 6)], arc, [(2 * bend, 0, bend + thick + 2.2)]]
        )
        path = spline(path, 46)
        scale = np.ones(46)
        scale[-3:] = (0.97, 0.85, 0.6)
        if kind == "bamboo":
            for node in (5, 14, 23, 32, 40):
                scale += 0.2 * np.exp(-(((np.arange(46) - node) / 0.9) ** 2))
        return [Part(tube(path, thick, scale, sides=16), Finish("wood", "#b98d4f", 0.35) if kind == "bamboo" else wood), collar]
    if kind == "derby":
        path = spline(
            [(-3.6 * size, 0, 2.0), (-1.5 * size, 0, 1.7), (1.5 * size, 0, 2.3), (4.6 * size, 0, 3.0), (6.4 * size, 0, 2.2)], 26
        )
        scale = np.interp(np.linspace(0, 1, 26), [0, 0.06, 0.3, 0.6, 0.9, 0.97, 1.0], [0.5, 0.9, 1.15, 1.0, 0.95, 0.8, 0.4])
        neck = lathe([(1.5, 1.6), (1.15, 4.0), (1.05, long + 0.3)], 24)
        return [Part(tube(path, 1.6, scale, sides=16), wood), Part(neck, wood), collar]
    if kind == "knob":
        r = 2.4 * size
        ball = [(r * np.cos(a), r + r * np.sin(a)) for a in np.linspace(-1.5, 1.05, 16)]
        return [Part(lathe([*ball, (1.05, 2.2 * r), (1.15, long * 0.8), (0.95, long + 0.4)], 36), wood), collar]
    thick = 1.5 * size
    grip = [
        (thick * 0.8, 0.0),
        (thick, 0.35),
        (thick * 1.05, 2.0),
        (thick * 0.85, long * 0.5),
        (thick * 1.0, long * 0.85),
        (thick * 0.7, long + 0.4),
    ]
    parts = [Part(lathe(np.vstack([grip[:2], spline(grip[1:], 20)[1:]]), 30), black if kind == "loop" else wood), collar]
    if kind == "loop":
        drop = [
            (thick * 0.9, 0, 1.6),
            (thick + 2.6, 0, 3.2),
            (thick + 4.2 * size, 0, 8.5),
            (thick + 2.4, 0, 11.5),
            (thick * 0.75, 0, long * 0.9),
        ]
        parts.append(Part(tube(spline(drop, 30), 0.38, sides=8), black))
    return parts


def make_foot(p: Parameters, f: Frame) -> list[Part]:
    """What the pole of a beach or garden umbrella stands in."""
    kind, size = str(p["handle"]), float(p["foot_size"]) * (1.0 if f.kind == "garden" else 0.72)
    stone = Finish("stone", "#8d8a84")
    dark = Finish("metal", METAL["black"], 0.4)
    socket = lathe([(4.6 * size, 3.0), (4.6 * size, 30.0 * size), (4.0 * size, 31.0 * size)], 28)
    clamp = bar((4.0 * size, 0, 24.0 * size), (9.0 * size, 0, 24.0 * size), superellipse(1.3, 1.3, 2, 14))
    if kind == "disc":
        base = lathe(
            [(29 * size, 0), (30 * size, 0.8), (30 * size, 5.0 * size), (28 * size, 6.5 * size), (6 * size, 8.5 * size)], 64
        )
        return [Part(base, stone), Part(join(socket, clamp), dark)]
    if kind == "block":
        return [
            Part(slab(superellipse(27 * size, 27 * size, 9, 48), 0, 8 * size), stone, bevel=1.5),
            Part(join(socket, clamp), dark),
        ]
    if kind == "bell":
        profile = [
            (30 * size, 0),
            (30.5 * size, 2.5),
            (28 * size, 6 * size),
            (17 * size, 11 * size),
            (8 * size, 17 * size),
            (5.5 * size, 24 * size),
        ]
        return [Part(lathe(np.vstack([profile[:2], spline(profile[1:], 24)[1:]]), 64), dark), Part(join(socket, clamp), dark)]
    beams = [
        bar(
            (-38 * size * c, -38 * size * s, 2.6), (38 * size * c, 38 * size * s, 2.6), rectangle(7.0 * size, 5.0), up=(0, 0, 1)
        )
        for c, s in ((np.cos(0.6), np.sin(0.6)), (-np.sin(0.6), np.cos(0.6)))
    ]
    return [Part(mesh, Finish("wood", WOOD[str(p["wood"])]), bevel=0.5) for mesh in beams] + [Part(join(socket, clamp), dark)]
