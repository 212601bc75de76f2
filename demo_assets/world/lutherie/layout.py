# SPDX-License-Identifier: GPL-3.0-or-later
"""Outlines of guitar bodies, and where everything lies on one guitar."""

from __future__ import annotations

import numpy as np

from ..mesh import Array
from ..parameters import Parameters
from ..shapes.curves import fillet
from ..shapes.cutout import outline

ACOUSTIC = ("dreadnought", "classical", "archtop", "resonator", "ukulele")
ELECTRIC = ("double horn", "single horn", "offset", "arrow", "zigzag")
# Body length and width, depth, where the neck leaves the body, the fret that lies there, length of the strings.
SIZES = {
    "dreadnought": (50.0, 39.5, 10.5, 0.995, 14, 64.5),
    "classical": (48.5, 36.5, 9.5, 0.995, 12, 65.0),
    "archtop": (52.0, 42.0, 7.5, 0.995, 14, 63.0),
    "resonator": (49.0, 36.5, 8.5, 0.995, 12, 63.0),
    "ukulele": (29.0, 21.5, 7.0, 0.995, 12, 43.0),
    "double horn": (45.0, 33.0, 4.4, 0.735, 16, 64.8),
    "single horn": (44.0, 34.0, 5.0, 0.83, 16, 62.8),
    "offset": (48.0, 35.5, 4.4, 0.74, 16, 64.8),
    "arrow": (46.0, 43.0, 4.2, 0.90, 18, 62.8),
    "zigzag": (50.0, 45.0, 4.2, 0.80, 17, 62.8),
}
WAIST = {"dreadnought": (0.75, 0.79), "classical": (0.66, 0.77), "archtop": (0.63, 0.72), "resonator": (0.68, 0.73)}
# Right side first, from the bottom up to the neck, then down the left; shares of half the width and of the length.
ELECTRIC_OUTLINES = {
    "double horn": (
        [(0.2, 0.725), (-0.2, 0.745)],
        [
            (-0.2, 0.745),
            (-0.38, 0.785),
            (-0.5, 0.88),
            (-0.6, 0.965),
            (-0.72, 0.995),
            (-0.83, 0.95),
            (-0.86, 0.83),
            (-0.78, 0.67),
            (-0.76, 0.55),
            (-0.87, 0.42),
            (-1.0, 0.26),
            (-0.9, 0.1),
            (-0.5, 0.015),
            (0.0, 0.0),
            (0.5, 0.012),
            (0.9, 0.1),
            (1.0, 0.25),
            (0.89, 0.4),
            (0.75, 0.52),
            (0.74, 0.63),
            (0.82, 0.75),
            (0.81, 0.835),
            (0.69, 0.855),
            (0.55, 0.8),
            (0.4, 0.735),
            (0.2, 0.725),
        ],
    ),
    "single horn": (
        [(0.19, 0.79), (0.19, 0.965)],
        [(0.19, 0.965), (-0.2, 0.985)],
        [
            (-0.2, 0.985),
            (-0.46, 0.985),
            (-0.7, 0.925),
            (-0.78, 0.81),
            (-0.71, 0.68),
            (-0.71, 0.57),
            (-0.86, 0.43),
            (-1.0, 0.26),
            (-0.9, 0.1),
            (-0.5, 0.012),
            (0.0, 0.0),
            (0.5, 0.012),
            (0.9, 0.1),
            (1.0, 0.26),
            (0.88, 0.42),
            (0.68, 0.55),
            (0.63, 0.65),
            (0.7, 0.77),
            (0.77, 0.86),
            (0.71, 0.9),
            (0.58, 0.875),
            (0.42, 0.805),
            (0.19, 0.79),
        ],
    ),
    "offset": (
        [(0.2, 0.735), (-0.2, 0.755)],
        [
            (-0.2, 0.755),
            (-0.4, 0.8),
            (-0.56, 0.89),
            (-0.7, 0.945),
            (-0.84, 0.9),
            (-0.88, 0.79),
            (-0.78, 0.67),
            (-0.74, 0.55),
            (-0.86, 0.43),
            (-0.98, 0.3),
            (-0.96, 0.16),
            (-0.74, 0.05),
            (-0.35, 0.0),
            (0.1, 0.02),
            (0.55, 0.075),
            (0.9, 0.15),
            (1.0, 0.25),
            (0.92, 0.36),
            (0.74, 0.45),
            (0.68, 0.55),
            (0.78, 0.67),
            (0.86, 0.78),
            (0.78, 0.85),
            (0.64, 0.84),
            (0.45, 0.755),
            (0.2, 0.735),
        ],
    ),
}
CORNERED = {
    "arrow": (
        (0.2, 0.985),
        (-0.2, 0.985),
        (-0.36, 0.93),
        (-1.0, 0.07),
        (-0.72, 0.0),
        (0.0, 0.36),
        (0.72, 0.0),
        (1.0, 0.07),
        (0.36, 0.93),
    ),
    "zigzag": (
        (0.21, 0.8),
        (-0.21, 0.82),
        (-0.42, 0.85),
        (-0.66, 0.83),
        (-0.6, 0.58),
        (-1.0, 0.42),
        (-0.96, 0.26),
        (-0.5, 0.0),
        (0.3, 0.09),
        (0.88, 0.0),
        (1.0, 0.1),
        (0.6, 0.52),
        (0.84, 0.9),
        (0.66, 0.99),
        (0.4, 0.83),
    ),
}


