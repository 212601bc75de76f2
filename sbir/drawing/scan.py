"""A picture of a drawing (a scan, a phone's photo of paper, a screenshot) turned into strokes."""

from __future__ import annotations

import cv2
import numpy as np

from sbir.drawing.skeleton import link
from sbir.drawing.strokes import clean
from sbir.types import InputError, Sketch

WORKING_SIDE = 384
MAX_INK = 0.45


def sketch_from_image(image: np.ndarray) -> Sketch:
    """Strokes of the drawing in a picture, uint8 RGB `[H, W, 3]`.

    The paper's shading is divided out, the ink thresholded, thinned to a skeleton and linked, so that a thick marker, a
    pencil and the canvas's pen all end as the same lines. Light ink on a dark board is taken too. Raises `InputError`
    where no line stands out.
    """
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    scale = WORKING_SIDE / max(grey.shape)
    if scale < 1:
        shape = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
        grey = cv2.resize(grey, shape, interpolation=cv2.INTER_AREA)
    if min(grey.shape) < 8:
        raise InputError(f"the picture is too small to hold a drawing ({grey.shape[1]} x {grey.shape[0]} pixels)")
    ink = ink_of(grey)
    if not ink.any():
        raise InputError("no line stands out in this picture: a dark line on a light, even ground is needed")
    if ink.mean() > MAX_INK:
        raise InputError("this picture is not a line drawing: more than 45 % of it is dark")
    height, width = ink.shape
    lines = [_smooth(line) for line in link(ink, shortest=3)]
    if not lines:
        raise InputError("no line stands out in this picture: only specks were found")
    return clean(lines, float(width), float(height))


def ink_of(grey: np.ndarray) -> np.ndarray:
    """Which pixels of a grey picture, uint8 `[H, W]`, are ink: bool `[H, W]`."""
    if np.median(grey) < 110:
        grey = 255 - grey
    side = max(grey.shape)
    paper = cv2.medianBlur(cv2.dilate(grey, np.ones((7, 7), np.uint8)), _odd(side // 12))
    flat = np.minimum(255, grey.astype(np.float32) * (255.0 / np.maximum(paper, 1)))
    flat = flat.astype(np.uint8)
    otsu, _ = cv2.threshold(flat, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    # Even paper has no ink: Otsu's threshold then sits in the noise, just below white.
    ink = flat < min(otsu + 12.0, 232.0)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    speck = max(4, side // 48)
    keep = np.zeros(count, bool)
    keep[1:] = np.maximum(stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]) >= speck
    return np.take(keep, np.asarray(labels, np.int64))


def _odd(value: int) -> int:
    return max(3, value | 1)


def _smooth(line: np.ndarray) -> np.ndarray:
    """A little smoothing along a pixel staircase, ends kept."""
    if len(line) < 5:
        return line
    padded = np.concatenate([line[:1], line[:1], line, line[-1:], line[-1:]])
    kernel = np.array([1, 2, 3, 2, 1], np.float32) / 9
    smooth = np.stack([np.convolve(padded[:, axis], kernel, mode="valid") for axis in (0, 1)], axis=1)
    smooth[0], smooth[-1] = line[0], line[-1]
    return smooth.astype(np.float32)
