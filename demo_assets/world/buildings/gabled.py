# SPDX-License-Identifier: GPL-3.0-or-later
"""Houses with plain gables, A-frames and barns."""

from __future__ import annotations

import numpy as np

from ..parameters import Parameters
from .additions import add_chimney, add_dormer, add_extras, add_porch, add_wing
from .model import FOOTING, Model, Wall, add_footing, cuboid, drawn_out, house_wall, measures
from .openings import add_door, add_window, fill_front, fill_side
from .surfaces import add_hip_roof, add_roof, dress_walls


def side_gabled(p: Parameters, m: Model) -> tuple:
    """Ridge along x: cottage, saltbox, and the house with a gabled bay that comes forward."""
    x0, x1, y0, y1, floors, storey = measures(p)
    kind, pitch, overhang = str(p["kind"]), float(p["pitch"]), float(p["overhang"])
    add_footing(m, x0, x1, y0, y1)
    eave = FOOTING + floors * storey
    deep = y1 - y0
    if kind == "saltbox":
        ridge_y, rise, low = y0 + 0.34 * deep, 0.3 * deep * pitch, FOOTING + 2.0 + 0.3 * (floors - 1)
        line = [(y0, eave), (ridge_y, eave + rise), (y1 + 1.6, low)]
        y1 = y1 + 1.6
        deep = y1 - y0
    else:
        rise = (0.46 if kind == "cottage" else 0.4) * deep * pitch
        ridge_y = (y0 + y1) / 2
        line = [(y0, eave), (ridge_y, eave + rise), (y1, eave)]
    m.wall.append(drawn_out([(y0, FOOTING), (y1, FOOTING), *line[::-1]], "x", x0, x1))
    add_roof(p, m, line, "x", x0, x1, overhang)
    front = house_wall("front", x0, x1, y0, y1, FOOTING, [(x1 - x0, eave), (0.0, eave)])
    side = house_wall("right", x0, x1, y0, y1, FOOTING, [(u - y0, z) for u, z in line[::-1]])
    dress_walls(p, m, [front, side])
    clear = None
    if kind == "cross gable":
        clear = _gabled_bay(p, m, x0, x1, y0, ridge_y, eave, floors, storey)
    u = fill_front(p, m, front, floors, storey, clear)
    fill_side(p, m, side, floors if kind != "saltbox" else 1, storey, kind != "saltbox")
    if kind == "saltbox":
        add_window(p, m, side, ridge_y - y0, eave - 0.9, 0.9, 1.1, False)
    top = eave + rise
    if p["chimney"] == "outside":
        add_chimney(
            p,
            m,
            x1 + 0.36,
            ridge_y + 0.1 + (0.9 if p["wing"] == "none" else 0.0),
            0.0,
            top + float(p["chimney_height"]) * 0.7,
            0.8,
        )
    elif p["chimney"] != "none":
        share = float(p["chimney_place"]) * (0.46 if p["chimney"] == "left" else -0.46)
        add_chimney(p, m, -share * (x1 - x0), ridge_y + 0.35, eave, top + float(p["chimney_height"]))
    _dormers(p, m, x0, x1, y0, ridge_y, eave, rise, clear)
    return (
        add_extras(p, m, front, u, (x0, x1, y0 - (1.6 if clear else 0.0), y1), storey)
        if not clear
        else _bay_reach(p, m, front, u, x0, x1, y0, y1, storey)
    )


def _bay_reach(
    p: Parameters, m: Model, front: Wall, u: float, x0: float, x1: float, y0: float, y1: float, storey: float
) -> tuple:
    reach = add_extras(p, m, front, u, (x0, x1, y0, y1), storey)
    return reach[0], reach[1], min(reach[2], y0 - 2.0), reach[3]


