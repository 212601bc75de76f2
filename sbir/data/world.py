"""The world: things made by our own generator (`demo_assets/world`), photographed, with their lines, drawn by simulated people.

What is learned from lies outside the repository (`python -m demo_assets.world --training`); what is shown, and asked for in
benchmarks, is the gallery that comes with the program. The two share no instance. Six categories are kept out of training.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from sbir.data.pairs import Drawing, PairSet, PhotoFile, check_split, data_root, need, split_names
from sbir.drawing import PEOPLE_SPLITS
from sbir.files import ASSETS
from sbir.types import InputError

GALLERY = ASSETS / "gallery"
MAX_INDEX_BYTES = 256 * 2**20
# Every tenth instance of a category is for choosing models by.
_TENTH = 10
_DRAWN_BY = 2


def usual_folder() -> Path:
    """Where training renders are looked for: `world` beside the real data sets."""
    return data_root() / "world"


def read_world(split: str, folder: Path | None = None) -> PairSet:
    """Training renders by split.

    `train`: categories that may be learned, nine instances of ten; photos with line work, no drawings: hands draw them on the
    fly. `val`: the tenth, each drawn by two people of the validation people. `unseen`: the categories kept out, photos with
    line work (for upper bounds that train on them).
    """
    check_split(split, ("train", "val", "unseen"))
    kept_out = unseen_categories()

    def wanted(item: dict[str, Any]) -> bool:
        if split == "unseen":
            return item["category"] in kept_out
        return item["category"] not in kept_out and (_number(item) % _TENTH == _TENTH - 1) == (split == "val")

    folder = folder or usual_folder()
    photos = _photos(folder, _items(folder), wanted)
    if split != "val":
        return PairSet(f"world-{split}", photos, ())
    people = PEOPLE_SPLITS["val"]
    first = [photo for photo in photos if photo.id == photo.instance]
    drawings = [
        _drawing(photo, people[(_DRAWN_BY * i + turn) % len(people)])
        for i, photo in enumerate(first)
        for turn in range(_DRAWN_BY)
    ]
    return PairSet("world-val", tuple(first), tuple(drawings))


def read_styled(style: str, folder: Path | None = None) -> PairSet:
    """Training renders of categories that may be learned, painted (`style` "art") or as "cartoon", nine of ten instances."""
    folder, kept_out = folder or usual_folder(), unseen_categories()
    items = [item for item in _items(folder) if style in item["files"] and item["category"] not in kept_out]
    root = folder.resolve()
    pictures = tuple(
        PhotoFile(item["id"], item["category"], _within(root, item["files"][style]), instance=item["instance"])
        for item in items
        if _number(item) % _TENTH != _TENTH - 1
    )
    if not pictures:
        raise InputError(
            f"{folder}: its index.json lists no {style} picture (python -m demo_assets.world --training --styled 8)"
        )
    return PairSet(f"world-{style}", pictures, ())


def read_world_gallery(categories: Iterable[str], hands: Callable[[int, str], bool], folder: Path = GALLERY) -> PairSet:
    """The gallery's photos of these categories, each drawn by every test person for whom `hands(person, category)` holds.

    They draw from memory: from the lines of another look at the thing (up to three times as far round as photos differ).
    """
    chosen = set(categories)
    items, root = _items(folder), folder.resolve()
    photos = _photos(folder, items, lambda item: item["category"] in chosen)
    recalled = {item["instance"]: _within(root, item["files"]["lines"]) for item in items if "photo" not in item["files"]}
    people = PEOPLE_SPLITS["test"]
    drawings = [
        _drawing(replace(photo, lines=recalled.get(photo.id, photo.lines)), number)
        for photo in photos
        for number in people
        if hands(number, photo.category)
    ]
    return PairSet("world-gallery", photos, tuple(drawings))


def world_categories(folder: Path = GALLERY) -> tuple[str, ...]:
    """Categories of a gallery that the generator made, sorted."""
    return tuple(sorted({item["category"] for item in _items(folder)}))


def unseen_categories() -> frozenset[str]:
    """Categories that no training set holds: neither the world's, nor, by name, a real one."""
    return frozenset(split_names("world")["unseen"])


def _drawing(photo: PhotoFile, number: int) -> Drawing:
    assert photo.lines is not None
    return Drawing(f"{photo.id}-hand{number}", photo.id, photo.category, photo.lines, person=f"hand-{number}", hand=number)


def _photos(folder: Path, items: list[dict[str, Any]], wanted: Callable[[dict[str, Any]], bool]) -> tuple[PhotoFile, ...]:
    root = folder.resolve()
    photos = []
    for item in items:
        if "photo" in item["files"] and wanted(item):
            files = [_within(root, item["files"][kind]) for kind in ("photo", "lines")]
            photos.append(PhotoFile(item["id"], item["category"], files[0], files[1], item["instance"]))
    if not photos:
        raise InputError(f"{folder}: its index.json lists no photo of the categories asked for")
    return tuple(photos)


def _within(root: Path, name: str) -> Path:
    path = (root / name).resolve()
    if not path.is_relative_to(root):
        raise InputError(f"index.json names {name!r}, which lies outside its folder")
    return path


def _items(folder: Path) -> list[dict[str, Any]]:
    index = need(folder / "index.json", "the world (python -m demo_assets.world --training)")
    if index.stat().st_size > MAX_INDEX_BYTES:
        raise InputError(f"{index}: {index.stat().st_size / 2**20:.0f} MB are more than is read")
    try:
        items = json.loads(index.read_text("utf-8"))["items"]
        for item in items:
            if not all(isinstance(item[key], str) for key in ("id", "category", "instance")) or "lines" not in item["files"]:
                raise KeyError("id")
    except (ValueError, KeyError, TypeError):
        raise InputError(f"{index}: not an index that the generator wrote") from None
    return items


def _number(item: dict[str, Any]) -> int:
    return int(item["instance"].rpartition("/")[2])
