# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables and desks, in centimetres; the front (drawers) faces -y."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..category import Category, View
from ..colour import darker
from ..finish import Finish, Print
from ..furniture.drawers import PULLS, drawer
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
from ..furniture.solids import block, inset, plate, rounded_rectangle, side_plate
from ..mesh import Array, Mesh
from ..palette import METAL, WOOD
from ..parameters import Choice, Continuous, Parameters
from ..part import Part
from ..shapes.curves import circle, fillet, rectangle, resample, spline, superellipse
from ..shapes.lathe import lathe
from ..shapes.loft import at_height, loft, slab
from ..shapes.sweep import bar, sweep, tube

SPACE = {
    "kind": Choice(
        ("four legs", "pedestal", "trestle", "desk", "tulip", "drop leaf", "folding", "frame", "tiers", "nest"), weight=5.0
    ),
    "shape": Choice(
        ("rectangle", "rounded", "round", "oval", "racetrack", "octagon", "boat", "kidney", "square"),
        weight=3.0,
        given=(
            "kind",
            {
                "four legs": ("rectangle", "rounded", "oval", "boat", "octagon", "square"),
                "pedestal": ("round", "oval", "octagon", "racetrack", "square"),
                "trestle": ("rectangle", "boat", "racetrack", "rounded"),
                "desk": ("rectangle", "rounded"),
                "tulip": ("round", "oval", "racetrack", "kidney"),
                "drop leaf": ("rectangle", "oval", "rounded"),
                "folding": ("rectangle", "rounded", "octagon", "round"),
                "frame": ("rectangle", "round", "square", "racetrack", "kidney"),
                "tiers": ("round", "square", "oval", "octagon"),
                "nest": ("rectangle", "round", "rounded"),
            },
        ),
    ),
    "legs": Choice(
        ("square", "tapered", "turned", "cabriole", "splayed", "sabre"),
        weight=2.5,
        when={"kind": ("four legs", "drop leaf", "tiers", "nest", "desk")},
        given=(
            "kind",
            {
                "drop leaf": ("square", "turned", "cabriole", "tapered"),
                "tiers": ("square", "turned", "splayed"),
                "nest": ("tapered", "square", "splayed", "turned"),
            },
        ),
    ),
    "turning": Choice(tuple(TURNINGS), weight=1.0),
    "base": Choice(
        ("column and claws", "square post", "drum", "cluster", "pyramid", "barley twist"),
        weight=2.5,
        when={"kind": ("pedestal",)},
    ),
    "trestle": Choice(("x", "a", "lyre", "twin posts", "y"), weight=2.5, when={"kind": ("trestle",)}),
    "desk": Choice(("one pedestal", "two pedestals", "apron", "hutch"), weight=3.0, when={"kind": ("desk",)}),
    "frame": Choice(("hairpin", "hoops", "box", "crossed", "wires"), weight=2.5, when={"kind": ("frame",)}),
    "stretcher": Choice(
        ("none", "h", "box", "x", "shelf"),
        weight=2.0,
        when={"kind": ("four legs", "nest")},
        given=("kind", {"nest": ("none", "box")}),
    ),
    "surface": Choice(
        ("plain", "planks", "border", "breadboard", "sunburst", "inset panel"),
        weight=2.0,
        given=(
            "kind",
            {
                "tulip": ("plain", "border", "inset panel"),
                "drop leaf": ("plain", "planks"),
                "folding": ("planks", "plain", "border"),
                "frame": ("plain", "planks", "inset panel"),
                "tiers": ("plain", "border", "inset panel"),
            },
        ),
    ),
    "edge": Choice(
        ("square", "underbevel", "bullnose", "ogee", "tray"), weight=1.0, given=("kind", {"drop leaf": ("square", "bullnose")})
    ),
    "drawers": Choice(
        ("none", "one", "two"),
        weight=1.5,
        when={"kind": ("four legs",)},
        given=("shape", {"oval": ("none",), "octagon": ("none",)}),
    ),
    "pull": Choice(PULLS, weight=0.5, when={"kind": ("desk",)}),
    "length": Continuous(0.0, 1.0, weight=2.0),
    "breadth": Continuous(0.0, 1.0, weight=1.5),
    "tallness": Continuous(0.0, 1.0, weight=2.0),
    "top_thickness": Continuous(2.2, 5.5),
    "leg_width": Continuous(0.0, 1.0, weight=1.5),
    "taper": Continuous(0.45, 0.85, weight=0.7),
    "splay": Continuous(3.0, 13.0),
    "overhang": Continuous(0.0, 1.0),
    "apron": Continuous(5.0, 13.0, when={"kind": ("four legs", "desk", "drop leaf", "trestle")}),
    "arch": Continuous(0.0, 0.6, weight=0.5, when={"kind": ("four legs",)}),
    "shelf": Continuous(0.15, 0.5),
    "waist": Continuous(0.1, 0.4, when={"kind": ("pedestal", "tulip")}),
    "boards": Continuous(3.0, 7.99, weight=0.7, when={"surface": ("planks",)}),
    "wood": Choice(tuple(WOOD), weight=0.0),
    "second_wood": Choice(("same", *WOOD), weight=0.0, shares={"same": 8.0}),
    "metal": Choice(tuple(METAL), weight=0.0),
    "stone": Choice(("marble", "slate", "terrazzo"), weight=0.0),
    "panel": Choice(("glass", "leather", "stone"), weight=0.0),
}

# Length, breadth and height of each kind, from least to most.
SIZES = {
    "four legs": ((95, 190), (60, 92), (42, 78)),
    "pedestal": ((70, 135), (62, 92), (58, 78)),
    "trestle": ((140, 210), (72, 92), (71, 77)),
    "desk": ((105, 155), (54, 72), (71, 78)),
    "tulip": ((70, 150), (60, 95), (46, 75)),
    "drop leaf": ((70, 100), (92, 130), (70, 76)),
    "folding": ((58, 110), (48, 70), (48, 74)),
    "frame": ((70, 140), (52, 80), (36, 72)),
    "tiers": ((40, 72), (34, 46), (52, 76)),
    "nest": ((48, 66), (36, 46), (48, 58)),
}
DARK = "#1d1b1a"


def build(p: Parameters) -> list[Part]:
    """The top and what it stands on."""
    makers: dict[str, Callable[[Parameters], list[Part]]] = {
        "four legs": _four_legs,
        "pedestal": _pedestal,
        "trestle": _trestle,
        "desk": _desk,
        "tulip": _tulip,
        "drop leaf": _drop_leaf,
        "folding": _folding,
        "frame": _frame,
        "tiers": _tiers,
        "nest": _nest,
    }
    return makers[str(p["kind"])](p)


