# SPDX-License-Identifier: GPL-3.0-or-later
"""Eyeglasses, in millimetres; the lenses face -y, the open temples run towards +y and stand on the floor with the rims."""

from __future__ import annotations

import numpy as np

from ..category import Category, View
from ..finish import Finish, Print
from ..mesh import Array, Mesh, join
from ..parameters import Choice, Continuous, Parameters
from ..part import Part
from ..shapes.curves import fillet, resample, spline, superellipse
from ..shapes.fretwork import distance_to_line, distance_to_outline, plate, smooth_union
from ..shapes.lathe import lathe
from ..shapes.loft import loft
from ..shapes.stand import settled
from ..shapes.sweep import tube

# The lens as knots in a box of half width and half height 1: x runs outwards from the nose, z up.
OUTLINES = {
    "aviator": (
        (-0.72, 0.9), (0.0, 1.0), (0.7, 0.92), (1.0, 0.5), (0.97, -0.15), (0.68, -0.8), (0.2, -1.0), (-0.35, -0.86),
        (-0.8, -0.3), (-0.98, 0.35),
    ),
    "wayfarer": (
        (-0.86, 0.86), (0.0, 0.96), (0.84, 1.0), (1.0, 0.8), (0.9, -0.1), (0.72, -0.78), (0.4, -0.98), (-0.3, -1.0),
        (-0.72, -0.82), (-0.92, -0.1), (-0.99, 0.62),
    ),
    "cat eye": (
        (-0.84, 0.5), (-0.3, 0.66), (0.4, 0.86), (0.98, 1.06), (1.02, 0.72), (0.86, -0.1), (0.5, -0.82), (-0.05, -1.0),
        (-0.6, -0.84), (-0.95, -0.25), (-1.0, 0.2),
    ),
    "half moon": (
        (-0.93, 0.96), (-0.4, 1.0), (0.4, 1.0), (0.93, 0.96), (1.0, 0.6), (0.84, -0.3), (0.45, -0.9), (0.0, -1.0),
        (-0.45, -0.9), (-0.84, -0.3), (-1.0, 0.6),
    ),
    "butterfly": (
        (-0.86, 0.5), (-0.2, 0.72), (0.5, 0.95), (0.9, 0.98), (1.02, 0.65), (1.0, -0.2), (0.82, -0.84), (0.35, -1.0),
        (-0.3, -0.86), (-0.78, -0.5), (-1.0, 0.1),
    ),
    "panto": (
        (-0.8, 0.84), (0.0, 0.98), (0.8, 0.84), (1.0, 0.4), (0.9, -0.3), (0.52, -0.88), (0.0, -1.0), (-0.52, -0.88),
        (-0.9, -0.3), (-1.0, 0.4),
    ),
}  # fmt: skip
SHIELD = (
    (0.0, 0.92), (0.5, 0.98), (0.85, 0.86), (1.0, 0.5), (0.97, 0.0), (0.8, -0.7), (0.5, -1.0), (0.26, -0.86), (0.13, -0.5),
    (0.07, -0.22),
)  # fmt: skip

