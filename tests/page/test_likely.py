"""The row of kinds that a drawing may show: what it offers, and what a press on it does."""

from __future__ import annotations

from typing import Any

import pytest

from tests.page.sheet import PHONE, Sheet

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def offered(sheet: Sheet) -> list[str]:
    return [text for text in sheet.page.locator(".ink-likely button").all_inner_texts() if text]


def kinds(sheet: Sheet) -> set[str]:
    """What the cards show."""
    return set(sheet.page.locator(".ink-card-kind").all_inner_texts())


def press(sheet: Sheet, kind: str) -> None:
    sheet.changed(lambda: sheet.page.locator(".ink-likely").get_by_role("button", name=kind, exact=True).click())


def test_likely_kinds_are_one_press_away_and_one_press_back(sheet: Sheet) -> None:
    row = sheet.page.locator(".ink-likely")
    assert not row.is_visible(), "nothing is drawn yet"
    sheet.draw("mug")
    assert row.is_visible()
    before, names = sheet.order(), offered(sheet)
    assert len(names) == len(set(names)) == 5 and "mug" in names
    assert row.locator(".ink-icon").count() == 5, "a picture each"
    other = names[-1]
    press(sheet, other)
    assert kinds(sheet) == {other} and sheet.page.input_value('[data-set="category"]') == other
    assert row.get_by_role("button", name=other, exact=True).get_attribute("aria-pressed") == "true"
    press(sheet, other)
    assert sheet.order() == before and sheet.page.input_value('[data-set="category"]') == ""


def test_a_kind_chosen_for_a_drawing_goes_with_it_and_one_from_the_list_stays(sheet: Sheet) -> None:
    sheet.draw("mug")
    press(sheet, offered(sheet)[1])
    sheet.do("clear")
    assert sheet.page.input_value('[data-set="category"]') == "" and not sheet.page.locator(".ink-likely").is_visible()
    sheet.draw("chair")
    assert offered(sheet)[0] == "chair"
    unlikely = sheet.page.locator('[data-set="category"] option').evaluate_all("all => all.map((one) => one.value)")
    rest = next(kind for kind in unlikely if kind and kind not in offered(sheet))
    sheet.changed(lambda: sheet.page.select_option('[data-set="category"]', rest))
    assert offered(sheet)[0] == rest, "what is searched can be let go where it is shown"
    sheet.do("clear")
    assert sheet.page.input_value('[data-set="category"]') == rest


def test_buttons_stay_where_they_are_while_kinds_change(sheet: Sheet) -> None:
    sheet.draw("mug")
    places = sheet.page.locator(".ink-likely button").evaluate_all("all => all.map((one) => one.getBoundingClientRect().x)")
    first = offered(sheet)
    sheet.do("clear")
    sheet.draw("chair")
    assert offered(sheet) != first
    again = sheet.page.locator(".ink-likely button").evaluate_all("all => all.map((one) => one.getBoundingClientRect().x)")
    assert again == places


@pytest.mark.parametrize("width", [390, 1024, 1280])
def test_every_name_fits_its_button(browser: Any, address: str, width: int) -> None:
    sheet = Sheet(browser, address, {"width": width, "height": 800})
    sheet.draw("chair")
    names = sheet.page.locator('[data-set="category"] option').evaluate_all("all => all.map((one) => one.value)")
    cut = sheet.page.locator(".ink-likely button:visible span:last-child").first.evaluate(
        "(span, names) => names.filter((name) => ((span.textContent = name), span.scrollWidth > span.clientWidth))", names
    )
    assert len(names) > 20 and cut == []
    sheet.context.close()


def test_on_a_phone_fingers_find_them(browser: Any, address: str) -> None:
    sheet = Sheet(browser, address, PHONE, has_touch=True, is_mobile=True)
    sheet.draw("chair")
    shown = [button for button in sheet.page.locator(".ink-likely button").all() if button.is_visible()]
    boxes = [button.bounding_box() for button in shown]
    assert len(boxes) == 4 and all(box["height"] >= 40 and box["x"] >= 0 for box in boxes)
    assert boxes[-1]["x"] + boxes[-1]["width"] <= PHONE["width"]
    sheet.context.close()
