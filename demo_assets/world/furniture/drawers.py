# SPDX-License-Identifier: GPL-3.0-or-later
"""Drawer fronts and their pulls; they face -y."""

from __future__ import annotations

import numpy as np

from ..finish import Finish
from ..mesh import Mesh
from ..part import Part
from ..shapes.curves import fillet
from ..shapes.lathe import lathe
from ..shapes.sweep import tube
from .solids import block

PULLS = ("knob", "bar", "ring", "cup", "slot")


def facing_front(mesh: Mesh) -> Mesh:
    """What pointed up points to -y."""
    return Mesh(np.stack([mesh.vertices[:, 0], -mesh.vertices[:, 2], mesh.vertices[:, 1]], axis=1), mesh.faces)


def pull(kind: str, x: float, y: float, z: float, size: float) -> Mesh:
    """A pull on a front at `y`, about `size` wide."""
    if kind == "knob":
        r = 0.2 * size
        profile = [(0.5 * r, -0.3), (0.45 * r, 0.7 * r), (0.8 * r, r), (r, 1.5 * r), (0.85 * r, 1.9 * r), (0.3 * r, 2.1 * r)]
        return facing_front(lathe(profile, 20)).moved(x, y, z)
    if kind == "ring":
        t = np.linspace(0, 2 * np.pi, 28, endpoint=False)
        path = np.stack([x + 0.26 * size * np.cos(t), np.full(28, y - 0.8), z - 0.18 * size + 0.26 * size * np.sin(t)], axis=1)
        return tube(path, 0.055 * size, closed=True, sides=8)
    if kind == "cup":
        t = np.linspace(0, np.pi, 17)
        path = np.stack([x + 0.42 * size * np.cos(t), y - 0.16 * size * np.sin(t), z + 0.22 * size * np.sin(t)], axis=1)
        return tube(path, 0.09 * size, sides=10)
    path = [(x - size / 2, y + 0.3, z), (x - size / 2, y - 2.0, z), (x + size / 2, y - 2.0, z), (x + size / 2, y + 0.3, z)]
    return tube(fillet(path, 1.2), 0.07 * size, sides=10)


def drawer(
    low: tuple[float, float], high: tuple[float, float], y: float, kind: str, front: Finish, metal: Finish, size: float = 7.0
) -> list[Part]:
    """A front between (x, z) `low` and `high`, 1.2 proud of the carcass at `y`, with its pull (two on a wide one)."""
    gap = 0.5
    parts = [Part(block([low[0] + gap, y - 1.2, low[1] + gap], [high[0] - gap, y + 0.6, high[1] - gap]), front, bevel=0.3)]
    wide = high[0] - low[0]
    z = (low[1] + high[1]) / 2
    if kind == "slot":
        half = min(0.3 * wide, 1.3 * size)
        x = (low[0] + high[0]) / 2
        top = high[1] - gap
        parts.append(Part(block([x - half, y - 1.35, top - 2.2], [x + half, y - 0.8, top - 0.7]), Finish("plastic", "#1d1b1a")))
        return parts
    for share in (0.5,) if wide < 7 * size else (0.25, 0.75):
        parts.append(Part(pull(kind, low[0] + share * wide, y - 1.2, z, size), metal))
    return parts
