# SPDX-License-Identifier: GPL-3.0-or-later
"""Geometry, wheels and frame of a bicycle. Centimetres; the front wheel points towards +x, the chain lies at -y."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..finish import Finish
from ..mesh import Array, Mesh, join
from ..parameters import Parameters
from ..part import Part
from ..shapes.curves import rectangle, resample, spline, superellipse
from ..shapes.lathe import lathe
from ..shapes.sweep import bar, sweep, tube
from .skin import aimed
from .wheel import hoop, hub, round_tyre, spokes, wires

# Wheel radius, tyre, chain stay, reach of the front axle from the cranks, seat tube, height of the cranks.
GEOMETRY = {
    "road": (34.0, 3.0, 41.0, 59.0, 50.0, 27.0),
    "step-through": (35.0, 4.2, 46.0, 64.0, 46.0, 29.0),
    "mountain": (35.5, 6.6, 44.0, 68.0, 42.0, 32.0),
    "cruiser": (33.0, 7.0, 49.0, 70.0, 41.0, 29.0),
    "tandem": (34.0, 3.8, 44.0, 128.0, 48.0, 27.5),
    "penny-farthing": (66.0, 3.2, 0.0, 0.0, 0.0, 66.0),
    "folding": (22.5, 4.4, 40.0, 63.0, 26.0, 28.0),
    "cargo": (33.0, 5.0, 46.0, 72.0, 46.0, 28.0),
    "child": (22.0, 5.4, 31.0, 46.0, 25.0, 20.0),
    "stunt": (25.0, 5.8, 37.0, 57.0, 24.0, 29.0),
}
KINDS = tuple(GEOMETRY)
PAINT = {
    "red": "#ae2420",
    "navy": "#22385f",
    "racing green": "#24503a",
    "cream": "#cfc19c",
    "orange": "#cf6a2a",
    "teal": "#23767a",
    "black": "#232427",
    "yellow": "#d8a62a",
    "sky": "#6fa3c4",
    "plum": "#642c4c",
    "mint": "#86b8a0",
    "silver": "#8f9498",
}
CHROME = Finish("metal", "#b4b8bb", 0.18)
BLACK = Finish("plastic", "#1d1e20", 0.4)
RUBBER = {"black": "#1e1e1f", "cream": "#cdbf9f", "gum": "#a26f3e"}


def at(x: float, z: float, y: float = 0.0) -> Array:
    return np.array([x, y, z])


class Bike:
    """The points of the frame, in the plane y = 0."""

    def __init__(self, p: Parameters) -> None:
        self.p, self.kind = p, str(p["kind"])
        radius, tyre, stay, reach, seat, height = GEOMETRY[self.kind]
        size = float(p["wheel_size"])
        self.radius = self.rear_radius = radius * size
        self.tyre = tyre * float(p["tyre"])
        self.thick = float(p["tube"]) * {"mountain": 1.2, "cruiser": 1.2, "folding": 1.3, "child": 1.05}.get(self.kind, 1.0)
        self.crank_length = 12.0 if self.kind == "child" else 16.0
        self.paint = Finish("paint", PAINT[str(p["colour"])])
        lean, head = np.radians(float(p["seat_angle"])), np.radians(float(p["head_angle"]))
        self.up = at(-np.cos(head), np.sin(head))
        seat_up = at(-np.cos(lean), np.sin(lean))
        if self.kind == "penny-farthing":
            self.radius = radius * (0.85 + 0.3 * (float(p["seat_tube"]) - 0.85) / 0.3)
            self.rear_radius = 15.0 + 1.1 * float(p["slope"])
            self.front = at(0.0, self.radius)
            self.rear = at(-(self.radius + self.rear_radius) * 0.93 - 4, self.rear_radius)
            self.crank = self.front
            self.up = at(-0.12, 0.99)
            self.head_low = self.front + self.up * (self.radius + 4)
            self.head_high = self.head_low + self.up * 7.0
            self.seats = [self.head_low + at(-17.0, 9.0)]
            self.seat_low = self.seats[0] - at(0, 7)
            self.clamp = self.head_high + self.up * 0.4 * float(p["stem"])
            return
        if self.kind == "cargo":
            self.radius *= 0.76
        small = self.kind in ("child", "stunt")
        self.crank = at(0.0, height * (0.75 + 0.25 * size))
        self.rear = at(-np.sqrt(max(stay**2 - (self.rear_radius - self.crank[2]) ** 2, 1)), self.rear_radius)
        self.front = at(reach + float(p["reach"]) * (0.6 if small else 1.0), self.radius)
        ahead = at(np.sin(head), np.cos(head))
        clear = self.radius + 3.0 + (6.0 if self.kind == "mountain" else 0.0)
        self.head_low = self.front - float(p["fork_curve"]) * ahead + self.up * clear
        self.seat_top = self.crank + seat_up * seat * float(p["seat_tube"])
        goal = max(self.seat_top[2] + float(p["slope"]) - 4.0, self.head_low[2] + 9.0)
        if self.kind in ("folding", "cargo"):
            goal = self.head_low[2] + 12.0
        self.head_high = self.head_low + self.up * min((goal - self.head_low[2]) / self.up[2], 24.0)
        rise = float(p["saddle_height"]) * (0.55 if small or self.kind == "cruiser" else 1.0)
        rise += {"folding": 24.0, "stunt": -1.0}.get(self.kind, 0.0)
        self.seats = [self.seat_top + seat_up * rise]
        self.posts = [(self.seat_top, self.seats[0])]
        if self.kind == "tandem":
            shift = at(0.5 * (self.front[0] + 2.0), 0.0)
            self.second_crank = self.crank + shift
            top = self.seat_top + shift
            self.seats.append(top + seat_up * rise)
            self.posts.append((top, self.seats[1]))
        lift = float(p["stem"]) + {"folding": 30.0, "cruiser": 4.0, "step-through": 6.0, "cargo": 22.0}.get(self.kind, 0.0)
        self.clamp = self.head_high + self.up * lift


def rods(paths: list[ArrayLike], radius: float, finish: Finish, sides: int = 12) -> list[Part]:
    return [Part(tube(path, radius, sides=sides), finish) for path in paths]


def straight(start: Array, end: Array) -> Array:
    return np.linspace(start, end, 3)


def wheel_parts(bike: Bike, axle: Array, radius: float, rear: bool) -> list[Part]:
    p, kind = bike.p, str(bike.p["wheels"])
    if (bike.kind == "penny-farthing" and kind != "few spokes") or (
        kind == "cast" and bike.kind not in ("stunt", "child", "folding", "cruiser", "mountain")
    ):
        kind = "wire"
    if kind == "disc rear" and bike.kind not in ("road", "stunt", "folding"):
        kind = "few spokes"
    if kind == "deep rim" and bike.kind in ("cruiser", "step-through"):
        kind = "wire"
    rim = radius - bike.tyre * 0.8
    deep = {"deep rim": 5.0}.get(kind, 1.9)
    made: list[tuple[Mesh, Finish]] = [(round_tyre(radius, bike.tyre), Finish("rubber", RUBBER[str(p["tyre_colour"])]))]
    metal = BLACK if kind in ("deep rim", "cast") else CHROME
    wide = max(0.55 * bike.tyre, 1.8) / 2
    made.append((hoop([(rim, -wide), (rim, wide), (rim - deep, 0.7 * wide), (rim - deep, -0.7 * wide)], 64), metal))
    if bike.kind == "mountain" or bike.kind == "stunt":
        made.append((_knobs(radius, bike.tyre), Finish("rubber", "#1e1e1f")))
    if kind == "cast":
        made += [(spokes(rim - deep * 0.5, 0.0, 5, 3.4, 2.4), bike.paint), (spokes(rim - deep, -0.6, 5, 3.4, 2.4), bike.paint)]
    elif kind == "disc rear" and rear:
        made.append((lathe([(1.5, -2.6), (rim - deep * 0.5, -0.6), (rim - deep * 0.5, 0.6), (1.5, 2.6)], 48), BLACK))
    else:
        count = int(float(p["spoke_count"])) // 2 * 2
        count = count // 2 if kind == "few spokes" else count
        count = int(count * 1.7) if bike.kind == "penny-farthing" and not rear else count
        thin = 0.6 if bike.kind != "penny-farthing" else 0.48
        lace = 0.35 if count < 20 else 0.7
        made.append((wires(rim - deep * 0.7, 2.4, 3.0, count, thin, lace), Finish("metal", "#84888c", 0.3)))
    made.append(
        (
            lathe([(1.3, -5.0), (1.3, -3.2), (2.7, -3.1), (1.5, -2.4), (1.5, 2.4), (2.7, 3.1), (1.3, 3.2), (1.3, 5.0)], 16),
            CHROME,
        )
    )
    return [Part(aimed(mesh, (0, -1, 0), axle), finish) for mesh, finish in made]


def _knobs(radius: float, thick: float) -> Mesh:
    blocks = []
    for i in range(56):
        angle = 2 * np.pi * i / 56
        out, along = at(np.cos(angle), 0), at(-np.sin(angle), 0)
        out, along = out[[0, 2, 1]] + [0, np.sin(angle), 0], along[[0, 2, 1]] + [0, np.cos(angle), 0]
        side = np.array([0, 0, 0.28 * thick * (1 if i % 2 else -1)])
        blocks.append(bar(out * (radius - 0.6) + side, out * (radius + 0.5) + side, rectangle(1.5, 0.42 * thick), up=(0, 0, 1)))
    return Mesh(join(*blocks).vertices, join(*blocks).faces)


def frame_parts(bike: Bike) -> list[Part]:
    thick, paint = bike.thick, bike.paint
    crank, seat, low, high, rear = bike.crank, bike.seat_top, bike.head_low, bike.head_high, bike.rear
    head = high - low
    parts = [Part(tube(straight(low - bike.up, high + bike.up), thick * 1.25), paint)]
    seat_axis = (seat - crank) / np.linalg.norm(seat - crank)
    parts += rods([straight(crank, seat)], thick, paint)
    join_seat, join_head, join_low = seat - 2.5 * seat_axis, high - 0.18 * head, low + 0.2 * head
    stays_from = join_seat - 1.5 * seat_axis
    tubes: list[ArrayLike] = []
    wide = thick
    if bike.kind in ("road", "mountain"):
        tubes = [straight(join_seat, join_head), straight(crank, join_low)]
        wide = thick * (1.15 if bike.kind == "mountain" else 1.0)
    elif bike.kind == "step-through":
        foot = crank + 0.42 * (seat - crank)
        bend = [join_head, join_head * 0.62 + foot * 0.38 - at(0, 7), foot * 0.7 + join_head * 0.3 - at(0, 9), foot]
        tubes = [straight(crank, join_low), spline(bend, 24)]
    elif bike.kind == "cruiser":
        rise = at(2, 9.0)
        tubes = [
            spline(
                [
                    rear + at(4, 2),
                    stays_from + at(-6, -1),
                    join_seat + at(9, 3),
                    0.45 * join_seat + 0.55 * join_head + rise,
                    join_head,
                ],
                34,
            ),
            spline([crank, crank * 0.62 + join_low * 0.38 - at(0, 5), join_low], 24),
            spline(
                [
                    crank + 0.5 * (seat - crank),
                    0.45 * (crank + seat) * 0.5 + 0.55 * join_low + at(1, 8),
                    join_low + at(-0.4, 4),
                ],
                24,
            ),
        ]
    elif bike.kind == "tandem":
        second, top = bike.second_crank, bike.posts[1][0]
        tubes = [
            straight(join_seat, top - 2.5 * seat_axis),
            straight(top - 2.5 * seat_axis, join_head),
            straight(second, join_low),
        ]
        tubes += [
            straight(crank, second),
            straight(second, top),
            straight(join_seat - 4 * seat_axis, second + 6 * seat_axis),
        ]
    elif bike.kind == "folding":
        foot = crank + 0.3 * (seat - crank)
        tubes = [spline([foot - at(4, 0), foot * 0.6 + join_low * 0.4 - at(0, 1.5), join_low], 20)]
        wide = thick * 1.5
        hinge = 0.48 * foot + 0.52 * join_low - at(0, 1.0)
        parts.append(
            Part(aimed(lathe([(wide * 1.2, -1.6), (wide * 1.28, 0), (wide * 1.2, 1.6)], 20), join_low - foot, hinge), CHROME)
        )
        parts += rods([straight(crank, join_low * 0.35 + foot * 0.65)], thick * 0.8, paint)
    elif bike.kind == "cargo":
        foot = crank + 0.3 * (seat - crank)
        tubes = [spline([crank, crank * 0.55 + join_low * 0.45 - at(0, 7), join_low], 24)]
        tubes.append(spline([foot, foot * 0.6 + join_head * 0.4 - at(0, 6), join_head], 24))
        wide = thick * 1.15
    elif bike.kind == "child":
        foot = crank + 0.55 * (seat - crank)
        tubes = [
            spline([crank, crank * 0.5 + join_low * 0.5 - at(0, 4), join_low], 20),
            spline([foot, foot * 0.5 + join_head * 0.5 - at(0, 4), join_head], 20),
        ]
    else:
        tubes = [straight(join_seat - at(0, 1), join_head), straight(crank, join_low)]
    parts += rods(tubes, wide, paint, 14)
    shell = lathe([(thick * 1.5, -3.6), (thick * 1.5, 3.6)], 20)
    parts += [
        Part(aimed(shell, (0, 1, 0), c), paint, bevel=0.2)
        for c in ([crank, bike.second_crank] if bike.kind == "tandem" else [crank])
    ]
    half = max(3.4, 0.5 * bike.tyre + 1.4)
    if bike.kind == "folding":
        stays_from = crank + 0.75 * (seat - crank)
    for side in (-1, 1):
        end = rear + at(0, 0, side * (half + 2.0))
        low_stay = [crank + at(-1, 0, side * 2.6), crank * 0.75 + rear * 0.25 + at(0, 0, side * half), end]
        upper = [stays_from + at(0, 0, side * 1.4), stays_from * 0.72 + rear * 0.28 + at(0, 0, side * half), end]
        parts += rods([spline(low_stay, 8), spline(upper, 8)], thick * 0.55, paint, 10)
        parts.append(Part(aimed(hub(1.6, 0.4, 0.8, 12), (0, side, 0), end), CHROME))
    for top, saddle in bike.posts:
        along = (saddle - top) / np.linalg.norm(saddle - top)
        parts += rods([straight(top - 3 * along, saddle)], thick * 0.78, CHROME)
        parts.append(Part(aimed(lathe([(thick * 1.18, -1.2), (thick * 1.18, 0.8)], 16), along, top), BLACK))
    return [*parts, *_fork(bike)]


def _fork(bike: Bike) -> list[Part]:
    low, front, parts = bike.head_low, bike.front, []
    half = max(3.6, 0.5 * bike.tyre + 1.5)
    finish = CHROME if bike.kind in ("cruiser", "step-through") else bike.paint
    crown = np.array([low + at(0, -1.2, y) for y in (-half, -half * 0.5, 0, half * 0.5, half)])
    parts.append(Part(sweep(crown, superellipse(1.7, 1.5, 3.0, 14)), finish))
    for side in (-1, 1):
        top, end = low + at(0, -1.0, side * half), front + at(0, 0, side * (half + 0.8))
        if bike.kind == "mountain":
            middle = top + 0.45 * (end - top)
            parts += rods([straight(top + bike.up * 2, middle)], 1.6, CHROME)
            parts += rods([straight(middle, end)], 2.2, BLACK)
        else:
            reach = float(np.linalg.norm(end - top))
            knee = top - bike.up * 0.66 * reach
            path = spline([top, top - bike.up * 0.35 * reach, knee, end], 18)
            parts.append(Part(tube(path, 1.25, np.linspace(1.05, 0.6, 18), sides=10), finish))
        parts.append(Part(aimed(hub(1.5, 0.4, 0.8, 12), (0, side, 0), end), CHROME))
    stem = bike.clamp
    parts += rods(
        [straight(bike.head_high - bike.up, stem)],
        1.25 if bike.kind != "folding" else 1.7,
        CHROME if bike.kind != "road" else BLACK,
    )
    return parts


def high_wheeler(bike: Bike) -> list[Part]:
    """Backbone over the big wheel, straight fork, steps."""
    paint, low, parts = bike.paint, bike.head_low, []
    reach = bike.radius + 4.5
    start = float(np.arctan2(low[2] - bike.front[2], low[0] - bike.front[0]))
    turns = np.linspace(start, start + 1.35, 14)
    arc = [bike.front + reach * at(np.cos(a), np.sin(a)) for a in turns]
    down = [arc[-1] * 0.45 + bike.rear * 0.55 + at(2.5, 5), bike.rear + at(2.2, bike.rear_radius + 3.0)]
    spine = resample(np.vstack([arc, spline([arc[-1], *down], 10)[1:]]), 40)
    parts.append(Part(tube(spine, 1.9, np.linspace(1.1, 0.75, 40)), paint))
    for side in (-1, 1):
        fork = [low + at(0, 0, side * 2.6), bike.front + at(0, 0, side * 5.2)]
        parts += rods([straight(*fork)], 1.15, paint, 10)
        hind = spline(
            [spine[-1], bike.rear + at(1.0, 0.7 * bike.rear_radius, side * 2.6), bike.rear + at(0, 0, side * 4.4)], 10
        )
        parts += rods([hind], 0.9, paint, 10)
    parts += rods([[low + at(0, 0, -3), low + at(0, 0, 3)]], 1.6, paint)
    parts += rods([straight(low - bike.up, bike.clamp)], 1.8, paint)
    foot, seat = spine[7], bike.seats[0]
    parts.append(
        Part(
            sweep(spline([low + at(-1, 3.0), seat - at(-7, 3.6), seat - at(2, 3.2), foot], 20), superellipse(1.4, 0.5, 3, 10)),
            BLACK,
        )
    )
    return parts
