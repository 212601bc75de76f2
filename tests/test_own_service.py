"""Own photos as the page and its callers have them: added, searched, meant, taken back, saved, and kept from everybody else."""

import base64
from collections.abc import Iterator

import numpy as np
import pytest
import torch
from gradio_client import Client, handle_file

from sbir.engine import Engine
from sbir.gallery.own import MAX_OWN, MAX_THUMBNAIL, is_thumbnail
from sbir.types import InputError
from sbir.ui import asks, build_page, launch_page
from sbir.ui.service import Service
from tests.conftest import picture, write_picture
from tests.gallery.test_own import png
from tests.test_ui import circle


@pytest.fixture
def service(tiny_engine: Engine) -> Service:
    return Service(tiny_engine)


def files(first: int, count: int) -> list[tuple[str, bytes]]:
    return [(f"cup-{i}.png", png(picture(first + i))) for i in range(count)]


def test_own_photos_are_searched_at_once_and_by_their_owner_alone(service: Service) -> None:
    told = service.teaching.add_photos("me", " my\ncup ", files(100, 3))
    assert told["added"] == {"my cup/cup-0": 0, "my cup/cup-1": 1, "my cup/cup-2": 2} and told["refused"] == []
    assert told["own"] == [{"photo": photo, "category": "my cup"} for photo in told["added"]]
    assert all(is_thumbnail(base64.b64decode(data)) for data in told["pictures"].values())
    mine, other = service.rank("me", circle(), 99, None), service.rank("you", circle(), 99, None)
    assert {row for row in mine["rows"] if isinstance(row, str)} == set(told["added"]) and mine["own"] == 3
    assert [row for row in mine["rows"] if not isinstance(row, str)] == other["rows"] and other["own"] == 0
    assert set(service.rank("me", circle(), 99, "my cup")["rows"]) == set(told["added"])
    with pytest.raises(InputError, match="there is no category 'my cup'"):
        service.rank("you", circle(), 99, "my cup")
    hits = service.retrieve("me", circle(), 99, None)["ranked"]
    assert sum(hit["category"] == "my cup" for hit in hits) == 3


def test_what_was_added_is_told_by_its_place_among_the_files(service: Service) -> None:
    sent = [("bad.jpg", b"?"), *files(100, 2), ("twin.png", png(picture(100))), ("cup-1.png", png(picture(140)))]
    told = service.teaching.add_photos("me", "cup", sent)
    assert told["added"] == {"cup/cup-0": 1, "cup/cup-1": 2, "cup/cup-1-2": 4}
    assert [one["name"] for one in told["refused"]] == ["bad.jpg", "twin"]
    assert all(one["why"].startswith(one["name"]) for one in told["refused"])
    assert service.teaching.add_photos("me", "cup", [("bad.jpg", b"?")])["added"] == {}


def test_one_can_be_meant_and_its_margin_is_learned(service: Service) -> None:
    service.teaching.add_photos("me", "cup", files(100, 5))
    unlearned = {m["category"]: m["source"] for m in service.margins("me")}
    assert unlearned == {"blob": "gallery", "box": "gallery", "cup": "unlearned"}
    told = service.teaching.mean("me", circle(), "cup/cup-3")
    rank = service.rank("me", circle(), 99, None)["rows"].index("cup/cup-3") + 1
    assert told["note"]["rank_after"] == rank == told["pairs"][0]["rank_after"] and told["pairs"][0]["rank_before"] > 0
    assert told["note"]["margin_before"] is None and 0 < told["note"]["margin_after"] < 1
    assert {m["category"]: m["source"] for m in service.margins("me")}["cup"] == "your pairs"
    with pytest.raises(InputError, match="photo 'cup/cup-3' is not in this gallery"):
        service.teaching.mean("you", circle(), "cup/cup-3")
    assert len(service.teaching.reset("me")["own"]) == 5
    attention = service.attend("me", circle(), ["cup/cup-3", "box/00", "no/such"])["photos"]
    assert [one["photo"] for one in attention] == ["cup/cup-3", "box/00"]
    assert service.attend("you", circle(), ["cup/cup-3"])["photos"] == []


