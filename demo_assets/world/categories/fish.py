# SPDX-License-Identifier: GPL-3.0-or-later
"""Fish on stands, in tenths of the body's length; the head points towards -y, and x is across the body."""

from __future__ import annotations

import numpy as np

from ..category import Category, View
from ..colour import mixed
from ..figurine.fins import fins
from ..figurine.skin import lens, ridge
from ..figurine.swimmer import BODIES, Body
from ..finish import Finish, Print
from ..mesh import Array, Mesh, join
from ..palette import METAL, WOOD
from ..parameters import Choice, Continuous, Parameters
from ..part import Part
from ..shapes.curves import spline, superellipse
from ..shapes.implicit import Ellipsoid, blend, smoothed
from ..shapes.lathe import lathe
from ..shapes.loft import loft, sheet, slab
from ..shapes.plate import plate, thread
from ..shapes.sweep import tube

COLOURS = {
    "silver blue": ("#3f5d77", "#b9bfc0", "#2c4257"),
    "green": ("#5d6b3a", "#b9b183", "#3a4427"),
    "gold": ("#d8812a", "#e6b765", "#b5541c"),
    "red": ("#b23a2a", "#d98d68", "#7d2219"),
    "teal": ("#2b7f86", "#a9c3b5", "#1c5157"),
    "yellow": ("#dcae38", "#e3cf98", "#3a3a3c"),
    "brown": ("#76573a", "#b9a180", "#4b3524"),
    "grey": ("#6a737a", "#b7b9b6", "#43494e"),
    "violet": ("#5b4b7f", "#b49fb6", "#382d55"),
    "coral": ("#d3705c", "#e2b49c", "#8f3f35"),
}

SPACE = {
    "kind": Choice(tuple(BODIES), weight=4.0),
    "tail": Choice(
        ("forked", "rounded", "crescent", "straight", "lyre", "flowing", "pointed"),
        weight=2.5,
        given=(
            "kind",
            {
                "tuna": ("forked", "crescent"),
                "perch": ("forked", "rounded", "straight"),
                "angelfish": ("straight", "lyre", "rounded", "flowing"),
                "puffer": ("rounded", "straight", "pointed"),
                "eel": ("pointed", "rounded"),
                "goldfish": ("flowing", "lyre"),
                "flatfish": ("rounded", "straight", "pointed"),
                "catfish": ("forked", "rounded", "straight", "lyre"),
                "swordfish": ("crescent", "forked"),
            },
        ),
    ),
    "dorsal": Choice(
        ("single", "double", "sail", "long", "swept", "spiny"),
        weight=2.5,
        given=(
            "kind",
            {
                "tuna": ("double", "swept", "spiny"),
                "perch": ("double", "spiny", "single", "long"),
                "angelfish": ("swept", "sail", "single"),
                "puffer": ("single", "swept"),
                "eel": ("long",),
                "goldfish": ("single", "sail", "long", "swept"),
                "flatfish": ("long",),
                "catfish": ("single", "swept", "double", "sail"),
                "swordfish": ("sail", "swept", "double"),
            },
        ),
    ),
    "pattern": Choice(
        ("plain", "bars", "line", "scales", "spots", "stripes"),
        weight=2.0,
        given=(
            "kind",
            {
                "eel": ("plain", "bars", "spots", "line"),
                "puffer": ("spots", "bars", "plain"),
                "flatfish": ("spots", "line", "scales"),
                "swordfish": ("plain", "line", "bars"),
            },
        ),
    ),
    "mouth": Choice(
        ("smile", "straight", "frown", "lips"),
        weight=1.0,
        given=("kind", {"swordfish": ("smile", "straight"), "puffer": ("lips",)}),
    ),
    "stand": Choice(("disc", "block", "rock", "two rods", "weed", "sand"), weight=1.5),
    "depth": Continuous(0.82, 1.22, weight=1.5),
    "girth": Continuous(0.85, 1.15, weight=0.3),
    "hump": Continuous(-0.16, 0.16),
    "tail_size": Continuous(0.8, 1.3, weight=1.2),
    "tail_spread": Continuous(0.8, 1.2),
    "dorsal_height": Continuous(0.7, 1.35, weight=1.2),
    "dorsal_place": Continuous(-0.06, 0.06),
    "anal_size": Continuous(0.65, 1.35),
    "pectoral_size": Continuous(0.75, 1.35),
    "pectoral_angle": Continuous(-35.0, 35.0),
    "eye_size": Continuous(0.8, 1.35, weight=0.7),
    "swing": Continuous(-1.0, 1.0),
    "pitch": Continuous(-14.0, 20.0),
    "marks": Continuous(3.0, 7.99, when={"pattern": ("bars", "spots", "stripes")}),
    "mark_width": Continuous(0.25, 0.55, weight=0.6, when={"pattern": ("bars", "spots", "stripes")}),
    "whisker": Continuous(1.4, 3.2, when={"kind": ("catfish",)}),
    "bill": Continuous(2.6, 4.6, when={"kind": ("swordfish",)}),
    "waves": Continuous(1.1, 2.1, weight=2.0, when={"kind": ("eel",)}),
    "wave_height": Continuous(0.7, 1.2, when={"kind": ("eel",)}),
    "stand_height": Continuous(1.0, 2.6),
    "colour": Choice(tuple(COLOURS), weight=0.0),
    "second": Choice(tuple(COLOURS), weight=0.0),
    "material": Choice(("glazed", "satin", "bronze", "wood"), weight=0.0, shares={"bronze": 0.25, "wood": 0.35, "glazed": 1.5}),
    "wood": Choice(("beech", "oak", "walnut", "black"), weight=0.0),
}


