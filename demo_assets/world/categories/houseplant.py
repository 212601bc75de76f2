# SPDX-License-Identifier: GPL-3.0-or-later
"""Foliage plants in pots, in centimetres; the front faces -y."""

from __future__ import annotations

import numpy as np

from ..category import Category, View
from ..finish import Finish, Print
from ..mesh import Array, Mesh, join
from ..parameters import Choice, Continuous, Parameters
from ..part import Part
from ..plants.leaves import arch, blade, lance, oval, sideways, split_leaf
from ..plants.pots import Pot, pebbles, potted
from ..plants.strewn import framed
from ..shapes.curves import spline
from ..shapes.loft import loft, sheet
from ..shapes.sweep import tangents, tube

LEAF = {
    "deep": "#2f5d3a",
    "fresh": "#5a8f45",
    "forest": "#3c6b45",
    "olive": "#66783f",
    "blue green": "#4d7d70",
    "emerald": "#33774b",
}
POT = {
    "stoneware": "#bcb1a0",
    "charcoal": "#45484c",
    "terracotta": "#b36a46",
    "ochre": "#c2953f",
    "blush": "#c99a8d",
    "ink blue": "#34506f",
    "sage": "#8a9d86",
    "moss": "#66704f",
    "cream": "#d3c7ae",
}
STRAW = ("#c3a26b", "#a9834f", "#cdb384")
LEG = {"oak": "#a87b4b", "walnut": "#5d3b24", "black": "#26241f"}

SPACE = {
    "kind": Choice(("monstera", "snake plant", "palm", "rubber plant", "fern", "rosette", "ivy", "pilea", "zamia"), weight=4.0),
    "pot": Choice(
        ("saucer", "ribbed", "basket", "stand", "tripod", "banded", "egg"),
        weight=3.0,
        given=(
            "kind",
            {"rosette": ("saucer", "ribbed", "tripod", "banded"), "ivy": ("stand", "tripod", "egg", "banded", "ribbed")},
        ),
    ),
    "habit": Choice(("upright", "arching", "spreading"), weight=2.0),
    "topping": Choice(("soil", "pebbles"), weight=0.5),
    "shape": Choice(("narrow", "usual", "broad"), weight=2.0),
    "leaves": Continuous(0.0, 1.0, weight=2.0),
    "size": Continuous(0.0, 1.0, weight=2.0),
    "height": Continuous(0.0, 1.0, weight=2.0),
    "droop": Continuous(0.0, 1.0, weight=1.5),
    "lean": Continuous(-1.0, 1.0),
    "unevenness": Continuous(0.1, 0.4, weight=0.7),
    "turn": Continuous(0.0, 1.0),
    "cut": Continuous(0.0, 1.0, when={"kind": ("monstera", "fern", "ivy", "palm")}),
    "twist": Continuous(0.0, 1.0, when={"kind": ("snake plant", "palm", "rubber plant")}),
    "pot_width": Continuous(0.8, 1.15, weight=1.0),
    "pot_height": Continuous(0.8, 1.35, weight=1.5),
    "pot_taper": Continuous(0.0, 1.0),
    "chance": Continuous(0.0, 1.0, weight=0.0),
    "green": Choice(tuple(LEAF), weight=0.0),
    "pattern": Choice(("plain", "banded", "tipped"), weight=0.0, shares={"plain": 2.0}),
    "pot_colour": Choice(tuple(POT), weight=0.0),
    "pot_print": Choice(("plain", "speckle", "marble"), weight=0.0, shares={"plain": 2.0}),
    "legs": Choice(tuple(LEG), weight=0.0),
}


def build(p: Parameters) -> list[Part]:
    """Pot, soil, stalks and leaves."""
    random = np.random.default_rng(int(float(p["chance"]) * 1e4))
    pot = _pot(p)
    parts = list(pot.parts)
    if p["topping"] == "pebbles":
        stones = pebbles(pot.radius, pot.level + 0.2, 60, 0.14 * pot.radius, int(random.integers(999)))
        parts.append(Part(stones, Finish("stone", "#a79f92", 0.7)))
    return parts + _BUILDERS[str(p["kind"])](p, pot, random)