def test_adding_photos_ranks_the_pairs_anew(service: Service) -> None:
    service.teaching.mean("me", circle(), "box/02")
    before = service.teaching.personal("me")["pairs"][0]
    told = service.teaching.add_photos("me", "box", files(100, 8))
    after = told["pairs"][0]
    assert after["key"] == before["key"] and after["rank_before"] >= before["rank_before"]
    rows = service.rank("me", circle(), 99, None)["rows"]
    assert rows.index(service.engine.gallery.index["box/02"]) + 1 == after["rank_after"]
    gone = service.teaching.remove_photos("me")
    assert gone["pairs"][0] == before and gone["pairs_gone"] == 0


def test_a_photo_goes_with_its_pairs_and_both_come_back(service: Service) -> None:
    service.teaching.add_photos("me", "cup", files(100, 3))
    service.teaching.mean("me", circle(), "cup/cup-1")
    pairs = service.teaching.mean("me", circle(squeeze=0.5), "box/00")["pairs"]
    told = service.teaching.remove_photos("me", ["cup/cup-1"])
    assert told["pairs_gone"] == 1 and [pair["photo"] for pair in told["pairs"]] == ["box/00"]
    assert [one["photo"] for one in told["own"]] == ["cup/cup-0", "cup/cup-2"]
    with pytest.raises(InputError, match="cup/cup-1: this photo of yours was removed before"):
        service.teaching.remove_photos("me", ["cup/cup-1"])
    service.teaching.add_photos("me", "cup", [("cup-1.jpg", png(picture(101)))])
    again = service.teaching.undo("me")["pairs"]
    assert [pair["key"] for pair in again] == [pair["key"] for pair in pairs] and all(pair["rank_after"] for pair in again)
    assert service.teaching.remove_photos("me")["own"] == [] and service.rank("me", circle(), 99, None)["own"] == 0


def test_a_profile_carries_them_with_their_pictures(service: Service) -> None:
    with pytest.raises(InputError, match="nothing to save"):
        service.teaching.profile_text("me")
    pictures = service.teaching.add_photos("me", "cup", files(100, 3))["pictures"]
    saved = service.teaching.profile_text("me")
    told = service.teaching.load_profile_text("you", saved["name"], saved["content"])
    assert told["pictures"] == pictures and [one["photo"] for one in told["own"]] == list(pictures)
    assert service.rank("you", circle(), 99, None)["rows"] == service.rank("me", circle(), 99, None)["rows"]
    service.teaching.mean("else", circle(), "box/00")
    without = service.teaching.profile_text("else")
    kept = service.teaching.load_profile_text("me", without["name"], without["content"])
    assert len(kept["own"]) == 3 and len(kept["pairs"]) == 1
    with pytest.raises(InputError, match=r"^x: not a style profile"):
        service.teaching.load_profile_text("me", "x", "AAAA")
    assert len(service.teaching.personal("me")["own"]) == 3


def test_own_photos_that_a_profile_replaced_come_back_unless_others_came(service: Service) -> None:
    service.teaching.add_photos("you", "cup", files(200, 2))
    saved = service.teaching.profile_text("you")
    pictures = service.teaching.add_photos("me", "cup", files(100, 3))["pictures"]
    before = service.teaching.personal("me")
    assert len(service.teaching.load_profile_text("me", saved["name"], saved["content"])["own"]) == 2
    assert service.teaching.undo("me") == before | {"pictures": pictures}
    service.teaching.load_profile_text("me", saved["name"], saved["content"])
    service.teaching.add_photos("me", "cup", files(300, 1))
    with pytest.raises(InputError, match="nothing to bring back"):
        service.teaching.undo("me")
    assert len(service.teaching.personal("me")["own"]) == 3


def test_a_loaded_head_stays_when_photos_come(service: Service) -> None:
    engine, visitor = service.engine, service.visitors.of("me")
    service.teaching.mean("me", circle(), "box/01")
    long = engine.adapt(engine.session(), visitor.personal.session.pairs, steps=5).session
    visitor.personal = type(visitor.personal)(long, None, ((1, 1),))
    service.teaching.add_photos("me", "cup", files(100, 2))
    now = visitor.personal.session
    assert all(map(torch.equal, now.head, long.head)) and len(now.own) == 2


