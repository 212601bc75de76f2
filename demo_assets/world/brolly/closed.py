# SPDX-License-Identifier: GPL-3.0-or-later
"""Umbrellas rolled up."""

from __future__ import annotations

import numpy as np

from ..mesh import Mesh, join
from ..parameters import Parameters
from ..part import Part
from ..shapes.curves import smooth_interpolation
from ..shapes.lathe import lathe
from ..shapes.loft import loft
from ..shapes.sweep import tube
from .canopy import Frame, cloth_finishes, darker, frame_finish


def make_furled(p: Parameters, f: Frame) -> list[Part]:
    """Cloth laid in folds round the shaft, with a strap."""
    first, _ = cloth_finishes(p)
    wrap = str(p["wrap"])
    wide = f.radius * float(p["fullness"]) * {"tight": 0.95, "loose": 1.35, "star": 1.7}[wrap]
    depth = {"tight": 0.1, "loose": 0.2, "star": 0.36}[wrap]
    twist = float(p["twist"]) * {"tight": 1.0, "loose": 0.45, "star": 0.0}[wrap]
    strap = float(p["strap"])
    u = np.linspace(0, 1, 40)
    swell = smooth_interpolation(u, [0.0, 0.12, 0.5, 0.85, 1.0], [0.3, 0.5, 0.84, 1.0, 0.93])
    if f.kind == "stubby":
        swell = smooth_interpolation(u, [0.0, 0.1, 0.5, 0.9, 1.0], [0.55, 0.86, 1.0, 0.96, 0.88])
    squeeze = 1 - (0.3 if wrap != "tight" else 0.06) * np.exp(-(((u - strap) / 0.1) ** 2))
    radius = wide * swell * squeeze
    segments = 16 * f.ribs
    angle = np.linspace(0, 2 * np.pi, segments, endpoint=False)
    rings = []
    for share, r in zip(u, radius, strict=True):
        phase = (f.ribs * (angle / (2 * np.pi) + twist * share * 0.5)) % 1.0
        if wrap == "star":
            fold = 1 - depth * (1 - np.abs(2 * phase - 1) ** 0.8) * (0.3 + 0.7 * share)
        else:
            fold = 1 - depth * (1 - phase) ** 1.2 * np.clip((1 - phase) * 8 * phase + phase, 0, 1)
        lower = np.where(share > 0.94, 0.5 * wide * depth * 4 * np.abs(phase - 0.5) * (share - 0.94) / 0.06, 0.0)
        z = f.apex - share * f.height + 0.6 * lower
        rings.append(np.column_stack([r * fold * np.cos(angle), r * fold * np.sin(angle), z]))
    cloth = loft(np.array(rings)[::-1])
    parts = [Part(cloth, first)]
    ends = []
    for k in range(f.ribs):
        a = 2 * np.pi * (k + (0.99 if wrap != "star" else 0.0) - f.ribs * twist * 0.5) / f.ribs
        r = radius[-1] * 0.93
        start = np.array([r * np.cos(a), r * np.sin(a), f.rim + 0.5])
        ends.append(tube(np.linspace(start, start * [0.92, 0.92, 1] - [0, 0, 1.6], 3), 0.26, [1, 1.3, 0.8], sides=8))
    parts.append(Part(join(*ends), frame_finish(p)))
    z = f.apex - strap * f.height
    r = float(np.interp(strap, u, radius)) * (1.0 if wrap != "star" else 0.97)
    band = lathe([(r - 0.2, z - 0.95), (r + 0.12, z - 0.9), (r + 0.16, z), (r + 0.12, z + 0.9), (r - 0.2, z + 0.95)], 48)
    button = lathe([(0.75, 0.0), (0.75, 0.25), (0.5, 0.4)], 20).vertices
    turned = np.column_stack([button[:, 0], -button[:, 2], button[:, 1]]) + [0.0, -r - 0.1, z]
    faces = lathe([(0.75, 0.0), (0.75, 0.25), (0.5, 0.4)], 20).faces
    return [*parts, Part(band, darker(first)), Part(Mesh(turned, faces), frame_finish(p))]
