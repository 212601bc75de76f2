# SPDX-License-Identifier: GPL-3.0-or-later
"""Sofas and settees, in centimetres; whoever sits looks towards -y."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..category import Category, View
from ..colour import darker
from ..finish import Finish
from ..furniture.cloth import drape, padded, relief
from ..furniture.legs import ball, bun_foot, cabriole_leg, corners, round_leg, square_leg, turned_post
from ..furniture.solids import block, cushion, plate, rounded_rectangle, seam, side_plate, throw_pillow, tilted
from ..mesh import Array, Mesh
from ..palette import LEATHER, METAL, TEXTILE, WOOD
from ..parameters import Choice, Continuous, Parameters
from ..part import Part
from ..shapes.curves import circle, fillet, rectangle, resample, spline
from ..shapes.lathe import lathe
from ..shapes.loft import at_height, loft
from ..shapes.sweep import bar, sweep, tube

SPACE = {
    "kind": Choice(
        (
            "modern",
            "chesterfield",
            "mid-century",
            "sectional",
            "camelback",
            "tuxedo",
            "chaise",
            "curved",
            "wood frame",
            "louis",
        ),
        weight=5.0,
    ),
    "arms": Choice(
        ("track", "rolled", "flared", "pillow", "slope", "shelter", "none"),
        weight=3.0,
        when={"kind": ("modern", "sectional", "camelback", "mid-century", "wood frame")},
        given=(
            "kind",
            {
                "modern": ("track", "pillow", "flared", "slope", "rolled", "shelter"),
                "mid-century": ("track", "slope", "flared", "none"),
                "sectional": ("track", "pillow", "rolled", "slope"),
                "camelback": ("rolled", "flared"),
                "wood frame": ("track", "slope", "flared"),
            },
        ),
    ),
    "seats": Choice(
        ("one", "two", "three"),
        weight=2.5,
        given=(
            "kind",
            {"sectional": ("two", "three"), "louis": ("one",), "chaise": ("one",), "curved": ("one", "two", "three")},
        ),
    ),
    "back": Choice(
        ("cushions", "tight", "diamonds", "channels", "squares", "bolsters"),
        weight=2.5,
        given=(
            "kind",
            {
                "chesterfield": ("diamonds", "channels", "tight"),
                "sectional": ("cushions", "squares", "tight"),
                "camelback": ("tight", "diamonds", "channels"),
                "tuxedo": ("cushions", "channels", "squares", "tight"),
                "chaise": ("diamonds", "tight", "channels"),
                "curved": ("tight", "channels"),
                "wood frame": ("cushions", "bolsters"),
                "louis": ("tight", "diamonds", "squares"),
            },
        ),
    ),
    "legs": Choice(
        ("tapered", "block", "bun", "turned", "cabriole", "sled", "plinth", "skirt"),
        weight=2.0,
        given=(
            "kind",
            {
                "modern": ("tapered", "block", "sled", "plinth", "bun", "skirt"),
                "chesterfield": ("bun", "turned", "block", "tapered"),
                "mid-century": ("tapered", "sled", "turned"),
                "sectional": ("block", "tapered", "plinth"),
                "camelback": ("cabriole", "turned", "block", "skirt"),
                "tuxedo": ("tapered", "block", "plinth", "sled"),
                "chaise": ("turned", "cabriole", "tapered"),
                "curved": ("plinth", "tapered", "bun"),
                "wood frame": ("block",),
                "louis": ("cabriole", "turned"),
            },
        ),
    ),
    "side": Choice(("left", "right"), weight=1.5, when={"kind": ("sectional", "chaise")}),
    "crest": Choice(
        ("flat", "hump", "arch", "double hump"),
        weight=1.5,
        when={"kind": ("camelback", "louis", "chaise")},
        given=("kind", {"camelback": ("hump", "arch", "double hump")}),
    ),
    "pillows": Choice(("none", "pair", "one", "four", "bolster"), weight=1.5),
    "trim": Choice(("none", "piping", "studs"), weight=0.7),
    "turning": Choice(("baluster", "vase", "arrow", "column"), weight=0.3),
    "width": Continuous(0.0, 1.0, weight=2.5),
    "depth": Continuous(76.0, 98.0),
    "seat_height": Continuous(38.0, 48.0, weight=1.5),
    "back_height": Continuous(30.0, 52.0, weight=2.0),
    "arm_height": Continuous(13.0, 27.0, weight=1.5),
    "arm_width": Continuous(0.0, 1.0, weight=1.5),
    "leg_height": Continuous(6.0, 19.0, weight=1.5),
    "leg_width": Continuous(3.4, 7.0, weight=0.7),
    "splay": Continuous(0.0, 7.0, weight=0.7),
    "rake": Continuous(5.0, 15.0, weight=0.7),
    "cushion": Continuous(11.0, 19.0),
    "puff": Continuous(0.6, 4.0, weight=0.7),
    "flare": Continuous(0.0, 1.0, when={"arms": ("flared", "slope", "rolled", "shelter")}),
    "fields": Continuous(5.0, 11.99, weight=1.0, when={"back": ("diamonds", "channels", "squares")}),
    "roll": Continuous(0.0, 1.0, weight=0.7),
    "wood": Choice(tuple(WOOD), weight=0.0),
    "metal": Choice(tuple(METAL), weight=0.0),
    "textile": Choice(tuple(TEXTILE), weight=0.0),
    "second_textile": Choice(tuple(TEXTILE), weight=0.0),
    "hide": Choice(tuple(LEATHER), weight=0.0),
    "upholstery": Choice(("fabric", "leather"), weight=0.0, shares={"fabric": 2.0}),
}

WIDTHS = {"one": (138.0, 186.0), "two": (135.0, 185.0), "three": (180.0, 232.0)}


def build(p: Parameters) -> list[Part]:
    makers: dict[str, Callable[[Parameters], list[Part]]] = {
        "modern": _box_sofa,
        "mid-century": _box_sofa,
        "camelback": _box_sofa,
        "sectional": _sectional,
        "chesterfield": _wrapped,
        "tuxedo": _wrapped,
        "curved": _curved,
        "chaise": _chaise,
        "wood frame": _wood_frame,
        "louis": _louis,
    }
    return makers[str(p["kind"])](p)


# --- sizes and finishes -------------------------------------------------------------------------------------------


def _width(p: Parameters) -> float:
    low, high = WIDTHS[str(p["seats"])]
    if p["kind"] == "sectional":
        low, high = 200.0, 270.0
    if p["kind"] in ("chaise", "curved"):
        low, high = (135.0, 185.0) if p["kind"] == "chaise" else (170.0, 250.0)
    return low + (high - low) * float(p["width"])


def _count(p: Parameters) -> int:
    return {"one": 1, "two": 2, "three": 3}[str(p["seats"])]


def _leg_height(p: Parameters) -> float:
    low = float(p["leg_height"])
    return {
        "plinth": 0.25 * low + 2.0,
        "skirt": 3.0,
        "bun": 0.4 * low + 3.0,
        "block": 0.6 * low + 2.0,
        "cabriole": 0.5 * low + 10.0,
    }.get(str(p["legs"]), low)


def _deck(p: Parameters) -> float:
    """Where the seat cushions lie."""
    return max(float(p["seat_height"]) - float(p["cushion"]), _leg_height(p) + 7.0)


def _top_of_seat(p: Parameters) -> float:
    return _deck(p) + float(p["cushion"])


def _soft(p: Parameters) -> Finish:
    if p["upholstery"] == "leather" or (
        p["kind"] == "chesterfield" and p["second_textile"] in ("brick", "sand", "black", "mustard")
    ):
        return Finish("leather", LEATHER[str(p["hide"])])
    return Finish("fabric", TEXTILE[str(p["textile"])])


def _accent(p: Parameters, k: int = 0) -> Finish:
    """The fabric of pillows, unlike the sofa's own."""
    names = [name for name in TEXTILE if name != p["textile"]]
    start = list(TEXTILE).index(str(p["second_textile"]))
    return Finish("fabric", TEXTILE[names[(start + 3 * k) % len(names)]])


