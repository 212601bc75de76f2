# SPDX-License-Identifier: GPL-3.0-or-later
"""What a car carries: racks, boxes, spoilers, spare wheel."""

from __future__ import annotations

import numpy as np

from ..finish import Finish
from ..mesh import Array
from ..part import Part
from ..shapes.curves import circle, fillet, superellipse
from ..shapes.loft import loft
from ..shapes.sweep import bar, sweep, tube
from .car_front import road_wheel
from .car_plan import DARK, GLASS, GROOVE, Car, both
from .skin import aimed, line, outward, pane, rounded


def extras(car: Car) -> list[Part]:
    kind, cabin = str(car.p["extra"]), car.cabin
    if kind == "none":
        return []
    front, rear = float(cabin.front_line(1.0)) + cabin.edge, float(cabin.rear_line(1.0)) - cabin.edge
    half = float(cabin.half(1.0)) - cabin.edge
    roof = cabin.roof + 0.8 * cabin.edge
    middle, long = (front + rear) / 2, rear - front
    if kind in ("roof rack", "roof box"):
        return _roof_load(car, kind, middle, min(0.4 * long, 75), half, roof)
    if kind == "rails":
        parts = []
        for x in (-half * 0.96, half * 0.96):
            path = fillet(
                [(x, front + 8, roof - 2), (x, front + 14, roof + 6), (x, rear - 14, roof + 6), (x, rear - 8, roof - 2)], 6
            )
            parts.append(Part(sweep(path, superellipse(1.4, 2.0, 3.0, 10)), car.bright))
        return parts
    if kind == "sunroof":
        outline = rounded(np.array([(-0.72, -0.3), (0.72, -0.3), (0.72, 0.22), (-0.72, 0.22)]) * [half, min(long, 110)], 7.0)
        outline = outline + np.array([0.0, middle])
        parts = [Part(pane(outline, cabin.top, 0.4, cabin.core()), GLASS)]
        return [*parts, Part(line(outline, cabin.top, 1.8, 0.7, cabin.core(), closed=True), GROOVE)]
    if kind in ("wing", "lip"):
        return _spoiler(car, kind)
    if kind == "spare wheel":
        return _spare(car)
    if kind == "hood scoop":
        y = (-car.length / 2 + car.y(car.cowl)) / 2
        outline = rounded([(-16, y - 20), (16, y - 20), (20, y + 34), (-20, y + 34)], 8.0)
        parts = [Part(pane(outline, car.body.over, 4.0, car.core, 5), car.paint)]
        z = float(car.body.over(np.array([0.0]), np.array([y - 20]))[0, 2])
        mouth = superellipse(13, 1.5, 3.0, 24)
        ring = [np.column_stack([mouth[:, 0], np.full(24, y - 20 + d), mouth[:, 1] + z + 2.0]) for d in (-1.2, 3)]
        return [*parts, Part(outward(loft(ring)), DARK)]
    if kind == "roll bar":
        y = car.y(0.635) if car.kind == "pickup" else car.body.pocket[1] - 12
        wide = 0.86 * car.width / 2 if car.kind == "pickup" else 0.62 * car.width / 2
        top = cabin.roof + 2 if car.kind == "pickup" else car.belt + 30
        path = fillet([(-wide, y, car.belt - 18), (-wide * 0.9, y, top), (wide * 0.9, y, top), (wide, y, car.belt - 18)], 12, 9)
        parts = [Part(tube(path, 3.0), car.bright)]
        for x in (-1, 1):
            if car.kind == "pickup":
                parts.append(Part(tube([(x * wide * 0.92, y, top - 8), (x * wide, y + 75, car.belt - 8)], 2.4), car.bright))
        return parts
    return _hard_top(car)


def _hard_top(car: Car) -> list[Part]:
    """A lid over the bed of a pickup."""
    first, last = car.body.pocket[:2]
    half = car.width / 2 - 9
    rings = []
    for inset, z in ((0, -1), (0, 22), (3, 44), (7, 52), (14, 56), (40, 58), (half - 3, 59)):
        outline = superellipse(half - inset, (last - first) / 2 + 2 - inset, 12.0, 56)
        rings.append(np.column_stack([outline[:, 0], outline[:, 1] + (first + last) / 2, np.full(56, car.belt + z)]))
    parts = [Part(outward(loft(rings)), car.roof_paint)]

    def skin(y: Array, z: Array) -> Array:
        return np.stack([np.interp(z, [0, 22, 44], [half, half, half - 3]), y, car.belt + z], axis=1)

    outline = rounded([(first + 12, 8), (last - 12, 8), (last - 16, 38), (first + 12, 38)], 6.0)
    parts += both(pane(outline, skin, 0.6, (0, 0, car.belt)), GLASS)
    return [*parts, *both(line(outline, skin, 1.6, 0.8, (0, 0, car.belt), closed=True), GROOVE)]


