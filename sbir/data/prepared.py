"""A data set made ready to draw from: photos decoded, drawings turned into strokes, photos traced. Cached on disk."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
from tqdm import tqdm

from sbir.data.pairs import Drawing, PairSet, PhotoFile
from sbir.drawing import LineWork, draw_traced, letterbox, person, sketch_from_image, trace
from sbir.drawing.files import read_line_work
from sbir.drawing.trace import TRACING_SIDE
from sbir.files import cache_folder
from sbir.images import read_image
from sbir.types import InputError, Sketch, Stroke

PHOTO_SIZE = 256
# Raise it when scanning, tracing, letterboxing or simulated people change: older caches are then left alone and made anew.
VERSION = 4

A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True)
class Prepared:
    """`photos` uint8 `[n, 256, 256, 3]` and `work` (line work, empty if not traced) in the order of `pairs.photos`,
    `sketches` in the order of `pairs.drawings` (None: no line could be found in it). `whole`: the photos as they were, where
    `photos` have lost their ground."""

    pairs: PairSet
    photos: np.ndarray
    sketches: tuple[Sketch | None, ...]
    work: tuple[LineWork, ...]
    whole: np.ndarray | None = None


def cache_root() -> Path:
    """Where prepared data is kept: `$SBIR_CACHE`, else `sbir-prepared` in the user's cache folder."""
    return cache_folder("SBIR_CACHE", "sbir-prepared")


def prepare(pairs: PairSet, traced: bool, cache: Path | None = None, workers: int | None = None) -> Prepared:
    """Decode, scan and (if `traced`) trace everything in `pairs`, or read it back from the cache.

    Progress goes to stderr. A picture that cannot be read raises `InputError` with its name: training data is expected whole.
    """
    folder = (cache or cache_root()) / f"{pairs.name}-{fingerprint(pairs)}"
    folder.mkdir(parents=True, exist_ok=True)
    photo_paths = [photo.path for photo in pairs.photos]
    photos_file = folder / "photos.npy"
    if not photos_file.exists():
        decoded = list(each(_decode, photo_paths, f"{pairs.name}: photos", workers))
        write_array(photos_file, np.stack(decoded) if decoded else _no_photos())
    sketches_file = folder / "sketches.npz"
    if not sketches_file.exists():
        scanned = list(each(_scan, pairs.drawings, f"{pairs.name}: drawings", workers))
        lines = [[] if sketch is None else [stroke.xy for stroke in sketch.strokes] for sketch in scanned]
        sizes = np.array([[0, 0] if s is None else [s.width, s.height] for s in scanned], np.float32).reshape(-1, 2)
        _write(sketches_file, lambda path: _savez(path, _pack(lines) | {"sizes": sizes}))
    work_file = folder / "work.npz"
    if traced and not work_file.exists():
        works = list(each(_trace, pairs.photos, f"{pairs.name}: lines", workers))
        strength = np.concatenate([np.zeros(0, np.float32), *(work.strength for work in works)])
        lines = [list(work.lines) for work in works]
        _write(work_file, lambda path: _savez(path, _pack(lines) | {"strength": strength}))
    return Prepared(
        pairs,
        np.load(photos_file, mmap_mode="r"),
        _load_sketches(sketches_file),
        _load_work(work_file) if traced else (),
    )


def _decode(path: Path) -> np.ndarray:
    return letterbox(read_image(path, max_side=2 * PHOTO_SIZE), PHOTO_SIZE)


def _scan(drawing: Drawing) -> Sketch | None:
    if drawing.hand is not None:
        rng = np.random.default_rng(zlib.crc32(drawing.id.encode()))
        return draw_traced(read_line_work(drawing.path, TRACING_SIDE), person(drawing.hand), rng)
    image = read_image(drawing.path)
    try:
        return sketch_from_image(image)
    except InputError:
        return None


def _trace(photo: PhotoFile) -> LineWork:
    if photo.lines is not None:
        return read_line_work(photo.lines, TRACING_SIDE)
    return trace(read_image(photo.path, max_side=2 * PHOTO_SIZE))


