# SPDX-License-Identifier: GPL-3.0-or-later
"""Cuckoo and longcase clocks."""

from __future__ import annotations

import numpy as np

from ..finish import Finish
from ..mesh import Array, join
from ..palette import METAL, WOOD
from ..parameters import Parameters
from ..part import Part
from ..shapes.curves import circle, rectangle, spline, superellipse
from ..shapes.cutout import board, outline, rounded
from ..shapes.lathe import lathe
from ..shapes.loft import slab
from ..shapes.sweep import bar, tube
from .dial import make_dial, metal_finish, wood_finish
from .fittings import block, carved_bird, finial_at, make_feet, make_pendulum, turned_up


def cuckoo_clock(p: Parameters) -> list[Part]:
    half, tall, deep = 9.5 * float(p["width"]), 19.0 * float(p["height"]), 8.0 * float(p["depth"])
    wood, dark = wood_finish(p), Finish("wood", "#3a2417", 0.5)
    size = float(p["crown_size"])
    peak = tall + 0.62 * half
    points = np.array([(-half, 0), (half, 0), (half, tall - 1.0), (0, peak), (-half, tall - 1.0)])
    parts = [Part(board(points, [(0.0, -deep), (0.0, 0.0)]), wood, 0.2)]
    if p["form"] == "chalet":
        roof = []
        for side in (-1, 1):
            far = np.array([side * (half + 4.0), tall - 1.0 - 4.0 * (peak - tall + 1.0) / half])
            ends = [np.array([-side * 0.2, peak + 0.3]), far]
            roof.append(
                bar((*ends[0], -deep / 2 + 0.8), (*ends[1], -deep / 2 + 0.8), rectangle(deep + 5.0, 1.3), up=(side * 0.5, 1, 0))
            )
        rail = [block(x, 2.0, 3.0, 0.7, 3.4, 0.7, 0.15) for x in np.linspace(-half - 0.5, half + 0.5, 9)]
        rail += [block(0, 0.0, 1.6, 2 * half + 3.0, 0.9, 4.0, 0.2), block(0, 3.8, 3.0, 2 * half + 2.4, 0.6, 0.9, 0.15)]
        parts += [Part(mesh, dark, 0.2) for mesh in roof] + [Part(join(*rail), dark)]
    else:
        leaf = np.array([(0.0, 0.0), (1.9, 1.0), (3.3, 3.4), (2.2, 5.6), (0.0, 8.6)])
        shape = outline([leaf, (leaf * [-1, 1])[::-1]], 40)
        ring = [(0.0, peak - 3.0, 0, 1.0)]
        for side in (-1, 1):
            ring += [(side * 0.42 * half, peak - 4.2, -38 * side, 1.0), (side * 0.8 * half, tall - 3.0, -66 * side, 1.0)]
            ring += [(side * 0.82 * half, 0.62 * tall, -92 * side, 0.9), (side * 0.82 * half, 0.36 * tall, -108 * side, 0.9)]
            ring += [(side * 0.78 * half, 2.4, -132 * side, 1.0), (side * 0.36 * half, 2.0, -162 * side, 0.85)]
        for number, (x, y, turn, scale) in enumerate(ring):
            lift = 0.15 * (number % 2)
            mesh = board(shape * scale, [(0.0, -0.7), (0.0, 0.2), (0.5, 0.8), (1.2, 1.1)])
            vein = bar((0, 0.4, 1.05), (0, 7.6 * scale, 1.0), circle(0.2, 8), up=(0, 0, 1), taper=0.5)
            parts.append(Part(join(mesh, vein).turned(turn).moved(x, y, 0.2 + lift), dark))
    radius = 0.56 * half * float(p["dial"])
    centre = 0.42 * tall
    parts += make_dial(p, 0, centre, radius, 0.7, dark)
    door = outline(
        [[(-2.0, 0.0), (2.0, 0.0)], [(2.0, 0.0), (2.0, 2.8), (1.4, 4.0), (0.0, 4.6), (-1.4, 4.0), (-2.0, 2.8), (-2.0, 0.0)]], 40
    )
    bottom = centre + radius + 0.5
    scale = min(1.1, (peak - bottom - 1.0) / 6.5)
    parts.append(Part(board(door * scale * 1.2 + [0, bottom - 0.3 * scale], [(0.0, -0.05), (0.0, 0.35)]), dark))
    parts.append(Part(board(door * scale + [0, bottom], [(0.0, 0.3), (0.0, 0.5)]), Finish("wood", WOOD["beech"])))
    if p["crown"] == "bird":
        parts.append(
            Part(
                carved_bird(
                    0, peak + (0.2 if p["form"] == "chalet" else 3.4), 0.6 if p["form"] == "leaves" else 1.0, 1.5 * size
                ),
                dark,
            )
        )
    long = 13.0 + 5.0 * (float(p["foot_size"]) - 0.75)
    parts.append(Part(make_pendulum(0, 0.5, -deep / 2, long, 2.2, 9.0 * float(p["swing"])), wood))
    for side, drop in ((-1, 0.75), (1, 1.05)):
        end = -long * drop
        chain = tube(
            [(side * 3.6, 0.3, -deep / 2), (side * 3.6, end / 2, -deep / 2), (side * 3.6, end, -deep / 2)], 0.16, sides=8
        )
        cone = [(0.3, -6.0), (0.9, -5.2), (1.15, -4.2), (1.25, -3.0), (1.1, -1.6), (0.7, -0.5), (0.3, 0.0)]
        rings = spline(cone, 22)
        rings[:, 0] *= 1 + 0.1 * np.cos(np.arange(22) * np.pi)
        parts += [
            Part(chain, metal_finish(p)),
            Part(turned_up([tuple(v) for v in rings], side * 3.6, end, -deep / 2, 20), dark),
        ]
    low = -long - 6.5
    post = block(0, (tall * 0.7 + low) / 2, -deep - 0.7, 2.2, tall * 0.7 - low, 1.6)
    foot = block(0, low, -deep / 2, 1.5 * half, 1.6, deep + 5.0, 0.4)
    return [*parts, Part(join(post, foot), Finish("metal", METAL["black"], 0.5))]