# --- sizes and finishes -------------------------------------------------------------------------------------------


def _size(p: Parameters) -> tuple[float, float, float]:
    """Length along x, breadth along y, height."""
    ranges = SIZES[str(p["kind"])]
    length, breadth, height = (
        low + (high - low) * float(p[name]) for (low, high), name in zip(ranges, ("length", "breadth", "tallness"), strict=True)
    )
    if p["shape"] in ("round", "square", "octagon") and p["kind"] not in ("desk", "drop leaf"):
        length = breadth = 0.35 * length + 0.65 * breadth if p["kind"] == "four legs" else 0.6 * length + 0.4 * breadth
    elif p["kind"] in ("pedestal", "tulip"):
        length = max(length, 1.3 * breadth)
    return length, breadth, height


def _leg_width(p: Parameters, low: float = 4.5, high: float = 9.0) -> float:
    return low + (high - low) * float(p["leg_width"])


def _wood(p: Parameters) -> Finish:
    return Finish("wood", WOOD[str(p["wood"])])


def _leg_wood(p: Parameters) -> Finish:
    name = str(p["second_wood"])
    return _wood(p) if name == "same" else Finish("wood", WOOD[name])


def _metal(p: Parameters) -> Finish:
    return Finish("metal", METAL[str(p["metal"])])


def _pull_metal(p: Parameters) -> Finish:
    """A pull must not vanish before the wood."""
    return Finish("metal", METAL["brass" if p["metal"] == "black" and p["wood"] in ("black", "walnut") else str(p["metal"])])


def _stone(p: Parameters) -> Finish:
    prints = {
        "marble": Finish("stone", "#d2cec6", 0.2, Print("marble", "#7e7a75", 4.0)),
        "slate": Finish("stone", "#4a4c4f", 0.4),
        "terrazzo": Finish("stone", "#cdc3b2", 0.3, Print("speckle", "#8a6a55", 24.0)),
    }
    return prints[str(p["stone"])]


def _shaded(finish: Finish, factor: float) -> Finish:
    """The finish darker, for grooves and inlays."""
    return Finish(finish.kind, darker(finish.colour, factor), finish.roughness)


# --- the top ------------------------------------------------------------------------------------------------------


def _outline(shape: str, length: float, breadth: float) -> Array:
    """Plan of a top, anticlockwise."""
    a, b = length / 2, breadth / 2
    if shape == "round":
        return superellipse(a, a, 2.0, 72)
    if shape == "oval":
        return superellipse(a, b, 2.15, 80)
    if shape == "racetrack":
        plan = rounded_rectangle(a, b, b, arc=16, along=6)
        return plan[np.linalg.norm(plan - np.roll(plan, 1, axis=0), axis=1) > 1e-6]
    if shape == "rounded":
        return rounded_rectangle(a, b, 0.32 * b, arc=9, along=6)
    if shape == "octagon":
        cut = 0.42 * b
        return np.array(
            [(a, b - cut), (a - cut, b), (cut - a, b), (-a, b - cut), (-a, cut - b), (cut - a, -b), (a - cut, -b), (a, cut - b)]
        )
    if shape == "boat":
        plan = rounded_rectangle(a, b, 0.0, arc=1, along=14)
        plan[:, 1] *= 1 - 0.24 * (plan[:, 0] / a) ** 2
        return plan
    if shape == "kidney":
        points = [(a, 0.05 * b), (0.62 * a, 0.8 * b), (0, 0.98 * b), (-0.7 * a, 0.85 * b), (-a, 0.05 * b)]
        points += [(-0.72 * a, -0.8 * b), (-0.2 * a, -0.62 * b), (0.3 * a, -0.72 * b), (0.8 * a, -0.75 * b)]
        loop = np.array([*points[-2:], *points, *points[:3]])
        curve = spline(loop, 400)
        first, last = (int(np.argmin(np.linalg.norm(half - points[0], axis=1))) for half in (curve[:200], curve[200:]))
        return resample(curve[first : 200 + last + 1], 81)[:-1]
    return rounded_rectangle(a, b, 0.0, arc=1, along=8)


def _top_profile(edge: str, thick: float) -> list[tuple[float, float]]:
    """(distance inwards, height) from the underside to the upper side, for a top between 0 and `thick`."""
    if edge == "underbevel":
        return [(1.9 * thick, 0.0), (0.0, 0.62 * thick), (0.0, thick)]
    if edge == "bullnose":
        angle = np.linspace(-np.pi / 2, np.pi / 2, 9)
        return [(0.5 * thick * (1 - np.cos(t)), 0.5 * thick * (1 + np.sin(t))) for t in angle]
    if edge == "ogee":
        shares = ((1.1, 0.0), (1.1, 0.18), (0.75, 0.25), (0.5, 0.42), (0.12, 0.52), (0.0, 0.6), (0.0, 0.86), (0.14, 1.0))
        return [(i * thick, z * thick) for i, z in shares]
    if edge == "tray":
        return [(0.0, 0.0), (-0.7, thick + 2.2), (1.2, thick + 2.2), (1.9, thick)]
    return [(0.0, 0.0), (0.0, thick)]


def _top(p: Parameters, outline: Array, z: float, finish: Finish, plain: bool = False) -> list[Part]:
    """A top whose upper side is at `z`, with its pattern."""
    thick = float(p["top_thickness"])
    profile = _top_profile(str(p["edge"]), thick)
    limit = 0.12 * float(np.ptp(outline, axis=0).min())
    profile = [(min(by, limit), h) for by, h in profile]
    mesh = loft([at_height(inset(outline, by), z - thick + h) for by, h in profile])
    parts = [Part(mesh, finish, bevel=0.0 if p["edge"] == "bullnose" else 0.35)]
    return parts if plain else parts + _pattern(p, outline, z, finish)


def _under(p: Parameters, z: float) -> float:
    """The underside of the top."""
    return z - float(p["top_thickness"])


def _span(outline: Array, at: float, axis: int) -> tuple[float, float]:
    """Where the line at `at` across `axis` enters and leaves the outline."""
    following = np.roll(outline, -1, axis=0)
    hits = []
    for a, b in zip(outline, following, strict=True):
        if (a[axis] - at) * (b[axis] - at) <= 0 and a[axis] != b[axis]:
            share = (at - a[axis]) / (b[axis] - a[axis])
            hits.append(a[1 - axis] + share * (b[1 - axis] - a[1 - axis]))
    return (min(hits), max(hits)) if hits else (0.0, 0.0)


