# SPDX-License-Identifier: GPL-3.0-or-later
"""Fins of fish: thin membranes with rays."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..colour import mixed
from ..finish import Finish
from ..mesh import Array, Mesh, join
from ..parameters import Parameters
from ..part import Part
from ..shapes.plate import plate, thread
from .swimmer import Body


def _fin(body: Body, base: Array, tip: Array, rays: int, bulge: float = 0.0, scallop: float = 0.05) -> list[Mesh]:
    """A membrane between two rows of (s, w, h), and its rays; `bulge` bows the rays backwards."""
    out = np.linspace(0, 1, 9)[:, None, None]
    count = len(base)
    notch = 1 - scallop * np.abs(np.sin(np.linspace(0, rays * np.pi, count)))[None, :, None] * out**4
    grid = base + (tip - base) * out * notch
    grid[..., 0] -= bulge * np.sin(np.pi * out[..., 0])
    thickness = np.linspace(0.13, 0.06, 9)[:, None] * np.ones(count)
    points = body.place(grid[..., 0], grid[..., 1], grid[..., 2])
    lines = [thread(points[:, round(k)], 0.085, 0.6, 6) for k in np.linspace(0, count - 1, rays + 1)]
    return [plate(points, thickness), join(*lines)]


def _fin_parts(meshes: list[Mesh], fin: Finish, dark: Finish) -> list[Part]:
    tone = Finish(fin.kind, mixed(fin.colour, dark.colour, 0.6), fin.roughness)
    return [Part(meshes[0], fin), Part(meshes[1], tone)]


def _upright(
    body: Body, edge: Callable, start: float, end: float, height: Callable, sweep_back: Callable, sign: float
) -> tuple:
    """Base and tip rows of a fin on the back (sign 1) or under the belly (sign -1) between two shares of the length."""
    t = np.linspace(0, 1, 49)
    s = body.length * (start + (end - start) * t)
    sunk = edge(s) - sign * 0.12
    base = np.stack([s, 0 * s, sunk], axis=1)
    tip = np.stack([s + sweep_back(t), 0 * s, edge(s) + sign * height(t)], axis=1)
    return base, tip


def fins(p: Parameters, body: Body, fin: Finish, dark: Finish) -> list[Part]:
    parts = _tail(p, body, fin, dark)
    for base, tip, rays in [*_dorsals(p, body), *_anals(p, body)]:
        scallop = 0.22 if p["dorsal"] == "spiny" else 0.05
        parts += _fin_parts(_fin(body, base, tip, rays, 0.0, scallop), fin, dark)
    for sign in (1.0, -1.0):
        parts += _side_fin(p, body, sign, fin, dark)
        if body.kind in ("perch", "goldfish", "catfish", "tuna", "angelfish"):
            parts += _pelvic(p, body, sign, fin, dark)
    if body.kind == "tuna":
        for edge, sign in ((body.top, 1.0), (body.bottom, -1.0)):
            for u in np.linspace(0.74, 0.93, 5):
                base, tip = _upright(body, edge, u, u + 0.022, lambda t: 0.32 * (1 - 0.6 * t), lambda t: 0.3 + 0 * t, sign)
                parts.append(Part(_fin(body, base, tip, 1)[0], fin))
    return parts


def _dorsals(p: Parameters, body: Body) -> list[tuple[Array, Array, int]]:
    kind, high, shift = str(p["dorsal"]), float(p["dorsal_height"]), float(p["dorsal_place"])

    def fin(start: float, end: float, height: Callable, back: Callable, rays: int) -> tuple[Array, Array, int]:
        return (*_upright(body, body.top, start, end, height, back, 1.0), rays)

    if body.kind in ("eel", "flatfish"):
        tall = (0.45 if body.kind == "eel" else 0.95) * high
        return [fin(0.16 + shift, 0.97, lambda t: tall * np.sin(np.pi * t**0.8) ** 0.5 + 0.02, lambda t: 0.5 + 0 * t, 26)]
    angel = 1.9 if body.kind == "angelfish" else 1.0
    if kind == "single":
        return [
            fin(
                0.36 + shift,
                0.66 + shift,
                lambda t: angel * high * 1.5 * np.sin(np.pi * (0.18 + 0.7 * t)),
                lambda t: 0.9 - 0.3 * t,
                8,
            )
        ]
    if kind == "double":
        first = fin(
            0.28 + shift,
            0.46 + shift,
            lambda t: high * 1.5 * (1 - t) ** 0.7 * np.clip(4 * t + 0.45, 0, 1),
            lambda t: 0.5 + 0.1 * t,
            6,
        )
        rear = fin(
            0.55 + shift,
            0.7 + shift,
            lambda t: high * 1.2 * (1 - 0.7 * t) * np.clip(4 * t + 0.4, 0, 1),
            lambda t: 0.7 + 0 * t,
            5,
        )
        return [first, rear]
    if kind == "sail":
        return [
            fin(
                0.24 + shift,
                0.72 + shift,
                lambda t: angel * high * 2.3 * np.sin(np.pi * (0.2 + 0.76 * t)) ** 0.7,
                lambda t: 0.8 + 0.5 * t,
                14,
            )
        ]
    if kind == "long":
        return [
            fin(0.24 + shift, 0.84, lambda t: high * 1.05 * np.sin(np.pi * (0.12 + 0.8 * t)) ** 0.6, lambda t: 0.5 + 0 * t, 14)
        ]
    if kind == "swept":
        return [
            fin(
                0.34 + shift,
                0.58 + shift,
                lambda t: angel * high * 2.3 * (1 - t) ** 1.6 + 0.1,
                lambda t: angel * (1.7 - 1.5 * t) * (1 - t) ** 0.5 + 0.25,
                7,
            )
        ]
    return [
        fin(
            0.26 + shift,
            0.74 + shift,
            lambda t: high * (1.45 - 0.6 * t) * np.clip(3 * t + 0.5, 0, 1),
            lambda t: 0.45 + 0.2 * t,
            11,
        )
    ]


def _anals(p: Parameters, body: Body) -> list[tuple[Array, Array, int]]:
    size = float(p["anal_size"])
    if body.kind in ("eel", "flatfish"):
        tall = (0.36 if body.kind == "eel" else 0.9) * (0.5 + 0.5 * size)
        start = 0.42 if body.kind == "eel" else 0.22
        height, back = (lambda t: tall * np.sin(np.pi * t**0.8) ** 0.5 + 0.02), (lambda t: 0.5 + 0 * t)
        return [(*_upright(body, body.bottom, start, 0.97, height, back, -1.0), 24)]
    if body.kind == "angelfish":
        height, back = (lambda t: 3.4 * size * (1 - t) ** 1.5 + 0.15), (lambda t: 2.4 * (1 - t) ** 0.6 + 0.3)
        return [(*_upright(body, body.bottom, 0.48, 0.82, height, back, -1.0), 8)]
    start = 0.6 if body.kind != "catfish" else 0.54
    height, back = (lambda t: 1.15 * size * (1 - 0.75 * t) * np.clip(4 * t + 0.5, 0, 1)), (lambda t: 0.75 - 0.1 * t)
    return [(*_upright(body, body.bottom, start, 0.8, height, back, -1.0), 6)]


def _tail(p: Parameters, body: Body, fin: Finish, dark: Finish) -> list[Part]:
    kind = str(p["tail"])
    x = np.linspace(-1, 1, 65)
    spread = {
        "forked": 42.0,
        "rounded": 36.0,
        "crescent": 62.0,
        "straight": 34.0,
        "lyre": 40.0,
        "flowing": 52.0,
        "pointed": 30.0,
    }[kind]
    reach = {"forked": 3.3, "rounded": 2.3, "crescent": 3.4, "straight": 2.5, "lyre": 4.4, "flowing": 5.2, "pointed": 2.8}[kind]
    shape = {
        "forked": 0.5 + 0.5 * np.abs(x) ** 1.3,
        "rounded": 1 - 0.12 * x**2,
        "crescent": 0.3 + 0.7 * np.abs(x) ** 2.6,
        "straight": 0.86 / np.cos(np.radians(spread) * x) * (1 - 0.04 * np.cos(2 * np.pi * x)),
        "lyre": 0.45 + 0.55 * np.abs(x) ** 4,
        "flowing": 0.62 + 0.38 * np.abs(np.sin(2.3 * x + 0.5)) ** 1.2,
        "pointed": 1 - 0.45 * np.abs(x) ** 1.3,
    }[kind]
    scale = float(p["tail_size"]) * (0.42 if body.kind == "eel" else 0.85 if body.kind == "puffer" else 1.0)
    angle = np.radians(spread * float(p["tail_spread"])) * x
    stub = body.length * 0.985
    root = np.where(x > 0, body.top(stub), -body.bottom(stub)) * 0.92 * x
    radius = reach * scale * shape
    base = np.stack([np.full_like(x, stub - 0.1), 0 * x, root], axis=1)
    tip = np.stack([stub + radius * np.cos(angle), 0 * x, root + radius * np.sin(angle)], axis=1)
    rays = {"crescent": 10, "flowing": 14}.get(kind, 12)
    if kind != "flowing":
        return _fin_parts(_fin(body, base, tip, rays, 0.0, 0.03), fin, dark)
    parts = []
    for sign in (1.0, -1.0):
        lobe = tip.copy()
        lobe[:, 1] = sign * (0.7 + 0.35 * np.sin(5 * x + sign)) * scale
        lobe[:, 2] -= 0.7 * scale
        parts += _fin_parts(_fin(body, base, lobe, rays, 0.0, 0.06), fin, dark)
    return parts


def _side_fin(p: Parameters, body: Body, sign: float, fin: Finish, dark: Finish) -> list[Part]:
    """A pectoral fin behind the gill: a fan that stands off the flank."""
    size = float(p["pectoral_size"]) * {"eel": 0.55, "swordfish": 1.25, "tuna": 1.1, "puffer": 0.8}.get(body.kind, 1.0)
    place = 0.17 if body.kind == "eel" else 0.32
    s0, share = place * body.length, -0.32
    root = np.array([s0, 0.0, 0.0])
    angle = share * np.pi / 2
    root[1] = body.half_width(s0) * np.cos(angle)
    root[2] = (body.top(s0) + body.bottom(s0)) / 2 + (body.top(s0) - body.bottom(s0)) / 2 * np.sin(angle)
    x = np.linspace(-1, 1, 33)
    narrow = 0.55 if body.kind in ("tuna", "swordfish") else 1.0
    fan = np.radians(float(p["pectoral_angle"]) - 22.0 + 34.0 * narrow * x)
    reach = size * 1.75 * (1.35 if narrow < 1 else 1.0) * (1 - 0.25 * x**2 + (0.3 * x if narrow < 1 else 0))
    base = root + np.stack([0 * x, np.full_like(x, -0.12), 0.3 * size * x], axis=1)
    tip = root + np.stack([reach * np.cos(fan), 0.3 + 0.42 * reach, reach * np.sin(fan)], axis=1)
    base[:, 1] *= sign
    tip[:, 1] *= sign
    return _fin_parts(_fin(body, base, tip, 6), fin, dark)


def _pelvic(p: Parameters, body: Body, sign: float, fin: Finish, dark: Finish) -> list[Part]:
    size = float(p["anal_size"]) * (0.7 if body.kind == "tuna" else 1.0)
    s0 = (0.4 if body.kind != "angelfish" else 0.36) * body.length
    long = 3.2 if body.kind == "angelfish" else 1.45
    root = np.array([s0, 0.42 * float(body.half_width(s0)), 0.86 * float(body.bottom(s0))])
    x = np.linspace(-1, 1, 25)
    fan = np.radians(-52.0 + (7.0 if body.kind == "angelfish" else 24.0) * x)
    reach = size * long * (1 - 0.2 * x**2)
    base = root + np.stack([0.32 * x, -0.1 + 0 * x, 0.1 + 0 * x], axis=1)
    tip = root + np.stack([reach * np.cos(fan) + 0.3 * x, 0.2 + 0.18 * reach, reach * np.sin(fan)], axis=1)
    base[:, 1] *= sign
    tip[:, 1] *= sign
    return _fin_parts(_fin(body, base, tip, 4), fin, dark)
