"""What leads a first-time visitor: a drawing to try, somebody else to be, two quiet lines; and nothing of theirs is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest

from benchmarks.browser import ROOT, served
from tests.page.sheet import PHONE, WIDE, Sheet

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def offered(sheet: Sheet) -> Sheet:
    sheet.page.wait_for_selector(".ink-start button")
    return sheet


def said(sheet: Sheet, words: str) -> str:
    sheet.page.wait_for_function(
        "words => document.querySelector('.ink-message').textContent.includes(words)", arg=words, timeout=20_000
    )
    return sheet.page.locator(".ink-message").inner_text()


def become(sheet: Sheet, name: str) -> None:
    offered(sheet).page.click(f'[data-person="{name}"]')
    sheet.page.wait_for_selector('[data-note="guest"]', timeout=30_000)
    sheet.settle()


def moved(sheet: Sheet) -> tuple[int, int]:
    was, now = sheet.page.locator('[data-note="guest"]').inner_text().split(" → ")
    return int(was), int(now)


def strokes(sheet: Sheet) -> list:
    """What the page asked about last."""
    return [call for call in sheet.calls if call["fn_name"] == "rank"][-1]["data"]["sketch"]["strokes"]


def test_a_drawing_to_try_grows_while_the_photos_follow(sheet: Sheet) -> None:
    offered(sheet)
    before, asked = sheet.answered("live"), sheet.asked("rank")
    sheet.page.get_by_role("button", name="Try a drawing").click()
    sheet.await_answer("live", before)
    assert sheet.answered("final") == 0, "photos come while it still grows"
    words = said(sheet, "A simulated person drew this, meaning ")
    photo = re.search(r"meaning ([\w/]+\w)", words).group(1)
    assert photo in sheet.order() and sheet.strokes()
    assert sheet.page.locator(f'.ink-card[data-photo="{photo}"]').get_attribute("data-sought") == "yes"
    assert sheet.asked("rank") >= asked + 3
    rank = int(sheet.page.locator('[data-note="watched"]').inner_text())
    assert sheet.order().index(photo) + 1 == rank
    assert sheet.page.locator(".ink-start").evaluate("node => getComputedStyle(node).visibility") == "hidden"
    # One step back, and the sheet is empty again; the next one is another.
    sheet.do("undo")
    assert not sheet.strokes()
    sheet.page.get_by_role("button", name="Try a drawing").click()
    sheet.await_answer("final", 1)
    assert photo not in said(sheet, "A simulated person drew this, meaning ")


def test_a_pen_that_comes_while_it_grows_finds_the_drawing_whole(sheet: Sheet) -> None:
    offered(sheet).page.get_by_role("button", name="Try a drawing").click()
    sheet.await_answer("live", 0)
    box = sheet.page.locator(".ink-sheet canvas").bounding_box()
    sheet.page.mouse.move(box["x"] + 30, box["y"] + 30)
    sheet.page.mouse.down()
    sheet.page.mouse.move(box["x"] + 60, box["y"] + 50, steps=4)
    sheet.page.mouse.up()
    sheet.page.wait_for_timeout(300)
    sheet.settle()
    whole = strokes(sheet)
    sheet.changed(lambda: sheet.do("undo"))
    assert strokes(sheet) == whole[:-1] and len(whole) > 30


def test_reduced_motion_lays_a_drawing_at_once(browser: Any, address: str) -> None:
    still = Sheet(browser, address, reduced_motion="reduce")
    offered(still).changed(lambda: still.page.get_by_role("button", name="Try a drawing").click())
    assert still.answered("live") == 0 and still.order()
    assert still.complaints == []
    still.context.close()


@pytest.mark.parametrize("button", ["[data-do=try]", "[data-person=Bo]"])
def test_who_presses_what_lies_on_the_sheet_and_moves_on_is_drawing(sheet: Sheet, button: str) -> None:
    box = offered(sheet).page.locator(f".ink-start {button}").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = sheet.page.mouse
    mouse.move(x, y)
    mouse.down()
    for place in ((x, y - 90), (x + 90, y - 90), (x + 90, y), (x, y)):
        mouse.move(*place, steps=4)
    sheet.changed(mouse.up)
    assert len(strokes(sheet)) == 1 and sheet.asked("example") == sheet.asked("be") == 0
    sheet_box = sheet.page.locator(".ink-sheet canvas").bounding_box()
    first = strokes(sheet)[0][0]
    assert first[0] == pytest.approx(x - sheet_box["x"], abs=1) and first[1] == pytest.approx(y - sheet_box["y"], abs=1)


def test_a_finger_that_moves_on_from_a_button_draws_and_one_that_taps_presses(browser: Any, address: str) -> None:
    phone = offered(Sheet(browser, address, PHONE, has_touch=True))
    button = phone.page.locator(".ink-start [data-person=Bo]")
    box = button.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = phone.context.new_cdp_session(phone.page)
    moves = [("touchMove", [{"x": x, "y": y - 8 * step}]) for step in range(1, 15)]
    for kind, touches in [("touchStart", [{"x": x, "y": y}]), *moves, ("touchEnd", [])]:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
    phone.await_answer("final", 0)
    assert phone.strokes() and phone.asked("be") == 0 and phone.page.evaluate("scrollY") == 0
    phone.do("undo")
    # Two touches at once would be one gesture.
    phone.page.wait_for_timeout(600)
    button.tap()
    phone.page.wait_for_selector('[data-note="guest"]', timeout=30_000)
    assert phone.asked("be") == 1 and phone.complaints == []
    phone.context.close()


def test_being_somebody_else_shows_what_pairs_do_and_ending_gives_everything_back(sheet: Sheet) -> None:
    offered(sheet)
    sheet.draw("mug")
    sheet.mean(rank=5)
    sheet.changed(lambda: sheet.page.locator(".ink-card").nth(3).get_by_role("button").click())
    cards = sheet.page.locator(".ink-pair").evaluate_all("cards => cards.map(card => card.dataset.pair)")
    drawn, order = strokes(sheet), sheet.order()
    sheet.do("clear")
    become(sheet, "Bo")
    assert sheet.page.locator(".ink-pair").count() == 5
    assert not {card for card in cards if sheet.page.locator(f'[data-pair="{card}"]').count()}
    told = sheet.page.locator(".ink-guest").inner_text()
    assert "Simulated" in told and "Over Bo's 12 other drawings" in told
    assert "adapted to Bo" in sheet.page.locator(".ink-state").inner_text()
    was, now = moved(sheet)
    meant = sheet.page.locator('.ink-card[data-sought="yes"]').get_attribute("data-photo")
    assert now < was and sheet.order().index(meant) + 1 == now
    # The same drawing as if there were no pairs: the photo is where it is said to have been.
    sheet.changed(lambda: sheet.page.select_option('[data-set="top"]', "96"))
    sheet.changed(lambda: sheet.page.click('[data-do="compare"]'))
    assert sheet.order().index(meant) + 1 == was
    assert "not adapted" in sheet.page.locator(".ink-state").inner_text()
    sheet.changed(lambda: sheet.page.click('[data-do="compare"]'))
    assert sheet.order().index(meant) + 1 == now
    sheet.changed(lambda: sheet.page.select_option('[data-set="top"]', "24"))
    # Pairs that are made meanwhile are Bo's, and go with Bo.
    sheet.changed(lambda: sheet.page.locator(".ink-card").nth(2).get_by_role("button").click())
    assert sheet.page.locator(".ink-pair").count() == 6
    sheet.page.get_by_role("button", name="End the example").click()
    assert "with your 2 pairs" in said(sheet, "You are yourself again")
    assert sheet.page.locator(".ink-guest").is_hidden()
    assert sheet.page.locator(".ink-pair").evaluate_all("cards => cards.map(card => card.dataset.pair)") == cards
    assert not sheet.strokes(), "the sheet was empty before"
    sheet.changed(lambda: sheet.do("undo"))
    assert strokes(sheet) == drawn and sheet.order() == order


def test_the_numbers_told_of_somebody_are_those_of_their_drawings(sheet: Sheet) -> None:
    become(sheet, "Ada")
    told = sheet.page.locator(".ink-guest-moved").inner_text()
    before, after = map(float, re.search(r"stood at ([\d.]+) on average, now at ([\d.]+):", told).groups())
    better, worse, same = map(int, re.search(r"better in (\d+), worse in (\d+), the same in (\d+)", told).groups())
    ranks = [moved(sheet)]
    for number in range(2, 13):
        last = sheet.answered("final")
        sheet.page.locator(".ink-guest-do button").first.click()
        assert f"{number} of 12" in sheet.page.locator(".ink-guest-at").inner_text()
        sheet.await_answer("final", last)
        sheet.page.wait_for_selector('[data-note="guest"]', timeout=20_000)
        sheet.settle()
        ranks.append(moved(sheet))
    assert (better, worse, same) == (
        sum(now < was for was, now in ranks),
        sum(now > was for was, now in ranks),
        sum(now == was for was, now in ranks),
    )
    # What is laid is placed on the sheet anew: a photo that is far down may stand a place or two from where it was told.
    assert before == pytest.approx(sum(was for was, _ in ranks) / 12, abs=0.06, rel=0.01)
    assert after == pytest.approx(sum(now for _, now in ranks) / 12, abs=0.06, rel=0.01)


def test_a_server_that_forgot_loses_nobody_their_own_pairs(sheet: Sheet) -> None:
    sheet.draw("mug")
    sheet.mean(rank=5)
    sheet.do("clear")
    become(sheet, "Bo")
    # An end that the page does not know of stands for a server that was started anew.
    call = next(dict(body) for body in sheet.calls if body.get("fn_name") == "be")
    ended = sheet.page.request.post(call.pop("url"), data=call | {"fn_name": "end", "data": [{}]})
    assert len(ended.json()["pairs"]) == 1
    sheet.page.get_by_role("button", name="End the example").click()
    said(sheet, "with your 1 pair")
    assert sheet.page.locator(".ink-pair").count() == 1


def test_quiet_lines_lead_on_until_each_was_followed_once(sheet: Sheet) -> None:
    sheet.draw("mug")
    assert "This is what I meant" in said(sheet, "Not first?")
    sheet.mean(rank=3)
    line = sheet.page.locator(".ink-next")
    assert "Now draw another one" in line.inner_text()
    sheet.do("clear")
    assert line.is_visible()
    sheet.draw("chair")
    assert line.is_hidden()
    sheet.page.reload()
    sheet.ready()
    sheet.draw("mug")
    assert sheet.page.locator(".ink-message").inner_text() == ""
    sheet.mean(rank=3)
    assert line.is_hidden()


def test_a_quiet_line_that_is_dismissed_stays_away(browser: Any, address: str) -> None:
    opened = Sheet(browser, address)
    opened.draw("mug")
    said(opened, "Not first?")
    opened.page.get_by_role("button", name="Do not show this line again").click()
    assert opened.page.locator(".ink-message").inner_text() == ""
    opened.do("clear")
    opened.draw("chair")
    assert opened.page.locator(".ink-message").inner_text() == ""
    opened.context.close()


def test_a_browser_without_memory_is_led_too(browser: Any, address: str) -> None:
    opened = Sheet(browser, address)
    opened.context.add_init_script(
        "for (const name of ['getItem', 'setItem']) Storage.prototype[name] = () => { throw new Error('no memory'); };"
    )
    opened.page.reload()
    opened.ready()
    opened.draw("mug")
    said(opened, "Not first?")
    opened.mean(rank=3)
    assert opened.page.locator(".ink-next").is_visible()
    opened.context.close()


def test_other_galleries_offer_only_what_they_have(browser: Any) -> None:
    with served(["--gallery", str(ROOT / "demo_assets" / "gallery" / "art")]) as alone:
        opened = Sheet(browser, alone)
        opened.page.wait_for_timeout(800)
        assert opened.page.locator("[data-person]").count() == 0
        opened.draw("mug")
        assert opened.complaints == []
        opened.context.close()


@pytest.mark.parametrize(("viewport", "theme"), [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")])
def test_the_example_fits_every_screen(browser: Any, address: str, viewport: dict, theme: str) -> None:
    opened = Sheet(browser, f"{address}?__theme={theme}", viewport)
    become(opened, "Kim")
    opened.page.click("#ink-tab-adapt")
    opened.page.wait_for_selector(".ink-table .ink-trace-line")
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    for part in (".ink-guest", ".ink-guest-do button", ".ink-table tr td:last-child", ".ink-trace"):
        for box in opened.page.locator(part).evaluate_all("nodes => nodes.map(n => n.getBoundingClientRect().right)"):
            assert box <= viewport["width"], part
    assert opened.complaints == []
    opened.context.close()
