# SPDX-License-Identifier: GPL-3.0-or-later
"""Beds, in centimetres; the foot faces -y, the head stands at +y."""

from __future__ import annotations

import numpy as np

from ..category import Category, View
from ..colour import darker
from ..finish import Finish
from ..furniture.cloth import drape, padded
from ..furniture.drawers import PULLS, drawer
from ..furniture.legs import TURNINGS, ball, bun_foot, corners, round_leg, square_leg, turned_post
from ..furniture.solids import block, cushion, inset, plate, seam, side_plate, throw_pillow, tilted
from ..mesh import Array, Mesh
from ..palette import LEATHER, METAL, TEXTILE, WOOD
from ..parameters import Choice, Continuous, Parameters
from ..part import Part
from ..shapes.curves import rectangle, spline
from ..shapes.lathe import lathe
from ..shapes.sweep import bar, sweep, tube

LINEN = {
    "white": "#d6d1c7",
    "cream": "#d9cdb4",
    "mist": "#b4bcc2",
    "sage": "#9aa68f",
    "blush": "#cfaea2",
    "slate": "#5d6873",
    "ochre": "#b98a3e",
    "navy": "#2c3a58",
    "rust": "#9a5638",
}

SPACE = {
    "frame": Choice(
        ("platform", "panel", "four poster", "canopy", "sleigh", "metal", "upholstered", "storage", "bunk", "daybed"),
        weight=5.0,
    ),
    "head": Choice(
        (
            "slab",
            "raised panels",
            "slats",
            "spindles",
            "planks",
            "lattice",
            "rings",
            "diamonds",
            "channels",
            "squares",
            "pads",
            "shelves",
        ),
        weight=3.0,
        given=(
            "frame",
            {
                "platform": ("slab", "planks", "slats", "pads", "lattice"),
                "panel": ("raised panels", "slats", "spindles", "planks"),
                "four poster": ("raised panels", "spindles", "slab", "planks"),
                "canopy": ("slats", "slab", "diamonds", "lattice", "spindles"),
                "sleigh": ("slab", "raised panels", "channels"),
                "metal": ("spindles", "rings", "lattice", "slats"),
                "upholstered": ("diamonds", "channels", "squares", "pads", "slab"),
                "storage": ("shelves", "slab", "raised panels", "channels"),
                "bunk": ("slats", "slab", "planks"),
                "daybed": ("spindles", "slats", "rings", "raised panels", "lattice"),
            },
        ),
    ),
    "crest": Choice(
        ("flat", "arched", "camel", "clipped", "scalloped"),
        weight=2.0,
        given=(
            "frame",
            {"sleigh": ("flat",), "bunk": ("flat",), "canopy": ("flat", "arched"), "storage": ("flat", "arched", "clipped")},
        ),
    ),
    "footboard": Choice(
        ("none", "low", "half"),
        weight=2.0,
        given=(
            "frame",
            {
                "platform": ("none",),
                "sleigh": ("low", "half"),
                "upholstered": ("none", "low"),
                "storage": ("none", "low"),
                "canopy": ("none", "low"),
            },
        ),
    ),
    "cover": Choice(("plain", "diamonds", "squares", "channels", "rows"), weight=1.5, shares={"plain": 2.0}),
    "layer": Choice(("none", "turned back", "runner", "folded blanket", "bare"), weight=2.0),
    "pillows": Choice(("flat", "stacked", "standing", "cushions", "bolster"), weight=2.0),
    "feet": Choice(("block", "tapered", "bun", "plinth"), weight=1.0),
    "finial": Choice(("ball", "flat", "urn", "cone"), weight=1.0, when={"frame": ("panel", "four poster", "metal", "daybed")}),
    "turning": Choice(tuple(TURNINGS), weight=0.7, when={"frame": ("four poster",)}),
    "wings": Choice(("none", "wings"), weight=1.5, when={"frame": ("upholstered",)}),
    "pull": Choice(PULLS, weight=0.5, when={"frame": ("storage",)}),
    "width": Continuous(92.0, 188.0, weight=2.5),
    "length": Continuous(198.0, 214.0, weight=0.3),
    "deck": Continuous(22.0, 42.0, weight=1.5),
    "rail": Continuous(12.0, 24.0),
    "mattress": Continuous(16.0, 30.0),
    "head_height": Continuous(
        38.0,
        84.0,
        weight=2.0,
        when={"frame": ("platform", "panel", "four poster", "sleigh", "metal", "upholstered", "storage", "daybed", "canopy")},
    ),
    "foot_share": Continuous(0.0, 1.0, when={"footboard": ("low", "half")}),
    "post": Continuous(0.0, 1.0),
    "post_height": Continuous(150.0, 205.0, weight=1.5, when={"frame": ("four poster", "canopy", "bunk")}),
    "overhang": Continuous(0.0, 1.0),
    "bars": Continuous(4.0, 10.99, weight=1.5),
    "drop": Continuous(0.3, 1.0),
    "reach": Continuous(0.0, 1.0),
    "quilt_step": Continuous(14.0, 32.0, weight=0.7, when={"cover": ("diamonds", "squares", "channels", "rows")}),
    "crest_rise": Continuous(0.4, 1.0, weight=0.7, when={"crest": ("arched", "camel", "clipped", "scalloped")}),
    "wood": Choice(tuple(WOOD), weight=0.0),
    "metal": Choice(("black", "brass", "steel"), weight=0.0),
    "textile": Choice(tuple(TEXTILE), weight=0.0),
    "hide": Choice(tuple(LEATHER), weight=0.0),
    "upholstery": Choice(("fabric", "leather"), weight=0.0, shares={"fabric": 3.0}),
    "linen": Choice(tuple(LINEN), weight=0.0),
    "second_linen": Choice(tuple(LINEN), weight=0.0),
    "third_linen": Choice(tuple(LINEN), weight=0.0),
}


