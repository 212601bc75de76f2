# SPDX-License-Identifier: GPL-3.0-or-later
"""python -m demo_assets.world.sheet: one contact sheet a category, and one of all domains side by side."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from sbir.drawing.files import read_line_work

from .index import read_index
from .lines import draw
from .plan import ART, CARTOON, LINES, PHOTO

COLUMNS, THUMBNAIL, GAP = 8, 128, 4
QUALITY = 75


def contact_sheet(pictures: Sequence[Image.Image], columns: int = COLUMNS) -> Image.Image:
    """Thumbnails in rows on white."""
    step = THUMBNAIL + GAP
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * step - GAP, rows * step - GAP), "white")
    for number, picture in enumerate(pictures):
        small = picture.convert("RGB").resize((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS)
        sheet.paste(small, (number % columns * step, number // columns * step))
    return sheet


def _line_picture(file: Path, size: int = 256) -> Image.Image:
    canvas = np.full((2 * size, 2 * size), 255, np.uint8)
    draw(read_line_work(file, size), canvas, width=4.0)
    return Image.fromarray(cv2.resize(canvas, (size, size), interpolation=cv2.INTER_AREA))


def _domains(gallery: Path, entries: Sequence[dict[str, Any]]) -> list[Image.Image]:
    """For each entry: photo, painting, cartoon, lines."""
    pictures = []
    for entry in entries:
        files = entry["files"]
        pictures += [Image.open(gallery / files[domain]) for domain in (PHOTO, ART, CARTOON)]
        pictures.append(_line_picture(gallery / files[LINES]))
    return pictures


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0, or 2 where there is no gallery."""
    parser = argparse.ArgumentParser(prog="python -m demo_assets.world.sheet", description=__doc__)
    parser.add_argument("--gallery", type=Path, default=Path("demo_assets/gallery"))
    parser.add_argument("--out", type=Path, default=Path("demo_assets/sheets"))
    options = parser.parse_args(arguments)
    entries = [entry for _, entry in sorted(read_index(options.gallery).items()) if PHOTO in entry["files"]]
    if not entries:
        print(f"{options.gallery}: no index.json with pictures in it", file=sys.stderr)
        return 2
    options.out.mkdir(parents=True, exist_ok=True)
    styled = []
    for category in sorted({entry["category"] for entry in entries}):
        own = [entry for entry in entries if entry["category"] == category]
        styled += [entry for entry in own if ART in entry["files"]][1:2]
        _save(contact_sheet([Image.open(options.gallery / e["files"][PHOTO]) for e in own]), options.out / f"{category}.webp")
    if styled:
        _save(contact_sheet(_domains(options.gallery, styled)), options.out / "domains.webp")
    return 0


def _save(sheet: Image.Image, target: Path) -> None:
    sheet.save(target, quality=QUALITY)
    print(f"{target}: {target.stat().st_size / 1000:.0f} kB", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
