# SPDX-License-Identifier: GPL-3.0-or-later
"""Lamps that stand on the floor."""

from __future__ import annotations

import numpy as np

from ..finish import Finish
from ..mesh import join
from ..parameters import Parameters
from ..part import Part
from ..shapes.curves import circle, fillet, rectangle, resample, spline
from ..shapes.lathe import lathe
from ..shapes.sweep import bar, sweep, tube
from ..shapes.turned import flat_tube, revolved_along, rounded
from .finishes import BULB, LIT, metal_finish, paint_finish, wood_finish
from .fittings import SEGMENTS, ball_at, pull_chain, standing_foot, turned
from .shades import cloth_shade, spun_head


def arc(p: Parameters) -> list[Part]:
    parts, low = standing_foot(
        p, 14.0, 3.2, Finish("stone", "#8d8a86") if p["stuff"] in ("ceramic", "glass") else metal_finish(p), 24.0
    )
    tall, reach, bend = 92.0 * float(p["height"]), 58.0 * float(p["reach"]), float(p["bend"])
    width, metal, kind = 1.1 * float(p["stem_width"]), metal_finish(p), str(p["stem"])
    x0 = 24.0
    ends = []
    arms = ((0.0, 1.0, 1.0),) if kind != "triple" else ((-5.0, 1.0, 1.0), (0.0, 0.82, 0.62), (5.0, 0.64, 0.3))
    for y, high, far in arms:
        z, x1 = low + tall * high, x0 - reach * far
        if kind == "bent":
            points = fillet(
                [
                    (x0, y, low - 1),
                    (x0 + 2, y, z),
                    (0.5 * (x0 + x1), y, z + 0.04 * tall + 6 * bend),
                    (x1, y, z - 4),
                    (x1, y, z - 10),
                ],
                14.0,
                14,
            )
            path = resample(points, 60)
        else:
            drop = (0.16 + 0.16 * bend) * tall
            path = spline(
                [
                    (x0, y * 0.2, low - 1),
                    (x0 + 3 + 3 * bend, y * 0.5, low + 0.5 * (z - low)),
                    (x0 - 0.16 * reach * far, y, z - 0.08 * tall),
                    (x0 - 0.55 * reach * far, y, z),
                    (x1 + 2, y, z - 0.5 * drop),
                    (x1, y, z - drop),
                ],
                64,
            )
        parts.append(Part(flat_tube(path, width if kind != "triple" else 0.75 * width, sides=14), metal))
        ends.append(path[-1])
    parts.append(
        Part(
            turned([(3.2, low - 0.2), (2.8, low + 3.5, 0.8), (1.4 * width, low + 4.5, 0.4), (0.1, low + 4.5)], 32).moved(x0),
            metal,
        )
    )
    size = 0.62 if kind == "triple" else 1.0
    for end in ends:
        shade = str(p["shade"])
        if shade == "ball":
            r = 11.0 * size * float(p["shade_width"])
            parts.append(Part(ball_at(r, (end[0], end[1], end[2] - r - 1.5)), LIT))
            parts.append(
                Part(
                    turned([(0.1, -2.5), (0.5 * r, -2.6), (0.36 * r, 0.4, 0.6), (width, 1.6), (0.1, 1.6)], 32).moved(*end),
                    metal,
                )
            )
        elif shade in ("drum", "coolie"):
            parts += [
                _shift(part, end[1])
                for part in cloth_shade(
                    p, float(end[2]) - 15.0 * size * float(p["shade_height"]), 17.0 * size, 16.0 * size, float(end[0])
                )
            ]
        else:
            parts += spun_head(p, end - [0, 0, 3.0 * size], np.array([0.0, 0.0, -1.0]), 15.0 * size, 14.0 * size)
    return parts


def _shift(part: Part, y: float) -> Part:
    return Part(part.mesh.moved(0, y), part.finish, part.bevel, part.thickness, part.lining)


