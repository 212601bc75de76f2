# SPDX-License-Identifier: GPL-3.0-or-later
"""Mugs and cups, in centimetres; the handle points towards +x."""

from __future__ import annotations

import numpy as np

from ..category import Category, View
from ..finish import Finish
from ..mesh import Array, Mesh
from ..palette import GLAZE, METAL, WOOD
from ..parameters import Choice, Continuous, Parameters
from ..part import Part
from ..shapes.curves import fillet, smooth_interpolation, spline, superellipse
from ..shapes.lathe import lathe
from ..shapes.loft import loft
from ..shapes.sweep import sweep

# Relative radius at shares of the height, before taper and belly.
PROFILES = {
    "straight": ((0.0, 1.0), (0.5, 1.0), (1.0, 1.0)),
    "cone": ((0.0, 0.62), (0.5, 0.81), (1.0, 1.0)),
    "wide base": ((0.0, 1.18), (0.25, 1.08), (0.6, 0.84), (1.0, 0.78)),
    "barrel": ((0.0, 0.8), (0.5, 1.06), (1.0, 0.82)),
    "tulip": ((0.0, 0.6), (0.3, 0.98), (0.65, 0.86), (1.0, 1.04)),
    "waist": ((0.0, 1.02), (0.5, 0.76), (1.0, 1.04)),
    "bowl": ((0.0, 0.42), (0.16, 0.72), (0.45, 0.97), (1.0, 1.12)),
    "shoulder": ((0.0, 0.94), (0.62, 1.0), (0.8, 0.95), (0.9, 0.74), (1.0, 0.72)),
}

SPACE = {
    "profile": Choice(tuple(PROFILES), weight=3.0),
    "handle": Choice(
        ("round", "square", "ear", "drop", "ring", "angular", "double"),
        weight=3.0,
        shares={"round": 2.0, "double": 0.7},
        given=(
            "profile",
            {
                "tulip": ("round", "ear", "drop", "ring", "double"),
                "bowl": ("round", "ear", "drop", "ring", "double"),
                "shoulder": ("round", "square", "ear", "drop", "ring", "double"),
                "barrel": ("round", "square", "ear", "drop", "ring", "angular", "double"),
                "wide base": ("round", "square", "ear", "drop", "angular"),
                "waist": ("round", "square", "ear", "drop", "ring", "double"),
            },
        ),
    ),
    "section": Choice(
        ("round", "octagon", "square", "flutes"),
        weight=2.0,
        shares={"round": 3.0, "square": 0.6},
        given=(
            "profile",
            {
                "bowl": ("round", "flutes"),
                "shoulder": ("round",),
                "wide base": ("round", "flutes"),
                "tulip": ("round", "octagon", "flutes"),
                "waist": ("round", "octagon", "flutes"),
                "barrel": ("round", "octagon", "flutes"),
            },
        ),
    ),
    "foot": Choice(
        ("flat", "ring", "pedestal", "saucer"),
        weight=1.5,
        given=("section", {"square": ("flat", "ring")}),
        shares={"flat": 2.0},
    ),
    "top": Choice(
        ("open", "filled", "flat lid", "dome lid", "sip lid"),
        weight=2.0,
        shares={"open": 3.0, "filled": 2.0},
        given=(
            "foot",
            {"saucer": ("open", "filled"), "pedestal": ("open", "filled", "dome lid"), "ring": ("open", "filled", "flat lid")},
        ),
    ),
    "rim": Choice(("plain", "flared", "rolled"), weight=1.0, given=("section", {"square": ("plain",)})),
    "relief": Choice(
        ("none", "one band", "three bands", "ribs", "dipped", "raised panel"),
        weight=2.0,
        given=(
            "section",
            {
                "octagon": ("none", "one band", "dipped"),
                "square": ("none", "three bands", "dipped", "one band"),
                "flutes": ("none", "one band", "dipped"),
            },
        ),
    ),
    "height": Continuous(6.5, 14.0, weight=2.0),
    "radius": Continuous(3.6, 5.2, weight=1.0),
    "taper": Continuous(-0.1, 0.1),
    "belly": Continuous(-0.06, 0.08),
    "wall": Continuous(0.28, 0.55, weight=0.5),
    "handle_low": Continuous(0.14, 0.34),
    "handle_high": Continuous(0.68, 0.88),
    "handle_reach": Continuous(2.0, 4.2),
    "handle_bar": Continuous(0.4, 0.8),
    "handle_flatness": Continuous(0.7, 1.9, weight=0.5),
    "foot_height": Continuous(0.3, 1.0, weight=0.5),
    "relief_place": Continuous(0.2, 0.75, when={"relief": ("one band", "dipped", "raised panel")}),
    "flute_depth": Continuous(0.025, 0.06, weight=0.5, when={"section": ("flutes",)}),
    "lid_height": Continuous(0.8, 2.2, when={"top": ("flat lid", "dome lid", "sip lid")}),
    "fill_level": Continuous(0.7, 0.9, weight=0.3, when={"top": ("filled",)}),
    "glaze": Choice(tuple(GLAZE), weight=0.0),
    "second_glaze": Choice(tuple(GLAZE), weight=0.0),
    "material": Choice(("glossy", "matt", "satin", "enamel", "steel"), weight=0.0, shares={"steel": 0.3}),
    "lid_material": Choice(("wood", "glaze"), weight=0.0, given=("top", {"sip lid": ("glaze",)})),
}

