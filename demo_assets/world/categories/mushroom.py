# SPDX-License-Identifier: GPL-3.0-or-later
"""Mushrooms on a bit of forest floor, in centimetres; the front faces -y."""

from __future__ import annotations

import numpy as np

from ..category import Category, View
from ..finish import Finish, Print
from ..mesh import Array, Mesh, join
from ..parameters import Choice, Continuous, Parameters
from ..part import Part
from ..plants.leaves import arch, blade, oval, sideways
from ..plants.pots import pebbles
from ..plants.strewn import BUMP, SPIKE, strewn, sunflower
from ..shapes.curves import circle, smooth_interpolation, spline
from ..shapes.lathe import lathe
from ..shapes.loft import loft
from ..shapes.sweep import sweep, tangents

CAP = {
    "scarlet": "#b5301f",
    "chestnut": "#7a4a2c",
    "honey": "#c58b3f",
    "tawny": "#a8653a",
    "ochre": "#cf9f4b",
    "mouse": "#8d8176",
    "ivory": "#d6c8aa",
    "plum": "#6d4657",
    "blue green": "#5f8078",
    "chanterelle": "#dc9a35",
}
STEM = {"cream": "#d8cdb2", "buff": "#cdb48c", "grey": "#b9afa0", "tan": "#b08a5e"}
GROUND = {"moss": "#5b7434", "soil": "#46352a", "log": "#6a5140", "grass": "#58793b", "leaves": "#54412f"}

SPACE = {
    "kind": Choice(("button", "conical", "flat", "funnel", "bell", "ink cap", "morel", "parasol"), weight=4.0),
    "group": Choice(
        ("single", "pair", "trio", "cluster", "family"),
        weight=3.0,
        given=("kind", {"morel": ("single", "pair", "trio"), "parasol": ("single", "pair", "family", "trio")}),
    ),
    "surface": Choice(
        ("smooth", "warts", "scales", "zones", "furrows", "knob"),
        weight=2.0,
        given=(
            "kind",
            {
                "funnel": ("smooth", "zones"),
                "morel": ("smooth",),
                "ink cap": ("scales", "furrows"),
                "parasol": ("scales", "warts", "zones"),
                "button": ("smooth", "warts", "scales", "zones"),
                "bell": ("smooth", "furrows", "knob", "scales"),
                "conical": ("smooth", "furrows", "zones", "knob"),
            },
        ),
    ),
    "stem": Choice(("slender", "bulb", "club", "stout", "tapered", "cup"), weight=2.0),
    "ring": Choice(
        ("none", "skirt", "band", "double"), weight=1.5, when={"kind": ("button", "conical", "flat", "bell", "parasol")}
    ),
    "ground": Choice(("moss", "soil", "log", "grass", "leaves"), weight=1.5),
    "cap_width": Continuous(0.0, 1.0, weight=2.0),
    "cap_height": Continuous(0.0, 1.0, weight=1.5),
    "stem_height": Continuous(0.0, 1.0, weight=2.0),
    "stem_width": Continuous(0.0, 1.0, weight=1.5),
    "bend": Continuous(-1.0, 1.0, weight=1.5),
    "tilt": Continuous(6.0, 24.0),
    "turn": Continuous(-1.0, 1.0, weight=0.5),
    "wave": Continuous(0.0, 1.0),
    "margin": Continuous(0.0, 1.0),
    "gills": Continuous(26.0, 56.0, weight=0.5, when={"kind": ("button", "conical", "flat", "bell", "parasol", "funnel")}),
    "marks": Continuous(16.0, 70.0, when={"surface": ("warts", "scales")}),
    "mark_size": Continuous(0.7, 1.3, weight=0.7, when={"surface": ("warts", "scales")}),
    "pits": Continuous(5.0, 9.0, when={"kind": ("morel",)}),
    "ring_place": Continuous(0.55, 0.82, weight=0.7, when={"ring": ("skirt", "band", "double")}),
    "likeness": Continuous(0.45, 0.85),
    "mound": Continuous(0.0, 1.0, weight=0.7),
    "chance": Continuous(0.0, 1.0, weight=0.0),
    "cap_colour": Choice(
        tuple(CAP),
        weight=0.0,
        given=(
            "kind",
            {
                "funnel": ("chanterelle", "honey", "ochre", "tawny", "mouse"),
                "ink cap": ("ivory", "honey", "mouse", "ochre", "tawny"),
                "morel": ("honey", "ochre", "chestnut", "tawny", "mouse"),
            },
        ),
    ),
    "stem_colour": Choice(tuple(STEM), weight=0.0),
    "sheen": Choice(("matt", "silky", "moist"), weight=0.0),
}

