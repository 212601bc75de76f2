"""Strokes as anybody may send them, turned into a clean `Sketch`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from sbir.types import InputError, Sketch, Stroke

MAX_STROKES = 1_000
MAX_POINTS = 100_000
MAX_JSON_BYTES = 8 * 2**20
KEPT_POINTS = 12_000
CANVAS_RANGE = (1.0, 100_000.0)


def sketch_from_json(text: str | bytes) -> Sketch:
    """Parse strokes written as JSON (see `sketch_from_value`); raises `InputError` in a sentence."""
    if len(text) > MAX_JSON_BYTES:
        raise InputError(f"the drawing has {len(text) / 2**20:.0f} MB; {MAX_JSON_BYTES // 2**20} MB are allowed")
    if not text.strip():
        raise InputError("the file is empty")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError("this is not JSON: strokes are expected as {width, height, strokes: [[[x, y], ...], ...]}") from None
    return sketch_from_value(value)


def sketch_from_value(value: Any) -> Sketch:
    """A clean sketch from what a canvas or a file says.

    Takes `{"width": w, "height": h, "strokes": [[[x, y] or [x, y, t], ...], ...]}`, a bare list of such strokes, or a
    line of Quick, Draw! (`{"drawing": [[xs, ys] or [xs, ys, ts], ...]}`). Points that are not finite are dropped, points
    outside the canvas are clipped to it. Raises `InputError` where nothing can be seen afterwards.
    """
    width = height = None
    if isinstance(value, dict) and "drawing" in value:
        raw = [_from_columns(columns) for columns in _listed(value["drawing"], "drawing")]
    elif isinstance(value, dict):
        if "strokes" not in value:
            raise InputError("the drawing has no 'strokes'")
        raw = _listed(value["strokes"], "strokes")
        width, height = _side(value.get("width"), "width"), _side(value.get("height"), "height")
    else:
        raw = _listed(value, "strokes")
    if len(raw) > MAX_STROKES:
        raise InputError(f"the drawing has {len(raw):,} strokes; {MAX_STROKES:,} are allowed")
    arrays = [_points(stroke, index) for index, stroke in enumerate(raw)]
    if sum(map(len, arrays)) > MAX_POINTS:
        raise InputError(f"the drawing has {sum(map(len, arrays)):,} points; {MAX_POINTS:,} are allowed")
    return clean(arrays, width, height)


def clean(arrays: Sequence[np.ndarray], width: float | None = None, height: float | None = None) -> Sketch:
    """Drop what is not finite, clip to the canvas, thin out what no eye could see; raise `InputError` if nothing is left.

    `arrays`: one float `[n, 2]` or `[n, 3]` (x, y, milliseconds) a stroke. Without `width` and `height` the canvas is the
    box that the points span.
    """
    kept = [array[np.isfinite(array[:, :2]).all(1)] for array in arrays]
    kept = [array for array in kept if len(array)]
    if not kept:
        raise InputError("the drawing is empty: there is no stroke in it")
    if width is None or height is None:
        every = np.clip(np.concatenate([array[:, :2] for array in kept]), -CANVAS_RANGE[1], CANVAS_RANGE[1])
        origin, extent = every.min(0), np.ptp(every, axis=0)
        width, height = (float(np.clip(side, *CANVAS_RANGE)) for side in extent)
    else:
        origin = np.zeros(2)
    limit = np.array([width, height])
    budget = KEPT_POINTS / sum(map(len, kept))
    strokes = []
    for array in kept:
        xy = np.clip(array[:, :2] - origin, 0, limit)
        t = np.nan_to_num(array[:, 2], nan=0, posinf=0, neginf=0) if array.shape[1] > 2 else np.zeros(len(xy))
        keep = _thin_out(xy, spacing=0.002 * float(limit.max()), budget=budget)
        strokes.append(Stroke(xy[keep].astype(np.float32), t[keep].astype(np.float32)))
    if max(np.ptp(np.concatenate([stroke.xy for stroke in strokes]), axis=0) / limit) < 0.01:
        raise InputError("the drawing is a single dot: draw a line to search")
    return Sketch(float(width), float(height), tuple(strokes))


def sketch_to_value(sketch: Sketch) -> dict[str, Any]:
    """The JSON form of a sketch, `{"width", "height", "strokes": [[[x, y, t], ...], ...]}`."""
    strokes = [np.column_stack([s.xy, s.t]).round(2).tolist() for s in sketch.strokes]
    return {"width": round(sketch.width, 2), "height": round(sketch.height, 2), "strokes": strokes}


def _thin_out(xy: np.ndarray, spacing: float, budget: float) -> np.ndarray:
    """Indices of the points to keep: about `spacing` apart along the line, at most `budget` of them, both ends always."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))]) if len(xy) > 1 else np.zeros(1)
    bucket = np.floor(along / spacing) if spacing > 0 else np.arange(len(xy))
    keep = np.flatnonzero(np.diff(bucket, prepend=-1) > 0)
    allowed = max(2, int(budget * len(xy)))
    if len(keep) > allowed:
        keep = keep[np.linspace(0, len(keep) - 1, allowed).astype(int)]
    return np.unique(np.append(keep, len(xy) - 1))


def _listed(value: Any, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise InputError(f"'{name}' should be a list of strokes, not {_kind(value)}")
    return value


def _side(value: Any, name: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not np.isfinite(value):
        raise InputError(f"'{name}' of the canvas should be a number, not {_kind(value)}")
    if not CANVAS_RANGE[0] <= value <= CANVAS_RANGE[1]:
        raise InputError(f"'{name}' of the canvas should lie between 1 and {CANVAS_RANGE[1]:,.0f}, not {value:g}")
    return float(value)


def _points(stroke: Any, index: int) -> np.ndarray:
    rows = _listed(stroke, f"strokes[{index}]")
    if not rows:
        return np.zeros((0, 2))
    if len(rows) > MAX_POINTS:
        raise InputError(f"stroke {index} has {len(rows):,} points; {MAX_POINTS:,} are allowed")
    width = len(rows[0]) if isinstance(rows[0], list) else 0
    if width not in (2, 3) or any(not isinstance(row, list) or len(row) != width for row in rows):
        raise InputError(f"stroke {index} should be a list of [x, y] or [x, y, t] points")
    flat = [coordinate for row in rows for coordinate in row]
    if any(isinstance(c, bool) or not (c is None or isinstance(c, int | float)) for c in flat):
        raise InputError(f"stroke {index} has a coordinate that is not a number")
    # A whole number too large for a float is as good as infinite.
    numbers = [np.nan if c is None or abs(c) > 1e30 else float(c) for c in flat]
    return np.array(numbers, np.float64).reshape(-1, width)


def _from_columns(columns: Any) -> list[list[Any]]:
    if not isinstance(columns, list) or len(columns) not in (2, 3) or any(not isinstance(c, list) for c in columns):
        raise InputError("a Quick, Draw! stroke should be [xs, ys] or [xs, ys, ts]")
    if len({len(column) for column in columns}) != 1:
        raise InputError("a Quick, Draw! stroke has more x than y, or fewer")
    return [list(row) for row in zip(*columns, strict=True)]


def _kind(value: Any) -> str:
    names = {str: "text", dict: "an object", list: "a list", type(None): "nothing", bool: "true or false"}
    return names.get(type(value), f"the number {value!r}"[:60])
