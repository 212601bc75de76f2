"""A person's own photos: what is read, how they are named, and that they are searched, adapted against and kept like others."""

import io
import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from PIL import Image
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from sbir.drawing import draw_traced, random_hand, trace
from sbir.engine import Engine
from sbir.gallery import own as own_photos
from sbir.gallery.own import (
    MAX_OWN,
    MAX_THUMBNAIL,
    NO_PHOTOS,
    THUMBNAIL,
    admitted,
    candidates,
    clean,
    is_thumbnail,
    kind_of,
    read_pictures,
    thumbnail,
    unique_id,
)
from sbir.profile import FORMAT
from sbir.types import InputError
from tests.conftest import picture


def png(image: np.ndarray) -> bytes:
    return cv2.imencode(".png", cv2.cvtColor(image, cv2.COLOR_RGB2BGR))[1].tobytes()


def drawing(engine: Engine, seed: int):
    rng = np.random.default_rng(seed)
    return engine.query(draw_traced(trace(picture(seed)), random_hand(rng), rng))


@pytest.fixture(scope="module")
def cups(tiny_engine):
    return tiny_engine.see_photos("cup", [(f"{i}.png", picture(100 + i)) for i in range(6)])


@pytest.fixture(scope="module")
def session(tiny_engine, cups):
    return tiny_engine.with_photos(tiny_engine.session(), cups)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("  my   shoes \n", "my shoes"),
        ("../../etc/passwd", "etc passwd"),
        ("a/b\\c", "a b c"),
        ("‮cup​", "cup"),
        ("", "mine"),
        (" . ", "mine"),
        ("x" * 500, "x" * 40),
        ("Ta\u0308sse", "T\u00e4sse"),
        ("\x00\x1b[31m", "[31m"),
        ("茶碗", "茶碗"),
    ],
)
def test_a_kind_is_one_short_line_without_slashes(text, kind):
    assert kind_of(text) == kind == kind_of(kind)


def test_ids_are_unlike_all_others():
    assert unique_id("cup", "a", {"cup/a", "cup/a-2"}) == "cup/a-3"
    assert unique_id("cup", "", ()) == "cup/photo"
    assert clean("a" * 90, 60) == "a" * 60


def test_own_ids_differ_from_the_gallery_and_from_each_other(tiny_engine):
    names = ["00.png", "00.jpg", "C:\\photos\\00.png", "../00.png", "..", "\x00"]
    seen = tiny_engine.see_photos("box", [(name, picture(200 + i)) for i, name in enumerate(names)])
    both = tiny_engine.with_photos(tiny_engine.with_photos(tiny_engine.session(), seen), seen)
    ids = [photo.id for photo in both.own.photos]
    assert len(set(ids) | set(tiny_engine.gallery.index)) == 12 + len(tiny_engine.gallery.photos)
    assert {photo.category for photo in both.own.photos} == {"box"} and all(one.startswith("box/") for one in ids)


def test_bad_files_are_named_one_by_one_and_good_ones_kept():
    cut, bomb = png(picture(1))[:200], io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    files = [("good.png", png(picture(1))), ("text.jpg", b"hello"), ("dir/cut.png", cut), ("", b"")]
    files.append(("bomb.png", bomb.getvalue()))
    pictures, refused = read_pictures([*files, ("last.png", png(picture(2)))])
    assert {place: name for place, (name, _) in pictures.items()} == {0: "good.png", 5: "last.png"}
    assert [one.name for one in refused] == ["text.jpg", "cut.png", "a picture", "bomb.png"]
    assert all(one.why.startswith(f"{one.name}: ") for one in refused)
    assert "not a picture" in refused[0].why and "decoded" in refused[1].why and "empty" in refused[2].why
    assert max(pictures[0][1].shape) <= own_photos.READ_SIDE


def test_a_large_picture_is_read_small():
    [(_, image)] = read_pictures([("x.png", png(np.zeros((900, 1800, 3), np.uint8)))])[0].values()
    assert image.shape == (256, 512, 3)


@pytest.mark.parametrize(
    "image", [picture(3), np.random.default_rng(0).integers(0, 256, (300, 200, 3), np.uint8), np.zeros((1, 1, 3), np.uint8)]
)
def test_thumbnails_are_small_whatever_they_show(image):
    data = thumbnail(image)
    assert len(data) <= MAX_THUMBNAIL and is_thumbnail(data)


