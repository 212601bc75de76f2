"""Line work from a photograph: what somebody might draw of it, before any hand has touched it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from sbir.drawing.raster import letterbox
from sbir.drawing.skeleton import link

TRACING_SIDE = 224


@dataclass(frozen=True)
class LineWork:
    """Lines traced from a photo.

    `lines` are float32 `[n, 2]` polylines in pixels of a square of `side` pixels, `strength` float32 `[lines]` in
    [0, 1] tells how much each stands out (its mean gradient, by rank within the picture).
    """

    side: int
    lines: tuple[np.ndarray, ...]
    strength: np.ndarray


def trace(image: np.ndarray, side: int = TRACING_SIDE, low: int = 40, high: int = 110) -> LineWork:
    """Trace the edges of a photo, uint8 RGB `[H, W, 3]`: smoothed within surfaces, detected, thinned, linked.

    `low` and `high` are the hysteresis thresholds of the edge detector on an 8-bit scale. Long lines first, the order in
    which people tend to draw them.
    """
    square = letterbox(image, side)
    smooth = cv2.bilateralFilter(square, 7, 40, 5)
    channels = [cv2.GaussianBlur(channel, (0, 0), 1.0) for channel in cv2.split(smooth)]
    dx = np.stack([cv2.Sobel(channel, cv2.CV_16S, 1, 0) for channel in channels])
    dy = np.stack([cv2.Sobel(channel, cv2.CV_16S, 0, 1) for channel in channels])
    # The channel with the steepest gradient speaks for each pixel: an edge between equally bright colours counts.
    steepest = np.argmax(np.abs(dx.astype(np.int32)) + np.abs(dy), axis=0)[None]
    dx, dy = (np.take_along_axis(d, steepest, 0)[0] for d in (dx, dy))
    edges = cv2.Canny(dx, dy, low, high, L2gradient=True)
    magnitude = np.hypot(dx.astype(np.float32), dy)
    lines = link(edges > 0, shortest=10)
    lines.sort(key=len, reverse=True)
    mean = np.array([magnitude[line[:, 1].astype(int), line[:, 0].astype(int)].mean() for line in lines], np.float32)
    strength = (mean.argsort().argsort() + 1).astype(np.float32) / max(1, len(lines))
    return LineWork(side, tuple(_smooth(line) for line in lines), strength)


def _smooth(line: np.ndarray) -> np.ndarray:
    if len(line) < 5:
        return line
    padded = np.pad(line, ((2, 2), (0, 0)), mode="edge")
    blurred = cv2.blur(padded, (1, 5))[2:-2]
    blurred[0], blurred[-1] = line[0], line[-1]
    return blurred
