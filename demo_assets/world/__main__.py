# SPDX-License-Identifier: GPL-3.0-or-later
"""python -m demo_assets.world: make the gallery, or what is missing of it; with --training, pictures to learn from."""

from __future__ import annotations

import argparse
import importlib.util
import multiprocessing
import os
import sys
import tempfile
import time
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from pathlib import Path

from .index import Entries, drop_strangers, read_index, write_index
from .make import make
from .plan import Item, RenderSettings, plan
from .registry import CATEGORIES

GALLERY = Path("demo_assets/gallery")
COUNT, STYLED = 40, 16
TRAINING_COUNT = 150
TRAINING = RenderSettings(samples=3, views=2)
# Another seed than the gallery's: nobody trains on what the demo shows.
GALLERY_SEED, TRAINING_SEED = 0, 1
SAVE_EVERY = 5.0
# Looks that a worker makes before a fresh one takes its place.
LIFE = 200


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0 when everything is there, 1 when some of it could not be made, 2 on bad usage."""
    options = _parse(arguments)
    names = options.categories.split(",") if options.categories else list(CATEGORIES)
    unknown = [name for name in names if name not in CATEGORIES]
    if unknown:
        print(f"no category {unknown[0]!r}; there are {', '.join(CATEGORIES)}", file=sys.stderr)
        return 2
    if importlib.util.find_spec("bpy") is None:
        print("Blender's module is missing: pip install -r demo_assets/world/requirements.txt", file=sys.stderr)
        return 2
    usual = TRAINING if options.training else RenderSettings(styled=STYLED, recalled=not options.quick)
    settings = RenderSettings(
        size=options.size or (96 if options.quick else usual.size),
        samples=options.samples or (4 if options.quick else usual.samples),
        views=options.views or usual.views,
        styled=usual.styled if options.styled is None else options.styled,
        recalled=usual.recalled,
    )
    count = options.count or (TRAINING_COUNT if options.training else COUNT)
    if options.quick:
        count = min(count, 1)
    seed = (TRAINING_SEED if options.training else GALLERY_SEED) if options.seed is None else options.seed
    items = plan([CATEGORIES[name] for name in names], count, seed, settings)
    return _make_missing(items, options.out or _usual_folder(options), seed, settings, names, options.workers)


def _usual_folder(options: argparse.Namespace) -> Path:
    if options.quick:
        return Path(tempfile.gettempdir()) / "world-quick"
    if not options.training:
        return GALLERY
    from sbir.data.world import usual_folder

    return usual_folder()


def _make_missing(items: list[Item], out: Path, seed: int, settings: RenderSettings, names: list[str], workers: int) -> int:
    entries = read_index(out)
    drop_strangers(out, entries, {item.id: set(item.files.values()) for item in items}, names)
    missing = [item for item in items if not _is_done(item, out, entries)]
    print(f"{len(items)} looks, {len(items) - len(missing)} there already, into {out}", file=sys.stderr)
    write_index(out, seed, entries)
    if not missing:
        return 0
    failed = 0
    began = saved = time.monotonic()
    context = multiprocessing.get_context("spawn")
    try:
        # Workers start afresh now and then: Blender keeps some memory of every scene.
        for start in range(0, len(missing), workers * LIFE):
            shift = missing[start : start + workers * LIFE]
            with ProcessPoolExecutor(min(workers, len(shift)), mp_context=context) as pool:
                futures = {pool.submit(make, item, out, settings): item for item in shift}
                for number, future in enumerate(as_completed(futures), start=start + 1):
                    failed += not _note(future, futures[future], entries)
                    now = time.monotonic()
                    each = (now - began) / number
                    left = each * (len(missing) - number) / 60
                    print(
                        f"{number}/{len(missing)} {futures[future].id}  {each:.2f} s each, {left:.1f} min left", file=sys.stderr
                    )
                    if now - saved > SAVE_EVERY:
                        write_index(out, seed, entries)
                        saved = now
    finally:
        write_index(out, seed, entries)
    return 1 if failed else 0


def _note(future: Future[str], item: Item, entries: Entries) -> bool:
    """Enter a finished item into the index; say why where it failed."""
    error = future.exception()
    if error is None:
        entries[item.id] = item.as_dict()
        return True
    print(f"{item.id}: {type(error).__name__}: {error}", file=sys.stderr)
    return False


def _is_done(item: Item, out: Path, entries: Entries) -> bool:
    same = entries.get(item.id, {}).get("fingerprint") == item.fingerprint
    return same and all((out / path).is_file() for path in item.files.values())


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m demo_assets.world", description=__doc__)
    parser.add_argument("--out", type=Path, help=f"folder ({GALLERY}; with --training, the data folder's world)")
    parser.add_argument("--training", action="store_true", help="150 other instances a category, two views, few samples")
    parser.add_argument("--categories", help=f"some of {','.join(CATEGORIES)} (all)")
    parser.add_argument("--count", type=int, help=f"instances a category ({COUNT}; with --training {TRAINING_COUNT})")
    parser.add_argument("--views", type=int, help="looks at each instance (1; with --training 2)")
    parser.add_argument("--styled", type=int, help=f"instances that are painted and inked too ({STYLED}; with --training 0)")
    parser.add_argument("--seed", type=int, help=f"({GALLERY_SEED}; with --training {TRAINING_SEED})")
    parser.add_argument("--size", type=int, help="side of a picture in px (256)")
    parser.add_argument("--samples", type=int, help=f"Cycles samples a pixel ({RenderSettings.samples}; with --training 3)")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes (one a core)")
    parser.add_argument("--quick", action="store_true", help="one small picture a category, into a temporary folder")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
