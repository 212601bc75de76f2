"""Any folder of pictures: subfolders are categories."""

from __future__ import annotations

from pathlib import Path

from sbir.data.pairs import PairSet, PhotoFile, need
from sbir.images import image_files
from sbir.types import InputError

UNSORTED = "photo"


def read_folder(folder: Path) -> PairSet:
    """Every picture below `folder`, without drawings; the first subfolder names the category.

    Pictures that lie in `folder` itself are of the category "photo". The id is `category/stem`; where two files of a category
    share a stem, later ones (by path) take `stem-2`, `stem-3` and so on. Raises `InputError` for an empty folder.
    """
    if not need(folder, "the folder of photos").is_dir():
        raise InputError(f"{folder}: a folder of photos is expected, this is a file")
    files = image_files(folder)
    if not files:
        raise InputError(f"{folder}: there is no picture in this folder or below it")
    photos: dict[str, PhotoFile] = {}
    for path in files:
        parts = path.relative_to(folder).parts
        category = parts[0] if len(parts) > 1 else UNSORTED
        name, count = f"{category}/{path.stem}", 2
        while name in photos:
            name, count = f"{category}/{path.stem}-{count}", count + 1
        photos[name] = PhotoFile(name, category, path)
    return PairSet(folder.name, tuple(photos.values()), ())


def read_photos(folder: Path, name: str, category: str | None = None) -> PairSet:
    """Photos only, as material to trace lines from; all of one `category` where it is given."""
    found = read_folder(need(folder, f"the photos of {name}"))
    if category is None:
        return PairSet(name, found.photos, ())
    return PairSet(name, tuple(PhotoFile(f"{category}/{p.id.replace('/', '-')}", category, p.path) for p in found.photos), ())
