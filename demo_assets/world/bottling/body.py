# SPDX-License-Identifier: GPL-3.0-or-later
"""The body of a bottle: its measures, skin and relief, and what it is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..finish import Finish
from ..mesh import Array, Mesh
from ..palette import METAL
from ..parameters import Parameters
from ..part import Part
from ..shapes.curves import bezier, spline
from ..shapes.lathe import lathe
from ..shapes.sweep import tube
from ..shapes.turned import plan_factor


@dataclass(frozen=True)
class Form:
    """Height and radius in cm; where shoulder and neck begin (shares of the height), the neck's radius (share of the
    body's), how far the shoulder goes on upwards before it turns, and how early the neck is upright."""

    height: float
    radius: float
    shoulder: float
    neck: float
    throat: float
    square: float
    slender: float


FORMS = {
    "bordeaux": Form(30.0, 3.9, 0.60, 0.74, 0.38, 0.75, 0.5),
    "burgundy": Form(29.0, 4.3, 0.40, 0.78, 0.34, 0.4, 0.45),
    "longneck": Form(23.0, 3.2, 0.50, 0.74, 0.42, 0.55, 0.3),
    "flagon": Form(26.0, 5.0, 0.52, 0.82, 0.33, 0.7, 0.55),
    "milk": Form(24.0, 4.6, 0.52, 0.80, 0.58, 0.55, 0.5),
    "perfume": Form(10.5, 4.0, 0.70, 0.84, 0.30, 0.85, 0.8),
    "sauce": Form(20.0, 3.3, 0.50, 0.86, 0.44, 0.45, 0.25),
    "flask": Form(25.0, 3.7, 0.74, 0.86, 0.68, 0.7, 0.7),
    "medicine": Form(12.5, 3.2, 0.62, 0.76, 0.46, 0.85, 0.75),
    "spray": Form(20.0, 4.2, 0.58, 0.92, 0.34, 0.5, 0.4),
}


GLASS = {"green": "#5f8a52", "amber": "#a8642a", "clear": "#c6d3d2", "blue": "#5a8fc0", "olive": "#8c8f4a", "rose": "#cf9a98"}


# Filled and dark: light hardly comes through.
WINE = {"green": "#1f3a20", "amber": "#4a2410", "clear": "#7d2030", "blue": "#1c3557", "olive": "#4a4d1c", "rose": "#b8705f"}


BEER = {"green": "#2c5a2c", "amber": "#5e2e10", "clear": "#b27a26", "blue": "#24466e", "olive": "#55581f", "rose": "#a85a3c"}


DARK = {"bordeaux": WINE, "burgundy": WINE, "longneck": BEER}


COAT = {
    "sage": "#8ea487",
    "navy": "#2b3d63",
    "coral": "#cf6a55",
    "sand": "#c9b594",
    "charcoal": "#3a3d42",
    "teal": "#2c7f83",
    "mustard": "#cf9f3a",
    "cream": "#d8cbb0",
}


INK = {"black": "#2b2a2a", "red": "#a83a30", "blue": "#2d4f83", "gold": "#a98442", "green": "#3d6147"}


PAPER = {"cream": "#dccfae", "white": "#d6d1c7", "kraft": "#b98f5e", "grey": "#b6bab6", "black": "#2f2d2c", "yellow": "#d9b95c"}


SEGMENTS = 96


def body_finish(p: Parameters) -> Finish:
    coat = COAT[str(p["coat"])]
    if p["kind"] == "flask":
        return Finish("metal", METAL["steel"], 0.32) if p["stuff"] == "coated" else Finish("paint", coat, 0.4)
    if p["kind"] == "spray" or (p["kind"] == "sauce" and p["closure"] in ("nozzle", "flip")):
        return Finish("plastic", coat)
    if p["kind"] == "flagon" and p["stuff"] == "coated":
        return Finish("ceramic", coat, 0.3)
    if p["kind"] in DARK:
        return Finish("ceramic", DARK[str(p["kind"])][str(p["glass"])], 0.05)
    if p["kind"] == "milk" and p["stuff"] == "coated":
        return Finish("ceramic", "#d8d2c4", 0.06)
    return Finish("glass", GLASS[str(p["glass"])], 0.04)


def metal_finish(p: Parameters) -> Finish:
    return Finish("metal", METAL[str(p["metal"])], 0.28)


def ink_finish(p: Parameters) -> Finish:
    colour = "#d6c9a8" if p["paper"] == "black" else INK[str(p["ink"])]
    return Finish("paper", colour)


@dataclass(frozen=True)
class Shape:
    """The outer profile [(radius, z)] and the measures that other parts are fitted to."""

    profile: Array
    height: float
    radius: float
    shoulder: float
    neck: float
    throat: float
    heel: float


