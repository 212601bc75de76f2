"""The page without a browser: what it refuses, what it keeps apart, and the endpoints as gradio_client sees them."""

from __future__ import annotations

import io
import json
import math
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from gradio_client import Client, handle_file
from PIL import Image, ImageDraw
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

import app
from sbir.drawing import sketch_from_value
from sbir.types import InputError
from sbir.ui import asks, build_page, launch_page, replies
from sbir.ui.guard import MAX_BODY, Guard
from sbir.ui.heat import overlay
from sbir.ui.routes import routes, static_files
from sbir.ui.service import Service
from sbir.ui.sheets import sheets_of
from sbir.ui.teaching import MAX_PAIRS
from sbir.ui.visitors import Visitors
from tests.stand_in import CATEGORIES, PER_CATEGORY, StandIn

MUG = json.loads((Path(__file__).parent / "drawings" / "mug.json").read_text())


def circle(turn: float = 0.0, squeeze: float = 1.0) -> dict:
    angles = [turn + 2 * math.pi * i / 40 for i in range(41)]
    points = [[200 + 150 * squeeze * math.cos(a), 200 + 150 * math.sin(a)] for a in angles]
    return {"width": 400, "height": 400, "strokes": [points]}


@pytest.fixture(scope="module")
def engine() -> StandIn:
    return StandIn()


@pytest.fixture
def service(engine: StandIn) -> Service:
    return Service(engine)


@pytest.fixture(scope="module")
def site(engine: StandIn) -> TestClient:
    return TestClient(Starlette(routes=routes(sheets_of(engine)), middleware=[Middleware(Guard)]))


@pytest.fixture(scope="module")
def address(engine: StandIn) -> Iterator[str]:
    page = build_page(engine)
    yield launch_page(page, engine, wait=False)
    page.close()


@pytest.fixture
def client(address: str) -> Client:
    return Client(address, verbose=False)


def test_a_wrong_request_is_refused_naming_the_field() -> None:
    with pytest.raises(InputError, match=r"^top: .*less than or equal to 200"):
        asks.read(asks.Rank, [{"sketch": {}, "top": 1000}])
    with pytest.raises(InputError, match=r"^sketch: "):
        asks.read(asks.Rank, [{"sketch": "a mug"}])
    with pytest.raises(InputError, match=r"^path: extra"):
        asks.read(asks.OfPair, [{"key": "x", "path": "/etc"}])
    with pytest.raises(InputError, match=r"^the request: "):
        asks.read(asks.Rank, ["x", "y"])
    for turn in (-1, 1000, 10**30, 1.5, "1", True, None):
        with pytest.raises(InputError, match=r"^turn: "):
            asks.read(asks.Fuse, [{"sketch": {}, "turn": turn}])
    with pytest.raises(InputError, match=r"^category: "):
        asks.read(asks.Fuse, [{"sketch": {}, "category": ["disc"]}])
    for domain in (None, 3, "x" * 41):
        with pytest.raises(InputError, match=r"^domain: "):
            asks.read(asks.Rank, [{"sketch": {}, "domain": domain}])


def test_visitors_are_bounded_and_the_one_unseen_for_longest_leaves(engine: StandIn) -> None:
    visitors = Visitors(engine.session, capacity=3)
    first, *_ = (visitors.of(key) for key in "abc")
    assert visitors.of("a") is first
    visitors.of("d")
    assert len(visitors) == 3
    assert visitors.of("a") is first
    visitors.forget("a")
    assert visitors.of("a") is not first


def test_marking_a_photo_moves_it_up_for_this_visitor_only(service: Service) -> None:
    before = service.rank("me", circle(), 18, None)
    meant = service.engine.gallery.photos[before["rows"][5]].id
    note = service.teaching.mean("me", circle(), meant)["note"]
    after, other = service.rank("me", circle(), 18, None), service.rank("you", circle(), 18, None)
    assert (note["rank_before"], note["rank_after"]) == (6, after["rows"].index(before["rows"][5]) + 1)
    assert note["rank_after"] < 6
    assert note["margin_after"] < note["margin_before"]
    assert after["adapted"] and not other["adapted"]
    assert other["rows"] == before["rows"]
    assert service.teaching.personal("you")["pairs"] == []


