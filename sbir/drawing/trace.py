"""Line work: what somebody might draw of a thing, before any hand has touched it. Here: from a photograph."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from sbir.drawing.raster import letterbox
from sbir.drawing.skeleton import link

TRACING_SIDE = 224
SHORTEST = 10
# What lies in the background may be drawn, but last.
BACKGROUND = 0.25
FEW_EDGES = 0.02
_CUT_SIDE = 112
# Pixels across which a figure's rim is looked for: masks are coarser than lines.
_RIM = 7


@dataclass(frozen=True)
class LineWork:
    """Lines of a picture, in the order in which people tend to draw them: what is long and stands out comes first.

    `lines` are float32 `[n, 2]` polylines in pixels of a square of `side` pixels, `strength` float32 `[lines]` in
    [0, 1] tells how much each stands out.
    """

    side: int
    lines: tuple[np.ndarray, ...]
    strength: np.ndarray


def line_work(edges: np.ndarray, weight: np.ndarray, shortest: int = SHORTEST) -> LineWork:
    """Thin, link and order the edges of a picture.

    `edges` is bool `[side, side]`, `weight` float32 of the same shape in [0, 1]: how much an edge stands out there. Lines of
    fewer than `shortest` pixels are left out. An edge detector answers next to a line as well as on it, so a line's
    strength is the mean of what its surroundings of 3 x 3 pixels hold at most.
    """
    lines = link(edges, shortest=shortest)
    near = cv2.dilate(weight, np.ones((3, 3), np.uint8))
    strength = [float(near[line[:, 1].astype(int), line[:, 0].astype(int)].mean()) for line in lines]
    order = sorted(range(len(lines)), key=lambda i: -strength[i] * len(lines[i]))
    return LineWork(edges.shape[0], tuple(_smooth(lines[i]) for i in order), np.array([strength[i] for i in order], np.float32))


def trace(image: np.ndarray, side: int = TRACING_SIDE, low: int = 40, high: int = 110) -> LineWork:
    """Trace the edges of a photo, uint8 RGB `[H, W, 3]`: smoothed within surfaces, detected, thinned, linked, ordered.

    `low` and `high` are the hysteresis thresholds of the edge detector on an 8-bit scale, halved once or twice where a pale
    thing on pale ground shows next to none. A line's strength is its mean gradient, by rank within the picture, less where
    it lies in the background.
    """
    square = letterbox(image, side)
    smooth = cv2.bilateralFilter(square, 7, 40, 5)
    channels = [cv2.GaussianBlur(channel, (0, 0), 1.0) for channel in cv2.split(smooth)]
    dx = np.stack([cv2.Sobel(channel, cv2.CV_16S, 1, 0) for channel in channels])
    dy = np.stack([cv2.Sobel(channel, cv2.CV_16S, 0, 1) for channel in channels])
    # The channel with the steepest gradient speaks for each pixel: an edge between equally bright colours counts.
    steepest = np.argmax(np.abs(dx.astype(np.int32)) + np.abs(dy), axis=0)[None]
    dx, dy = (np.take_along_axis(d, steepest, 0)[0] for d in (dx, dy))
    for share in (1.0, 0.5, 0.25):
        edges = cv2.Canny(dx, dy, share * low, share * high, L2gradient=True) > 0
        if edges.mean() > FEW_EDGES:
            break
    magnitude = np.hypot(dx.astype(np.float32), dy)
    rank = np.zeros(edges.shape, np.float32)
    rank[edges] = (magnitude[edges].argsort().argsort() + 1) / max(1, int(edges.sum()))
    return line_work(edges, rank * (BACKGROUND + (1 - BACKGROUND) * foreground(square)))


def on_figure(work: LineWork, figure: np.ndarray) -> LineWork:
    """The lines that lie on the thing that a photo shows, or on its rim; all of them where none does.

    `figure`: the share of each part of the photo that is the thing, float32 `[h, w]` in [0, 1]. A line lies on it where that is
    half at least over the mean of its points.
    """
    share = cv2.resize(figure, (work.side, work.side), interpolation=cv2.INTER_LINEAR)
    share = cv2.dilate(share, np.ones((_RIM, _RIM), np.uint8))
    at = [np.clip(line, 0, work.side - 1).astype(int) for line in work.lines]
    on = [float(share[xy[:, 1], xy[:, 0]].mean()) >= 0.5 for xy in at]
    if not any(on):
        return work
    return LineWork(work.side, tuple(line for line, stays in zip(work.lines, on, strict=True) if stays), work.strength[on])


def foreground(square: np.ndarray) -> np.ndarray:
    """Where the thing is in a photo, uint8 RGB `[side, side, 3]`: float32 `[side, side]` in [0, 1], its rim included.

    GrabCut (Rother, Kolmogorov and Blake, 2004), started from the assumption that the border is background. All ones where
    it finds next to nothing, or next to nothing else.
    """
    small = cv2.resize(square, (_CUT_SIDE, _CUT_SIDE), interpolation=cv2.INTER_AREA)
    labels = np.zeros((_CUT_SIDE, _CUT_SIDE), np.uint8)
    margin = _CUT_SIDE // 28
    inner = (margin, margin, _CUT_SIDE - 2 * margin, _CUT_SIDE - 2 * margin)
    cv2.setRNGSeed(0)
    try:
        cv2.grabCut(small, labels, inner, np.zeros((1, 65)), np.zeros((1, 65)), 3, cv2.GC_INIT_WITH_RECT)
    except cv2.error:
        # A picture of one colour has nothing to fit a mixture to.
        return np.ones(square.shape[:2], np.float32)
    found = ((labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)).astype(np.float32)
    if not 0.02 < found.mean() < 0.85:
        return np.ones(square.shape[:2], np.float32)
    wide = cv2.dilate(found, np.ones((5, 5), np.uint8))
    return cv2.GaussianBlur(cv2.resize(wide, square.shape[1::-1]), (0, 0), 1.5)


def _smooth(line: np.ndarray) -> np.ndarray:
    if len(line) < 5:
        return line
    padded = np.pad(line, ((2, 2), (0, 0)), mode="edge")
    blurred = cv2.blur(padded, (1, 5))[2:-2]
    blurred[0], blurred[-1] = line[0], line[-1]
    return blurred