def _roof_load(car: Car, kind: str, middle: float, reach: float, half: float, roof: float) -> list[Part]:
    parts = []
    z = roof + 8
    for y in (middle - 0.7 * reach, middle + 0.7 * reach):
        path = fillet([(-half, y, roof - 3), (-half, y, z), (half, y, z), (half, y, roof - 3)], 4)
        parts.append(Part(sweep(path, superellipse(1.6, 1.6, 3.0, 10), up=(0, 1, 0)), DARK))
    if kind == "roof box":
        rings = []
        for inset, h in ((3, 0), (0, 3), (0, 16), (4, 24), (12, 29), (26, 31)):
            outline = superellipse(0.58 * half - inset * 0.8, reach * 1.35 - inset, 4.0, 48)
            rings.append(np.column_stack([outline[:, 0] - 0.2 * half, outline[:, 1] + middle, np.full(48, z + 1 + h)]))
        return [*parts, Part(outward(loft(rings)), Finish("plastic", "#2b2d30", 0.3))]
    for h in (2.0, 11.0):
        frame = superellipse(half * 0.92, reach, 9.0, 64)
        parts.append(
            Part(
                tube(np.column_stack([frame[:, 0], frame[:, 1] + middle, np.full(64, z + h)]), 1.3, closed=True, sides=8), DARK
            )
        )
    for x in np.linspace(-0.7, 0.7, 5) * half:
        parts.append(Part(bar((x, middle - reach, z + 2), (x, middle + reach, z + 2), circle(1.1, 8)), DARK))
    for x in (-1, 1):
        for y in np.linspace(-0.85, 0.85, 4) * reach:
            parts.append(
                Part(bar((x * half * 0.91, middle + y, z + 2), (x * half * 0.91, middle + y, z + 11), circle(1.0, 8)), DARK)
            )
    return parts


def _spoiler(car: Car, kind: str) -> list[Part]:
    end = car.length / 2
    if car.kind == "hatchback":
        y, z, half = float(car.cabin.rear_line(1.0)), car.cabin.roof + 0.8 * car.cabin.edge, float(car.cabin.half(1.0)) * 0.9
        legs = 0.0
    else:
        y = end - 16.0
        z = float(car.body.over(np.array([0.0]), np.array([y]))[0, 2]) + (1.0 if kind == "lip" else 15.0)
        half = car.half_at(y - 10, car.belt * 0.8) * (0.86 if kind == "lip" else 0.94)
        legs = 0.0 if kind == "lip" else 15.0
    x = np.linspace(-1, 1, 21)
    path = np.column_stack([half * x, y - 7 * np.abs(x) ** 3, z - (4.0 if kind == "lip" else 1.0) * np.abs(x) ** 4])
    mesh = sweep(path, superellipse(11.0, 1.7 if kind == "wing" else 2.6, 2.2, 16) @ _tilt(0.12))
    parts = [Part(mesh, car.paint)]
    for side in (-1, 1) if legs else ():
        parts.append(
            Part(
                bar(
                    (side * half * 0.6, y, z - legs - 4),
                    (side * half * 0.6, y + 2, z),
                    superellipse(5, 1.4, 2.0, 12),
                    up=(1, 0, 0),
                ),
                DARK,
            )
        )
    return parts


def _tilt(angle: float) -> Array:
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, s], [-s, c]])


def _spare(car: Car) -> list[Part]:
    """On the tailgate, on the running board, or on the boot lid."""
    wide = {"vintage": 13.0, "bubble": 15.0}.get(car.kind, 24.0)
    if car.kind == "vintage":
        at, aim = (car.width / 2 + 6, car.axles[0] + car.wheel * 1.75, car.wheel + 20), (1, 0, 0)
    elif car.kind == "bubble":
        roof = car.cabin.roof + 8
        at, aim = (0.0, (float(car.cabin.front_line(1.0)) + float(car.cabin.rear_line(1.0))) / 2, roof), (0, 0, 1)
    else:
        at, aim = (10.0, car.length / 2 + wide / 2 - 1, car.belt - 4), (0, 1, 0)
    return [Part(aimed(mesh, aim, at), finish) for mesh, finish in road_wheel(car, wide)]