def test_kinds_that_a_drawing_may_show_are_told_whatever_is_searched(service: Service) -> None:
    for domain, each in PER_CATEGORY.items():
        answer = service.rank("a", circle(), 4, None, domain)
        assert sorted(answer["kinds"]) == sorted(CATEGORIES)
        assert answer["kinds"][0] == CATEGORIES[answer["rows"][0] // each]
    only = service.rank("a", circle(), 4, "box")
    assert only["kinds"] == service.rank("a", circle(), 4, None)["kinds"]


def test_removing_the_pair_restores_the_order(service: Service) -> None:
    before = service.rank("me", circle(), 18, None)["rows"]
    [pair] = service.teaching.mean("me", circle(), "wedge/003")["pairs"]
    assert service.rank("me", circle(), 18, None)["rows"] != before
    assert service.teaching.forget("me", pair["key"])["pairs"] == []
    assert service.rank("me", circle(), 18, None)["rows"] == before
    with pytest.raises(InputError, match="removed before"):
        service.teaching.forget("me", pair["key"])


def test_the_same_pair_twice_and_too_many_pairs_are_refused_and_nothing_is_lost(service: Service) -> None:
    service.teaching.mean("me", circle(), "disc/001")
    with pytest.raises(InputError, match="already stands for disc/001"):
        service.teaching.mean("me", circle(), "disc/001")
    for number in range(MAX_PAIRS - 1):
        service.teaching.mean("me", circle(squeeze=0.5 + 0.01 * number), "disc/002")
    with pytest.raises(InputError, match=f"{MAX_PAIRS} personal pairs"):
        service.teaching.mean("me", circle(squeeze=0.2), "disc/003")
    with pytest.raises(InputError, match="not in this gallery"):
        service.teaching.mean("me", circle(), "cat/001")
    assert len(service.teaching.personal("me")["pairs"]) == MAX_PAIRS


def test_clicks_at_the_same_moment_lose_no_pair(service: Service) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: service.teaching.mean("me", circle(squeeze=0.5 + 0.02 * n), "disc/004"), range(16)))
    assert len(service.teaching.personal("me")["pairs"]) == 16


def test_a_profile_travels_and_a_bad_one_changes_nothing(service: Service) -> None:
    service.teaching.mean("me", MUG, "box/002")
    saved = service.teaching.profile_text("me")
    loaded = service.teaching.load_profile_text("you", saved["name"], saved["content"])
    assert [pair["photo"] for pair in loaded["pairs"]] == ["box/002"]
    assert service.rank("you", MUG, 9, None)["rows"] == service.rank("me", MUG, 9, None)["rows"]
    with pytest.raises(InputError, match=r"^\.\./x\.safetensors: not a style profile"):
        service.teaching.load_profile_text("you", "../x.safetensors", "AAAA")
    with pytest.raises(InputError, match="did not arrive whole"):
        service.teaching.load_profile_text("you", "x", "?")
    assert len(service.teaching.personal("you")["pairs"]) == 1
    with pytest.raises(InputError, match="nothing to save"):
        service.teaching.profile_text("nobody")


def test_drawings_that_cannot_be_used_are_answered_in_words(service: Service) -> None:
    for value, words in (
        ({"width": 9, "height": 9, "strokes": []}, "no stroke"),
        ({"width": 400, "height": 400, "strokes": [[[5, 5]]]}, "single dot"),
        ({"width": float("nan"), "height": 9, "strokes": [[[1, 1], [8, 8]]]}, "should be a number"),
        ({"width": 400, "height": 400, "strokes": [[[math.nan, 1], [math.inf, 2]]]}, "no stroke"),
    ):
        with pytest.raises(InputError, match=words):
            service.rank("me", value, 5, None)


HOSTILE = ("../photo", "<b>art</b>", "art\x00", "photo'; --", "Art", "")


