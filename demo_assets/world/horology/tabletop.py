# SPDX-License-Identifier: GPL-3.0-or-later
"""Alarm, easel, mantel and carriage clocks."""

from __future__ import annotations

import numpy as np

from ..mesh import Mesh, join
from ..parameters import Parameters
from ..part import Part
from ..shapes.curves import circle, superellipse
from ..shapes.cutout import board, outline, rounded
from ..shapes.sweep import bar
from .dial import lacquer_finish, make_dial, metal_finish, ring_at, wood_finish
from .fittings import bell_bail, block, carrying_loop, case_shape, finial_at, make_feet, turned_up


def alarm_clock(p: Parameters) -> list[Part]:
    r = 5.6 * float(p["width"])
    tall = r * (0.94 + 0.06 * float(p["height"]))
    deep = 4.2 * float(p["depth"])
    shell = lacquer_finish(p)
    form = str(p["form"])
    case = board(
        case_shape(form, r, tall), [(0.5, -deep), (0.1, -deep + 0.4), (0.0, -deep + 0.9), (0.0, -0.3), (0.12, 0.0), (0.4, 0.15)]
    )
    parts = [
        Part(case, shell),
        *make_dial(p, 0, 0, 0.93 * r * min(1.0, 0.93 + 0.07 * float(p["dial"])) * (1.0 if form == "round" else 0.98), 0.2),
    ]
    size = float(p["crown_size"])
    metal, middle = metal_finish(p), -deep / 2
    crown: list[Mesh] = []
    if p["crown"] == "twin bells":
        for side in (-1, 1):
            a = np.radians(34.0)
            way = np.array([side * np.sin(a), np.cos(a)])
            radius = 2.5 * size
            dome = [
                (radius * 1.04, 0),
                (radius * 1.04, 0.15),
                *[(radius * np.cos(t), 0.15 + radius * 0.85 * np.sin(t)) for t in np.linspace(0.1, 1.5, 12)],
            ]
            bell = turned_up([*dome, (0.4, 0.2 + radius * 0.9), (0.3, 0.5 + radius * 0.9)], 0, 0, 0, 32)
            turned = bell.moved(0, tall + 0.9, middle).turned(-side * 34.0)
            crown += [
                turned,
                bar((*(way * tall * 0.96), middle), (*(way * (tall + 1.4)), middle), circle(0.35, 12), up=(0, 0, 1)),
            ]
        hammer = bar((0, tall - 0.2, middle), (0, tall + 3.0 * size, middle), circle(0.22, 10), up=(0, 0, 1))
        head = bar((-0.75, tall + 3.0 * size, middle), (0.75, tall + 3.0 * size, middle), circle(0.6, 14), up=(0, 0, 1))
        crown += [hammer, head, bell_bail(tall + 1.1 + 2.25 * size, middle, 34.0)]
    elif p["crown"] == "one bell":
        radius = 2.9 * size
        dome = [
            (radius * 1.04, 0),
            (radius * 1.04, 0.2),
            *[(radius * np.cos(t), 0.2 + radius * 0.7 * np.sin(t)) for t in np.linspace(0.1, 1.5, 12)],
        ]
        crown += [turned_up([*dome, (0.5, radius * 0.75 + 0.3), (0.3, radius * 0.75 + 0.7)], 0, tall + 0.8, middle, 36)]
        crown.append(turned_up([(0.45, -0.6), (0.45, 1.0)], 0, tall, middle, 16))
    else:
        crown.append(
            turned_up(
                [(0.7, -0.8), (0.7, 0.6), (1.7 * size, 0.7), (1.8 * size, 1.0), (1.6 * size, 1.5), (0.6, 1.7)],
                0,
                tall,
                middle,
                32,
            )
        )
    parts.append(Part(join(*crown), metal))
    legs, long = [], 2.6 * float(p["foot_size"])
    for side in (-1, 1):
        a = np.radians(36.0)
        way = np.array([side * np.sin(a), -np.cos(a)])
        start, end = np.array([*(way * tall * 0.94), middle]), np.array([*(way * (tall + long) * [1.05, 1.0]), middle])
        if p["feet"] == "pegs":
            legs.append(bar(start, end, circle(0.5, 16), up=(0, 0, 1), taper=0.7))
        else:
            legs.append(bar(start, end, circle(0.38, 14), up=(0, 0, 1)))
            legs.append(
                turned_up(
                    [(0.95 * np.cos(t), 0.95 * np.sin(t)) for t in np.linspace(-1.4, 1.4, 12)], end[0], end[1], middle, 20
                )
            )
    rear = bar((0, -tall * 0.8, -deep + 0.6), (0, float(end[1]), -deep - 1.0), circle(0.45, 14), up=(1, 0, 0), taper=0.7)
    return [*parts, Part(join(*legs, rear), metal)]


