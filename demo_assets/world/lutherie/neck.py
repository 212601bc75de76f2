# SPDX-License-Identifier: GPL-3.0-or-later
"""Neck, head, tuners and strings."""

from __future__ import annotations

import numpy as np

from ..finish import Finish
from ..mesh import Mesh, join
from ..parameters import Parameters
from ..part import Part
from ..shapes.curves import circle, rectangle, superellipse
from ..shapes.cutout import board, outline, rounded
from ..shapes.lathe import lathe
from ..shapes.loft import loft, slab
from ..shapes.sweep import bar
from .bridge import tail_end
from .layout import Layout
from .materials import DARK, EBONY, IVORY, block, body_finishes, disc, hardware_finish


def make_neck(p: Parameters, at: Layout) -> list[Part]:
    z = at.action - 0.75
    low, nut = at.board_low, at.nut
    neck_plan = np.array([(at.board(low), low), (at.board(nut), nut), (-at.board(nut), nut), (-at.board(low), low)])
    parts = [Part(slab(neck_plan, min(-0.05, z - 0.6), z), EBONY, bevel=0.12)]
    _, side = body_finishes(p, at)
    wood = (
        Finish("wood", "#b98a55", 0.35) if at.electric and p["paint"] in ("cream", "sea", "mint", "butter", "orange") else side
    )
    wood = Finish("wood", "#4f2c1a", 0.35) if wood.kind == "metal" else wood
    start = at.joint - (0.5 if not at.electric else 6.0)
    rings = []
    for v in np.linspace(start, nut + 0.3, 12):
        half = at.board(v) * 0.98
        turn = np.linspace(np.pi, 2 * np.pi, 13)
        deep = 1.9 + (2.6 if not at.electric else 1.4) * np.exp(-(v - start) / 3.5)
        rings.append(np.column_stack([half * np.cos(turn), np.full(13, v), z - 0.5 + deep * np.sin(turn)]))
    parts.append(Part(loft(np.array(rings)[::-1]), wood))
    frets, marks = [], []
    for fret in range(1, 23 if at.electric else 20):
        v = nut - at.scale * (1 - 2 ** (-fret / 12))
        if v < low + 0.3:
            break
        frets.append(bar((-at.board(v), v, z), (at.board(v), v, z), rectangle(0.24, 0.22), up=(0, 0, 1)))
        before = nut - at.scale * (1 - 2 ** (-(fret - 1) / 12))
        if fret in (3, 5, 7, 9, 12, 15, 17):
            middle = (v + before) / 2
            if p["inlay"] == "blocks":
                marks.append(block(0, middle, 1.3 * at.board(v), 0.5 * (before - v), z - 0.1, z + 0.04))
            else:
                spots = (-0.5, 0.5) if fret == 12 else (0.0,)
                marks += [disc(s * at.board(v), middle, 0.42, z - 0.1, z + 0.05) for s in spots]
    parts.append(Part(join(*frets), Finish("metal", "#c3c1ba", 0.3)))
    if p["inlay"] != "none":
        parts.append(Part(join(*marks), IVORY))
    parts.append(Part(block(0, nut + 0.2, 2 * at.nut_half, 0.5, z - 0.6, z + 0.35), IVORY))
    return parts