def build(p: Parameters) -> list[Part]:
    """Frame, head and foot, mattress, covers, pillows."""
    frame = str(p["frame"])
    if frame == "bunk":
        return _bunk(p)
    if frame == "daybed":
        return _daybed(p)
    made = _sleigh(p) if frame == "sleigh" else _base(p) + _ends(p)
    return made + _bedding(p, float(p["deck"]), _width(p), float(p["length"]))


# --- sizes and finishes -------------------------------------------------------------------------------------------


def _width(p: Parameters) -> float:
    if p["frame"] in ("bunk", "daybed"):
        return 84.0 + 0.12 * float(p["width"])
    return float(p["width"])


def _wood(p: Parameters) -> Finish:
    return Finish("wood", WOOD[str(p["wood"])])


def _body(p: Parameters) -> Finish:
    """What the frame is made of."""
    if p["frame"] == "metal":
        return Finish("metal", METAL[str(p["metal"])], 0.35)
    if p["frame"] == "upholstered":
        return _soft(p)
    return _wood(p)


def _soft(p: Parameters) -> Finish:
    if p["upholstery"] == "leather":
        return Finish("leather", LEATHER[str(p["hide"])])
    return Finish("fabric", TEXTILE[str(p["textile"])])


def _linens(p: Parameters) -> tuple[Finish, Finish, Finish, Finish]:
    """Sheet, cover, second layer, cushions; neighbours differ."""
    names = list(LINEN)
    cover = str(p["linen"])
    second = str(p["second_linen"])
    if second == cover:
        second = names[(names.index(cover) + 4) % len(names)]
    third = str(p["third_linen"])
    if third in (cover, second):
        third = next(n for n in names[::-1] if n not in (cover, second))
    sheet_name = "cream" if cover == "white" else "white"
    return tuple(Finish("fabric", LINEN[n]) for n in (sheet_name, cover, second, third))  # type: ignore[return-value]


def _post(p: Parameters) -> float:
    low, high = {"metal": (3.2, 5.5), "canopy": (5.0, 9.0), "bunk": (6.0, 9.0)}.get(str(p["frame"]), (6.0, 11.0))
    return low + (high - low) * float(p["post"])


def _head_top(p: Parameters) -> float:
    return float(p["deck"]) + float(p["mattress"]) + float(p["head_height"]) * 0.9


def _foot_top(p: Parameters) -> float:
    level = float(p["deck"]) + float(p["mattress"])
    share = float(p["foot_share"])
    return level + (1.0 + 5.0 * share if p["footboard"] == "low" else 12.0 + 16.0 * share)


# --- boards at head and foot --------------------------------------------------------------------------------------


def _crest(p: Parameters, u: Array, span: float) -> Array:
    """Height of the upper edge less its highest point, over u in [-1, 1]."""
    rise = float(p["crest_rise"]) * min(0.16 * span, 22.0)
    kind = str(p["crest"])
    if kind == "arched":
        return rise * (np.sqrt(np.clip(1 - 0.85 * u**2, 0, 1)) - 1)
    if kind == "camel":
        return rise * (0.5 + 0.5 * np.cos(np.pi * np.clip(np.abs(u) / 0.72, 0, 1)) - 1)
    if kind == "clipped":
        return -0.8 * rise * np.clip((np.abs(u) - 0.8) / 0.05, 0, 1)
    if kind == "scalloped":
        return 0.55 * rise * (np.abs(np.sin(1.5 * np.pi * (u + 1))) ** 0.7 * (1 - 0.5 * u**2) - 1)
    return 0 * u


def _outline(p: Parameters, half: float, low: float, top: float) -> Array:
    """(x, z), anticlockwise from the front, with the crest on top."""
    u = np.linspace(1, -1, 61)
    upper = np.column_stack([half * u, top + _crest(p, u, 2 * half)])
    return np.vstack([[(-half, low), (half, low)], upper])


