"""What every reader of a data set returns: photos, and drawings that stand for them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from sbir.files import cache_folder
from sbir.types import InputError


class MissingDataError(InputError):
    """A data set is not where it was looked for; the message says what is missing and where it belongs."""


@dataclass(frozen=True)
class PhotoFile:
    """A photograph on disk; `id` is unique within its set.

    `lines`: its line work, where that is kept beside it. `instance`: the thing it shows, where several photos show the same.
    """

    id: str
    category: str
    path: Path
    lines: Path | None = None
    instance: str | None = None


@dataclass(frozen=True)
class Drawing:
    """A drawing of the photo `photo` (an id of the same set) by `person`, where that is known.

    `hand`: the number of a simulated person, who draws it from the line work at `path`.
    """

    id: str
    photo: str
    category: str
    path: Path
    person: str | None = None
    hand: int | None = None


@dataclass(frozen=True)
class PairSet:
    """One split of one data set."""

    name: str
    photos: tuple[PhotoFile, ...]
    drawings: tuple[Drawing, ...]

    def __post_init__(self) -> None:
        known = {photo.id for photo in self.photos}
        if len(known) != len(self.photos):
            raise InputError(f"{self.name}: two photos share an id")
        for drawing in self.drawings:
            if drawing.photo not in known:
                raise InputError(f"{self.name}: drawing {drawing.id} stands for photo {drawing.photo!r}, which is not there")

    @property
    def categories(self) -> tuple[str, ...]:
        """Names of the categories, sorted."""
        return tuple(sorted({photo.category for photo in self.photos}))

    def where(self, keep: Callable[[PhotoFile], bool], name: str | None = None) -> PairSet:
        """The photos that `keep` says yes to, and their drawings."""
        photos = tuple(photo for photo in self.photos if keep(photo))
        ids = {photo.id for photo in photos}
        drawings = tuple(drawing for drawing in self.drawings if drawing.photo in ids)
        return replace(self, name=name or self.name, photos=photos, drawings=drawings)


def data_root() -> Path:
    """Where the real data sets lie: `$SBIR_DATA`, else `sbir-data` in the user's cache folder."""
    return cache_folder("SBIR_DATA", "sbir-data")


def need(path: Path, what: str) -> Path:
    """`path` if it exists; otherwise `MissingDataError` that says what belongs there."""
    if not path.exists():
        raise MissingDataError(f"{what} is not at {path} (unpack it there, or set SBIR_DATA to the folder that holds it)")
    return path


def unique(items: Iterable[PhotoFile]) -> tuple[PhotoFile, ...]:
    """Photos sorted by id, each once."""
    return tuple(sorted({item.id: item for item in items}.values(), key=lambda item: item.id))


@cache
def split_names(data_set: str) -> dict[str, Any]:
    """The fixed splits: names of categories (Sketchy) or people (sketchpad) for "train", "val" and "test"."""
    return json.loads((Path(__file__).parent / "splits.json").read_text())[data_set]


def check_split(split: str, allowed: tuple[str, ...] = ("train", "val", "test")) -> None:
    """Raise `InputError` unless `split` is one of `allowed`."""
    if split not in allowed:
        raise InputError(f"there is no split {split!r}; there are {', '.join(allowed)}")
