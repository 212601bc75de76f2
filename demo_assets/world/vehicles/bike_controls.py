# SPDX-License-Identifier: GPL-3.0-or-later
"""Saddle, handlebar, cranks and chain of a bicycle."""

from __future__ import annotations

import numpy as np

from ..finish import Finish
from ..mesh import Array, Mesh
from ..palette import LEATHER
from ..part import Part
from ..shapes.curves import circle, fillet, rectangle, resample, spline, superellipse
from ..shapes.lathe import lathe
from ..shapes.loft import loft, pillow, slab
from ..shapes.sweep import bar, sweep, tube
from .bike_frame import BLACK, CHROME, Bike, at, rods, straight
from .skin import aimed, outward
from .wheel import hoop, spokes, toothed


def saddle_parts(bike: Bike, top: Array) -> list[Part]:
    kind = str(bike.p["saddle"])
    hide = Finish("leather", LEATHER[str(bike.p["hide"])])
    scale = 0.78 if bike.kind == "child" else 1.0
    long, wide, nose, high = {
        "slim": (27, 7.0, 1.9, 4.5),
        "wide": (26, 10.5, 2.6, 6.0),
        "sprung": (26, 10.5, 2.4, 5.5),
        "banana": (40, 5.5, 4.2, 6.0),
    }[kind]
    u = np.linspace(0, 1, 21)
    breadth = (
        scale
        * np.interp(
            u,
            [0, 0.06, 0.2, 0.36, 0.6, 0.9, 0.97, 1.0],
            [0.55, 0.85, 1.0, 0.92, 0.42 if kind != "banana" else 0.85, nose / wide, 0.8 * nose / wide, 0.3 * nose / wide],
        )
        * wide
    )
    x = scale * long * (u - 0.42)
    plan = np.concatenate([np.column_stack([x, -breadth]), np.column_stack([x, breadth])[::-1]])
    mesh = pillow(plan, 0.0, high, 2.6, 0.12)
    v = mesh.vertices.copy()
    share = v[:, 0] / (scale * long)
    v[:, 2] += 5.0 * np.clip(-share - 0.1, 0, 1) ** 1.3 + (
        2.0 * np.clip(share, 0, 1) if kind != "banana" else 6 * np.clip(-share, 0, 1) ** 1.2
    )
    base = top + at(1.0, 2.0 if kind != "sprung" else 4.5)
    parts = [Part(Mesh(v, mesh.faces).moved(*base), hide)]
    for side in (-1, 1):
        rail = fillet(
            [
                base + at(-0.3 * long * scale, 1.5, side * 2.2),
                top + at(-5, 0.2, side * 2.0),
                top + at(5, 0.2, side * 2.0),
                base + at(0.45 * long * scale, 1.2, side * 1.0),
            ],
            3.0,
        )
        parts += rods([rail], 0.45, CHROME, 8)
        if kind == "sprung":
            turn = np.linspace(0, 9 * np.pi, 60)
            foot = base + at(-0.3 * long * scale, -5.2, side * 5.0)
            coil = foot + np.column_stack([1.9 * np.cos(turn), 1.9 * np.sin(turn), np.linspace(0, 6.5, 60)])
            parts.append(Part(tube(coil, 0.42, sides=6), CHROME))
    parts.append(Part(aimed(lathe([(1.5, -3.0), (1.5, 3.0)], 14), (0, 1, 0), top + at(0, 0.2)), CHROME, bevel=0.3))
    if kind == "sprung":
        parts += rods([[top + at(-0.28 * long * scale, 0.2, -5.0), top + at(-0.28 * long * scale, 0.2, 5.0)]], 0.5, CHROME, 8)
    if kind == "banana":
        hoop_ = [
            top + at(-16 * scale, 4, -4),
            top + at(-22 * scale, 22 * scale, -4),
            top + at(-22 * scale, 22 * scale, 4),
            top + at(-16 * scale, 4, 4),
        ]
        parts += rods([fillet(hoop_, 5)], 0.6, CHROME, 8)
    return parts


