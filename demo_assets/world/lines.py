# SPDX-License-Identifier: GPL-3.0-or-later
"""The object's lines as vectors, out of the passes: its outline, where parts meet or hide each other, creases, prints.

An edge's strength says how sure it is to be drawn: 1 for the outline, less for what lies within.
"""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
from skimage.measure import approximate_polygon

from sbir.drawing.trace import LineWork, line_work

from .passes import Field, Passes

OUTLINE, HIDING, JOINT, CREASE, PRINT = 1.0, 0.8, 0.6, 0.45, 0.3
LEAST_CREASE = np.cos(np.radians(28.0))
LEAST_JUMP = 0.02
LEAST_PRINT = 0.16
SHORTEST = 7
TOLERANCE = 0.35


def lines_of(passes: Passes) -> LineWork:
    """Line work in pixels of the picture; strong and long lines first."""
    strength = np.zeros(passes.depth.shape, np.float32)
    for dy, dx in ((0, 1), (1, 0), (1, 1), (1, -1)):
        np.maximum(strength, _between(passes, dy, dx), out=strength)
    return line_work(strength > 0, strength, SHORTEST)


def _between(passes: Passes, dy: int, dx: int) -> Field:
    """Strength of the edge between each pixel and its neighbour, written to the nearer of both."""
    part, other_part = passes.part, _beside(passes.part, dy, dx)
    depth, other_depth = passes.depth, _beside(passes.depth, dy, dx)
    thing, other_thing = part > 0, other_part > 0
    inside = thing & other_thing
    # The slope of the surface makes neighbours differ in depth too: only what goes beyond it is a step.
    opposite = _beside(passes.depth, -dy, -dx)
    step = np.abs(depth - other_depth) - 1.5 * np.abs(depth - opposite)
    hidden = inside & (step > LEAST_JUMP) & (np.abs(depth - other_depth) > LEAST_JUMP)
    crease = inside & ((passes.normal * _beside(passes.normal, dy, dx)).sum(axis=-1) < LEAST_CREASE)
    printed = inside & (np.abs(passes.colour - _beside(passes.colour, dy, dx)).max(axis=-1) > LEAST_PRINT)
    strength = np.zeros(depth.shape, np.float32)
    for where, value in ((printed, PRINT), (crease, CREASE), (inside & (part != other_part), JOINT), (hidden, HIDING)):
        strength[where] = value
    strength[thing != other_thing] = OUTLINE
    further = (depth > other_depth) & (thing == other_thing) | (~thing & other_thing)
    return np.maximum(np.where(further, 0, strength), _beside(np.where(further, strength, 0), -dy, -dx))


def _beside(field: np.ndarray, dy: int, dx: int) -> np.ndarray:
    """The field moved so that each pixel holds its neighbour's value; the border repeats itself."""
    padded = np.pad(field, ((1, 1), (1, 1), *[(0, 0)] * (field.ndim - 2)), mode="edge")
    height, width = field.shape[:2]
    return padded[1 + dy : 1 + dy + height, 1 + dx : 1 + dx + width]


def as_json(work: LineWork) -> str:
    """Strokes in the program's own format, in half pixels, with the strength of each beside; points thinned."""
    strokes = [np.rint(2 * approximate_polygon(line, TOLERANCE)).astype(int).tolist() for line in work.lines]
    side = 2 * work.side
    value = {"width": side, "height": side, "strokes": strokes, "strength": work.strength.round(2).tolist()}
    return json.dumps(value, separators=(",", ":"))


def write_lines(work: LineWork, target: Path) -> None:
    """Write the strokes whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    half_written = target.with_suffix(".part")
    half_written.write_text(as_json(work), "utf-8")
    half_written.replace(target)


def draw(work: LineWork, canvas: np.ndarray, width: float, strongest: float = 1.0) -> None:
    """Ink the lines on a canvas uint8 [s, s] (0 is ink), `width` px for the strongest and thinner for the rest."""
    scale = canvas.shape[0] / work.side
    for line, strength in zip(work.lines, work.strength, strict=True):
        points = np.round((line + 0.5) * scale * 16).astype(np.int32)
        thickness = max(1, round(width * (0.45 + 0.55 * min(1.0, strength / strongest))))
        cv2.polylines(canvas, [points[:, None]], False, 0, thickness, cv2.LINE_AA, 4)
