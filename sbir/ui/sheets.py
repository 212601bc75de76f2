"""The gallery's thumbnails as a few large pictures that a browser fetches once and keeps."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from threading import Lock

import numpy as np

from sbir.engine import Engine
from sbir.ui.heat import encode

TILE = 128
COLUMNS = 12
PER_SHEET = COLUMNS * COLUMNS
MAX_IN_SHEETS = 4_096


class Sheets:
    """Sheets of `PER_SHEET` thumbnails, `TILE` pixels each, in gallery order, encoded when first asked for.

    A gallery of more than `MAX_IN_SHEETS` photos has no sheets (`count` 0): the page then fetches single photos.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._tiles: np.ndarray | None = None
        photos = len(engine.gallery.photos)
        self.count = -(-photos // PER_SHEET) if photos <= MAX_IN_SHEETS else 0
        self.sheet = lru_cache(maxsize=64)(self._sheet)
        self.photo = lru_cache(maxsize=512)(self._photo)

    def version(self) -> str:
        """A digest of what the pictures show: part of their address, so that they may be cached for ever."""
        digest = hashlib.blake2b(digest_size=8)
        digest.update("\n".join(photo.id for photo in self._engine.gallery.photos).encode())
        digest.update(f"{TILE} {COLUMNS}".encode())
        if self.count:
            digest.update(np.ascontiguousarray(self._all_tiles()).data)
        return digest.hexdigest()

    def _all_tiles(self) -> np.ndarray:
        with self._lock:
            if self._tiles is None:
                self._tiles = self._engine.gallery.thumbnails(TILE)
            return self._tiles

    def _sheet(self, number: int) -> bytes:
        """One sheet, WebP; `IndexError` where there is no such sheet."""
        if not 0 <= number < self.count:
            raise IndexError(number)
        tiles = self._all_tiles()[number * PER_SHEET : (number + 1) * PER_SHEET]
        canvas = np.full((PER_SHEET, TILE, TILE, 3), 255, np.uint8)
        canvas[: len(tiles)] = tiles
        grid = canvas.reshape(COLUMNS, COLUMNS, TILE, TILE, 3).swapaxes(1, 2)
        return encode(grid.reshape(COLUMNS * TILE, COLUMNS * TILE, 3), "WEBP", quality=82)

    def _photo(self, row: int) -> bytes:
        """One photo at 224 pixels, WebP; `IndexError` where there is no such row."""
        if not 0 <= row < len(self._engine.gallery.photos):
            raise IndexError(row)
        return encode(self._engine.photo_image(self._engine.gallery.photos[row].id, 224), "WEBP", quality=85)