def _pot(p: Parameters) -> Pot:
    small = p["kind"] in ("rosette", "pilea")
    radius = 9.0 * float(p["pot_width"]) * (0.8 if p["kind"] in ("ivy", "pilea", "rosette") else 1.0)
    aspect = {"saucer": 1.5, "ribbed": 1.5, "basket": 1.5, "stand": 1.3, "tripod": 1.0, "banded": 1.25, "egg": 1.6}[
        str(p["pot"])
    ]
    aspect *= {"rosette": 0.72, "pilea": 0.9, "ivy": 1.1}.get(str(p["kind"]), 1.0)
    height = radius * aspect * float(p["pot_height"])
    if p["pot"] == "basket":
        colour = STRAW[int(float(p["turn"]) * 2.99)]
        return potted("basket", radius * 1.1, height, float(p["pot_taper"]), Finish("straw", colour), Finish("straw", colour))
    patterns = {"speckle": Print("speckle", "#5d554c", 40.0), "marble": Print("marble", "#8d8478", 4.0)}
    finish = Finish("ceramic", POT[str(p["pot_colour"])], 0.5 if small else 0.4, patterns.get(str(p["pot_print"])))
    return potted(str(p["pot"]), radius, height, float(p["pot_taper"]), finish, Finish("wood", LEG[str(p["legs"])]))


def _count(p: Parameters, low: int, high: int) -> int:
    return low + round(float(p["leaves"]) * (high - low))


def _mix(p: Parameters, name: str, low: float, high: float) -> float:
    return low + float(p[name]) * (high - low)


def _breadth(p: Parameters) -> float:
    return {"narrow": 0.72, "usual": 1.0, "broad": 1.3}[str(p["shape"])]


def _spread(p: Parameters) -> float:
    """Radians from the vertical that habit adds."""
    return {"upright": 0.0, "arching": 0.22, "spreading": 0.45}[str(p["habit"])]


def _green(p: Parameters, roughness: float = 0.4) -> Finish:
    return Finish("plant", LEAF[str(p["green"])], roughness)


def _stalk_finish() -> Finish:
    return Finish("plant", "#6f8f4e", 0.5)


def _fan(p: Parameters, k: int, random: np.random.Generator, jitter: float = 0.3) -> float:
    """Directions by the golden angle, so that no two leaves lie over one another."""
    return k * np.pi * (3 - np.sqrt(5)) + 2 * np.pi * float(p["turn"]) + random.uniform(-jitter, jitter)


def _monstera(p: Parameters, pot: Pot, random: np.random.Generator) -> list[Part]:
    count = _count(p, 6, 11)
    stalks, leaves = [], []
    for k in range(count):
        share = k / max(count - 1, 1)
        way = _fan(p, k, random)
        size = _mix(p, "size", 8.0, 12.5) * (1.1 - 0.45 * share) * random.uniform(1 - float(p["unevenness"]), 1.0)
        rise = np.radians(84 - 22 * share) - 0.8 * _spread(p) - 0.1
        tall = _mix(p, "height", 16.0, 34.0) * (1.05 - 0.55 * share) + 0.3 * size
        root = 0.3 * pot.radius * np.array([np.cos(way), np.sin(way), 0.0])
        stalk = arch(root + [0, 0, pot.level - 0.5], way, tall, rise, 0.35 + 0.5 * float(p["droop"]), 16)
        stalk[:, 0] += 0.12 * float(p["lean"]) * (stalk[:, 2] - pot.level)
        stalks.append(tube(stalk, 0.42, np.linspace(1.1, 0.7, 16), sides=8))
        # Leaves face outwards and up, the tip hanging.
        facing = way + random.uniform(-0.25, 0.25)
        rib = arch(stalk[-1], facing, 1.65 * size, -0.05 - 0.45 * random.random(), 0.75 + 0.4 * float(p["droop"]), 20)
        rib = rib - 0.12 * (rib[-1] - rib[0]) * np.array([1.0, 1.0, 0.0])
        cuts = 3 + round(2.4 * float(p["cut"]))
        leaves.append(
            split_leaf(rib, sideways(facing), size * 0.86 * (0.88 + 0.12 * _breadth(p)), cuts, 0.42 + 0.22 * float(p["cut"]))
        )
    return [Part(join(*stalks), _stalk_finish()), Part(join(*leaves), _green(p, 0.35), thickness=0.1)]


