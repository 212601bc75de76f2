# SPDX-License-Identifier: GPL-3.0-or-later
"""Painted with brush strokes, broad ones first, on a coloured ground (after Hertzmann, 1998), on woven canvas."""

from __future__ import annotations

import cv2
import numpy as np

from ..colour import channels
from ..passes import Passes

# Ground, then what the darks, the middle tones and the lights lean to.
PALETTES = (
    ("#c79a72", "#1d2a44", "#b0643a", "#f2d9a0"),
    ("#86a3a6", "#1b2230", "#5f8f8b", "#f0e3c4"),
    ("#b0a871", "#2a2118", "#a08a3c", "#f5e7b8"),
    ("#bd94a0", "#2b1a33", "#a4707c", "#f6dcc4"),
    ("#8f9cbc", "#16213d", "#7a86b8", "#f4e8d6"),
    ("#cbb08e", "#31221e", "#b98a58", "#fbeed2"),
    ("#a9b8a0", "#1f2c28", "#7f9a78", "#f1ead2"),
)
SCALE = 2
BRUSHES = (16.0, 8.0, 4.5, 2.6)
# Below this much difference from the motif the canvas is left as it is, for each brush.
PATIENCE = (12.0, 18.0, 24.0, 30.0)


def painting(passes: Passes, seed: int) -> np.ndarray:
    """The picture as a small oil painting, uint8 RGB [side, side, 3]."""
    random = np.random.default_rng(seed)
    palette = [np.array(channels(colour), np.float32) for colour in PALETTES[random.integers(len(PALETTES))]]
    size = passes.side * SCALE
    motif = cv2.resize(_recoloured(passes, palette, random), (size, size), interpolation=cv2.INTER_CUBIC)
    thing = cv2.resize(passes.thing.astype(np.float32), (size, size), interpolation=cv2.INTER_LINEAR)
    canvas = np.full((size, size, 3), palette[0], np.float32)
    relief = np.zeros((size, size), np.float32)
    for brush, patience in zip(BRUSHES, PATIENCE, strict=True):
        _layer(canvas, relief, motif, thing, brush, patience, random)
    lit = canvas * (1 + 0.016 * _slope(relief))[..., None] * _weave(size, random)[..., None]
    small = cv2.resize(np.clip(lit, 0, 255), (passes.side, passes.side), interpolation=cv2.INTER_AREA)
    return small.astype(np.uint8)


def _recoloured(passes: Passes, palette: list[np.ndarray], random: np.random.Generator) -> np.ndarray:
    """The photo with its hues turned a little and leaning to the palette by tone; a painted ground for backdrop."""
    hsv = cv2.cvtColor(passes.photo, cv2.COLOR_RGB2HSV).astype(np.int32)
    hsv[..., 0] = (hsv[..., 0] + random.integers(-10, 11)) % 180
    hsv[..., 1] = np.clip(hsv[..., 1] * random.uniform(1.0, 1.3), 0, 255)
    turned = cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2RGB).astype(np.float32)
    tone = turned.mean(axis=-1) / 255
    tone = np.clip((tone - 0.5) * 1.25 + 0.5, 0, 1)
    leaning = np.stack([np.interp(tone, (0.05, 0.5, 0.95), [p[i] for p in palette[1:]]) for i in range(3)], axis=-1)
    share = random.uniform(0.15, 0.32)
    object_ = (1 - share) * turned * (0.72 + 0.4 * tone[..., None]) + share * leaning
    rows = np.linspace(0, 1, passes.side)[:, None]
    ground = _ground(rows, palette, random)
    # The shadow that the object throws stays, as a share of light.
    light = cv2.GaussianBlur(passes.light.mean(axis=-1), (0, 0), 3.0)
    usual = np.median(light[~passes.thing]) if (~passes.thing).any() else 1.0
    shade = np.clip(light / max(float(usual), 1e-6), 0.4, 1.1)[..., None]
    return np.clip(np.where(passes.thing[..., None], object_, ground * shade), 0, 255).astype(np.float32)


