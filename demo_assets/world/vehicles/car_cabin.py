# SPDX-License-Identifier: GPL-3.0-or-later
"""Doors, windows, trim and cockpit of a car."""

from __future__ import annotations

import numpy as np

from ..finish import Finish
from ..mesh import Array, Mesh
from ..palette import LEATHER
from ..part import Part
from ..shapes.curves import circle, fillet, resample, superellipse
from ..shapes.loft import loft, pillow
from ..shapes.sweep import bar, tube
from .car_plan import CHROME, DARK, GLASS, GROOVE, KINDS, Car, both, door_places
from .skin import Skin, aimed, line, mirrored_pair, outward, pane, rounded


def panels(car: Car) -> list[Part]:
    """Cuts of doors, bonnet and boot; handles; fuel flap."""
    body, parts = car.body, []
    places, sill = door_places(car), car.sill + 6
    half = body.arch
    meshes = []

    def cut(points: list[tuple[float, float]], skin: Skin = body.side) -> None:
        meshes.append(line(resample(fillet(points, 7.0, 5), 30), skin, 1.5, 0.35, car.core))

    tops = body.shoulder_height(np.array(places)) - 0.3 * body.shoulder
    cut([(places[0] + 3, tops[0]), (places[0], 0.6 * car.belt), (places[0] + 2, sill), (places[1], sill), (places[1], tops[1])])
    if len(places) == 3:
        y, z = car.axles[1], car.wheel
        arc = np.radians([100, 125, 150, 168])
        arch = [(y + (half + 6) * np.cos(a), z + (half + 6) * np.sin(a)) for a in arc]
        cut([(places[2] + 4, tops[2]), *arch, (y - half - 6, sill), (places[1], sill)])
    if car.kind == "van" and car.p["doors"] == "two":
        cut(
            [
                (places[1] + 5, tops[1]),
                (places[1] + 5, sill),
                (car.axles[1] - half - 7, sill),
                (car.axles[1] - half - 7, tops[1]),
            ]
        )
    parts += [Part(m, GROOVE) for mesh in meshes for m in mirrored_pair(mesh)]
    z = car.belt - 0.24 * (car.belt - car.sill)
    for rear in places[1:]:
        handle = rounded([(rear - 19, z - 1.6), (rear - 5, z - 1.6), (rear - 5, z + 1.6), (rear - 19, z + 1.6)], 1.5, 24)
        parts += both(pane(handle, body.side, 1.6, car.core), car.bright)
    lid = []
    front = -car.length / 2
    cowl = car.y(car.cowl) - (3.0 if car.kind != "van" else 2.0)
    wide = float(body.section(np.array([cowl]), np.array([car.belt - body.shoulder]))[0]) - body.shoulder * 1.5 - 2
    narrow = wide * (1 - 0.9 * body.nose_taper) * 0.92
    ends = front + body.round_nose + (7 if car.kind != "vintage" else 2)
    if cowl - ends > 24:
        lid.append([(wide, cowl), (0.5 * (wide + narrow), (cowl + ends) / 2), (narrow, ends + 6), (0.9 * narrow, ends)])
        lid[-1] = [*lid[-1], *[(-x, y) for x, y in lid[-1][::-1]]]
    if car.kind in ("sedan", "coupe", "convertible"):
        start = car.y(KINDS[car.kind].rear) + 2 if car.kind != "convertible" else car.y(0.79)
        if car.kind != "coupe":
            stop = car.length / 2 - body.round_tail - 1
            lid.append([(wide, start), (wide * 0.97, stop), (-wide * 0.97, stop), (-wide, start)])
    if car.kind == "vintage":
        lid = [[(0.0, ends - 4), (0.0, cowl)]]
        for x in np.linspace(ends + 14, cowl - 12, 9):
            vent = line(np.column_stack([np.full(8, x), np.linspace(0.62, 0.84, 8) * car.belt]), body.side, 1.6, 0.6, car.core)
            parts += both(vent, GROOVE)
    for points in lid:
        parts.append(Part(line(resample(fillet(points, 9.0, 5), 60), body.over, 1.4, 0.35, car.core), GROOVE))
    if car.kind == "pickup":
        parts += both(line([(car.y(0.602), sill), (car.y(0.602), tops[1])], body.side, 1.8, 0.4, car.core), GROOVE)
    return parts