def _bar_path(kind: str, half: float) -> list[tuple[float, float, float]]:
    """From the middle outwards: forward, up, aside."""
    return {
        "drop": [
            (0, 0, 0),
            (0, 0, 0.8 * half),
            (2, 0, 0.92 * half),
            (9, -0.5, 0.95 * half),
            (10.5, -6, 0.97 * half),
            (7, -12, half),
            (-2, -13, half),
        ],
        "flat": [(0, 0, 0), (0, 0, 0.4 * half), (-2.5, 0.5, 1.15 * half)],
        "riser": [(0, 0, 0), (0, 0, 0.2 * half), (-0.5, 6, 0.45 * half), (-3, 7, 1.2 * half)],
        "swept": [(0, 0, 0), (3.5, 3, 0.35 * half), (2, 7, 0.85 * half), (-9, 8, half), (-21, 6, 0.98 * half)],
        "bullhorn": [(0, 0, 0), (0, 0, 0.8 * half), (2, 0, 0.95 * half), (9, 0, half), (16, 4.5, half)],
        "moustache": [
            (0, 0, 0),
            (1, 0, 0.3 * half),
            (7, -1.5, 0.6 * half),
            (6, -4, 0.98 * half),
            (-2, -5, 1.1 * half),
            (-12, -5, 1.08 * half),
        ],
        "high": [
            (0, 0, 0),
            (0, 0, 0.2 * half),
            (1, 12, 0.4 * half),
            (0, 21, 0.62 * half),
            (-2, 22, 0.75 * half),
            (-9, 21, 1.05 * half),
        ],
    }[kind]


def handlebar_parts(bike: Bike) -> list[Part]:
    kind, half = str(bike.p["handlebar"]), float(bike.p["bar_width"])
    scale = 0.72 if bike.kind == "child" else 1.0
    out = {"road": 9.0, "mountain": 7.0, "tandem": 8.0}.get(bike.kind, 3.5) * (
        1 if kind in ("drop", "flat", "bullhorn", "riser") else 0.5
    )
    centre = bike.clamp + at(out, 0.6)
    parts = [
        Part(
            tube(straight(bike.clamp - bike.up * 0.5, centre), 1.35),
            BLACK if bike.kind in ("road", "mountain", "stunt") else CHROME,
        )
    ]
    points = np.array([(f * scale, s * scale, u * scale) for f, u, s in _bar_path(kind, half)])
    curve = spline(points, 40) if kind not in ("flat",) else fillet(points, 5.0)
    right = resample(curve, 36) * [1, -1, 1]
    left = right * [1, -1, 1]
    whole = np.vstack([right[::-1], left[1:]]) + centre
    parts.append(Part(tube(whole, 1.1), CHROME if kind not in ("flat", "riser") else BLACK))
    grip = (
        Finish("leather", LEATHER[str(bike.p["hide"])])
        if kind in ("drop", "swept", "moustache", "bullhorn")
        else Finish("rubber", "#1f1f20")
    )
    start = {"drop": 14, "bullhorn": 18, "moustache": 24}.get(kind, 27)
    for path in (right, left):
        parts.append(Part(tube(path[start:] + centre, 1.55, sides=12), grip))
        if bike.kind == "penny-farthing":
            continue
        if kind == "drop":
            hood = centre + path[16]
            lever = spline([hood, hood + at(3.5, 3.5), hood + at(4.8, -1), hood + at(2.5, -9)], 14)
            parts.append(Part(tube(lever, 1.2, np.linspace(1.2, 0.5, 14), sides=10), BLACK))
        elif bike.kind not in ("cruiser",):
            base = centre + path[start - 2]
            along = path[-1] - path[start - 2]
            along = along / np.linalg.norm(along)
            ahead = at(1, -0.5) - along * float(at(1, -0.5) @ along)
            tip = base + along * 9 * scale + ahead * 2.6
            parts.append(Part(tube(spline([base, base + ahead * 2.6 + along, tip], 8), 0.6, sides=8), CHROME))
    return parts