def tripod(p: Parameters) -> list[Part]:
    tall, spread = 64.0 * float(p["height"]), 29.0 * float(p["reach"])
    width, kind, wood = 1.7 * float(p["stem_width"]), str(p["stem"]), wood_finish(p)
    parts = []
    square = p["trim"] in ("band", "none")
    for angle in np.radians([-150, -30, 90]):
        out = np.array([np.cos(angle), np.sin(angle), 0.0])
        start, end = out * 3.4 + [0, 0, tall], out * spread
        if float(p["bend"]) > 0.66:
            path = spline([start, out * (0.36 * spread) + [0, 0, 0.5 * tall], end], 20)
            parts.append(
                Part(sweep(path, circle(width, 16), up=np.cross(out, [0, 0, 1.0]), scale=np.linspace(1, 0.7, 20)), wood)
            )
        else:
            section = rectangle(2 * width, 1.5 * width) if square else circle(width, 18)
            parts.append(Part(bar(start, end, section, up=out, taper=0.75), wood, bevel=0.3 if square else 0.0))
        if kind == "braced":
            z = (0.24 + 0.3 * float(p["tilt"])) * tall
            inner = out * (3.4 + (spread - 3.4) * (1 - z / tall)) * (0.9 if float(p["bend"]) > 0.66 else 1.0)
            parts.append(Part(tube(np.linspace(inner + [0, 0, z], [0, 0, z + 5.0], 5), 0.6, sides=10), metal_finish(p)))
    if kind == "braced":
        z = (0.24 + 0.3 * float(p["tilt"])) * tall + 5.0
        parts.append(
            Part(turned([(0.1, z - 1.6), (2.0, z - 1.6, 0.4), (2.0, z + 1.6, 0.4), (0.1, z + 1.6)], 28), metal_finish(p))
        )
    if kind == "shelf":
        z = (0.25 + 0.2 * float(p["tilt"])) * tall
        r = (3.4 + (spread - 3.4) * (1 - z / tall)) * (1.02 if float(p["bend"]) <= 0.66 else 0.92)
        parts.append(Part(turned([(0.1, z - 1), (r, z - 1, 0.4), (r, z + 0.6, 0.4), (0.1, z + 0.6)]), wood))
    hub = [
        (0.1, tall - 3),
        (4.6, tall - 3, 0.6),
        (5.0, tall + 1.5, 0.8),
        (2.0, tall + 2.5, 0.5),
        (1.1, tall + 4),
        (1.1, tall + 10),
        (0.1, tall + 10),
    ]
    parts.append(Part(turned(hub, 40), metal_finish(p)))
    if p["shade"] == "can":
        r, h = 11.0 * float(p["shade_width"]), 20.0 * float(p["shade_height"])
        tip = np.radians(-18 + 30 * float(p["tilt"]))
        d = np.array([-np.cos(tip), -0.45, np.sin(tip) * -0.8])
        d /= np.linalg.norm(d)
        centre = np.array([0.0, 0.0, tall + 12 + r])
        profile = rounded(
            [
                (0.1, -0.5 * h),
                (0.6 * r, -0.5 * h, 0.1 * r),
                (0.72 * r, -0.36 * h),
                (0.94 * r, -0.3 * h, 0.1 * r),
                (0.94 * r, 0.3 * h),
                (1.06 * r, 0.34 * h, 0.05 * r),
                (1.06 * r, 0.5 * h, 0.05 * r),
                (0.96 * r, 0.5 * h, 0.05 * r),
                (0.9 * r, 0.36 * h),
                (0.1, 0.36 * h),
            ]
        )
        parts.append(Part(revolved_along(centre, d, profile, SEGMENTS), paint_finish(p)))
        parts.append(
            Part(
                revolved_along(
                    centre, d, [(0.1, 0.37 * h), (0.88 * r, 0.375 * h), (0.5 * r, 0.41 * h), (0.1, 0.42 * h)], SEGMENTS
                ),
                BULB,
            )
        )
        side = np.cross(d, [0.0, 0.0, 1.0])
        side /= np.linalg.norm(side)
        low = np.array([0.0, 0.0, tall + 8.5])
        yoke = fillet(
            [
                centre + side * 1.0 * r,
                centre + side * 1.14 * r,
                low + side * 1.14 * r,
                low - side * 1.14 * r,
                centre - side * 1.14 * r,
                centre - side * 1.0 * r,
            ],
            0.4 * r,
            8,
        )
        parts.append(Part(tube(yoke, 0.8, sides=10), metal_finish(p)))
        return parts
    return parts + cloth_shade(p, tall + 6.0, 21.0, 26.0)


