# SPDX-License-Identifier: GPL-3.0-or-later
"""Spouts, lids and handles of teapots."""

from __future__ import annotations

import numpy as np

from ..finish import Finish
from ..mesh import Mesh, join
from ..palette import METAL, WOOD
from ..parameters import Parameters
from ..part import Part
from ..shapes.curves import fillet, spline, superellipse
from ..shapes.lathe import lathe
from ..shapes.loft import at_height, loft
from ..shapes.sweep import sweep, tube
from ..shapes.turned import flat_tube, revolved_along, rounded, spout
from .vessel import SEGMENTS, accent_finish, body_finish, height_of, plan_of, point_on_wall, radius_at

ABOVE = ("bail", "cane", "square bail")


def _grip(p: Parameters) -> Finish:
    if p["wooden"] == "handle and knob" or p["handle"] == "straight":
        return Finish("wood", WOOD[str(p["wood"])])
    if p["material"] == "steel":
        return Finish("plastic", "#232427")
    if p["material"] == "copper":
        return Finish("metal", METAL["brass"], 0.3)
    if p["handle"] in ("bail", "square bail"):
        return Finish("metal", METAL["black"] if p["accent"] != "yellow" else METAL["brass"], 0.4)
    if p["handle"] == "cane":
        return Finish("straw", "#b08a55")
    return body_finish(p)


def _knob_finish(p: Parameters) -> Finish:
    if p["wooden"] in ("knob", "handle and knob"):
        return Finish("wood", WOOD[str(p["wood"])])
    return accent_finish(p) if p["relief"] != "none" or p["material"] in ("steel", "iron") else body_finish(p)


def spout_of(p: Parameters, base: float) -> list[Part]:
    kind, radius, height = str(p["spout"]), float(p["radius"]), height_of(p)
    if kind == "beak":
        return [_beak(p, base)]
    low = float(p["spout_root"]) * {"gooseneck": 0.7, "stub": 1.45, "crane": 1.1}.get(kind, 1.0)
    root = point_on_wall(p, low, base, np.pi)
    x0, z0 = float(root[0]), float(root[2])
    reach = radius * float(p["spout_reach"]) * {"stub": 0.75, "cannon": 1.0, "gooseneck": 1.05}.get(kind, 1.0)
    tip_z = base + height * float(p["spout_rise"]) * {"stub": 0.93, "gooseneck": 1.06}.get(kind, 1.0)
    edge = -float(np.abs(point_on_wall(p, min(float(p["spout_rise"]), 1.0), base, np.pi)[0]))
    x1 = min(x0, edge) - reach
    if kind == "gooseneck":
        x1 = x0 - 1.15 * reach - 0.1 * radius
    rise = tip_z - z0
    points = {
        "classic": [
            (x0 + 0.35 * radius, z0 - 0.04 * rise),
            (x0 - 0.12 * (x0 - x1), z0 + 0.1 * rise),
            (x0 - 0.52 * (x0 - x1), z0 + 0.42 * rise),
            (x0 - 0.76 * (x0 - x1), z0 + 0.8 * rise),
            (x1, tip_z),
        ],
        "gooseneck": [
            (x0 + 0.3 * radius, z0 - 0.02 * rise),
            (x0 - 0.3 * (x0 - x1), z0 + 0.06 * rise),
            (x0 - 0.56 * (x0 - x1), z0 + 0.36 * rise),
            (x0 - 0.52 * (x0 - x1), z0 + 0.74 * rise),
            (x0 - 0.7 * (x0 - x1), z0 + 0.98 * rise),
            (x1, z0 + 0.97 * rise),
        ],
        "stub": [
            (x0 + 0.3 * radius, z0 - 0.3 * rise),
            (x0 - 0.2 * (x0 - x1), z0 + 0.2 * rise),
            (x0 - 0.65 * (x0 - x1), z0 + 0.65 * rise),
            (x1, tip_z),
        ],
        "cannon": [(x0 + 0.4 * radius, z0 - 0.35 * rise), (x0, z0), (0.5 * (x0 + x1), z0 + 0.5 * rise), (x1, tip_z)],
        "crane": [
            (x0 + 0.35 * radius, z0 - 0.02 * rise),
            (x0 - 0.4 * (x0 - x1), z0 + 0.14 * rise),
            (x0 - 0.78 * (x0 - x1), z0 + 0.5 * rise),
            (x1, tip_z),
        ],
    }[kind]
    wide = radius * float(p["spout_width"])
    first, last = {
        "classic": (0.34, 0.115),
        "gooseneck": (0.2, 0.085),
        "stub": (0.34, 0.17),
        "cannon": (0.3, 0.12),
        "crane": (0.32, 0.12),
    }[kind]
    first = min(first, 0.72 * height * low / wide)
    floor = base + 1.3 * first * wide
    path = spline([(x, 0.0, max(z, floor)) for x, z in points], 36)
    t = np.linspace(0, 1, 36)
    bend = {"gooseneck": 2.6, "classic": 1.5, "stub": 1.0}.get(kind, 1.2)
    radii = wide * (last + (first - last) * (1 - t) ** bend)
    if kind in ("classic", "crane"):
        radii *= 1 + 0.16 * np.clip((t - 0.86) / 0.14, 0, 1) ** 2
    flat = 1 + 0.35 * (1 - t) if kind != "gooseneck" else 1.0
    mesh = spout(path, radii, 0.28 * float(radii[-1]) + 0.08, 0.75 if kind in ("classic", "crane", "stub") else 0.3, flat)
    return [Part(mesh, body_finish(p))]