def _snake(p: Parameters, pot: Pot, random: np.random.Generator) -> list[Part]:
    count = _count(p, 5, 14)
    tall = _mix(p, "height", 18.0, 46.0)
    leaves = []
    u = np.linspace(0, 1, 20)
    for k in range(count):
        way = _fan(p, k, random)
        far = pot.radius * 0.62 * np.sqrt((k + 0.3) / count)
        foot = far * np.array([np.cos(way), np.sin(way), 0.0]) + [0, 0, pot.level - 0.6]
        long = tall * (1.0 - 0.55 * (k / count) ** 1.3) * random.uniform(1 - float(p["unevenness"]), 1.08)
        slope = (0.06 + 0.5 * _spread(p)) * (far / pot.radius + 0.15)
        line = arch(foot, way, long, np.pi / 2 - slope, 0.5 * float(p["droop"]) * (far / pot.radius), 20)
        width = (_mix(p, "size", 1.5, 2.5) * _breadth(p)) * (0.75 + 0.25 * long / tall)
        widths = width * np.where(
            u < 0.45, 0.68 + 0.32 * np.sin(np.pi * u / 0.9), np.cos(0.5 * np.pi * np.clip((u - 0.45) / 0.55, 0, 1) ** 2.0)
        )
        facing = -np.pi / 2 + random.uniform(-0.9, 0.9)
        side = np.array([-np.sin(facing), np.cos(facing), 0.0])
        leaves.append(
            blade(
                line,
                side,
                np.maximum(widths, 0.04),
                cup=0.22,
                columns=7,
                twist=random.choice([-1, 1]) * (0.2 + 1.1 * float(p["twist"])),
                ripple=0.05,
            )
        )
    pattern = {"banded": Print("stripes", "#8aa37b", 38.0), "tipped": Print("fade", "#9fae63")}.get(str(p["pattern"]))
    return [Part(join(*leaves), Finish("plant", LEAF[str(p["green"])], 0.42, pattern), thickness=0.22)]


def _palm(p: Parameters, pot: Pot, random: np.random.Generator) -> list[Part]:
    count = _count(p, 6, 11)
    tall = _mix(p, "height", 26.0, 44.0)
    stalks, leaves = [], []
    pairs = 10 + int(6 * float(p["cut"]))
    v = np.linspace(0, 1, 6)
    for k in range(count):
        way = _fan(p, k, random)
        share = k / count
        foot = 0.25 * pot.radius * np.array([np.cos(way), np.sin(way), 0.0]) + [0, 0, pot.level - 0.5]
        long = tall * (1.1 - 0.35 * share) * random.uniform(1 - 0.6 * float(p["unevenness"]), 1.0)
        line = arch(foot, way, long, np.radians(86 - 16 * share) - 0.5 * _spread(p), 0.75 + 0.75 * float(p["droop"]), 24)
        line[:, 0] += 0.1 * float(p["lean"]) * (line[:, 2] - pot.level)
        stalks.append(tube(line, 0.38, np.linspace(1.2, 0.3, 24), sides=7))
        t = tangents(line)
        side = sideways(way)
        for j in range(pairs):
            at = 0.36 + 0.63 * j / (pairs - 1)
            i = min(int(at * 23), 22)
            start = line[i] + (at * 23 - i) * (line[i + 1] - line[i])
            reach = _mix(p, "size", 7.5, 11.5) * np.sin(np.pi * (0.2 + 0.72 * (at - 0.36) / 0.64)) ** 0.7
            normal = np.cross(t[i], side)
            for sign in (-1, 1):
                leaves.append((start, 0.62 * sign * side + 0.72 * t[i] + 0.18 * normal, normal, (reach, 1.0, reach)))
    path = np.column_stack([v, 0 * v, -(0.1 + 0.25 * float(p["droop"])) * v**2])
    leaflet = blade(path, (0.0, 1.0, 0.0), 0.36 * _breadth(p) * np.maximum(lance(v, 0.35, 0.35), 0.03), fold=0.3, columns=3)
    return [Part(join(*stalks), _stalk_finish()), Part(_leaflets(leaflet, leaves), _green(p, 0.45), thickness=0.05)]