def flank_trim(car: Car) -> list[Part]:
    body, kind = car.body, str(car.p["flank"])
    inner = car.axles[0] + car.arch + 2, car.axles[1] - car.arch - 2
    low = car.sill + 0.42 * (car.belt - car.sill)
    y = np.linspace(*inner, 24)
    parts = []
    if kind == "moulding":
        parts += both(line(np.column_stack([y, np.full(24, low)]), body.side, 3.2, 0.9, car.core), car.bright)
    elif kind == "twin line":
        for z in (low + 3.5, low - 3.5):
            parts += both(line(np.column_stack([y, np.full(24, z)]), body.side, 1.6, 0.5, car.core), car.bright)
    elif kind == "vents" and car.kind != "vintage":
        first = car.axles[0] + car.arch + 1.5
        room = door_places(car)[0] - first
        for i in range(3):
            z = low + 5 + 4.2 * i
            path = np.column_stack([np.linspace(first + 0.5, first + max(room - 3, 4), 6), np.full(6, z)])
            parts += both(line(path, body.side, 2.2, 0.6, car.core), DARK)
    elif kind == "cladding" and car.kind not in ("vintage", "bubble"):
        strip = rounded(
            [(inner[0], car.sill + 1), (inner[1], car.sill + 1), (inner[1], car.sill + 11), (inner[0], car.sill + 11)], 2
        )
        parts += both(pane(strip, body.side, 1.0, car.core), DARK)
    if car.kind in ("vintage", "bubble"):
        return parts
    angle = np.linspace(0.06, np.pi - 0.06, 30)
    finish = DARK if kind == "cladding" else car.bright if kind == "twin line" else car.paint
    wide = 6.0 if kind == "cladding" else 2.4
    for axle in car.axles:
        reach = car.arch + 0.45 * wide
        y, z = axle + reach * np.cos(angle), car.wheel + reach * np.sin(angle)
        parts += both(line(np.column_stack([y, z]), body.side, wide, 1.0, car.core), finish)
    return parts


def glasshouse(car: Car) -> list[Part]:
    cabin, core, p = car.cabin, car.cabin.core(), car.p
    parts = [Part(cabin.mesh(), car.roof_paint)]
    screen = rounded([(-0.84, 0.07), (0.84, 0.07), (0.84, 0.9), (-0.84, 0.9)], 0.09, 48)
    if car.kind == "vintage":
        screen = rounded([(-0.8, 0.2), (0.8, 0.2), (0.8, 0.86), (-0.8, 0.86)], 0.05, 48)
    rear = screen * ([0.9, 1.0] if car.kind != "bubble" else [0.55, 0.5]) + [0.0, 0.0 if car.kind != "bubble" else 0.42]
    glazed = [pane(screen, cabin.screen, 0.5, core, 5), pane(rear, cabin.back, 0.5, core, 5)]
    trim = [line(screen, cabin.screen, 1.6, 0.8, core, closed=True), line(rear, cabin.back, 1.6, 0.8, core, closed=True)]
    for outline in _side_windows(car):
        glazed += mirrored_pair(pane(outline, cabin.side, 0.5, core, 4))
        trim += mirrored_pair(line(outline, cabin.side, 1.5, 0.8, core, closed=True))
    parts += [Part(mesh, GLASS) for mesh in glazed]
    finish = car.bright if p["bright"] != "satin" else GROOVE
    parts += [Part(mesh, finish) for mesh in trim]
    for y in door_places(car)[1:2]:
        path = np.column_stack([np.full(8, y), np.linspace(0.0, 0.97, 8)])
        if cabin.rear_line(1.0) - 8 > y:
            parts += both(line(path, cabin.side, 1.2, 0.4, core), GROOVE)
    for side in (-1, 1):
        u = np.array([0.05, 0.4]) * side + (0.1 if side < 0 else 0.0)
        path = np.column_stack([np.linspace(u[1], u[0], 8), np.linspace(0.1, 0.22, 8)])
        if car.kind != "vintage":
            parts.append(Part(line(path, cabin.screen, 1.0, 1.6, core), DARK))
    return [*parts, *mirrors(car)]


def mirrors(car: Car) -> list[Part]:
    """Door mirrors on short arms."""
    y = float(car.cabin.front_line(0.25)) + 9
    if car.kind == "vintage":
        return []
    x = float(car.cabin.half(0.1))
    z = car.belt + 7
    shell = aimed(loft(_egg(8.0, 5.2, 5.5)), (0, -1, 0), (x + 10.5, y - 2, z + 2))
    arm = bar((x - 4, y + 2, z - 3), (x + 8, y, z), circle(1.5, 8))
    return [*both(outward(shell), car.paint), *both(arm, DARK)]


def _egg(wide: float, tall: float, deep: float) -> list[Array]:
    rings = []
    for turn in np.linspace(-0.48, 0.3, 9) * np.pi:
        outline = superellipse(wide * np.cos(turn), tall * np.cos(turn), 2.6, 20)
        rings.append(np.column_stack([outline, np.full(20, deep * -np.sin(turn))]))
    return rings


