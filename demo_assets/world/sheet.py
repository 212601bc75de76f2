# SPDX-License-Identifier: GPL-3.0-or-later
"""python -m demo_assets.world.sheet: one contact sheet a category."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from PIL import Image

from .index import read_index

COLUMNS, THUMBNAIL, GAP = 6, 160, 4


def contact_sheet(files: list[Path]) -> Image.Image:
    """Thumbnails in rows of six on white."""
    step = THUMBNAIL + GAP
    rows = -(-len(files) // COLUMNS)
    picture = Image.new("RGB", (COLUMNS * step - GAP, rows * step - GAP), "white")
    for number, file in enumerate(files):
        with Image.open(file) as thumbnail:
            small = thumbnail.convert("RGB").resize((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS)
        picture.paste(small, (number % COLUMNS * step, number // COLUMNS * step))
    return picture


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0, or 2 where there is no gallery."""
    parser = argparse.ArgumentParser(prog="python -m demo_assets.world.sheet", description=__doc__)
    parser.add_argument("--gallery", type=Path, default=Path("demo_assets/gallery"))
    parser.add_argument("--out", type=Path, default=Path("demo_assets/sheets"))
    options = parser.parse_args(arguments)
    entries = read_index(options.gallery)
    if not entries:
        print(f"{options.gallery}: no index.json with pictures in it", file=sys.stderr)
        return 2
    options.out.mkdir(parents=True, exist_ok=True)
    for category in sorted({entry["category"] for entry in entries.values()}):
        files = [options.gallery / path for path in sorted(entries) if entries[path]["category"] == category]
        target = options.out / f"{category}.webp"
        contact_sheet(files).save(target, quality=80)
        print(f"{target}: {len(files)} pictures, {target.stat().st_size / 1000:.0f} kB", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
