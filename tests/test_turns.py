"""Turns to compute: in the order of coming, live questions last, and none that its page has given up."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from sbir.ui.calls import server_functions
from sbir.ui.service import Service
from sbir.ui.turns import Overtaken, Turns
from tests.stand_in import Caller, StandIn


class Desk:
    """One who computes at a time, each until told to go; `order` is who came to it."""

    def __init__(self, at_once: int = 1) -> None:
        self.turns = Turns(at_once)
        self.order: list[str] = []
        self.gates: dict[str, asyncio.Event] = {}
        self.first: asyncio.Task

    async def come(self, name: str, live: bool = False, key: str | None = None) -> None:
        gate = self.gates.setdefault(name, asyncio.Event())
        async with self.turns.live(key or name) if live else self.turns.turn():
            self.order.append(name)
            await gate.wait()

    async def start(self, name: str, live: bool = False, key: str | None = None) -> asyncio.Task:
        task = asyncio.create_task(self.come(name, live, key))
        await rest()
        return task

    async def go(self, name: str) -> None:
        self.gates[name].set()
        await rest()


async def rest() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


@asynccontextmanager
async def busy(at_once: int = 1) -> AsyncIterator[Desk]:
    desk = Desk(at_once)
    for number in reversed(range(at_once)):
        desk.first = await desk.start(f"busy{number}")
    yield desk
    desk.order.clear()
    # However it ended, every turn has come back.
    last = [await desk.start(f"last{number}") for number in range(at_once)]
    assert len(desk.order) == at_once
    for number in range(at_once):
        await desk.go(f"last{number}")
    await asyncio.gather(*last)


def test_a_finished_stroke_passes_live_questions_that_came_before_it() -> None:
    async def story() -> None:
        async with busy() as desk:
            for name, live in (("live1", True), ("live2", True), ("final1", False), ("final2", False)):
                await desk.start(name, live)
            for name in ("busy0", "final1", "final2", "live1", "live2"):
                await desk.go(name)
            assert desk.order == ["busy0", "final1", "final2", "live1", "live2"]

    asyncio.run(story())


def test_so_many_are_computed_at_once_and_no_more() -> None:
    async def story() -> None:
        async with busy(3) as desk:
            await desk.start("fourth")
            assert sorted(desk.order) == ["busy0", "busy1", "busy2"]
            await desk.go("busy1")
            assert desk.order[-1] == "fourth"
            for name in ("busy0", "busy2", "fourth"):
                await desk.go(name)

    asyncio.run(story())


def test_a_page_that_asks_anew_takes_back_only_its_own_waiting_live_question() -> None:
    async def story() -> None:
        async with busy() as desk:
            mine = await desk.start("mine", live=True, key="me")
            yours = await desk.start("yours", live=True, key="you")
            again = await desk.start("again", live=True, key="me")
            with pytest.raises(Overtaken):
                await asyncio.wait_for(mine, 5)
            desk.turns.overtake("me")
            with pytest.raises(Overtaken):
                await asyncio.wait_for(again, 5)
            await desk.go("busy0")
            assert desk.order == ["busy0", "yours"]
            # What is being computed is not taken back.
            desk.turns.overtake("you")
            await desk.go("yours")
            await yours

    asyncio.run(story())


@pytest.mark.parametrize("live", [False, True])
def test_whoever_is_gone_leaves_the_line_or_gives_the_turn_back(live: bool) -> None:
    async def story() -> None:
        async with busy() as desk:
            gone = await desk.start("gone", live)
            gone.cancel()
            called = await desk.start("called", live)
            desk.gates["busy0"].set()
            while not desk.first.done():
                await asyncio.sleep(0)
            # The turn is given to it already, but it has not taken it.
            called.cancel()
            await rest()
            assert desk.order == ["busy0"]

    asyncio.run(story())


class SlowService(Service):
    """Ranks when it is let; `order` is whom it ranked for."""

    def __init__(self) -> None:
        super().__init__(StandIn())
        self.order: list[str] = []
        self.gate = threading.Semaphore(0)

    def rank(self, key: str, *_: object) -> dict:
        self.order.append(key)
        assert self.gate.acquire(timeout=20)
        return {}


def test_the_page_that_lifts_the_pen_is_answered_before_pages_that_draw_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)

    async def story() -> None:
        service = SlowService()
        rank = next(call for call in server_functions(service) if call.__name__ == "rank")

        async def ask(key: str, seq: int, live: bool) -> dict:
            return await rank([{"sketch": {}, "seq": seq, "live": live}], Caller(key))

        def begin(key: str, seq: int, live: bool) -> asyncio.Task:
            return asyncio.create_task(ask(key, seq, live))

        tasks = [begin("busy", seq, False) for seq in range(2)]
        while len(service.order) < 2:
            await asyncio.sleep(0.01)
        for key, live in (("draws", True), ("me", True), ("me", False)):
            tasks.append(begin(key, 7, live))
            await asyncio.sleep(0.05)
        # One at a time, so that whose turn comes next is not a matter of which thread runs first.
        for _ in tasks:
            begun = len(service.order)
            service.gate.release()
            while len(service.order) == begun < 4:
                await asyncio.sleep(0.01)
        *_, draws, half, whole = await asyncio.gather(*tasks)
        assert service.order == ["busy", "busy", "me", "draws"]
        assert "anew" in half["error"] and half["seq"] == whole["seq"] == draws["seq"] == 7
        assert "error" not in whole and "error" not in draws

    asyncio.run(story())
