"""What a person waits for at the pen: from lifting it to the new order of the photos, through a real browser and a real server.

`python app.py` on the shipped gallery, headless chromium in front of it, and drawings of simulated people and of real hands put
onto its sheet by mouse events of the browser, one about every 16 ms, as a screen of 60 Hz passes them on. Both sides share the
cores of one machine. Each stroke is noted by watch.js, which knows nothing of the page but where its pictures stand:

* *in the DOM*: from the pointerup event (its own time, when the browser was given it) to the last change of the grid, told by a
  MutationObserver. The backbone, both ways through HTTP and the moving of the cards are in it.
* *painted*: to the start of the second animation frame after that change: the frame that shows it has been handed over by then.
  Cards that move then glide for 220 ms to the places they already have.

Lifting the pen need not ask anything: the page asks while the pen moves too. So every pen-up is told apart by what it found:
*asked* (the drawing had changed since the last question: it is asked now), *on its way* (the drawing as it is had been asked,
the answer was still to come), *answered* (its answer was there). The figures at the top are those of *asked* alone: nothing of
the wait is then hidden behind the drawing. A flick is a stroke of one move only, its pen-up a few milliseconds after its
pen-down, so that nothing of it was asked before that one move.

A pair is given by a click on "This is what I meant"; its time ends with the last change of the grid. One call adapts the
head and brings the new order. Up to five pairs for a drawing, so that the head adapts to one to five.

The peer is the same engine behind `gr.Sketchpad` and `gr.Gallery` (peers/sketchpad.py), drawn on in the same browser in the
same way, its time from pointerup to the last change of the gallery's pictures. It has no GPU for its WebGL here, as in any
headless browser.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.browser import ROOT, a_browser, opened, running, served, warmed

TARGETS = {"p50_ms": 50, "p95_ms": 100, "painted_p50_ms": 90, "pair_p50_ms": 100, "ratio": 10}
WATCH = Path(__file__).parent / "watch.js"
OURS = {"list": ".ink-grid", "item": ".ink-card", "name": "data-photo", "question": '"fn_name":"(rank|mean)"'}
PEER = {"list": "#found", "item": "img", "name": "src", "question": None}
BETWEEN_MOVES_MS = 16
QUIET_MS, PEER_QUIET_MS = 300, 2_500
PARTS = ("until it was asked", "until its answer came", "until that was shown")
VIEW = {"width": 1280, "height": 720}
Points = list[tuple[float, float]]


@dataclass(frozen=True)
class Waited:
    """One pen-up or click: what it `found`, milliseconds to the last change of the grid and to that painted, whether the order
    of the pictures `changed`, and the parts of the first where a question was asked: until it left, until its answer came,
    until that was shown."""

    found: str
    dom: float
    painted: float
    changed: bool
    parts: tuple[float, float, float] | None = None


def measure(drawings: int | None = None, strokes: int = 8, flicks: int = 5, pairs: int = 5, peer: int = 40) -> dict[str, Any]:
    """Rows of pen-ups by kind, of pairs given, and of the peer.

    `drawings` to use of those there are (all if None), of each at most so many `strokes` drawn as people draw, then so many
    `flicks`; `pairs` given for every fourth drawing; pen-ups at the `peer`. Raises `InputError` where there is no browser.
    """
    used = list(itertools.islice(lines_there_are(), drawings))
    drawn: list[Waited] = []
    flicked: list[Waited] = []
    given: list[Waited] = []
    with a_browser() as browser:
        with served() as address:
            warmed(address)
            for number, lines in enumerate(used):
                page = _Page(browser, address)
                long, short = chosen(lines, strokes, flicks)
                drawn += [page.draw(points) for points in long]
                flicked += [page.draw([points[0], points[-1]], pace=0) for points in short]
                if number % 4 == 0:
                    given += [page.mean(rank) for rank in range(pairs)]
                page.close()
        theirs = list(_peer(browser, used, strokes, peer))
    return report(drawn, flicked, given, theirs)


def report(
    drawn: Sequence[Waited], flicked: Sequence[Waited], given: Sequence[Waited], theirs: Sequence[Waited]
) -> dict[str, Any]:
    """What is kept: rows, and the figures of the pen-ups at which the drawing had to be asked."""
    asked = [one for one in (*drawn, *flicked) if one.found == "asked"]
    ours, peer = row("pen-up, asked", asked), row("peer: pen-up", theirs)
    kinds = [
        row(f"pen-up after {what}: {found}", [one for one in some if one.found == found])
        for what, some in (("a stroke", drawn), ("a flick", flicked))
        for found in ("asked", "on its way", "answered")
    ]
    pairs = row("pair given", given)
    return {
        "command": "python -m benchmarks page",
        "device": "cpu, headless chromium without a GPU",
        "targets": TARGETS,
        "p50_ms": ours["p50_ms"],
        "p95_ms": ours["p95_ms"],
        "painted_p50_ms": ours["painted_p50_ms"],
        "pair_p50_ms": pairs["p50_ms"],
        "peer": "the same engine behind gr.Sketchpad and gr.Gallery",
        "ratio": round(peer["p50_ms"] / ours["p50_ms"], 1) if peer["n"] and ours["n"] else None,
        "found": {what: dict(Counter(one.found for one in some)) for what, some in (("strokes", drawn), ("flicks", flicked))},
        "rows": [ours, row("pen-up, any", [*drawn, *flicked]), *(kind for kind in kinds if kind["n"]), pairs, peer],
    }


def row(what: str, some: Sequence[Waited]) -> dict[str, Any]:
    """Percentiles of the times in `some`, medians of their parts, and at how many the order of the pictures was another."""
    if not some:
        return {"what": what, "n": 0, "p50_ms": None, "p95_ms": None, "painted_p50_ms": None, "painted_p95_ms": None}
    times = np.percentile([(one.dom, one.painted) for one in some], [50, 95], axis=0).round(1)
    (p50, painted50), (p95, painted95) = times.tolist()
    shown: dict[str, Any] = {"p50_ms": p50, "p95_ms": p95, "painted_p50_ms": painted50, "painted_p95_ms": painted95}
    parts = [one.parts for one in some if one.parts]
    if parts:
        shown["parts_p50_ms"] = dict(zip(PARTS, np.median(parts, axis=0).round(1).tolist(), strict=True))
    return {"what": what, "n": len(some), **shown, "order_changed": sum(one.changed for one in some)}


def waited(taken: dict[str, Any], kind: str = "up") -> Waited:
    """What watch.js noted about one pen-up or click, as a `Waited`; nothing changed after it: answered, at once."""
    act = taken["acts"][kind][-1]
    later = [change for change in taken["changes"] if change["at"] >= act["told"]]
    last = later[-1] if later else {"at": act["told"], "painted": act["told"], "order": act["order"]}
    times = last["at"] - act["at"], last["painted"] - act["at"], last["order"] != act["order"]
    asked = [one for one in taken["asked"] if one["sent"] >= act["told"]]
    if asked:
        sent, got = asked[-1]["sent"], asked[-1]["got"]
        return Waited("asked", *times, (sent - act["at"], got - sent, last["at"] - got))
    return Waited("on its way" if any(one["got"] >= act["told"] for one in taken["asked"]) else "answered", *times)


def lines_there_are() -> Iterator[list[Points]]:
    """The drawings of this repository, each as lines in fractions of the sheet's shorter side."""
    files = [
        *sorted((ROOT / "tests" / "drawings").glob("*.json")),
        *sorted((ROOT / "demo_assets" / "drawings").glob("*/*.json")),
    ]
    for file in files:
        value = json.loads(file.read_text())
        if isinstance(value, dict) and "strokes" in value:
            side = max(value["width"], value["height"])
            yield [[(x / side, y / side) for x, y, *_ in points] for points in value["strokes"]]


