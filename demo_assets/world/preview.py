# SPDX-License-Identifier: GPL-3.0-or-later
"""python -m demo_assets.world.preview CATEGORY: forty instances at once, shaded plainly, without Blender.

For whoever writes a category: shapes, poses and differences show in seconds. Bevels, walls and materials do not.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from .colour import channels
from .framing import FOCAL_OVER_SENSOR, frame
from .mesh import Array
from .part import Part
from .placement import place
from .plan import RenderSettings, plan
from .registry import CATEGORIES

COLUMNS, GAP = 8, 4
LIGHT = np.array([-0.45, 0.65, 0.62])


def preview(parts: Sequence[Part], azimuth: float, elevation: float, size: int = 200) -> np.ndarray:
    """The parts by painter's algorithm, uint8 RGB [size, size, 3]: flat shading, far faces first."""
    placed = place(parts)
    camera = frame(np.concatenate([part.mesh.vertices for part in placed]), azimuth, elevation)
    triangles, colours = _triangles(placed)
    seen = (triangles - camera.position) @ camera.axes.T
    flat = (FOCAL_OVER_SENSOR * seen[..., :2] / -seen[..., 2:] * np.array([1, -1]) + 0.5) * size
    normal = np.cross(seen[:, 1] - seen[:, 0], seen[:, 2] - seen[:, 0])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
    # Both sides are lit alike: open sheets get their wall only in Blender.
    shade = 0.35 + 0.65 * np.abs(normal @ LIGHT)
    picture = np.full((size, size, 3), 236, np.uint8)
    lit = np.clip(colours * shade[:, None], 0, 255).astype(int)
    corners = np.round(flat * 16).astype(np.int32)
    for i in np.argsort(seen[..., 2].mean(axis=1)):
        cv2.fillConvexPoly(picture, corners[i], lit[i].tolist(), cv2.LINE_AA, 4)
    return picture


def _triangles(parts: Sequence[Part]) -> tuple[Array, Array]:
    corners, colours = [], []
    for part in parts:
        fan = [(f[0], f[i], f[i + 1]) for f in part.mesh.faces for i in range(1, len(f) - 1)]
        corners.append(part.mesh.vertices[np.array(fan)])
        colours.append(np.broadcast_to(np.array(channels(part.finish.colour), float), (len(fan), 3)))
    return np.concatenate(corners), np.concatenate(colours)


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0, or 2 for a category that there is not."""
    parser = argparse.ArgumentParser(prog="python -m demo_assets.world.preview", description=__doc__)
    parser.add_argument("category")
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--size", type=int, default=200, help="side of one instance in px (200)")
    parser.add_argument("--out", type=Path, default=Path("preview.png"))
    options = parser.parse_args(arguments)
    if options.category not in CATEGORIES:
        print(f"no category {options.category!r}; there are {', '.join(CATEGORIES)}", file=sys.stderr)
        return 2
    category = CATEGORIES[options.category]
    step = options.size + GAP
    rows = -(-options.count // COLUMNS)
    sheet = np.full((rows * step, COLUMNS * step, 3), 255, np.uint8)
    for number, item in enumerate(plan([category], options.count, options.seed, RenderSettings())):
        y, x = number // COLUMNS * step, number % COLUMNS * step
        picture = preview(category.build(item.parameters), item.setup.azimuth, item.setup.elevation, options.size)
        sheet[y : y + options.size, x : x + options.size] = picture
    cv2.imwrite(str(options.out), cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR))
    return 0


if __name__ == "__main__":
    sys.exit(main())
