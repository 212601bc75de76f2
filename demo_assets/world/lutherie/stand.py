# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands that hold a guitar."""

from __future__ import annotations

import numpy as np

from ..finish import Finish
from ..mesh import Array, join
from ..palette import METAL, WOOD
from ..parameters import Parameters
from ..part import Part
from ..shapes.curves import fillet, rectangle, superellipse
from ..shapes.loft import slab
from ..shapes.sweep import bar, tube
from .layout import Layout


def make_stand(p: Parameters, at: Layout, lean: float) -> tuple[list[Part], float]:
    """The stand, and how high it holds the lowest point of the body."""
    kind = str(p["stand"])
    wide = float(p["stand_width"])
    wood = Finish("wood", WOOD[str(p["stand_wood"])])
    steel = Finish("metal", METAL["black"], 0.4)
    low = float(at.body[:, 1].min())
    k = float(np.clip(at.half / 17.0, 0.62, 1.1))
    c, s = np.cos(np.radians(lean)), np.sin(np.radians(lean))
    lift = (
        {"tripod": 9.0, "frame": 7.0, "plinth": 3.2, "easel": 11.0}[kind] * (0.8 + 0.4 * (wide - 0.85) / 0.3) * k
        - low * c
        + at.depth * s
    )

    def pose(u: float, v: float, w: float) -> Array:
        return np.array([u, v * s - w * c, v * c + w * s + lift])

    if kind == "plinth":
        half = max(0.55 * at.half, 7.0) * wide if at.kind != "arrow" else 1.02 * at.half
        plan = superellipse(half + 2.0, 0.5 * at.depth + 6.0, 7.0 if wide < 1 else 2.6, 64) + [0, 0.5 * at.depth * c]
        top = lift + low * c - at.depth * s + 1.2
        prop = bar(
            (0, 0.5 * at.depth * c + 3.0 + at.depth / 2, top - 0.5),
            pose(0, low + 0.5 * at.length, -at.depth - 0.4),
            rectangle(5.0, 1.2),
        )
        return [Part(slab(plan, 0.0, top), wood, bevel=0.5), Part(prop, wood, bevel=0.3)], lift
    spread = (0.4 if at.kind != "arrow" else 0.8) * at.half * min(wide, 1.0)
    radius = 0.8 * k
    parts = []
    for side in (-1, 1):
        u = side * spread
        v = at.edge(u) - radius - 0.1
        if kind == "easel":
            continue
        hook = fillet([pose(u, v, -at.depth - 2.2), pose(u, v, 2.2), pose(u, v + 3.6 * k, 2.6)], 1.4, 6)
        parts.append(Part(tube(hook, radius, sides=12), Finish("rubber", "#222224")))
        if kind == "frame":
            rear = [pose(u, v, -at.depth - 2.0), np.array([u * 1.1, at.depth + 16.0 * k, radius])]
            front = [pose(u, v, -0.5 * at.depth), np.array([u * 1.25, -11.0 * k, radius])]
            back = fillet([pose(u, v + 16.0 * k, -at.depth - 1.0), pose(u, v, -at.depth - 2.0), rear[1]], 1.5, 6)
            parts.append(Part(join(tube(back, radius, sides=12), tube(np.linspace(*front, 4), radius, sides=12)), steel))
    if kind == "frame":
        u = spread
        rung = np.linspace(
            pose(-u, at.edge(-u) + 15.0 * k, -at.depth - 1.2), pose(u, at.edge(u) + 15.0 * k, -at.depth - 1.2), 4
        )
        ground = np.linspace((-u * 1.1, at.depth + 14.0 * k, 2.2), (u * 1.1, at.depth + 14.0 * k, 2.2), 4)
        parts.append(Part(join(tube(rung, radius, sides=12), tube(ground, 0.6, sides=12)), steel))
    elif kind == "tripod":
        u = spread
        v = (at.edge(u) + at.edge(-u)) / 2 - radius - 0.1
        rail = np.array(
            [
                pose(-u, at.edge(-u) - radius - 0.1, -at.depth - 2.2),
                pose(0, v, -at.depth - 2.6),
                pose(u, at.edge(u) - radius - 0.1, -at.depth - 2.2),
            ]
        )
        foot = pose(0, v, -at.depth - 2.6)
        hub = np.array([0.0, foot[1], max(4.0, foot[2] - 1.0)])
        post = np.linspace(hub - [0, 0, 3.0], pose(0, at.joint * 0.9, -at.depth - 2.6), 4)
        legs = [
            tube(
                fillet([hub + [0, 0, 1.0], hub + np.array([x, y, -2.0]) * 0.15, np.array([x, hub[1] + y, 0.8])], 2.0),
                0.75 * k,
                sides=12,
            )
            for x, y in ((-15 * wide * k, -15.0 * k), (15 * wide * k, -15.0 * k), (0.0, 17.0 * k))
        ]
        parts.append(Part(join(tube(rail, radius, sides=12), tube(post, 0.9 * k, sides=12), *legs), steel))
    elif kind == "easel":
        ledge_v = low - 0.9
        half = max(spread + 3.0, 10.0) if at.kind != "arrow" else 0.95 * at.half
        ledge = bar(
            pose(-half, ledge_v, -0.5 * at.depth),
            pose(half, ledge_v, -0.5 * at.depth),
            rectangle(at.depth + 5.0, 1.8),
            up=(0, s, c),
        )
        lip = bar(pose(-half, ledge_v + 0.9, 2.0), pose(half, ledge_v + 0.9, 2.0), rectangle(0.8, 3.4), up=(0, s, c))
        back = -at.depth - 1.5
        top = pose(0, low + at.length * 0.98, back)
        sides = []
        for side in (-1, 1):
            knee = pose(side * (half * 0.8), ledge_v, back)
            toe = knee + (knee - pose(side * 1.5, low + at.length * 0.98, back)) * (knee[2] / (top[2] - knee[2]))
            sides.append(
                bar(np.array([toe[0], toe[1], 0.0]), pose(side * 1.5, low + at.length * 0.98, back), rectangle(2.6, 2.0))
            )
        prop = bar((0, back * -1 + at.length * 0.55, 0.0), top, rectangle(2.4, 2.0), up=(1, 0, 0))
        parts += [Part(mesh, wood, bevel=0.25) for mesh in (ledge, lip, *sides, prop)]
    return parts, lift