def _leaflets(template: Mesh, places: list[tuple]) -> Mesh:
    """A leaflet at each place: its foot, its direction, roughly its upper side, and its size."""
    at, out, up, sizes = (np.array(column, float) for column in zip(*places, strict=True))
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    up = up - out * (up * out).sum(axis=1, keepdims=True)
    return framed(template, at, out, up / np.linalg.norm(up, axis=1, keepdims=True), sizes)


def _rubber(p: Parameters, pot: Pot, random: np.random.Generator) -> list[Part]:
    stems = 1 + (float(p["twist"]) > 0.5) + (float(p["twist"]) > 0.85)
    tall = _mix(p, "height", 22.0, 46.0)
    wood, stalks, leaves = [], [], []
    u = np.linspace(0, 1, 14)
    for s in range(stems):
        way = 2 * np.pi * (s / stems + float(p["turn"]))
        foot = (0.25 * pot.radius * np.array([np.cos(way), np.sin(way), 0.0]) if stems > 1 else np.zeros(3)) + [
            0,
            0,
            pot.level - 0.5,
        ]
        lean = np.array([0.14 * float(p["lean"]), 0.0, 0.0]) + (
            0.16 * np.array([np.cos(way), np.sin(way), 0.0]) if stems > 1 else 0.0
        )
        high = tall * (1.0 - 0.2 * s)
        stem = spline([foot, foot + 0.5 * high * lean + [0, 0, 0.4 * high], foot + high * lean + [0, 0, high]], 24)
        wood.append(tube(stem, 0.6, np.linspace(1.25, 0.6, 24), sides=9))
        count = _count(p, 11, 20) // (1, 1.5, 2)[stems - 1]
        count = int(count)
        for k in range(count):
            share = (k + 0.5) / count
            at = 0.22 + 0.76 * share
            i = int(at * 23)
            leaf_way = k * 2.4 + way + random.uniform(-0.2, 0.2)
            size = _mix(p, "size", 11.0, 16.5) * (1.0 - 0.35 * share) * random.uniform(1 - 0.7 * float(p["unevenness"]), 1.0)
            rise = np.radians(30 + 45 * share) - 0.6 * _spread(p)
            stalk = arch(stem[i], leaf_way, 0.26 * size, rise, 0.1, 5)
            stalks.append(tube(stalk, 0.2, sides=6))
            rib = arch(stalk[-1], leaf_way, size, rise - 0.1, 0.35 + 0.75 * float(p["droop"]), 14)
            leaves.append(
                blade(
                    rib,
                    sideways(leaf_way),
                    0.33 * size * (0.5 + 0.5 * _breadth(p)) * np.maximum(oval(u**0.92, 0.62), 0.05),
                    fold=0.22,
                    cup=-0.1,
                    columns=7,
                )
            )
    tip = Print("fade", "#8a3f3a") if p["pattern"] == "tipped" else None
    green = Finish("plant", LEAF[str(p["green"])], 0.28, tip)
    return [
        Part(join(*wood), Finish("wood", "#6b5239", 0.8)),
        Part(join(*stalks), _stalk_finish()),
        Part(join(*leaves), green, thickness=0.12),
    ]


