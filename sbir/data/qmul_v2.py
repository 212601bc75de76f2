"""QMUL ShoeV2 and ChairV2 (Yu et al., SketchX) in the layouts in which they are handed on: several drawings a photo."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sbir.data.pairs import Drawing, MissingDataError, PairSet, PhotoFile, check_split, data_root, need
from sbir.types import InputError

# By the name of our folder: the authors' name, the category.
KINDS = {"shoev2": ("ShoeV2", "shoe"), "chairv2": ("ChairV2", "chair")}
SUFFIXES = frozenset({".png", ".jpg", ".jpeg"})
VAL_EVERY = 10
PEOPLE = "people.csv"
PEOPLE_COLUMNS = {"sketch", "person"}


@dataclass(frozen=True)
class _Part:
    """What the release calls train or test: files by name without suffix."""

    photos: Mapping[str, Path]
    drawings: Mapping[str, Path]


def read_qmul_v2(kind: str, split: str, root: Path | None = None, people: Path | None = None) -> PairSet:
    """`root/<kind>` (or `<Kind>` or `<Kind>_F` in it), `kind` being "shoev2" or "chairv2", in either layout:

    by folder, as most public code expects it: `trainA/`, `testA/` hold the drawings, `<photo>_<n>.png`; `trainB/`, `testB/` the
    photos, `<photo>.png`;
    by list, as in the authors' `ShoeV2_F`: `photo/` or `<Kind>_photo/`, and `<Kind>_sketch_png/`, `sketch/` or
    `<Kind>_sketch/`, with a file name a line in `photo_train.txt`, `photo_test.txt`, `sketch_train.txt`, `sketch_test.txt`
    (`ShoeV2_F` holds and names svg drawings: make png files of the same names, nothing else is read).
    `<Kind>_Coordinate`, strokes as serialised Python objects, is never opened; a release that has only that is refused.

    ShoeV2 has 1800 and 200 photos in train and test; every tenth training photo, by name, is our "val". The release does not
    name who drew: `people`, or else `people.csv` in the folder where there is one, is a table with the columns sketch
    (`<photo>_<n>`) and person. It may leave drawings out, but not name any that are not there, or one twice.
    """
    if kind not in KINDS:
        raise InputError(f"QMUL version 2 has {' and '.join(KINDS)} here, not {kind!r}")
    check_split(split)
    title, category = KINDS[kind]
    folder = _folder(need((root or data_root()) / kind, f"QMUL {title}"), title)
    train, test = (_read_part(folder, title, part) for part in ("train", "test"))
    if both := sorted(train.photos.keys() & test.photos.keys()):
        raise InputError(f"{title}: {len(both)} photos are in train and in test, the first is {both[0]}")
    table = people or (folder / PEOPLE if (folder / PEOPLE).exists() else None)
    drawn_by = _read_people(table, train.drawings.keys() | test.drawings.keys()) if table else {}

    part = test if split == "test" else train
    names = sorted(part.photos)
    if split != "test":
        names = [name for i, name in enumerate(names) if (i % VAL_EVERY == VAL_EVERY - 1) == (split == "val")]
    photos = tuple(PhotoFile(f"{category}/{name}", category, part.photos[name]) for name in names)
    wanted, drawings = set(names), []
    for name, path in sorted(part.drawings.items()):
        photo = name.rpartition("_")[0]
        if photo not in part.photos:
            raise InputError(f"{title}: drawing {name} stands for photo {photo!r}, which is not there")
        if photo in wanted:
            drawings.append(Drawing(f"{category}/{name}", f"{category}/{photo}", category, path, drawn_by.get(name)))
    return PairSet(f"{kind}-{split}", photos, tuple(drawings))


def _folder(base: Path, title: str) -> Path:
    return next((path for path in (base / title, base / f"{title}_F") if path.is_dir()), base)


def _read_part(folder: Path, title: str, part: str) -> _Part:
    if (folder / f"{part}A").is_dir():
        photos = need(folder / f"{part}B", f"the {part} photos of {title}")
        return _Part(_pictures(photos), _pictures(folder / f"{part}A"))
    if not (folder / f"sketch_{part}.txt").is_file():
        raise MissingDataError(
            f"{folder}: neither the folders {part}A and {part}B of {title} are there, nor the lists photo_{part}.txt and "
            f"sketch_{part}.txt (serialised Python objects are not read)"
        )
    photos = _first(folder, ("photo", f"{title}_photo"), f"the photos of {title}")
    drawings = _first(folder, (f"{title}_sketch_png", "sketch", f"{title}_sketch"), f"the drawings of {title}")
    return _Part(_listed(folder / f"photo_{part}.txt", photos), _listed(folder / f"sketch_{part}.txt", drawings))


def _first(folder: Path, names: tuple[str, ...], what: str) -> Path:
    found = [folder / name for name in names if (folder / name).is_dir()]
    return found[0] if found else need(folder / names[0], what)


def _pictures(folder: Path) -> dict[str, Path]:
    found = [path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and not path.name.startswith(".")]
    files = {path.stem: path for path in found}
    if len(files) != len(found):
        raise InputError(f"{folder}: two pictures there have the same name but for the suffix")
    return files


def _listed(names: Path, folder: Path) -> dict[str, Path]:
    """The pictures of `folder` that the text file `names` lists; what it says is compared with names, never used as a path."""
    lines = need(names, "a list of QMUL's split").read_text("utf-8-sig", errors="replace").splitlines()
    wanted = {_stem(line.strip()) for line in lines if line.strip()}
    files = _pictures(folder)
    if missing := sorted(wanted - files.keys()):
        hint = ": drawings published as svg have to be made png files first" if any(folder.glob("*.svg")) else ""
        raise MissingDataError(
            f"{names.name}: {len(missing)} of its pictures are not in {folder}, the first is {missing[0]!r}{hint}"
        )
    return {name: files[name] for name in wanted}


def _stem(line: str) -> str:
    name = PurePosixPath(line.replace("\\", "/"))
    return name.stem if name.suffix.lower() in SUFFIXES | {".svg"} else name.name


def _read_people(path: Path, known: set[str]) -> dict[str, str]:
    """Who drew what, by the drawing's name; raises `InputError` for a table of another kind."""
    drawn_by: dict[str, str] = {}
    with need(path, "the table of who drew what").open(newline="", encoding="utf-8-sig", errors="replace") as file:
        rows = csv.DictReader(file)
        try:
            if not set(rows.fieldnames or ()) >= PEOPLE_COLUMNS:
                raise InputError(f"{path.name} has the columns {rows.fieldnames}, not {sorted(PEOPLE_COLUMNS)}")
            for row in rows:
                name, person = _stem((row["sketch"] or "").strip()), (row["person"] or "").strip()
                if name not in known:
                    raise InputError(f"{path.name}, line {rows.line_num}: there is no drawing {name!r} ({len(known)} drawings)")
                if not person:
                    raise InputError(f"{path.name}, line {rows.line_num}: nobody is named for drawing {name!r}")
                if name in drawn_by:
                    raise InputError(f"{path.name}, line {rows.line_num}: drawing {name!r} is there a second time")
                drawn_by[name] = person
        except csv.Error as error:
            raise InputError(f"{path.name}, line {rows.line_num}: not a table ({error})") from None
    return drawn_by