def _strip(a: Array, b: Array, z: float, width: float) -> Mesh:
    """A thin flat line on a surface, from (x, y) `a` to `b`."""
    return bar([*a, z], [*b, z], rectangle(width, 0.16), up=(0, 0, 1))


def _pattern(p: Parameters, outline: Array, z: float, finish: Finish) -> list[Part]:
    """Grooves, inlays and panels on the upper side."""
    kind, line = str(p["surface"]), _shaded(finish, 0.38)
    margin = {"tray": 2.2, "bullnose": 0.4 * float(p["top_thickness"])}.get(str(p["edge"]), 0.3)
    inner = inset(outline, margin)
    low, high = inner.min(axis=0), inner.max(axis=0)
    long = 0 if high[0] - low[0] >= high[1] - low[1] - 1e-6 else 1
    if kind == "planks":
        count = int(float(p["boards"]))
        parts = []
        for at in np.linspace(low[1 - long], high[1 - long], count + 1)[1:-1]:
            a, b = _span(inner, at, 1 - long)
            ends = [np.array([a, at]), np.array([b, at])] if long == 0 else [np.array([at, a]), np.array([at, b])]
            parts.append(Part(_strip(*ends, z, 0.7), line))
        return parts
    if kind == "breadboard":
        parts = []
        for at in (low[0] + 0.11 * (high[0] - low[0]), high[0] - 0.11 * (high[0] - low[0])):
            a, b = _span(inner, at, 0)
            parts.append(Part(_strip(np.array([at, a]), np.array([at, b]), z, 0.8), line))
        return parts
    if kind == "sunburst":
        centre = (low + high) / 2
        parts = []
        for k in range(8):
            far = centre + np.array([np.cos(k * np.pi / 8), np.sin(k * np.pi / 8)]) * 500
            ends = []
            for sign in (-1, 1):
                shares = np.linspace(0, 1, 4001)[:, None]
                ray = centre + sign * shares * (far - centre)
                ends.append(ray[int(np.argmax(~_inside(inner, ray))) - 1])
            parts.append(Part(_strip(*ends, z + 0.006 * k, 0.6), line))
        return parts
    if kind in ("border", "inset panel"):
        distance = max(3.0, 0.1 * float(min(high - low)))
        ring = inset(inner, distance)
        path = at_height(resample(np.vstack([ring, ring[:1]]), 97)[:-1], z)
        if kind == "inset panel":
            panels = {"glass": Finish("plastic", "#33413f", 0.06), "leather": Finish("leather", "#2f4436"), "stone": _stone(p)}
            return [
                Part(slab(ring, z - 0.5, z + 0.12), panels[str(p["panel"])]),
                Part(sweep(path, rectangle(0.7, 0.4), closed=True), line),
            ]
        second = at_height(resample(np.vstack([inset(inner, distance + 2.4), inset(inner, distance + 2.4)[:1]]), 97)[:-1], z)
        return [Part(sweep(loop, rectangle(w, 0.2), closed=True), line) for loop, w in ((path, 1.0), (second, 0.5))]
    return []


def _inside(outline: Array, points: Array) -> Array:
    """Whether each point lies in the outline (even-odd rule)."""
    inside = np.zeros(len(points), bool)
    for a, b in zip(outline, np.roll(outline, -1, axis=0), strict=True):
        crosses = (a[1] > points[:, 1]) != (b[1] > points[:, 1])
        with np.errstate(divide="ignore", invalid="ignore"):
            x = (b[0] - a[0]) * (points[:, 1] - a[1]) / (b[1] - a[1]) + a[0]
        inside ^= crosses & (points[:, 0] < x)
    return inside


# --- on legs ------------------------------------------------------------------------------------------------------


def _places(p: Parameters, length: float, breadth: float, width: float) -> list[Array]:
    """(x, y) of four legs under a top."""
    shape = str(p["shape"])
    if shape in ("round", "oval", "octagon", "kidney"):
        share = 0.6 + 0.04 * float(p["overhang"])
        return corners(length / 2 * share, breadth / 2 * share)
    end = {"racetrack": 0.26 * breadth, "rounded": 0.06 * breadth}.get(shape, 0.0)
    gap = width / 2 + 1.0 + 7.0 * float(p["overhang"])
    slim = 0.87 if shape == "boat" else 1.0
    return corners(length / 2 - gap - end, breadth / 2 * slim - width / 2 - 1.0 - 3.0 * float(p["overhang"]))


def _leg(p: Parameters, at: Array, top: float, width: float, square: float) -> list[Mesh]:
    """One leg of the style asked for; `square` is how much of it stays square for the apron."""
    kind = str(p["legs"])
    out = np.sign(at)
    head = np.array([*at, top])
    if kind == "turned":
        return turned_leg(str(p["turning"]), at, top, width, square + 2.0)
    if kind == "cabriole":
        return cabriole_leg(at, out, top, width * 0.95)
    if kind == "splayed":
        return [round_leg(head, [*(at + out * float(p["splay"])), 0.0], width, float(p["taper"]))]
    if kind == "sabre":
        t = np.linspace(0, 1, 16)
        path = np.column_stack([at + out * (float(p["splay"]) * t[:, None] ** 2.2), top * (1 - t)])
        return [sweep(path, rectangle(width, width), up=(0, 1, 0), scale=1 - (1 - float(p["taper"])) * t)]
    low = top - square - 1.0
    if kind == "tapered":
        cube = block([*(at - width / 2), low], [*(at + width / 2), top])
        return [cube, square_leg([*at, low], [*at, 0.0], width, float(p["taper"]))]
    return [square_leg(head, [*at, 0.0], width)]


def _apron_board(a: Array, b: Array, z: float, height: float, arch: float) -> Mesh:
    """A board between two legs below `z`; `arch` is how much of it is cut away in the middle."""
    along = b - a
    t = np.linspace(0, 1, 21)
    cut = arch * height * np.clip(np.sin(np.pi * t), 0, 1) ** 0.7
    rings = []
    normal = np.array([-along[1], along[0]]) / np.linalg.norm(along)
    for share, up in zip(t, cut, strict=True):
        centre = a + share * along
        ring = [
            (*(centre + normal), z),
            (*(centre - normal), z),
            (*(centre - normal), z - height + up),
            (*(centre + normal), z - height + up),
        ]
        rings.append(ring)
    return loft(np.array(rings))