def _fern(p: Parameters, pot: Pot, random: np.random.Generator) -> list[Part]:
    count = _count(p, 13, 24)
    reach = _mix(p, "height", 20.0, 32.0)
    pairs = 13 + int(7 * float(p["cut"]))
    stalks, leaves = [], []
    v = np.linspace(0, 1, 4)
    for k in range(count):
        way = _fan(p, k, random)
        share = k / count
        long = reach * (0.7 + 0.4 * share) * random.uniform(1 - float(p["unevenness"]), 1.0)
        rise = np.radians(84 - 38 * share) - 0.6 * _spread(p)
        line = arch(
            [0.2 * pot.radius * np.cos(way), 0.2 * pot.radius * np.sin(way), pot.level - 0.4],
            way,
            long,
            rise,
            1.0 + 1.0 * float(p["droop"]),
            18,
            random.uniform(-0.25, 0.25),
        )
        line[:, 2] = np.maximum(line[:, 2], 0.6)
        stalks.append(tube(line, 0.2, np.linspace(1.2, 0.4, 18), sides=5))
        t, side = tangents(line), sideways(way)
        for j in range(pairs):
            at = 0.14 + 0.84 * j / (pairs - 1)
            i = min(int(at * 17), 16)
            start = line[i] + (at * 17 - i) * (line[i + 1] - line[i])
            width = _mix(p, "size", 2.6, 4.2) * _breadth(p) ** 0.7 * np.sin(np.pi * (0.16 + 0.8 * (at - 0.14) / 0.84)) ** 0.75
            normal = np.cross(t[i], side)
            for sign in (-1, 1):
                leaves.append((start, 0.9 * sign * side + 0.4 * t[i], normal, (width, 0.31 * long * 0.84 / pairs, width)))
    path = np.column_stack([v, 0 * v, -0.2 * v**2])
    pinna = blade(path, (0.0, 1.0, 0.0), np.array([0.8, 1.0, 0.75, 0.1]), fold=-0.05, columns=3)
    return [Part(join(*stalks), _stalk_finish()), Part(_leaflets(pinna, leaves), _green(p, 0.55), thickness=0.04)]


def _rosette(p: Parameters, pot: Pot, random: np.random.Generator) -> list[Part]:
    """Fleshy leaves in a spiral, upright in the heart and flat outside."""
    count = _count(p, 26, 64)
    reach = pot.rim * _mix(p, "size", 0.95, 1.5)
    pointed = {"narrow": 0.9, "usual": 0.6, "broad": 0.42}[str(p["shape"])]
    u = np.linspace(0, 1, 11)
    high = pot.level + 0.3 + _mix(p, "height", 0.0, 6.5)
    leaves = []
    for k in range(count):
        share = np.sqrt((k + 0.5) / count)
        way = _fan(p, k, random, 0.05)
        long = reach * (0.18 + 0.82 * share) * random.uniform(1 - 0.35 * float(p["unevenness"]), 1.0)
        rise = np.radians(86 - 74 * share + 14 * (p["habit"] == "upright") * share - 8 * (p["habit"] == "spreading"))
        foot = 0.12 * reach * share * np.array([np.cos(way), np.sin(way), 0.0]) + [0, 0, high + 0.1 * reach * (1 - share)]
        line = arch(foot, way, long, rise, 0.3 * share * (2 * float(p["droop"]) - 1.4), 11)
        width = 0.24 * reach * (0.25 + 0.75 * share) * {"narrow": 0.6, "usual": 0.95, "broad": 1.2}[str(p["shape"])]
        widths = width * np.maximum(
            np.where(
                u < 0.66,
                0.45 + 0.55 * np.sin(0.5 * np.pi * u / 0.66),
                np.cos(0.5 * np.pi * np.clip((u - 0.66) / 0.34, 0, 1)) ** pointed,
            ),
            0.05,
        )
        top = blade(line, sideways(way), widths, cup=0.3, columns=7)
        leaves.append(_fleshy(top, 11, 7, 0.16 * width + 0.2))
    green = {"deep": "#6c9480", "forest": "#7fa37c"}.get(str(p["green"]), LEAF[str(p["green"])])
    green = "#8d7688" if p["pattern"] == "tipped" else green
    parts = [Part(join(*leaves), Finish("plant", green, 0.5))]
    if high - pot.level > 1.0:
        trunk = np.linspace([0, 0, pot.level - 0.5], [0, 0, high + 0.5], 6)
        parts.append(Part(tube(trunk, 0.12 * reach, sides=12), Finish("wood", "#7a6a50", 0.9)))
    return parts


