"""From a picture of lines to the lines: a one-pixel skeleton linked into polylines."""

from __future__ import annotations

import numpy as np
from skimage.morphology import skeletonize

_NEIGHBOURS = ((0, 1), (1, 0), (0, -1), (-1, 0), (1, 1), (1, -1), (-1, -1), (-1, 1))


def link(mask: np.ndarray, shortest: int = 2) -> list[np.ndarray]:
    """Polylines, float32 `[n, 2]` as (x, y) in pixels, along the skeleton of a boolean picture `[H, W]`.

    Lines end at the skeleton's ends and pass a junction in the straightest direction that is left; each pixel belongs to
    one line (a junction's pixel may close several). Lines of fewer than `shortest` pixels are left out.
    """
    thin = skeletonize(np.pad(mask, 1))
    left = {(int(y), int(x)) for y, x in zip(*np.nonzero(thin), strict=True)}
    degree = {p: sum((p[0] + dy, p[1] + dx) in left for dy, dx in _NEIGHBOURS) for p in left}
    ends = sorted(p for p in left if degree[p] == 1)
    lines = []
    for start in [*ends, *sorted(left)]:
        if start not in left:
            continue
        forward = _walk(start, left)
        backward = _walk(start, left, first=False) if degree[start] > 1 else []
        line = backward[::-1] + forward
        if len(line) >= shortest:
            if len(line) > 8 and _adjacent(line[0], line[-1]):
                line.append(line[0])
            lines.append(np.array(line, np.float32)[:, ::-1] - 1)
    return lines


def _walk(start: tuple[int, int], left: set[tuple[int, int]], first: bool = True) -> list[tuple[int, int]]:
    """Follow the skeleton from `start` as straight as it goes, taking each pixel out of `left`."""
    line = [start] if first else []
    left.discard(start)
    at = start
    while True:
        near = [(at[0] + dy, at[1] + dx) for dy, dx in _NEIGHBOURS if (at[0] + dy, at[1] + dx) in left]
        if not near:
            return line
        if len(near) > 1 and len(line) > 1:
            back = line[-min(len(line), 5)]
            heading = (at[0] - back[0], at[1] - back[1])
            near.sort(key=lambda p: -_cosine(heading, (p[0] - at[0], p[1] - at[1])))
        at = near[0]
        left.discard(at)
        line.append(at)


def _cosine(a: tuple[int, int], b: tuple[int, int]) -> float:
    return (a[0] * b[0] + a[1] * b[1]) / (np.hypot(*a) * np.hypot(*b) + 1e-9)


def _adjacent(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return max(abs(a[0] - b[0]), abs(a[1] - b[1])) <= 2