def make_head(p: Parameters, at: Layout) -> list[Part]:
    """Head, tuners, and strings from the bridge to them."""
    kind = str(p["head"])
    long = (16.5 if at.strings == 6 else 12.0) * float(p["head_length"]) * (1.12 if kind in ("six in line", "spear") else 1.0)
    wide = (3.9 if at.strings == 6 else 3.3) * float(p["head_width"])
    h = at.nut_half
    right = {
        "open book": [
            [(h, 0), (h, 0.09), (0.72, 0.2), (0.9, 0.34), (1.0, 0.7), (1.08, 0.95)],
            [(1.08, 0.95), (0.7, 0.985), (0.35, 0.96), (0.0, 1.0)],
        ],
        "slotted": [
            [(h, 0), (h + 0.02, 0.1), (0.82, 0.17), (0.9, 0.26)],
            [(0.9, 0.26), (0.92, 0.93)],
            [(0.92, 0.93), (0.6, 0.94), (0.4, 1.0), (0.0, 1.0)],
        ],
        "paddle": [
            [(h, 0), (h, 0.08), (0.8, 0.19), (0.92, 0.28)],
            [(0.92, 0.28), (1.05, 0.97)],
            [(1.05, 0.97), (0.5, 1.0), (0.0, 1.01)],
        ],
        "scroll": [
            [
                (h, 0),
                (h, 0.1),
                (0.95, 0.24),
                (1.02, 0.36),
                (0.84, 0.6),
                (0.8, 0.76),
                (0.92, 0.9),
                (0.66, 0.99),
                (0.36, 0.93),
                (0.0, 0.9),
            ]
        ],
    }
    if kind in right:
        scaled = [[(x if x == h or x == h + 0.02 else x * wide, y * long) for x, y in piece] for piece in right[kind]]
        left = [[(-x, y) for x, y in piece[::-1]] for piece in scaled[::-1]]
        pieces = [[(-h, 0.0), (h, 0.0)], *scaled, *left]
        half = at.strings // 2
        rows = [(-1, half), (1, half)]
    elif kind == "six in line":
        pieces = [
            [(-h, 0), (h, 0)],
            [
                (h, 0),
                (h + 0.1, 0.05 * long),
                (3.6, 0.12 * long),
                (3.4, 0.24 * long),
                (2.4, 0.34 * long),
                (1.6, 0.6 * long),
                (1.7, 0.84 * long),
                (1.2, 0.97 * long),
                (-0.6, 1.0 * long),
                (-2.2, 0.93 * long),
                (-wide * 0.95, 0.84 * long),
            ],
            [(-wide * 0.95, 0.84 * long), (-wide * 0.8, 0.14 * long)],
            [(-wide * 0.8, 0.14 * long), (-h - 0.3, 0.06 * long), (-h, 0)],
        ]
        rows = [(-1, 6)]
    else:
        pieces = [
            [(-h, 0), (h, 0)],
            [(h, 0), (h, 0.05 * long), (3.3, 0.15 * long)],
            [(3.3, 0.15 * long), (0.4, 0.72 * long), (-2.6, 1.03 * long)],
            [(-2.6, 1.03 * long), (-wide * 1.02, 0.86 * long)],
            [(-wide * 1.02, 0.86 * long), (-wide * 0.85, 0.14 * long)],
            [(-wide * 0.85, 0.14 * long), (-h - 0.3, 0.06 * long), (-h, 0)],
        ]
        rows = [(-1, 6)]
    shape = outline(pieces, 90)
    z = at.action - 1.0
    tilt = 0.05 if kind in ("six in line", "spear") else 0.2

    def tipped(mesh: Mesh) -> Mesh:
        v = mesh.vertices.copy()
        v[:, 2] -= tilt * np.maximum(v[:, 1] - at.nut, 0.0) + 0.2 * np.clip((v[:, 1] - at.nut) / 0.6, 0, 1)
        return Mesh(v, mesh.faces)

    face, _ = body_finishes(p, at)
    finish = (
        face
        if kind == "spear"
        else Finish("wood", "#b98a55", 0.35)
        if kind == "six in line" and p["paint"] != "black"
        else EBONY
    )
    parts = [Part(tipped(board(shape + [0, at.nut + 0.4], rounded(z - 1.5, z, 0.25, 3))), finish)]
    posts, knobs, strings = [], [], []
    for side, count in rows:
        for i in range(count):
            share = (0.3 + 0.58 * i / max(count - 1, 1)) if count < 6 else 0.17 + 0.62 * i / 5
            if kind == "scroll":
                share = 0.26 + 0.52 * i / max(count - 1, 1)
            v = share * long
            near = shape[np.abs(shape[:, 1] - v) < 0.06 * long]
            edge = float(side * (near[:, 0] * side).max())
            x = edge - side * (1.5 if count == 6 else 0.42 * abs(edge))
            where = (x, at.nut + 0.4 + v)
            if kind == "slotted":
                posts.append(bar((x - 0.9, where[1], z + 0.06), (x + 0.9, where[1], z + 0.06), circle(0.42, 12)))
            else:
                posts.append(
                    lathe([(0.62, z - 0.1), (0.62, z + 0.12), (0.36, z + 0.2), (0.36, z + 0.9), (0.44, z + 1.1)], 16).moved(
                        *where
                    )
                )
            shaft = bar((x, where[1], z - 1.2), (edge + side * 1.0, where[1], z - 1.2), circle(0.25, 8), up=(0, 0, 1))
            size = float(p["button"])
            button = lathe([(0.35, 0), (0.95, 0.35), (1.05, 1.0), (0.75, 1.7)], 20)
            turned = button.vertices * np.array([0.5, 1.0, 1.0]) * size
            turned = np.column_stack([turned[:, 2] * side, turned[:, 1], turned[:, 0]]) + [edge + side * 0.8, where[1], z - 1.2]
            faces = button.faces if side < 0 else tuple(f[::-1] for f in button.faces)
            posts.append(shaft)
            knobs.append(Mesh(turned, faces))
            number = i if side < 0 else at.strings - 1 - i
            strings.append((number, where))
    parts.append(Part(tipped(join(*posts)), hardware_finish(p)))
    parts.append(Part(tipped(join(*knobs)), IVORY if kind == "slotted" else hardware_finish(p)))
    if kind == "slotted":
        for side in (-1, 1):
            slot = superellipse(0.16 * wide + 0.25, 0.33 * long, 4.0, 28) + [side * 0.45 * wide, at.nut + 0.4 + 0.59 * long]
            parts.insert(1, Part(tipped(slab(slot, z - 0.2, z + 0.04)), DARK))
    lines = []
    for number, (x, y) in strings:
        thick = 0.1 - 0.006 * number
        top = at.action - 0.3
        end = np.array([x, y, z + 0.55 - tilt * (y - at.nut) - 0.2])
        first = (at.string(number, at.bridge), at.bridge, at.action)
        second = (at.string(number, at.nut), at.nut + 0.2, top)
        lines.append(bar(first, second, circle(thick, 6), up=(0, 0, 1)))
        lines.append(bar(second, end, circle(thick, 6), up=(0, 0, 1)))
        tail = tail_end(p, at)
        if tail is not None:
            lines.append(bar((at.string(number, at.bridge) * tail[2], tail[0], tail[1]), first, circle(thick, 6), up=(0, 0, 1)))
    parts.append(Part(join(*lines), Finish("metal", "#b7ab92", 0.3)))
    return parts
