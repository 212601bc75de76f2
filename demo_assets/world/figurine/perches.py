# SPDX-License-Identifier: GPL-3.0-or-later
"""What a figurine stands on: discs, branches, stumps, rocks, posts, tussocks."""

from __future__ import annotations

import numpy as np

from ..finish import Finish
from ..mesh import Array, Mesh
from ..palette import WOOD
from ..part import Part
from ..shapes.curves import spline
from ..shapes.implicit import Bone, Ellipsoid, blend, smoothed
from ..shapes.lathe import lathe
from ..shapes.plate import plate
from ..shapes.sweep import tube

BARK = Finish("wood", "#6b5140", 0.7)


def perch(kind: str, centre: Array, reach: float, drop: float) -> list[Part]:
    """Under feet at `centre` (their soles), `reach` wide; `drop` is how far something hangs below the soles."""
    x, y, z = (float(c) for c in centre)
    if kind == "disc":
        wide = reach + 1.7
        thick = max(0.5, drop + 0.25)
        plinth = lathe([(wide, -thick), (wide, -thick + 0.12), (wide * 0.97, -0.06), (wide * 0.94, 0.0)], 64)
        return [Part(plinth.moved(x, y, z + 0.03), Finish("wood", WOOD["walnut"]), bevel=0.06)]
    if kind == "rock":
        wide = reach + 1.0
        lumps = [
            Ellipsoid((0, 0, -1.3), (wide + 0.3, wide + 0.2, 1.35)),
            Ellipsoid((0.5, 1.0, -1.7), (wide, wide * 0.8, 1.2)),
            Ellipsoid((-0.9, -0.8, -1.8), (wide * 0.9, wide * 0.8, 1.1)),
        ]
        return [Part(_flat_below(lumps, 0.4, -max(1.7, drop + 0.4)).moved(x, y, z + 0.05), Finish("stone", "#77726a"))]
    if kind == "tussock":
        wide = reach + 1.4
        mound = _flat_below(
            [Ellipsoid((0, 0, -0.9), (wide, wide, 0.95)), Ellipsoid((0.7, 0.5, -1.0), (wide, wide * 0.8, 0.8))],
            0.4,
            -max(0.9, drop + 0.2),
        )
        return [Part(mound.moved(x, y, z + 0.04), Finish("stone", "#6d6650")), *_grass(x, y, z, wide)]
    tall = max(2.2, drop + 0.7)
    if kind == "stump":
        wide = reach + 0.55
        turn = np.linspace(0, 2 * np.pi, 64, endpoint=False)
        bumps = 0.1 * np.cos(5 * turn + 0.4) + 0.06 * np.cos(8 * turn)

        def root(angle: Array, radius: float, at: float) -> Array:
            flare = np.clip(-at / tall - 0.45, 0, 1) ** 2
            return radius * (1 + bumps * (0.35 + 3.5 * flare) + 1.2 * flare)

        trunk = lathe(
            [(wide, -tall), (wide, -0.75 * tall), (wide * 0.94, -0.5 * tall), (wide * 0.95, -0.1), (wide * 0.9, 0.0)], 64, root
        )
        rings = [Part(_circle(x, y, z + 0.03, wide * k), Finish("wood", "#8f6d48")) for k in (0.35, 0.62)]
        top = lathe([(wide * 0.84, -0.05), (wide * 0.84, 0.03)], 48)
        return [Part(trunk.moved(x, y, z), BARK, bevel=0.05), Part(top.moved(x, y, z), Finish("wood", "#b48d5e")), *rings]
    if kind == "post":
        wide = 0.55
        bar = tube(np.stack([np.linspace(-reach - 1.3, reach + 1.3, 7), np.zeros(7), np.zeros(7)], axis=1), 0.42, sides=20)
        pole = lathe([(wide, -tall), (wide * 0.8, -tall + 0.5), (wide * 0.62, -0.6), (wide * 0.62, -0.3)], 32)
        base = lathe([(2.3, -tall - 0.45), (2.3, -tall - 0.1), (2.15, -tall)], 56)
        wood = Finish("wood", WOOD["oak"])
        ends = [
            Part(
                lathe([(0.2, -0.55), (0.55, -0.3), (0.55, 0.3), (0.2, 0.55)], 24).moved(x + s * (reach + 1.35), y, z - 0.42),
                wood,
                bevel=0.1,
            )
            for s in (1, -1)
        ]
        return [
            Part(bar.moved(x, y, z - 0.4), wood),
            *ends,
            Part(pole.moved(x, y, z), wood),
            Part(base.moved(x, y, z), wood, bevel=0.08),
        ]
    return _branch(x, y, z, reach, tall)