# Radius and height of the top of a cap, from its margin (height 0) to its apex, as shares of radius and height.
TOPS = {
    "button": ((0.86, -0.16), (0.97, -0.06), (1.0, 0.12), (0.94, 0.42), (0.76, 0.72), (0.45, 0.93), (0.0, 1.0)),
    "conical": ((1.03, -0.03), (1.0, 0.01), (0.8, 0.22), (0.54, 0.5), (0.28, 0.82), (0.12, 0.97), (0.0, 1.0)),
    "flat": ((0.98, -0.1), (1.0, 0.08), (0.95, 0.36), (0.8, 0.72), (0.5, 0.96), (0.2, 1.0), (0.0, 0.98)),
    "bell": ((1.08, -0.03), (1.05, 0.0), (0.9, 0.15), (0.78, 0.42), (0.66, 0.7), (0.4, 0.93), (0.0, 1.0)),
    "ink cap": ((0.86, -0.04), (0.9, 0.0), (0.98, 0.2), (1.0, 0.42), (0.9, 0.68), (0.62, 0.9), (0.3, 0.98), (0.0, 1.0)),
    "parasol": ((0.99, -0.06), (1.0, 0.04), (0.88, 0.34), (0.66, 0.6), (0.4, 0.76), (0.2, 0.88), (0.1, 0.97), (0.0, 1.0)),
}
# Cap radius, cap height, stem height (low, high), stem radius (low, high); the cap's as shares of its radius.
SIZES = {
    "button": ((2.3, 3.6), (0.62, 1.0), (3.2, 6.5), (0.24, 0.42)),
    "conical": ((1.6, 2.7), (1.0, 1.9), (5.0, 9.0), (0.16, 0.28)),
    "flat": ((2.8, 4.4), (0.2, 0.4), (4.0, 7.5), (0.14, 0.26)),
    "funnel": ((2.4, 3.8), (0.5, 0.9), (3.0, 5.5), (0.2, 0.34)),
    "bell": ((1.7, 2.8), (0.95, 1.5), (5.0, 9.0), (0.14, 0.26)),
    "ink cap": ((1.4, 2.1), (1.9, 3.0), (4.5, 8.5), (0.26, 0.42)),
    "morel": ((1.6, 2.4), (1.5, 2.5), (2.2, 4.2), (0.4, 0.62)),
    "parasol": ((3.0, 4.6), (0.36, 0.6), (7.0, 11.5), (0.1, 0.17)),
}


def build(p: Parameters) -> list[Part]:
    """Ground, then each mushroom: stem, ring, cap, gills, marks."""
    random = np.random.default_rng(int(float(p["chance"]) * 1e4))
    places = _places(p, random)
    thick = _between(p, "cap_width", SIZES[str(p["kind"])][0]) * _between(p, "stem_width", SIZES[str(p["kind"])][3])
    wide = thick * {"cup": 2.0, "bulb": 1.9, "club": 1.55}.get(str(p["stem"]), 1.2)
    reach = max(np.hypot(x, y) + wide * size for x, y, size, _, _ in places)
    radius = max(2.2, reach + 0.7 + 0.7 * float(p["mound"]))
    rise = 0.35 + 0.5 * float(p["mound"])
    parts = _ground(p, radius, rise, [(x, y) for x, y, *_ in places], random)
    detail = 1.0 if len(places) < 3 else 0.72 if len(places) == 3 else 0.5
    for x, y, size, lean, way in places:
        foot = np.array([x, y, rise * max(0.0, 1 - (np.hypot(x, y) / radius) ** 2) - 0.25])
        parts += _mushroom(p, foot, size, lean, way, detail, random)
    return parts


def _between(p: Parameters, name: str, span: tuple[float, float]) -> float:
    return span[0] + float(p[name]) * (span[1] - span[0])


