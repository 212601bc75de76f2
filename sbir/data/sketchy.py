"""Sketchy (Sangkloy et al., SIGGRAPH 2016): photos of many categories, several drawings each."""

from __future__ import annotations

import csv
from pathlib import Path

from sbir.data.pairs import Drawing, PairSet, PhotoFile, check_split, data_root, need, split_names
from sbir.types import InputError

COLUMNS = {"sketch", "photo", "category", "photo_id", "author_invalid"}


def read_sketchy(split: str, root: Path | None = None, invalid: bool = False) -> PairSet:
    """The part of Sketchy in `root/sketchy`: `photo/<category>/<id>.webp`, `sketch/<category>/<id>-k.png`, `pairs.csv`.

    Splits are by category: those of "val" and "test" are unseen in "train". Drawings that the authors flagged invalid are
    left out unless `invalid`. Photos that nobody drew stay in, as distractors.
    """
    check_split(split)
    folder = need((root or data_root()) / "sketchy", "Sketchy (sketchy110.zip)")
    names = set(split_names("sketchy")[split])
    photos = [
        PhotoFile(f"{category}/{path.stem}", category, path)
        for category in sorted(names)
        for path in sorted(need(folder / "photo" / category, f"Sketchy's category {category}").glob("*.webp"))
    ]
    drawings = []
    with need(folder / "pairs.csv", "Sketchy's pairs.csv").open(newline="") as file:
        rows = csv.DictReader(file)
        if not set(rows.fieldnames or ()) >= COLUMNS:
            raise InputError(f"pairs.csv of Sketchy has the columns {rows.fieldnames}, not {sorted(COLUMNS)}")
        for row in rows:
            if row["category"] in names and (invalid or row["author_invalid"] == "0"):
                path = folder / row["sketch"]
                photo = f"{row['category']}/{row['photo_id']}"
                drawings.append(Drawing(path.stem, photo, row["category"], path))
    return PairSet(f"sketchy-{split}", tuple(photos), tuple(drawings))
