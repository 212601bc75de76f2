# SPDX-License-Identifier: GPL-3.0-or-later
"""Canopies: cloth, ribs, valances, tips."""

from __future__ import annotations

import numpy as np

from ..colour import darker as shade
from ..finish import Finish
from ..mesh import Array, Mesh, join
from ..palette import METAL, WOOD
from ..parameters import Parameters
from ..part import Part
from ..shapes.curves import spline
from ..shapes.lathe import lathe
from ..shapes.loft import sheet
from ..shapes.sweep import tube

OPEN = ("dome", "golf", "bubble", "pagoda", "paper")
POLED = ("beach", "garden")
CLOSED = ("furled", "stubby")
CLOTH = {
    "navy": "#26345a",
    "red": "#a72f2b",
    "black": "#242427",
    "mustard": "#c8932e",
    "forest": "#2f5540",
    "sky": "#7da3bd",
    "plum": "#5c3050",
    "cream": "#d3c5a3",
    "coral": "#cf7058",
    "teal": "#25716f",
    "sand": "#bfa67d",
}
# Radius of the rim, height of the canopy, from the rim to the lower end of the shaft.
SIZES = {
    "dome": (50.0, 24.0, 52.0),
    "golf": (62.0, 22.0, 66.0),
    "bubble": (40.0, 58.0, 30.0),
    "pagoda": (48.0, 38.0, 48.0),
    "paper": (46.0, 17.0, 48.0),
    "beach": (92.0, 40.0, 132.0),
    "garden": (120.0, 44.0, 170.0),
    "furled": (2.6, 58.0, 10.0),
    "stubby": (3.6, 24.0, 2.0),
}
# Height below the apex at shares of the radius: (share of the radius, share of the height).
OUTLINES = {
    "dome": [(np.sin(t * 1.36) / np.sin(1.36), (1 - np.cos(t * 1.36)) / (1 - np.cos(1.36))) for t in np.linspace(0, 1, 12)],
    "golf": [(np.sin(t * 1.1) / np.sin(1.1), (1 - np.cos(t * 1.1)) / (1 - np.cos(1.1))) for t in np.linspace(0, 1, 12)],
    "bubble": [
        (np.sin(t * 1.85) ** 0.9 / np.sin(1.85) ** 0.9, (1 - np.cos(t * 1.85)) / (1 - np.cos(1.85)))
        for t in np.linspace(0, 1, 14)
    ],
    "pagoda": [(0.0, 0.0), (0.04, 0.13), (0.12, 0.27), (0.26, 0.37), (0.45, 0.46), (0.66, 0.6), (0.84, 0.78), (1.0, 1.0)],
    "paper": [(0.0, 0.0), (0.3, 0.26), (0.6, 0.56), (0.85, 0.84), (1.0, 1.0)],
    "beach": [(np.sin(t * 1.15) / np.sin(1.15), (1 - np.cos(t * 1.15)) / (1 - np.cos(1.15))) for t in np.linspace(0, 1, 12)],
    "garden": [(0.0, 0.0), (0.3, 0.22), (0.6, 0.52), (0.85, 0.82), (1.0, 1.0)],
}


class Frame:
    """The measures of one umbrella: where its apex is, how long its shaft, and the surface of its canopy."""

    def __init__(self, p: Parameters) -> None:
        self.kind = str(p["kind"])
        radius, height, below = SIZES[self.kind]
        self.radius = radius * float(p["radius"])
        self.height = height * (float(p["rise"]) if self.kind not in CLOSED else float(p["shaft"]))
        self.rim = below * float(p["shaft"]) + (0.0 if self.kind in POLED else 14.0)
        self.apex = self.rim + self.height
        self.ribs = int(str(p["ribs"]))
        self.scallop = float(p["scallop"]) * {"paper": 0.15, "bubble": 0.7, "beach": 0.6, "garden": 0.5}.get(self.kind, 1.0)
        self.scallop *= (8 / self.ribs) ** 0.8
        if p["edge"] != "plain":
            self.scallop *= 0.35
        self.sag = 0.35 + 0.65 * float(p["sag"])
        self.curve = spline(OUTLINES[self.kind], 80) if self.kind in OUTLINES else np.zeros((2, 2))

    def point(self, share: Array, turn: Array) -> Array:
        """Points of the canopy at shares of the way from apex to rim and places between ribs (in ribs)."""
        between = np.sin(np.pi * (turn % 1.0)) ** 2 if self.ribs < 20 else 0.3 * np.sin(np.pi * (turn % 1.0)) ** 2
        between = np.where(np.abs(turn % 1.0) < 1e-9, 0.0, between)
        at = np.clip(share * (1 - self.scallop * between), 0, 1)
        place = np.linspace(0, 1, len(self.curve))
        r = np.interp(at, place, self.curve[:, 0])
        down = np.interp(at, place, self.curve[:, 1])
        chord = np.cos(np.pi / self.ribs) / np.cos(np.pi / self.ribs * (2 * (turn % 1.0) - 1))
        r = r * (1 - self.sag * (1 - chord))
        angle = 2 * np.pi * (turn + 0.5) / self.ribs
        return np.stack(
            [self.radius * r * np.cos(angle), self.radius * r * np.sin(angle), self.apex - self.height * down], axis=-1
        )

    def patch(self, number: int, low: float, high: float, rows: int = 14) -> Mesh:
        """Part of one panel."""
        share, turn = np.meshgrid(
            np.linspace(low, high, rows), number + np.linspace(1, 0, 9 if self.ribs < 16 else 5), indexing="ij"
        )
        return sheet(self.point(share, turn))

    def edge_points(self, number: int, samples: int) -> Array:
        turn = number + np.linspace(1, 0, samples)
        return self.point(np.ones(samples), turn)


