"""The gallery's thumbnails as a few large pictures that a browser fetches once and keeps."""

from __future__ import annotations

import contextlib
import hashlib
from functools import cached_property, lru_cache
from threading import Lock

import numpy as np

from sbir.engine import Engine
from sbir.types import InputError
from sbir.ui.heat import encode

TILE = 128
COLUMNS = 12
PER_SHEET = COLUMNS * COLUMNS
MAX_IN_SHEETS = 9_216
KEPT_SHEETS = 64
BLANK = 236


class Sheets:
    """Sheets of `PER_SHEET` thumbnails, `TILE` pixels each, in gallery order, made when first asked for.

    A gallery of more than `MAX_IN_SHEETS` photos has no sheets (`count` 0): the page then fetches single photos.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        photos = len(engine.gallery.photos)
        self.count = -(-photos // PER_SHEET) if photos <= MAX_IN_SHEETS else 0
        self._locks = [Lock() for _ in range(self.count)]
        self._kept = lru_cache(maxsize=KEPT_SHEETS)(self._make)
        self.photo = lru_cache(maxsize=512)(self._photo)

    @cached_property
    def version(self) -> str:
        """A digest of what the pictures show: part of their address, so that they may be cached for ever."""
        gallery = self._engine.gallery
        digest = hashlib.blake2b(f"{TILE} {COLUMNS}\n".encode(), digest_size=8)
        for photo, source in zip(gallery.photos, gallery.sources, strict=True):
            digest.update(f"{photo.id} {source}\n".encode())
        return digest.hexdigest()

    def warm(self) -> None:
        """Make the sheets before the first visitor asks for them, as far as they are kept."""
        for number in range(min(self.count, KEPT_SHEETS)):
            self.sheet(number)

    def sheet(self, number: int) -> bytes:
        """One sheet, WebP, made by whoever asks first; `IndexError` where there is no such sheet."""
        if not 0 <= number < self.count:
            raise IndexError(number)
        with self._locks[number]:
            return self._kept(number)

    def _make(self, number: int) -> bytes:
        canvas = np.full((PER_SHEET, TILE, TILE, 3), BLANK, np.uint8)
        for place, photo in enumerate(self._engine.gallery.photos[number * PER_SHEET : (number + 1) * PER_SHEET]):
            # A photo that has been moved away since it was indexed leaves its place blank; the others are still there.
            with contextlib.suppress(InputError):
                canvas[place] = self._engine.photo_image(photo.id, TILE)
        grid = canvas.reshape(COLUMNS, COLUMNS, TILE, TILE, 3).swapaxes(1, 2)
        return encode(grid.reshape(COLUMNS * TILE, COLUMNS * TILE, 3), "WEBP", quality=82)

    def _photo(self, row: int) -> bytes:
        """One photo at 224 pixels, WebP; `IndexError` where there is no such row."""
        if not 0 <= row < len(self._engine.gallery.photos):
            raise IndexError(row)
        return encode(self._engine.photo_image(self._engine.gallery.photos[row].id, 224), "WEBP", quality=85)
