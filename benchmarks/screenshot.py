"""The picture of the page in the README: `python -m benchmarks.screenshot [--out FILE] [flags of app.py]`."""

from __future__ import annotations

import argparse
import io
import math
import sys
from pathlib import Path
from typing import Any

from PIL import Image

from benchmarks.browser import ROOT, a_browser, on_sheet, opened, served
from sbir.types import InputError

WIDTH, HEIGHT = 1280, 720
MAX_BYTES = 200_000
Line = list[tuple[float, float]]


def main() -> int:
    """Draw a mug on the page, mark one result as meant, and keep what the page looks like then."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.screenshot", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "demo_assets" / "screenshot.webp")
    parser.add_argument("--dark", action="store_true", help="the blackboard instead of paper")
    flags, others = parser.parse_known_args()
    theme = "?__theme=dark" if flags.dark else "?__theme=light"
    view: dict[str, Any] = {"viewport": {"width": WIDTH, "height": HEIGHT}, "device_scale_factor": 1.5}
    try:
        with served(others) as address, a_browser() as browser:
            page = opened(browser, address + theme, **view)
            _draw(page, mug())
            page.wait_for_function("document.querySelectorAll('.ink-card').length > 3")
            page.wait_for_timeout(500)
            meaning(page, 3).click()
            page.wait_for_selector(".ink-pair")
            page.mouse.move(5, 5)
            page.wait_for_timeout(1_000)
            picture = Image.open(io.BytesIO(page.screenshot()))
    except InputError as error:
        parser.error(str(error))
    for quality in (88, 80, 70, 60):
        picture.save(flags.out, quality=quality, method=6)
        if flags.out.stat().st_size < MAX_BYTES:
            break
    print(f"{flags.out}: {flags.out.stat().st_size / 1000:.0f} kB")
    return 0


def mug() -> list[Line]:
    """A mug in three strokes, in fractions of the sheet."""

    def arc(x: float, y: float, rx: float, ry: float, start: float, end: float) -> Line:
        angles = [start + (end - start) * step / 24 for step in range(25)]
        wobble = [0.003 * math.sin(7 * angle) for angle in angles]
        return [(x + (rx + w) * math.cos(a), y + (ry + w) * math.sin(a)) for a, w in zip(angles, wobble, strict=True)]

    turn = 2 * math.pi
    rim = arc(0.46, 0.25, 0.17, 0.05, 0, turn)
    body = [(0.292, 0.26), (0.296, 0.45), (0.302, 0.66), *arc(0.46, 0.68, 0.157, 0.09, math.pi, 0), (0.628, 0.26)]
    handle = arc(0.63, 0.47, 0.11, 0.15, -0.45 * math.pi, 0.45 * math.pi)
    return [rim, body, handle]


def meaning(page: Any, place: int) -> Any:
    """The button that says that the mug at this place among the mugs found, from 0, or the last of them, was meant."""
    mugs = page.locator(".ink-card", has=page.get_by_text("mug", exact=True))
    card = mugs.nth(min(place, mugs.count() - 1)) if mugs.count() else page.locator(".ink-card").nth(place)
    return card.get_by_role("button", name="This is what I meant")


def _draw(page: Any, lines: list[Line]) -> None:
    for line in lines:
        points = on_sheet(page, line)
        page.mouse.move(*points[0])
        page.mouse.down()
        for point in points[1:]:
            page.mouse.move(*point, steps=2)
        page.mouse.up()


if __name__ == "__main__":
    sys.exit(main())
