# SPDX-License-Identifier: GPL-3.0-or-later
"""Cacti in pots, in centimetres; arms and pads spread along x, the front faces -y."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..category import Category, View
from ..finish import Finish, Print
from ..mesh import Array, Mesh, join
from ..parameters import Choice, Continuous, Parameters
from ..part import Part
from ..plants.pots import FILL, Pot, pebbles, potted
from ..plants.strewn import BALL, BUMP, SPIKE, STUD, flowers, strewn
from ..shapes.curves import spline
from ..shapes.lathe import lathe
from ..shapes.loft import loft
from ..shapes.sweep import tangents

GREEN = {
    "leaf": "#4f7a45",
    "blue green": "#5d8a7c",
    "olive": "#6f7f43",
    "deep": "#38603f",
    "grey green": "#7c9279",
    "fresh": "#6f9a4c",
}
POT = {
    "terracotta": "#b5653f",
    "clay": "#c68a66",
    "sand": "#cdb99a",
    "slate": "#4b5157",
    "teal": "#2f7478",
    "mustard": "#cf9c3a",
    "rose": "#cf9a92",
    "navy": "#2f4468",
    "sage": "#8ea487",
    "stoneware": "#bdb2a1",
}
BLOSSOM = {
    "pink": "#d8487f",
    "red": "#c73a34",
    "yellow": "#e3b631",
    "orange": "#dd7a35",
    "magenta": "#b33a8c",
    "peach": "#e2a184",
}
SPINE = {"straw": "#d9c593", "rust": "#9a5a3a", "grey": "#c9c2b4", "dark": "#4d3a2c"}

SPACE = {
    "kind": Choice(("column", "saguaro", "prickly pear", "barrel", "bunny ear", "star", "trailing", "grafted"), weight=4.0),
    "pot": Choice(
        ("classic", "cylinder", "bowl", "belly", "hexagon", "square", "pedestal"),
        weight=3.0,
        given=(
            "kind",
            {
                "trailing": ("pedestal", "belly", "classic", "cylinder"),
                "saguaro": ("classic", "cylinder", "belly", "hexagon", "square"),
                "column": ("classic", "cylinder", "bowl", "hexagon", "square"),
            },
        ),
    ),
    "bloom": Choice(
        ("none", "one", "crown", "fruits"),
        weight=2.0,
        shares={"none": 1.3},
        given=("kind", {"grafted": ("none", "one"), "trailing": ("none", "one", "crown"), "star": ("none", "one", "crown")}),
    ),
    "spines": Choice(("short", "long", "tufts"), weight=1.0),
    "topping": Choice(("soil", "sand", "gravel", "rocks"), weight=1.0),
    "pups": Choice(
        ("none", "one", "two", "three"),
        weight=1.5,
        when={"kind": ("barrel", "star", "saguaro", "grafted")},
        shares={"none": 1.4},
    ),
    "stems": Continuous(1.0, 4.99, weight=2.0, when={"kind": ("column", "prickly pear", "bunny ear", "trailing", "saguaro")}),
    "height": Continuous(0.0, 1.0, weight=2.0),
    "girth": Continuous(0.0, 1.0, weight=1.5),
    "ribs": Continuous(0.0, 1.0, weight=1.5, when={"kind": ("column", "saguaro", "barrel", "star", "grafted")}),
    "rib_depth": Continuous(0.12, 0.3, when={"kind": ("column", "saguaro", "barrel", "star", "grafted")}),
    "spread": Continuous(0.0, 1.0, weight=1.5),
    "lean": Continuous(-1.0, 1.0),
    "bloom_size": Continuous(0.7, 1.25, weight=0.7, when={"bloom": ("one", "crown")}),
    "pot_width": Continuous(4.4, 6.4, weight=1.0),
    "pot_height": Continuous(0.75, 1.15, weight=1.5),
    "pot_taper": Continuous(0.0, 1.0),
    "chance": Continuous(0.0, 1.0, weight=0.0),
    "flesh": Choice(tuple(GREEN), weight=0.0),
    "pot_colour": Choice(tuple(POT), weight=0.0, shares={"terracotta": 2.5}),
    "pot_print": Choice(("plain", "speckle", "fade"), weight=0.0, shares={"plain": 2.5}),
    "blossom": Choice(tuple(BLOSSOM), weight=0.0),
    "spine_colour": Choice(tuple(SPINE), weight=0.0),
}

ASPECT = {"bowl": 0.58, "pedestal": 1.3, "hexagon": 1.15, "square": 1.1, "cylinder": 1.1, "belly": 1.1, "classic": 1.15}


class Plant:
    """What a builder gathers: flesh, where spines sit and point, and where flowers may open."""

    def __init__(self) -> None:
        self.flesh: list[Mesh] = []
        self.second: list[Mesh] = []
        self.areoles: list[Array] = []
        self.outward: list[Array] = []
        self.tips: list[tuple[Array, Array, float]] = []

    def prick(self, points: Array, normals: Array) -> None:
        self.areoles.append(np.reshape(points, (-1, 3)))
        self.outward.append(np.reshape(normals, (-1, 3)))


def build(p: Parameters) -> list[Part]:
    """Pot, topping, plant, spines, flowers."""
    random = np.random.default_rng(int(float(p["chance"]) * 1e4))
    pot = _pot(p)
    plant = Plant()
    _BUILDERS[str(p["kind"])](p, pot, plant, random)
    flesh = Finish("plant", GREEN[str(p["flesh"])], 0.55)
    parts = [*pot.parts, *_topping(p, pot), Part(join(*plant.flesh), flesh)]
    if plant.second:
        parts.append(Part(join(*plant.second), Finish("plant", BLOSSOM[str(p["blossom"])], 0.5)))
    if plant.areoles:
        parts += _spines(p, np.concatenate(plant.areoles), np.concatenate(plant.outward), random)
    return parts + _blooms(p, plant)


def _pot(p: Parameters) -> Pot:
    radius, kind = float(p["pot_width"]), str(p["pot"])
    height = (
        radius
        * float(p["pot_height"])
        * ASPECT[kind]
        * {"trailing": 1.5, "barrel": 0.95, "star": 0.9}.get(str(p["kind"]), 1.25)
    )
    colour = POT[str(p["pot_colour"])]
    pattern = None
    if p["pot_print"] == "speckle":
        pattern = Print("speckle", "#5a4638", 30.0)
    elif p["pot_print"] == "fade":
        pattern = Print("fade", POT["stoneware" if p["pot_colour"] != "stoneware" else "slate"])
    matt = p["pot_colour"] in ("terracotta", "clay")
    finish = Finish("ceramic", colour, 0.75 if matt else 0.35, pattern)
    accent = Finish("ceramic", POT["stoneware" if p["pot_colour"] not in ("stoneware", "sand") else "slate"], 0.4)
    return potted(kind, radius, height, float(p["pot_taper"]), finish, accent)


def _topping(p: Parameters, pot: Pot) -> list[Part]:
    kind = str(p["topping"])
    if kind == "soil":
        return []
    seed = int(float(p["chance"]) * 1e4) + 7
    if kind == "rocks":
        stones = pebbles(pot.radius, pot.level + 0.1, 7, 0.24 * pot.radius, seed, 0.6 * pot.radius)
        return [Part(stones, Finish("stone", "#8f8a84", 0.8))]
    count, size = (90, 0.12) if kind == "gravel" else (0, 0.0)
    r, z = pot.radius, pot.level
    cover = lathe([(0.98 * r, z - 0.1), (0.96 * r, z + 0.02 * r), (0.6 * r, z + 0.06 * r), (0.1, z + 0.08 * r)], 48)
    parts = [Part(cover, Finish("stone", FILL[kind], 0.95))]
    if count:
        parts.append(Part(pebbles(r, z + 0.04 * r, count, size * r, seed), Finish("stone", "#a39b8e", 0.8)))
    return parts


# --- bodies -------------------------------------------------------------------------------------------------------


def _ribbed(
    plant: Plant,
    path: Array,
    radii: Array,
    ribs: int,
    depth: float,
    side: Sequence[float] = (1.0, 0.0, 0.0),
    every: float = 1.0,
    second: bool = False,
    spiny: bool = True,
) -> None:
    """A ribbed stem along `path`; areoles sit on the crests, `every` cm apart."""
    t = tangents(path)
    first = np.asarray(side, float) - t * (t @ np.asarray(side, float))[:, None]
    first /= np.maximum(np.linalg.norm(first, axis=1, keepdims=True), 1e-9)
    other = np.cross(t, first)
    per = 8 if ribs <= 6 and len(path) > 30 else 6 if ribs <= 12 else 5
    angle = np.linspace(0, 2 * np.pi, ribs * per, endpoint=False)
    groove = 1 - depth * (1 - np.abs(np.cos(ribs * angle / 2)) ** 1.15)
    ring = np.cos(angle)[None, :, None] * first[:, None] + np.sin(angle)[None, :, None] * other[:, None]
    points = path[:, None] + (radii[:, None] * groove[None])[..., None] * ring
    mesh = loft(points)
    (plant.second if second else plant.flesh).append(mesh)
    if spiny:
        crest_path = points[:, ::per]
        arc = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(crest_path[:, 0], axis=0), axis=1))])
        at = np.arange(0.5 * every, arc[-1] - 0.15 * every, every)
        slope = np.gradient(radii) / np.maximum(np.gradient(arc), 1e-6)
        for k in range(ribs):
            line = crest_path[:, k]
            normal = (
                ring[:, k * per] * np.sqrt(np.clip(1 - np.clip(slope, -1, 1) ** 2, 0, 1))[:, None]
                - np.clip(slope, -1, 1)[:, None] * t
            )
            sit = np.stack([np.interp(at, arc, line[:, i]) for i in range(3)], axis=1)
            plant.prick(sit, np.stack([np.interp(at, arc, normal[:, i]) for i in range(3)], axis=1))


def _rounded(length: float, radius: float, foot: float = 0.8, dome: float = 1.0, samples: int = 28) -> tuple[Array, Array]:
    """Shares along a stem and its radii: narrower at the foot, a round top `dome` radii high."""
    cap = min(dome * radius, 0.8 * length)
    low = np.linspace(0, length - cap, samples // 2)
    top = length - cap + cap * np.sin(np.linspace(0, 0.5 * np.pi, samples // 2 + 1))[1:]
    s = np.concatenate([low, top])
    swell = foot + (1 - foot) * np.clip(s / (0.3 * length + 1e-9), 0, 1) ** 0.6
    r = radius * swell * np.sqrt(np.clip(1 - (np.clip(s - (length - cap), 0, cap) / cap) ** 2, 0.0009, 1))
    return s / length, r


def _stem(plant: Plant, base: Array, top: Array, radius: float, ribs: int, depth: float, foot: float = 0.8, **more) -> None:
    length = float(np.linalg.norm(np.asarray(top) - base))
    share, radii = _rounded(length, radius, foot)
    path = np.asarray(base) + share[:, None] * (np.asarray(top) - base)
    _ribbed(plant, path, radii, ribs, depth, **more)
    plant.tips.append((path[-1], (path[-1] - path[0]) / length, radius))


def _globe(
    plant: Plant,
    base: Array,
    radius: float,
    height: float,
    ribs: int,
    depth: float,
    every: float,
    second: bool = False,
    spiny: bool = True,
) -> None:
    """A ball or barrel that stands at `base`, its crown a little sunken."""
    a = np.linspace(-0.5 * np.pi * 0.86, 0.5 * np.pi * 0.985, 32)
    radii = radius * np.abs(np.cos(a)) ** 0.85
    z = height * (0.5 + 0.5 * np.sign(np.sin(a)) * np.abs(np.sin(a)) ** 0.95)
    z = z - z[0] - 0.05 * height
    dip = 0.1 * height * np.exp(-((radii / (0.22 * radius)) ** 2)) * (a > 0)
    path = np.asarray(base, float) + np.column_stack([np.zeros(32), np.zeros(32), z])
    # Tangents stay upright although the crown sinks.
    sunk = path.copy()
    _ribbed(plant, sunk, radii, ribs, depth, every=every, second=second, spiny=spiny)
    meshes = plant.second if second else plant.flesh
    mesh = meshes[-1]
    shifted = mesh.vertices.copy().reshape(32, -1, 3)
    shifted[..., 2] -= dip[:, None]
    meshes[-1] = Mesh(shifted.reshape(-1, 3), mesh.faces)
    plant.tips.append((path[-1] - [0, 0, 0.08 * height], np.array([0.0, 0.0, 1.0]), radius))


def _ribs(p: Parameters, low: int, high: int) -> int:
    return low + round(float(p["ribs"]) * (high - low))


def _column(p: Parameters, pot: Pot, plant: Plant, random: np.random.Generator) -> None:
    count = int(float(p["stems"]))
    share = {1: 0.62, 2: 0.42, 3: 0.38, 4: 0.34}[count]
    radius = pot.radius * share * (0.72 + 0.32 * float(p["girth"]))
    tall = pot.rim * (1.5 + 2.4 * float(p["height"])) * (1.0 if count > 1 else 1.05)
    turn = np.pi * float(p["lean"]) * 0.35
    ring = 0.0 if count == 1 else 1.06 * radius / np.sin(np.pi / count)
    heights = np.array([1.0, 0.72, 0.5, 0.84])[:count] if float(p["spread"]) > 0.4 else np.array([0.6, 1.0, 0.8, 0.42])[:count]
    if count == 1:
        heights = np.array([1.0])
    for k in range(count):
        a = turn + 2 * np.pi * k / count
        out = np.array([np.cos(a), np.sin(a), 0.0])
        foot = ring * out + [0, 0, pot.level - 0.3]
        top = (
            foot
            + [0, 0, tall * heights[k]]
            + 0.06 * tall * float(p["spread"]) * out * (count > 1)
            + [0.05 * tall * float(p["lean"]) * (count == 1), 0, 0]
        )
        _stem(
            plant,
            foot,
            top,
            radius * (0.92 + 0.08 * heights[k]),
            _ribs(p, 6, 13),
            float(p["rib_depth"]),
            every=0.3 * radius + 0.35,
        )


def _saguaro(p: Parameters, pot: Pot, plant: Plant, random: np.random.Generator) -> None:
    arms = 1 + int(float(p["stems"])) // 2 + (float(p["spread"]) > 0.6)
    radius = pot.radius * (0.3 + 0.14 * float(p["girth"]))
    tall = pot.rim * (2.6 + 1.7 * float(p["height"]))
    foot = np.array([0.0, 0.0, pot.level - 0.3])
    ribs, depth = _ribs(p, 8, 14), float(p["rib_depth"]) * 0.8
    every = 0.5 + 0.25 * radius
    _stem(plant, foot, foot + [0.03 * tall * float(p["lean"]), 0, tall], radius, ribs, depth, every=every)
    first = np.sign(float(p["lean"])) or 1.0
    for k in range(arms):
        sign = first * (-1) ** k
        at = (0.34, 0.46, 0.62, 0.25)[k % 4] + 0.1 * (float(p["spread"]) - 0.5)
        thin = radius * (0.62 if k < 2 else 0.5)
        out = radius + thin * (1.5 + 1.1 * float(p["spread"]))
        rise = tall * (0.42, 0.26, 0.2, 0.3)[k % 4] * (0.75 + 0.5 * random.random())
        turn = np.array([np.cos(0.35 * (k - 1)), np.sin(0.35 * (k - 1)), 0.0])
        start = foot + [0.03 * tall * float(p["lean"]) * at, 0, tall * at]
        corner = start + sign * out * turn + [0, 0, 0.25 * thin]
        knee = [start + sign * 0.3 * radius * turn, start + sign * 0.6 * out * turn - [0, 0, 0.05 * thin]]
        line = spline(
            [
                *knee,
                corner + [0, 0, 0.75 * thin],
                corner + [0, 0, 0.75 * thin + 0.5 * rise],
                corner + [0, 0, 0.75 * thin + rise],
            ],
            60,
        )
        length = float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())
        share, radii = _rounded(length, thin, 0.9)
        path = np.stack([np.interp(share, np.linspace(0, 1, 60), line[:, i]) for i in range(3)], axis=1)
        side = np.cross(turn, [0.0, 0.0, 1.0])
        _ribbed(plant, path, radii, max(7, ribs - 3), depth, side=side, every=every)
        plant.tips.append((path[-1], np.array([0.0, 0.0, 1.0]), thin))


def _barrel(p: Parameters, pot: Pot, plant: Plant, random: np.random.Generator) -> None:
    radius = pot.radius * (0.66 + 0.22 * float(p["girth"]))
    pups = ("none", "one", "two", "three").index(str(p["pups"]))
    if pups:
        radius *= 0.84 - 0.04 * pups
    height = radius * (1.25 + 1.1 * float(p["height"]))
    shift = np.array([-0.22 * pot.radius * np.sign(float(p["lean"])) * bool(pups), 0.1 * pot.radius * bool(pups), pot.level])
    _globe(plant, shift, radius, height, _ribs(p, 11, 22), float(p["rib_depth"]) * 0.8, 0.16 * radius + 0.25)
    _pups(p, pot, plant, shift, radius, 0.8, 9)


def _pups(p: Parameters, pot: Pot, plant: Plant, mother: Array, radius: float, stretch: float, ribs: int) -> None:
    pups = ("none", "one", "two", "three").index(str(p["pups"]))
    sign = np.sign(float(p["lean"])) or 1.0
    for k in range(pups):
        small = radius * (0.46, 0.36, 0.4)[k] * (0.85 + 0.3 * float(p["spread"]))
        a = (-0.55, -1.45, 0.35)[k]
        spot = np.array(
            [mother[0] + sign * np.cos(a) * (radius + 0.75 * small), mother[1] + np.sin(a) * (radius + 0.6 * small), 0.0]
        )
        reach = np.linalg.norm(spot[:2])
        spot[:2] *= min(1.0, (pot.radius - 0.6 * small) / max(reach, 1e-6))
        _globe(
            plant, spot + [0, 0, pot.level], small, 2 * small * stretch, ribs, float(p["rib_depth"]) * 0.8, 0.3 * small + 0.2
        )


def _star(p: Parameters, pot: Pot, plant: Plant, random: np.random.Generator) -> None:
    radius = pot.radius * (0.74 + 0.2 * float(p["girth"]))
    pups = ("none", "one", "two", "three").index(str(p["pups"]))
    if pups:
        radius *= 0.82 - 0.04 * pups
    height = radius * (0.8 + 1.1 * float(p["height"]))
    shift = np.array([-0.22 * pot.radius * np.sign(float(p["lean"])) * bool(pups), 0.1 * pot.radius * bool(pups), pot.level])
    before = len(plant.flesh)
    ribs = _ribs(p, 4, 8)
    _globe(plant, shift, radius, height, ribs, 0.26 + 0.5 * float(p["rib_depth"]), 0.22 * radius)
    turn = 20.0 + 50.0 * float(p["spread"])
    plant.flesh[before] = Mesh(_spun(plant.flesh[before].vertices, shift, turn), plant.flesh[before].faces)
    plant.areoles = [_spun(a, shift, turn) for a in plant.areoles]
    plant.outward = [_spun(a, np.zeros(3), turn) for a in plant.outward]
    _pups(p, pot, plant, shift, radius, 0.66, 6)


def _spun(points: Array, centre: Array, degrees: float) -> Array:
    return Mesh(points - centre, ()).turned(degrees).vertices + centre


def _grafted(p: Parameters, pot: Pot, plant: Plant, random: np.random.Generator) -> None:
    """A coloured ball on a three-sided stock."""
    pups = ("none", "one", "two", "three").index(str(p["pups"]))
    stock = pot.radius * (0.3 + 0.1 * float(p["girth"]))
    tall = pot.rim * (0.7 + 1.6 * float(p["height"]))
    foot = np.array([0.0, 0.0, pot.level - 0.3])
    top = foot + [0.12 * tall * float(p["lean"]), 0, tall]
    s = np.linspace(0, 1, 14)
    path = foot + s[:, None] * (top - foot)
    radii = stock * (0.85 + 0.2 * s) * np.where(s > 0.97, 0.9, 1.0)
    sides = 3 if float(p["ribs"]) < 0.6 else 4
    _ribbed(plant, path, radii, sides, 0.5, side=(np.cos(0.5), np.sin(0.5), 0.0), every=0.14 * tall + 0.3)
    ball = stock * (1.45 + 0.75 * float(p["spread"]))
    crown = top - [0, 0, 0.05 * ball]
    _globe(plant, crown, ball, 1.55 * ball, _ribs(p, 8, 13), float(p["rib_depth"]) * 1.2, 0.3 * ball, second=True)
    for k in range(pups):
        a = (-0.5, np.pi + 0.4, -1.7)[k]
        small = ball * (0.42, 0.36, 0.32)[k]
        at = crown + [np.cos(a) * ball * 0.92, np.sin(a) * ball * 0.92, ball * (0.35, 0.62, 0.25)[k]]
        _globe(plant, at, small, 1.7 * small, 8, 0.22, 0.4 * small, second=True)
    plant.tips = [plant.tips[0]]


# --- pads ---------------------------------------------------------------------------------------------------------


def _pad(
    plant: Plant,
    base: Array,
    up: Array,
    across: Array,
    length: float,
    width: float,
    thick: float,
    spacing: float,
    widest: float,
) -> None:
    """A flat oval joint that grows from `base` along `up` and spreads along `across`."""
    u = 0.5 - 0.5 * np.cos(np.linspace(0, np.pi, 20))
    shape = np.sin(np.pi * u**widest) ** 0.62
    half = np.maximum(width * shape, 0.13 * width * (u < 0.5))
    deep = np.maximum(thick * shape**0.7, 0.4 * thick * (u < 0.3))
    half[-1], deep[-1] = 0.03 * width, 0.03 * thick
    face = np.cross(across, up)
    a = np.linspace(0, 2 * np.pi, 22, endpoint=False)
    # Rings turn anticlockwise as seen from the tip.
    ring = half[:, None, None] * np.cos(a)[None, :, None] * across - deep[:, None, None] * np.sin(a)[None, :, None] * face
    plant.flesh.append(loft(base + (length * u)[:, None, None] * up + ring))
    rows = np.arange(0.16, 0.97, spacing / length)
    for i, row in enumerate(rows):
        w, d = np.interp(row, u, half), np.interp(row, u, deep)
        b = np.arange(-w, w + 1e-6, spacing) + (0.5 * spacing if i % 2 else 0.0)
        b = b[np.abs(b) < 0.92 * w]
        z = d * np.sqrt(1 - (b / w) ** 2)
        for sign in (-1, 1):
            points = base + length * row * up + b[:, None] * across + sign * z[:, None] * face
            normals = sign * face + (b / w)[:, None] ** 3 * across
            plant.prick(points, normals)
        for sign in (-1, 1):
            slope = (row - 0.5) * 1.2
            plant.prick(base + length * row * up + sign * w * across, sign * across + slope * up)


def _prickly(p: Parameters, pot: Pot, plant: Plant, random: np.random.Generator) -> None:
    count = int(float(p["stems"]))
    size = pot.rim * (1.15 + 0.45 * float(p["height"]))
    slim = 0.32 + 0.12 * float(p["girth"])
    widest = 0.85 + 0.35 * random.random()
    across = np.array([1.0, 0.0, 0.0])

    def grow(base: Array, direction: Array, level: int, length: float) -> None:
        turn = random.uniform(-0.45, 0.45)
        plane = across * np.cos(turn) + np.array([0.0, 1.0, 0.0]) * np.sin(turn)
        plane = plane - direction * (plane @ direction)
        plane /= np.linalg.norm(plane)
        width = length * slim
        _pad(plant, base, direction, plane, length, width, 0.1 * length, 0.19 * size, widest)
        plant.tips.append((base + 0.99 * length * direction, direction, width))
        for sign in (-1, 1):
            edge = base + 0.8 * length * direction + sign * 0.74 * width * plane
            plant.tips.append((edge, (direction + sign * plane) / np.sqrt(2), 0.6 * width))
        if level == 0:
            return
        pattern = (
            ((0.1,), (-0.62, 0.5), (-0.75, 0.05, 0.7), (-0.55, 0.72))[min(count, 4) - 1]
            if level == 2
            else ((-0.5, 0.45) if random.random() < 0.3 + 0.15 * count else (random.choice([-0.3, 0.35]),))
        )
        for angle in pattern:
            angle = angle * (0.8 + 0.5 * float(p["spread"])) + 0.15 * float(p["lean"])
            at = base + length * (0.5 + 0.47 * np.cos(angle)) * direction + width * 0.97 * np.sin(angle) * plane
            onward = np.cos(angle) * direction + np.sin(angle) * plane
            shrink = 0.62 if len(pattern) == 3 else 0.74
            grow(at, onward, level - 1, length * shrink * random.uniform(0.88, 1.1))

    lean = 0.16 * float(p["lean"])
    grow(np.array([0.0, 0.0, pot.level - 0.25]), np.array([np.sin(lean), 0.0, np.cos(lean)]), 2, size)


def _bunny(p: Parameters, pot: Pot, plant: Plant, random: np.random.Generator) -> None:
    """Round pads in pairs, like ears."""
    families = 1 if float(p["stems"]) < 3.2 else 2
    size = pot.rim * (1.0 + 0.5 * float(p["height"])) * (1.0 if families == 1 else 0.8)
    slim = 0.4 + 0.09 * float(p["girth"])
    for k in range(families):
        x = 0.0 if families == 1 else (k - 0.5) * pot.radius
        lean = 0.1 * float(p["lean"]) + (0.0 if families == 1 else (k - 0.5) * 0.35)
        up = np.array([np.sin(lean), 0.0, np.cos(lean)])
        across = np.array([np.cos(lean), 0.25 * (k * 2 - 1) * (families > 1), -np.sin(lean)])
        across -= up * (across @ up)
        across /= np.linalg.norm(across)
        length = size * (1.0 if k == 0 else 0.8)
        base = np.array([x, -0.15 * pot.radius * k, pot.level - 0.25])
        spacing = 0.115 * size
        _pad(plant, base, up, across, length, length * slim, 0.14 * length, spacing, 0.95)
        ears = 2 if int(float(p["stems"]) * 2) % 3 else 3
        for j in range(ears):
            angle = (j - (ears - 1) / 2) * (0.8 + 0.55 * float(p["spread"])) * (1.15 if ears == 2 else 0.95)
            angle += 0.1 * float(p["lean"])
            at = base + length * (0.5 + 0.47 * np.cos(angle)) * up + length * slim * 0.95 * np.sin(angle) * across
            way = np.cos(0.75 * angle) * up + np.sin(0.75 * angle) * across
            side = np.cos(0.75 * angle) * across - np.sin(0.75 * angle) * up
            ear = length * ((0.82, 0.66) if ears == 2 else (0.58, 0.8, 0.5))[j] * (0.95 + 0.1 * random.random())
            _pad(plant, at, way, side, ear, ear * slim * 0.92, 0.13 * ear, spacing, 0.9)
            plant.tips.append((at + 0.98 * ear * way, way, 0.5 * ear * slim))


def _trailing(p: Parameters, pot: Pot, plant: Plant, random: np.random.Generator) -> None:
    count = 7 + int(1.6 * float(p["stems"]))
    radius = 0.075 * pot.rim * (0.9 + 0.8 * float(p["girth"]))
    for k in range(count):
        a = 2 * np.pi * (k + 0.5 * random.random()) / count + float(p["lean"])
        out = np.array([np.cos(a), np.sin(a), 0.0])
        foot = out * pot.radius * 0.35 * (0.6 + 0.4 * (k % 2)) + [0, 0, pot.level - 0.2]
        far = pot.rim * (1.12 + 0.34 * float(p["spread"]) * random.uniform(0.5, 1.0)) + radius
        rise = pot.top + radius + pot.rim * (0.12 + 0.5 * float(p["height"]) * random.uniform(0.4, 1.0))
        drop = pot.top * random.uniform(0.12, 0.8) if k % 4 else -pot.top * 0.1
        low = max(pot.top - drop, 1.4 * radius)
        line = spline(
            [
                foot,
                foot + 0.3 * pot.radius * out + [0, 0, 0.7 * (rise - foot[2])],
                0.8 * pot.rim * out + [0, 0, rise],
                far * out + [0, 0, 0.35 * low + 0.65 * pot.top],
                (far + 0.06 * pot.rim) * out + [0, 0, low],
            ],
            60,
        )
        length = float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())
        share, radii = _rounded(length, radius, 0.95)
        path = np.stack([np.interp(share, np.linspace(0, 1, 60), line[:, i]) for i in range(3)], axis=1)
        side = np.array([-out[1], out[0], 0.0])
        _ribbed(plant, path, radii, 6, 0.16, side=side, every=1.3 * radius + 0.3)
        plant.tips.append((path[-3], (path[-1] - path[-8]) / np.linalg.norm(path[-1] - path[-8]), 2.2 * radius))


_BUILDERS = {
    "column": _column,
    "saguaro": _saguaro,
    "prickly pear": _prickly,
    "barrel": _barrel,
    "bunny ear": _bunny,
    "star": _star,
    "trailing": _trailing,
    "grafted": _grafted,
}


# --- spines and flowers -------------------------------------------------------------------------------------------


def _spines(p: Parameters, points: Array, normals: Array, random: np.random.Generator) -> list[Part]:
    kind = str(p["spines"])
    if len(points) > 900:
        keep = random.permutation(len(points))[:900]
        points, normals = points[keep], normals[keep]
    unit = float(p["pot_width"]) / 5.4
    normals = normals / np.linalg.norm(normals, axis=1, keepdims=True)
    felt = 0.08 if p["kind"] in ("trailing", "star", "barrel") else 0.105
    if p["kind"] == "bunny ear" or kind == "tufts":
        felt *= 1.35
    cushions = strewn(STUD, points, normals, felt * unit)
    colour = SPINE[str(p["spine_colour"])]
    parts = [Part(cushions, Finish("fabric", "#d3c7a6"))]
    if p["kind"] == "bunny ear":
        return parts
    each = {"short": 4, "long": 4, "tufts": 6}[kind]
    length = {"short": 0.5, "long": 0.95, "tufts": 0.34}[kind] * unit * (0.55 if p["kind"] == "trailing" else 1.0)
    if len(points) * each > 1500:
        each = max(2, 1500 // len(points))
    base = np.repeat(points, each, axis=0)
    way = np.repeat(normals, each, axis=0) + random.normal(0, 0.42, (len(base), 3))
    reach = length * random.uniform(0.6, 1.1, len(base))
    thin = np.full(len(base), 0.028 * unit)
    parts.append(Part(strewn(SPIKE, base, way, np.column_stack([thin, thin, reach])), Finish("straw", colour)))
    return parts


def _blooms(p: Parameters, plant: Plant) -> list[Part]:
    kind = str(p["bloom"])
    if kind == "none" or not plant.tips:
        return []
    unit = float(p["pot_width"]) / 5.4
    tint = Finish("plant", BLOSSOM[str(p["blossom"])], 0.6)
    if p["kind"] == "grafted":
        tint = Finish("plant", BLOSSOM["yellow" if p["blossom"] != "yellow" else "pink"], 0.6)
    globe = p["kind"] in ("barrel", "star")
    spots, ways = [], []
    if kind == "one":
        at, way, r = max(plant.tips, key=lambda tip: tip[0][2])
        spots, ways = [at], [way]
    elif globe:
        at, way, r = plant.tips[0]
        turns = np.linspace(0, 2 * np.pi, 7, endpoint=False)
        ring = np.column_stack([np.cos(turns), np.sin(turns), np.zeros(7)])
        spots, ways = list(at + 0.42 * r * ring + [0, 0, 0.05 * r]), list(way + 0.5 * ring)
    elif p["kind"] in ("column", "saguaro"):
        for at, way, r in plant.tips:
            turns = np.linspace(0, 2 * np.pi, 4, endpoint=False) + 0.7
            ring = np.column_stack([np.cos(turns), np.sin(turns), np.zeros(4)])
            spots += list(at + 0.6 * r * ring - 0.3 * r * way)
            ways += list(way + 0.8 * ring)
    else:
        spots, ways = [tip[0] for tip in plant.tips[-9:]], [tip[1] for tip in plant.tips[-9:]]
    at, way = np.array(spots), np.array(ways)
    way = way / np.linalg.norm(way, axis=1, keepdims=True)
    if kind == "fruits":
        size = np.array([0.34, 0.34, 0.6]) * unit
        body = strewn(BALL, at + 0.45 * unit * way, way, np.broadcast_to(size, (len(at), 3)))
        return [Part(body, Finish("plant", "#a8304a", 0.4))]
    share = {"one": 1.6, "crown": 0.95}[kind] * (0.72 if p["kind"] in ("saguaro", "trailing") and kind == "crown" else 1.0)
    size = share * unit * float(p["bloom_size"])
    petals = 9 if float(p["spread"]) < 0.5 else 12
    tube = strewn(BALL, at + 0.12 * size * way, way, np.broadcast_to(np.array([0.26, 0.26, 0.3]) * size, (len(at), 3)))
    whorl = flowers(at + 0.2 * size * way, way, size, petals, 0.45 + 0.4 * float(p["pot_taper"]), 0.2)
    heart = [strewn(BUMP, a + 0.35 * size * w, w, 0.17 * size) for a, w in zip(at, way, strict=True)]
    return [
        Part(whorl, tint, thickness=0.025 * unit),
        Part(tube, Finish("plant", "#6d8450", 0.6)),
        Part(join(*heart), Finish("plant", "#e0b23c", 0.8)),
    ]


def attributes(p: Parameters) -> dict[str, float]:
    """Numbers in [0, 1] that describe a cactus."""
    kind = str(p["kind"])
    return {
        "tall": float(np.clip(float(p["height"]) * 0.6 + 0.4 * (kind in ("column", "saguaro")), 0, 1)),
        "flat_pads": float(kind in ("prickly pear", "bunny ear")),
        "round": float(kind in ("barrel", "star", "grafted")),
        "branching": float(kind in ("saguaro", "prickly pear", "trailing") or (kind == "column" and float(p["stems"]) >= 2)),
        "flowering": float(p["bloom"] in ("one", "crown")),
        "spiny": {"long": 1.0, "short": 0.5, "tufts": 0.25}[str(p["spines"])],
        "wide_pot": float((float(p["pot_width"]) - 4.4) / 2.0),
        "angular_pot": float(p["pot"] in ("hexagon", "square")),
    }


CATEGORY = Category(
    "cactus", 1, SPACE, build, attributes, View(azimuth=10.0, elevation=16.0, azimuth_spread=10.0, elevation_spread=4.0)
)
