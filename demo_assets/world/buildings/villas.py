# SPDX-License-Identifier: GPL-3.0-or-later
"""Hipped, flat-roofed and turreted houses."""

from __future__ import annotations

import numpy as np

from ..mesh import Array
from ..parameters import Parameters
from ..shapes.lathe import lathe
from ..shapes.loft import loft
from .additions import add_chimney, add_dormer, add_extras, add_porch, add_wing
from .model import FOOTING, Model, Wall, add_footing, cuboid, drawn_out, house_wall, measures
from .openings import add_door, add_window, fill_front, fill_side
from .surfaces import add_hip_roof, add_roof, dress_walls


def hipped(p: Parameters, m: Model) -> tuple:
    x0, x1, y0, y1, floors, storey = measures(p)
    add_footing(m, x0, x1, y0, y1)
    eave, o = FOOTING + floors * storey, float(p["overhang"]) + 0.1
    m.wall.append(cuboid(x0, x1, y0, y1, FOOTING, eave))
    front = house_wall("front", x0, x1, y0, y1, FOOTING, [(x1 - x0, eave), (0.0, eave)])
    side = house_wall("right", x0, x1, y0, y1, FOOTING, [(y1 - y0, eave), (0.0, eave)])
    dress_walls(p, m, [front, side])
    half = min(x1 - x0, y1 - y0) / 2 + o
    if p["kind"] == "mansard":
        rise, inset = 2.3 * float(p["pitch"]), 0.85
        add_hip_roof(p, m, x0 - 0.3, x1 + 0.3, y0 - 0.3, y1 + 0.3, eave, rise, inset)
        top = eave + 0.18 + rise
        m.trim.append(cuboid(x0 + 0.3, x1 - 0.3, y0 + 0.3, y1 - 0.3, top - 0.1, top + 0.16))
        m.trim.append(cuboid(x0 - 0.42, x1 + 0.42, y0 - 0.42, y1 + 0.42, eave - 0.12, eave + 0.1))
        m.roof.append(cuboid(x0 + 0.6, x1 - 0.6, y0 + 0.6, y1 - 0.6, top, top + 0.34))
        count = {"one": 2, "two": 3, "three": 4}[str(p["dormers"])]
        for x in np.linspace(x0, x1, 2 * count + 1)[1::2]:
            add_dormer(p, m, float(x), y0 - 0.24, y0 + 1.4, eave + 0.25, min(1.4, 0.62 * (x1 - x0) / count), 1.35, False)
        ridge = top + 0.3
    else:
        rise = 0.62 * half * float(p["pitch"])
        add_hip_roof(p, m, x0 - o, x1 + o, y0 - o, y1 + o, eave, rise, half)
        ridge = eave + 0.18 + rise
        places = {"none": (), "one": (0.5,), "two": (0.36, 0.64)}[str(p["dormers"])]
        for share in places:
            wide = min(1.6, 0.6 * rise)
            add_dormer(p, m, x0 + share * (x1 - x0), y0 + 0.35, (y0 + y1) / 2, eave + 0.2, wide, min(1.2, 0.45 * rise), False)
    u = fill_front(p, m, front, floors, storey)
    fill_side(p, m, side, floors, storey)
    if p["chimney"] == "outside":
        add_chimney(p, m, x1 + 0.36, (y0 + y1) / 2, 0.0, ridge + 0.4 * float(p["chimney_height"]), 0.8)
    elif p["chimney"] != "none":
        share = float(p["chimney_place"]) * (-0.3 if p["chimney"] == "left" else 0.3)
        add_chimney(p, m, share * (x1 - x0), (y0 + y1) / 2 + 0.5, eave, ridge + float(p["chimney_height"]))
    return add_extras(p, m, front, u, (x0, x1, y0, y1), storey)