def _four_legs(p: Parameters, finish: Finish | None = None) -> list[Part]:
    length, breadth, height = _size(p)
    width = _leg_width(p)
    apron = min(float(p["apron"]), 0.2 * height)
    outline = _outline(str(p["shape"]), length, breadth)
    wood, legs = _wood(p), _leg_wood(p)
    parts = _top(p, outline, height, wood)
    z = _under(p, height)
    places = _places(p, length, breadth, width)
    for at in places:
        parts += [Part(mesh, legs, bevel=0.4) for mesh in _leg(p, at, z, width, apron)]
    arch = float(p["arch"]) if p["drawers"] == "none" else 0.0
    for k in range(4):
        parts.append(Part(_apron_board(places[k], places[(k + 1) % 4], z, apron, arch), legs, bevel=0.2))
    if p["drawers"] != "none":
        count = {"one": 1, "two": 2}[str(p["drawers"])]
        xs = np.linspace(places[0][0] + width / 2 + 1, places[1][0] - width / 2 - 1, count + 1)
        for x0, x1 in zip(xs[:-1], xs[1:], strict=True):
            parts += drawer((x0, z - apron + 0.6), (x1, z - 0.5), places[0][1] - 1.0, "knob", legs, _pull_metal(p))
    return parts + _stretchers(p, places, z, width, legs)


def _stretchers(p: Parameters, places: list[Array], z: float, width: float, finish: Finish) -> list[Part]:
    kind = str(p["stretcher"])
    if kind == "none":
        return []
    share = float(p["shelf"])
    low = z * (min(share, 0.3) if p["legs"] in ("turned", "cabriole") else share)

    def at(k: int) -> Array:
        spread = {"splayed": 1 - low / z, "sabre": (1 - low / z) ** 2.2}.get(str(p["legs"]), 0.0) * float(p["splay"])
        return np.array([*(places[k] + np.sign(places[k]) * spread), low])

    section = rectangle(2.4, 3.6)
    fl, fr, rr, rl = (at(k) for k in range(4))
    if kind == "shelf":
        edge = width * 0.3 + 0.4
        return [
            Part(
                block([fl[0] - edge, fl[1] - edge, low], [fr[0] + edge, rr[1] + edge, low + 2.4]),
                finish,
                bevel=0.4,
            )
        ]
    if kind == "h":
        pairs = [(fl, rl), (fr, rr), ((fl + rl) / 2, (fr + rr) / 2)]
    elif kind == "box":
        pairs = [(fl, fr), (fr, rr), (rr, rl), (rl, fl)]
    else:
        pairs = [(fl, rr), (fr, rl)]
    return [Part(bar(a, b, section, up=(0, 0, 1)), finish, bevel=0.3) for a, b in pairs]


def _nest(p: Parameters) -> list[Part]:
    """Three tables, each smaller, drawn out to the left."""
    length, breadth, height = _size(p)
    parts: list[Part] = []
    width = _leg_width(p, 3.0, 4.6)
    round_top = p["shape"] == "round"
    if round_top:
        breadth = length
    wood, legs = _wood(p), _leg_wood(p)
    step = (0.5 + 0.25 * float(p["overhang"])) * length
    for k in range(3):
        small = 1 - 0.17 * k
        high = height - k * (float(p["top_thickness"]) + 4.5)
        outline = _outline(str(p["shape"]), length * small, breadth * small)
        x, y = -k * step, -k * (0.08 + 0.25 * float(p["shelf"])) * breadth * (1 if round_top else 0.4)
        table = _top(p, outline, high, wood)
        z = _under(p, high)
        places = _places(p, length * small, breadth * small, width)
        calm = dict(p) | {"splay": 0.35 * float(p["splay"])}
        for at in places:
            table += [Part(mesh, legs, bevel=0.3) for mesh in _leg(calm, at, z, width, 3.0)]
        for a, b in zip(places, places[1:] + places[:1], strict=True):
            table.append(Part(_apron_board(a, b, z, 3.0, 0.0), legs, bevel=0.2))
        table += _stretchers(calm | {"shelf": 0.16}, places, z, width, legs)
        parts += [Part(t.mesh.moved(x, y), t.finish, t.bevel) for t in table]
    return parts


def _tiers(p: Parameters) -> list[Part]:
    """A side table with two or three tops one above the other."""
    length, breadth, height = _size(p)
    count = 3 if p["edge"] in ("tray", "ogee") else 2
    wood = _wood(p)
    round_plan = p["shape"] in ("round", "oval")
    plan = _outline(str(p["shape"]), length, breadth)
    low = (0.16 + 0.4 * (float(p["shelf"]) - 0.15)) * height
    levels = np.linspace(low, height, count)
    width = _leg_width(p, 2.4, 4.4)
    parts: list[Part] = []
    for k, z in enumerate(levels):
        tier = plan * (1.0 if float(p["taper"]) < 0.62 else 1.0 + 0.14 * (count - 1 - k)) if k < count - 1 else plan
        parts += _top(p, tier, z, wood, plain=k < count - 1)
    share = {"round": 0.63, "oval": 0.63, "octagon": 0.66}.get(str(p["shape"]), 0.9)
    places = corners(length / 2 * share, breadth / 2 * share)
    if round_plan and p["legs"] == "splayed":
        places = [
            length / 2 * 0.72 * np.array([np.cos(a), np.sin(a)]) * [1, breadth / length] for a in np.radians((-140, -20, 90))
        ]
    for at in places:
        if p["legs"] == "turned":
            stops = [0.0, *levels]
            for a, b in zip(stops[:-1], stops[1:], strict=True):
                parts.append(
                    Part(
                        turned_post(str(p["turning"]), a, b - 0.6 * float(p["top_thickness"]), width * 0.62).moved(*at),
                        _leg_wood(p),
                    )
                )
        elif p["legs"] == "splayed":
            foot = [*(at * (1 + 0.02 * float(p["splay"]))), 0.0]
            parts.append(Part(round_leg([*at, height - 1], foot, width, float(p["taper"])), _metal(p)))
        else:
            parts.append(Part(square_leg([*at, height - 1], [*at, 0.0], width), _leg_wood(p), bevel=0.3))
    return parts