def _wood(p: Parameters) -> Finish:
    return Finish("wood", WOOD[str(p["wood"])])


def _metal(p: Parameters) -> Finish:
    return Finish("metal", METAL[str(p["metal"])])


# --- pieces -------------------------------------------------------------------------------------------------------


def _legs(p: Parameters, half: float, front: float, rear: float, cloth: Finish, top: float | None = None) -> list[Part]:
    """Feet under a box, up to `top`."""
    kind, high = str(p["legs"]), (_leg_height(p) if top is None else top) + 0.6
    width = float(p["leg_width"])
    middle = (front + rear) / 2
    places = [at + [0.0, middle] for at in corners(half - 0.7 * width - 3.5, (rear - front) / 2 - 0.7 * width - 3.0)]
    if kind == "plinth":
        return [Part(block([-half + 5, front + 6, 0], [half - 5, rear - 4, high]), Finish("wood", "#2a211b"), bevel=0.4)]
    if kind == "skirt":
        return _skirt(half, front, rear, _deck(p) - 3.0, cloth)
    if kind == "sled":
        parts = []
        r = 0.3 * width
        for sx in (-1, 1):
            x = sx * (half - 16)
            path = np.array([(x, front + 8, high), (x, front + 6, r), (x, rear - 6, r), (x, rear - 8, high)])
            parts.append(Part(tube(fillet(path, 5.0), r), _metal(p)))
        return parts
    if half > 88 and kind in ("block", "bun", "tapered", "turned"):
        places.append(np.array([0.0, front + 4.0 + 0.7 * width]))
    parts = []
    for at in places:
        out = np.sign(at - [0.0, middle])
        if kind == "bun":
            parts.append(Part(bun_foot(at, high, 0.8 * width + 1.0), _wood(p)))
        elif kind == "turned":
            parts.append(Part(turned_post(str(p["turning"]), 0.0, high, 0.62 * width).moved(*at), _wood(p)))
        elif kind == "cabriole":
            parts += [Part(mesh, _wood(p)) for mesh in cabriole_leg(at, out, high, 0.9 * width + 1.0)]
        elif kind == "tapered":
            parts.append(Part(round_leg([*at, high], [*(at + out * float(p["splay"])), 0.0], width, 0.55), _wood(p)))
        else:
            parts.append(Part(square_leg([*at, high], [*at, 0.0], width + 1.0, 0.8), _wood(p), bevel=0.3))
    return parts


def _skirt(half: float, front: float, rear: float, top: float, cloth: Finish) -> list[Part]:
    """Cloth to the floor with box pleats."""
    outline = rounded_rectangle(half + 0.4, (rear - front) / 2 + 0.4, 2.0, arc=3, along=36)
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(outline, axis=0), axis=1))])
    centre = np.array([0.0, (front + rear) / 2])
    fold = np.clip(1.0 - np.abs((length % 42.0) - 21.0) / 2.6, 0, 1)
    rings = []
    for share in (0.0, 0.5, 1.0):
        out = (1.8 - 2.2 * fold) * share
        normal = outline / np.linalg.norm(outline, axis=1, keepdims=True)
        rings.append(at_height(outline + normal * out[:, None] + centre, top * (1 - share) + 0.6 * share))
    return [Part(loft(rings[::-1]), cloth)]


def _seat_cushions(p: Parameters, x0: float, x1: float, front: float, rear: float, count: int, soft: Finish) -> list[Part]:
    """Loose cushions side by side."""
    parts = []
    deck, high = _deck(p), float(p["cushion"])
    wide, deep = (x1 - x0) / count - 0.6, rear - front
    for k in range(count):
        x = x0 + (k + 0.5) * (x1 - x0) / count
        y = (front + rear) / 2
        edge = 2.0 + 0.9 * float(p["puff"])
        parts.append(Part(cushion(wide, deep, high - 1.0, 4.5, edge, 0.6 + float(p["puff"])).moved(x, y, deck - 0.2), soft))
        if p["trim"] == "piping":
            for z in (deck + 1.6, deck + high - 2.2):
                parts.append(Part(tube(seam(wide + 0.2, deep + 0.2, z, 4.5), 0.6, closed=True, sides=8).moved(x, y), soft))
    return parts


def _leaned(mesh: Mesh, rake: float, x: float, y: float, z: float) -> Mesh:
    """What lay with its top up now stands on its -y edge at (x, y, z), its top towards -y, leaning back."""
    v = mesh.vertices
    low = v[:, 1].min()
    stood = Mesh(np.column_stack([v[:, 0], -v[:, 2], v[:, 1] - low]), mesh.faces)
    return tilted(stood, rake).moved(x, y, z)


def _back_cushions(
    p: Parameters, x0: float, x1: float, plane: float, count: int, soft: Finish, high: float | None = None
) -> list[Part]:
    """Loose back cushions before the raked plane that meets the seat at y = `plane`."""
    seat = _top_of_seat(p)
    high = float(p["back_height"]) * 1.06 if high is None else high
    thick = 13.0 + 1.6 * float(p["puff"])
    wide = (x1 - x0) / count - 0.8
    rake = float(p["rake"])
    parts = []
    if p["back"] == "bolsters":
        r = 0.25 * high + 3.0
        for k in range(count):
            x = x0 + (k + 0.5) * (x1 - x0) / count
            half = wide / 2
            profile = [
                (0.5, -half),
                (0.75 * r, -half + 0.3),
                (r, -half + 2.5),
                (r, half - 2.5),
                (0.75 * r, half - 0.3),
                (0.5, half),
            ]
            roll = lathe(profile, 32)
            for level in (r - 1.0, 2.7 * r - 2.0):
                y = plane - r + np.tan(np.radians(rake)) * level
                parts.append(Part(Mesh(roll.vertices[:, [2, 0, 1]], roll.faces).moved(x, y, seat + level), soft))
        return parts
    for k in range(count):
        x = x0 + (k + 0.5) * (x1 - x0) / count
        body = cushion(wide, high, thick - 3.5, 7.0, 4.5, 2.0 + 1.2 * float(p["puff"]))
        parts.append(Part(_leaned(body, rake, x, plane, seat - 1.0), soft))
        if p["trim"] == "piping":
            ring = tube(seam(wide + 0.2, high + 0.2, 0.5 * thick - 1.6, 7.0), 0.6, closed=True, sides=8)
            parts.append(Part(_leaned(ring, rake, x, plane, seat - 1.0), soft))
        if p["trim"] == "studs" or p["kind"] == "mid-century":
            for bx in (-0.24, 0.24):
                for bz in (0.36, 0.66):
                    button = ball([bx * wide, (bz - 0.5) * high, thick - 2.6 + 1.1 * float(p["puff"])], 1.5, 12)
                    v = button.vertices
                    stood = Mesh(np.column_stack([v[:, 0], -v[:, 2], v[:, 1] + high / 2]), button.faces)
                    parts.append(Part(tilted(stood, rake).moved(x, plane, seat - 1.0), soft))
    return parts