def build(p: Parameters) -> list[Part]:
    """Body, fins, face, markings, stand."""
    body = Body(p)
    main, second, fin, dark = _finishes(p)
    parts = [Part(_trunk(body), main)]
    parts += fins(p, body, fin, dark)
    parts += _face(p, body, main, dark)
    parts += _marks(p, body, second, dark)
    return parts + _stand(p, body, parts)


def _finishes(p: Parameters) -> tuple[Finish, Finish, Finish, Finish]:
    back, belly, fins = COLOURS[str(p["colour"])]
    other = COLOURS[str(p["second"])][2]
    material = str(p["material"])
    if material == "bronze":
        return (
            Finish("metal", "#8a6236", 0.38),
            Finish("metal", "#4e351d", 0.45),
            Finish("metal", "#7a552d", 0.4),
            Finish("metal", "#3a2715", 0.5),
        )
    if material == "wood":
        wood = WOOD["cherry" if p["wood"] == "black" else str(p["wood"])]
        main = Finish("wood", wood)
        return (
            main,
            Finish("wood", "#3b2616"),
            Finish("wood", "#8a5f38" if p["wood"] != "oak" else "#6d4a2b"),
            Finish("wood", "#2b1b10"),
        )
    roughness = 0.15 if material == "glazed" else 0.42
    shade = Print("fade", mixed(back, belly, 0.75), axis=2)
    return (
        Finish("ceramic", back, roughness, shade),
        Finish("ceramic", other, roughness),
        Finish("ceramic", fins if material == "glazed" else belly, roughness),
        Finish("ceramic", "#2a2725", roughness),
    )


def _trunk(body: Body) -> Mesh:
    u = np.concatenate([body.blunt * (1 - np.cos(np.linspace(0.12, np.pi / 2, 10))), np.linspace(body.blunt, 1, 44)[1:]])
    s = u * body.length
    angle = -np.linspace(0, 2 * np.pi, 36, endpoint=False)[None]
    middle, half = ((body.top(s) + body.bottom(s)) / 2)[:, None], ((body.top(s) - body.bottom(s)) / 2)[:, None]
    ring_w = body.half_width(s)[:, None] * np.cos(angle)
    return loft(body.place(np.broadcast_to(s[:, None], ring_w.shape), ring_w, middle + half * np.sin(angle)))


# --- face and markings --------------------------------------------------------------------------------------------