def _drop_leaf(p: Parameters) -> list[Part]:
    """A narrow middle with one leaf hanging and one held up by a gate leg."""
    length, breadth, height = _size(p)
    wood, legs = _wood(p), _leg_wood(p)
    thick = min(float(p["top_thickness"]), 3.0)
    middle = 0.34 + 0.12 * float(p["overhang"])
    full = _outline(str(p["shape"]), length, breadth)
    half = middle * breadth / 2
    xs = np.linspace(-length / 2 + 0.01, length / 2 - 0.01, 61)
    reach = np.array([_span(full, x, 0)[1] for x in xs])
    keep = reach > half
    outer = np.column_stack([xs[keep], reach[keep]])
    ends = np.array([[outer[-1, 0], half], [outer[0, 0], half]])
    leaf = np.vstack([ends[1:], ends[:1], outer[::-1]])
    body = full.copy()
    body[:, 1] = np.clip(body[:, 1], -half, half)
    parts = [Part(slab(body, height - thick, height), wood, bevel=0.4)]
    parts.append(Part(slab(leaf + [0, 0.3], height - thick, height), wood, bevel=0.4))
    hanging = np.column_stack([leaf[:, 0], height - thick * 0.6 - (leaf[:, 1] - half)])
    parts.append(Part(plate(hanging[::-1], -half - thick, thick), wood, bevel=0.4))
    width = _leg_width(p, 4.0, 6.0)
    z = height - thick
    apron = min(float(p["apron"]), 10.0)
    reach_x = min(length / 2 - width, float(outer[-1, 0]) - 1.0) - 4.0
    places = corners(reach_x, half - width / 2 - 0.6)
    for at in places:
        parts += [Part(mesh, legs, bevel=0.4) for mesh in _leg(p, at, z, width, apron)]
    for a, b in zip(places, places[1:] + places[:1], strict=True):
        parts.append(Part(_apron_board(a, b, z, apron, 0.0), legs, bevel=0.2))
    gate = np.array([0.15 * length, half + 0.55 * (breadth / 2 - half)])
    parts += [Part(mesh, legs, bevel=0.4) for mesh in _leg(p, gate, z, width, 5.0)]
    hinge = np.array([-0.1 * length, half - 2.0])
    for level in (z - 3.0, 0.18 * z):
        parts.append(Part(bar([*hinge, level], [*gate, level], rectangle(2.2, 4.0), up=(0, 0, 1)), legs, bevel=0.3))
    parts.append(Part(square_leg([*hinge, z - 1], [*hinge, 0.15 * z], 3.4), legs, bevel=0.3))
    for a, b in zip(places, places[1:] + places[:1], strict=True):
        parts.append(Part(bar([*a, 0.18 * z], [*b, 0.18 * z], rectangle(2.2, 3.4), up=(0, 0, 1)), legs, bevel=0.3))
    return parts


# --- on one foot --------------------------------------------------------------------------------------------------


def _claws(p: Parameters, reach: float, height: float, width: float, count: int) -> list[Mesh]:
    """Curved feet round a column, each coming off it at `height`."""
    meshes = []
    for k in range(count):
        a = np.radians(360 / count * k + (-90 if count == 3 else 45))
        d = np.array([np.cos(a), np.sin(a), 0.0])
        up = np.array([0.0, 0.0, 1.0])
        path = spline(
            [
                0.1 * reach * d + height * up,
                0.34 * reach * d + 0.98 * height * up,
                0.72 * reach * d + 0.42 * height * up,
                0.93 * reach * d + 0.34 * width * up,
                reach * d + 0.36 * width * up,
            ],
            22,
        )
        meshes.append(sweep(path, superellipse(width * 0.42, width * 0.62, 3.0, 16), scale=np.linspace(1.15, 0.58, 22)))
    return meshes


def _pedestal(p: Parameters) -> list[Part]:
    length, breadth, height = _size(p)
    outline = _outline(str(p["shape"]), length, breadth)
    wood, legs = _wood(p), _leg_wood(p)
    parts = _top(p, outline, height, wood)
    z = _under(p, height)
    width = _leg_width(p, 5.0, 9.0)
    reach = 0.5 * min(breadth, length) * (0.66 + 0.16 * float(p["overhang"]))
    twin = [-0.24 * length, 0.24 * length] if length > 1.55 * breadth else [0.0]
    meshes: list[tuple[Mesh, float]] = []
    base = str(p["base"])
    for x in twin:
        wide = reach * (0.85 if len(twin) > 1 else 1.0)
        made: list[tuple[Mesh, float]] = []
        if base in ("column and claws", "barley twist"):
            foot = (0.2 + 0.3 * (float(p["waist"]) - 0.1)) * z
            if base == "column and claws":
                made.append((turned_post(str(p["turning"]), foot * 0.55, z - 2.4, width * 0.95, 32), 0.0))
            else:
                made.append((_twist(width * 0.62, foot * 0.75, z - 5.0), 0.0))
                made.append(
                    (
                        lathe(
                            [
                                (width * 0.6, foot * 0.5),
                                (width * 0.85, foot * 0.55),
                                (width * 0.85, foot),
                                (width * 0.6, foot + 1.5),
                            ],
                            32,
                        ),
                        0.2,
                    )
                )
                made.append((lathe([(width * 0.6, z - 7.0), (width * 0.9, z - 5.0), (width * 1.1, z - 2.0)], 32), 0.2))
            count = 3 if float(p["taper"]) < 0.65 else 4
            made += [(mesh, 0.0) for mesh in _claws(p, wide, foot, width * 0.85, count)]
            made.append((block([-0.45 * wide, -0.45 * wide, z - 2.6], [0.45 * wide, 0.45 * wide, z]), 0.4))
        elif base == "square post":
            made.append((block([-width, -width, 4], [width, width, z]), 0.6))
            for turn in (0, 90):
                beam = block([-wide, -0.62 * width, 0], [wide, 0.62 * width, 5.5])
                beam = loft(
                    [
                        np.column_stack([beam.vertices[:4, :2] * s, np.full(4, h)])
                        for s, h in ((1.0, 0.0), (1.0, 2.8), ([0.84, 1.0], 7.0))
                    ]
                )
                made.append((beam.turned(turn), 0.4))
            made.append((block([-0.5 * wide, -0.5 * wide, z - 3], [0.5 * wide, 0.5 * wide, z]), 0.4))
        elif base == "drum":
            made.append((_slatted_drum(0.55 * wide * (1 + float(p["waist"])), z), 0.0))
        elif base == "cluster":
            for a in np.radians((45, 135, 225, 315)):
                d = np.array([np.cos(a), np.sin(a)])
                made.append((round_leg([*(d * 0.62 * wide), z], [*(d * 0.26 * wide), 5.0], width * 0.85), 0.0))
            made.append((lathe([(0.8 * wide, 0.0), (0.8 * wide, 3.0), (0.72 * wide, 5.5)], 64), 0.4))
        else:
            low, neck = 0.82 * wide, (0.16 + 0.5 * float(p["waist"])) * wide
            ring = rectangle(2, 2)
            stages = [(low, 0.0), (low, 3.0), (0.8 * low, 4.0), (neck, 0.62 * z), (neck * 1.25, 0.68 * z), (0.7 * wide, z)]
            made.append((loft([at_height(ring * r, h) for r, h in stages]), 0.4))
        meshes += [(mesh.moved(x), bevel) for mesh, bevel in made]
    parts += [Part(mesh, legs, bevel=bevel) for mesh, bevel in meshes]
    if len(twin) > 1 and base in ("square post", "column and claws", "barley twist"):
        level = 0.36 * z
        parts.append(Part(bar([twin[0], 0, level], [twin[1], 0, level], rectangle(4.0, 6.5), up=(0, 0, 1)), legs, bevel=0.4))
    return parts


