# SPDX-License-Identifier: GPL-3.0-or-later
"""What closes a bottle and lets nothing through: corks, caps, stoppers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..finish import Finish
from ..mesh import Array, join
from ..palette import METAL, WOOD
from ..parameters import Parameters
from ..part import Part
from ..shapes.curves import fillet, spline
from ..shapes.lathe import lathe
from ..shapes.sweep import sweep, tube
from ..shapes.turned import plan_factor, revolved_along, rounded
from .body import INK, Shape, body_finish, collar_round, metal_finish, radius_at


def _cork_finish() -> Finish:
    return Finish("straw", "#b98c5c")


def lip(p: Parameters, shape: Shape) -> list[Part]:
    if p["closure"] in (
        "foil",
        "screw",
        "cup",
        "loop",
        "nozzle",
        "flip",
        "trigger",
        "pump",
        "mist",
        "sport",
        "dropper",
        "block",
    ):
        return []
    r, top, kind = shape.throat, shape.height, str(p["lip"])
    high = max(0.32 * r, 0.35)
    if kind == "flare":
        corners = [
            (0.9 * r, top - 1.6 * high),
            (1.0 * r, top - 1.5 * high),
            (1.3 * r, top, 0.2 * r),
            (1.1 * r, top + 0.1 * r),
            (0.75 * r, top),
        ]
    elif kind == "collar":
        corners = [
            (0.9 * r, top - 2.2 * high),
            (1.22 * r, top - 2.1 * high, 0.1 * r),
            (1.22 * r, top, 0.12 * r),
            (0.75 * r, top),
        ]
    else:
        corners = [
            (0.9 * r, top - 1.2 * high),
            (1.26 * r, top - 1.1 * high, 0.3 * r),
            (1.26 * r, top, 0.3 * r),
            (0.75 * r, top),
        ]
    return [Part(lathe(rounded(corners), 64), body_finish(p))]


def turned(corners: list, finish: Finish, segments: int = 64, modulation: Callable | None = None) -> Part:
    return Part(lathe(rounded(corners), segments, modulation), finish)


def ridges(count: int, depth: float) -> Callable[[Array, float, float], Array]:
    return lambda angle, radius, z: radius * (1 + depth * np.abs(np.cos(count / 2 * angle)) - depth)


@dataclass(frozen=True)
class Fit:
    """What a closure is fitted to: the bottle, the neck's radius and top, its own size and width, its plastic."""

    p: Parameters
    shape: Shape
    r: float
    top: float
    size: float
    wide: float
    coat: Finish


def cork(f: Fit) -> list[Part]:
    """A stopper that stands a little out of the neck."""
    r, top, size = f.r, f.top, f.size
    return [
        turned(
            [
                (0.7 * r, top - 0.6 * r),
                (0.78 * r, top),
                (0.92 * r, top + 0.95 * r * size, 0.12 * r),
                (0.1, top + 0.95 * r * size),
            ],
            _cork_finish(),
        )
    ]


def knob_cork(f: Fit) -> list[Part]:
    """A cork with a wooden knob."""
    p, r, top, size, wide = f.p, f.r, f.top, f.size, f.wide
    wood = Finish("wood", WOOD[str(p["stopper"])])
    return [
        turned([(0.7 * r, top - r), (0.75 * r, top + 0.25 * r), (0.3 * r, top + 0.25 * r)], _cork_finish()),
        turned(
            [
                (0.6 * r, top + 0.2 * r),
                (1.25 * r * wide, top + 0.2 * r, 0.15 * r),
                (1.25 * r * wide, top + (0.2 + 1.1 * size) * r, 0.35 * r),
                (0.1, top + (0.2 + 1.15 * size) * r),
            ],
            wood,
        ),
    ]


def screw(f: Fit) -> list[Part]:
    """A ribbed cap and the ring that it broke off."""
    p, r, top, size, wide, coat = f.p, f.r, f.top, f.size, f.wide, f.coat
    return [
        turned(
            [
                (1.05 * r, top - 1.5 * r * size),
                (1.2 * r * wide, top - 1.5 * r * size),
                (1.2 * r * wide, top + 0.16 * r, 0.14 * r),
                (0.1, top + 0.16 * r),
            ],
            metal_finish(p) if p["kind"] in ("bordeaux", "longneck") else coat,
            96,
            ridges(32, 0.05),
        ),
        turned(
            [
                (1.0 * r, top - 1.85 * r * size),
                (1.22 * r * wide, top - 1.85 * r * size, 0.06 * r),
                (1.22 * r * wide, top - 1.55 * r * size, 0.06 * r),
                (1.0 * r, top - 1.55 * r * size),
            ],
            metal_finish(p) if p["kind"] in ("bordeaux", "longneck") else coat,
        ),
    ]