def test_only_thumbnails_are_thumbnails():
    large, jpeg = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (512, 512)).save(large, "WEBP")
    Image.new("RGB", (THUMBNAIL, THUMBNAIL)).save(jpeg, "JPEG")
    good = thumbnail(picture(1))
    for bad in (b"", b"RIFF", large.getvalue(), jpeg.getvalue(), good[:60], good + bytes(MAX_THUMBNAIL)):
        assert not is_thumbnail(bad)


def test_own_photos_are_found_beside_the_gallery_in_order(tiny_engine, session):
    query = drawing(tiny_engine, 102)
    found = tiny_engine.retrieve(query, session, top=99).ranked
    assert len(found) == 18 and [h.distance for h in found] == sorted(h.distance for h in found)
    assert sum(hit.category == "cup" for hit in found) == 6
    shared = tiny_engine.retrieve(query, tiny_engine.session(), top=99).ranked
    assert tuple(hit for hit in found if hit.category != "cup") == shared
    assert tiny_engine.retrieve(query, session, top=4).ranked == found[:4]
    only = tiny_engine.retrieve(query, session, top=99, category="cup").ranked
    assert only == tuple(hit for hit in found if hit.category == "cup")
    boxes = tiny_engine.retrieve(query, session, top=99, category="box").ranked
    assert boxes == tuple(hit for hit in found if hit.category == "box") and len(boxes) == 6
    for photo in ("cup/3", "box/01"):
        [rank] = tiny_engine.ranks_of(query.feature, session, [photo])
        assert [hit.photo for hit in found].index(photo) + 1 == rank


def test_another_session_and_another_domain_know_nothing_of_them(domain_engine):
    engine, query = domain_engine, drawing(domain_engine, 101)
    mine = engine.with_photos(engine.session(), engine.see_photos("cup", [("a.png", picture(101))]))
    assert "cup/a" in {hit.photo for hit in engine.retrieve(query, mine, top=99).ranked}
    assert "cup/a" not in {hit.photo for hit in engine.retrieve(query, engine.session(), top=99).ranked}
    assert "cup/a" not in {hit.photo for hit in engine.retrieve(query, mine, top=99, domain="art").ranked}
    for session, domain in ((engine.session(), "photo"), (mine, "art")):
        with pytest.raises(InputError, match="there is no category 'cup'"):
            engine.retrieve(query, session, category="cup", domain=domain)
    with pytest.raises(InputError, match="photo 'cup/a' is not in this gallery"):
        engine.pair(query, "cup/a", engine.session())
    assert engine.domains(query, mine).category in engine.gallery.categories


def test_beside_a_kind_of_the_gallery_photos_are_told_apart_by_the_head_alone(tiny_engine):
    """A copy of a gallery's photo, added to its kind, lies exactly where that lies."""
    copy = tiny_engine.gallery.image("box/02", 224)
    mine = tiny_engine.with_photos(tiny_engine.session(), tiny_engine.see_photos("box", [("copy.png", copy)]))
    row = tiny_engine.gallery.index["box/02"]
    # Exactly its features, not those of the smaller copy that a gallery keeps.
    mine = tiny_engine._with_own(mine, replace(mine.own, pooled=tiny_engine.gallery.pooled[[row]].astype(np.float16)))
    assert torch.allclose(mine.own_embedded[0], mine.embedded[row], atol=2e-3)
    lone = tiny_engine.with_photos(tiny_engine.session(), tiny_engine.see_photos("a new kind", [("copy.png", copy)]))
    assert not torch.allclose(lone.own_embedded[0], mine.embedded[row], atol=2e-3)


def test_an_own_photo_can_be_meant_and_adapting_keeps_the_others(tiny_engine, session):
    query = drawing(tiny_engine, 103)
    pair = tiny_engine.pair(query, "cup/3", session)
    assert pair.category == "cup" and pair.photo_feature is not None
    done = tiny_engine.adapt(session, [pair])
    assert done.session.own is session.own and done.loss_after < done.loss_before
    ranked = [hit.photo for hit in tiny_engine.retrieve(query, done.session, top=99).ranked]
    assert (done.ranks_after[0],) == (ranked.index("cup/3") + 1,) and done.ranks_before[0] > 0
    assert tiny_engine.adapt(done.session, []).session.own is session.own
    # The gallery as it is seen from its own mean still serves everybody.
    assert (
        done.session.embedded is tiny_engine.adapt(tiny_engine.session(), [tiny_engine.pair(query, "box/00")]).session.embedded
    )