def _side_windows(car: Car) -> list[Array]:
    """Outlines in (y, share of the height)."""
    cabin, kind, style = car.cabin, car.kind, str(car.p["windows"])
    low, high = (0.1, 0.9) if kind != "vintage" else (0.18, 0.86)
    inset = 0.08 if cabin.exponent > 5 else 0.12

    def edge(v: float, share: float) -> float:
        front, rear = float(cabin.front_line(v)), float(cabin.rear_line(v))
        return front + share * (rear - front)

    places = door_places(car)[1:]
    last = {"vintage": 0.9, "off-roader": 0.94}.get(kind, 1 - inset)
    cuts = [y for y in places if y < edge(high, last) - 14]
    if kind == "estate" and len(cuts) == 2:
        cuts[1] = min(cuts[1], edge(low, 0.78))
    if kind == "van":
        last = 0.97
        cuts = [places[0] + 2, (places[0] + edge(low, last)) / 2]
    front = [(edge(v, inset), v) for v in (low, 0.35, 0.65, high)]
    stop = 0.5 if kind == "bubble" else 1.0
    rear = [(edge(v, last) - (1 - stop) * 0.5 * (edge(v, last) - edge(v, 0.5)), v) for v in (high, 0.65, 0.35, low)]
    if style == "kinked" and kind != "van":
        rear[-1] = (rear[-1][0] - 12, low)
        rear[-2] = (rear[-2][0] + 1, 0.3)
    outlines = []
    bounds = [None, *cuts, None]
    for i in range(len(bounds) - 1):
        left = front if bounds[i] is None else [(bounds[i] + 2.4, low), (bounds[i] + 2.4, high)]
        right = rear if bounds[i + 1] is None else [(bounds[i + 1] - 2.4, high), (bounds[i + 1] - 2.4, low)]
        if kind == "van" and i >= 1 and style == "plain":
            continue
        polygon = np.array([*left, *right])
        top = polygon[polygon[:, 1] >= 0.6 * high]
        if np.ptp(top[:, 0]) < 6:
            continue
        if i == 0 and style == "quarter light":
            at = edge(high, inset) + 6.0
            outlines.append(_eased([*front, (at, high), (at + 2, low)]))
            polygon = np.array([(at + 5, low), (at + 3, high), *right])
        outlines.append(_eased(polygon))
    return outlines


def _eased(polygon: list[tuple[float, float]] | Array) -> Array:
    """The outline with soft corners; heights count fifty times as much as in shares."""
    return rounded(np.asarray(polygon) * [1.0, 50.0], 3.5, 40) / [1.0, 50.0]


def cockpit(car: Car) -> list[Part]:
    """Open car: screen in its frame, seats, wheel, folded hood."""
    cabin, core = car.cabin, car.cabin.core()
    outline = rounded([(-0.9, 0.0), (0.9, 0.0), (0.88, 0.9), (-0.88, 0.9)], 0.12, 72)
    parts = [
        Part(pane(outline, cabin.screen, 0.3, core, 6), Finish("glass", "#b9c8cc", 0.03)),
        Part(line(outline, cabin.screen, 3.0, 1.4, core, closed=True), car.bright),
    ]
    hide = Finish("leather", LEATHER[str(car.p["hide"])])
    first, last, depth, margin = car.body.pocket
    wide = car.width / 2 * margin * 0.86
    floor = car.belt - depth
    middle = first + 0.52 * (last - first)
    for x in (-0.5 * wide, 0.5 * wide):
        seat = superellipse(0.42 * wide, 26, 4.0, 40) + np.array([x, middle])
        parts.append(Part(pillow(seat, floor - 2, 20, 7.0), hide))
        back = superellipse(0.42 * wide, 9, 3.2, 40) + np.array([x, middle + 25])
        rest = pillow(back, floor + 4, car.belt - floor + 8, 8.0)
        lean = rest.vertices.copy()
        lean[:, 1] += 0.22 * (lean[:, 2] - floor)
        parts.append(Part(Mesh(lean, rest.faces), hide))
    ring = np.linspace(0, 2 * np.pi, 37)[:-1]
    hoop = np.column_stack([17 * np.cos(ring), 17 * np.sin(ring), np.zeros(36)])
    at = np.array([0.5 * wide, middle - 34, car.belt - 2])
    parts.append(Part(aimed(tube(hoop, 1.3, closed=True, sides=8), (0, 0.85, 0.5), at), DARK))
    parts.append(Part(bar(at, at + [0, -26, -12], circle(2.0, 10)), DARK))
    parts.append(Part(bar(at + [-16, 0, 0], at + [16, 0, 0], circle(1.0, 8)), CHROME))
    dash = superellipse(wide * 1.04, 9, 5.0, 36) + np.array([0, first + 8])
    parts.append(Part(pillow(dash, car.belt - 22, 23, 5.0), hide))
    if car.p["extra"] not in ("roll bar",):
        x = np.linspace(-1, 1, 21)
        roll = np.column_stack([0.98 * wide * x, last - 7 - 5 * np.abs(x) ** 3, np.full(21, car.belt + 3)])
        parts.append(Part(tube(roll, 8.0, np.interp(np.abs(x), [0, 0.85, 1.0], [1, 0.95, 0.55])), Finish("fabric", "#26262a")))
    return [*parts, *mirrors(car)]