def _crest(p: Parameters, u: Array) -> Array:
    """Lift of a back's upper edge over u in [-1, 1]."""
    rise = 6.0 + 10.0 * float(p["roll"])
    kind = str(p["crest"])
    if p["kind"] not in ("camelback", "louis"):
        return 0 * u
    a = np.abs(u)
    if kind == "hump":
        return rise * (0.5 + 0.5 * np.cos(np.pi * np.clip(a / 0.75, 0, 1)))
    if kind == "arch":
        return rise * (1 - a**2)
    if kind == "double hump":
        return rise * (0.5 - 0.5 * np.cos(2 * np.pi * a)) + 0.2 * rise * (1 - a)
    return 0 * u


def _back_body(p: Parameters, half: float, plane: float, rear: float, low: float, top: float, soft: Finish) -> list[Part]:
    """The upholstered back: a raked front, a straight rear, its upper edge rounded and crested."""
    u = np.linspace(-1, 1, 49)
    slope = np.tan(np.radians(float(p["rake"])))
    rings = []
    for a in u:
        high = top + float(_crest(p, np.array([a]))[0])
        deep = max(rear - plane - slope * (high - low), 7.0)
        r = min(0.45 * deep, 5.0)
        arc = np.linspace(0, np.pi, 11)
        over = [
            (
                plane
                + slope * (high - low)
                + deep / 2
                - (deep / 2 - r) * np.sign(np.cos(t)) * min(1, abs(np.cos(t)) * 4)
                - r * np.cos(t),
                high - r + r * np.sin(t),
            )
            for t in arc
        ]
        section = [(plane, low), *over, (max(rear, over[-1][0]), low)]
        rings.append([(half * a, y, z) for y, z in section])
    body = loft(np.array(rings)[::-1])
    parts = [Part(body, soft, bevel=1.2)]
    kind = str(p["back"])
    if kind in ("cushions", "bolsters"):
        return parts
    seat = _top_of_seat(p) - 3.0
    v = np.linspace(0, 1, 33)
    u = np.linspace(-1, 1, 97)
    upper = top + _crest(p, u) - 2.0
    z = seat + v[:, None] * (upper[None] - seat)
    y = plane + slope * (z - low) - 0.2
    points = np.stack([np.broadcast_to((half - 0.8) * u, z.shape), y, z], axis=-1)
    step = 2 * half / float(int(float(p["fields"])) + (4 if half > 80 else 1))
    step *= {"diamonds": 1.7, "squares": 1.4}.get(kind, 1.0)
    pattern = "plain" if kind == "tight" else kind
    parts.append(Part(padded(points, 6.0, pattern, (half - 0.8) * (u[None] + 1), z - seat, step), soft))
    return parts


def _pillows(p: Parameters, x0: float, x1: float, plane: float) -> list[Part]:
    """Throw pillows against whatever stands at y = `plane`."""
    kind, seat = str(p["pillows"]), _top_of_seat(p) + 0.6 * float(p["puff"])
    if kind == "none":
        return []
    size, thick = 42.0, 15.0
    tall = float(p["back_height"])
    size = min(size, 1.02 * tall + 6)
    parts = []

    def lean(mesh: Mesh, x: float, high: float, turn: float, ahead: float) -> Mesh:
        c, s = np.cos(np.radians(66)), np.sin(np.radians(66))
        return (
            tilted(mesh, -66.0)
            .turned(turn)
            .moved(x, plane - ahead - 0.5 * high * c - 0.36 * thick * s, seat + 0.46 * high * s + 0.3 * thick * c)
        )

    if kind == "bolster":
        r = 9.0
        roll = lathe([(0.5, -22), (0.7 * r, -21.5), (r, -19), (r, 19), (0.7 * r, 21.5), (0.5, 22)], 28)
        for x in (x0 + r + 1, x1 - r - 1):
            parts.append(Part(Mesh(roll.vertices[:, [1, 2, 0]], roll.faces).moved(x, plane - 26, seat + r - 0.6), _accent(p)))
        return parts
    plain = throw_pillow(size, size, thick)
    spots = {"pair": [(x0 + 25, 10), (x1 - 25, -10)], "one": [(x0 + 26, 9)], "four": [(x0 + 24, 10), (x1 - 24, -10)]}[kind]
    for x, turn in spots:
        parts.append(Part(lean(plain, x, size, turn, 0.0), _accent(p)))
    if kind == "four":
        small = throw_pillow(0.8 * size, 0.8 * size, 0.8 * thick)
        for x, turn in ((x0 + 48, 4), (x1 - 48, -4)):
            parts.append(Part(lean(small, x, 0.8 * size, turn, 7.0), _accent(p, 1)))
    return parts


# --- arms ---------------------------------------------------------------------------------------------------------


def _arm_width(p: Parameters) -> float:
    low, high = {
        "track": (8, 20),
        "rolled": (13, 19),
        "flared": (9, 15),
        "pillow": (18, 27),
        "slope": (8, 15),
        "shelter": (9, 14),
        "none": (0, 0),
    }[str(p["arms"])]
    if p["kind"] == "mid-century":
        low, high = 0.55 * low, 0.55 * high
    return low + (high - low) * float(p["arm_width"])


