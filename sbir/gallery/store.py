"""What a gallery keeps: features of every photo, in memory, with the pictures beside it on disk."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.numpy import save
from safetensors.torch import load_file

from sbir.drawing import letterbox
from sbir.files import write_whole
from sbir.images import read_image
from sbir.types import InputError, Photo

INDEX, FEATURES, SORTED = "gallery.json", "features.safetensors", "index.safetensors"
FORMAT = 1
MAX_PHOTOS = 1_000_000
# How the nearest photos are found: by comparing with every one, or out of an index (`sbir.gallery.search`).
STORES = EXACT, FAISS = "exact", "faiss"
# Comparing with so many takes about 10 ms.
EXACT_UP_TO = 50_000


@dataclass(frozen=True)
class Gallery:
    """Photos and what the backbone said of them, row by row.

    `pooled` float32 `[n, d]` and `attention` float32 `[n, h, w]` of the photos; `lines` float32 `[n, d]`, the pooled
    features of line drawings traced from them (what a faultless hand would draw); `files` are relative to `folder`;
    `sources` are digests of the files that were indexed; `fingerprint` is that of the model; `store` is one of `STORES`.
    """

    folder: Path
    photos: tuple[Photo, ...]
    files: tuple[str, ...]
    sources: tuple[str, ...]
    pooled: np.ndarray
    attention: np.ndarray
    lines: np.ndarray
    fingerprint: str
    store: str = EXACT

    @cached_property
    def index(self) -> dict[str, int]:
        """Row of each photo's id."""
        return {photo.id: row for row, photo in enumerate(self.photos)}

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """Names of the categories, sorted."""
        return tuple(sorted({photo.category for photo in self.photos}))

    @cached_property
    def rows(self) -> dict[str, np.ndarray]:
        """Rows of each category, int64."""
        return rows_of(np.array([photo.category for photo in self.photos]))

    def row(self, photo: str) -> int:
        """Row of a photo by id; `InputError` says what this gallery has instead."""
        if photo not in self.index:
            raise InputError(
                f"photo {photo[:80]!r} is not in this gallery ({len(self.categories)} categories, {len(self.photos)} photos)"
            )
        return self.index[photo]

    def image(self, photo: str, size: int) -> np.ndarray:
        """The picture of a photo, uint8 RGB `[size, size, 3]`."""
        return letterbox(read_image(self.folder / self.files[self.row(photo)]), size)

    def save(self) -> None:
        """Write index and features into `folder`, each file whole or not at all."""
        rows = [
            {"id": photo.id, "category": photo.category, "domain": photo.domain, "file": file, "source": source}
            for photo, file, source in zip(self.photos, self.files, self.sources, strict=True)
        ]
        features = save({"pooled": _half(self.pooled), "attention": _half(self.attention), "lines": _eight_bits(self.lines)})
        index = {"format": FORMAT, "fingerprint": self.fingerprint, "store": self.store, "photos": rows}
        write_whole(self.folder / FEATURES, features)
        write_whole(self.folder / INDEX, (json.dumps(index, indent=0) + "\n").encode())


def rows_of(kinds: np.ndarray) -> dict[str, np.ndarray]:
    """The rows int64 of each kind, by name, where `kinds` `[g]` has that of each row."""
    return {str(kind): np.flatnonzero(kinds == kind) for kind in np.unique(kinds)}


def open_gallery(folder: Path) -> Gallery:
    """Read a gallery made by `python -m sbir index`; `InputError` where it is not one, or is damaged."""
    try:
        index = json.loads((folder / INDEX).read_text())
    except OSError:
        raise InputError(
            f"{folder}: there is no gallery here (make one with python -m sbir index DIR --out {folder})"
        ) from None
    except ValueError:
        raise InputError(f"{folder / INDEX}: not JSON") from None
    if not isinstance(index, dict) or index.get("format") != FORMAT:
        raise InputError(f"{folder / INDEX}: not a gallery of this version (format {FORMAT})")
    try:
        tensors = load_file(folder / FEATURES)
        pooled, attention, lines = (
            tensors[name].to(torch.float32, copy=True).numpy() for name in ("pooled", "attention", "lines")
        )
    except (OSError, SafetensorError, KeyError) as error:
        raise InputError(f"{folder / FEATURES}: the features cannot be read ({error})") from None
    rows = index["photos"]
    if not pooled.ndim == lines.ndim == attention.ndim - 1 == 2:
        raise InputError(f"{folder / FEATURES}: the features have another shape than a gallery's")
    if not 0 < len(rows) <= MAX_PHOTOS or not len(rows) == len(pooled) == len(attention) == len(lines):
        raise InputError(f"{folder}: the index names {len(rows)} photos, the features are of {len(pooled)}; index it again")
    try:
        photos = tuple(Photo(row["id"], row["category"], row["domain"]) for row in rows)
        files = tuple(_inside(row["file"]) for row in rows)
        sources = tuple(str(row["source"]) for row in rows)
    except (KeyError, TypeError) as error:
        raise InputError(f"{folder / INDEX}: a photo lacks {error}") from None
    fingerprint, store = str(index.get("fingerprint", "")), check_store(index.get("store", EXACT), str(folder / INDEX))
    pooled, lines = (_unit(values, folder / FEATURES) for values in (pooled, lines))
    return Gallery(folder, photos, files, sources, pooled, attention, lines, fingerprint, store)


def check_store(store: object, where: str) -> str:
    """A store's name; `InputError` with the names there are, where there is none of this name."""
    if store not in STORES:
        raise InputError(f"{where}: there is no store {str(store)[:40]!r}; there are {', '.join(STORES)}")
    return str(store)


def _inside(file: object) -> str:
    # Not by way of `Path`, which takes seconds over a large gallery.
    if (
        not isinstance(file, str)
        or file.startswith(("/", "\\"))
        or file[1:3] in (":/", ":\\")
        or ".." in re.split(r"[/\\]", file)
    ):
        raise InputError(f"{str(file)[:80]!r}: a gallery's pictures lie in its own folder")
    return file


def _half(values: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(values, np.float16)


def _eight_bits(values: np.ndarray) -> np.ndarray:
    """Rows by their largest number, in 8 bits: whoever reads them brings them to length 1 again, a few per cent off. Enough for
    what only margins and fused examples are told from."""
    most = np.abs(values).max(1, keepdims=True, initial=0)
    return np.ascontiguousarray(np.round(values / np.maximum(most, 1e-12) * 127), np.int8)


def _unit(values: np.ndarray, file: Path) -> np.ndarray:
    """Rows of length 1, in place: of a large gallery there is no room for a copy."""
    length = np.sqrt(np.einsum("nd,nd->n", values, values))[:, None]
    if not np.isfinite(length).all():
        raise InputError(f"{file}: the features hold a number that is not finite")
    values /= np.maximum(length, 1e-12)
    return values