def cloth_finishes(p: Parameters) -> tuple[Finish, Finish]:
    first, second = CLOTH[str(p["cloth"])], CLOTH[str(p["second_cloth"])]
    if first == second:
        second = CLOTH["sand"] if p["cloth"] != "cream" else CLOTH["teal"]
    kind = "paper" if p["kind"] == "paper" else "fabric"
    if p["kind"] == "bubble":
        return Finish("glass", "#dfe9ea", 0.05), Finish("plastic", first, 0.3)
    return Finish(kind, first), Finish(kind, second)


def darker(finish: Finish) -> Finish:
    return Finish("plastic" if finish.kind == "glass" else finish.kind, shade(finish.colour, 0.72))


def frame_finish(p: Parameters) -> Finish:
    if p["kind"] == "paper" or (p["kind"] in POLED and p["edge"] != "plain"):
        return Finish("wood", WOOD["beech"])
    return Finish("metal", METAL[str(p["metal"])], 0.3)


def make_canopy(p: Parameters, f: Frame) -> list[Part]:
    first, second = cloth_finishes(p)
    design = str(p["panels"])
    bands = {"border": ((0.02, 0.84, 0), (0.84, 1.0, 1)), "crown": ((0.02, 0.36, 1), (0.36, 1.0, 0))}.get(
        design, ((0.02, 1.0, 0),)
    )
    if design == "rings":
        bands = ((0.02, 0.3, 0), (0.3, 0.46, 1), (0.46, 0.76, 0), (0.76, 0.9, 1), (0.9, 1.0, 0))
    patches: tuple[list[Mesh], list[Mesh]] = ([], [])
    for number in range(f.ribs):
        for low, high, colour in bands:
            which = number % 2 if design == "alternate" else colour
            patches[which].append(f.patch(number, low, high, max(3, round(16 * (high - low)))))
    wall = (0.0012 if f.kind == "bubble" else 0.004) * f.radius
    parts = [
        Part(join(*group), finish, thickness=wall) for group, finish in zip(patches, (first, second), strict=True) if group
    ]
    seam = darker(first) if f.kind != "bubble" else second
    thick = 0.0055 * f.radius
    ends = (np.linspace(0.02, 1.0, 16), np.zeros(16))
    seams = [tube(f.point(ends[0], ends[1] + k) + [0, 0, 0.2 * thick], thick, sides=6) for k in range(f.ribs)]
    parts.append(Part(join(*seams), seam))
    if p["edge"] == "plain":
        loop = np.concatenate([f.edge_points(k, 9)[:-1] for k in range(f.ribs)[::-1]])
        parts.append(Part(tube(loop, thick * 0.9, closed=True, sides=6), seam))
    if p["vent"] == "double":
        upper = Frame(p)
        upper.apex += 0.035 * f.radius
        upper.scallop = 0.1 * (8 / f.ribs) ** 0.8
        lid = join(*[upper.patch(k, 0.02, 0.46, 8) for k in range(f.ribs)])
        parts.append(Part(lid, second if design != "plain" else first, thickness=wall))
        ring = np.concatenate([upper.point(np.full(9, 0.46), k + np.linspace(1, 0, 9))[:-1] for k in range(f.ribs)[::-1]])
        parts.append(Part(tube(ring, thick, closed=True, sides=6), seam))
    return parts


