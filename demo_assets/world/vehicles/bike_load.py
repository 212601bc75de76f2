# SPDX-License-Identifier: GPL-3.0-or-later
"""Mudguards, racks, baskets, lamps and stands of a bicycle."""

from __future__ import annotations

import numpy as np

from ..finish import Finish
from ..mesh import Array
from ..part import Part
from ..shapes.curves import fillet, rectangle, resample, superellipse
from ..shapes.lathe import lathe
from ..shapes.loft import loft, pillow, slab
from ..shapes.sweep import sweep, tube
from .bike_frame import BLACK, CHROME, Bike, at, rods
from .skin import aimed, outward


def guards(bike: Bike) -> list[Part]:
    kind, parts = str(bike.p["guards"]), []
    if kind == "none":
        return parts
    spans = {"full": ((20, 185), (15, 185)), "short": ((60, 165), (35, 125)), "rear only": ((30, 175), None)}[kind]
    section = np.array([(np.sin(a) * (0.5 * bike.tyre + 1.0), np.cos(a) * 1.5 - 0.6) for a in np.linspace(-1.45, 1.45, 9)])
    section = np.vstack([section, (section * [0.94, 1] - [0, 0.35])[::-1]])
    for axle, radius, span, sign in ((bike.rear, bike.rear_radius, spans[0], 1), (bike.front, bike.radius, spans[1], 1)):
        if span is None:
            continue
        angle = np.radians(np.linspace(*span, 36))
        path = np.column_stack(
            [axle[0] + sign * (radius + 1.8) * np.cos(angle), np.zeros(36), axle[2] + (radius + 1.8) * np.sin(angle)]
        )
        out = path - axle
        parts.append(Part(outward(sweep(path, section, up=out / np.linalg.norm(out, axis=1, keepdims=True))), bike.paint))
        for a in np.radians([span[1] - 22, span[1] - 60] if kind == "full" else [span[1] - 12]):
            tip = axle + (radius + 1.6) * at(np.cos(a), np.sin(a))
            for side in (-1, 1):
                parts += rods([[axle + at(0, 0, side * 5.0), tip + at(0, 0, side * (0.5 * bike.tyre + 0.8))]], 0.3, CHROME, 6)
    return parts


def load(bike: Bike) -> list[Part]:
    kind = str(bike.p["load"])
    top = bike.rear[2] + bike.rear_radius + 5.0
    if kind in ("rack", "panniers") or (kind == "crate" and bike.kind != "cargo"):
        first, last = bike.rear[0] - 0.5 * bike.rear_radius, bike.rear[0] + 0.62 * bike.rear_radius
        parts = []
        for side in (-1, 1):
            frame = [at(last, top, side * 5.5), at(first, top, side * 5.5)]
            parts += rods([frame, [at(bike.rear[0] - 8, top, side * 5.5), bike.rear + at(0, 1, side * 6.0)]], 0.55, BLACK, 8)
            parts += rods([[at(bike.rear[0] + 6, top, side * 5.5), bike.rear + at(0, 1, side * 6.0)]], 0.55, BLACK, 8)
            stay = bike.crank + 0.9 * (bike.seat_top - bike.crank)
            parts += rods([[at(last, top, side * 5.5), stay + at(0, 0, side * 1.6)]], 0.45, BLACK, 8)
        for x in np.linspace(first, last, 5):
            parts += rods([[at(x, top, -5.5), at(x, top, 5.5)]], 0.5, BLACK, 8)
        if kind == "panniers":
            high, half = 0.85 * bike.rear_radius, 0.48 * bike.rear_radius
            for side in (-1, 1):
                plan = superellipse(half, 5.0, 4.0, 40) + [bike.rear[0] - 4, side * 12.5]
                bag = pillow(plan, top - high, high, 4.0, 0.08)
                parts.append(Part(bag, Finish("fabric", "#6b6f4d")))
                flap = superellipse(half * 1.04, 5.6, 4.0, 40) + [bike.rear[0] - 4, side * 12.5]
                parts.append(Part(pillow(flap, top - 0.42 * high, 0.44 * high, 3.0, 0.1), Finish("leather", "#6d4527")))
        if kind == "crate":
            parts += _crate(bike, at((first + last) / 2 - 2, top + 0.5), 15.0, 12.0, 16.0)
        return parts
    if kind == "crate":
        return [*_carrier(bike), *_crate(bike, _carrier_top(bike), 19.0, 17.0, 20.0)]
    if kind == "basket":
        return _basket(bike)
    if kind == "box":
        base = _carrier_top(bike)
        rings = []
        for share, z in ((0.8, 0.0), (0.84, 1.0), (1.0, 27.0), (0.98, 28.0)):
            outline = superellipse(21 * share, 19 * (0.9 + 0.1 * share), 8.0, 48)
            rings.append(np.column_stack([outline[:, 0] + base[0], outline[:, 1], np.full(48, base[2] + z)]))
        lid = superellipse(21.5, 19.6, 8.0, 48) + [base[0], 0]
        box = Part(outward(loft(rings)), Finish("wood", "#a87b4b"))
        strap = [Part(pillow(lid, base[2] + 27.5, 4.0, 1.6, 0.3), BLACK)]
        return [*_carrier(bike), box, *strap]
    if kind == "frame bag" and bike.kind in ("road", "mountain"):
        corners = np.array(
            [
                bike.crank * 0.22 + bike.seat_top * 0.78,
                bike.head_high * 0.7 + bike.seat_top * 0.3,
                bike.crank * 0.45 + bike.seat_top * 0.55,
            ]
        )
        corners[1] += at(0, -3.5)
        middle = corners.mean(axis=0)
        closed = np.vstack([(corners[0] + corners[2]) / 2, corners, (corners[0] + corners[2]) / 2])
        outline = resample(fillet(closed, 5.0), 49)[:-1]
        rings = [middle + (outline - middle) * s + at(0, 0, y) for s, y in ((0.9, -3.0), (1, -2.2), (1, 2.2), (0.9, 3.0))]
        return [Part(outward(loft(rings)), Finish("fabric", "#3a3d42"))]
    if kind == "bag":
        seat = bike.seats[0] + at(-13.0, -3.0)
        roll = aimed(lathe([(3.0, -9.5), (4.6, -9.0), (4.8, 0.0), (4.6, 9.0), (3.0, 9.5)], 24), (0, 1, 0), seat)
        straps = [Part(aimed(lathe([(4.95, y - 0.7), (4.95, y + 0.7)], 24), (0, 1, 0), seat), BLACK) for y in (-5.0, 5.0)]
        hooks = rods([[seat + at(2, 3, y), bike.seats[0] + at(-4, 1.5, y * 0.6)] for y in (-3, 3)], 0.6, BLACK, 8)
        return [Part(roll, Finish("leather", "#6d4527"), bevel=0.5), *straps, *hooks]
    if kind == "bottle":
        along = bike.head_low - bike.crank if bike.kind != "tandem" else bike.head_low - bike.second_crank
        base = bike.head_low - along * 0.66
        normal = np.array([-along[2], 0, along[0]]) / np.linalg.norm(along)
        normal *= np.sign(normal[2])
        scale = 0.75 if bike.kind == "stunt" else 1.0
        shape = [
            (0.4, 0),
            (3.4, 0.2),
            (3.6, 1),
            (3.6, 8),
            (3.1, 9.2),
            (3.6, 10.4),
            (3.6, 15),
            (2.2, 17),
            (1.7, 17.6),
            (1.7, 19),
            (0.9, 19.4),
        ]
        mesh = lathe(np.array(shape) * scale, 24)
        return [Part(aimed(mesh, along, base + normal * (bike.thick + 3.7 * scale)), Finish("plastic", "#3c6f99"))]
    return []