def _places(p: Parameters, random: np.random.Generator) -> list[tuple[float, float, float, float, float]]:
    """Foot x, y, size, lean and its direction for each mushroom; caps keep clear of one another."""
    small = float(p["likeness"])
    sizes = {
        "single": [1.0],
        "pair": [1.0, small],
        "trio": [1.0, small, small * 0.72],
        "cluster": [1.0, small, 0.9 * small, 0.66 * small, 0.5],
        "family": [1.0, 0.48 * small + 0.08, 0.4 * small + 0.06],
    }[str(p["group"])]
    wide = _between(p, "cap_width", SIZES[str(p["kind"])][0])
    thick = wide * _between(p, "stem_width", SIZES[str(p["kind"])][3])
    sign = 1.0 if float(p["turn"]) > 0 else -1.0
    if len(sizes) == 1:
        return [(0.0, 0.0, 1.0, 0.5 * float(p["bend"]), 0.0)]
    # The cap's middle is `gap` away from the first one's; the feet stand closer.
    angles = {2: [-0.35], 3: [-0.5, np.pi + 0.35], 5: [-0.45, np.pi + 0.3, -1.75, np.pi - 0.75]}[len(sizes)]
    out = [(0.0, 0.12 * wide, 1.0, 0.5 * float(p["bend"]), 0.0)]
    for size, angle in zip(sizes[1:], angles, strict=True):
        a = angle + 0.25 * float(p["turn"])
        a = a if sign > 0 else np.pi - a
        gap = 1.04 * wide * (1.0 + size) + 0.25 * abs(float(p["bend"]))
        tall = size * _between(p, "stem_height", SIZES[str(p["kind"])][2])
        near = max(0.42 * gap, 1.5 * thick * (1 + size), gap - 0.5 * tall)
        out.append((near * np.cos(a), near * np.sin(a) + 0.12 * wide, size, gap - near, a))
    return out


def _mushroom(
    p: Parameters, foot: Array, size: float, lean: float, way: float, detail: float, random: np.random.Generator
) -> list[Part]:
    kind = str(p["kind"])
    spans = SIZES[kind]
    radius = size * _between(p, "cap_width", spans[0])
    tall = size * _between(p, "stem_height", spans[2])
    stem = radius * _between(p, "stem_width", spans[3])
    out = np.array([np.cos(way), np.sin(way), 0.0])
    stiff = float(np.clip(tall / (9.0 * stem), 0.2, 1.0))
    bow = 0.14 * stiff * tall * float(p["bend"]) * np.array([1.0, 0.0, 0.0])
    # A short stem does not lean far: its foot moves out instead.
    foot = foot + max(0.0, lean - 0.5 * stiff * tall) * out
    lean = min(lean, 0.5 * stiff * tall)
    tip = foot + lean * out + [0, 0, tall]
    path = spline(
        [
            foot,
            foot + 0.03 * lean * out + [0, 0, 0.08 * tall],
            foot + 0.25 * lean * out + bow + [0, 0, 0.33 * tall],
            foot + 0.75 * lean * out + 0.8 * bow + [0, 0, 0.7 * tall],
            tip,
        ],
        20,
    )
    stem_finish = Finish("skin", STEM[str(p["stem_colour"])], 0.6)
    if kind == "funnel":
        return _funnel(p, path, radius, stem, detail)
    parts = [Part(_stem_mesh(p, path, stem), stem_finish)]
    # The cap looks up towards the back, so that its underside shows.
    tilt = np.radians(float(p["tilt"])) * (0.35 if kind in ("ink cap", "morel") else 1.0)
    heading = np.pi / 2 + 0.9 * float(p["turn"])
    axis = np.array([np.sin(tilt) * -np.cos(heading), np.sin(tilt) * np.sin(heading), np.cos(tilt)])
    axis = axis + 0.35 * (lean / tall) * out
    axis /= np.linalg.norm(axis)
    parts += _ring(p, path, stem, stem_finish)
    parts += (
        _morel(p, tip, axis, radius, stem, detail, random)
        if kind == "morel"
        else _cap(p, tip, axis, radius, stem, detail, random)
    )
    return parts


def _placed(mesh: Mesh, origin: Array, axis: Array) -> Mesh:
    """`mesh` with its z along `axis`, standing on `origin`."""
    return strewn(mesh, origin, axis, 1.0)


# --- stem ---------------------------------------------------------------------------------------------------------