def easel_clock(p: Parameters) -> list[Part]:
    r = 11.0 * float(p["width"])
    tall = r * (1.0 if p["form"] in ("round", "scallops") else 0.93 + 0.1 * (float(p["height"]) - 0.86) / 0.34)
    deep = 2.4 * float(p["depth"])
    finish = lacquer_finish(p) if p["form"] in ("round", "squircle") else wood_finish(p)
    case = board(case_shape(str(p["form"]), r, tall), [(0.3, -deep), (0.0, -deep + 0.3), (0.0, -0.3), (0.15, 0.0), (0.5, 0.2)])
    share = {"round": 0.97, "squircle": 0.95, "octagon": 0.94, "scallops": 0.87}[str(p["form"])]
    parts = [Part(case, finish), *make_dial(p, 0, 0, min(r, tall) * share * (0.8 + 0.2 * float(p["dial"])) * 0.96, 0.25)]
    wood, size = wood_finish(p), float(p["foot_size"])
    low = -tall - 2.6 * size
    if p["feet"] == "pegs":
        legs = []
        for side in (-1, 1):
            legs.append(
                bar(
                    (side * 0.45 * r, -tall * 0.95 + 1.2, 1.6),
                    (side * 0.62 * r, low, 2.6),
                    superellipse(0.8, 0.6, 4, 20),
                    up=(0, 0, 1),
                )
            )
            legs.append(
                bar(
                    (side * 0.2 * r, 0.1 * tall, -deep - 0.4),
                    (side * 0.5 * r, low, -0.6 * r),
                    superellipse(0.8, 0.6, 4, 20),
                    up=(0, 0, 1),
                )
            )
            legs.append(
                bar(
                    (side * 0.46 * r, -tall * 0.9, 1.8),
                    (side * 0.46 * r, -tall * 0.9 - 0.6, -deep - 3.5),
                    circle(0.6, 16),
                    up=(0, 1, 0),
                )
            )
        legs.append(bar((-0.56 * r, -tall - 1.1, 1.9), (0.56 * r, -tall - 1.1, 1.9), circle(0.6, 16), up=(0, 0, 1)))
        parts += [Part(mesh, wood) for mesh in legs]
    else:
        base = block(0, -tall - 1.2 * size, -deep / 2, 1.15 * r, 3.4 * size, deep + 6.0, 0.4)
        parts.append(Part(base, wood))
    if p["crown"] == "loop":
        ring = ring_at(1.9 * float(p["crown_size"]), 0.35, -deep / 2, 0, tall + 1.7 * float(p["crown_size"]))
        parts.append(Part(ring, metal_finish(p)))
    return parts


def mantel_clock(p: Parameters) -> list[Part]:
    half, tall, deep = 17.0 * float(p["width"]), 21.0 * float(p["height"]), 9.0 * float(p["depth"])
    form = str(p["form"])
    if form == "hump":
        right = [(half, 0.0), (half, 0.22 * tall)]
        side = [
            (half, 0.22 * tall),
            (0.8 * half, 0.27 * tall),
            (0.62 * half, 0.42 * tall),
            (0.5 * half, 0.72 * tall),
            (0.28 * half, 0.94 * tall),
            (0.0, tall),
        ]
        centre, radius = 0.53 * tall, min(0.4 * tall, 0.46 * half)
    elif form == "round top":
        half *= 0.62
        turn = np.linspace(0, np.pi / 2, 10)
        right = [(half, 0.0), (half, tall - half)]
        side = [(half * np.cos(a), tall - half + half * np.sin(a)) for a in turn]
        tall = max(tall, half * 1.5)
        centre, radius = tall - half, 0.82 * half
    else:
        half *= 0.6
        tall *= 1.3
        right = [(half, 0.0), (half, 0.5 * tall)]
        side = [(half, 0.5 * tall), (0.86 * half, 0.66 * tall), (0.5 * half, 0.84 * tall), (0.0, tall)]
        centre, radius = 0.46 * tall, 0.78 * half
    left = [[(-a, b) for a, b in piece[::-1]] for piece in (side, right)]
    pieces = [[(-half, 0.0), (half, 0.0)], right, side, *left]
    points = outline(pieces, 130)
    case = board(points, rounded(-deep, 0.0, 0.5, 4))
    trim = board(outline(pieces, 130) * [0.93, 0.955] + [0, 0.02 * tall], [(0.0, -0.05), (0.0, 0.2), (0.2, 0.35)])
    wood = wood_finish(p)
    parts = [
        Part(case, wood),
        Part(trim, wood),
        *make_dial(p, 0, centre, min(radius * float(p["dial"]) * 0.95, 0.86 * centre), 0.5),
    ]
    parts += make_feet(p, half, 0.0, deep, -deep / 2, wood, 1.0)
    size = float(p["crown_size"])
    if p["crown"] == "finial":
        parts.append(Part(finial_at(0, tall - 0.2, -deep / 2, 1.1 * size), metal_finish(p)))
    elif p["crown"] == "loop":
        drop = 0.8 if form == "lancet" else 0.4
        parts.append(Part(carrying_loop(0, tall - drop, -deep / 2, 2.4 * size, 3.4 * size, 0.4), metal_finish(p)))
    return parts


