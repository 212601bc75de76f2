# SPDX-License-Identifier: GPL-3.0-or-later
"""Bridges and tailpieces."""

from __future__ import annotations

import numpy as np

from ..mesh import join
from ..parameters import Parameters
from ..part import Part
from ..shapes.curves import circle, fillet, spline, superellipse
from ..shapes.cutout import board, rounded
from ..shapes.lathe import lathe
from ..shapes.loft import slab
from ..shapes.sweep import bar, tube
from .layout import Layout
from .materials import DARK, EBONY, IVORY, block, disc, flat_ring, hardware_finish


def tail_end(p: Parameters, at: Layout) -> tuple[float, float, float] | None:
    """Where strings end behind the bridge: along, height, share of their spread."""
    kind = str(p["bridge"])
    if kind == "stop bar":
        return at.bridge - 4.2, 0.9, 1.0
    if kind == "trapeze":
        return at.bridge - (10.0 if at.kind == "archtop" else 6.0), at.action - 0.7, 0.8
    if kind == "cone":
        return max(2.0, 0.04 * at.length), 0.9, 0.7
    return None


def make_bridge(p: Parameters, at: Layout) -> list[Part]:
    kind, y, wide = str(p["bridge"]), at.bridge, 2.3 * at.board_half
    metal = hardware_finish(p)
    s = at.half / 19.0
    if kind in ("pins", "tie", "moustache"):
        base = superellipse(8.4 * s, 1.7 * s, 5.0, 48)
        if kind == "pins":
            base[:, 1] -= 1.6 * s * np.clip(1 - np.abs(base[:, 0]) / (6.0 * s), 0, 1) ** 0.5 * (base[:, 1] < 0)
        if kind == "moustache":
            base = superellipse(10.0 * s, 1.6 * s, 2.6, 60)
            base[:, 1] += 1.3 * s * np.sin(np.abs(base[:, 0]) / (10.0 * s) * 1.4 * np.pi) - 0.3 * s
        parts = [Part(board(base + [0, y - 0.6 * s], rounded(-0.05, 0.75, 0.3, 4)), EBONY)]
        parts.append(Part(block(0, y, wide, 0.5, 0.5, at.action - 0.02), IVORY))
        if kind == "tie":
            return [*parts, Part(block(0, y - 1.5 * s, wide, 1.1, 0.5, 1.05), IVORY)]
        pins = [
            lathe([(0.3, 0.6), (0.3, 0.95), (0.15, 1.1)], 14).moved(at.string(i, y), y - 1.9 * s) for i in range(at.strings)
        ]
        return [*parts, Part(join(*pins), IVORY)]
    tail = tail_end(p, at)
    if kind == "stop bar" and tail is not None:
        rods = [
            bar((-wide / 2 - 0.7, v, z), (wide / 2 + 0.7, v, z), superellipse(0.75, 0.45, 3, 16), up=(0, 0, 1))
            for v, z in ((y, at.action - 0.5), (tail[0], 0.75))
        ]
        studs = [disc(side * (wide / 2 + 0.9), v, 0.75, -0.1, 1.05, 0.15) for v in (y, tail[0]) for side in (-1, 1)]
        return [Part(join(*rods, *studs), metal)]
    if kind == "tremolo":
        saddles = [block(at.string(i, y), y - 0.5, 1.0, 2.2, 0.3, at.action - 0.08, 8.0) for i in range(6)]
        arm = spline([(2.6, y - 1.4, 0.6), (3.6, y - 1.2, 1.6), (5.2, y + 4.0, 2.4), (6.4, y + 10.0, 2.6)], 16)
        return [
            Part(block(0, y - 1.2, wide + 1.0, 4.6, -0.1, 0.45, 8.0), metal),
            Part(join(*saddles), metal),
            Part(tube(arm, 0.26, sides=10), metal),
            Part(tube(arm[-4:], 0.45, sides=10), IVORY),
        ]
    if kind == "trapeze" and tail is not None:
        level = 1.2 if at.arched else 0.0
        feet = superellipse(1.35 * wide / 2 + 1.0, 0.9, 3.0, 40) + [0, y]
        parts = [Part(board(feet, rounded(level - 0.2, at.action - 0.05, 0.35, 4)), EBONY if at.arched else metal)]
        low = at.edge(0.0) + 0.4
        rails = [
            tube(
                spline(
                    [
                        (side * 1.2, low, -1.0),
                        (side * 1.3, low - 0.5, 0.3),
                        (side * 2.0, low + 3.0, tail[1] - 0.2),
                        (side * 0.42 * wide, tail[0], tail[1]),
                    ],
                    16,
                ),
                0.28,
                sides=8,
            )
            for side in (-1, 1)
        ]
        cross = bar(
            (-wide / 2, tail[0], tail[1] - 0.1), (wide / 2, tail[0], tail[1] - 0.1), superellipse(0.7, 0.4, 3, 16), up=(0, 0, 1)
        )
        return [*parts, Part(join(*rails, cross), metal)]
    r = 0.68 * at.half
    cover = lathe(
        [(r, -0.05), (r, 0.25), (r * 0.97, 0.4), (r * 0.9, 0.42), (r * 0.6, 0.55), (r * 0.35, 0.75), (r * 0.3, 0.8)], 72
    ).moved(0, y)
    rim = flat_ring(circle(r * 0.94, 72) + [0, y], 0.36, 0.22)
    holes = []
    for i in range(8):
        a = (i + 0.5) * np.pi / 4
        diamond = np.array([(1.35, 0), (0, 0.62), (-1.35, 0), (0, -0.62)]) * s * 1.6
        turn = np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
        spot = fillet(np.vstack([diamond, diamond[:1]]), 0.4, 3)[:-1] @ turn + [0.64 * r * np.cos(a), 0.64 * r * np.sin(a) + y]
        holes.append(slab(spot, 0.3, 0.66))
    rail = tube(
        spline([(-0.33 * r, y, 0.6), (-0.24 * r, y, at.action + 0.5), (0.24 * r, y, at.action + 0.5), (0.33 * r, y, 0.6)], 20),
        0.5,
        sides=10,
    )
    foot = block(0, 0.035 * at.length + 0.6, 0.7 * wide, 3.0, -0.1, 1.0)
    return [Part(cover, metal), Part(rim, metal), Part(join(*holes), DARK), Part(join(rail, foot), metal)]
