"""The façade: searching, adapting, margins, profiles, sessions."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from sbir.drawing import draw_traced, random_hand, sketch_from_value, trace
from sbir.engine import MAX_PAIRS, Engine
from sbir.gallery.nearness import drawing_vectors, gallery_vectors
from sbir.model.head import embed_drawings, embed_photos
from sbir.types import InputError
from tests.conftest import picture


@pytest.fixture(scope="module")
def queries(tiny_engine):
    rng = np.random.default_rng(0)
    return [tiny_engine.query(draw_traced(trace(picture(i)), random_hand(rng), rng)) for i in range(12)]


@pytest.fixture(scope="module")
def pairs(tiny_engine, queries):
    return [tiny_engine.pair(queries[i], f"box/{i:02d}") for i in range(3)] + [tiny_engine.pair(queries[7], "blob/07")]


def test_a_query_is_ranked_nearest_first(tiny_engine, queries):
    found = tiny_engine.retrieve(queries[0], tiny_engine.session(), top=12)
    distances = [hit.distance for hit in found.ranked]
    assert distances == sorted(distances) and min(distances) >= 0 and max(distances) <= 2
    assert len({hit.photo for hit in found.ranked}) == 12 and not found.adapted
    only = tiny_engine.retrieve(queries[0], tiny_engine.session(), top=12, category="blob").ranked
    assert [h.photo for h in only] == [h.photo for h in found.ranked if h.category == "blob"]
    with pytest.raises(InputError, match="no category 'hat'; the gallery has blob, box"):
        tiny_engine.retrieve(queries[0], tiny_engine.session(), category="hat")


def test_adapting_lowers_the_loss_and_changes_nothing_that_is_shared(tiny_engine, queries, pairs):
    fresh = tiny_engine.session()
    before = tiny_engine.retrieve(queries[5], fresh, top=12)
    done = tiny_engine.adapt(fresh, pairs)
    assert done.loss_after < done.loss_before
    assert done.session.adapted and done.session.pairs == tuple(pairs)
    assert len(done.ranks_before) == len(done.ranks_after) == 4
    assert [m.category for m in done.margins] == ["blob", "box"] and done.margins[1].pairs == 3
    after = tiny_engine.retrieve(queries[5], tiny_engine.session(), top=12)
    assert after.ranked == before.ranked
    assert tiny_engine.retrieve(queries[5], done.session, top=12).ranked != before.ranked


def test_a_pair_brings_its_kind_nearer_to_such_drawings(tiny_engine, queries):
    """What the head does aside: the pair itself says what such a drawing stands for."""
    start, learner = tiny_engine.session(), tiny_engine.learner
    done = tiny_engine.adapt(start, [tiny_engine.pair(queries[7], "blob/07")]).session
    rows = torch.from_numpy(tiny_engine.gallery.rows["blob"])

    def likeness(taught):
        vector = drawing_vectors(learner, done.head, torch.from_numpy(queries[7].feature), taught)
        return (done.embedded @ vector)[rows].mean()

    assert start.taught is None and done.taught is not None and len(done.taught.drawn) == 1
    assert likeness(done.taught) > likeness(None)
    assert tiny_engine.adapt(done, []).session.taught is None, "removing the pair undoes it"


def test_a_pair_of_a_kind_that_is_nowhere_says_nothing_of_kinds(tiny_engine, queries):
    outside = tiny_engine.pair_with_image(queries[3], "mine.png", "hat", picture(3))
    assert tiny_engine.adapt(tiny_engine.session(), [outside]).session.taught is None
    own = tiny_engine.with_photos(tiny_engine.session(), tiny_engine.see_photos("hat", [("a.png", picture(4))]))
    taught = tiny_engine.adapt(own, [outside]).session
    assert taught.taught is not None and len(taught.taught.drawn) == 1
    assert tiny_engine.without_photos(taught).taught is None


def test_order_of_pairs_does_not_matter_and_removing_undoes_exactly(tiny_engine, pairs):
    session = tiny_engine.session()
    one = tiny_engine.adapt(session, pairs).session
    other = tiny_engine.adapt(session, pairs[::-1]).session
    # Whose drawing is which row of `alike` is the pairs' order; what the rows make together is not.
    for part in ("weight", "bias", "drawing_bias", "centre", "drawing_weight"):
        assert torch.allclose(getattr(one.head, part), getattr(other.head, part), atol=1e-6)
    two = tiny_engine.adapt(one, pairs[:2]).session
    direct = tiny_engine.adapt(session, pairs[:2]).session
    assert all(torch.equal(a, b) for a, b in zip(two.head, direct.head, strict=True))
    none = tiny_engine.adapt(one, []).session
    assert all(torch.equal(a, b) for a, b in zip(none.head, session.head, strict=True)) and not none.adapted


def test_ranks_agree_with_what_is_retrieved(tiny_engine, queries, pairs):
    done = tiny_engine.adapt(tiny_engine.session(), pairs)
    for session, told in ((tiny_engine.session(), done.ranks_before), (done.session, done.ranks_after)):
        for pair, rank in zip(pairs, told, strict=True):
            ranked = tiny_engine.retrieve(replace(queries[0], feature=pair.feature, sketch=pair.sketch), session, top=12).ranked
            assert [hit.photo for hit in ranked].index(pair.photo) + 1 == rank


def test_ten_identical_and_contradictory_pairs_are_survived(tiny_engine, queries):
    same = [tiny_engine.pair(queries[0], "box/00")] * 10
    assert np.isfinite(tiny_engine.adapt(tiny_engine.session(), same).loss_after)
    contradictory = [tiny_engine.pair(queries[0], photo) for photo in ("box/00", "box/01", "blob/07")]
    done = tiny_engine.adapt(tiny_engine.session(), contradictory)
    assert all(torch.isfinite(value).all() for value in done.session.head)


def test_limits_are_told_in_words(tiny_engine, queries, pairs):
    with pytest.raises(InputError, match=r"'box/99' is not in this gallery \(2 categories, 12 photos\)"):
        tiny_engine.pair(queries[0], "box/99")
    with pytest.raises(InputError, match=f"at most {MAX_PAIRS}"):
        tiny_engine.adapt(tiny_engine.session(), pairs[:1] * (MAX_PAIRS + 1))
    with pytest.raises(InputError, match="steps"):
        tiny_engine.adapt(tiny_engine.session(), pairs, steps=0)


def test_a_photo_from_outside_the_gallery_can_be_meant(tiny_engine, queries):
    pair = tiny_engine.pair_with_image(queries[0], "my cat", "cat", picture(77))
    done = tiny_engine.adapt(tiny_engine.session(), [pair])
    assert done.ranks_before == done.ranks_after == (0,)
    assert done.loss_after < done.loss_before


def test_every_category_has_a_margin_and_says_what_predicted_it(tiny_engine, pairs):
    built_in = tiny_engine.margins(tiny_engine.session())
    assert [(m.category, m.source, m.pairs) for m in built_in] == [("blob", "gallery", 0), ("box", "gallery", 0)]
    own = tiny_engine.margins(tiny_engine.adapt(tiny_engine.session(), pairs[:3]).session)
    assert [(m.category, m.source, m.pairs) for m in own] == [("blob", "gallery", 0), ("box", "your pairs", 3)]
    assert all(0 < m.spread[0] <= m.spread[1] < 1 and 0 < m.value < 1 for m in own)
    assert own[0] == built_in[0] and own[1].value != built_in[1].value


def test_attention_and_pictures_of_photos(tiny_engine, queries):
    maps = tiny_engine.photo_attention(["box/01", "blob/08"])
    assert maps.shape[0] == 2 and np.allclose(maps.sum((1, 2)), 1, atol=1e-2)
    assert queries[0].attention.sum() == pytest.approx(1, abs=1e-5)
    assert tiny_engine.photo_image("box/01", 50).shape == (50, 50, 3)


def test_a_profile_brings_back_what_its_pairs_say_of_kinds(tiny_engine, queries, pairs, tmp_path):
    session = tiny_engine.adapt(tiny_engine.session(), pairs).session
    tiny_engine.save_profile(session, tmp_path / "me.safetensors")
    again = tiny_engine.load_profile(tmp_path / "me.safetensors")
    assert all(torch.equal(one, other) for one, other in zip(session.taught, again.taught, strict=True))
    assert tiny_engine.retrieve(queries[9], again, top=12).ranked == tiny_engine.retrieve(queries[9], session, top=12).ranked


def test_a_profile_is_read_back_as_it_was(tiny_engine, queries, pairs, tmp_path):
    outside = tiny_engine.pair_with_image(queries[3], "my cat", "cat", picture(77))
    session = tiny_engine.adapt(tiny_engine.session(), [*pairs, outside]).session
    tiny_engine.save_profile(session, tmp_path / "me.safetensors")
    again = tiny_engine.load_profile(tmp_path / "me.safetensors")
    assert all(torch.allclose(a, b, atol=1e-6) for a, b in zip(again.head, session.head, strict=True))
    assert [p.photo for p in again.pairs] == [p.photo for p in session.pairs]
    ranked = [tiny_engine.retrieve(queries[1], state, top=12).ranked for state in (again, session)]
    assert [hit.photo for hit in ranked[0]] == [hit.photo for hit in ranked[1]]
    assert np.allclose([hit.distance for hit in ranked[0]], [hit.distance for hit in ranked[1]], atol=1e-5)
    redone = tiny_engine.adapt(again, again.pairs).session
    assert all(torch.allclose(a, b, atol=1e-6) for a, b in zip(redone.head, session.head, strict=True))
    assert list(tmp_path.iterdir()) == [tmp_path / "me.safetensors"]


def test_all_who_adapt_share_one_embedded_gallery(tiny_engine, pairs, tmp_path):
    one, two = (tiny_engine.adapt(tiny_engine.session(), own).session for own in (pairs[:2], pairs[2:4]))
    assert one.embedded is two.embedded and one.head.weight.data_ptr() == two.head.weight.data_ptr()
    gallery = tiny_engine.gallery
    expected = gallery_vectors(tiny_engine.learner, one.head, torch.from_numpy(gallery.pooled), gallery.rows)
    assert torch.allclose(one.embedded, expected, atol=1e-6)
    tiny_engine.save_profile(one, tmp_path / "me.safetensors")
    loaded = tiny_engine.load_profile(tmp_path / "me.safetensors")
    assert torch.allclose(loaded.embedded, one.embedded, atol=1e-6)
    assert all(torch.allclose(a, b, atol=1e-6) for a, b in zip(loaded.head, one.head, strict=True))


def test_bad_profiles_are_refused_in_words(tiny_engine, pairs, tmp_path):
    good, bad = tmp_path / "me.safetensors", tmp_path / "bad.safetensors"
    tiny_engine.save_profile(tiny_engine.adapt(tiny_engine.session(), pairs).session, good)
    bad.write_bytes(np.random.default_rng(0).bytes(4000))
    with pytest.raises(InputError, match=r"bad\.safetensors: not a style profile"):
        tiny_engine.load_profile(bad)
    tensors = load_file(good)
    with safe_open(str(good), "pt") as file:
        metadata = file.metadata() | {"fingerprint": "0" * 16}
    save_file(tensors, bad, metadata)
    with pytest.raises(InputError, match="another model"):
        tiny_engine.load_profile(bad)
    save_file(tensors, bad, metadata | {"pairs": "{"})
    with pytest.raises(InputError, match="damaged"):
        tiny_engine.load_profile(bad)
    save_file(tensors, bad)
    with pytest.raises(InputError, match="not a style profile"):
        tiny_engine.load_profile(bad)
    tensors["head.bias"] = torch.zeros(7)
    save_file(tensors, bad, metadata)
    with pytest.raises(InputError, match="another shape"):
        tiny_engine.load_profile(bad)
    tensors["head.bias"] = torch.full((32,), float("inf"))
    save_file(tensors, bad, metadata)
    with pytest.raises(InputError, match="not finite"):
        tiny_engine.load_profile(bad)
    with pytest.raises(InputError, match="cannot be read"):
        tiny_engine.load_profile(tmp_path / "nowhere")


def test_model_and_gallery_must_belong_together(tiny_model, tiny_engine, tmp_path):
    for file in (*tiny_engine.gallery.folder.glob("*.json"), *tiny_engine.gallery.folder.glob("*.safetensors")):
        (tmp_path / file.name).write_bytes(file.read_bytes().replace(tiny_engine.checkpoint.fingerprint.encode(), b"0" * 16))
    with pytest.raises(InputError, match="indexed with another model"):
        Engine.open(tiny_model, tmp_path, device="cpu")
    with pytest.raises(InputError, match="no model here"):
        Engine.open(tmp_path, tiny_engine.gallery.folder)


def test_every_domain_is_searched_by_the_same_head(domain_engine, queries):
    assert list(domain_engine.galleries) == domain_engine.info()["gallery"]["domains"] == ["photo", "art", "cartoon"]
    fresh = domain_engine.session()
    adapted = domain_engine.adapt(fresh, [domain_engine.pair(queries[i], f"box/{i:02d}") for i in range(3)]).session
    for session in (fresh, adapted):
        learner = domain_engine.learner
        drawing = drawing_vectors(learner, session.head, torch.from_numpy(queries[0].feature), session.taught)
        for domain, gallery in domain_engine.galleries.items():
            found = domain_engine.retrieve(queries[0], session, top=99, domain=domain)
            told = {hit.photo: hit.distance for hit in found.ranked}
            vectors = gallery_vectors(learner, session.head, torch.from_numpy(gallery.pooled), gallery.rows)
            away = (2 - 2 * vectors @ drawing).sqrt()
            expected = {photo.id: float(far) for photo, far in zip(gallery.photos, away, strict=True)}
            assert told == pytest.approx(expected, abs=1e-4)
            assert list(told.values()) == sorted(told.values()) and found.adapted == session.adapted
    by_default = domain_engine.retrieve(queries[0], fresh, top=12).ranked
    assert by_default == domain_engine.retrieve(queries[0], fresh, top=12, domain="photo").ranked


def test_a_domain_that_is_not_there_is_told_in_words(domain_engine, tiny_engine, queries):
    for domain in ("clay", "sketch", "../art"):
        with pytest.raises(InputError, match=f"domain '{domain}'; there are photo, art, cartoon"):
            domain_engine.retrieve(queries[0], domain_engine.session(), domain=domain)
    with pytest.raises(InputError, match="no category 'blob'; the gallery has box"):
        domain_engine.retrieve(queries[0], domain_engine.session(), category="blob", domain="cartoon")
    assert list(tiny_engine.galleries) == ["photo"]
    with pytest.raises(InputError, match=r"there are photo$"):
        tiny_engine.retrieve(queries[0], tiny_engine.session(), domain="art")
    with pytest.raises(InputError, match="no pictures of the domain 'art'"):
        tiny_engine.photo_image("box/01", domain="art")


def test_pictures_and_attention_are_those_of_the_domain(domain_engine):
    art = domain_engine.photo_image("box/01", 60, "art")
    assert np.abs(255.0 - art - domain_engine.photo_image("box/01", 60)).mean() < 12
    lines = domain_engine.photo_image("box/01", 60, "sketch")
    assert lines.shape == (60, 60, 3) and (lines > 250).mean() > 0.5 and lines.min() < 128
    gallery = domain_engine.galleries["art"]
    [attention] = domain_engine.photo_attention(["box/01"], "art")
    assert np.array_equal(attention, gallery.attention[gallery.row("box/01")])
    with pytest.raises(InputError, match="'box/05' is not in this gallery"):
        domain_engine.photo_image("box/05", 60, "art")


def test_fusing_takes_the_category_of_the_first_hit_or_the_one_asked_for(domain_engine, tiny_engine, queries):
    session = domain_engine.session()
    first = domain_engine.retrieve(queries[2], session, top=1).ranked[0].category
    assert domain_engine.domains(queries[2], session).category == first
    assert domain_engine.domains(queries[2], session, "blob").category == "blob"
    with pytest.raises(InputError, match="no category 'hat'; there are blob, box"):
        domain_engine.domains(queries[2], session, "hat")
    photos_only = tiny_engine.domains(queries[2], tiny_engine.session())
    assert [example.domain for example in photos_only.examples] == ["photo", "sketch"]


def test_a_drawing_is_the_same_query_wherever_it_was_drawn(tiny_engine):
    line = np.array([[10, 10], [60, 80], [90, 20], [30, 50]])
    one = tiny_engine.query(sketch_from_value({"width": 100, "height": 100, "strokes": [line.tolist()]}))
    two = tiny_engine.query(sketch_from_value({"width": 900, "height": 700, "strokes": [(line * 5 + 100).tolist()]}))
    assert float(one.feature @ two.feature) > 0.999


def test_what_parts_add_is_the_similarity_by_each_head(tiny_engine, queries, pairs):
    sessions = [tiny_engine.session(), tiny_engine.adapt(tiny_engine.session(), pairs).session]
    shown = torch.from_numpy(tiny_engine.backbone.encode(tiny_engine.photo_image("box/01", 64)[None]).pooled[0])
    for found, session in zip(tiny_engine.correspondence(queries[1], "box/01", sessions), sessions, strict=True):
        drawn = embed_drawings(session.head, torch.from_numpy(queries[1].feature))
        assert found.similarity == pytest.approx(float(drawn @ embed_photos(session.head, shown)), abs=1e-4)
        assert found.values.sum() == pytest.approx(found.similarity, abs=1e-4)
        assert found.values.shape == (2, 2, 2, 2)
    with pytest.raises(InputError, match="not in this gallery"):
        tiny_engine.correspondence(queries[1], "hat/01", sessions)


def test_likely_kinds_are_those_whose_pictures_are_most_like_the_drawing(domain_engine, tiny_engine, queries):
    for query in queries[:3]:
        fresh = tiny_engine.session()
        drawing = drawing_vectors(tiny_engine.learner, fresh.head, torch.from_numpy(query.feature))
        mean = {kind: float((fresh.embedded[rows] @ drawing).mean()) for kind, rows in tiny_engine.gallery.rows.items()}
        likely = tiny_engine.likely_kinds(query, fresh)
        assert {kind.name: kind.likeness for kind in likely} == pytest.approx(mean, abs=1e-5)
        assert [kind.name for kind in likely] == sorted(mean, key=mean.get, reverse=True)
        assert tiny_engine.likely_kinds(query, fresh, top=1) == likely[:1]
    art = {kind.name for kind in domain_engine.likely_kinds(queries[0], domain_engine.session(), domain="art")}
    assert art == set(domain_engine.gallery_of("art").categories)


def test_a_kind_of_ones_own_is_likely_too_and_pairs_make_it_likelier(tiny_engine, queries):
    photos = tiny_engine.see_photos("hat", [(f"{i}.png", picture(i + 40)) for i in range(3)])
    own = tiny_engine.with_photos(tiny_engine.session(), photos)
    query = next(one for one in queries if tiny_engine.likely_kinds(one, own)[0].name != "hat")
    assert {kind.name for kind in tiny_engine.likely_kinds(query, own)} == {"box", "blob", "hat"}
    assert "hat" not in {kind.name for kind in tiny_engine.likely_kinds(query, tiny_engine.session())}
    pairs = [tiny_engine.pair(query, f"hat/{i}", own) for i in range(3)]
    taught = tiny_engine.adapt(own, pairs).session
    assert tiny_engine.likely_kinds(query, taught)[0].name == "hat"


def test_a_photo_of_ones_own_answers_too(tiny_engine, queries):
    seen = tiny_engine.see_photos("hat", [("mine.png", picture(3))])
    session = tiny_engine.session(seen)
    [found] = tiny_engine.correspondence(queries[1], seen.photos[0].id, [session])
    drawn, shown = torch.from_numpy(queries[1].feature), torch.from_numpy(seen.features[0])
    # The small picture that is kept is not quite the one that was given.
    expected = embed_drawings(session.head, drawn) @ embed_photos(session.head, shown)
    assert found.similarity == pytest.approx(float(expected), abs=0.1)
    with pytest.raises(InputError, match="not in this gallery"):
        tiny_engine.correspondence(queries[1], seen.photos[0].id, [tiny_engine.session()])


def test_a_drawing_that_stands_for_two_photos_is_kept_in_a_profile(tiny_engine, queries, tmp_path):
    twice = [tiny_engine.pair(queries[0], photo) for photo in ("box/00", "box/01")]
    tiny_engine.save_profile(tiny_engine.adapt(tiny_engine.session(), twice).session, tmp_path / "me.safetensors")
    read = tiny_engine.load_profile(tmp_path / "me.safetensors").pairs
    assert [pair.photo for pair in read] == ["box/00", "box/01"]
    assert all(np.array_equal(pair.feature, queries[0].feature) for pair in read)
