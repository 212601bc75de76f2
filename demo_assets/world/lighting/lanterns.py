# SPDX-License-Identifier: GPL-3.0-or-later
"""Lanterns to carry, with a candle or an oil flame."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..finish import Finish
from ..mesh import join
from ..palette import METAL
from ..parameters import Parameters
from ..part import Part
from ..shapes.curves import circle, fillet, rectangle, spline
from ..shapes.lathe import lathe
from ..shapes.sweep import bar
from ..shapes.turned import flat_tube, plan_factor
from .finishes import LIT, metal_finish, paint_finish
from .fittings import SEGMENTS, hoop_at, turned, without_caps


def lantern(p: Parameters) -> list[Part]:
    kind, metal = str(p["stem"]), metal_finish(p) if p["stuff"] != "ceramic" else paint_finish(p)
    w, tall = 8.0 * float(p["body_width"]), 21.0 * float(p["height"])
    plan = kind if kind in ("square", "hexagon") else "round"
    modulate: Callable | None = None if plan == "round" else (lambda a, q, z: q * plan_factor(plan, a))
    h = 1.6 * float(p["base_height"])
    base = {
        "stepped": [(0.1, 0), (1.3 * w, 0, 0.3), (1.3 * w, h, 0.3), (1.12 * w, h, 0.2), (1.12 * w, 2 * h, 0.3), (0.1, 2 * h)],
        "square": [(0.1, 0.0), (1.12 * w, 0.0, 0.5), (1.2 * w, 1.6 * h, 0.3), (0.1, 1.6 * h)],
        "disc": [(0.1, 0), (1.2 * w, 0, 0.4), (1.2 * w, h, 0.4), (0.1, h)],
    }[str(p["base"])]
    low = base[-1][1]
    if kind == "storm":
        return _storm(p, metal, w, tall)
    parts = [Part(turned(base, 96, modulate), metal)]
    flare = 1 + 1.2 * float(p["shade_taper"])
    frosted = p["trim"] in ("edges", "band", "knob")
    if frosted:
        parts.append(Part(lathe([(0.94 * w, low - 0.1), (0.94 * w * flare, low + tall)], 96, modulate), LIT))
    posts = []
    count = {"square": 4, "hexagon": 6}.get(kind, 5)
    for i in range(count):
        angle = -np.pi / 2 + (i + 0.5) * 2 * np.pi / count
        q = w * (1.0 if modulate is None else float(modulate(np.array([angle]), 1.0, 0.0)[0]))
        out = np.array([np.cos(angle), np.sin(angle), 0.0])
        section = rectangle(1.1, 1.1) if kind != "round" else circle(0.55, 12)
        posts.append(
            bar(out * q * 0.98 + [0, 0, low - 0.2], out * q * 0.98 * flare + [0, 0, low + tall + 0.3], section, up=out)
        )
    parts.append(Part(join(*posts), metal, bevel=0.15 if kind != "round" else 0.0))
    bars = []
    for share in {"band": (0.5,), "edges": (0.2, 0.8), "knob": (0.33, 0.67)}.get(str(p["trim"]), ()):
        bars.append(hoop_at(0.99 * w * (1 + (flare - 1) * share), low + share * tall, 0.32, modulate))
    if bars:
        parts.append(Part(join(*bars), metal))
    z, q = low + tall, 1.16 * w * flare * (1 + 0.15 * float(p["bend"]))
    up = 0.75 * w * float(p["shade_height"])
    roof = {
        "pagoda": [
            (0.1, z),
            (1.08 * q, z, 0.2),
            (1.1 * q, z + 0.9, 0.3),
            (0.55 * q, z + 0.4 * up + 0.9, 0.5 * q),
            (0.26 * q, z + 1.3 * up, 0.3),
        ],
        "cone": [(0.1, z), (q, z, 0.2), (q, z + 1.0, 0.3), (0.26 * q, z + 1.2 * up, 0.3)],
        "dome": [
            (0.1, z),
            (q, z, 0.2),
            (q, z + 1.2),
            *[(q * np.cos(a), z + 1.2 + up * np.sin(a)) for a in np.linspace(0.1, 1.3, 9)],
        ],
        "stepped": [
            (0.1, z),
            (q, z, 0.2),
            (q, z + 1.2, 0.3),
            (0.72 * q, z + 1.4, 0.2),
            (0.68 * q, z + 0.8 * up + 1, 0.3),
            (0.3 * q, z + up + 1.4, 0.3),
        ],
        "onion": [
            (0.1, z),
            (q, z, 0.2),
            (q, z + 1.0, 0.3),
            (0.7 * q, z + 1.4, 0.3),
            (0.86 * q, z + 0.6 * up + 1, 0.4 * q),
            (0.3 * q, z + 1.3 * up + 1, 0.4 * q),
            (0.16 * q, z + 1.9 * up + 1),
        ],
    }[str(p["shade"])]
    parts.append(Part(turned([*roof, (0.1, roof[-1][1])], 96, modulate), metal))
    top = float(roof[-1][1])
    vent = [
        (0.1, top - 0.4),
        (0.2 * q, top - 0.4),
        (0.2 * q, top + 1.0, 0.1),
        (0.32 * q, top + 1.1, 0.15),
        (0.3 * q, top + 1.7, 0.2),
        (0.1, top + 2.4),
    ]
    parts.append(Part(turned(vent, 32), metal))
    parts.append(_bail(p, top + 1.6, 0.26 * q, w, metal))
    return parts if frosted else parts + _candle(p, low, w, tall)


def _bail(p: Parameters, z: float, near: float, w: float, metal: Finish) -> Part:
    """The ring or arch to carry a lantern by."""
    if float(p["tilt"]) < 0.5:
        r = 0.42 * w * float(p["reach"])
        turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
        return Part(
            flat_tube(
                np.column_stack([r * np.cos(turn), np.zeros(48), z + 0.9 * r + r * np.sin(turn)]), 0.42, closed=True, sides=12
            ),
            metal,
        )
    x, up = 0.8 * w * float(p["reach"]), 0.95 * w
    path = spline(
        [
            (-near, 0, z - 0.9),
            (-x, 0, z + 0.35 * up),
            (-0.6 * x, 0, z + up),
            (0, 0, z + 1.15 * up),
            (0.6 * x, 0, z + up),
            (x, 0, z + 0.35 * up),
            (near, 0, z - 0.9),
        ],
        48,
    )
    return Part(flat_tube(path, 0.4, sides=12), metal)


def _candle(p: Parameters, low: float, w: float, tall: float) -> list[Part]:
    r, h = 0.36 * w, tall * (0.32 + 0.25 * float(p["reach"]) - 0.1)
    wax = turned([(0.1, low - 0.1), (r, low - 0.1), (r, low + h, 0.35), (0.8 * r, low + h - 0.1), (0.1, low + h - 0.4)], 40)
    flame = lathe(spline([(0.05, 0), (0.5, 0.7), (0.62, 1.3), (0.3, 2.4), (0.03, 3.4)], 16), 20).moved(0, 0, low + h + 0.1)
    wick = turned([(0.1, low + h - 0.5), (0.12, low + h + 0.4), (0.02, low + h + 0.5)], 8)
    return [
        Part(wax, Finish("plastic", "#d9cba8", 0.5)),
        Part(flame, Finish("glow", "#f4b75a")),
        Part(wick, Finish("rubber", "#222222")),
    ]


def _storm(p: Parameters, metal: Finish, w: float, tall: float) -> list[Part]:
    """A paraffin lantern: tank, glass globe between two side tubes, chimney, arch."""
    t = 0.42 * w * float(p["base_height"])
    tank = [
        (0.1, 0),
        (1.15 * w, 0, 0.3),
        (1.2 * w, 0.3 * t, 0.4),
        (1.2 * w, 1.0 * t, 0.5 * t),
        (0.6 * w, 1.4 * t, 0.3),
        (0.55 * w, 1.9 * t, 0.2),
        (0.72 * w, 2.0 * t, 0.2),
        (0.72 * w, 2.4 * t, 0.2),
        (0.1, 2.4 * t),
    ]
    low, high = 2.3 * t, 2.3 * t + 0.72 * tall
    u = np.linspace(0, 1, 24)
    bulge = 0.62 + 0.36 * float(p["body_width"]) * np.sin(np.pi * u**0.85)
    globe = without_caps(lathe(np.column_stack([w * bulge, low + (high - low) * u]), SEGMENTS))
    chimney = [
        (0.1, high - 0.3),
        (0.8 * w, high - 0.3, 0.2),
        (0.8 * w, high + 0.8, 0.3),
        (0.5 * w, high + 1.2, 0.2),
        (0.46 * w, high + 4.0, 0.3),
        (0.72 * w, high + 4.4, 0.3),
        (0.5 * w, high + 6.4 * float(p["shade_height"]), 0.8),
        (0.1, high + 6.8 * float(p["shade_height"])),
    ]
    x = 1.32 * w
    side = fillet([(1.0 * w, 0, 0.7 * t), (x, 0, 1.1 * t), (x, 0, high + 0.5), (0.4 * w, 0, high + 3.0)], 0.4 * w, 10)
    tubes = [flat_tube(side, 0.6 * float(p["stem_width"]), sides=14)]
    tubes.append(tubes[0].mirrored())
    wires = [
        hoop_at(w * float(np.interp(s, u, bulge)) + 0.15, low + (high - low) * s, 0.2)
        for s in ((0.3, 0.7) if p["trim"] != "none" else (0.5,))
    ]
    up = high + 9.5 * float(p["reach"]) + 3
    handle = fillet(
        [
            (-x, 0, high - 1.5),
            (-1.3 * x, 0, high + 4),
            (-0.8 * x, 0, up),
            (0.8 * x, 0, up),
            (1.3 * x, 0, high + 4),
            (x, 0, high - 1.5),
        ],
        0.9 * w,
        12,
    )
    parts = [
        Part(turned(tank), metal),
        Part(globe, LIT, thickness=0.15),
        Part(turned(chimney), metal),
    ]
    parts += [
        Part(join(*tubes), metal),
        Part(join(*wires, flat_tube(handle, 0.34, sides=10)), Finish("metal", METAL["steel"], 0.35)),
    ]
    flame = lathe(spline([(0.05, 0), (0.9, 1.0), (1.0, 1.9), (0.4, 3.6), (0.03, 4.6)], 16), 20).moved(0, 0, low + 1.2)
    burner = turned([(0.1, low - 0.2), (0.34 * w, low - 0.2), (0.2 * w, low + 1.1, 0.3), (0.1, low + 1.3)], 28)
    return [*parts, Part(flame, Finish("glow", "#f4b75a")), Part(burner, Finish("metal", METAL["brass"], 0.35))]
