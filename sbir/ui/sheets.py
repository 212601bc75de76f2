"""The gallery's thumbnails as a few large pictures that a browser fetches once and keeps."""

from __future__ import annotations

import contextlib
import hashlib
import math
from collections.abc import Sequence
from functools import cached_property, lru_cache
from threading import Lock

import numpy as np

from sbir.engine import Engine
from sbir.types import DOMAINS, InputError
from sbir.ui.heat import encode

TILE = 128
COLUMNS = 12
PER_SHEET = COLUMNS * COLUMNS
MAX_IN_SHEETS = 9_216
# Of each kind one small picture, all on one sheet, as long as that stays small.
ICON, MAX_ICONS = 48, 400
KEPT_SHEETS = 64
BLANK = 236
LINES = "sketch"


class Sheets:
    """Sheets of `PER_SHEET` thumbnails, `TILE` pixels each, of one domain in gallery order, made when first asked for.

    A gallery of more than `MAX_IN_SHEETS` pictures has no sheets (`count` 0): the page then fetches single ones. Nor have the
    traced lines, "sketch", of which a few are asked for at most. `icons` is how many columns the sheet of kinds has, 0 where
    there is none.
    """

    def __init__(self, engine: Engine, domain: str = DOMAINS[0]) -> None:
        self._engine, self._domain = engine, domain
        self.gallery = engine.gallery if domain == LINES else engine.gallery_of(domain)
        pictures = len(self.gallery.photos)
        self.count = -(-pictures // PER_SHEET) if pictures <= MAX_IN_SHEETS and domain != LINES else 0
        kinds = len(self.gallery.categories)
        self.icons = math.ceil(math.sqrt(kinds)) if kinds <= MAX_ICONS and domain != LINES else 0
        self._locks = [Lock() for _ in range(self.count)]
        self._kept = lru_cache(maxsize=KEPT_SHEETS)(self._make)
        self.photo = lru_cache(maxsize=512)(self._photo)

    @cached_property
    def version(self) -> str:
        """A digest of what the pictures show: part of their address, so that they may be cached for ever."""
        digest = hashlib.blake2b(f"{TILE} {COLUMNS} {ICON}\n".encode(), digest_size=8)
        for photo, source in zip(self.gallery.photos, self.gallery.sources, strict=True):
            digest.update(f"{photo.id} {source}\n".encode())
        return digest.hexdigest()

    def warm(self) -> None:
        """Make the sheets before the first visitor asks for them, as far as they are kept."""
        for number in range(min(self.count, KEPT_SHEETS)):
            self.sheet(number)
        if self.icons:
            _ = self.kinds

    def sheet(self, number: int) -> bytes:
        """One sheet, WebP, made by whoever asks first; `IndexError` where there is no such sheet."""
        if not 0 <= number < self.count:
            raise IndexError(number)
        with self._locks[number]:
            return self._kept(number)

    @cached_property
    def kinds(self) -> bytes:
        """The sheet of kinds, WebP: of each category its first picture, `ICON` pixels, in the order of their names;
        `IndexError` where there is none."""
        if not self.icons:
            raise IndexError(self.icons)
        first: dict[str, str] = {}
        for photo in self.gallery.photos:
            first.setdefault(photo.category, photo.id)
        return self._drawn([first[kind] for kind in self.gallery.categories], self.icons, ICON)

    def _make(self, number: int) -> bytes:
        photos = self.gallery.photos[number * PER_SHEET : (number + 1) * PER_SHEET]
        return self._drawn([photo.id for photo in photos], COLUMNS, TILE)

    def _drawn(self, photos: Sequence[str], columns: int, tile: int) -> bytes:
        """Pictures of `tile` pixels, row by row on a square of `columns`: WebP."""
        canvas = np.full((columns * columns, tile, tile, 3), BLANK, np.uint8)
        for place, photo in enumerate(photos):
            # A picture that has been moved away since it was indexed leaves its place blank; the others are still there.
            with contextlib.suppress(InputError):
                canvas[place] = self._engine.photo_image(photo, tile, self._domain)
        grid = canvas.reshape(columns, columns, tile, tile, 3).swapaxes(1, 2)
        return encode(grid.reshape(columns * tile, columns * tile, 3), "WEBP", quality=82)

    def _photo(self, row: int) -> bytes:
        """One picture at 224 pixels, WebP; `IndexError` where there is no such row."""
        if not 0 <= row < len(self.gallery.photos):
            raise IndexError(row)
        image = self._engine.photo_image(self.gallery.photos[row].id, 224, self._domain)
        return encode(image, "WEBP", quality=85)


def sheets_of(engine: Engine) -> dict[str, Sheets]:
    """The sheets of every domain that can be searched, and the traced lines, by domain."""
    return {domain: Sheets(engine, domain) for domain in (*engine.galleries, LINES)}
