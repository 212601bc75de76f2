# SPDX-License-Identifier: GPL-3.0-or-later
"""What a rabbit wears, eats and sits on."""

from __future__ import annotations

import numpy as np

from ..finish import Finish
from ..mesh import Array, Mesh, join
from ..parameters import Parameters
from ..part import Part
from ..shapes.curves import spline
from ..shapes.lathe import lathe
from ..shapes.loft import loft
from ..shapes.plate import plate, thread
from ..shapes.sweep import tube
from .skin import lens, unit
from .stances import Rabbit

RIBBONS = {"red": "#a62f2b", "blue": "#2f5684", "green": "#3f6b45", "mustard": "#c4932f", "plum": "#6b3a56"}


def worn_or_eaten(p: Parameters, rabbit: Rabbit) -> list[Part]:
    kind = str(p["extra"])
    ribbon = Finish("fabric", RIBBONS[str(p["ribbon"])])
    neck = np.array(rabbit.stance.neck) * [1, rabbit.grow[1], 1]
    axis = unit(rabbit.head_at - neck)
    middle = 0.48 * neck + 0.52 * rabbit.head_at - 0.28 * rabbit.size * axis
    if kind in ("collar", "scarf", "bow"):
        ring = rabbit.skin.girdle(middle, axis, 3.4, 0.06)
        for _ in range(3):
            ring = 0.5 * ring + 0.25 * (np.roll(ring, 1, axis=0) + np.roll(ring, -1, axis=0))
        front = ring[np.argmax((ring - middle) @ np.array([0.35, -1.0, -0.2]))]
        out = unit(front - middle)
        if kind == "collar":
            band = thread(ring, 0.17, closed=True, sides=10)
            bell = lathe([(0.36 * np.sin(a), -0.36 * np.cos(a)) for a in np.linspace(0.05, np.pi - 0.05, 15)], 28)
            at = front + 0.2 * out - [0, 0, 0.42]
            slit = np.array([at + [0.36 * np.cos(a), 0.36 * np.sin(a), -0.02] for a in np.linspace(0, 2 * np.pi, 25)[:-1]])
            return [
                Part(band, Finish("leather", RIBBONS[str(p["ribbon"])])),
                Part(bell.moved(*at), Finish("metal", "#b58c4a", 0.25)),
                Part(thread(slit, 0.045, closed=True), Finish("metal", "#8a6a36", 0.3)),
            ]
        if kind == "bow":
            return [Part(thread(ring, 0.13, closed=True, sides=10), ribbon), *_bow(front + 0.12 * out, out, ribbon)]
        parts = [
            Part(thread(ring, 0.3, closed=True, sides=14), ribbon),
            Part(thread(ring - 0.36 * axis + 0.06 * out, 0.28, closed=True, sides=14), ribbon),
        ]
        for k, reach in enumerate((1.9, 1.5)):
            t = np.linspace(0, 1, 12)
            start = front + out * 0.1 + [0.1 - 0.5 * k, 0, -0.1]
            guess = start[None] + t[:, None] * (np.array([0.35 - 0.5 * k, -0.05, -1.0]) * reach)
            path = np.where(t[:, None] < 0.05, guess, rabbit.skin.nearest(guess, 0.14))
            side = unit(np.cross(out, [0, 0, 1.0]))
            grid = path[:, None] + np.linspace(-0.36, 0.36, 5)[None, :, None] * side
            parts.append(Part(plate(grid, 0.16), ribbon, bevel=0.03))
        return parts
    if kind in ("carrot", "clover"):
        return _food(kind, rabbit)
    return []


