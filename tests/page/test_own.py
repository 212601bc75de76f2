"""Photos of a person's own in the browser: dropped, named, found, meant, taken back, saved and loaded again."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from benchmarks.browser import ROOT
from tests.page.sheet import PHONE, WIDE, Sheet

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DIALOG, STRIP = ".ink-own-dialog", ".ink-own-list li"


def photos(count: int, kind: str = "mug", name: str = "cup") -> dict[str, bytes]:
    """The gallery's own photos in other colours, so that they are new and still of a thing that can be drawn."""
    found = {}
    for i, path in enumerate(sorted((ROOT / "demo_assets" / "gallery" / "photo" / kind).glob("*.webp"))[:count], 1):
        buffer = io.BytesIO()
        red, green, blue = Image.open(path).convert("RGB").resize((900, 900)).split()
        Image.merge("RGB", (blue, red, green)).save(buffer, "JPEG")
        found[f"{name}-{i}.jpg"] = buffer.getvalue()
    return found


def drop(sheet: Sheet, files: dict[str, bytes], onto: str = ".ink-finds .ink-scroll") -> Any:
    transfer = sheet.page.evaluate_handle(
        """files => {
            const transfer = new DataTransfer();
            for (const [name, data] of Object.entries(files))
              transfer.items.add(new File([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], name));
            return transfer;
        }""",
        {name: base64.b64encode(data).decode() for name, data in files.items()},
    )
    sheet.page.locator(onto).first.dispatch_event("dragenter", {"dataTransfer": transfer})
    framed = sheet.page.get_attribute(".ink-finds", "data-drop")
    sheet.page.locator(onto).first.dispatch_event("drop", {"dataTransfer": transfer})
    sheet.page.wait_for_selector(f"{DIALOG}[open]")
    return framed


def opened(sheet: Sheet, count: int) -> None:
    """Until the browser has opened all files."""
    sheet.page.wait_for_selector(f'{DIALOG} [type="submit"]:enabled:has-text("Add {count} photo")', timeout=30_000)


def add(sheet: Sheet, files: dict[str, bytes], kind: str = "cup") -> None:
    drop(sheet, files)
    opened(sheet, len(files))
    sheet.page.fill(f'{DIALOG} [name="kind"]', kind)
    sheet.page.click(f'{DIALOG} [type="submit"]')
    sheet.page.wait_for_selector(DIALOG, state="hidden", timeout=30_000)
    if sheet.strokes():
        sheet.settle()


def own_cards(sheet: Sheet) -> list[str]:
    cards = sheet.page.locator(".ink-card:has(.ink-tile-own)")
    return cards.evaluate_all("cards => cards.map(card => card.dataset.photo)")


def shown(sheet: Sheet, selector: str) -> list[bool]:
    """Whether each picture there can be seen: its address still stands for one."""
    return sheet.page.locator(selector).evaluate_all(
        """tiles => Promise.all(tiles.map(async (tile) => {
            const image = new Image();
            image.src = tile.style.backgroundImage.slice(5, -2);
            return image.decode().then(() => image.naturalWidth === 128, () => false);
        }))"""
    )