def test_a_domain_is_searched_with_its_own_rows_and_ids(service: Service) -> None:
    for domain, gallery in service.engine.galleries.items():
        found = service.rank("me", circle(), 200, "disc", domain)
        assert found["domain"] == domain
        assert {gallery.photos[row].category for row in found["rows"]} == {"disc"}
        assert len(found["rows"]) == len(gallery.photos) / len(CATEGORIES)
        hits = service.retrieve("me", circle(), 200, "disc", domain)["ranked"]
        assert [hit["photo"] for hit in hits] == [gallery.photos[row].id for row in found["rows"]]
    assert service.rank("me", circle(), 5, None) == service.rank("me", circle(), 5, None, "photo")


@pytest.mark.parametrize("domain", [*HOSTILE, "sketch", "x" * 4000])
def test_an_unknown_domain_is_answered_in_words(service: Service, domain: str) -> None:
    for call in (
        lambda: service.rank("me", circle(), 5, None, domain),
        lambda: service.retrieve("me", circle(), 5, None, domain),
        lambda: service.attend("me", circle(), ["disc/001"], domain),
    ):
        with pytest.raises(InputError, match=r"no pictures of the domain .*there are photo, art, cartoon") as refused:
            call()
        assert len(str(refused.value)) < 140


def test_a_pair_made_from_another_domain_stands_for_the_photo(service: Service) -> None:
    row = service.rank("me", circle(), 6, "wedge", "cartoon")["rows"][0]
    meant = service.engine.galleries["cartoon"].photos[row].id
    reply = service.teaching.mean("me", circle(), meant)
    assert [pair["photo"] for pair in reply["pairs"]] == [meant]
    photos = service.rank("me", circle(), 18, None)
    assert photos["adapted"] and service.rank("me", circle(), 6, None, "art")["adapted"]
    assert photos["rows"].index(service.engine.gallery.index[meant]) + 1 == reply["note"]["rank_after"]


def test_a_picture_answers_the_drawing_before_and_with_the_pairs(service: Service) -> None:
    fresh = service.correspond("me", circle(), "disc/001")
    assert set(fresh) == {"photo", "raster", "seen", "before", "with"} and fresh["with"] is None and fresh["seen"] is None
    assert service.correspond("me", circle(), "disc/001", "art")["seen"].startswith("data:image/png;base64,")
    found = fresh["before"]
    assert found["cells"] == [[7, 7], [7, 7]] and np.shape(found["values"]) == (49, 49)
    assert np.sum(found["values"]) == pytest.approx(found["similarity"], abs=2e-3)
    assert 1 <= len(found["links"]) <= 5
    assert all(found["values"][drawn][shown] == pytest.approx(value) for drawn, shown, value in found["links"])
    service.teaching.mean("me", circle(), "wedge/002")
    both = service.correspond("me", circle(), "disc/001")
    assert both["before"] == found and both["with"]["similarity"] < found["similarity"]
    assert service.correspond("you", circle(), "disc/001")["with"] is None
    assert len(json.dumps(both, allow_nan=False)) < 100_000


@pytest.mark.parametrize("photo", [*HOSTILE, "x" * 300])
def test_a_picture_that_is_not_there_answers_nothing(service: Service, photo: str) -> None:
    for call in (lambda: service.correspond("me", circle(), photo), lambda: service.attention("me", circle(), photo)):
        with pytest.raises(InputError, match="not in this gallery"):
            call()


def test_examples_of_each_domain_are_fused_and_mapped(service: Service) -> None:
    fused = service.domains("me", circle())
    assert set(fused) == {"category", "examples", "distance"}
    assert fused["category"] == service.retrieve("me", circle(), 1, None)["ranked"][0]["category"]
    assert [example["domain"] for example in fused["examples"]] == ["photo", "art", "cartoon"]
    assert all(set(one) == {"domain", "photo", "gate", "attention", "distance"} for one in fused["examples"])
    shown = service.domains_and_map("me", circle(), "wedge", 1)
    assert shown["raster"].startswith("data:image/png;base64,")
    where = shown["map"]
    assert where["categories"][0] == shown["category"] == "wedge" and len(where["query"]) == len(where["positive"]) == 2
    assert len(where["spots"]) == sum(len(gallery.photos) for gallery in service.engine.galleries.values())
    for _, _, domain, category, photo in where["spots"]:
        assert photo in service.engine.galleries[where["domains"][domain]].index
        assert photo.split("/")[0] == where["categories"][category]
    assert service.domains("me", circle(), "wedge", 1)["examples"] == shown["examples"]
    assert service.domains("me", circle(), "wedge", 0)["examples"] != shown["examples"]
    json.dumps(shown, allow_nan=False)


