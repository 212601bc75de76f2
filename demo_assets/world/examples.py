# SPDX-License-Identifier: GPL-3.0-or-later
"""python -m demo_assets.world.examples: three simulated people whom a visitor of the page can be for a moment.

Each has one strong habit, kept from drawing to drawing, five pairs to learn it from and twelve other drawings to see whether
that helped. Kinds and habits are written here; photos follow from the name, before anything was ranked. Nobody drew these.
"""

from __future__ import annotations

import json
import sys
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from demo_assets.world.drawn import drawing, folders
from sbir.drawing import Hand
from sbir.files import write_whole
from sbir.types import Sketch

PAIRS, OTHERS = 5, 12
SIDE = 400
FAITHFUL = 0.8

PLAIN = Hand(
    detail=0.7,
    patience=12,
    by_length=0.4,
    by_strength=0.7,
    focus=0.8,
    smallest=0.04,
    merge=0.01,
    simplify=0.012,
    roundness=0.8,
    close=0.05,
    offset=0.002,
    overshoot=0.005,
    tremor=0.0008,
    unsteady=0.02,
    warp=0.006,
)


@dataclass(frozen=True)
class Somebody:
    """A person who does not exist: `habit` completes "draws ...", `kinds` are what they draw."""

    name: str
    habit: str
    hand: Hand
    kinds: tuple[str, ...]


PEOPLE = (
    Somebody("Ada", "everything far too tall", replace(PLAIN, stretch=1.1), ("chair", "mug", "teapot", "lamp", "car")),
    Somebody("Bo", "everything leaning", replace(PLAIN, slant=0.5), ("bottle", "clock", "guitar", "mug", "teapot")),
    Somebody(
        "Kim",
        "with a ruler",
        replace(PLAIN, simplify=0.07, roundness=0, upright=0.4),
        ("bicycle", "car", "hat", "mug", "shoe"),
    ),
)


def main(arguments: list[str] | None = None) -> int:
    """Write each person's file; exit status 0, or 2 where there is no gallery."""
    gallery, out = folders("examples", __doc__, Path("demo_assets/drawings/examples"), arguments)
    for person in PEOPLE:
        text = json.dumps(example(gallery, person), separators=(",", ":"))
        write_whole(out / f"{person.name.lower()}.json", text.encode())
        print(f"{person.name}: {len(text) / 1000:.0f} kB", file=sys.stderr)
    return 0


def example(gallery: Path, person: Somebody) -> dict[str, Any]:
    """Everything about one person, as JSON values."""
    drawings = [
        {"photo": photo, "sketch": _small(drawing(gallery, photo, person.hand, person.name))}
        for photo in _photos(gallery, person)
    ]
    return {"name": person.name, "habit": person.habit, "pairs": drawings[:PAIRS], "others": drawings[PAIRS:]}


def _photos(gallery: Path, person: Somebody) -> list[str]:
    """A pair and a few other drawings of each kind, taken in turn."""
    rng = np.random.default_rng(zlib.crc32(person.name.encode()))
    kinds = [rng.permutation(sorted(path.stem for path in (gallery / "photo" / kind).glob("*.webp"))) for kind in person.kinds]
    each = len(person.kinds)
    return [f"{person.kinds[n % each]}/{kinds[n % each][n // each]}" for n in range(PAIRS + OTHERS)]


def _small(sketch: Sketch) -> dict[str, Any]:
    """The drawing in whole units in the middle of a square of `SIDE`, with no more points than its lines need."""
    points = np.concatenate([stroke.xy for stroke in sketch.strokes])
    low, size = points.min(0), np.ptp(points, axis=0)
    scale = 0.92 * SIDE / float(size.max())
    placed = [(stroke.xy - low - size / 2) * scale + SIDE / 2 for stroke in sketch.strokes]
    thinned = [cv2.approxPolyDP(xy.astype(np.float32)[:, None], FAITHFUL, False)[:, 0] for xy in placed]
    return {"width": SIDE, "height": SIDE, "strokes": [np.round(xy).astype(int).tolist() for xy in thinned]}


if __name__ == "__main__":
    sys.exit(main())
