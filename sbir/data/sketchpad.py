"""Sketchpad (Fan et al.): 32 rendered objects, each drawn by every one of 70 people, whose ids are known."""

from __future__ import annotations

import csv
from pathlib import Path

from sbir.data.pairs import Drawing, PairSet, PhotoFile, check_split, data_root, need, split_names, unique
from sbir.types import InputError

COLUMNS = {"sketch", "photo", "category", "person", "context", "invalid"}


def read_sketchpad(split: str, root: Path | None = None, invalid: bool = False) -> PairSet:
    """`root/sketchpad`: `photo/<object>.webp`, `sketch/*.png`, `pairs.csv`.

    Splits are by person; the 32 objects (8 each of bird, car, chair, dog) are in every split. Drawings flagged invalid are
    left out unless `invalid`.
    """
    check_split(split)
    folder = need((root or data_root()) / "sketchpad", "sketchpad (sketchpad70.zip)")
    people = set(split_names("sketchpad")[split])
    photos, drawings = [], []
    with need(folder / "pairs.csv", "pairs.csv of sketchpad").open(newline="") as file:
        rows = csv.DictReader(file)
        if not set(rows.fieldnames or ()) >= COLUMNS:
            raise InputError(f"pairs.csv of sketchpad has the columns {rows.fieldnames}, not {sorted(COLUMNS)}")
        for row in rows:
            path = folder / "photo" / row["photo"]
            photos.append(PhotoFile(f"{row['category']}/{path.stem}", row["category"], path))
            if row["person"] in people and (invalid or row["invalid"] == "0"):
                sketch = folder / "sketch" / row["sketch"]
                drawings.append(Drawing(sketch.stem, photos[-1].id, row["category"], sketch, row["person"]))
    return PairSet(f"sketchpad-{split}", unique(photos), tuple(drawings))
