"""The one rasteriser: whatever a drawing came from, the network sees it drawn by this function."""

from __future__ import annotations

import cv2
import numpy as np

from sbir.types import Sketch

SIZE = 224
INK_BOX = 0.86
LINE_WIDTH = 0.0112
_SHIFT = 4
_SUPERSAMPLING = 2


def fit(sketch: Sketch, size: int = SIZE, box: float = INK_BOX) -> list[np.ndarray]:
    """Strokes in pixels, float32 `[n, 2]` each: the ink's bounding box centred, its longer side `box * size` long."""
    every = np.concatenate([stroke.xy for stroke in sketch.strokes])
    low, high = every.min(0), every.max(0)
    scale = box * size / max(float((high - low).max()), 1e-6)
    centre = (low + high) / 2
    return [(stroke.xy - centre) * scale + size / 2 for stroke in sketch.strokes]


def rasterise(sketch: Sketch, size: int = SIZE, width: float = LINE_WIDTH, box: float = INK_BOX) -> np.ndarray:
    """Draw a sketch, black on white, as uint8 RGB `[size, size, 3]`; `width` is the line's, as a fraction of `size`."""
    # Drawn larger and averaged down: the width of an anti-aliased line differs between versions of OpenCV.
    large = size * _SUPERSAMPLING
    canvas = np.full((large, large), 255, np.uint8)
    thickness = max(_SUPERSAMPLING, round(width * large))
    for line in fit(sketch, large, box):
        points = np.round(line * (1 << _SHIFT)).astype(np.int32)
        if len(points) == 1:
            cv2.circle(canvas, points[0].tolist(), thickness << (_SHIFT - 1), 0, -1, cv2.LINE_8, _SHIFT)
        else:
            cv2.polylines(canvas, [points[:, None]], False, 0, thickness, cv2.LINE_8, _SHIFT)
    return cv2.cvtColor(cv2.resize(canvas, (size, size), interpolation=cv2.INTER_AREA), cv2.COLOR_GRAY2RGB)


def letterbox(image: np.ndarray, size: int = SIZE) -> np.ndarray:
    """Scale a photo, uint8 RGB `[H, W, 3]`, into a square of `size` pixels; what is left over takes the border's colour."""
    height, width = image.shape[:2]
    scale = size / max(height, width)
    shape = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(image, shape, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    top, left = (size - small.shape[0]) // 2, (size - small.shape[1]) // 2
    bottom, right = size - small.shape[0] - top, size - small.shape[1] - left
    if not (top or left or bottom or right):
        return small
    border = np.concatenate([small[:, [0, -1]].reshape(-1, 3), small[[0, -1]].reshape(-1, 3)])
    colour = np.median(border, axis=0).tolist()
    return cv2.copyMakeBorder(small, top, bottom, left, right, cv2.BORDER_CONSTANT, value=colour)