def _twist(radius: float, bottom: float, top: float) -> Mesh:
    """A post wound like a rope."""
    rings = []
    angle = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    for t in np.linspace(0, 1, 60):
        r = radius * (1 + 0.22 * np.cos(2 * angle - 4.6 * 2 * np.pi * t))
        rings.append(np.stack([r * np.cos(angle), r * np.sin(angle), np.full(32, bottom + t * (top - bottom))], axis=1))
    return loft(rings)


def _slatted_drum(radius: float, height: float) -> Mesh:
    """A fluted drum."""
    return lathe([(radius, 0.0), (radius, height)], 144, lambda angle, r, z: r * (1 + 0.05 * np.abs(np.sin(14 * angle)) ** 0.6))


def _tulip(p: Parameters) -> list[Part]:
    """One trumpet foot of cast metal or lacquer."""
    length, breadth, height = _size(p)
    outline = _outline(str(p["shape"]), length, breadth)
    stone = p["surface"] != "plain" or p["edge"] in ("underbevel", "ogee")
    parts = _top(p, outline, height, _stone(p) if stone else _wood(p))
    z = _under(p, height)
    foot, slim = 0.5 * breadth * (0.62 + 0.14 * float(p["overhang"])), 2.6 + 10.0 * float(p["waist"]) * float(p["leg_width"])
    neck = 0.3 + 0.35 * float(p["splay"]) / 13.0
    profile = spline(
        [
            (foot, 0.8),
            (0.72 * foot, 2.2),
            (0.3 * foot + 0.5 * slim, 7.5),
            (slim, neck * z),
            (1.15 * slim, 0.78 * z),
            (2.2 * slim, 0.94 * z),
            (0.55 * foot, z),
        ],
        44,
    )
    foot_mesh = lathe(np.vstack([[(foot - 0.5, 0.0)], profile]), 72)
    if length > 1.2 * breadth:
        stretch = 1 + 0.5 * (length / breadth - 1) * np.clip(1 - foot_mesh.vertices[:, 2] / (neck * z), 0, 1) ** 2
        foot_mesh = Mesh(
            foot_mesh.vertices * np.column_stack([stretch, np.ones_like(stretch), np.ones_like(stretch)]), foot_mesh.faces
        )
    lacquer = {"chrome": "#c9c6bf", "black": "#232326", "brass": "#b58c4a", "steel": "#8d9094"}[str(p["metal"])]
    finish = Finish("metal", lacquer) if p["metal"] == "brass" else Finish("plastic", lacquer, 0.25)
    return parts + [Part(foot_mesh, finish)]


# --- trestles, folding, frames, desks -----------------------------------------------------------------------------


def _trestle(p: Parameters) -> list[Part]:
    length, breadth, height = _size(p)
    wood, legs = _wood(p), _leg_wood(p)
    parts = _top(p, _outline(str(p["shape"]), length, breadth), height, wood)
    z = _under(p, height)
    width = _leg_width(p, 7.0, 12.0)
    slim = 0.6 * width
    x = length / 2 * (0.58 + 0.16 * (1 - float(p["overhang"])))
    half = breadth / 2 * 0.78
    kind = str(p["trestle"])
    for sign in (-1, 1):
        beam = [block([sign * x - slim / 2, -half, z - 4.5], [sign * x + slim / 2, half, z])]
        foot = block([sign * x - slim / 2, -half, 0], [sign * x + slim / 2, half, 5.5])
        section = rectangle(slim * 0.8, width)
        if kind == "x":
            beam += [
                bar([sign * x + d, -s * half * 0.86, z - 3], [sign * x + d, s * half * 0.92, 0], section, up=(0, 1, 0))
                for s, d in ((-1, 0.4), (1, -0.4))
            ]
        elif kind == "a":
            beam += [
                bar([sign * x, s * half * 0.24, z - 3], [sign * x, s * half * 0.95, 0], section, up=(0, 1, 0)) for s in (-1, 1)
            ]
            beam.append(
                bar(
                    [sign * x, -half * 0.66, 0.42 * z],
                    [sign * x, half * 0.66, 0.42 * z],
                    rectangle(slim * 0.7, 6),
                    up=(0, 0, 1),
                )
            )
        elif kind == "twin posts":
            beam += [
                turned_post(str(p["turning"]), 4.5, z - 4, width * 0.5).moved(sign * x, s * half * 0.45) for s in (-1, 1)
            ] + [foot]
        elif kind == "y":
            beam += [block([sign * x - slim / 2, -width * 0.6, 4], [sign * x + slim / 2, width * 0.6, 0.55 * z]), foot]
            beam += [
                bar(
                    [sign * x, s * width * 0.2, 0.42 * z],
                    [sign * x, s * half * 0.85, z - 3],
                    rectangle(slim * 0.9, width * 0.8),
                    up=(0, 1, 0),
                )
                for s in (-1, 1)
            ]
        else:
            t = np.linspace(0, 1, 40)
            wide = half * (0.34 + 0.2 * np.sin(np.pi * (2.6 * t - 0.55)) + 0.16 * (1 - t))
            heights = 4.5 + t * (z - 8.5)
            edge = np.column_stack([np.concatenate([wide, -wide[::-1]]), np.concatenate([heights, heights[::-1]])])
            beam += [side_plate(edge, sign * x - slim * 0.4, slim * 0.8), foot]
        parts += [Part(mesh, legs, bevel=0.45) for mesh in beam]
    level = (0.2 + float(p["shelf"]) * 0.6) * z
    if kind == "a":
        level = 0.42 * z
    elif kind == "x":
        level = 0.5 * z
    reach = x + (slim / 2 + 5 if kind in ("lyre", "y") else 0.0)
    parts.append(
        Part(
            bar([-reach, 0, level], [reach, 0, level], rectangle(3.2, 4.0 + 0.6 * float(p["apron"])), up=(0, 0, 1)),
            legs,
            bevel=0.4,
        )
    )
    return parts


