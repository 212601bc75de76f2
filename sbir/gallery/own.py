"""A person's own photographs: a small gallery beside the one that is shared, a value that only their session holds."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PureWindowsPath

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from sbir.drawing import letterbox
from sbir.gallery.nearness import distances, gallery_vectors
from sbir.gallery.store import Gallery, rows_of
from sbir.images import read_image
from sbir.model.head import Head
from sbir.model.learner import Learner
from sbir.types import Features, Hit, InputError, Photo

MAX_OWN = 120
MAX_NAME = 60
MAX_KIND = 40
# What is read of a picture: the network looks at fewer pixels than this.
READ_SIDE = 512
THUMBNAIL, MAX_THUMBNAIL = 128, 4096
NAMELESS = "mine"
BATCH = 8
# What is tried, in this order, until a thumbnail is small enough; the last is, whatever it shows.
_SIZES_AND_QUALITIES = ((THUMBNAIL, 80), (THUMBNAIL, 60), (THUMBNAIL, 35), (THUMBNAIL, 10), (THUMBNAIL // 2, 10))


@dataclass(frozen=True, eq=False)
class OwnPhotos:
    """Photos and what the backbone said of them, row by row, in the order in which they came.

    `pooled` float16 `[n, d]`, `attention` float16 `[n, h, w]`; `thumbnails` are WebP files of at most `MAX_THUMBNAIL` bytes.
    """

    photos: tuple[Photo, ...]
    pooled: np.ndarray
    attention: np.ndarray
    thumbnails: tuple[bytes, ...]

    def __len__(self) -> int:
        return len(self.photos)

    @cached_property
    def index(self) -> dict[str, int]:
        """Row of each photo's id."""
        return {photo.id: row for row, photo in enumerate(self.photos)}

    @cached_property
    def rows(self) -> dict[str, np.ndarray]:
        """Rows of each category, int64."""
        return rows_of(np.array([photo.category for photo in self.photos], object))

    @property
    def features(self) -> np.ndarray:
        """The pooled features, float32 `[n, d]`, each row of length 1."""
        pooled = self.pooled.astype(np.float32)
        return pooled / np.maximum(np.linalg.norm(pooled, axis=1, keepdims=True), 1e-12)

    def image(self, photo: str, size: int) -> np.ndarray:
        """What is kept of a photo's picture, uint8 RGB `[size, size, 3]`: its thumbnail."""
        return letterbox(read_image(self.thumbnails[self.index[photo]]), size)

    def renamed(self, names: Collection[str]) -> tuple[OwnPhotos, dict[str, str]]:
        """These photos without any id that is in `names` already, and the new id by the old where it changed."""
        if not len(self):
            return self, {}
        taken, photos, changed = set(names), [], {}
        for photo in self.photos:
            name = unique_id(photo.category, photo.id.partition("/")[2], taken)
            taken.add(name)
            photos.append(replace(photo, id=name))
            if name != photo.id:
                changed[photo.id] = name
        return replace(self, photos=tuple(photos)), changed

    def picked(self, rows: Sequence[int]) -> OwnPhotos:
        """The photos of some rows."""
        chosen = list(rows)
        if not chosen:
            return NO_PHOTOS
        photos, thumbnails = tuple(self.photos[row] for row in chosen), tuple(self.thumbnails[row] for row in chosen)
        return OwnPhotos(photos, self.pooled[chosen], self.attention[chosen], thumbnails)

    def without(self, ids: Collection[str]) -> OwnPhotos:
        """All but the photos `ids`; `InputError` for one that is not there."""
        for name in ids:
            if name not in self.index:
                raise InputError(f"{name[:80]}: this photo of yours was removed before")
        return self.picked([row for row, photo in enumerate(self.photos) if photo.id not in ids])

    def joined(self, more: OwnPhotos, taken: Collection[str] = ()) -> OwnPhotos:
        """These and `more`, whose ids are made unlike these and those that are `taken`."""
        more, _ = more.renamed({*taken, *self.index})
        if not len(self) or not len(more):
            return more if len(more) else self
        return OwnPhotos(
            self.photos + more.photos,
            np.concatenate([self.pooled, more.pooled]),
            np.concatenate([self.attention, more.attention]),
            self.thumbnails + more.thumbnails,
        )

    def has(self, other: OwnPhotos, row: int) -> bool:
        """Whether a photo of `other` is here already: the same picture under the same category."""
        mine = self.rows.get(other.photos[row].category, ())
        return any(self.thumbnails[at] == other.thumbnails[row] for at in mine)