@pytest.mark.parametrize("category", [*HOSTILE[:-1], "cat"])
def test_an_unknown_category_has_no_examples(service: Service, category: str) -> None:
    with pytest.raises(InputError, match="no category"):
        service.domains_and_map("me", circle(), category)


def test_a_thumbnail_path_holds_numbers_only() -> None:
    line = replies.line_of(sketch_from_value(MUG))
    assert re.fullmatch(r"(M\d+ \d+(L\d+ \d+)+)+", line)
    assert line.count("M") == 3


def test_even_attention_leaves_no_tint_and_a_peak_does() -> None:
    white = np.full((20, 20, 3), 255, np.uint8)
    assert (overlay(white, np.full((5, 5), 0.04, np.float32)) == 255).all()
    peak = np.zeros((5, 5), np.float32)
    peak[2, 2] = 1
    warm = np.argwhere(overlay(white, peak)[..., 2] < 255)
    assert np.abs(warm.mean(0) - 8).max() < 1, "the cell in row and column 2 looks at pixel 2 * 20 / 5"


def pixels(picture: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(picture)).convert("RGB")).astype(float)


def image_of(engine: StandIn, domain: str, row: int) -> np.ndarray:
    gallery = engine.gallery if domain == "sketch" else engine.galleries[domain]
    return engine.photo_image(gallery.photos[row].id, 224, domain)


def test_pictures_and_files_are_served_to_be_kept_for_ever(site: TestClient, engine: StandIn) -> None:
    listing = site.get("/inkling/gallery.json").json()
    assert [one["domain"] for one in listing["domains"]] == list(engine.galleries)
    for one in listing["domains"]:
        domain, folder = one["domain"], f"/inkling/gallery/{one['domain']}/{one['version']}"
        assert [photo for photo, _ in one["photos"]] == [photo.id for photo in engine.galleries[domain].photos]
        sheet = site.get(f"{folder}/sheet/0.webp")
        assert "immutable" in sheet.headers["cache-control"]
        tile = pixels(sheet.content)[: listing["tile"], : listing["tile"]]
        assert np.abs(tile - engine.photo_image("box/000", listing["tile"], domain)).mean() < 4
        assert np.abs(pixels(site.get(f"{folder}/photo/3.webp").content) - image_of(engine, domain, 3)).mean() < 4
        kinds, small = pixels(site.get(f"{folder}/kinds.webp").content), 48
        assert one["icons"] == 2 and kinds.shape == (2 * small, 2 * small, 3)
        assert np.abs(kinds[:small, small:] - engine.photo_image(f"{CATEGORIES[1]}/000", small, domain)).mean() < 6
    lines = site.get("/inkling/gallery/sketch/any/photo/3.webp")
    assert np.abs(pixels(lines.content) - image_of(engine, "sketch", 3)).mean() < 6
    assert site.get("/inkling/static/any/js/main.js").headers["content-type"].startswith("text/javascript")
    for missing in (
        "gallery/photo/x/sheet/9.webp",
        "gallery/photo/x/photo/99.webp",
        "gallery/cartoon/x/photo/7.webp",
        "gallery/sketch/x/sheet/0.webp",
        "gallery/sketch/x/kinds.webp",
        "gallery/clay/x/kinds.webp",
        "gallery/clay/x/photo/0.webp",
        "gallery/%2e%2e/x/photo/0.webp",
        "gallery/x/photo/3.webp",
        "static/x/../service.py",
        "static/x/%2e%2e/app.py",
    ):
        assert site.get(f"/inkling/{missing}").status_code == 404