class Layout:
    """Where things lie on one guitar."""

    def __init__(self, p: Parameters) -> None:
        self.kind = str(p["kind"])
        length, width, depth, joint, fret, scale = SIZES[self.kind]
        self.length = length * float(p["length"])
        self.half = width * float(p["width"]) / 2
        self.depth = depth * float(p["depth"])
        self.electric = self.kind in ELECTRIC
        self.scale = scale * float(p["neck"])
        self.joint = joint * self.length
        self.bridge = self.joint - self.scale * 2 ** (-fret / 12)
        self.nut = self.bridge + self.scale
        small = self.kind == "ukulele"
        self.strings = 4 if small else 6
        self.nut_half = 1.9 if small else 2.5
        self.board_half = 2.4 if small else 3.1
        self.arched = self.kind == "archtop"
        self.board_low = self.bridge + self.scale * 2 ** (-({True: 18, False: 19}[small] if not self.electric else 22) / 12)
        self.action = 1.3 if not self.arched else 2.6
        self.body = body_outline(p, self)

    def board(self, v: float) -> float:
        """Half width of the fingerboard at a place along the strings."""
        share = (self.nut - v) / (self.nut - self.board_low)
        return self.nut_half + (self.board_half - self.nut_half) * share

    def string(self, i: int, v: float) -> float:
        """x of a string."""
        at_bridge = 0.92 * self.board_half
        share = (self.nut - v) / self.scale
        half = 0.84 * self.nut_half + (at_bridge - 0.84 * self.nut_half) * share
        return half * (2 * i / (self.strings - 1) - 1)

    def crossings(self, place: float, axis: int) -> Array:
        """Where the outline of the body crosses x (axis 0) or y (axis 1) = place, along the other axis."""
        a, b = self.body, np.roll(self.body, -1, axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = (place - a[:, axis]) / (b - a)[:, axis]
        hit = np.flatnonzero((share >= 0) & (share <= 1))
        return (a[hit] + share[hit, None] * (b - a)[hit])[:, 1 - axis]

    def edge(self, x: float) -> float:
        """Lowest point of the body at some x."""
        return float(self.crossings(x, 0).min())

    def across(self, y: float) -> float:
        """Width of the body at some y."""
        return float(np.ptp(self.crossings(y, 1)))


def body_outline(p: Parameters, at: Layout) -> Array:
    kind = at.kind
    if kind in ELECTRIC_OUTLINES:
        points = outline(ELECTRIC_OUTLINES[kind], 150)
    elif kind in CORNERED:
        corners = np.array(CORNERED[kind]) * [at.half, at.length]
        start = (corners[:1] + corners[1:2]) / 2
        points = fillet(np.vstack([start, corners[1:], corners[:1], start]), 3.4, 9)[:-1] / [at.half, at.length]
    else:
        points = _bouts(p, kind)
    x, y = points.T
    if at.electric:
        y = np.where(y > at.joint / at.length, at.joint / at.length + (y - at.joint / at.length) * float(p["horn"]), y)
        x = x * (1 + float(p["waist"]) * np.exp(-(((y - 0.56) / 0.16) ** 2)))
        x = x * (1 + float(p["upper"]) * np.clip((y - 0.6) / 0.2, 0, 1))
    y = y + float(p["sag"]) * np.sin(np.pi * np.clip(y, 0, 1))
    return np.column_stack([x * at.half, y * at.length])


def _bouts(p: Parameters, kind: str) -> Array:
    """The figure of eight of an acoustic guitar, right upper bout cut away if asked."""
    waist, upper = WAIST.get(kind, (0.7, 0.76))
    w, u = waist + float(p["waist"]), upper + float(p["upper"])
    square = 0.05 if kind == "dreadnought" else 0.0
    low = [(0.0, 0.0), (0.45, 0.012), (0.84, 0.1), (1.0, 0.27), (0.91 + square, 0.42), (w, 0.59)]
    high = [(u * 0.97, 0.71), (u, 0.79), (u * (0.9 + square), 0.9), (u * 0.6, 0.975), (0.2, 0.995)]
    left = [(-x, y) for x, y in [*low[1:], *high]][::-1]
    if p["cutaway"] == "none":
        return outline([[(0.2, 0.995), (-0.2, 0.995)], [*left, *low, *high]])
    if p["cutaway"] == "round":
        right = [(u * 0.96, 0.7), (u, 0.765), (u * 0.86, 0.825), (u * 0.6, 0.815), (0.3, 0.8), (0.21, 0.85), (0.2, 0.995)]
        return outline([[(0.2, 0.995), (-0.2, 0.995)], [*left, *low, *right]], 140)
    horn = [*left, *low, (u * 0.88, 0.7), (u * 0.97, 0.77), (u * 1.0, 0.87)]
    scoop = [(u * 1.0, 0.87), (u * 0.72, 0.805), (0.36, 0.795), (0.22, 0.86), (0.2, 0.995)]
    return outline([[(0.2, 0.995), (-0.2, 0.995)], horn, scoop], 140)


def arch_level(at: Layout, x: float, y: float) -> float:
    """Height of an arched top."""
    if not at.arched:
        return 0.0
    off = float(np.linalg.norm(at.body - np.array([x, y]), axis=1).min())
    return float(np.interp(off, [0, 1.2, 2.4, 3.6, 5.0, 6.5], [0, 0.05, 0.35, 0.75, 1.05, 1.2]))
