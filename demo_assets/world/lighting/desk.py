# SPDX-License-Identifier: GPL-3.0-or-later
"""Lamps that reach over a desk: jointed, bent, and the banker's lamp."""

from __future__ import annotations

import numpy as np

from ..finish import Finish
from ..mesh import Array, Mesh, join
from ..palette import METAL
from ..parameters import Parameters
from ..part import Part
from ..shapes.curves import circle, fillet, spline
from ..shapes.loft import sheet
from ..shapes.sweep import bar, tube
from ..shapes.turned import flat_tube, revolved_along, rounded
from .finishes import BULB, metal_finish, paint_finish
from .fittings import pin_at, pull_chain, standing_foot, turned
from .shades import spun_head


def _arm(start: Array, end: Array, kind: str, width: float, metal: Finish, paint: Finish) -> list[Part]:
    """A straight arm in the plane y = 0: one bar, or two with a spring between."""
    if kind != "springs":
        return [Part(bar(start, end, circle(width, 18)), paint)]
    along = (end - start) / np.linalg.norm(end - start)
    aside = np.cross(along, [0.0, 1.0, 0.0]) * 1.5 * width
    parts = [Part(bar(start + s * aside, end + s * aside, circle(0.6 * width, 12)), paint) for s in (1.0, -1.0)]
    turns = 11
    t = np.linspace(0, 1, 12 * turns)
    middle = start + np.outer(0.12 + 0.45 * t, end - start)
    angle = 2 * np.pi * turns * t
    unit = aside / np.linalg.norm(aside)
    coil = middle + 0.85 * width * (np.outer(np.cos(angle), unit) + np.outer(np.sin(angle), [0.0, 1.0, 0.0]))
    parts.append(Part(tube(coil + [0, -0.9 * width, 0], 0.22 * width, sides=6), metal))
    return parts


def desk(p: Parameters) -> list[Part]:
    paint, metal = paint_finish(p), metal_finish(p)
    parts, low = standing_foot(p, 9.5, 2.0, paint)
    width, kind = 0.75 * float(p["stem_width"]), str(p["stem"])
    bend, reach, tall = float(p["bend"]), float(p["reach"]), float(p["height"])
    hip = np.array([0.0, 0.0, low + 2.6])
    long = 25.0 * tall
    lean = np.radians(6 + 26 * bend)
    elbow = hip + long * np.array([np.sin(lean), 0.0, np.cos(lean)])
    rise = np.radians(34 - 40 * float(p["tilt"]))
    far = 26.0 * reach * (1.3 if kind == "long reach" else 1.0)
    hand = elbow + far * np.array([-np.cos(rise), 0.0, np.sin(rise)])
    parts.append(
        Part(
            turned(
                [(2.2, low - 0.2), (2.0, low + 0.8, 0.4), (1.1, low + 1.3, 0.3), (1.1, low + 2.6, 0.2), (0.1, low + 2.6)], 32
            ),
            metal,
        )
    )
    parts += _arm(hip, elbow, kind, width, metal, paint) + _arm(elbow, hand, kind, width, metal, paint)
    pins = [pin_at(hip, 1.9 * width + 0.4, 1.5), pin_at(elbow, 2.0 * width + 0.5, 1.6), pin_at(hand, 1.5 * width + 0.3, 1.3)]
    parts.append(Part(join(*pins), metal))
    if kind == "counterweight":
        tail = elbow + 9.0 * np.array([np.cos(rise), 0.0, -np.sin(rise)])
        parts.append(Part(bar(elbow, tail, circle(width, 18)), paint))
        parts.append(
            Part(
                revolved_along(
                    tail - [0, 0, 0], tail - elbow, rounded([(0.1, -2), (2.2, -2, 0.5), (2.2, 2.4, 0.5), (0.1, 2.4)]), 32
                ),
                metal,
            )
        )
    turn = np.radians(-66 + 32 * float(p["shade_taper"]) / 0.14 * 0.5 - 14 * bend)
    direction = np.array([-np.cos(turn), 0.0, np.sin(turn)])
    h = 8.5 * float(p["shade_height"])
    parts += spun_head(p, hand + direction * (0.3 * h + 0.6), direction, 7.8, 8.5)
    if p["trim"] == "knob":
        parts.append(
            Part(
                turned([(1.0, low - 0.1), (1.0, low + 1.0, 0.3), (0.1, low + 1.1)], 24).moved(
                    -5.0 * float(p["base_width"]), -2.0
                ),
                metal,
            )
        )
    return parts