def _pane(form: str, half: float, tall: float) -> Array:
    """Window in the door of a longcase, about the origin."""
    if form == "flat hood":
        return superellipse(half, tall, 16.0, 80)
    if form == "round top":
        return superellipse(1.05 * half, tall, 2.4, 80)
    side = [(half, -tall), (half, tall)]
    arch = [(half, tall), (0.7 * half, tall + 3.5), (0.0, tall + 5.0), (-0.7 * half, tall + 3.5), (-half, tall)]
    return outline([[(-half, -tall), (half, -tall)], side, arch, [(-half, tall), (-half, -tall)]], 80)


def longcase_clock(p: Parameters) -> list[Part]:
    half, tall, deep = 24.0 * float(p["width"]) ** 1.4, 150.0 * float(p["height"]), 24.0 * float(p["depth"])
    wood, metal, z = wood_finish(p), metal_finish(p), -12.0 * float(p["depth"])
    base, trunk = 0.24 * tall, 0.7 * tall
    hood = tall - trunk
    blocks = [
        block(0, base / 2, z, 2 * half, base, deep, 0.5),
        block(0, base, z, 2 * half + 2.0, 3.0, deep + 2.0, 0.8),
        block(0, (base + trunk) / 2, z, 1.56 * half, trunk - base, 0.8 * deep, 0.5),
        block(0, trunk, z, 2 * half + 1.6, 3.2, deep + 1.0, 0.8),
        block(0, trunk + hood * 0.4, z, 1.86 * half, hood * 0.8, 0.94 * deep, 0.5),
    ]
    parts = [Part(mesh, wood) for mesh in blocks]
    front = z + 0.4 * deep
    window = (trunk + base) / 2
    glass_half, glass_tall = 0.5 * half, 0.4 * (trunk - base)
    form = str(p["form"])
    pane = _pane(form, glass_half, glass_tall) + [0, window]
    parts.append(Part(slab(pane, front - 0.5, front + 0.15), Finish("wood", "#241913", 0.5)))
    parts.append(Part(tube(np.column_stack([pane, np.full(len(pane), front + 0.3)]), 0.9, closed=True, sides=8), wood))
    parts.append(
        Part(
            make_pendulum(
                0, window + glass_tall, front + 0.9, 1.62 * glass_tall, 0.46 * glass_half + 1.6, 2.2 * float(p["swing"])
            ),
            Finish("metal", METAL["brass"], 0.25),
        )
    )
    panel = superellipse(1.5 * half / 2, 0.62 * base / 2, 12, 48) + [0, 0.5 * base]
    parts.append(Part(board(panel, [(0.0, -0.2), (0.0, 0.3), (0.9, 0.9), (1.6, 0.6)]), wood))
    centre = trunk + 0.44 * hood
    radius = min(0.84 * half, 0.37 * hood) * (0.9 + 0.1 * float(p["dial"]))
    plaque = superellipse(radius * 1.06, radius * 1.06, 10, 48) + [0, centre]
    face_z = z + 0.47 * deep
    parts.append(Part(slab(plaque, face_z - 0.3, face_z + 0.5), metal))
    parts += make_dial(p, 0, centre, radius * 0.98, face_z + 0.9)
    for side in (-1, 1):
        column = [(1.5, 0), (1.5, 2), (1.0, 3), (1.1, hood * 0.38), (0.95, hood * 0.73), (1.5, hood * 0.76), (1.5, hood * 0.8)]
        parts.append(Part(turned_up(column, side * (0.93 * half - 0.6), trunk + 0.5, face_z + 0.6, 20), wood))
    top = trunk + hood * 0.8
    size = float(p["crown_size"])
    wide = 1.02 * half
    parts.append(Part(block(0, top, z, 2 * wide + 1.5, 2.6, deep + 2.0, 0.7), wood))
    if form == "swan neck":
        neck = [
            (wide, 0.0),
            (wide * 0.85, 2.5),
            (wide * 0.6, 5.5),
            (wide * 0.42, 10.5),
            (wide * 0.27, 11.8),
            (wide * 0.16, 9.8),
            (wide * 0.24, 7.8),
            (wide * 0.18, 5.5),
        ]
        shape = outline([[(0, 0), (wide, 0)], neck, [(wide * 0.18, 5.5), (0, 4.4)], [(0, 4.4), (0, 0)]], 90) + [0, top + 0.6]
        arm = board(shape, rounded(z - 0.42 * deep, z + 0.46 * deep, 0.5, 3))
        parts += [Part(arm, wood), Part(arm.mirrored(), wood)]
        peak = top + 4.8
    elif form == "round top":
        turn = np.linspace(0, np.pi, 30)
        arch = outline([[(-wide, 0), (wide, 0)], np.column_stack([wide * np.cos(turn), 0.6 * wide * np.sin(turn)])], 90) + [
            0,
            top + 0.6,
        ]
        parts.append(Part(board(arch, rounded(z - 0.45 * deep, z + 0.48 * deep, 0.6, 3)), wood))
        parts.append(
            Part(
                lathe([(0.15 * wide, 0.0), (0.17 * wide, 0.6), (0.1 * wide, 1.3), (0.06 * wide, 1.4)], 40).moved(
                    0, top + 0.6 + 0.27 * wide, z + 0.48 * deep
                ),
                metal,
            )
        )
        peak = top + 0.6 * wide
    else:
        parts.append(Part(block(0, top + 2.6, z, 2 * wide + 4.0, 3.0, deep + 4.5, 0.9), wood))
        peak = top + 3.9
    if p["crown"] in ("finial", "three finials"):
        parts.append(Part(finial_at(0, peak, z, 2.3 * size), metal))
    if p["crown"] == "three finials":
        side_peak = top + (3.9 if form == "flat hood" else 1.0)
        parts += [Part(finial_at(side * wide * 0.93, side_peak, z + 0.3 * deep, 1.7 * size), metal) for side in (-1, 1)]
    return [*parts, *make_feet(p, half, 0.0, deep, z, wood, 3.0)]
