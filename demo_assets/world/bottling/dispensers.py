# SPDX-License-Identifier: GPL-3.0-or-later
"""What lets a little out of a bottle: nozzles, straws, pumps, sprayers."""

from __future__ import annotations

import numpy as np

from ..finish import Finish
from ..part import Part
from ..shapes.curves import fillet, spline
from ..shapes.sweep import tube
from ..shapes.turned import cut, revolved_along, rounded
from .body import INK, metal_finish
from .stoppers import Fit, ball_profile, ridges, turned


def nozzle(f: Fit) -> list[Part]:
    """A long cone with a little cap on its tip."""
    r, top, size, wide, coat = f.r, f.top, f.size, f.wide, f.coat
    return [
        turned(
            [
                (1.05 * r, top - 1.1 * r),
                (1.35 * r * wide, top - 1.1 * r, 0.08 * r),
                (1.35 * r * wide, top, 0.2 * r),
                (0.5 * r, top + 0.08 * r),
            ],
            coat,
            96,
            ridges(36, 0.05),
        ),
        turned(
            [
                (0.75 * r, top),
                (0.62 * r, top + 0.15 * r, 0.2 * r),
                (0.2 * r, top + 2.6 * r * size, 0.05 * r),
                (0.1 * r, top + 2.6 * r * size),
            ],
            coat,
        ),
        turned(
            [
                (0.2 * r, top + 2.4 * r * size),
                (0.34 * r, top + 2.4 * r * size, 0.06 * r),
                (0.28 * r, top + 3.1 * r * size, 0.14 * r),
                (0.02, top + 3.12 * r * size),
            ],
            Finish("plastic", "#b0402f"),
        ),
    ]


def dropper(f: Fit) -> list[Part]:
    """A ribbed collar and a rubber bulb."""
    p, r, top, size, wide = f.p, f.r, f.top, f.size, f.wide
    return [
        turned(
            [
                (1.0 * r, top - 1.0 * r),
                (1.3 * r * wide, top - 1.0 * r, 0.05 * r),
                (1.3 * r * wide, top + 0.15 * r, 0.15 * r),
                (0.5 * r, top + 0.2 * r),
            ],
            metal_finish(p) if p["metal"] == "brass" else Finish("plastic", "#2c2c2e"),
            96,
            ridges(40, 0.05),
        ),
        turned(
            [
                (0.75 * r, top + 0.1 * r),
                (0.75 * r, top + 0.4 * r, 0.1 * r),
                (0.52 * r, top + 0.6 * r, 0.2 * r),
                (0.72 * r, top + 1.7 * r * size, 0.5 * r),
                (0.5 * r, top + 2.6 * r * size, 0.5 * r),
                (0.02, top + 2.65 * r * size),
            ],
            Finish("rubber", "#39393b"),
        ),
    ]


def mist(f: Fit) -> list[Part]:
    """A sprayer pressed from above."""
    r, top, size, wide, coat = f.r, f.top, f.size, f.wide, f.coat
    return [
        turned(
            [
                (1.0 * r, top - 0.6 * r),
                (1.5 * r * wide, top - 0.6 * r, 0.1 * r),
                (1.5 * r * wide, top + 0.5 * r, 0.2 * r),
                (0.5 * r, top + 0.5 * r),
            ],
            coat,
            96,
            ridges(36, 0.04),
        ),
        turned(
            [
                (0.5 * r, top + 0.45 * r),
                (1.1 * r, top + 0.45 * r),
                (1.1 * r, top + 1.5 * r * size, 0.1 * r),
                (0.85 * r, top + 2.2 * r * size, 0.4 * r),
                (0.02, top + 2.3 * r * size),
            ],
            coat,
        ),
        Part(
            revolved_along(
                (-0.8 * r, 0, top + 1.2 * r * size),
                (-1, 0, 0),
                rounded([(0.3 * r, 0), (0.3 * r, 0.5 * r, 0.06 * r), (0.1, 0.5 * r)]),
                24,
            ),
            Finish("plastic", "#b0402f"),
        ),
    ]


def straw(f: Fit) -> list[Part]:
    """A lid with a bent straw through it."""
    p, shape, r, top, size, coat = f.p, f.shape, f.r, f.top, f.size, f.coat
    lid = turned(
        [
            (0.9 * r, top - 0.55 * r),
            (1.36 * r, top - 0.55 * r, 0.06 * r),
            (1.36 * r, top + 0.2 * r, 0.2 * r),
            (0.05, top + 0.24 * r),
        ],
        metal_finish(p) if p["kind"] == "milk" else coat,
        96,
        ridges(36, 0.04),
    )
    x = 0.3 * r
    tip = (
        (-1.5 * r * size, 0, top + (1.4 + 2.0 * size) * r)
        if p["kind"] == "milk"
        else (-0.6 * r, 0, top + (0.9 + 1.4 * size) * r)
    )
    path = fillet([(x, 0, 0.12 * shape.height), (0.5 * x, 0, top + (0.9 + 1.2 * size) * r), tip], 0.7 * r, 9)
    straw = Part(tube(path, 0.15 * r, sides=16), Finish("plastic", "#b0402f"))
    collar = turned(
        [(0.1 * r, top + 0.2 * r), (0.3 * r, top + 0.2 * r), (0.26 * r, top + 0.4 * r, 0.05 * r), (0.1 * r, top + 0.4 * r)],
        Finish("rubber", "#39393b"),
        32,
    )
    return [lid, straw, Part(collar.mesh.moved(0.5 * x * 1.05), collar.finish)]


