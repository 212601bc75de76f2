"""The short film of the page in the README: `python -m benchmarks.recording [--out FILE] [flags of app.py]`."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from benchmarks.browser import ROOT, a_browser, on_sheet, opened, served
from benchmarks.screenshot import Line, meaning, mug
from sbir.types import InputError

WIDTH, HEIGHT = 1200, 675
SHOWN = (960, 540)
MAX_BYTES = 3_000_000
DRAWING, RESULT, MOVING = 90, 1_400, 70
Frame = tuple[Image.Image, int]


def main() -> int:
    """Film drawing a mug, meaning one of the photos, and what that moves; 0 if the film is small enough to keep."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recording", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "demo_assets" / "recording.webp")
    flags, others = parser.parse_known_args()
    try:
        with served(others) as address, a_browser() as browser:
            page = opened(browser, address + "?__theme=light", viewport={"width": WIDTH, "height": HEIGHT})
            page.wait_for_timeout(800)
            frames = [*_drawing(page, mug()), *_meaning(page)]
    except InputError as error:
        parser.error(str(error))
    pictures, durations = [picture for picture, _ in frames], [duration for _, duration in frames]
    for quality in (70, 55, 40):
        pictures[0].save(
            flags.out, save_all=True, append_images=pictures[1:], duration=durations, loop=0, quality=quality, method=4
        )
        size = flags.out.stat().st_size
        if size < MAX_BYTES:
            break
    print(f"{flags.out}: {len(frames)} frames, {sum(durations) / 1000:.0f} s, {size / 1000:.0f} kB")
    return 0 if size < MAX_BYTES else 1


def _drawing(page: Any, lines: list[Line]) -> Iterator[Frame]:
    yield _frame(page, RESULT)
    for line in lines:
        points = on_sheet(page, line)
        page.mouse.move(*points[0])
        page.mouse.down()
        for at, point in enumerate(points[1:]):
            page.mouse.move(*point, steps=3)
            if at % 4 == 3 or len(points) < 12:
                page.wait_for_timeout(120)
                yield _frame(page, DRAWING)
        page.mouse.up()
        page.wait_for_timeout(350)
        yield _frame(page, 3 * DRAWING)
    yield _frame(page, RESULT)


def _meaning(page: Any) -> Iterator[Frame]:
    meant = meaning(page, 4)
    meant.hover()
    yield _frame(page, RESULT)
    meant.click()
    for _ in range(8):
        page.wait_for_timeout(30)
        yield _frame(page, MOVING)
    page.mouse.move(5, 5)
    page.wait_for_timeout(600)
    yield _frame(page, 2 * RESULT)


def _frame(page: Any, duration: int) -> Frame:
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    return shot.resize(SHOWN, Image.Resampling.LANCZOS), duration


if __name__ == "__main__":
    sys.exit(main())
