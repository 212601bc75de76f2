"""Any folder of pictures as a gallery: indexed when it is first asked for, into the user's cache."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from pathlib import Path

from sbir.files import cache_folder
from sbir.gallery.build import Indexed
from sbir.gallery.store import INDEX
from sbir.images import SUFFIXES, image_files
from sbir.types import InputError

log = logging.getLogger(__name__)


def gallery_of_folder(folder: Path, index: Callable[[Path, Path], Indexed]) -> Path:
    """The gallery folder for `folder`: itself where it is one, else one in the user's cache that `index(folder, out)` makes.

    What is unchanged since the last time is taken over; pictures that cannot be read are listed in the log. Raises `InputError`
    where there is neither a gallery nor a picture, or the cache cannot be written.
    """
    if (folder / INDEX).is_file():
        return folder
    if not folder.is_dir():
        raise InputError(f"{folder}: there is no such folder" if not folder.exists() else f"{folder}: a folder is expected")
    if not image_files(folder):
        kinds = ", ".join(sorted(suffix[1:] for suffix in SUFFIXES))
        raise InputError(f"{folder}: there is neither a gallery nor a picture ({kinds}) in this folder or below it")
    out = cached_gallery(folder)
    try:
        out.mkdir(parents=True, exist_ok=True)
        done = index(folder, out)
    except OSError as error:
        raise InputError(f"{out}: the index of {folder} cannot be kept here ({error.strerror})") from None
    for _, why in done.skipped:
        log.warning("left out: %s", why)
    return out


def cached_gallery(folder: Path) -> Path:
    """Where the index of a folder of pictures is kept: `$INKLING_GALLERIES` or the user's cache, by the folder's place."""
    place = hashlib.blake2b(str(folder.resolve()).encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
    return cache_folder("INKLING_GALLERIES", "inkling/galleries") / place
