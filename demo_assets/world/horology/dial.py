# SPDX-License-Identifier: GPL-3.0-or-later
"""Dials: figures, ticks, hands, bezels."""

from __future__ import annotations

import numpy as np

from ..finish import Finish
from ..mesh import Array, Mesh, join
from ..palette import METAL, WOOD
from ..parameters import Parameters
from ..part import Part
from ..shapes.curves import circle, rectangle, spline
from ..shapes.cutout import board
from ..shapes.lathe import lathe
from ..shapes.sweep import sweep, tube

LACQUER = {
    "red": "#a5312c",
    "mint": "#8fbda4",
    "navy": "#2a3a5e",
    "butter": "#d3ad57",
    "coral": "#c9705a",
    "graphite": "#3a3c40",
    "sky": "#86a9bf",
}
FACES = {"cream": "#d8cdb2", "pale": "#d3d1ca", "slate": "#2f3338", "sand": "#cbb894"}
# Strokes of the figures in a box of height 1; a stroke of more than two points that ends in a curve is a spline.
STROKES: dict[str, list[tuple[bool, list[tuple[float, float]]]]] = {
    "0": [
        (
            True,
            [
                (0.3, 1.0),
                (0.08, 0.84),
                (0.03, 0.5),
                (0.08, 0.16),
                (0.3, 0.0),
                (0.52, 0.16),
                (0.57, 0.5),
                (0.52, 0.84),
                (0.3, 1.0),
            ],
        )
    ],
    "1": [(False, [(0.1, 0.8), (0.33, 1.0), (0.33, 0.0)])],
    "2": [
        (True, [(0.03, 0.74), (0.12, 0.95), (0.3, 1.0), (0.5, 0.92), (0.55, 0.7), (0.42, 0.45), (0.03, 0.0)]),
        (False, [(0.0, 0.0), (0.58, 0.0)]),
    ],
    "3": [
        (True, [(0.03, 0.88), (0.3, 1.0), (0.53, 0.8), (0.42, 0.58), (0.2, 0.53)]),
        (True, [(0.2, 0.53), (0.48, 0.46), (0.56, 0.24), (0.42, 0.04), (0.2, 0.0), (0.02, 0.12)]),
    ],
    "4": [(False, [(0.43, 0.0), (0.43, 1.0), (0.0, 0.3), (0.6, 0.3)])],
    "5": [
        (False, [(0.52, 1.0), (0.1, 1.0), (0.06, 0.54)]),
        (True, [(0.06, 0.54), (0.3, 0.63), (0.55, 0.45), (0.54, 0.18), (0.32, 0.0), (0.02, 0.1)]),
    ],
    "6": [
        (
            True,
            [
                (0.48, 0.97),
                (0.2, 0.8),
                (0.04, 0.45),
                (0.07, 0.14),
                (0.29, 0.0),
                (0.52, 0.13),
                (0.54, 0.38),
                (0.32, 0.55),
                (0.07, 0.38),
            ],
        )
    ],
    "7": [(False, [(0.0, 1.0), (0.58, 1.0), (0.2, 0.0)])],
    "8": [
        (
            True,
            [
                (0.3, 0.53),
                (0.08, 0.7),
                (0.12, 0.93),
                (0.3, 1.0),
                (0.48, 0.93),
                (0.52, 0.7),
                (0.3, 0.53),
                (0.04, 0.34),
                (0.06, 0.08),
                (0.3, 0.0),
                (0.54, 0.08),
                (0.56, 0.34),
                (0.3, 0.53),
            ],
        )
    ],
    "I": [(False, [(0.1, 0.0), (0.1, 1.0)])],
    "V": [(False, [(0.02, 1.0), (0.28, 0.0), (0.54, 1.0)])],
    "X": [(False, [(0.02, 1.0), (0.52, 0.0)]), (False, [(0.02, 0.0), (0.52, 1.0)])],
}
STROKES["9"] = [(True, [(0.6 - x, 1.0 - y) for x, y in STROKES["6"][0][1]])]
ROMAN = ("XII", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI")
ADVANCE = {"I": 0.3, "1": 0.56, "V": 0.64, "X": 0.62}


def wood_finish(p: Parameters) -> Finish:
    return Finish("wood", WOOD[str(p["wood"])], 0.35)


def metal_finish(p: Parameters) -> Finish:
    return Finish("metal", METAL[str(p["metal"])], 0.25)


def lacquer_finish(p: Parameters) -> Finish:
    return Finish("paint", LACQUER[str(p["lacquer"])], 0.3)


def _ink(p: Parameters) -> Finish:
    return Finish("plastic", "#cfc6ad" if p["face"] == "slate" else "#1f1d1c", 0.5)


def _stroke(points: Array, wide: float, z: float, thick: float) -> Mesh:
    path = np.column_stack([points, np.full(len(points), z)])
    return sweep(path, rectangle(wide, thick), up=(0.0, 0.0, 1.0))


def text_at(word: str, x: float, y: float, size: float, z: float, wide: float = 0.13) -> list[Mesh]:
    """Figures centred on a place."""
    total = sum(ADVANCE.get(letter, 0.74) for letter in word) - 0.14
    at = x - total * size / 2
    meshes = []
    for letter in word:
        for curved, points in STROKES[letter]:
            path = spline(points, 3 * len(points)) if curved else np.array(points)
            pieces = [path] if curved else [path[i : i + 2] for i in range(len(path) - 1)]
            for piece in pieces:
                heavy = wide * (1.5 if letter in "IVX" and piece[0][0] <= piece[-1][0] and piece[0][1] != 0 else 1.0)
                meshes.append(_stroke(piece * size + [at, y - size / 2], heavy * size, z, 0.06 * size))
        at += ADVANCE.get(letter, 0.74) * size
    return meshes


def ring_at(radius: float, tube_radius: float, z: float, x: float, y: float, sides: int = 10) -> Mesh:
    points = circle(radius, 64) + [x, y]
    return tube(np.column_stack([points, np.full(64, z)]), tube_radius, closed=True, sides=sides)


def make_dial(p: Parameters, x: float, y: float, radius: float, z: float, bezel: Finish | None = None) -> list[Part]:
    """Face with its marks, hands and bezel; the face lies at height z, the bezel reaches to `radius`."""
    metal = bezel or metal_finish(p)
    style = str(p["bezel"])
    edge = {"thin": 0.07, "wide": 0.15, "stepped": 0.16}[style] * radius
    r = radius - edge * 0.6
    rims = {
        "thin": [(1.0, 0.0), (1.0, 0.7), (0.7, 1.0), (0.2, 0.9), (0.0, 0.2)],
        "wide": [(1.0, 0.0), (1.0, 0.3), (0.85, 0.62), (0.5, 0.75), (0.15, 0.62), (0.0, 0.2)],
        "stepped": [(1.0, 0.0), (1.0, 0.35), (0.85, 0.42), (0.62, 0.42), (0.6, 0.72), (0.4, 0.8), (0.12, 0.72), (0.0, 0.2)],
    }[style]
    profile = [(radius - edge + edge * a, z - 0.02 * radius + 0.12 * radius * h) for a, h in rims]
    inner = (profile[-1][0], z - 0.06 * radius)
    rim = lathe([(radius, z - 0.06 * radius), *profile, inner], 72)
    rim = Mesh(rim.vertices, rim.faces[:-2]).moved(x, y)
    face = lathe([(r, z - 0.05 * radius), (r, z)], 64).moved(x, y)
    ink = Part(join(*_marks(p, x, y, radius - edge, z)), _ink(p))
    return [
        Part(face, Finish("plastic", FACES[str(p["face"])], 0.5)),
        Part(rim, metal),
        ink,
        *_hands(p, x, y, radius - edge, z),
    ]


def _marks(p: Parameters, x: float, y: float, r: float, z: float) -> list[Mesh]:
    kind, size = str(p["marks"]), float(p["mark_size"])
    z += 0.008 * r
    meshes = [ring_at(0.03 * r, 0.02 * r, z, x, y, 6)]
    outer = 0.94
    if p["track"] == "ring":
        meshes.append(ring_at(0.93 * r, 0.012 * r, z, x, y, 6))
        outer = 0.87
    elif p["track"] == "minutes":
        for i in range(60):
            a = np.pi * i / 30
            way = np.array([np.sin(a), np.cos(a)])
            meshes.append(
                _stroke(
                    np.array([0.885 * r * way, 0.945 * r * way]) + [x, y], (0.03 if i % 5 == 0 else 0.016) * r, z, 0.015 * r
                )
            )
        outer = 0.83
    figure = 0.2 * r * size * (0.84 if kind == "roman" else 1.0)
    for i in range(12):
        a = np.pi * i / 6
        way = np.array([np.sin(a), np.cos(a)])
        if kind in ("arabic", "roman") or (kind == "quarters" and i % 3 == 0):
            place = way * (outer * r - 0.62 * figure) + [x, y]
            word = ROMAN[i] if kind == "roman" else str(i or 12)
            meshes += text_at(word, place[0], place[1], figure * (1.15 if kind == "quarters" else 1.0), z, 0.14)
        elif kind == "dots":
            dot = (0.055 if i % 3 == 0 else 0.038) * r * size
            meshes.append(
                lathe([(dot, z - 0.01 * r), (dot, z + 0.012 * r)], 20).moved(*(way * (outer * r - 0.06 * r) + [x, y]))
            )
        else:
            long = (0.22 if i % 3 == 0 else 0.13) * size * r
            wide = (0.055 if i % 3 == 0 else 0.035) * r
            meshes.append(_stroke(np.array([way * (outer * r - long), way * outer * r]) + [x, y], wide, z, 0.02 * r))
    return meshes


def _hands(p: Parameters, x: float, y: float, r: float, z: float) -> list[Part]:
    hour = float(p["hour"])
    wide, long = float(p["hand_width"]), float(p["hand_length"])
    finish = _ink(p) if p["metal"] != "black" or p["face"] == "slate" else Finish("metal", "#26262a", 0.4)
    small = _hand(str(p["hands"]), 0.52 * r * long, 0.075 * r * wide, z + 0.045 * r).turned(-30.0 * hour)
    large = _hand(str(p["hands"]), 0.8 * r * long, 0.058 * r * wide, z + 0.075 * r).turned(-360.0 * (hour % 1.0))
    boss = lathe([(0.055 * r, z), (0.055 * r, z + 0.1 * r), (0.03 * r, z + 0.12 * r)], 20)
    return [Part(join(small.moved(x, y), large.moved(x, y)), finish), Part(boss.moved(x, y), metal_finish(p))]


def _hand(kind: str, long: float, wide: float, z: float) -> Mesh:
    """A hand that points up, its axle at the origin."""
    halves = {
        "baton": [(-0.18, 0.5), (0.98, 0.42), (1.0, 0.3)],
        "sword": [(-0.16, 0.35), (0.0, 0.4), (0.72, 0.85), (1.0, 0.02)],
        "leaf": [(-0.14, 0.25), (0.0, 0.3), (0.2, 0.75), (0.45, 0.95), (0.75, 0.6), (1.0, 0.04)],
        "spade": [(-0.18, 0.3), (0.0, 0.34), (0.58, 0.28), (0.62, 1.15), (0.68, 1.3), (0.76, 0.95), (0.86, 0.3), (1.0, 0.05)],
        "arrow": [(-0.2, 0.7), (-0.1, 0.25), (0.7, 0.22), (0.7, 1.15), (1.0, 0.02)],
        "ring": [(-0.16, 0.34), (0.0, 0.36), (0.62, 0.3)],
    }[kind]
    right = [(w * wide, v * long) for v, w in halves]
    points = np.array(right + [(-a, b) for a, b in right[::-1]])
    mesh = board(points, [(0.0, z - 0.08 * wide), (0.0, z + 0.1 * wide)])
    if kind != "ring":
        return mesh
    loop = ring_at(1.05 * wide, 0.3 * wide, z, 0.0, 0.66 * long + 0.5 * wide, 8)
    end = [
        (0.32 * wide, 0.68 * long + 1.4 * wide),
        (0.02 * wide, long),
        (-0.02 * wide, long),
        (-0.32 * wide, 0.68 * long + 1.4 * wide),
    ]
    return join(mesh, loop, board(np.array(end), [(0.0, z - 0.08 * wide), (0.0, z + 0.1 * wide)]))
