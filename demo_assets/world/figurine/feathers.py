# SPDX-License-Identifier: GPL-3.0-or-later
"""Wings that lie on a body or are lifted off it, and fans of feathers for tails."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..mesh import Array, Mesh, join
from ..shapes.curves import spline
from ..shapes.plate import plate
from ..shapes.sweep import tube
from .skin import Skin, on_grid, ridge, unit


@dataclass(frozen=True)
class Wing:
    """The right wing (x > 0) of a body with this frame and these half axes; `length` and `depth` are the wing's."""

    skin: Skin
    frame: Array
    long: float
    wide: float
    deep: float
    length: float
    depth: float

    def _place(self, t: Array, v: Array, droop: float, pointed: bool) -> tuple[Array, Array]:
        """(forward, up) of a place on the folded wing: t from shoulder to tip, v from lower to upper edge."""
        full = np.sqrt(np.clip(1 - (1 - np.clip(t / 0.3, 0, 1)) ** 2, 0, 1))
        half = self.depth * full * np.clip(1 - np.clip((t - 0.3) / 0.7, 0, 1) ** (1.5 if not pointed else 2.2), 0.02, 1)
        middle = 0.24 * self.deep - 0.1 * self.depth * np.sin(np.pi * t) + (0.3 * self.deep * t**2 if not pointed else 0.0)
        a, c = 0.62 * self.long - self.length * t, middle + half * v - 0.12 * half * (1 - v)
        turn = np.radians(droop)
        a0 = 0.62 * self.long
        return a0 + (a - a0) * np.cos(turn), c + (a - a0) * np.sin(turn)

    def _lay(self, t: Array, v: Array, droop: float, pointed: bool, lift: float) -> Array:
        """In space: on the skin where there is one, else on a plane that runs in towards the tail."""
        t, v = np.broadcast_arrays(np.asarray(t, float), np.asarray(v, float))
        forward, up = self._place(t, v, droop, pointed)
        far = 3.0 * self.wide
        start = np.stack([np.full_like(forward, far), forward, up], axis=-1) @ self.frame
        hit, met = self.skin.struck(start.reshape(-1, 3), [-1.0, 0.0, 0.0])
        skin_x = np.where(met, hit[:, 0], -1.0).reshape(t.shape)
        plane = self.wide * (0.86 - 0.6 * t - 0.1 * v * t)
        if pointed:
            plane = self.wide * (0.92 - 0.02 * t)
        soft = 0.35 * self.wide
        h = np.maximum(soft - np.abs(skin_x - plane), 0.0) / soft
        x = np.maximum(skin_x, plane) + h * h * soft * 0.25 - 0.06 * self.wide
        return np.stack([x + lift, forward, up], axis=-1) @ self.frame

    def folded(self, feathers: str, droop: float, pointed: bool = False) -> tuple[Mesh, Mesh]:
        """The wing and the lines of its feathers."""
        t = np.linspace(0.0, 1.0, 34) ** 1.15
        v = np.linspace(-1, 1, 15)
        teeth = np.where(t > 0.42, 1 - 0.13 * np.abs(np.sin((t - 0.42) * np.pi * 9.0)) * (1 - t), 1.0)
        lower = np.where(v < 0, 1.0, 0.0)
        grid_v = v[None] * (1 - lower[None] * (1 - (teeth if not pointed else 1.0 + 0 * teeth)[:, None]))
        points = self._lay(t[:, None], grid_v, droop, pointed, 0.12 * self.depth)
        thick = 0.3 * self.depth * (1 - 0.72 * t)[:, None] * (1 - 0.45 * v[None] ** 4)
        mesh = plate(points[:, ::-1], thick[:, ::-1])
        normal = unit(np.cross(np.gradient(points, axis=0), np.gradient(points, axis=1)))
        top = points + 0.5 * thick[..., None] * normal
        lines = [
            ridge(on_grid(top, np.clip(a, 0, 1) ** (1 / 1.15), 0.5 + 0.5 * b), 0.062, 0.4, 5)
            for a, b in self._drawn(feathers, pointed)
        ]
        return mesh, join(*lines)

    @staticmethod
    def _drawn(feathers: str, pointed: bool) -> list[tuple[Array, Array]]:
        u = np.linspace(0, 1, 18)
        lines = [(0.05 + 0.9 * u, 0.93 + 0 * u), (0.06 + 0.62 * u, -0.9 + 0.0 * u)]
        if pointed:
            return [*lines, (0.12 + 0.75 * u, 0.0 * u)]
        if feathers == "long":
            for k in range(6):
                lines.append((0.4 + 0.02 * k + (0.22 + 0.07 * k) * u, -0.35 + 0.2 * k - (0.5 - 0.11 * k) * u**1.3))
            lines.append((0.36 + 0.07 * np.abs(np.sin(3 * np.pi * u)), -0.85 + 1.7 * u))
        elif feathers == "scalloped":
            for row, t0 in enumerate((0.2, 0.34, 0.48, 0.62)):
                count = (4, 5, 4, 3)[row]
                wave = np.linspace(0, 1, 10 * count + 1)
                lines.append((t0 + 0.075 * np.abs(np.sin(count * np.pi * wave)), -0.85 + 1.7 * wave))
            lines += [(0.72 + 0.2 * u, 0.5 - 0.6 * k + 0 * u) for k in range(2)]
        elif feathers == "barred":
            for t0 in (0.26, 0.36, 0.56):
                lines.append((t0 + 0.05 * np.sin(np.pi * u), -0.85 + 1.72 * u))
            for k in range(4):
                lines.append((0.6 + 0.03 * k + (0.16 + 0.06 * k) * u, -0.5 + 0.32 * k - 0.1 * u))
        else:
            wave = np.linspace(0, 1, 41)
            lines.append((0.28 + 0.05 * np.abs(np.sin(4 * np.pi * wave)), -0.85 + 1.7 * wave))
            lines.append((0.52 + 0.06 * np.abs(np.sin(4 * np.pi * wave)), -0.85 + 1.7 * wave))
            for k in range(4):
                lines.append((0.31 + 0.2 * u, -0.62 + 0.42 * k + 0 * u))
                lines.append((0.56 + (0.1 + 0.07 * k) * u, -0.55 + 0.38 * k - 0.08 * u))
        return lines

    def lifted(self, sign: float) -> tuple[list[Mesh], Mesh]:
        """A wing held up and back from the shoulder: the arm first, then its feathers; and their shafts."""
        shoulder = np.array([0.72 * self.wide, 0.42 * self.long, 0.42 * self.deep])
        elbow = shoulder + np.array([0.55, -0.12, 0.42]) * self.length * 0.55
        hand = shoulder + np.array([0.78, 0.2, 0.95]) * self.length * 0.62
        arm = spline([shoulder - [0.35 * self.wide, 0.0, 0.3 * self.deep], shoulder, elbow, hand], 24)
        plates, shafts = [], []
        for row, (count, size, wide) in enumerate(((10, 1.0, 0.088), (9, 0.6, 0.084), (8, 0.32, 0.08))):
            for k in range(count):
                share = k / (count - 1)
                start = arm[round(3 + 20 * share)]
                # From backwards and down at the body to out along the hand.
                way = unit(np.array([0.3 + 0.3 * share, -1.0 + 0.8 * share, -0.3 + 1.3 * share**1.3]))
                long = size * self.length * (0.5 + 0.26 * share)
                t = np.linspace(0, 1, 12)
                bow = np.array([0.0, -0.14, 0.03]) * long
                path = (
                    start
                    - 0.12 * row * way
                    + long * t[:, None] * way
                    + (t**2)[:, None] * bow
                    + [0.025 * k + 0.1 * row, 0.0, 0.05 * row]
                )
                flat = unit(np.cross(way, np.array([1.0, 0.15, -0.35])))
                half = (
                    self.length * wide * (0.6 + 0.4 * t) * np.sqrt(np.clip(1 - np.clip((t - 0.75) / 0.25, 0, 1) ** 2, 0.02, 1))
                )
                grid = path[:, None] + np.linspace(-1, 1, 5)[None, :, None] * half[:, None, None] * flat
                plates.append(plate(grid, 0.1))
                shafts.append(ridge(path[2:-1] + [0.05, 0, 0], 0.05, 0.5, 5))
                shafts.append(ridge(grid[4:-1, 0] + [0.04, 0, 0], 0.05, 0.5, 5))
        swell = 0.17 * self.wide * (1.0 - 0.7 * np.linspace(0, 1, 24)) + 0.06
        meshes = [tube(arm, 1.0, swell, sides=14), *plates]
        return [_posed(m, self.frame, sign) for m in meshes], _posed(join(*shafts), self.frame, sign)