def _folding(p: Parameters) -> list[Part]:
    """Two pairs of crossed legs."""
    length, breadth, height = _size(p)
    wood, legs = _wood(p), _leg_wood(p)
    parts = _top(p, _outline(str(p["shape"]), length, breadth), height, wood)
    z = _under(p, height)
    width = _leg_width(p, 3.0, 5.0)
    curved = p["shape"] in ("round", "octagon")
    half_y = breadth / 2 * (0.56 if curved else 0.84)
    half_x = length / 2 * (0.62 if curved else 0.76 + 0.1 * float(p["overhang"]))
    out = half_x + 0.4 * float(p["splay"])
    section = rectangle(0.62 * width, width)
    for sy in (-1, 1):
        y = sy * half_y
        parts.append(Part(bar([-half_x, y, z], [out, y, 0], section, up=(1, 0, 0)), legs, bevel=0.3))
        y2 = y - sy * width * 0.68
        parts.append(Part(bar([half_x, y2, z], [-out, y2, 0], section, up=(1, 0, 0)), legs, bevel=0.3))
        bolt = lathe([(0.9, 0.0), (0.9, 0.7), (0.5, 1.0)], 16)
        v = bolt.vertices
        parts.append(
            Part(
                Mesh(np.stack([v[:, 0], -v[:, 2], v[:, 1]], 1), bolt.faces).moved(
                    0, y - 0.31 * width, z * half_x / (half_x + out)
                ),
                _metal(p),
            )
        )
    rod = circle(0.42 * width, 14)
    share = 0.12 + 0.3 * float(p["shelf"])
    for sx, inner in ((1, 0.0), (-1, width * 0.68)):
        x = sx * (out - (out + half_x) * share)
        parts.append(Part(bar([x, -half_y + inner, share * z], [x, half_y - inner, share * z], rod, up=(0, 0, 1)), legs))
    for sx in (-1, 1):
        parts.append(
            Part(block([sx * half_x - 1.6, -half_y - 1, z - 3.0], [sx * half_x + 1.6, half_y + 1, z]), legs, bevel=0.3)
        )
    return parts


def _frame(p: Parameters) -> list[Part]:
    """A top on bent or welded metal."""
    length, breadth, height = _size(p)
    metal = _metal(p)
    stone = p["edge"] in ("underbevel",)
    parts = _top(p, _outline(str(p["shape"]), length, breadth), height, _stone(p) if stone else _wood(p))
    z = _under(p, height)
    r = 0.9 + 0.9 * float(p["leg_width"])
    kind = str(p["frame"])
    places = _places(p, length, breadth, 6.0)
    hx, hy = abs(places[0][0]), abs(places[0][1])
    splay = float(p["splay"])
    if kind == "hairpin":
        for at in places:
            out = np.sign(at) * np.array([0.7, 0.5]) * splay
            parts.append(
                Part(
                    hairpin_leg([*at, z], [*(at + out), 0], [-np.sign(at[0]) * 7.5, -np.sign(at[1]) * 5.5, 0], 0.62 * r), metal
                )
            )
    elif kind == "hoops":
        for sx in (-1, 1):
            path = [
                (sx * hx, -hy * 0.9, z),
                (sx * (hx + 0.4 * splay), -hy, r),
                (sx * (hx + 0.4 * splay), hy, r),
                (sx * hx, hy * 0.9, z),
            ]
            parts.append(Part(tube(fillet(path, 7.0), 1.3 * r), metal))
    elif kind == "box":
        section = rectangle(2.6 * r, 2.6 * r)
        posts = [np.array([*at, 0.0]) for at in places]
        up = np.array([0, 0, z])
        for k in range(4):
            a, b = posts[k], posts[(k + 1) % 4]
            parts.append(Part(bar(a, a + up, section), metal, bevel=0.15))
            for level in (1.3 * r, z - 1.3 * r):
                lift = np.array([0, 0, level])
                parts.append(Part(bar(a + lift, b + lift, section, up=(0, 0, 1)), metal, bevel=0.15))
    elif kind == "crossed":
        section = rectangle(1.6 * r, 3.6 * r)
        for sx in (-1, 1):
            for s in (-1, 1):
                d = 0.1 * s
                parts.append(
                    Part(bar([sx * hx + d, -s * hy, z], [sx * hx + d, s * hy, 0], section, up=(0, 1, 0)), metal, bevel=0.15)
                )
        parts.append(Part(bar([-hx, 0, z / 2], [hx, 0, z / 2], rectangle(2 * r, 2 * r), up=(0, 0, 1)), metal, bevel=0.15))
    else:
        size = 0.5 * breadth if p["shape"] not in ("round", "square") else 0.42 * length
        stretch = 0.8 * length / breadth if length > 1.2 * breadth else 1.0
        low, waist, high = 0.82 * size, (0.35 + float(p["waist"])) * size, 0.75 * size
        for a in np.linspace(0, 2 * np.pi, 36, endpoint=False):
            d = np.array([np.cos(a) * stretch, np.sin(a)])
            path = spline([[*(d * low), 0.6], [*(d * waist), 0.5 * z], [*(d * high), z - 0.4]], 14)
            parts.append(Part(tube(path, 0.42, sides=6), metal))
        for radius, level in ((low, 0.6), (waist, 0.5 * z), (high, z - 0.5)):
            ring = superellipse(radius * stretch, radius, 2.0, 60)
            parts.append(Part(tube(at_height(ring, level), 0.6, closed=True, sides=8), metal))
    return parts