# Width and height of a lens.
SIZES = {
    "round": (46, 45),
    "panto": (47, 43),
    "aviator": (56, 49),
    "wayfarer": (51, 40),
    "cat eye": (53, 39),
    "rectangle": (53, 32),
    "geometric": (50, 44),
    "heart": (54, 49),
    "half moon": (47, 27),
    "butterfly": (56, 47),
    "shield": (66, 46),
}
METALS = {"gold": "#b8924f", "silver": "#b4b7bb", "black": "#232326", "copper": "#a5674a", "gunmetal": "#5b5e64"}
ACETATE = {
    "black": "#1d1d20",
    "tortoise": "#6b3a1c",
    "crystal blue": "#5b87a5",
    "red": "#9d2a2a",
    "olive": "#5d6340",
    "cream": "#cbb896",
    "navy": "#26355c",
    "rose": "#bd7f80",
    "plum": "#593252",
    "honey": "#a9722e",
}
TINTS = {
    "clear": "#e4ecec",
    "smoke": "#2f3338",
    "green": "#2f4034",
    "brown": "#4a3222",
    "blue": "#3a5874",
    "amber": "#9a6626",
    "rose": "#94585f",
}
RIMS = {
    "round": ("thick", "wire", "half", "browline", "rimless"),
    "panto": ("thick", "slim", "browline", "wire"),
    "aviator": ("wire", "thick", "under", "half"),
    "wayfarer": ("thick", "slim", "half", "browline"),
    "cat eye": ("thick", "browline", "slim", "half"),
    "rectangle": ("half", "rimless", "slim", "under"),
    "geometric": ("wire", "rimless", "thick", "slim"),
    "heart": ("thick", "slim", "wire", "rimless"),
    "half moon": ("under", "wire", "slim", "thick"),
    "butterfly": ("thick", "wire", "rimless", "slim"),
    "shield": ("half", "thick", "rimless", "slim"),
}
PLATES = ("thick", "slim", "half", "browline", "under")
WIRES = ("wire", "rimless")

SPACE = {
    "shape": Choice(
        ("round", "aviator", "wayfarer", "cat eye", "rectangle", "geometric", "heart", "half moon", "butterfly", "shield"),
        weight=4.0,
    ),
    "rim": Choice((*PLATES, *WIRES), weight=3.0, given=("shape", RIMS)),
    "bridge": Choice(
        ("saddle", "keyhole", "bar", "arch", "double"),
        weight=2.0,
        given=(
            "rim",
            {
                "thick": ("saddle", "keyhole", "bar"),
                "slim": ("keyhole", "saddle", "bar"),
                "half": ("saddle", "bar", "keyhole"),
                "under": ("bar", "saddle"),
                "browline": ("arch", "double", "bar"),
                "wire": ("double", "arch", "bar"),
                "rimless": ("arch", "bar", "double"),
            },
        ),
    ),
    "temple": Choice(
        ("skull", "straight", "wide", "cable", "sport"),
        weight=2.0,
        given=(
            "rim",
            {
                "thick": ("skull", "wide", "straight"),
                "slim": ("skull", "straight", "wide"),
                "half": ("skull", "sport", "straight"),
                "under": ("skull", "straight", "sport"),
                "browline": ("skull", "straight", "cable"),
                "wire": ("cable", "skull", "straight"),
                "rimless": ("skull", "sport", "cable"),
            },
        ),
    ),
    "detail": Choice(
        ("none", "rivets", "bars", "brow bar", "studs"),
        weight=1.5,
        given=(
            "rim",
            {
                "wire": ("brow bar", "none"),
                "rimless": ("none",),
                "under": ("none", "rivets"),
                "half": ("none", "rivets", "bars"),
                "browline": ("rivets", "bars", "none"),
            },
        ),
    ),
    "sides": Choice(("six", "eight", "five", "soft eight"), weight=2.0, when={"shape": ("geometric",)}),
    "lens_width": Continuous(0.9, 1.13, weight=1.5),
    "lens_height": Continuous(0.84, 1.16, weight=2.0),
    "skew": Continuous(-0.04, 0.13, weight=1.5),
    "taper": Continuous(-0.1, 0.08),
    "squareness": Continuous(2.0, 2.9, when={"shape": ("round",)}),
    "bridge_width": Continuous(13.0, 23.0, weight=1.5),
    "bridge_height": Continuous(0.1, 0.75, weight=1.5),
    "rim_width": Continuous(0.75, 1.4, weight=1.5, when={"rim": PLATES}),
    "brow_weight": Continuous(0.0, 0.5, when={"rim": PLATES}),
    "wing": Continuous(0.0, 7.0, weight=1.0, when={"rim": ("thick", "slim", "half", "browline")}),
    "hinge_height": Continuous(0.3, 0.8, weight=1.5),
    "temple_height": Continuous(0.75, 1.4),
    "temple_length": Continuous(118.0, 142.0, weight=0.7),
    "tip_drop": Continuous(0.7, 1.15),
    "curve": Continuous(0.6, 1.6, weight=0.5),
    "frame": Choice(tuple(ACETATE), weight=0.0),
    "metal": Choice(tuple(METALS), weight=0.0),
    "tint": Choice(tuple(TINTS), weight=0.0, shares={"clear": 2.5, "smoke": 1.6, "green": 1.3}),
}