def _beak(p: Parameters, base: float) -> Part:
    """A pointed lip at the rim, its sides running down into the wall."""
    height, radius = height_of(p), float(p["radius"])
    low = 0.4 + 0.25 * float(p["spout_root"])
    reach = 0.62 * radius * float(p["spout_reach"])
    rings = []
    turn = np.linspace(-np.pi, np.pi, 40, endpoint=False)
    for s in np.linspace(0, 1, 20):
        share = low + (1.0 - low) * s
        r = -float(point_on_wall(p, share, base, np.pi)[0])
        out = reach * s**1.4 * (1 + 0.35 * max(0.0, (s - 0.85) / 0.15) ** 2) - 0.06 * radius * (1 - s)
        half = min(0.3 * radius * float(p["spout_width"]) * (0.35 + 0.65 * s), 0.62 * r)
        back = -0.72 * r
        front = -(r + out)
        x = 0.5 * (back + front) - 0.5 * (back - front) * np.cos(turn + np.pi) * -1
        along = np.clip((back - x) / (back - front), 0, 1)
        y = half * np.sin(turn) * (1 - along**2.2 * 0.62)
        rings.append(at_height(np.column_stack([x, y]), base + share * height + 0.12 * s + 0.05 * height * along * s**4))
    mesh = loft(rings)
    area = np.sum(rings[0][:, 0] * np.roll(rings[0][:, 1], -1) - rings[0][:, 1] * np.roll(rings[0][:, 0], -1))
    return Part(mesh if area > 0 else Mesh(mesh.vertices, tuple(f[::-1] for f in mesh.faces)), body_finish(p), bevel=0.12)


