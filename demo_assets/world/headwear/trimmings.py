# SPDX-License-Identifier: GPL-3.0-or-later
"""Ribbons, bows, feathers, buckles, badges and the like."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..finish import Finish
from ..mesh import Array, Mesh
from ..palette import LEATHER, METAL
from ..parameters import Parameters
from ..part import Part
from ..shapes.curves import fillet, rectangle, spline
from ..shapes.lathe import lathe
from ..shapes.loft import loft, sheet
from ..shapes.sweep import sweep, tube
from .colours import BRIGHT, FELT
from .crown import angles_round, brim_points, crown_points, crown_profile, shoulder_share
from .forms import BANDED, HEAD_Y, Form


def blob(centre: Array, radii: tuple[float, float, float], axes: Array | None = None) -> Mesh:
    """An ellipsoid; the rows of `axes` are its own directions."""
    t = np.linspace(-np.pi / 2, np.pi / 2, 13)
    ball = lathe([(max(float(np.cos(a)), 0.02), float(np.sin(a))) for a in t], 20)
    own = np.eye(3) if axes is None else axes
    return Mesh((ball.vertices * np.array(radii)) @ own + np.asarray(centre), ball.faces)


def _band_share(p: Parameters, form: Form) -> float:
    length = float(np.linalg.norm(np.diff(crown_profile(p, form) * np.array([9.0, 1.0]), axis=0), axis=1).sum())
    return {"cord": 1.1}.get(str(p["trim"]), 2.9 if form.height > 10 else 2.4) * float(p["band_height"]) / length


def _band(p: Parameters, form: Form) -> Mesh:
    """A ribbon round the foot of the crown."""
    angle, high = angles_round(), _band_share(p, form)
    slant = 1 + float(p["band_slant"]) * np.sin(angle)
    rings = []
    for share, out in ((0.0, -0.1), (0.004, 0.2), (high * 0.5, 0.22), (high, 0.2), (high + 0.003, -0.1)):
        every = np.arange(len(angle))
        rings.append(crown_points(p, form, angle, share * slant, out)[every, every])
    return loft(np.array(rings), cap_start=False, cap_end=False)


def _spot(p: Parameters, form: Form, angle: float, share: float, out: float = 0.3) -> tuple[Array, Array]:
    """A point on the crown and its frame: rows along the crown, up it, and outwards."""
    grid = crown_points(
        p, form, np.array([angle - 0.05, angle, angle + 0.05]), np.array([max(share - 0.02, 0), share, share + 0.02]), out
    )
    along = grid[1, 2] - grid[1, 0]
    up = grid[2, 1] - grid[0, 1]
    along /= np.linalg.norm(along)
    up = up - along * (up @ along)
    up /= np.linalg.norm(up)
    return grid[1, 1], np.stack([along, up, np.cross(along, up)])


def add_trimmings(p: Parameters, form: Form, accent: Finish, body: Finish) -> list[Part]:
    kind, size = str(p["trim"]), float(p["trim_size"])
    metal = Finish("metal", METAL[str(p["metal"])], 0.28)
    high = _band_share(p, form)
    if kind == "cord":
        shares = (0.02, 0.02 + high * 0.36) if form.brim else (0.5, 0.54)
        return [Part(_rope(p, form, share, 0.32), accent) for share in shares] + _cord_ends(p, form, shares[0], accent)
    parts = [Part(_band(p, form), accent)] if kind in BANDED else []
    if kind == "bow":
        parts += _bow(p, form, high, size, accent)
    elif kind == "feather":
        parts += _feather(p, form, high, size, accent)
    elif kind == "flower":
        parts += _flower(p, form, high, size)
    elif kind == "buckle":
        parts += _buckle(p, form, high, metal)
    elif kind == "badge":
        parts += _badge(p, form, size, accent, metal)
    elif kind == "pompom":
        tip = crown_points(p, form, np.array([0.0]), np.array([1.0]))[0, 0]
        radius = 2.9 * size * (0.62 if p["style"] == "party" else 1.0)
        parts.append(Part(_pompom(tip + np.array([0, 0, radius * 0.78]), radius), replace(accent, kind="fur")))
    elif kind == "stem":
        tip = crown_points(p, form, np.array([0.0]), np.array([1.0]))[0, 0]
        path = tip + np.array([[0, 0, -0.1], [0.05, 0, 0.6], [0.25, 0.1, 1.5 * size]])
        parts.append(Part(tube(spline(path, 10), 0.34, scale=np.linspace(1.15, 0.8, 10)), body))
    elif kind == "tassel":
        parts += _tassel(p, form, size, accent)
    return parts


def _rope(p: Parameters, form: Form, share: float, thick: float) -> Mesh:
    """A twisted cord round the crown."""
    angle = angles_round(180)
    path = crown_points(p, form, angle, np.array([share]), thick * 0.6)[0]
    return tube(path, thick, scale=1 + 0.16 * np.sin(45 * angle), closed=True, sides=8)


def _cord_ends(p: Parameters, form: Form, share: float, finish: Finish) -> list[Part]:
    if not form.brim:
        return []
    spot, frame = _spot(p, form, -0.35, share + 0.02, 0.5)
    parts = [Part(blob(spot, (0.75, 0.6, 0.6), frame), finish)]
    for turn, far in ((-0.35, 0.34), (-0.22, 0.28)):
        angle = np.array([turn, turn + 0.03, turn + 0.07])
        path = [
            spot,
            *[brim_points(p, form, angle[i : i + 1], np.array([far * (i + 1) / 2]))[0, 0] + [0, 0, 0.3] for i in (0, 1)],
        ]
        parts += [
            Part(tube(spline(np.array(path), 10), 0.26, sides=8), finish),
            Part(blob(path[-1], (0.42, 0.42, 0.34)), finish),
        ]
    return parts


def _bow(p: Parameters, form: Form, high: float, size: float, finish: Finish) -> list[Part]:
    spot, frame = _spot(p, form, -0.3, high * 0.5, 0.35)
    along, up, out = frame
    wide = 1.25 * size * float(p["band_height"]) * (1.35 if p["kind"] == "sun hat" else 1.0)
    parts = []
    for sign in (1.0, -1.0):
        loop = [(0, 0.1), (0.5, 0.75), (1.6, 1.05), (2.15, 0.6), (1.6, 0.15), (0.5, -0.1), (0, -0.05)]
        path = spot + np.array([sign * wide * a * along + wide * 0.62 * o * out for a, o in loop])
        curve = spline(path, 28)
        reach = np.abs((curve - spot) @ along) / (2.15 * wide)
        parts.append(Part(sweep(curve, rectangle(0.12, 1.7 * wide), up=up, scale=0.42 + 0.62 * np.sqrt(reach)), finish))
        tail = spot + np.array(
            [
                sign * wide * a * along + wide * b * up + (0.3 + o) * out
                for a, b, o in ((0, 0, 0), (0.5, -0.6, 0.1), (1.3, -1.5, 0.2))
            ]
        )
        if p["kind"] == "sun hat":
            parts.append(
                Part(sweep(spline(tail, 14), rectangle(1.0 * wide, 0.1), up=out, scale=np.linspace(0.5, 1.0, 14)), finish)
            )
    parts.append(Part(blob(spot + 0.25 * wide * out, (0.52 * wide, 0.66 * wide, 0.5 * wide), frame), finish))
    return parts


def _feather(p: Parameters, form: Form, high: float, size: float, accent: Finish) -> list[Part]:
    spot, frame = _spot(p, form, -0.25, high * 0.5, 0.45)
    along, up, out = frame
    long = 5.2 * size + 0.42 * form.height
    t = np.linspace(0, 1, 24)[:, None]
    spine = (
        spot
        + along * (0.34 * long * t + 0.3 * long * t**2)
        + up * (0.95 * long * t - 0.34 * long * t**2)
        + out * (0.12 * long * t)
    )
    wide = 0.13 * long * np.sin(np.pi * np.clip(t * 0.93 + 0.05, 0, 1)) ** 0.7 * (1 + 0.05 * np.sin(t * 50))
    step = np.gradient(spine, axis=0)
    across = np.cross(step, out)
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    rows = [spine + k * wide * across - out * (0.3 * abs(k) * wide) for k in (-1.0, -0.5, 0.0, 0.5, 1.0)]
    colour = Finish("fabric", BRIGHT["rose" if p["bright"] == "navy" else str(p["bright"])])
    mesh = sheet(np.stack(rows, axis=1))
    quill = tube(spine - step[0] * 1.0, 0.13, scale=np.linspace(1.2, 0.4, 24), sides=6)
    return [Part(mesh, colour, thickness=0.1), Part(quill, Finish("plastic", "#cdbb94"))]


def _flower(p: Parameters, form: Form, high: float, size: float) -> list[Part]:
    spot, frame = _spot(p, form, -0.45, high * (1.25 if p["style"] == "breton" else 0.7), 0.35)
    along, up, out = frame
    petal = Finish("fabric", BRIGHT["rose" if p["bright"] in ("black", "bottle", "navy") else str(p["bright"])])
    count = 5 + int(3 * abs(float(p["lean"])))
    parts = []
    for ring, far, number in ((0, 1.55, count), (1, 0.85, count - 1)):
        for i in range(number):
            a = 2 * np.pi * (i + 0.5 * ring) / number
            away, side = np.cos(a) * along + np.sin(a) * up, -np.sin(a) * along + np.cos(a) * up
            tilt = 0.35 + 0.5 * ring
            axes = np.stack([np.cos(tilt) * away + np.sin(tilt) * out, side, np.cos(tilt) * out - np.sin(tilt) * away])
            centre = spot + size * (far * away + (0.35 + 0.35 * ring) * out)
            parts.append(Part(blob(centre, (1.15 * size, 0.9 * size, 0.3 * size), axes), petal))
    return [*parts, Part(blob(spot + 0.75 * size * out, (0.55 * size,) * 3), Finish("fabric", "#c9a23b"))]


def _buckle(p: Parameters, form: Form, high: float, metal: Finish) -> list[Part]:
    turn = -np.pi / 2 + (0.32 if p["kind"] != "cone" else 0.25)
    spot, frame = _spot(p, form, turn, high * 0.5, 0.42)
    along, up, _ = frame
    profile = crown_profile(p, form)
    half = 0.5 * high * float(np.linalg.norm(np.diff(profile * np.array([9.0, 1.0]), axis=0), axis=1).sum()) + 0.35
    wide = half * 1.15
    path = [spot + a * wide * along + b * half * up for a, b in ((1, 0), (1, 1), (-1, 1), (-1, -1), (1, -1), (1, 0))]
    closed = fillet(np.array(path), 0.5, 5)[:-1]
    bar = tube(np.linspace(spot - 0.9 * half * up, spot + 0.9 * half * up, 4), 0.18, sides=8)
    return [Part(sweep(closed, rectangle(0.55, 0.4), up=frame[2], closed=True), metal, bevel=0.08), Part(bar, metal)]


def _badge(p: Parameters, form: Form, size: float, accent: Finish, metal: Finish) -> list[Part]:
    """A patch or badge on the front, cut to the curve of the crown."""
    place = {"beanie": 0.16, "toque": 0.3, "military": 0.4, "classic beret": 0.42}.get(
        str(p["kind"] if p["kind"] == "beanie" else p["style"]), 0.3
    )
    off = 1.25 if p["kind"] == "beanie" else 0.12
    turn = -np.pi / 2 + {"beret": 0.3, "cap": 0.0}.get(str(p["kind"]), 0.35)
    path = crown_profile(p, form) * np.array([9.0, 1.0])
    length = float(np.linalg.norm(np.diff(path, axis=0), axis=1).sum())
    exponent = 2.0 if float(p["lean"]) < 0 else 5.0
    half_w, half_h = 2.1 * size, (1.9 if exponent == 2.0 else 1.3) * size
    around = np.linspace(0, 2 * np.pi, 41)
    reach = (np.abs(np.cos(around)) ** exponent + np.abs(np.sin(around)) ** exponent) ** (-1 / exponent)
    rings = []
    for s, lift in ((0.02, 0.22), (0.5, 0.22), (0.86, 0.22), (1.0, 0.14), (1.02, -0.1)):
        row = [
            crown_points(
                p,
                form,
                np.array([turn + s * half_w * r * np.cos(a) / HEAD_Y]),
                np.array([place + s * half_h * r * np.sin(a) / length]),
                off + lift,
            )[0, 0]
            for a, r in zip(around, reach, strict=True)
        ]
        rings.append(np.array(row))
    finish = metal if p["style"] == "military" else (accent if p["kind"] != "cap" else Finish("fabric", FELT["dove"]))
    if p["kind"] == "beanie":
        finish = Finish("leather", LEATHER["tan"])
    return [Part(sheet(np.array(rings)[:, ::-1]), finish)]


def _pompom(centre: Array, radius: float) -> Mesh:
    t = np.linspace(-np.pi / 2, np.pi / 2, 30)
    ball = lathe([(max(float(np.cos(a)), 0.02), float(np.sin(a))) for a in t], 48).vertices
    rough = sum(
        np.sin(ball @ (k * np.array(d)) + k) for k, d in ((13, (1, 0.4, 0.2)), (15, (-0.3, 1, 0.5)), (14, (0.4, -0.5, 1)))
    )
    faces = lathe([(1.0, float(a)) for a in t], 48).faces
    return Mesh(np.asarray(centre) + ball * radius * (1 + 0.028 * rough[:, None]), faces)


def _tassel(p: Parameters, form: Form, size: float, finish: Finish) -> list[Part]:
    """A cord from the top over the edge, and a bundle of threads; on a paper cone, a bunch of streamers at the tip."""
    tip = crown_points(p, form, np.array([0.0]), np.array([1.0]))[0, 0]
    if p["style"] == "party":
        parts = []
        for i in range(11):
            a = 2 * np.pi * i / 11
            out = np.array([np.cos(a), np.sin(a), 0.0])
            far = 2.6 * size * (0.85 + 0.3 * (i % 3) / 2)
            path = tip + np.array([0 * out, out * 0.5 * far + [0, 0, 0.75 * far], out * 1.1 * far + [0, 0, 0.2 * far]])
            parts.append(Part(sweep(spline(path, 10), rectangle(0.5, 0.1)), finish))
        return parts
    turn = -0.55
    edge = crown_points(p, form, np.array([turn]), np.array([shoulder_share(p, form)]), 0.3)[0, 0]
    low = crown_points(p, form, np.array([turn]), np.array([0.32]), 0.55)[0, 0]
    path = spline(np.array([tip + [0, 0, 0.15], 0.5 * (tip + edge) + [0, 0, 0.35], edge, 0.5 * (edge + low) + 0.0, low]), 24)
    knot = blob(low, (0.62, 0.62, 0.75))
    down = 3.8 * size
    angle_out = (low - edge) / np.linalg.norm(low - edge)
    skirt = lathe([(0.75, -down), (0.85, -down + 0.3), (0.72, -0.55 * down), (0.6, -0.3), (0.4, 0.1)], 40, _threads).moved(*low)
    lean = skirt.vertices + np.outer(np.clip(low[2] - skirt.vertices[:, 2], 0, None), angle_out * [1, 1, 0]) * 0.9 / abs(
        angle_out[2]
    )
    button = blob(tip, (0.8, 0.8, 0.4))
    return [
        Part(tube(path, 0.22, sides=8), finish),
        Part(knot, finish),
        Part(Mesh(lean, skirt.faces), finish),
        Part(button, finish),
    ]


def _threads(angle: Array, radius: float, z: float) -> Array:
    return radius * (1 + 0.08 * np.sin(13 * angle))
