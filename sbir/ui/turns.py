"""Who is computed for next, when more is asked than can be computed at once."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import anyio


class Overtaken(Exception):
    """A live question was still waiting when its page asked anew: nobody wants its answer any more."""


@dataclass(eq=False)
class _Waiter:
    called: anyio.Event = field(default_factory=anyio.Event)
    overtaken: bool = False


class Turns:
    """Turns to compute, `at_once` of them at a time, in the order of coming; live questions, of a pen that still moves, let all
    others pass.

    Belongs to one event loop. A class of people that draws at once fills the line with live questions: whoever lifts the pen
    waits for none of them.
    """

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._line: deque[_Waiter] = deque()
        self._live: dict[str, _Waiter] = {}

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """A turn, as soon as there is one."""
        waiter = _Waiter()
        self._line.append(waiter)
        async with self._called(waiter):
            yield

    @asynccontextmanager
    async def live(self, key: str) -> AsyncIterator[None]:
        """A turn for a page's live question, when no other is wanted; raises `Overtaken` if the page asked anew before that."""
        self.overtake(key)
        waiter = self._live[key] = _Waiter()
        async with self._called(waiter):
            yield

    def overtake(self, key: str) -> None:
        """This page asks anew: its live question that still waits need not be computed."""
        waiter = self._live.pop(key, None)
        if waiter is not None:
            waiter.overtaken = True
            waiter.called.set()

    @asynccontextmanager
    async def _called(self, waiter: _Waiter) -> AsyncIterator[None]:
        self._call()
        try:
            await waiter.called.wait()
        except BaseException:
            self._leave(waiter)
            raise
        if waiter.overtaken:
            raise Overtaken
        try:
            yield
        finally:
            self._free += 1
            self._call()

    def _call(self) -> None:
        while self._free and (self._line or self._live):
            waiter = self._line.popleft() if self._line else self._live.pop(next(iter(self._live)))
            self._free -= 1
            waiter.called.set()

    def _leave(self, waiter: _Waiter) -> None:
        """Whoever asked is gone: out of the line, or the turn that was just given back to the others."""
        if waiter.called.is_set():
            self._free += not waiter.overtaken
            self._call()
        elif waiter in self._line:
            self._line.remove(waiter)
        else:
            self._live = {key: other for key, other in self._live.items() if other is not waiter}
