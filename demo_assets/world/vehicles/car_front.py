# SPDX-License-Identifier: GPL-3.0-or-later
"""Wheels, underside, lamps, grille and bumpers of a car."""

from __future__ import annotations

import numpy as np

from ..finish import Finish
from ..mesh import Array, Mesh
from ..part import Part
from ..shapes.curves import circle, fillet, rectangle, resample, spline, superellipse
from ..shapes.lathe import lathe
from ..shapes.loft import loft, sheet, slab
from ..shapes.sweep import bar, sweep, tube
from .car_plan import CHROME, DARK, GLASS, GROOVE, LENS, RUBBER, Car, both
from .skin import aimed, line, mirrored_pair, outward, pane, rounded
from .wheel import barrel, dish, hub, spokes, tyre, wires


def underside(car: Car) -> list[Part]:
    """The floor, and dark liners in the arches."""
    half, end = 0.62 * car.width / 2, car.length / 2 - 26
    low = 0.75 * car.sill
    box = rectangle(2 * half, 2 * end)
    parts = [Part(slab(box, low, car.sill + 18), DARK, bevel=2.0)]
    if car.kind == "vintage":
        for y in car.axles:
            axle = bar((-0.6 * car.width, y, car.wheel), (0.6 * car.width, y, car.wheel), circle(3.0, 10))
            parts.append(Part(axle, DARK))
        return parts
    angle = np.linspace(0.02, np.pi - 0.02, 23)
    for axle in car.axles:
        y, z = axle + (car.arch - 0.3) * np.cos(angle), car.wheel + (car.arch - 0.3) * np.sin(angle)
        z = np.minimum(z, car.body.shoulder_height(y) - 4.5)
        out = car.body.side(y, z)[:, 0] - 1.2
        for sign in (1, -1):
            grid = np.stack([np.column_stack([sign * f * out, y, z]) for f in (0.4, 1.0)])
            parts.append(Part(sheet(grid), DARK))
        inner = np.column_stack([y, z])
        parts.append(Part(outward(loft([np.column_stack([np.full(23, x), inner]) for x in (-half, half)])), DARK))
    return parts


def road_wheels(car: Car) -> list[Part]:
    wide = {"vintage": 13.0, "bubble": 16.0, "off-roader": 26.0, "pickup": 25.0, "coupe": 24.0}.get(car.kind, 20.0)
    parts = []
    track = car.width / 2 + (13.0 if car.kind == "vintage" else 8.0 if car.kind == "bubble" else -2.0)
    for y in car.axles:
        out = track
        if car.kind not in ("vintage", "bubble"):
            out = min(track, car.half_at(y, car.wheel + car.arch * 0.98) - 1.0)
        for sign in (1, -1):
            for mesh, finish in road_wheel(car, wide):
                parts.append(Part(aimed(mesh, (sign, 0, 0), (sign * (out - wide / 2), y, car.wheel)), finish))
    return parts