def _arm(p: Parameters, sx: int, half: float, front: float, rear: float, low: float, top: float, soft: Finish) -> list[Part]:
    """One arm whose outer side is at `half`, from `low` up to `top`."""
    kind, wide = str(p["arms"]), _arm_width(p)
    inner = half - wide
    flare = float(p["flare"])
    if kind == "none":
        return []
    if kind == "pillow":
        body = (
            block([sx * inner, front + 2, low], [sx * half, rear, top - 10])
            if sx > 0
            else block([-half, front + 2, low], [-inner, rear, top - 10])
        )
        pad = cushion(wide + 2, rear - front - 1, 14.0, 8.0, 6.5, 2.0).moved(
            sx * (inner + half) / 2, (front + rear) / 2, top - 12.5
        )
        return [Part(body, soft, bevel=2.0), Part(pad, soft)]
    if kind in ("slope", "shelter"):
        rise = (6.0 + 10.0 * flare) if kind == "shelter" else -(4.0 + 9.0 * flare)
        if kind == "shelter":
            curve = spline(
                [
                    (front, top - 0.4 * (top - low)),
                    (front + 3, top - 2),
                    (front + 16, top),
                    (rear - 26, top + 0.4 * rise),
                    (rear - 6, top + rise),
                ],
                30,
            )
        else:
            curve = spline([(front, top + rise - 2), (front + 4, top + rise), (0.0, top + 0.45 * rise), (rear - 8, top)], 24)
        outline = np.vstack([[(rear, curve[-1, 1]), (rear, low)], [(front, low)], curve])[::-1]
        return [Part(side_plate(outline, min(sx * inner, sx * half), wide), soft, bevel=min(3.0, 0.3 * wide))]
    if kind == "rolled":
        r = 0.42 * wide + 1.0 + 1.5 * flare
        centre = np.array([half - r + 3.5, top - r])
        arc = np.linspace(0.92 * np.pi, -0.62 * np.pi, 30)
        scroll = centre + r * np.column_stack([np.cos(arc), np.sin(arc)])
        outer = [(half - 1.8, top - 2.6 * r), (half - 2.0, low)]
        outline = np.vstack([[(inner, low), (inner, top - 2.2 * r)], scroll, outer])
    elif kind == "flared":
        out = 3.0 + 9.0 * flare
        line = spline(
            [
                (inner, low),
                (inner + 0.5, low + 0.45 * (top - low)),
                (inner + 0.35 * out, top - 6),
                (inner + 0.8 * out, top - 1.5),
            ],
            16,
        )
        line2 = spline(
            [(half + out, top - 3), (half + 0.5 * out, top - 9), (half + 0.5, low + 0.4 * (top - low)), (half - 1, low)], 16
        )
        cap = spline([line[-1], ((line[-1, 0] + line2[0, 0]) / 2, top), line2[0]], 9)
        outline = np.vstack([line, cap[1:-1], line2])
    else:
        outline = np.array([(inner, low), (inner, top), (half, top), (half, low)])
    outline = outline * [sx, 1]
    if sx > 0:
        outline = outline[::-1]
    bevel = {"track": min(0.24 * wide, 3.0) * (0.4 + 0.6 * float(p["roll"])), "rolled": 0.7, "flared": 1.5}[kind]
    parts = [Part(plate(outline, front, rear - front), soft, bevel=bevel)]
    if kind == "rolled" or (p["trim"] != "none" and kind == "flared"):
        ring = resample(np.vstack([outline, outline[:1]]), 90)[:-1]
        rim = np.column_stack([ring[:, 0], np.full(len(ring), front - 0.2), ring[:, 1]])
        if p["trim"] == "studs":
            parts += [Part(ball([x, front - 0.1, z], 0.9, 8), Finish("metal", METAL["brass"])) for x, _, z in rim[::3]]
        else:
            parts.append(Part(tube(rim, 0.75, closed=True, sides=8), soft))
    return parts


# --- whole sofas --------------------------------------------------------------------------------------------------


def _box_sofa(p: Parameters) -> list[Part]:
    """A base, an arm either side, a back, cushions."""
    half, depth = _width(p) / 2, float(p["depth"])
    soft, kind = _soft(p), str(p["kind"])
    front, rear = -depth / 2, depth / 2
    deck, thin = _deck(p), kind == "mid-century"
    low = deck - 5.5 if thin else _leg_height(p)
    seat, wide = _top_of_seat(p), _arm_width(p)
    top = seat + float(p["back_height"]) * (0.88 if p["back"] == "cushions" else 1.0)
    arm = min(seat + float(p["arm_height"]) * (0.7 if kind == "mid-century" else 1.0), top - 3.0)
    plane = rear - 13.0 - np.tan(np.radians(float(p["rake"]))) * (top - deck)
    inner = half - wide
    parts = _legs(p, half, front, rear, soft, low)
    rail = low
    base_finish = _wood(p) if thin else soft
    if p["legs"] == "skirt":
        rail = deck - 6.0
    parts.append(
        Part(
            block([-inner - 0.5, front + 1.2, min(low, rail)], [inner + 0.5, rear - 1, deck]),
            base_finish,
            bevel=0.6 if thin else 1.8,
        )
    )
    sides = -half if p["arms"] == "none" else -inner
    parts += _back_body(p, abs(sides) if not thin else half, plane, rear, low + (0 if not thin else 3), top, soft)
    for sx in (-1, 1):
        parts += _arm(
            p,
            sx,
            half,
            front + (4.0 if kind == "camelback" else 0.0),
            rear - 2,
            rail if p["legs"] == "skirt" else low,
            arm,
            soft,
        )
    gap = plane + 1.0
    parts += _seat_cushions(p, -inner, inner, front - (0.5 if not thin else 1.5), gap, _count(p), soft)
    ahead = plane
    if p["back"] in ("cushions", "bolsters"):
        parts += _back_cushions(p, -inner, inner, plane, _count(p), soft)
        ahead = plane - 13.0
    else:
        ahead = plane - 4.0
    return parts + _pillows(p, -inner, inner, ahead)


def _sectional(p: Parameters) -> list[Part]:
    """An L: one end runs forward as a chaise."""
    half, depth = _width(p) / 2, float(p["depth"])
    soft = _soft(p)
    front, rear = -depth / 2, depth / 2
    low, deck, seat, wide = _leg_height(p), _deck(p), _top_of_seat(p), _arm_width(p)
    top = seat + float(p["back_height"]) * 0.84
    arm = min(seat + float(p["arm_height"]) * 0.8, top - 4.0)
    plane = rear - 13.0 - np.tan(np.radians(float(p["rake"]))) * (top - deck)
    flip = -1 if p["side"] == "left" else 1
    inner = half - wide
    long = 62.0 + 34.0 * float(p["roll"])
    seam_x = inner - (66.0 + 14.0 * float(p["leg_width"]) / 7.0)
    parts = [Part(block([-inner - 0.5, front + 1.2, low], [seam_x + 2, rear - 1, deck]), soft, bevel=1.8)]
    parts.append(Part(block([seam_x, front - long + 1.2, low], [half - 0.5, rear - 1.3, deck - 0.2]), soft, bevel=1.8))
    parts += _back_body(p, half - 0.5 if p["arms"] == "track" else inner, plane, rear, low, top, soft)
    parts += _arm(p, -1, half, front, rear - 2, low, arm, soft)
    chaise_end = half
    if float(p["splay"]) > 3.0:
        parts += _arm(p, 1, half, front, rear - 2, low, arm, soft)
        chaise_end = inner
    elif p["arms"] != "track":
        parts.append(Part(block([inner - 1, plane + 2, low + 0.5], [half, rear - 0.4, top]), soft, bevel=3.0))
    count = max(1, _count(p) - 1) if seam_x + inner < 150 else 2
    parts += _seat_cushions(p, -inner, seam_x, front - 0.5, plane + 1, count, soft)
    parts += _seat_cushions(p, seam_x, chaise_end, front - long + 0.4, plane + 1, 1, soft)
    if p["back"] == "cushions":
        parts += _back_cushions(p, -inner, seam_x, plane, count, soft)
        parts += _back_cushions(p, seam_x, chaise_end, plane, 1, soft)
    parts += _pillows(p, -inner, chaise_end, plane - (13.0 if p["back"] == "cushions" else 4.0))
    high = low + 0.6
    finish, width = _wood(p), float(p["leg_width"])
    if p["legs"] == "plinth":
        dark = Finish("wood", "#2a211b")
        parts.append(Part(block([-half + 5, front + 6, 0], [seam_x + 4, rear - 4, high]), dark, bevel=0.4))
        parts.append(Part(block([seam_x + 4, front - long + 6, 0], [half - 5, rear - 4, high]), dark, bevel=0.4))
    else:
        ends = [
            (-half + 7, front + 7),
            (-half + 7, rear - 6),
            (half - 7, rear - 6),
            (half - 7, front - long + 7),
            (seam_x + 6, front - long + 7),
            (seam_x - 4, front + 7),
        ]
        for at in ends:
            foot = np.array(at)
            if p["legs"] == "tapered":
                parts.append(Part(round_leg([*foot, high], [*(foot * 1.01), 0], width, 0.6), finish))
            else:
                parts.append(Part(square_leg([*foot, high], [*foot, 0], width + 1.5, 0.85), finish, bevel=0.3))
    if flip < 0:
        parts = [Part(part.mesh.mirrored(), part.finish, part.bevel, part.thickness) for part in parts]
    return parts