def _stem_mesh(p: Parameters, path: Array, radius: float) -> Mesh:
    u = np.linspace(0, 1, len(path))
    kind = str(p["stem"])
    shape = {
        "slender": 1.0 - 0.14 * u,
        "bulb": 0.92 - 0.06 * u + 0.95 * np.exp(-(((u - 0.07) / 0.11) ** 2)),
        "club": 0.78 + 0.75 * (1 - u) ** 2.0,
        "stout": 1.0 + 0.3 * np.sin(np.pi * np.clip(u * 1.15, 0, 1)) ** 1.5,
        "tapered": 0.66 + 0.42 * u**0.8,
        "cup": 0.95 - 0.12 * u,
    }[kind]
    stem = sweep(path, circle(radius, 20), up=(0.0, 1.0, 0.0), scale=shape)
    if kind != "cup":
        return stem
    # A torn cup at the foot.
    a = np.linspace(0, 2 * np.pi, 36, endpoint=False)
    rings = []
    for share, wide in ((0.0, 1.2), (0.06, 1.75), (0.14, 1.95), (0.22, 1.75), (0.22, 1.6), (0.12, 1.5)):
        k = share * (len(path) - 1)
        middle = np.array([np.interp(k, np.arange(len(path)), path[:, i]) for i in range(3)])
        tear = 0.3 * radius * np.sin(4 * a + 1.0) * (share >= 0.2)
        rings.append(middle + np.column_stack([wide * radius * np.cos(a), wide * radius * np.sin(a), tear]))
    return join(stem, loft(rings))


def _ring(p: Parameters, path: Array, radius: float, finish: Finish) -> list[Part]:
    kind = str(p["ring"])
    if kind == "none" or p["kind"] not in ("button", "conical", "flat", "bell", "parasol"):
        return []
    places = {"double": (0.0, -0.1)}.get(kind, (0.0,))
    parts = []
    for shift in places:
        at = (float(p["ring_place"]) + shift) * (len(path) - 1)
        k = int(at)
        way = tangents(path)[k]
        if kind == "skirt":
            angle_wave = 0.14 * radius
            profile = [(0.8, -0.05), (1.25, -0.25), (1.75, -0.8), (1.95, -1.25), (1.9, -1.32), (1.6, -0.85), (1.05, -0.45)]
            rings = []
            a = np.linspace(0, 2 * np.pi, 48, endpoint=False)
            for r, z in profile[::-1]:
                ripple = angle_wave * np.sin(9 * a) * (r - 0.8)
                rings.append(np.column_stack([r * radius * np.cos(a), r * radius * np.sin(a), z * radius + ripple]))
            mesh = loft(rings, cap_start=False, cap_end=False)
        else:
            mesh = lathe(
                [
                    (0.8 * radius, -0.34 * radius),
                    (1.22 * radius, -0.2 * radius),
                    (1.3 * radius, 0.0),
                    (1.22 * radius, 0.16 * radius),
                    (0.8 * radius, 0.26 * radius),
                ],
                40,
            )
        parts.append(Part(_placed(mesh, path[k], way), finish))
    return parts


# --- caps ---------------------------------------------------------------------------------------------------------


def _finish(p: Parameters) -> Finish:
    colour = CAP[str(p["cap_colour"])]
    roughness = {"matt": 0.75, "silky": 0.45, "moist": 0.22}[str(p["sheen"])]
    return Finish("skin", colour, roughness)


def _warp(p: Parameters, points: Array, radius: float) -> Array:
    """Waves and a slight ovalness that grow towards the margin."""
    angle = np.arctan2(points[:, 1], points[:, 0])
    far = np.clip(np.hypot(points[:, 0], points[:, 1]) / radius, 0, 1.2) ** 3
    wave = float(p["wave"])
    out = points.copy()
    out[:, 2] += far * wave * radius * (0.045 * np.sin(3 * angle + 5 * wave) + 0.03 * np.sin(5 * angle + 2.0))
    stretch = 1 + far * wave * (0.035 * np.cos(2 * angle + 1.0) + 0.02 * np.sin(7 * angle))
    out[:, :2] *= stretch[:, None]
    return out


def _top(p: Parameters, radius: float, height: float) -> Array:
    """The profile of the cap's outside, from its margin to its apex: [n, 2]."""
    knots = np.array(TOPS[str(p["kind"])])
    edge = float(p["margin"])
    if p["kind"] == "flat":
        knots[-3:, 1] -= 0.55 * (edge > 0.55) * np.array([0.18, 0.7, 0.9])
        knots[0, 0] -= 0.05 * edge
    elif p["kind"] in ("bell", "conical"):
        knots[:2, 0] *= 0.94 + 0.1 * edge
    elif p["kind"] == "button":
        knots[0, 0] -= 0.1 * edge
        knots[0, 1] -= 0.08 * edge
    profile = spline(knots, 34)
    if p["surface"] == "knob":
        profile[:, 1] += 0.2 * np.exp(-((profile[:, 0] / 0.16) ** 2))
    if p["surface"] == "zones":
        profile[:, 1] += 0.028 * np.sin(profile[:, 0] * 26.0) * np.clip(profile[:, 0] * 3, 0, 1) * (np.arange(34) > 3)
    profile[-1, 0] = 0.004
    return profile * np.array([radius, height])


