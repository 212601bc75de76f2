# SPDX-License-Identifier: GPL-3.0-or-later
"""python -m demo_assets.world.people: example pairs by simulated people, drawn from the gallery's own lines.

For each of a few people of the test split: a folder with their drawings as strokes, and a pairs.json for `sbir adapt`.
Nobody drew these: they show what a style is, and that it can be learned.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import cv2
import numpy as np

from demo_assets.world.drawn import SIDE, drawing, folders
from sbir.drawing import PEOPLE_SPLITS, person, rasterise, sketch_to_value
from sbir.files import write_whole

EXAMPLES = ("bicycle", "bird", "chair", "clock", "guitar", "hat", "house", "mug", "shoe", "teapot")
PEOPLE_SHOWN = 4
PAIRS = 5
THUMBNAIL, GAP = 132, 6


def main(arguments: list[str] | None = None) -> int:
    """Write each person's folder and the picture of them all; exit status 0, or 2 where there is no gallery."""
    gallery, out = folders("people", __doc__, Path("demo_assets/drawings"), arguments)
    for number in PEOPLE_SPLITS["test"][:PEOPLE_SHOWN]:
        drawn = _pairs(gallery, number, out / f"person-{number}")
        print(f"person {number}: {drawn} pairs", file=sys.stderr)
    sheet = _sheet(gallery)
    coded = cv2.imencode(".webp", sheet, [cv2.IMWRITE_WEBP_QUALITY, 80])[1]
    write_whole(out / "people.webp", coded.tobytes())
    return 0


def _pairs(gallery: Path, number: int, folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    chosen = np.random.default_rng(number).permutation(EXAMPLES)[:PAIRS]
    pairs = []
    for category in sorted(chosen):
        photos = sorted((gallery / "photo" / category).glob("*.webp"))
        photo = f"{category}/{photos[(7 * number) % len(photos)].stem}"
        name = f"{photo.replace('/', '-')}.json"
        value = sketch_to_value(drawing(gallery, photo, person(number), number))
        write_whole(folder / name, json.dumps(value, separators=(",", ":")).encode())
        pairs.append({"sketch": name, "photo": photo})
    write_whole(folder / "pairs.json", (json.dumps(pairs, indent=1) + "\n").encode())
    return len(pairs)


def _sheet(gallery: Path) -> np.ndarray:
    """A row an object: its photo, then its drawing by each of eight people; uint8 BGR."""
    rows = []
    for category in EXAMPLES[:6]:
        photos = sorted((gallery / "photo" / category).glob("*.webp"))
        photo = photos[5 % len(photos)]
        cells = [cv2.imread(str(photo))]
        cells += [rasterise(drawing(gallery, f"{category}/{photo.stem}", person(n), n), SIDE) for n in PEOPLE_SPLITS["test"]]
        small = [cv2.resize(cell, (THUMBNAIL, THUMBNAIL), interpolation=cv2.INTER_AREA) for cell in cells]
        rows.append(
            np.hstack([cv2.copyMakeBorder(cell, *(GAP // 2,) * 4, cv2.BORDER_CONSTANT, value=(255,) * 3) for cell in small])
        )
    return np.vstack(rows)


if __name__ == "__main__":
    sys.exit(main())