def test_a_picture_of_a_drawing_becomes_strokes_and_anything_else_a_sentence(site: TestClient) -> None:
    image = Image.new("RGB", (300, 200), "white")
    ImageDraw.Draw(image).ellipse((60, 40, 240, 160), outline="black", width=4)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    binary = {"content-type": "application/octet-stream"}
    drawn = site.post("/inkling/drawing", content=buffer.getvalue(), headers=binary).json()
    assert len(drawn["strokes"]) >= 1
    assert "not a picture" in site.post("/inkling/drawing", content=b"no picture", headers=binary).json()["error"]
    assert "error" in site.post("/inkling/drawing", content=buffer.getvalue()[:80], headers=binary).json()


def test_foreign_pages_and_huge_bodies_are_turned_away() -> None:
    async def echo(request: Request) -> JSONResponse:
        return JSONResponse(len(await request.body()))

    where = "/gradio_api/component_server"
    inner = Starlette(routes=[Route(where, echo, methods=["POST"])], middleware=[Middleware(Guard)])
    site = TestClient(inner, base_url="http://here:7860")
    fine = {"content-type": "application/json", "origin": "http://here:7860"}
    assert site.post(where, content=b"{}", headers=fine).json() == 2
    assert site.post(where, content=b"{}", headers=fine | {"origin": "http://elsewhere"}).status_code == 403
    assert site.post(where, content=b"{}", headers=fine | {"origin": "null"}).status_code == 403
    assert site.post(where, content=b"{}", headers=fine | {"content-type": "text/plain"}).status_code == 415
    assert site.post(where, content=b"x" * (MAX_BODY + 1), headers=fine).status_code == 413


def test_the_page_names_no_address_but_its_own() -> None:
    for name, content in static_files().items():
        found = set(re.findall(rb"https?://[^\s\"'<>)]+", content)) - {b"http://www.w3.org/2000/svg"}
        assert not found, f"{name} names {found}"


def test_the_template_holds_nothing_that_gradio_would_evaluate() -> None:
    template = static_files()["page.html"].decode()
    assert "${" not in template and "{{" not in template


def test_endpoints_have_named_parameters(client: Client) -> None:
    named = client.view_api(return_format="dict")["named_endpoints"]
    assert set(named) >= {*("/retrieve", "/adapt", "/margins", "/attention", "/domains", "/profile_save", "/profile_load")}
    assert [p["parameter_name"] for p in named["/retrieve"]["parameters"]] == ["strokes", "top", "category", "domain"]
    assert [p["parameter_name"] for p in named["/domains"]["parameters"]] == ["strokes", "category", "turn"]
    assert [p["parameter_name"] for p in named["/adapt"]["parameters"]] == ["pairs"]


def test_retrieve_adapt_and_margins_by_name(client: Client, address: str) -> None:
    hits = client.predict(strokes=circle(), top=4, category="disc", api_name="/retrieve")
    assert [hit["category"] for hit in hits["ranked"]] == ["disc"] * 4
    assert hits["adapted"] is False and hits["provider"] == "StandIn"
    assert set(hits["ms"]) == {"raster", "backbone", "head", "search"}
    done = client.predict(pairs=[{"strokes": circle(), "photo": "wedge/001"}], api_name="/adapt")
    assert done["pairs"] == 1 and set(done["margins"]) == {"wedge"}
    assert done["ranks_after"][0] < done["ranks_before"][0]
    assert client.predict(strokes=circle(), api_name="/retrieve")["adapted"] is True
    margins = {margin["category"]: margin for margin in client.predict(api_name="/margins")}
    assert tuple(margins) == CATEGORIES and margins["wedge"]["source"] == "your pairs" and margins["wedge"]["pairs"] == 1
    assert Client(address, verbose=False).predict(strokes=circle(), api_name="/retrieve")["adapted"] is False
    assert client.predict(pairs=[], api_name="/adapt")["pairs"] == 0
    assert client.predict(strokes=circle(), api_name="/retrieve")["adapted"] is False


def test_attention_is_a_map_and_a_picture(client: Client) -> None:
    answer = client.predict(strokes=MUG, api_name="/attention")
    assert np.sum(answer["attention"]) == pytest.approx(1, abs=1e-3) and "correspondence" not in answer
    found = client.predict(strokes=MUG, photo="disc/001", api_name="/attention")["correspondence"]
    assert np.shape(found["values"]) == (49, 49) and found["links"]
    assert answer["picture"].startswith("data:image/png;base64,")