def _face(p: Parameters, body: Body, main: Finish, dark: Finish) -> list[Part]:
    parts = []
    length, kind = body.length, body.kind
    place, share = {"eel": (0.045, 0.3), "catfish": (0.12, 0.42), "puffer": (0.17, 0.42), "swordfish": (0.09, 0.25)}.get(
        kind, (0.125, 0.3)
    )
    size = (
        0.36 * float(p["eye_size"]) * {"eel": 0.7, "puffer": 1.4, "goldfish": 1.3, "catfish": 0.75, "tuna": 0.85}.get(kind, 1.0)
    )
    spots = [(place, share, 1.0), (place, share, -1.0)]
    if kind == "flatfish":
        spots = [(0.1, 0.35, 1.0), (0.13, -0.2, 1.0)]
    for u, q, sign in spots:
        centre = body.side(u * length, q, sign)
        out = body.side(u * length, q, sign, 1.0) - centre
        unit = out / np.linalg.norm(out)
        parts.append(Part(lens(centre - 0.02 * unit, size, out, 0.42), Finish("plastic", "#d7c27a", 0.15)))
        parts.append(Part(lens(centre + 0.24 * size * unit, size * 0.62, out, 0.42), Finish("plastic", "#15120f", 0.08)))
        turn = np.linspace(0, 2 * np.pi, 29)[:-1]
        x = np.cross([0.0, 0.2, 1.0], unit)
        x /= np.linalg.norm(x)
        ring = centre + size * 1.08 * (np.cos(turn)[:, None] * x + np.sin(turn)[:, None] * np.cross(unit, x)) + 0.02 * unit
        parts.append(Part(thread(ring, 0.055, closed=True), dark))
    gill = 0.1 if kind == "eel" else 0.24
    q = np.linspace(-0.78, 0.55, 25)
    bow = 0.022 if kind == "eel" else 0.055
    for sign in (1.0, -1.0):
        s = length * (gill + bow * np.cos((q + 0.1) * 1.9))
        parts.append(Part(ridge(body.side(s, q, sign, 0.025), 0.075 if kind != "eel" else 0.055), dark))
        parts += _mouth(p, body, sign, dark)
    if p["mouth"] == "lips":
        parts.append(Part(_lips(body), main))
    if kind == "catfish":
        parts += _whiskers(p, body, dark)
    if kind == "swordfish":
        reach = float(p["bill"])
        s = np.linspace(0.45, -reach, 14)
        path = body.place(s, 0.0, 0.06 + 0 * s)
        parts.append(Part(tube(path, 0.27, np.linspace(1.0, 0.12, 14) ** 0.8, sides=12), main))
    if kind == "puffer":
        parts.append(Part(_spikes(body), dark))
    return parts


def _mouth(p: Parameters, body: Body, sign: float, dark: Finish) -> list[Part]:
    if p["mouth"] == "lips":
        return []
    turn = {"smile": 0.35, "straight": 0.0, "frown": -0.3}[str(p["mouth"])]
    back = {"eel": 0.045, "swordfish": 0.09}.get(body.kind, 0.085)
    s = np.linspace(0.004, back, 14) * body.length
    q = -0.2 + turn * (s / s[-1]) ** 1.5
    return [Part(ridge(body.side(s, q, sign, 0.025), 0.06, 0.6), dark)]


def _lips(body: Body) -> Mesh:
    s = 0.3 * body.blunt * body.length
    turn = np.linspace(0, 2 * np.pi, 33)[:-1]
    height = 0.5 * float(body.top(s) - body.bottom(s))
    wide = float(body.half_width(s))
    rings = []
    for dip, grow in ((0.5, 1.0), (0.22, 0.86)):
        ring = body.place(
            np.full_like(turn, dip * s), 0.46 * grow * wide * np.cos(turn), 0.4 * grow * height * np.sin(turn) - 0.05
        )
        rings.append(thread(ring, 0.17, closed=True, sides=10))
    return join(*rings)


def _whiskers(p: Parameters, body: Body, dark: Finish) -> list[Part]:
    parts = []
    reach = float(p["whisker"])
    for sign in (1.0, -1.0):
        for long, out, drop in ((1.0, 0.8, 0.0), (0.6, 0.45, 1.0)):
            start = np.array([0.35, sign * 0.55 * float(body.half_width(0.35)), -0.25])
            way = reach * long
            knots = [
                start,
                start + [-0.35 * way, sign * 0.3 * way * out, 0.02 - 0.3 * drop],
                start + [-0.35 * way, sign * 0.7 * way * out, -0.25 * way],
            ]
            knots.append(start + [-0.05 * way, sign * 0.95 * way * out, -(0.55 + 0.1 * drop) * way])
            path = spline(knots, 24)
            points = body.place(path[:, 0], path[:, 1], path[:, 2])
            parts.append(Part(tube(points, 0.13, np.linspace(1.0, 0.3, 24), sides=8), dark))
    return parts


def _spikes(body: Body) -> Mesh:
    meshes = []
    for i, u in enumerate(np.linspace(0.26, 0.84, 9)):
        for q in np.linspace(-0.88, 0.88, 8) + (0.11 if i % 2 else 0.0):
            if abs(q) > 0.96:
                continue
            for sign in (1.0, -1.0):
                foot, out = body.side(u * body.length, q, sign, -0.1), body.side(u * body.length, q, sign, 1.0)
                way = out - foot
                path = (
                    foot
                    + way / np.linalg.norm(way) * np.linspace(0, 0.62, 4)[:, None]
                    + np.array([0, 0.12, 0]) * np.linspace(0, 1, 4)[:, None] ** 2
                )
                meshes.append(tube(path, 0.11, [1.2, 0.8, 0.45, 0.08], sides=6))
    return join(*meshes)


