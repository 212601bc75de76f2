"""The whole of Sketchy (Sangkloy et al., SIGGRAPH 2016) as its authors publish it: 125 categories, 100 photos each."""

from __future__ import annotations

import csv
from pathlib import Path, PurePosixPath

from sbir.data.pairs import Drawing, MissingDataError, PairSet, PhotoFile, check_split, data_root, need, split_names
from sbir.types import InputError

PHOTOS = "photo/tx_000100000000"
SKETCHES = "sketch/tx_000000000000"
INVALID = ("invalid-ambiguous.txt", "invalid-context.txt", "invalid-error.txt", "invalid-pose.txt")
SKETCH_ID = ("ImageNetID", "SketchID")
FLAGS = ("Error?", "Context?", "Ambiguous?", "WrongPose?")


def read_sketchy_full(split: str, root: Path | None = None, invalid: bool = False) -> PairSet:
    """`root/sketchy_full`, where `rendered_256x256.7z` and `info-06-04.7z` of the authors are unpacked:

    `[rendered_256x256/]256x256/photo/tx_000100000000/<category>/<id>.jpg`: photos, cropped to the object's box and a bit more;
    `[rendered_256x256/]256x256/sketch/tx_000000000000/<category>/<id>-<k>.png`: drawings, scaled as the whole photo is;
    `[info-06-04/]info/invalid-{ambiguous,context,error,pose}.txt`: `<id>-<k>` a line; `stats.csv`: the same as flags;
    `[info-06-04/]info/testset.txt`: `<category>/<id>.jpg` a line, ten a category.
    `root/sketchy_full` may also be `256x256` itself. (Layout: the README.txt files of the two archives.)

    Splits are by category: "test" are the 21 unseen ones of Yelamarthi et al. (ECCV 2018), the other 104 are "train" and "val".
    Drawings that the authors flagged invalid are left out unless `invalid`; without lists of them that cannot be done, and
    `MissingDataError` is raised. Ids: `<category>/<id>` and `<category>/<id>-<k>`.
    """
    check_split(split)
    folder = _folder(root)
    base, names = _rendered(folder), sorted(split_names("sketchy-full")[split])
    left_out = frozenset() if invalid else _invalid(folder, base)
    photos, drawings = [], []
    for category in names:
        files = _files(base / PHOTOS / category, ".jpg")
        photos.extend(PhotoFile(f"{category}/{path.stem}", category, path) for path in files)
        for path in _files(base / SKETCHES / category, ".png"):
            if path.stem not in left_out:
                photo = f"{category}/{path.stem.rpartition('-')[0]}"
                drawings.append(Drawing(f"{category}/{path.stem}", photo, category, path))
    return PairSet(f"sketchy-full-{split}", tuple(photos), tuple(drawings))


def held_out_photos(root: Path | None = None) -> frozenset[str]:
    """Ids of the photos that the authors keep for testing (`testset.txt`), ten a category.

    The protocol of Bhunia et al. (Adaptive Fine-Grained Sketch-Based Image Retrieval, CVPR 2022): learn from all photos of the
    104 seen categories. In each unseen category, adapt to k pairs drawn at random from its 90 other photos (k = 5 in the
    published code); ask with every drawing of its 10 test photos; the gallery is that category's photos, all 100.
    """
    folder = _folder(root)
    path = _info(folder, _rendered(folder)) / "testset.txt"
    lines = _lines(need(path, "Sketchy's list of test photos (info-06-04.7z)"))
    return frozenset(str(PurePosixPath(line).with_suffix("")) for line in lines)


def _folder(root: Path | None) -> Path:
    return need((root or data_root()) / "sketchy_full", "the whole of Sketchy (rendered_256x256.7z)")


def _rendered(folder: Path) -> Path:
    for base in (folder, folder / "256x256", folder / "rendered_256x256" / "256x256"):
        if (base / PHOTOS).is_dir() and (base / SKETCHES).is_dir():
            return base
    raise MissingDataError(f"{folder}: there is no 256x256 with {PHOTOS} and {SKETCHES} (unpack rendered_256x256.7z there)")


def _info(folder: Path, base: Path) -> Path:
    """The folder with the lists: in `folder`, above the pictures or beside them; `folder/info` where there is none."""
    places = [place for place in (folder, base.parent, base) if place.is_relative_to(folder)]
    found = (place / name for place in places for name in ("info-06-04/info", "info"))
    return next((path for path in found if path.is_dir()), folder / "info")


def _invalid(folder: Path, base: Path) -> frozenset[str]:
    """`<id>-<k>` of every drawing flagged invalid: the four lists, or the flags in stats.csv where a list is not there."""
    info = _info(folder, base)
    lists = [info / name for name in INVALID]
    if all(path.is_file() for path in lists):
        return frozenset(PurePosixPath(line).name.removesuffix(".png") for path in lists for line in _lines(path))
    if (info / "stats.csv").is_file():
        return _flagged(info / "stats.csv")
    missing = next(path.name for path in lists if not path.is_file())
    raise MissingDataError(
        f"{folder}: neither {missing} nor stats.csv is in {info.relative_to(folder)}, so invalid drawings cannot be told "
        "(unpack info-06-04.7z there, or ask for invalid drawings too)"
    )


def _flagged(path: Path) -> frozenset[str]:
    with path.open(newline="", encoding="utf-8-sig", errors="replace") as file:
        rows = csv.DictReader(file)
        if not set(rows.fieldnames or ()) >= {*SKETCH_ID, *FLAGS}:
            raise InputError(f"stats.csv of Sketchy has the columns {rows.fieldnames}, not {[*SKETCH_ID, *FLAGS]}")
        return frozenset("-".join(row[key] for key in SKETCH_ID) for row in rows if any(row[flag] != "0" for flag in FLAGS))


def _lines(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text("utf-8-sig", errors="replace").splitlines() if line.strip()]


def _files(folder: Path, suffix: str) -> list[Path]:
    found = need(folder, f"Sketchy's category {folder.name}").iterdir()
    return sorted(path for path in found if path.suffix.lower() == suffix and not path.name.startswith("."))