def _bow(at: Array, out: Array, finish: Finish) -> list[Part]:
    """Two loops, a knot and two tails, flat against `out`."""
    side = unit(np.cross([0.0, 0.0, 1.0], out))
    up = np.cross(out, side)
    parts = [Part(lens(at - 0.1 * out, 0.26, out, 1.0), finish)]
    for s in (1.0, -1.0):
        turn = np.linspace(0.12, 2 * np.pi - 0.12, 30)
        loop = (
            0.62 * (1 - np.cos(turn))[:, None] * s * side
            + (0.5 * np.sin(turn) * (0.35 + 0.65 * np.sin(turn / 2)))[:, None] * up
        )
        path = at + loop + (0.16 * np.sin(turn / 2))[:, None] * out
        grid = path[:, None] + np.linspace(-0.22, 0.22, 5)[None, :, None] * (out + 0.2 * up)
        parts.append(Part(plate(grid, 0.1), finish))
        t = np.linspace(0, 1, 10)[:, None]
        tail = at + t * (0.62 * s * side - 1.0 * up) + 0.1 * np.sin(np.pi * t) * out
        half = (0.14 + 0.13 * t)[:, None, :]
        parts.append(
            Part(plate(tail[:, None] + np.linspace(-1, 1, 5)[None, :, None] * half * unit(side + 0.6 * s * up), 0.1), finish)
        )
    return parts


def _food(kind: str, rabbit: Rabbit) -> list[Part]:
    held = rabbit.pose in ("upright", "begging")
    paw = np.array(rabbit.stance.fore[2]) * [0, rabbit.grow[1], 1]
    if kind == "carrot":
        t = np.linspace(0, 1, 26)
        radius = 0.5 * (1 - t**1.6) ** 0.6 * (1 + 0.025 * np.cos(40 * t)) * np.sqrt(np.clip(t / 0.06, 0.08, 1))
        body = lathe(np.stack([radius[::-1] + 0.01, -3.0 * t[::-1]], axis=1), 28)
        lines = [
            thread(_circle(0.5 * (1 - u**1.6) ** 0.6 + 0.005, -3.0 * u, 0.6 * k), 0.03, sides=5)
            for k, u in enumerate((0.15, 0.3, 0.42, 0.58, 0.72))
        ]
        leaves = []
        for k in range(6):
            a = 2 * np.pi * k / 6
            s = np.linspace(0, 1, 10)[:, None]
            out = np.array([np.cos(a), np.sin(a), 0.0])
            path = s * [0, 0, 1.5] + 0.45 * s**2 * out
            half = 0.05 + 0.18 * np.sin(np.pi * s[:, 0]) ** 1.5
            leaves.append(
                plate(
                    path[:, None] + np.linspace(-1, 1, 3)[None, :, None] * half[:, None, None] * np.cross(out, [0, 0, 1.0]),
                    0.07,
                )
            )
        pieces = [
            (body, Finish("plastic", "#c96a26", 0.4)),
            (join(*lines), Finish("plastic", "#94481a", 0.5)),
            (join(*leaves), Finish("plant", "#557a38")),
        ]
        axis, at = (np.array([0.45, -0.3, 1.0]), paw + [0, -0.35, 0.75]) if held else (np.array([0.75, 0.6, 0.12]), None)
        if at is None:
            at = np.array([1.9, float(rabbit.head_at[1]) - 1.0, 0.5])
    else:
        leaves = []
        for k in range(3):
            a = 2 * np.pi * k / 3 + 0.4
            out = np.array([np.cos(a), np.sin(a), 0.0])
            across = np.cross([0, 0, 1.0], out)
            s = np.linspace(0, 1, 11)[:, None, None]
            w = np.linspace(-1, 1, 7)[None, :, None]
            half = 0.5 * np.sin(np.pi * (0.05 + 0.78 * s)) ** 0.9
            grid = (
                (0.85 - 0.12 * np.abs(np.sin(np.pi * w / 2 + np.pi / 2)) * s**6) * s * out
                + half * w * across
                + [0, 0, 1.0] * (0.12 * s + 0.1 * np.abs(w))
            )
            leaves.append(plate(grid, 0.07))
        stem = tube(spline([(0, 0, 0), (0.1, 0.1, -0.9), (0.0, 0.2, -2.0)], 12), 0.08, sides=8)
        pieces = [(join(*leaves), Finish("plant", "#4f7a3d")), (stem, Finish("plant", "#6a8a4a"))]
        axis, at = (
            (np.array([0.2, -0.3, 1.0]), paw + [0, -0.3, 1.1])
            if held
            else (np.array([0.75, 0.5, 0.5]), np.array([1.5, float(rabbit.head_at[1]) - 1.2, 1.0]))
        )
    z = unit(axis)
    x = unit(np.cross([0.0, 1.0, 0.1], z))
    turn = np.stack([x, np.cross(z, x), z])
    placed = [Mesh(mesh.vertices @ turn + at, mesh.faces) for mesh, _ in pieces]
    if not held:
        low = min(float(mesh.vertices[:, 2].min()) for mesh in placed)
        placed = [mesh.moved(0.0, 0.0, 0.02 - low) for mesh in placed]
    return [Part(mesh, finish) for mesh, (_, finish) in zip(placed, pieces, strict=True)]


