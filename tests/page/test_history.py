"""What adapting did: the rank of what was meant while a drawing grows, pair by pair, and without each; and the way back."""

from __future__ import annotations

import re

import pytest

from tests.page.sheet import DRAWINGS, Sheet

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def watched(sheet: Sheet) -> int:
    return int(sheet.page.locator('[data-note="watched"]').inner_text())


def told(sheet: Sheet) -> list[int]:
    label = sheet.page.locator(".ink-trace .ink-trace-line").get_attribute("aria-label")
    return [int(rank) for rank in label.split("While the drawing grew: ")[1].split(", ")]


def lessons(sheet: Sheet) -> None:
    sheet.page.wait_for_function(
        "[...document.querySelectorAll('[data-cell=without]')].every(cell => /^\\d+$/.test(cell.textContent))", timeout=20_000
    )


def test_the_rank_of_what_was_meant_is_told_as_the_drawing_grew(sheet: Sheet) -> None:
    sheet.draw("mug")
    assert sheet.page.locator(".ink-trace").is_hidden()
    photo = sheet.mean(rank=6)
    assert watched(sheet) == sheet.order().index(photo) + 1
    history = told(sheet)
    assert 6 in history and history[-1] == watched(sheet)
    assert sheet.page.locator(".ink-trace-taught").count() == 1
    assert sheet.page.locator(f'.ink-card[data-photo="{photo}"]').get_attribute("data-sought") == "yes"
    asked = [call["data"] for call in sheet.calls if call["fn_name"] == "rank"]
    [meant] = [call["data"]["rank"] for call in sheet.calls if call["fn_name"] == "mean"]
    assert not any("watch" in question for question in asked) and meant["watch"] == [photo]
    points = sheet.page.locator(".ink-trace-line path").last.get_attribute("d")
    sheet.stroke([[60, 60], [90, 90], [120, 60]], DRAWINGS["mug"])
    assert sheet.calls[-1]["data"]["watch"] == [photo]
    longer = sheet.page.locator(".ink-trace-line path").last.get_attribute("d")
    assert len(re.findall("[ML]", longer)) > len(re.findall("[ML]", points)) >= 3
    sheet.page.get_by_role("button", name="Stop watching").click()
    assert sheet.page.locator(".ink-trace").is_hidden()
    assert sheet.page.locator('.ink-card[data-sought="yes"]').count() == 0


def test_an_empty_sheet_forgets_what_was_meant(sheet: Sheet) -> None:
    sheet.draw("mug")
    sheet.mean(rank=4)
    sheet.do("clear")
    assert sheet.page.locator(".ink-trace").is_hidden()
    sheet.draw("chair")
    assert sheet.page.locator(".ink-trace").is_hidden()


def test_every_pair_has_its_history_and_its_rank_without_itself(sheet: Sheet) -> None:
    sheet.draw("mug")
    sheet.mean(rank=5)
    sheet.page.click("#ink-tab-adapt")
    lessons(sheet)
    row = sheet.page.locator(".ink-table tbody tr")
    before = row.locator("td.ink-number").first.inner_text()
    assert row.locator('[data-cell="without"]').inner_text() == before, "one pair, left out, is no pair"
    assert "With one pair" in sheet.page.locator(".ink-lesson").inner_text()
    sheet.page.click("#ink-tab-retrieve")
    sheet.do("clear")
    sheet.draw("chair")
    sheet.mean(rank=4)
    sheet.page.click("#ink-tab-adapt")
    lessons(sheet)
    assert row.count() == 2
    for n in range(2):
        label = row.nth(n).locator(".ink-trace-line").get_attribute("aria-label")
        numbers = [cell.inner_text() for cell in row.nth(n).locator("td.ink-number").all()]
        assert label.startswith(f"rank: unadapted {numbers[0]}, 1 pair ") and label.endswith(f"2 pairs {numbers[1]}")
        assert row.nth(n).locator("circle").count() == 3
    summary = sheet.page.locator(".ink-lesson").inner_text()
    assert "on average" in summary and "leave-one-out" in summary
    without = [int(row.nth(n).locator('[data-cell="without"]').inner_text()) for n in range(2)]
    assert f"stands at {sum(without) / 2:.1f} on average" in summary
    asked = sheet.asked("lessons")
    sheet.page.click("#ink-tab-retrieve")
    sheet.page.click("#ink-tab-adapt")
    sheet.page.wait_for_timeout(300)
    assert sheet.asked("lessons") == asked, "the same pairs teach the same"


def test_a_pair_that_was_removed_comes_back_by_undo(sheet: Sheet) -> None:
    sheet.draw("mug")
    sheet.mean(rank=5)
    sheet.changed(lambda: sheet.page.locator(".ink-card").nth(3).get_by_role("button").click())
    keys = "cards => cards.map(card => card.dataset.pair)"
    pairs, order = sheet.page.locator(".ink-pair").evaluate_all(keys), sheet.order()
    for remove in (
        lambda: sheet.page.locator(".ink-pair .ink-remove").first.click(),
        lambda: (sheet.page.click("#ink-tab-adapt"), sheet.do("reset"), sheet.page.click("#ink-tab-retrieve")),
    ):
        sheet.changed(remove)
        assert sheet.page.locator(".ink-pair").evaluate_all(keys) != pairs
        undo = sheet.page.get_by_role("button", name="Undo", exact=True).last
        sheet.changed(lambda undo=undo: undo.click())
        assert sheet.page.locator(".ink-pair").evaluate_all(keys) == pairs and sheet.order() == order
        assert "back" in sheet.page.locator(".ink-message").inner_text()


def test_undo_of_a_removal_is_reached_by_keyboard_and_outlives_an_empty_sheet(sheet: Sheet) -> None:
    sheet.draw("mug")
    sheet.mean(rank=5)
    for clear in (False, True):
        sheet.page.locator(".ink-pair .ink-remove").focus()
        sheet.page.keyboard.press("Enter")
        sheet.page.wait_for_function("document.activeElement.textContent === 'Undo'")
        if clear:
            sheet.settle()
            sheet.do("clear")
            sheet.page.locator(".ink-message button").focus()
        sheet.page.keyboard.press("Enter")
        sheet.page.wait_for_selector(".ink-pair")
        sheet.page.wait_for_function("document.activeElement.classList.contains('ink-remove')")


def test_a_cards_drawing_lies_on_the_sheet_again(sheet: Sheet) -> None:
    sheet.draw("mug")
    photo = sheet.mean(rank=6)
    now = sheet.page.locator(".ink-pair-rank b").inner_text().split(" → ")[1]
    sheet.do("clear")
    sheet.draw("chair")
    chair = sheet.order()
    sheet.changed(lambda: sheet.page.locator(".ink-pair .ink-again").click())
    sheet.page.wait_for_selector(".ink-trace:not([hidden])")
    assert watched(sheet) == int(now) and sheet.order().index(photo) + 1 == int(now)
    # The chair is one step back.
    sheet.changed(lambda: sheet.do("undo"))
    assert sheet.order() == chair
