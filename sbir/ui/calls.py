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

APOLOGY = "That went wrong on this side, and has been logged. Your drawing and your pairs are still here."
log = logging.getLogger(__name__)


def server_functions(service: Service) -> list[Callable[..., Awaitable[dict[str, Any]]]]:
    """One asynchronous function for each thing the page can ask."""
    run = _runner()

    async def rank(data: Any, request: gr.Request) -> dict[str, Any]:
        def answer(key: str) -> dict[str, Any]:
            ask = asks.read(asks.Rank, data)
            return service.rank(key, ask.sketch, ask.top, ask.category, ask.domain)

        return await run(answer, request) | {"seq": _seq(data)}

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

    async def attend(data: Any, request: gr.Request) -> dict[str, Any]:
        def answer(key: str) -> dict[str, Any]:
            ask = asks.read(asks.Attend, data)
            return service.attend(key, ask.sketch, ask.photos, ask.domain)

        return await run(answer, request)

    async def domains(data: Any, request: gr.Request) -> dict[str, Any]:
        def answer(key: str) -> dict[str, Any]:
            ask = asks.read(asks.Fuse, data)
            return service.domains_and_map(key, ask.sketch, ask.category, ask.turn)

        return await run(answer, request)

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

    return [rank, mean, unpair, unlearn, restore, attend, domains, margins, about, save_profile, load_profile]


def _seq(data: Any) -> int | None:
    value = data[0] if isinstance(data, list) and data else data
    seq = value.get("seq") if isinstance(value, dict) else None
    return seq if isinstance(seq, int) else None


def _runner() -> Callable[[Callable[[str], dict[str, Any]], Any], Awaitable[dict[str, Any]]]:
    @functools.cache
    def limiter() -> anyio.CapacityLimiter:
        # More threads than cores would only make every answer late instead of a few.
        return anyio.CapacityLimiter(max(2, os.cpu_count() or 2))

    async def run(answer: Callable[[str], dict[str, Any]], request: Any) -> dict[str, Any]:
        key = str((await request.json()).get("session_hash") or "")
        if not key:
            return {"error": "this page has no session: reload it"}
        try:
            return await anyio.to_thread.run_sync(answer, key, limiter=limiter())
        except InputError as error:
            return {"error": str(error)}
        except Exception:
            log.exception("a call from the page failed")
            return {"error": APOLOGY}

    return run