def _flat_below(lumps: list[Ellipsoid], smooth: float, floor: float) -> Mesh:
    mound = smoothed(blend(lumps, smooth, 36), 2)
    vertices = mound.vertices.copy()
    vertices[:, 2] = np.minimum(np.maximum(vertices[:, 2], floor), 0.0)
    return Mesh(vertices, mound.faces)


def _circle(x: float, y: float, z: float, radius: float) -> Mesh:
    turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    ring = np.stack(
        [x + radius * np.cos(turn), y + radius * (1 + 0.04 * np.cos(3 * turn)) * np.sin(turn), z + 0 * turn], axis=1
    )
    return tube(ring, 0.05, closed=True, sides=6)


def _branch(x: float, y: float, z: float, reach: float, tall: float) -> list[Part]:
    """A bough across, held by its own trunk that grows from a round base."""
    thick = 0.52
    side = reach + 1.9
    knots = np.array([(-side, 0.25, 0.5), (-0.55 * side, 0.05, 0.06), (0, 0, 0), (0.5 * side, 0.05, -0.02), (side, 0.35, 0.42)])
    line = spline(knots, 14)
    bodies = [
        Bone(tuple(a), tuple(b), float(r0), float(r1))
        for a, b, r0, r1 in zip(
            line[:-1], line[1:], thick * np.linspace(0.62, 1.0, 13), thick * np.linspace(0.66, 1.0, 13), strict=True
        )
    ]
    foot = np.array([0.35 * side, 0.5, -tall])
    stem = spline([foot, foot + [0.25, 0.0, 0.45 * tall], (0.45 * side, 0.05, -0.1)], 6)
    bodies += [Bone(tuple(a), tuple(b), 0.7, 0.6) for a, b in zip(stem[:-1], stem[1:], strict=True)]
    bodies.append(Bone((-0.6 * side, 0.1, 0.1), (-0.82 * side, -0.7, 0.95), 0.3, 0.16))
    wood = smoothed(blend(bodies, 0.35, 54), 2).moved(x, y, z - thick)
    base = lathe([(2.4, -tall - 0.35), (2.4, -tall + 0.0), (2.25, -tall + 0.1)], 56).moved(
        x + foot[0] * 0.6, y + 0.3, z - thick
    )
    parts = [Part(wood, BARK), Part(base, Finish("wood", WOOD["walnut"]), bevel=0.06)]
    for start, way in (((-0.82 * side, -0.7, 0.95), (-0.5, -0.5, 0.7)), ((side, 0.35, 0.42), (0.85, -0.3, 0.5))):
        for turn in (-0.7, 0.6):
            t = np.linspace(0, 1, 10)[:, None]
            axis = np.array(way) + turn * np.array([0.5, 0.3, -0.5])
            flat = np.cross(axis, [0.2, 0.9, 0.5])
            flat /= np.linalg.norm(flat)
            path = np.array(start) - 0.1 * axis + 1.5 * t * axis + 0.25 * t**2 * np.array([0, 0, -1.0])
            half = 0.42 * np.sin(np.pi * (0.06 + 0.92 * t[:, 0])) ** 0.8
            grid = path[:, None] + np.linspace(-1, 1, 5)[None, :, None] * half[:, None, None] * flat
            parts.append(Part(plate(grid + [x, y, z - thick], 0.09), Finish("plant", "#53713f")))
    return parts


def _grass(x: float, y: float, z: float, wide: float) -> list[Part]:
    parts = []
    for k in range(11):
        a = 0.55 + 2 * np.pi * k / 11
        foot = np.array([x + 0.8 * wide * np.cos(a), y + 0.8 * wide * np.sin(a), z - 0.55])
        tall, out = 1.1 + 0.55 * ((k * 7) % 5) / 4, np.array([np.cos(a), np.sin(a), 0.0])
        t = np.linspace(0, 1, 9)[:, None]
        path = foot + t * [0, 0, tall] + 0.55 * t**2 * out
        half = 0.13 * (1 - t[:, 0]) ** 0.6 + 0.012
        grid = path[:, None] + np.linspace(-1, 1, 3)[None, :, None] * half[:, None, None] * np.array(
            [-np.sin(a), np.cos(a), 0.0]
        )
        parts.append(Part(plate(grid, 0.06), Finish("plant", "#5f7441")))
    return parts
