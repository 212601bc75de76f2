# SPDX-License-Identifier: GPL-3.0-or-later
"""Chimneys, dormers, porches, wings and gardens."""

from __future__ import annotations

import numpy as np

from ..parameters import Parameters
from ..shapes.curves import superellipse
from ..shapes.lathe import lathe
from ..shapes.loft import loft, slab
from .model import FOOTING, Model, Wall, cuboid, drawn_out, house_wall
from .openings import add_garage_door, add_window
from .surfaces import add_roof, dress_walls


def add_chimney(p: Parameters, m: Model, x: float, y: float, low: float, top: float, wide: float = 0.75) -> None:
    h = wide / 2
    m.stone.append(cuboid(x - h, x + h, y - 0.42, y + 0.42, low, top))
    m.stone.append(cuboid(x - h - 0.09, x + h + 0.09, y - 0.51, y + 0.51, top - 0.3, top - 0.12))
    m.stone.append(cuboid(x - h - 0.05, x + h + 0.05, y - 0.47, y + 0.47, top, top + 0.1))
    for dy in (-0.2, 0.2) if p["chimney"] != "outside" else (0.0,):
        pot = lathe([(0.15, 0.0), (0.12, 0.35), (0.15, 0.37), (0.15, 0.45), (0.08, 0.45)], 16)
        m.stone.append(pot.moved(x, y + dy, top + 0.08))


def add_dormer(
    p: Parameters, m: Model, x: float, front: float, back: float, base: float, wide: float, high: float, shed: bool
) -> None:
    """A dormer whose face stands at y = front; its roof runs back into the main one."""
    h, eave = wide / 2, base + high
    rise = 0.0 if shed else 0.42 * wide
    if shed:
        line = [(front - 0.25, eave), (back, eave + 0.25)]
        m.wall.append(drawn_out([(front, base), (back, base), (back, eave + 0.2), (front, eave)], "x", x - h, x + h))
        add_roof(p, m, line, "x", x - h, x + h, 0.16, 0.12)
    else:
        m.wall.append(
            drawn_out([(x - h, base), (x + h, base), (x + h, eave), (x, eave + rise), (x - h, eave)], "y", front, back)
        )
        add_roof(p, m, [(x - h, eave), (x, eave + rise), (x + h, eave)], "y", front, back - 0.15, 0.22, 0.12)
    wall = Wall(
        np.array([x - h, front, 0.0]), np.array([1.0, 0, 0]), np.array([(0, base), (wide, base), (wide, eave), (0, eave)])
    )
    count = max(1, round(wide / 1.9))
    for k in range(count):
        add_window(p, m, wall, wide * (k + 0.5) / count, base + 0.32 * high, min(wide / count * 0.56, 1.1), high * 0.55, False)