def build(p: Parameters) -> list[Part]:
    """Front, lenses, nose pads, temples."""
    parts = [*_front(p), *_lenses(p), *_pads(p), *_details(p), *_temples(p)]
    return settled(parts, split=30.0)


def _finishes(p: Parameters) -> tuple[Finish, Finish]:
    """Acetate and metal of this pair."""
    colour = ACETATE[str(p["frame"])]
    pattern = Print("marble", "#c08a45", 9.0) if p["frame"] == "tortoise" else None
    return Finish("plastic", colour, 0.16, pattern), Finish("metal", METALS[str(p["metal"])], 0.25)


# --- the lens and where things are ----------------------------------------------------------------------------------


def _closed(knots: Array, samples: int) -> Array:
    """A smooth closed curve through `knots` [k, 2] (Catmull-Rom)."""
    before, after, second = np.roll(knots, 1, axis=0), np.roll(knots, -1, axis=0), np.roll(knots, -2, axis=0)
    u = np.linspace(0, 1, samples // len(knots) + 1)[:-1, None, None]
    curve = 0.5 * (
        2 * knots
        + (after - before) * u
        + (2 * before - 5 * knots + 4 * after - second) * u**2
        + (3 * knots - before - 3 * after + second) * u**3
    )
    return curve.transpose(1, 0, 2).reshape(-1, 2)


def _unit_outline(p: Parameters) -> Array:
    """The lens within a box of half sides 1, anticlockwise."""
    shape = str(p["shape"])
    if shape == "round":
        return superellipse(1.0, 1.0, float(p["squareness"]), 80)
    if shape == "rectangle":
        return superellipse(1.0, 1.0, 5.0, 80)
    if shape == "geometric":
        count = {"six": 6, "five": 5}.get(str(p["sides"]), 8)
        start = {"six": 0.0, "five": -np.pi / 2}.get(str(p["sides"]), np.pi / 8)
        angle = start + 2 * np.pi * np.arange(count) / count
        corners = np.stack([np.cos(angle), np.sin(angle)], axis=1)
        corners /= np.abs(corners).max(axis=0)
        middle = (corners[:1] + corners[-1:]) / 2
        soft = fillet(np.vstack([middle, corners, middle]), 0.3 if p["sides"] == "soft eight" else 0.13, 6)
        return soft[:-1]
    if shape == "heart":
        t = np.linspace(0, 2 * np.pi, 80, endpoint=False) + np.pi / 2
        x = np.sin(t) ** 3
        z = (13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t) + 2.5) / 14.5
        return np.stack([x, z], axis=1)[::-1]
    return _closed(np.array(OUTLINES[shape])[::-1], 80)


def _size(p: Parameters) -> tuple[float, float]:
    wide, high = SIZES[str(p["shape"])]
    return wide * float(p["lens_width"]), high * float(p["lens_height"])


def _outline(p: Parameters) -> Array:
    """The right-hand lens in the plane of the front, anticlockwise; a shield is one lens over both eyes."""
    wide, high = _size(p)
    if p["shape"] == "shield":
        half = spline(np.array(SHIELD), 60) * np.array([wide, high / 2])
        half[:, 1] += float(p["skew"]) * half[:, 0] * 0.5
        half[:, 0] *= 1 + 0.6 * float(p["taper"]) * half[:, 1] / high
        half[0, 0] = 0.0
        foot = np.array([[0.0, half[-1, 1] + 1.0 + 6.0 * float(p["bridge_height"])]])
        nose = spline(np.vstack([half[-1], half[-1] * [0.6, 1] + [0, 0.8 * (foot[0, 1] - half[-1, 1])], foot[0]]), 8)[1:]
        right = np.vstack([half, nose])
        left = right[1:-1][::-1] * np.array([-1.0, 1.0])
        return np.vstack([right, left])[::-1]
    unit = _unit_outline(p)
    unit = resample(np.vstack([unit, unit[:1]]), 85)[:-1]
    lens = unit * np.array([wide, high]) / 2
    lens[:, 0] *= 1 + float(p["taper"]) * (0.5 if p["shape"] in ("geometric", "heart") else 1.0) * unit[:, 1]
    lens[:, 1] += float(p["skew"]) * lens[:, 0]
    lens[:, 0] += float(p["bridge_width"]) / 2 - lens[:, 0].min()
    return lens


