"""Building a gallery from a folder of pictures; run again, it only looks at what is new."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from tqdm import tqdm

from sbir.data.folder import read_folder
from sbir.drawing import Hand, draw_traced, letterbox, rasterise, trace
from sbir.files import write_whole
from sbir.gallery.store import EXACT, EXACT_UP_TO, FAISS, SORTED, Gallery, check_store, open_gallery
from sbir.images import read_image
from sbir.types import Features, InputError, Photo

BATCH = 16
PICTURE_SIZE = 256
PICTURES = "pictures"
# The hand that draws the gallery's own line work: steady, complete, neither very sparse nor every texture.
_STEADY = Hand(warp=0, offset=0, tremor=0, detail=0.7, miss=0, lift=0, overshoot=0, double=0)


@dataclass(frozen=True)
class Indexed:
    """What indexing did: the gallery, files left out as (file, why), how many rows were taken over unchanged, seconds."""

    gallery: Gallery
    skipped: tuple[tuple[str, str], ...]
    reused: int
    seconds: float


class Sees(Protocol):
    """What a gallery is looked at with: `sbir.runtime.Backbone`, say. Both take uint8 RGB `[n, size, size, 3]`."""

    size: int

    def encode(self, images: np.ndarray) -> Features:
        """Features of drawings."""
        ...

    def encode_photos(self, photos: np.ndarray) -> Features:
        """Features of photos."""
        ...


@dataclass
class _Row:
    photo: Photo
    file: str
    source: str
    pooled: np.ndarray
    attention: np.ndarray
    lines: np.ndarray


def build_gallery(
    folder: Path,
    out: Path,
    backbone: Sees,
    fingerprint: str,
    progress: bool = True,
    store: str | None = None,
) -> Indexed:
    """Index every picture below `folder` (subfolders are categories) into the gallery folder `out`.

    Pictures inside `out` are referred to where they lie, others
    are copied into it at 256 px, so that the gallery stands on its own. Pictures that cannot be read are listed in the
    result; `InputError` only where none can, or `folder` is empty. A row is taken over from an earlier run where file content
    and model are the same. `store` is one of `STORES`; None: exact while the gallery is small enough for it.
    """
    began = time.perf_counter()
    if store is not None:
        check_store(store, str(out))
    pairs = read_folder(folder)
    earlier = _earlier(out, fingerprint)
    (out / PICTURES).mkdir(parents=True, exist_ok=True)
    rows: list[_Row] = []
    skipped: list[tuple[str, str]] = []
    waiting: list[tuple[Photo, str, str, np.ndarray]] = []
    reused = 0

    def flush() -> None:
        if not waiting:
            return
        pictures = np.stack([letterbox(image, backbone.size) for *_, image in waiting])
        drawn = np.stack([lines_or_blank(image, backbone.size) for *_, image in waiting])
        seen, lines = backbone.encode_photos(pictures), backbone.encode(drawn)
        for i, (photo, file, source, _) in enumerate(waiting):
            rows.append(_Row(photo, file, source, seen.pooled[i], seen.attention[i], lines.pooled[i]))
        waiting.clear()

    for item in tqdm(pairs.photos, desc="indexing", unit=" photos", disable=not progress):
        name = str(item.path.relative_to(folder))
        try:
            source = hashlib.sha256(item.path.read_bytes()).hexdigest()[:24]
            photo = Photo(item.id, item.category)
            if source in earlier and (out / earlier[source].file).is_file():
                old = earlier[source]
                rows.append(_Row(photo, old.file, source, old.pooled, old.attention, old.lines))
                reused += 1
                continue
            image = read_image(item.path, max_side=2 * PICTURE_SIZE)
            waiting.append((photo, _keep(item.path, image, out, source), source, image))
        except InputError as error:
            skipped.append((name, str(error)))
        except OSError as error:
            skipped.append((name, f"{name}: cannot be read ({error.strerror})"))
        if len(waiting) >= BATCH:
            flush()
    flush()
    if not rows:
        raise InputError(f"{folder}: none of its {len(pairs.photos)} pictures can be read; the first: {skipped[0][1]}")
    rows.sort(key=lambda row: row.photo.id)
    gallery = Gallery(
        out,
        tuple(row.photo for row in rows),
        tuple(row.file for row in rows),
        tuple(row.source for row in rows),
        np.stack([row.pooled for row in rows]),
        np.stack([row.attention for row in rows]),
        np.stack([row.lines for row in rows]),
        fingerprint,
        store or (EXACT if len(rows) <= EXACT_UP_TO else FAISS),
    )
    gallery.save()
    if gallery.store == EXACT:
        (out / SORTED).unlink(missing_ok=True)
    _tidy(out, set(gallery.files))
    return Indexed(gallery, tuple(skipped), reused, time.perf_counter() - began)


def lines_of(image: np.ndarray, size: int) -> np.ndarray | None:
    """A photo, uint8 RGB `[H, W, 3]`, as a steady hand would draw it: uint8 RGB `[size, size, 3]`; None without an edge."""
    sketch = draw_traced(trace(image), _STEADY, np.random.default_rng(0))
    return None if sketch is None else rasterise(sketch, size)


def lines_or_blank(image: np.ndarray, size: int) -> np.ndarray:
    """`lines_of` a photo, white where it has no edge: uint8 RGB `[size, size, 3]`."""
    drawn = lines_of(image, size)
    return np.full((size, size, 3), 255, np.uint8) if drawn is None else drawn


def _earlier(out: Path, fingerprint: str) -> dict[str, _Row]:
    try:
        gallery = open_gallery(out)
    except InputError:
        return {}
    if gallery.fingerprint != fingerprint:
        return {}
    parts = zip(gallery.photos, gallery.files, gallery.sources, gallery.pooled, gallery.attention, gallery.lines, strict=True)
    return {row.source: row for row in (_Row(*part) for part in parts)}


def _keep(path: Path, image: np.ndarray, out: Path, source: str) -> str:
    """Where the gallery finds the picture, relative to it; the name is the content's digest, never a user's string."""
    resolved, home = path.resolve(), out.resolve()
    if resolved.is_relative_to(home):
        return str(resolved.relative_to(home))
    file = f"{PICTURES}/{source}.webp"
    small = letterbox(image, PICTURE_SIZE)
    done, data = cv2.imencode(".webp", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_WEBP_QUALITY, 85])
    if not done:
        raise InputError(f"{path.name}: the picture cannot be stored")
    write_whole(out / file, data.tobytes())
    return file


def _tidy(out: Path, wanted: set[str]) -> None:
    """Take pictures out of the gallery's own folder that no row refers to any more."""
    pictures = out / PICTURES
    for path in pictures.iterdir():
        if f"{PICTURES}/{path.name}" not in wanted:
            path.unlink()
    if not any(pictures.iterdir()):
        pictures.rmdir()