def handle_of(p: Parameters, base: float) -> list[Part]:
    kind = str(p["handle"])
    if kind in ABOVE:
        return _overhead(p, base)
    if kind in ("stick", "straight"):
        return _stick(p, base)
    size, radius, height = float(p["handle_size"]), float(p["radius"]), height_of(p)
    drop = float(p["handle_drop"])
    start = point_on_wall(p, 0.84 - 0.04 * drop, base, 0.0) * [0.93, 1, 1]
    end = point_on_wall(p, 0.32 - 0.12 * drop, base, 0.0) * [0.95, 1, 1]
    x0, z0, x1, z1 = start[0], start[2], end[0], end[2]
    out = max(x0, x1) + radius * 0.52 * size
    h = z0 - z1
    high = 0.1 * h + 0.02 * height
    xz = {
        "ear": [
            (x0, z0),
            (x0 + 0.5 * (out - x0), z0 + 1.2 * high),
            (out, z0 - 0.2 * h),
            (x1 + 0.72 * (out - x1), z1 + 0.28 * h),
            (x1, z1),
        ],
        "loop": [
            (x0, z0),
            (x0 + 0.6 * (out - x0), z0 + 0.6 * high),
            (out, 0.5 * (z0 + z1)),
            (x1 + 0.6 * (out - x1), z1 - 0.6 * high),
            (x1, z1),
        ],
        "square": [(x0, z0), (out, z0 + 0.03 * h), (out - 0.12 * radius, z1), (x1, z1)],
        "swan": [
            (x0, z0),
            (x0 + 0.4 * (out - x0), z0 + 1.6 * high),
            (out - 0.05 * radius, z0 + 0.5 * high),
            (out, z0 - 0.4 * h),
            (x1 + 0.55 * (out - x1), z1 + 0.3 * h),
            (x1 + 0.62 * (out - x1), z1 + 0.02 * h),
            (x1 + 0.9 * (out - x1), z1 - 0.04 * h),
        ],
    }[kind]
    points = np.array([(x, 0.0, z) for x, z in xz])
    path = fillet(points, 0.18 * radius, 10) if kind == "square" else spline(points, 44)
    bar = 0.085 * radius * float(p["handle_bar"])
    section = superellipse(bar * 1.25, bar * 0.85, 4.0 if kind == "square" else 2.2, 18)
    t = np.linspace(0, 1, len(path))
    scale = 1 + 0.25 * np.cos(2 * np.pi * t) if kind != "swan" else 1.2 - 0.55 * t**2
    normals = np.cross(np.gradient(path, axis=0), [0.0, 1.0, 0.0])
    parts = [Part(sweep(path, section, up=normals, scale=scale), _grip(p))]
    if kind == "swan":
        turn = np.linspace(-np.pi / 2 + 0.1, np.pi / 2 - 0.1, 12)
        ball = np.column_stack([1.1 * bar * np.cos(turn), 1.1 * bar * np.sin(turn)])
        parts.append(Part(lathe(ball, 24).moved(*path[-1]), _grip(p)))
        strut = np.array([path[30], point_on_wall(p, 0.34, base, 0.0) * [0.94, 1, 1]])
        parts.append(Part(tube(np.linspace(strut[0], strut[1], 8), 0.8 * bar, np.linspace(0.85, 1.2, 8)), _grip(p)))
    return parts


def _stick(p: Parameters, base: float) -> list[Part]:
    """A straight handle: level and in front at the side, or behind and rising."""
    radius, size = float(p["radius"]), float(p["handle_size"])
    front = p["handle"] == "stick"
    angle = np.radians(-24.0 if front else 0.0)
    share = 0.55 if front else 0.66
    start = point_on_wall(p, share, base, angle) * [0.86, 0.86, 1.0]
    lift = 0.3 if front else 0.22
    direction = np.array([np.cos(angle), np.sin(angle), lift])
    bar, long = 0.15 * radius * float(p["handle_bar"]), 0.98 * radius * size + 0.2 * radius
    neck = rounded([(0.8 * bar, 0), (0.95 * bar, 0.25 * long, 0.3), (0.85 * bar, 0.36 * long)])
    grip = rounded(
        [
            (0.8 * bar, 0.34 * long),
            (1.0 * bar, 0.36 * long, 0.08),
            (1.28 * bar, 0.96 * long, 0.1 * long),
            (1.1 * bar, long, 0.1),
            (0.7 * bar, long, 0.05),
            (0.6 * bar, 0.93 * long),
            (0.05, 0.93 * long),
        ]
    )
    finish = _grip(p)
    return [
        Part(revolved_along(start, direction, neck, 32), body_finish(p)),
        Part(revolved_along(start, direction, grip, 40), finish),
    ]


