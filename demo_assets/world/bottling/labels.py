# SPDX-License-Identifier: GPL-3.0-or-later
"""Paper on a bottle and what is printed on it; raised work round the body."""

from __future__ import annotations

import numpy as np

from ..finish import Finish
from ..mesh import Array, Mesh, join
from ..parameters import Parameters
from ..part import Part
from ..shapes.lathe import lathe
from ..shapes.loft import sheet
from ..shapes.sweep import tube
from ..shapes.turned import rounded
from .body import PAPER, SEGMENTS, Shape, body_finish, collar_round, ink_finish, plan_of, radius_at


def relief(p: Parameters, shape: Shape) -> list[Part]:
    kind, modulate, finish = str(p["relief"]), plan_of(p, shape), body_finish(p)
    count = int(float(p["relief_count"]))
    body = shape.shoulder - shape.heel
    if kind == "rings":
        tall = 0.026 * shape.height
        if p["label"] == "none":
            start = shape.heel + 0.05 * body + float(p["relief_place"]) * max(0.0, 0.85 * body - 1.7 * tall * count)
        else:
            start, count = shape.heel + 0.02 * body, min(count, 4)
            tall = min(tall, 0.55 * (_label_span(p, shape)[0] - start) / count)
            if tall < 0.008 * shape.height:
                return []
        lows = [start + 1.7 * tall * i for i in range(count)]
        return [Part(collar_round(shape, modulate, z, z + tall, 0.035 * shape.radius), finish) for z in lows]
    if kind == "shoulder band":
        z = shape.shoulder - 0.02 * shape.height
        return [Part(collar_round(shape, modulate, z, z + 0.035 * shape.height, 0.03 * shape.radius), finish)]
    if kind == "foot":
        high = shape.heel + 0.02 * shape.height
        r = float(radius_at(shape, high))
        profile = rounded([(0.7 * r, 0), (1.06 * r, 0, 0.1 * r), (1.06 * r, high, 0.1 * r), (0.8 * r, high)])
        return [Part(lathe(profile, SEGMENTS, modulate), finish)]
    if kind == "neck label":
        low, high = shape.neck - 0.1 * (shape.neck - shape.shoulder), shape.neck + 0.45 * (shape.height - shape.neck)
        if high - low < 0.05 * shape.height:
            low = high - 0.05 * shape.height
        return [Part(collar_round(shape, modulate, low, high, 0.012 * shape.radius, 0.1), label_finish(p))]
    if kind == "ribs":
        low, high = shape.shoulder + 0.12 * (shape.neck - shape.shoulder), shape.neck - 0.15 * (shape.neck - shape.shoulder)
        z = np.linspace(low, high, 14)
        parts = []
        for angle in np.linspace(0, 2 * np.pi, 4 + 2 * count, endpoint=False):
            r = np.array([float(modulate(np.array([angle]), float(radius_at(shape, h)), h)[0]) for h in z])
            path = np.column_stack([r * np.cos(angle), r * np.sin(angle), z])
            swell = 0.35 + 0.65 * np.sin(np.linspace(0.1, np.pi - 0.1, 14))
            parts.append(tube(path, 0.05 * shape.radius, swell, sides=8))
        return [Part(join(*parts), finish)]
    return []


def label_finish(p: Parameters) -> Finish:
    return Finish("paper", PAPER[str(p["paper"])])


def _label_span(p: Parameters, shape: Shape) -> tuple[float, float]:
    """Lowest and highest z of the label."""
    low, high = shape.heel * 0.8 + 0.02 * shape.height, shape.shoulder - 0.01 * shape.height
    if p["relief"] in ("foot",):
        low += 0.04 * shape.height
    tall = max(float(p["label_height"]) * (high - low), min(0.6 * shape.radius, 0.9 * (high - low)))
    middle = low + 0.5 * tall + float(p["label_place"]) * (high - low - tall)
    return middle - 0.5 * tall, middle + 0.5 * tall


def _half_width(kind: str, v: Array) -> Array:
    """Half the width of a label at v from -1 (bottom) to 1 (top)."""
    v = np.asarray(v, float)
    if kind == "oval":
        return np.sqrt(np.maximum(1 - v**2, 0.0))
    if kind == "diamond":
        return 1 - np.abs(v)
    if kind == "arch":
        return np.where(v > 0.2, np.sqrt(np.maximum(1 - ((v - 0.2) / 0.8) ** 2, 0.0)), 1.0)
    if kind == "shield":
        return np.where(v < -0.1, np.maximum(1 - (np.maximum(-0.1 - v, 0.0) / 0.9) ** 1.8, 0.0), 1.0)
    if kind == "ticket":
        return 1 - 0.3 * np.exp(-((v / 0.28) ** 4))
    if kind == "star":
        return np.maximum(1 - np.abs(v), 0) ** 1.9
    return np.ones_like(v)