def gooseneck(p: Parameters) -> list[Part]:
    parts, low = standing_foot(p, 8.5, 2.2, paint_finish(p))
    tall, reach, bend = 34.0 * float(p["height"]), 17.0 * float(p["reach"]), float(p["bend"])
    kind = str(p["stem"])
    if kind == "hook":
        points = [
            (4.5, low - 0.5),
            (4.5, low + 0.45 * tall),
            (3.5, low + 0.8 * tall),
            (-0.45 * reach + 2, low + (1.02 + 0.06 * bend) * tall),
            (-reach, low + (0.92 - 0.12 * bend) * tall),
        ]
    elif kind == "swan":
        points = [
            (-2.0, low - 0.5),
            (-1.5, low + 0.12 * tall),
            (6.5 + 4 * bend, low + 0.42 * tall),
            (3.5, low + 0.8 * tall),
            (-0.5 * reach, low + 0.98 * tall),
            (-reach - 1, low + 0.8 * tall),
        ]
    else:
        points = [
            (5.0, low - 0.5),
            (5.5, low + 0.25 * tall),
            (2.5, low + 0.58 * tall),
            (-0.6 * reach, low + (0.74 + 0.1 * bend) * tall),
            (-1.3 * reach, low + 0.6 * tall),
        ]
    path = spline([(x, 0.0, z) for x, z in points], 150)
    width = 0.85 * float(p["stem_width"])
    wave = 1 + 0.11 * np.cos(np.arange(150) * np.pi / 2)
    parts.append(Part(flat_tube(path, width, wave if p["trim"] != "band" else 1.0, sides=18), metal_finish(p)))
    parts.append(
        Part(
            turned([(2.4, low - 0.2), (2.0, low + 1.2, 0.4), (1.3 * width, low + 1.9, 0.3), (0.1, low + 1.9)], 32).moved(
                points[0][0]
            ),
            metal_finish(p),
        )
    )
    direction = path[-1] - path[-5]
    direction = direction / np.linalg.norm(direction) + np.array([0.0, 0.0, -0.5 * float(p["tilt"])])
    direction /= np.linalg.norm(direction)
    h = 9.0 * float(p["shade_height"])
    parts += spun_head(p, path[-1] + direction * 0.25 * h, direction, 8.0, 9.0)
    if p["trim"] == "pull chain":
        at = path[-1] + direction * 0.4 * h
        parts += pull_chain(p, (float(at[0]), -0.5, float(at[2]) - 1.0), h + 3.0)
    return parts


def banker(p: Parameters) -> list[Part]:
    metal = Finish("metal", METAL["brass" if p["metal"] in ("brass", "chrome") else str(p["metal"])], 0.28)
    parts, low = standing_foot(p, 9.0, 2.0, metal)
    tall = 23.0 * float(p["height"])
    width, kind = 0.95 * float(p["stem_width"]), str(p["stem"])
    half, r = 13.5 * float(p["shade_width"]), 5.6 * float(p["shade_height"])
    z = low + tall
    pivot = np.array([0.0, 0.0, z])
    if kind == "two posts":
        x = 0.62 * half
        path = fillet(
            [(-x, 0, z), (-x, 0, low + 0.45 * tall), (0, 0, low + 0.3 * tall), (x, 0, low + 0.45 * tall), (x, 0, z)], 5.0, 12
        )
        parts.append(Part(flat_tube(path, 0.85 * width, sides=14), metal))
        parts.append(
            Part(
                turned(
                    [
                        (2.4, low - 0.2),
                        (1.6, low + 1.5, 0.5),
                        (1.2 * width, low + 2.2),
                        (1.2 * width, low + 0.32 * tall, 0.4),
                        (0.1, low + 0.34 * tall),
                    ],
                    32,
                ),
                metal,
            )
        )
    elif kind == "crook":
        path = spline(
            [
                (0, 3.0, low - 0.4),
                (0, 3.4, low + 0.5 * tall),
                (0, 3.0, z - 0.06 * tall),
                (0, 0.8, z + 0.1 * tall),
                (0, -0.4, z + 0.5 * r),
            ],
            40,
        )
        parts.append(Part(flat_tube(path, width, sides=16, aside=(1.0, 0.0, 0.0)), metal))
        parts.append(
            Part(
                turned([(2.4, low - 0.2), (2.0, low + 1.2, 0.5), (1.2 * width, low + 2.0), (0.1, low + 2.0)], 32).moved(0, 3.0),
                metal,
            )
        )
    else:
        s = low + (0.34 + float(p["body_low"])) * tall
        corners = [
            (3.0, low - 0.2),
            (2.4, low + 1.2, 0.6),
            (width, low + 2.4, 0.5),
            (width, s - 2, 0.3),
            (2.1 * width, s, 1.0),
            (width, s + 2, 0.3),
            (width, z, 0.3),
            (0.1, z),
        ]
        parts.append(Part(turned(corners, 40), metal))
        parts.append(
            Part(tube(np.array([[0, 0, z - 0.5], [0, 0.0, z + 0.3 * r], [0, 0.0, z + 0.9 * r]]), 0.8 * width, sides=12), metal)
        )
    glass = {
        "red": "#8d2f2b",
        "cream": "#d9c9a0",
        "charcoal": "#2f5d46",
        "sage": "#3f7a55",
        "mustard": "#b9822a",
        "blue": "#2d5c93",
        "teal": "#1f6b5d",
        "coral": "#2a6a45",
    }
    parts += _trough(p, pivot + [0, 0, -0.1 * r], half, r, Finish("ceramic", glass[str(p["paint"])], 0.1), metal)
    at = (3.4, -0.5 * r, z - 0.1 * r) if kind != "two posts" else (0.25 * half, -0.5 * r, z - 0.1 * r)
    return parts + pull_chain(p, at, 4.0 + 4.0 * float(p["bend"]))


