# SPDX-License-Identifier: GPL-3.0-or-later
"""What covers walls and roofs."""

from __future__ import annotations

import numpy as np

from ..mesh import Array
from ..parameters import Parameters
from ..shapes.curves import rectangle
from ..shapes.loft import loft
from .model import Model, Wall, drawn_out


def dress_walls(p: Parameters, m: Model, walls: list[Wall], corners: bool = True) -> None:
    """Siding, bricks or timbers on the walls, and boards at their corners."""
    kind = str(p["siding"])
    for wall in walls:
        low, high = wall.outline[:, 1].min(), wall.outline[:, 1].max()
        square = min(z for u, z in wall.outline[2:])
        if kind in ("clapboard", "brick"):
            step = 0.25 if kind == "clapboard" else 0.32
            for row in range(int((high - low) / step)):
                z0 = low + row * step
                z1 = z0 + step * (1.0 if kind == "clapboard" else 0.86)
                (a0, b0), (a1, b1) = wall.span(z0 + 1e-4), wall.span(min(z1, high - 1e-4))
                if b1 - a1 < 0.25:
                    continue
                if kind == "clapboard":
                    rings = [
                        [wall.at(a0, z0, 0.055), wall.at(b0, z0, 0.055), wall.at(b1, z1, 0.012), wall.at(a1, z1, 0.012)],
                    ]
                    rings.insert(
                        0, [wall.at(a0, z0, -0.03), wall.at(b0, z0, -0.03), wall.at(b1, z1, -0.03), wall.at(a1, z1, -0.03)]
                    )
                    m.relief.append(loft(rings))
                else:
                    left, right = max(a0, a1), min(b0, b1)
                    edges = np.arange(left - (0.43 if row % 2 else 0.0), right, 0.86)
                    for u in edges:
                        u0, u1 = max(u, left), min(u + 0.81, right)
                        if u1 - u0 > 0.08:
                            m.relief.append(wall.block((u0, z0), (u1, z1), -0.02, 0.032))
        elif kind == "battens":
            count = max(4, round(wall.width / 0.5))
            for u in np.linspace(0.12, wall.width - 0.12, count + 1):
                m.relief.append(wall.block((u - 0.045, low), (u + 0.045, _top_at(wall, u) - 0.02), -0.02, 0.06))
        elif kind == "timber":
            _half_timber(m, wall, low, square, high)
        if corners and kind in ("clapboard", "battens", "plain"):
            for u in (0.09, wall.width - 0.09):
                m.trim.append(wall.block((u - 0.11, low), (u + 0.11, _top_at(wall, u) - 0.03), -0.02, 0.075))
        if corners and kind == "brick":
            for row, z in enumerate(np.arange(low, square - 0.4, 0.46)):
                long = 0.55 if row % 2 else 0.36
                m.trim.append(wall.block((-0.04, z), (long, z + 0.41), -0.02, 0.06))
                m.trim.append(wall.block((wall.width - long, z), (wall.width + 0.04, z + 0.41), -0.02, 0.06))


def _top_at(wall: Wall, u: float) -> float:
    """Height of the upper edge of a convex wall at u."""
    a, b = wall.outline, np.roll(wall.outline, -1, axis=0)
    crossed = (np.minimum(a[:, 0], b[:, 0]) <= u) & (u <= np.maximum(a[:, 0], b[:, 0])) & (np.abs(a[:, 0] - b[:, 0]) > 1e-9)
    a, b = a[crossed], b[crossed]
    return float((a[:, 1] + (b[:, 1] - a[:, 1]) * (u - a[:, 0]) / (b[:, 0] - a[:, 0])).max())


def _half_timber(m: Model, wall: Wall, low: float, square: float, high: float) -> None:
    wide = wall.width
    levels = [low + 0.1, square - 0.12]
    if square - low > 4.0:
        levels.insert(1, (low + square) / 2)
    for z in levels:
        m.timber.append(wall.beam((0, z), (wide, z), 0.22, 0.07))
    posts = np.linspace(0.1, wide - 0.1, max(3, round(wide / 2.1)) + 1)
    for u in posts:
        m.timber.append(wall.beam((u, low), (u, square), 0.2, 0.065))
    for z0, z1 in zip(levels[:-1], levels[1:], strict=True):
        m.timber.append(wall.beam((posts[0], z0), (posts[1], z1), 0.16, 0.06))
        m.timber.append(wall.beam((posts[-1], z0), (posts[-2], z1), 0.16, 0.06))
    if high - square > 1.0:
        peak = wall.outline[wall.outline[:, 1].argmax(), 0]
        m.timber.append(wall.beam((peak, square), (peak, high - 0.15), 0.2, 0.065))
        for share in (0.42,):
            a, b = wall.span(square + share * (high - square))
            m.timber.append(wall.beam((a, square + share * (high - square)), (b, square + share * (high - square)), 0.18, 0.07))