def _cap(
    p: Parameters, tip: Array, axis: Array, radius: float, stem: float, detail: float, random: np.random.Generator
) -> list[Part]:
    height = radius * _between(p, "cap_height", SIZES[str(p["kind"])][1])
    top = _top(p, radius, height)
    thin = 1 if detail > 0.6 else 2
    count = int(float(p["gills"]) * (0.5 + 0.5 * detail))
    segments = int(88 * detail) // 8 * 8
    furrow = 0.05 if p["surface"] == "furrows" else 0.0

    def modulate(angle: Array, r: float, z: float) -> Array:
        share = np.clip(r / radius, 0, 1.1)
        return r * (1 - furrow * share**2 * (1 - np.abs(np.cos(segments / 8 * angle))))

    outside = lathe(np.vstack([top[:-1:thin], top[-1:]]), segments, modulate)
    # The underside: radial folds from the stem to the margin.
    hollow = height * {"flat": 0.35, "ink cap": 0.16, "button": 0.3}.get(str(p["kind"]), 0.42)
    lip = top[0]
    u = np.linspace(0, 1, 9)
    start = 0.6 * stem
    r = start + (lip[0] - start) * u
    z = lip[1] + (hollow - lip[1]) * (1 - u**2.0)
    # Never through the outside.
    widest = int(top[:, 0].argmax())
    roof = np.interp(r, top[widest:, 0][::-1], top[widest:, 1][::-1])
    roof -= 0.07 * radius * np.clip((1 - u) * 5, 0, 1) + 0.012 * radius
    z = np.where(r < lip[0] * 0.999, np.minimum(z, np.maximum(roof, lip[1] + 0.002 * radius)), lip[1] + 0.004 * radius)
    r[-1] *= 0.988
    fold = np.minimum(0.075 * radius * np.sin(np.pi * np.clip(u, 0.0, 1.0)) ** 0.6, 0.6 * np.maximum(z - lip[1], 0.0))
    a = np.linspace(0, 2 * np.pi, 2 * count, endpoint=False)
    teeth = (np.arange(2 * count) % 2)[None]
    wide = np.array([modulate(a, 0.985 * at, 0.0) for at in r])
    rings = np.stack([wide * np.cos(a), wide * np.sin(a), z[:, None] - fold[:, None] * teeth], axis=-1)
    under = loft(rings[::-1], cap_start=False, cap_end=False)
    # The stem's tip is inside the cap; the margin hangs below it.
    sink = np.array([0.0, 0.0, -hollow + 0.05 * height])
    meshes = [Mesh(_warp(p, m.vertices, radius) + sink, m.faces) for m in (outside, under)]
    pale = p["cap_colour"] == "ivory"
    gill = {"ink cap": "#3d332d"}.get(str(p["kind"]), "#b98f6e" if pale else "#d9c9a6")
    parts = [Part(_placed(meshes[0], tip, axis), _finish(p)), Part(_placed(meshes[1], tip, axis), Finish("skin", gill, 0.7))]
    return parts + _marks(p, top, sink, tip, axis, radius, detail, random)


