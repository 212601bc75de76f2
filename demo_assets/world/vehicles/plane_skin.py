# SPDX-License-Identifier: GPL-3.0-or-later
"""Wings, tail, windows, canopies and paint of an aeroplane."""

from __future__ import annotations

import numpy as np

from ..finish import Finish
from ..mesh import Array
from ..part import Part
from ..shapes.curves import fillet, superellipse
from ..shapes.loft import loft
from .airframe import DARK, GLASS, GROOVE, Foil, drop
from .plane_plan import Plane, pair
from .skin import line, outward, pane, rounded


def surfaces(plane: Plane) -> list[Part]:
    parts, fine = [], 0.16
    for wing in plane.wings:
        parts += pair(wing.mesh(), plane.paint)
        inner = 2.6 / plane.half
        parts += pair(wing.cut(0.56, 0.9, 0.74, fine), GROOVE)
        if wing is plane.wing:
            parts += pair(wing.cut(inner, 0.52, 0.72, fine), GROOVE)
    tip, ending = np.asarray(plane.wing.tip), str(plane.p["tip"])
    chord = plane.wing.tip_chord
    if ending == "winglet":
        high = 2.2 if plane.kind != "airliner" else 2.8
        fin = Foil(
            tuple(tip - [0.1, 0, 0]),
            tuple(tip + [0.9, 0.75 * chord + 0.4, high]),
            chord * 0.92,
            chord * 0.35,
            0.09,
            (-0.9, 0, 0.4),
            "square",
            0.0,
        )
        parts += pair(fin.mesh(), plane.second)
    elif ending == "tank":
        long = max(3.2, 1.7 * chord)
        parts += pair(drop(long, 0.62, 0.62, tip + [0.1, 0.42 * chord, 0]), plane.second)
    for foil, two in plane.tails:
        cut = foil.cut(0.12, 0.9, 0.62, fine)
        if two:
            parts += pair(foil.mesh(), plane.paint) + pair(cut, GROOVE)
        else:
            finish = plane.second if plane.p["scheme"] == "tail" else plane.paint
            parts += [Part(foil.mesh(), finish), *pair(cut, GROOVE)]
    return parts


def windows(plane: Plane) -> list[Part]:
    body, kind, core, parts = plane.body, plane.kind, plane.body.core(), []
    if kind in ("low wing", "glider", "fighter"):
        return _bubble(plane)
    if kind == "biplane":
        return _cockpits(plane)
    if kind in ("high wing", "seaplane"):
        outline = rounded([(0.225, 0.06), (0.225, 0.95), (0.298, 0.78), (0.298, 0.05)], 0.02, 44)
        parts += pair(pane(outline, body.round, 0.06, core, 5), GLASS)
        top = float(body.sizes(body.y(0.4))[1])
        cuts = {"long": (0.31, 0.42, 0.5, 0.58), "short": (0.31, 0.44), "framed": (0.31, 0.4, 0.47)}[str(plane.p["canopy"])]
        for a, b in zip(cuts[:-1], cuts[1:], strict=True):
            y0, y1 = body.y(a) + 0.18, body.y(b) - 0.18
            low, high = 0.38 * top, 0.83 * top
            pinch = 0.35 if b > 0.48 else 0.0
            outline = rounded([(y0, low), (y1, low + pinch), (y1 - 0.1, high - pinch), (y0, high)], 0.3, 40)
            parts += pair(pane(outline, body.side, 0.06, core), GLASS)
        door = [(body.y(0.305), 0.8 * top), (body.y(0.305), -1.2), (body.y(0.425), -1.2), (body.y(0.425), 0.8 * top)]
        return [*parts, *pair(line(fillet(door, 0.5), body.side, 0.1, 0.04, core), GROOVE)]
    first, last = {"airliner": (0.055, 0.085), "twin prop": (0.19, 0.245), "business jet": (0.1, 0.15)}.get(kind, (0.13, 0.18))
    for a, b in ((0.05, 0.42), (0.5, 0.86), (0.94, 1.22)):
        outline = rounded([(first, a), (first + 0.1 * (last - first), b), (last, b * 0.94), (last - 0.004, a * 0.9)], 0.008, 32)
        parts += pair(pane(outline, body.round, 0.05, core), GLASS)
    start, stop, count = {"airliner": (0.17, 0.76, 24), "business jet": (0.24, 0.58, 6), "twin prop": (0.29, 0.64, 6)}.get(
        kind, (0.24, 0.44, 4)
    )
    long = {"long": stop, "short": stop - 0.08, "framed": stop}[str(plane.p["canopy"])]
    wide = {"airliner": 0.2, "business jet": 0.42, "twin prop": 0.5}.get(kind, 0.42)
    exponent = {"long": 2.0, "short": 4.0, "framed": 3.0}[str(plane.p["canopy"])]
    tall = wide * (1.35 if exponent < 3 else 1.1)
    for f in np.linspace(start, long, count):
        y = body.y(float(f))
        outline = superellipse(wide, tall, exponent, 20) + [y, body.middle(y) + 0.3 * float(body.sizes(y)[1])]
        parts += pair(pane(outline, body.side, 0.04, core, 2), GLASS)
    if kind in ("airliner", "business jet", "twin prop"):
        for f in (0.13, 0.8) if kind == "airliner" else (0.2,) if kind == "business jet" else (0.68,):
            y, z = body.y(f), body.middle(body.y(f))
            tall = 0.48 * float(body.sizes(y)[1] - z)
            outline = rounded(
                np.array([(-0.55, -tall), (0.55, -tall), (0.55, 1.6 * tall), (-0.55, 1.6 * tall)]) + [y, z], 0.25, 36
            )
            parts += pair(line(outline, body.side, 0.1, 0.04, core, closed=True), GROOVE)
    return parts