def _warp(p: Parameters, points: Array) -> Array:
    """Bends the front round the face."""
    strength = 0.00115 * float(p["curve"]) * (2.0 if p["shape"] == "shield" else 1.0)
    bent = np.array(points, float)
    bent[..., 1] += strength * bent[..., 0] ** 2
    return bent


def _lifted(p: Parameters, flat: Array, y: float = 0.0) -> Array:
    """Points [k, 2] of the plane of the front as points of the bent front."""
    return _warp(p, np.stack([flat[:, 0], np.full(len(flat), y), flat[:, 1]], axis=1))


def _hinge(p: Parameters) -> Array:
    """Where the end piece meets the temple, in the plane of the front."""
    lens = _outline(p)
    low, high = lens[:, 1].min(), lens[:, 1].max()
    z = low + (0.45 + 0.5 * float(p["hinge_height"])) * (high - low)
    near = np.abs(lens[:, 1] - z) < 0.12 * (high - low)
    right = lens[near & (lens[:, 0] > 0)][:, 0].max()
    room = 3.0 + _rim(p) * 0.9 if p["rim"] in PLATES else 4.0
    lift = float(p["wing"]) * 0.8 if p["rim"] in ("thick", "slim", "half", "browline") else 0.0
    return np.array([max(right, 0.985 * lens[:, 0].max()) + room, z + lift])


def _rim(p: Parameters) -> float:
    return {"thick": 4.6, "slim": 2.4, "half": 3.0, "browline": 3.8, "under": 2.2}.get(str(p["rim"]), 0.9) * float(
        p["rim_width"]
    )


def _bridge_line(p: Parameters, lens: Array) -> Array:
    """The middle of the bridge from x = 0 to inside the right rim, [k, 2]."""
    low, high = lens[:, 1].min(), lens[:, 1].max()
    z = low + (0.55 + 0.35 * float(p["bridge_height"])) * (high - low)
    band = np.abs(lens[:, 1] - z) < 0.1 * (high - low)
    inner = float(lens[band][:, 0].min())
    rise = {"saddle": 0.6, "keyhole": 1.6, "bar": 0.0, "arch": 3.4, "double": 0.6}[str(p["bridge"])]
    side = 0.5 if p["rim"] in PLATES and p["rim"] != "browline" else 0.0
    t = np.linspace(0, 1, 12)
    return np.stack([t * (inner - side), z + rise * (1 - t**2)], axis=1)


# --- front ----------------------------------------------------------------------------------------------------------


def _front(p: Parameters) -> list[Part]:
    return _plate_front(p) if p["rim"] in PLATES else _wire_front(p)