def _marks(
    p: Parameters, top: Array, sink: Array, tip: Array, axis: Array, radius: float, detail: float, random: np.random.Generator
) -> list[Part]:
    kind = str(p["surface"])
    if kind not in ("warts", "scales"):
        return []
    # Even steps of area along the profile.
    step = np.linalg.norm(np.diff(top, axis=0), axis=1)
    area = np.concatenate([[0.0], np.cumsum(step * (top[1:, 0] + top[:-1, 0]))])
    count = int(float(p["marks"]) * (1.5 if kind == "scales" else 1.0))
    count = int(count * (1.4 if p["kind"] == "ink cap" else 1.0) * (0.4 + 0.6 * detail))
    share, angle = sunflower(count)
    at = np.interp(share**2 * 0.93, 1 - area[::-1] / area[-1], np.arange(len(top))[::-1])
    r, z = (np.interp(at, np.arange(len(top)), top[:, i]) for i in range(2))
    slope = np.stack([np.interp(at, np.arange(len(top)), np.gradient(top[:, i])) for i in range(2)], axis=1)
    points = _warp(p, np.column_stack([r * np.cos(angle), r * np.sin(angle), z]), radius) + sink
    normals = np.column_stack([slope[:, 1] * np.cos(angle), slope[:, 1] * np.sin(angle), -slope[:, 0]])
    unit = 0.52 * float(p["mark_size"]) * radius / np.sqrt(count) * random.uniform(0.65, 1.2, count)
    if kind == "warts":
        sizes = np.column_stack([unit, unit * 0.85, 0.5 * unit])
        finish = Finish("skin", "#d8ceb4" if p["cap_colour"] != "ivory" else "#8a6b48", 0.8)
    else:
        shaggy = p["kind"] == "ink cap"
        unit = unit * (1.25 if shaggy else 1.0)
        sizes = np.column_stack([0.8 * unit, (2.0 if shaggy else 1.35) * unit, (0.4 if shaggy else 0.3) * unit])
        finish = Finish("skin", "#6e4a31" if p["cap_colour"] not in ("chestnut", "plum") else "#c9a87a", 0.85)
        normals = normals + np.array([0.0, 0.0, 0.18])
    turns = random.uniform(-0.2, 0.2, count)
    mesh = strewn(BUMP, points, normals, sizes, turns)
    return [Part(_placed(mesh, tip, axis), finish)]


def _funnel(p: Parameters, path: Array, radius: float, stem: float, detail: float) -> list[Part]:
    """Stem and cap in one: a trumpet with ridges that run down it."""
    tall = float(path[-1, 2] - path[0, 2])
    lip = radius * _between(p, "cap_height", SIZES["funnel"][1])
    count = int(float(p["gills"]) * 0.62 * (0.55 + 0.45 * detail))
    per = 4
    a = np.linspace(0, 2 * np.pi, count * per, endpoint=False)
    u = np.linspace(0, 1, 28)
    base = {"bulb": 1.35, "club": 1.4, "stout": 1.2, "cup": 1.15}.get(str(p["stem"]), 0.85)
    opening = 0.3 + 0.25 * float(p["margin"])
    wide = (
        smooth_interpolation(
            u, [0, 0.16, opening, 0.72, 0.9, 1.0], [base, 1.0, 1.05, 1.9, 0.62 * radius / stem + 0.4, radius / stem]
        )
        * stem
    )
    total = tall + 0.55 * lip
    height = smooth_interpolation(u, [0, 0.72, 0.93, 1.0], [0.0, 0.78 * total, 0.97 * total, 0.99 * total])
    axis_x, axis_y = (np.interp(np.linspace(0, 1, 28), np.linspace(0, 1, len(path)), path[:, i]) for i in (0, 1))
    strength = 0.085 * np.clip((u - opening) / 0.3, 0, 1) * np.clip((1.0 - u) / 0.06, 0, 1)
    wave = float(p["wave"]) * 0.8 + 0.2

    def ring(k: int, r: float, z: float, ridged: float) -> Array:
        far = np.clip(r / radius, 0, 1) ** 2
        lobes = 1 + far * wave * (0.07 * np.sin(5 * a + 4 * wave) + 0.05 * np.sin(3 * a + 1.0))
        rr = r * lobes * (1 - ridged * (1 - np.abs(np.cos(count * a / 2))))
        flutter = far * wave * radius * (0.09 * np.sin(5 * a + 1.5 + 3 * wave) + 0.05 * np.sin(8 * a))
        return np.column_stack([axis_x[k] + rr * np.cos(a), axis_y[k] + rr * np.sin(a), path[0, 2] + z + flutter])

    outside = [ring(k, wide[k], height[k], strength[k]) for k in range(28)]
    edge = [ring(27, wide[27] * 0.985, height[27] + 0.05 * stem, 0.0)]
    deep = np.linspace(0.95, 0.04, 11)
    inside = []
    for share in deep:
        zone = 0.02 * radius * np.sin(share * 24) if p["surface"] == "zones" else 0.0
        inside.append(ring(27, radius * share, height[27] - 0.75 * lip * (1 - share) ** 1.2 + 0.06 * stem * share + zone, 0.0))
    # The hollow follows the stem.
    finish = _finish(p)
    return [
        Part(loft([*outside, *edge]), Finish("skin", finish.colour, 0.6)),
        Part(loft([edge[0], *inside], cap_start=False), finish),
    ]


