# SPDX-License-Identifier: GPL-3.0-or-later
"""What people who do not exist draw of the gallery's photos: from the gallery's own lines. Nobody drew these."""

from __future__ import annotations

import argparse
import zlib
from pathlib import Path

import numpy as np

from sbir.drawing import Hand, draw_traced
from sbir.drawing.files import read_line_work
from sbir.types import Sketch

SIDE = 224


def drawing(gallery: Path, photo: str, hand: Hand, who: str | int) -> Sketch:
    """What `who`, by this hand, draws when they mean the gallery's `photo` ("category/nnn"): the same each time."""
    work = read_line_work(gallery / "lines" / f"{photo}.json", SIDE)
    sketch = draw_traced(work, hand, np.random.default_rng(zlib.crc32(f"{photo}/{who}".encode())))
    if sketch is None:
        raise ValueError(f"{photo}: {who} sees no line in it")
    return sketch


def folders(name: str, doc: str | None, out: Path, arguments: list[str] | None) -> tuple[Path, Path]:
    """The gallery and where to write, as the command line says; ends with status 2 where there are no lines of a gallery."""
    parser = argparse.ArgumentParser(prog=f"python -m demo_assets.world.{name}", description=doc)
    parser.add_argument("--gallery", type=Path, default=Path("demo_assets/gallery"))
    parser.add_argument("--out", type=Path, default=out)
    options = parser.parse_args(arguments)
    if not (options.gallery / "lines").is_dir():
        parser.error(f"{options.gallery}: no lines of a gallery are there")
    options.out.mkdir(parents=True, exist_ok=True)
    return options.gallery, options.out