def _plate_front(p: Parameters) -> list[Part]:
    """Rims, bridge and end pieces cut from one sheet of acetate; metal where the style has it."""
    acetate, metal = _finishes(p)
    rim, kind = _rim(p), str(p["rim"])
    lens, hinge, shield = _outline(p), _hinge(p), p["shape"] == "shield"
    low, high = lens[:, 1].min(), lens[:, 1].max()
    x = np.linspace(0, max(hinge[0], lens[:, 0].max()) + 12.0, 84)
    z = np.linspace(low - 12.0, max(high, hinge[1]) + 16.0, 66)
    points = np.stack(np.meshgrid(x, z, indexing="ij"), axis=-1).reshape(-1, 2)
    inside = distance_to_outline(points, lens)
    brow = float(p["brow_weight"]) * (points[:, 1] - (low + high) / 2) / (high - low) * 2
    width = rim * (1 + np.clip(brow, -0.35, 0.6))
    body = inside - width
    wing = np.array([hinge + np.array([-rim - 5.0, -0.6 * float(p["wing"]) - 0.2]), hinge + np.array([-1.2, 0.0])])
    body = smooth_union(body, distance_to_line(points, wing) - max(0.55 * rim, 1.7), 5.0)
    if not shield and kind != "browline":
        line = _bridge_line(p, lens)
        thick = {"saddle": 0.62, "keyhole": 0.42, "bar": 0.5}[str(p["bridge"])] * max(rim, 2.6)
        body = smooth_union(
            body, distance_to_line(points, line) - thick, {"saddle": 6.0, "keyhole": 2.5, "bar": 1.0}[str(p["bridge"])]
        )
    body = np.maximum(body, -inside - 0.2)
    slope = float(p["skew"]) * points[:, 0]
    middle = (low + high) / 2
    if kind == "half":
        body = np.maximum(body, middle + 0.02 * (high - low) + slope - points[:, 1])
    elif kind == "browline":
        body = np.maximum(body, middle + 0.16 * (high - low) + slope - points[:, 1])
        body = np.maximum(body, float(p["bridge_width"]) * 0.32 - points[:, 0])
    elif kind == "under" and not shield:
        keep = np.minimum(points[:, 1] - (high - 0.3 * (high - low)) - slope, points[:, 0] * 0 + 1e3)
        ends = np.minimum(
            distance_to_line(points, wing) - rim * 1.2, distance_to_line(points, _bridge_line(p, lens)) - rim * 1.6
        )
        body = np.maximum(body, np.minimum(keep, ends))
    field = body.reshape(len(x), len(z))
    both = np.concatenate([field[:0:-1], field])
    half = {"thick": 2.3, "slim": 1.7, "half": 1.9, "browline": 2.4, "under": 1.5}[kind]
    mesh = plate(both, np.concatenate([-x[:0:-1], x]), z, half, min(0.9, 0.42 * rim))
    parts = [Part(Mesh(_warp(p, mesh.vertices), mesh.faces), acetate if kind != "under" else metal)]
    if kind == "browline":
        parts += _both(tube(_lifted(p, lens), 0.85, closed=True, sides=8), metal) + _wire_bridge(p, lens, metal)
    return parts


def _both(mesh: Mesh, finish: Finish) -> list[Part]:
    return [Part(join(mesh, mesh.mirrored()), finish)]


def _wire_bridge(p: Parameters, lens: Array, metal: Finish) -> list[Part]:
    line = _bridge_line(p, lens)
    full = np.vstack([line[::-1] * np.array([-1.0, 1.0]), line[1:]])
    bow = -2.2 * (1 - np.abs(full[:, 0]) / np.abs(full[:, 0]).max())
    path = _lifted(p, full)
    path[:, 1] += bow
    parts = [Part(tube(path, 1.05, sides=10), metal)]
    if p["bridge"] == "double":
        high = lens[:, 1].max() - 0.06 * np.ptp(lens[:, 1])
        upper = lens[(lens[:, 1] > high - 0.14 * np.ptp(lens[:, 1]))]
        inner = upper[upper[:, 0].argmin()]
        bar = np.stack([np.linspace(-inner[0], inner[0], 13), np.full(13, inner[1])], axis=1)
        parts.append(Part(tube(_lifted(p, bar, -0.2), 0.95, sides=10), metal))
    return parts


