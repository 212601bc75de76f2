"""The calls that the page's JavaScript makes: checked, computed in a thread, and answered in words when they fail."""

from __future__ import annotations

import functools
import logging
import os
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import anyio.to_thread
import gradio as gr

from sbir.types import InputError
from sbir.ui import asks
from sbir.ui.service import Service
from sbir.ui.turns import Overtaken, Turns

APOLOGY = "That went wrong on this side, and has been logged. Your drawing and your pairs are still here."
log = logging.getLogger(__name__)


def server_functions(service: Service) -> list[Callable[..., Awaitable[dict[str, Any]]]]:
    """One asynchronous function for each thing the page can ask."""
    run = _runner()

    async def rank(data: Any, request: gr.Request) -> dict[str, Any]:
        def answer(key: str) -> dict[str, Any]:
            ask = asks.read(asks.Rank, data)
            return service.rank(key, ask.sketch, ask.top, ask.category, ask.domain, ask.watch, ask.plain)

        return await run(answer, request, rank=True, live=_of(data, "live") is True) | {"seq": _seq(data)}

    async def mean(data: Any, request: gr.Request) -> dict[str, Any]:
        def answer(key: str) -> dict[str, Any]:
            ask = asks.read(asks.Mean, data)
            return service.mean(key, ask.sketch, ask.photo)

        return await run(answer, request)

    async def unpair(data: Any, request: gr.Request) -> dict[str, Any]:
        return await run(lambda key: service.forget(key, asks.read(asks.Forget, data).key), request)

    async def unlearn(data: Any, request: gr.Request) -> dict[str, Any]:
        return await run(lambda key: service.reset(key), request)

    async def restore(data: Any, request: gr.Request) -> dict[str, Any]:
        def answer(key: str) -> dict[str, Any]:
            service.adapt(key, asks.read(asks.Restore, data).pairs)
            return service.personal(key)

        return await run(answer, request)

    async def undo(data: Any, request: gr.Request) -> dict[str, Any]:
        return await run(lambda key: service.undo(key), request)

    async def drawing(data: Any, request: gr.Request) -> dict[str, Any]:
        return await run(lambda key: service.drawing(key, asks.read(asks.Forget, data).key), request)

    async def lessons(data: Any, request: gr.Request) -> dict[str, Any]:
        return await run(lambda key: service.lessons(key), request)

    async def examples(data: Any, request: gr.Request) -> dict[str, Any]:
        return await run(lambda key: service.examples.listing(), request)

    async def example(data: Any, request: gr.Request) -> dict[str, Any]:
        return await run(lambda key: service.examples.drawing(asks.read(asks.Try, data).turn), request)

    async def be(data: Any, request: gr.Request) -> dict[str, Any]:
        return await run(lambda key: service.be(key, asks.read(asks.Be, data).name), request)

    async def end(data: Any, request: gr.Request) -> dict[str, Any]:
        return await run(lambda key: service.end(key), request)

    async def attend(data: Any, request: gr.Request) -> dict[str, Any]:
        def answer(key: str) -> dict[str, Any]:
            ask = asks.read(asks.Attend, data)
            return service.attend(key, ask.sketch, ask.photos, ask.domain)

        return await run(answer, request)

    async def correspond(data: Any, request: gr.Request) -> dict[str, Any]:
        def answer(key: str) -> dict[str, Any]:
            ask = asks.read(asks.Answer, data)
            return service.correspond(key, ask.sketch, ask.photo, ask.domain)

        return await run(answer, request)

    async def domains(data: Any, request: gr.Request) -> dict[str, Any]:
        def answer(key: str) -> dict[str, Any]:
            ask = asks.read(asks.Fuse, data)
            return service.domains_and_map(key, ask.sketch, ask.category, ask.turn)

        return await run(answer, request)

    async def add_photos(data: Any, request: gr.Request) -> dict[str, Any]:
        def answer(key: str) -> dict[str, Any]:
            ask = asks.read(asks.AddPhotos, data)
            files = [(one.name, asks.decoded(one.name or "a picture", one.content)) for one in ask.pictures]
            return service.add_photos(key, ask.kind, files)

        return await run(answer, request)

    async def remove_photos(data: Any, request: gr.Request) -> dict[str, Any]:
        return await run(lambda key: service.remove_photos(key, asks.read(asks.RemovePhotos, data).photos), request)

    async def margins(data: Any, request: gr.Request) -> dict[str, Any]:
        return await run(service.margins_and_before, request)

    async def about(data: Any, request: gr.Request) -> dict[str, Any]:
        return await run(lambda key: service.about(key), request)

    async def save_profile(data: Any, request: gr.Request) -> dict[str, Any]:
        return await run(lambda key: dict(service.profile_text(key)), request)

    async def load_profile(data: Any, request: gr.Request) -> dict[str, Any]:
        def answer(key: str) -> dict[str, Any]:
            ask = asks.read(asks.Profile, data)
            return service.load_profile_text(key, ask.name, ask.content)

        return await run(answer, request)

    personal = [mean, unpair, unlearn, restore, add_photos, remove_photos, save_profile, load_profile]
    guided = [undo, drawing, lessons, examples, example, be, end]
    return [rank, attend, correspond, domains, margins, about, *personal, *guided]


def _seq(data: Any) -> int | None:
    seq = _of(data, "seq")
    return seq if isinstance(seq, int) else None


def _of(data: Any, name: str) -> Any:
    value = data[0] if isinstance(data, list) and data else data
    return value.get(name) if isinstance(value, dict) else None


def _runner() -> Callable[..., Awaitable[dict[str, Any]]]:
    # More threads than cores would only make every answer late instead of a few.
    threads = max(2, os.cpu_count() or 2)
    turns = Turns(threads)

    @functools.cache
    def limiter() -> anyio.CapacityLimiter:
        return anyio.CapacityLimiter(threads)

    async def run(
        answer: Callable[[str], dict[str, Any]], request: Any, rank: bool = False, live: bool = False
    ) -> dict[str, Any]:
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
