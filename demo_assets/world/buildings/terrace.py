# SPDX-License-Identifier: GPL-3.0-or-later
"""Narrow houses in a row, with show gables."""

from __future__ import annotations

from ..parameters import Parameters
from .additions import add_chimney, add_porch
from .model import FOOTING, Model, add_footing, drawn_out, house_wall, measures
from .openings import add_door, add_window, fill_side
from .surfaces import add_roof, dress_walls


def townhouse(p: Parameters, m: Model) -> tuple:
    """One, two or three narrow houses in a row, each with a show gable."""
    x0, x1, y0, y1, floors, storey = measures(p)
    count = 1 + int(2.99 * float(p["split"]))
    gables = ("stepped", "bell", "neck", "spout")
    start = gables.index(str(p["gable"]))
    wide = (x1 - x0) * (1.0, 0.86, 0.74)[count - 1]
    left = -wide * count / 2
    reach_y = y0 - 0.9
    for k in range(count):
        a, b = left + k * wide, left + (k + 1) * wide
        levels = floors + (0, 1, 0)[(k + count) % 3] - (1 if floors == 3 and count > 1 and k == 1 else 0)
        _row_house(p, m, a, b, y0, y1, levels, storey * (1.0, 0.94, 1.05)[k], gables[(start + k) % 4], k)
    return left, -left, reach_y, y1


def _row_house(
    p: Parameters, m: Model, a: float, b: float, y0: float, y1: float, floors: int, storey: float, gable: str, number: int
) -> None:
    wide, half = b - a, (b - a) / 2
    eave = FOOTING + floors * storey
    rise = 0.62 * wide * float(p["pitch"])
    top = eave + rise
    add_footing(m, a, b, y0, y1)
    middle = (a + b) / 2
    m.wall.append(
        drawn_out([(a + 0.02, FOOTING), (b - 0.02, FOOTING), (b - 0.02, eave), (middle, top), (a + 0.02, eave)], "y", y0, y1)
    )
    add_roof(p, m, [(a, eave), (middle, top), (b, eave)], "y", y0 + 0.35, y1, 0.12)
    front = house_wall("front", a, b, y0, y1, FOOTING, [(wide, eave), (0.0, eave)])
    side = house_wall("right", a, b, y0, y1, FOOTING, [(y1 - y0, eave), (0.0, eave)])
    dress_walls(p, m, [front, side])
    steps = {
        "stepped": [(1 - k / 5, k / 5 + 0.16) for k in range(5)],
        "bell": [(1.0, 0.12), (0.9, 0.2), (0.72, 0.34), (0.6, 0.52), (0.52, 0.74), (0.4, 0.9), (0.2, 1.04), (0.04, 1.1)],
        "neck": [(1.0, 0.1), (0.8, 0.16), (0.62, 0.3), (0.52, 0.46), (0.5, 1.0), (0.58, 1.04), (0.3, 1.2), (0.03, 1.28)],
        "spout": [(1.02, 0.04), (0.22, 0.92), (0.22, 1.14), (0.03, 1.14)],
    }[gable]
    low, wall_low = 0.0, eave - 0.01
    for k, (share, height) in enumerate(steps):
        z0, z1 = wall_low + low * rise, wall_low + height * rise
        following = steps[k + 1][0] if gable != "stepped" and k + 1 < len(steps) else share
        if gable == "stepped" or k == 0:
            m.wall.append(front.block((half - share * half, z0), (half + share * half, z1), -0.4, 0.02))
        if gable == "stepped":
            m.trim.append(
                front.block((half - share * half - 0.05, z1 - 0.02), (half + share * half + 0.05, z1 + 0.12), -0.45, 0.1)
            )
        elif k + 1 < len(steps):
            z2 = wall_low + steps[k + 1][1] * rise
            corners = [
                (half - share * half, z1),
                (half + share * half, z1),
                (half + following * half, z2),
                (half - following * half, z2),
            ]
            m.wall.append(front.piece(corners, -0.4, 0.02))
            for sign in (-1, 1):
                m.trim.append(front.beam((half + sign * share * half, z1), (half + sign * following * half, z2), 0.16, 0.09))
        low = height
    m.trim.append(front.block((-0.02, eave - 0.12), (wide + 0.02, eave + 0.08), -0.02, 0.2))
    for floor in range(1, floors):
        z = FOOTING + floor * storey
        m.trim.append(front.block((0.0, z - 0.06), (wide, z + 0.06), -0.02, 0.1))
    add_window(p, m, front, half, eave + 0.3 * rise, 0.75, min(1.15, 0.32 * rise), False)
    bays = 2 if wide < 4.6 else 3
    high = min(1.6 * float(p["window_height"]), storey * 0.6)
    column = (int(float(p["door_place"]) * bays) + number) % bays
    narrow = min(0.95 * float(p["window_width"]), wide / bays * (0.45 if p["shutters"] == "shutters" else 0.62))
    for floor in range(floors):
        for k in range(bays):
            u = wide * (k + 0.5) / bays
            if floor == 0 and k == column:
                add_door(p, m, front, u)
                add_porch(p, m, front, u)
            elif not (floor == 0 and p["porch"] == "columns" and abs(k - column) < 2):
                add_window(p, m, front, u, FOOTING + floor * storey + 0.4 * (storey - high) + 0.1, narrow, high)
    fill_side(p, m, side, floors, storey)
    if p["chimney"] != "none":
        add_chimney(
            p,
            m,
            middle + (-0.22 if p["chimney"] == "left" else 0.22) * wide,
            y1 - 1.4,
            eave,
            top + 0.5 * float(p["chimney_height"]),
            0.65,
        )