NO_PHOTOS = OwnPhotos((), np.zeros((0, 0), np.float16), np.zeros((0, 1, 1), np.float16), ())


@dataclass(frozen=True)
class Refused:
    """A file that was not taken, by the `name` it came with, and `why`: one sentence that begins with the name."""

    name: str
    why: str


def read_pictures(
    files: Iterable[tuple[str, bytes]],
) -> tuple[dict[int, tuple[str, np.ndarray]], list[Refused]]:
    """Picture files, (name, bytes), as pictures by their place in `files`: (name, uint8 RGB `[H, W, 3]` of at most `READ_SIDE`
    px); those that cannot be read are listed one by one."""
    pictures, refused = {}, []
    for place, (name, data) in enumerate(files):
        shown = clean(PureWindowsPath(name).name, MAX_NAME) or "a picture"
        try:
            pictures[place] = name, read_image(data, READ_SIDE)
        except InputError as error:
            refused.append(Refused(shown, f"{shown}: {str(error).removeprefix('the picture: ')}"))
    return pictures, refused


def admitted(own: OwnPhotos, more: OwnPhotos) -> tuple[list[int], list[Refused]]:
    """Rows of `more` that can come beside `own`: no picture twice under the same category, and no more than are kept."""
    taken: list[int] = []
    refused = []
    for row, photo in enumerate(more.photos):
        name = photo.id.partition("/")[2]
        if own.has(more, row) or more.picked(taken).has(more, row):
            refused.append(Refused(name, f"{name}: this picture is among your photos of {photo.category} already"))
        elif len(own) + len(taken) >= MAX_OWN:
            refused.append(Refused(name, f"{name}: {MAX_OWN} photos of your own is the most kept here; remove some first"))
        else:
            taken.append(row)
    return taken, refused


def see_photos(
    category: str, pictures: Sequence[tuple[str, np.ndarray]], encode: Callable[[np.ndarray], Features], size: int
) -> OwnPhotos:
    """Own photos of one category out of pictures, as (file name, uint8 RGB `[H, W, 3]`).

    `encode` maps uint8 RGB `[n, size, size, 3]` to features; it is called for `BATCH` pictures at a time.
    """
    if not pictures:
        return NO_PHOTOS
    kind, taken, photos = kind_of(category), set[str](), []
    for name, _ in pictures:
        photos.append(Photo(unique_id(kind, clean(PureWindowsPath(name).stem, MAX_NAME), taken), kind))
        taken.add(photos[-1].id)
    seen = [
        encode(np.stack([letterbox(image, size) for _, image in pictures[first : first + BATCH]]))
        for first in range(0, len(pictures), BATCH)
    ]
    pooled, attention = (np.concatenate([getattr(part, name) for part in seen]) for name in ("pooled", "attention"))
    thumbnails = tuple(thumbnail(image) for _, image in pictures)
    return OwnPhotos(tuple(photos), pooled.astype(np.float16), attention.astype(np.float16), thumbnails)


def own_vectors(learner: Learner, head: Head, own: OwnPhotos, gallery: Gallery, embedded: Tensor) -> Tensor:
    """What a drawing's vector is multiplied with, as `gallery_vectors` has it: float32 `[n, v]` of the own photos, where
    `embedded` `[g, v]` are those of the gallery by the same head.

    A kind that the gallery has, too, is what the gallery says it is, so that all photos of it are told apart by the head alone.
    """
    if not len(own):
        return torch.zeros(0, embedded.shape[1])
    new = {kind: rows for kind, rows in own.rows.items() if kind not in gallery.rows}
    vectors = gallery_vectors(learner, head, torch.from_numpy(own.features), new)
    for kind in own.rows.keys() - new.keys():
        first = gallery.rows[kind][:1]
        alone = gallery_vectors(learner, head, torch.from_numpy(gallery.pooled[first]), {})
        vectors[torch.from_numpy(own.rows[kind])] += embedded[torch.from_numpy(first)] - alone
    return vectors