def _wire_front(p: Parameters) -> list[Part]:
    """Thin metal rims, or none: then bridge and end pieces are screwed to the lenses."""
    _, metal = _finishes(p)
    lens, hinge, shield = _outline(p), _hinge(p), p["shape"] == "shield"
    parts: list[Part] = []
    if p["rim"] == "wire":
        parts += _both(tube(_lifted(p, lens), 1.05, closed=True, sides=10), metal)
    if not shield:
        parts += _wire_bridge(p, lens, metal)
    right = lens[lens[:, 0] > 0]
    spot = right[np.argmin(np.abs(right[:, 1] - hinge[1]) - 0.6 * right[:, 0])]
    inward = 3.5 if p["rim"] == "rimless" else 0.0
    start = np.array([spot[0] - inward, min(hinge[1], spot[1] + 3.0)])
    path = _lifted(p, np.array([start, (start + hinge) / 2 + [0.5, 0.4], hinge]), -0.9 if inward else 0.0)
    path[-1, 1] += 1.5
    parts += _both(tube(spline(path, 12), 1.15, sides=10), metal)
    if inward:
        spots = [start] if shield else [start, _bridge_line(p, lens)[-1] + [3.0, 0.0]]
        for place in spots:
            screw = _button(_lifted(p, np.array([place]), -1.4)[0], 1.7, 0.9)
            parts += _both(screw, metal)
        if not shield:
            end = _bridge_line(p, lens)[-1]
            parts += _both(tube(_lifted(p, np.array([end, end + [3.0, 0.0]]), -0.8), 1.0, sides=8), metal)
    if p["detail"] == "brow bar" and not shield:
        top = lens[:, 1].max() + 0.5
        at = float(lens[lens[:, 1].argmax(), 0])
        arch = np.array([[-at, top], [-0.5 * at, top + 2.0], [0, top + 2.6], [0.5 * at, top + 2.0], [at, top]])
        parts.append(Part(tube(_lifted(p, spline(arch, 25), -0.3), 0.95, sides=8), metal))
    return parts


def _button(centre: Array, radius: float, height: float) -> Mesh:
    """A small round stud that faces -y."""
    disc = lathe([(radius, -0.5), (radius, height * 0.6), (radius * 0.8, height), (0.05, height)], 16)
    v = disc.vertices
    return Mesh(np.stack([v[:, 0], -v[:, 2], v[:, 1]], axis=1) + centre, disc.faces)


def _lenses(p: Parameters) -> list[Part]:
    """Slightly domed discs of glass."""
    lens = _outline(p)
    grow = 0.4 if p["rim"] != "rimless" else 0.0
    middle = lens.mean(axis=0)
    if p["shape"] == "shield":
        middle = np.array([0.0, lens[:, 1].max() - 0.35 * np.ptp(lens[:, 1])])
    reach = np.linalg.norm(lens - middle, axis=1).mean()
    thin = 0.9 if p["rim"] == "rimless" else 0.7
    rings = []
    scales = (1.0, 0.94, 0.75, 0.5, 0.25, 0.03)
    for side, order in ((1.0, scales[::-1]), (-1.0, scales)):
        for scale in order:
            flat = middle + (lens - middle) * (scale + grow / reach * scale)
            rings.append(_lifted(p, flat, side * thin - 1.4 * (1 - scale**2)))
    mesh = loft(np.array(rings))
    tint = str(p["tint"])
    # Sunglasses reflect more than one sees through them.
    finish = Finish("glass", TINTS[tint], 0.0) if tint == "clear" else Finish("plastic", TINTS[tint], 0.06)
    return [Part(mesh, finish)] if p["shape"] == "shield" else [Part(mesh, finish), Part(mesh.mirrored(), finish)]