def test_dropped_photos_are_found_meant_and_explained(sheet: Sheet) -> None:
    sheet.draw("mug")
    before = sheet.order()
    assert drop(sheet, photos(6)) == "yes" and sheet.page.get_attribute(".ink-finds", "data-drop") == "no"
    opened(sheet, 6)
    assert sheet.page.input_value(f'{DIALOG} [name="kind"]') == "cup"
    assert sheet.page.locator(".ink-own-chosen li").count() == 6
    sheet.changed(lambda: sheet.page.keyboard.press("Enter"))
    sheet.page.wait_for_selector(DIALOG, state="hidden")
    assert "6 photos of cup added" in sheet.page.locator(".ink-message").inner_text()
    found = own_cards(sheet)
    assert found and all(photo.startswith("cup/cup-") for photo in found)
    assert [photo for photo in sheet.order() if photo not in found] == before[: len(before) - len(found)]
    assert all(shown(sheet, ".ink-card .ink-tile-own"))
    assert "of 1006" in sheet.page.locator(".ink-state").inner_text()

    sheet.changed(lambda: sheet.page.select_option('[data-set="category"]', "cup"))
    assert sorted(sheet.order()) == [f"cup/cup-{i}" for i in range(1, 7)]
    sheet.page.click("#ink-tab-margins")
    sheet.page.wait_for_selector('.ink-margin[data-category="cup"][data-source="unlearned"]')
    sheet.page.click("#ink-tab-retrieve")
    photo = sheet.mean(rank=3)
    was, now = sheet.page.locator('[data-note="rank"]').inner_text().split(" → ")
    assert 0 < int(now) <= int(was) and sheet.page.locator(".ink-pair").get_attribute("title") == photo
    assert all(shown(sheet, ".ink-pair .ink-tile"))
    sheet.page.click("#ink-tab-margins")
    sheet.page.wait_for_selector('.ink-margin[data-category="cup"][data-source="your pairs"]')
    sheet.page.click("#ink-tab-attention")
    sheet.page.wait_for_selector(".ink-looks button[aria-pressed=true]")
    assert "cup/cup-" in sheet.page.locator(".ink-looks").inner_text()
    sheet.page.wait_for_selector(".ink-answers-pictures svg, .ink-answers-pictures canvas")
    sheet.page.click("#ink-tab-domains")
    assert set(sheet.fused()) >= {"query", "photo"}


def test_nobody_else_finds_them_and_a_reload_forgets_them(sheet: Sheet, browser: Any, address: str) -> None:
    add(sheet, photos(3))
    other = Sheet(browser, address)
    other.draw("mug")
    assert own_cards(other) == [] and "of 1000" in other.page.locator(".ink-state").inner_text()
    other.context.close()
    sheet.page.reload()
    sheet.ready()
    sheet.draw("mug")
    assert own_cards(sheet) == []


def test_one_is_taken_back_and_comes_again_with_its_pair(sheet: Sheet) -> None:
    add(sheet, photos(4))
    sheet.draw("mug")
    sheet.changed(lambda: sheet.page.select_option('[data-set="category"]', "cup"))
    photo = sheet.mean(rank=2)
    taught = sheet.order()
    sheet.page.click("#ink-tab-adapt")
    sheet.changed(lambda: sheet.page.get_by_role("button", name=f"Remove {photo}", exact=True).click())
    sheet.page.wait_for_selector('.ink-message[data-kind="offer"]')
    assert "and 1 pair made with it" in sheet.page.locator(".ink-message").inner_text()
    assert photo not in sheet.order() and sheet.page.locator(".ink-pair").count() == 0
    assert sheet.page.locator(STRIP).count() == 3
    assert sheet.page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Remove cup/")
    sheet.changed(lambda: sheet.page.locator(".ink-message button").click())
    assert sheet.page.locator(STRIP).count() == 4 and sheet.page.locator(".ink-pair").get_attribute("title") == photo
    assert sorted(sheet.order()) == sorted(taught) and all(shown(sheet, ".ink-own-list .ink-tile"))
    sheet.changed(lambda: sheet.do("own-clear"))
    assert sheet.page.locator(STRIP).count() == 0 and sheet.page.locator('[data-do="own-clear"]').is_hidden()
    assert own_cards(sheet) == [] and sheet.page.input_value('[data-set="category"]') == ""
    assert sheet.page.evaluate("document.activeElement.dataset.do") == "own"


def test_a_saved_profile_brings_them_back_after_a_reload(sheet: Sheet, tmp_path: Path) -> None:
    add(sheet, photos(5))
    sheet.page.click("#ink-tab-adapt")
    assert sheet.page.locator(STRIP).count() == 5
    with sheet.page.expect_download() as download:
        sheet.do("save")
    download.value.save_as(tmp_path / "me.safetensors")
    sheet.page.reload()
    sheet.ready()
    sheet.draw("mug")
    assert own_cards(sheet) == []
    sheet.page.click("#ink-tab-adapt")
    sheet.changed(lambda: sheet.page.set_input_files('[data-file="profile"]', tmp_path / "me.safetensors"))
    assert sheet.page.locator(STRIP).count() == 5 and all(shown(sheet, ".ink-own-list .ink-tile"))
    assert own_cards(sheet) and sheet.page.locator('[data-do="save"]').is_enabled()
    assert "cup" in sheet.page.locator('[data-set="category"] optgroup').inner_text()