def wide_lid(f: Fit) -> list[Part]:
    """A low lid with a raised rim."""
    p, r, top, size, wide = f.p, f.r, f.top, f.size, f.wide
    return [
        turned(
            [
                (1.2 * r, top - 0.1),
                (1.36 * r * wide, top - 0.1, 0.05),
                (1.36 * r * wide, top + 0.35 * r * size, 0.15 * r),
                (1.1 * r, top + 0.42 * r * size, 0.1 * r),
                (1.02 * r, top + 0.34 * r * size, 0.1),
                (0.1, top + 0.34 * r * size),
            ],
            metal_finish(p),
            96,
            ridges(40, 0.03),
        )
    ]


def ball_stopper(f: Fit) -> list[Part]:
    """A glass ball on a ground plug."""
    p, r, top, size, wide = f.p, f.r, f.top, f.size, f.wide
    return [
        turned([(0.6 * r, top - 0.4 * r), (0.78 * r, top + 0.3 * r), (0.3 * r, top + 0.3 * r)], glass_finish(p)),
        Part(
            revolved_along((0, 0, top + 0.1 * r), (0, 0, 1), ball_profile(1.5 * r * size * wide, 1.5 * r * size)),
            glass_finish(p),
        ),
    ]


def drum(f: Fit) -> list[Part]:
    """A broad drum over a metal collar."""
    p, r, top, size, wide, coat = f.p, f.r, f.top, f.size, f.wide, f.coat
    return [
        turned(
            [
                (0.95 * r, top - 0.5 * r),
                (1.15 * r, top - 0.5 * r, 0.1),
                (1.15 * r, top + 0.35 * r, 0.1),
                (0.4 * r, top + 0.35 * r),
            ],
            metal_finish(p),
        ),
        turned(
            [
                (0.8 * r, top + 0.3 * r),
                (1.9 * r * wide, top + 0.3 * r, 0.2 * r),
                (1.9 * r * wide, top + (0.3 + 2.2 * size) * r, 0.25 * r),
                (0.1, top + (0.3 + 2.2 * size) * r),
            ],
            Finish("wood", WOOD[str(p["stopper"])]) if p["stuff"] == "coated" else coat,
        ),
    ]


def cup(f: Fit) -> list[Part]:
    """A cap that is also a cup."""
    p, r, top, size, wide, coat = f.p, f.r, f.top, f.size, f.wide, f.coat
    return [
        turned(
            [
                (1.0 * r, top - 0.5 * r),
                (1.28 * r * wide, top - 0.5 * r, 0.05 * r),
                (1.28 * r * wide, top - 0.3 * r, 0.05 * r),
                (1.0 * r, top - 0.3 * r),
            ],
            metal_finish(p),
        ),
        turned(
            [
                (1.1 * r, top - 0.32 * r),
                (1.3 * r * wide, top - 0.3 * r, 0.05 * r),
                (1.12 * r * wide, top + 1.5 * r * size, 0.25 * r),
                (0.1, top + 1.52 * r * size),
            ],
            Finish("metal", METAL["steel"], 0.32) if p["stuff"] != "coated" else coat,
        ),
    ]


def glass_finish(p: Parameters) -> Finish:
    body = body_finish(p)
    return body if body.kind == "glass" else Finish("glass", "#c6d3d2", 0.04)


def ball_profile(wide: float, tall: float) -> Array:
    """Half a circle as a profile: radius `wide`, from 0 to 1.8 `tall`."""
    a = np.linspace(-np.pi / 2 + 0.08, np.pi / 2 - 0.02, 24)
    return np.column_stack([wide * np.cos(a), 0.9 * tall * (1 + np.sin(a))])


def foil(f: Fit) -> list[Part]:
    """A foil capsule down the neck."""
    p, shape, r, top, size = f.p, f.shape, f.r, f.top, f.size
    low = max(shape.neck + 0.02 * shape.height, shape.height - 0.2 * shape.height * size)
    skin = 0.03 * shape.radius
    finish = Finish(
        "metal", {"brass": "#8d2f2b", "black": "#232325", "steel": "#3c5540", "chrome": "#a98442"}[str(p["metal"])], 0.35
    )
    z = np.linspace(low, top - 1.3 * r, 6)
    wall = [(float(radius_at(shape, h)) + skin, h) for h in z]
    corners = [
        (wall[0][0] - 0.5 * skin, low),
        *wall,
        (1.0 * r + skin, top - 1.15 * r, 0.1 * r),
        (1.16 * r + skin, top - 1.0 * r, 0.1 * r),
    ]
    corners += [(1.14 * r + skin, top - 0.3 * r, 0.08 * r), (1.02 * r + skin, top + 0.12 * r, 0.12 * r), (0.1, top + 0.12 * r)]
    ring = collar_round(shape, None, low + 0.015 * shape.height, low + 0.03 * shape.height, 1.6 * skin)
    return [turned(corners, finish), Part(ring, Finish("metal", METAL["brass"]))]


