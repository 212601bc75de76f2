# SPDX-License-Identifier: GPL-3.0-or-later
"""Chairs, in centimetres; the front faces -y."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..category import Category, View
from ..finish import Finish
from ..mesh import Array, Mesh, join
from ..palette import LEATHER, METAL, PLASTIC, TEXTILE, WOOD
from ..parameters import Choice, Continuous, Parameters
from ..part import Part
from ..shapes.curves import circle, fillet, rectangle, spline, superellipse
from ..shapes.lathe import lathe
from ..shapes.loft import pillow, sheet, slab
from ..shapes.sweep import bar, sweep, tube

SLATTED = ("slats", "ladder", "spindles")

SPACE = {
    "back": Choice(
        ("slats", "ladder", "spindles", "padded", "shell", "cross", "splat", "hoop", "grid", "tufted", "low rail"),
        weight=4.0,
    ),
    "legs": Choice(
        ("straight", "splayed", "sled", "cantilever", "pedestal", "swivel", "hairpin", "crossed", "cabriole", "tripod"),
        weight=4.0,
        given=(
            "back",
            {
                "slats": ("straight", "splayed", "crossed", "cabriole"),
                "ladder": ("straight", "splayed", "crossed", "sled"),
                "spindles": ("splayed", "straight", "swivel"),
                "splat": ("cabriole", "straight", "splayed"),
                "cross": ("straight", "crossed", "hairpin"),
                "shell": ("splayed", "sled", "pedestal", "swivel", "hairpin", "tripod"),
                "low rail": ("splayed", "hairpin", "cantilever", "straight", "pedestal"),
                "grid": ("sled", "cantilever", "straight", "swivel"),
            },
        ),
    ),
    "arms": Choice(("none", "straight", "loop", "padded"), weight=2.5),
    "seat": Choice(("square", "round", "trapezoid", "waterfall"), weight=2.0),
    "cushion": Choice(("none", "thin", "thick"), weight=1.5),
    "crest": Choice(("flat", "arched", "dipped", "eared"), weight=1.5),
    "stretcher": Choice(("none", "h", "box", "foot rail"), weight=1.5, when={"legs": ("straight", "splayed", "cabriole")}),
    "width": Continuous(40.0, 56.0, weight=1.5),
    "depth": Continuous(39.0, 52.0),
    "seat_height": Continuous(38.0, 56.0, weight=2.0),
    "seat_thickness": Continuous(2.0, 6.5, weight=0.7),
    "back_height": Continuous(30.0, 62.0, weight=2.0),
    "back_taper": Continuous(-0.22, 0.2),
    "rake": Continuous(4.0, 18.0),
    "back_curve": Continuous(0.0, 7.0, weight=0.5),
    "bars": Continuous(3.0, 7.99, when={"back": (*SLATTED, "grid", "tufted")}),
    "leg_width": Continuous(2.2, 4.8),
    "leg_taper": Continuous(0.45, 1.0, weight=0.5, when={"legs": ("straight", "splayed", "tripod")}),
    "splay": Continuous(2.0, 10.0, when={"legs": ("splayed", "hairpin", "tripod", "straight")}),
    "arm_height": Continuous(16.0, 27.0, when={"arms": ("straight", "loop", "padded")}),
    "stretcher_height": Continuous(0.25, 0.6, weight=0.5, when={"stretcher": ("h", "box", "foot rail")}),
    "wood": Choice(tuple(WOOD), weight=0.0),
    "metal": Choice(tuple(METAL), weight=0.0),
    "textile": Choice(tuple(TEXTILE), weight=0.0),
    "plastic": Choice(tuple(PLASTIC), weight=0.0),
    "upholstery": Choice(("fabric", "leather"), weight=0.0),
    "hide": Choice(tuple(LEATHER), weight=0.0),
}

METAL_LEGS = ("sled", "cantilever", "pedestal", "swivel", "hairpin")


def build(p: Parameters) -> list[Part]:
    """Seat, legs, back, arms."""
    return [*_seat(p), *_legs(p), *_back(p), *_arms(p)]


# --- finishes -----------------------------------------------------------------------------------------------------


def _wood(p: Parameters) -> Finish:
    return Finish("wood", WOOD[str(p["wood"])])


def _leg_finish(p: Parameters) -> Finish:
    if p["legs"] in METAL_LEGS:
        return Finish("metal", METAL[str(p["metal"])])
    return _wood(p)


def _soft(p: Parameters) -> Finish:
    if p["upholstery"] == "leather":
        return Finish("leather", LEATHER[str(p["hide"])])
    return Finish("fabric", TEXTILE[str(p["textile"])])


def _frame_finish(p: Parameters) -> Finish:
    """What the frame of the back is made of."""
    if p["back"] == "shell":
        return Finish("plastic", PLASTIC[str(p["plastic"])])
    if p["back"] in ("grid", "hoop") and p["legs"] in METAL_LEGS:
        return Finish("metal", METAL[str(p["metal"])])
    return _wood(p)


# --- seat ---------------------------------------------------------------------------------------------------------


def _seat_outline(p: Parameters, grow: float = 0.0) -> Array:
    """Plan of the seat, anticlockwise: [64, 2]."""
    half_width, half_depth = float(p["width"]) / 2 + grow, float(p["depth"]) / 2 + grow
    shape = str(p["seat"])
    outline = superellipse(half_width, half_depth, {"round": 2.2, "square": 9.0}.get(shape, 7.0), 64)
    narrowing = {"trapezoid": 0.16, "waterfall": 0.07}.get(shape, 0.0)
    outline[:, 0] *= 1 - narrowing * (outline[:, 1] / half_depth)
    return outline


def _rear_half_width(p: Parameters) -> float:
    """Half the width of the frame where the back stands on the seat."""
    share = {"round": 0.76, "trapezoid": 0.82, "waterfall": 0.9, "square": 0.97}[str(p["seat"])]
    return float(p["width"]) / 2 * share - 0.5 * float(p["leg_width"])


def _rear(p: Parameters) -> float:
    """y of the foot of the back."""
    share = 0.7 if p["seat"] == "round" else 0.94
    return share * float(p["depth"]) / 2 - 0.3 * float(p["leg_width"])


def _seat(p: Parameters) -> list[Part]:
    top, thick = float(p["seat_height"]), float(p["seat_thickness"])
    if p["back"] == "shell":
        plastic = _frame_finish(p)
        parts = [Part(pillow(_seat_outline(p), top - 2.4, 2.4, 1.2, 0.0), plastic)]
    elif p["legs"] in ("hairpin", "swivel", "cantilever", "sled") and p["cushion"] != "none":
        parts = [Part(slab(_seat_outline(p, -1.0), top - 2.0, top), _wood(p), bevel=0.4)]
    else:
        plate = slab(_seat_outline(p), top - thick, top)
        if p["seat"] == "waterfall":
            plate = _waterfall(plate, float(p["depth"]))
        parts = [Part(plate, _wood(p), bevel=0.7)]
    if p["cushion"] != "none":
        height = {"thin": 3.0, "thick": 8.5}[str(p["cushion"])]
        cushion = pillow(_seat_outline(p, 0.4 if p["cushion"] == "thick" else -2.0), top - 0.3, height, 3.2, 0.22)
        parts.append(Part(cushion, _soft(p)))
        if p["cushion"] == "thick":
            piping = _seat_outline(p, 0.3)
            ring = np.column_stack([piping, np.full(len(piping), top + 3.6)])
            parts.append(Part(tube(ring, 0.5, closed=True, sides=8), _soft(p)))
    return parts


def _waterfall(mesh: Mesh, depth: float) -> Mesh:
    """The front third rolled down."""
    vertices = mesh.vertices.copy()
    beyond = np.clip((-vertices[:, 1] - 0.15 * depth) / (0.35 * depth), 0, 1)
    vertices[:, 2] -= 3.0 * beyond**2
    return Mesh(vertices, mesh.faces)


def _seat_top(p: Parameters) -> float:
    return float(p["seat_height"]) + {"none": 0.0, "thin": 2.2, "thick": 7.0}[str(p["cushion"])]


# --- legs ---------------------------------------------------------------------------------------------------------


def _corners(p: Parameters) -> dict[str, Array]:
    """Where the four legs meet the seat: fl, fr, rl, rr."""
    inset = 0.62 * float(p["leg_width"]) + 0.3
    front_share = 0.64 if p["seat"] == "round" else 0.97
    widening = {"trapezoid": 1.13, "waterfall": 1.05}.get(str(p["seat"]), 1.0)
    front_x = float(p["width"]) / 2 * front_share * widening - inset
    front_y = -(float(p["depth"]) / 2 * (0.78 if p["seat"] == "round" else 0.97) - inset)
    z = float(p["seat_height"]) - 0.6 * float(p["seat_thickness"])
    rear_x, rear_y = _rear_half_width(p), _rear(p)
    return {
        "fl": np.array([-front_x, front_y, z]),
        "fr": np.array([front_x, front_y, z]),
        "rl": np.array([-rear_x, rear_y, z]),
        "rr": np.array([rear_x, rear_y, z]),
    }


def _feet(p: Parameters) -> dict[str, Array]:
    """Where the four legs stand."""
    splay = float(p["splay"]) * (0.25 if p["legs"] == "straight" else 1.0)
    feet = {}
    for name, corner in _corners(p).items():
        outward = np.array([np.sign(corner[0]) * splay * 0.8, np.sign(corner[1]) * splay, 0.0])
        if p["legs"] == "straight":
            outward[0] = 0.0
            outward[1] = max(outward[1], 0.0) * 2
        feet[name] = np.array([corner[0], corner[1], 0.0]) + outward
    return feet


def _legs(p: Parameters) -> list[Part]:
    kind = str(p["legs"])
    makers: dict[str, Callable[[Parameters], list[Mesh]]] = {
        "straight": _straight_legs,
        "splayed": _straight_legs,
        "cabriole": _cabriole_legs,
        "hairpin": _hairpin_legs,
        "sled": _sled,
        "cantilever": _cantilever,
        "pedestal": _pedestal,
        "swivel": _swivel,
        "crossed": _crossed_legs,
        "tripod": _tripod,
    }
    finish = _leg_finish(p)
    bevel = 0.35 if kind in ("straight", "crossed") else 0.0
    parts = [Part(mesh, finish, bevel=bevel) for mesh in makers[kind](p)]
    if kind in ("straight", "splayed", "cabriole"):
        parts += [Part(mesh, finish) for mesh in _stretchers(p)]
    if kind in ("straight", "cabriole") and p["back"] != "shell" and p["seat"] != "round":
        parts += [Part(mesh, finish, bevel=0.2) for mesh in _apron(p)]
    if kind == "swivel":
        parts += [Part(mesh, Finish("plastic", "#1f2022")) for mesh in _castors(p)]
    return parts


def _straight_legs(p: Parameters) -> list[Mesh]:
    width = float(p["leg_width"])
    section = rectangle(width, width) if p["legs"] == "straight" else circle(width / 2, 20)
    corners, feet = _corners(p), _feet(p)
    return [bar(corners[k], feet[k], section, taper=float(p["leg_taper"])) for k in corners]


def _cabriole_legs(p: Parameters) -> list[Mesh]:
    """S-shaped: the knee swings out, the ankle in, the foot out again."""
    meshes = []
    width = float(p["leg_width"])
    for corner in _corners(p).values():
        out = np.array([np.sign(corner[0]), np.sign(corner[1]), 0.0]) / np.sqrt(2)
        if corner[1] > 0:
            meshes.append(bar(corner, corner * [1, 1, 0] + np.array([0, 5.0, 0]), rectangle(width, width), taper=0.75))
            continue
        points = [corner, corner * [1, 1, 0.8] + 3.4 * out, corner * [1, 1, 0.45] + 1.0 * out]
        points += [corner * [1, 1, 0.12] + 0.6 * out, corner * [1, 1, 0] + 3.6 * out + np.array([0, 0, 1.0])]
        scale = np.interp(np.linspace(0, 1, 30), [0, 0.2, 0.55, 0.85, 0.94, 1.0], [1.3, 1.45, 0.8, 0.6, 0.85, 1.15])
        meshes.append(tube(spline(points, 30), width * 0.55, scale, sides=16))
        meshes.append(
            lathe([(width * 0.7, 0.0), (width * 0.85, 1.0), (width * 0.5, 2.0)], 24).moved(*(corner * [1, 1, 0] + 3.6 * out))
        )
    return meshes


def _hairpin_legs(p: Parameters) -> list[Mesh]:
    corners, feet = _corners(p), _feet(p)
    meshes = []
    for name, corner in corners.items():
        spread = np.array([-np.sign(corner[0]) * 6.5, -np.sign(corner[1]) * 1.0, 0.0])
        foot = feet[name] + np.array([0, 0, 0.6])
        path = fillet([corner + spread, foot + 0.06 * spread, foot - 0.06 * spread, corner - 0.1 * spread], 1.2, 6)
        meshes.append(tube(path, 0.65, sides=10))
    return meshes


def _sled(p: Parameters) -> list[Mesh]:
    """A bent tube either side."""
    c = _corners(p)
    meshes = []
    for front, rear in ((c["fl"], c["rl"]), (c["fr"], c["rr"])):
        x = (front[0] + rear[0]) / 2
        z = front[2]
        r = 0.32 * float(p["leg_width"])
        path = [(x, front[1] + 4, z), (x, front[1] - 1, r), (x, rear[1] + 5, r), (x, rear[1] - 4, z)]
        meshes.append(tube(fillet(path, 5.0), r, sides=14))
    x0, x1 = meshes[0].vertices[:, 0].mean(), meshes[1].vertices[:, 0].mean()
    meshes.append(
        tube(
            [(x0, c["fl"][1] + 5, c["fl"][2] - 1), (0, c["fl"][1] + 5, c["fl"][2] - 1), (x1, c["fl"][1] + 5, c["fl"][2] - 1)], r
        )
    )
    return meshes


def _cantilever(p: Parameters) -> list[Mesh]:
    """One tube: along under the seat, down the front, back along the floor, across behind."""
    c = _corners(p)
    r = 0.34 * float(p["leg_width"])
    x, front, rear, z = c["fr"][0], c["fr"][1] - 1, c["rr"][1] + 4, c["fr"][2]
    half = [(x, rear - 8, z), (x, front, z), (x, front - 1, r), (x, rear, r)]
    other = [(-a, b, h) for a, b, h in half[::-1]]
    return [tube(fillet([*half, *other], 6.0, 9), r, sides=14)]


def _pedestal(p: Parameters) -> list[Mesh]:
    """A turned foot, wide on the floor, slim in the middle."""
    z = _corners(p)["fl"][2]
    wide = 0.42 * float(p["width"])
    slim = 0.8 * float(p["leg_width"])
    curve = spline(
        [(wide, 0.5), (wide * 0.72, 1.9), (slim * 1.5, 5.5), (slim, 0.45 * z), (slim * 1.3, 0.8 * z), (slim * 3.4, z)], 36
    )
    return [lathe(np.vstack([[(wide - 0.3, 0.0)], curve]), 64)]


def _swivel(p: Parameters) -> list[Mesh]:
    """A gas column on a five-armed star."""
    z = _corners(p)["fl"][2]
    meshes = [lathe([(2.1, 8.0), (2.1, 0.62 * z), (1.4, 0.62 * z + 0.1), (1.4, z)], 24)]
    meshes.append(lathe([(9.0, z - 2.0), (9.0, z - 0.5)], 24))
    meshes.append(lathe([(3.4, 6.5), (3.4, 11.0)], 24))
    for k in range(5):
        a = np.radians(72 * k + 18)
        tip = np.array([29 * np.cos(a), 29 * np.sin(a), 6.6])
        meshes.append(bar([2 * np.cos(a), 2 * np.sin(a), 9.5], tip, rectangle(4.2, 3.4), up=(0, 0, 1), taper=0.6))
    return meshes


def _castors(p: Parameters) -> list[Mesh]:
    meshes = []
    for k in range(5):
        a = np.radians(72 * k + 18)
        wheel = lathe([(1.0, -1.9), (2.6, -1.9), (2.8, -1.5), (2.8, 1.5), (2.6, 1.9), (1.0, 1.9)], 28)
        v = wheel.vertices[:, [2, 0, 1]]
        meshes.append(Mesh(v, wheel.faces).turned(40 * k).moved(29 * np.cos(a), 29 * np.sin(a), 2.8))
        meshes.append(lathe([(0.6, 2.8), (0.6, 7.2)], 12).moved(29 * np.cos(a), 29 * np.sin(a), 0.0))
    return meshes


def _crossed_legs(p: Parameters) -> list[Mesh]:
    """Folding: on either side two bars cross, one of them runs on into the back."""
    c = _corners(p)
    width = float(p["leg_width"])
    section = rectangle(width * 0.7, width)
    meshes = []
    for sign in (-1, 1):
        x = sign * c["rr"][0]
        z = c["fl"][2]
        meshes.append(bar([x, c["rl"][1], z], [x, c["fl"][1] - 2, 0], section))
        y = c["fl"][1] + 3
        meshes.append(bar([x - sign * width * 0.75, y, z], [x - sign * width * 0.75, c["rl"][1] + 5, 0], section))
    for y, z in ((c["fl"][1] - 1, 6.0), (c["rl"][1] + 4, 6.0)):
        meshes.append(bar([-c["rr"][0], y + 1, z], [c["rr"][0], y + 1, z], circle(width * 0.3, 12), up=(0, 0, 1)))
    return meshes


def _tripod(p: Parameters) -> list[Mesh]:
    z = _corners(p)["fl"][2]
    reach, splay = 0.3 * float(p["width"]), float(p["splay"]) + 4
    section = circle(0.55 * float(p["leg_width"]), 20)
    meshes = []
    for degrees in (-150, -30, 90):
        a = np.radians(degrees)
        d = np.array([np.cos(a), np.sin(a), 0.0])
        meshes.append(
            bar(reach * d + np.array([0, 0, z]), (reach + splay) * d, section, up=(1, 0, 0), taper=float(p["leg_taper"]))
        )
    return meshes


def _apron(p: Parameters) -> list[Mesh]:
    """Boards between the tops of the legs."""
    c = _corners(p)
    meshes = []
    z = float(p["seat_height"]) - float(p["seat_thickness"]) - 2.0
    for a, b in (("fl", "fr"), ("fl", "rl"), ("fr", "rr"), ("rl", "rr")):
        start, end = c[a].copy(), c[b].copy()
        start[2] = end[2] = z
        meshes.append(bar(start, end, rectangle(1.8, 5.0), up=(0, 0, 1)))
    return meshes


def _stretchers(p: Parameters) -> list[Mesh]:
    kind = str(p["stretcher"])
    if kind == "none":
        return []
    corners, feet = _corners(p), _feet(p)
    share = float(p["stretcher_height"])

    def at(name: str, height: float = share) -> Array:
        return feet[name] + (corners[name] - feet[name]) * height

    if p["legs"] == "cabriole":
        feet = {k: v * [1, 1, 0] for k, v in corners.items()}
    section = circle(0.3 * float(p["leg_width"]), 12)
    sides = [("fl", "rl"), ("fr", "rr")]
    meshes = [bar(at(a), at(b), section, up=(0, 0, 1)) for a, b in sides]
    if kind == "h":
        meshes.append(bar((at("fl") + at("rl")) / 2, (at("fr") + at("rr")) / 2, section, up=(0, 0, 1)))
    elif kind == "box":
        meshes += [
            bar(at(a, share + 0.08), at(b, share + 0.08), section, up=(0, 0, 1)) for a, b in (("fl", "fr"), ("rl", "rr"))
        ]
    else:
        meshes = [bar(at("fl"), at("fr"), rectangle(1.8, 5.0), up=(0, 0, 1))]
        meshes += [bar(at(a, 0.7), at(b, 0.7), section, up=(0, 0, 1)) for a, b in sides]
    return meshes


# --- back ---------------------------------------------------------------------------------------------------------


class BackSurface:
    """The surface that all backs lie on: u in [-1, 1] across, v in [0, 1] up."""

    def __init__(self, p: Parameters) -> None:
        share = 0.42 if p["back"] == "low rail" else 1.0
        self.height = float(p["back_height"]) * share + _seat_top(p) - float(p["seat_height"])
        self.half_width = _rear_half_width(p)
        self.taper = float(p["back_taper"])
        self.slope = np.tan(np.radians(float(p["rake"])))
        self.curve = float(p["back_curve"])
        self.base = np.array([0.0, _rear(p), float(p["seat_height"]) - 0.5 * float(p["seat_thickness"])])
        self.crest = str(p["crest"])

    def top(self, u: Array | float) -> Array:
        """How high the upper edge is, as a share of the height."""
        u = np.asarray(u, float)
        return {
            "flat": np.ones_like(u),
            "arched": 0.88 + 0.16 * (1 - u**2),
            "dipped": 1.02 - 0.13 * (1 - u**2),
            "eared": 0.93 + 0.12 * np.abs(u) ** 5 + 0.05 * (1 - u**2) ** 3,
        }[self.crest]

    def at(self, u: Array | float, v: Array | float) -> Array:
        """Points [..., 3]."""
        u, v = np.broadcast_arrays(np.asarray(u, float), np.asarray(v, float))
        x = u * self.half_width * (1 + self.taper * v)
        y = self.slope * self.height * v**1.15 + self.curve * v * (1 - u**2)
        return np.stack([x, y, self.height * v], axis=-1) + self.base

    def upright(self, u: float, low: float = 0.0, high: float | None = None, samples: int = 14) -> Array:
        """A path up the back."""
        return self.at(u, np.linspace(low, float(self.top(u)) if high is None else high, samples))

    def across(self, v: float, reach: float = 1.0, follow_crest: bool = False, samples: int = 25) -> Array:
        """A path from side to side at v, or, following the crest, at v times its height."""
        u = np.linspace(-reach, reach, samples)
        return self.at(u, v * self.top(u) if follow_crest else v)


def _back(p: Parameters) -> list[Part]:
    s = BackSurface(p)
    kind = str(p["back"])
    frame, width = _frame_finish(p), float(p["leg_width"])
    start = (_seat_top(p) - float(p["seat_height"]) + 2.0) / s.height
    if kind in ("padded", "tufted"):
        return _upholstered(p, s, start)
    if kind == "shell":
        return _shell(p, s)
    if kind == "low rail":
        return _low_rail(p, s, frame)
    if kind in ("hoop", "spindles"):
        return _hooped(p, s, frame)
    posts = [sweep(s.upright(u), rectangle(0.8 * width, width), up=(0, 1, 0)) for u in (-1.0, 1.0)]
    parts = [Part(post, frame, bevel=0.3) for post in posts]
    rail_height = 5.5 if kind in ("slats", "splat") else 4.0
    top_rail = s.across(1.0 - 0.4 * rail_height / s.height, 1.04, follow_crest=True)
    parts.append(Part(sweep(top_rail, rectangle(1.9, rail_height)), frame, bevel=0.4))
    low_rail = s.across(start + 2.0 / s.height, 1.0)
    count = int(float(p["bars"]))
    if kind == "slats":
        parts.append(Part(sweep(low_rail, rectangle(1.6, 3.5)), frame, bevel=0.3))
        room = 2 * s.half_width / (count + 1)
        for u in np.linspace(-1, 1, count + 2)[1:-1]:
            path = s.upright(u, start + 0.02, 0.95 * float(s.top(u)))
            parts.append(Part(sweep(path, rectangle(min(0.55 * room, 5.5), 1.1), up=(0, 1, 0)), frame, bevel=0.2))
    elif kind == "ladder":
        rungs = [s.across(v, follow_crest=True) for v in np.linspace(start + 0.1, 0.86, max(2, count - 2))]
        parts += [Part(sweep(rung, rectangle(1.5, 5.0)), frame, bevel=0.3) for rung in rungs]
    elif kind == "cross":
        parts.append(Part(sweep(low_rail, rectangle(1.6, 3.0)), frame, bevel=0.3))
        for sign in (-1, 1):
            t = np.linspace(0, 1, 20)
            path = s.at(sign * (2 * t - 1), start + 0.04 + (0.9 - start) * t) + np.array([0, 0.3 * sign, 0])
            parts.append(Part(sweep(path, rectangle(1.2, 2.6), up=(0, 0, 1)), frame, bevel=0.2))
    elif kind == "splat":
        parts.append(Part(sweep(low_rail, rectangle(1.6, 3.0)), frame, bevel=0.3))
        v = np.linspace(start + 0.02, 0.95, 24)
        t = np.linspace(0, 1, 24)
        half = 0.2 + 0.13 * np.sin(2 * np.pi * (t * 1.25 - 0.1)) + 0.12 * t
        u = np.linspace(-1, 1, 9)
        grid = s.at(half[:, None] * u[None], v[:, None] * np.ones(9))
        parts.append(Part(sheet(grid), frame, thickness=1.2))
    elif kind == "grid":
        parts.append(Part(sweep(low_rail, rectangle(1.4, 2.5)), frame, bevel=0.2))
        us = np.linspace(-1, 1, count + 3)[1:-1]
        wires = [s.upright(u, start + 0.02, 0.97 * float(s.top(u))) for u in us]
        wires += [s.across(v, follow_crest=True) for v in np.linspace(start + 0.1, 0.92, count + 1)]
        parts += [Part(tube(wire, 0.45, sides=8), frame) for wire in wires]
    return parts


def _hooped(p: Parameters, s: BackSurface, frame: Finish) -> list[Part]:
    """A bent bow from seat to seat, with spindles inside or one inner bow."""
    t = np.linspace(0, np.pi, 49)
    exponent = {"flat": 0.4, "arched": 1.0, "dipped": 0.65, "eared": 0.5}[str(p["crest"])]
    shape_u, shape_v = np.sign(np.cos(t)) * np.abs(np.cos(t)) ** exponent, np.sin(t) ** (0.5 + 0.4 * exponent)
    radius = 0.36 * float(p["leg_width"])
    parts = [Part(tube(s.at(shape_u, shape_v), radius), frame)]
    if p["back"] == "hoop":
        parts.append(Part(tube(s.at(0.62 * shape_u, 0.74 * shape_v), radius * 0.8), frame))
        return parts
    order = np.argsort(shape_u)
    for u in np.linspace(-1, 1, int(float(p["bars"])) + 3)[1:-1]:
        high = float(np.interp(u, shape_u[order], shape_v[order]))
        t = np.linspace(0, 1, 16)
        swell = 1 + 0.5 * np.sin(np.pi * t) ** 2
        parts.append(Part(tube(s.at(u * (0.85 + 0.15 * t), high * t), 0.6, swell, sides=10), frame))
    return parts


def _outline_share(s: BackSurface, samples: int = 41) -> tuple[Array, Array]:
    """u, and the height of the upper edge there with its corners rounded."""
    u = np.linspace(-1, 1, samples)
    return u, s.top(u) * (1 - 0.14 * np.abs(u) ** 10)


def _upholstered(p: Parameters, s: BackSurface, start: float) -> list[Part]:
    """A thick padded back; tufted ones have channels and piping."""
    u, top = _outline_share(s)
    count = int(float(p["bars"]))
    low = start - 1.2 / s.height
    v = np.linspace(0, 1, 25)
    grid_v = low + (top[None] - low) * v[:, None]
    points = s.at(np.broadcast_to(u, grid_v.shape), grid_v)
    edge = (
        np.minimum(1, (1 - np.abs(u[None])) * 9 + 0.01) ** 0.5 * np.minimum(1, np.minimum(v, 1 - v)[:, None] * 11 + 0.01) ** 0.5
    )
    depth = 3.4 * edge + 0.6
    if p["back"] == "tufted":
        depth = depth * (0.62 + 0.38 * np.abs(np.sin(np.pi * (u[None] + 1) / 2 * count)) ** 0.6)
    front = points - np.stack([0 * depth, depth, 0 * depth], axis=-1)
    behind = points + np.stack([0 * depth, 1.6 * edge + 0.3, 0 * depth], axis=-1)
    skin = join(sheet(front), Mesh(sheet(behind).vertices, tuple(f[::-1] for f in sheet(behind).faces)))
    soft = _soft(p)
    rim_v = np.concatenate([points[0, :-1], points[:-1, -1], points[-1, :0:-1], points[:0:-1, 0]])
    parts = [Part(skin, soft), Part(tube(rim_v, 0.9, closed=True, sides=10), soft)]
    finish = _leg_finish(p)
    for side in (-0.72, 0.72):
        path = s.upright(side, 0.0, start + 0.25) + np.array([0, 1.4, 0])
        parts.append(Part(sweep(path, rectangle(2.6, 1.4), up=(0, 1, 0)), finish, bevel=0.2))
    return parts


def _shell(p: Parameters, s: BackSurface) -> list[Part]:
    """A moulded sheet that rises out of the seat."""
    u, _ = _outline_share(s)
    top = s.top(u) * (1 - 0.22 * np.abs(u) ** 5)
    v = np.linspace(0, 1, 30)
    grid_v = top[None] * v[:, None]
    wrap = 1 + 0.12 * np.sin(np.pi * v)[:, None]
    points = s.at(u[None] * wrap, grid_v)
    points[..., 1] -= (7.0 * (np.abs(u[None]) ** 2.5) * np.sin(np.pi * (0.15 + 0.75 * v))[:, None]) + 6.0 * ((1 - v) ** 4)[
        :, None
    ]
    points[..., 2] = np.maximum(points[..., 2], float(p["seat_height"]) - 1.6)
    return [Part(sheet(points), _frame_finish(p), thickness=1.3, bevel=0.3)]


def _low_rail(p: Parameters, s: BackSurface, frame: Finish) -> list[Part]:
    """One broad curved rest on two or more posts."""
    parts = [Part(tube(s.upright(u, 0.0, 0.85), 0.36 * float(p["leg_width"])), frame) for u in (-0.8, 0.8)]
    u = np.linspace(-1.25, 1.25, 31)
    path = s.at(u, 0.9)
    path[:, 1] -= 5.0 * np.abs(u) ** 2.4
    swell = 0.55 + 0.45 * np.cos(u / 1.25 * np.pi / 2) ** 0.5
    parts.append(Part(sweep(path, superellipse(1.2, 6.0, 3.5, 20), scale=swell), frame))
    return parts


# --- arms ---------------------------------------------------------------------------------------------------------


def _arms(p: Parameters) -> list[Part]:
    kind = str(p["arms"])
    if kind == "none":
        return []
    s = BackSurface(p)
    z = _seat_top(p) + float(p["arm_height"])
    v = min((z - s.base[2]) / s.height, 0.85)
    frame = _frame_finish(p) if p["back"] != "shell" else _leg_finish(p)
    front = _corners(p)["fr"]
    outside = float(p["width"]) / 2 + 1.5
    parts = []
    for sign in (-1.0, 1.0):
        rear = s.at(sign * 0.98, v)
        bow = [rear, [sign * outside, rear[1] - 9, rear[2] + 0.6], [sign * outside, front[1] + 12, rear[2]]]
        if kind == "loop":
            ahead = 12.0 if p["seat"] == "round" else 3.0
            end = np.array([sign * float(p["width"]) * 0.47, front[1] + ahead, float(p["seat_height"]) - 1.0])
            path = np.array([*bow[:2], [sign * outside, front[1] + ahead + 3, rear[2]], end])
            parts.append(Part(tube(fillet(path, 9.0, 11), 0.38 * float(p["leg_width"])), frame))
            continue
        tip = [sign * outside, front[1] + 4, rear[2] - 0.8]
        path = spline([*bow, tip], 24)
        if kind == "straight":
            parts.append(Part(sweep(path, rectangle(4.6, 2.0)), frame, bevel=0.5))
        else:
            parts.append(Part(sweep(path, rectangle(2.2, 1.4)), frame, bevel=0.3))
            pad = path[5:] + np.array([0, 0, 1.8])
            swell = np.sin(np.linspace(0.35, np.pi - 0.35, len(pad))) ** 0.3
            parts.append(Part(sweep(pad, superellipse(3.4, 1.9, 3.0, 20), scale=swell), _soft(p)))
        foot = np.array([sign * (float(p["width"]) / 2 - 1.2), front[1] + 7, float(p["seat_height"]) - 1.0])
        if p["seat"] == "round":
            foot[0] *= 0.93
            foot[1] = front[1] + 11
        post = spline(
            [
                [sign * (outside - 0.2), front[1] + 9, rear[2] - 0.6],
                [sign * (outside + 0.6), front[1] + 7.5, (rear[2] + foot[2]) / 2],
                foot,
            ],
            12,
        )
        parts.append(Part(tube(post, 0.34 * float(p["leg_width"])), frame))
    return parts


# --- attributes ---------------------------------------------------------------------------------------------------


def attributes(p: Parameters) -> dict[str, float]:
    """Numbers in [0, 1] that describe a chair."""
    back = str(p["back"])
    open_back = {
        "padded": 0.0,
        "tufted": 0.0,
        "shell": 0.05,
        "splat": 0.6,
        "slats": 0.5,
        "grid": 0.5,
        "ladder": 0.6,
        "spindles": 0.75,
        "cross": 0.8,
        "hoop": 0.85,
        "low rail": 0.7,
    }
    return {
        "tall_back": (float(p["back_height"]) * (0.42 if back == "low rail" else 1.0) - 12.0) / 50.0,
        "high_seat": (float(p["seat_height"]) - 38.0) / 18.0,
        "wide": (float(p["width"]) - 40.0) / 16.0,
        "open_back": open_back[back],
        "armrests": float(p["arms"] != "none"),
        "upholstered": min(
            1.0, 0.5 * (back in ("padded", "tufted")) + {"none": 0.0, "thin": 0.25, "thick": 0.5}[str(p["cushion"])]
        ),
        "legs_on_floor": {"pedestal": 0.0, "sled": 0.2, "cantilever": 0.1, "swivel": 0.5, "tripod": 0.75}.get(
            str(p["legs"]), 1.0
        ),
        "curved": min(1.0, 0.5 * (back in ("hoop", "spindles", "shell", "splat", "low rail")) + 0.5 * (p["seat"] == "round")),
    }


CATEGORY = Category("chair", 2, SPACE, build, attributes, View(azimuth=-32.0, elevation=16.0, azimuth_spread=7.0))