def _circle(radius: float, z: float, start: float) -> Array:
    turn = start + np.linspace(0, 2.2, 14)
    return np.stack([radius * np.cos(turn), radius * np.sin(turn), z + 0 * turn], axis=1)


def ground(p: Parameters, rabbit: Rabbit, parts: list[Part]) -> list[Part]:
    kind = str(p["ground"])
    if kind == "none":
        return []
    points = np.concatenate([part.mesh.vertices for part in parts])
    resting = points[points[:, 2] < 0.8]
    low, high = resting.min(axis=0), resting.max(axis=0)
    if rabbit.pose == "running":
        low[1], high[1] = -3.6, high[1]
    x, y = (low[:2] + high[:2]) / 2
    a, b = (high[:2] - low[:2]) / 2 + 0.55
    floor = float(parts[0].mesh.vertices[:, 2].min()) + 0.05
    turn = np.linspace(0, 2 * np.pi, 72, endpoint=False)

    def plan(grow: float, z: float) -> Array:
        return np.stack([x + (a + grow) * np.cos(turn), y + (b + grow) * np.sin(turn), np.full(72, floor + z)], axis=1)

    if kind == "disc":
        return [
            *_prop(rabbit, floor),
            Part(
                loft([plan(0.12, -0.7), plan(0.12, -0.55), plan(0.0, -0.1), plan(-0.1, 0.0)]),
                Finish("wood", "#5d3b24"),
                bevel=0.05,
            ),
        ]
    if kind == "cushion":
        profile = [(0.55 * np.cos(v) - 0.3, -0.6 + 0.6 * np.sin(v)) for v in np.linspace(-np.pi / 2, np.pi / 2, 13)]
        body = loft([plan(g, z) for g, z in profile])
        return [
            Part(body, Finish("fabric", RIBBONS[str(p["ribbon"])])),
            Part(thread(plan(0.27, -0.6), 0.08, closed=True), Finish("fabric", "#c9b68e")),
        ]
    mound = loft([plan(0.35, -0.7), plan(0.3, -0.45), plan(0.05, -0.12), plan(-0.5, 0.0)])
    made = [*_prop(rabbit, floor), Part(mound, Finish("stone", "#6f7350"), bevel=0.08)]
    for k in range(14):
        t = 2 * np.pi * (k + 0.3 * np.sin(5.0 * k)) / 14
        out = np.array([np.cos(t), np.sin(t), 0.0])
        foot = np.array([x + (a + 0.02) * np.cos(t), y + (b + 0.02) * np.sin(t), floor - 0.3])
        s = np.linspace(0, 1, 8)[:, None]
        for tall, lean in ((1.0 + 0.3 * (k % 3), 0.25), (0.75, -0.3)):
            path = foot + s * [0, 0, tall] + s**2 * (0.3 * out + lean * np.array([-out[1], out[0], 0]))
            half = 0.11 * (1 - s[:, 0]) ** 0.7 + 0.012
            grid = path[:, None] + np.linspace(-1, 1, 3)[None, :, None] * half[:, None, None] * np.array([-out[1], out[0], 0.0])
            made.append(Part(plate(grid, 0.05), Finish("plant", "#5f7a3e")))
    return made


def _prop(rabbit: Rabbit, floor: float) -> list[Part]:
    """A slim rod under the belly of a runner."""
    if rabbit.pose != "running":
        return []
    return [Part(lathe([(0.14, floor - 0.3), (0.14, 3.2)], 20).moved(0.0, 0.2, 0.0), Finish("metal", "#b58c4a", 0.3))]