def _gabled_bay(
    p: Parameters, m: Model, x0: float, x1: float, y0: float, ridge_y: float, eave: float, floors: int, storey: float
) -> tuple[float, float]:
    """The part of a cross-gabled house that comes forward; gives the stretch of the front that it covers."""
    wide = (0.36 + 0.14 * float(p["split"])) * (x1 - x0)
    left = float(p["door_place"]) > 0.5
    a, b = (x0 + 0.35, x0 + 0.35 + wide) if left else (x1 - 0.35 - wide, x1 - 0.35)
    out, middle, rise = 1.5, (a + b) / 2, 0.52 * wide * float(p["pitch"])
    rise = min(rise, 0.38 * (ridge_y - y0) * 2)
    add_footing(m, a, b, y0 - out, y0)
    m.wall.append(drawn_out([(a, FOOTING), (b, FOOTING), (b, eave), (middle, eave + rise), (a, eave)], "y", y0 - out, y0 + 0.2))
    m.wall.append(drawn_out([(a, eave), (b, eave), (middle, eave + rise)], "y", y0, ridge_y - 0.2))
    add_roof(p, m, [(a, eave), (middle, eave + rise), (b, eave)], "y", y0 - out, ridge_y - 0.3, float(p["overhang"]) * 0.9)
    front = house_wall("front", a, b, y0 - out, y0, FOOTING, [(wide, eave), (wide / 2, eave + rise), (0.0, eave)])
    side = house_wall("right", a, b, y0 - out, y0, FOOTING, [(out, eave), (0.0, eave)])
    dress_walls(p, m, [front, side])
    for floor in range(floors):
        add_window(
            p, m, front, wide / 2, FOOTING + floor * storey + 0.8, min(wide * 0.48, 2.0), 1.4 * float(p["window_height"])
        )
    if rise > 1.5:
        add_window(p, m, front, wide / 2, eave + 0.2, 0.7, min(0.9, 0.35 * rise), False)
    return a - x0, b - x0


def _dormers(
    p: Parameters, m: Model, x0: float, x1: float, y0: float, ridge_y: float, eave: float, rise: float, clear: tuple | None
) -> None:
    """On the front slope, their faces a little behind the wall."""
    kind = str(p["dormers"])
    if kind == "none" or rise < 1.0:
        return
    deep = ridge_y - y0
    back_share = 0.2
    front = y0 + back_share * deep
    base = eave + back_share * rise - 0.25
    high = min(1.45, 0.62 * rise)
    if kind == "shed":
        wide = 0.55 * (x1 - x0)
        add_dormer(p, m, (x0 + x1) / 2, front, ridge_y, base, wide, high, True)
        return
    count = {"one": 1, "two": 2, "three": 3}[kind]
    wide = min(1.7, 0.24 * (x1 - x0), high * 1.25)
    places = np.linspace(x0, x1, count + 2)[1:-1] if count < 3 else np.linspace(x0 + 1.4, x1 - 1.4, 3)
    if clear:
        left, right = clear[0] + x0, clear[1] + x0
        places = [(x0 + left) / 2 if left - x0 > x1 - right else (right + x1) / 2]
    high = min(high, eave + rise - 0.1 - 0.42 * wide - base)
    for x in places:
        add_dormer(p, m, float(x), front, ridge_y - 0.02, base, wide, high, False)


