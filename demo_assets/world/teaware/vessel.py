# SPDX-License-Identifier: GPL-3.0-or-later
"""The body of a teapot: its measures, what it is made of, relief and foot."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..finish import Finish, Print
from ..mesh import Array, Mesh, join
from ..palette import GLAZE, METAL, WOOD
from ..parameters import Parameters
from ..part import Part
from ..shapes.curves import smooth_interpolation
from ..shapes.lathe import lathe
from ..shapes.turned import plan_factor, revolved_along, rounded

# Height over radius; relative radius at shares of the height, the last being the opening.
FORMS = {
    "globe": (1.62, ((0.0, 0.56), (0.2, 0.87), (0.5, 1.0), (0.8, 0.84), (1.0, 0.52))),
    "pear": (2.0, ((0.0, 0.7), (0.24, 1.0), (0.55, 0.83), (0.82, 0.54), (1.0, 0.5))),
    "drum": (1.35, ((0.0, 0.95), (0.1, 1.0), (0.8, 0.98), (0.94, 0.86), (1.0, 0.66))),
    "cone": (1.7, ((0.0, 1.0), (0.12, 0.99), (0.55, 0.74), (1.0, 0.46))),
    "squat": (1.0, ((0.0, 0.6), (0.25, 0.92), (0.48, 1.0), (0.75, 0.84), (1.0, 0.42))),
    "urn": (1.85, ((0.0, 0.44), (0.3, 0.7), (0.64, 1.0), (0.85, 0.86), (1.0, 0.56))),
    "tetsubin": (1.2, ((0.0, 0.66), (0.22, 0.86), (0.56, 1.0), (0.66, 0.98), (0.86, 0.72), (1.0, 0.5))),
    "tall": (2.5, ((0.0, 0.96), (0.1, 1.0), (0.5, 0.84), (0.85, 0.68), (1.0, 0.6))),
    "waist": (2.2, ((0.0, 1.0), (0.12, 0.99), (0.5, 0.7), (0.82, 0.84), (1.0, 0.8))),
}


SEGMENTS = 96


def body_finish(p: Parameters) -> Finish:
    glaze, material = GLAZE[str(p["glaze"])], str(p["material"])
    if material == "iron":
        iron = {"charcoal": "#2f3133", "teal": "#2f4a4b", "red": "#5a2f2a", "sage": "#4a5546", "blue": "#2f3d54"}
        return Finish("metal", iron.get(str(p["glaze"]), "#34363a"), 0.58)
    if material == "steel":
        return Finish("metal", "#b4b7ba", 0.25)
    if material == "copper":
        return Finish("metal", "#b87350", 0.28)
    if material == "speckled":
        return Finish("ceramic", glaze, 0.35, Print("speckle", "#5b4a3c" if p["glaze"] != "charcoal" else "#9a948a", 14.0))
    return Finish("ceramic", glaze, {"glossy": 0.12, "matt": 0.6, "satin": 0.32}[material])


def accent_finish(p: Parameters) -> Finish:
    body = body_finish(p)
    if body.kind == "metal":
        return Finish("metal", METAL["brass"], 0.35) if p["material"] == "iron" else Finish("metal", METAL["black"], 0.4)
    second = str(p["accent"]) if p["accent"] != p["glaze"] else ("charcoal" if p["glaze"] != "charcoal" else "cream")
    return Finish("ceramic", GLAZE[second], body.roughness if body.kind == "ceramic" else 0.3)


def base_height(p: Parameters) -> float:
    return {"flat": 0.0, "ring": 0.5, "pedestal": 1.5, "balls": 1.0, "trivet": 0.9}[str(p["foot"])] * float(p["foot_height"])


def height_of(p: Parameters) -> float:
    return FORMS[str(p["form"])][0] * float(p["radius"]) * float(p["height"])


def radius_at(p: Parameters, share: Array | float) -> Array:
    """Outer radius at a share of the height of the body."""
    knots = FORMS[str(p["form"])][1]
    u = np.asarray(share, float)
    values = [v for _, v in knots]
    values[-1] = float(np.clip(values[-1] * float(p["opening"]), 0.36, 0.96 * max(values[-2], 0.4)))
    shape = smooth_interpolation(u, [k for k, _ in knots], values)
    return float(p["radius"]) * shape * (1 + float(p["belly"]) * np.sin(np.pi * u))


def plan_of(p: Parameters, base: float) -> Callable[[Array, float, float], Array] | None:
    plan, height = str(p["plan"]), height_of(p)
    if plan == "round":
        return None

    def modulate(angle: Array, radius: float, z: float) -> Array:
        if plan == "lobed":
            share = np.clip((z - base) / height, 0, 1)
            return radius * (1 + np.sin(np.pi * share) ** 0.7 * (plan_factor(plan, angle, 0.09) - 1))
        return radius * plan_factor(plan, angle)

    return modulate


def point_on_wall(p: Parameters, share: float, base: float, angle: float) -> Array:
    """A point on the skin at a share of the height."""
    r, z = float(radius_at(p, share)), base + share * height_of(p)
    modulate = plan_of(p, base)
    if modulate is not None:
        r = float(modulate(np.array([angle]), r, z)[0])
    return np.array([r * np.cos(angle), r * np.sin(angle), z])


def vessel(p: Parameters, base: float) -> list[Part]:
    height = height_of(p)
    heel = 0.07 * float(p["radius"])
    u = np.linspace(0, 1, 44)
    r, z = radius_at(p, u), base + height * u
    kept = u * height > heel
    first = float(radius_at(p, heel / height))
    turn = np.linspace(-np.pi / 2, 0, 7)
    corner = [(first - heel + heel * np.cos(a), base + heel + heel * np.sin(a)) for a in turn]
    top = r[-1]
    rim = [(top - 0.02 * top, z[-1] + 0.12), (top - 0.1 * top, z[-1] + 0.12), (top - 0.14 * top, z[-1] - 0.1)]
    profile = np.vstack([corner, np.column_stack([r[kept], z[kept]]), rim])
    return [Part(lathe(profile, SEGMENTS, plan_of(p, base)), body_finish(p))]


def _band(p: Parameters, base: float, low: float, high: float, proud: float) -> Mesh:
    u = np.linspace(low, high, 14)
    r = radius_at(p, u) + proud * (1 - np.abs(np.linspace(-1, 1, 14)) ** 6)
    z = base + height_of(p) * u
    points = [(r[0] - 0.25, z[0]), *zip(r + 0.03, z, strict=True), (r[-1] - 0.25, z[-1])]
    mesh = lathe(points, SEGMENTS, plan_of(p, base))
    return Mesh(mesh.vertices, mesh.faces[:-2])


def relief(p: Parameters, base: float) -> list[Part]:
    kind, place, body = str(p["relief"]), float(p["relief_place"]), body_finish(p)
    if kind == "band":
        return [Part(_band(p, base, place - 0.06, place + 0.06, 0.12), accent_finish(p))]
    if kind == "three bands":
        return [Part(_band(p, base, u - 0.02, u + 0.02, 0.14), accent_finish(p)) for u in (0.12, 0.78, 0.86)]
    if kind == "dipped":
        return [Part(_band(p, base, 0.035, 0.15 + 0.5 * place, 0.05), accent_finish(p))]
    if kind == "ribs":
        count = 2 * int(float(p["relief_count"]))
        return [Part(_band(p, base, u - 0.3 / count, u + 0.3 / count, 0.2), body) for u in np.linspace(0.12, 0.84, count)]
    if kind == "studs":
        return [Part(_studs(p, base, place), body)]
    return []


def _studs(p: Parameters, base: float, place: float) -> Mesh:
    """Rows of small knobs round the belly, as on cast iron."""
    rows = int(float(p["relief_count"]))
    size = 0.078 * float(p["radius"])
    step = 2.7 * size / height_of(p)
    low = np.clip(place - 0.5 * step * rows, 0.12, max(0.12, 0.86 - step * rows))
    studs = []
    profile = [(1.15 * size, -0.2 * size), (0.9 * size, 0.45 * size), (0.4 * size, 0.82 * size)]
    for row in range(rows):
        u = float(low + step * (row + 0.5))
        r = float(radius_at(p, u))
        slope = float(radius_at(p, u + 0.02) - radius_at(p, u - 0.02)) / (0.04 * height_of(p))
        count = int(2 * np.pi * r / (3.1 * size))
        for angle in (np.arange(count) + 0.5 * (row % 2)) * 2 * np.pi / count:
            out = np.array([np.cos(angle), np.sin(angle), -slope])
            studs.append(revolved_along((r * out[0], r * out[1], base + u * height_of(p)), out, profile, 7))
    return join(*studs)


def standing_foot(p: Parameters, base: float) -> list[Part]:
    kind, finish, plan = str(p["foot"]), body_finish(p), plan_of(p, base)
    r = float(radius_at(p, 0.02))
    if kind == "ring":
        return [Part(lathe(rounded([(0.7 * r, 0.0), (0.84 * r, 0.0, 0.1), (0.86 * r, base + 0.35)]), SEGMENTS, plan), finish)]
    if kind == "pedestal":
        corners = [
            (0.7 * r, 0),
            (1.0 * r, 0, 0.15),
            (1.0 * r, 0.25 * base, 0.2),
            (0.62 * r, 0.7 * base, 0.5),
            (0.78 * r, base + 0.3),
        ]
        return [Part(lathe(rounded(corners), SEGMENTS, plan), finish)]
    if kind == "balls":
        size = 0.75 * base
        balls = []
        for angle in np.radians([-150, -30, 90]):
            turn = np.linspace(-np.pi / 2 + 0.1, np.pi / 2 - 0.1, 12)
            ball = np.column_stack([size * np.cos(turn), size + size * np.sin(turn)])
            balls.append(lathe(ball, 24).moved(0.74 * r * np.cos(angle), 0.74 * r * np.sin(angle)))
        return [Part(join(*balls), accent_finish(p) if finish.kind == "metal" else finish)]
    if kind == "trivet":
        wide = 1.18 * max(r, 0.72 * float(p["radius"]))
        wood = Finish("wood", WOOD[str(p["wood"])])
        corners = [
            (0.8 * wide, 0),
            (wide, 0, 0.2),
            (wide, base, 0.25),
            (0.9 * wide, base, 0.1),
            (0.88 * wide, base - 0.02),
            (0.1, base - 0.02),
        ]
        return [Part(lathe(rounded(corners), SEGMENTS), wood)]
    return []