def candidates(gallery: Gallery, own: OwnPhotos, kinds: Collection[str]) -> tuple[Tensor, dict[str, np.ndarray]]:
    """What pairs of these `kinds` choose from: pooled features float32 `[c, d]`, the gallery's before the own ones, and the
    rows of each kind; where neither shows a kind, all photos."""
    if not len(own):
        return torch.from_numpy(gallery.pooled), gallery.rows
    none = np.zeros(0, np.int64)
    known = all(kind in gallery.rows or kind in own.rows for kind in kinds)
    # A large gallery is not copied for the sake of a few kinds.
    shared = (
        np.concatenate([none, *(gallery.rows.get(kind, none) for kind in set(kinds))])
        if known
        else np.arange(len(gallery.photos))
    )
    place = np.empty(len(gallery.photos), np.int64)
    place[shared] = np.arange(len(shared))
    rows = {
        kind: np.concatenate([place[gallery.rows.get(kind, none)], own.rows.get(kind, none) + len(shared)])
        for kind in kinds
        if kind in gallery.rows or kind in own.rows
    }
    return torch.from_numpy(np.concatenate([gallery.pooled[shared], own.features])), rows


def with_own_hits(
    hits: Sequence[Hit], own: OwnPhotos, vectors: Tensor, drawing: Tensor, top: int, category: str | None = None
) -> tuple[Hit, ...]:
    """The `top` nearest of `hits`, nearest first, and the own photos, of one `category` if it is given; `drawing` `[v]` is the
    drawing's vector, `vectors` `[n, v]` those of the own photos."""
    far = distances(drawing, vectors)
    rows = range(len(own)) if category is None else own.rows.get(category, ())
    mine = [Hit(own.photos[row].id, own.photos[row].category, float(far[row])) for row in rows]
    return tuple(sorted([*hits, *mine], key=lambda hit: hit.distance)[: max(1, top)])


def thumbnail(image: np.ndarray) -> bytes:
    """A picture, uint8 RGB `[H, W, 3]`, as a square WebP file of at most `MAX_THUMBNAIL` bytes."""
    data = b""
    for size, quality in _SIZES_AND_QUALITIES:
        buffer = io.BytesIO()
        Image.fromarray(letterbox(image, size)).save(buffer, "WEBP", quality=quality, method=2)
        data = buffer.getvalue()
        if len(data) <= MAX_THUMBNAIL:
            break
    return data


def is_thumbnail(data: bytes) -> bool:
    """Whether these bytes, from wherever, are a picture that `thumbnail` could have made."""
    if len(data) > MAX_THUMBNAIL or data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return False
    try:
        height, width, _ = read_image(data).shape
    except InputError:
        return False
    return height == width <= THUMBNAIL


def kind_of(text: str) -> str:
    """What a person calls a kind of thing, in one line without slashes; `NAMELESS` where nothing is left of it."""
    return clean(text, MAX_KIND) or NAMELESS


def clean(text: str, longest: int) -> str:
    """Text from anywhere as part of an id: no control or invisible characters, no slashes, single spaces, at most `longest`."""
    composed = unicodedata.normalize("NFC", text[: 8 * longest])
    seen = (" " if unicodedata.category(c)[0] in "CZ" or c in "/\\" else c for c in composed)
    return re.sub(" +", " ", "".join(seen))[: longest + 1].strip()[:longest].strip(" .")


def unique_id(category: str, stem: str, taken: Collection[str]) -> str:
    """`category/stem`, or with `-2`, `-3` and so on behind it where that is taken."""
    first = f"{category}/{stem or 'photo'}"
    name, count = first, 2
    while name in taken:
        name, count = f"{first}-{count}", count + 1
    return name