def a_frame(p: Parameters, m: Model) -> tuple:
    """All roof: a triangle that faces the front, glazed under the gable."""
    x0, x1, y0, y1, _, storey = measures(p)
    add_footing(m, x0 + 0.3, x1 - 0.3, y0, y1)
    top = FOOTING + 7.3 * (1 + 1.3 * (float(p["pitch"]) - 1))
    line = [(x0, FOOTING), (0.0, top), (x1, FOOTING)]
    m.wall.append(drawn_out([line[0], line[2], line[1]], "y", y0, y1))
    add_roof(p, m, line, "y", y0, y1, 0.25 + float(p["overhang"]), 0.24)
    front = Wall(
        np.array([x0, y0, 0.0]), np.array([1.0, 0, 0]), np.array([(0.0, FOOTING), (x1 - x0, FOOTING), ((x1 - x0) / 2, top)])
    )
    dress_walls(p, m, [front], corners=False)
    half = (x1 - x0) / 2
    floor = FOOTING + storey
    count = int(float(p["bays"]))
    place = half if count % 2 else half * 0.8
    for k in range(count + 1):
        u = half + (k - count / 2) * min(1.5, 1.15 * half / (count + 1) * 1.3)
        left, right = front.span(floor - 0.3)
        if k == count // 2:
            place = u
            add_door(p, m, front, u, 0.95)
        elif left + 0.75 < u < right - 0.75:
            add_window(p, m, front, u, FOOTING + 0.55, 0.72 * float(p["window_width"]), storey - 1.15, False)
    m.trim.append(front.block((front.span(floor)[0], floor - 0.05), (front.span(floor)[1], floor + 0.15), -0.02, 0.2))
    low = floor + 0.35
    a, b = front.span(low)
    gap = 0.42
    peak = top - gap * 2.6
    a, b = a + gap * 1.3, b - gap * 1.3
    share = 0.5 + 1.1 * (float(p["window_height"]) - 0.8)
    m.glass.append(
        front.piece(
            [
                (a, low),
                (b, low),
                (half + (b - half) * (1 - share), low + share * (peak - low)),
                (half - (half - a) * (1 - share), low + share * (peak - low)),
            ],
            -0.02,
            0.075,
        )
    )
    high = low + share * (peak - low)
    edges = [
        ((a, low), (b, low)),
        ((b, low), (half + (b - half) * (1 - share), high)),
        ((half + (b - half) * (1 - share), high), (half - (half - a) * (1 - share), high)),
        ((half - (half - a) * (1 - share), high), (a, low)),
    ]
    for start, end in edges:
        m.trim.append(front.beam(start, end, 0.14, 0.15))
    for k in np.linspace(-0.5, 0.5, count + 1)[1:-1]:
        u = half + k * (b - a)
        reach = min(1.0, (1 - 2 * abs(k)) / share)
        m.fine.append(front.beam((u, low), (u, low + (high - low) * reach), 0.09, 0.12))
    if p["porch"] == "veranda":
        deep = 2.1
        m.stone.append(cuboid(x0 + 0.5, x1 - 0.5, y0 - deep, y0, 0.0, FOOTING))
        for u0, u1 in ((x0 + 0.55, x0 + place - 0.7), (x0 + place + 0.7, x1 - 0.55)):
            m.trim.append(cuboid(u0, u1, y0 - deep + 0.05, y0 - deep + 0.14, FOOTING + 0.85, FOOTING + 0.94))
            for q in np.linspace(u0 + 0.05, u1 - 0.05, max(3, round((u1 - u0) / 0.35))):
                m.fine.append(cuboid(q - 0.03, q + 0.03, y0 - deep + 0.07, y0 - deep + 0.13, FOOTING, FOOTING + 0.86))
        m.stone.append(cuboid(x0 + place - 0.7, x0 + place + 0.7, y0 - deep - 0.35, y0 - deep + 0.05, 0.0, FOOTING / 2))
    else:
        deep = 0.9
        add_porch(p, m, front, place)
    if p["chimney"] != "none":
        side = -1.0 if p["chimney"] == "left" else 1.0
        add_chimney(
            p,
            m,
            side * 0.24 * (x1 - x0),
            y0 + 0.6 * (y1 - y0),
            0.45 * top,
            top * (0.86 + 0.14 * float(p["chimney_height"])),
            0.7,
        )
    return x0 - 0.3, x1 + 0.3, y0 - deep, y1