SEGMENTS = 96


def build(p: Parameters) -> list[Part]:
    """Body with hollow, handle, foot, relief, lid or drink."""
    body_finish, accent = _finishes(p)
    base = _foot_height(p)
    height, wall = float(p["height"]), float(p["wall"])
    top = base + height
    parts = [Part(_hollow_body(p, base), body_finish)]
    parts += _handles(p, base, body_finish)
    parts += _foot(p, base, body_finish)
    parts += _relief(p, base, accent)
    if p["top"] == "filled":
        level = base + height * float(p["fill_level"])
        r = float(_radius(p, float(p["fill_level"]))) - wall * 0.8
        parts.append(Part(_disc(p, r, level - 0.05, level), Finish("liquid", "#2b1509")))
    elif p["top"] != "open":
        parts += _lid(p, top, accent)
    return parts


def _finishes(p: Parameters) -> tuple[Finish, Finish]:
    if p["material"] == "steel":
        return Finish("metal", METAL["steel"], 0.3), Finish("metal", METAL["black"], 0.5)
    kind = "plastic" if p["material"] == "enamel" else "ceramic"
    roughness = {"glossy": 0.12, "satin": 0.3, "matt": 0.6, "enamel": 0.22}[str(p["material"])]
    second = (
        str(p["second_glaze"]) if p["second_glaze"] != p["glaze"] else ("charcoal" if p["glaze"] != "charcoal" else "cream")
    )
    return Finish(kind, GLAZE[str(p["glaze"])], roughness), Finish(kind, GLAZE[second], roughness)


def _foot_height(p: Parameters) -> float:
    return {"flat": 0.0, "ring": 0.5, "pedestal": 1.6, "saucer": 1.1}[str(p["foot"])] * (0.6 + float(p["foot_height"]))


def _radius(p: Parameters, share: Array | float) -> Array:
    """Outer radius at a share of the height."""
    knots = PROFILES[str(p["profile"])]
    u = np.asarray(share, float)
    shape = smooth_interpolation(u, [k for k, _ in knots], [v for _, v in knots])
    lip = 0.12 * np.clip((u - 0.82) / 0.18, 0, 1) ** 2 if p["rim"] == "flared" else 0.0
    return float(p["radius"]) * (shape * (1 + float(p["taper"]) * (2 * u - 1) + float(p["belly"]) * np.sin(np.pi * u)) + lip)


def _modulation(p: Parameters):
    """Radii round the axis for the plan section; None for a circle."""
    section = str(p["section"])
    if section == "round":
        return None

    def modulate(angle: Array, radius: float, z: float) -> Array:
        if section == "octagon":
            step = np.pi / 4
            factor = np.cos(step / 2) / np.cos((angle + step / 2) % step - step / 2)
        elif section == "square":
            factor = 0.93 * (np.abs(np.cos(angle)) ** 5 + np.abs(np.sin(angle)) ** 5) ** (-1 / 5)
        else:
            factor = 1 + float(p["flute_depth"]) * (np.abs(np.cos(9 * angle)) - 0.6)
        return radius * factor

    return modulate