def _marks(p: Parameters, body: Body, second: Finish, dark: Finish) -> list[Part]:
    pattern, count, wide = str(p["pattern"]), int(float(p["marks"])), float(p["mark_width"])
    start, end = (0.16, 0.94) if body.kind == "eel" else (0.36, 0.92)
    if body.kind == "eel":
        count = 2 * count
    parts: list[Part] = []
    for sign in (1.0, -1.0):
        if pattern == "line":
            s = np.linspace(start - 0.05, 0.97, 40) * body.length
            q = 0.12 + 0.3 * np.exp(-(((s / body.length - 0.36) / 0.16) ** 2)) * (1 if body.kind != "eel" else 0)
            parts.append(Part(ridge(body.side(s, q, sign, 0.025), 0.06), dark))
        elif pattern == "scales":
            parts.append(Part(_scales(body, sign), dark))
        elif pattern == "bars":
            step = (end - start) / count
            for k in range(count):
                u0 = start + (k + 0.5 - wide / 2) * step
                q = np.linspace(-0.72, 0.995, 18)[:, None] * np.ones(6)
                taper = 0.35 + 0.65 * np.cos(np.clip(-q - 0.1, 0, 1) * np.pi / 2)
                s = body.length * (u0 + wide * step * (0.5 + (np.linspace(0, 1, 6)[None] - 0.5) * taper))
                parts.append(_patch(body, s, q, sign, second))
        elif pattern == "stripes":
            shown = min(count, 5)
            for k in range(shown):
                q0 = -0.3 + 0.95 * (k + 0.5) / shown
                s = body.length * np.linspace(0.31, 0.96, 36)[None] * np.ones((5, 1))
                half = 0.4 * wide / shown * np.sin(np.pi * np.linspace(0.04, 0.96, 36)) ** 0.5
                q = q0 + half[None] * np.linspace(-1, 1, 5)[:, None] * 1.4
                parts.append(_patch(body, s, q, sign, second))
        elif pattern == "spots":
            for k in range(count * 2):
                u = start + (end - start - 0.05) * (k + 0.5) / (2 * count)
                q = (-0.25, 0.5, 0.12)[k % 3]
                half = float(body.top(u * body.length) - body.bottom(u * body.length)) / 2
                size = min(wide * (0.9 if body.kind != "eel" else 0.6), 0.45 * half)
                turn = np.linspace(0, 2 * np.pi, 21)[None]
                ring = np.linspace(0.02, 1, 4)[:, None]
                parts.append(
                    _patch(
                        body,
                        u * body.length - ring * size * np.cos(turn),
                        q + ring * size * np.sin(turn) / half / 1.35,
                        sign,
                        second,
                    )
                )
    return parts


def _patch(body: Body, s: Array, q: Array, sign: float, finish: Finish) -> Part:
    """Colour laid thinly on the flank over a grid of places."""
    grid = body.side(s, q, sign, 0.055)
    mesh = sheet(grid if sign > 0 else grid[::-1])
    return Part(mesh, finish, thickness=0.1)


def _scales(body: Body, sign: float) -> Mesh:
    meshes = []
    start = 0.32
    columns = np.arange(start, 0.93, 0.052)
    rows = 6
    for i, u in enumerate(columns):
        for j in range(rows):
            q = -0.55 + 1.2 * (j + 0.5 * (i % 2)) / rows
            turn = np.linspace(-1.25, 1.25, 7)
            s = body.length * (u + 0.045 * np.cos(turn) - 0.03)
            meshes.append(ridge(body.side(s, q + 0.1 * np.sin(turn), sign), 0.045, 0.5, 4))
    return join(*meshes)


# --- stand --------------------------------------------------------------------------------------------------------


