"""What the page asks when, and whose answer it waits for."""

from __future__ import annotations

from typing import Any

import pytest

from tests.page.sheet import DRAWINGS, Sheet

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def ranks(sheet: Sheet) -> list[dict[str, Any]]:
    return [call["data"] for call in sheet.calls if call["fn_name"] == "rank"]


def test_lifting_the_pen_does_not_wait_for_half_the_stroke(sheet: Sheet) -> None:
    held: list[Any] = []

    def hold(route: Any) -> None:
        # Answers to live questions are kept back until they are let go.
        asked = route.request.post_data_json
        if asked["fn_name"] == "rank" and asked["data"]["live"]:
            held.append(route)
        else:
            route.continue_()

    sheet.page.route("**/component_server*", hold)
    sheet.page.route("**/component_server/*", hold)
    first, *_ = DRAWINGS["mug"]["strokes"]
    sheet.stroke(first, DRAWINGS["mug"], lift=False)
    sheet.page.wait_for_timeout(300)
    assert len(held) == 1 and sheet.order() == []
    final = sheet.answered("final")
    sheet.page.mouse.up()
    sheet.await_answer("final", final)
    order = sheet.order()
    assert order
    for route in held:
        route.continue_()
    sheet.settle()
    sheet.page.wait_for_timeout(300)
    assert sheet.order() == order and sheet.answered("live") == 0


def test_a_pen_that_only_touches_the_sheet_asks_nothing_until_it_leaves(sheet: Sheet) -> None:
    box = sheet.page.locator(".ink-sheet canvas").bounding_box()
    sheet.page.mouse.move(box["x"] + 80, box["y"] + 90)
    sheet.page.mouse.down()
    sheet.page.wait_for_timeout(300)
    assert ranks(sheet) == []
    sheet.page.mouse.move(box["x"] + 160, box["y"] + 120)
    sheet.await_answer("live", 0)
    assert [call["live"] for call in ranks(sheet)] == [True]
    sheet.page.mouse.up()
    sheet.settle()