def _morel(
    p: Parameters, tip: Array, axis: Array, radius: float, stem: float, detail: float, random: np.random.Generator
) -> list[Part]:
    """A honeycombed head, hollowed between its ribs."""
    height = radius * _between(p, "cap_height", SIZES["morel"][1])
    rows, columns = int(60 * detail**0.7), int(92 * detail**0.7)
    v = np.linspace(0, 1, rows)
    a = np.linspace(0, 2 * np.pi, columns, endpoint=False)
    pointed = 0.55 + 0.4 * float(p["margin"])
    shape = np.sin(np.pi * (0.1 + 0.9 * v) ** pointed) ** 0.62 * (1 - 0.12 * v)
    shape = shape / shape.max()
    around = float(p["pits"])
    cells_up = max(4, int(around * height / radius / 3.1))
    seeds = []
    for i in range(cells_up):
        level = (i + 0.5) / cells_up
        n = max(5, round(float(around * 1.9 * np.interp(level, v, shape))))
        for j in range(n):
            seeds.append(
                (
                    2 * np.pi * (j + 0.5 * (i % 2) + random.uniform(-0.12, 0.12)) / n,
                    level + random.uniform(-0.1, 0.1) / cells_up,
                )
            )
    seeds = np.array(seeds)
    r = radius * shape
    da = np.abs(a[None, :, None] - seeds[None, None, :, 0]) % (2 * np.pi)
    da = np.minimum(da, 2 * np.pi - da) * r[:, None, None]
    dv = (v[:, None, None] - seeds[None, None, :, 1]) * height * 0.72
    gap = np.sort(np.hypot(da, dv), axis=-1)[..., :2]
    rib = np.clip((gap[..., 1] - gap[..., 0]) / (1.7 * radius / around), 0, 1)
    pit = rib * (2 - rib) * np.clip(np.minimum(v / 0.07, (1 - v) / 0.06), 0, 1)[:, None]
    depth = 0.2 * radius * (0.45 + 0.55 * shape)[:, None]
    rr = np.maximum(r[:, None] - depth * pit, 0.02)
    z = height * v[:, None] - 0.12 * height + np.zeros_like(rr)
    rings = np.stack([rr * np.cos(a), rr * np.sin(a), z], axis=-1)
    return [Part(_placed(loft(rings), tip, axis), Finish("skin", CAP[str(p["cap_colour"])], 0.7))]


# --- ground -------------------------------------------------------------------------------------------------------


