"""QMUL shoes and chairs, version 1 (Yu et al., "Sketch Me That Shoe", CVPR 2016): one drawing a photo."""

from __future__ import annotations

from pathlib import Path

from sbir.data.pairs import Drawing, PairSet, PhotoFile, check_split, data_root, need
from sbir.types import InputError

CATEGORIES = {"shoes": "shoe", "chairs": "chair"}
VAL_EVERY = 10
# The same picture as test/photo/263: training on it would show a test photo.
LEAKED = {"chairs": {"13"}}


def read_qmul_v1(kind: str, split: str, root: Path | None = None) -> PairSet:
    """Pairs of `root/qmul_<kind>_v1/{train,test}/{sketch,photo}/N.*`; the same N is the same object.

    `kind` is "shoes" or "chairs". The published split has train and test; every tenth training pair is our "val".
    """
    if kind not in CATEGORIES:
        raise InputError(f"QMUL version 1 has {', '.join(CATEGORIES)} here, not {kind!r}")
    check_split(split)
    base = need((root or data_root()) / f"qmul_{kind}_v1", f"QMUL {kind} (qmul_{kind}_v1.zip)")
    folder = base / ("test" if split == "test" else "train")
    files = {path.stem: path for path in need(folder / "photo", f"the photos of QMUL {kind}").iterdir()}
    sketches = {path.stem: path for path in need(folder / "sketch", f"the drawings of QMUL {kind}").glob("*.png")}
    if files.keys() != sketches.keys():
        odd = sorted(files.keys() ^ sketches.keys())
        raise InputError(f"QMUL {kind}: {len(odd)} numbers have only a drawing or only a photo, the first is {odd[0]}")
    numbers = sorted(files, key=int)
    if split != "test":
        numbers = [n for n in numbers if (int(n) % VAL_EVERY == 0) == (split == "val") and n not in LEAKED.get(kind, ())]
    category = CATEGORIES[kind]
    photos = tuple(PhotoFile(f"{category}/{n}", category, files[n]) for n in numbers)
    drawings = tuple(Drawing(n, f"{category}/{n}", category, sketches[n]) for n in numbers)
    return PairSet(f"qmul-{kind}-{split}", photos, drawings)
