"""Pictures of the same classes from several domains: what domain generalisation is trained and judged on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import cv2
import numpy as np

from sbir.data.names import thing
from sbir.data.pairs import data_root, need
from sbir.data.prepared import kept
from sbir.data.quickdraw import read_quickdraw
from sbir.drawing import letterbox, rasterise
from sbir.files import ASSETS
from sbir.images import image_files, read_image
from sbir.types import InputError

PACS_DOMAINS = ("art_painting", "cartoon", "photo", "sketch")
MADE_DOMAINS = ("photo", "art", "cartoon", "sketch")
DOMAINS = {"pacs": PACS_DOMAINS, "made": MADE_DOMAINS}
# Pictures are kept this much larger than they are used, so that a random crop loses nothing.
_ROOM = 8 / 7


@dataclass(frozen=True)
class DomainSet:
    """`images` uint8 RGB `[n, S, S, 3]`; `domain` and `label` int64 `[n]` index `domains` and `classes`."""

    name: str
    domains: tuple[str, ...]
    classes: tuple[str, ...]
    images: np.ndarray
    domain: np.ndarray
    label: np.ndarray

    @cached_property
    def fingerprint(self) -> str:
        """What tells these pictures from others, for what is kept of them."""
        return hashlib.sha256(self.images.tobytes()).hexdigest()[:12]


def read_domains(name: str, size: int, root: Path | None = None) -> DomainSet:
    """A set by name, its pictures somewhat larger than `size` px: `pacs`; or `made`, the gallery that comes with the program in
    its three styles and people's Quick, Draw! drawings of such things (to choose settings on: PACS is for judging)."""
    if name == "pacs":
        return read_pacs(size, root)
    if name == "made":
        return read_made(size, root)
    raise InputError(f"there is no set of domains {name!r}; there are {', '.join(DOMAINS)}")


def read_pacs(size: int, root: Path | None = None) -> DomainSet:
    """PACS (Li et al., "Deeper, Broader and Artier Domain Generalization", ICCV 2017) as it is published: `<domain>/<class>/*`
    below `pacs/`, `PACS/` or `kfold/` in one of them."""
    root = root or data_root()
    places = [root / name / inner for name in ("pacs", "PACS") for inner in ("", "kfold")]
    found = next((p for p in places if all((p / domain).is_dir() for domain in PACS_DOMAINS)), None)
    folder = found or need(root / "pacs" / PACS_DOMAINS[0], "PACS (a folder for each domain)").parent
    classes = tuple(sorted({path.name for domain in PACS_DOMAINS for path in (folder / domain).glob("*") if path.is_dir()}))
    files = [(d, c, path) for d, domain in enumerate(PACS_DOMAINS) for c, name in enumerate(classes)
             for path in _pictures(folder / domain / name)]  # fmt: skip
    side = round(size * _ROOM)
    images = _decoded("pacs", [path for _, _, path in files], side)
    return _domain_set("pacs", PACS_DOMAINS, classes, [(d, c) for d, c, _ in files], images)


def read_made(size: int, root: Path | None = None) -> DomainSet:
    """The gallery that comes with the program: its photo, art and cartoon pictures, and Quick, Draw!'s training drawings of
    what it shows; classes are those that all four domains have."""
    gallery, side = ASSETS / "gallery", round(size * _ROOM)
    drawn = read_quickdraw("train", root)
    shown = {folder.name: thing(folder.name) for folder in (gallery / MADE_DOMAINS[0]).iterdir() if folder.is_dir()}
    classes = tuple(sorted(set(shown.values()) & {thing(category) for category in drawn.categories}))
    where: list[tuple[int, int]] = []
    images: list[np.ndarray] = []
    for d, domain in enumerate(MADE_DOMAINS[:-1]):
        for folder, name in sorted(shown.items()):
            for path in _pictures(gallery / domain / folder) if name in classes else []:
                where.append((d, classes.index(name)))
                images.append(letterbox(read_image(path, 2 * side), side))
    for category, sketch in zip(drawn.categories, drawn.sketches, strict=True):
        if thing(category) in classes:
            where.append((len(MADE_DOMAINS) - 1, classes.index(thing(category))))
            images.append(rasterise(sketch, side))
    return _domain_set("made", MADE_DOMAINS, classes, where, np.stack(images))


def _decoded(name: str, paths: list[Path], side: int) -> np.ndarray:
    """Pictures at `side` px, uint8 `[n, side, side, 3]`; kept in the cache: each process of a sweep reads them anew."""
    about = "".join(f"{path.parent.name}/{path.name}:{path.stat().st_size};" for path in paths)

    def read() -> np.ndarray:
        pictures = (read_image(path, 2 * side) for path in paths)
        return np.stack([cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA) for picture in pictures])

    return np.array(kept(f"pictures-{name}-{side}-{hashlib.sha256(about.encode()).hexdigest()[:12]}", read))


def _pictures(folder: Path) -> list[Path]:
    return image_files(folder) if folder.is_dir() else []


def _domain_set(
    name: str, domains: tuple[str, ...], classes: tuple[str, ...], where: list[tuple[int, int]], images: np.ndarray
) -> DomainSet:
    place = np.array(where, np.int64).reshape(-1, 2)
    for d, domain in enumerate(domains):
        missing = sorted(set(range(len(classes))) - set(place[place[:, 0] == d, 1].tolist()))
        if missing:
            raise InputError(f"{name}: {domain} has no picture of {', '.join(classes[c] for c in missing)}")
    return DomainSet(name, domains, classes, images, place[:, 0], place[:, 1])