def measures(p: Parameters) -> Shape:
    form = FORMS[str(p["kind"])]
    height = form.height * float(p["height"])
    radius = form.radius * float(p["girth"])
    shoulder = height * (form.shoulder + float(p["shoulder"]))
    neck = min(shoulder + height * (form.neck - form.shoulder) * float(p["slope"]), 0.94 * height)
    throat = form.radius * form.throat * float(p["throat"])
    u = np.linspace(0, 1, 26)
    wall = radius * (1 + float(p["taper"]) * (2 * u - 1) + float(p["waist"]) * np.sin(np.pi * u))
    heel = float(p["heel"]) * radius
    low = u * shoulder
    kept = low > heel * 1.05
    first = float(np.interp(heel, low, wall))
    turn = np.linspace(-np.pi / 2, 0, 9)[:-1]
    corner = [(first - heel + heel * np.cos(a), heel + heel * np.sin(a)) for a in turn]
    top = wall[-1]
    rise = neck - shoulder
    lean = (wall[-1] - wall[-2]) / (low[-1] - low[-2])
    over = bezier(
        (top, shoulder),
        (top + lean * form.square * rise, shoulder + form.square * rise),
        (throat * (1 + float(p["neck_swell"])), neck - form.slender * rise),
        (throat * (1 + float(p["neck_swell"])), neck),
        np.linspace(0, 1, 22)[1:],
    )
    rest = np.linspace(0, 1, 8)[1:]
    up = [(throat * (1 + float(p["neck_swell"]) * (1 - s) ** 2), neck + s * (height - neck)) for s in rest]
    profile = np.vstack([corner, np.column_stack([wall[kept], low[kept]]), over, up])
    return Shape(profile, height, radius, shoulder, neck, throat, heel)


def radius_at(shape: Shape, z: Array | float) -> Array:
    return np.interp(z, shape.profile[:, 1], shape.profile[:, 0])


def plan_of(p: Parameters, shape: Shape) -> Callable[[Array, float, float], Array]:
    """Radii round the axis: the plan of the body, turning into a circle towards the neck."""
    plan = str(p["plan"])
    aspect = (
        float(p["flatness"]) if plan == "oval" or (plan == "square" and p["kind"] in ("perfume", "spray", "medicine")) else 1.0
    )
    least = 1.12 * shape.throat / shape.radius
    aspect = max(aspect, least) if aspect < 1 else 1.0

    def modulate(angle: Array, radius: float, z: float) -> Array:
        if plan == "round":
            return np.full(np.shape(angle), radius)
        share = np.clip((z - shape.shoulder) / (shape.neck - shape.shoulder), 0, 1)
        mix = 1 - share**2 * (3 - 2 * share)
        return radius * (1 + mix * (plan_factor(plan, angle, 0.07, aspect) - 1))

    return modulate


def skin_of(p: Parameters, shape: Shape) -> list[Part]:
    finish = body_finish(p)
    modulate = plan_of(p, shape)
    top = [(shape.throat, shape.height - 0.05), (0.9 * shape.throat, shape.height)]
    first = float(shape.profile[0, 0])
    under = [(0.1, 0.08 * shape.radius), (0.8 * first, 0.05 * shape.radius), (0.94 * first, 0.01 * shape.radius)]
    return [Part(lathe(np.vstack([under, shape.profile[:-1], top]), SEGMENTS, modulate), finish)]


def collar_round(shape: Shape, modulate: Callable, low: float, high: float, proud: float, soft: float = 0.4) -> Mesh:
    """A raised band round the body between two heights."""
    z = np.linspace(low, high, 12)
    r = radius_at(shape, z)
    bulge = proud * (1 - np.abs(np.linspace(-1, 1, 12)) ** (2 / soft))
    points = [(r[0] - 0.05 * shape.radius, low), *zip(r + bulge + 0.004 * shape.radius, z, strict=True)]
    points.append((r[-1] - 0.05 * shape.radius, high))
    mesh = lathe(points, SEGMENTS, modulate)
    return Mesh(mesh.vertices, mesh.faces[:-2])


def ears(p: Parameters, shape: Shape) -> list[Part]:
    if p["handle"] == "none":
        return []
    high, low = shape.neck - 0.03 * shape.height, shape.shoulder + 0.03 * shape.height
    reach = 0.55 * shape.radius
    x0, x1 = float(radius_at(shape, high)) * 0.8, float(radius_at(shape, low)) * 0.85
    out = max(x0 + reach * 1.3, x1 * 0.95)
    path = spline(
        [
            (x0, 0, high),
            (0.5 * (x0 + out), 0, high + 0.05 * shape.height),
            (out, 0, high - 0.25 * (high - low)),
            (0.97 * out, 0, low + 0.35 * (high - low)),
            (x1, 0, low),
        ],
        30,
    )
    mesh = tube(path, 0.14 * shape.radius, 1 + 0.15 * np.cos(np.linspace(0, 2 * np.pi, 30)), sides=16)
    parts = [Part(mesh, body_finish(p))]
    if p["handle"] == "pair":
        parts.append(Part(mesh.mirrored(), body_finish(p)))
    return parts
