"""Which part of the drawing answers which part of a photo: numbered, pointed at, walked with the keys, chosen, compared."""

from __future__ import annotations

from typing import Any

import pytest

from tests.page.sheet import PHONE, Sheet

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Parts along a side: the shipped network looks at 192 px at stride 32.
SIDE = 6


def open_attention(sheet: Sheet) -> None:
    sheet.draw("mug")
    sheet.page.click("#ink-tab-attention")
    sheet.page.wait_for_selector('.ink-answers[aria-busy="false"] .ink-answers-spot')


def numbers(sheet: Sheet) -> list[str]:
    return sheet.page.locator(".ink-answers-marks text").all_text_contents()


def said(sheet: Sheet) -> str:
    return sheet.page.locator(".ink-answers-line").inner_text()


def lit(sheet: Sheet, side: str) -> int:
    """How many pixels of the heat over a side show anything."""
    return sheet.page.locator(f'[data-side="{side}"] canvas').evaluate(
        """canvas => canvas.getContext('2d').getImageData(0, 0, 224, 224).data
             .filter((value, i) => i % 4 === 3 && value > 8).length"""
    )


def cells(sheet: Sheet, side: str) -> Any:
    return sheet.page.locator(f'[data-side="{side}"] [role="gridcell"]')


def test_the_strongest_answers_are_numbered_on_both_pictures(sheet: Sheet) -> None:
    open_attention(sheet)
    found = numbers(sheet)
    assert found and sorted(found) == sorted([str(1 + i) for i in range(len(found) // 2)] * 2)
    assert "numbered" in said(sheet) and lit(sheet, "drawing") == lit(sheet, "photo") == 0
    assert cells(sheet, "drawing").count() == cells(sheet, "photo").count() == SIDE * SIDE
    first = sheet.page.locator(".ink-look").first
    assert first.get_attribute("aria-pressed") == "true"
    assert sheet.page.locator(".ink-answers-caption").last.inner_text() == first.inner_text()


def test_pointing_at_a_part_lights_up_what_answers_it(sheet: Sheet) -> None:
    open_attention(sheet)
    cells(sheet, "drawing").nth(3 * SIDE + 3).hover()
    assert numbers(sheet) == [] and lit(sheet, "photo") > 500 and lit(sheet, "drawing") == 0
    assert said(sheet).startswith("Row 4, column 4 of your drawing adds")
    cells(sheet, "photo").nth(3 * SIDE + 3).hover()
    assert lit(sheet, "drawing") > 500 and lit(sheet, "photo") == 0
    sheet.page.mouse.move(5, 5)
    assert numbers(sheet) and "numbered" in said(sheet)


def test_the_parts_are_walked_with_the_keys(sheet: Sheet) -> None:
    open_attention(sheet)
    grid = sheet.page.get_by_role("grid", name="Parts of your drawing")
    assert grid.locator('[tabindex="0"]').count() == 1
    grid.locator('[tabindex="0"]').focus()
    sheet.page.keyboard.press("ArrowUp")
    sheet.page.keyboard.press("ArrowRight")
    assert said(sheet).startswith("Row 3, column 5 of your drawing")
    label = grid.locator('[aria-selected="true"]').get_attribute("aria-label")
    assert label.startswith(f"your drawing, row 3 of {SIDE}, column 5")
    for _ in range(9):
        sheet.page.keyboard.press("ArrowLeft")
    assert "Row 3, column 1 of your drawing" in said(sheet)
    sheet.page.keyboard.press("Escape")
    assert numbers(sheet) and sheet.page.locator('[data-do="strongest"]').is_disabled()


def test_another_picture_is_chosen_and_stays_chosen(sheet: Sheet) -> None:
    open_attention(sheet)
    third = sheet.page.locator(".ink-look").nth(2)
    photo = third.inner_text().split(". ")[1]
    third.click()
    sheet.page.wait_for_function(f"document.querySelectorAll('.ink-answers-caption')[1].textContent.endsWith({photo!r})")
    assert third.get_attribute("aria-pressed") == "true" and sheet.page.locator('.ink-look[aria-pressed="true"]').count() == 1
    asked = sheet.asked("correspond")
    sheet.page.click("#ink-tab-retrieve")
    sheet.page.click("#ink-tab-attention")
    sheet.page.wait_for_function("document.querySelector('.ink-answers').getAttribute('aria-busy') === 'false'")
    sheet.page.wait_for_selector(f'.ink-look[aria-pressed="true"]:has-text("{photo}")')
    assert sheet.asked("correspond") == asked + 1


def test_a_picture_on_restless_ground_is_shown_as_the_network_sees_it(sheet: Sheet) -> None:
    open_attention(sheet)
    shown = sheet.page.locator('[data-side="photo"] img')
    assert not shown.get_attribute("src").startswith("data:")
    sheet.page.click("#ink-tab-retrieve")
    sheet.search("art")
    sheet.page.click("#ink-tab-attention")
    caption = sheet.page.locator(".ink-answers-caption").last
    sheet.page.wait_for_selector('[data-side="photo"] img[src^="data:image/png"]')
    assert caption.inner_text().endswith("as the network sees it: without its ground")


def test_before_and_with_the_pairs(sheet: Sheet) -> None:
    open_attention(sheet)
    assert sheet.page.locator('[data-set="head"]').is_hidden()
    before = said(sheet)
    sheet.page.click("#ink-tab-retrieve")
    photo = sheet.mean(1)
    sheet.page.click("#ink-tab-attention")
    sheet.page.wait_for_selector('[data-set="head"]:not([hidden])')
    assert sheet.page.locator('[data-set="head"] [value="with"]').is_checked()
    sheet.page.locator(f'.ink-look:has-text("{photo}")').click()
    sheet.page.wait_for_selector('.ink-answers[aria-busy="false"]')
    after = said(sheet)
    sheet.page.locator('[data-set="head"] label').first.click()
    assert said(sheet) == before != after
    cells(sheet, "drawing").nth(3 * SIDE + 3).click()
    told = said(sheet)
    sheet.page.locator('[data-set="head"] label').last.click()
    assert said(sheet) != told and said(sheet).startswith(told[:30]), "the part stays chosen, its answer changes"


def test_a_tap_on_a_phone_lights_up_and_puts_out(browser: Any, address: str) -> None:
    phone = Sheet(browser, address, PHONE, has_touch=True)
    open_attention(phone)
    part = cells(phone, "drawing").nth(3 * SIDE + 3)
    part.tap()
    assert lit(phone, "photo") > 500
    part.tap()
    assert lit(phone, "photo") == 0 and numbers(phone)
    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    widths = [phone.page.locator(f'[data-side="{side}"]').bounding_box()["width"] for side in ("drawing", "photo")]
    assert min(widths) > 140
    phone.context.close()
    assert phone.complaints == []


def test_clearing_the_sheet_takes_the_answers_away(sheet: Sheet) -> None:
    open_attention(sheet)
    sheet.do("clear")
    sheet.page.wait_for_selector(".ink-answers", state="hidden")
    assert sheet.page.locator('[data-empty="attention"]').is_visible()
