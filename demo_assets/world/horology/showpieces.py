# SPDX-License-Identifier: GPL-3.0-or-later
"""Sunburst, portico and flip clocks."""

from __future__ import annotations

import numpy as np

from ..finish import Finish
from ..mesh import Mesh, join
from ..palette import METAL
from ..parameters import Parameters
from ..part import Part
from ..shapes.curves import circle, superellipse
from ..shapes.cutout import board, outline, rounded
from ..shapes.lathe import lathe
from ..shapes.sweep import bar
from .dial import lacquer_finish, make_dial, metal_finish, text_at, wood_finish
from .fittings import block, carved_bird, case_shape, finial_at, make_feet, make_pendulum, turned_up


def sunburst_clock(p: Parameters) -> list[Part]:
    r = 8.0 * float(p["width"])
    reach = r * (1.75 + 0.5 * (float(p["height"]) - 0.86) / 0.34)
    count = int(float(p["rays"]))
    form = str(p["form"])
    finish = metal_finish(p) if form == "needles" else wood_finish(p)
    rays: list[Mesh] = []
    for i in range(count):
        turn = 360.0 * i / count
        far = reach if i % 2 == 0 or form == "petals" else reach * 0.82
        wide = np.pi * r / count
        if form == "rays":
            points = np.array(
                [
                    (0.5 * wide, 0.7 * r),
                    (0.95 * wide, far * 0.97),
                    (0.0, far),
                    (-0.95 * wide, far * 0.97),
                    (-0.5 * wide, 0.7 * r),
                ]
            )
            mesh = board(points, [(0.0, -0.6), (0.0, 0.0), (0.2, 0.15)])
        elif form == "needles":
            far = (reach * 1.12, reach * 0.8, reach * 0.95)[i % 3] if count % 3 == 0 else far
            mesh = bar((0, 0.7 * r, -0.3), (0, far, -0.3), circle(0.3, 10), up=(0, 0, 1), taper=0.8)
            ball = [(0.85 * np.cos(a), 0.85 * np.sin(a)) for a in np.linspace(-1.45, 1.45, 12)]
            mesh = join(mesh, turned_up(ball, 0, far + 0.5, -0.3, 16))
        else:
            half = min(1.7 * wide, 2.6)
            side = [
                (0.3 * half, 0.75 * r),
                (0.75 * half, 0.45 * r + 0.3 * far),
                (half, 0.25 * r + 0.62 * far),
                (0.6 * half, 0.92 * far),
                (0.0, far),
            ]
            points = outline([side, [(-a, b) for a, b in side[::-1]], [(-0.3 * half, 0.75 * r), (0.3 * half, 0.75 * r)]], 48)
            mesh = board(points, [(0.0, -0.5), (0.0, -0.1), (0.35, 0.15)]).moved(z=0.0 if i % 2 else -0.25)
        rays.append(mesh.turned(turn))
    back = lathe([(0.98 * r, -1.2), (r, -0.9), (r, 0.3), (0.96 * r, 0.5)], 72)
    parts = [Part(join(*rays), finish), Part(back, finish if form != "needles" else lacquer_finish(p))]
    parts += make_dial(p, 0, 0, r * 0.95 * (0.82 + 0.16 * float(p["dial"])), 0.75)
    size = float(p["foot_size"])
    low = -reach * 1.16 - 2.0
    post = bar((0, 0, -1.8), (0, low, -1.8), superellipse(1.0, 0.7, 4, 20), up=(0, 0, 1))
    if p["feet"] == "plinth":
        foot = block(0, low, -1.8, 0.85 * r * size + 4.0, 1.8, 9.0 * size, 0.4)
    else:
        foot = turned_up(
            [(5.2 * size, -0.9), (5.4 * size, -0.6), (5.2 * size, 0.0), (2.0 * size, 1.0), (0.9, 2.2)], 0, low, -1.8, 48
        )
    return [*parts, Part(join(post, foot), Finish("metal", METAL["black"], 0.45))]


def portico_clock(p: Parameters) -> list[Part]:
    half, tall, deep = 10.0 * float(p["width"]), 21.0 * float(p["height"]), 9.0 * float(p["depth"])
    form, z, wood, metal = str(p["form"]), -4.5 * float(p["depth"]), wood_finish(p), metal_finish(p)
    size = float(p["crown_size"])
    parts = [
        Part(block(0, 1.2, z, 2 * half + 2.0, 2.4, deep + 1.5, 0.4), wood),
        Part(block(0, 2.9, z, 2 * half + 0.6, 1.2, deep + 0.4, 0.3), wood),
    ]
    radius = (6.6 if form != "flat hood" else 5.4) * float(p["dial"]) * min(1.0, float(p["width"]) + 0.08)
    top = tall
    if form == "flat hood":
        parts.append(Part(block(0, top + 1.0, z, 2 * half + 0.8, 2.2, deep + 0.8, 0.4), wood))
        gable = np.array([(-half - 0.9, top + 1.9), (half + 0.9, top + 1.9), (0.0, top + 1.9 + 0.42 * half)])
        parts.append(Part(board(gable, [(0.0, z - 0.5 * deep), (0.0, z + 0.55 * deep)]), wood, 0.3))
        centre, peak = top - radius - 0.3, top + 1.9 + 0.42 * half
    else:
        parts.append(Part(block(0, top - radius * 0.4, z, 2 * half * 0.92, 1.5, deep * 0.8, 0.3), wood))
        centre = top - radius * 0.4 + (1.02 * radius if form == "round" else 0.98 * radius)
        peak = centre + 1.06 * radius
    shape = case_shape("round" if form == "flat hood" else form, 1.08 * radius, 1.08 * radius) + [0, centre]
    parts.append(Part(board(shape, rounded(z - 0.36 * deep, z + 0.4 * deep, 0.4, 3)), metal if form == "round" else wood))
    parts += make_dial(p, 0, centre, radius * 0.98, z + 0.4 * deep + 0.2)
    high = (top if form == "flat hood" else top - radius * 0.4) - 3.4
    column = [(1.5, 0.0), (1.5, 0.7), (1.05, 1.2), (1.15, 0.4 * high), (0.95, high - 1.6), (1.5, high - 1.0), (1.5, high + 0.1)]
    depths = (z + 0.3 * deep, z - 0.3 * deep)
    for side in (-1, 1):
        for d in depths:
            parts.append(
                Part(
                    turned_up(column, side * 0.78 * half, 3.4, d, 24),
                    Finish("stone", "#b9b2a6") if p["metal"] == "brass" else wood,
                )
            )
    bob = min(1.8, 0.16 * high)
    hang = centre - radius if form == "flat hood" else high + 2.8
    parts.append(Part(make_pendulum(0, hang, z, max(hang - 4.2 - 2 * bob, 2.0), bob, 5.0), metal))
    if p["crown"] == "finial":
        parts.append(Part(finial_at(0, peak - 0.1, z, 0.95 * size), metal))
    elif p["crown"] == "bird":
        parts.append(Part(carved_bird(0, peak - 0.15, z, 1.2 * size), metal))
    return [*parts, *make_feet(p, half + 0.8, 0.0, deep, z, wood, 0.9)]