def _ground(rows: np.ndarray, palette: list[np.ndarray], random: np.random.Generator) -> np.ndarray:
    """Wall above, table below, and a soft change between them: [side, side, 3]."""
    wall = 0.6 * palette[0] + 0.4 * palette[3] * random.uniform(0.7, 1.0)
    table = 0.55 * palette[2] + 0.45 * palette[3] * random.uniform(0.8, 1.05)
    below = 1 / (1 + np.exp(-(rows - random.uniform(0.5, 0.66)) * 26))
    side = np.linspace(-0.08, 0.08, rows.shape[0])[None, :, None]
    return (wall * (1 - below[..., None]) + table * below[..., None]) * (1 + side * random.choice((-1, 1)))


def _layer(
    canvas: np.ndarray,
    relief: np.ndarray,
    motif: np.ndarray,
    thing: np.ndarray,
    brush: float,
    patience: float,
    random: np.random.Generator,
) -> None:
    """One layer of strokes of one brush, laid where the canvas still differs from the motif; fine ones on the object only."""
    size = canvas.shape[0]
    seen = cv2.GaussianBlur(motif, (0, 0), brush * 0.4)
    angle = _direction(seen, brush)
    step = max(2.0, brush * 0.7)
    grid = np.mgrid[0:size:step, 0:size:step].reshape(2, -1).T
    spots = np.clip(grid + random.uniform(-0.5, 0.5, grid.shape) * step, 0, size - 1).astype(int)
    rows, columns = spots.T
    unlike = np.linalg.norm(seen[rows, columns] - canvas[rows, columns], axis=-1) > patience
    wanted = unlike & ((thing[rows, columns] > 0.02) | (brush >= BRUSHES[1]))
    for y, x in random.permutation(spots[wanted]):
        colour = seen[y, x] + random.normal(0, min(6.0, brush)) + random.normal(0, 3.0, 3)
        turn = angle[y, x] + random.normal(0, 0.2)
        reach = brush * random.uniform(0.9, 2.0)
        along = np.array([np.cos(turn), np.sin(turn)]) * reach
        bend = np.array([-along[1], along[0]]) * random.normal(0, 0.18)
        points = np.array([[x, y] - along, [x, y] + bend, [x, y] + along])
        path = np.round(points * 16).astype(np.int32)[:, None]
        cv2.polylines(canvas, [path], False, np.clip(colour, 0, 255).tolist(), max(1, round(brush)), cv2.LINE_AA, 4)
        _bristles(relief, points, brush, random)


def _bristles(relief: np.ndarray, points: np.ndarray, brush: float, random: np.random.Generator) -> None:
    """Paint stands a little higher where a stroke lies, in furrows along it."""
    height = float(random.uniform(2.0, 6.0))
    across = points[-1] - points[0]
    normal = np.array([-across[1], across[0]]) / (np.linalg.norm(across) + 1e-6)
    for place in np.linspace(-0.4, 0.4, max(2, int(brush / 3))):
        line = np.round((points + normal * place * brush) * 16).astype(np.int32)[:, None]
        cv2.polylines(relief, [line], False, height * random.uniform(0.4, 1.0), 1, cv2.LINE_AA, 4)


def _direction(picture: np.ndarray, brush: float) -> np.ndarray:
    """Along which strokes lie: across the smoothed gradient, radians [size, size]."""
    grey = picture.mean(axis=-1).astype(np.float32)
    dx, dy = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    xx, yy, xy = (cv2.GaussianBlur(f, (0, 0), brush) for f in (dx * dx, dy * dy, dx * dy))
    return 0.5 * np.arctan2(2 * xy, xx - yy) + np.pi / 2


def _slope(relief: np.ndarray) -> np.ndarray:
    """Light from the upper left on the relief of the paint."""
    soft = cv2.GaussianBlur(relief, (0, 0), 0.8)
    return cv2.Sobel(soft, cv2.CV_32F, 1, 0) + cv2.Sobel(soft, cv2.CV_32F, 0, 1)


def _weave(size: int, random: np.random.Generator) -> np.ndarray:
    """The threads of the canvas, as a factor near 1."""
    at = np.arange(size, dtype=np.float32)
    threads = np.sin(at * np.pi / 2.1)
    woven = threads[:, None] * np.where(np.sin(at * np.pi / 2.1) > 0, 1, -1)[None, :]
    return (1 + 0.025 * woven + random.normal(0, 0.012, (size, size))).astype(np.float32)