def cover_slope(p: Parameters, m: Model, a: Array, b: Array, c: Array, d: Array) -> None:
    """Tiles, slates or seams on a roof plane: a to b is the eave (left to right from outside), d to c the ridge."""
    a, b, c, d = (np.asarray(v, float) for v in (a, b, c, d))
    normal = np.cross(b - a, d - a)
    normal /= np.linalg.norm(normal)
    kind, slope = str(p["roofing"]), float(np.linalg.norm((c + d) / 2 - (a + b) / 2))
    if kind == "seams":
        long = float(np.linalg.norm(b - a))
        e = (b - a) / long
        inset_left, inset_right = float((d - a) @ e), long - float((c - a) @ e)
        rise = d - a - inset_left * e
        for u in np.linspace(0.06, long - 0.06, max(3, round(long / 0.62)) + 1):
            share = min(
                1.0, u / inset_left if inset_left > 0.05 else 1.0, (long - u) / inset_right if inset_right > 0.05 else 1.0
            )
            foot, top = a + u * e, a + u * e + share * rise
            half = 0.045 * e
            m.cover.append(
                loft(
                    [
                        [q - half - 0.02 * normal, q + half - 0.02 * normal, q + half + 0.09 * normal, q - half + 0.09 * normal]
                        for q in (top, foot)
                    ]
                )
            )
        return
    step = 0.34 if kind == "tiles" else 0.55
    rows = max(3, round(slope / step))
    thick = 0.1 if kind == "tiles" else 0.07
    for row in range(rows):
        s0, s1 = row / rows, min((row + 1.06) / rows, 1.0)
        p0, p1 = a + (d - a) * s0, b + (c - b) * s0
        q0, q1 = a + (d - a) * s1, b + (c - b) * s1
        under = [v - 0.03 * normal for v in (p0, p1, q1, q0)]
        over = [p0 + thick * normal, p1 + thick * normal, q1 + 0.01 * normal, q0 + 0.01 * normal]
        m.cover.append(loft([under, over]))


def add_roof(
    p: Parameters,
    m: Model,
    line: list[tuple[float, float]],
    axis: str,
    low: float,
    high: float,
    overhang: float,
    thick: float = 0.16,
) -> None:
    """Roof boards over the upper edge of a section (left to right), with eaves and verges that stand out."""
    points = np.array(line, float)
    first, last = points[1] - points[0], points[-1] - points[-2]
    points[0] -= first / np.linalg.norm(first) * overhang
    points[-1] += last / np.linalg.norm(last) * overhang
    step = np.diff(points, axis=0)
    step /= np.linalg.norm(step, axis=1, keepdims=True)
    normal = np.stack([-step[:, 1], step[:, 0]], axis=1)
    upper = np.empty_like(points)
    upper[0], upper[-1] = points[0] + thick * normal[0], points[-1] + thick * normal[-1]
    for i in range(1, len(points) - 1):
        both = normal[i - 1] + normal[i]
        upper[i] = points[i] + both * thick / (1 + normal[i - 1] @ normal[i])
    verge = 0.7 * overhang
    start, end = low - verge, high + verge
    for i in range(len(step)):
        quad = [tuple(points[i]), tuple(points[i + 1]), tuple(upper[i + 1]), tuple(upper[i])]
        m.roof.append(drawn_out(quad, axis, start, end))
        (u0, z0), (u1, z1) = upper[i], upper[i + 1]
        if axis == "x":
            corners = [(start, u0, z0), (end, u0, z0), (end, u1, z1), (start, u1, z1)]
        else:
            corners = [(u0, end, z0), (u0, start, z0), (u1, start, z1), (u1, end, z1)]
        if z1 < z0 - 1e-6:
            corners = [corners[2], corners[3], corners[0], corners[1]]
        cover_slope(p, m, *corners)
    peak = upper[upper[:, 1].argmax()]
    ridge = [(peak[0] - 0.14, peak[1] - 0.06), (peak[0] + 0.14, peak[1] - 0.06), (peak[0], peak[1] + 0.11)]
    if points[:, 1].argmax() not in (0, len(points) - 1):
        m.roof.append(drawn_out(ridge, axis, start, end))


def add_hip_roof(
    p: Parameters, m: Model, x0: float, x1: float, y0: float, y1: float, z: float, rise: float, inset: float
) -> None:
    """A roof that slopes to all sides, up to a ridge (or a flat, where `inset` is small)."""
    half = min(x1 - x0, y1 - y0) / 2
    inset = min(inset, half - 0.04)
    eave = rectangle(x1 - x0, y1 - y0) + [(x0 + x1) / 2, (y0 + y1) / 2]
    ridge = rectangle(x1 - x0 - 2 * inset, y1 - y0 - 2 * inset) + [(x0 + x1) / 2, (y0 + y1) / 2]
    low, base, top = (np.column_stack([eave, np.full(4, h)]) for h in (z - 0.02, z + 0.18, 0.0))
    top = np.column_stack([ridge, np.full(4, z + 0.18 + rise)])
    m.roof.append(loft([low, base, top]))
    for i in range(4):
        j = (i + 1) % 4
        cover_slope(p, m, base[i], base[j], top[j], top[i])
        line = np.linspace(base[i], top[i], 2)
        m.roof.append(
            loft(
                [
                    [q + d for d in ([0.1, -0.1, 0], [0.1, 0.1, 0], [-0.1, 0.1, 0.0], [-0.1, -0.1, 0])]
                    for q in line + [0, 0, 0.06]
                ]
            )
        )
