"""A class of 30 draws at once against one server on one laptop: how long each waits at the pen, and whether anyone sees
another's pairs.

The server is `python app.py` on the shipped gallery; the 30 people are 30 sessions of an asynchronous HTTP client which ask
what the page asks (`rank` and `mean`, by `component_server`), when the page asks it: live questions while a stroke goes on, one
under way, at most one in 90 ms and fewer where the server is slow (js/ranker.js); at pen-up a final one that waits for none. A
stroke takes 0.3 to 1 s, and 0.4 to 1.3 s pass before the next; a drawing is a dozen strokes of a real drawing, then another is
begun. Every third person gives a pair after every third stroke, up to five. A time is from pen-up to the final answer read.

Both sides share the cores of this machine: what the 30 people's client takes of them (`client_share`, in cores) the server
lacks, which in a class it would not; nor are 30 browsers' painting and the loading of the page in it.

Nobody may see another's pairs: every answer has to say "adapted" where this very person has given pairs and only there, and
every list of pairs has to be their own. In the end all are asked the same drawing, and each answer has to be that of a fresh
session that was taught the same pairs and nothing else. `wrong` counts what was not so.

The peer is the same load sent through gradio's event queue (`/retrieve`, as `gradio_client` and gradio's own components do it:
one POST to join and the answer on a stream of events), without pairs.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx
import numpy as np

from benchmarks.browser import served, warmed
from benchmarks.page import chosen, lines_there_are

PEOPLE, SECONDS = 30, 60.0
TARGETS = {"p95_ms": 500}
SIDE = 480.0
TOP = 24
STROKES, PAIRS = 12, 5
PAUSE_WHILE_DRAWING, LONGEST_REST = 0.09, 0.25
PATIENCE = 60.0
Lines = list[list[tuple[float, float]]]
Sketch = dict[str, Any]


class Line(Protocol):
    """How one person's questions reach the server."""

    async def rank(self, sketch: Sketch, live: bool = False) -> dict[str, Any]:
        """The answer to a drawing, with `adapted` and `photos` (any names for them) in order, or `error`."""
        ...

    async def mean(self, sketch: Sketch, photo: str) -> dict[str, Any]:
        """The answer to a pair given."""
        ...


@dataclass
class Calls:
    """As the page asks: one POST, one answer."""

    http: httpx.AsyncClient
    component: int
    names: Sequence[str]
    session: str
    seq: int = 0

    async def call(self, name: str, value: dict[str, Any]) -> dict[str, Any]:
        """What the page's function `name` answers to `value`."""
        body = {"data": value, "fn_name": name, "component_id": self.component, "session_hash": self.session}
        answer = await self.http.post("gradio_api/component_server", json=body)
        answer.raise_for_status()
        return answer.json()

    async def rank(self, sketch: Sketch, live: bool = False) -> dict[str, Any]:
        self.seq += 1
        seq = self.seq
        ask = {"sketch": sketch, "top": TOP, "category": None, "domain": "photo", "seq": seq, "live": live}
        reply = await self.call("rank", ask)
        if "error" in reply:
            return reply
        return {"adapted": reply["adapted"], "photos": [self.names[row] for row in reply["rows"]], "asked": reply["seq"] == seq}

    async def mean(self, sketch: Sketch, photo: str) -> dict[str, Any]:
        return await self.call("mean", {"sketch": sketch, "photo": photo})


@dataclass
class Queue:
    """As gradio's own components ask: join the queue, then read the answer from a stream of events."""

    http: httpx.AsyncClient
    function: int
    session: str

    async def rank(self, sketch: Sketch, live: bool = False) -> dict[str, Any]:
        # A session of its own for each question, as the answers of one session come on one stream.
        session = f"{self.session}-{time.monotonic_ns()}"
        body = {"data": [sketch, TOP, None, "photo"], "fn_index": self.function, "session_hash": session, "event_data": None}
        (await self.http.post("gradio_api/queue/join", json=body)).raise_for_status()
        async with self.http.stream("GET", "gradio_api/queue/data", params={"session_hash": session}) as stream:
            async for line in stream.aiter_lines():
                message = json.loads(line.removeprefix("data:")) if line.startswith("data:") else {}
                if message.get("msg") == "process_completed":
                    return _completed(message)
        raise httpx.RemoteProtocolError("the stream ended without an answer")

    async def mean(self, sketch: Sketch, photo: str) -> dict[str, Any]:
        raise NotImplementedError


def _completed(message: dict[str, Any]) -> dict[str, Any]:
    if not message["success"]:
        return {"error": str(message["output"].get("error"))}
    reply = message["output"]["data"][0]
    return {"adapted": reply["adapted"], "photos": [hit["photo"] for hit in reply["ranked"]], "asked": True}


