# SPDX-License-Identifier: GPL-3.0-or-later
"""The body of a guitar and what sits on its top."""

from __future__ import annotations

import numpy as np

from ..finish import Finish
from ..mesh import Array, Mesh, join
from ..parameters import Parameters
from ..part import Part
from ..shapes.curves import circle, fillet, spline, superellipse
from ..shapes.cutout import board, inset, outline, rounded
from ..shapes.lathe import lathe
from ..shapes.loft import slab
from ..shapes.sweep import tube
from .layout import Layout, arch_level
from .materials import BLACK, DARK, IVORY, block, body_finishes, disc, flat_ring, guard_finish, hardware_finish


def make_body(p: Parameters, at: Layout) -> list[Part]:
    top, side = body_finishes(p, at)
    if at.electric:
        return [Part(board(at.body, rounded(-at.depth, 0.0, 1.0, 6)), top)]
    if at.arched:
        rise = [(0.35, 0.0), (1.2, 0.05), (2.4, 0.35), (3.6, 0.75), (5.0, 1.05), (6.5, 1.2)]
        shell = board(inset(at.body, 0.05), [(0.5, -0.6), (0.05, -0.3), (0.1, -0.05), *rise])
    else:
        shell = board(inset(at.body, 0.1), rounded(-0.5, 0.0, 0.15, 3))
    sides = board(at.body, [*rounded(-at.depth, 0.0, 0.7, 5)[:5], (0.0, -0.7), (0.05, -0.3)])
    ring = np.column_stack([inset(at.body, 0.1), np.full(len(at.body), -0.12)])
    return [Part(sides, side), Part(shell, top), Part(tube(ring, 0.3, closed=True, sides=8), IVORY)]


def make_top(p: Parameters, at: Layout) -> list[Part]:
    parts: list[Part] = []
    if not at.electric:
        parts += _holes(p, at)
    parts += _guard(p, at)
    if at.electric or at.kind == "archtop":
        parts += _pickups(p, at)
        parts += _knobs(p, at)
    return parts


def _holes(p: Parameters, at: Layout) -> list[Part]:
    kind = str(p["hole"])
    size = float(p["hole_size"]) * at.half / 19.0
    wood = Finish("wood", "#3c2213", 0.4)
    if kind == "f-holes" or (kind == "twin" and at.kind != "resonator"):
        parts = []
        for side in (-1, 1):
            if kind == "twin":
                x, y = side * 0.36 * at.half, at.length * (0.77 if p["cutaway"] == "none" else 0.685)
                parts += _hole_disc(superellipse(3.0 * size, 2.0 * size, 2.0, 40) + [x, y], wood)
                continue
            x, y = side * 0.55 * at.half, at.length * 0.44
            s = size * (1.0 if at.kind == "archtop" else 0.75)
            if at.kind == "resonator":
                x, y = side * 0.42 * at.half, at.length * 0.79
                s *= 0.5
            path = np.array(
                [
                    (1.1, 7.4),
                    (0.1, 7.9),
                    (-0.8, 6.8),
                    (-0.4, 3.6),
                    (0.4, 0.0),
                    (0.8, -3.6),
                    (1.0, -6.6),
                    (0.0, -7.8),
                    (-1.2, -7.2),
                ]
            )
            curve = spline(path * [side * -1.0 * s, s] + [x, y], 40)
            thick = 0.32 + 0.5 * np.sin(np.linspace(0.15, np.pi - 0.15, 40)) ** 2
            level = np.array([arch_level(at, a, b) for a, b in curve]) + 0.03
            body = tube(np.column_stack([curve, level]), s, thick * 0.9, sides=10)
            flat = body.vertices.copy()
            flat[:, 2] = np.repeat(level, 10) + 0.12 * (flat[:, 2] - np.repeat(level, 10))
            parts.append(Part(Mesh(flat, body.faces), DARK))
            for end in (curve[0], curve[-1]):
                z = arch_level(at, *end)
                parts.append(Part(disc(end[0], end[1], 0.85 * s, z - 0.3, z + 0.1), DARK))
        return parts
    if at.kind == "resonator":
        parts = []
        for side in (-1, 1):
            parts += _hole_disc(
                circle(3.1 * size, 36) + [side * 0.45 * at.half, at.length * (0.78 if p["cutaway"] == "none" else 0.7)],
                hardware_finish(p),
            )
        return parts
    y = (at.board_low - 5.0 * size + at.board_low) / 2 - 2.6 * size
    if kind == "oval":
        return _hole_disc(superellipse(6.2 * size, 4.0 * size, 2.0, 60) + [0, y], wood)
    if kind == "half moon":
        turn = np.linspace(0.12 * np.pi, 0.88 * np.pi, 30)
        arc = np.column_stack([6.4 * np.cos(turn + np.pi), 6.4 * np.sin(turn + np.pi) + 3.4]) * size
        return _hole_disc(outline([arc, [arc[-1], arc[0]]], 60) + [0, y], wood)
    rings = [6.4, 7.2] if at.kind == "dreadnought" else [6.3]
    ring = [Part(flat_ring(circle(r * size, 56) + [0, y], 0.0, 0.14), wood) for r in rings]
    return [*_hole_disc(circle(5.0 * size, 56) + [0, y], wood), *ring]


def _hole_disc(points: Array, rim: Finish) -> list[Part]:
    return [Part(slab(points, -0.1, 0.04), DARK), Part(flat_ring(points, 0.02, 0.2), rim)]