def add_porch(p: Parameters, m: Model, wall: Wall, u: float) -> None:
    """What stands before the front door."""
    kind = str(p["porch"])
    at = wall.at(u, 0.0)
    x, y = float(at[0]), float(at[1])
    if kind == "veranda":
        x0, x1 = float(wall.origin[0]) + 0.1, float(wall.origin[0]) + wall.width - 0.1
        half, deep = (x1 - x0) / 2, 1.7
        x, centre = (x0 + x1) / 2, x
    else:
        half, deep, centre = {"steps": 0.75, "canopy": 0.85, "gabled": 1.15, "columns": 1.4}[kind], 1.25, x
    if kind in ("steps", "canopy"):
        for k in range(2):
            m.stone.append(
                cuboid(x - half - 0.2 * k, x + half + 0.2 * k, y - 0.75 - 0.32 * k, y + 0.05, 0.0, FOOTING * (2 - k) / 2)
            )
    else:
        m.stone.append(cuboid(x - half, x + half, y - deep, y + 0.05, 0.0, FOOTING))
        m.stone.append(cuboid(centre - 0.7, centre + 0.7, y - deep - 0.35, y - deep + 0.05, 0.0, FOOTING / 2))
    top = FOOTING + 2.55
    if kind == "canopy":
        m.roof.append(cuboid(x - half, x + half, y - 0.95, y + 0.05, top - 0.12, top + 0.04))
        for side in (-1, 1):
            m.trim.append(
                drawn_out(
                    [(y - 0.75, top - 0.14), (y, top - 0.8), (y, top - 0.14)],
                    "x",
                    x + side * (half - 0.16) - 0.05,
                    x + side * (half - 0.16) + 0.05,
                )
            )
    if kind in ("gabled", "veranda", "columns"):
        count = max(2, round(2 * half / 2.2) + 1) if kind == "veranda" else 2
        for px in np.linspace(x - half + 0.14, x + half - 0.14, count):
            if kind == "columns":
                shaft = [
                    (0.2, FOOTING),
                    (0.2, FOOTING + 0.12),
                    (0.145, FOOTING + 0.18),
                    (0.12, top - 0.2),
                    (0.18, top - 0.12),
                    (0.18, top),
                ]
                m.trim.append(lathe(shaft, 20).moved(float(px), y - deep + 0.22))
            else:
                m.trim.append(cuboid(px - 0.08, px + 0.08, y - deep + 0.08, y - deep + 0.24, FOOTING, top))
        m.trim.append(cuboid(x - half, x + half, y - deep + 0.05, y - deep + 0.27, top - 0.02, top + 0.18))
        if kind == "gabled":
            section = [(x - half, top + 0.15), (x + half, top + 0.15), (x, top + 0.15 + 0.75 * half)]
            m.wall.append(drawn_out(section, "y", y - deep + 0.1, y + 0.1))
            add_roof(p, m, [section[0], section[2], section[1]], "y", y - deep + 0.05, y - 0.1, 0.22, 0.11)
        elif kind == "veranda":
            add_roof(p, m, [(y - deep, top + 0.17), (y + 0.1, top + 0.62)], "x", x - half, x + half, 0.2, 0.12)
            z = FOOTING + 0.85
            for px0, px1 in ((x - half + 0.1, centre - 0.7), (centre + 0.7, x + half - 0.1)):
                if px1 - px0 > 0.5:
                    m.trim.append(cuboid(px0, px1, y - deep + 0.11, y - deep + 0.21, z, z + 0.08))
                    for q in np.linspace(px0, px1, max(3, round((px1 - px0) / 0.3))):
                        m.fine.append(cuboid(q - 0.03, q + 0.03, y - deep + 0.13, y - deep + 0.19, FOOTING, z))
        else:
            m.trim.append(cuboid(x - half - 0.15, x + half + 0.15, y - deep - 0.08, y + 0.05, top + 0.15, top + 0.36))
            m.trim.append(
                drawn_out(
                    [(x - half - 0.1, top + 0.36), (x + half + 0.1, top + 0.36), (x, top + 0.36 + 0.5 * half)],
                    "y",
                    y - deep,
                    y + 0.05,
                )
            )


def add_wing(p: Parameters, m: Model, x0: float, x1: float, y0: float, y1: float) -> tuple[float, float, float, float]:
    """A garage, lean-to or bay beside the house; gives the ground that both cover."""
    kind, size = str(p["wing"]), float(p["wing_size"])
    if kind in ("garage right", "garage left"):
        wide, high = 3.7 * size, 2.75
        a, b = (x1, x1 + wide) if kind == "garage right" else (x0 - wide, x0)
        front, back = y0 + 1.0, min(y1 - 0.2, y0 + 6.6)
        flat = p["kind"] in ("modern", "mansard")
        middle, rise = (a + b) / 2, 0.0 if flat else 0.42 * wide * float(p["pitch"])
        section = [(a, 0.0), (b, 0.0), (b, high)] + ([] if flat else [(middle, high + rise)]) + [(a, high)]
        m.wall.append(drawn_out(section, "y", front, back))
        if flat:
            m.roof.append(cuboid(a - 0.2, b + 0.2, front - 0.35, back + 0.2, high - 0.02, high + 0.24))
        else:
            add_roof(p, m, [(a, high), (middle, high + rise), (b, high)], "y", front, back, 0.3)
        top = [(wide, high)] + ([] if flat else [(wide / 2, high + rise)]) + [(0.0, high)]
        wall = house_wall("front", a, b, front, back, 0.0, top)
        side = house_wall("right", a, b, front, back, 0.0, [(back - front, high), (0.0, high)])
        dress_walls(p, m, [wall, side] if kind == "garage right" else [wall])
        add_garage_door(m, wall, wide / 2, wide * 0.68, 2.15)
        if kind == "garage right":
            add_window(p, m, side, (back - front) / 2, 1.1, 1.0, 0.9, False)
        return min(a, x0), max(b, x1), y0, y1
    if kind == "lean-to":
        wide, low, high = 2.5 * size, 2.1, 3.0
        front, back = y0 + 0.8, y1 - 0.8
        section = [(x1 - 0.05, 0.0), (x1 + wide, 0.0), (x1 + wide, low), (x1 - 0.05, high)]
        m.wall.append(drawn_out(section, "y", front, back))
        add_roof(p, m, [(x1, high), (x1 + wide, low)], "y", front, back, 0.26, 0.12)
        wall = house_wall("front", x1, x1 + wide, front, back, 0.0, [(wide, low), (0.0, high)])
        side = house_wall("right", x1, x1 + wide, front, back, 0.0, [(back - front, low), (0.0, low)])
        dress_walls(p, m, [wall, side])
        add_window(p, m, wall, wide / 2, 0.85, 0.9, 1.0, False)
        for k in range(2):
            add_window(p, m, side, (back - front) * (k + 0.5) / 2, 0.85, 0.9, 0.9, False)
        return x0, x1 + wide, y0, y1
    return x0, x1, y0, y1