def road_wheel(car: Car, wide: float) -> list[tuple[Mesh, Finish]]:
    p, r = car.p, car.wheel
    share = {"vintage": 0.74, "off-roader": 0.58, "pickup": 0.58, "coupe": 0.74, "bubble": 0.62}.get(car.kind, 0.68)
    rim, face = r * share, wide / 2 - 3.0
    metal = CHROME if p["rims"] in ("wire", "cap") else Finish("metal", "#a5a8ab", 0.25)
    made = [(tyre(r, rim * 0.97, wide), RUBBER), (barrel(rim, wide), metal)]
    kind = str(p["rims"])
    made.append((dish(rim, face - (9.0 if kind == "wire" else 5.0)), DARK))
    if kind == "five spokes":
        made += [(spokes(rim, face - 1.5, 5, 6.5, 5.0), metal), (hub(4.2, face - 0.6, 1.5), metal)]
    elif kind == "ten spokes":
        made += [(spokes(rim, face - 1.5, 10, 2.4, 2.4), metal), (hub(4.2, face - 0.6, 1.5), metal)]
    elif kind == "twin spokes":
        made += [(spokes(rim, face - 1.5, 5, 2.6, 2.4, 0.2), metal), (hub(4.0, face - 0.6, 1.5), metal)]
    elif kind == "cap":
        made += [(dish(rim, face - 3.0, 1.0), car.paint), (hub(rim * 0.55, face - 2.6, 4.2, 36), metal)]
        made.append((hub(rim * 0.2, face + 0.6, 1.6), metal))
    elif kind == "wire":
        made += [(wires(rim * 0.95, 3.5, face - 2.0, 32, 0.75, 0.7), metal), (hub(4.0, face - 2.0, 4.5), metal)]
    else:
        made += [(dish(rim, face - 3.5, 2.2), metal), (hub(rim * 0.34, face - 2.0, 2.5), metal)]
        for a in np.arange(8) * np.pi / 4:
            hole = lathe([(rim * 0.115, face - 4), (rim * 0.115, face - 1.4)], 14)
            made.append((hole.moved(0.66 * rim * np.cos(a), 0.66 * rim * np.sin(a)), DARK))
    return made


def mudguards(car: Car) -> list[Part]:
    """Wings that stand off the body, and running boards between them."""
    vintage = car.kind == "vintage"
    inner = 0.36 * car.width
    outer = car.width / 2 + (16.0 if vintage else 11.0)
    lift = car.wheel + (10.0 if vintage else 15.0)
    front, rear = car.axles
    board = car.sill + (0.0 if vintage else 1.0)
    parts = []
    for axle, back in ((front, False), (rear, True)):
        angle = np.radians(np.linspace(-8, 172, 15) if not vintage else np.linspace(12, 142, 12))
        path = [(axle - lift * np.cos(a), car.wheel + lift * np.sin(a)) for a in angle]
        if back:
            path = [(2 * axle - y, z) for y, z in path]
        if vintage:
            toward = -1 if back else 1
            path += [(axle + toward * lift * 1.35, board + 8), (axle + toward * lift * 1.75, board + 1.5)]
        line_ = spline(path, 34)
        parts += both(_wing(line_, inner, outer, 15.0 if not vintage else 9.0, car.axles[1 if back else 0]), car.wings)
        if vintage and not back:
            start = line_[-1][0]
    if vintage:
        end = rear - lift * 1.75
        plate = np.array([[inner, start - 2], [outer - 1, start - 2], [outer - 1, end + 2], [inner, end + 2]])
        parts += [Part(m, DARK, bevel=1.0) for m in mirrored_pair(slab(plate, board - 2.5, board + 1.0))]
    else:
        y = np.array([front + lift - 4, rear - lift + 4])
        plate = np.array([[inner, y[0]], [outer - 8, y[0]], [outer - 8, y[1]], [inner, y[1]]])
        parts += [Part(m, DARK, bevel=1.0) for m in mirrored_pair(slab(plate, car.sill - 1, car.sill + 3))]
    return parts