def _ground(
    p: Parameters, radius: float, rise: float, feet: list[tuple[float, float]], random: np.random.Generator
) -> list[Part]:
    kind = str(p["ground"])
    if kind == "log":
        return _slice(p, radius, rise, random)
    u = np.linspace(0, 1, 16)
    a = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    lumps = [(random.uniform(0, 6.28), random.integers(2, 7), random.uniform(0.4, 1.0)) for _ in range(4)]
    edge = 1 + 0.035 * sum(w * np.sin(n * a + f) for f, n, w in lumps) / 1.5
    rings = [np.column_stack([radius * 0.94 * edge * np.cos(a), radius * 0.94 * edge * np.sin(a), np.zeros(72)])]
    for share in u[::-1]:
        r = radius * share * edge
        lump = 0.07 * rise * sum(w * np.sin(n * 1.7 * share * 6 + n * a + f) for f, n, w in lumps) * (share > 0.05)
        z = rise * (1 - share**2) + 0.18 * (1 - share**8) + lump * (1 - share**6) + 0.06
        rings.append(np.column_stack([np.maximum(r, 0.02) * np.cos(a), np.maximum(r, 0.02) * np.sin(a), z]))
    parts = [Part(loft(rings), Finish("fabric" if kind in ("moss", "grass") else "stone", GROUND[kind], 0.95))]

    def strew(count: int, reach: float = 0.95) -> Array:
        r, angle = sunflower(count, reach * radius)
        angle = angle + random.uniform(-0.2, 0.2, count)
        z = rise * (1 - (r / radius) ** 2) + 0.1
        return np.column_stack([r * np.cos(angle), r * np.sin(angle), z])

    if kind == "moss":
        at = strew(380)
        way = np.column_stack([at[:, :2] / radius * 0.9, np.ones(len(at))]) + random.normal(0, 0.25, (len(at), 3))
        tall = random.uniform(0.25, 0.6, len(at))
        spikes = strewn(SPIKE, at, way, np.column_stack([0.1 + 0 * tall, 0.1 + 0 * tall, tall]))
        parts.append(Part(spikes, Finish("plant", "#6c8a3c", 0.8)))
    elif kind == "grass":
        blades = []
        for x, y, z in strew(46, 0.9):
            way = np.arctan2(y, x) + random.normal(0, 0.7)
            line = arch((x, y, z - 0.1), way, random.uniform(1.2, 3.0), 1.35, random.uniform(0.3, 1.3), 7)
            blades.append(blade(line, sideways(way), 0.09 * np.linspace(1, 0.08, 7), fold=0.3, columns=3))
        parts.append(Part(join(*blades), Finish("plant", "#6b8c45", 0.6), thickness=0.02))
    elif kind == "leaves":
        leaves = []
        for x, y, z in strew(15, 0.92):
            way = random.uniform(0, 2 * np.pi)
            long = random.uniform(1.1, 1.9)
            line = arch(
                (x - 0.5 * long * np.cos(way), y - 0.5 * long * np.sin(way), z + 0.12),
                way,
                long,
                random.uniform(0.0, 0.5),
                0.9,
                10,
            )
            line[:, 2] = np.maximum(line[:, 2], 0.1)
            u = np.linspace(0, 1, 10)
            leaves.append(
                blade(line, sideways(way), 0.3 * long * np.maximum(oval(u**0.9, 0.7), 0.04), fold=0.25, cup=-0.2, columns=5)
            )
        half = len(leaves) // 2
        parts.append(Part(join(*leaves[:half]), Finish("plant", "#9a6233", 0.7), thickness=0.03))
        parts.append(Part(join(*leaves[half:]), Finish("plant", "#b98a46", 0.7), thickness=0.03))
    else:
        stones = pebbles(0.95 * radius, 0.18, 12, 0.07 * radius + 0.1, int(random.integers(1000)), 0.6 * radius)
        parts.append(Part(stones, Finish("stone", "#85796b", 0.8)))
    return parts


def _slice(p: Parameters, radius: float, rise: float, random: np.random.Generator) -> list[Part]:
    """A disc sawn from a log."""
    phases = random.uniform(0, 6.28, 4)

    def bark(angle: Array, r: float, z: float) -> Array:
        rough = 0.018 * np.abs(np.sin(17 * angle + phases[0])) + 0.012 * np.sin(31 * angle + phases[1])
        return r * (1 + 0.03 * np.sin(2 * angle + phases[2]) + 0.02 * np.sin(5 * angle + phases[3]) + rough)

    high = rise + 0.25
    rim = lathe([(0.96 * radius, 0.0), (radius, 0.08), (radius, high - 0.1), (0.97 * radius, high)], 120, bark)
    face = lathe([(0.92 * radius, high - 0.2), (0.92 * radius, high + 0.03), (0.9 * radius, high + 0.05)], 120, bark)
    rings = Print("speckle", "#a8845a", 18.0)
    return [Part(rim, Finish("wood", "#59422f", 0.85)), Part(face, Finish("wood", "#b8935f", 0.7, rings))]


def attributes(p: Parameters) -> dict[str, float]:
    """Numbers in [0, 1] that describe the mushrooms."""
    kind = str(p["kind"])
    spans = SIZES[kind]
    radius = _between(p, "cap_width", spans[0])
    number = {"single": 1, "pair": 2, "trio": 3, "cluster": 5, "family": 3}[str(p["group"])]
    return {
        "many": (number - 1) / 4,
        "slender": float(np.clip(_between(p, "stem_height", spans[2]) / (2 * radius) / 2, 0, 1)),
        "pointed_cap": {"conical": 1.0, "bell": 0.8, "ink cap": 0.7, "morel": 0.6}.get(kind, 0.0),
        "wide_cap": {"flat": 1.0, "parasol": 0.9, "funnel": 0.7, "button": 0.5}.get(kind, 0.1),
        "spotted": float(p["surface"] in ("warts", "scales")),
        "ringed": float(p["ring"] != "none" and kind in ("button", "conical", "flat", "bell", "parasol")),
        "thick_stem": float(p["stem_width"]),
        "grassy": float(p["ground"] in ("grass", "moss")),
    }


CATEGORY = Category(
    "mushroom", 1, SPACE, build, attributes, View(azimuth=0.0, elevation=5.0, azimuth_spread=10.0, elevation_spread=3.0)
)