def _bubble(plane: Plane) -> list[Part]:
    """A canopy on the back."""
    body, kind, style = plane.body, plane.kind, str(plane.p["canopy"])
    begin, end, tall = {"low wing": (0.22, 0.5, 1.35), "glider": (0.045, 0.36, 0.42), "fighter": (0.15, 0.38, 0.85)}[kind]
    end += {"long": 0.07, "short": -0.03, "framed": 0.0}[style]
    tall *= float(plane.p["girth"])
    share = 0.9 if kind == "low wing" else 0.86

    def skin(u: Array, angle: Array) -> Array:
        y = body.y(begin) + (body.y(end) - body.y(begin)) * np.clip(u, 0, 1)
        wide, top, bottom = body.sizes(y)
        grow = np.maximum(np.sin(np.pi * np.clip(u, 0.0, 1.0) ** 0.72), 0.0) ** (0.62 if kind != "low wing" else 0.5)
        base = (top + bottom) / 2 + 0.3 * (top - bottom) / 2
        high = (top - base) * 0.86 + tall * grow
        s, c = np.sin(angle), np.cos(angle)
        radius = (np.abs(s) ** 2.3 + np.abs(c) ** 2.3) ** (-1 / 2.3)
        return np.stack([wide * share * (0.55 + 0.45 * grow) * radius * s, y, base + high * radius * c], axis=1)

    angle = np.linspace(-np.pi / 2, np.pi / 2, 25)
    rings = [skin(np.full(25, u), angle) for u in np.linspace(0.0, 1.0, 30)]
    parts = [Part(outward(loft(rings)), GLASS)]
    core = np.array([0.0, body.y((begin + end) / 2), body.middle(body.y(begin))])
    bows = {"long": (0.32, 0.72), "short": (0.36,), "framed": (0.22, 0.4, 0.58, 0.76)}[style]
    for u in bows:
        path = np.column_stack([np.full(21, u), np.linspace(-1.3, 1.3, 21)])
        parts.append(Part(line(path, skin, 0.22, 0.06, core), plane.paint))
    if style == "framed":
        path = np.column_stack([np.linspace(0.06, 0.94, 20), np.full(20, 0.62)])
        parts += pair(line(path, skin, 0.16, 0.06, core), plane.paint)
    return parts


def _cockpits(plane: Plane) -> list[Part]:
    """Open seats behind small screens."""
    body, parts = plane.body, []
    places = {"long": (0.33, 0.5), "short": (0.48,), "framed": (0.36, 0.5)}[str(plane.p["canopy"])]
    core = body.core()
    for f in places:
        y = body.y(f)
        outline = superellipse(0.86, 1.15, 2.6, 36) + [0.0, y]
        parts.append(Part(pane(outline, body.over, 0.03, core), DARK))
        parts.append(Part(line(outline, body.over, 0.32, 0.14, core, closed=True), Finish("leather", "#5a3420")))
        z = float(body.sizes(y - 1.1)[1])
        seat = drop(0.9, 0.55, 0.75, (0, y + 0.75, z - 0.1), 0.5)
        parts.append(Part(seat, Finish("leather", "#5a3420")))
        bow = [np.array([0.85 * np.sin(a), y - 1.25 + 0.5 * (1 - np.cos(a)), z - 0.25]) for a in np.linspace(-1.5, 1.5, 15)]
        top = [
            q * [0.82, 1, 1] + [0, 0.3, 0.2 + 0.85 * np.cos(a) ** 0.5]
            for q, a in zip(bow, np.linspace(-1.5, 1.5, 15), strict=True)
        ]
        rings = [np.array([b, t, t + [0, 0.06, 0], b + [0, 0.06, 0]]) for b, t in zip(bow, top, strict=True)]
        parts.append(Part(outward(loft(rings)), GLASS))
    return parts


def marks(plane: Plane) -> list[Part]:
    scheme, body, core, parts = str(plane.p["scheme"]), plane.body, plane.body.core(), []
    last = 0.9 if plane.kind != "fighter" else 0.8
    if scheme in ("line", "twin lines"):
        f = np.linspace(0.05, last, 40)
        y = (f - 0.5) * body.length
        _, top, bottom = body.sizes(y)
        offsets = (-0.12,) if scheme == "line" else (-0.05, -0.32)
        for offset in offsets:
            low = np.minimum(top, float(body.sizes(body.y(0.1))[1]) * 1.2)
            z = (low + bottom) / 2 + offset * (low - bottom) / 2 + 0.25 * np.clip(f - 0.6, 0, 1)
            width = 0.5 if scheme == "line" else 0.22
            parts += pair(line(np.column_stack([y, z]), body.side, width, 0.05, core), plane.second)
    if scheme == "bands":
        for wing in plane.wings:
            parts += pair(wing.band(0.66, 0.74, 0.06), plane.second) + pair(wing.band(0.78, 0.82, 0.06), plane.second)
    if scheme == "discs":
        wing = plane.wings[-1]
        radius = 0.26 * (wing.chord + wing.tip_chord) / 2
        parts += pair(wing.disc(0.7, radius, 0.09), plane.second) + pair(wing.disc(0.7, radius * 0.5, 0.13), plane.paint)
    if scheme == "tail":
        f0 = 0.72
        for f in (f0, f0 + 0.045):
            ring = np.column_stack([np.full(40, f), np.linspace(0, 2 * np.pi, 41)[:-1]])
            parts.append(
                Part(line(ring, body.round, 0.6, 0.05, (0, body.y(f), body.middle(body.y(f))), closed=True), plane.second)
            )
    return parts
