"""What leads a visitor, without a browser: example people and drawings, lessons, bringing back what was removed."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from sbir.types import InputError
from sbir.ui import asks
from sbir.ui.examples import FOLDER, SINGLE, Examples
from sbir.ui.service import Service
from sbir.ui.teaching import MAX_PAIRS
from tests.stand_in import StandIn


def blob(n: int, squeeze: float = 1.0) -> dict:
    points = [[200 + 150 * squeeze * math.cos(a / 6), 200 + (80 + 9 * n) * math.sin(a / 6)] for a in range(38)]
    return {"width": 400, "height": 400, "strokes": [points]}


def person(name: str, *photos: str) -> dict:
    drawings = [{"photo": photo, "sketch": blob(n, 0.6)} for n, photo in enumerate(photos)]
    return {"name": name, "habit": "narrow things", "pairs": drawings[:2], "others": drawings[2:]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "examples").mkdir()
    (tmp_path / "person-57").mkdir()
    somebody = person("Ida", "disc/001", "box/002", "disc/003", "disc/000", "wedge/002")
    (tmp_path / "examples" / "ida.json").write_text(json.dumps(somebody))
    elsewhere = person("Max", "disc/001", "box/002", "cat/001")
    (tmp_path / "examples" / "max.json").write_text(json.dumps(elsewhere))
    return tmp_path


@pytest.fixture
def service(folder: Path) -> Service:
    engine = StandIn()
    return Service(engine, examples=Examples(engine, folder))


def photos(reply: dict) -> list[str]:
    return [pair["photo"] for pair in reply["pairs"]]


def test_only_people_who_draw_what_is_in_the_gallery_are_listed(service: Service) -> None:
    listed = service.teaching.examples.listing()
    assert [one["name"] for one in listed["people"]] == ["Ida"] and listed["drawings"] == 0
    assert listed["people"][0]["line"].startswith("M")
    with pytest.raises(InputError, match="no example of 'Max'; there are Ida"):
        service.teaching.be("me", "Max")
    with pytest.raises(InputError, match="no example drawings"):
        service.teaching.examples.drawing(0)


def test_being_somebody_teaches_their_pairs_and_tells_what_that_did_to_their_other_drawings(service: Service) -> None:
    reply = service.teaching.be("me", "Ida")
    guest = reply["guest"]
    assert photos(reply) == ["disc/001", "box/002"] == [one["photo"] for one in guest["taught"]]
    for other in guest["others"]:
        own = service.rank("me", other["sketch"], 5, None, watch=[other["photo"]])
        plain = service.rank("nobody", other["sketch"], 5, None, watch=[other["photo"]])
        assert (plain["watched"][other["photo"]], own["watched"][other["photo"]]) == (other["rank_before"], other["rank_after"])
    told = guest["moved"]
    assert told["count"] == 3 == told["better"] + told["worse"] + told["same"]
    assert told["before"] == round(sum(other["rank_before"] for other in guest["others"]) / 3, 1)
    json.dumps(reply, allow_nan=False)


def test_ending_gives_the_own_pairs_and_the_order_back_exactly(service: Service) -> None:
    service.teaching.mean("me", blob(1), "wedge/004")
    service.teaching.mean("me", blob(2), "wedge/001")
    before, order = service.teaching.personal("me"), service.rank("me", blob(3), 18, None)
    service.teaching.be("me", "Ida")
    service.teaching.be("me", "Ida")
    service.teaching.mean("me", blob(5), "box/000")
    assert len(service.teaching.personal("me")["pairs"]) == 3
    after = service.teaching.end("me")
    assert after["pairs"] == before["pairs"] and service.rank("me", blob(3), 18, None)["rows"] == order["rows"]
    with pytest.raises(InputError, match="no example is under way"):
        service.teaching.end("me")
    assert service.teaching.personal("you")["pairs"] == []


def test_somebody_whose_pairs_came_from_a_file_gets_that_very_head_back(service: Service) -> None:
    service.teaching.mean("me", blob(1), "wedge/004")
    saved = service.teaching.profile_text("me")
    service.teaching.load_profile_text("me", saved["name"], saved["content"])
    head = service.visitors.of("me").personal
    service.teaching.be("me", "Ida")
    service.teaching.end("me")
    assert service.visitors.of("me").personal is head


def test_what_was_removed_comes_back_once(service: Service) -> None:
    service.teaching.mean("me", blob(1), "wedge/004")
    service.teaching.mean("me", blob(2), "box/001")
    before = service.teaching.personal("me")
    for remove in (lambda: service.teaching.forget("me", before["pairs"][0]["key"]), lambda: service.teaching.reset("me")):
        remove()
        assert service.teaching.personal("me")["pairs"] != before["pairs"]
        assert service.teaching.undo("me")["pairs"] == before["pairs"]
        with pytest.raises(InputError, match="nothing to bring back"):
            service.teaching.undo("me")


def test_what_a_profile_took_the_place_of_comes_back_whole(service: Service) -> None:
    service.teaching.mean("you", blob(3), "disc/001")
    saved = service.teaching.profile_text("you")
    service.teaching.mean("me", blob(1), "wedge/004")
    before, order = service.teaching.personal("me"), service.rank("me", blob(2), 18, None)["rows"]
    service.teaching.load_profile_text("me", saved["name"], saved["content"])
    assert service.teaching.personal("me")["pairs"] != before["pairs"]
    assert service.teaching.undo("me") == before | {"pictures": {}}
    assert service.rank("me", blob(2), 18, None)["rows"] == order
    with pytest.raises(InputError, match="nothing to bring back"):
        service.teaching.undo("me")
    with pytest.raises(InputError, match="not a style profile"):
        service.teaching.load_profile_text("me", "x", "AAAA")
    with pytest.raises(InputError, match="nothing to bring back"):
        service.teaching.undo("me")


def test_after_a_new_pair_or_somebody_else_nothing_old_comes_back(service: Service) -> None:
    for change in (
        lambda: service.teaching.mean("me", blob(4), "disc/002"),
        lambda: service.teaching.be("me", "Ida"),
        lambda: service.teaching.end("me"),
    ):
        [*_, last] = service.teaching.mean("me", blob(7), "box/003")["pairs"]
        service.teaching.forget("me", last["key"])
        change()
        with pytest.raises(InputError, match="nothing to bring back"):
            service.teaching.undo("me")


def test_the_drawing_of_a_pair_is_told_to_its_owner_only(service: Service) -> None:
    [pair] = service.teaching.mean("me", blob(1), "wedge/004")["pairs"]
    told = service.teaching.drawing("me", pair["key"])
    assert told["photo"] == "wedge/004" and told["sketch"]["strokes"][0][0][:2] == pytest.approx(blob(1)["strokes"][0][0])
    with pytest.raises(InputError, match="removed before"):
        service.teaching.drawing("you", pair["key"])


def test_lessons_tell_of_every_pair_its_history_and_its_rank_without_itself(service: Service) -> None:
    assert service.teaching.lessons("me") == {
        "pairs": {},
        "moved": dict.fromkeys(("count", "before", "after", "better", "worse", "same"), 0),
    }
    service.teaching.mean("me", blob(1), "wedge/004")
    reply = service.teaching.mean("me", blob(2, 0.5), "box/001")
    told = service.teaching.lessons("me")
    assert list(told["pairs"]) == [pair["key"] for pair in reply["pairs"]]
    for pair in reply["pairs"]:
        lesson = told["pairs"][pair["key"]]
        assert len(lesson["history"]) == 3
        assert (lesson["history"][0], lesson["history"][-1]) == (pair["rank_before"], pair["rank_after"])
        alone = next(one for one in reply["pairs"] if one is not pair)
        service.teaching.adapt(
            "other", [{"strokes": service.teaching.drawing("me", alone["key"])["sketch"], "photo": alone["photo"]}]
        )
        sketch = service.teaching.drawing("me", pair["key"])["sketch"]
        assert lesson["without"] == service.rank("other", sketch, 1, None, watch=[pair["photo"]])["watched"][pair["photo"]]


def test_watched_photos_have_their_rank_and_the_unadapted_head_can_be_asked(service: Service) -> None:
    service.teaching.mean("me", blob(1), "wedge/004")
    own = service.rank("me", blob(1), 18, None, watch=["wedge/004", "no/where"])
    row = service.engine.gallery.index["wedge/004"]
    assert own["watched"] == {"wedge/004": own["rows"].index(row) + 1, "no/where": 0}
    plain = service.rank("me", blob(1), 18, None, watch=["wedge/004"], plain=True)
    assert plain["rows"] == service.rank("you", blob(1), 18, None)["rows"] != own["rows"]
    assert plain["watched"]["wedge/004"] == plain["rows"].index(row) + 1
    assert plain["adapted"], "the visitor has pairs, whichever head was asked"


@pytest.mark.parametrize(
    ("kind", "value", "where"),
    [
        (asks.Rank, {"sketch": {}, "watch": ["a"] * (MAX_PAIRS + 1)}, "watch"),
        (asks.Rank, {"sketch": {}, "watch": ["a" * 401]}, "watch.0"),
        (asks.Rank, {"sketch": {}, "watch": [3]}, "watch.0"),
        (asks.Rank, {"sketch": {}, "plain": 1}, "plain"),
        (asks.Be, {"name": "a" * 41}, "name"),
        (asks.Be, {}, "name"),
        (asks.Try, {"turn": -1}, "turn"),
        (asks.Try, {"turn": 1000}, "turn"),
    ],
)
def test_a_wrong_request_is_refused_naming_the_field(kind: type, value: dict, where: str) -> None:
    with pytest.raises(InputError, match=f"^{where}: "):
        asks.read(kind, [value])


def test_the_shipped_examples_are_small_whole_and_keep_their_other_drawings_apart() -> None:
    files = sorted((FOLDER / "examples").glob("*.json"))
    assert len(files) == 3 and sum(file.stat().st_size for file in files) < 200_000
    for file in files:
        value = json.loads(file.read_text())
        means = [one["photo"] for one in [*value["pairs"], *value["others"]]]
        assert len(value["pairs"]) == 5 and len(value["others"]) == 12 and len(set(means)) == 17
    assert all((FOLDER / f"{name}.json").is_file() for name in SINGLE)