def _pads(p: Parameters) -> list[Part]:
    """Nose pads on thin arms, for all but acetate that carries its own."""
    if p["rim"] in ("thick", "slim"):
        return []
    _, metal = _finishes(p)
    lens = _outline(p)
    low, high = lens[:, 1].min(), lens[:, 1].max()
    z = low + 0.42 * (high - low)
    if p["shape"] == "shield":
        inner = 10.0
        z = low + 0.5 * (high - low)
    else:
        band = np.abs(lens[:, 1] - z - 4.0) < 0.1 * (high - low)
        inner = float(lens[band][:, 0].min())
    pad_at = np.array([max(inner - 2.2, 4.5), 6.0, z])
    axes = np.array([[0.82, 0.5, -0.28], [-0.5, 0.86, 0.05], [0.28, 0.1, 0.95]])
    t = np.linspace(-np.pi / 2, np.pi / 2, 9)
    ball = lathe([(max(float(np.cos(a)), 0.02), float(np.sin(a))) for a in t], 16)
    pad = Mesh((ball.vertices * np.array([1.0, 2.6, 4.8])) @ axes + pad_at, ball.faces)
    start = _lifted(p, np.array([[inner + 0.3, z + 5.0]]), 0.4)[0]
    arm = tube(spline(np.array([start, start + [-0.4, 4.5, 0.8], pad_at + [0.6, 0.2, 0.5]]), 10), 0.5, sides=6)
    return [*_both(pad, Finish("plastic", "#c9c3b4", 0.3)), *_both(arm, metal)]


def _details(p: Parameters) -> list[Part]:
    """Rivets, bars or studs on the front by the hinges."""
    kind, (_, metal) = str(p["detail"]), _finishes(p)
    if kind in ("none", "brow bar") or p["rim"] not in PLATES:
        return []
    hinge, rim = _hinge(p), _rim(p)
    face = -{"thick": 2.3, "slim": 1.7, "half": 1.9, "browline": 2.4, "under": 1.5}[str(p["rim"])]
    size = min(0.24 * rim + 0.3, 1.1)
    meshes = []
    if kind == "rivets":
        for far in (2.6, 5.4):
            meshes.append(_button(_lifted(p, np.array([hinge - [far, 0.3]]), face)[0], size, 0.5))
    elif kind == "studs":
        lens = _outline(p)
        middle = lens.mean(axis=0)
        for turn in np.radians([50, 70, 90, 110]):
            far = np.linalg.norm(lens - middle, axis=1)[np.argmin(np.abs(np.arctan2(*(lens - middle).T[::-1]) - turn))]
            spot = middle + np.array([np.cos(turn), np.sin(turn)]) * (far + 0.52 * rim)
            meshes.append(_button(_lifted(p, np.array([spot]), face)[0], size * 0.85, 0.5))
    else:
        for far in (1.4, 4.0):
            path = _lifted(p, np.array([hinge - [far, 1.4], hinge - [far, -1.0]]), face - 0.05)
            meshes.append(tube(path, 0.62, sides=8))
    return _both(join(*meshes), metal)


# --- temples --------------------------------------------------------------------------------------------------------