def make_valance(p: Parameters, f: Frame) -> list[Part]:
    kind = str(p["edge"])
    if kind == "plain":
        return []
    first, second = cloth_finishes(p)
    deep = float(p["valance"]) * f.radius
    strips = []
    for number in range(f.ribs):
        top = f.edge_points(number, 25)
        u = np.linspace(0, 1, 25)
        lobes = 3 if f.ribs <= 10 else 2
        lobes = 1 if f.ribs > 14 else lobes
        hang = np.ones(25)
        out = np.zeros(25)
        if kind == "scalloped valance":
            hang = 0.6 + 0.4 * np.abs(np.sin(np.pi * lobes * u)) ** 0.7
        elif kind == "pointed valance":
            hang = 0.45 + 0.55 * (1 - np.abs(2 * ((lobes * u) % 1.0) - 1))
        elif kind == "frill":
            out = np.sin(2 * np.pi * (lobes + 1) * u)
        radial = top * [1, 1, 0] / np.linalg.norm(top[:, :2], axis=1, keepdims=True)
        rows = []
        for share in np.linspace(0, 1, 5):
            drop = np.array([0, 0, -1.0]) * (share * deep * hang)[:, None]
            wave = radial * (out * 0.16 * deep * share + (0.45 if kind == "frill" else 0.08) * deep * share)[:, None]
            rows.append(top + drop + wave)
        strips.append(sheet(np.array(rows)))
    finish = second if p["panels"] in ("border", "alternate") else first
    thick = 0.0055 * f.radius
    loop = np.concatenate([f.edge_points(k, 9)[:-1] for k in range(f.ribs)[::-1]])
    return [
        Part(join(*strips), finish, thickness=0.004 * f.radius),
        Part(tube(loop, thick, closed=True, sides=6), darker(first)),
    ]


def make_skeleton(p: Parameters, f: Frame) -> list[Part]:
    """Ribs under the cloth, stretchers from the runner on the shaft, balls at the ends."""
    thick = 0.0065 * f.radius
    share = np.linspace(0.03, 1.0, 14)
    runner = f.apex - f.height * (1.05 if f.kind in ("dome", "golf", "pagoda") else 0.62 if f.kind == "bubble" else 1.25)
    bars, ends = [], []
    middle = 0.48 if f.kind != "bubble" else 0.4
    for k in range(f.ribs):
        rib = f.point(share, np.full(14, float(k))) * [0.995, 0.995, 1] - [0, 0, 1.6 * thick]
        bars.append(tube(rib, thick, sides=6))
        knee = f.point(np.array([middle]), np.array([float(k)]))[0] - [0, 0, 1.8 * thick]
        start = np.array([0.02 * f.radius * knee[0] / f.radius, 0.02 * f.radius * knee[1] / f.radius, runner])
        bars.append(tube(np.linspace(start, knee, 3), thick * 0.9, sides=6))
        end = f.point(np.array([1.0]), np.array([float(k)]))[0]
        ends.append(lathe([(0.3, -1.0), (1.0, -0.4), (1.0, 0.4), (0.3, 1.0)], 10).scaled(1.9 * thick).moved(*end))
    hub = 0.026 * f.radius
    hubs = [
        lathe(
            [(hub, runner - 2.4 * hub), (hub * 1.5, runner - 0.6 * hub), (hub * 1.5, runner + 0.4 * hub), (hub, runner + hub)],
            20,
        )
    ]
    finish = frame_finish(p)
    knob = finish if f.kind != "bubble" else Finish("plastic", CLOTH[str(p["cloth"])], 0.3)
    return [Part(join(*bars), finish), Part(join(*ends, *hubs), knob)]


def make_tip(p: Parameters, f: Frame) -> list[Part]:
    s = 1.0 if f.kind not in POLED else 2.2
    long = float(p["tip_length"]) * s * (0.5 if f.kind == "stubby" else 1.0)
    z, finish = f.apex - 0.35 * s, frame_finish(p)
    if f.kind == "pagoda":
        z -= 0.6
    cap = lathe([(2.0 * s, z - 0.35 * s), (2.0 * s, z + 0.1 * s), (0.9 * s, z + 0.75 * s), (0.6 * s, z + 0.9 * s)], 28)
    profiles = {
        "spike": [(0.75, 0.0), (0.6, 3.2 * long), (0.42, 6.0 * long), (0.2, 6.4 * long)],
        "ball": [
            (0.6, 0.0),
            (0.5, 1.0 * long),
            *[(1.3 * np.cos(a), 2.2 * long + 1.3 * np.sin(a)) for a in np.linspace(-1.1, 1.5, 10)],
        ],
        "acorn": [(0.7, 0.0), (0.55, 0.8 * long), (1.35, 1.3 * long), (1.4, 1.9 * long), (1.0, 3.2 * long), (0.3, 4.2 * long)],
        "stub": [(0.9, 0.0), (0.9, 1.6 * long), (0.7, 2.0 * long)],
    }
    turned = lathe([(r * s, z + 0.4 * s + h) for r, h in profiles[str(p["tip"])]], 24)
    return [Part(cap, cloth_finishes(p)[1] if f.kind != "paper" else finish), Part(turned, finish)]
