# SPDX-License-Identifier: GPL-3.0-or-later
"""Pots and planters that stand on z = 0, filled with soil."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..finish import Finish
from ..mesh import Array, Mesh, join
from ..part import Part
from ..shapes.curves import circle, rectangle, smooth_interpolation
from ..shapes.lathe import Modulation, lathe
from ..shapes.sweep import bar, tube
from .strewn import BALL, strewn

SEGMENTS = 72
SOIL = Finish("stone", "#3a2b21", 0.95)
FILL = {"soil": "#3a2b21", "sand": "#b79a6d", "gravel": "#8d877d"}


@dataclass(frozen=True)
class Pot:
    """`radius` is the soil's, at height `level`; `rim` and `top` are the outer edge's."""

    parts: tuple[Part, ...]
    radius: float
    level: float
    rim: float
    top: float


def potted(kind: str, radius: float, height: float, taper: float, finish: Finish, accent: Finish) -> Pot:
    """A pot of that kind, `radius` wide at its widest; `taper` in [0, 1] narrows its foot."""
    return _MAKERS[kind](radius, height, taper, finish, accent)


def _vessel(
    profile: ArrayLike, wall: float, level: float, modulation: Modulation | None = None, segments: int = SEGMENTS
) -> Mesh:
    """A hollow turned body: `profile` up its outside, a round lip, and down inside to below the soil."""
    outside = np.asarray(profile, float)
    r, z = outside[-1]
    turn = np.linspace(0, np.pi, 6)[1:]
    lip = [(r - wall / 2 + wall / 2 * np.cos(a), z + wall / 2 * np.sin(a)) for a in turn]
    down = [(r - wall - 0.02 * wall, z - share * (z - level + 0.6 * wall)) for share in (0.3, 0.7, 1.0)]
    return lathe([*outside, *lip, *down], segments, modulation)


def _earth(radius: float, level: float, colour: str = FILL["soil"], modulation: Modulation | None = None) -> Part:
    profile = [
        (radius, level - 0.05 * radius),
        (radius, level),
        (0.7 * radius, level + 0.03 * radius),
        (0.1, level + 0.06 * radius),
    ]
    return Part(lathe(profile, 48, modulation), Finish("stone", colour, 0.95))


def pebbles(radius: float, level: float, count: int, size: float, seed: int, keep_off: float = 0.0) -> Mesh:
    """Round stones strewn over the soil outside `keep_off`."""
    random = np.random.default_rng(seed)
    angle = random.uniform(0, 2 * np.pi, count)
    r = np.sqrt(random.uniform((keep_off / radius) ** 2, 1.0, count)) * (radius - 0.6 * size)
    sizes = size * random.uniform(0.55, 1.1, count)
    at = np.column_stack([r * np.cos(angle), r * np.sin(angle), level + 0.25 * sizes])
    stretch = np.column_stack([sizes, sizes * 0.8, sizes * 0.62])
    return strewn(BALL, at, (0.0, 0.0, 1.0), stretch, random.uniform(0, 6, count))


def polygon(sides: int, roundness: float = 0.06) -> Modulation:
    """A plan of that many flat sides, one of them facing the front."""
    step = 2 * np.pi / sides

    def modulate(angle: Array, radius: float, z: float) -> Array:
        a = (angle + np.pi / 2 + step / 2) % step - step / 2
        return radius * np.minimum(np.cos(step / 2) / np.cos(a) * 1.08, 1.0 + roundness)

    return modulate


def square_plan(angle: Array, radius: float, z: float) -> Array:
    return 0.9 * radius * (np.abs(np.cos(angle)) ** 9 + np.abs(np.sin(angle)) ** 9) ** (-1 / 9)


def _foot_share(taper: float, low: float = 0.5) -> float:
    return 1.0 - taper * (1.0 - low)


# --- table pots ---------------------------------------------------------------------------------------------------


def _classic(r: float, h: float, taper: float, finish: Finish, accent: Finish) -> Pot:
    foot, collar = r * _foot_share(0.4 + 0.6 * taper, 0.62), 0.24 * h
    neck = r * 0.9
    profile = [
        (foot - 0.12 * r, 0.0),
        (foot - 0.02 * r, 0.01 * h),
        (foot, 0.03 * h),
        (neck, h - collar),
        (neck + 0.005 * r, h - collar + 0.001),
        (r - 0.03 * r, h - collar + 0.002),
        (r, h - collar + 0.03 * h),
        (r * 1.02, h),
    ]
    body = _vessel(profile, 0.1 * r, 0.9 * h)
    return Pot((Part(body, finish), _earth(0.93 * r, 0.9 * h)), 0.9 * r, 0.9 * h, 1.02 * r, h)


def _cylinder(r: float, h: float, taper: float, finish: Finish, accent: Finish) -> Pot:
    foot = r * _foot_share(taper, 0.84)
    profile = [(foot - 0.1 * r, 0.0), (foot - 0.03 * r, 0.012 * h), (foot, 0.05 * h), (0.5 * (foot + r), 0.5 * h), (r, h)]
    glazed = _vessel(profile, 0.08 * r, 0.9 * h)
    low, high = 0.0, 0.32 * h
    u = np.linspace(low, high, 6)
    at = smooth_interpolation(u, [z for _, z in profile], [q for q, _ in profile])
    dip = lathe(
        [(at[0] - 0.02 * r, -0.002), *zip(at + 0.012 * r, u, strict=True), (at[-1] - 0.02 * r, high + 0.01 * h)], SEGMENTS
    )
    parts = (Part(glazed, finish), Part(dip, accent), _earth(0.94 * r, 0.9 * h))
    return Pot(parts, 0.92 * r, 0.9 * h, r, h)


def _turned(knots: list[tuple[float, float]], wall: float = 0.08, level: float = 0.9):
    """A maker of pots whose outline runs through `knots` (height, radius) as shares."""

    def make(r: float, h: float, taper: float, finish: Finish, accent: Finish) -> Pot:
        u = np.linspace(0, 1, 26)
        shape = smooth_interpolation(u, [k for k, _ in knots], [v for _, v in knots])
        shape = shape * (1 - 0.16 * taper * (1 - u))
        profile = [
            (r * shape[0] - 0.08 * r, 0.0),
            (r * shape[0] - 0.02 * r, 0.008 * h),
            *zip(r * shape, 0.02 * h + 0.98 * h * u, strict=True),
        ]
        inner = r * float(np.interp(level, u, shape))
        body = _vessel(profile, wall * r, level * h)
        return Pot(
            (Part(body, finish), _earth(inner - 0.5 * wall * r, level * h)), inner - wall * r, level * h, r * shape[-1], h
        )

    return make


def _faceted(modulation: Modulation, low: float):
    def make(r: float, h: float, taper: float, finish: Finish, accent: Finish) -> Pot:
        foot = r * _foot_share(taper, low)
        profile = [(foot * 0.94, 0.0), (foot, 0.03 * h), (r, h)]
        body = _vessel(profile, 0.09 * r, 0.88 * h, modulation)
        earth = _earth((foot + 0.88 * (r - foot)) - 0.06 * r, 0.88 * h, modulation=modulation)
        return Pot((Part(body, finish, bevel=0.02 * r), earth), 0.82 * r, 0.88 * h, 0.95 * r, h)

    return make


def _pedestal(r: float, h: float, taper: float, finish: Finish, accent: Finish) -> Pot:
    knots = [
        (0.0, 0.62),
        (0.05, 0.6),
        (0.16, 0.34 + 0.1 * taper),
        (0.24, 0.3 + 0.1 * taper),
        (0.34, 0.5),
        (0.6, 0.9),
        (0.85, 1.0),
        (1.0, 0.98),
    ]
    return _turned(knots, 0.07)(r, h, 0.0, finish, accent)


# --- floor pots ---------------------------------------------------------------------------------------------------


def _saucer(r: float, h: float, taper: float, finish: Finish, accent: Finish) -> Pot:
    foot = r * _foot_share(0.3 + 0.7 * taper, 0.6)
    base = 0.04 * h
    profile = [(foot - 0.06 * r, base), (foot, base + 0.02 * h), (0.5 * (foot + r) + 0.02 * r, 0.5 * h), (r, h)]
    wide = foot * 1.28
    dish = [
        (wide * 0.86, 0.0),
        (wide * 0.92, 0.01 * h),
        (wide, 0.11 * h),
        (wide - 0.03 * r, 0.12 * h),
        (wide * 0.88, 0.045 * h),
        (0.1, 0.045 * h),
    ]
    parts = (Part(_vessel(profile, 0.07 * r, 0.9 * h), finish), Part(lathe(dish, SEGMENTS), finish), _earth(0.95 * r, 0.9 * h))
    return Pot(parts, 0.9 * r, 0.9 * h, r, h)


def _ribbed(r: float, h: float, taper: float, finish: Finish, accent: Finish) -> Pot:
    foot = r * _foot_share(taper, 0.7)

    def flute(angle: Array, radius: float, z: float) -> Array:
        if z > 0.88 * h or z < 0.02 * h:
            return np.full_like(angle, radius)
        return radius * (0.955 + 0.045 * np.abs(np.cos(13 * angle)) ** 0.8)

    profile = [
        (foot * 0.92, 0.0),
        (foot * 0.97, 0.015 * h),
        (foot, 0.05 * h),
        (foot + 0.84 * (r - foot), 0.875 * h),
        (r, 0.89 * h),
        (r, h),
    ]
    body = _vessel(profile, 0.08 * r, 0.92 * h, flute, 26 * 6)
    return Pot((Part(body, finish), _earth(0.94 * r, 0.92 * h)), 0.9 * r, 0.92 * h, r, h)


def _basket(r: float, h: float, taper: float, finish: Finish, accent: Finish) -> Pot:
    rows, stakes = 13, 24
    z = np.linspace(0, h, 3 * rows + 1)
    shape = smooth_interpolation(z / h, [0, 0.12, 0.45, 0.85, 1.0], [0.8, 0.92, 1.0, 0.88 - 0.08 * taper, 0.86 - 0.08 * taper])
    proud = 0.022 * r * np.sin(np.pi * (np.arange(len(z)) % 3) / 3)

    def weave(angle: Array, radius: float, at: float) -> Array:
        row = int(np.clip(at / h, 0, 0.999) * rows)
        return radius * (1 + 0.016 * np.sin(stakes / 2 * angle * 2 + np.pi * row))

    side = _vessel(list(zip(r * shape + proud, z, strict=True)), 0.09 * r, 0.9 * h, weave, stakes * 3)
    top = r * shape[-1]
    edge = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    ring = tube(
        np.column_stack([(top - 0.03 * r) * np.cos(edge), (top - 0.03 * r) * np.sin(edge), np.full(48, h)]),
        0.055 * r,
        closed=True,
        sides=8,
    )
    a = np.linspace(0, np.pi, 17)
    loops = []
    for sign in (-1, 1):
        x = sign * (top + 0.02 * r + 0.16 * r * np.sin(a))
        loops.append(
            tube(
                np.column_stack([x, 0.34 * r * np.cos(a), 0.8 * h + 0.2 * h * np.sin(a) ** 0.8 + 0.06 * h * np.sin(a)]),
                0.04 * r,
                sides=8,
            )
        )
    parts = (Part(side, finish), Part(join(ring, *loops), finish), _earth(top - 0.04 * r, 0.9 * h))
    return Pot(parts, top - 0.08 * r, 0.9 * h, top, h)


def _stand(r: float, h: float, taper: float, finish: Finish, accent: Finish) -> Pot:
    """A cylinder held by a wooden cross with four legs."""
    legs = (0.4 + 0.25 * taper) * h
    base, top = legs * 0.75, legs * 0.75 + h
    profile = [(r * 0.86, base), (r * 0.95, base + 0.02 * h), (r, base + 0.08 * h), (r, top)]
    body = _vessel(profile, 0.07 * r, top - 0.1 * h)
    posts = []
    for k in range(4):
        a = np.pi / 4 + k * np.pi / 2 + 0.2
        out = np.array([np.cos(a), np.sin(a), 0.0])
        up = np.array([-out[1], out[0], 0.0])
        post = rectangle(0.13 * r, 0.17 * r)
        posts.append(bar(1.07 * r * out, 1.07 * r * out + [0, 0, base + 0.42 * h], post, up=up))
        posts.append(
            bar(
                0.0 * out + [0, 0, base - 0.07 * r],
                1.04 * r * out + [0, 0, base - 0.07 * r],
                rectangle(0.12 * r, 0.13 * r),
                up=(0, 0, 1),
            )
        )
    parts = (Part(body, finish), *(Part(post, accent, bevel=0.02 * r) for post in posts), _earth(0.95 * r, top - 0.1 * h))
    return Pot(parts, 0.92 * r, top - 0.1 * h, r, top)


def _tripod(r: float, h: float, taper: float, finish: Finish, accent: Finish) -> Pot:
    """A round bowl on three splayed legs."""
    legs = (0.45 + 0.2 * taper) * h
    u = np.linspace(0, 1, 22)
    shape = np.sqrt(np.clip(1 - (1 - u) ** 2.4, 0, 1)) * 0.8 + 0.2 * u
    profile = [(0.12 * r, legs * 0.8), *zip(np.maximum(r * shape, 0.16 * r), legs * 0.8 + 0.005 * h + h * u, strict=True)]
    top = legs * 0.8 + h
    body = _vessel(profile, 0.07 * r, top - 0.1 * h)
    posts = []
    for k in range(3):
        a = -np.pi / 2 + 0.45 + k * 2 * np.pi / 3
        out = np.array([np.cos(a), np.sin(a), 0.0])
        posts.append(bar(0.6 * r * out + [0, 0, legs * 0.8 + 0.24 * h], 0.92 * r * out, circle(0.085 * r, 14), taper=0.55))
    parts = (Part(body, finish), *(Part(post, accent) for post in posts), _earth(0.94 * r, top - 0.1 * h))
    return Pot(parts, 0.9 * r, top - 0.1 * h, r, top)


def _banded(r: float, h: float, taper: float, finish: Finish, accent: Finish) -> Pot:
    """A drum with turned grooves on a narrower plinth."""
    z = np.linspace(0.12 * h, h, 37)
    groove = np.clip(np.sin((z / h - 0.12) / 0.88 * 6 * 2 * np.pi), 0, 1) ** 0.5
    wide = r * (1 - 0.14 * taper * (1 - z / h)) * (0.965 + 0.035 * groove)
    plinth = 0.72 * r
    profile = [(plinth, 0.0), (plinth, 0.09 * h), (wide[0] - 0.05 * r, 0.11 * h), *zip(wide, z, strict=True)]
    body = _vessel(profile, 0.07 * r, 0.92 * h)
    return Pot((Part(body, finish), _earth(0.94 * r, 0.92 * h)), 0.9 * r, 0.92 * h, r, h)


_BOWL = [(0.0, 0.5), (0.06, 0.52), (0.3, 0.8), (0.7, 0.97), (1.0, 1.0)]
_BELLY = [(0.0, 0.56), (0.1, 0.74), (0.45, 1.0), (0.82, 0.82), (0.9, 0.74), (1.0, 0.78)]
_EGG = [(0.0, 0.5), (0.08, 0.62), (0.35, 0.95), (0.55, 1.0), (0.85, 0.85), (1.0, 0.74)]

_MAKERS = {
    "classic": _classic,
    "cylinder": _cylinder,
    "bowl": _turned(_BOWL),
    "belly": _turned(_BELLY, 0.07, 0.93),
    "hexagon": _faceted(polygon(6), 0.6),
    "square": _faceted(square_plan, 0.72),
    "pedestal": _pedestal,
    "saucer": _saucer,
    "ribbed": _ribbed,
    "basket": _basket,
    "stand": _stand,
    "tripod": _tripod,
    "banded": _banded,
    "egg": _turned(_EGG, 0.07, 0.94),
}
