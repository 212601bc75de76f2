# SPDX-License-Identifier: GPL-3.0-or-later
"""The proportions of each kind of car, and the skins of one car. Centimetres; the nose faces -y."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..finish import Finish
from ..mesh import Mesh
from ..parameters import Parameters
from ..part import Part
from .coachwork import Body, Cabin
from .skin import mirrored_pair


@dataclass(frozen=True)
class Kind:
    """Proportions. Places along the car are shares of its length from the nose; the rest is in centimetres."""

    length: float
    width: float
    height: float
    belt: float
    nose: float
    tail: float
    cowl: float
    screen: float
    rear: float
    rear_run: float
    wheels: tuple[float, float]
    wheel: float
    sill: float = 22.0
    bend: float = 1.0
    exponent: float = 6.0
    narrowing: float = 0.2
    round_nose: float = 16.0
    round_tail: float = 13.0
    shoulder: float = 9.0
    taper: float = 0.13
    bow: float = 16.0


KINDS = {
    "sedan": Kind(465, 178, 144, 92, 70, 92, 0.30, 62, 0.84, 58, (0.19, 0.79), 32),
    "hatchback": Kind(398, 174, 148, 93, 72, 84, 0.27, 66, 0.975, 34, (0.19, 0.83), 32),
    "estate": Kind(470, 178, 146, 91, 70, 84, 0.29, 62, 0.985, 34, (0.185, 0.79), 32),
    "pickup": Kind(520, 188, 178, 106, 94, 106, 0.28, 46, 0.60, 10, (0.175, 0.78), 38, 36, exponent=8, narrowing=0.15),
    "van": Kind(470, 186, 194, 104, 84, 104, 0.12, 58, 0.99, 12, (0.175, 0.79), 33, 26, exponent=9, narrowing=0.11),
    "bubble": Kind(405, 150, 148, 90, 62, 60, 0.33, 34, 0.93, 132, (0.2, 0.79), 31, 24, 2.4, 4.0, 0.22, 26, 26, 16, 0.42, 26),
    "convertible": Kind(420, 170, 128, 84, 62, 82, 0.37, 40, 0.74, 30, (0.19, 0.80), 31, 20, bow=20),
    "off-roader": Kind(410, 182, 180, 110, 96, 108, 0.33, 20, 0.985, 10, (0.18, 0.80), 39, 38, 1.0, 10, 0.1, 8, 8, 6, 0.03, 5),
    "coupe": Kind(445, 184, 124, 82, 58, 82, 0.35, 70, 0.95, 135, (0.19, 0.80), 33, 17, 1.7, 4.5, 0.26, 16, 12, 11, 0.16, 22),
    "vintage": Kind(410, 118, 168, 108, 100, 84, 0.42, 10, 0.90, 20, (0.16, 0.76), 37, 34, 1.6, 7, 0.08, 5, 16, 9, 0.3, 0),
}
CLOSED = tuple(k for k in KINDS if k != "convertible")
MODERN = ("sedan", "hatchback", "estate", "coupe", "van", "pickup", "off-roader")
PAINT = {
    "red": "#a81f1c",
    "navy": "#1f3358",
    "green": "#23503c",
    "cream": "#d3c6a4",
    "silver": "#9fa4a8",
    "yellow": "#d9a522",
    "sky": "#7fa8c2",
    "orange": "#c9612a",
    "black": "#202226",
    "burgundy": "#5e1a26",
    "mint": "#93b8a3",
    "sand": "#b3a283",
}
GLASS = Finish("paint", "#1a2026", 0.06)
DARK = Finish("plastic", "#17181a", 0.5)
GROOVE = Finish("plastic", "#131415", 0.6)
CHROME = Finish("metal", "#cfd2d4", 0.12)
LENS = Finish("paint", "#c9d0d3", 0.08)
RUBBER = Finish("rubber", "#1b1b1c")


class Car:
    """The skins of one car and its finishes."""

    def __init__(self, p: Parameters) -> None:
        self.p = p
        self.kind = str(p["kind"])
        k = self.shape = KINDS[self.kind]
        self.length, self.width = k.length * float(p["length"]), k.width * float(p["width"])
        self.belt, height = k.belt * float(p["belt"]), k.height * float(p["height"])
        ride = float(p["ride"])
        self.sill = k.sill + ride
        self.wheel = k.wheel * float(p["wheel_size"])
        base = float(p["wheelbase"])
        self.axles = (self.y(k.wheels[0] - base), self.y(k.wheels[1] + base))
        self.cowl = k.cowl + float(p["cowl"]) * (0.5 if self.kind == "van" else 1.0)
        nose, tail = k.nose + float(p["nose"]), k.tail + float(p["tail"]) * (k.tail < k.belt + 1)
        nose = min(nose, self.belt - 4)
        top: list[tuple[float, float]] = [(0.0, nose), (0.35 * self.cowl, nose + 0.62 * (self.belt - nose))]
        top += [(self.cowl, self.belt), (min(k.rear, 0.94), self.belt), (1.0, min(tail, self.belt))]
        if self.kind == "bubble":
            top = [(0.0, nose), (0.12, nose + 16), (self.cowl, self.belt), (0.6, self.belt), (1.0, nose - 4)]
        if self.kind == "vintage":
            top = [(0.0, nose), (self.cowl, self.belt), (0.85, self.belt), (1.0, tail)]
        self.arch = self.wheel + (5.5 if self.kind in ("pickup", "off-roader") else 3.8)
        round_ = float(p["roundness"])
        pocket = None
        if self.kind == "pickup":
            pocket = (self.y(0.615), self.y(0.975), 38.0, 0.9)
        if self.kind == "convertible":
            pocket = (self.y(self.cowl + 0.055), self.y(0.735), 44.0, 0.86)
        soft = round_ if self.kind not in ("vintage",) else 1.0
        self.body = Body(
            self.length,
            self.width,
            self.sill,
            tuple(top),
            self.axles,
            self.wheel,
            self.arch if self.kind != "vintage" else 1.0,
            nose_taper=k.taper,
            tail_taper=0.5 * k.taper if self.kind != "vintage" else 0.12,
            bow=k.bow * (0.7 + 0.3 * round_),
            round_nose=k.round_nose * soft,
            round_tail=k.round_tail * soft,
            shoulder=k.shoulder * round_,
            crown=2.0 if self.kind in ("off-roader", "pickup") else 4.5,
            crease=0.0 if self.kind in ("vintage", "bubble") else 1.3,
            crease_height=float(p["crease_height"]),
            hips=float(p["hips"]) if self.kind in MODERN or self.kind == "convertible" else 0.0,
            pocket=pocket,
        )
        shrink = 0.4 * self.body.shoulder + 2.5
        width = float(self.body.half(np.array([self.y(min(k.rear, 0.8))]))[0]) * 0.95 - shrink
        rear = self.y(k.rear) - (4 if k.rear > 0.95 else 0)
        front = self.y(self.cowl)
        screen, run = k.screen * float(p["screen_rake"]), k.rear_run * float(p["rear_rake"])
        run = min(run, rear - front - screen - 55)
        edge = 5.0 + 3.0 * round_
        self.cabin = Cabin(
            self.belt + 1.0,
            height - 0.8 * edge - 4.0,
            front,
            screen,
            rear,
            run,
            width,
            k.narrowing,
            k.bend,
            exponent=k.exponent,
            edge=edge,
        )
        self.paint = Finish("paint", PAINT[str(p["colour"])])
        second = {"cream": "burgundy", "sand": "black"}.get(str(p["colour"]), "cream")
        self.roof_paint = Finish("paint", PAINT[second]) if p["two_tone"] == "yes" else self.paint
        self.bright = {"chrome": CHROME, "satin": Finish("metal", "#9c9fa2", 0.35), "black": DARK}[str(p["bright"])]
        self.wings = self.paint if self.kind == "bubble" or p["two_tone"] == "no" else Finish("paint", PAINT["black"])
        self.core = np.array([0.0, 0.0, 0.45 * self.belt])

    def y(self, share: float) -> float:
        return (share - 0.5) * self.length

    def half_at(self, y: float, z: float) -> float:
        return float(self.body.side(np.array([y]), np.array([z]))[0, 0])


def both(mesh: Mesh, finish: Finish) -> list[Part]:
    return [Part(m, finish) for m in mirrored_pair(mesh)]


def door_places(car: Car) -> list[float]:
    """y of the door cuts from front to rear."""
    first = max(car.y(car.cowl) + 4, car.axles[0] + car.arch + 7)
    limit = car.axles[1] - car.arch - 5
    if car.p["doors"] == "four":
        last = car.axles[1] - 0.15 * car.arch
        return [first, first + 0.52 * (limit + 8 - first), last]
    if car.kind in ("pickup",):
        return [first, min(car.y(0.585), limit)]
    span = {"van": 96, "vintage": 88, "bubble": 104, "convertible": 112, "coupe": 124, "off-roader": 96}.get(car.kind, 122)
    return [first, min(first + span, limit)]