def _posed(mesh: Mesh, frame: Array, sign: float) -> Mesh:
    """Out of the body's frame, which is left-handed."""
    made = Mesh(mesh.vertices @ frame, tuple(face[::-1] for face in mesh.faces))
    return made if sign > 0 else made.mirrored()


def feather_fan(
    kind: str, root: Array, back: Array, across: Array, long: float, half: float, upright: bool
) -> tuple[Mesh, Mesh]:
    """Tail feathers from `root` along `back`, spread towards `across`; and their shafts."""
    spread = {"square": 9.0, "fan": 34.0, "forked": 15.0, "pointed": 7.0, "cocked": 17.0}[kind] * (1.35 if upright else 1.0)
    count = 9 if kind == "fan" or upright else 7
    up = np.cross(across, back)
    if up[2] < 0:
        up = -up
    plates, shafts = [], []
    for k in range(count):
        x = 2 * k / (count - 1) - 1
        size = {"forked": 0.68 + 0.32 * abs(x) ** 1.2, "pointed": 1 - 0.5 * abs(x), "square": 1 - 0.06 * abs(x)}.get(
            kind, 1 - 0.14 * abs(x)
        )
        angle = np.radians(spread * x)
        way = back * np.cos(angle) + across * np.sin(angle)
        side = across * np.cos(angle) - back * np.sin(angle)
        t = np.linspace(-0.12, 1, 14)
        fall = (0.12 if upright else -0.05) * long * np.clip(t, 0, 1) ** 2
        path = root + long * size * t[:, None] * way + 0.16 * half * x * side
        path = path + (fall[:, None] * (-back * 0.9 + across * 0.5 * x) if upright else fall[:, None] * up)
        path = path + (0.05 * (1 - abs(x)) * (1 if not upright else 0) + 0.02 * k) * up
        width = half * (0.55 + 0.45 * np.clip(t, 0, 1)) * np.sqrt(np.clip(1 - np.clip((t - 0.78) / 0.22, 0, 1) ** 2, 0.02, 1))
        grid = path[:, None] + np.linspace(-1, 1, 5)[None, :, None] * width[:, None, None] * side
        plates.append(plate(grid, 0.11))
        top = path + 0.05 * up
        shafts.append(ridge(top[2:-1], 0.05, 0.5, 5))
        edge = (grid[:, 0] + 0.045 * up)[2:-2]
        shafts.append(ridge(edge, 0.05, 0.5, 5))
    return join(*plates), join(*shafts)