def test_own_photos_of_the_kind_are_what_is_not_meant(tiny_engine, session, cups):
    pair = tiny_engine.pair(drawing(tiny_engine, 103), "cup/3", session)
    alone = tiny_engine.with_photos(tiny_engine.session(), cups.picked([3]))
    heads = [tiny_engine.adapt(one, [pair]).session.head for one in (session, alone)]
    assert not torch.allclose(heads[0].drawing_weight, heads[1].drawing_weight)
    # One photo of a kind leaves nothing to tell it from.
    assert not heads[1].drawing_weight.any() and heads[0].drawing_weight.any()
    beside = tiny_engine.see_photos("box", [("new.png", picture(300))])
    of_box = tiny_engine.pair(drawing(tiny_engine, 0), "box/00")
    with_more = tiny_engine.adapt(tiny_engine.with_photos(tiny_engine.session(), beside), [of_box]).session.head
    assert not torch.equal(
        with_more.drawing_weight, tiny_engine.adapt(tiny_engine.session(), [of_box]).session.head.drawing_weight
    )


def test_candidates_are_those_of_the_pairs_kinds(tiny_engine, session):
    gallery, own = tiny_engine.gallery, session.own
    beside = tiny_engine.with_photos(session, tiny_engine.see_photos("box", [("new.png", picture(300))])).own
    pooled, rows = candidates(gallery, beside, ["box", "cup", "box"])
    assert pooled.shape == (6 + 7, gallery.pooled.shape[1]) and set(rows) == {"box", "cup"}
    wanted = {"box": np.concatenate([gallery.pooled[gallery.rows["box"]], beside.features[6:]]), "cup": beside.features[:6]}
    for kind, features in wanted.items():
        assert np.array_equal(pooled[torch.from_numpy(rows[kind])], features)
    assert candidates(gallery, NO_PHOTOS, ["box"])[0].data_ptr() == torch.from_numpy(gallery.pooled).data_ptr()
    everything, rows = candidates(gallery, own, ["cup", "a kind of a profile"])
    assert len(everything) == 18 and set(rows) == {"cup"} and np.array_equal(everything[12:], own.features)


def test_margins_are_unlearned_until_there_are_pairs(tiny_engine, session):
    [margin] = [m for m in tiny_engine.margins(session) if m.category == "cup"]
    assert margin.source == "unlearned" and margin.pairs == 0
    assert margin.spread[0] <= margin.value <= margin.spread[1] and 0 < margin.value < 1
    adapted = tiny_engine.adapt(session, [tiny_engine.pair(drawing(tiny_engine, 103), "cup/3", session)]).session
    [margin] = [m for m in tiny_engine.margins(adapted) if m.category == "cup"]
    assert margin.source == "your pairs" and margin.pairs == 1
    beside = tiny_engine.with_photos(tiny_engine.session(), tiny_engine.see_photos("box", [("x.png", picture(9))]))
    assert tiny_engine.margins(beside) == tiny_engine.margins(tiny_engine.session())


def test_their_attention_can_be_shown(tiny_engine, session):
    maps = tiny_engine.photo_attention(["cup/3", "box/00"], session=session)
    seen = tiny_engine.backbone.encode(np.stack([own_photos.letterbox(picture(103), tiny_engine.backbone.size)]))
    assert np.allclose(maps[0], seen.attention[0], atol=1e-3) and np.allclose(maps.sum((1, 2)), 1, atol=1e-2)
    assert np.array_equal(maps[1], tiny_engine.gallery.attention[tiny_engine.gallery.index["box/00"]])