def wired_cork(f: Fit) -> list[Part]:
    """A mushroom cork held by a wire cage."""
    p, r, top, size = f.p, f.r, f.top, f.size
    cork = [
        (0.75 * r, top - 0.5 * r),
        (0.8 * r, top + 0.5 * r, 0.2 * r),
        (1.1 * r, top + 0.8 * r, 0.2 * r),
        (1.05 * r, top + 1.5 * r * size, 0.5 * r),
        (0.1, top + 1.6 * r * size),
    ]
    parts = [turned(cork, _cork_finish())]
    parts.append(
        turned(
            [
                (0.3 * r, top + 1.5 * r * size),
                (0.7 * r, top + 1.52 * r * size, 0.05 * r),
                (0.7 * r, top + 1.62 * r * size, 0.05 * r),
                (0.1, top + 1.66 * r * size),
            ],
            metal_finish(p),
        )
    )
    wires = []
    for angle in np.radians([20, 110, 200, 290]):
        rz = [
            (0.6 * r, top + 1.66 * r * size),
            (1.16 * r, top + 1.3 * r * size),
            (1.16 * r, top + 0.75 * r),
            (1.3 * r, top - 0.2 * r),
            (1.25 * r, top - 0.8 * r),
        ]
        path = spline([(q * np.cos(angle), q * np.sin(angle), z) for q, z in rz], 24)
        wires.append(tube(path, 0.07 * r, sides=8))
    turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    wires.append(
        tube(
            np.column_stack([1.25 * r * np.cos(turn), 1.25 * r * np.sin(turn), np.full(48, top - 0.8 * r)]),
            0.09 * r,
            closed=True,
            sides=8,
        )
    )
    return [*parts, Part(join(*wires), Finish("metal", METAL["brass"]))]


def crown(f: Fit) -> list[Part]:
    """A pleated metal cap."""
    r, top, wide = f.r, f.top, f.wide
    high = 0.75 * r

    def pleats(angle: Array, radius: float, z: float) -> Array:
        share = np.clip((top + 0.25 * r - z) / high, 0, 1)
        return radius * (1 + 0.07 * share * np.cos(21 * angle))

    corners = [
        (1.1 * r, top + 0.25 * r - high),
        (1.42 * r * wide, top + 0.25 * r - high),
        (1.2 * r, top + 0.25 * r, 0.25 * r),
        (0.1, top + 0.3 * r),
    ]
    return [turned(corners, metal_finish(f.p), 168, pleats)]


def swing(f: Fit) -> list[Part]:
    """A stopper held by a wire bail that hinges on the neck."""
    p, shape, r, top, size = f.p, f.shape, f.r, f.top, f.size
    high = 1.0 * r * size
    finish = Finish("ceramic", "#d6d1c7") if p["stopper"] != "oak" else Finish("ceramic", "#b0402f")
    seal = turned(
        [(0.8 * r, top - 0.05), (1.05 * r, top, 0.08 * r), (1.05 * r, top + 0.3 * r, 0.1 * r), (0.5 * r, top + 0.3 * r)],
        Finish("rubber", "#a8452f"),
    )
    head = turned(
        [
            (0.7 * r, top + 0.25 * r),
            (1.2 * r, top + 0.25 * r, 0.12 * r),
            (1.1 * r, top + 0.3 * r + 0.7 * high, 0.3 * r),
            (0.5 * r, top + 0.3 * r + high, 0.3 * r),
            (0.05, top + 0.3 * r + high),
        ],
        finish,
    )
    gauge = max(0.11 * r, 0.1)
    low = top - 2.4 * max(r, 0.8)
    ring_r = float(radius_at(shape, low)) + 0.4 * gauge
    turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    ring = tube(np.column_stack([ring_r * np.cos(turn), ring_r * np.sin(turn), np.full(48, low)]), gauge, closed=True, sides=8)
    bail = []
    side = 1.5 * r
    z = top + 0.3 * r + 0.5 * high
    for s in (-1.0, 1.0):
        path = fillet(
            [(s * 0.6 * r, 0, z), (s * side, 0, z), (s * side, -0.2 * r, low + 0.5 * r), (s * ring_r, 0, low)], 0.3 * r
        )
        bail.append(tube(path, gauge, sides=8))
    lever = fillet(
        [
            (-side, -0.1 * r, low + 0.8 * r),
            (-side - 0.1, -0.9 * r, low - 0.4 * r),
            (-0.6 * r, -1.5 * r - ring_r * 0.4, low - 1.3 * r),
            (0.6 * r, -1.5 * r - ring_r * 0.4, low - 1.3 * r),
            (side + 0.1, -0.9 * r, low - 0.4 * r),
            (side, -0.1 * r, low + 0.8 * r),
        ],
        0.5 * r,
    )
    bail.append(tube(lever, gauge, sides=8))
    return [seal, head, Part(join(ring, *bail), Finish("metal", METAL["steel"], 0.3))]