def test_a_browser_that_keeps_the_pairs_keeps_the_photos(sheet: Sheet) -> None:
    sheet.page.click("#ink-tab-adapt")
    sheet.page.check('[data-set="keep"]')
    sheet.page.click("#ink-tab-retrieve")
    add(sheet, photos(2))
    sheet.page.wait_for_timeout(1500)
    sheet.page.reload()
    sheet.ready()
    assert "Your 2 photos are back" in sheet.page.locator(".ink-message").inner_text()
    sheet.draw("mug")
    sheet.changed(lambda: sheet.page.select_option('[data-set="category"]', "cup"))
    assert own_cards(sheet) and all(shown(sheet, ".ink-card .ink-tile-own"))


def test_bad_files_are_named_and_good_ones_kept(sheet: Sheet) -> None:
    drop(sheet, {**photos(2), "notes.txt": b"hello", "cut.jpg": photos(1)["cup-1.jpg"][:300], "empty.png": b""})
    opened(sheet, 5)
    sheet.page.fill(f'{DIALOG} [name="kind"]', "cup")
    sheet.page.click(f'{DIALOG} [type="submit"]')
    sheet.page.wait_for_selector(".ink-own-refused li")
    left = sheet.page.locator(".ink-own-refused li").all_inner_texts()
    assert sorted(line.split(":")[0] for line in left) == ["cut.jpg", "empty.png", "notes.txt"]
    assert "2 photos added, 3 left out" in sheet.page.locator(".ink-own-note").inner_text()
    sheet.page.get_by_role("button", name="Done").click()
    sheet.page.click("#ink-tab-adapt")
    assert sheet.page.locator(STRIP).count() == 2
    add(sheet, photos(1, "chair"), "seat")
    drop(sheet, photos(1))
    opened(sheet, 1)
    sheet.page.fill(f'{DIALOG} [name="kind"]', "cup")
    sheet.page.click(f'{DIALOG} [type="submit"]')
    sheet.page.wait_for_selector('.ink-own-refused:has-text("among your photos of cup already")')


def test_pictures_travel_small_and_upright(sheet: Sheet) -> None:
    buffer, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    Image.new("RGB", (1200, 800), "red").save(buffer, "JPEG", exif=exif)
    add(sheet, {"turned.jpg": buffer.getvalue()})
    [call] = [call for call in sheet.calls if call["fn_name"] == "add_photos"]
    [sent] = call["data"]["pictures"]
    data = base64.b64decode(sent["content"])
    assert Image.open(io.BytesIO(data)).size == (341, 512) and len(data) < 50_000


def test_more_than_can_be_added_is_told(sheet: Sheet) -> None:
    small = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(small, "PNG")
    drop(sheet, {f"{i}.png": small.getvalue() for i in range(63)})
    opened(sheet, 60)
    assert "3 files left out: 60 can be added at once" in sheet.page.locator(".ink-own-refused").inner_text()
    assert sheet.page.input_value(f'{DIALOG} [name="kind"]') == "mine"


def test_the_kind_says_what_will_become_of_them(sheet: Sheet) -> None:
    drop(sheet, photos(2))
    opened(sheet, 2)
    note, kind = sheet.page.locator(".ink-own-note"), f'{DIALOG} [name="kind"]'
    assert "5 or more" in note.inner_text()
    sheet.page.fill(kind, "mug")
    assert "beside the gallery's" in note.inner_text()
    sheet.page.click(f'{DIALOG} [type="submit"]')
    sheet.page.wait_for_selector(DIALOG, state="hidden")
    assert sheet.page.locator('[data-set="category"] optgroup').count() == 0
    sheet.draw("mug")
    sheet.changed(lambda: sheet.page.select_option('[data-set="category"]', "mug"))
    sheet.changed(lambda: sheet.page.select_option('[data-set="top"]', "48"))
    assert sorted(own_cards(sheet)) == ["mug/cup-1", "mug/cup-2"] and len(sheet.order()) == 42


