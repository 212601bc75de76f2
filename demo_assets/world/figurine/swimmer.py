# SPDX-License-Identifier: GPL-3.0-or-later
"""Bodies of fish: outlines by kind, round a spine that bends as they swim."""

from __future__ import annotations

import numpy as np

from ..mesh import Array
from ..parameters import Parameters
from ..shapes.curves import smooth_interpolation

LENGTH = 10.0

# Shares of the length: height above the spine, depth below it, half width; then how blunt the nose is.
Knots = tuple[tuple[float, float], ...]
BODIES: dict[str, tuple[Knots, Knots, Knots, float]] = {
    "tuna": (
        ((0, 0.03), (0.12, 0.095), (0.38, 0.15), (0.75, 0.06), (1, 0.017)),
        ((0, 0.03), (0.12, 0.085), (0.4, 0.15), (0.75, 0.055), (1, 0.017)),
        ((0, 0.03), (0.15, 0.075), (0.4, 0.1), (0.75, 0.04), (1, 0.014)),
        0.07,
    ),
    "perch": (
        ((0, 0.045), (0.15, 0.13), (0.38, 0.2), (0.78, 0.08), (1, 0.05)),
        ((0, 0.04), (0.15, 0.1), (0.42, 0.145), (0.78, 0.07), (1, 0.05)),
        ((0, 0.035), (0.2, 0.085), (0.4, 0.095), (0.8, 0.04), (1, 0.02)),
        0.08,
    ),
    "angelfish": (
        ((0, 0.05), (0.12, 0.16), (0.52, 0.4), (0.86, 0.16), (1, 0.08)),
        ((0, 0.05), (0.14, 0.17), (0.52, 0.38), (0.86, 0.16), (1, 0.08)),
        ((0, 0.035), (0.25, 0.09), (0.5, 0.095), (0.85, 0.04), (1, 0.025)),
        0.08,
    ),
    "puffer": (
        ((0, 0.09), (0.14, 0.22), (0.4, 0.32), (0.78, 0.14), (1, 0.055)),
        ((0, 0.09), (0.14, 0.22), (0.45, 0.37), (0.78, 0.13), (1, 0.05)),
        ((0, 0.09), (0.15, 0.22), (0.42, 0.32), (0.78, 0.13), (1, 0.04)),
        0.1,
    ),
    "eel": (
        ((0, 0.014), (0.08, 0.03), (0.25, 0.04), (0.7, 0.032), (1, 0.008)),
        ((0, 0.014), (0.08, 0.028), (0.25, 0.042), (0.7, 0.03), (1, 0.008)),
        ((0, 0.014), (0.08, 0.026), (0.25, 0.034), (0.7, 0.024), (1, 0.006)),
        0.035,
    ),
    "goldfish": (
        ((0, 0.06), (0.15, 0.17), (0.4, 0.27), (0.82, 0.1), (1, 0.07)),
        ((0, 0.05), (0.15, 0.16), (0.45, 0.28), (0.82, 0.1), (1, 0.06)),
        ((0, 0.06), (0.2, 0.16), (0.45, 0.2), (0.82, 0.07), (1, 0.04)),
        0.09,
    ),
    "flatfish": (
        ((0, 0.05), (0.13, 0.18), (0.45, 0.29), (0.85, 0.11), (1, 0.05)),
        ((0, 0.05), (0.13, 0.19), (0.45, 0.29), (0.85, 0.11), (1, 0.05)),
        ((0, 0.03), (0.2, 0.05), (0.45, 0.06), (0.85, 0.03), (1, 0.018)),
        0.09,
    ),
    "catfish": (
        ((0, 0.05), (0.12, 0.1), (0.3, 0.145), (0.72, 0.075), (1, 0.045)),
        ((0, 0.05), (0.12, 0.085), (0.38, 0.135), (0.72, 0.07), (1, 0.045)),
        ((0, 0.11), (0.12, 0.14), (0.3, 0.13), (0.72, 0.055), (1, 0.022)),
        0.07,
    ),
    "swordfish": (
        ((0, 0.022), (0.12, 0.075), (0.3, 0.115), (0.75, 0.05), (1, 0.018)),
        ((0, 0.022), (0.12, 0.07), (0.35, 0.105), (0.75, 0.045), (1, 0.018)),
        ((0, 0.022), (0.15, 0.06), (0.35, 0.08), (0.75, 0.04), (1, 0.014)),
        0.05,
    ),
}