def barn_house(p: Parameters, m: Model) -> tuple:
    """A gambrel roof with its gable to the front; great doors with crossed boards."""
    x0, x1, y0, y1, floors, storey = measures(p)
    add_footing(m, x0, x1, y0, y1)
    eave = FOOTING + storey * (1.0 if floors == 1 else 1.5)
    wide, pitch = x1 - x0, float(p["pitch"])
    line = [
        (x0, eave),
        (x0 + 0.2 * wide, eave + 0.3 * wide * pitch),
        (0.0, eave + 0.46 * wide * pitch),
        (x1 - 0.2 * wide, eave + 0.3 * wide * pitch),
        (x1, eave),
    ]
    m.wall.append(drawn_out([(x0, FOOTING), (x1, FOOTING), *line[::-1]], "y", y0, y1))
    add_roof(p, m, line, "y", y0, y1, float(p["overhang"]))
    front = house_wall("front", x0, x1, y0, y1, FOOTING, [(u - x0, z) for u, z in line[::-1]])
    side = house_wall("right", x0, x1, y0, y1, FOOTING, [(y1 - y0, eave), (0.0, eave)])
    dress_walls(p, m, [front, side])
    double, half = 2.9 + 0.5 * float(p["window_width"]), wide / 2
    high = min(eave - FOOTING - 0.25, 2.9)
    leaf = double / 2
    for k in range(2):
        u0 = half - leaf + k * leaf
        m.door.append(front.block((u0 + 0.02, FOOTING), (u0 + leaf - 0.02, FOOTING + high), -0.02, 0.09))
        frame = [
            (u0 + 0.1, FOOTING + 0.1),
            (u0 + leaf - 0.1, FOOTING + 0.1),
            (u0 + leaf - 0.1, FOOTING + high - 0.1),
            (u0 + 0.1, FOOTING + high - 0.1),
        ]
        for i in range(4):
            m.trim.append(front.beam(frame[i], frame[(i + 1) % 4], 0.17, 0.14))
        if p["panes"] in ("cross", "grid", "plain"):
            m.trim.append(front.beam(frame[0], frame[2], 0.15, 0.13))
            m.trim.append(front.beam(frame[1], frame[3], 0.15, 0.135))
        else:
            m.trim.append(front.beam(frame[k], frame[2 + k], 0.15, 0.13))
            middle = FOOTING + high / 2
            m.trim.append(front.beam((frame[0][0], middle), (frame[1][0], middle), 0.15, 0.135))
    loft_z = FOOTING + high + 0.6
    if p["shutters"] == "none":
        add_window(p, m, front, half, loft_z + 0.2, 1.2 * float(p["window_width"]), 1.3 * float(p["window_height"]), False)
    else:
        m.door.append(front.block((half - 0.7, loft_z), (half + 0.7, loft_z + 1.6), -0.02, 0.08))
        for start, end in (
            ((half - 0.7, loft_z), (half + 0.7, loft_z + 1.6)),
            ((half + 0.7, loft_z), (half - 0.7, loft_z + 1.6)),
        ):
            m.trim.append(front.beam(start, end, 0.14, 0.12))
        for a, b in (((-0.7, 0), (0.7, 0)), ((0.7, 0), (0.7, 1.6)), ((0.7, 1.6), (-0.7, 1.6)), ((-0.7, 1.6), (-0.7, 0))):
            m.trim.append(front.beam((half + a[0], loft_z + a[1]), (half + b[0], loft_z + b[1]), 0.14, 0.13))
    for u in (half - leaf - 0.95, half + leaf + 0.95):
        add_window(p, m, front, u, FOOTING + 1.0, 0.8, 0.95, False)
    for k in range(int(float(p["bays"]))):
        add_window(
            p, m, side, (y1 - y0) * (k + 0.5) / int(float(p["bays"])), FOOTING + 1.0, 0.85, min(0.95, storey - 1.5), False
        )
    if p["dormers"] == "none" and float(p["door_place"]) > 0.5:
        top = line[2][1]
        m.wall.append(cuboid(-0.6, 0.6, -0.6, 0.6, top - 0.3, top + 0.95))
        add_hip_roof(p, m, -0.85, 0.85, -0.85, 0.85, top + 0.9, 0.75, 0.85)
        for wall in (house_wall(s, -0.6, 0.6, -0.6, 0.6, top, [(1.2, top + 0.9), (0, top + 0.9)]) for s in ("front", "right")):
            for z in np.linspace(top + 0.28, top + 0.78, 4):
                m.trim.append(wall.block((0.2, z), (1.0, z + 0.08), -0.02, 0.07))
    m.stone.append(drawn_out([(y0 - 1.3, 0.0), (y0 + 0.05, 0.0), (y0 + 0.05, FOOTING)], "x", -leaf - 0.2, leaf + 0.2))
    reach = add_wing(p, m, x0, x1, y0, y1)
    return reach[0], reach[1], y0 - 1.3, reach[3]