def _patch(p: Parameters, shape: Shape, kind: str, place: tuple[float, float, float, float], proud: float) -> Mesh:
    """A flat piece bent over the body: `place` is centre z, centre across, half width, half height (cm along the skin)."""
    z0, x0, wide, tall = place
    modulate = plan_of(p, shape)
    v = np.linspace(-1, 1, 33)
    half = np.maximum(_half_width(kind, v), 0.01) * wide
    z = z0 + v * tall
    grid_v = np.linspace(-1, 1, 29)
    # Angles by arc length along the plan at the label's middle.
    turn = np.linspace(-np.pi, 0, 400)
    r = modulate(turn, float(radius_at(shape, z0)), z0)
    edge = np.column_stack([r * np.cos(turn), r * np.sin(turn)])
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(edge, axis=0), axis=1))])
    length -= length[200]
    rows = []
    for h, w in zip(z, half, strict=True):
        angle = np.interp(x0 + grid_v * w, length, turn)
        r = modulate(angle, float(radius_at(shape, h)), h) + proud
        rows.append(np.column_stack([r * np.cos(angle), r * np.sin(angle), np.full(len(angle), h)]))
    return sheet(np.array(rows))


def label(p: Parameters, shape: Shape) -> list[Part]:
    kind = str(p["label"])
    if kind == "none":
        return []
    low, high = _label_span(p, shape)
    z, tall = (low + high) / 2, (high - low) / 2
    paper, ink = label_finish(p), ink_finish(p)
    lift = 0.012 * shape.radius
    if kind == "wrap":
        band = collar_round(shape, plan_of(p, shape), low, high, lift, 0.1)
        parts, wide = [Part(band, paper)], 0.8 * shape.radius
    else:
        wide = float(p["label_width"]) * shape.radius * (0.85 if p["plan"] in ("square", "hexagon", "octagon", "oval") else 1.1)
        if kind in ("oval", "diamond"):
            tall = max(tall, 0.45 * wide)
            tall = min(tall, z - shape.heel * 0.6, shape.shoulder * 1.02 - z)
        parts = [Part(_patch(p, shape, kind, (z, 0.0, wide, tall), lift), paper, thickness=lift)]
    inner = "rectangle" if kind in ("wrap", "ticket") else kind
    over = 2.0 * lift
    narrow = 0.62 if kind in ("oval", "diamond", "shield") else 0.8

    def printed(
        shape_name: str, dz: float, half_wide: float, half_tall: float, more: float = 0.0, finish: Finish = ink
    ) -> Part:
        place = (z + dz * tall, 0.0, half_wide * wide, half_tall * tall)
        return Part(_patch(p, shape, shape_name, place, over + more), finish, thickness=0.5 * lift)

    style = str(p["print"])
    if style == "frame":
        parts.append(printed(inner, 0.0, 0.84, 0.84))
        parts.append(printed(inner, 0.0, 0.74, 0.74, 0.6 * lift, paper))
        parts.append(printed("rectangle", 0.0, 0.45 * narrow / 0.8, 0.1, 1.2 * lift))
    elif style == "bars":
        parts += [printed("rectangle", dz, w * narrow, 0.07) for dz, w in ((0.36, 0.7), (0.0, 1.0), (-0.3, 0.6))]
    elif style == "emblem":
        size = min(wide, tall) * 0.42
        parts.append(printed("oval", 0.22, size / wide, size / tall))
        parts.append(printed("rectangle", -0.48, 0.55 * narrow, 0.06))
    elif style == "star":
        size = min(wide, tall) * 0.6
        parts.append(printed("star", 0.0, size / wide, size / tall))
        parts.append(printed("star", 0.0, 0.4 * size / wide, 0.4 * size / tall, 0.5 * lift, paper))
    else:
        parts.append(printed("rectangle", 0.66, 0.94 * narrow, 0.1))
        parts.append(printed("rectangle", -0.5, 0.94 * narrow, 0.2))
    return parts