@dataclass
class Person:
    """Someone who draws; what is measured of them: seconds of each final answer, how many were answered, what was `wrong`."""

    line: Line
    rng: random.Random
    drawings: Sequence[Lines]
    teaches: bool = False
    finals: list[float] = field(default_factory=list)
    answered: int = 0
    wrong: int = 0
    failed: int = 0
    lives: int = 0
    taught: list[tuple[Sketch, str]] = field(default_factory=list)
    next: float = 0.0

    async def draw(self, until: float) -> None:
        """Draw until this time of `time.monotonic`, one drawing after another."""
        await asyncio.sleep(self.rng.uniform(0, 2))
        strokes = 0
        while time.monotonic() < until:
            drawn: Lines = []
            for points in self.rng.choice(self.drawings):
                photos = await self.stroke(drawn, points)
                drawn.append(points)
                strokes += 1
                if self.teaches and photos and strokes % 3 == 0 and len(self.taught) < PAIRS:
                    await self.teach(drawn, photos)
                await asyncio.sleep(self.rng.uniform(0.4, 1.3))
                if time.monotonic() >= until:
                    return

    async def stroke(self, before: Lines, points: list[tuple[float, float]]) -> list[str]:
        """Draw one stroke; the photos that the final answer names."""
        began, takes = time.monotonic(), self.rng.uniform(0.3, 1.0)
        live: set[asyncio.Task] = set()
        while (left := began + takes - time.monotonic()) > 0:
            if live:
                await asyncio.wait(live, timeout=left)
                live = {one for one in live if not one.done()}
            elif (rest := self.next - time.monotonic()) > 0:
                await asyncio.sleep(min(rest, left))
            else:
                share = 1 - left / takes
                half = points[: max(2, round(share * len(points)))]
                live = {asyncio.create_task(self.ask([*before, half], live=True))}
        pen_up = time.monotonic()
        reply = await self.ask([*before, points])
        if reply is None:
            self.failed += 1
            return []
        self.finals.append(time.monotonic() - pen_up)
        # The answer to a live question that is still to come is of no interest, but it comes.
        await asyncio.gather(*live)
        return reply["photos"]

    async def ask(self, lines: Lines, live: bool = False) -> dict[str, Any] | None:
        """One question, and when the next live one may be asked; `None` where there was no answer to it."""
        sent, adapted = time.monotonic(), bool(self.taught)
        try:
            reply = await self.line.rank(sketch_of(lines), live)
        except httpx.HTTPError:
            reply = {"error": "no answer"}
        took = time.monotonic() - sent
        self.next = sent + max(PAUSE_WHILE_DRAWING, took + min(took * 0.75, LONGEST_REST))
        if "error" in reply:
            return None
        self.answered += 1
        self.lives += live
        self.wrong += reply["adapted"] != adapted or not reply["asked"]
        return reply

    async def teach(self, lines: Lines, photos: list[str]) -> None:
        """Give a pair with one of the photos that were found, and ask again as the page does."""
        sketch, photo = sketch_of(lines), self.rng.choice(photos)
        reply: dict[str, Any]
        try:
            reply = await self.line.mean(sketch, photo)
        except httpx.HTTPError:
            reply = {"error": "no answer"}
        if "error" in reply:
            self.failed += 1
            return
        self.taught.append((sketch, photo))
        self.answered += 1
        self.wrong += [pair["photo"] for pair in reply["pairs"]] != [photo for _, photo in self.taught]
        await self.ask(lines)


def sketch_of(lines: Lines) -> Sketch:
    """Lines in fractions of the sheet as the page sends them, on a sheet of `SIDE` pixels, a point every 16 ms."""
    strokes = [[[round(x * SIDE, 1), round(y * SIDE, 1), 16 * at] for at, (x, y) in enumerate(points)] for points in lines]
    return {"width": SIDE, "height": SIDE, "strokes": strokes}


def measure(people: int = PEOPLE, seconds: float = SECONDS, peer_seconds: float = SECONDS / 2) -> dict[str, Any]:
    """A row for the page's own calls and one for the queue: waiting at pen-up, the person worst off, answers a second."""
    with served() as address:
        warmed(address)
        used = cores_used()
        ours, wrong = asyncio.run(_class(address, people, seconds))
        share = (cores_used() - used) / seconds
        theirs = asyncio.run(_queue(address, people, peer_seconds)) if peer_seconds else []
    rows = [row("the page's calls", ours, seconds), row("gradio's event queue", theirs, peer_seconds)]
    return {
        "command": "python -m benchmarks class30",
        "device": f"cpu, {os.cpu_count()} cores, shared with the clients",
        "targets": TARGETS,
        **{name: rows[0][name] for name in ("p50_ms", "p95_ms", "p99_ms", "worst_person_p95_ms", "answers_a_second")},
        "wrong": wrong + rows[0]["wrong"],
        "client_share": round(share, 2),
        "peer": "gradio's event queue, /retrieve",
        "ratio": round(rows[1]["p95_ms"] / rows[0]["p95_ms"], 2) if rows[1]["pen_ups"] and rows[0]["pen_ups"] else None,
        "ratio_of": "p95",
        "rows": rows,
    }