def _fleshy(leaf: Mesh, rows: int, columns: int, thick: float) -> Mesh:
    """A blade made into a closed, rounded body."""
    grid = leaf.vertices.reshape(rows, columns, 3)
    normal = np.cross(np.gradient(grid, axis=1), np.gradient(grid, axis=0))
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-9)
    across = np.sqrt(np.clip(1 - np.linspace(-1, 1, columns) ** 2, 0, 1))
    along = np.minimum(1.0, np.linspace(1.0, 0.0, rows) * 3) ** 0.5
    depth = (thick * along[:, None] * across[None])[..., None]
    up = np.where(normal[..., 2:].mean() < 0, -1.0, 1.0)
    lower = (grid - up * normal * depth)[:, -2:0:-1]
    rings = np.concatenate([grid + up * 0.15 * normal * depth, lower], axis=1)
    return loft(rings if up > 0 else rings[:, ::-1])


def _ivy(p: Parameters, pot: Pot, random: np.random.Generator) -> list[Part]:
    """Runners that hang over the rim, leaves with three points on either side."""
    count = _count(p, 10, 17)
    stalks, leaves = [], []
    for k in range(count):
        way = _fan(p, k, random)
        out = np.array([np.cos(way), np.sin(way), 0.0])
        hangs = k % 4 != 3
        far = pot.rim * random.uniform(1.06, 1.14 + 0.3 * _spread(p)) + 0.8
        drop = pot.top * _mix(p, "height", 0.25, 0.85) * random.uniform(0.35, 1.0)
        low = max(pot.top - drop, 2.2)
        crest = pot.top + random.uniform(1.5, 4.5)
        foot = 0.35 * pot.radius * out + [0, 0, pot.level - 0.4]
        if hangs:
            sway = 0.35 * float(p["lean"]) * np.array([-out[1], out[0], 0.0])
            line = spline(
                [
                    foot,
                    0.62 * pot.radius * out + [0, 0, 0.5 * (foot[2] + crest) + 1.5],
                    0.97 * pot.rim * out + [0, 0, crest],
                    far * out + sway * 4 + [0, 0, 0.45 * low + 0.55 * pot.top],
                    (far + 0.3) * out + sway * 9 + [0, 0, low],
                ],
                40,
            )
        else:
            line = arch(foot, way, _mix(p, "height", 7.0, 13.0), 1.25, 0.9, 40)
        stalks.append(tube(line, 0.2, np.linspace(1.2, 0.5, 40), sides=6))
        length = float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())
        gap = _mix(p, "cut", 2.3, 3.4)
        steps = max(3, int(length / gap))
        for j in range(1, steps + 1):
            i = min(int(39 * (j / steps) ** 0.95), 39)
            grow = 0.8 if j < steps else 0.55
            size = _mix(p, "size", 2.1, 3.5) * grow * random.uniform(1 - float(p["unevenness"]), 1.1)
            facing = way + (0.9 if j % 2 else -0.9) + random.uniform(-0.35, 0.35)
            droop = -0.25 if line[i, 2] > pot.top else -0.65 - 0.5 * float(p["droop"])
            start = line[i] + 0.25 * np.array([np.cos(facing), np.sin(facing), 0.2])
            rib = arch(start, facing, 1.5 * size, droop + 0.4, 0.8, 12)
            rib[:, 2] = np.maximum(rib[:, 2], 0.3)
            leaves.append(_lobed(rib, sideways(facing), size * _breadth(p) ** 0.6))
    finish = _green(p, 0.4)
    return [Part(join(*stalks), Finish("plant", "#7a7f4a", 0.6)), Part(join(*leaves), finish, thickness=0.06)]