def drive(bike: Bike) -> list[Part]:
    p, parts = bike.p, []
    angle = np.radians(float(p["crank"]))
    cranks = [bike.crank, bike.second_crank] if bike.kind == "tandem" else [bike.crank]
    wide = 6.6 if bike.kind != "penny-farthing" else 7.0
    for centre in cranks:
        for side, turn in ((-1, angle), (1, angle + np.pi)):
            hub_at = centre + at(0, 0, side * wide)
            end = hub_at + bike.crank_length * at(np.cos(turn), np.sin(turn))
            parts.append(Part(bar(hub_at, end, superellipse(1.3, 0.75, 3.0, 12), up=(0, 1, 0), taper=0.75), CHROME))
            parts.append(Part(bar(end, end + at(0, 0, side * 2.5), circle(0.6, 8), up=(0, 0, 1)), CHROME))
            pedal = slab(rectangle(8.5 if bike.kind != "child" else 6.5, 7.5), -1.0, 1.0).moved(*(end + at(0, 0, side * 5.8)))
            parts.append(Part(pedal, BLACK, bevel=0.4))
        parts.append(Part(tube([centre + at(0, 0, -wide - 0.6), centre + at(0, 0, wide + 0.6)], 1.4), CHROME))
    if bike.kind == "penny-farthing":
        return parts
    ring = float(p["ring"]) * {"child": 0.62, "stunt": 0.85, "mountain": 0.9}.get(bike.kind, 1.0)
    cog, y = ring * 0.42, -5.0
    front, rear = bike.crank + at(0, 0, y), bike.rear + at(0, 0, y)
    plate = hoop([(ring, -0.25), (ring, 0.25), (ring * 0.8, 0.25), (ring * 0.8, -0.25)], 40)
    parts.append(Part(aimed(plate, (0, -1, 0), front), CHROME))
    parts.append(Part(aimed(spokes(ring * 0.86, 0.9, 5, 1.5, 1.5), (0, -1, 0), front), CHROME))
    parts.append(Part(aimed(toothed(cog, 1.4, 14), (0, -1, 0), rear), CHROME))
    loop = _belt(front, ring, rear, cog)
    parts.append(Part(sweep(loop, rectangle(1.0, 0.9), up=(0, 1, 0), closed=True), Finish("metal", "#4a4a4b", 0.4)))
    if bike.kind == "tandem":
        shift = bike.second_crank + at(0, 0, -y)
        other = [(front - at(0, 0, 2 * y)), shift]
        for point in other:
            parts.append(Part(aimed(toothed(ring * 0.8, 0.6, 24), (0, 1, 0), point), CHROME))
        parts.append(
            Part(
                sweep(_belt(other[1], ring * 0.8, other[0], ring * 0.8), rectangle(1.0, 0.9), up=(0, 1, 0), closed=True), BLACK
            )
        )
    kind = str(p["chain"])
    if kind == "open":
        return parts
    outer = _belt(front + at(0, 0, -1.2), ring + 1.8, rear + at(0, 0, -1.2), cog + (2.0 if kind == "full case" else 1.5))
    if kind == "half guard":
        middle = outer[:, 2] > (front[2] - 2.0 + (rear[2] - front[2]) * (front[0] - outer[:, 0]) / max(front[0] - rear[0], 1))
        kept = outer[middle & (outer[:, 0] > rear[0] + 4)]
        kept = kept[np.argsort(-np.arctan2(kept[:, 2] - front[2] + 1, kept[:, 0] - (front[0] + rear[0]) / 2))]
        lower = kept + (0.55 * front + 0.45 * rear - kept) * [0.1, 0, 0.45]
        grid = [np.vstack([kept, lower[::-1]]) + at(0, 0, d) for d in (0.5, -0.5)]
        parts.append(Part(outward(loft(grid)), bike.paint))
    else:
        outline = outer[:, [0, 2]]
        rings = []
        for share, d in ((1.0, 1.4), (1.0, -0.8), (0.94, -1.3)):
            flat = outline.mean(axis=0) + (outline - outline.mean(axis=0)) * [share**0.3, share]
            rings.append(np.column_stack([flat[:, 0], np.full(len(flat), y - 0.2 + d), flat[:, 1]]))
        parts.append(Part(outward(loft(rings)), bike.paint))
        cap = lathe([(ring * 0.62, -0.3), (ring * 0.62, 0.2), (ring * 0.4, 0.5)], 28)
        parts.append(Part(aimed(cap, (0, -1, 0), front + at(0, 0, -1.4)), CHROME))
    return parts


def _belt(front: Array, big: float, rear: Array, small: float) -> Array:
    """A loop round two wheels, clockwise from the lower run: [64, 3]."""
    away = rear - front
    distance = float(np.hypot(away[0], away[2]))
    base = float(np.arctan2(away[2], away[0]))
    half = float(np.arccos((big - small) / distance))
    first = np.linspace(base + half, base + 2 * np.pi - half, 24)
    second = np.linspace(base - half, base + half, 14)
    points = [front + big * at(np.cos(a), np.sin(a)) for a in first] + [rear + small * at(np.cos(a), np.sin(a)) for a in second]
    loop = np.array([*points, points[0]])
    return resample(loop, 65)[:-1]
