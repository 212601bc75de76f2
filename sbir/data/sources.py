"""Training and validation sets by the names that configs use."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from sbir.data.folder import read_photos
from sbir.data.names import seen
from sbir.data.pairs import PairSet, data_root
from sbir.data.qmul_v1 import read_qmul_v1
from sbir.data.qmul_v2 import KINDS as QMUL_V2
from sbir.data.qmul_v2 import read_qmul_v2
from sbir.data.sketchpad import read_sketchpad
from sbir.data.sketchy import read_sketchy
from sbir.data.sketchy_full import read_sketchy_full
from sbir.data.world import read_styled, read_world
from sbir.types import InputError

# PACS has dogs; dog is an unseen test category of Sketchy.
PACS_CATEGORIES = ("elephant", "giraffe", "guitar", "horse", "house", "person")


def read_source(name: str, root: Path | None = None, without: Collection[str] = ()) -> PairSet:
    """A set by name, less what shows a thing of `without` or a kind of it (`sbir.data.names`).

    There are `sketchy-SPLIT`, `sketchy-full-SPLIT`, `qmul-shoes-SPLIT`, `qmul-chairs-SPLIT`, `shoev2-SPLIT`,
    `chairv2-SPLIT`, `sketchpad-SPLIT` (SPLIT is train, val or test), `world-SPLIT` (train, val or unseen), or photos to
    trace lines from: `shoev2-photos`, `pacs-photo`, `pacs-art`, `pacs-cartoon`, `world-art`, `world-cartoon`."""
    whole = _read(name, root or data_root())
    if not without:
        return whole
    left = whole.where(lambda photo: not seen(photo.category, without))
    if not left.photos:
        raise InputError(f"{name}: nothing is left of this set without {', '.join(without)}; take it out of the config")
    return left


def _read(name: str, root: Path) -> PairSet:
    kind, _, split = name.rpartition("-")
    if kind == "sketchy":
        return read_sketchy(split, root)
    if kind == "sketchy-full":
        return read_sketchy_full(split, root)
    if kind == "sketchpad":
        return read_sketchpad(split, root)
    if kind in ("qmul-shoes", "qmul-chairs"):
        return read_qmul_v1(kind.removeprefix("qmul-"), split, root)
    if kind == "world" and split in ("art", "cartoon"):
        return read_styled(split, root / "world")
    if kind == "world":
        return read_world(split, root / "world")
    if name == "shoev2-photos":
        return read_photos(root / "shoev2_photos", name, category="shoe")
    if kind in QMUL_V2:
        return read_qmul_v2(kind, split, root)
    if kind == "pacs" and split in ("photo", "art", "cartoon"):
        folder = root / "pacs" / {"art": "art_painting"}.get(split, split)
        return read_photos(folder, name).where(lambda photo: photo.category in PACS_CATEGORIES)
    raise InputError(f"there is no data set {name!r}")