def chosen(lines: Sequence[Points], strokes: int, flicks: int) -> tuple[list[Points], list[Points]]:
    """The longest lines of a drawing, `strokes` of them, and the `flicks` next longest, each in the order they were drawn."""
    by_length = sorted(range(len(lines)), key=lambda at: -_length(lines[at]))
    long, short = by_length[:strokes], by_length[strokes : strokes + flicks]
    # A drawing of few lines lends its first ones again, as flicks across it.
    short = short if len(short) == flicks else [*short, *long][:flicks]
    return [lines[at] for at in sorted(long)], [lines[at] for at in sorted(short)]


def _length(points: Points) -> float:
    return float(np.linalg.norm(np.diff(np.array(points), axis=0), axis=1).sum()) if len(points) > 1 else 0.0


class _Page:
    """A page opened anew, with watch.js in it."""

    selectors, quiet, sheet = OURS, QUIET_MS, ".ink-sheet canvas"

    def __init__(self, browser: Any, address: str) -> None:
        self.page = self.open(browser, address)
        self.page.add_script_tag(content=WATCH.read_text())
        self.page.evaluate("selectors => window.watch(selectors)", self.selectors)
        box = self.page.locator(self.sheet).first.bounding_box()
        self.side = min(box["width"], box["height"]) * 0.8
        self.corner = (box["x"] + (box["width"] - self.side) / 2, box["y"] + (box["height"] - self.side) / 2)

    def open(self, browser: Any, address: str) -> Any:
        return opened(browser, address, viewport=VIEW)

    def draw(self, points: Iterable[tuple[float, float]], pace: int = BETWEEN_MOVES_MS) -> Waited:
        """One stroke, a move every `pace` milliseconds, and what came of lifting the pen."""
        x, y = self.corner
        (first, *others) = [(x + px * self.side, y + py * self.side) for px, py in points]
        mouse = self.page.mouse
        mouse.move(*first)
        self.settle()
        mouse.down()
        for point in others:
            if pace:
                self.page.wait_for_timeout(pace)
            mouse.move(*point)
        mouse.up()
        return waited(self.settle())

    def mean(self, rank: int) -> Waited:
        """A pair with the photo at this place, 0 for the first, and what came of the click."""
        self.settle()
        self.page.locator(".ink-card").nth(rank).get_by_role("button").click()
        self.page.wait_for_selector(".ink[aria-busy]", state="detached")
        return waited(self.settle(), "click")

    def settle(self) -> dict[str, Any]:
        self.page.wait_for_function("ms => window.watched.quiet(ms)", arg=self.quiet, timeout=60_000)
        return self.page.evaluate("window.watched.take()")

    def close(self) -> None:
        self.page.context.close()


class _PeerPage(_Page):
    selectors, quiet, sheet = PEER, PEER_QUIET_MS, "canvas"

    def open(self, browser: Any, address: str) -> Any:
        page = browser.new_context(viewport=VIEW).new_page()
        page.goto(address)
        page.get_by_role("button", name="Brush").click()
        page.wait_for_timeout(1_000)
        return page


def _peer(browser: Any, drawings: Sequence[Sequence[Points]], strokes: int, count: int) -> Iterator[Waited]:
    """Pen-ups at the peer after which its gallery changed."""
    if not count:
        return
    left = count
    with running(["-m", "benchmarks.peers.sketchpad"], page="") as program:
        for lines in drawings:
            page = _PeerPage(browser, program.address)
            some = [page.draw(points) for points in chosen(lines, strokes, 0)[0][:left]]
            yield from (one for one in some if one.changed)
            page.close()
            left -= len(some)
            if not left:
                return