def _carrier_top(bike: Bike) -> Array:
    return at(bike.front[0] + 1.0, bike.front[2] + bike.radius + 8.0)


def _carrier(bike: Bike) -> list[Part]:
    """A platform over the front wheel, held by the axle and the head tube."""
    top, parts = _carrier_top(bike), []
    outline = superellipse(16, 14, 8.0, 40)
    parts.append(
        Part(
            tube(np.column_stack([outline[:, 0] + top[0], outline[:, 1], np.full(40, top[2] - 1)]), 0.9, closed=True, sides=8),
            BLACK,
        )
    )
    for side in (-1, 1):
        parts += rods(
            [
                [top + at(5, -1, side * 9), bike.front + at(0, 0, side * 6)],
                [top + at(-15, -1, side * 6), bike.head_low + at(0, 2, side * 1)],
            ],
            0.7,
            BLACK,
            8,
        )
    return parts


def _crate(bike: Bike, base: Array, half: float, deep: float, high: float) -> list[Part]:
    """Slatted wood."""
    wood, parts = Finish("wood", "#b98a55"), []
    tall = high / 3.0
    for i in range(3):
        z = base[2] + i * tall
        for sign in (-1, 1):
            parts.append(Part(slab(rectangle(2 * half, 1.2), z, z + 0.72 * tall).moved(base[0], sign * deep), wood, bevel=0.2))
            parts.append(
                Part(slab(rectangle(1.2, 2 * deep), z, z + 0.72 * tall).moved(base[0] + sign * half, 0), wood, bevel=0.2)
            )
    for x in (-1, 1):
        for y in (-1, 1):
            parts.append(
                Part(slab(rectangle(2, 2), base[2], base[2] + high).moved(base[0] + x * (half - 1.4), y * (deep - 1.4)), wood)
            )
    parts.append(Part(slab(rectangle(2 * half, 2 * deep), base[2], base[2] + 1.0).moved(base[0], 0), wood))
    return parts