def _disc(p: Parameters, radius: float, bottom: float, top: float) -> Mesh:
    return lathe([(radius, bottom), (radius, top)], SEGMENTS, _modulation(p))


def _hollow_body(p: Parameters, base: float) -> Mesh:
    height, wall = float(p["height"]), float(p["wall"])
    u = np.linspace(0, 1, 40)
    r = _radius(p, u)
    edge = 0.5 * wall
    outside = [(r[0] - 0.3, base), (r[0] - 0.1, base + 0.06), *zip(r, base + 0.25 + (height - 0.25 - edge) * u, strict=True)]
    turn = np.linspace(0, np.pi, 7)[1:-1]
    bulge = 0.35 if p["rim"] == "rolled" else 0.0
    lip = [(r[-1] - edge + (edge + bulge) * np.cos(a), base + height - edge + (edge + bulge) * np.sin(a)) for a in turn]
    if bulge:
        outside.append((r[-1] + bulge, base + height - edge - 0.25))
        outside.append((r[-1] + bulge, base + height - edge))
    floor = 0.1
    v = np.linspace(1, floor, 30)
    inside = list(zip(_radius(p, v) - wall, base + height * v - edge * v, strict=True))
    inside[-1] = (inside[-1][0] * 0.85, inside[-1][1])
    inside.append((0.3, base + height * floor - 0.1))
    return lathe([*outside, *lip, *inside], SEGMENTS, _modulation(p))


def _wall_at(p: Parameters, share: float, base: float) -> Array:
    """A point inside the wall on the side of the handle."""
    r = float(_radius(p, share))
    modulate = _modulation(p)
    if modulate is not None:
        r = float(modulate(np.array([0.0]), r, 0.0)[0])
    return np.array([r - 0.6 * float(p["wall"]), 0.0, base + share * float(p["height"])])


def _handles(p: Parameters, base: float, finish: Finish) -> list[Part]:
    kind = str(p["handle"])
    low, high = float(p["handle_low"]), float(p["handle_high"])
    if kind == "ring":
        middle = (low + high) / 2
        half = max(0.14, 2.4 / float(p["height"]) / 1.6)
        low, high = middle - half * 0.8, middle + half
    start, end = _wall_at(p, high, base), _wall_at(p, low, base)
    out = max(start[0], end[0]) + float(p["handle_reach"]) * (0.8 if kind == "ring" else 1.0)
    path = _handle_path(kind, start, end, out)
    bar = float(p["handle_bar"])
    flat = float(p["handle_flatness"])
    section = superellipse(bar * flat**0.5, bar * 0.85 / flat**0.5, 2.0 if kind != "square" else 4.0, 16)
    swell = 1 + 0.22 * np.cos(np.linspace(0, 2 * np.pi, len(path)))
    normals = np.cross(np.gradient(path, axis=0), [0.0, 1.0, 0.0])
    mesh = sweep(path, section, up=normals, scale=swell)
    parts = [Part(mesh, finish, bevel=0.0)]
    if kind == "double":
        parts.append(Part(mesh.mirrored(), finish))
    return parts


def _handle_path(kind: str, start: Array, end: Array, out: float) -> Array:
    """From the upper joint to the lower one, in the plane y = 0."""
    x0, z0, x1, z1 = start[0], start[2], end[0], end[2]
    drop = z0 - z1
    xz = {
        "round": [
            (x0, z0),
            (x0 + 0.55 * (out - x0), z0 + 0.06 * drop),
            (out, (z0 + z1) / 2),
            (x1 + 0.55 * (out - x1), z1 - 0.04 * drop),
            (x1, z1),
        ],
        "double": [
            (x0, z0),
            (x0 + 0.55 * (out - x0), z0 + 0.06 * drop),
            (out, (z0 + z1) / 2),
            (x1 + 0.55 * (out - x1), z1 - 0.04 * drop),
            (x1, z1),
        ],
        "ring": [
            (x0, z0),
            (x0 + 0.6 * (out - x0), z0 + 0.1 * drop),
            (out, (z0 + z1) / 2),
            (x1 + 0.6 * (out - x1), z1 - 0.1 * drop),
            (x1, z1),
        ],
        "ear": [
            (x0, z0),
            (x0 + 0.45 * (out - x0), z0 + 0.2 * drop),
            (out, z0 - 0.12 * drop),
            (x1 + 0.62 * (out - x1), z1 + 0.36 * drop),
            (x1 + 0.2 * (out - x1), z1 + 0.1 * drop),
            (x1, z1),
        ],
        "drop": [
            (x0, z0),
            (x0 + 0.35 * (out - x0), z0 - 0.14 * drop),
            (x0 + 0.8 * (out - x0), z1 + 0.5 * drop),
            (out, z1 + 0.18 * drop),
            (x1 + 0.5 * (out - x1), z1 - 0.06 * drop),
            (x1, z1),
        ],
        "square": [(x0, z0), (out, z0), (out, z1), (x1, z1)],
        "angular": [(x0, z0), (out, z0 + 0.1 * drop), (x1, z1)],
    }[kind]
    points = np.array([(x, 0.0, z) for x, z in xz])
    if kind == "square":
        return fillet(points, 0.9, 9)
    if kind == "angular":
        return fillet(points, 1.3, 13)
    return spline(points, 40)