def carriage_clock(p: Parameters) -> list[Part]:
    half, tall, deep = 5.6 * float(p["width"]), 15.0 * float(p["height"]), 9.0 * float(p["depth"])
    metal, form, z = metal_finish(p), str(p["form"]), -4.5 * float(p["depth"])
    dark = lacquer_finish(p)
    parts = [
        Part(block(0, 0.7, z, 2 * half + 1.6, 1.4, deep + 1.6, 0.3), metal),
        Part(block(0, 1.7, z, 2 * half + 0.6, 0.8, deep + 0.6, 0.2), metal),
    ]
    top = tall + 1.4
    if form == "round top":
        turn = np.linspace(0, np.pi, 24)
        body = outline(
            [
                [(-half, 1.8), (half, 1.8)],
                [(half, 1.8), (half, top - 1)],
                np.column_stack([half * np.cos(turn), top - 1 + 0.62 * half * np.sin(turn)]),
                [(-half, top - 1), (-half, 1.8)],
            ],
            100,
        )
        parts.append(Part(board(body, rounded(z - deep / 2, z + deep / 2, 0.3, 3)), metal))
        parts.append(Part(board(body * [0.86, 0.9] + [0, 0.8], [(0.0, z + deep / 2 - 0.1), (0.0, z + deep / 2 + 0.15)]), dark))
        peak = top - 1 + 0.62 * half
    else:
        parts.append(Part(block(0, (top + 1.8) / 2, z, 1.8 * half, top - 1.8, deep * 0.9, 0.2), dark))
        for x in (-1, 1):
            for d in (-1, 1):
                if form == "box":
                    parts.append(
                        Part(block(x * 0.93 * half, (top + 1.8) / 2, z + d * 0.46 * deep, 1.1, top - 1.6, 1.1, 0.2), metal)
                    )
                else:
                    column = [
                        (0.9, 0),
                        (0.9, 0.7),
                        (0.55, 1.0),
                        (0.62, tall * 0.4),
                        (0.5, tall - 1.9),
                        (0.9, tall - 1.6),
                        (0.9, tall - 0.6),
                    ]
                    parts.append(Part(turned_up(column, x * 0.93 * half, 1.9, z + d * 0.46 * deep, 20), metal))
        parts.append(Part(block(0, top, z, 2 * half + 0.6, 0.8, deep + 0.6, 0.2), metal))
        parts.append(Part(block(0, top + 0.9, z, 2 * half + 1.4, 1.1, deep + 1.4, 0.3), metal))
        peak = top + 1.4
        if form == "octagon":
            dome = [(half * 0.95, 0.0), (half * 0.85, 0.8), (half * 0.5, 1.5), (0.6, 1.9)]
            parts.append(Part(turned_up(dome, 0, peak - 0.1, z, 8), metal))
            peak += 0.3
    radius = min(0.82 * half, 0.4 * tall) * (0.85 + 0.15 * float(p["dial"]))
    centre = 0.58 * tall + 0.8
    front = z + deep * (0.45 if form != "round top" else 0.5) + 0.15
    parts += make_dial(p, 0, centre, radius, front + 0.15)
    if centre - radius > 4.6:
        plaque = superellipse(0.6 * half, 0.55, 4, 32) + [0, (centre - radius + 2.2) / 2 + 0.2]
        parts.append(Part(board(plaque, rounded(front - 0.2, front + 0.12, 0.1, 2)), metal))
    size = float(p["crown_size"])
    wide = 0.6 * half
    parts.append(Part(carrying_loop(0, peak - 0.2, z, wide, 3.6 * size, 0.38), metal))
    parts += [Part(turned_up([(0.7, -0.4), (0.7, 0.5), (0.45, 0.8)], side * wide, peak, z, 16), metal) for side in (-1, 1)]
    return [*parts, *make_feet(p, half + 0.6, 0.0, deep, z, metal, 0.8)]