def bulb(f: Fit) -> list[Part]:
    """An atomiser: collar, head, a hose and a bulb with a tassel."""
    p, shape, r, top, size = f.p, f.shape, f.r, f.top, f.size
    metal = metal_finish(p)
    collar = turned(
        [
            (0.9 * r, top - 0.5 * r),
            (1.4 * r, top - 0.5 * r, 0.1 * r),
            (1.25 * r, top + 0.2 * r, 0.1 * r),
            (0.6 * r, top + 0.5 * r, 0.2 * r),
            (0.55 * r, top + 1.2 * r, 0.1 * r),
            (0.05, top + 1.6 * r),
        ],
        metal,
    )
    z = top + 0.85 * r
    jet = Part(
        revolved_along(
            (0.3 * r, 0, z),
            (-1, 0, 0),
            rounded(
                [
                    (0.34 * r, 0),
                    (0.3 * r, 1.5 * r, 0.05 * r),
                    (0.45 * r, 1.6 * r, 0.05 * r),
                    (0.4 * r, 1.9 * r, 0.1 * r),
                    (0.05, 1.9 * r),
                ]
            ),
            24,
        ),
        metal,
    )
    reach = max(2.6 * r, 0.9 * shape.radius)
    end = np.array([reach, -0.2 * r, top - 0.6 * r])
    hose = spline([(0.2 * r, 0, z), (0.55 * reach, -0.1 * r, z + 0.5 * r), (0.85 * reach, -0.2 * r, z), end], 28)
    fabric = Finish("rubber", INK[str(p["ink"])])
    down = np.array([0.35, 0.0, -1.0]) / np.hypot(0.35, 1.0)
    bulb = revolved_along(end - 0.2 * r * down, down, ball_profile(1.25 * r * size, 1.7 * r * size), 40)
    tip = end + down * (2.7 * r * size)
    tassel = revolved_along(
        tip,
        down,
        rounded(
            [(0.12 * r, 0), (0.3 * r, 0.3 * r, 0.1 * r), (0.22 * r, 0.5 * r, 0.1 * r), (0.42 * r, 1.5 * r), (0.05, 1.5 * r)]
        ),
        24,
    )
    return [collar, jet, Part(tube(hose, 0.2 * r, sides=12), fabric), Part(bulb, fabric), Part(tassel, fabric)]


def flip(f: Fit) -> list[Part]:
    """A broad cap with a hinged lid."""
    r, top, size, wide, coat = f.r, f.top, f.size, f.wide, f.coat
    skirt = 1.7 * r * wide
    base = turned(
        [
            (1.0 * r, top - 1.5 * r * size),
            (skirt, top - 1.5 * r * size, 0.1 * r),
            (0.96 * skirt, top + 0.1 * r, 0.06 * r),
            (0.05, top + 0.1 * r),
        ],
        coat,
    )
    lid = turned(
        [
            (0.5 * r, top + 0.16 * r),
            (0.97 * skirt, top + 0.16 * r, 0.06 * r),
            (0.9 * skirt, top + 0.6 * r * size + 0.2 * r, 0.3 * r),
            (0.05, top + 0.7 * r * size + 0.2 * r),
        ],
        coat,
    )
    seam = turned(
        [(0.5 * r, top + 0.05 * r), (0.94 * skirt, top + 0.05 * r), (0.94 * skirt, top + 0.2 * r), (0.5 * r, top + 0.2 * r)],
        Finish("plastic", "#2a2a2c"),
    )
    tab = cut(
        [(-0.3 * r, top + 0.2 * r), (0.3 * r, top + 0.2 * r), (0.3 * r, top + 0.45 * r), (-0.3 * r, top + 0.45 * r)],
        0.25 * r,
        -0.98 * skirt,
    )
    return [base, seam, lid, Part(tab, coat, bevel=0.06 * r)]


def pourer(f: Fit) -> list[Part]:
    """A plug with a curved metal pipe."""
    p, r, top, size = f.p, f.r, f.top, f.size
    seat = turned(
        [
            (0.7 * r, top - 0.4 * r),
            (0.75 * r, top, 0.05 * r),
            (1.15 * r, top + 0.05 * r, 0.05 * r),
            (1.1 * r, top + 0.45 * r, 0.15 * r),
            (0.45 * r, top + 0.7 * r, 0.2 * r),
            (0.3 * r, top + 0.9 * r),
        ],
        Finish("rubber", "#2c2c2e"),
    )
    path = spline(
        [
            (0, 0, top + 0.3 * r),
            (0, 0, top + 1.4 * r * size),
            (-0.5 * r, 0, top + 2.6 * r * size),
            (-1.4 * r, 0, top + 3.4 * r * size),
        ],
        24,
    )
    pipe = tube(path, 0.3 * r, np.linspace(1.1, 0.75, 24), sides=18)
    return [seat, Part(pipe, metal_finish(p), bevel=0.04 * r)]


