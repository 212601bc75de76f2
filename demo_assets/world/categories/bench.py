# SPDX-License-Identifier: GPL-3.0-or-later
"""Benches, in centimetres; whoever sits looks towards -y."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..category import Category, View
from ..finish import Finish, Print
from ..furniture.cloth import drape
from ..furniture.legs import (
    TURNINGS,
    bun_foot,
    cabriole_leg,
    corners,
    hairpin_leg,
    round_leg,
    square_leg,
    turned_leg,
    turned_post,
)
from ..furniture.solids import block, cushion, plate, seam, side_plate, throw_pillow, tilted
from ..mesh import Array, Mesh
from ..palette import LEATHER, METAL, TEXTILE, WOOD
from ..parameters import Choice, Continuous, Parameters
from ..part import Part
from ..shapes.curves import fillet, rectangle, spline, superellipse
from ..shapes.loft import at_height, loft, sheet, slab
from ..shapes.sweep import bar, sweep, tube

SPACE = {
    "kind": Choice(
        ("park", "slatted", "garden", "trestle", "chest", "stone", "curved", "upholstered", "settle", "log"), weight=5.0
    ),
    "back": Choice(
        ("none", "upright slats", "boards", "lattice", "sunburst", "crosses", "panels", "spindles"),
        weight=3.0,
        given=(
            "kind",
            {
                "park": ("boards",),
                "slatted": ("none",),
                "garden": ("upright slats", "lattice", "sunburst", "crosses", "boards", "spindles"),
                "trestle": ("none",),
                "chest": ("none", "panels", "upright slats", "boards"),
                "stone": ("none", "none", "boards"),
                "curved": ("none", "upright slats", "boards"),
                "upholstered": ("none",),
                "settle": ("panels", "boards", "spindles", "upright slats"),
                "log": ("none", "boards"),
            },
        ),
    ),
    "crest": Choice(
        ("flat", "arched", "camel", "stepped", "dipped"),
        weight=2.0,
        when={"kind": ("garden", "settle", "chest")},
        given=("back", {"none": ("flat",), "boards": ("flat", "arched")}),
    ),
    "arms": Choice(
        ("none", "straight", "scroll"),
        weight=2.0,
        given=(
            "kind",
            {
                "park": ("none", "straight", "scroll"),
                "garden": ("straight", "scroll"),
                "trestle": ("none",),
                "slatted": ("none", "none", "straight"),
                "stone": ("none",),
                "curved": ("none",),
                "log": ("none",),
                "upholstered": ("none", "scroll"),
                "settle": ("straight", "scroll"),
            },
        ),
    ),
    "iron": Choice(("scrolls", "plain", "loop", "splayed"), weight=2.0, when={"kind": ("park", "slatted")}),
    "ends": Choice(("slab", "a", "x", "splayed", "keyhole", "turned"), weight=2.5, when={"kind": ("trestle",)}),
    "plinth": Choice(("block", "scroll", "baluster", "waisted", "drum"), weight=2.0, when={"kind": ("stone",)}),
    "legs": Choice(
        ("square", "tapered", "turned", "cabriole", "hairpin", "crossed"), weight=2.0, when={"kind": ("upholstered",)}
    ),
    "quilt": Choice(("plain", "diamonds", "squares", "channels"), weight=1.5, when={"kind": ("upholstered",)}),
    "turning": Choice(tuple(TURNINGS), weight=0.5),
    "pad": Choice(
        ("none", "pad", "pillows"),
        weight=1.5,
        shares={"none": 2.0},
        given=("kind", {"stone": ("none",), "log": ("none",), "park": ("none",), "slatted": ("none",)}),
    ),
    "length": Continuous(95.0, 190.0, weight=2.5),
    "depth": Continuous(34.0, 52.0),
    "seat_height": Continuous(40.0, 50.0, weight=1.5),
    "back_height": Continuous(32.0, 56.0, weight=2.0, when={"kind": ("park", "garden", "settle")}),
    "rake": Continuous(6.0, 18.0, when={"kind": ("park", "garden", "settle")}),
    "slats": Continuous(3.0, 8.99, weight=1.5),
    "bars": Continuous(
        6.0, 15.99, weight=1.0, when={"back": ("upright slats", "lattice", "sunburst", "crosses", "panels", "spindles")}
    ),
    "gap": Continuous(0.08, 0.32, weight=0.5),
    "thickness": Continuous(2.2, 6.0),
    "leg_width": Continuous(0.0, 1.0),
    "splay": Continuous(0.0, 1.0),
    "inset": Continuous(0.03, 0.2),
    "arm_height": Continuous(18.0, 27.0, when={"arms": ("straight", "scroll")}),
    "bow": Continuous(28.0, 62.0, weight=1.5, when={"kind": ("curved",)}),
    "crest_rise": Continuous(5.0, 14.0, weight=0.7, when={"crest": ("arched", "camel", "stepped", "dipped")}),
    "wood": Choice(tuple(WOOD), weight=0.0),
    "metal": Choice(("black", "steel", "green"), weight=0.0),
    "rock": Choice(("sandstone", "granite", "limestone"), weight=0.0),
    "textile": Choice(tuple(TEXTILE), weight=0.0),
    "hide": Choice(("black", "brown", "tan", "olive", "grey"), weight=0.0),
    "upholstery": Choice(("fabric", "leather"), weight=0.0),
}


def build(p: Parameters) -> list[Part]:
    makers: dict[str, Callable[[Parameters], list[Part]]] = {
        "park": _park,
        "slatted": _slatted,
        "garden": _garden,
        "trestle": _trestle,
        "chest": _chest,
        "stone": _stone,
        "curved": _curved,
        "upholstered": _upholstered,
        "settle": _garden,
        "log": _log,
    }
    return makers[str(p["kind"])](p)


# --- finishes and small parts -------------------------------------------------------------------------------------


def _wood(p: Parameters) -> Finish:
    return Finish("wood", WOOD[str(p["wood"])])


def _iron(p: Parameters) -> Finish:
    if p["metal"] == "green":
        return Finish("plastic", "#24402f", 0.35)
    return Finish("metal", METAL[str(p["metal"])], 0.4)


def _soft(p: Parameters) -> Finish:
    if p["upholstery"] == "leather":
        return Finish("leather", LEATHER[str(p["hide"])])
    return Finish("fabric", TEXTILE[str(p["textile"])])


def _rock(p: Parameters) -> Finish:
    return {
        "sandstone": Finish("stone", "#bda37c", 0.8, Print("speckle", "#9c8158", 40.0)),
        "granite": Finish("stone", "#86868a", 0.5, Print("speckle", "#4d4d52", 60.0)),
        "limestone": Finish("stone", "#c4bfb2", 0.8, Print("speckle", "#a49d8d", 30.0)),
    }[str(p["rock"])]


def _leg(p: Parameters, low: float, high: float) -> float:
    return low + (high - low) * float(p["leg_width"])


def _across(y: float, z: float, half: float, width: float, thick: float, lean: float = 0.0) -> Mesh:
    """A slat along x whose broad side leans back by `lean` degrees from lying flat."""
    a = np.radians(lean)
    up = (0.0, -np.sin(a), np.cos(a))
    return bar([-half, y, z], [half, y, z], rectangle(width, thick), up=up)


def _seat_slats(p: Parameters, half: float, front: float, rear: float, top: float, thick: float) -> list[Mesh]:
    """Slats side by side, their upper side at `top`."""
    count = int(float(p["slats"]))
    step = (rear - front) / count
    width = step * (1 - float(p["gap"]))
    return [_across(front + (k + 0.5) * step, top - thick / 2, half, width, thick) for k in range(count)]


def _in_side(points: Array | list, x: float) -> Array:
    """(y, z) as points in the plane at x."""
    q = np.asarray(points, float)
    return np.column_stack([np.full(len(q), x), q])


def _spiral(centre: tuple[float, float], radius: float, start: float, turns: float) -> Array:
    """Inwards from the angle `start` (degrees) in (y, z)."""
    t = np.linspace(0, 1, int(26 * abs(turns)) + 6)
    angle = np.radians(start) + 2 * np.pi * turns * t
    r = radius * (1 - 0.72 * t)
    return np.column_stack([centre[0] + r * np.cos(angle), centre[1] + r * np.sin(angle)])


# --- iron and slats -----------------------------------------------------------------------------------------------


def _park(p: Parameters) -> list[Part]:
    """Slats from the front edge up into the back, on cast ends."""
    half, depth, z = float(p["length"]) / 2, float(p["depth"]), float(p["seat_height"])
    lean = np.tan(np.radians(float(p["rake"]) + 4.0))
    tall = float(p["back_height"])
    front, rear = -depth / 2, depth / 2
    roll = 7.0 if p["iron"] in ("loop", "scrolls") else 0.0
    line = [
        (front - 1.5, z - 2.4),
        (front + 2.5, z),
        (front + 0.5 * depth, z - 2.2),
        (rear - 4.0, z - 1.8),
        (rear + 3.0, z + 5.0),
    ]
    line += [(rear + 3.0 + lean * 0.5 * tall, z + 0.55 * tall), (rear + 3 + lean * tall + 0.3 * roll, z + tall)]
    if roll:
        line.append((rear + 5.5 + lean * tall + roll, z + tall + 2.0))
    profile = spline(line, 200)
    count = 2 * int(float(p["slats"])) + 1
    if depth > 44:
        count += 2
    wood, iron = _wood(p), _iron(p)
    thick = 1.6 + 0.3 * float(p["thickness"])
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(profile, axis=0), axis=1))])
    step = (length[-1] - 2.0) / count
    parts = []
    direction = np.gradient(profile, axis=0)
    for k in range(count):
        at = 1.0 + (k + 0.5) * step
        y, h = (float(np.interp(at, length, profile[:, i])) for i in (0, 1))
        dy, dz = (float(np.interp(at, length, direction[:, i])) for i in (0, 1))
        if abs(at - float(np.interp(rear + 1.0, profile[:130, 0], length[:130]))) < 0.36 * step:
            continue
        parts.append(
            Part(_across(y, h, half, step * (1 - float(p["gap"])), thick, np.degrees(np.arctan2(dz, dy))), wood, bevel=0.35)
        )
    normal = np.column_stack([direction[:, 1], -direction[:, 0]])
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    under = profile + (thick / 2 + 1.0) * normal
    x = half * (1 - float(p["inset"])) - 2.0
    places = [-x, x] + ([0.0] if half > 78 else [])
    for at in places:
        parts += _iron_end(p, at, under, front, rear, z, at == 0.0)
    rod = [[-x, 0.1 * depth, 0.32 * z], [x, 0.1 * depth, 0.32 * z]]
    if p["iron"] == "plain":
        parts.append(Part(tube(np.array(rod), 0.9), iron))
    return parts


def _iron_end(p: Parameters, x: float, under: Array, front: float, rear: float, z: float, middle: bool) -> list[Part]:
    """One cast end: rail, legs and arm, and what fills them."""
    kind, iron = str(p["iron"]), _iron(p)
    r = 1.2 + 0.7 * float(p["leg_width"])
    section = superellipse(1.3 * r, r, 4.0, 16)
    paths = [under[::4]]
    spread = 3.0 + 7.0 * float(p["splay"])
    hip = under[int(0.12 * len(under))]
    back_hip = under[int(np.argmin(np.abs(under[: len(under) // 2 + 30, 0] - (rear - 5.0))))]
    if kind == "plain":
        paths.append(np.array([hip, (front + 2.0, 0.6)]))
        paths.append(np.array([back_hip, (rear + spread, 0.6)]))
        paths.append(np.array([(front + 2.6, 0.3 * z), (rear - 1 + 0.6 * spread, 0.3 * z)]))
    elif kind == "splayed":
        paths.append(spline([hip + [4, 0], (front + 4.0, 0.5 * z), (front - spread * 0.6, 0.6)], 18))
        paths.append(spline([back_hip, (rear - 6.0, 0.5 * z), (rear + spread, 0.6)], 18))
    elif kind == "loop":
        paths.append(fillet([hip + [1, 0], (front + 1.0, 1.0), (rear + spread, 1.0), back_hip], 9.0, 9))
    else:
        paths.append(
            spline([hip, (front - 2.5, 0.72 * z), (front + 4.5, 0.36 * z), (front - 0.5, 0.06 * z), (front - 5.0, 0.6)], 26)
        )
        paths.append(
            spline([back_hip, (rear + 1.5, 0.72 * z), (rear - 5.0, 0.38 * z), (rear + 1.0, 0.06 * z), (rear + spread, 0.6)], 26)
        )
        paths.append(_spiral((front + 0.32 * (rear - front), 0.56 * z), 0.16 * z, 100, 1.3))
        paths.append(_spiral((front + 0.68 * (rear - front), 0.56 * z), 0.16 * z, 80, -1.3))
        paths.append(np.array([(front + 3.0, 0.38 * z), (rear - 4.0, 0.38 * z)]))
    if p["arms"] != "none" and not middle:
        level = z + float(p["arm_height"])
        k = int(np.argmin(np.abs(under[100:, 1] - level))) + 100
        start = under[k]
        if p["arms"] == "scroll":
            curl = _spiral((front + 3.0, level - 4.6), 4.6, 90, 1.25)
            paths.append(
                np.vstack([spline([start, (0.4 * rear, level + 1.5), (front + 9.0, level + 0.4), curl[0]], 20)[:-1], curl])
            )
            paths.append(spline([(front + 1.0, level - 8.6), (front + 3.5, z + 8.0), (front + 1.5, z - 2.0)], 14))
        else:
            paths.append(fillet([start, (front + 1.5, level), (front + 2.0, z - 2.0)], 7.0, 9))
            pad = sweep(_in_side([start + [-1.0, 1.6], (front + 7.0, level + 1.6)], x), rectangle(4.6, 1.8))
            return [Part(pad, _wood(p), bevel=0.5)] + [
                Part(sweep(_in_side(path, x), section, up=(1, 0, 0)), iron) for path in paths
            ]
    return [Part(sweep(_in_side(path, x), section, up=(1, 0, 0)), iron) for path in paths]


def _slatted(p: Parameters) -> list[Part]:
    """A flat row of slats on metal or wooden frames."""
    half, depth, z = float(p["length"]) / 2, float(p["depth"]), float(p["seat_height"])
    thick = float(p["thickness"])
    wood, iron = _wood(p), _iron(p)
    x = half * (1 - float(p["inset"])) - 4.0
    front, rear = -depth / 2, depth / 2
    across = float(p["splay"]) > 0.66
    if across:
        count = int(2 * half / (5.0 + 0.8 * float(p["slats"])))
        step = 2 * half / count
        parts = [
            Part(
                block(
                    [-half + (k + float(p["gap"]) / 2) * step, front, z - thick],
                    [-half + (k + 1 - float(p["gap"]) / 2) * step, rear, z],
                ),
                wood,
                bevel=0.3,
            )
            for k in range(count)
        ]
        parts += [
            Part(block([-half + 1, y - 1.6, z - thick - 4.0], [half - 1, y + 1.6, z - thick]), wood, bevel=0.3)
            for y in (0.62 * front, 0.62 * rear)
        ]
        under = z - thick - 3.6
    else:
        parts = [Part(mesh, wood, bevel=0.4) for mesh in _seat_slats(p, half, front, rear, z, thick)]
        under = z - thick
    kind = str(p["iron"])
    r = 1.3 + 0.8 * float(p["leg_width"])
    for sx in (-1, 1):
        at = sx * x
        if kind == "loop":
            path = [(front + 5, under), (front + 2.0, r), (rear - 2.0, r), (rear - 5, under)]
            parts.append(Part(tube(_in_side(fillet(path, 8.0, 9), at), 1.2 * r), iron))
        elif kind == "plain":
            path = np.array(
                [(front + 2, under - r), (front + 2, r), (rear - 2, r), (rear - 2, under - r), (front + 2, under - r)]
            )
            for a, b in zip(path[:-1], path[1:], strict=True):
                parts.append(Part(bar([at, *a], [at, *b], rectangle(2.4 * r, 2.4 * r), up=(1, 0, 0)), iron, bevel=0.2))
        elif kind == "splayed":
            for sy in (-1, 1):
                foot = [at + sx * 5.0, sy * (depth / 2 + 1.0), 0]
                parts.append(Part(round_leg([at, sy * (depth / 2 - 6), under], foot, 3.2 * r, 0.6), wood))
            parts.append(Part(block([at - 2.5, front + 2, under - 2.6], [at + 2.5, rear - 2, under]), wood, bevel=0.3))
        else:
            for s in (-1, 1):
                line = spline(
                    [
                        (s * (depth / 2 - 3), under),
                        (s * depth * 0.2, 0.62 * under),
                        (s * depth * 0.24, 0.3 * under),
                        (s * (depth / 2 + 1), 0.9),
                    ],
                    22,
                )
                parts.append(Part(tube(_in_side(line, at), r), iron))
                parts.append(
                    Part(
                        tube(
                            _in_side(_spiral((s * depth * 0.36, 0.55 * under), 0.14 * under, 90 + 90 * s, 1.2 * s), at),
                            0.75 * r,
                        ),
                        iron,
                    )
                )
            parts.append(Part(tube(_in_side([(-depth * 0.21, 0.46 * under), (depth * 0.21, 0.46 * under)], at), r), iron))
            parts.append(Part(tube(_in_side([(front + 2, under - 0.6), (rear - 2, under - 0.6)], at), r), iron))
        if p["arms"] != "none":
            level = z + 0.8 * float(p["arm_height"])
            hoop = [(front + 6, z - 1), (front + 5, level), (rear - 5, level), (rear - 6, z - 1)]
            parts.append(
                Part(tube(_in_side(fillet(hoop, 8.0, 9), sx * (half - 5)), 1.1 * r), iron if kind != "splayed" else wood)
            )
    if kind in ("plain", "scrolls"):
        parts.append(Part(bar([-x, 0, 0.46 * under], [x, 0, 0.46 * under], rectangle(1.6 * r, 1.6 * r), up=(0, 0, 1)), iron))
    return parts


# --- garden seats and settles -------------------------------------------------------------------------------------


class Back:
    """The raked plane of a back: u in [-1, 1] across, h the height over the seat."""

    def __init__(self, p: Parameters, half: float, rear: float, seat: float, tall: float, rake: float) -> None:
        self.half, self.rear, self.seat, self.tall = half, rear, seat, tall
        self.slope = np.tan(np.radians(rake))
        self.crest, self.rise = str(p["crest"]), float(p["crest_rise"])

    def at(self, x: float, h: float) -> Array:
        return np.array([x, self.rear + self.slope * h, self.seat + h])

    def top(self, u: Array | float) -> Array:
        """Height of the upper edge."""
        u = np.asarray(u, float)
        a = np.abs(u)
        lift = {
            "flat": 0 * u,
            "arched": 1 - a**2,
            "camel": 0.5 + 0.5 * np.cos(np.pi * np.clip(a / 0.7, 0, 1)),
            "stepped": 0.5 * np.clip((0.72 - a) / 0.03, 0, 1) + 0.5 * np.clip((0.34 - a) / 0.03, 0, 1),
            "dipped": a**2.5,
        }[self.crest]
        return self.tall + self.rise * lift


def _garden(p: Parameters) -> list[Part]:
    """Four posts, a slatted or solid seat, a filled back, arms."""
    half, depth, z = float(p["length"]) / 2, float(p["depth"]), float(p["seat_height"])
    settle = p["kind"] == "settle"
    width = _leg(p, 5.0, 8.0)
    wood = _wood(p)
    front, rear = -depth / 2, depth / 2
    tall = float(p["back_height"]) * (1.5 if settle else 1.0)
    back = Back(p, half - width / 2, rear, z, tall, float(p["rake"]) * (0.4 if settle else 0.8))
    thick = min(float(p["thickness"]), 3.4)
    parts: list[Part] = []
    if settle:
        parts.append(Part(block([-half - 0.5, front - 1.5, z - thick], [half + 0.5, rear + 0.5, z]), wood, bevel=0.6))
    else:
        parts += [Part(mesh, wood, bevel=0.35) for mesh in _seat_slats(p, half - 0.4, front - 1.0, rear - 1.0, z, thick)]
    edge = float(back.top(1.0))
    x = half - width / 2
    arm = z + float(p["arm_height"]) if p["arms"] != "none" else z
    for sx in (-1, 1):
        stop = back.at(sx * x, edge + 1.5)
        parts.append(Part(bar([sx * x, rear, 0], [sx * x, rear, z + 1], rectangle(width, width)), wood, bevel=0.4))
        parts.append(Part(bar([sx * x, rear, z], stop, rectangle(width, width * 0.96)), wood, bevel=0.4))
        if settle:
            parts += _settle_side(p, sx, half, front, rear, z, arm, back)
            continue
        parts.append(
            Part(block([sx * x - width / 2, front, 0], [sx * x + width / 2, front + width, arm - 1.0]), wood, bevel=0.4)
        )
        parts += _arm(p, sx * x, front, arm, back.at(0, arm - z)[1], width, wood)
        if float(p["splay"]) > 0.4:
            parts.append(Part(block([sx * x - 1.4, front + 2, 0.24 * z], [sx * x + 1.4, rear, 0.24 * z + 4]), wood, bevel=0.3))
    if settle and float(p["splay"]) > 0.5:
        parts.append(Part(block([-half + 1, front + 1.0, 4.0], [half - 1, front + 3.0, z - thick]), wood, bevel=0.3))
        count = 2 + int(float(p["slats"]) / 3)
        xs = np.linspace(-half + 5, half - 5, count + 1)
        parts += [
            Part(block([a + 2, front + 0.2, 9.0], [b - 2, front + 1.6, z - thick - 5]), wood, bevel=0.7)
            for a, b in zip(xs[:-1], xs[1:], strict=True)
        ]
    else:
        rail = 6.0 if not settle else 8.0
        for y in (front + 1.2, rear - 1.0):
            parts.append(
                Part(block([-half + width, y - 0.2, z - thick - rail], [half - width, y + 2.2, z - thick]), wood, bevel=0.3)
            )
        if float(p["splay"]) > 0.4 and not settle:
            parts.append(
                Part(block([-half + width / 2, -1.6, 0.24 * z + 0.4], [half - width / 2, 1.6, 0.24 * z + 3.6]), wood, bevel=0.3)
            )
    parts += _back_filling(p, back, half - width * 0.6, 4.0, wood)
    return parts + _pads(p, half - width, front, rear - 2, z, back.slope)


def _arm(p: Parameters, x: float, front: float, level: float, rear: float, width: float, wood: Finish) -> list[Part]:
    if p["arms"] == "none":
        return []
    if p["arms"] == "scroll":
        line = spline(
            [
                (rear + 2, level),
                (0.2 * front, level - 2.4),
                (front + 4, level + 0.6),
                (front - 3.0, level - 0.4),
                (front - 5.0, level - 3.6),
            ],
            24,
        )
        return [Part(sweep(_in_side(line, x), rectangle(width + 1.6, 2.8), up=(0, 0, 1)), wood, bevel=0.5)]
    return [
        Part(
            block([x - width / 2 - 0.8, front - 3.0, level - 1.2], [x + width / 2 + 0.8, rear + 1, level + 1.6]),
            wood,
            bevel=0.6,
        )
    ]


def _settle_side(
    p: Parameters, sx: int, half: float, front: float, rear: float, z: float, arm: float, back: Back
) -> list[Part]:
    """A board on either side: low ones with an arm, or high ones with a wing."""
    high = back.seat + float(back.top(1.0)) + 1.0
    deep = back.at(0, float(back.top(1.0)))[1]
    if p["arms"] == "scroll":
        curve = spline(
            [
                (front + 1, arm),
                (front + 6, arm + 3),
                (0.1 * rear, arm + 4),
                (0.55 * rear, arm + 0.6 * (high - arm)),
                (deep - 4, high),
            ],
            30,
        )
    else:
        curve = np.array([(front + 1, arm), (0.5 * rear, arm), (0.5 * rear + 3, arm + 3), (0.6 * deep, high), (deep, high)])
    outline = np.vstack([[(deep + 1.5, high), (rear + 2, z), (rear + 2, 0), (front + 1, 0)], curve])[::-1]
    return [Part(side_plate(outline, sx * (half - 1.2) - 1.6, 3.2), _wood(p), bevel=0.6)]


def _back_filling(p: Parameters, back: Back, half: float, low: float, wood: Finish) -> list[Part]:
    """Rails above and below and what is between them."""
    u = np.linspace(-1, 1, 61)
    up = (0.0, float(back.slope), 1.0)
    rail = 6.0
    path = np.array([back.at(half * a, float(back.top(a)) - rail / 2) for a in u])
    kind = str(p["back"])
    count = int(float(p["bars"]))
    parts = [Part(sweep(path, rectangle(3.6, rail), up=up), wood, bevel=0.45)]
    level = low + 2.0
    parts.append(Part(bar(back.at(-half, level), back.at(half, level), rectangle(3.0, 4.5), up=up), wood, bevel=0.3))
    room = float(back.top(1.0)) - rail - level

    def stick(a: Array, b: Array, wide: float, deep: float) -> Part:
        return Part(bar(a, b, rectangle(wide, deep), up=(0, 1, 0)), wood, bevel=0.25)

    if kind == "boards":
        number = max(2, min(5, int(float(p["slats"]) / 1.5)))
        step = room / number
        for k in range(number):
            h = level + 2.2 + (k + 0.5) * (room - 2.0) / number
            parts.append(Part(bar(back.at(-half, h), back.at(half, h), rectangle(2.0, step * 0.72), up=up), wood, bevel=0.35))
        return parts
    if kind == "panels":
        sides = np.linspace(-1, 1, max(2, count // 3) + 1)
        for a, b in zip(sides[:-1], sides[1:], strict=True):
            grid_u = np.linspace(a, b, 13)
            outline = [(half * g, level) for g in (a, b)] + [(half * g, float(back.top(g)) - rail + 0.5) for g in grid_u[::-1]]
            raised = [(half * g, level + 5.5) for g in (a + 0.06, b - 0.06)]
            raised += [(half * g, float(back.top(g)) - rail - 3.5) for g in np.linspace(a + 0.06, b - 0.06, 13)[::-1]]
            for shape, deep in ((outline, 1.4), (raised, 3.2)):
                flat = plate(np.array(shape), 0.0, deep)
                v = flat.vertices
                leaned = np.column_stack([v[:, 0], back.rear + back.slope * v[:, 2] + v[:, 1] - deep / 2, back.seat + v[:, 2]])
                parts.append(Part(Mesh(leaned, flat.faces), wood, bevel=0.7 if deep > 2 else 0.1))
        for a in sides[1:-1]:
            parts.append(stick(back.at(half * a, level), back.at(half * a, float(back.top(a)) - rail / 2), 4.5, 3.0))
        return parts
    if kind in ("upright slats", "spindles"):
        for a in np.linspace(-1, 1, count + 3)[1:-1]:
            start, end = back.at(half * a, level), back.at(half * a, float(back.top(a)) - rail / 2)
            if kind == "spindles":
                t = np.linspace(0, 1, 17)
                swell = 0.75 + 0.6 * np.sin(np.pi * t) ** 2 + 0.25 * (np.abs(t - 0.5) < 0.04)
                parts.append(Part(tube(start + t[:, None] * (end - start), 1.2, swell, sides=10), wood))
            else:
                parts.append(stick(start, end, 2 * half / (count + 2) * (0.4 + 0.8 * float(p["gap"])), 1.6))
        return parts
    if kind == "lattice":
        step = room / max(2, round(count / 4))
        for sign in (-1, 1):
            for x0 in np.arange(-half - room, half, step):
                a, b = max(x0, -half), min(x0 + room, half)
                if b - a < 3:
                    continue
                ha, hb = (a - x0, b - x0) if sign > 0 else (room - (a - x0), room - (b - x0))
                shift = np.array([0, 0.5 * sign, 0])
                parts.append(
                    Part(
                        bar(back.at(a, level + ha) + shift, back.at(b, level + hb) + shift, rectangle(1.1, 2.4), up=up),
                        wood,
                        bevel=0.2,
                    )
                )
        if back.crest in ("arched", "camel", "stepped"):
            parts.append(
                Part(
                    bar(back.at(-half, level + room), back.at(half, level + room), rectangle(2.2, 3.0), up=up), wood, bevel=0.3
                )
            )
        return parts
    number = 2 if half < 75 else 3
    sides = np.linspace(-1, 1, number + 1)
    for a, b in zip(sides[:-1], sides[1:], strict=True):
        if b < 1:
            parts.append(stick(back.at(half * b, level), back.at(half * b, float(back.top(b)) - rail / 2), 4.0, 3.0))
        left, right, middle = half * a, half * b, half * (a + b) / 2
        if kind == "crosses":
            for s in (-1, 1):
                ends = (left, right) if s > 0 else (right, left)
                tb = float(back.top(ends[1] / half)) - rail / 2
                shift = np.array([0, 0.5 * s, 0])
                parts.append(
                    Part(
                        bar(back.at(ends[0], level) + shift, back.at(ends[1], tb) + shift, rectangle(1.4, 3.4), up=up),
                        wood,
                        bevel=0.25,
                    )
                )
            ring = np.array(
                [
                    back.at(middle + 6 * np.cos(t), level + room / 2 + 6 * np.sin(t))
                    for t in np.linspace(0, 2 * np.pi, 28, endpoint=False)
                ]
            )
            parts.append(Part(tube(ring, 1.3, closed=True, sides=8), wood))
        else:
            reach = 0.17 * room
            hub = np.array([back.at(middle + reach * np.cos(t), level + reach * np.sin(t)) for t in np.linspace(0, np.pi, 16)])
            parts.append(Part(tube(hub, 1.5, sides=10), wood))
            for t in np.linspace(0, np.pi, max(5, count // 2 + 1))[1:-1]:
                d = np.array([np.cos(t), np.sin(t)])
                far = min(
                    (right - left) / 2 / max(abs(d[0]), 1e-6),
                    (float(back.top(middle / half)) - rail / 2 - level) / max(d[1], 1e-6),
                )
                end = middle + far * d[0]
                h = min(level + far * d[1], float(back.top(end / half)) - rail / 2)
                parts.append(
                    Part(
                        bar(
                            back.at(middle + reach * d[0], level + reach * d[1]),
                            back.at(end, h),
                            rectangle(2.0, 1.4),
                            up=(0, 1, 0),
                        ),
                        wood,
                        bevel=0.2,
                    )
                )
    return parts


def _pads(p: Parameters, half: float, front: float, rear: float, z: float, slope: float) -> list[Part]:
    """A seat pad, or a pair of pillows."""
    kind, soft = str(p["pad"]), _soft(p)
    if kind == "none":
        return []
    parts: list[Part] = []
    deep = rear - front - 1
    if kind == "pad":
        number = 1 if half < 62 or float(p["leg_width"]) > 0.5 else 2
        wide = 2 * half / number - 0.8
        for k in range(number):
            x = (k - (number - 1) / 2) * (wide + 0.8)
            parts.append(Part(cushion(wide, deep, 6.0, 4.0, 2.6, 1.4).moved(x, (front + rear) / 2, z - 0.1), soft))
            piping = tube(seam(wide, deep, z + 3.0, 4.0), 0.55, closed=True, sides=8)
            parts.append(Part(piping.moved(x, (front + rear) / 2), soft))
        return parts
    if slope == 0.0:
        parts.append(Part(cushion(min(50.0, half), deep, 5.0, 4.0, 2.4, 1.4).moved(0, (front + rear) / 2, z - 0.1), soft))
        return parts
    size = 40.0
    for x in (-half + 22, half - 22):
        pillow = tilted(throw_pillow(size, size, 14.0), -68.0)
        parts.append(Part(pillow.moved(x, rear - 9.0, z + 0.45 * size * 0.927 + 3.0), soft))
    return parts


# --- trestle, chest, stone, curve, log ----------------------------------------------------------------------------


def _trestle(p: Parameters) -> list[Part]:
    half, depth, z = float(p["length"]) / 2, 0.8 * float(p["depth"]), float(p["seat_height"])
    thick = float(p["thickness"])
    wood = _wood(p)
    planks = 1 + int(float(p["slats"]) / 3.5)
    step = depth / planks
    parts = [
        Part(
            block([-half, -depth / 2 + k * step + 0.25, z - thick], [half, -depth / 2 + (k + 1) * step - 0.25, z]),
            wood,
            bevel=0.5,
        )
        for k in range(planks)
    ]
    under = z - thick
    x = half * (0.96 - 1.6 * float(p["inset"])) - 3
    kind = str(p["ends"])
    width = _leg(p, 4.0, 7.5)
    reach = depth / 2 * 0.9
    for sx in (-1, 1):
        at = sx * x
        if kind in ("slab", "keyhole"):
            flare = 1.0 + 0.15 * float(p["splay"])
            t = np.linspace(0, 1, 24)
            waist = 1.0 - (0.34 * np.sin(np.pi * t) if kind == "keyhole" else np.zeros(24))
            side = np.column_stack([reach * 0.92 * waist * (flare - (flare - 1) * t), under * t])
            arch = np.column_stack(
                [reach * 0.5 * np.cos(np.linspace(np.pi, 0, 15)), 0.16 * under * np.sin(np.linspace(np.pi, 0, 15))]
            )
            outline = np.vstack([side, (side * [-1, 1])[::-1], arch])
            parts.append(Part(side_plate(outline, at - 0.28 * width - 0.8, 0.56 * width + 1.6), wood, bevel=0.5))
        elif kind == "x":
            for s, d in ((-1, 0.2), (1, -0.2)):
                parts.append(
                    Part(
                        bar(
                            [at + d, -s * reach * 0.92, under],
                            [at + d, s * reach * 1.08, 0],
                            rectangle(0.7 * width, width),
                            up=(0, 1, 0),
                        ),
                        wood,
                        bevel=0.4,
                    )
                )
        elif kind == "a":
            for s in (-1, 1):
                parts.append(
                    Part(
                        bar(
                            [at, s * reach * 0.3, under], [at, s * reach * 1.12, 0], rectangle(0.8 * width, width), up=(0, 1, 0)
                        ),
                        wood,
                        bevel=0.4,
                    )
                )
            parts.append(
                Part(
                    block([at - 1.6, -reach * 0.75, 0.36 * under], [at + 1.6, reach * 0.75, 0.36 * under + 4.5]),
                    wood,
                    bevel=0.3,
                )
            )
            parts.append(Part(block([at - 2.4, -reach * 0.9, under - 4], [at + 2.4, reach * 0.9, under]), wood, bevel=0.4))
        elif kind == "splayed":
            for s in (-1, 1):
                foot = [at + sx * (4 + 8 * float(p["splay"])), s * reach * 1.15, 0]
                parts.append(Part(round_leg([at, s * reach * 0.62, under], foot, width, 0.72), wood))
        else:
            for s in (-1, 1):
                parts += [
                    Part(mesh, wood, bevel=0.3)
                    for mesh in turned_leg(str(p["turning"]), [at, s * reach * 0.72], under, width, 7.0)
                ]
            parts.append(Part(block([at - 1.2, -reach * 0.7, under - 6], [at + 1.2, reach * 0.7, under]), wood, bevel=0.2))
    if kind == "turned":
        for s in (-1, 1):
            parts.append(
                Part(block([-x, s * reach * 0.72 - 1.2, under - 6], [x, s * reach * 0.72 + 1.2, under]), wood, bevel=0.2)
            )
    elif kind != "splayed" or float(p["gap"]) > 0.18:
        level = {"a": 0.36 * under + 2.2, "x": 0.5 * under, "splayed": under - 3.0}.get(
            kind, under * (0.3 + 0.4 * float(p["gap"]))
        )
        past = 4.0 if kind in ("slab", "keyhole") else 0.0
        parts.append(
            Part(
                bar([-x - past, 0, level], [x + past, 0, level], rectangle(2.8, 7.0 if past else 4.6), up=(0, 0, 1)),
                wood,
                bevel=0.4,
            )
        )
        if past:
            parts += [
                Part(block([sx * (x + 2.8) - 0.7, -1.2, level - 5], [sx * (x + 2.8) + 0.7, 1.2, level + 5]), wood, bevel=0.2)
                for sx in (-1, 1)
            ]
    return parts + _pads(p, half - 2, -depth / 2, depth / 2, z, 0.0)


def _chest(p: Parameters) -> list[Part]:
    """A box with a lid to sit on, in front of an optional low back."""
    half, depth, z = float(p["length"]) / 2 * 0.9, float(p["depth"]) - 2, float(p["seat_height"])
    wood = _wood(p)
    thick = min(float(p["thickness"]), 3.6)
    front, rear = -depth / 2, depth / 2
    feet = 3.0 + 5.0 * float(p["splay"])
    top = z - thick
    parts = [Part(block([-half, front, feet], [half, rear, top]), wood, bevel=0.4)]
    parts.append(Part(block([-half - 1.5, front - 2.0, top + 0.3], [half + 1.5, rear, z]), wood, bevel=0.8))
    style = int(float(p["slats"])) % 3
    count = 2 + int(float(p["bars"]) / 5)
    xs = np.linspace(-half + 3, half - 3, count + 1)
    if style == 0:
        parts += [
            Part(block([a + 2.5, front - 0.9, feet + 6], [b - 2.5, front + 1, top - 5]), wood, bevel=0.8)
            for a, b in zip(xs[:-1], xs[1:], strict=True)
        ]
    elif style == 1:
        slim = np.linspace(-half, half, 3 * count + 1)
        parts += [
            Part(block([a + 0.3, front - 0.9, feet + 0.1], [b - 0.3, front + 1, top]), wood, bevel=0.35)
            for a, b in zip(slim[:-1], slim[1:], strict=True)
        ]
    else:
        for a, b in zip(xs[:-1], xs[1:], strict=True):
            parts.append(Part(block([a + 0.6, front - 1.2, feet + 3], [b - 0.6, front + 1, top - 2]), wood, bevel=0.4))
            grip = tube(
                fillet(
                    [
                        ((a + b) / 2 - 5, front - 1, top - 9),
                        ((a + b) / 2 - 5, front - 3, top - 9),
                        ((a + b) / 2 + 5, front - 3, top - 9),
                        ((a + b) / 2 + 5, front - 1, top - 9),
                    ],
                    1.0,
                ),
                0.5,
                sides=8,
            )
            parts.append(Part(grip, _iron(p)))
    sturdy = _leg(p, 5.0, 8.0)
    if float(p["inset"]) > 0.11:
        parts += [Part(bun_foot(at, feet + 0.2, 0.62 * sturdy), wood) for at in corners(half - 5, depth / 2 - 5)]
    else:
        parts.append(Part(block([-half - 1.2, front - 1.2, 0], [half + 1.2, rear, feet + 1.5]), wood, bevel=0.6))
    slope = 0.0
    if p["back"] != "none":
        back = Back(p, half, rear - 2.0, z, 0.8 * float(p["back_height"]), 3.0)
        slope = back.slope
        parts += _back_filling(p, back, half - 2, 1.0, wood)
        for sx in (-1, 1):
            parts.append(
                Part(
                    bar(
                        back.at(sx * (half - 1), -z + feet),
                        back.at(sx * (half - 1), float(back.top(1.0)) + 1.5),
                        rectangle(5.0, 4.4),
                    ),
                    wood,
                    bevel=0.4,
                )
            )
    if p["arms"] != "none":
        level = z + 0.85 * float(p["arm_height"])
        for sx in (-1, 1):
            if p["arms"] == "scroll":
                curve = spline(
                    [(front, z), (front + 0.5, level - 6), (front + 6, level), (0, level - 1), (rear - 2, level + 3)], 30
                )
                outline = np.vstack([[(rear, level + 3), (rear, top)], [(front, top)], curve])[::-1]
                parts.append(Part(side_plate(outline, sx * half - 1.5, 3.0), wood, bevel=0.6))
            else:
                parts.append(Part(block([sx * half - 1.6, front, top], [sx * half + 1.6, front + 4, level]), wood, bevel=0.4))
                parts.append(Part(block([sx * half - 1.6, rear - 4, top], [sx * half + 1.6, rear, level]), wood, bevel=0.4))
                parts.append(
                    Part(
                        block([sx * half - 3.0, front - 1.5, level - 0.2], [sx * half + 3.0, rear, level + 2.2]),
                        wood,
                        bevel=0.6,
                    )
                )
    return parts + _pads(p, half - 2, front - 1, rear - 3, z, slope)


def _stone(p: Parameters) -> list[Part]:
    """A slab on two carved supports."""
    half, depth, z = float(p["length"]) / 2 * 0.85, float(p["depth"]), float(p["seat_height"])
    rock = _rock(p)
    thick = 5.0 + float(p["thickness"])
    bow = 0.0 if float(p["splay"]) < 0.5 else 0.1 + 0.12 * float(p["splay"])
    u = np.linspace(-1, 1, 25)
    shift = -bow * half * (1 - u**2) * -1
    rear_edge = np.column_stack([half * u, depth / 2 + shift])
    front_edge = np.column_stack([half * u, -depth / 2 + shift])
    plan = np.vstack([front_edge, rear_edge[::-1]])
    rings = []
    steps = [(1.6, 0.0), (1.6, 0.3), (0.0, 0.5), (0.0, 1.0)] if float(p["gap"]) > 0.2 else [(0.0, 0.0), (0.0, 1.0)]
    centre = plan.mean(axis=0)
    for by, share in steps:
        scale = 1 - by / np.array([half, depth / 2])
        rings.append(at_height(centre + (plan - centre) * scale, z - thick * (1 - share)))
    parts = [Part(loft(rings), rock, bevel=0.9)]
    under = z - thick
    x = half * (0.8 - 1.6 * float(p["inset"]))
    width = _leg(p, 11.0, 19.0)
    kind = str(p["plinth"])
    place_y = bow * half * (1 - (x / half) ** 2)
    for sx in (-1, 1):
        meshes: list[tuple[Mesh, float]] = []
        reach = 0.4 * depth
        if kind == "block":
            meshes.append((block([-width / 2, -reach, 0], [width / 2, reach, under]), 1.2))
        elif kind == "waisted":
            ring = rectangle(2, 2)
            shares = ((1.0, 0.0), (1.0, 0.14), (0.92, 0.18), (0.62, 0.42), (0.6, 0.56), (0.9, 0.82), (1.0, 0.86), (1.0, 1.0))
            meshes.append(
                (loft([at_height(ring * [width * 0.62 * s, reach * (0.3 + 0.7 * s)], h * under) for s, h in shares]), 0.5)
            )
        elif kind == "drum":
            meshes.append((slab(superellipse(0.8 * width, min(reach, 0.95 * width), 2.0, 48), 0, under), 1.0))
        elif kind == "baluster":
            meshes.append((block([-width * 0.6, -width * 0.6, 0], [width * 0.6, width * 0.6, 4]), 0.6))
            meshes.append((turned_post("vase", 3.8, under - 3.8, width * 0.55, 32), 0.0))
            meshes.append((block([-width * 0.7, -reach, under - 4], [width * 0.7, reach, under]), 0.6))
        else:
            t = np.linspace(0, 1, 40)
            side = reach * (0.62 + 0.36 * np.cos(2 * np.pi * t) ** 3 * (0.75 + 0.25 * t))
            outline = np.vstack([np.column_stack([side, under * t]), np.column_stack([-side, under * t])[::-1]])
            meshes.append((side_plate(outline, -0.4 * width, 0.8 * width), 0.9))
            for s in (-1, 1):
                meshes.append(
                    (
                        side_plate(
                            np.column_stack(
                                [
                                    s * reach * 0.72 + 4.6 * np.cos(2 * np.pi * t[:-1]),
                                    0.84 * under + 4.6 * np.sin(2 * np.pi * t[:-1]),
                                ]
                            ),
                            -0.4 * width - 1.0,
                            0.8 * width + 2.0,
                        ),
                        0.5,
                    )
                )
        parts += [Part(mesh.moved(sx * x, place_y), rock, bevel=bevel) for mesh, bevel in meshes]
    if p["back"] == "boards":
        tall = 0.8 * float(p["back_height"])
        rings = []
        for a in np.linspace(-0.96, 0.96, 31):
            high = z + tall + float(p["crest_rise"]) * (0.5 + 0.5 * np.cos(np.pi * a / 0.96))
            y = depth / 2 - 9.0 + bow * half * (1 - a**2)
            rings.append([(half * a, y, high), (half * a, y, z - 0.2), (half * a, y + 8.0, z - 0.2), (half * a, y + 8.0, high)])
        parts.append(Part(loft(np.array(rings)), rock, bevel=0.9))
    return parts


def _curved(p: Parameters) -> list[Part]:
    """An arc of slats; its hollow side is the front."""
    depth, z = float(p["depth"]), float(p["seat_height"])
    sweep_angle = np.radians(float(p["bow"]))
    radius = float(p["length"]) / 2 / np.sin(sweep_angle)
    thick = min(float(p["thickness"]), 4.0)
    wood, iron = _wood(p), _iron(p)

    def at(angle: Array | float, off: Array | float, height: Array | float) -> Array:
        r = radius + np.asarray(off, float)
        a = np.asarray(angle, float)
        return np.stack(np.broadcast_arrays(r * np.sin(a), r * np.cos(a) - radius, np.asarray(height, float)), axis=-1)

    t = np.linspace(-sweep_angle, sweep_angle, 49)
    parts: list[Part] = []
    radial = float(p["splay"]) > 0.5
    if radial:
        count = int(float(p["length"]) / (3.5 + 0.8 * float(p["slats"])))
        step = 2 * sweep_angle / count
        for k in range(count):
            a = -sweep_angle + (k + 0.5) * step
            wide = 0.5 * step * (1 - float(p["gap"]))
            plan = [
                at(a - s * wide, off, 0.0)[:2]
                for s, off in ((1, -depth / 2), (-1, -depth / 2), (-1, depth / 2), (1, depth / 2))
            ]
            parts.append(Part(slab(np.array(plan), z - thick, z), wood, bevel=0.3))
        for off in (-0.32 * depth, 0.32 * depth):
            parts.append(Part(sweep(at(t, off, z - thick - 1.6), rectangle(4.0, 3.4)), wood, bevel=0.3))
    else:
        count = int(float(p["slats"]))
        step = depth / count
        for k in range(count):
            off = -depth / 2 + (k + 0.5) * step
            parts.append(
                Part(sweep(at(t, off, z - thick / 2), rectangle(step * (1 - float(p["gap"])), thick)), wood, bevel=0.35)
            )
    under = z - thick - (3.2 if radial else 0.0)
    number = 3 if sweep_angle > np.radians(44) or float(p["length"]) > 160 else 2
    spots = np.linspace(-sweep_angle, sweep_angle, number) * (1 - 1.6 * float(p["inset"]))
    width = _leg(p, 4.0, 8.0)
    style = int(float(p["gap"]) * 100) % 3
    tall = 0.72 * float(p["back_height"])
    for a in spots:
        if style == 0:
            parts.append(
                Part(
                    sweep(
                        np.linspace(at(a, -0.42 * depth, under / 2), at(a, 0.42 * depth, under / 2), 3),
                        rectangle(1.5 * width, under),
                    ),
                    _rock(p),
                    bevel=0.8,
                )
            )
        elif style == 1:
            path = np.array(
                [at(a, -0.4 * depth, under), at(a, -0.44 * depth, 1.4), at(a, 0.44 * depth, 1.4), at(a, 0.4 * depth, under)]
            )
            parts.append(Part(tube(fillet(path, 7.0), 0.32 * width), iron))
        else:
            for off in (-0.36, 0.36):
                parts.append(Part(square_leg(at(a, off * depth, under), at(a, off * depth, 0), width), wood, bevel=0.4))
            parts.append(
                Part(
                    bar(
                        at(a, -0.44 * depth, under - 2),
                        at(a, 0.44 * depth, under - 2),
                        rectangle(0.8 * width, 4.0),
                        up=(0, 0, 1),
                    ),
                    wood,
                    bevel=0.3,
                )
            )
        if p["back"] == "boards":
            post = np.array(
                [at(a, 0.47 * depth, under - 3), at(a, 0.5 * depth + 2.5, z + 4), at(a, 0.5 * depth + 7.5, z + tall)]
            )
            parts.append(
                Part(sweep(spline(post, 10), rectangle(3.0, 3.4), up=(0, 1, 0)), iron if style == 1 else wood, bevel=0.3)
            )
    if p["back"] != "none":
        if p["back"] == "boards":
            rows = max(2, int(float(p["slats"]) / 2))
            for k in range(rows):
                h = 10 + (k + 0.5) * (tall - 10) / rows
                off = depth / 2 + 0.5 + 5.0 * h / tall
                parts.append(Part(sweep(at(t, off, z + h), rectangle(2.0, (tall - 10) / rows * 0.74)), wood, bevel=0.35))
        else:
            parts.append(Part(sweep(at(t, depth / 2 + 4, z + tall), rectangle(5.0, 3.6)), wood, bevel=0.6))
            for a in np.linspace(-sweep_angle, sweep_angle, 2 * int(float(p["bars"])) + 1):
                parts.append(
                    Part(
                        bar(
                            at(a, depth / 2 - 1.6, z - 0.5),
                            at(a, depth / 2 + 4, z + tall),
                            rectangle(2.8, 1.8),
                            up=at(a, 1 - radius, 0) + [0, radius, 0],
                        ),
                        wood,
                        bevel=0.25,
                    )
                )
    return parts


def _upholstered(p: Parameters) -> list[Part]:
    half, depth, z = float(p["length"]) / 2 * 0.9, float(p["depth"]), float(p["seat_height"])
    soft, wood = _soft(p), _wood(p)
    deep = 8.0 + 1.6 * float(p["thickness"])
    quilt, step = str(p["quilt"]), 2 * half / max(4, round(half / (3.0 + float(p["slats"]))))
    if quilt == "squares":
        step *= 1.4
    top = z - (0.0 if quilt == "plain" else 0.6)
    seat = drape(half, top, -depth / 2, depth / 2, deep, deep, 2.5, quilt, step, 0.0, deep, 2.2, 2.0)
    parts = [Part(seat, soft)]
    low = z - deep
    parts.append(Part(tube(seam(2 * half + 2.0, depth + 0.4, low + 0.5, 2.0), 0.7, closed=True, sides=8), soft))
    parts.append(Part(block([-half + 0.6, -depth / 2 + 1, low - 3.6], [half - 0.6, depth / 2 - 1, low + 0.6]), wood, bevel=0.4))
    under = low - 3.2
    width = _leg(p, 3.6, 6.5)
    kind = str(p["legs"])
    for at in corners(half - 0.6 * width - 2 - 60 * (float(p["inset"]) - 0.03), depth / 2 - 0.6 * width - 1.2):
        out = np.sign(at)
        if kind == "turned":
            parts += [Part(mesh, wood, bevel=0.3) for mesh in turned_leg(str(p["turning"]), at, under, width, 3.0)]
        elif kind == "cabriole":
            parts += [Part(mesh, wood) for mesh in cabriole_leg(at, out, under, width)]
        elif kind == "hairpin":
            parts.append(
                Part(
                    hairpin_leg([*at, under], [*(at + out * 4 * float(p["splay"])), 0], [-out[0] * 7, -out[1] * 4, 0], 0.6),
                    _iron(p),
                )
            )
        elif kind == "tapered":
            parts.append(Part(round_leg([*at, under], [*(at + out * 6 * float(p["splay"])), 0], width, 0.55), wood))
        elif kind == "square":
            parts.append(Part(square_leg([*at, under], [*at, 0], width, 0.8), wood, bevel=0.3))
    if kind == "crossed":
        x = half - 7 - 60 * (float(p["inset"]) - 0.03)
        y = depth / 2 - 3
        for sx in (-1, 1):
            for s in (-1, 1):
                line = spline(
                    [(-s * y, under), (-s * y * 0.55, 0.7 * under), (s * y * 0.55, 0.3 * under), (s * (y + 1.5), 0.8)], 20
                )
                parts.append(
                    Part(sweep(_in_side(line, sx * x + 0.2 * s), rectangle(2.6, 0.8 * width), up=(0, 1, 0)), wood, bevel=0.3)
                )
        parts.append(Part(tube(np.array([[-x, 0, 0.5 * under], [x, 0, 0.5 * under]]), 1.5), wood))
    if p["arms"] == "scroll":
        level = z + 0.8 * float(p["arm_height"])
        for sx in (-1, 1):
            r = 5.0
            line = spline(
                [(half - 3.0, low), (half - 1.0, z + 2), (half + 1.5, z + 0.6 * (level - z)), (half + 4.0, level - r)], 24
            )
            normal = np.column_stack([-np.gradient(line[:, 1]), np.gradient(line[:, 0])])
            normal /= np.linalg.norm(normal, axis=1, keepdims=True)
            circle_part = np.array(
                [(half + 4.5 + r * np.cos(t), level - r + r * np.sin(t)) for t in np.linspace(np.pi, -0.6 * np.pi, 24)]
            )
            outline = np.vstack([(line + 3.0 * normal)[:-3], circle_part, (line - 1.0 * normal)[:-6][::-1]]) * [sx, 1]
            if sx > 0:
                outline = outline[::-1]
            parts.append(Part(plate(outline, -depth / 2 + 0.3, depth - 0.6), soft, bevel=0.8))
            rim = np.column_stack([outline[:, 0], np.full(len(outline), -depth / 2 + 0.2), outline[:, 1]])
            parts.append(Part(tube(rim[::2], 0.6, closed=True, sides=8), soft))
    return parts


def _log(p: Parameters) -> list[Part]:
    """Half a trunk on two short ones."""
    half, z = float(p["length"]) / 2 * 0.85, float(p["seat_height"])
    r = 0.36 * float(p["depth"]) + 1.2 * float(p["thickness"])
    squat = 0.62 + 0.3 * float(p["splay"])
    style = int(float(p["slats"])) % 3
    if style == 1:
        z = min(z, 0.7 * squat * r + 25.0)
    wood = _wood(p)
    bark = Finish("wood", "#4a3626" if p["wood"] != "walnut" else "#33241a")
    x = np.linspace(-half, half, 41)

    def rough(angle: Array, at: Array) -> Array:
        return (
            1
            + 0.035 * np.sin(3 * angle + 0.06 * at + 9 * float(p["gap"]))
            + 0.03 * np.sin(5 * angle - 0.045 * at)
            + 0.02 * np.sin(0.11 * at)
        )

    angle = np.linspace(np.pi, 2 * np.pi, 25)
    rings = []
    for a in x:
        radius = r * rough(angle, a)
        ring = np.stack([np.full(25, a), radius * np.cos(angle), z + squat * radius * np.sin(angle)], axis=1)
        ring[[0, -1], 2] = z
        rings.append(ring)
    parts = [Part(loft(rings), bark, bevel=0.3)]
    seat_edge = np.array([[ring[0], ring[-1]] for ring in rings])
    grid = np.stack([seat_edge[:, 0] * [1, 0.985, 1] + [0, 0, 0.15], seat_edge[:, 1] * [1, 0.985, 1] + [0, 0, 0.15]])
    top = np.linspace(grid[0], grid[1], 9)
    parts.append(Part(sheet(top), wood))
    for sx in (-1, 1):
        face = rings[0 if sx < 0 else -1] * [1.0, 0.93, 1.0]
        face[:, 2] = z + (face[:, 2] - z) * 0.93
        face[:, 0] += sx * 0.15
        cap = Mesh(face, (tuple(range(25)) if sx > 0 else tuple(range(24, -1, -1)),))
        parts.append(Part(cap, wood))
    place = half * (0.8 - 1.8 * float(p["inset"]))
    width = _leg(p, 11.0, 17.0)
    under = z - 0.7 * squat * r
    for sx in (-1, 1):
        if style == 0:
            turn = np.linspace(0, 2 * np.pi, 36, endpoint=False)
            stump = [
                np.stack(
                    [
                        sx * place + width * 0.8 * rough(turn, np.array(40.0 * sx)) * np.cos(turn) * s,
                        width * rough(turn, np.array(40.0 * sx)) * np.sin(turn) * s,
                        np.full(36, h),
                    ],
                    1,
                )
                for s, h in ((1.06, 0.0), (1.0, 4.0), (0.97, under))
            ]
            parts.append(Part(loft(stump), bark, bevel=0.3))
        elif style == 1:
            turn = np.linspace(0, 2 * np.pi, 32, endpoint=False)
            reach = 0.95 * r
            radius = 0.5 * under
            rows = [
                np.stack(
                    [
                        sx * place + radius * 0.95 * rough(turn, np.array(y)) * np.sin(turn),
                        np.full(32, y),
                        radius * (1 + 0.98 * rough(turn, np.array(y)) * np.cos(turn)),
                    ],
                    1,
                )
                for y in np.linspace(-reach, reach, 9)
            ]
            parts.append(Part(loft(rows), bark, bevel=0.3))
            end = rows[0].copy()
            end[:, 0] = sx * place + (end[:, 0] - sx * place) * 0.92
            end[:, 2] = radius + (end[:, 2] - radius) * 0.92
            end[:, 1] -= 0.15
            parts.append(Part(Mesh(end, (tuple(range(31, -1, -1)),)), wood))
        else:
            for sy in (-1, 1):
                parts.append(
                    Part(
                        round_leg(
                            [sx * place, sy * 0.4 * r, under + 3], [sx * (place + 6), sy * (0.75 * r + 3), 0], 0.55 * width, 0.8
                        ),
                        bark,
                        bevel=0.3,
                    )
                )
    if p["back"] == "boards":
        tall = 0.75 * float(p["back_height"])
        for sx in (-1, 1):
            parts.append(
                Part(
                    round_leg([sx * (half - 18), 0.78 * r, z - 4], [sx * (half - 17), 0.78 * r + 8, z + tall], 6.5, 0.85),
                    bark,
                    bevel=0.3,
                )
            )
        for k in range(1 + int(float(p["slats"]) > 5)):
            h = z + tall - 7 - 15 * k
            y = 0.78 * r + 8 * (h - z) / tall - 3.6
            turn = np.linspace(0, 2 * np.pi, 24, endpoint=False)
            rows = [
                np.stack([np.full(24, a), y + 2.6 * np.sin(-turn), h + 5.8 * rough(turn, np.array(a)) * np.cos(turn)], 1)
                for a in x[1:-1]
            ]
            parts.append(Part(loft(rows), wood, bevel=0.3))
    return parts


# --- attributes ---------------------------------------------------------------------------------------------------


def attributes(p: Parameters) -> dict[str, float]:
    """Numbers in [0, 1] that describe a bench."""
    kind, back = str(p["kind"]), str(p["back"])
    high = {"none": 0.0}.get(back, (float(p["back_height"]) * (1.5 if kind == "settle" else 1.0)) / 84.0)
    return {
        "long": (float(p["length"]) - 95.0) / 95.0,
        "deep": (float(p["depth"]) - 34.0) / 18.0,
        "high_seat": (float(p["seat_height"]) - 40.0) / 10.0,
        "backrest": high,
        "armrests": float(p["arms"] != "none"),
        "slatted": float(kind in ("park", "slatted", "garden", "curved")),
        "soft": 1.0 if kind == "upholstered" else {"none": 0.0, "pad": 0.7, "pillows": 0.4}[str(p["pad"])],
        "curved": {"curved": 1.0, "log": 0.5, "stone": 0.4 * float(float(p["splay"]) > 0.5), "park": 0.5}.get(kind, 0.0),
        "solid_base": {"chest": 1.0, "stone": 0.7, "log": 0.6, "settle": 0.6}.get(kind, 0.0),
    }


CATEGORY = Category("bench", 1, SPACE, build, attributes, View(azimuth=-30.0, elevation=17.0, azimuth_spread=7.0))
