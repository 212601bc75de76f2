"""The calls that the page's JavaScript makes: checked, computed in a thread, and answered in words when they fail."""

from __future__ import annotations

import contextlib
import functools
import logging
import os
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import anyio
import anyio.to_thread
import gradio as gr

from sbir.types import InputError
from sbir.ui import asks
from sbir.ui.service import Service
from sbir.ui.turns import Overtaken, Turns

APOLOGY = "That went wrong on this side, and has been logged. Your drawing and your pairs are still here."
log = logging.getLogger(__name__)
Reply = dict[str, Any]
A = TypeVar("A", bound=asks.Ask)


def server_functions(service: Service) -> list[Callable[..., Awaitable[Reply]]]:
    """One asynchronous function for each thing the page can ask."""
    run, teaching, examples = _runner(), service.teaching, service.teaching.examples

    def rank_by(key: str, ask: asks.Rank) -> Reply:
        return service.rank(key, ask.sketch, ask.top, ask.category, ask.domain, ask.watch, ask.plain)

    async def rank(data: Any, request: gr.Request) -> Reply:
        def answer(key: str) -> Reply:
            return rank_by(key, asks.read(asks.Rank, data))

        return await run(answer, request, rank=True, live=_of(data, "live") is True) | {"seq": _seq(data)}

    def call(name: str, kind: type[A], reply: Callable[[str, A], Reply]) -> Callable[..., Awaitable[Reply]]:
        async def asked(data: Any, request: gr.Request) -> Reply:
            def answer(key: str) -> Reply:
                ask = asks.read(kind, data)
                done = reply(key, ask)
                if isinstance(ask, asks.Change) and ask.rank is not None:
                    # What was done is done: an order that cannot be had is asked for, and its error told, by itself.
                    with contextlib.suppress(InputError):
                        done |= {"ranked": rank_by(key, ask.rank)}
                return done

            return await run(answer, request)

        asked.__name__ = name
        return asked

    def restore(key: str, ask: asks.Restore) -> Reply:
        teaching.adapt(key, ask.pairs)
        return teaching.personal(key)

    def add_photos(key: str, ask: asks.AddPhotos) -> Reply:
        files = [(one.name, asks.decoded(one.name or "a picture", one.content)) for one in ask.pictures]
        return teaching.add_photos(key, ask.kind, files)

    return [
        rank,
        call("attend", asks.Attend, lambda key, ask: service.attend(key, ask.sketch, ask.photos, ask.domain)),
        call("correspond", asks.Answer, lambda key, ask: service.correspond(key, ask.sketch, ask.photo, ask.domain)),
        call("domains", asks.Fuse, lambda key, ask: service.domains_and_map(key, ask.sketch, ask.category, ask.turn)),
        call("margins", asks.Ask, lambda key, _: service.margins_and_before(key)),
        call("about", asks.Ask, lambda key, _: service.about(key)),
        call("mean", asks.Mean, lambda key, ask: teaching.mean(key, ask.sketch, ask.photo)),
        call("unpair", asks.OfPair, lambda key, ask: teaching.forget(key, ask.key)),
        call("unlearn", asks.Change, lambda key, _: teaching.reset(key)),
        call("undo", asks.Change, lambda key, _: teaching.undo(key)),
        call("restore", asks.Restore, restore),
        call("drawing", asks.OfPair, lambda key, ask: teaching.drawing(key, ask.key)),
        call("lessons", asks.Ask, lambda key, _: teaching.lessons(key)),
        call("add_photos", asks.AddPhotos, add_photos),
        call("remove_photos", asks.RemovePhotos, lambda key, ask: teaching.remove_photos(key, ask.photos)),
        call("save_profile", asks.Ask, lambda key, _: dict(teaching.profile_text(key))),
        call("load_profile", asks.Profile, lambda key, ask: teaching.load_profile_text(key, ask.name, ask.content)),
        call("examples", asks.Ask, lambda _, __: examples.listing()),
        call("example", asks.Try, lambda _, ask: examples.drawing(ask.turn)),
        call("be", asks.Be, lambda key, ask: teaching.be(key, ask.name)),
        call("end", asks.Change, lambda key, _: teaching.end(key)),
    ]


def _seq(data: Any) -> int | None:
    seq = _of(data, "seq")
    return seq if isinstance(seq, int) else None


def _of(data: Any, name: str) -> Any:
    value = data[0] if isinstance(data, list) and data else data
    return value.get(name) if isinstance(value, dict) else None


def _runner() -> Callable[..., Awaitable[Reply]]:
    # More threads than cores would only make every answer late instead of a few.
    threads = max(2, os.cpu_count() or 2)
    turns = Turns(threads)

    @functools.cache
    def limiter() -> anyio.CapacityLimiter:
        return anyio.CapacityLimiter(threads)

    async def run(answer: Callable[[str], Reply], request: Any, rank: bool = False, live: bool = False) -> Reply:
        key = str((await request.json()).get("session_hash") or "")
        if not key:
            return {"error": "this page has no session: reload it"}
        if rank:
            turns.overtake(key)
        try:
            async with turns.live(key) if live else turns.turn():
                return await anyio.to_thread.run_sync(answer, key, limiter=limiter())
        except Overtaken:
            return {"error": "the page has asked anew since"}
        except InputError as error:
            return {"error": str(error)}
        except Exception:
            log.exception("a call from the page failed")
            return {"error": APOLOGY}

    return run