def sport(f: Fit) -> list[Part]:
    """A lid with a teat to pull up."""
    p, r, top, size, wide, coat = f.p, f.r, f.top, f.size, f.wide, f.coat
    lid = turned(
        [
            (1.0 * r, top - 0.5 * r),
            (1.25 * r * wide, top - 0.5 * r, 0.05 * r),
            (1.25 * r * wide, top + 0.1 * r, 0.1 * r),
            (0.55 * r, top + 0.6 * r * size, 0.2 * r),
            (0.4 * r, top + 0.7 * r * size),
        ],
        coat,
        96,
        ridges(36, 0.03),
    )
    teat = turned(
        [
            (0.4 * r, top + 0.5 * r * size),
            (0.36 * r, top + 0.9 * r * size, 0.05 * r),
            (0.52 * r, top + 1.0 * r * size, 0.08 * r),
            (0.4 * r, top + 1.6 * r * size, 0.2 * r),
            (0.02, top + 1.62 * r * size),
        ],
        Finish("plastic", "#c9c4b8" if p["metal"] != "chrome" else "#b0402f"),
    )
    return [lid, teat]


def trigger(f: Fit) -> list[Part]:
    """A spray head with a trigger."""
    p, r, top, size, coat = f.p, f.r, f.top, f.size, f.coat
    s = r * size
    collar = turned(
        [
            (0.9 * r, top - 0.7 * r),
            (1.25 * r, top - 0.7 * r, 0.08 * r),
            (1.2 * r, top + 0.5 * r, 0.15 * r),
            (0.6 * r, top + 0.6 * r),
        ],
        coat,
        96,
        ridges(32, 0.05),
    )
    z = top + 0.5 * r
    outline = rounded(
        [
            (-0.5 * s, z),
            (0.7 * s, z),
            (0.75 * s, z + 0.9 * s, 0.3 * s),
            (2.1 * s, z + 1.5 * s, 0.35 * s),
            (2.0 * s, z + 2.3 * s, 0.4 * s),
            (0.2 * s, z + 2.9 * s, 0.5 * s),
            (-2.3 * s, z + 2.75 * s, 0.2 * s),
            (-2.4 * s, z + 1.75 * s, 0.15 * s),
            (-0.7 * s, z + 1.4 * s, 0.4 * s),
            (-0.5 * s, z + 0.01),
        ]
    )
    head = Part(cut(outline, 0.62 * s), coat, bevel=0.2 * s)
    accent = Finish("plastic", "#b0402f" if p["coat"] not in ("coral",) else "#36383b")
    nose = revolved_along(
        (-2.2 * s, 0, z + 2.25 * s),
        (-1, 0, 0),
        rounded([(0.5 * s, 0), (0.62 * s, 0.1 * s, 0.08 * s), (0.55 * s, 0.75 * s, 0.1 * s), (0.05, 0.75 * s)]),
        32,
    )
    lever = spline(
        [(-1.1 * s, 0, z + 1.7 * s), (-1.25 * s, 0, z + 0.9 * s), (-1.75 * s, 0, z + 0.1 * s), (-1.8 * s, 0, z - 0.9 * s)], 24
    )
    return [
        collar,
        head,
        Part(nose, accent),
        Part(tube(lever, 0.36 * s, np.linspace(1.1, 0.8, 24), sides=16), accent, bevel=0.1 * s),
    ]


def pump(f: Fit) -> list[Part]:
    """A head to press, with a bent pipe."""
    p, r, top, size, coat = f.p, f.r, f.top, f.size, f.coat
    metal = metal_finish(p) if p["stuff"] == "coated" else coat
    collar = turned(
        [
            (0.9 * r, top - 0.7 * r),
            (1.35 * r, top - 0.7 * r, 0.08 * r),
            (1.3 * r, top + 0.4 * r, 0.15 * r),
            (0.55 * r, top + 0.75 * r, 0.2 * r),
            (0.5 * r, top + 1.0 * r),
        ],
        metal,
        96,
        ridges(36, 0.04),
    )
    z = top + 2.4 * r * size
    stem = turned([(0.28 * r, top + 0.5 * r), (0.28 * r, z), (0.1 * r, z)], metal, 24)
    head = turned(
        [(0.3 * r, z - 0.2 * r), (0.75 * r, z - 0.1 * r, 0.1 * r), (0.85 * r, z + 0.45 * r, 0.2 * r), (0.05, z + 0.55 * r)],
        metal,
    )
    path = fillet([(-0.2 * r, 0, z + 0.2 * r), (-2.3 * r, 0, z + 0.3 * r), (-2.7 * r, 0, z - 0.5 * r)], 0.6 * r, 10)
    return [collar, stem, head, Part(tube(path, 0.28 * r, sides=16), metal, bevel=0.05 * r)]