def block(f: Fit) -> list[Part]:
    """A heavy square stopper."""
    p, r, top, size, wide = f.p, f.r, f.top, f.size, f.wide
    ring = turned(
        [(0.9 * r, top - 0.6 * r), (1.2 * r, top - 0.6 * r, 0.1), (1.2 * r, top + 0.2 * r, 0.1), (0.5 * r, top + 0.2 * r)],
        metal_finish(p),
    )

    def square(angle: Array, radius: float, z: float) -> Array:
        return radius * plan_factor("square", angle)

    block = turned(
        [
            (1.2 * r, top + 0.15 * r),
            (1.8 * r * wide, top + 0.15 * r, 0.15 * r),
            (1.8 * r * wide, top + (0.15 + 2.4 * size) * r, 0.2 * r),
            (0.05, top + (0.2 + 2.4 * size) * r),
        ],
        Finish("plastic", "#2d2e31") if p["metal"] != "brass" else metal_finish(p),
        96,
        square,
    )
    return [ring, block]


def bow(f: Fit) -> list[Part]:
    """A tall drop-shaped stopper and a ribbon round the neck."""
    p, r, top, size = f.p, f.r, f.top, f.size
    drop = turned(
        [
            (0.7 * r, top - 0.3 * r),
            (0.8 * r, top + 0.2 * r, 0.2 * r),
            (1.7 * r, top + 1.5 * r * size, 0.9 * r),
            (0.7 * r, top + 3.4 * r * size, 0.8 * r),
            (0.02, top + 4.2 * r * size),
        ],
        glass_finish(p),
    )
    ribbon = Finish("fabric", INK[str(p["ink"])])
    z = top - 0.9 * r
    front = -1.2 * r
    band = turned(
        [(1.0 * r, z - 0.25 * r), (1.14 * r, z - 0.25 * r), (1.14 * r, z + 0.25 * r), (1.0 * r, z + 0.25 * r)], ribbon
    )
    loops = []
    for s in (-1.0, 1.0):
        path = spline(
            [
                (0, front, z),
                (s * 1.2 * r, front - 0.3 * r, z + 0.9 * r),
                (s * 2.3 * r, front, z + 0.5 * r),
                (s * 1.8 * r, front - 0.2 * r, z - 0.2 * r),
                (0, front, z),
            ],
            28,
        )
        loops.append(tube(path, 0.17 * r, sides=10))
        tail = spline(
            [(0, front, z), (s * 0.7 * r, front - 0.3 * r, z - 0.9 * r), (s * 1.1 * r, front - 0.3 * r, z - 2.0 * r)], 14
        )
        loops.append(tube(tail, 0.17 * r, sides=10))
    knot = revolved_along((-0.4 * r, front, z), (1, 0, 0), ball_profile(0.36 * r, 0.45 * r), 24)
    return [drop, band, Part(join(*loops, knot), ribbon)]


def loop(f: Fit) -> list[Part]:
    """A screw lid with a strap to carry it by."""
    p, r, top, size, coat = f.p, f.r, f.top, f.size, f.coat
    lid = turned(
        [
            (1.0 * r, top - 0.35 * r),
            (1.2 * r, top - 0.35 * r, 0.05 * r),
            (1.2 * r, top + 0.35 * r, 0.15 * r),
            (0.05, top + 0.42 * r),
        ],
        coat,
    )
    high = (0.5 + 0.75 * size) * r
    path = fillet(
        [
            (-0.95 * r, 0, top + 0.1 * r),
            (-0.9 * r, 0, top + high + 0.3 * r),
            (0.9 * r, 0, top + high + 0.3 * r),
            (0.95 * r, 0, top + 0.1 * r),
        ],
        0.75 * r,
        12,
    )
    strap = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]]) * np.array([0.34 * r, 0.11 * r])
    normals = np.cross(np.gradient(path, axis=0), [0.0, 1.0, 0.0])
    ring = turned(
        [
            (0.9 * r, top - 0.55 * r),
            (1.1 * r, top - 0.55 * r, 0.05 * r),
            (1.1 * r, top - 0.3 * r, 0.05 * r),
            (0.9 * r, top - 0.3 * r),
        ],
        metal_finish(p),
    )
    return [ring, lid, Part(sweep(path, strap, up=normals), coat, bevel=0.08 * r)]