class Body:
    """Turns (distance from the nose, across, up) into space; the spine bends as the fish swims."""

    def __init__(self, p: Parameters) -> None:
        self.kind = str(p["kind"])
        self.length = LENGTH * (1.6 if self.kind == "eel" else 1.0)
        top, bottom, wide, blunt = BODIES[self.kind]
        self.knots = (top, bottom, wide)
        self.blunt, self.depth, self.girth, self.hump = blunt, float(p["depth"]), float(p["girth"]), float(p["hump"])
        if self.kind == "eel":
            self.depth *= 0.9
        s = np.linspace(-0.8 * self.length, 2.0 * self.length, 420)
        u = np.clip(s / self.length, 0, 1.35)
        stiff = 0.5 if self.kind in ("flatfish", "puffer") else 1.0
        yaw = stiff * float(p["swing"]) * np.radians(38.0) * np.clip(u - 0.25, 0, 1) ** 1.2
        lift = np.radians(float(p["pitch"])) * (0.4 if self.kind == "eel" else 1.0)
        pitch = np.full_like(s, -lift)
        if self.kind == "eel":
            turn = 2 * np.pi * float(p["waves"]) * u
            pitch += float(p["wave_height"]) * 0.95 * np.sin(turn + 0.6) * np.clip(0.25 + 2 * u, 0, 1)
            yaw += 0.35 * np.sin(turn * 0.9 + 1.2)
        self.s = s
        self.heading = np.stack([np.sin(yaw) * np.cos(pitch), np.cos(yaw) * np.cos(pitch), np.sin(pitch)], axis=1)
        self.across = np.stack([np.cos(yaw), -np.sin(yaw), np.zeros_like(yaw)], axis=1)
        self.up = np.cross(self.across, self.heading)
        path = np.cumsum(self.heading * (s[1] - s[0]), axis=0)
        self.path = path - [np.interp(0.0, s, path[:, k]) for k in range(3)]

    def _at(self, table: Array, s: Array) -> Array:
        return np.stack([np.interp(s, self.s, table[:, k]) for k in range(3)], axis=-1)

    def place(self, s: Array | float, w: Array | float, h: Array | float) -> Array:
        s, w, h = np.broadcast_arrays(*(np.asarray(v, float) for v in (s, w, h)))
        return self._at(self.path, s) + w[..., None] * self._at(self.across, s) + h[..., None] * self._at(self.up, s)

    def _profile(self, which: int, s: Array | float) -> Array:
        knots = self.knots[which]
        u = np.clip(np.asarray(s, float) / self.length, 0, 1)
        nose = np.sqrt(np.clip(1 - (1 - np.minimum(u / self.blunt, 1)) ** 2, 0, 1))
        return self.length * nose * smooth_interpolation(u, [k for k, _ in knots], [v for _, v in knots])

    def top(self, s: Array | float) -> Array:
        u = np.asarray(s, float) / self.length
        return self.depth * self._profile(0, s) * (1 + self.hump * np.exp(-(((u - 0.27) / 0.13) ** 2)))

    def bottom(self, s: Array | float) -> Array:
        return -self.depth * self._profile(1, s)

    def half_width(self, s: Array | float) -> Array:
        return self.girth * self._profile(2, s)

    def side(self, s: Array | float, share: Array | float, sign: float, lift: float = 0.0) -> Array:
        """On the skin at `share` of the height there: -1 belly, 0 middle, 1 back."""
        angle = np.asarray(share, float) * np.pi / 2
        middle, half = (self.top(s) + self.bottom(s)) / 2, (self.top(s) - self.bottom(s)) / 2
        w = sign * (self.half_width(s) * np.cos(angle) + lift * np.cos(angle))
        return self.place(s, w, middle + (half + lift) * np.sin(angle))