def _overhead(p: Parameters, base: float) -> list[Part]:
    """An arch over the lid, hung between two lugs on the shoulder."""
    kind, radius = str(p["handle"]), float(p["radius"])
    share = 0.8
    finish = _grip(p)
    bar = 0.075 * radius * float(p["handle_bar"])
    right, left = point_on_wall(p, share, base, 0.0), point_on_wall(p, share, base, np.pi)
    top = base + height_of(p) + _lid_top(p) + radius * (0.22 + 0.28 * float(p["handle_size"]))
    lug = 0.13 * radius
    x = float(right[0]) + 0.25 * lug
    foot = float(right[2]) + 0.75 * lug
    rise = top - foot
    if kind == "square bail":
        points = fillet([(-x, 0, foot), (-0.98 * x, 0, top), (0.98 * x, 0, top), (x, 0, foot)], 0.35 * radius, 12)
    else:
        lean = 1.0 + 0.16 * float(p["handle_drop"])
        turn = np.linspace(np.pi, 0, 44)
        power = 0.8
        points = np.column_stack(
            [x * np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** power, np.zeros(44), foot + rise * np.sin(turn) ** power]
        )
        points[:, 0] *= 1 + (lean - 1) * np.sin(turn) ** 2
        points = spline(points[::3].tolist() + [points[-1]], 60)
    section = superellipse(bar, bar * (0.75 if kind == "square bail" else 1.0), 4.0 if kind == "square bail" else 2.0, 14)
    normals = np.cross(np.gradient(points, axis=0), [0.0, 1.0, 0.0])
    metal = finish if kind != "cane" else Finish("metal", METAL["black"], 0.4)
    parts = [Part(sweep(points, section, up=normals), metal)]
    for side, wall in ((1.0, right), (-1.0, left)):
        block = rounded(
            [(0.75 * lug, -0.9 * lug), (0.85 * lug, 0.6 * lug, 0.3 * lug), (0.6 * lug, 1.1 * lug, 0.3 * lug), (0.05, 1.1 * lug)]
        )
        parts.append(Part(lathe(block, 28).moved(float(wall[0]) + side * 0.1 * lug, 0, float(wall[2])), body_finish(p)))
    if kind == "cane" or p["wooden"] == "handle and knob":
        middle = (
            points[len(points) // 2 - 14 : len(points) // 2 + 15]
            if kind != "square bail"
            else points[len(points) // 2 - 1 : len(points) // 2 + 1]
        )
        if kind == "square bail":
            middle = np.linspace(middle[0] * [0.72, 1, 1], middle[1] * [0.72, 1, 1], 29)
        wave = 1.75 + (0.14 * np.cos(np.arange(len(middle)) * np.pi) if kind == "cane" else 0.0)
        ends = np.ones(len(middle))
        ends[[0, -1]] = 0.75
        parts.append(Part(tube(middle, bar, wave * ends, sides=18), finish))
    return parts


def _lid_profile(p: Parameters) -> tuple[list[tuple[float, ...]], float]:
    """Corners from the rim to the middle, heights from the rim of the body; and where the knob stands."""
    r, h = float(radius_at(p, 1.0)), float(p["lid_height"])
    kind = str(p["lid"])
    edge = 0.03 * float(p["radius"])
    low = 0.05
    if kind == "flat":
        top = low + 2.4 * edge
        return [(0.8 * r, low), (1.04 * r, low, edge), (1.04 * r, top, edge), (0.05, top + 0.02 * r)], top
    if kind == "stepped":
        top = (0.32 * h) * r + low
        return [
            (0.8 * r, low),
            (1.05 * r, low, edge),
            (1.05 * r, low + 0.14 * r, edge),
            (0.7 * r, low + 0.17 * r, 0.05 * r),
            (0.66 * r, top, 0.1 * r),
            (0.05, top + 0.04 * r),
        ], top
    if kind == "pagoda":
        top = 0.62 * h * r + low
        return [
            (0.8 * r, low),
            (1.16 * r, low, edge),
            (1.14 * r, low + 1.2 * edge, edge),
            (0.62 * r, low + 0.22 * (top - low) + edge, 0.5 * r),
            (0.3 * r, top, 0.2 * r),
            (0.05, top),
        ], top
    if kind == "cap":
        top = (0.25 + 0.25 * h) * r
        return [(0.9 * r, -0.16 * r), (1.12 * r, -0.16 * r, edge), (1.1 * r, top, 0.25 * r), (0.05, top + 0.03 * r)], top
    if kind == "sunken":
        return [
            (0.8 * r, low),
            (1.02 * r, low, edge),
            (1.0 * r, low + 2 * edge, edge),
            (0.82 * r, low + 2 * edge, edge),
            (0.74 * r, low + 0.3 * edge, edge),
            (0.05, low + 0.3 * edge),
        ], low
    top = 0.42 * h * r + low
    dome = [
        (1.03 * r * np.cos(a), low + 1.6 * edge + (top - low - 1.6 * edge) * np.sin(a))
        for a in np.linspace(0.12, 0.49 * np.pi, 14)
    ]
    return [(0.8 * r, low), (1.04 * r, low, edge), (1.05 * r, low + 1.4 * edge, 0.5 * edge), *dome], top


def _knob_height(p: Parameters) -> float:
    s = 0.14 * float(p["radius"]) * float(p["knob_size"])
    return {"ball": 2.2, "disc": 1.5, "acorn": 2.6, "ring": 2.6, "drum": 1.6, "spire": 3.9}[str(p["knob"])] * s


def _lid_top(p: Parameters) -> float:
    return _lid_profile(p)[1] + _knob_height(p)


def lid_of(p: Parameters, base: float) -> list[Part]:
    corners, seat = _lid_profile(p)
    rim = base + height_of(p) + 0.06
    plan = plan_of(p, base) if p["plan"] != "lobed" else None
    lid_finish = accent_finish(p) if p["relief"] == "dipped" else body_finish(p)
    lid = lathe(rounded(corners), SEGMENTS, plan).moved(0, 0, rim)
    s = 0.14 * float(p["radius"]) * float(p["knob_size"])
    kind = str(p["knob"])
    z = rim + seat - 0.12 * s
    finish = _knob_finish(p)
    if kind == "ring":
        turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
        hoop = np.column_stack([1.15 * s * np.cos(turn), np.zeros(40), z + 1.5 * s + 1.15 * s * np.sin(turn)])
        stem = lathe(rounded([(0.75 * s, z), (0.5 * s, z + 0.4 * s, 0.2 * s), (0.3 * s, z + 0.6 * s)]), 28)
        return [Part(lid, lid_finish), Part(join(flat_tube(hoop, 0.3 * s, closed=True), stem), finish)]
    turn = np.linspace(-np.pi / 2 + 0.45, np.pi / 2 - 0.03, 16)
    profile = {
        "ball": [(0.6 * s, 0), *[(1.15 * s * np.cos(a), 1.2 * s + 1.1 * s * np.sin(a)) for a in turn]],
        "disc": [
            (0.7 * s, 0),
            (0.55 * s, 0.7 * s, 0.3 * s),
            (1.6 * s, 1.0 * s, 0.2 * s),
            (1.5 * s, 1.45 * s, 0.25 * s),
            (0.05, 1.6 * s),
        ],
        "acorn": [
            (0.7 * s, 0),
            (0.5 * s, 0.4 * s, 0.2 * s),
            (1.1 * s, 0.9 * s, 0.2 * s),
            (1.0 * s, 1.4 * s, 0.2 * s),
            (0.85 * s, 1.5 * s),
            (0.5 * s, 2.2 * s, 0.6 * s),
            (0.05, 2.7 * s),
        ],
        "drum": [(0.9 * s, 0), (0.9 * s, 1.6 * s, 0.2 * s), (0.05, 1.65 * s)],
        "spire": [
            (0.9 * s, 0),
            (0.4 * s, 0.6 * s, 0.3 * s),
            (1.0 * s, 1.4 * s, 0.6 * s),
            (0.35 * s, 2.4 * s, 0.3 * s),
            (0.55 * s, 2.9 * s, 0.3 * s),
            (0.05, 4.0 * s),
        ],
    }[kind]
    return [Part(lid, lid_finish), Part(lathe(rounded(profile), 40).moved(0, 0, z), finish)]
