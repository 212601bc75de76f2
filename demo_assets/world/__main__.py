# SPDX-License-Identifier: GPL-3.0-or-later
"""python -m demo_assets.world: draw the gallery, or what is missing of it."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from .index import drop_strangers, read_index, write_index
from .plan import Item, RenderSettings, plan
from .registry import CATEGORIES

QUICK = RenderSettings(size=96, samples=8)


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0 when the gallery is complete, 2 on bad usage."""
    options = _parse(arguments)
    names = options.categories.split(",") if options.categories else list(CATEGORIES)
    unknown = [name for name in names if name not in CATEGORIES]
    if unknown:
        print(f"no category {unknown[0]!r}; there are {', '.join(CATEGORIES)}", file=sys.stderr)
        return 2
    settings = RenderSettings(options.size, options.samples)
    if options.quick:
        settings = QUICK
    count = min(options.count, 2) if options.quick else options.count
    out = options.out or (Path(tempfile.gettempdir()) / "world-quick" if options.quick else Path("demo_assets/gallery"))
    items = plan([CATEGORIES[name] for name in names], count, options.seed, settings)
    try:
        _draw(items, out, options.seed, settings, names)
    except ModuleNotFoundError as error:
        if error.name != "bpy":
            raise
        print("Blender's module is missing: pip install -r demo_assets/world/requirements.txt", file=sys.stderr)
        return 2
    return 0


def _draw(items: list[Item], out: Path, seed: int, settings: RenderSettings, names: list[str]) -> None:
    entries = read_index(out)
    drop_strangers(out, entries, {item.path for item in items}, names)
    missing = [item for item in items if not _is_done(item, out, entries)]
    print(f"{len(items)} pictures, {len(items) - len(missing)} there already, into {out}", file=sys.stderr)
    write_index(out, seed, entries)
    if not missing:
        return
    from .blender.quiet import quiet_stdout
    from .blender.render import render

    began = time.monotonic()
    for number, item in enumerate(missing, start=1):
        with quiet_stdout():
            parts = CATEGORIES[item.category].build(item.parameters)
            render(parts, item.setup, out / item.path, settings.size, settings.samples, item.seed)
        entries[item.path] = item.as_dict()
        write_index(out, seed, entries)
        each = (time.monotonic() - began) / number
        left = each * (len(missing) - number)
        print(f"{number}/{len(missing)} {item.id}  {each:.1f} s each, {left / 60:.1f} min left", file=sys.stderr)


def _is_done(item: Item, out: Path, entries: dict[str, dict]) -> bool:
    return entries.get(item.path, {}).get("fingerprint") == item.fingerprint and (out / item.path).is_file()


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m demo_assets.world", description=__doc__)
    parser.add_argument("--out", type=Path, help="folder of the gallery (demo_assets/gallery)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=30, help="instances a category (30)")
    parser.add_argument("--categories", help=f"some of {','.join(CATEGORIES)} (all)")
    parser.add_argument("--size", type=int, default=RenderSettings.size, help="side of a picture in px (256)")
    parser.add_argument("--samples", type=int, default=RenderSettings.samples, help="Cycles samples a pixel (28)")
    parser.add_argument("--quick", action="store_true", help="two small pictures a category, into a temporary folder")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
