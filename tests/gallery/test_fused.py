"""Fuse and Attend on a gallery: which examples are taken, what fusing them gives, and the map."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from sbir.drawing import sketch_from_value
from sbir.engine import Engine
from sbir.gallery.fused import NEIGHBOURS, FusedGallery
from sbir.session import Query
from sbir.types import DOMAINS, InputError


@pytest.fixture(scope="module")
def query(domain_engine: Engine) -> Query:
    line = [[10, 10], [90, 20], [70, 80], [20, 70], [10, 10]]
    return domain_engine.query(sketch_from_value({"width": 100, "height": 100, "strokes": [line]}))


@pytest.fixture(scope="module")
def fused(domain_engine: Engine) -> FusedGallery:
    return FusedGallery(domain_engine.learner, domain_engine.galleries)


def test_it_is_the_learners_fusion_of_the_examples(domain_engine: Engine, fused: FusedGallery, query: Query) -> None:
    learner, galleries = domain_engine.learner, domain_engine.galleries
    for category, turn in (("box", 0), ("box", 1), ("blob", 0)):
        found = fused.fuse(query.feature, category, turn)
        drawing = torch.from_numpy(query.feature)[None]
        examples, present = torch.zeros(1, len(DOMAINS), drawing.shape[1]), torch.zeros(1, len(DOMAINS), dtype=torch.bool)
        for example in found.examples:
            gallery = galleries.get(example.domain, galleries["photo"])
            pooled = gallery.lines if example.domain == "sketch" else gallery.pooled
            place = DOMAINS.index(example.domain)
            examples[0, place], present[0, place] = torch.from_numpy(pooled[gallery.index[example.photo]]), True
        with torch.inference_mode():
            direct = learner.fuse(drawing, examples, present)
            own = learner.fusion.embedding(examples - learner.centre)
        assert found.distance == pytest.approx(float((direct.query - direct.positive).norm()), abs=1e-4)
        for example in found.examples:
            place = DOMAINS.index(example.domain)
            assert example.gate == pytest.approx(float(direct.gates[0, place]), abs=1e-5)
            assert example.attention == pytest.approx(float(direct.attention[0, place]), abs=1e-5)
            assert example.distance == pytest.approx(float((direct.query - own[0, place]).norm()), abs=1e-4)
        assert sum(example.attention for example in found.examples) == pytest.approx(1, abs=1e-5)


def test_a_domain_without_the_category_has_no_example(fused: FusedGallery, query: Query) -> None:
    assert [example.domain for example in fused.fuse(query.feature, "box").examples] == list(DOMAINS)
    assert [example.domain for example in fused.fuse(query.feature, "blob").examples] == ["photo", "art", "sketch"]


def test_turns_go_from_near_to_far_and_round_again(fused: FusedGallery, query: Query) -> None:
    turns = [fused.fuse(query.feature, "box", turn).examples for turn in range(7)]
    for place, count in enumerate((6, 3, 2, 6)):
        taken = [examples[place] for examples in turns]
        distances = [example.distance for example in taken[:count]]
        assert distances == sorted(distances) and len({example.photo for example in taken[:count]}) == count
        assert [example.photo for example in taken] == [taken[turn % count].photo for turn in range(7)]


def test_an_unknown_category_is_told_in_words(fused: FusedGallery, query: Query) -> None:
    with pytest.raises(InputError, match="no category 'hat'; there are blob, box"):
        fused.fuse(query.feature, "hat")


def test_the_map_holds_every_picture_of_the_categories_shown(fused: FusedGallery, query: Query) -> None:
    found = fused.fuse(query.feature, "box")
    assert found.categories == ("box", "blob")
    counts = {domain: sum(spot.domain == domain for spot in found.spots) for domain in DOMAINS}
    assert counts == {"photo": 12, "art": 5, "cartoon": 2, "sketch": 12}
    places = np.array([[spot.x, spot.y] for spot in found.spots])
    assert np.abs(places).max() == pytest.approx(1, abs=1e-3) and (np.ptp(places, axis=0) > 0.05).all()
    assert np.abs([found.query, found.positive]).max() <= 1.2


def test_the_map_shows_the_nearest_categories_only(domain_engine: Engine, fused: FusedGallery, query: Query) -> None:
    many = FusedGallery(domain_engine.learner, {"photo": domain_engine.gallery})
    # Each picture a category of its own.
    many.category = np.array(many.photo)
    many.means = {name: many.embedded[torch.from_numpy(many.category == name)].mean(0) for name in many.photo}
    found = many.fuse(query.feature, "box/02")
    assert len(found.categories) == NEIGHBOURS + 1 and found.categories[0] == "box/02"
    near = [float(many.means[name] @ many.means["box/02"]) for name in found.categories]
    left_out = [float(many.means[name] @ many.means["box/02"]) for name in set(many.photo) - set(found.categories)]
    assert min(near) >= max(left_out)
    assert {spot.category for spot in found.spots} == set(found.categories)


def test_photos_of_one_category_alone_are_fused_with_their_lines(domain_engine: Engine, query: Query) -> None:
    alone = FusedGallery(domain_engine.learner, {"photo": domain_engine.galleries["cartoon"]})
    found = alone.fuse(query.feature, "box")
    assert [example.domain for example in found.examples] == ["photo", "sketch"] and found.categories == ("box",)
    places = np.array([[spot.x, spot.y] for spot in found.spots])
    assert len(places) == 4 and np.isfinite(places).all() and (np.ptp(places, axis=0) > 0.01).all()