def _wing(path: Array, inner: float, outer: float, drop: float, axle: float) -> Mesh:
    """A closed shell over a wheel; `path` [k, 2] is its crest in (y, z)."""
    tangent = np.gradient(path, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    normal = np.column_stack([-tangent[:, 1], tangent[:, 0]])
    normal *= np.where(normal[:, 1].mean() < 0, -1.0, 1.0)
    turn = np.linspace(0, np.pi / 2, 9)
    x = np.concatenate([[inner], inner + (outer - inner) * (0.25 + 0.75 * np.sin(turn))])
    fall = np.concatenate([[0.0], drop * (1 - np.cos(turn))])
    x, fall = np.concatenate([x, x[::-1] - 0.6]), np.concatenate([fall, np.minimum(fall[::-1] + 1.6, drop + 0.2)])
    rings = [np.column_stack([x, q[0] - fall * n[0], q[1] - fall * n[1]]) for q, n in zip(path, normal, strict=True)]
    return outward(loft(rings))


def face(car: Car) -> list[Part]:
    """Lamps, grille, number plate, tail lamps."""
    parts = _grille(car) + _headlamps(car)
    length, body = car.length, car.body
    nose = car.body.sill + 11
    if car.kind != "vintage":
        plate = rounded([(-18, nose), (18, nose), (18, nose + 8), (-18, nose + 8)], 1.5, 32)
        parts.append(Part(pane(plate, body.nose, 1.2, car.core), Finish("plastic", "#d0cdc2")))
    end = length / 2
    top = float(body.shoulder_height(np.array([end - 18.0]))[0]) - body.shoulder * 0.5
    tall = 9 if car.kind in ("sedan", "coupe", "convertible", "bubble") else 20
    if car.kind != "vintage":
        low = max(top - tall - 4, car.sill + 20)
        lamp = rounded([(end - 16, low), (end - 5, low), (end - 6, top - 3), (end - 13, top - 3)], 2.0, 32)
        parts += both(pane(lamp, body.side, 0.7, car.core), Finish("paint", "#8e1512", 0.1))
    return parts


def _grille(car: Car) -> list[Part]:
    body, kind = car.body, str(car.p["grille"])
    top = float(body.shoulder_height(np.array([-car.length / 2 + 6.0]))[0])
    half = car.half_at(-car.length / 2 + 20, 0.6 * car.belt)
    low, high = car.sill + 17, top - 6
    if car.kind == "vintage":
        low, high, half = car.sill + 8, top - 3, half / 0.42 * 0.8
    if kind == "none":
        return []
    wide = half * {"oval": 0.42, "mesh": 0.5, "slot": 0.62, "twin": 0.24}.get(kind, 0.5)
    if car.kind == "vintage":
        wide = half * 0.42 * 1.05
    if kind == "slot":
        high = low + 0.42 * (high - low)
    outlines = []
    if kind == "oval":
        middle, reach = (low + high) / 2, (high - low) / 2
        outlines = [superellipse(wide, reach, 2.2, 48) + np.array([0, middle])]
    elif kind == "twin":
        for sign in (-1, 1):
            corners = np.array([(0.08, low + 4), (1.0, low + 5), (0.92, high), (0.1, high)]) * [sign * wide, 1]
            outlines.append(rounded(corners[::sign], 4.0))
    else:
        lean = {"mesh": 0.82, "uprights": 1.0, "bars": 1.06, "slot": 0.9}[kind]
        outlines = [rounded([(-wide * lean, low), (wide * lean, low), (wide, high), (-wide, high)], 4.0)]
    parts = []
    for outline in outlines:
        parts.append(Part(pane(outline, body.nose, 0.5, car.core), DARK))
        parts.append(Part(line(outline, body.nose, 2.0, 1.2, car.core, closed=True), car.bright))
        left, right = outline[:, 0].min() + 2, outline[:, 0].max() - 2
        bottom, ceiling = outline[:, 1].min() + 2, outline[:, 1].max() - 2
        steps = np.linspace(0, 1, 9)[:, None]
        if kind in ("uprights", "twin", "oval"):
            for x in np.linspace(left, right, 9 if kind != "twin" else 5)[1:-1]:
                reach = 0.97 if kind != "oval" else float(np.sqrt(max(1 - ((x / wide) ** 2), 0.05)))
                middle, tall = (bottom + ceiling) / 2, (ceiling - bottom) / 2 * reach
                path = np.array([x, middle - tall]) + steps * np.array([0.0, 2 * tall])
                parts.append(Part(line(path, body.nose, 1.3, 0.9, car.core), car.bright))
        if kind in ("bars", "mesh", "slot"):
            for z in np.linspace(bottom, ceiling, {"bars": 5, "mesh": 7, "slot": 3}[kind])[1:-1]:
                path = np.array([left, z]) + steps * np.array([right - left, 0.0])
                parts.append(Part(line(path, body.nose, 1.3, 0.9, car.core), car.bright if kind == "bars" else GROOVE))
        if kind == "mesh":
            ball = superellipse(4.0, 4.0, 2.0, 24) + np.array([0, (bottom + ceiling) / 2])
            parts.append(Part(pane(ball, body.nose, 1.6, car.core), car.bright))
    return parts


def _headlamps(car: Car) -> list[Part]:
    p, body, kind = car.p, car.body, str(car.p["lamps"])
    size = float(p["lamp_size"])
    top = float(body.shoulder_height(np.array([-car.length / 2 + 8.0]))[0])
    half = car.half_at(-car.length / 2 + 20, 0.6 * car.belt)
    if car.kind in ("vintage", "bubble"):
        return _pod_lamps(car, size)
    parts = []
    middle = top - 9.5 * size - 0.3 * (top - car.sill - 30)
    if kind in ("round", "four round"):
        radius = (9.5 if kind == "round" else 6.6) * size
        middle = min(middle + 3, top - radius - 3)
        xs = [0.76 * half] if kind == "round" else [0.82 * half, 0.82 * half - 2.2 * radius]
        outlines = [superellipse(radius, radius, 2.0, 32) + np.array([x, middle]) for x in xs]
    else:
        corners = {
            "slit": [(0.52, -3.0), (0.92, -1.0), (0.93, 4.5), (0.56, 1.0)],
            "rectangle": [(0.58, -7.0), (0.93, -7.0), (0.93, 6.0), (0.58, 6.0)],
            "almond": [(0.5, -5.0), (0.82, -7.0), (0.94, 2.0), (0.9, 8.0), (0.66, 4.0)],
            "upright": [(0.74, -13.0), (0.92, -12.0), (0.93, 7.0), (0.74, 7.0)],
        }[kind]
        lifted = min(middle, top - 8 * size - 3) + (2 if kind == "slit" else 0)
        outlines = [rounded([(x * half, lifted + z * size) for x, z in corners], 3.0)]
    for outline in outlines:
        parts += both(pane(outline, body.nose, 1.3, car.core), LENS)
        parts += both(line(outline, body.nose, 1.6, 1.5, car.core, closed=True), car.bright)
        if kind not in ("round", "four round"):
            inner = superellipse(3.4 * size, 3.4 * size if kind != "slit" else 1.2, 2.0, 20) + outline.mean(axis=0)
            parts += both(pane(inner, body.nose, 1.9, car.core), GLASS)
        elif kind == "round":
            inner = superellipse(4.5 * size, 4.5 * size, 2.0, 24) + outline.mean(axis=0)
            parts += both(line(inner, body.nose, 0.8, 1.9, car.core, closed=True), GROOVE)
    return parts


def _pod_lamps(car: Car, size: float) -> list[Part]:
    """Lamps in shells of their own: beside a radiator, or let into the front wings."""
    r = (11.5 if car.kind == "vintage" else 10.5) * size
    shell = [(0.3, -1.9 * r), (0.5 * r, -1.6 * r), (0.85 * r, -0.8 * r), (r, 0.0), (r * 0.97, 0.18 * r)]
    glass = [(0.93 * r, 0.1 * r), (0.9 * r, 0.2 * r), (0.6 * r, 0.4 * r), (0.03 * r, 0.48 * r)]
    if car.kind == "vintage":
        at = np.array(
            [0.36 * car.width, -car.length / 2 + 16.0, 0.86 * float(car.body.profile(np.array([-car.length / 2]))[0])]
        )
        post = bar(at, (at[0], at[1], car.sill + 12), circle(1.8, 10))
        finish = car.bright
        parts = both(post, DARK)
        beam = tube([(-at[0], at[1], at[2] - 0.9 * r), (at[0], at[1], at[2] - 0.9 * r)], 1.5)
        parts.append(Part(beam, car.bright))
    else:
        lift = car.wheel + 15.0
        at = np.array([0.36 * car.width + 9.0, car.axles[0] - 0.86 * lift, car.wheel + 0.62 * lift])
        finish, parts = car.paint, []
    tilt = (0.0, -1.0, 0.0) if car.kind == "vintage" else (0.0, -1.0, 0.18)
    parts += both(aimed(lathe(np.array(shell), 32), tilt, at), finish)
    parts += both(aimed(lathe(np.array(glass), 32), tilt, at), LENS)
    ring = np.linspace(0, 2 * np.pi, 33)[:-1]
    hoop = np.column_stack([0.97 * r * np.cos(ring), 0.97 * r * np.sin(ring), np.full(32, 0.16 * r)])
    parts += both(aimed(tube(hoop, 0.11 * r, closed=True, sides=8), tilt, at), car.bright)
    return parts


def bumpers(car: Car) -> list[Part]:
    p, kind = car.p, str(car.p["bumpers"])
    body, z = car.body, car.sill + 15.0
    parts = []
    if kind == "body":
        for skin in (body.nose, body.tail):
            half = car.half_at(-car.length / 2 + 16, car.sill + 12) * 0.62
            low = car.sill + 4 + (3 if skin == body.tail else 0)
            outline = rounded([(-half, low + 1.5), (half, low + 1.5), (half * 0.93, low + 6.5), (-half * 0.93, low + 6.5)], 2.0)
            parts.append(Part(pane(outline, skin, 0.6, car.core), DARK))
        return parts
    chrome = kind != "black"
    finish = car.bright if chrome and p["bright"] != "black" else CHROME if chrome else DARK
    section = superellipse(2.6, 4.6, 3.0, 14) if chrome else superellipse(3.4, 7.0, 5.0, 16)
    if car.kind in ("vintage", "bubble"):
        section = superellipse(1.6, 3.4, 3.0, 14)
    for sign, skin in ((-1, body.nose), (1, body.tail)):
        half = car.half_at(sign * (car.length / 2 - 20), z) * 0.985
        stand = 4.0 if chrome else 2.0
        if car.kind in ("vintage", "bubble"):
            reach = car.width / 2 + 8
            x = np.linspace(-1, 1, 31)
            y = sign * (car.length / 2 + (9.0 if car.kind == "vintage" else 3.0) - 16 * np.abs(x) ** 2.6)
            path = np.column_stack([reach * x, y, np.full(31, z + 2)])
            for side in (-1, 1):
                arm = [(side * 24, sign * (car.length / 2 - 24), z + 2), (side * 24, float(y[9]), z + 2)]
                parts.append(Part(tube(arm, 1.8), DARK))
        else:
            x = half * np.sin(np.linspace(-1, 1, 25) * 1.45) / np.sin(1.45)
            front = skin(x, np.full(25, z + 2))
            edge_y = front[-1, 1]
            back = np.array([edge_y - sign * d for d in (7.0, 16.0, 24.0)])
            back = back[np.abs(back - car.axles[0 if sign < 0 else 1]) > car.arch + 2]
            wrap = body.side(back, np.full(len(back), z + 2)) if len(back) else np.empty((0, 3))
            path = np.vstack([(wrap * [-1, 1, 1])[::-1], front, wrap])
            centre = np.array([0.0, path[:, 1].mean() - sign * 60, z + 2])
            out = path - centre
            path = path + out / np.linalg.norm(out, axis=1, keepdims=True) * stand
            path = resample(fillet(path, 5.0, 4), 48)
        parts.append(Part(sweep(path, section), finish, bevel=0.0))
        if kind == "chrome with horns":
            for side in (-1, 1):
                x = side * 0.45 * abs(path[:, 0]).max()
                at = path[np.abs(path[:, 0] - x).argmin()]
                horn = lathe([(2.2, -6.5), (3.2, -5.5), (3.6, 0.0), (3.2, 7.0), (2.0, 8.2)], 18)
                parts.append(Part(horn.moved(at[0], at[1] + sign * 1.2, at[2]), finish))
    return parts