def _temples(p: Parameters) -> list[Part]:
    """Two arms that run back from the hinges, bend down behind the ears and end in tips."""
    acetate, metal = _finishes(p)
    kind, wiry = str(p["temple"]), p["rim"] in ("wire", "rimless", "under", "browline")
    start = _lifted(p, np.array([_hinge(p)]), 0.0)[0] + np.array([-0.6, 1.0, 0.0])
    long, drop = float(p["temple_length"]), float(p["tip_drop"])
    inward = 5.0
    knots = {
        "skull": [(0, 0), (0.35, 0.0), (0.68, -0.5), (0.8, -5 * drop), (0.92, -17 * drop), (1.0, -31 * drop)],
        "straight": [(0, 0), (0.3, 0.0), (0.6, -0.6), (0.85, -2.0), (1.0, -3.4 * drop)],
        "wide": [(0, 0), (0.35, 0.0), (0.66, -1.0), (0.8, -6 * drop), (0.92, -15 * drop), (1.0, -24 * drop)],
        "sport": [(0, 0), (0.3, 0.6), (0.6, -1.5), (0.85, -8 * drop), (1.0, -13 * drop)],
        "cable": [(0, 0), (0.4, 0.0), (0.7, 0.0), (0.82, -4), (0.93, -17), (0.95, -30 * drop), (0.9, -40 * drop)],
    }[kind]
    side = np.array([(0.0, 0.0), (0.3, 0.6), (0.7, -1.5), (1.0, -inward)])
    centre = spline(np.array([(start[0], start[1] + a * long, start[2] + b) for a, b in knots]), 44)
    share = np.clip((centre[:, 1] - start[1]) / long, 0, 1)
    centre[:, 0] += np.interp(share, side[:, 0], side[:, 1])
    t = np.linspace(0, 1, 44)
    tall = float(p["temple_height"])
    height = (
        {
            "skull": (2.6 if wiry else 4.0) * np.interp(t, [0, 0.1, 0.6, 0.8, 0.95, 1], [1.0, 0.9, 0.62, 0.8, 1.05, 0.6]),
            "straight": (2.6 if wiry else 3.6) * np.interp(t, [0, 0.1, 0.6, 0.95, 1], [1.0, 0.95, 0.85, 1.0, 0.6]),
            "wide": 9.0 * np.interp(t, [0, 0.06, 0.3, 0.7, 0.96, 1], [0.62, 0.95, 1.0, 0.5, 0.42, 0.25]),
            "sport": 5.0 * np.interp(t, [0, 0.2, 0.6, 0.9, 1], [0.7, 1.0, 0.8, 0.7, 0.35]),
            "cable": 1.2 * np.ones(44),
        }[kind]
        * tall
        / 1.0
    )
    if kind == "cable":
        height /= tall
    width = (1.0 if wiry else 1.5) * np.ones(44)
    if kind == "cable":
        width = height.copy()
    finish = metal if wiry or kind == "cable" else acetate
    parts = _both(_arm(centre, width, height), finish)
    if wiry and kind in ("skull", "straight", "cable"):
        first = {"skull": 29, "straight": 32, "cable": 27}[kind]
        parts += _both(_arm(centre[first:], width[first:] + 0.7, np.maximum(height[first:] * 0.9, 1.0) + 0.8), acetate)
    hinge = _arm(start + np.array([[-1.4, -1.2, 0.0], [-1.4, 1.5, 0.0], [-1.4, 4.5, 0.0]]), np.full(3, 1.3), np.full(3, 2.2))
    return parts + _both(hinge, metal)


def _arm(centre: Array, width: Array, height: Array) -> Mesh:
    """Rounded sections of those half widths (across) and half heights round a path that runs towards +y."""
    along = np.gradient(centre, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    across = np.cross(along, np.cross([1.0, 0.0, 0.0], along))
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    up = np.cross(across, along)
    section = superellipse(1.0, 1.0, 3.2, 16)
    rings = [
        c + section[:, :1] * w * a - section[:, 1:] * h * u
        for c, w, h, a, u in zip(centre, width, height / 2, across, up, strict=True)
    ]
    ends = [centre[0] + (rings[0] - centre[0]) * 0.8, *rings, centre[-1] + along[-1] * 0.8 + (rings[-1] - centre[-1]) * 0.55]
    return loft(np.array(ends))


def attributes(p: Parameters) -> dict[str, float]:
    """Numbers in [0, 1] that describe a pair of glasses."""
    wide, high = _size(p)
    return {
        "wide_lens": float(np.clip((wide / high - 0.8) / 1.4, 0, 1)),
        "large": float(np.clip((high - 22) / 36, 0, 1)),
        "thick_rim": float(np.clip(_rim(p) / 6.5, 0, 1)) if p["rim"] in PLATES else 0.05,
        "rimless": {"rimless": 1.0, "half": 0.5, "under": 0.5}.get(str(p["rim"]), 0.0),
        "angular": float(p["shape"] in ("geometric", "rectangle", "wayfarer")),
        "upswept": float(np.clip(0.5 * (p["shape"] in ("cat eye", "butterfly")) + 3.5 * float(p["skew"]), 0, 1)),
        "double_bridge": float(p["bridge"] == "double"),
        "tinted": float(p["tint"] != "clear"),
        "hooked": {"cable": 1.0, "skull": 0.6, "wide": 0.5}.get(str(p["temple"]), 0.1),
    }


CATEGORY = Category("eyeglasses", 1, SPACE, build, attributes, View(azimuth=28.0, elevation=25.0))
