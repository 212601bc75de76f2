"""The page in a real browser: drawing, adapting, removing, reloading, and what must not be seen or sent."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from benchmarks.browser import ROOT, served
from tests.page.sheet import DRAWINGS, PHONE, WIDE, Sheet

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_an_empty_sheet_invites_and_shows_what_there_is(sheet: Sheet) -> None:
    assert sheet.page.locator(".ink-invite-line").inner_text().startswith("Draw a")
    assert sheet.page.locator(".ink-kinds li").count() >= 1
    assert sheet.order() == []


def test_results_follow_the_pen_while_it_is_down(sheet: Sheet) -> None:
    first, second, *_ = DRAWINGS["mug"]["strokes"]
    sheet.stroke(first, DRAWINGS["mug"])
    before = sheet.order()
    live = sheet.answered("live")
    sheet.stroke(second, DRAWINGS["mug"], lift=False)
    sheet.await_answer("live", live)
    sheet.page.wait_for_function(
        "before => [...document.querySelectorAll('.ink-card')].some((card, at) => card.dataset.photo !== before[at])",
        arg=before,
        timeout=20_000,
    )
    sheet.page.mouse.up()
    assert len(sheet.order()) == len(before)


def test_a_fast_line_is_a_curve_and_a_corner_stays_a_corner(sheet: Sheet) -> None:
    box = sheet.page.locator(".ink-sheet canvas").bounding_box()
    inked = """(at) => document.querySelector('.ink-sheet canvas').getContext('2d').getImageData(
        Math.round(at[0] * devicePixelRatio), Math.round(at[1] * devicePixelRatio), 1, 1).data[3] > 0"""
    size = {"width": box["width"], "height": box["height"]}
    roof = [(100, 300), (200, 100), (300, 300)]
    sheet.stroke(roof, size)
    assert sheet.page.evaluate(inked, roof[1]), "a roof has a ridge"
    bend = [(350, 300), (450, 280), (550, 300)]
    sheet.stroke(bend, size)
    assert sheet.page.evaluate(inked, (450, 287)) and not sheet.page.evaluate(inked, bend[1])


def test_undo_redo_clear_and_the_keyboard(sheet: Sheet) -> None:
    sheet.draw("mug")
    drawn = sheet.order()
    sheet.changed(lambda: sheet.do("undo"))
    assert sheet.order() != drawn
    sheet.changed(lambda: sheet.do("redo"))
    assert sheet.order() == drawn
    sheet.changed(lambda: sheet.page.keyboard.press("Control+z"))
    sheet.changed(lambda: sheet.page.keyboard.press("Control+Shift+z"))
    assert sheet.order() == drawn
    sheet.do("clear")
    assert sheet.order() == [] and not sheet.strokes()
    sheet.changed(lambda: sheet.page.keyboard.press("Control+z"))
    assert sheet.order() == drawn
    sheet.page.keyboard.press("e")
    assert sheet.page.get_attribute('[data-tool="eraser"]', "aria-pressed") == "true"
    box = sheet.page.locator(".ink-sheet canvas").bounding_box()
    sheet.page.mouse.move(box["x"] + 1, box["y"] + box["height"] / 2)
    sheet.page.mouse.down()
    sheet.page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2, steps=30)
    sheet.page.mouse.up()
    sheet.page.wait_for_timeout(400)
    assert sheet.order() != drawn
    sheet.changed(lambda: sheet.do("undo"))
    assert sheet.order() == drawn
    sheet.page.keyboard.press("p")
    assert sheet.page.get_attribute('[data-tool="pen"]', "aria-pressed") == "true"


def test_a_name_is_never_cut_on_a_card_the_distance_gives_way(sheet: Sheet) -> None:
    lines = """cards => cards.map((card) => {
      const [name, kind, far] = ["name", "kind", "far"].map((part) => card.querySelector(`.ink-card-${part}`));
      const below = far.offsetTop > name.offsetTop + name.offsetHeight / 2;
      return [kind.scrollWidth > kind.clientWidth, below, far.offsetParent.offsetHeight];
    })"""
    sheet.draw("mug")
    seen = {}
    for category in ("mug", "eyeglasses"):
        sheet.changed(lambda kind=category: sheet.page.select_option('[data-set="category"]', kind))
        cards = sheet.page.locator(".ink-card")
        seen[category] = cards.evaluate_all(lines)
        assert not any(cut for cut, _, _ in seen[category])
        titles = cards.locator(".ink-card-words").evaluate_all("all => all.map((one) => one.title)")
        assert all(re.fullmatch(rf"{category}/\S+, distance \d\.\d{{4}} .*", title) for title in titles)
    assert not any(hidden for _, hidden, _ in seen["mug"]), "there is room for it beside a short name"
    assert all(hidden for _, hidden, _ in seen["eyeglasses"][9:]), "none beside a long one with a rank of two digits"
    assert len({height for rows in seen.values() for _, _, height in rows}) == 1, "either way a card is as high"


def test_meaning_a_photo_adapts_and_removing_it_restores_the_order(sheet: Sheet) -> None:
    sheet.draw("mug")
    before, asked = sheet.order(), sheet.asked("rank")
    photo = sheet.mean(rank=6)
    was, now = sheet.page.locator('[data-note="rank"]').inner_text().split(" → ")
    assert int(was) == 6 and int(now) <= 6
    assert sheet.order().index(photo) + 1 == int(now)
    margin = sheet.page.locator('[data-note="margin"]').inner_text().split(" → ")
    assert [0 < float(value) < 1 for value in margin] == [True, True]
    assert "ms" in sheet.page.locator(".ink-message").inner_text()
    assert "adapted" in sheet.page.locator(".ink-state").inner_text()
    assert sheet.order() != before
    sheet.changed(lambda: sheet.page.get_by_role("button", name=f"Remove the pair with {photo}").first.click())
    assert sheet.order() == before
    assert sheet.asked("rank") == asked, "the order comes with the pair, and with taking it back"
    assert sheet.page.locator(".ink-pair").count() == 0


def test_a_reload_is_a_clean_session_and_nobody_sees_anothers_pairs(sheet: Sheet, browser: Any, address: str) -> None:
    sheet.draw("chair")
    before = sheet.order()
    sheet.mean(rank=5)
    other = Sheet(browser, address)
    other.draw("chair")
    assert other.order() == before
    assert other.page.locator(".ink-pair").count() == 0
    other.context.close()
    assert sheet.page.locator(".ink-pair").count() == 1
    sheet.page.reload()
    sheet.ready()
    assert sheet.page.locator(".ink-pair").count() == 0 and not sheet.strokes()
    sheet.draw("chair")
    assert sheet.order() == before


def test_the_tabs_tell_what_they_should(sheet: Sheet, tmp_path: Path) -> None:
    sheet.draw("mug")
    photo = sheet.mean(rank=4)
    sheet.page.click("#ink-tab-adapt")
    assert photo in sheet.page.locator(".ink-table tbody").inner_text()
    with sheet.page.expect_download() as download:
        sheet.do("save")
    profile = tmp_path / download.value.suggested_filename
    download.value.save_as(profile)
    sheet.changed(lambda: sheet.do("reset"))
    assert sheet.page.locator(".ink-pair").count() == 0
    sheet.changed(lambda: sheet.page.set_input_files('[data-file="profile"]', profile))
    assert sheet.page.locator(".ink-pair").count() == 1
    assert sheet.page.locator(".ink-message button").count() == 0, "there was nothing that the profile took the place of"
    sheet.page.click("#ink-tab-retrieve")
    sheet.mean(rank=5)
    sheet.changed(lambda: sheet.page.set_input_files('[data-file="profile"]', profile))
    assert sheet.page.locator(".ink-pair").count() == 1
    sheet.changed(lambda: sheet.page.locator(".ink-message").get_by_role("button", name="Undo").click())
    assert sheet.page.locator(".ink-pair").count() == 2
    sheet.page.click("#ink-tab-attention")
    sheet.page.wait_for_selector(".ink-looks canvas")
    assert sheet.page.locator(".ink-looks canvas").count() >= 4
    sheet.page.click("#ink-tab-margins")
    sheet.page.wait_for_selector('.ink-margin[data-source="your pairs"]')
    sheet.page.keyboard.press("End")
    sheet.page.wait_for_selector(".ink-facts dd")
    assert "ExecutionProvider" in sheet.page.locator(".ink-facts").inner_text()


def test_bad_files_are_answered_beside_the_sheet_and_nothing_is_lost(sheet: Sheet, tmp_path: Path) -> None:
    sheet.draw("chair")
    before = sheet.order()
    fake = tmp_path / "drawing.png"
    fake.write_text("this is no picture")
    sheet.page.set_input_files('[data-file="drawing"]', fake)
    sheet.page.wait_for_selector('.ink-message[data-kind="error"]')
    assert "not a picture" in sheet.page.locator(".ink-message").inner_text()
    profile = tmp_path / "me.safetensors"
    profile.write_bytes(b"\x80\x04nothing")
    sheet.page.set_input_files('[data-file="profile"]', profile)
    sheet.page.wait_for_function("document.querySelector('.ink-message').textContent.includes('safetensors')")
    assert sheet.order() == before and sheet.strokes()


def test_a_picture_of_a_drawing_becomes_strokes(sheet: Sheet, tmp_path: Path) -> None:
    sheet.draw("mug")
    picture = tmp_path / "mug.png"
    sheet.page.locator(".ink-sheet").screenshot(path=picture)
    sheet.do("clear")
    sheet.changed(lambda: sheet.page.set_input_files('[data-file="drawing"]', picture))
    assert sheet.strokes() and sheet.order()


def test_filters(sheet: Sheet) -> None:
    sheet.draw("mug")
    kind = sheet.page.locator('[data-set="category"] option').nth(1).get_attribute("value")
    sheet.changed(lambda: sheet.page.select_option('[data-set="category"]', kind))
    assert {photo.split("/")[0] for photo in sheet.order()} == {kind}
    sheet.changed(lambda: sheet.page.select_option('[data-set="category"]', ""))
    sheet.changed(lambda: sheet.page.select_option('[data-set="top"]', "12"))
    assert len(sheet.order()) == 12


def test_another_domain_shows_other_pictures_and_keeps_the_drawing(sheet: Sheet) -> None:
    choice = sheet.page.get_by_role("radiogroup", name="Which pictures to search")
    sheet.draw("mug")
    photos, addresses = sheet.order(), sheet.pictures()
    sheet.search("cartoon")
    assert sheet.strokes() and sheet.order() != photos
    assert not set(sheet.pictures()) & set(addresses)
    assert all("/cartoon/" in address for address in sheet.pictures())
    # Keys that draw still do, though the choice has the focus.
    sheet.changed(lambda: sheet.page.keyboard.press("Control+z"))
    sheet.changed(lambda: sheet.page.keyboard.press("Control+Shift+z"))
    sheet.changed(lambda: sheet.page.keyboard.press("ArrowLeft"))
    assert choice.get_by_label("art", exact=True).is_checked() and all("/art/" in one for one in sheet.pictures())
    sheet.search("photo")
    assert sheet.order() == photos and sheet.pictures() == addresses
    sheet.do("clear")
    sheet.page.locator(".ink-choice label").nth(1).click()
    assert "artworks of" in sheet.page.locator(".ink-empty-line").first.inner_text()


def test_a_pair_made_from_a_cartoon_stands_for_the_photo(sheet: Sheet) -> None:
    sheet.draw("mug")
    sheet.search("cartoon")
    button = sheet.page.locator(".ink-card").nth(1).get_by_role("button")
    assert "makes a pair with the photo" in button.get_attribute("title")
    photo = sheet.mean(rank=2)
    assert sheet.page.locator(f'.ink-card[data-photo="{photo}"]').get_attribute("data-meant") == "yes"
    assert sheet.page.locator(".ink-move").count() > 0
    assert "among photos" in sheet.page.locator(".ink-message").inner_text()
    tile = sheet.page.locator(".ink-pair .ink-tile")
    assert "/photo/" in tile.evaluate("tile => tile.style.backgroundImage")
    assert tile.get_attribute("aria-label") == f"photo {photo}"
    sheet.search("photo")
    now = int(sheet.page.locator(".ink-pair-rank b").inner_text().split(" → ")[1])
    sheet.changed(lambda: sheet.page.select_option('[data-set="top"]', "96"))
    assert sheet.order().index(photo) + 1 == now
    assert "adapted" in sheet.page.locator(".ink-state").inner_text()


def test_the_domains_tab_fuses_examples_and_maps_them(sheet: Sheet) -> None:
    sheet.page.click("#ink-tab-domains")
    assert "Draw something" in sheet.page.locator("#ink-panel-domains").inner_text()
    assert sheet.page.get_by_role("button", name="Other examples").is_disabled()
    sheet.draw("mug")
    first = sheet.fused()
    assert list(first) == ["query", "photo", "art", "cartoon", "sketch"]
    assert sheet.page.locator(".ink-example .ink-track-bar").count() == 8
    assert sheet.page.locator(".ink-far [data-mark] .ink-track-bar").count() == 5
    assert sheet.page.locator(".ink-map path title").count() > 100
    assert sheet.page.locator(".ink-map .ink-spot-used").count() == 4
    assert sheet.page.locator('.ink-map [data-mark="query"]').count() == 1
    assert sheet.page.locator('.ink-map [data-mark="positive"]').count() == 1
    asked = sheet.asked("domains")
    sheet.page.get_by_role("button", name="Other examples").click()
    sheet.page.wait_for_function(
        "was => document.querySelector('.ink-example[data-domain=photo] img').src !== was", arg=first["photo"]
    )
    assert sheet.asked("domains") == asked + 1
    other = sheet.fused()
    assert other["query"] == first["query"] and all(other[domain] != first[domain] for domain in list(first)[1:])
    kind = sheet.page.locator('[data-set="fused"] option').nth(3).get_attribute("value")
    sheet.page.select_option('[data-set="fused"]', kind)
    sheet.page.wait_for_function("kind => document.querySelector('.ink-map-name-own').textContent === kind", arg=kind)
    sheet.page.select_option('[data-set="fused"]', "")
    sheet.do("clear")
    assert sheet.page.locator(".ink-fused").is_hidden()
    sheet.draw("chair")
    assert sheet.fused()["query"] != first["query"]
    sheet.page.click("#ink-tab-retrieve")
    asked = sheet.asked("domains")
    sheet.changed(lambda: sheet.do("undo"))
    assert sheet.asked("domains") == asked


def test_examples_that_do_not_come_are_told_of_and_asked_for_again(browser: Any, address: str) -> None:
    opened = Sheet(browser, address)
    opened.draw("mug")
    calls = re.compile("component_server")
    opened.page.route(
        calls, lambda route: route.abort() if route.request.post_data_json["fn_name"] == "domains" else route.continue_()
    )
    opened.page.click("#ink-tab-domains")
    opened.page.wait_for_selector('.ink-empty-line[data-empty="domains"][data-kind="error"]')
    assert "does not answer" in opened.page.locator('[data-empty="domains"]').inner_text()
    opened.page.unroute(calls)
    opened.page.get_by_role("button", name="Other examples").click()
    assert len(opened.fused()) == 5 and opened.strokes()
    opened.context.close()


@pytest.mark.parametrize(("viewport", "theme"), [(WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")])
def test_the_domains_tab_fits_every_screen_and_board(browser: Any, address: str, viewport: dict, theme: str) -> None:
    opened = Sheet(browser, f"{address}?__theme={theme}", viewport)
    opened.draw("mug")
    opened.page.click("#ink-tab-domains")
    assert len(opened.fused()) == 5
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    cut = "nodes => nodes.filter(node => node.scrollWidth > node.clientWidth + 1).map(node => node.textContent)"
    assert opened.page.locator(".ink-example-name, .ink-meter, .ink-far li").evaluate_all(cut) == []
    ink, paper = (
        opened.page.locator(".ink-map").evaluate(f"map => getComputedStyle(map).{name}")
        for name in ("color", "backgroundColor")
    )
    assert (sum(channels(ink)) > sum(channels(paper))) == (theme == "dark")
    assert opened.complaints == []
    opened.context.close()


def test_a_gallery_of_photos_alone_says_so(browser: Any) -> None:
    with served(["--gallery", str(ROOT / "demo_assets" / "gallery" / "art")]) as alone:
        opened = Sheet(browser, alone)
        assert opened.page.locator('.ink-choice[data-set="domain"]').is_hidden()
        opened.draw("mug")
        opened.page.click("#ink-tab-domains")
        assert list(opened.fused()) == ["query", "photo", "sketch"]
        assert "photos only" in opened.page.locator(".ink-story").inner_text()
        assert opened.complaints == []
        opened.context.close()


def channels(colour: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", colour)[:3]]


def test_a_finger_draws_and_the_layout_holds_on_a_phone(browser: Any, address: str) -> None:
    phone = Sheet(browser, address, PHONE, has_touch=True, device_scale_factor=2)
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    box = phone.page.locator(".ink-sheet canvas").bounding_box()
    top = phone.page.locator(".ink-tabs").bounding_box()["y"]
    session = phone.context.new_cdp_session(phone.page)
    points = [(box["x"] + 60 + 6 * i, box["y"] + 60 + 5 * (i % 9)) for i in range(30)]
    for kind, point in [("touchStart", points[0]), *(("touchMove", p) for p in points[1:]), ("touchEnd", None)]:
        touches = [] if point is None else [{"x": point[0], "y": point[1]}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
    phone.await_answer("final", 0)
    assert phone.order()
    assert phone.page.locator(".ink-tabs").bounding_box()["y"] == top
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert phone.complaints == []
    phone.context.close()


@pytest.mark.parametrize(
    ("name", "viewport", "theme"), [("light", WIDE, "light"), ("dark", WIDE, "dark"), ("phone", PHONE, "light")]
)
def test_pictures_of_the_page(browser: Any, address: str, name: str, viewport: dict, theme: str, tmp_path: Path) -> None:
    opened = Sheet(browser, f"{address}?__theme={theme}", viewport)
    opened.draw("mug")
    opened.mean(rank=3)
    opened.page.wait_for_timeout(400)
    opened.page.screenshot(path=tmp_path / f"{name}.png")
    assert (tmp_path / f"{name}.png").stat().st_size > 20_000
    assert opened.complaints == []
    opened.context.close()


def test_pairs_that_the_server_has_forgotten_are_taught_again(sheet: Sheet) -> None:
    sheet.draw("mug")
    sheet.mean(rank=5)
    taught = sheet.order()
    # A reset that the page does not know of stands for a server that was started anew.
    call = next(body for body in sheet.calls if body.get("fn_name") == "mean")
    forgot = sheet.page.request.post(call.pop("url"), data=call | {"fn_name": "unlearn", "data": [{}]})
    assert forgot.json()["pairs"] == []
    sheet.page.select_option('[data-set="top"]', "48")
    sheet.page.wait_for_function("document.querySelector('.ink-message').textContent.includes('learned them again')")
    sheet.settle()
    assert sheet.order()[: len(taught)] == taught


@pytest.mark.parametrize("width", [830, 1024, 1100, 1130, 1280])
def test_the_tools_stay_beside_the_tabs_at_every_width(browser: Any, address: str, width: int) -> None:
    sheet = Sheet(browser, address, {"width": width, "height": 768})
    upload = sheet.page.locator('[data-do="upload"]').bounding_box()
    tabs = sheet.page.locator(".ink-tabs").bounding_box()
    assert upload["x"] + upload["width"] <= tabs["x"]
    sheet.context.close()