def _board(p: Parameters, y: float, low: float, top: float, half: float, finish: Finish) -> list[Part]:
    """A filled or barred field between posts, its middle plane at `y`."""
    kind = str(p["head"])
    count = max(3, int(float(p["bars"]) * (0.6 + 0.4 * half / 94.0)))
    thick = 3.6
    if kind in ("diamonds", "channels", "squares", "pads"):
        return _padded_board(p, y, low, top, half)
    if kind in ("slab", "planks", "raised panels", "shelves"):
        outline = _outline(p, half, low, top)
        parts = [Part(plate(outline, y - thick / 2, thick), finish, bevel=0.7)]
        if kind == "planks":
            rows = max(2, count // 2)
            dark = _darker(finish)
            for z in np.linspace(low, top + float(_crest(p, np.array([0.9]), 2 * half)[0]), rows + 1)[1:-1]:
                parts.append(
                    Part(block([-half + 0.2, y - thick / 2 - 0.1, z - 0.45], [half - 0.2, y + thick / 2 + 0.1, z + 0.45]), dark)
                )
        elif kind == "raised panels":
            xs = np.linspace(-half + 4, half - 4, max(2, count // 2) + 1)
            for a, b in zip(xs[:-1], xs[1:], strict=True):
                u = np.linspace(b - 2.5, a + 2.5, 21) / half
                top_edge = np.column_stack([u * half, top - 7.5 + _crest(p, u, 2 * half)])
                field = np.vstack([[(a + 2.5, low + 5), (b - 2.5, low + 5)], top_edge])
                parts.append(Part(plate(field, y - thick / 2 - 1.0, thick + 2.0), finish, bevel=0.8))
        return parts
    u = np.linspace(-1, 1, 41)
    path = np.column_stack([half * u, np.full(41, y), top - 2.6 + _crest(p, u, 2 * half)])
    metal = finish.kind == "metal"
    r = 0.45 * _post(p) if metal else 0.0
    rail = [tube(path, 0.8 * r, sides=12) if metal else sweep(path, rectangle(3.8, 5.5))]
    base = low + 2.5
    across = [[-half, y, base], [half, y, base]]
    rail.append(tube(np.array(across), 0.7 * r, sides=12) if metal else bar(*across, rectangle(3.2, 5.0), up=(0, 0, 1)))
    parts = [Part(mesh, finish, bevel=0.0 if metal else 0.6) for mesh in rail]
    xs = np.linspace(-half, half, count + 2)[1:-1]
    tops = top - 2.6 + _crest(p, xs / half, 2 * half)
    if kind == "slats":
        width = min(0.55 * 2 * half / (count + 1), 11.0)
        flat = rectangle(width, 0.6 * r + 0.4 if metal else 1.8)
        parts += [Part(bar([x, y, base], [x, y, z], flat), finish, bevel=0.25) for x, z in zip(xs, tops, strict=True)]
    elif kind == "lattice":
        span = float(tops.min()) - base
        step = span / max(2, round(span / (2 * half / (count + 1))))
        for sign in (-1, 1):
            for x0 in np.arange(-half - span, half, step):
                x1 = x0 + span
                a, b = max(x0, -half), min(x1, half)
                if b - a < 2:
                    continue
                za, zb = (base + (a - x0), base + (b - x0)) if sign > 0 else (base + span - (a - x0), base + span - (b - x0))
                parts.append(
                    Part(bar([a, y + 0.35 * sign, za], [b, y + 0.35 * sign, zb], rectangle(0.9, 1.7), up=(0, 0, 1)), finish)
                )
        if str(p["crest"]) != "flat":
            parts.append(
                Part(bar([-half, y, base + span], [half, y, base + span], rectangle(2.0, 3.0), up=(0, 0, 1)), finish, bevel=0.3)
            )
    elif kind == "rings":
        radius = half / (count - 1 if count > 4 else 4) * 0.98
        radius = min(radius, 0.42 * (float(tops.min()) - base))
        number = int(half / radius)
        gap = half / number
        t = np.linspace(0, 2 * np.pi, 36, endpoint=False)
        level = base + radius + 0.6
        shelf = base + 2 * radius + 1.2
        for k in range(number):
            x = -half + (2 * k + 1) * gap
            ring = np.column_stack([x + radius * np.cos(t), np.full(36, y), level + radius * np.sin(t)])
            parts.append(Part(tube(ring, 0.9, closed=True, sides=8), finish))
        parts.append(Part(tube(np.array([[-half, y, shelf], [half, y, shelf]]), 1.1), finish))
        for x, z in zip(xs, tops, strict=True):
            parts.append(Part(tube(np.array([[x, y, shelf], [x, y, z]]), 0.8, sides=10), finish))
    else:
        for x, z in zip(xs, tops, strict=True):
            t = np.linspace(0, 1, 15)
            swell = np.ones(15) if metal else 1 + 0.55 * np.sin(np.pi * t) ** 2
            line = np.column_stack([np.full(15, x), np.full(15, y), base + (z - base) * t])
            parts.append(Part(tube(line, 0.85 if metal else 1.2, swell, sides=10), finish))
            if metal and float(p["reach"]) > 0.5:
                parts.append(Part(ball([x, y, base + 0.55 * (z - base)], 2.0, 14), finish))
    return parts


def _darker(finish: Finish) -> Finish:
    return Finish(finish.kind, darker(finish.colour, 0.4))


def _padded_board(p: Parameters, y: float, low: float, top: float, half: float) -> list[Part]:
    """An upholstered board, its pads to the front."""
    soft = _soft(p)
    kind = str(p["head"])
    outline = _outline(p, half, low, top)
    parts = [Part(plate(outline, y - 1.0, 5.0), soft, bevel=0.8)]
    count = int(float(p["bars"]))
    if kind == "pads":
        number = 2 if half < 75 else 3 if count < 8 else 4
        rows = 1 if count % 2 else 2
        xs = np.linspace(-half + 1, half - 1, number + 1)
        zs = np.linspace(low + 0.3 * (top - low), top - 1 + float(_crest(p, np.array([0.95]), 2 * half)[0]), rows + 1)
        for a, b in zip(xs[:-1], xs[1:], strict=True):
            for c, d in zip(zs[:-1], zs[1:], strict=True):
                pad = cushion(b - a - 0.6, d - c - 0.6, 6.0, 3.0, 2.6, 1.6)
                parts.append(Part(_facing(pad, (a + b) / 2, y - 0.8, (c + d) / 2), soft))
        return parts
    u = np.linspace(-1, 1, 97)
    upper = top + _crest(p, u, 2 * half)
    v = np.linspace(0, 1, 41)
    z = low + v[:, None] * (upper[None] - low)
    points = np.stack([np.broadcast_to(half * u, z.shape), np.full(z.shape, y - 0.9), z], axis=-1)
    step = {"diamonds": 1.9, "channels": 1.0, "squares": 1.5}[kind] * 2 * half / max(6, count * 1.6)
    border = 7.0 if kind != "channels" and float(p["post"]) > 0.5 else 0.0
    parts.append(Part(padded(points, 5.5, kind, half * (u[None] + 1), z - low, step, border), soft))
    if kind == "diamonds":
        parts += [Part(ball([x, y - 3.2, h], 1.0, 10), soft) for x, h in _buttons(half, low, p, top, step, border)]
    return parts


def _facing(mesh: Mesh, x: float, y: float, z: float) -> Mesh:
    """A centred cushion that lay with its top up, now facing -y with its underside at `y`."""
    return tilted(mesh, -90.0).moved(x, y, z)


def _buttons(half: float, low: float, p: Parameters, top: float, step: float, border: float) -> list[tuple[float, float]]:
    """Where the stitches of a diamond quilt cross: u + v and u - v both even multiples of the step."""
    found = []
    for i in range(-24, 25):
        for j in range(24):
            if (i + j) % 2:
                continue
            x, z = i * step, low + j * step
            room = top + float(_crest(p, np.array([min(1, abs(x) / half)]), 2 * half)[0]) - z
            if abs(x) < half - border - 3.5 and room > border + 3.5 and z - low > 0.2 * (top - low):
                found.append((x, z))
    return found


def _ends(p: Parameters) -> list[Part]:
    """Headboard, and a footboard where there is one, with their posts."""
    frame, finish = str(p["frame"]), _body(p)
    half, y = _width(p) / 2 + 3.0, float(p["length"]) / 2 + 3.0
    low, top = float(p["deck"]) - 6.0, _head_top(p)
    post = _post(p)
    parts: list[Part] = []
    if frame in ("platform", "upholstered", "storage"):
        wide = half + {"platform": 3.0 + 18.0 * float(p["overhang"]), "upholstered": 2.0, "storage": 1.0}[frame]
        bottom = low if frame == "platform" else 3.0
        if p["head"] == "shelves":
            parts += _bookcase(p, y, top, wide, finish)
        else:
            board = finish if p["head"] not in ("slab",) or frame != "upholstered" else _soft(p)
            parts += _board(p, y + 0.5, bottom, top, wide, board)
            if p["head"] in ("slats", "lattice"):
                edge = top + float(_crest(p, np.array([1.0]), 2 * wide)[0])
                stiles = [block([sx * wide - 3, y - 2, bottom], [sx * wide + 3, y + 3, edge + 0.6]) for sx in (-1, 1)]
                parts += [Part(mesh, finish, bevel=0.6) for mesh in stiles]
        if frame == "upholstered" and p["wings"] == "wings":
            parts += _wings(p, y, top, wide)
        if frame == "upholstered" and p["head"] == "slab":
            ring = inset(_outline(p, wide, bottom, top), 4.5)
            path = np.column_stack([ring[:, 0], np.full(len(ring), y - 1.2), ring[:, 1]])[1:]
            parts.append(Part(tube(path, 0.8, sides=8), _soft(p)))
        if p["footboard"] != "none":
            fy = -y
            if frame == "upholstered":
                field = plate(
                    np.array([(-half - 2, 5), (half + 2, 5), (half + 2, _foot_top(p)), (-half - 2, _foot_top(p))]), fy - 5, 6.5
                )
                parts.append(Part(field, finish, bevel=2.2))
            else:
                parts += [Part(block([-half - 1, fy - 2, 0], [half + 1, fy + 1.6, _foot_top(p)]), finish, bevel=0.8)]
        return parts
    tall = {"four poster": float(p["post_height"]), "canopy": float(p["post_height"]) + 6}.get(frame)
    for sy, height in ((1, top), (-1, _foot_top(p))):
        if sy < 0 and p["footboard"] == "none" and tall is None:
            parts += [
                Part(square_leg([sx * half, -y, float(p["deck"]) - 1], [sx * half, -y, 0], post * 0.8, 0.8), finish, bevel=0.4)
                for sx in (-1, 1)
            ]
            continue
        edge = float(_crest(p, np.array([1.0]), 2 * half)[0])
        inner = half - 0.2 * post
        if sy > 0 or p["footboard"] != "none":
            parts += _board(p, sy * y, low, height if sy > 0 else height - 0.4 * edge, inner, finish)
        stop = tall or max(height + (edge if sy > 0 else 0.6 * edge) + 3.0, low + 12)
        for sx in (-1, 1):
            parts += _post_parts(p, sx * half, sy * y, stop, finish)
    if frame == "canopy":
        for a, b in (((-half, -y), (half, -y)), ((half, -y), (half, y)), ((half, y), (-half, y)), ((-half, y), (-half, -y))):
            parts.append(
                Part(
                    bar([*a, tall - post / 2], [*b, tall - post / 2], rectangle(post * 0.7, post * 0.8), up=(0, 0, 1)),
                    finish,
                    bevel=0.3,
                )
            )
        if float(p["overhang"]) > 0.5:
            for yy in np.linspace(-y, y, int(float(p["bars"]) / 2) + 2)[1:-1]:
                parts.append(
                    Part(
                        bar([-half, yy, tall - post / 2], [half, yy, tall - post / 2], rectangle(2.5, 3.0), up=(0, 0, 1)),
                        finish,
                        bevel=0.3,
                    )
                )
    return parts


def _post_parts(p: Parameters, x: float, y: float, top: float, finish: Finish) -> list[Part]:
    """One corner post with its finial."""
    frame, post = str(p["frame"]), _post(p)
    if frame == "metal":
        parts = [Part(tube(np.array([[x, y, 0.0], [x, y, top]]), 0.5 * post, sides=16), finish)]
    elif frame == "four poster":
        square = float(p["deck"]) + 4
        parts = [
            Part(
                block([x - post / 2, y - post / 2, 0.32 * square], [x + post / 2, y + post / 2, square + 14]), finish, bevel=0.4
            ),
            Part(turned_post("vase", 0.0, 0.32 * square + 0.2, post * 0.6).moved(x, y), finish),
            Part(turned_post(str(p["turning"]), square + 13.8, top, post * 0.56, 24).moved(x, y), finish),
        ]
    else:
        parts = [Part(block([x - post / 2, y - post / 2, 0], [x + post / 2, y + post / 2, top]), finish, bevel=0.5)]
    if frame == "canopy":
        return parts
    r = 0.62 * post
    kind = str(p["finial"])
    if kind == "ball":
        parts.append(Part(ball([x, y, top + 0.85 * r], r * 0.95), finish))
    elif kind == "urn":
        profile = [
            (0.5 * r, -0.2),
            (0.4 * r, 0.4 * r),
            (0.95 * r, 1.2 * r),
            (0.9 * r, 1.7 * r),
            (0.4 * r, 2.2 * r),
            (0.5 * r, 2.5 * r),
            (0.12 * r, 3.4 * r),
        ]
        parts.append(Part(lathe(spline(profile, 28), 24).moved(x, y, top), finish))
    elif kind == "cone":
        parts.append(
            Part(
                lathe([(0.9 * r, -0.2), (1.0 * r, 0.5 * r), (0.12 * r, 2.2 * r)], 24 if frame == "metal" else 4)
                .turned(45)
                .moved(x, y, top),
                finish,
            )
        )
    else:
        cap = block([x - 0.66 * post, y - 0.66 * post, top - 0.1], [x + 0.66 * post, y + 0.66 * post, top + 2.0])
        parts.append(Part(cap, finish, bevel=0.5))
    return parts


def _wings(p: Parameters, y: float, top: float, half: float) -> list[Part]:
    """Padded sides of a headboard that come forward."""
    deep = 12.0 + 16.0 * float(p["overhang"])
    height = top + float(_crest(p, np.array([1.0]), 2 * half)[0]) + 1.0
    curve = spline(
        [
            (y - deep * 0.7, 3.0),
            (y - deep * 0.75, 0.45 * height),
            (y - deep, 0.75 * height),
            (y - deep * 0.8, 0.97 * height),
            (y, height),
        ],
        30,
    )
    outline = np.vstack([[(y + 4.0, height), (y + 4.0, 3.0)], curve])[::-1]
    if _area(outline) < 0:
        outline = outline[::-1]
    return [Part(side_plate(outline, x, 5.0), _soft(p), bevel=1.8) for x in (-half - 4.0, half - 1.0)]


def _area(outline: Array) -> float:
    following = np.roll(outline, -1, axis=0)
    return float((outline[:, 0] * following[:, 1] - outline[:, 1] * following[:, 0]).sum() / 2)


def _bookcase(p: Parameters, y: float, top: float, half: float, finish: Finish) -> list[Part]:
    deep = 18.0
    low = float(p["deck"]) + float(p["mattress"]) + 6.0
    parts = [Part(block([-half, y, 0], [half, y + deep, low]), finish, bevel=0.5)]
    parts.append(Part(block([-half, y + deep - 1.5, low], [half, y + deep, top]), finish, bevel=0.3))
    parts.append(Part(block([-half - 1, y - 0.5, top - 2.5], [half + 1, y + deep + 0.5, top]), finish, bevel=0.5))
    number = 2 + int(float(p["bars"]) > 6) + int(half > 70)
    for x in np.linspace(-half + 1, half - 1, number + 1):
        parts.append(Part(block([x - 1.0, y + 0.4, low - 1], [x + 1.0, y + deep, top - 1]), finish, bevel=0.3))
    if float(p["crest_rise"]) > 0.65:
        z = (low + top) / 2
        parts.append(
            Part(block([-half + 1, y + 0.6, z - 0.9], [-half + 2 * half / number, y + deep, z + 0.9]), finish, bevel=0.3)
        )
    return parts


# --- base ---------------------------------------------------------------------------------------------------------


def _base(p: Parameters) -> list[Part]:
    """Rails round the mattress, or a plinth with drawers, and feet."""
    frame, finish = str(p["frame"]), _body(p)
    width, length, deck = _width(p), float(p["length"]), float(p["deck"])
    half, y, rail = width / 2 + 2.0, length / 2 + 2.0, float(p["rail"])
    if frame == "storage":
        return _drawer_base(p, half, y, deck, finish)
    if frame == "platform":
        grow = 3.0 + 9.0 * float(p["overhang"])
        parts = [Part(block([-half - grow, -y - grow, deck - 0.45 * rail - 2], [half + grow, y + 1, deck]), finish, bevel=0.8)]
        under = deck - 0.45 * rail - 2
        if p["feet"] == "plinth":
            return [*parts, Part(block([-0.72 * half, -0.86 * y, 0], [0.72 * half, 0.86 * y, under]), _darker(finish))]
        for at in corners(half * 0.84, y * 0.86):
            parts.append(_foot(p, at, under + 0.3, finish))
        return parts
    low = max(deck + 3.0 - rail, 6.0)
    high = deck + 4.0
    thick = 5.0 if frame == "upholstered" else 3.4
    if frame == "metal":
        for sx in (-1, 1):
            parts = [
                Part(
                    bar([sx * half, -y, deck - 1], [sx * half, y, deck - 1], rectangle(2.6, 5.0), up=(0, 0, 1)),
                    finish,
                    bevel=0.2,
                )
                for sx in (-1, 1)
            ]
        ends = [
            Part(bar([-half, sy * y, deck - 1], [half, sy * y, deck - 1], rectangle(2.6, 5.0), up=(0, 0, 1)), finish, bevel=0.2)
            for sy in (-1, 1)
        ]
        return parts + ends + [Part(block([-half, -y, deck - 1.6], [half, y, deck]), finish)]
    bevel = 1.8 if frame == "upholstered" else 0.6
    parts = [Part(block([sx * (half - 1), -y, low], [sx * (half - 1 + thick), y, high]), finish, bevel=bevel) for sx in (-1, 1)]
    if p["footboard"] == "none" or frame == "upholstered":
        parts.append(
            Part(block([-half - thick + 1, -y - thick + 1, low], [half + thick - 1, -y + 1, high]), finish, bevel=bevel)
        )
    parts.append(Part(block([-half + 0.5, -y + 0.5, low + 0.5], [half - 0.5, y, deck]), finish))
    if frame == "upholstered":
        for at in corners(half - 5, y - 6):
            parts.append(_foot(p, at, low + 0.6, _wood(p)))
    return parts


def _foot(p: Parameters, at: Array, top: float, finish: Finish) -> Part:
    kind = str(p["feet"])
    if kind == "bun":
        return Part(bun_foot(at, top, 5.5), finish)
    if kind == "tapered":
        return Part(round_leg([*at, top], [*(at * 1.01 + np.sign(at) * 2), 0], 6.5, 0.6), finish)
    return Part(square_leg([*at, top], [*at, 0], 8.0), finish, bevel=0.4)


def _drawer_base(p: Parameters, half: float, y: float, deck: float, finish: Finish) -> list[Part]:
    """A chest under the mattress, its drawers in the side that the camera sees."""
    high = deck + 3.0
    parts = [Part(block([-half - 1, -y - 1, 0 if p["feet"] == "plinth" else 5.0], [half + 1, y + 1, high]), finish, bevel=0.6)]
    low = 5.0
    if p["feet"] == "plinth":
        parts.append(Part(block([-half - 2.2, -y - 2.2, 0], [half + 2.2, y + 1, 4.5]), finish, bevel=0.5))
    else:
        parts += [_foot(p, at, 5.5, finish) for at in corners(half - 5, y - 5)]
    count = 2 + int(float(p["bars"]) > 6) + int(float(p["bars"]) > 9)
    rows = 2 if deck > 32 else 1
    metal = Finish(
        "metal",
        METAL["brass" if p["wood"] in ("black", "walnut") else "black" if p["metal"] == "steel" else str(p["metal"])],
        0.35,
    )
    xs, zs = np.linspace(-y + 1, y - 1, count + 1), np.linspace(low + 1, high - 2.0, rows + 1)
    for a, b in zip(xs[:-1], xs[1:], strict=True):
        for c, d in zip(zs[:-1], zs[1:], strict=True):
            made = drawer((a, c), (b, d), -half - 1, str(p["pull"]), finish, metal, 9.0)
            parts += [Part(part.mesh.turned(-90), part.finish, part.bevel) for part in made]
    if float(p["reach"]) > 0.55:
        parts += drawer((-half + 1, low + 1), (half - 1, high - 2.0), -y - 1, str(p["pull"]), finish, metal, 9.0)
    return parts


def _sleigh(p: Parameters) -> list[Part]:
    """Head and foot roll outwards."""
    finish = _wood(p)
    width, length, deck = _width(p), float(p["length"]), float(p["deck"])
    half, y, rail = width / 2 + 2.0, length / 2 + 2.0, float(p["rail"])
    low = max(deck + 3.0 - rail, 7.0)
    parts = [Part(block([sx * (half - 1), -y, low], [sx * (half + 3), y, deck + 5]), finish, bevel=0.6) for sx in (-1, 1)]
    parts.append(Part(block([-half, -y, low + 1], [half, y, deck]), finish))
    bend = 8.0 + 14.0 * float(p["overhang"])
    for sign, top in ((1, _head_top(p)), (-1, _foot_top(p) + 8)):
        height = top - 3.0
        reach = bend * (1.0 if sign > 0 else 0.8)
        line = spline(
            [(0, 4), (0, 0.34 * height), (-0.18 * reach, 0.56 * height), (0.35 * reach, 0.86 * height), (reach, height)], 40
        )
        normal = np.column_stack([-np.gradient(line[:, 1]), np.gradient(line[:, 0])])
        normal /= np.linalg.norm(normal, axis=1, keepdims=True)
        t = np.linspace(2.6, 1.6, 40)[:, None]
        outline = np.vstack([line + t * normal, (line - t * normal)[::-1]])
        outline = np.column_stack([sign * (y + outline[:, 0]), outline[:, 1]])
        if _area(outline) < 0:
            outline = outline[::-1]
        parts.append(Part(side_plate(outline, -half - 2, 2 * half + 4), finish, bevel=0.4))
        for x in (-half - 4.0, half + 1.0):
            parts.append(Part(side_plate(inset(outline, -1.2), x, 3.0), finish, bevel=0.5))
        centre = np.array([sign * (y + line[-1, 0] - 0.5), line[-1, 1] - 1.0])
        roll = 3.4 + 2.4 * float(p["post"])
        parts.append(Part(tube(np.array([[-half - 4.6, *centre], [half + 4.6, *centre]]), roll, sides=24), finish, bevel=0.4))
        if p["head"] != "slab":
            parts += _sleigh_fields(p, line, sign, y, half, finish)
        for x in (-half - 2.5, half + 2.5):
            parts.append(
                Part(
                    bun_foot([x, sign * y], 7.0, 4.6)
                    if p["feet"] in ("bun", "tapered")
                    else block([x - 4, sign * y - 4, 0], [x + 4, sign * y + 4, 7]),
                    finish,
                    bevel=0.3,
                )
            )
    return parts


def _sleigh_fields(p: Parameters, line: Array, sign: int, y: float, half: float, finish: Finish) -> list[Part]:
    """Fields or ribs that follow the bend, on both faces."""
    count = max(2, int(float(p["bars"]) / (1.0 if p["head"] == "channels" else 2.0)))
    xs = np.linspace(-half + 2, half - 2, count + 1)
    rows = line[6:34]
    path = np.column_stack([np.zeros(len(rows)), sign * (y + rows[:, 0]), rows[:, 1]])
    wide = (xs[1] - xs[0]) * (0.82 if p["head"] == "raised panels" else 0.9)
    parts = []
    for a, b in zip(xs[:-1], xs[1:], strict=True):
        moved = path + [(a + b) / 2, 0, 0]
        parts.append(
            Part(sweep(moved, rectangle(wide, 6.8 if p["head"] == "raised panels" else 6.2), up=(0, 1, 0)), finish, bevel=0.7)
        )
    return parts


# --- bedding ------------------------------------------------------------------------------------------------------


def _bedding(p: Parameters, deck: float, width: float, length: float) -> list[Part]:
    """Mattress, cover, a second layer, pillows."""
    sheet_finish, cover, second, third = _linens(p)
    thick = float(p["mattress"])
    top = deck + thick
    half, y = width / 2, length / 2
    mattress = cushion(width, length, thick, 7.0, 4.0, 0.8).moved(0, 0, deck)
    parts = [Part(mattress, sheet_finish)]
    parts += [
        Part(tube(seam(width, length, deck + h, 7.0), 0.7, closed=True, sides=8), sheet_finish) for h in (3.6, thick - 3.6)
    ]
    head = y - 58.0 - 8.0 * float(p["reach"])
    open_foot = p["footboard"] == "none"
    slack = {"platform": thick - 1.5, "storage": thick - 4, "upholstered": thick - 4.5, "metal": thick + 2}.get(
        str(p["frame"]), thick - 4.0
    )
    drop = slack * (0.45 + 0.5 * float(p["drop"]))
    foot_y = -y - (1.2 if open_foot else -0.6)
    foot_drop = drop if open_foot else 5.0
    layer = str(p["layer"])
    pattern, step = str(p["cover"]), float(p["quilt_step"])
    if layer == "bare":
        parts += _folded(p, half, top, -y + 24, cover, second)
    else:
        parts.append(Part(drape(half, top + 3.0, foot_y, head, drop, foot_drop, 3.5, pattern, step, 1.2), cover))
    if layer == "turned back":
        deep = 26.0 + 26.0 * float(p["reach"])
        parts.append(
            Part(drape(half + 1.6, top + 5.6, head - deep, head + 1.5, drop * 0.96, 1.5, 4.0, "plain", step, 0.8), second)
        )
    elif layer == "runner":
        deep = 34.0 + 36.0 * float(p["reach"])
        parts.append(
            Part(
                drape(
                    half + 1.8,
                    top + 4.6,
                    -y + 12,
                    -y + 12 + deep,
                    drop + 1.5,
                    1.2,
                    2.5,
                    "rows" if pattern == "plain" else "plain",
                    9.0,
                    0.8,
                ),
                second,
            )
        )
    elif layer == "folded blanket":
        parts += _folded(p, 0.8 * half, top + 4.4, -y + 16, second, third)
    return parts + _pillows(p, top, half, y, sheet_finish, second, third)


def _folded(p: Parameters, half: float, top: float, foot: float, one: Finish, other: Finish) -> list[Part]:
    """Blankets folded into flat stacks."""
    deep = 36.0 + 20.0 * float(p["reach"])
    middle = foot + deep / 2
    parts = [Part(cushion(1.5 * half, deep, 5.0, 3.0, 2.5, 0.8).moved(0, middle, top - 0.6), one)]
    parts.append(Part(cushion(1.5 * half, deep - 1.0, 5.0, 3.0, 2.5, 0.8).moved(0, middle + 0.5, top + 4.4), one))
    if float(p["drop"]) > 0.6:
        parts.append(Part(cushion(1.2 * half, deep * 0.8, 4.4, 3.0, 2.2, 0.8).moved(0, middle, top + 9.6), other))
    return parts


def _lean(mesh: Mesh, high: float, thick: float, degrees: float, x: float, back: float, top: float) -> Mesh:
    """A pillow tipped up by `degrees` on a mattress at `top`, its back towards y = `back`."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    y = back - 0.5 * high * c - 0.36 * thick * s
    return tilted(mesh, -degrees).moved(x, y, top + 0.47 * high * s + 0.36 * thick * c)


def _pillows(p: Parameters, top: float, half: float, y: float, one: Finish, two: Finish, three: Finish) -> list[Part]:
    kind = str(p["pillows"])
    wide = min(2 * half * 0.84, 72.0) if half < 58 else half * 0.88 if half < 80 else 74.0
    xs = [0.0] if half < 58 else [-0.5 * half, 0.5 * half]
    parts: list[Part] = []
    back = y - 0.5
    plain = throw_pillow(wide, 48.0, 19.0, 0.4)
    if kind == "bolster":
        r = 9.5
        profile = [
            (0.6, -0.82 * half),
            (0.7 * r, -0.815 * half),
            (r, -0.78 * half),
            (r, 0.78 * half),
            (0.7 * r, 0.815 * half),
            (0.6, 0.82 * half),
        ]
        roll = lathe(profile, 32)
        v = roll.vertices
        parts += [Part(_lean(plain, 48, 19, 52, x, back, top), one) for x in xs]
        parts.append(Part(Mesh(v[:, [2, 0, 1]], roll.faces).moved(0, back - 48, top + r - 0.4), two))
        return parts
    for x in xs:
        if kind == "flat":
            parts.append(Part(_lean(plain, 48, 19, 14, x, back, top), one))
        elif kind == "stacked":
            parts.append(Part(_lean(plain, 48, 19, 6, x, back, top), one))
            parts.append(Part(_lean(plain, 48, 19, 16, x, back - 1, top + 11.5), two))
        else:
            parts.append(Part(_lean(plain, 48, 19, 66, x, back, top), one))
            parts.append(Part(_lean(plain.scaled(0.92), 44, 17, 56, x, back - 13, top), two))
    if kind == "cushions":
        size = 42.0
        small = throw_pillow(size, size, 15.0)
        places = [0.0] if half < 58 else [-0.42 * half, 0.42 * half]
        parts += [Part(_lean(small, size, 15, 54, x, back - 27, top), three) for x in places]
        if float(p["overhang"]) > 0.4 and half >= 58:
            parts.append(Part(_lean(throw_pillow(50, 28, 12), 28, 12, 50, 0.0, back - 44, top), one))
    return parts


# --- bunk and daybed ----------------------------------------------------------------------------------------------


def _bunk(p: Parameters) -> list[Part]:
    """Two beds one above the other, a ladder, a guard rail."""
    finish = _wood(p)
    width, length = _width(p), float(p["length"]) - 4
    half, y, post = width / 2 + 3.5, length / 2 + 4, _post(p)
    low, high = 18.0 + 0.5 * float(p["deck"]), 0.62 * float(p["post_height"]) + 14.0
    tall = high + 46.0
    calm = dict(p) | {
        "frame": "panel",
        "mattress": 13.0 + 0.2 * float(p["mattress"]),
        "layer": "none" if p["layer"] == "bare" else p["layer"],
    }
    calm |= {"footboard": "low", "pillows": "stacked" if p["pillows"] in ("stacked", "standing") else "flat"}
    parts = [
        Part(
            block([sx * half - post / 2, sy * y - post / 2, 0], [sx * half + post / 2, sy * y + post / 2, tall]),
            finish,
            bevel=0.6,
        )
        for sx in (-1, 1)
        for sy in (-1, 1)
    ]
    for deck in (low, high):
        for sx in (-1, 1):
            parts.append(Part(block([sx * half - 1.5, -y, deck - 6], [sx * half + 1.5, y, deck + 7]), finish, bevel=0.4))
        parts.append(Part(block([-half, -y, deck - 3], [half, y, deck]), finish))
        for sy in (-1, 1):
            parts += _board(calm | {"crest": "flat"}, sy * y, deck - 6, deck + 36, half - 1, finish)
        parts += _bedding(calm, deck, width, length)
    rails = 1 + int(float(p["bars"]) > 7)
    gap = 46.0
    for k in range(rails):
        z = high + 28 + 12 * k if rails > 1 else high + 34
        parts.append(Part(block([half - 1.3, -y, z - 4], [half + 1.3, y, z + 4]), finish, bevel=0.4))
        parts.append(Part(block([-half - 1.3, -y + gap, z - 4], [-half + 1.3, y, z + 4]), finish, bevel=0.4))
    parts.append(
        Part(
            block([-half - 1.6, -y + gap - 1, high - 2], [-half + 1.6, -y + gap + 5, high + 40 if rails > 1 else high + 38]),
            finish,
            bevel=0.4,
        )
    )
    lean = 6.0 + 22.0 * float(p["overhang"])
    for yy in (-y + 8, -y + gap):
        parts.append(
            Part(
                bar([-half - 3.2, yy, high + 24], [-half - 3.2 - lean, yy, 0], rectangle(3.0, 6.0), up=(0, 1, 0)),
                finish,
                bevel=0.3,
            )
        )
    steps = 4 + int(float(p["bars"]) / 5)
    for share in np.linspace(0.12, 0.86, steps):
        x = -half - 3.2 - lean * (1 - share)
        z = share * (high + 24)
        parts.append(Part(bar([x, -y + 7, z], [x, -y + gap + 1, z], rectangle(5.5, 2.6), up=(0, 0, 1)), finish, bevel=0.4))
    return parts


def _daybed(p: Parameters) -> list[Part]:
    """A narrow bed with a back along one side and two ends; its long side faces -y."""
    metal = p["head"] in ("rings", "spindles") and p["finial"] in ("ball", "cone")
    finish = Finish("metal", METAL[str(p["metal"])], 0.35) if metal else _wood(p)
    calm = dict(p) | {"frame": "metal" if metal else "panel"}
    length, width, deck = float(p["length"]) - 6, _width(p), float(p["deck"])
    half, y = length / 2 + 2, width / 2 + 2
    thick = 12.0 + 0.35 * float(p["mattress"])
    back, end = deck + thick + 0.55 * float(p["head_height"]), deck + thick + 0.35 * float(p["head_height"])
    edge = float(_crest(p, np.array([1.0]), 2 * half)[0])
    parts = _board(calm, y, deck - 4, back, half - 1, finish)
    for sx in (-1, 1):
        for part in _board(
            calm | {"bars": max(4.0, 0.55 * float(p["bars"])), "crest": "flat"}, 0.0, deck - 4, end, y - 1, finish
        ):
            parts.append(Part(part.mesh.turned(90).moved(sx * half), part.finish, part.bevel))
        parts += _post_parts(calm, sx * half, y, max(back + edge, end) + 2.5, finish)
        parts += _post_parts(calm, sx * half, -y, end + 2.5, finish)
    parts.append(Part(block([-half, -y - 1.4, deck - 7], [half, -y + 1.4, deck + 4]), finish, bevel=0.4))
    parts.append(Part(block([-half + 1, -y, deck - 3], [half - 1, y, deck]), finish))
    sheet_finish, cover, second, third = _linens(p)
    parts.append(Part(cushion(length, width, thick, 6.0, 4.0, 1.2).moved(0, 0, deck), cover))
    parts += [Part(tube(seam(length, width, deck + h, 6.0), 0.7, closed=True, sides=8), cover) for h in (3.6, thick - 3.6)]
    count = {"flat": 2, "stacked": 3, "standing": 4, "cushions": 5, "bolster": 3}[str(p["pillows"])]
    size = 50.0
    finishes = (sheet_finish, second, third)
    for k, x in enumerate(np.linspace(-half + 32, half - 32, count)):
        parts.append(
            Part(
                _lean(throw_pillow(size, size, 17), size, 17, 64, x, y - 3, deck + thick),
                finishes[k % 2 if count < 5 else k % 3],
            )
        )
    if p["pillows"] == "bolster":
        r = 11.0
        roll = lathe(
            [(0.6, -0.8 * y), (0.7 * r, -0.79 * y), (r, -0.74 * y), (r, 0.74 * y), (0.7 * r, 0.79 * y), (0.6, 0.8 * y)], 32
        )
        upright = Mesh(roll.vertices[:, [1, 2, 0]], roll.faces)
        parts += [Part(upright.moved(sx * (half - r - 3), 0, deck + thick + r - 0.4), third) for sx in (-1, 1)]
    return parts


# --- attributes ---------------------------------------------------------------------------------------------------


def attributes(p: Parameters) -> dict[str, float]:
    """Numbers in [0, 1] that describe a bed."""
    frame, head = str(p["frame"]), str(p["head"])
    tall = {
        "four poster": float(p["post_height"]),
        "canopy": float(p["post_height"]),
        "bunk": 0.62 * float(p["post_height"]) + 60,
    }
    return {
        "wide": (_width(p) - 92.0) / 96.0,
        "tall": (tall.get(frame, _head_top(p)) - 70.0) / 135.0,
        "high_mattress": (float(p["deck"]) + float(p["mattress"]) - 38.0) / 34.0,
        "footboard": {"none": 0.0, "low": 0.5, "half": 1.0}[str(p["footboard"])],
        "open_head": {"slats": 0.6, "spindles": 0.9, "lattice": 0.7, "rings": 1.0, "shelves": 0.4}.get(head, 0.0),
        "upholstered": float(head in ("diamonds", "channels", "squares", "pads") and frame not in ("sleigh", "storage")),
        "posts": {"four poster": 1.0, "canopy": 1.0, "bunk": 0.9, "panel": 0.5, "metal": 0.5, "daybed": 0.5}.get(frame, 0.0),
        "quilted": float(p["cover"] != "plain" and p["layer"] != "bare"),
        "many_pillows": {"flat": 0.0, "bolster": 0.5, "stacked": 0.4, "standing": 0.6, "cushions": 1.0}[str(p["pillows"])],
    }


CATEGORY = Category("bed", 1, SPACE, build, attributes, View(azimuth=-34.0, elevation=20.0, azimuth_spread=6.0))