def test_names_are_text_and_never_markup(sheet: Sheet) -> None:
    add(sheet, {"<img src=x onerror=alert(1)>.jpg": photos(1)["cup-1.jpg"]}, "<b>${1}</b> {{x}}")
    sheet.page.click("#ink-tab-adapt")
    # Slashes part a kind from a name, so they are none of either.
    photo = "<b>${1}< b> {{x}}/<img src=x onerror=alert(1)>"
    assert sheet.page.locator(STRIP).get_attribute("data-photo") == photo
    assert sheet.page.locator(".ink img[src=x]").count() == 0


def test_the_dialog_is_left_by_the_keyboard_with_nothing_changed(sheet: Sheet) -> None:
    opener = sheet.page.locator('#ink-panel-retrieve [data-do="own"]')
    opener.focus()
    sheet.page.keyboard.press("Enter")
    sheet.page.wait_for_selector(f"{DIALOG}[open]")
    sheet.page.set_input_files(
        '[data-file="own"]', [{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photos(1)["cup-1.jpg"]}]
    )
    opened(sheet, 1)
    sheet.page.keyboard.press("Escape")
    sheet.page.wait_for_selector(DIALOG, state="hidden")
    assert opener.evaluate("node => node === document.activeElement") and sheet.asked("add_photos") == 0
    sheet.page.keyboard.press("Enter")
    assert sheet.page.locator(".ink-own-chosen li").count() == 0
    assert sheet.page.locator(f'{DIALOG} [type="submit"]').is_disabled()


def test_photos_that_the_server_has_forgotten_are_sent_again(sheet: Sheet) -> None:
    add(sheet, photos(3) | photos(2, "chair", "seat"))
    sheet.draw("mug")
    sheet.changed(lambda: sheet.page.select_option('[data-set="category"]', "cup"))
    sheet.mean(rank=2)
    taught = sheet.order()
    # Taking them away unknown to the page stands for a server that was started anew.
    call = next(dict(body) for body in sheet.calls if body.get("fn_name") == "mean")
    gone = sheet.page.request.post(call.pop("url"), data=call | {"fn_name": "remove_photos", "data": [{}]})
    assert gone.json()["own"] == []
    sheet.page.select_option('[data-set="top"]', "48")
    sheet.page.wait_for_function("document.querySelector('.ink-message').textContent.includes('pairs and photos')")
    sheet.settle()
    assert sheet.order() == taught and sheet.page.locator(".ink-pair").count() == 1
    assert sheet.page.locator(STRIP).count() == 5


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_fits_and_has_a_name(browser: Any, address: str, viewport: dict[str, int], scheme: str) -> None:
    sheet = Sheet(browser, f"{address}?__theme={scheme}", viewport)
    before = sheet.page.locator(".ink-filters").first.bounding_box()
    drop(sheet, photos(6))
    opened(sheet, 6)
    box = sheet.page.locator(DIALOG).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= viewport["width"] and box["height"] <= viewport["height"]
    for button in sheet.page.locator(f"{DIALOG} button, {DIALOG} input:not([type=file])").all():
        assert button.evaluate("node => node.textContent.trim() || node.labels?.[0]?.textContent.trim()")
    sheet.page.click(f'{DIALOG} [type="submit"]')
    sheet.page.wait_for_selector(DIALOG, state="hidden", timeout=30_000)
    assert sheet.page.locator(".ink-filters").first.bounding_box() == before
    sheet.page.click("#ink-tab-adapt")
    assert sheet.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for remover in sheet.page.locator(f"{STRIP} button").all():
        size = remover.bounding_box()
        assert min(size["width"], size["height"]) >= 24
    assert sheet.complaints == []
    sheet.context.close()
