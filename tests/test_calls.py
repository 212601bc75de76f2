"""What the page's calls answer: every one of them, and the order that comes along with what changes it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pytest

from sbir.ui.calls import server_functions
from sbir.ui.routes import static_files
from sbir.ui.service import Service
from tests.stand_in import Caller, StandIn

BLOT = {"width": 400, "height": 400, "strokes": [[[40, 60], [360, 80], [300, 340], [90, 300], [40, 60]]]}
ORDER = {"sketch": BLOT, "top": 18}
PAIR = {"sketch": BLOT, "photo": "wedge/001"}
Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask() -> Ask:
    calls = {call.__name__: call for call in server_functions(Service(StandIn()))}

    def asked(name: str, **data: Any) -> dict[str, Any]:
        return asyncio.run(calls[name]([data], Caller("me")))

    return asked


def order(reply: dict[str, Any]) -> tuple[list[int], list[float], bool]:
    return reply["rows"], reply["distances"], reply["adapted"]


def test_a_pair_brings_the_new_order_with_it(ask: Ask) -> None:
    before = ask("rank", **ORDER)
    brought = ask("mean", **PAIR, rank=ORDER | {"watch": ["wedge/001"]})["ranked"]
    assert order(brought) == order(ask("rank", **ORDER)) != order(before)
    assert brought["watched"] == {"wedge/001": brought["rows"].index(13) + 1}


def test_whatever_changes_the_head_brings_the_order_if_it_is_asked_to(ask: Ask) -> None:
    key = ask("mean", **PAIR)["pairs"][0]["key"]
    adapted, plain = order(ask("rank", **ORDER)), order(ask("rank", **ORDER, plain=True))[:2]
    gone = ask("unpair", key=key, rank=ORDER)
    assert order(gone["ranked"]) == (*plain, False) and gone["pairs"] == []
    assert order(ask("undo", rank=ORDER)["ranked"]) == adapted
    assert order(ask("unlearn", rank=ORDER)["ranked"]) == (*plain, False)
    assert order(ask("restore", pairs=[{"strokes": BLOT, "photo": "wedge/001"}], rank=ORDER)["ranked"]) == adapted
    assert "ranked" not in ask("unlearn")


def test_an_order_that_cannot_be_had_loses_nothing_of_what_was_done(ask: Ask) -> None:
    reply = ask("mean", **PAIR, rank=ORDER | {"category": "unicorn"})
    assert "ranked" not in reply and "error" not in reply and len(reply["pairs"]) == 1
    # What cannot be read at all is refused before anything is done.
    assert ask("mean", sketch=BLOT, photo="disc/001", rank={"top": 0})["error"].startswith("rank.")
    assert len(ask("mean", sketch=BLOT, photo="box/001")["pairs"]) == 2


def test_what_was_refused_brings_no_order(ask: Ask) -> None:
    reply = ask("mean", sketch=BLOT, photo="unicorn/001", rank=ORDER)
    assert "unicorn" in reply["error"] and "ranked" not in reply


def test_the_page_calls_nothing_that_is_not_there() -> None:
    there = {call.__name__ for call in server_functions(Service(StandIn()))}
    scripts = b"\n".join(content for name, content in static_files().items() if name.endswith(".js")).decode()
    assert set(re.findall(r"\bserver\.(\w+)\(", scripts)) == there
