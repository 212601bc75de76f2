# SPDX-License-Identifier: GPL-3.0-or-later
"""Windows and doors."""

from __future__ import annotations

import numpy as np

from ..parameters import Parameters
from .model import FOOTING, Model, Wall


def add_window(p: Parameters, m: Model, wall: Wall, u: float, z: float, wide: float, high: float, extras: bool = True) -> None:
    """A window centred at u with its sill at z."""
    a, b, rim, kind = u - wide / 2, u + wide / 2, 0.085, str(p["panes"])
    m.glass.append(wall.block((a, z), (b, z + high), -0.04, 0.065))
    for low, top in (
        ((a - rim, z - rim), (b + rim, z)),
        ((a - rim, z + high), (b + rim, z + high + rim)),
        ((a - rim, z), (a, z + high)),
        ((b, z), (b + rim, z + high)),
    ):
        m.trim.append(wall.block(low, top, -0.04, 0.14))
    bars = {"cross": (1, 1), "grid": (2, 3), "sash": (0, 1), "casement": (1, 0), "plain": (0, 0)}[kind]
    if wide > 1.7:
        bars = (bars[0] + max(1, round(wide / 1.1) - 1), bars[1])
    for share in np.linspace(0, 1, bars[0] + 2)[1:-1]:
        m.fine.append(wall.block((a + share * wide - 0.03, z), (a + share * wide + 0.03, z + high), 0.0, 0.105))
    for share in np.linspace(0, 1, bars[1] + 2)[1:-1]:
        m.fine.append(wall.block((a, z + share * high - 0.03), (b, z + share * high + 0.03), 0.0, 0.105))
    m.trim.append(wall.block((a - 0.17, z - 0.16), (b + 0.17, z - 0.07), -0.02, 0.24))
    if not extras:
        return
    if p["shutters"] == "shutters" and wide < 1.7:
        leaf = min(0.48 * wide, 0.6)
        for left in (a - rim - leaf - 0.03, b + rim + 0.03):
            m.door.append(wall.block((left, z - 0.04), (left + leaf, z + high + 0.04), -0.02, 0.1))
            for share in np.linspace(0.14, 0.86, 5):
                y = z + share * high
                m.door.append(wall.block((left + 0.07, y - 0.05), (left + leaf - 0.07, y + 0.05), 0.08, 0.13))
    elif p["shutters"] == "hoods":
        m.trim.append(wall.block((a - 0.2, z + high + rim), (b + 0.2, z + high + rim + 0.12), -0.02, 0.26))
        m.trim.append(wall.piece([(a - 0.14, z + high + 0.2), (b + 0.14, z + high + 0.2), (u, z + high + 0.48)], -0.02, 0.14))


def add_door(p: Parameters, m: Model, wall: Wall, u: float, wide: float = 1.0, high: float = 2.1, double: bool = False) -> None:
    z = FOOTING
    a, b = u - wide / 2, u + wide / 2
    m.door.append(wall.block((a, z), (b, z + high), -0.04, 0.07))
    for low, top in (
        ((a - 0.12, z), (a, z + high + 0.12)),
        ((b, z), (b + 0.12, z + high + 0.12)),
        ((a, z + high), (b, z + high + 0.12)),
    ):
        m.trim.append(wall.block(low, top, -0.04, 0.15))
    for left, right in ((a, u), (u, b)) if double else ((a, b),):
        third = (right - left) / 2
        for k in range(2):
            for low, top in ((0.1, 0.48), (0.55, 0.93)):
                s0, s1 = left + k * third + 0.07, left + (k + 1) * third - 0.05
                kind = m.glass if low > 0.5 and p["panes"] in ("cross", "grid") else m.door
                kind.append(wall.block((s0, z + low * high), (s1, z + top * high), 0.0, 0.1))
    m.fine.append(wall.block((b - 0.15, z + 0.46 * high), (b - 0.09, z + 0.52 * high), 0.0, 0.16))


def add_garage_door(m: Model, wall: Wall, u: float, wide: float, high: float) -> None:
    z, rows = FOOTING * 0.3, 4
    for row in range(rows):
        z0 = z + high * row / rows
        m.door.append(wall.block((u - wide / 2, z0), (u + wide / 2, z0 + high / rows - 0.05), -0.04, 0.06))
        for k in range(4):
            left = u - wide / 2 + wide * (k + 0.14) / 4
            kind = m.glass if row == rows - 1 else m.door
            kind.append(wall.block((left, z0 + 0.1), (left + wide * 0.72 / 4, z0 + high / rows - 0.14), 0.0, 0.1))
    for low, top in (
        ((u - wide / 2 - 0.13, z), (u - wide / 2, z + high + 0.13)),
        ((u + wide / 2, z), (u + wide / 2 + 0.13, z + high + 0.13)),
        ((u - wide / 2, z + high - 0.04), (u + wide / 2, z + high + 0.13)),
    ):
        m.trim.append(wall.block(low, top, -0.04, 0.14))


def fill_front(
    p: Parameters, m: Model, wall: Wall, floors: int, storey: float, clear: tuple[float, float] | None = None
) -> float:
    """Windows in bays and the front door; gives the door's place. `clear` is a stretch to leave empty on all floors."""
    bays = int(float(p["bays"]))
    bays = max(1, min(bays, int(wall.width / 1.75)))
    room = wall.width / bays
    wide = min(1.05 * float(p["window_width"]), room * (0.46 if p["shutters"] == "shutters" else 0.68))
    high = min(1.35 * float(p["window_height"]), storey * 0.52)
    column = min(int(float(p["door_place"]) * bays), bays - 1)
    places = [(k + 0.5) * room for k in range(bays)]
    for floor in range(floors):
        for k, u in enumerate(places):
            if clear is not None and clear[0] - 0.5 * wide < u < clear[1] + 0.5 * wide:
                continue
            if floor == 0 and k == column:
                add_door(p, m, wall, u)
            else:
                add_window(p, m, wall, u, FOOTING + floor * storey + 0.42 * (storey - high) + 0.15, wide, high)
    return places[column]


def fill_side(p: Parameters, m: Model, wall: Wall, floors: int, storey: float, attic: bool = False) -> None:
    count = 2 if wall.width > 5.0 else 1
    wide, high = 0.95 * float(p["window_width"]), min(1.35 * float(p["window_height"]), storey * 0.52)
    for floor in range(floors):
        for k in range(count):
            add_window(
                p, m, wall, wall.width * (k + 0.5) / count, FOOTING + floor * storey + 0.42 * (storey - high) + 0.15, wide, high
            )
    if attic:
        peak = wall.outline[wall.outline[:, 1].argmax()]
        base = FOOTING + floors * storey
        if peak[1] - base > 1.7:
            tall = min(1.1, 0.4 * (peak[1] - base))
            add_window(p, m, wall, float(peak[0]), base + 0.25, 0.8, tall, False)
