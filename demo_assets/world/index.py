# SPDX-License-Identifier: GPL-3.0-or-later
"""index.json: what a gallery on disk holds. It lists a picture only once the picture is there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from . import GENERATOR_VERSION

Entries = dict[str, dict[str, Any]]


def read_index(gallery: Path) -> Entries:
    """Entries by picture path; empty where there is no gallery yet."""
    file = gallery / "index.json"
    if not file.exists():
        return {}
    return {entry["file"]: entry for entry in json.loads(file.read_text("utf-8"))["items"]}


def write_index(gallery: Path, seed: int, entries: Entries) -> None:
    """Replace the index in one step, items sorted by file; one line an item, so that a change shows small."""
    ordered = [entries[key] for key in sorted(entries)]
    head = json.dumps({"generator": GENERATOR_VERSION, "seed": seed, "licence": "CC0-1.0"})[:-1]
    lines = ",\n".join(json.dumps(entry, sort_keys=False) for entry in ordered)
    gallery.mkdir(parents=True, exist_ok=True)
    half_written = gallery / ".index.json.part"
    half_written.write_text(f'{head}, "items": [\n{lines}\n]}}\n', "utf-8")
    half_written.replace(gallery / "index.json")


def drop_strangers(gallery: Path, entries: Entries, wanted: set[str], categories: Iterable[str]) -> None:
    """Forget, and delete, pictures of these categories that are not wanted any more."""
    chosen = set(categories)
    for path in [p for p, entry in entries.items() if entry["category"] in chosen and p not in wanted]:
        del entries[path]
        (gallery / path).unlink(missing_ok=True)