def floor(p: Parameters) -> list[Part]:
    parts, low = standing_foot(p, 13.0, 2.2, metal_finish(p) if p["stuff"] != "wood" else wood_finish(p))
    tall, width, kind = 82.0 * float(p["height"]), 1.25 * float(p["stem_width"]), str(p["stem"])
    metal = metal_finish(p) if p["stuff"] != "wood" else wood_finish(p)
    top, x = low + tall, 0.0
    if kind == "crook":
        x = -17.0 * float(p["reach"])
        path = spline(
            [
                (0, 0, low - 0.5),
                (0.4, 0, low + 0.6 * tall),
                (-0.1 * abs(x), 0, low + 0.94 * tall),
                (0.5 * x, 0, low + 1.06 * tall),
                (0.97 * x, 0, low + 0.98 * tall),
                (x, 0, low + 0.86 * tall),
            ],
            60,
        )
        parts.append(Part(flat_tube(path, width, sides=16), metal))
        h = 24.0 * float(p["shade_height"])
        return [
            *parts,
            *cloth_shade(p, float(path[-1][2]) - 0.92 * h * (0.72 if p["shade"] == "coolie" else 1.0), 16.0, 24.0, x),
        ]
    if kind == "candlestick":
        s = float(p["body_low"])
        u = [
            (3.6, 0),
            (2.6, 0.03),
            (1.3, 0.06),
            (1.6, 0.12),
            (3.2, 0.17 + 0.3 * s),
            (1.4, 0.22 + 0.3 * s),
            (1.1, 0.3),
            (1.5, 0.5),
            (2.8, 0.56 + s),
            (1.3, 0.61 + s),
            (1.0, 0.72),
            (1.4, 0.9),
            (2.4, 0.95),
            (1.2, 1.0),
        ]
        profile = spline([(q * width * 0.9 * float(p["body_width"]), low - 0.3 + v * tall) for q, v in u], 110)
        parts.append(Part(lathe(np.vstack([profile, [(0.1, profile[-1, 1])]]), 40), metal))
    elif kind == "wave":
        t = np.linspace(0, 1, 60)
        swing = (
            (2.5 + 4.5 * float(p["bend"])) * np.sin(2 * np.pi * t * (1.0 + (float(p["tilt"]) > 0.5))) * np.sin(np.pi * t) ** 0.6
        )
        parts.append(
            Part(flat_tube(np.column_stack([swing, np.zeros(60), low - 0.3 + t * (tall + 0.3)]), 1.3 * width, sides=18), metal)
        )
    else:
        parts.append(
            Part(
                turned(
                    [
                        (3.0, low - 0.2),
                        (2.2, low + 2, 0.8),
                        (width, low + 4, 0.6),
                        (width, low + 0.5 * tall),
                        (width, top, 0.2),
                        (0.1, top),
                    ],
                    28,
                ),
                metal,
            )
        )
        z = low + (0.5 + 0.25 * float(p["tilt"])) * tall
        if kind == "table":
            r = 15.0 * float(p["body_width"])
            z -= 0.08 * tall
            parts.append(
                Part(
                    turned(
                        [
                            (0.1, z - 1.4),
                            (0.4 * r, z - 0.9),
                            (r, z - 0.8, 0.4),
                            (r, z + 0.8, 0.4),
                            (0.94 * r, z + 0.8, 0.1),
                            (0.92 * r, z + 0.3),
                            (0.1, z + 0.3),
                        ]
                    ),
                    wood_finish(p),
                )
            )
        else:
            knobs = [
                turned([(0.9 * width, z + d - 2), (2.0 * width, z + d, 1.2), (0.9 * width, z + d + 2)], 28)
                for d in ((0.0,) if float(p["bend"]) < 0.5 else (0.0, 5.0))
            ]
            parts.append(Part(join(*knobs), metal_finish(p)))
    parts.append(
        Part(
            turned([(0.1, top - 1), (2.0, top - 0.6, 0.3), (1.5, top + 1.2, 0.4), (0.8, top + 1.6), (0.8, top + 5)], 28),
            metal_finish(p),
        )
    )
    parts += cloth_shade(p, top + 1.0, 19.0, 25.0)
    if p["trim"] == "pull chain":
        parts.append(
            Part(
                tube(np.array([[0, 0, top + 2], [3.0, -2.0, top + 2.6], [6.0, -4.0, top + 2.2]]), 0.3, sides=8), metal_finish(p)
            )
        )
        parts += pull_chain(p, (6.0, -4.0, top + 2.2), 10.0)
    return parts