def add_bay(p: Parameters, m: Model, wall: Wall, u: float, high: float) -> None:
    """A three-sided bay window on the ground floor."""
    size = float(p["wing_size"])
    half, inner, deep = 1.25 * size, 0.75 * size, 0.75
    at = wall.at(u, 0.0)
    x, y = float(at[0]), float(at[1])
    plan = np.array(
        [(x + half, y + 0.05), (x - half, y + 0.05), (x - half, y), (x - inner, y - deep), (x + inner, y - deep), (x + half, y)]
    )
    m.wall.append(slab(plan, 0.0, high))
    centre = np.array([x, y])
    grown = centre + (plan - centre) * [1.13, 1.25]
    m.roof.append(
        loft(
            [
                np.column_stack([q, np.full(6, z)])
                for q, z in ((grown, high), (grown, high + 0.12), (centre + (plan - centre) * [0.55, 0.06], high + 0.75))
            ]
        )
    )
    corners = plan[2:]
    for a, b in zip(corners[:-1], corners[1:], strict=True):
        long = float(np.linalg.norm(b - a))
        direction = np.array([*(b - a) / long, 0.0])
        face = Wall(np.array([*a, 0.0]), direction, np.array([(0, 0), (long, 0), (long, high), (0, high)]))
        add_window(p, m, face, long / 2, FOOTING + 0.6, long * 0.66, high - FOOTING - 1.0, False)


def add_garden(p: Parameters, m: Model, reach: tuple[float, float, float, float]) -> None:
    """The garden of the model."""
    kind, (x0, x1, y0, y1) = str(p["garden"]), reach
    front = y0 - 0.35
    if kind in ("round trees", "cones"):
        for x, y, size in (
            (x0 - 0.35, front + 0.1, 1.0),
            (x1 + 0.3, front + 0.15, 0.8),
            (x1 + 0.35, (y0 + y1) / 2 + 1.0, 1.15),
        ):
            trunk = lathe([(0.1, 0.0), (0.08, 0.9 * size)], 10)
            m.timber.append(trunk.moved(x, y))
            if kind == "cones":
                crown = lathe(
                    [(0.1, 0.4 * size), (0.62 * size, 0.55 * size), (0.6 * size, 0.65 * size), (0.04, 2.6 * size)], 24
                )
            else:
                turn = np.linspace(-np.pi / 2, np.pi / 2, 13)
                crown = lathe([(max(0.72 * size * np.cos(a), 0.02), 1.4 * size + 0.78 * size * np.sin(a)) for a in turn], 24)
            m.plants.append(crown.moved(x, y))
    elif kind == "hedge":
        for a, b, c, d in ((x0 - 0.6, x0 - 0.15, y0 - 0.6, y1 + 0.4), (x1 + 0.2, x1 + 0.65, y0 - 0.6, y1 + 0.4)):
            m.plants.append(slab(superellipse((b - a) / 2, (d - c) / 2, 8.0, 32) + [(a + b) / 2, (c + d) / 2], 0.0, 0.75))
    elif kind == "fence":
        y = y0 - 0.75
        for a, b in ((x0 - 0.7, (x0 + x1) / 2 - 0.9), ((x0 + x1) / 2 + 0.9, x1 + 0.7)):
            for z in (0.28, 0.62):
                m.trim.append(cuboid(a, b, y, y + 0.06, z, z + 0.09))
            for q in np.linspace(a + 0.06, b - 0.06, max(4, round((b - a) / 0.36))):
                m.trim.append(
                    drawn_out(
                        [(q - 0.07, 0.0), (q + 0.07, 0.0), (q + 0.07, 0.8), (q, 0.92), (q - 0.07, 0.8)], "y", y - 0.05, y + 0.02
                    )
                )


def add_extras(p: Parameters, m: Model, front: Wall, u: float, box: tuple[float, float, float, float], storey: float) -> tuple:
    """Porch and wing, and the ground covered with them."""
    add_porch(p, m, front, u)
    x0, x1, y0, y1 = box
    reach = add_wing(p, m, x0, x1, y0, y1)
    if p["wing"] == "bay window":
        add_bay(p, m, front, front.width * (0.22 if u > front.width / 2 else 0.78), FOOTING + 0.92 * storey)
    deep = {"steps": 0.9, "canopy": 0.9, "gabled": 1.4, "columns": 1.4, "veranda": 1.8}[str(p["porch"])]
    return reach[0], reach[1], y0 - deep, reach[3]