def _foot(p: Parameters, base: float, finish: Finish) -> list[Part]:
    foot = str(p["foot"])
    r = float(_radius(p, 0.0))
    if foot == "ring":
        return [Part(lathe([(r * 0.8, 0.0), (r * 0.84, 0.05), (r * 0.84, base + 0.1)], SEGMENTS, _modulation(p)), finish)]
    if foot == "pedestal":
        wide = max(r * 0.95, float(p["radius"]) * 0.75)
        points = [(wide, 0.0), (wide, 0.12 * base), (wide * 0.8, 0.3 * base), (r * 0.5, 0.62 * base), (r * 0.62, base + 0.12)]
        profile = np.vstack([[(wide * 0.94, 0.0)], [(wide, 0.05)], spline(points[1:], 16)])
        return [Part(lathe(profile, SEGMENTS), finish)]
    if foot == "saucer":
        wide = float(p["radius"]) * 1.75
        up = [(0.9 * r, 0.0), (1.0 * r, 0.12), (0.72 * wide, 0.35), (0.92 * wide, 0.95), (wide, 1.25)]
        over = [(wide - 0.12, 1.32), (0.9 * wide, 1.12), (0.7 * wide, 0.6), (1.05 * r, 0.42), (0.3, 0.42)]
        ring = lathe([(r * 0.82, 0.35), (r * 0.86, base + 0.1)], SEGMENTS)
        return [Part(lathe(np.vstack([spline(up, 20), spline(over, 24)]), SEGMENTS), finish), Part(ring, finish)]
    return []


def _band(p: Parameters, base: float, low: float, high: float, proud: float) -> Mesh:
    """A raised band between two shares of the height."""
    height = float(p["height"])
    u = np.linspace(low, high, 14)
    r = _radius(p, u) + proud
    z = base + 0.25 + (height - 0.25 - 0.5 * float(p["wall"])) * u
    inner = [(float(_radius(p, low)) - 0.1, float(z[0]) - 0.02)]
    closing = [(float(_radius(p, high)) - 0.1, float(z[-1]) + 0.02)]
    mesh = lathe([*inner, *zip(r, z, strict=True), *closing], SEGMENTS, _modulation(p))
    return Mesh(mesh.vertices, mesh.faces[:-2])


def _relief(p: Parameters, base: float, accent: Finish) -> list[Part]:
    kind, place = str(p["relief"]), float(p["relief_place"])
    if kind == "one band":
        return [Part(_band(p, base, place - 0.06, place + 0.06, 0.1), accent)]
    if kind == "three bands":
        return [Part(_band(p, base, u - 0.022, u + 0.022, 0.08), accent) for u in (0.16, 0.26, 0.88)]
    if kind == "ribs":
        body, _ = _finishes(p)
        return [Part(_band(p, base, u - 0.03, u + 0.03, 0.16), body) for u in np.linspace(0.1, 0.9, 8)]
    if kind == "dipped":
        return [Part(_band(p, base, 0.0, 0.2 + 0.5 * place, 0.05), accent)]
    if kind == "raised panel":
        return [Part(_panel(p, base, place), accent, thickness=0.1)]
    return []