def _lobed(rib: Array, side: Array, half: float) -> Mesh:
    widths = half * np.array([0.35, 0.72, 0.95, 1.0, 0.72, 0.52, 0.5, 0.55, 0.44, 0.28, 0.14, 0.02])
    slant = np.array([-0.7, -0.5, -0.1, 0.28, 0.3, 0.25, 0.2, 0.3, 0.3, 0.2, 0.1, 0.0])
    return blade(rib, side, widths, fold=0.16, cup=-0.12, slant=slant, columns=5)


def _pilea(p: Parameters, pot: Pot, random: np.random.Generator) -> list[Part]:
    """Round leaves, each held at its middle by a thin stalk."""
    count = _count(p, 13, 30)
    stalks, leaves = [], []
    tall = _mix(p, "height", 4.0, 12.0)
    trunk = np.linspace([0, 0, pot.level - 0.5], [0.3 * tall * float(p["lean"]) * 0.5, 0, pot.level + tall], 10)
    for k in range(count):
        share = (k + 0.5) / count
        way = _fan(p, k, random)
        i = int(9 * (0.25 + 0.75 * share))
        rise = np.radians(8 + 68 * share) + 0.25 - 0.6 * _spread(p)
        long = _mix(p, "size", 8.0, 13.0) * (1.15 - 0.5 * share) * random.uniform(1 - float(p["unevenness"]), 1.0)
        stalk = arch(trunk[i], way, long, rise + 0.35, 0.5 + 0.6 * float(p["droop"]), 10)
        stalks.append(tube(stalk, 0.17, sides=6))
        size = {"narrow": 2.2, "usual": 2.8, "broad": 3.4}[str(p["shape"])] * random.uniform(0.75, 1.1) * (1.1 - 0.35 * share)
        tilt = 0.45 + 0.5 * random.random() - 0.4 * share
        normal = np.array([np.cos(way) * np.sin(tilt), np.sin(way) * np.sin(tilt), np.cos(tilt)])
        first = np.array([-np.sin(way), np.cos(way), 0.0])
        second = np.cross(normal, first)
        a = np.linspace(0, 2 * np.pi, 29)
        rings = []
        for r, dome in ((0.02, 0.14), (0.35, 0.12), (0.7, 0.07), (0.93, 0.0), (1.0, -0.06)):
            ring = stalk[-1] + size * (
                r * np.cos(a)[:, None] * first + r * 1.04 * np.sin(a)[:, None] * second + (dome - 0.1) * normal
            )
            rings.append(ring)
        leaves.append(sheet(np.array(rings)[:, ::-1]))
    parts = [Part(tube(trunk, 0.55, sides=10), Finish("wood", "#6a5a40", 0.9))]
    return [*parts, Part(join(*stalks), Finish("plant", "#7f9358", 0.5)), Part(join(*leaves), _green(p, 0.38), thickness=0.1)]


