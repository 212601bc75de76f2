"""Pairs that stay in this browser where the person says so, and only there."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.page.sheet import Sheet

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KEPT = """() => new Promise((resolve) => {
  const opening = indexedDB.open('inkling', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('kept');
  opening.onsuccess = () => {
    const ask = opening.result.transaction('kept').objectStore('kept').get('profile');
    ask.onsuccess = () => { opening.result.close(); resolve(ask.result ? (ask.result.bytes?.length ?? 0) : -1); };
  };
})"""
SPOIL = """() => new Promise((resolve) => {
  const opening = indexedDB.open('inkling', 1);
  opening.onsuccess = () => {
    const change = opening.result.transaction('kept', 'readwrite');
    change.objectStore('kept').put({ bytes: new Uint8Array([1, 2, 3]) }, 'profile');
    change.oncomplete = () => { opening.result.close(); resolve(); };
  };
})"""


def kept(sheet: Sheet) -> int:
    """How many bytes lie in the browser; -1 where nothing was asked to be kept."""
    return sheet.page.evaluate(KEPT)


def await_kept(sheet: Sheet, test: Callable[[int], bool]) -> int:
    """Wait until as many bytes lie there; how many they are."""
    until = time.monotonic() + 20
    while not test(found := kept(sheet)):
        assert time.monotonic() < until, f"{found} bytes are kept"
        sheet.page.wait_for_timeout(50)
    return found


def some(n: int) -> bool:
    return n > 1000


def no_pairs(n: int) -> bool:
    return n == 0


def nothing(n: int) -> bool:
    return n == -1


def keep(sheet: Sheet) -> Any:
    sheet.page.click("#ink-tab-adapt")
    return sheet.page.get_by_label("Keep my pairs and photos in this browser")


def again(sheet: Sheet) -> None:
    sheet.page.reload()
    sheet.ready()


def test_pairs_are_back_after_a_reload_where_that_was_asked_for(sheet: Sheet) -> None:
    sheet.draw("mug")
    sheet.mean(rank=5)
    assert kept(sheet) == -1
    keep(sheet).check()
    one = await_kept(sheet, some)
    sheet.page.click("#ink-tab-retrieve")
    sheet.changed(lambda: sheet.page.locator(".ink-card").nth(3).get_by_role("button").click())
    order = sheet.order()
    pairs = sheet.page.locator(".ink-pair").evaluate_all("cards => cards.map(card => card.dataset.pair)")
    await_kept(sheet, lambda n: n > one)
    again(sheet)
    assert "Your 2 pairs are back" in sheet.page.locator(".ink-message").inner_text()
    assert sheet.page.locator(".ink-pair").evaluate_all("cards => cards.map(card => card.dataset.pair)") == pairs
    assert keep(sheet).is_checked()
    sheet.page.click("#ink-tab-retrieve")
    sheet.draw("mug")
    assert sheet.order() == order
    keep(sheet).uncheck()
    await_kept(sheet, nothing)
    assert "nothing of yours is kept" in sheet.page.locator(".ink-keep-note").inner_text()
    again(sheet)
    assert sheet.page.locator(".ink-pair").count() == 0 and not keep(sheet).is_checked()


def test_forgotten_pairs_do_not_come_back(sheet: Sheet) -> None:
    keep(sheet).check()
    await_kept(sheet, no_pairs)
    sheet.page.click("#ink-tab-retrieve")
    sheet.draw("mug")
    sheet.mean(rank=5)
    await_kept(sheet, some)
    sheet.changed(lambda: sheet.page.locator(".ink-pair .ink-remove").click())
    await_kept(sheet, no_pairs)
    again(sheet)
    assert sheet.page.locator(".ink-pair").count() == 0 and keep(sheet).is_checked()


def test_somebody_elses_pairs_are_never_kept(sheet: Sheet) -> None:
    sheet.draw("mug")
    photo = sheet.mean(rank=5)
    keep(sheet).check()
    await_kept(sheet, some)
    own = kept(sheet)
    sheet.do("clear")
    sheet.page.click('[data-person="Kim"]')
    sheet.page.wait_for_selector('[data-note="guest"]', timeout=30_000)
    assert keep(sheet).is_disabled()
    sheet.page.wait_for_timeout(500)
    assert kept(sheet) == own
    again(sheet)
    assert sheet.page.locator(".ink-pair").count() == 1
    assert sheet.page.locator(".ink-pair").get_attribute("title") == photo


def test_a_profile_that_cannot_be_read_is_told_left_alone_and_deleted_on_demand(sheet: Sheet) -> None:
    keep(sheet).check()
    await_kept(sheet, no_pairs)
    sheet.page.evaluate(SPOIL)
    again(sheet)
    assert "not a style profile" in sheet.page.locator(".ink-message").inner_text()
    sheet.draw("mug")
    sheet.mean(rank=5)
    sheet.page.wait_for_timeout(400)
    assert kept(sheet) == 3, "it may be of use to another model"
    box = keep(sheet)
    assert "Untick to delete it" in sheet.page.locator(".ink-keep-note").inner_text()
    box.uncheck()
    await_kept(sheet, nothing)
    box.check()
    await_kept(sheet, some)


def test_a_browser_that_keeps_nothing_says_so(browser: Any, address: str) -> None:
    opened = Sheet(browser, address)
    opened.context.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    again(opened)
    assert keep(opened).is_disabled()
    assert "keeps nothing" in opened.page.locator(".ink-keep-note").inner_text()
    opened.page.click("#ink-tab-retrieve")
    opened.draw("mug")
    opened.mean(rank=3)
    assert opened.page.locator(".ink-pair").count() == 1 and opened.complaints == []
    opened.context.close()