def _panel(p: Parameters, base: float, place: float) -> Mesh:
    """A round badge on the side that faces the camera."""
    height, size = float(p["height"]), min(2.1, 0.24 * float(p["height"]))
    centre = min(max(place, 0.35), 0.62)
    radius = float(_radius(p, centre))
    rings = []
    modulate = _modulation(p)
    for share in np.linspace(0.002, 1.0, 8):
        turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
        u = np.clip(centre + share * size * np.sin(turn) / height, 0, 1)
        angle = -np.pi / 2 + 0.25 + share * size * np.cos(turn) / radius
        r = _radius(p, u)
        if modulate is not None:
            r = np.array([modulate(np.array([a]), x, 0.0)[0] for a, x in zip(angle, r, strict=True)])
        z = base + 0.25 + (height - 0.25 - 0.5 * float(p["wall"])) * u
        rings.append(np.stack([(r + 0.09) * np.cos(angle), (r + 0.09) * np.sin(angle), z], axis=1))
    return loft(np.array(rings)[:, ::-1], cap_end=False)


def _lid(p: Parameters, top: float, accent: Finish) -> list[Part]:
    r = float(_radius(p, 1.0)) + (0.35 if p["rim"] == "rolled" else 0.05)
    high = float(p["lid_height"])
    finish = Finish("wood", WOOD["beech"]) if p["lid_material"] == "wood" else accent
    shape = _modulation(p)
    kind = str(p["top"])
    if kind == "flat lid":
        plate = lathe([(r - 0.1, top), (r + 0.1, top + 0.1), (r + 0.1, top + 0.5), (r - 0.1, top + 0.6)], SEGMENTS, shape)
        knob = lathe(
            [(0.5, top + 0.5), (0.4, top + 0.5 + 0.4 * high), (0.9, top + 0.5 + 0.7 * high), (0.6, top + 0.5 + high)], 40
        )
        return [Part(plate, finish), Part(knob, finish, bevel=0.12)]
    if kind == "dome lid":
        angle = np.linspace(0, 0.46 * np.pi, 14)
        dome = [((r + 0.15) * np.cos(a), top + 0.25 + (0.7 + 0.8 * high) * np.sin(a)) for a in angle]
        knob = lathe(
            [(0.35, dome[-1][1] - 0.15), (0.35, dome[-1][1] + 0.15), (0.75, dome[-1][1] + 0.5), (0.4, dome[-1][1] + 1.0)], 40
        )
        return [
            Part(lathe([(r, top - 0.02), (r + 0.15, top + 0.02), *dome], SEGMENTS, shape), finish),
            Part(knob, finish, bevel=0.12),
        ]
    rim = [(r - 0.05, top - 0.5), (r + 0.28, top - 0.5), (r + 0.28, top + 0.3), (r + 0.05, top + 0.4)]
    step = [(r * 0.94, top + 0.3 + 0.5 * high), (r * 0.86, top + 0.4 + 0.5 * high)]
    body = lathe([*rim, *step], SEGMENTS, shape)
    plan = superellipse(r * 0.22, r * 0.42, 3.0, 24) + np.array([r * 0.45, 0.0])
    z = top + 0.4 + 0.5 * high
    spout = loft([np.column_stack([plan * s, np.full(24, z + h)]) for s, h in ((1.0, -0.1), (0.96, 0.35), (0.85, 0.45))])
    return [Part(body, finish, bevel=0.06), Part(spout, finish, bevel=0.06)]


def attributes(p: Parameters) -> dict[str, float]:
    """Numbers in [0, 1] that describe a mug."""
    u = np.linspace(0, 1, 50)
    r = _radius(p, u)
    return {
        "tall": float(np.clip((float(p["height"]) / (2 * r.max()) - 0.6) / 1.2, 0, 1)),
        "curved": float(np.clip((r.max() - r.min()) / r.max() * 2, 0, 1)),
        "handle_size": (float(p["handle_reach"]) - 2.0) / 2.2,
        "lidded": float("lid" in str(p["top"])),
        "decorated": float(p["relief"] != "none"),
        "angular": float(p["section"] in ("octagon", "square")),
        "raised": float(p["foot"] in ("pedestal", "saucer")),
    }


CATEGORY = Category("mug", 2, SPACE, build, attributes, View(azimuth=12.0, elevation=20.0))