def _zamia(p: Parameters, pot: Pot, random: np.random.Generator) -> list[Part]:
    """Thick arching wands with glossy oval leaflets in two rows."""
    count = _count(p, 5, 10)
    tall = _mix(p, "height", 22.0, 42.0)
    stalks, leaves = [], []
    v = np.linspace(0, 1, 8)
    for k in range(count):
        way = _fan(p, k, random)
        share = k / count
        foot = 0.4 * pot.radius * np.sqrt(share) * np.array([np.cos(way), np.sin(way), 0.0]) + [0, 0, pot.level - 0.5]
        long = tall * (1.08 - 0.4 * share) * random.uniform(1 - 0.7 * float(p["unevenness"]), 1.0)
        line = arch(
            foot,
            way,
            long,
            np.radians(87 - 10 * share) - 0.55 * _spread(p) * (0.3 + share),
            0.15 + 0.7 * float(p["droop"]) * (0.4 + share),
            24,
        )
        line[:, 0] += 0.08 * float(p["lean"]) * (line[:, 2] - pot.level)
        stalks.append(tube(line, 0.62, np.linspace(1.25, 0.35, 24), sides=9))
        t, side = tangents(line), sideways(way)
        # Wands turn their flat side to the front.
        facing = side if abs(side[0]) > 0.5 else np.array([1.0, 0.0, 0.0])
        pairs = 6 + int(0.1 * long)
        for j in range(pairs):
            at = 0.24 + 0.74 * j / (pairs - 1)
            i = min(int(at * 23), 22)
            start = line[i] + (at * 23 - i) * (line[i + 1] - line[i])
            across = facing - t[i] * (facing @ t[i])
            across /= np.linalg.norm(across)
            normal = np.cross(t[i], across)
            size = _mix(p, "size", 4.2, 6.8) * (1.0 - 0.45 * max(0.0, at - 0.5)) * random.uniform(0.9, 1.05)
            for sign in (-1, 1):
                leaves.append((start, 0.8 * sign * across + 0.65 * t[i] + 0.12 * normal, normal, (size,) * 3))
    path = np.column_stack([v, 0 * v, -0.07 * v**2])
    leaf = blade(path, (0.0, 1.0, 0.0), 0.21 * _breadth(p) ** 0.8 * np.maximum(lance(v, 0.48, 0.2), 0.03), fold=0.18, columns=5)
    return [Part(join(*stalks), Finish("plant", "#5d8048", 0.4)), Part(_leaflets(leaf, leaves), _green(p, 0.25), thickness=0.1)]


_BUILDERS = {
    "monstera": _monstera,
    "snake plant": _snake,
    "palm": _palm,
    "rubber plant": _rubber,
    "fern": _fern,
    "rosette": _rosette,
    "ivy": _ivy,
    "pilea": _pilea,
    "zamia": _zamia,
}


def attributes(p: Parameters) -> dict[str, float]:
    """Numbers in [0, 1] that describe a houseplant."""
    kind = str(p["kind"])
    tall = {
        "monstera": 0.6,
        "snake plant": 0.7,
        "palm": 0.8,
        "rubber plant": 0.7,
        "zamia": 0.65,
        "fern": 0.3,
        "pilea": 0.25,
    }.get(kind, 0.05)
    return {
        "tall": float(np.clip(tall + 0.3 * (float(p["height"]) - 0.3), 0, 1)),
        "large_leaves": {"monstera": 1.0, "rubber plant": 0.8, "snake plant": 0.7, "pilea": 0.4, "rosette": 0.45}.get(
            kind, 0.15
        ),
        "many_leaves": float(
            np.clip({"fern": 0.7, "palm": 0.6, "ivy": 0.6, "zamia": 0.5}.get(kind, 0.1) + 0.3 * float(p["leaves"]), 0, 1)
        ),
        "pointed_leaves": float(kind in ("snake plant", "palm", "zamia", "fern")),
        "hanging": float(
            np.clip(
                (kind == "ivy") * 0.7 + (kind in ("fern", "palm")) * 0.3 * float(p["droop"]) + 0.2 * float(p["droop"]), 0, 1
            )
        ),
        "legs": float(p["pot"] in ("stand", "tripod")),
        "tall_pot": float((float(p["pot_height"]) - 0.8) / 0.55),
    }


CATEGORY = Category(
    "houseplant", 1, SPACE, build, attributes, View(azimuth=10.0, elevation=14.0, azimuth_spread=10.0, elevation_spread=4.0)
)
