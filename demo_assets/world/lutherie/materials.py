# SPDX-License-Identifier: GPL-3.0-or-later
"""What guitars are made of, and small pieces that recur on them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..finish import Finish
from ..mesh import Mesh
from ..palette import METAL
from ..parameters import Parameters
from ..shapes.curves import superellipse
from ..shapes.cutout import board, rounded
from ..shapes.lathe import lathe
from ..shapes.sweep import tube
from .layout import Layout

TOPS = {
    "spruce": ("#d3a668", "#6b3a20"),
    "cedar": ("#b27741", "#54301c"),
    "honey": ("#c08a3e", "#7a4a22"),
    "mahogany": ("#7c4426", "#5a2f1c"),
    "night": ("#232326", "#1b1b1d"),
    "burst red": ("#8f2f22", "#5d1d18"),
}
PAINTS = {
    "cream": "#d9cba6",
    "cherry": "#93211f",
    "sea": "#3f7f95",
    "mint": "#8dbda6",
    "black": "#1e1e21",
    "butter": "#d6ab52",
    "plum": "#5b2c4e",
    "orange": "#c2602a",
}
GUARDS = {"shell": "#4a2416", "black": "#19191b", "ivory": "#cfc7b2", "mint": "#b5c8b3"}
EBONY = Finish("wood", "#2c2019", 0.4)
DARK = Finish("rubber", "#17120f", 0.9)
IVORY = Finish("plastic", "#d8cfb8", 0.3)
BLACK = Finish("plastic", "#1b1b1d", 0.3)


def hardware_finish(p: Parameters) -> Finish:
    return Finish("metal", METAL[str(p["hardware"])], 0.25)


def guard_finish(p: Parameters) -> Finish:
    return Finish("plastic", GUARDS[str(p["guard_colour"])], 0.25)


def body_finishes(p: Parameters, at: Layout) -> tuple[Finish, Finish]:
    """Of the top and of the sides."""
    if at.electric:
        colour = PAINTS[str(p["paint"])]
        return Finish("paint", colour), Finish("paint", colour)
    top, side = TOPS[str(p["top"])]
    if at.kind == "resonator" and p["hardware"] != "black" and p["hole"] == "f-holes":
        return Finish("metal", "#a9abad", 0.35), Finish("metal", "#a9abad", 0.35)
    return Finish("wood", top, 0.3), Finish("wood", side, 0.3)


def disc(x: float, y: float, radius: float, low: float, high: float, edge: float = 0.0) -> Mesh:
    rim = [(radius, low), (radius, high - edge), (radius - edge, high)] if edge else [(radius, low), (radius, high)]
    return lathe(rim, 40).moved(x, y)


def block(x: float, y: float, wide: float, tall: float, low: float, high: float, power: float = 6.0) -> Mesh:
    return board(superellipse(wide / 2, tall / 2, power, 32) + [x, y], rounded(low, high, 0.15, 3))


def flat_ring(points: ArrayLike, height: float, thick: float) -> Mesh:
    points = np.asarray(points, float)
    return tube(np.column_stack([points, np.full(len(points), height)]), thick, closed=True, sides=8)