def modern_house(p: Parameters, m: Model) -> tuple:
    """Stacked boxes with flat roofs; the upper ones shifted."""
    x0, x1, y0, y1, floors, storey = measures(p)
    add_footing(m, x0, x1, y0, y1)
    o, split = float(p["overhang"]), float(p["split"])
    place = 0.0
    for floor in range(floors):
        z0, z1 = FOOTING + floor * storey, FOOTING + (floor + 1) * storey
        if floor == 0:
            a, b, c, d = x0, x1, y0, y1
        elif floor == 1:
            wide = (0.58 + 0.14 * split) * (x1 - x0)
            a, b = (x1 - wide, x1 + 0.9 * o) if float(p["door_place"]) > 0.45 else (x0 - 0.9 * o, x0 + wide)
            c, d = y0 - 1.3 * o, y1 - 0.8
        else:
            wide = 0.3 * (x1 - x0)
            middle = x1 - 0.3 * (x1 - x0) if float(p["door_place"]) > 0.45 else x0 + 0.3 * (x1 - x0)
            a, b, c, d = middle - wide / 2, middle + wide / 2, y0 + 0.8, y1 - 1.0
        m.wall.append(cuboid(a, b, c, d, z0, z1))
        m.roof.append(cuboid(a - 0.5 * o, b + 0.5 * o, c - o, d + 0.2, z1 - 0.02, z1 + 0.26))
        front = house_wall("front", a, b, c, d, z0, [(b - a, z1), (0.0, z1)])
        side = house_wall("right", a, b, c, d, z0, [(d - c, z1), (0.0, z1)])
        dress_walls(p, m, [front, side])
        high = min(1.75 * float(p["window_height"]), storey - 0.9)
        bays = max(2, int(float(p["bays"])) - floor)
        room = (b - a) / bays
        column = min(int(float(p["door_place"]) * bays), bays - 1)
        for k in range(bays):
            u = (k + 0.5) * room
            if floor == 0 and k == column:
                add_door(p, m, front, u, 1.1, 2.2)
                place = u
            else:
                add_window(
                    p,
                    m,
                    front,
                    u,
                    z0 + (storey - high) * 0.5,
                    room * (0.58 + 0.24 * (float(p["window_width"]) - 0.75)),
                    high,
                    False,
                )
        add_window(
            p, m, side, (d - c) * 0.5, z0 + (storey - high) * 0.55, (d - c) * 0.5 * float(p["window_width"]), high * 0.8, False
        )
        if floor == 1:
            base = z0 + 0.24
            left, right = (x0, a) if a > x0 + 1.0 else (b, x1)
            for q in np.linspace(left + 0.12, right - 0.12, max(4, round((right - left) / 0.35))):
                m.fine.append(cuboid(q - 0.025, q + 0.025, y0 + 0.1, y0 + 0.15, base, base + 0.85))
            m.trim.append(cuboid(left + 0.05, right - 0.05, y0 + 0.08, y0 + 0.17, base + 0.85, base + 0.94))
            if right >= x1 - 0.01:
                for q in np.linspace(y0 + 0.1, y1 - 0.3, 14):
                    m.fine.append(cuboid(x1 - 0.15, x1 - 0.1, q - 0.025, q + 0.025, base, base + 0.85))
                m.trim.append(cuboid(x1 - 0.17, x1 - 0.08, y0 + 0.08, y1 - 0.25, base + 0.85, base + 0.94))
    if floors == 1:
        _hall(p, m, x0, x1, y0, y1, FOOTING + storey)
    front = house_wall("front", x0, x1, y0, y1, FOOTING, [(x1 - x0, storey), (0.0, storey)])
    return add_extras(p, m, front, place, (x0, x1, y0, y1), storey)


def _hall(p: Parameters, m: Model, x0: float, x1: float, y0: float, y1: float, base: float) -> None:
    """A part of a low house that stands above its roof, with a band of windows and a roof that slopes a little."""
    wide = (0.34 + 0.2 * float(p["split"])) * (x1 - x0)
    a = x0 + 0.4 if float(p["door_place"]) > 0.5 else x1 - 0.4 - wide
    b, high, rise = a + wide, base + 1.45, 0.9 * float(p["pitch"])
    line = [(a, high + rise), (b, high)] if float(p["door_place"]) > 0.5 else [(a, high), (b, high + rise)]
    m.wall.append(drawn_out([(a, base), (b, base), *line[::-1]], "y", y0 + 0.3, y1 - 0.5))
    add_roof(p, m, line, "y", y0 + 0.3, y1 - 0.5, 0.35 + 0.5 * float(p["overhang"]), 0.2)
    front = Wall(
        np.array([a, y0 + 0.3, 0.0]), np.array([1.0, 0, 0]), np.array([(0, base), (wide, base), (wide, high), (0, high)])
    )
    add_window(p, m, front, wide / 2, base + 0.5, wide * 0.78, 0.75, False)
    m.stone.append(
        cuboid(x0 + 0.55 * (x1 - x0) - 0.3, x0 + 0.55 * (x1 - x0) + 0.3, y1 - 1.6, y1 - 0.9, base, high + rise + 0.5)
    )


