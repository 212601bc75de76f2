# SPDX-License-Identifier: GPL-3.0-or-later
"""Crowns with their creases, and brims."""

from __future__ import annotations

import numpy as np

from ..mesh import Array, Mesh
from ..parameters import Parameters
from ..shapes.curves import fillet, resample, spline
from ..shapes.loft import loft
from .forms import HEAD_X, HEAD_Y, SEGMENTS, Form


def eased(low: float, high: float, x: Array) -> Array:
    u = np.clip((x - low) / (high - low), 0, 1)
    return u * u * (3 - 2 * u)


def bell_curve(x: Array, width: float | Array) -> Array:
    return np.exp(-((x / width) ** 2))


def crown_profile(p: Parameters, form: Form) -> Array:
    """(radius share, height) at 60 places evenly along the crown, from the base to the top."""
    height = form.height * float(p["crown_height"])
    knots = np.array(form.profile, float)
    z = knots[:, 1]
    radius = knots[:, 0] * (1 + float(p["taper"]) * np.minimum(z, 1.0))
    points = np.column_stack([radius * 9.0, z * height])
    smooth = fillet(points, form.corner, 9) if len(points) <= 4 else spline(points, 80)
    if len(points) > 4:
        smooth[:, 0] = np.maximum(smooth[:, 0], 0.0)
    path = resample(smooth, 60)
    path[-1, 0] = max(path[-1, 0], 0.05)
    return np.column_stack([np.maximum(path[:, 0], 0.05) / 9.0, path[:, 1]])


def crown_points(p: Parameters, form: Form, angle: Array, share: Array, out: float | Array = 0.0) -> Array:
    """Points of the crown at angles (0 is +x) and shares of the way up its profile, `out` cm off the surface."""
    profile = crown_profile(p, form)
    at = np.linspace(0, 1, len(profile))
    share = np.asarray(share, float)
    r = np.interp(share, at, profile[:, 0])
    z = np.interp(share, at, profile[:, 1])
    dr, dz = np.gradient(profile[:, 0] * 9.0, at), np.gradient(profile[:, 1], at)
    length = np.hypot(dr, dz)
    nr, nz = np.interp(share, at, dz / length), np.interp(share, at, -dr / length)
    ro = r[:, None] + np.zeros_like(angle)
    if p["kind"] == "beanie":
        count, fade = int(float(p["ribs"])), 1 - eased(0.75, 1.0, share)
        ro = ro * (1 + 0.026 * fade[:, None] * np.abs(np.sin(count * angle / 2))[None])
    if form.dent in ("folds", "pleats"):
        count = int(float(p["wave"])) + (12 if form.dent == "pleats" else 5)
        depth = eased(0.25, 0.5, share) * (1 - eased(0.75, 1.0, share))
        ro = ro * (1 + (0.06 if form.dent == "pleats" else 0.025) * depth[:, None] * np.sin(count * angle)[None])
    push = np.asarray(out) * np.ones_like(share)
    across = 9.0 * ro + (push * nr)[:, None]
    x = across * np.cos(angle) * (HEAD_X / 9.0) * float(p["oval"])
    y = across * np.sin(angle) * (HEAD_Y / 9.0) / float(p["oval"])
    zz = z[:, None] + (push * nz)[:, None] + np.zeros_like(x)
    return _dented(p, form, np.stack([x, y, zz], axis=-1), float(profile[:, 1].max()))


