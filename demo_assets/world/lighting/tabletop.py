# SPDX-License-Identifier: GPL-3.0-or-later
"""Lamps for a table: turned bodies under cloth, mushrooms, globes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..finish import Finish
from ..mesh import Array, Mesh
from ..palette import GLAZE
from ..parameters import Parameters
from ..part import Part
from ..shapes.curves import spline
from ..shapes.lathe import lathe
from ..shapes.sweep import tube
from ..shapes.turned import flat_tube, plan_factor, revolved_along, rounded
from .finishes import LIT, body_finish, metal_finish, paint_finish, wood_finish
from .fittings import SEGMENTS, ball_at, hoop_at, pull_chain, standing_foot, turned
from .shades import cloth_shade


def _flutes(h: float) -> Callable[[Array, float, float], Array]:
    """Flutes that die out towards both ends of a body `h` high."""

    def modulate(angle: Array, radius: float, z: float) -> Array:
        fade = np.clip(z / (0.15 * h), 0, 1) * np.clip((h - z) / (0.2 * h), 0, 1)
        return radius * plan_factor("fluted", angle, 0.06 * float(fade))

    return modulate


def table(p: Parameters) -> list[Part]:
    parts, low = standing_foot(p, 8.5, 1.8, wood_finish(p) if p["stuff"] != "wood" else metal_finish(p))
    h, w = 24.0 * float(p["height"]), 7.5 * float(p["body_width"])
    s = float(p["body_low"])
    kind, finish = str(p["stem"]), body_finish(p)
    if kind == "ring":
        turn = np.linspace(0, 2 * np.pi, 72, endpoint=False)
        r = 0.36 * h
        path = np.column_stack([r * np.cos(turn), np.zeros(72), low + 1.06 * r + 0.5 + r * np.sin(turn)])
        parts.append(Part(flat_tube(path, 0.24 * r * float(p["body_width"]), closed=True, sides=24), finish))
        top = low + 2.06 * r + 0.5 + 0.24 * r
        parts.append(
            Part(
                turned([(0.3 * r, low - 0.1), (0.34 * r, low + 0.3, 0.2), (0.2 * r, low + 0.3 * r), (0.05, low + 0.3 * r)]),
                finish,
            )
        )
    elif kind == "cubes":
        sizes = (1.0, 0.82, 0.66) if s > 0 else (0.8, 1.0, 0.8)
        z = low - 0.05
        for i, size in enumerate(sizes):
            tall = h * 0.92 * size / sum(sizes)
            half = 0.62 * w * size
            mesh = turned(
                [(0.1, z), (half, z, 0.5), (half, z + tall, 0.5), (0.1, z + tall)],
                96,
                lambda a, q, _z: q * plan_factor("square", a) / 0.89,
            )
            parts.append(Part(mesh.turned(28.0 * i * float(p["bend"])), finish))
            z += tall - 0.05
        top = z
    else:
        b = {
            "vase": [(0.5, 0), (0.56, 0.04), (0.72, 0.2), (1.0, 0.62 + s), (0.82, 0.85), (0.36, 0.95), (0.34, 1.0)],
            "gourd": [
                (0.6, 0),
                (0.86, 0.1),
                (1.0, 0.28 + s),
                (0.8, 0.48 + s),
                (0.42, 0.6 + s),
                (0.56, 0.76),
                (0.44, 0.9),
                (0.2, 1.0),
            ],
            "balls": [],
            "column": [(0.62, 0), (0.62, 0.06), (0.44, 0.09), (0.4, 0.9), (0.6, 0.93), (0.6, 1.0)],
            "jar": [
                (0.75, 0),
                (0.8, 0.04),
                (1.02, 0.4 + s),
                (1.05, 0.62 + s),
                (0.8, 0.82),
                (0.5, 0.86),
                (0.5, 0.92),
                (0.3, 1.0),
            ],
            "candlestick": [
                (0.6, 0),
                (0.5, 0.06),
                (0.24, 0.12),
                (0.3, 0.2),
                (0.54, 0.3 + s),
                (0.3, 0.42 + s),
                (0.2, 0.5 + s),
                (0.26, 0.72),
                (0.44, 0.8),
                (0.22, 0.88),
                (0.5, 0.96),
                (0.5, 1.0),
            ],
            "cone": [(1.0, 0), (1.0, 0.03), (0.26, 0.96), (0.26, 1.0)],
        }[kind]
        if kind == "balls":
            count = 3 if s > 0 else 4
            sizes = np.linspace(1.0, 0.62 + 0.4 * float(p["bend"]), count)
            unit = 0.98 * h / sizes.sum()
            z = low - 0.1
            for size in sizes:
                tall = unit * size
                parts.append(
                    Part(
                        ball_at(
                            min(0.52 * tall * float(p["body_width"]) * 1.15, 8.5),
                            (0, 0, z + 0.5 * tall),
                            0.52 * tall / min(0.52 * tall * float(p["body_width"]) * 1.15, 8.5),
                        ),
                        finish,
                    )
                )
                z += tall * 0.99
            top = z
        else:
            knots = np.array(b)
            if kind in ("column", "cone"):
                profile = rounded([(0.1, 0), *[(q, u * h / w, 0.06) for q, u in b], (0.1, h / w)])
                profile = np.column_stack([profile[:, 0] * w, profile[:, 1] * w])
            else:
                profile = spline(np.column_stack([knots[:, 0] * w, knots[:, 1] * h]), 60)
            modulate = None
            if p["trim"] == "knob" and kind in ("vase", "jar", "gourd", "cone"):
                modulate = _flutes(h)
            mesh = lathe(np.vstack([profile, [(0.1, profile[-1, 1])]]), 120 if modulate else SEGMENTS, modulate)
            parts.append(Part(mesh.moved(0, 0, low - 0.05), finish))
            top = low + h
    neck = turned([(0.1, top - 0.6), (1.5, top - 0.6), (1.4, top + 0.3, 0.3), (0.7, top + 0.9, 0.3), (0.7, top + 3.0)], 28)
    parts.append(Part(neck, metal_finish(p)))
    parts += cloth_shade(p, top + 2.0, 14.5, 18.0)
    if p["trim"] == "pull chain":
        parts += pull_chain(p, (4.0, -3.0, top + 2.5), 6.0)
        parts.append(
            Part(
                tube(np.array([[0, 0, top + 2.6], [2.0, -1.5, top + 2.9], [4.0, -3.0, top + 2.8]]), 0.18, sides=8),
                metal_finish(p),
            )
        )
    return parts


def _ripples(count: int) -> Callable[[Array, float, float], Array]:
    return lambda angle, radius, z: radius * (1 + 0.05 * np.abs(np.cos(count * angle)))


def mushroom(p: Parameters) -> list[Part]:
    tall, w = 19.0 * float(p["height"]), 6.0 * float(p["body_width"])
    r, up = 15.0 * float(p["shade_width"]), 9.5 * float(p["shade_height"])
    s, kind, cap = float(p["body_low"]), str(p["stem"]), str(p["shade"])
    body = (
        Finish("ceramic", GLAZE[str(p["glaze"])], 0.2)
        if p["stuff"] in ("ceramic", "glass")
        else (metal_finish(p) if p["stuff"] == "metal" else paint_finish(p))
    )
    low, h = 0.0, tall
    foot_r = 8.5 * float(p["base_width"])
    parts: list[Part] = []
    if p["base"] in ("disc", "square", "stepped", "ring"):
        parts, low = standing_foot(p, 8.5, 1.4, body)
        low -= 0.05
    thin = 0.24 * w * float(p["stem_width"])
    corners = {
        "column": [(0.5 * w, low), (0.5 * w, low + h, 0.3)],
        "trumpet": [
            (min(1.3 * w, 0.85 * foot_r), low),
            (min(1.2 * w, 0.8 * foot_r), low + 0.05 * h, 0.4),
            (0.5 * w, low + 0.25 * h, 0.2 * h),
            (2 * thin, low + (0.6 + s) * h, 0.3 * h),
            (0.8 * w, low + h),
        ],
        "ball": [
            (0.5 * w, low),
            (0.6 * w, low + 0.05 * h, 0.5),
            (1.25 * w, low + (0.32 + s) * h, 0.3 * h),
            (0.5 * w, low + (0.64 + s) * h, 0.2 * h),
            (0.46 * w, low + h),
        ],
        "cone": [
            (min(1.25 * w, 0.9 * foot_r), low),
            (min(1.2 * w, 0.88 * foot_r), low + 0.06 * h, 0.6),
            (0.42 * w, low + h, 0.3),
        ],
    }[kind]
    profile = rounded([(0.1, low), *corners, (0.1, low + h)], 14)
    parts.append(Part(lathe(profile, SEGMENTS), body))
    z = low + h - 0.3
    a = np.linspace(0, 0.497 * np.pi, 22)
    over = {
        "cap": [(r * np.cos(v), z + up * np.sin(v)) for v in a],
        "flat cap": [(1.1 * r * np.cos(v) ** 0.55, z + 0.55 * up * np.sin(v)) for v in a],
        "hat": [
            (1.08 * r * (1 - t) ** (1.0 + 0.5 * float(p["bend"])), z + 1.35 * up * t**0.9) for t in np.linspace(0, 0.985, 22)
        ],
        "bowl": [(0.92 * r * np.cos(v), z + 1.25 * up * np.sin(v)) for v in np.linspace(-0.42, 0.497 * np.pi, 26)],
        "ripple": [(r * np.cos(v) * (1 + 0.03 * np.cos(9 * v)), z + 1.05 * up * np.sin(v)) for v in a],
    }[cap]
    lip = over[0][1]
    modulate: Callable | None = None
    if cap == "ripple":
        count = int(float(p["pleats"])) // 2
        modulate = _ripples(count)
    under = [(0.4 * w, lip + 0.16 * up), (0.9 * over[0][0], lip + 0.06 * up), (0.985 * over[0][0], lip - 0.15, 0.2)]
    cover = LIT if p["lit"] == "lit" and p["stuff"] != "metal" else (paint_finish(p) if p["stuff"] != "ceramic" else body)
    parts.append(
        Part(
            lathe(
                np.vstack([rounded([(0.1, lip + 0.16 * up), *under, over[0]]), np.array(over[1:])]),
                144 if modulate else 96,
                modulate,
            ),
            cover,
        )
    )
    parts[-1] = Part(parts[-1].mesh.moved(0, 0, max(0.0, z - lip - 0.2 * up)), cover)
    top = float(over[-1][1]) + max(0.0, z - lip - 0.2 * up)
    if p["trim"] in ("knob", "edges"):
        parts.append(
            Part(
                turned(
                    [(0.1, top - 0.8), (1.2, top - 0.5), (0.7, top + 0.3, 0.2), (1.3, top + 1.3, 0.6), (0.1, top + 2.2)], 28
                ),
                metal_finish(p),
            )
        )
    if p["trim"] == "band":
        q = float(np.interp(low + 0.16 * h, profile[:, 1], profile[:, 0]))
        parts.append(Part(hoop_at(q, low + 0.16 * h, 0.4), metal_finish(p)))
    if p["trim"] == "pull chain":
        parts += pull_chain(p, (0.62 * r, -0.5 * r, lip), 5.0)
    return parts


def _globe_shape(p: Parameters, r: float) -> Mesh:
    """A glass body with its neck at the origin, upwards."""
    kind, k = str(p["shade"]), float(p["shade_height"])
    a = np.linspace(-np.pi / 2 + 0.36, np.pi / 2 - 0.02, 26)
    if kind == "ball":
        points = np.column_stack([r * np.cos(a), r * 0.93 + r * np.sin(a)])
    elif kind == "lens":
        points = np.column_stack([1.2 * r * np.cos(a), 0.62 * k * r * (0.93 + np.sin(a))])
    elif kind == "drop":
        points = spline(
            [
                (0.42 * r, 0),
                (0.85 * r, 0.35 * r),
                (0.98 * r, 0.9 * r),
                (0.62 * r, 1.75 * r * k),
                (0.2 * r, 2.35 * r * k),
                (0.03, 2.45 * r * k),
            ],
            30,
        )
    else:
        points = np.column_stack([0.84 * r * np.cos(a), 1.05 * k * r * (0.93 + np.sin(a))])
    return lathe(points, SEGMENTS)


def globe_lamp(p: Parameters) -> list[Part]:
    finish = (
        LIT
        if p["lit"] == "lit" or p["stem"] == "cup"
        else Finish(
            "ceramic",
            {"red": "#c98a5a", "cream": "#d6cdb8", "blue": "#9fb6c4", "sage": "#a9b99f"}.get(str(p["paint"]), "#d3cab6"),
            0.15,
        )
    )
    metal, kind = metal_finish(p), str(p["stem"])
    r = 9.0 * float(p["shade_width"])
    width = 0.8 * float(p["stem_width"])
    cup = [(0.1, -2.0), (0.3 * r, -1.8, 0.4), (0.5 * r, 0.1, 0.3), (0.5 * r, 0.9, 0.2), (0.1, 0.9)]
    if kind == "cup":
        h = 6.0 * float(p["height"]) * float(p["body_width"])
        b = 6.5 * float(p["base_width"])
        body = rounded(
            [
                (0.1, 0),
                (b, 0, 0.5),
                (b * (1 - 0.3 * float(p["bend"])), 0.5 * h, 0.4 * h),
                (0.62 * r, h, 0.4),
                (0.54 * r, h + 0.1),
                (0.1, h - 0.4),
            ],
            8,
        )
        return [Part(lathe(body, SEGMENTS), body_finish(p)), Part(_globe_shape(p, r).moved(0, 0, h - 0.12 * r), finish)]
    parts, low = standing_foot(p, 8.0, 1.8, metal if p["stuff"] != "wood" else wood_finish(p))
    tall = 24.0 * float(p["height"])
    collar = turned([(2.2, low - 0.2), (1.8, low + 0.8, 0.4), (1.2 * width, low + 1.4, 0.3), (0.1, low + 1.4)], 28)
    parts.append(Part(collar, metal))
    if kind == "hoop":
        big = 0.62 * tall + 0.3 * r
        turn = np.linspace(-0.5 * np.pi, 1.5 * np.pi, 97)[:-1]
        parts.append(
            Part(
                flat_tube(
                    np.column_stack([big * np.cos(turn), np.zeros(96), low + big + width * 0.4 + big * np.sin(turn)]),
                    width,
                    closed=True,
                    sides=14,
                ),
                metal,
            )
        )
        r = min(r, 0.6 * big)
        seat = np.array([0.0, 0.0, low + 2 * big + 0.4 * width])
        parts.append(
            Part(
                revolved_along(
                    seat,
                    (0, 0, -1),
                    rounded([(0.1, -0.5), (0.3 * r, -0.4, 0.3), (0.5 * r, 1.4, 0.3), (0.5 * r, 2.2, 0.2), (0.1, 2.2)]),
                    32,
                ),
                metal,
            )
        )
        globe = _globe_shape(p, r)
        hung = Mesh(globe.vertices * [1, 1, -1], tuple(f[::-1] for f in globe.faces)).moved(0, 0, float(seat[2]) - 1.8)
        return [*parts, Part(hung, finish)]
    if kind == "branches":
        count = 3
        for i in range(count):
            x = (i - 1) * 1.15 * r * float(p["reach"])
            z = low + tall * (0.8 + 0.35 * (i if float(p["tilt"]) > 0.5 else (1 - abs(i - 1))))
            size = 0.62 * r
            y = 0.0 if i != 1 else 0.1
            path = spline(
                [
                    (0.12 * x, y, low - 0.3),
                    (0.25 * x, y, low + 0.35 * (z - low)),
                    (0.9 * x, y, low + 0.72 * (z - low)),
                    (x, y, z),
                ],
                30,
            )
            parts.append(Part(flat_tube(path, 0.8 * width, sides=12), metal))
            small = rounded(
                [(0.1, -1.2), (0.3 * size, -1.1, 0.3), (0.55 * size, 0.1, 0.2), (0.55 * size, 0.7, 0.2), (0.1, 0.7)]
            )
            parts.append(Part(lathe(small, 28).moved(x, y, z), metal))
            parts.append(Part(_globe_shape(p, size).moved(x, y, z + 0.1), finish))
        return parts
    x = -6.0 * float(p["bend"]) * float(p["reach"])
    path = spline([(0, 0, low - 0.3), (0, 0, low + 0.3 * tall), (0.5 * x, 0, low + 0.75 * tall), (x, 0, low + tall)], 30)
    parts.append(Part(flat_tube(path, width, sides=14), metal))
    parts.append(Part(lathe(rounded(cup), 36).moved(x, 0, low + tall + 0.8), metal))
    parts.append(Part(_globe_shape(p, r).moved(x, 0, low + tall + 1.0), finish))
    if p["trim"] in ("band", "edges", "knob"):
        parts.append(Part(ball_at(1.9 * width, (float(path[12][0]), 0, float(path[12][2]))), metal))
    return parts