def turreted(p: Parameters, m: Model) -> tuple:
    """A gabled house with a round or eight-sided tower at its front corner."""
    x0, x1, y0, y1, floors, storey = measures(p)
    add_footing(m, x0, x1, y0, y1)
    eave, pitch = FOOTING + floors * storey, float(p["pitch"])
    ridge_x, rise = (x0 + x1) / 2 - 0.3, 0.42 * (x1 - x0) * pitch
    line = [(x0, eave), (ridge_x, eave + rise), (x1, eave)]
    m.wall.append(drawn_out([(x0, FOOTING), (x1, FOOTING), *line[::-1]], "y", y0, y1))
    add_roof(p, m, line, "y", y0, y1, float(p["overhang"]))
    front = house_wall("front", x0, x1, y0, y1, FOOTING, [(u - x0, z) for u, z in line[::-1]])
    side = house_wall("right", x0, x1, y0, y1, FOOTING, [(y1 - y0, eave), (0.0, eave)])
    dress_walls(p, m, [front, side])
    radius = 1.35 + 0.5 * float(p["split"])
    sides = 8 if p["panes"] in ("cross", "sash", "plain") else 40
    cx, cy = x1 - 0.35 * radius, y0 + 0.1
    u_free = front.width - 1.35 * radius
    high = eave + 0.55 * storey + 0.5 * (pitch - 0.82) * storey
    turn = np.pi / 8 if sides == 8 else 0.0

    def ring(r: float, z: float) -> Array:
        angle = np.linspace(0, 2 * np.pi, sides, endpoint=False) + turn
        return np.stack([cx + r * np.cos(angle), cy + r * np.sin(angle), np.full(sides, z)], axis=1)

    m.stone.append(loft([ring(radius + 0.1, 0.0), ring(radius + 0.1, FOOTING)]))
    m.wall.append(loft([ring(radius, FOOTING), ring(radius, high)]))
    for z in [FOOTING + k * storey for k in range(1, floors + 1)] + [high - 0.12]:
        m.trim.append(loft([ring(radius + 0.09, z - 0.09), ring(radius + 0.09, z + 0.09)]))
    tall = (2.2 + 1.6 * float(p["split"])) * pitch
    flare = (
        [(radius + 0.35, 0.0), (radius + 0.36, 0.1), (0.62 * radius, 0.42), (0.05, 1.0)]
        if p["roofing"] == "slates"
        else [(radius + 0.35, 0.0), (radius + 0.36, 0.08), (0.05, 1.0)]
    )
    m.roof.append(loft([ring(r, high + s * tall) for r, s in flare]))
    for k in range(1, 9) if p["roofing"] != "seams" else ():
        s = 0.08 + 0.92 * k / 9
        r = float(np.interp(s, [f for _, f in flare], [r for r, _ in flare]))
        m.cover.append(loft([ring(r + 0.07, high + s * tall - 0.03), ring(r + 0.02, high + s * tall + 0.06)]))
    m.roof.append(lathe([(0.12, -0.15), (0.07, 0.2), (0.14, 0.3), (0.14, 0.4), (0.02, 0.85)], 14).moved(cx, cy, high + tall))
    for level in range(floors + (1 if high - eave > 1.6 else 0)):
        z = FOOTING + level * storey + 0.85
        for degrees in (-135.0, -90.0, -45.0, 0.0):
            a = np.radians(degrees)
            out = np.array([np.cos(a), np.sin(a), 0.0])
            along = np.array([-np.sin(a), np.cos(a), 0.0])
            flat = radius * (np.cos(np.pi / 8) if sides == 8 else 0.97)
            wide = 0.62 * float(p["window_width"])
            face = Wall(
                np.array([cx, cy, 0.0]) + flat * out - 0.5 * along, along, np.array([(0, 0), (1, 0), (1, 9), (0, 9)], float)
            )
            add_window(p, m, face, 0.5, z, wide, min(1.3 * float(p["window_height"]), high - z - 0.35, storey * 0.52), False)
    bays = max(1, min(int(float(p["bays"])), int(u_free / 1.7)))
    wide, tallness = (
        min(1.0 * float(p["window_width"]), u_free / bays * 0.5),
        min(1.35 * float(p["window_height"]), storey * 0.52),
    )
    column = min(int(float(p["door_place"]) * bays), bays - 1)
    place = u_free * (column + 0.5) / bays
    for floor in range(floors):
        for k in range(bays):
            u = u_free * (k + 0.5) / bays
            if floor == 0 and k == column:
                add_door(p, m, front, u)
            else:
                add_window(p, m, front, u, FOOTING + floor * storey + 0.42 * (storey - tallness) + 0.15, wide, tallness)
    if rise > 2.2:
        add_window(p, m, front, ridge_x - x0, eave + 0.4, 0.9, min(1.2, 0.34 * rise), False)
    fill_side(
        p,
        m,
        Wall(side.origin + np.array([0, 1.2, 0.0]), side.right, side.outline - [[0, 0], [1.2, 0], [1.2, 0], [0, 0]]),
        floors,
        storey,
    )
    if p["chimney"] != "none":
        x = ridge_x + {"left": -0.3, "right": 0.3, "outside": 0.12}[str(p["chimney"])] * (x1 - x0) * 0.6
        add_chimney(p, m, x, y1 - 1.6, eave, eave + rise + float(p["chimney_height"]) * 0.8)
    narrow = Wall(front.origin, front.right, np.array([(0, FOOTING), (u_free + 0.1, FOOTING), (u_free + 0.1, eave), (0, eave)]))
    add_porch(p, m, narrow, place)
    reach = add_wing(p, m, x0, x1, y0, y1)
    return reach[0], max(reach[1], cx + radius), min(y0 - 1.6, cy - radius), reach[3]
