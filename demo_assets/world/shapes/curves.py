# SPDX-License-Identifier: GPL-3.0-or-later
"""Curves as arrays of points."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from ..mesh import Array


def spline(points: ArrayLike, samples: int = 32) -> Array:
    """Catmull-Rom curve through `points` [k, d], sampled evenly along its length: [samples, d]."""
    p = np.asarray(points, float)
    padded = np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    t = np.linspace(0, len(p) - 1, 16 * len(p) + 1)
    i = np.minimum(t.astype(int), len(p) - 2)
    u = (t - i)[:, None]
    a, b, c, d = padded[i], padded[i + 1], padded[i + 2], padded[i + 3]
    curve = 0.5 * (2 * b + (c - a) * u + (2 * a - 5 * b + 4 * c - d) * u**2 + (3 * b - a - 3 * c + d) * u**3)
    return resample(curve, samples)


def resample(path: Array, samples: int) -> Array:
    """The polyline `path` [k, d] at `samples` points evenly spaced along it."""
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    at = np.linspace(0, length[-1], samples)
    return np.stack([np.interp(at, length, path[:, k]) for k in range(path.shape[1])], axis=1)


def fillet(points: ArrayLike, radius: float, arc: int = 7) -> Array:
    """The polyline with its inner corners rounded, as a bent tube is; `radius` shrinks where a side is short."""
    p = np.asarray(points, float)
    out = [p[0]]
    for before, corner, after in zip(p[:-2], p[1:-1], p[2:], strict=True):
        into, away = before - corner, after - corner
        reach = min(radius, 0.48 * float(np.linalg.norm(into)), 0.48 * float(np.linalg.norm(away)))
        start = corner + into / np.linalg.norm(into) * reach
        end = corner + away / np.linalg.norm(away) * reach
        t = np.linspace(0, 1, arc)[:, None]
        out.extend((1 - t) ** 2 * start + 2 * t * (1 - t) * corner + t**2 * end)
    out.append(p[-1])
    return np.array(out)


def bezier(p0: ArrayLike, p1: ArrayLike, p2: ArrayLike, p3: ArrayLike, t: ArrayLike) -> Array:
    """Cubic Bézier; control points [..., 3] and t [m] give [m, ..., 3]."""
    q0, q1, q2, q3 = (np.asarray(q, float) for q in (p0, p1, p2, p3))
    u = np.asarray(t, float).reshape(-1, *([1] * q0.ndim))
    return (1 - u) ** 3 * q0 + 3 * u * (1 - u) ** 2 * q1 + 3 * u**2 * (1 - u) * q2 + u**3 * q3


def smooth_interpolation(x: ArrayLike, knots: Sequence[float], values: Sequence[float]) -> Array:
    """Monotone cubic through (knots, values): never overshoots (Fritsch and Butland, 1984)."""
    at, k, v = np.asarray(x, float), np.asarray(knots, float), np.asarray(values, float)
    h, slope = np.diff(k), np.diff(v) / np.diff(k)
    tangent = np.zeros_like(v)
    tangent[0], tangent[-1] = slope[0], slope[-1]
    product = slope[:-1] * slope[1:]
    with np.errstate(divide="ignore", invalid="ignore"):
        harmonic = 2 * product / (slope[:-1] + slope[1:])
    tangent[1:-1] = np.where(product > 0, harmonic, 0.0)
    at = np.clip(at, k[0], k[-1])
    i = np.clip(np.searchsorted(k, at, side="right") - 1, 0, len(k) - 2)
    u = (at - k[i]) / h[i]
    return (
        v[i] * (1 + 2 * u) * (1 - u) ** 2
        + tangent[i] * h[i] * u * (1 - u) ** 2
        + v[i + 1] * u**2 * (3 - 2 * u)
        + tangent[i + 1] * h[i] * u**2 * (u - 1)
    )


def superellipse(half_width: float, half_depth: float, exponent: float = 2.0, samples: int = 32) -> Array:
    """|x/a|^e + |y/b|^e = 1, anticlockwise from +x: 2 is an ellipse, 4 and more a rounded rectangle. [samples, 2]."""
    angle = np.linspace(0, 2 * np.pi, samples, endpoint=False)
    c, s = np.cos(angle), np.sin(angle)
    radius = (np.abs(c) ** exponent + np.abs(s) ** exponent) ** (-1 / exponent)
    return np.stack([half_width * radius * c, half_depth * radius * s], axis=1)


def rectangle(width: float, depth: float) -> Array:
    """Corners anticlockwise, centred: [4, 2]."""
    return np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]]) * np.array([width, depth]) / 2


def circle(radius: float, samples: int = 16) -> Array:
    return superellipse(radius, radius, samples=samples)