def _desk(p: Parameters) -> list[Part]:
    length, breadth, height = _size(p)
    wood, pull_metal = _wood(p), _pull_metal(p)
    parts = _top(p, _outline(str(p["shape"]), length, breadth), height, wood)
    z = _under(p, height)
    layout, kind = str(p["desk"]), str(p["pull"])
    width = _leg_width(p, 4.0, 6.5)
    x, y = length / 2 - 2.0, breadth / 2 - 2.5
    apron = max(9.0, float(p["apron"]))
    wide = 0.25 * length + 4 * float(p["overhang"])
    feet = 4.0 + 8.0 * float(p["shelf"])

    def cabinet(x0: float, x1: float, rows: int) -> list[Part]:
        made = [Part(block([x0, -y, feet], [x1, y, z]), wood, bevel=0.3)]
        for sx in (x0 + 3.5, x1 - 3.5):
            for sy in (-y + 3.5, y - 3.5):
                made.append(
                    Part(
                        bun_foot([sx, sy], feet + 0.2, 3.2)
                        if p["legs"] in ("turned", "cabriole")
                        else square_leg([sx, sy, feet + 0.2], [sx, sy, 0], 4.4, 0.7),
                        wood,
                        bevel=0.2,
                    )
                )
        heights = np.linspace(feet + 1.2, z - 1.0, rows + 1)
        if rows == 3:
            heights[1] += 0.12 * (z - feet)
        for low, high in zip(heights[:-1], heights[1:], strict=True):
            made += drawer((x0 + 1.2, low), (x1 - 1.2, high), -y, kind, wood, pull_metal)
        return made

    legs_at: list[Array] = []
    rows = 3 if float(p["leg_width"]) < 0.55 else 4
    if layout == "one pedestal":
        parts += cabinet(x - wide, x, rows)
        legs_at = [np.array([-x + width / 2, -y + width / 2]), np.array([-x + width / 2, y - width / 2])]
        parts.append(Part(block([-x, y - 2.5, z - 0.45 * z], [x - wide, y - 0.5, z]), wood, bevel=0.2))
        parts.append(Part(block([-x + width / 2 - 1, -y + 2, z - 6], [-x + width / 2 + 1, y - 2, z]), wood, bevel=0.2))
    elif layout == "two pedestals":
        parts += cabinet(x - wide, x, 3) + cabinet(-x, -x + wide, 3)
        parts.append(Part(block([-x + wide - 1, -y + 1.5, z - 0.7 * apron], [x - wide + 1, y - 1, z]), wood, bevel=0.2))
        parts += drawer((-x + wide + 0.5, z - 0.7 * apron + 0.5), (x - wide - 0.5, z - 0.6), -y + 1.5, kind, wood, pull_metal)
        parts.append(Part(block([-x + wide - 1, y - 2.5, 0.3 * z], [x - wide + 1, y - 0.5, z]), wood, bevel=0.2))
    else:
        legs_at = corners(x - width / 2, y - width / 2)
        parts.append(Part(block([-x + 0.6, -y + 0.6, z - apron], [x - 0.6, y - 0.6, z]), wood, bevel=0.3))
        count = 2 + int(2 * float(p["waist"]) / 0.41)
        xs = np.linspace(-x + width + 0.5, x - width - 0.5, count + 1)
        for x0, x1 in zip(xs[:-1], xs[1:], strict=True):
            parts += drawer((x0, z - apron + 0.8), (x1, z - 0.8), -y + 0.6, kind, wood, pull_metal)
    calm = dict(p) | {"splay": 0.35 * float(p["splay"])}
    for at in legs_at:
        parts += [
            Part(mesh, _leg_wood(p) if layout == "apron" else wood, bevel=0.4) for mesh in _leg(calm, at, z, width, apron)
        ]
    if layout == "hutch":
        parts += _hutch(p, x, y, height, wood, pull_metal)
    return parts


def _hutch(p: Parameters, x: float, y: float, z: float, wood: Finish, metal: Finish) -> list[Part]:
    """Pigeonholes along the back of a desk."""
    high, deep = 20.0 + 16.0 * float(p["tallness"]), 20.0
    back = y + 0.5
    parts = [Part(block([-x, back - 1.4, z], [x, back, z + high]), wood, bevel=0.2)]
    parts.append(Part(block([-x - 1, back - deep - 1, z + high], [x + 1, back + 0.5, z + high + 2.2]), wood, bevel=0.4))
    for at in (-x, -0.36 * x, 0.36 * x - 1.6, x - 1.6):
        parts.append(Part(block([at, back - deep, z], [at + 1.6, back, z + high]), wood, bevel=0.2))
    middle = z + 0.5 * high
    for a, b in ((-x + 1, -0.36 * x + 1), (0.36 * x - 1, x - 1)):
        parts.append(Part(block([a, back - deep, middle - 0.8], [b, back, middle + 0.8]), wood, bevel=0.2))
        parts += drawer((a + 0.6, z + 0.4), (b - 0.6, middle - 0.8), back - deep + 1.6, str(p["pull"]), wood, metal, 5.0)
        parts.append(Part(block([a + 0.4, back - deep + 1.5, z], [b - 0.4, back, middle - 0.8]), wood))
    return parts


# --- attributes ---------------------------------------------------------------------------------------------------


def attributes(p: Parameters) -> dict[str, float]:
    """Numbers in [0, 1] that describe a table."""
    length, breadth, height = _size(p)
    kind = str(p["kind"])
    legs = {"pedestal": 0.0, "tulip": 0.0, "trestle": 0.4, "folding": 0.8, "drop leaf": 1.0}
    return {
        "tall": (height - 36.0) / 42.0,
        "long": (length / breadth - 1.0) / 1.9,
        "large": (length - 40.0) / 170.0,
        "round_top": {
            "round": 1.0,
            "oval": 0.8,
            "racetrack": 0.7,
            "kidney": 0.8,
            "octagon": 0.4,
            "rounded": 0.25,
            "boat": 0.2,
        }.get(str(p["shape"]), 0.0),
        "separate_legs": legs.get(kind, 1.0),
        "thick_top": (float(p["top_thickness"]) - 2.2) / 3.3,
        "drawers": {"desk": 1.0, "four legs": 0.6 * float(p["drawers"] != "none")}.get(kind, 0.0),
        "patterned_top": float(p["surface"] != "plain"),
        "metal_base": {"frame": 1.0, "tulip": 0.6, "tiers": 0.6 * float(p["legs"] == "splayed")}.get(kind, 0.0),
    }


CATEGORY = Category("table", 1, SPACE, build, attributes, View(azimuth=-28.0, elevation=20.0, azimuth_spread=7.0))
