# SPDX-License-Identifier: GPL-3.0-or-later
"""Soles and heels under a last."""

from __future__ import annotations

import numpy as np

from ..mesh import Array, Mesh, join
from ..shapes.loft import loft
from ..shapes.sweep import tube
from .last import COLUMNS, Last

HEEL_SHARE = 0.25


def lid(ring: Array, upwards: bool) -> Mesh:
    """A surface across a ring [COLUMNS, 3], ruled from side to side, so that a pitched sole stays clean."""
    half = COLUMNS // 2
    faces = [(0, 1, COLUMNS - 1)]
    faces += [(j, j + 1, COLUMNS - j - 1, COLUMNS - j) for j in range(1, half - 1)]
    faces.append((half - 1, half, half + 1))
    return Mesh(ring, tuple(faces if upwards else (face[::-1] for face in faces)))


def _solid(rings: list[Array]) -> Mesh:
    return join(loft(rings, cap_start=False, cap_end=False), lid(rings[0], False), lid(rings[-1], True))


def solid_sole(last: Last, edge: float, flare: float = 0.0, lugs: bool = False, lip: float = 0.35) -> Mesh:
    """A sole that reaches the floor everywhere: trainers, wedges, platforms."""
    ground = last.toe_lift(last.shares) * 0.85
    tread = ground.copy()
    if lugs:
        tread = ground + np.where((np.arange(COLUMNS) // 2) % 2 == 0, 0.55, 0.0)
    bed = last.bed(last.shares)
    rings = [
        np.column_stack([last.outline(edge + flare - 0.25), tread]),
        np.column_stack([last.outline(edge + flare), tread + 0.2]),
    ]
    if lugs:
        rings.append(np.column_stack([last.outline(edge + flare), ground + 0.65]))
        rings.append(np.column_stack([last.outline(edge + flare - 0.15), ground + 0.75]))
    for u in (0.35, 0.7):
        low = rings[-1][:, 2]
        rings.append(np.column_stack([last.outline(edge + flare * (1 - u)), low + (bed - low) * u * 0.6]))
    rings.append(np.column_stack([last.outline(edge), bed + lip - 0.12]))
    rings.append(np.column_stack([last.outline(edge - 0.14), bed + lip]))
    rings.append(np.column_stack([last.outline(edge - 0.3), bed + lip - 0.05]))
    rings.append(np.column_stack([last.outline(min(edge - 0.35, -0.2)), bed + 0.05]))
    return _solid(rings)


def thin_sole(last: Last, edge: float, thickness: float) -> Mesh:
    """A sole of one thickness that follows the pitch of the foot; a heel goes under it."""
    bed = last.bed(last.shares)
    rings = [
        np.column_stack([last.outline(edge + grow), bed + z])
        for grow, z in ((-0.18, -thickness), (0.0, -thickness + 0.12), (0.0, -0.05), (-0.1, 0.05), (-0.3, 0.05))
    ]
    return _solid(rings)


def heel(last: Last, kind: str, edge: float, thickness: float, slimness: float) -> Mesh:
    """A heel from the sole to the floor. `slimness` in [0, 1] narrows it."""
    from_floor, curve, lean = {
        "stiletto": (0.17, 3.6, 0.2),
        "block": (0.94 - 0.22 * slimness, 1.0, 0.0),
        "cuban": (0.78 - 0.16 * slimness, 1.2, 0.5),
        "stacked": (0.97, 1.0, 0.0),
        "kitten": (0.26, 2.6, 0.3),
    }[kind]
    outline = last.outline(edge - 0.05)
    share = HEEL_SHARE + (0.03 if kind in ("block", "stacked") else -0.02)
    half = COLUMNS // 2
    count = int(np.searchsorted(last.shares[:half], share))
    outer, inner = outline[:count], outline[COLUMNS - count + 1 :]
    breast = np.linspace(outer[-1], inner[0], 14)[1:-1]
    bow = 0.12 if kind in ("stiletto", "kitten", "cuban") else 0.04
    breast[:, 0] -= bow * last.length * np.sin(np.linspace(0, np.pi, len(breast))) * 0.4
    plan = np.vstack([outer, breast, inner])
    top = last.bed(plan[:, 0] / last.length) - thickness + 0.1
    centre = np.array([plan[:, 0].max() * (0.36 if kind in ("stiletto", "kitten") else 0.5), plan[:, 1].mean()])
    rings = []
    for v in np.linspace(0, 1, 18):
        scale = from_floor + (1 - from_floor) * v**curve
        ring = centre + (plan - centre) * scale
        ring[:, 0] += lean * (1 - v) * (0.1 * last.heel)
        rings.append(np.column_stack([ring, top * v]))
    return loft(rings)


def rope(last: Last, edge: float) -> list[Mesh]:
    """Turns of cord round the side of a solid sole, as espadrilles have."""
    bed, ground = last.bed(last.shares), last.toe_lift(last.shares) * 0.85
    turns = max(2, int(float((bed - ground).min()) / 0.62))
    meshes = []
    for u in (np.arange(turns) + 0.5) / turns:
        ring = np.column_stack([last.outline(edge + 0.02), ground + (bed + 0.3 - ground) * u])
        meshes.append(tube(ring, 0.36, closed=True, sides=8))
    return meshes
