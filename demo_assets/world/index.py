# SPDX-License-Identifier: GPL-3.0-or-later
"""index.json: what a gallery on disk holds. It lists an item only once all its files are there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from . import GENERATOR_VERSION

Entries = dict[str, dict[str, Any]]


def read_index(gallery: Path) -> Entries:
    """Entries by item id; empty where there is no gallery yet."""
    file = gallery / "index.json"
    if not file.exists():
        return {}
    return {entry["id"]: entry for entry in json.loads(file.read_text("utf-8"))["items"]}


def write_index(gallery: Path, seed: int, entries: Entries) -> None:
    """Replace the index in one step, items sorted; one line an item, so that a change shows small."""
    ordered = [entries[key] for key in sorted(entries)]
    head = json.dumps({"generator": GENERATOR_VERSION, "seed": seed, "licence": "CC0-1.0"})[:-1]
    lines = ",\n".join(json.dumps(entry, sort_keys=False) for entry in ordered)
    gallery.mkdir(parents=True, exist_ok=True)
    half_written = gallery / ".index.json.part"
    half_written.write_text(f'{head}, "items": [\n{lines}\n]}}\n', "utf-8")
    half_written.replace(gallery / "index.json")


def drop_strangers(gallery: Path, entries: Entries, wanted: dict[str, set[str]], categories: Iterable[str]) -> None:
    """Forget items of these categories that are not wanted any more, and delete files that no wanted item has.

    `wanted` maps the id of each item to come to its files.
    """
    chosen = set(categories)
    for name, entry in [(n, e) for n, e in entries.items() if e["category"] in chosen]:
        kept = wanted.get(name, set())
        for path in set(entry["files"].values()) - kept:
            (gallery / path).unlink(missing_ok=True)
        if name not in wanted:
            del entries[name]