def _stand(p: Parameters, body: Body, parts: list[Part]) -> list[Part]:
    kind = str(p["stand"])
    low = min(float(part.mesh.vertices[:, 2].min()) for part in parts)
    shares = (0.34, 0.66) if kind == "two rods" else (0.45,)
    if body.kind == "eel":
        shares = (0.22, 0.72) if kind == "two rods" else (0.5,)
    tops = [body.side(u * body.length, -1.0, 1.0) for u in shares]
    floor = min(low - 0.5, min(t[2] for t in tops) - float(p["stand_height"]))
    metal = Finish("metal", METAL["brass" if p["wood"] in ("walnut", "black") else "steel"], 0.3)
    wood = Finish("wood", WOOD[str(p["wood"])])
    centre = np.mean(tops, axis=0)
    made = [Part(tube(np.linspace(t + [0, 0, 0.25], [t[0], t[1], floor - 0.3], 5), 0.15, sides=12), metal) for t in tops]
    if kind == "disc":
        made.append(Part(lathe([(1.9, -0.45), (1.9, 0.0)], 64).moved(centre[0], centre[1], floor), wood, bevel=0.14))
    elif kind == "block":
        block = slab(superellipse(1.1, 2.3, 9.0, 48), -0.9, 0.0)
        made.append(Part(block.moved(centre[0], centre[1], floor), wood, bevel=0.12))
    elif kind == "two rods":
        span = np.linalg.norm(tops[0] - tops[1]) / 2 + 0.9
        board = slab(superellipse(0.85, span, 7.0, 48), -0.4, 0.0)
        made.append(Part(board.moved(centre[0], centre[1], floor), wood, bevel=0.1))
    else:
        lumps = {
            "rock": [
                ((0, 0, -0.5), (1.5, 1.9, 0.75)),
                ((0.6, -1.1, -0.6), (0.9, 1.0, 0.6)),
                ((-0.5, 1.2, -0.5), (1.0, 1.1, 0.85)),
            ],
            "sand": [((0, 0, -0.6), (2.0, 2.7, 0.62)), ((0.3, 1.3, -0.7), (1.5, 1.6, 0.6))],
            "weed": [((0, 0, -0.55), (1.5, 2.0, 0.6)), ((0.2, -0.9, -0.6), (1.1, 1.1, 0.55))],
        }[kind]
        mound = smoothed(blend([Ellipsoid(c, r) for c, r in lumps], 0.5, 36), 2)
        vertices = mound.vertices.copy()
        vertices[:, 2] = np.maximum(vertices[:, 2], -0.85)
        colour = {"rock": "#6f6a63", "sand": "#c7ad80", "weed": "#857a69"}[kind]
        made.append(Part(Mesh(vertices, mound.faces).moved(centre[0], centre[1], floor), Finish("stone", colour)))
        if kind == "weed":
            made += _weed(centre, floor, float(centre[2]) - floor)
    return made


def _weed(centre: Array, floor: float, height: float) -> list[Part]:
    """Ribbons of weed round the rod, on both sides of the fish."""
    parts = []
    for x, y, tall, lean in ((1.0, -0.9, 0.85, -0.5), (0.85, 0.8, 1.0, 0.6), (-0.9, -0.3, 0.8, 0.4), (1.25, 0.0, 0.55, 0.2)):
        t = np.linspace(0, 1, 18)
        reach = (height + 0.5) * tall
        line = np.stack([x + 0.15 * t, y + lean * t + 0.22 * np.sin(7 * t), -0.4 + reach * t], axis=1)
        half = 0.22 * np.sin(np.pi * (0.25 + 0.74 * t)) + 0.02
        grid = line[:, None] + np.linspace(-1, 1, 5)[None, :, None] * half[:, None, None] * np.array([0.25, 1.0, 0.0])
        parts.append(Part(plate(grid + [centre[0], centre[1], floor], 0.09), Finish("plant", "#4f6b3a")))
    return parts


# --- in words -----------------------------------------------------------------------------------------------------


def attributes(p: Parameters) -> dict[str, float]:
    deep = {"angelfish": 1.0, "puffer": 0.85, "flatfish": 0.75, "goldfish": 0.7, "perch": 0.4, "catfish": 0.25, "tuna": 0.25}
    return {
        "deep_bodied": float(np.clip(deep.get(str(p["kind"]), 0.05) + 0.4 * (float(p["depth"]) - 1.0), 0, 1)),
        "snake_like": float(p["kind"] == "eel"),
        "has_sword": float(p["kind"] == "swordfish"),
        "has_whiskers": float(p["kind"] == "catfish"),
        "forked_tail": {"forked": 0.8, "crescent": 1.0, "lyre": 0.9, "flowing": 0.5}.get(str(p["tail"]), 0.0),
        "large_tail": float(
            np.clip((float(p["tail_size"]) - 0.8) / 0.5 * 0.6 + 0.4 * (p["tail"] in ("flowing", "lyre")), 0, 1)
        ),
        "tall_back_fin": float(
            np.clip((float(p["dorsal_height"]) - 0.7) / 0.65 * 0.6 + 0.4 * (p["dorsal"] in ("sail", "swept")), 0, 1)
        ),
        "striped": float(p["pattern"] in ("bars", "stripes")),
        "spotted": float(p["pattern"] == "spots"),
        "nose_up": float((float(p["pitch"]) + 14) / 34),
    }


CATEGORY = Category(
    name="fish",
    version=1,
    space=SPACE,
    build=build,
    attributes=attributes,
    view=View(azimuth=66.0, elevation=10.0, azimuth_spread=9.0, elevation_spread=4.0),
)