def each(do: Callable[[A], B], items: Sequence[A], label: str, workers: int | None) -> Iterable[B]:
    """`do` of every item, in order, several at a time in processes of their own (`workers`; None: one a core)."""
    count = min(workers or os.cpu_count() or 1, len(items))
    bar = {"total": len(items), "desc": label, "unit": "", "disable": not items, "mininterval": 2}
    if count < 2:
        yield from tqdm(map(do, items), **bar)
        return
    with get_context("spawn").Pool(count, initializer=cv2.setNumThreads, initargs=(1,)) as pool:
        yield from tqdm(pool.imap(do, items, chunksize=8), **bar)


def kept(name: str, make: Callable[[], np.ndarray]) -> np.ndarray:
    """The array that the cache folder has under `name`, mapped and not to be written to; made first where there is none."""
    path = cache_root() / f"{name}.npy"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_array(path, make())
    return np.load(path, mmap_mode="r")


def write_array(path: Path, array: np.ndarray) -> None:
    """Write an array as an npy file, whole or not at all."""
    _write(path, lambda part: np.save(part, array))


def _write(path: Path, save: Callable[[Path], None]) -> None:
    """Write whole or not at all; numpy keeps a suffix that it knows."""
    part = path.with_name(f".part{os.getpid()}-{path.name}")
    save(part)
    part.replace(path)


def _savez(path: Path, arrays: dict[str, np.ndarray]) -> None:
    np.savez(path, allow_pickle=False, **arrays)


def _no_photos() -> np.ndarray:
    return np.zeros((0, PHOTO_SIZE, PHOTO_SIZE, 3), np.uint8)


def _pack(drawings: list[list[np.ndarray]]) -> dict[str, np.ndarray]:
    lines = [line for drawing in drawings for line in drawing]
    return {
        "points": np.concatenate([np.zeros((0, 2), np.float32), *lines]).astype(np.float32),
        "line_lengths": np.array([len(line) for line in lines], np.int64),
        "drawing_lengths": np.array([len(drawing) for drawing in drawings], np.int64),
    }


def _unpack(packed: np.lib.npyio.NpzFile) -> list[tuple[np.ndarray, ...]]:
    lines = np.split(packed["points"], np.cumsum(packed["line_lengths"])[:-1]) if len(packed["line_lengths"]) else []
    ends = np.cumsum(packed["drawing_lengths"])
    return [tuple(lines[end - count : end]) for end, count in zip(ends, packed["drawing_lengths"], strict=True)]


def _load_sketches(path: Path) -> tuple[Sketch | None, ...]:
    with np.load(path, allow_pickle=False) as packed:
        drawings, sizes = _unpack(packed), packed["sizes"]
    return tuple(
        Sketch(float(w), float(h), tuple(Stroke.of(line) for line in lines)) if lines else None
        for lines, (w, h) in zip(drawings, sizes, strict=True)
    )


def _load_work(path: Path) -> tuple[LineWork, ...]:
    with np.load(path, allow_pickle=False) as packed:
        drawings, strength = _unpack(packed), packed["strength"]
    ends = np.cumsum([len(lines) for lines in drawings])
    return tuple(
        LineWork(TRACING_SIDE, lines, strength[end - len(lines) : end]) for lines, end in zip(drawings, ends, strict=True)
    )


def fingerprint(pairs: PairSet) -> str:
    """What tells one prepared set from another: the files behind it, who draws, and the version of preparing."""
    digest = hashlib.sha256(f"version {VERSION}".encode())
    for photo in pairs.photos:
        digest.update(f"{photo.path.name}:{photo.path.stat().st_size};".encode())
    for drawing in pairs.drawings:
        simulated = f":{person(drawing.hand)}:{drawing.id}" if drawing.hand is not None else ""
        digest.update(f"{drawing.path.name}:{drawing.path.stat().st_size}{simulated};".encode())
    return digest.hexdigest()[:12]
