# SPDX-License-Identifier: GPL-3.0-or-later
"""Engines, struts, wheels, floats and stand of an aeroplane."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..finish import Finish
from ..mesh import Mesh
from ..part import Part
from ..shapes.curves import circle, fillet, spline, superellipse
from ..shapes.lathe import lathe
from ..shapes.loft import loft, slab
from ..shapes.sweep import bar, tube
from .airframe import DARK, STEEL, Foil, drop, jet, landing_wheel, propeller
from .plane_plan import JETS, Plane, pair, with_mirror
from .skin import aimed, outward
from .wheel import hoop


def engines(plane: Plane) -> list[Part]:
    kind, p, body = plane.kind, plane.p, plane.body
    size = float(p["engine_size"])
    if kind == "glider":
        return []
    if kind == "fighter":
        return _burner(plane)
    if kind == "airliner":
        shares = (0.34,) if p["engines"] == "two" else (0.3, 0.58)
        return [part for s in shares for part in _slung(plane, s, size * (1.0 if len(shares) == 1 else 0.82))]
    if kind == "business jet":
        y = body.y(0.66)
        wide, top, bottom = body.sizes(y)
        radius = 0.95 * size
        at = (float(wide) + 0.75 * radius + 0.35, y, float(top) * 0.55)
        stub = Foil((0, y + 1.2, at[2]), (at[0], y + 1.4, at[2]), 2.6, 2.4, 0.14, (0, 0, 1), "square", 0.0)
        parts = pair(stub.mesh(), plane.paint)
        return parts + with_mirror(jet(at, radius, 5.6 * size, plane.second))
    if kind in ("twin prop", "flying boat"):
        shares = (0.3,) if p["engines"] == "two" or kind == "twin prop" else (0.22, 0.46)
        return [part for s in shares for part in _wing_engine(plane, s, size * (1.0 if len(shares) == 1 else 0.85))]
    wide, top, bottom = (float(v) for v in body.sizes(-body.length / 2))
    at = (0.0, -body.length / 2, (top + bottom) / 2)
    return _nose_engine(plane, at, (wide + (top - bottom) / 2) / 2, 3.7 * float(p["propeller"]))


def _nose_engine(plane: Plane, at: tuple[float, float, float], radius: float, reach: float) -> list[Part]:
    """Cowling, spinner and propeller before `at`."""
    p, kind = plane.p, str(plane.p["nose"])
    count = {"two": 2, "three": 3, "four": 4}[str(p["blades"])]
    x, y, z = at
    if kind == "radial":
        wide = radius * 1.28
        section = spline(
            [
                (wide * 0.86, -0.7),
                (wide * 0.97, -0.5),
                (wide, 0.6),
                (wide * 0.93, 1.9),
                (wide * 0.84, 1.8),
                (wide * 0.84, 0.2),
                (wide * 0.8, -0.5),
                (wide * 0.86, -0.7),
            ],
            26,
        )[:-1]
        parts = [Part(aimed(hoop(section * [1, -1], 40), (0, -1, 0), (x, y, z)), plane.second)]
        parts.append(Part(aimed(lathe([(wide * 0.85, -0.8), (wide * 0.85, -0.2)], 32), (0, -1, 0), at), DARK))
        for i in range(7):
            a = 2 * np.pi * i / 7 + 0.3
            start = np.array([x, y - 0.35, z]) + 0.34 * wide * np.array([np.cos(a), 0, np.sin(a)])
            end = np.array([x, y - 0.35, z]) + 0.84 * wide * np.array([np.cos(a), 0, np.sin(a)])
            parts.append(Part(bar(start, end, circle(0.13 * wide, 12)), STEEL))
        case = lathe([(0.36 * wide, 0.0), (0.34 * wide, 0.5), (0.2 * wide, 0.9)], 24)
        parts.append(Part(aimed(case, (0, -1, 0), at), STEEL))
        return [*parts, *propeller((x, y - 0.85, z), reach, count, float(p["turn"]), 0.2 * wide, STEEL, 1.2)]
    parts = []
    if kind == "flat":
        grille = slab(superellipse(0.72 * radius, 0.78 * radius, 3.0, 48), 0.0, 0.08)
        parts.append(Part(aimed(grille, (0, -1, 0), at), DARK))
        return [*parts, *propeller((x, y - 0.15, z), reach, count, float(p["turn"]), 0.3 * radius, STEEL, 1.3)]
    cone = {"spinner": 1.25, "long spinner": 2.1}[kind]
    for sign in (-1, 1):
        intake = drop(0.7, 0.3 * radius, 0.2 * radius, (x + sign * 0.6 * radius, y + 0.05, z - 0.05 * radius), 0.5)
        parts.append(Part(intake, DARK))
    return [
        *parts,
        *propeller(
            (x, y + 0.05, z),
            reach,
            count,
            float(p["turn"]),
            0.66 * radius if kind == "spinner" else 0.86 * radius,
            plane.second,
            cone,
        ),
    ]


def _slung(plane: Plane, share: float, size: float) -> list[Part]:
    """A jet under the wing on its pylon."""
    s = np.array([share])
    lead = plane.wing.point(s, np.array([0.0]), 1.0)[0]
    radius, long = 1.15 * size, 4.6 * size
    at = (float(lead[0]), float(lead[1]) - 0.62 * long, float(lead[2]) - 0.9 * radius - 0.35)
    rings = []
    for z, begin, chord in (
        (at[2] + 0.85 * radius, at[1] + 0.25 * long, 0.8 * long),
        (lead[2] + 0.1, lead[1] - 0.1 * long, 0.75 * long),
    ):
        outline = superellipse(0.16, chord / 2, 2.0, 20)
        rings.append(np.column_stack([outline[:, 0] + at[0], outline[:, 1] + begin + chord / 2, np.full(20, z)]))
    return with_mirror([*jet(at, radius, long, plane.second), Part(outward(loft(rings)), plane.paint)])


def _wing_engine(plane: Plane, share: float, size: float) -> list[Part]:
    lead = plane.wing.point(np.array([share]), np.array([0.0]), 1.0)[0]
    radius, long = 0.95 * size, 7.0 * size
    front = float(lead[1]) - 2.5 * size
    z = float(lead[2]) + 0.1
    body = drop(long, radius, radius * 1.06, (float(lead[0]), front + 0.5 * long, z), 0.3)
    keep = body.vertices.copy()
    near = keep[:, 1] < front + 0.3 * long
    middle = np.array([lead[0], 0.0, z])
    flat = (keep - middle) * [1, 0, 1]
    reach = np.linalg.norm(flat, axis=1, keepdims=True)
    wide = 0.78 * radius
    grown = np.where(near[:, None] & (reach < wide) & (reach > 0.1 * radius), flat / np.maximum(reach, 1e-6) * wide, flat)
    parts = [Part(Mesh(np.column_stack([grown[:, 0] + lead[0], keep[:, 1], grown[:, 2] + z]), body.faces), plane.paint)]
    parts += _nose_engine(plane, (float(lead[0]), front, z), wide, 2.7 * float(plane.p["propeller"]) * size)
    return with_mirror(parts)


def _burner(plane: Plane) -> list[Part]:
    """Intakes at the flanks and one or two nozzles."""
    body, parts = plane.body, []
    end = body.y(0.95)
    wide, top, bottom = (float(v) for v in body.sizes(end))
    two = plane.p["tail"] == "twin fins"
    radius = (0.62 if two else 0.92) * wide * (0.6 if two else 0.9)
    for x in (-0.52 * wide, 0.52 * wide) if two else (0.0,):
        shape = [(radius * 1.0, -0.6), (radius * 1.02, 0.2), (radius * 0.8, 1.7), (radius * 0.7, 1.7), (radius * 0.66, 0.6)]
        nozzle = lathe(shape, 28)
        parts.append(Part(aimed(nozzle, (0, 1, 0), (x, end, (top + bottom) / 2)), Finish("metal", "#55575a", 0.35)))
    y = body.y(0.31)
    w = float(body.sizes(y + 2.0)[0])
    rings = []
    for d, grow in ((0.0, 1.0), (3.0, 1.0), (6.5, 0.7), (9.0, 0.3)):
        outline = superellipse(0.72 * grow, 0.95 * (0.5 + 0.5 * grow), 3.4, 28)
        rings.append(np.column_stack([outline[:, 0] + w * 0.93 + 0.02 * d, np.full(28, y + d), outline[:, 1] - 0.05]))
    parts += pair(outward(loft(rings)), plane.paint)
    mouth = superellipse(0.6, 0.83, 3.4, 28)
    face = [np.column_stack([mouth[:, 0] + w * 0.93, np.full(28, y + d), mouth[:, 1] - 0.05]) for d in (-0.03, 0.5)]
    parts += pair(outward(loft(face)), DARK)
    probe = tube([(0, -body.length / 2 - 1.6, 0), (0, -body.length / 2 + 0.4, 0)], 0.07, [0.5, 1.0], sides=8)
    return [*parts, Part(probe, STEEL)]


def struts(plane: Plane) -> list[Part]:
    kind, body = plane.kind, plane.body
    thin = superellipse(0.28, 0.1, 2.0, 12)
    parts: list[Part] = []
    if kind in ("high wing", "seaplane"):
        y = body.y(0.36)
        wide, _, bottom = (float(v) for v in body.sizes(y))
        for c, dy in ((0.22, 0.0), (0.6, 1.1)) if kind == "seaplane" or plane.p["canopy"] == "framed" else ((0.3, 0.0),):
            end = plane.wing.point(np.array([0.52]), np.array([c]), -1.0)[0]
            parts += pair(bar((wide * 0.8, y + dy, bottom * 0.6), end + [0, 0, 0.08], thin, up=(0, 1, 0)), plane.paint)
    if kind == "biplane":
        lower, upper = plane.wings
        for s in (0.68,) if plane.p["canopy"] != "long" else (0.42, 0.8):
            feet = [lower.point(np.array([s]), np.array([c]), 1.0)[0] for c in (0.16, 0.66)]
            heads = [upper.point(np.array([s]), np.array([c]), -1.0)[0] for c in (0.16, 0.66)]
            for a, b in ((0, 0), (1, 1), (0, 1)):
                parts += pair(bar(feet[a] - [0, 0, 0.1], heads[b] + [0, 0, 0.1], thin, up=(0, 1, 0)), plane.second)
            root = lower.point(np.array([0.14]), np.array([0.3]), 1.0)[0]
            high = upper.point(np.array([0.1]), np.array([0.3]), -1.0)[0]
            for start, end in ((root, heads[0]), (high, feet[0])):
                parts += pair(tube([start, end], 0.05, sides=6), STEEL)
        for c, y in ((0.2, 0.12), (0.68, 0.29)):
            head = upper.point(np.array([0.13]), np.array([c]), -1.0)[0]
            foot = body.side(np.array([body.y(y) + 0.6]), np.array([0.9]))[0]
            parts += pair(bar(foot, head + [0, 0, 0.1], thin, up=(0, 1, 0)), plane.second)
    if kind == "flying boat":
        for s, c in ((0.1, 0.2), (0.1, 0.65)):
            head = plane.wing.point(np.array([s]), np.array([c]), -1.0)[0]
            foot = body.over(np.array([0.9]), np.array([float(head[1])]))[0]
            parts += pair(
                bar(foot - [0, 0, 0.3], head + [0, 0, 0.1], superellipse(0.6, 0.25, 2.0, 14), up=(0, 1, 0)), plane.paint
            )
        tip = plane.wing.point(np.array([0.76]), np.array([0.3]), -1.0)[0]
        parts += pair(drop(4.0, 0.55, 0.6, tip + [0, 0.2, -2.1]), plane.second)
        for dy in (-0.6, 0.7):
            parts += pair(
                bar(tip + [0, dy, -1.8], tip + [0, dy, 0.15], superellipse(0.3, 0.12, 2.0, 12), up=(0, 1, 0)), plane.paint
            )
    return parts


def floats(plane: Plane) -> list[Part]:
    """Two floats on struts; they stand on the floor."""
    body, parts = plane.body, []
    x, long = 3.1, 0.86 * body.length
    z, y = -5.3 * float(plane.p["gear_height"]), body.y(0.4)
    rings = []
    for u in np.concatenate([0.12 * (1 - np.cos(np.linspace(0, np.pi / 2, 8))), np.linspace(0.16, 1, 18)]):
        size = np.sqrt(max(1 - (1 - u / 0.12) ** 2, 0.002)) if u < 0.12 else 1 - 0.72 * max(0, (u - 0.5) / 0.5) ** 1.8
        keel = -1.15 * min(1.0, (u / 0.25) ** 0.6) if u < 0.55 else -0.75 + 0.9 * ((u - 0.55) / 0.45)
        deck = 0.75 - 0.1 * u
        half = 0.95 * size
        keel = deck - max(deck - keel, 0.15) if u > 0.01 else deck - 0.1
        flank = keel * 0.35
        right = [
            (0.0, deck + 0.12 * size),
            (0.6 * half, deck + 0.05),
            (0.95 * half, deck - 0.22),
            (half, min(0.2, deck - 0.3)),
            (0.92 * half, flank),
            (0.0, keel),
        ]
        ring = np.array(right + [(-a, b) for a, b in right[-2:0:-1]])
        rings.append(np.column_stack([ring[:, 0] + x, np.full(10, y + (u - 0.5) * long), ring[:, 1] + z]))
    parts += pair(outward(loft(rings)), plane.second)
    wide = float(body.sizes(body.y(0.35))[0])
    thin = superellipse(0.32, 0.14, 2.0, 12)
    for f, g in ((0.2, 0.2), (0.5, 0.52), (0.2, 0.5)):
        top = (0.7 * wide, body.y(f), float(body.sizes(body.y(f))[2]) * 0.6)
        parts += pair(bar(top, (x, body.y(g), z + 0.7), thin, up=(0, 1, 0)), plane.paint)
    for f in (0.2, 0.52):
        parts.append(Part(bar((-x, body.y(f), z + 0.6), (x, body.y(f), z + 0.6), thin, up=(0, 1, 0)), plane.paint))
    rudder = Foil((x, y + 0.47 * long, z + 0.9), (x, y + 0.47 * long + 0.3, z - 0.4), 1.1, 0.9, 0.1, (1, 0, 0), "round", 0.0)
    return [*parts, *pair(rudder.mesh(), plane.paint)]


def _leg(
    plane: Plane, start: tuple[float, float, float], end: tuple[float, float, float], radius: float, twin: bool
) -> list[Part]:
    """A strut with one wheel or two."""
    thick = 0.17 if not twin else 0.24
    parts = [Part(tube([start, (end[0], end[1], end[2] + 0.2)], thick, sides=10), STEEL)]
    wide = 0.62 * radius
    for dx in (-0.62 * wide - 0.2, 0.62 * wide + 0.2) if twin else (0.0,):
        parts += landing_wheel((end[0] + dx, end[1], end[2]), radius, wide)
    reach = 0.62 * wide + 0.3 if twin else 0.5 * wide + 0.25
    parts.append(Part(bar((end[0] - reach, end[1], end[2]), (end[0] + reach, end[1], end[2]), circle(0.14, 10)), STEEL))
    if not twin:
        parts = [Part(tube(fillet([start, (end[0], end[1], end[2] + radius * 1.15)], 0.1), thick, sides=10), STEEL), *parts[1:]]
        for dx in (-reach, reach):
            parts.append(
                Part(
                    tube(
                        fillet(
                            [
                                (end[0], end[1], end[2] + radius * 1.2),
                                (end[0] + dx, end[1], end[2] + radius * 1.1),
                                (end[0] + dx, end[1], end[2]),
                            ],
                            0.15,
                        ),
                        0.1,
                        sides=8,
                    ),
                    STEEL,
                )
            )
    return parts


def on_wheels(plane: Plane, parts: list[Part]) -> list[Part]:
    """Wheels under wing and nose, or under wing and tail; then the whole pitched until it stands."""
    body, kind, style = plane.body, plane.kind, str(plane.p["gear"])
    jet_like = kind in JETS
    radius = {"airliner": 0.62, "fighter": 0.62, "business jet": 0.55}.get(kind, 0.85)
    low = float(body.sizes(body.y(0.35))[2])
    clear = {"airliner": 2.6, "fighter": 1.9, "business jet": 1.7, "twin prop": 2.4}.get(kind, 2.5) * float(
        plane.p["gear_height"]
    )
    floor = min(low, float(plane.wing.root[2])) - clear
    if kind not in (*JETS, "twin prop"):
        floor = min(floor, -3.8 * float(plane.p["propeller"]) - 0.4 + (1.2 if style == "tail wheel" else 0))
    tail_wheel = style == "tail wheel" or kind == "biplane"
    share = {"airliner": 0.16, "fighter": 0.26, "biplane": 0.2, "low wing": 0.2, "twin prop": 0.3}.get(kind, 0.14)
    chord = 0.2 if tail_wheel else {"fighter": 0.72, "airliner": 0.72, "business jet": 0.6}.get(kind, 0.55)
    spot = plane.wing.point(np.array([share]), np.array([chord]), -1.0)[0]
    x, y = float(spot[0]), float(spot[1])
    top = float(spot[2]) + 0.1
    if kind in ("high wing", "biplane"):
        x = 2.7
        top = None
    start = (0.75 * float(body.sizes(y)[0]), y, 0.7 * float(body.sizes(y)[2])) if top is None else (x, y, top)
    main = (x, y, floor + radius)
    gear = _leg(plane, start, main, radius, jet_like)
    if style == "spats":
        gear.append(
            Part(
                drop(radius * 3.5, radius * 0.52, radius * 0.95, (x, y + 0.45 * radius, floor + radius * 1.15), 0.4),
                plane.second,
            )
        )
    if kind == "biplane":
        gear.append(Part(tube([(0.7, y + 1.6, start[2]), (x, y, floor + radius * 1.2)], 0.13, sides=8), STEEL))
    made = [*parts, *with_mirror(gear)]
    if kind == "biplane":
        made.append(Part(tube([(-x, y, floor + radius), (x, y, floor + radius)], 0.14, sides=8), STEEL))
    if tail_wheel:
        end, small = body.y(0.9), 0.36
        foot = float(body.sizes(end)[2])
        tail = (0.0, end + 0.6, foot - 0.75)
        made += _leg(plane, (0.0, end - 0.2, foot + 0.2), tail, small, False)
        pitch = np.arctan2(tail[2] - small - floor, tail[1] - y)
        return [replace(part, mesh=_pitched(part.mesh, pitch)) for part in made]
    front = body.y({"airliner": 0.1, "fighter": 0.24, "business jet": 0.13, "twin prop": 0.14}.get(kind, 0.09))
    small = radius * 0.86
    nose = (0.0, front, floor + small)
    made += _leg(plane, (0.0, front, float(body.sizes(front)[2]) + 0.3), nose, small, jet_like)
    if style == "spats":
        made.append(
            Part(
                drop(small * 3.5, small * 0.52, small * 0.95, (0, front + 0.45 * small, floor + small * 1.15), 0.4),
                plane.second,
            )
        )
    return made


def _pitched(mesh: Mesh, angle: float) -> Mesh:
    """Nose up."""
    c, s = np.cos(angle), np.sin(angle)
    return Mesh(mesh.vertices @ np.array([[1, 0, 0], [0, c, -s], [0, s, c]]), mesh.faces)


def desk_stand(plane: Plane) -> list[Part]:
    """A small stand under the belly; the model climbs a little on it."""
    body, kind = plane.body, str(plane.p["stand"])
    y = body.y(0.45)
    low = float(body.sizes(y)[2])
    floor = low - 6.5 * float(plane.p["gear_height"])
    wood = Finish("wood", "#5d3b24")
    rod = [(0, y + 1.6, floor + 0.4), (0, y + 1.2, floor + 2.5), (0, y, low + 0.5)]
    if kind == "arch":
        rod = [(0, y + 5.0, floor + 0.4), (0, y + 4.6, floor + 3.0), (0, y + 1.2, low - 0.9), (0, y, low + 0.5)]
    parts = [Part(tube(spline(rod, 20), 0.3), STEEL)]
    centre = np.array([0.0, rod[0][1] - (0.0 if kind != "arch" else 2.2)])
    if kind == "block":
        plate = superellipse(2.6, 3.9, 9.0, 48) + centre
        return [*parts, Part(slab(plate, floor - 0.5, floor + 0.6), wood, bevel=0.18)]
    foot = lathe([(3.4, -0.5), (3.5, -0.3), (3.4, 0.1), (2.8, 0.5), (0.5, 0.7)], 48).moved(centre[0], centre[1], floor)
    return [*parts, Part(foot, wood, bevel=0.1)]
