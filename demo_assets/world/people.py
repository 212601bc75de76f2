# SPDX-License-Identifier: GPL-3.0-or-later
"""python -m demo_assets.world.people: example pairs by simulated people, drawn from the gallery's own lines.

For each of a few people of the test split: a folder with their drawings as strokes, and a pairs.json for `sbir adapt`.
Nobody drew these: they show what a style is, and that it can be learned.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from pathlib import Path

import cv2
import numpy as np

from sbir.drawing import PEOPLE_SPLITS, draw_traced, person, rasterise, sketch_to_value
from sbir.drawing.files import read_line_work
from sbir.files import write_whole
from sbir.types import Sketch

EXAMPLES = ("bicycle", "bird", "chair", "clock", "guitar", "hat", "house", "mug", "shoe", "teapot")
PEOPLE_SHOWN = 4
PAIRS = 5
SIDE, THUMBNAIL, GAP = 224, 132, 6


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0, or 2 where there is no gallery."""
    parser = argparse.ArgumentParser(prog="python -m demo_assets.world.people", description=__doc__)
    parser.add_argument("--gallery", type=Path, default=Path("demo_assets/gallery"))
    parser.add_argument("--out", type=Path, default=Path("demo_assets/drawings"))
    options = parser.parse_args(arguments)
    if not (options.gallery / "lines").is_dir():
        print(f"{options.gallery}: no lines of a gallery are there", file=sys.stderr)
        return 2
    for number in PEOPLE_SPLITS["test"][:PEOPLE_SHOWN]:
        drawn = _pairs(options.gallery, number, options.out / f"person-{number}")
        print(f"person {number}: {drawn} pairs", file=sys.stderr)
    sheet = _sheet(options.gallery)
    coded = cv2.imencode(".webp", sheet, [cv2.IMWRITE_WEBP_QUALITY, 80])[1]
    write_whole(options.out / "people.webp", coded.tobytes())
    return 0


def drawing(gallery: Path, photo: str, number: int) -> Sketch:
    """What the person of this number draws when they mean the gallery's `photo` ("category/nnn")."""
    work = read_line_work(gallery / "lines" / f"{photo}.json", SIDE)
    sketch = draw_traced(work, person(number), np.random.default_rng(zlib.crc32(f"{photo}/{number}".encode())))
    if sketch is None:
        raise ValueError(f"{photo}: person {number} sees no line in it")
    return sketch


def _pairs(gallery: Path, number: int, folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    chosen = np.random.default_rng(number).permutation(EXAMPLES)[:PAIRS]
    pairs = []
    for category in sorted(chosen):
        photos = sorted((gallery / "photo" / category).glob("*.webp"))
        photo = f"{category}/{photos[(7 * number) % len(photos)].stem}"
        name = f"{photo.replace('/', '-')}.json"
        value = sketch_to_value(drawing(gallery, photo, number))
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
        cells += [rasterise(drawing(gallery, f"{category}/{photo.stem}", n), SIDE) for n in PEOPLE_SPLITS["test"]]
        small = [cv2.resize(cell, (THUMBNAIL, THUMBNAIL), interpolation=cv2.INTER_AREA) for cell in cells]
        rows.append(
            np.hstack([cv2.copyMakeBorder(cell, *(GAP // 2,) * 4, cv2.BORDER_CONSTANT, value=(255,) * 3) for cell in small])
        )
    return np.vstack(rows)


if __name__ == "__main__":
    sys.exit(main())