def _u_path(half: float, front: float, rear: float, corner: float) -> tuple[Array, Array]:
    """Plan of the inner face of a wrapped back, right front to left front, with outward normals."""
    r = corner
    arc = np.linspace(0, np.pi / 2, 15)
    right = np.column_stack([np.full(24, half), np.linspace(front, rear - r, 25)[:-1]])
    bend = np.column_stack([half - r + r * np.cos(arc), rear - r + r * np.sin(arc)])
    across = np.column_stack([np.linspace(half - r, r - half, 62)[1:-1], np.full(60, rear)])
    path = np.vstack([right, bend, across, (bend * [-1, 1])[::-1], (right * [-1, 1])[::-1]])
    along = np.gradient(path, axis=0)
    normal = np.column_stack([along[:, 1], -along[:, 0]])
    return path, normal / np.linalg.norm(normal, axis=1, keepdims=True)


def _wrapped(p: Parameters) -> list[Part]:
    """Arms and back of one height in one piece: scrolled and buttoned, or straight."""
    half, depth = _width(p) / 2, float(p["depth"])
    soft = _soft(p)
    scrolled = p["kind"] == "chesterfield"
    front, rear = -depth / 2, depth / 2
    low, deck, seat = _leg_height(p), _deck(p), _top_of_seat(p)
    top = seat + (0.62 * float(p["back_height"]) if scrolled else 0.5 * float(p["back_height"]) + 0.35 * float(p["arm_height"]))
    if scrolled:
        r = 6.0 + 2.6 * float(p["arm_width"])
        wall = 6.0
        face = spline([(0.0, deck - 4), (1.5, seat), (2.5, 0.5 * (seat + top) - 2), (3.5, top - 1.35 * r)], 18)
        arc = np.linspace(0.95 * np.pi, -0.6 * np.pi, 26)
        roll = np.column_stack([5.0 + r + r * np.cos(arc), top - r + r * np.sin(arc)])
        outer = np.array([(wall + 5.5, top - 2.4 * r), (wall + 4.5, low + 3), (wall + 4.5, low)])
        section = np.vstack([face, roll, outer, [(1.0, low)]])
        padded_rows = len(face) + 17
        reach = 5.0 + 2 * r
    else:
        wall = 6.0 + 7.0 * float(p["arm_width"])
        lean = 3.0
        face = np.column_stack([np.linspace(0, lean, 20), np.linspace(deck - 4, top - 2.5, 20)])
        crown = [
            (lean + 0.7, top - 0.8),
            (lean + 2.4, top),
            (wall + lean - 2.4, top),
            (wall + lean - 0.7, top - 0.8),
            (wall + lean, top - 2.5),
        ]
        section = np.vstack([face, crown, [(wall + 1.5, low), (1.0, low)]])
        padded_rows = len(face)
        reach = wall + lean
    path, normal = _u_path(half - reach, front, rear - reach, 14.0 if scrolled else 9.0)
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    up = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(section, axis=0), axis=1))])
    kind = str(p["back"])
    swell = np.zeros((len(path), len(section)))
    if kind in ("diamonds", "channels", "squares"):
        pieces = int(float(p["fields"])) + (8 if kind == "channels" else 6)
        step = along[-1] / pieces * (2.0 if kind == "diamonds" else 1.2)
        fields = relief(kind, along[:, None] - along[-1] / 2, up[None] - up[len(section) // 3], step)
        fade = np.clip((padded_rows - np.arange(len(section))) / 4.0, 0, 1)
        ends = np.clip(np.minimum(along, along[-1] - along) / 5.0, 0, 1)
        swell = (fields - 0.75) * 3.4 * fade[None] * ends[:, None]
    tangent = np.gradient(section, axis=0)
    facing = np.column_stack([-tangent[:, 1], tangent[:, 0]])
    facing /= np.maximum(np.linalg.norm(facing, axis=1, keepdims=True), 1e-9)
    off = section[None, :, 0] + facing[None, :, 0] * swell
    z = section[None, :, 1] + facing[None, :, 1] * swell
    xy = path[:, None] + normal[:, None] * off[..., None]
    rings = np.concatenate([xy, z[..., None]], axis=-1)
    parts = [Part(loft(rings), soft, bevel=0.0)]
    for ring in (rings[0], rings[-1]):
        loop = resample(np.vstack([ring, ring[:1]]), 90)[:-1]
        loop[:, 1] = front - 0.2
        if p["trim"] == "studs":
            parts += [Part(ball(q, 0.9, 8), Finish("metal", METAL["brass"])) for q in loop[::2]]
        else:
            parts.append(Part(tube(loop, 0.75, closed=True, sides=8), soft))
    inner = half - reach - 0.4
    back = rear - reach
    parts.append(Part(block([-inner - 1.5, front + 1.5, low], [inner + 1.5, back + 2, deck]), soft, bevel=1.5))
    spare = reach - wall - 4.5 if scrolled else reach - wall - 1.5
    parts += _legs(p, half - spare, front, rear - spare, soft)
    parts += _seat_cushions(p, -inner, inner, front + 0.5, back - 0.5, _count(p), soft)
    ahead = back - 1
    if kind == "cushions":
        parts += _back_cushions(p, -inner, inner, back - 0.5, _count(p), soft, (top - seat) * 1.12)
        ahead -= 13.0
    return parts + _pillows(p, -inner, inner, ahead)


def _curved(p: Parameters) -> list[Part]:
    """An arc with a rounded back that sinks towards its ends."""
    half, depth = _width(p) / 2, 0.92 * float(p["depth"])
    soft = _soft(p)
    bend = np.radians(24.0 + 26.0 * float(p["roll"]))
    radius = half / np.sin(bend)
    low, seat = _leg_height(p), float(p["seat_height"])
    t = np.linspace(-bend, bend, 57)

    def at(angle: Array, off: Array | float, height: Array | float) -> Array:
        r = radius + np.asarray(off, float)
        return np.stack(np.broadcast_arrays(r * np.sin(angle), r * np.cos(angle) - radius, np.asarray(height, float)), axis=-1)

    rings = []
    section = rounded_rectangle(depth / 2, (seat - low) / 2, 8.0, arc=7, along=4)
    spread = np.concatenate([[0.0, 0.35, 0.7, 0.9], np.ones(49), [0.9, 0.7, 0.35, 0.0]])
    for k, a in enumerate(t):
        grow = 1 - 0.18 * (1 - spread[k]) ** 2
        rings.append(at(np.full(len(section), a), section[:, 0] * grow, (low + seat) / 2 + section[:, 1] * grow))
    seat_mesh = loft(rings)
    parts = [Part(seat_mesh, soft)]
    count = _count(p)
    for k in range(1, count):
        a = -bend + 2 * bend * k / count
        outline = rounded_rectangle(depth / 2 + 0.15, (seat - low) / 2 + 0.15, 8.0, arc=7, along=4)
        ring = at(np.full(len(outline), a), outline[:, 0], (low + seat) / 2 + outline[:, 1])
        parts.append(Part(tube(ring, 0.45, closed=True, sides=6), _darker(soft)))
    tall = float(p["back_height"]) * 0.85
    thick = 13.0 + 9.0 * float(p["arm_width"])
    wrap = 0.55 + 0.44 * float(p["width"])
    angles = np.linspace(-bend, bend, 97)
    u = angles / bend
    high = tall * (0.35 + 0.65 * np.clip(1 - np.abs(u / max(wrap, 0.75)) ** (3 + 4 * float(p["arm_width"])), 0, 1) ** 0.6)
    cloth = []
    arc = np.linspace(0, np.pi, 17)
    fields = np.ones(97)
    if p["back"] == "channels":
        fields = relief("channels", radius * angles, np.zeros(1), 2 * radius * bend / (int(float(p["fields"])) + 6))
    for a, h, f, b in zip(angles, high, fields, u, strict=True):
        end = np.clip((1 - abs(b)) / 0.06, 0, 1) ** 0.5 * 0.5 + 0.5
        w = thick / 2 * end
        inner = depth / 2 - 2 * w - (3.0 * (f - 0.6) if p["back"] == "channels" else 0.0)
        outer = depth / 2 + 0.4
        middle, r = (inner + outer) / 2, (outer - inner) / 2
        over = np.column_stack([middle - r * np.cos(arc), seat + h - r + r * np.sin(arc)])
        ring = np.vstack([[(inner, seat - 8)], over, [(outer, seat - 8)], [(outer - 0.5, low + 1.0)], [(inner + 2, low + 1.0)]])
        cloth.append(at(np.full(len(ring), a), ring[:, 0], ring[:, 1]))
    parts.append(Part(loft(np.array(cloth)[::-1]), soft, bevel=1.0))
    width = float(p["leg_width"])
    if p["legs"] == "plinth":
        inner_section = rectangle(depth - 16, low + 1)
        path = at(np.linspace(-0.93 * bend, 0.93 * bend, 33), 0.0, (low + 1) / 2)
        parts.append(Part(sweep(path, inner_section), Finish("wood", "#2a211b"), bevel=0.4))
    else:
        for a in (-0.82 * bend, 0.0, 0.82 * bend):
            for off in (-0.38 * depth, 0.38 * depth):
                spot = at(np.array(a), off, 0.0)
                if p["legs"] == "bun":
                    parts.append(Part(bun_foot(spot, low + 0.6, 0.8 * width + 1), _wood(p)))
                else:
                    parts.append(
                        Part(
                            round_leg(
                                spot + [0, 0, low + 1], spot + [0, np.sign(off) * 0.4 * float(p["splay"]), 0], width, 0.6
                            ),
                            _wood(p),
                        )
                    )
    if p["pillows"] in ("pair", "four", "one"):
        size = min(40.0, tall + 4)
        for sign in (-1, 1) if p["pillows"] != "one" else (-1,):
            a = sign * 0.5 * bend
            spot = at(np.array(a), depth / 2 - thick - 15.0, seat + 0.44 * size)
            parts.append(Part(tilted(throw_pillow(size, size, 15), -68.0).turned(-np.degrees(a)).moved(*spot), _accent(p)))
    return parts


def _darker(finish: Finish) -> Finish:
    return Finish(finish.kind, darker(finish.colour, 0.55))


def _chaise(p: Parameters) -> list[Part]:
    """A couch with one high scrolled end and a back that falls away from it."""
    half, depth = _width(p) / 2, 0.84 * float(p["depth"])
    soft, wood = _soft(p), _wood(p)
    front, rear = -depth / 2, depth / 2
    low, seat = _leg_height(p), float(p["seat_height"])
    high = seat + float(p["back_height"])
    frame = low + 5.0
    parts = [Part(block([-half + 2, front, low], [half - 1, rear, frame]), wood, bevel=0.8)]
    mattress = drape(
        half - 6.5, seat, front + 0.6, rear - 4, seat - frame, seat - frame, 3.0, "plain", 20.0, 0.0, seat - frame, 2.0
    )
    parts.append(Part(mattress.moved(3.5), soft))
    parts.append(
        Part(
            tube(seam(2 * half - 10, depth - 4.0, 0.5 * (seat + frame), 3.0), 0.6, closed=True, sides=8).moved(3.5, -1.6), soft
        )
    )
    r = 6.0 + 3.0 * float(p["arm_width"])
    bottom = -half + 13.0
    lean = 5.0 + 9.0 * float(p["roll"])
    line = spline(
        [(bottom, low + 1), (bottom - 1, seat), (bottom - 0.25 * lean, 0.5 * (seat + high)), (bottom - lean, high - 1.2 * r)],
        26,
    )
    normal = np.column_stack([-np.gradient(line[:, 1]), np.gradient(line[:, 0])])
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    centre = line[-1] + normal[-1] * r + [0.0, 1.0]
    arc = np.linspace(-0.05 * np.pi, 1.55 * np.pi, 34)
    scroll = centre + r * np.column_stack([np.cos(arc), np.sin(arc)])
    outer = (line + 7.5 * normal)[:-8]
    outline = np.vstack([line[:-2], scroll, outer[::-1]])
    parts.append(Part(plate(outline, front, depth - 1.0), soft, bevel=0.8))
    rim = np.column_stack([outline[:, 0], np.full(len(outline), front - 0.2), outline[:, 1]])
    rim = resample(np.vstack([rim, rim[:1]]), 100)[:-1]
    parts.append(Part(tube(rim, 0.85, closed=True, sides=8), wood if p["trim"] != "none" else soft))
    kind = str(p["crest"])
    left, right = -half + 8.0, {"flat": 0.9, "hump": 0.55, "arch": 0.98, "double hump": 0.75}[kind] * half
    u = np.linspace(0, 1, 61)
    x = left + u * (right - left)
    drop = {
        "flat": 0.75 * u,
        "hump": 0.25 * u + 0.55 * u**3 + 0.1 * np.sin(2 * np.pi * u),
        "arch": u**1.6 * 0.85,
        "double hump": 0.6 * u + 0.16 * np.sin(2.6 * np.pi * u),
    }[kind]
    top = seat + (high - seat - 4.0) * np.clip(1 - drop, 0.12, 1.1)
    end = np.clip((1 - u) / 0.05, 0, 1) ** 0.5
    top = seat + (top - seat) * (0.15 + 0.85 * end)
    back_outline = np.vstack([[(left, low + 2), (right, low + 2)], np.column_stack([x, top])[::-1]])
    parts.append(Part(plate(back_outline, rear - 6.0, 6.0), soft, bevel=1.4))
    crest = np.column_stack([x, np.full(61, rear - 3.0), top])
    parts.append(Part(tube(crest, 2.6, sides=12), wood))
    v = np.linspace(0, 1, 29)
    z = seat - 3.0 + v[:, None] * (np.maximum(top - 1.5, seat)[None] - seat + 3.0)
    grid = np.stack([np.broadcast_to(x, z.shape), np.full(z.shape, rear - 5.8), z], axis=-1)
    step = (right - left) / (int(float(p["fields"])) + 2) * (1.7 if p["back"] == "diamonds" else 1.0)
    pattern = "plain" if p["back"] == "tight" else str(p["back"])
    parts.append(Part(padded(grid, 5.0, pattern, np.broadcast_to(x, z.shape) - left, z - seat + 3.0, step), soft))
    parts += _legs(p, half - 3, front, rear, soft)
    if p["pillows"] != "none":
        roll = lathe([(0.5, -20), (6.5, -19.5), (8.5, -17), (8.5, 17), (6.5, 19.5), (0.5, 20)], 28)
        parts.append(Part(Mesh(roll.vertices[:, [1, 2, 0]], roll.faces).moved(bottom + 8.5, -3.0, seat + 9.0), _accent(p)))
    if p["side"] == "right":
        parts = [Part(part.mesh.mirrored(), part.finish, part.bevel, part.thickness) for part in parts]
    return parts


def _wood_frame(p: Parameters) -> list[Part]:
    """Loose cushions in an open wooden frame."""
    half, depth = _width(p) / 2, 0.9 * float(p["depth"])
    soft, wood = _soft(p), _wood(p)
    front, rear = -depth / 2, depth / 2
    seat, deck = float(p["seat_height"]), float(p["seat_height"]) - float(p["cushion"])
    width = float(p["leg_width"]) + 0.5
    top = seat + 0.86 * float(p["back_height"])
    arm = min(seat + 0.75 * float(p["arm_height"]), top - 4.0)
    plane = rear - 6.0 - np.tan(np.radians(float(p["rake"]))) * (top - deck)
    inner = half - width - 1.0
    x = half - width / 2
    kind = str(p["arms"])
    out = float(p["splay"]) * 0.8
    parts = []
    for sx in (-1, 1):
        at = sx * x
        if kind == "flared":
            path = spline(
                [
                    (front + 2 - out, 0),
                    (front + 3, 0.5 * arm),
                    (front + 5, arm - 8),
                    (front + 13, arm - 1.0),
                    (0.2 * rear, arm + 0.5),
                    (rear - 4, arm),
                ],
                34,
            )
            parts.append(
                Part(
                    sweep(np.column_stack([np.full(34, at), path]), rectangle(width, 0.8 * width), up=(1, 0, 0)),
                    wood,
                    bevel=0.6,
                )
            )
            parts.append(Part(bar([at, rear - 6, arm + 1], [at, rear + out, 0], rectangle(width, width)), wood, bevel=0.5))
        else:
            parts.append(
                Part(bar([at, front + 5, arm], [at, front + 4 - out, 0], rectangle(width, width * 1.2)), wood, bevel=0.5)
            )
            parts.append(
                Part(bar([at, rear - 7, arm], [at, rear - 4 + out, 0], rectangle(width, width * 1.2)), wood, bevel=0.5)
            )
            drop = 5.0 if kind == "slope" else 0.0
            board = [np.array([at, front - 1, arm + 0.9]), np.array([at, rear - 1, arm + 0.9 - drop])]
            parts.append(
                Part(bar(*board, rectangle(width + 1 + 6 * float(p["arm_width"]), 2.6), up=(0, 0, 1)), wood, bevel=0.7)
            )
        bars = int(float(p["fields"])) - 4
        if kind == "track":
            for y in np.linspace(front + 9, rear - 11, max(2, bars) + 2)[1:-1]:
                parts.append(Part(block([at - 0.9, y - 1.8, deck - 4], [at + 0.9, y + 1.8, arm]), wood, bevel=0.25))
        elif kind == "slope" and float(p["flare"]) > 0.5:
            for z in np.linspace(deck, arm, max(2, bars // 2) + 2)[1:-1]:
                parts.append(Part(block([at - 0.9, front + 4, z - 2], [at + 0.9, rear - 5, z + 2]), wood, bevel=0.25))
        parts.append(Part(block([at - 1.3, front + 3, deck - 6], [at + 1.3, rear - 4, deck - 0.5]), wood, bevel=0.3))
    parts.append(Part(block([-x, front + 2.5, deck - 6.5], [x, front + 5.5, deck - 0.2]), wood, bevel=0.4))
    parts.append(Part(block([-x, front + 4, deck - 2.5], [x, rear - 6, deck - 0.2]), wood))
    slope = np.tan(np.radians(float(p["rake"])))
    for level in (0.3, 0.62, 0.94):
        z = deck + level * (top - deck)
        y = plane + slope * (z - seat) + 3.2
        parts.append(Part(bar([-x, y, z], [x, y, z], rectangle(2.4, 5.0), up=(0, slope, 1)), wood, bevel=0.4))
    for sx in (-1, 1):
        parts.append(
            Part(
                bar(
                    [sx * (x - width), plane + slope * (deck - seat) + 4, deck - 4],
                    [sx * (x - width), plane + slope * (top - seat) + 4, top],
                    rectangle(2.6, 3.4),
                    up=(0, 1, 0),
                ),
                wood,
                bevel=0.4,
            )
        )
    high = dict(p) | {"leg_height": 6.0}
    high["legs"] = "skirt"
    shift = deck - _deck(high)
    loose = _seat_cushions(high, -inner, inner, front + 1.0, plane + 1.0, _count(p), soft)
    loose += _back_cushions(high, -inner, inner, plane, _count(p), soft, (top - seat) * 1.1)
    loose += _pillows(high, -inner, inner, plane - 13.0)
    return parts + [Part(part.mesh.moved(0, 0, shift), part.finish, part.bevel) for part in loose]


def _louis(p: Parameters) -> list[Part]:
    """A settee with a show-wood frame, open arms and a tight seat."""
    half, depth = 0.42 * _width(p) + 6, 0.72 * float(p["depth"])
    soft, wood = _soft(p), _wood(p)
    front, rear = -depth / 2, depth / 2
    seat = float(p["seat_height"])
    frame = seat - 7.0
    width = 0.6 * float(p["leg_width"]) + 1.2
    bow = np.linspace(-1, 1, 41)
    shape = front - 4.5 * (1 - bow**2) * float(p["flare"])
    rings = []
    for a, y in zip(bow, shape, strict=True):
        rings.append(
            [
                (half * a, y, frame - 5.5 + 1.5 * np.cos(2 * np.pi * a)),
                (half * a, rear, frame - 4),
                (half * a, rear, frame + 1),
                (half * a, y, frame + 1),
            ]
        )
    parts = [Part(loft(np.array(rings)), wood, bevel=0.6)]
    cloth = drape(
        half - 1.0, seat + 0.5, front + 1.0, rear - 2, seat - frame, seat - frame, 2.5, "plain", 20.0, 0.0, seat - frame, 3.5
    )
    shift = np.interp(cloth.vertices[:, 0] / half, bow, shape - front) * np.clip((rear - cloth.vertices[:, 1]) / depth, 0, 1)
    parts.append(Part(Mesh(cloth.vertices + np.column_stack([0 * shift, shift, 0 * shift]), cloth.faces), soft))
    tall = float(p["back_height"]) + 4.0
    slope = np.tan(np.radians(float(p["rake"])))
    oval = p["crest"] == "flat" and float(p["roll"]) < 0.5
    base = seat + (8.0 if float(p["arm_width"]) > 0.5 else 2.0)
    outline: list[tuple[float, float]] = []
    if oval:
        t = np.linspace(0, 2 * np.pi, 96, endpoint=False)
        middle, ry = base + tall / 2, tall / 2
        outline = [
            ((half - 2) * np.sign(np.cos(a)) * abs(np.cos(a)) ** 0.72, middle + ry * np.sign(np.sin(a)) * abs(np.sin(a)) ** 0.8)
            for a in t
        ]
    else:
        u = np.linspace(1, -1, 61)
        corner = 5.0 * np.clip((np.abs(u) - 0.9) / 0.1, 0, 1) ** 2
        upper = [
            ((half - 2) * a, base + tall - 6 + float(_crest(p, np.array([a]))[0]) - c) for a, c in zip(u, corner, strict=True)
        ]
        outline = [(-(half - 2) * 0.97, base), ((half - 2) * 0.97, base), *upper]
    rim = resample(np.vstack([outline, outline[:1]]), 121)[:-1]

    def stand(points: Array, ahead: float) -> Array:
        return np.column_stack([points[:, 0], rear - 3.0 + slope * (points[:, 1] - seat) - ahead, points[:, 1]])

    parts.append(Part(tube(stand(rim, 0.0), 0.62 * width + 0.8, closed=True, sides=12), wood))
    u = np.linspace(-0.96, 0.96, 61)
    x = u * (half - 2)
    if oval:
        reach = tall / 2 * (1 - np.abs(u) ** (2 / 0.72)) ** 0.4
        low_edge, high_edge = base + tall / 2 - reach, base + tall / 2 + reach
    else:
        low_edge, high_edge = np.full(61, base), base + tall - 6 + _crest(p, u)
    v = np.linspace(0, 1, 31)
    z = low_edge[None] + v[:, None] * (high_edge - low_edge)[None]
    grid = np.stack([np.broadcast_to(x, z.shape), rear - 3.0 + slope * (z - seat), z], axis=-1)
    step = 2 * half / (int(float(p["fields"])) + 1) * 1.6
    pattern = "plain" if p["back"] == "tight" else str(p["back"])
    parts.append(Part(padded(grid, 4.5, pattern, np.broadcast_to(x, z.shape) + half, z - z.min(), step), soft))
    rear_side = Mesh(
        grid.reshape(-1, 3) + [0, 1.0, 0],
        tuple(face[::-1] for face in padded(grid, 4.5, "plain", np.broadcast_to(x, z.shape) + half, z - z.min(), step).faces),
    )
    parts.append(Part(rear_side, soft))
    for sx in (-1, 1):
        stile = np.array(
            [[sx * (half - 2), rear - 2, frame - 3], [sx * (half - 2.0), rear - 3 + slope * (base - seat), base + 3]]
        )
        if oval:
            stile[1] = [sx * (half - 2.5), rear - 3 + slope * (base + 0.4 * tall - seat), base + 0.42 * tall]
        parts.append(Part(tube(stile, 0.6 * width + 0.6, sides=12), wood))
        level = seat + 0.8 * float(p["arm_height"]) + 4
        start = np.array([sx * (half - 2.2), rear - 3 + slope * (level - seat), level])
        elbow = spline(
            [
                start,
                [sx * (half + 1.5), 0.35 * rear, level - 1],
                [sx * (half + 1.0), front + 0.32 * depth, level - 1.5],
                [sx * (half + 1.5), front + 0.2 * depth, level - 5.0],
            ],
            26,
        )
        parts.append(Part(tube(elbow, 0.55 * width + 0.6, np.linspace(0.8, 1.05, 26), sides=12), wood))
        post = spline(
            [
                elbow[-2],
                [sx * (half - 0.5), front + 0.3 * depth, 0.5 * (level + frame)],
                [sx * (half - 1.5), front + 0.2 * depth, frame - 1],
            ],
            16,
        )
        parts.append(Part(tube(post, 0.55 * width + 0.4, sides=12), wood))
        pad = elbow[7:18] + [0, 0, 1.6]
        parts.append(Part(sweep(pad, circle(2.6, 16), scale=np.sin(np.linspace(0.3, np.pi - 0.3, 11)) ** 0.5), soft))
    places = corners(half - width, depth / 2 - width)
    if half > 60:
        places += [np.array([0.0, front + width - 4.5 * float(p["flare"])])]
    for at in places:
        if p["legs"] == "cabriole":
            parts += [Part(mesh, wood) for mesh in cabriole_leg(at, np.sign(at) + [0, -1e-6], frame - 3.0, width + 2.2)]
        else:
            parts.append(Part(turned_post(str(p["turning"]), 0.0, frame - 3.0, 0.62 * width + 1.2).moved(*at), wood))
    return parts + _pillows(
        dict(p) | {"cushion": 12.0, "puff": 2.0, "seat_height": seat + 2, "leg_height": 6.0}, -half, half, rear - 8.0
    )


# --- attributes ---------------------------------------------------------------------------------------------------


def attributes(p: Parameters) -> dict[str, float]:
    """Numbers in [0, 1] that describe a sofa."""
    kind, back = str(p["kind"]), str(p["back"])
    open_arm = {"wood frame": 1.0, "louis": 0.8, "chaise": 0.4}
    return {
        "wide": (_width(p) - 112.0) / 158.0,
        "deep": 1.0 if kind == "sectional" else (float(p["depth"]) - 76.0) / 30.0,
        "tall_back": (float(p["back_height"]) * (0.62 if kind == "chesterfield" else 1.0) - 18.0) / 34.0,
        "high_legs": (_leg_height(p) - 2.0) / 18.0,
        "seat_cushions": {"one": 0.0, "two": 0.5, "three": 1.0}[str(p["seats"])],
        "tufted": {"diamonds": 1.0, "squares": 0.8, "channels": 0.6}.get(back, 0.0),
        "loose_back": float(back in ("cushions", "bolsters")),
        "curved": {"curved": 1.0, "chesterfield": 0.6, "camelback": 0.7, "chaise": 0.8, "louis": 0.8}.get(
            kind, 0.4 * float(p["arms"] in ("rolled", "flared"))
        ),
        "open_arms": open_arm.get(kind, float(p["arms"] == "none")),
        "thick_arms": float(p["arm_width"]),
        "pillows": {"none": 0.0, "one": 0.3, "bolster": 0.5, "pair": 0.6, "four": 1.0}[str(p["pillows"])],
    }


CATEGORY = Category("sofa", 1, SPACE, build, attributes, View(azimuth=-28.0, elevation=16.0, azimuth_spread=7.0))
