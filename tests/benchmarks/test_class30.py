"""A class, small and quick, against a page whose answers are those of a tiny engine."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from typing import Any

import pytest

from benchmarks import class30
from benchmarks.class30 import Person, mixed_up, row, sketch_of
from sbir.ui import build_page, launch_page
from tests.stand_in import StandIn

LINES = [[(0.1 * i, 0.2), (0.5, 0.1 * i), (0.9, 0.9)] for i in range(1, 9)]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    engine = StandIn()
    page = build_page(engine)
    yield launch_page(page, engine, wait=False)
    page.close()


class Line:
    """Answers at once, `adapted` where it was taught; `mix` confuses it with someone else."""

    def __init__(self, mix: bool = False) -> None:
        self.mix, self.pairs, self.asked = mix, [], []

    async def rank(self, sketch: dict, live: bool = False) -> dict[str, Any]:
        self.asked.append((len(sketch["strokes"][-1]), live))
        await asyncio.sleep(0.01)
        return {"adapted": bool(self.pairs) != self.mix, "photos": ["mug/1", "mug/2"], "asked": True}

    async def mean(self, sketch: dict, photo: str) -> dict[str, Any]:
        self.pairs.append({"photo": photo})
        return {"pairs": [*self.pairs, *([{"photo": "hat/1"}] if self.mix else [])]}

    async def call(self, name: str, value: dict) -> dict[str, Any]:
        self.pairs = value["pairs"]
        return {}


def person(line: Line, **options: Any) -> Person:
    return Person(line, random.Random(0), [LINES], **options)


def test_half_a_stroke_is_asked_while_it_is_drawn_and_the_whole_of_it_at_the_end() -> None:
    line = Line()
    drawer = person(line)
    long = [(0.01 * i, 0.5) for i in range(60)]
    assert asyncio.run(drawer.stroke([], long)) == ["mug/1", "mug/2"]
    *live, last = line.asked
    assert last == (60, False) and len(drawer.finals) == 1
    assert live and all(is_live and 2 <= points < 60 for points, is_live in live)
    assert drawer.lives == len(live) and drawer.wrong == 0


def test_another_persons_pairs_are_noticed() -> None:
    async def teach(mix: bool) -> tuple[int, int]:
        one, two = person(Line(mix)), person(Line())
        await one.teach(LINES, ["mug/1"])
        return one.wrong, await mixed_up([one, two], lambda number: Line())

    assert asyncio.run(teach(mix=False)) == (0, 0)
    wrong, different = asyncio.run(teach(mix=True))
    assert wrong == 2 and different == 1


def test_a_drawing_is_sent_as_the_page_sends_it() -> None:
    assert sketch_of([[(0.5, 0.25), (1.0, 0.0)]]) == {
        "width": 480.0,
        "height": 480.0,
        "strokes": [[[240.0, 120.0, 0], [480.0, 0.0, 16]]],
    }


@pytest.mark.slow
def test_a_class_draws_on_a_real_server_in_both_ways(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(class30, "lines_there_are", lambda: iter([LINES]))
    ours, different = asyncio.run(class30._class(address, 4, 4.0))
    theirs = asyncio.run(class30._queue(address, 2, 3.0))
    told, peer = row("ours", ours, 4.0), row("theirs", theirs, 3.0)
    assert different == told["wrong"] == peer["wrong"] == told["failed"] == peer["failed"] == 0
    assert told["people"] == 4 and told["pen_ups"] >= 4 and peer["pen_ups"] >= 2
    assert told["p50_ms"] <= told["p95_ms"] <= told["p99_ms"]


def test_no_pen_ups_are_no_figure() -> None:
    assert row("nobody", [], 0.0)["p95_ms"] is None