def test_no_more_are_kept_than_can_be(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sbir.gallery.own.MAX_OWN", 4)
    told = service.teaching.add_photos("me", "cup", files(100, 6))
    assert len(told["own"]) == 4 and [one["name"] for one in told["refused"]] == ["cup-4", "cup-5"]
    assert MAX_OWN * MAX_THUMBNAIL < 2**19


def test_wrong_requests_are_refused_naming_the_field() -> None:
    good = {"kind": "cup", "pictures": [{"name": "a.png", "content": ""}]}
    assert asks.read(asks.AddPhotos, [good]).pictures[0].name == "a.png"
    wrong = [
        (good | {"kind": 3}, r"^kind: "),
        (good | {"kind": "x" * 301}, r"^kind: "),
        (good | {"pictures": good["pictures"] * 13}, r"^pictures: "),
        (good | {"pictures": [{"name": "x" * 301, "content": ""}]}, r"^pictures\.0\.name: "),
        (good | {"pictures": [{"name": "x", "content": "x" * (12 * 2**20 + 1)}]}, r"^pictures\.0\.content: "),
        (good | {"pictures": [{"name": "x", "content": "", "path": "/etc/passwd"}]}, r"^pictures\.0\.path: extra"),
    ]
    for value, words in wrong:
        with pytest.raises(InputError, match=words):
            asks.read(asks.AddPhotos, [value])
    for photos in (["x" * 401], [3], ["x"] * 121, "all"):
        with pytest.raises(InputError, match=r"^photos"):
            asks.read(asks.RemovePhotos, [{"photos": photos}])
    with pytest.raises(InputError, match=r"^a\.png: the file did not arrive whole"):
        asks.decoded("a.png", "?")


@pytest.fixture(scope="module")
def address(tiny_engine: Engine) -> Iterator[str]:
    page = build_page(tiny_engine)
    yield launch_page(page, tiny_engine, wait=False)
    page.close()


def test_photos_by_name(address: str, tmp_path) -> None:
    for i in range(3):
        write_picture(tmp_path / f"cup-{i}.png", picture(100 + i))
    (tmp_path / "bad.png").write_bytes(b"?")
    mine, other = Client(address, verbose=False), Client(address, verbose=False)
    given = [handle_file(str(path)) for path in sorted(tmp_path.glob("*.png"))]
    told = mine.predict(photos=given, category="cup", api_name="/photos_add")
    assert told["added"] == told["photos"] == ["cup/cup-0", "cup/cup-1", "cup/cup-2"]
    assert [one["name"] for one in told["refused"]] == ["bad.png"] and "not a picture" in told["refused"][0]["why"]
    ranked = mine.predict(strokes=circle(), top=99, api_name="/retrieve")["ranked"]
    assert sum(hit["category"] == "cup" for hit in ranked) == 3
    assert mine.predict(pairs=[{"strokes": circle(), "photo": "cup/cup-1"}], api_name="/adapt")["pairs"] == 1
    assert all(hit["category"] != "cup" for hit in other.predict(strokes=circle(), top=99, api_name="/retrieve")["ranked"])
    assert mine.predict(api_name="/photos_clear") == {"photos": [], "pairs_gone": 1}
    for photos in ([], given[:1] * 61):
        with pytest.raises(Exception, match="between 1 and 60 pictures can be added at once"):
            mine.predict(photos=photos, category="cup", api_name="/photos_add")


def test_features_of_a_photo_do_not_depend_on_its_batch(tiny_engine: Engine) -> None:
    pictures = [(f"{i}.png", picture(100 + i)) for i in range(11)]
    together = tiny_engine.see_photos("cup", pictures)
    alone = tiny_engine.see_photos("cup", pictures[9:10])
    assert np.allclose(together.pooled[9], alone.pooled[0], atol=2e-3) and len(together) == 11