def test_photos_are_taken_back_one_by_one(tiny_engine, session):
    fewer = tiny_engine.without_photos(session, ["cup/1", "cup/4"])
    assert [photo.id for photo in fewer.own.photos] == ["cup/0", "cup/2", "cup/3", "cup/5"]
    assert len(session.own) == 6
    for row, other in enumerate((0, 2, 3, 5)):
        assert np.array_equal(fewer.own.pooled[row], session.own.pooled[other])
        assert fewer.own.thumbnails[row] == session.own.thumbnails[other]
    with pytest.raises(InputError, match="cup/1: this photo of yours was removed before"):
        tiny_engine.without_photos(fewer, ["cup/0", "cup/1"])
    none = tiny_engine.without_photos(session)
    assert none.own is NO_PHOTOS
    assert (
        tiny_engine.retrieve(drawing(tiny_engine, 1), none, 99).ranked
        == tiny_engine.retrieve(drawing(tiny_engine, 1), tiny_engine.session(), 99).ranked
    )


def test_no_picture_comes_twice_and_none_beyond_the_limit(tiny_engine, session, cups, monkeypatch):
    again = tiny_engine.see_photos("cup", [("same.png", picture(100)), ("new.png", picture(150)), ("twin.png", picture(150))])
    rows, refused = admitted(session.own, again)
    assert rows == [1] and [one.name for one in refused] == ["same", "twin"] and "already" in refused[0].why
    assert admitted(session.own, tiny_engine.see_photos("mug", [("same.png", picture(100))])) == ([0], [])
    monkeypatch.setattr(own_photos, "MAX_OWN", 7)
    rows, refused = admitted(session.own, tiny_engine.see_photos("mug", [(f"{i}.png", picture(160 + i)) for i in range(3)]))
    assert rows == [0] and [one.name for one in refused] == ["1", "2"] and "7 photos" in refused[0].why
    many = cups
    while len(many) < MAX_OWN:
        many = many.joined(cups)
    with pytest.raises(InputError, match="126 photos of your own are too many: 120 can be kept"):
        tiny_engine.with_photos(session, many)


def test_a_full_session_stays_near_a_megabyte(cups):
    """At the shipped model's sizes: 1,536 features, 6 x 6 maps; and thumbnails at their largest."""
    kept = MAX_OWN * (1536 * cups.pooled.itemsize + 36 * cups.attention.itemsize + MAX_THUMBNAIL)
    assert kept < 1.0 * 2**20


@pytest.fixture
def saved(tiny_engine, session, tmp_path) -> Path:
    adapted = tiny_engine.adapt(session, [tiny_engine.pair(drawing(tiny_engine, 103), "cup/3", session)]).session
    tiny_engine.save_profile(adapted, tmp_path / "me.safetensors")
    return tmp_path / "me.safetensors"


def test_a_profile_brings_the_photos_back(tiny_engine, session, saved):
    again = tiny_engine.load_profile(saved)
    assert again.own.photos == session.own.photos and again.own.thumbnails == session.own.thumbnails
    assert np.array_equal(again.own.pooled, session.own.pooled) and np.array_equal(again.own.attention, session.own.attention)
    query = drawing(tiny_engine, 103)
    adapted = tiny_engine.adapt(session, again.pairs).session
    found, expected = (tiny_engine.retrieve(query, one, 99).ranked for one in (again, adapted))
    assert [hit.photo for hit in found] == [hit.photo for hit in expected]
    assert [hit.distance for hit in found] == pytest.approx([hit.distance for hit in expected], abs=1e-5)


def test_a_profile_with_photos_alone_is_kept(tiny_engine, session, tmp_path):
    tiny_engine.save_profile(session, tmp_path / "x.safetensors")
    again = tiny_engine.load_profile(tmp_path / "x.safetensors")
    assert again.own.photos == session.own.photos and again.pairs == ()


def test_a_photo_that_this_gallery_has_a_name_like_is_renamed_with_its_pairs(tiny_engine, saved, tmp_path):
    tensors, metadata = load_file(saved), _metadata(saved)
    renamed = {name: text.replace("cup/3", "box/00").replace('"cup"', '"box"') for name, text in metadata.items()}
    save_file(tensors, tmp_path / "x.safetensors", renamed)
    again = tiny_engine.load_profile(tmp_path / "x.safetensors")
    assert again.own.photos[3].id == "box/00-2" == again.pairs[0].photo
    assert tiny_engine.adapt(again, again.pairs).ranks_before[0] > 0