def cores_used() -> float:
    """Seconds of a core that this process has used."""
    times = os.times()
    return times.user + times.system


def row(what: str, people: Sequence[Person], seconds: float) -> dict[str, Any]:
    """What a class of `people` waited for in `seconds`."""
    finals = [1e3 * one for person in people for one in person.finals]
    p50, p95, p99 = np.percentile(finals, [50, 95, 99]).round(1).tolist() if finals else (None, None, None)
    worst = [1e3 * float(np.percentile(person.finals, 95)) for person in people if person.finals]
    return {
        "what": what,
        "people": len(people),
        "pen_ups": len(finals),
        "p50_ms": p50,
        "p95_ms": p95,
        "p99_ms": p99,
        "worst_person_p95_ms": round(max(worst), 1) if worst else None,
        "fewest_answers_of_a_person": min((len(person.finals) for person in people), default=0),
        "answers_a_second": round(sum(person.answered for person in people) / seconds, 1) if seconds else 0.0,
        "live_answers_a_pen_up": round(sum(person.lives for person in people) / len(finals), 2) if finals else None,
        "pairs": sum(len(person.taught) for person in people),
        "failed": sum(person.failed for person in people),
        "wrong": sum(person.wrong for person in people),
    }


async def _class(address: str, people: int, seconds: float) -> tuple[list[Person], int]:
    async with http_to(address, people) as http:
        component = await component_of(http)
        names = await names_of(http)
        made = _people(people, lambda number: Calls(http, component, names, f"person{number}"), teaching=True)
        await _draw(made, seconds)
        alone = lambda number: Calls(http, component, names, f"alone{number}")  # noqa: E731
        return made, await mixed_up(made, alone)


async def _queue(address: str, people: int, seconds: float) -> list[Person]:
    async with http_to(address, people) as http:
        dependencies = (await http.get("config")).json()["dependencies"]
        function = next(one["id"] for one in dependencies if one["api_name"] == "retrieve")
        made = _people(people, lambda number: Queue(http, function, f"queue{number}"), teaching=False)
        await _draw(made, seconds)
        return made


async def component_of(http: httpx.AsyncClient) -> int:
    """The number of the page's component."""
    components = (await http.get("config")).json()["components"]
    return next(one["id"] for one in components if one["props"].get("elem_id") == "inkling")


async def names_of(http: httpx.AsyncClient) -> list[str]:
    """The photos' ids, row by row."""
    galleries: list[dict[str, Any]] = (await http.get("inkling/gallery.json")).json()["domains"]
    photos = next(one["photos"] for one in galleries if one["domain"] == "photo")
    return [photo for photo, _ in photos]


async def mixed_up(people: Sequence[Person], alone: Callable[[int], Calls]) -> int:
    """How many people are answered otherwise than a fresh session (`alone`) that was taught their pairs and nothing else."""
    sketch = sketch_of(people[0].drawings[0])
    wrong = 0
    for number, person in enumerate(people):
        fresh = alone(number)
        if person.taught:
            await fresh.call("restore", {"pairs": [{"strokes": strokes, "photo": photo} for strokes, photo in person.taught]})
        wrong += (await fresh.rank(sketch)) != (await person.line.rank(sketch))
    return wrong


def _people(count: int, line: Callable[[int], Line], teaching: bool) -> list[Person]:
    drawings = [chosen(lines, STROKES, 0)[0] for lines in lines_there_are()]
    rngs = [random.Random(number) for number in range(count)]
    return [Person(line(n), rng, drawings, teaches=teaching and n % 3 == 0) for n, rng in enumerate(rngs)]


async def _draw(people: Sequence[Person], seconds: float) -> None:
    until = time.monotonic() + seconds
    await asyncio.gather(*(person.draw(until) for person in people))


@asynccontextmanager
async def http_to(address: str, people: int) -> AsyncIterator[httpx.AsyncClient]:
    """A client with connections enough for so many people at this address."""
    limits = httpx.Limits(max_connections=4 * people, max_keepalive_connections=4 * people)
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE, limits=limits, trust_env=False) as http:
        yield http
