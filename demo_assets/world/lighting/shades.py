# SPDX-License-Identifier: GPL-3.0-or-later
"""Shades of cloth and heads of spun metal, with their bulbs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..finish import Finish
from ..mesh import Array, Mesh, join
from ..parameters import Parameters
from ..part import Part
from ..shapes.curves import fillet
from ..shapes.lathe import lathe
from ..shapes.sweep import tube
from ..shapes.turned import plan_factor, revolved_along, rounded
from .finishes import BULB, cloth_finish, metal_finish, paint_finish
from .fittings import SEGMENTS, ball_at, hoop_at, turned, without_caps


def _shade_profile(p: Parameters, r: float, h: float) -> tuple[Array, Callable | None]:
    kind, taper = str(p["shade"]), float(p["shade_taper"])
    top = {
        "drum": 0.92,
        "empire": 0.56,
        "coolie": 0.26,
        "bell": 0.46,
        "pleated": 0.66,
        "tapered square": 0.62,
        "hexagon": 0.6,
        "scalloped": 0.5,
        "can": 0.96,
    }[kind] + 0.8 * taper
    top = float(np.clip(top, 0.2, 1.0))
    t = np.linspace(0, 1, 20 if kind in ("bell", "scalloped") else 7)
    fall = (1 - t) ** 2.4 if kind in ("bell", "scalloped") else 1 - t
    radii = top + (1 - top) * fall
    profile = np.column_stack([r * radii, h * t])
    count = int(float(p["pleats"]))
    if kind == "pleated":
        return profile, lambda a, q, z: q * (1 + 0.035 * np.abs(((a * count * 2 / np.pi) % 2) - 1))
    if kind == "tapered square":
        return profile, lambda a, q, z: q * plan_factor("square", a)
    if kind == "hexagon":
        return profile, lambda a, q, z: q * plan_factor("hexagon", a)
    if kind == "scalloped":
        half = max(4, count // 3)
        return profile, lambda a, q, z: q * (1 + 0.045 * (1 - z / h) * np.abs(np.cos(half * a)))
    return profile, None


def cloth_shade(p: Parameters, low: float, r: float, h: float, x: float = 0.0) -> list[Part]:
    """A cloth shade from `low` upwards, its trimming, bulb and holder."""
    r, h = r * float(p["shade_width"]), h * float(p["shade_height"])
    if p["shade"] == "coolie":
        r, h = 1.22 * r, 0.72 * h
    profile, modulate = _shade_profile(p, r, h)
    segments = 216 if p["shade"] == "pleated" else 108
    mesh = without_caps(lathe(profile, segments, modulate))
    if p["shade"] == "scalloped":
        half = max(4, int(float(p["pleats"])) // 3)
        angle = np.arctan2(mesh.vertices[:, 1], mesh.vertices[:, 0])
        sag = 0.1 * h * np.clip(1 - mesh.vertices[:, 2] / (0.3 * h), 0, 1)
        lowered = mesh.vertices - np.column_stack([0 * angle, 0 * angle, sag * np.abs(np.cos(half * angle))])
        mesh = Mesh(lowered, mesh.faces)
    gauge = 0.012 * r
    parts = [Part(mesh.moved(x, 0, low), cloth_finish(p), thickness=0.012 * r)]
    edge = Finish("fabric", "#6b5136") if cloth_finish(p).kind == "glow" else Finish("fabric", "#cdbf9f")
    if p["trim"] == "edges":
        for q, z in (profile[0], profile[-1]):
            if p["shade"] == "scalloped" and z == 0:
                continue
            parts.append(Part(hoop_at(q, z, 2.2 * gauge, modulate).moved(x, 0, low), edge))
    elif p["trim"] == "band":
        for share in (0.16, 0.84):
            t = np.linspace(share - 0.045, share + 0.045, 5)
            q = np.interp(t * h, profile[:, 1], profile[:, 0]) + 1.2 * gauge
            parts.append(
                Part(
                    without_caps(lathe(np.column_stack([q, t * h]), segments, modulate)).moved(x, 0, low), edge, thickness=gauge
                )
            )
    top = float(profile[-1, 0])
    holder = [turned([(0.1, -0.1 * h), (0.07 * r, -0.1 * h), (0.07 * r, 0.25 * h, 0.3), (0.03, 0.25 * h)], 24)]
    for angle in np.radians([20, 140, 260]):
        reach = top if modulate is None else float(modulate(np.array([angle]), top, h)[0])
        tip = np.array([reach * 0.985 * np.cos(angle), reach * 0.985 * np.sin(angle), 0.97 * h])
        holder.append(
            tube(fillet([(0, 0, 0.88 * h), tip * [0.5, 0.5, 0] + [0, 0, 0.88 * h], tip], 0.1 * top), 1.2 * gauge, sides=6)
        )
    holder.append(tube(np.array([[0, 0, 0.2 * h], [0, 0, 0.6 * h], [0, 0, 0.9 * h]]), 1.8 * gauge, sides=8))
    if p["shade"] in ("empire", "bell", "coolie", "scalloped"):
        holder.append(
            turned(
                [(0.1, 0.88 * h), (0.05 * r, 0.9 * h), (0.03 * r, 0.98 * h, 0.1), (0.06 * r, 1.06 * h, 0.2), (0.02, 1.14 * h)],
                24,
            )
        )
    parts.append(Part(join(*holder).moved(x, 0, low), metal_finish(p)))
    parts.append(Part(ball_at(0.13 * r, (x, 0, low + 0.42 * h), 1.25), BULB))
    return parts


def spun_head(p: Parameters, at: Array, direction: Array, r: float, h: float, finish: Finish | None = None) -> list[Part]:
    """A spun shade hung by its neck at `at`, opening along `direction`."""
    r, h = r * float(p["shade_width"]), h * float(p["shade_height"])
    kind = str(p["shade"])
    finish = finish or paint_finish(p)
    neck = 0.26 * r
    wide = 1 + 0.8 * float(p["shade_taper"])
    r = r * wide
    a = np.linspace(0.42 * np.pi, 0, 16)
    profile = {
        "cone": [(0.2 * neck, -0.3 * h), (neck, -0.3 * h, 0.15 * neck), (neck, 0.06 * h, 0.1 * h), (r, h)],
        "dome": [
            (0.2 * neck, -0.18 * h),
            (neck, -0.18 * h, 0.15 * neck),
            (0.92 * neck, 0.0),
            *[(r * np.cos(v), 0.86 * h * (1 - np.sin(v)) + 0.02 * h) for v in a],
            (r, h),
        ],
        "can": [
            (0.2 * neck, -0.2 * h),
            (0.8 * neck, -0.2 * h, 0.1 * neck),
            (0.8 * neck, 0.0, 0.05 * h),
            (0.62 * r, 0.0, 0.16 * h),
            (0.68 * r, 1.15 * h),
        ],
        "trumpet": [
            (0.2 * neck, -0.3 * h),
            (neck, -0.3 * h, 0.15 * neck),
            (1.0 * neck, 0.05 * h),
            *[(neck + (r - neck) * s**2.1, h * (0.05 + 0.95 * s)) for s in np.linspace(0.1, 1, 14)],
        ],
        "saucer": [
            (0.2 * neck, -0.4 * h),
            (neck, -0.4 * h, 0.15 * neck),
            (neck, 0.12 * h, 0.1 * h),
            (0.5 * r, 0.22 * h, 0.2 * h),
            (1.12 * r, 0.55 * h, 0.06 * h),
            (1.12 * r, 0.66 * h),
        ],
    }[kind]
    shell = without_caps(revolved_along(at, direction, rounded(profile), SEGMENTS))
    d = np.asarray(direction, float) / np.linalg.norm(direction)
    a = np.linspace(-np.pi / 2 + 0.05, np.pi / 2 - 0.05, 16)
    size = 0.3 * r
    bulb = revolved_along(
        at + d * (0.42 * h if kind != "saucer" else 0.3 * h), d, np.column_stack([size * np.cos(a), size * np.sin(a)]), 28
    )
    back = revolved_along(
        at - d * 0.28 * h, d, [(0.1 * neck, 0.0), (0.8 * neck, 0.0), (0.8 * neck, 0.3 * h), (0.05, 0.3 * h)], 28
    )
    parts = [
        Part(shell, finish, thickness=0.035 * r, lining=Finish("paint", "#d3cdbd", 0.4)),
        Part(bulb, BULB),
        Part(back, metal_finish(p)),
    ]
    if p["trim"] in ("band", "edges"):
        q, z = (0.0, 0.0)
        outline = rounded(profile)
        q, z = outline[-1]
        ring = revolved_along(
            at,
            direction,
            rounded(
                [
                    (q - 0.06 * r, z - 0.07 * r),
                    (q + 0.035 * r, z - 0.07 * r, 0.02 * r),
                    (q + 0.035 * r, z + 0.02 * r, 0.02 * r),
                    (q - 0.06 * r, z + 0.02 * r),
                ]
            ),
            SEGMENTS,
        )
        parts.append(Part(without_caps(ring), metal_finish(p)))
    return parts