def test_of_the_head_a_profile_holds_what_the_pairs_changed(tiny_engine, saved):
    names = {name for name in load_file(saved) if name.startswith("head.")}
    assert names == {"head.drawing_bias", "head.centre", "head.pull", "head.alike"}
    assert saved.stat().st_size < 200_000


def _metadata(path: Path) -> dict[str, str]:
    with safe_open(str(path), "pt") as file:
        return file.metadata()


def _with_negatives(maps: torch.Tensor) -> torch.Tensor:
    """The same sums, with less than nothing in one place."""
    maps[:, 0, 0] -= 1
    maps[:, 1, 1] += 1
    return maps


_ROWS = json.dumps([{"photo": f"cup/{i}", "category": "cup"} for i in range(121)])


@pytest.mark.parametrize(
    ("tensors", "metadata", "words"),
    [
        ({"own.pooled": None}, {}, "lacks own.pooled"),
        ({"own.0.thumbnail": None}, {}, "lacks own.0.thumbnail"),
        ({"own.pooled": torch.zeros(6, 3)}, {}, "own.pooled has another shape"),
        ({"own.pooled": torch.zeros(6, 1284)}, {}, "own.pooled should hold rows of length 1"),
        ({"own.pooled": torch.full((6, 1284), torch.nan)}, {}, "own.pooled holds a number that is not finite"),
        (
            {"own.attention": lambda shape: _with_negatives(torch.full(shape, 1 / shape[1] / shape[2]))},
            {},
            "own.attention should hold maps that sum to 1",
        ),
        ({"own.attention": torch.ones(6, 9, 9)}, {}, "own.attention has another shape"),
        ({"own.attention": torch.ones}, {}, "own.attention should hold maps that sum to 1"),
        ({"own.1.thumbnail": torch.zeros(9, dtype=torch.uint8)}, {}, "own.1.thumbnail is not a small picture"),
        ({"own.1.thumbnail": torch.zeros(9)}, {}, "own.1.thumbnail should be at most 4096 bytes"),
        ({"own.1.thumbnail": torch.zeros(5000, dtype=torch.uint8)}, {}, "own.1.thumbnail should be at most 4096 bytes"),
        ({"own.1.thumbnail": torch.zeros(3, 3, dtype=torch.uint8)}, {}, "own.1.thumbnail should be at most 4096 bytes"),
        ({}, {"own": _ROWS}, "at most 120 photos are read"),
        ({}, {"own": "{}"}, "at most 120 photos are read"),
        ({}, {"own": "["}, "damaged"),
        ({}, {"own": "[3]"}, "damaged"),
        ({}, {"own": '[{"photo": "cup/1"}]'}, "damaged"),
        ({}, {"format": "sbir-profile-3"}, "not a style profile of this version"),
        ({"head.pull": None}, {}, "lacks head.pull"),
        ({"head.alike": torch.zeros(2, 1284)}, {}, "head.alike has another shape"),
        ({"head.pull": torch.full((32, 1), torch.nan)}, {}, "head.pull holds a number that is not finite"),
    ],
)
def test_a_damaged_profile_is_refused_in_words(tiny_engine, saved, tmp_path, tensors, metadata, words):
    assert _metadata(saved)["format"] == FORMAT
    shape = (6, *tiny_engine.gallery.attention.shape[1:])
    changed = load_file(saved) | {name: value(shape) if callable(value) else value for name, value in tensors.items()}
    bad = tmp_path / "bad.safetensors"
    save_file({name: value for name, value in changed.items() if value is not None}, bad, _metadata(saved) | metadata)
    with pytest.raises(InputError, match=rf"^bad\.safetensors: .*{words}"):
        tiny_engine.load_profile(bad)


def test_names_in_a_profile_are_cleaned(tiny_engine, saved, tmp_path):
    hostile = [{"photo": "../../x", "category": "a/‮b\n"}] * 6
    save_file(load_file(saved), tmp_path / "x.safetensors", _metadata(saved) | {"own": json.dumps(hostile)})
    again = tiny_engine.load_profile(tmp_path / "x.safetensors").own.photos
    assert {photo.category for photo in again} == {"a b"} and len({photo.id for photo in again}) == 6
    assert all(photo.id.startswith("a b/") and ".." not in photo.id for photo in again)
