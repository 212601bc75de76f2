# SPDX-License-Identifier: GPL-3.0-or-later
"""From an item of the plan to its files."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from .lines import lines_of, write_lines
from .plan import ART, CARTOON, LINES, PHOTO, Item, RenderSettings
from .registry import CATEGORIES
from .styles.cartoon import cartoon
from .styles.painting import painting

# Paint has texture everywhere: it may be stored more coarsely.
QUALITY = {PHOTO: 85, ART: 78, CARTOON: 85}


def make(item: Item, out: Path, settings: RenderSettings) -> str:
    """Render the item, paint and ink it where it is to be, trace its lines; write all its files, each whole or not at all.

    Returns the id. Blender is imported here, in the process that needs it.
    """
    from .blender.quiet import quiet_stdout
    from .blender.render import render

    with quiet_stdout():
        parts = CATEGORIES[item.category].build(item.parameters)
        # Lines need the passes only: one sample, and no denoising.
        passes = render(parts, item.setup, settings.size, settings.samples if item.domains else 0, item.seed)
    work = lines_of(passes)
    pictures = {
        PHOTO: lambda: passes.photo,
        ART: lambda: painting(passes, item.seed),
        CARTOON: lambda: cartoon(passes, work, item.seed),
    }
    for domain in item.domains:
        _write_picture(pictures[domain](), out / item.files[domain], QUALITY[domain])
    write_lines(work, out / item.files[LINES])
    return item.id


def _write_picture(picture: np.ndarray, target: Path, quality: int) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    coded = cv2.imencode(".webp", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_WEBP_QUALITY, quality])[1]
    half_written = target.with_suffix(".part")
    half_written.write_bytes(coded.tobytes())
    half_written.replace(target)