def _basket(bike: Bike) -> list[Part]:
    """A wicker basket before the head tube."""
    scale = 0.7 if bike.kind == "child" else 1.25 if bike.kind == "cargo" else 1.0
    if bike.kind == "cargo":
        base, extra = _carrier_top(bike), _carrier(bike)
    else:
        x = max(bike.clamp[0], bike.head_high[0]) + 13.5 * scale
        z = max(bike.front[2] + bike.radius + 4.0, bike.clamp[2] - 19 * scale)
        base = at(x, z)
        hook = [
            Part(tube([base + at(-8 * scale, 16 * scale, s * 4), bike.clamp + at(0, -1, s * 2)], 0.6, sides=8), BLACK)
            for s in (-1, 1)
        ]
        extra = hook + rods([[base + at(2, 0, s * 4), bike.front + at(0, 0, s * 5.6)] for s in (-1, 1)], 0.45, CHROME, 6)
    straw, parts = Finish("straw", "#b08a55"), []

    def hoop_at(share: float) -> Array:
        outline = superellipse((9 + 3.5 * share) * scale, (12 + 4.5 * share) * scale, 3.6, 44)
        return np.column_stack([outline[:, 0] + base[0], outline[:, 1], np.full(44, base[2] + 19 * scale * share)])

    wall = [hoop_at(s) for s in (0.0, 0.33, 0.66, 1.0)]
    inner = [np.array([base[0], 0, 0]) + (r - [base[0], 0, 0]) * [0.93, 0.93, 1] for r in wall[::-1]]
    parts.append(Part(outward(loft([*wall, *inner[:-1], inner[-1] + at(0, 1.5)])), straw))
    parts += [
        Part(tube(hoop_at(s), 0.95 * scale if s < 1 else 1.4 * scale, closed=True, sides=7), straw)
        for s in (0.03, 0.25, 0.5, 0.75, 1.0)
    ]
    low, high = hoop_at(0.0), hoop_at(1.0)
    parts += rods([[low[i], high[i]] for i in range(0, 44, 2)], 0.7 * scale, straw, 6)
    return [*parts, *extra]


def lamps(bike: Bike) -> list[Part]:
    kind, parts = str(bike.p["lamp"]), []
    if kind == "none":
        return parts
    shell = lathe([(0.5, -6), (2.2, -5), (3.6, -2), (4.0, 0.6)], 24)
    glass = lathe([(3.7, 0.4), (3.4, 1.0), (1.8, 1.6), (0.1, 1.8)], 24)
    if bike.p["load"] in ("basket", "box", "crate") and bike.kind in ("cargo", "step-through", "cruiser", "folding", "child"):
        where = bike.front + at(6.0, 1.0, -7.5)
        parts += rods([[bike.front + at(0, 0, -5), where + at(-1, 0)]], 0.7, BLACK, 8)
    else:
        where = bike.head_high + at(7.5, -1.0)
        parts += rods([[bike.head_high - bike.up * 1.5, where - at(2, 0)]], 0.8, BLACK, 8)
    parts += [
        Part(aimed(shell, (1, 0, 0), where), CHROME),
        Part(aimed(glass, (1, 0, 0), where), Finish("paint", "#d0cdb8", 0.1)),
    ]
    if kind == "both" and bike.kind != "penny-farthing":
        rear = bike.rear + (bike.rear_radius + 4.0) * at(np.cos(2.55), np.sin(2.55))
        if bike.p["guards"] not in ("full", "rear only", "short"):
            rear = bike.posts[0][0] + 0.5 * (bike.posts[0][1] - bike.posts[0][0]) + at(-3.6, 0)
        lens = lathe([(2.4, -1.6), (2.4, 0.4), (1.8, 1.3), (0.2, 1.6)], 20)
        parts.append(Part(aimed(lens, (-1, 0, 0.2), rear), Finish("paint", "#93191a", 0.15)))
    return parts


def stand(bike: Bike) -> list[Part]:
    kind = str(bike.p["stand"])
    if bike.kind == "penny-farthing" or kind == "block":
        parts = []
        for axle, radius in ((bike.rear, bike.rear_radius), (bike.front, bike.radius)):
            reach = 0.42 * radius
            depth = radius - np.sqrt(radius**2 - reach**2)
            for sign in (-1, 1):
                x0, x1 = axle[0] + sign * 1.0, axle[0] + sign * (reach + 3.0)
                outline = np.array(
                    [
                        (x0, -0.8),
                        (x1, -0.8),
                        (x1, 0.4),
                        (axle[0] + sign * reach, depth * 1.0),
                        (axle[0] + sign * reach * 0.6, depth * 0.36),
                        (x0, 0.0),
                    ]
                )
                rings = [np.column_stack([outline[:, 0], np.full(6, y), outline[:, 1]]) for y in (-4.5, 4.5)]
                parts.append(Part(outward(loft(rings)), Finish("wood", "#7a5434"), bevel=0.3))
        return parts
    start = bike.crank * 0.8 + bike.rear * 0.2 + at(0, -0.5)
    if kind == "legs":
        parts = []
        for side in (-1, 1):
            path = fillet(
                [start + at(0, 0, side * 2), at(start[0] - 5, 1.0, side * 12), at(start[0] - 10, 0.8, side * 12.5)], 3.0
            )
            parts += rods([path], 0.9, BLACK, 10)
        return parts
    low = at(start[0] - 11, 0.8, 13.0)
    return rods([[start + at(0, 0, 2.5), low], [low, low + at(-3.5, 0)]], 0.9, BLACK, 10)