def _trough(p: Parameters, at: Array, half: float, r: float, finish: Finish, metal: Finish) -> list[Part]:
    """The long shade of a banker's lamp, opening downwards, tipped a little to the front; a bulb along it."""
    kind = str(p["shade"])
    turn = np.linspace(np.radians(-6), np.radians(186), 28)
    t = np.linspace(-1, 1, 41)
    ends = {"half round": 0.55, "angular": 0.92, "shell": 0.4}[kind] + 0.2 * float(p["shade_taper"])
    rings = []
    for s in t:
        size = 1 - (1 - ends) * abs(s) ** 5
        if kind == "shell":
            size = ends + (1 - ends) * np.sqrt(max(1 - abs(s) ** 2.2, 0.0))
        q = np.full(28, r * size)
        if kind == "angular":
            q = r * size / np.maximum(np.abs(np.cos(turn)) ** 1, np.abs(np.sin(turn)) * 1.1 + 0.28 * np.abs(np.cos(turn)))
            q = np.minimum(q, 1.28 * r * size)
        rings.append(np.column_stack([np.full(28, half * s), 1.15 * q * np.cos(turn), q * np.sin(turn) * 1.05]))
    grid = np.array(rings)
    for side, ring in ((-1, 0), (1, -1)):
        middle = grid[ring].mean(axis=0) * [1, 1, 0] + [0.0 * side, 0, 0]
        caps = [middle + (grid[ring] - middle) * k for k in (0.66, 0.33, 0.02)]
        grid = np.concatenate([np.array(caps)[::-1], grid]) if side < 0 else np.concatenate([grid, np.array(caps)])
    lean = np.radians(8 + 18 * float(p["tilt"]))
    c, s_ = np.cos(lean), np.sin(lean)
    matrix = np.array([[1, 0, 0], [0, c, -s_], [0, s_, c]]).T
    skin = sheet(grid)
    shell = Mesh(skin.vertices @ matrix + at, skin.faces)
    bulb = revolved_along(
        (at[0] - 0.6 * half, at[1], at[2] + 0.2 * r),
        (1, 0, 0),
        rounded([(0.1, 0), (0.3 * r, 0, 0.2 * r), (0.3 * r, 1.2 * half, 0.2 * r), (0.1, 1.2 * half)]),
        20,
    )
    knob = turned(
        [
            (0.1, at[2] + 0.95 * r),
            (0.9, at[2] + 0.95 * r),
            (0.6, at[2] + 1.15 * r, 0.1),
            (0.9, at[2] + 1.3 * r, 0.3),
            (0.1, at[2] + 1.45 * r),
        ],
        24,
    )
    knob = knob.moved(0, -np.sin(lean) * r, 0)
    parts = [Part(shell, finish, thickness=0.35, lining=Finish("ceramic", "#d9d2bf", 0.2)), Part(bulb, BULB), Part(knob, metal)]
    if p["trim"] in ("edges", "band", "knob"):
        rim = np.concatenate([grid[3:-3, 0], grid[-4:-3, -1], grid[3:-3, -1][::-1]]) @ matrix + at
        parts.append(Part(tube(rim, 0.36, closed=True, sides=8), metal))
    return parts
