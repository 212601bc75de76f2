"""Drawings from files: pictures, strokes as JSON, Quick, Draw! lines."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np

from sbir.drawing.scan import sketch_from_image
from sbir.drawing.strokes import MAX_JSON_BYTES, sketch_from_json, sketch_from_value
from sbir.drawing.trace import LineWork
from sbir.images import SUFFIXES, read_image
from sbir.types import InputError, Sketch

STROKE_SUFFIXES = frozenset({".json", ".ndjson"})
SCAN_SIDE = 1_024
MAX_LINES = 10_000


def sketch_files(path: Path) -> list[Path]:
    """`path` itself, or the drawings of a folder (sorted, not those of its subfolders); `InputError` if there are none."""
    if not path.exists():
        raise InputError(f"{path}: there is no such file")
    if not path.is_dir():
        return [path]
    files = sorted(p for p in path.iterdir() if p.suffix.lower() in SUFFIXES | STROKE_SUFFIXES and p.is_file())
    if not files:
        raise InputError(f"{path}: there is no drawing in this folder (pictures, .json or .ndjson)")
    return files


def read_sketches(path: Path) -> list[tuple[str, Sketch]]:
    """The drawings of a file with their names: one, or as many as an .ndjson file has lines (`file#1`, `file#2`, ...).

    Every `InputError` begins with the file's name.
    """
    suffix = path.suffix.lower()
    if suffix not in STROKE_SUFFIXES:
        image = read_image(path, max_side=SCAN_SIDE)
        return [(str(path), _named(path.name, lambda: sketch_from_image(image)))]
    try:
        if path.stat().st_size > (MAX_JSON_BYTES if suffix == ".json" else 16 * MAX_JSON_BYTES):
            raise InputError(f"{path.name}: {path.stat().st_size / 2**20:.0f} MB of strokes are more than is read")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
    if suffix == ".json":
        return [(str(path), _named(path.name, lambda: sketch_from_json(data)))]
    lines = [line for line in data.splitlines() if line.strip()]
    if not lines:
        raise InputError(f"{path.name}: the file is empty")
    if len(lines) > MAX_LINES:
        raise InputError(f"{path.name}: {len(lines):,} drawings; {MAX_LINES:,} are allowed")
    names = [f"{path}#{i + 1}" for i in range(len(lines))]
    return [
        (name, _named(Path(name).name, lambda line=line: sketch_from_json(line)))
        for name, line in zip(names, lines, strict=True)
    ]


def read_line_work(path: Path, side: int) -> LineWork:
    """Line work that is kept as strokes with a "strength" for each, scaled to a square of `side` pixels, a point every pixel.

    Raises `InputError` that begins with the file's name.
    """
    try:
        if path.stat().st_size > MAX_JSON_BYTES:
            raise InputError(f"{path.name}: {path.stat().st_size / 2**20:.0f} MB of strokes are more than is read")
        value = json.loads(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
    except (ValueError, RecursionError):
        raise InputError(f"{path.name}: not JSON") from None
    sketch = _named(path.name, lambda: sketch_from_value(value))
    strength = np.asarray(value.get("strength", []), np.float32)
    if strength.shape != (len(sketch.strokes),) or not np.isfinite(strength).all():
        raise InputError(f"{path.name}: {len(sketch.strokes)} strokes need as many numbers as strength")
    scale = side / max(sketch.width, sketch.height)
    return LineWork(side, tuple(_dense(stroke.xy * scale) for stroke in sketch.strokes), np.clip(strength, 0, 1))


def _dense(line: np.ndarray) -> np.ndarray:
    """The polyline with a point about every pixel: float32 `[n, 2]`."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))]) if len(line) > 1 else np.zeros(1)
    at = np.linspace(0, along[-1], max(2, round(float(along[-1])) + 1))
    return np.stack([np.interp(at, along, line[:, axis]) for axis in (0, 1)], axis=1).astype(np.float32)


def _named(name: str, read: Callable[[], Sketch]) -> Sketch:
    try:
        return read()
    except InputError as error:
        raise InputError(f"{name}: {error}") from None