def test_domains_by_name(client: Client) -> None:
    fused = client.predict(strokes=circle(), api_name="/domains")
    assert fused["category"] in CATEGORIES and len(fused["examples"]) == 3 and fused["distance"] == 0.25
    assert all(set(one) == {"domain", "photo", "gate", "attention", "distance"} for one in fused["examples"])
    turned = client.predict(strokes=circle(), category="wedge", turn=1, api_name="/domains")
    assert {one["photo"].split("/")[0] for one in turned["examples"]} == {"wedge"}
    hits = client.predict(strokes=circle(), domain="cartoon", top=99, api_name="/retrieve")["ranked"]
    assert len(hits) == 6


def test_profiles_by_name(client: Client, address: str, tmp_path: Path) -> None:
    client.predict(pairs=[{"strokes": MUG, "photo": "box/001"}], api_name="/adapt")
    saved = client.predict(api_name="/profile_save")
    other = Client(address, verbose=False)
    loaded = other.predict(profile=handle_file(saved), api_name="/profile_load")
    assert [pair["photo"] for pair in loaded["pairs"]] == ["box/001"]
    bad = tmp_path / "bad.safetensors"
    bad.write_text("no")
    with pytest.raises(Exception, match="not a style profile"):
        other.predict(profile=handle_file(bad), api_name="/profile_load")
    assert other.predict(strokes=MUG, api_name="/retrieve")["adapted"] is True


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ({"strokes": {"strokes": []}, "api_name": "/retrieve"}, "no stroke"),
        ({"strokes": MUG, "top": 0, "api_name": "/retrieve"}, "'top' should be"),
        ({"strokes": MUG, "category": "cat", "api_name": "/retrieve"}, "no category 'cat'"),
        ({"strokes": MUG, "category": ["box"], "api_name": "/retrieve"}, "'category' should be text"),
        ({"strokes": MUG, "domain": "clay", "api_name": "/retrieve"}, "no pictures of the domain 'clay'; there are photo, art"),
        ({"strokes": MUG, "domain": None, "api_name": "/retrieve"}, "'domain' should be text"),
        ({"strokes": {"strokes": []}, "api_name": "/domains"}, "no stroke"),
        ({"strokes": MUG, "category": "<i>cat</i>", "api_name": "/domains"}, "no category '<i>cat</i>'"),
        ({"strokes": MUG, "category": {}, "api_name": "/domains"}, "'category' should be text"),
        ({"strokes": MUG, "turn": -1, "api_name": "/domains"}, "'turn' should be a whole number from 0 to 999"),
        ({"strokes": MUG, "turn": "1", "api_name": "/domains"}, "'turn' should be"),
        ({"strokes": MUG, "turn": 10**9, "api_name": "/domains"}, "'turn' should be"),
        ({"pairs": [{"strokes": MUG, "photo": "box/999"}], "api_name": "/adapt"}, "pair 1: photo 'box/999' is not"),
        ({"pairs": [{"photo": "box/001"}], "api_name": "/adapt"}, "pair 1: should be"),
        ({"pairs": [{}] * 99, "api_name": "/adapt"}, "99 pairs are too many"),
    ],
)
def test_endpoints_answer_bad_input_in_words(client: Client, call: dict, words: str) -> None:
    with pytest.raises(Exception, match=words):
        client.predict(**call)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--model", "no/such/model"], "no/such/model"),
        (["--gallery", "no/such/gallery"], "no/such/gallery"),
    ],
)
def test_a_wrong_path_ends_the_program_with_one_sentence(arguments: list[str], words: str, capsys) -> None:
    assert app.main(arguments) == 2
    said = capsys.readouterr().err
    assert words in said and said.count("\n") == 1


def test_a_wrong_port_is_refused(capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        app.main(["--port", "lots"])
    assert ended.value.code == 2
    assert "'lots' is not a port" in capsys.readouterr().err