def flip_clock(p: Parameters) -> list[Part]:
    half, tall, deep = 10.5 * float(p["width"]), 9.0 * float(p["height"]), 8.5 * float(p["depth"])
    form, shell = str(p["form"]), lacquer_finish(p)
    if form == "stadium":
        points = superellipse(half, tall / 2, 3.0, 96) + [0, tall / 2]
        side = np.clip(np.abs(points[:, 0]) - (half - tall / 2), 0, None)
        points[:, 1] = tall / 2 + np.sign(points[:, 1] - tall / 2) * np.sqrt(np.clip((tall / 2) ** 2 - side**2, 0, None))
    elif form == "wedge":
        points = outline(
            [
                [(-half, 0), (half, 0)],
                [(half, 0), (0.86 * half, tall)],
                [(0.86 * half, tall), (-0.86 * half, tall)],
                [(-0.86 * half, tall), (-half, 0)],
            ],
            80,
        )
    else:
        points = superellipse(half, tall / 2, 9.0, 96) + [0, tall / 2]
    case = board(points, [(0.8, -deep), (0.2, -deep + 0.4), (0.0, -deep + 1.0), (0.0, -0.3), (0.1, 0.0), (0.35, 0.12)])
    parts = [Part(case, shell)]
    inner = 0.8 if form != "box" else 0.9
    screen = superellipse(inner * half, 0.36 * tall, 10, 64) + [0, tall / 2]
    parts.append(Part(board(screen, [(0.0, 0.0), (0.0, 0.22), (0.12, 0.3)]), Finish("plastic", "#161719", 0.25)))
    hour = float(p["hour"])
    words = (f"{int(hour) or 12}", f"{int(hour % 1.0 * 60):02d}")
    gap = inner * half * 0.49
    flap_half, flap_tall = inner * half * 0.42, 0.3 * tall
    light, ink = Finish("plastic", "#2b2d30", 0.5), Finish("plastic", "#d9d3c2", 0.5)
    if p["face"] in ("pale", "cream"):
        light, ink = Finish("plastic", "#cdc7b6", 0.5), Finish("plastic", "#1b1b1d", 0.5)
    for side, word in ((-1, words[0]), (1, words[1])):
        for up in (-1, 1):
            leaf = superellipse(flap_half, flap_tall / 2 - 0.06, 9, 40) + [side * gap, tall / 2 + up * flap_tall / 2]
            parts.append(Part(board(leaf, [(0.0, 0.2), (0.0, 0.4), (0.06, 0.45)]), light))
        size = min(1.45 * flap_tall, 1.12 * flap_half)
        parts.append(Part(join(*text_at(word, side * gap, tall / 2, size, 0.48, 0.15)), ink))
        parts.append(Part(block(side * gap, tall / 2, 0.5, 2 * flap_half, 0.16, 0.2, 0.02), Finish("plastic", "#161719", 0.4)))
        pins = [
            bar(
                (side * gap + s * flap_half * 1.02, tall / 2 - 0.5, 0.45),
                (side * gap + s * flap_half * 1.02, tall / 2 + 0.5, 0.45),
                circle(0.22, 10),
            )
            for s in (-1, 1)
        ]
        parts.append(Part(join(*pins), metal_finish(p)))
    wheel = lathe([(1.3, 0.0), (1.4, 0.2), (1.4, 0.9), (1.2, 1.1)], 32)
    edge = float(points[np.argmin(np.abs(points[:, 1] - tall * 0.5) - 0.01 * points[:, 0]), 0])
    turned = Mesh(
        np.column_stack(
            [wheel.vertices[:, 2] + abs(edge) - 0.3, wheel.vertices[:, 0] + tall / 2, wheel.vertices[:, 1] - deep / 2]
        ),
        wheel.faces,
    )
    parts.append(Part(turned, metal_finish(p)))
    if p["crown"] == "button":
        size = float(p["crown_size"])
        knob = block(0, tall, -deep / 2, 0.7 * half * size, 1.3, 2.6 * size, 0.25)
        parts.append(Part(knob, metal_finish(p)))
    inset = 0.0 if form != "stadium" else 0.42 * tall
    return [
        *parts,
        *make_feet(
            p, half - inset - 0.6, 0.05, deep * 0.8, -deep / 2, shell if p["feet"] == "plinth" else metal_finish(p), 0.75
        ),
    ]
