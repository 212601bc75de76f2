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
        # A live question is kept back until it is let go; the first few points alone are no drawing yet.
        asked = route.request.post_data_json
        if asked["fn_name"] == "rank" and asked["data"]["live"] and len(asked["data"]["sketch"]["strokes"][0]) > 8:
            held.append(route)
        else:
            route.continue_()

    sheet.page.route("**/component_server*", hold)
    sheet.page.route("**/component_server/*", hold)
    first, *_ = DRAWINGS["mug"]["strokes"]
    sheet.stroke(first, DRAWINGS["mug"], lift=False)
    while not held:
        sheet.page.wait_for_timeout(50)
    box = sheet.page.locator(".ink-sheet canvas").bounding_box()
    sheet.page.mouse.move(box["x"] + 40, box["y"] + 40, steps=4)
    live, final = sheet.answered("live"), sheet.answered("final")
    sheet.page.mouse.up()
    # Sooner than the page gives an answer up.
    sheet.page.wait_for_function(f"window.ranked.final > {final}", timeout=10_000)
    order = sheet.order()
    assert order
    with sheet.page.expect_response(lambda answer: answer.request == held[0].request):
        held[0].continue_()
    sheet.settle()
    sheet.page.wait_for_timeout(300)
    assert sheet.order() == order and sheet.answered("live") == live


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


def test_an_order_that_comes_with_a_pair_is_left_where_the_drawing_has_grown_since(sheet: Sheet) -> None:
    held: list[Any] = []

    def hold(route: Any) -> None:
        if route.request.post_data_json["fn_name"] == "mean":
            held.append(route)
        else:
            route.continue_()

    sheet.page.route("**/component_server*", hold)
    sheet.page.route("**/component_server/*", hold)
    *first, last = DRAWINGS["mug"]["strokes"]
    for points in first:
        sheet.stroke(points, DRAWINGS["mug"])
    sheet.page.locator(".ink-card").nth(5).get_by_role("button").click()
    while not held:
        sheet.page.wait_for_timeout(50)
    sheet.stroke(last, DRAWINGS["mug"])
    unadapted = sheet.order()
    answered = sheet.answered("final")
    held[0].continue_()
    sheet.await_answer("final", answered)
    sheet.settle()
    assert ranks(sheet)[-1]["sketch"]["strokes"][-1] and len(ranks(sheet)[-1]["sketch"]["strokes"]) == len(first) + 1
    assert "adapted" in sheet.page.locator(".ink-state").inner_text()
    adapted = sheet.order()
    assert adapted != unadapted
    # That is the order of the whole drawing: asking anew changes nothing.
    sheet.changed(lambda: sheet.do("undo"))
    sheet.changed(lambda: sheet.do("redo"))
    assert sheet.order() == adapted