def _guard(p: Parameters, at: Layout) -> list[Part]:
    kind, finish = str(p["guard"]), guard_finish(p)
    if kind == "none":
        return []
    if kind == "sheet":
        shape = inset(at.body, 0.16 * at.half)
        x, y = shape.T
        low = at.bridge - 1.0 if at.kind != "arrow" else 0.42 * at.length
        slope = np.interp(y, [0, at.bridge, at.length], [-0.15, -0.42, -0.75]) * at.half
        if at.kind in ("arrow", "zigzag"):
            slope = np.full_like(y, -0.26 * at.half)
        keep = np.column_stack([np.maximum(x, slope), np.maximum(y, low - 0.3 * x)])
        keep[:, 1] = np.minimum(keep[:, 1], at.joint + 2.5)
        distinct = np.linalg.norm(keep - np.roll(keep, 1, axis=0), axis=1) > 1e-3
        return [Part(board(keep[distinct], [(0.0, -0.05), (0.0, 0.1), (0.12, 0.2)]), finish)]
    if kind == "drop":
        s = at.half / 19.0
        top = at.board_low - 2.0 * s
        shape = [
            (3.4, 0.5),
            (5.4, 1.0),
            (7.2, -1.5),
            (9.6, -6.0),
            (10.4, -11.0),
            (8.6, -13.6),
            (6.0, -11.8),
            (5.6, -7.5),
            (5.9, -3.5),
            (4.4, -0.4),
        ]
        points = np.array(shape) * s + [1.6 * s, top]
        mesh = board(outline([[*points[::-1], points[-1]]], 60)[::-1], [(0.0, -0.05), (0.0, 0.08), (0.1, 0.14)])
        level = arch_level(at, *points.mean(axis=0))
        return [Part(mesh.moved(z=level + (0.3 if at.arched else 0.0)), finish)]
    top, low = at.board_low + 4.0, at.bridge + 3.0
    reach = 0.44 * at.half
    corners = [(3.3, top), (3.3, low), (reach * 0.8, low - 2.0), (reach + 0.8, low + 2.5), (reach, low + 6.0), (4.6, top + 1.0)]
    points = fillet(np.vstack([corners, corners[:1]]), 1.8, 6)[:-1]
    z = 1.5 if at.arched else 0.0
    return [Part(board(points, [(0.0, z - 0.05), (0.0, z + 0.25), (0.12, z + 0.35)]), finish)]


def _pickups(p: Parameters, at: Layout) -> list[Part]:
    gap = at.board_low - at.bridge
    z = 1.2 if at.arched else 0.2
    wide = 2.2 * at.board_half
    layouts = {
        "two wide": ((0.2, "wide"), (0.82, "wide")),
        "three slim": ((0.2, "slim"), (0.52, "slim"), (0.85, "slim")),
        "slim and wide": ((0.2, "wide"), (0.85, "slim")),
        "two soap bars": ((0.22, "soap"), (0.8, "soap")),
        "one wide": ((0.22, "wide"),),
    }
    parts = []
    chosen = layouts[str(p["pickups"])] if at.electric else ((0.84, "wide"),)
    for share, kind in chosen:
        y = at.bridge + share * gap
        if kind == "wide":
            parts.append(Part(block(0, y, wide + 1.4, 4.4, z - 0.3, z + 0.15), BLACK))
            parts.append(Part(block(0, y, wide, 3.4, z, z + 0.55), hardware_finish(p)))
        elif kind == "slim":
            parts.append(
                Part(block(0, y, wide + 0.6, 1.9, z - 0.3, z + 0.5, 3.5), IVORY if p["guard_colour"] != "ivory" else BLACK)
            )
        else:
            parts.append(Part(block(0, y, wide + 2.0, 3.4, z - 0.3, z + 0.55, 5.0), BLACK))
        if kind != "wide":
            poles = [disc(at.string(i, y), y, 0.24, z, z + 0.65) for i in range(6)]
            parts.append(Part(join(*poles), hardware_finish(p)))
    return parts


def _knobs(p: Parameters, at: Layout) -> list[Part]:
    share, count = float(p["knob_place"]), {"two": 2, "three": 3, "four": 4}[str(p["knobs"])]
    places = {
        "double horn": ((0.42, 0.36), (0.56, 0.24), (0.64, 0.13), (0.74, 0.3)),
        "single horn": ((0.45, 0.2), (0.72, 0.18), (0.5, 0.36), (0.76, 0.34)),
        "offset": ((0.46, 0.32), (0.6, 0.22), (0.72, 0.15), (0.78, 0.27)),
        "arrow": ((0.36, 0.34), (0.46, 0.27), (0.56, 0.2), (0.66, 0.13)),
        "zigzag": ((0.38, 0.32), (0.5, 0.24), (0.62, 0.16), (0.74, 0.12)),
        "archtop": ((0.62, 0.22), (0.44, 0.13), (0.72, 0.32), (0.56, 0.1)),
    }[at.kind][:count]
    finish = hardware_finish(p) if p["guard_colour"] in ("black", "shell") else BLACK
    parts = []
    for x, y in places:
        u, v = at.half * (x - 0.06 * share), at.length * (y + 0.03 * (share - 0.5) + 0.4 * float(p["sag"]))
        z = arch_level(at, u, v)
        knob = lathe([(1.15, z - 0.3), (1.15, z + 0.5), (0.9, z + 0.6), (0.8, z + 1.3), (0.6, z + 1.4)], 24).moved(u, v)
        parts.append(Part(knob, finish))
    return parts