def _dented(p: Parameters, form: Form, points: Array, height: float) -> Array:
    """The crown creased, pinched or bent as its style asks."""
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    u, v, w = x / HEAD_X, y / HEAD_Y, z / height
    deep, pinch, lean = float(p["dent_depth"]) * height, float(p["pinch"]), float(p["lean"])
    top = eased(0.45, 0.95, w)
    front = bell_curve(v + 0.72, 0.42)
    dent = form.dent
    if dent in ("teardrop", "crease", "pinch", "cattleman", "gus"):
        width = {"teardrop": 0.30 + 0.10 * v, "crease": 0.24, "pinch": 0.34 + 0.12 * v, "cattleman": 0.2, "gus": 0.3}[dent]
        reach = {"teardrop": 1 - eased(0.25, 0.75, v), "pinch": 1 - eased(0.15, 0.7, v)}.get(dent, 1.0)
        share = {"teardrop": 0.2, "crease": 0.16, "pinch": 0.22, "cattleman": 0.14, "gus": 0.2}[dent]
        sink = share * deep * bell_curve(u, width) * reach * top
        if dent == "cattleman":
            sink = sink + 0.15 * deep * bell_curve(np.abs(u) - 0.5, 0.17) * top * (1 - 0.6 * eased(0.2, 0.9, v))
        if dent == "gus":
            sink = sink - 0.2 * height * top * eased(-1.0, 1.0, v) * (1 - bell_curve(u, 0.3) * 0.5)
        squeeze = {"teardrop": 0.36, "crease": 0.16, "pinch": 0.46, "cattleman": 0.26, "gus": 0.3}[dent]
        hollow = squeeze * pinch * front * eased(0.3, 0.9, w)
        x, z = x * (1 - hollow), z - sink + 0.05 * height * top * -v
    elif dent == "telescope":
        ring = np.hypot(u, v)
        z = z - 0.13 * deep * bell_curve(ring - 0.66, 0.13) * eased(0.75, 0.98, w)
    elif dent == "lean":
        x, y = x - 0.10 * lean * height * w**1.5, y + 0.06 * height * w**2
    elif dent == "crooked":
        bend = eased(0.3, 1.0, w)
        side = 1.0 if lean >= 0 else -1.0
        x = x + side * 0.26 * height * bend**1.3 + side * 0.03 * height * np.sin(w * 9.0)
        z = z - 0.24 * height * bend**2 + 0.012 * height * np.sin(w * 24.0) * eased(0.15, 0.3, w)
        y = y + 0.05 * height * np.sin(w * 5.0) * w
    elif dent == "slouch":
        back = eased(0.4, 1.0, w)
        y = y + (0.2 + 0.05 * lean) * height * back
        z = z - (0.1 + 0.03 * lean) * height * back * (1 + v)
        z = z + 0.3 * np.sin(v * 3.0 + w * 10.0) * back
    elif dent == "slump":
        loose = eased(0.14, 0.5, w)
        wide = 1 + 0.025 * np.sin(int(float(p["wave"])) * np.arctan2(v, u)) * loose
        x, y = x * wide + 1.7 * loose * (1 + 0.3 * lean), y * wide
        z = z - 0.085 * (x + 4.0) * loose * (1 + 0.3 * lean)
    elif dent == "drape":
        loose = eased(0.22, 0.6, w)
        x = x + 3.2 * loose
        z = (
            z
            - 0.42 * height * loose * eased(-0.2, 1.6, u)
            + 0.12 * height * loose * bell_curve(u + 0.5, 0.5) * bell_curve(v + 0.3, 0.8)
        )
    elif dent == "front":
        rise = bell_curve(v + 0.8, 0.5) * eased(0.3, 0.9, w)
        z, y = z + 0.06 * height * rise, y - 0.5 * rise
    elif dent == "forward":
        loose = eased(0.12, 0.6, w)
        y, z = y - 1.0 * loose, z + 0.1 * y * loose + 0.8 * loose
    if p["style"] in ("pointed", "party"):
        y = y + 0.02 * lean * height * w**2
    return np.stack([x, y, z], axis=-1)


def brim_points(p: Parameters, form: Form, angle: Array, share: Array) -> Array:
    """Points of the brim at shares of its width, out from the crown."""
    base = crown_points(p, form, angle, np.array([0.0]))[0]
    c, s = np.cos(angle), np.sin(angle)
    lift, dip = float(p["brim_lift"]), float(p["brim_dip"])
    end = form.side * lift * c**2 + (form.front * lift + dip) * np.maximum(-s, 0) ** 2
    end = end + (form.back * lift - 0.5 * dip) * np.maximum(s, 0) ** 2
    if form.dent == "wave":
        end = end + 22.0 * np.sin(int(float(p["wave"])) * angle + 0.7)
    fine = np.linspace(0, 1, 41)
    bend = np.radians(form.slope + end[None] * fine[:, None] ** form.power)
    width = form.brim * float(p["brim_width"]) * (1 + 0.05 * np.abs(s))
    if p["style"] == "pith":
        width = width * (1 + 0.25 * np.abs(s))
    along = np.concatenate([np.zeros((1, len(angle))), np.cumsum(np.cos(bend[:-1]), axis=0)]) / 40 * width
    rise = np.concatenate([np.zeros((1, len(angle))), np.cumsum(np.sin(bend[:-1]), axis=0)]) / 40 * width
    pick = np.clip(np.round(np.asarray(share) * 40).astype(int), 0, 40)
    outward = np.stack([c / HEAD_X, s / HEAD_Y], axis=1)
    outward /= np.linalg.norm(outward, axis=1, keepdims=True)
    grid = np.empty((len(pick), len(angle), 3))
    grid[..., :2] = base[None, :, :2] + along[pick][..., None] * outward[None]
    grid[..., 2] = base[None, :, 2] + rise[pick]
    return grid


def angles_round(count: int = SEGMENTS) -> Array:
    return np.linspace(0, 2 * np.pi, count, endpoint=False)


def hat_body(p: Parameters, form: Form) -> Mesh:
    angle = angles_round(144 if form.cloth == "knit" else SEGMENTS)
    rings = crown_points(p, form, angle, np.linspace(0, 1, 46))
    if form.brim:
        rings = np.concatenate([brim_points(p, form, angle, np.linspace(1, 0, 21))[:-1], rings])
    return loft(rings, cap_start=False)


def shoulder_share(p: Parameters, form: Form) -> float:
    profile = crown_profile(p, form)
    return float(np.argmax(profile[:, 1] > 0.985 * profile[:, 1].max())) / (len(profile) - 1)
