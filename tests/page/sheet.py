"""A page in a real browser as a person has it before them: what they do on it, and what it shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent.parent / "drawings"
DRAWINGS = {name: json.loads((_FOLDER / f"{name}.json").read_text()) for name in ("mug", "chair")}
WIDE, PHONE = {"width": 1280, "height": 720}, {"width": 390, "height": 844}


class Sheet:
    """A page of its own, opened in a context of its own, that notes what a person should never have to see."""

    def __init__(self, browser: Any, address: str, viewport: dict[str, int] = WIDE, **options: Any) -> None:
        self.context = browser.new_context(viewport=viewport, accept_downloads=True, **options)
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.calls: list[dict[str, Any]] = []
        self.page.on("request", self.note)
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(address)
        self.ready()

    def note(self, request: Any) -> None:
        self.requests.append(request.url)
        if "component_server" in request.url:
            self.calls.append(request.post_data_json | {"url": request.url})

    def ready(self) -> None:
        self.page.wait_for_selector('.ink[data-ready="yes"]', timeout=60_000)
        # Counts the answers that have reached the grid, live ones and final ones.
        self.page.evaluate(
            """() => { window.ranked = {live: 0, final: 0};
               document.querySelector('.ink').addEventListener('inkling:ranked',
                 (event) => { window.ranked[event.detail.live ? 'live' : 'final'] += 1; }); }"""
        )

    def answered(self, kind: str) -> int:
        return self.page.evaluate(f"window.ranked.{kind}")

    def await_answer(self, kind: str, after: int) -> None:
        self.page.wait_for_function(f"window.ranked.{kind} > {after}", timeout=20_000)

    def stroke(self, points: list, drawing: dict, lift: bool = True) -> None:
        box = self.page.locator(".ink-sheet canvas").bounding_box()
        scale = min(box["width"] / drawing["width"], box["height"] / drawing["height"])
        place = [(box["x"] + x * scale, box["y"] + y * scale) for x, y, *_ in points]
        self.page.mouse.move(*place[0])
        self.page.mouse.down()
        for point in place[1:]:
            self.page.mouse.move(*point)
        if lift:
            before = self.answered("final")
            self.page.mouse.up()
            self.await_answer("final", before)
            self.settle()

    def draw(self, name: str) -> None:
        *first, last = DRAWINGS[name]["strokes"]
        for points in first:
            self.stroke(points[::2], DRAWINGS[name], lift=False)
            self.page.mouse.up()
        self.stroke(last[::2], DRAWINGS[name])
        self.settle()

    def order(self) -> list[str]:
        return self.page.locator(".ink-card").evaluate_all("cards => cards.map(card => card.dataset.photo)")

    def asked(self, name: str) -> int:
        """How often the page has made this call."""
        return sum(call["fn_name"] == name for call in self.calls)

    def do(self, name: str) -> None:
        self.page.click(f'[data-do="{name}"]')

    def changed(self, act: Any) -> None:
        before = self.answered("final")
        act()
        self.await_answer("final", before)
        self.settle()

    def settle(self) -> None:
        """Until every question has its answer."""
        self.page.wait_for_selector('.ink-grid[aria-busy="false"]', timeout=20_000, state="attached")

    def mean(self, rank: int) -> str:
        card = self.page.locator(".ink-card").nth(rank - 1)
        photo = card.get_attribute("data-photo")
        self.changed(lambda: card.get_by_role("button").click())
        return photo

    def pictures(self) -> list[str]:
        """The address of every card's picture or sheet."""
        return self.page.locator(".ink-card .ink-tile").evaluate_all("tiles => tiles.map(tile => tile.style.backgroundImage)")

    def search(self, domain: str) -> None:
        """Choose the pictures that are searched."""
        self.changed(lambda: self.page.locator(f'.ink-choice label:has([value="{domain}"])').click())

    def fused(self) -> dict[str, str]:
        """The address of the picture on each card of the domains tab, when they are there."""
        self.page.wait_for_selector('#ink-panel-domains[aria-busy="false"] .ink-map')
        cards = self.page.locator(".ink-example")
        return dict(cards.evaluate_all("cards => cards.map(card => [card.dataset.domain, card.querySelector('img').src])"))

    def strokes(self) -> bool:
        return self.page.get_attribute(".ink-sheet", "data-inked") == "yes"
