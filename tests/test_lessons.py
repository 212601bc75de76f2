"""What pairs teach, against doing it by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sbir.drawing import draw_traced, random_hand, trace
from sbir.lessons import growth, leave_one_out, moved
from tests.conftest import picture


@pytest.fixture(scope="module")
def pairs(tiny_engine):
    rng = np.random.default_rng(3)
    queries = [tiny_engine.query(draw_traced(trace(picture(i)), random_hand(rng), rng)) for i in (0, 1, 2, 7)]
    photos = ("box/00", "box/01", "box/02", "blob/07")
    return tuple(tiny_engine.pair(query, photo) for query, photo in zip(queries, photos, strict=True))


def by_hand(engine, pairs, pair):
    """The place of a pair's photo in what is retrieved for its drawing after adapting to `pairs`."""
    session = engine.adapt(engine.session(), pairs).session
    query = replace(engine.query(pair.sketch), feature=pair.feature)
    ranked = engine.retrieve(query, session, top=99).ranked
    return [hit.photo for hit in ranked].index(pair.photo) + 1


def test_without_itself_a_pair_is_ranked_by_what_the_others_taught(tiny_engine, pairs):
    session = tiny_engine.adapt(tiny_engine.session(), pairs).session
    expected = tuple(by_hand(tiny_engine, [p for p in pairs if p is not pair], pair) for pair in pairs)
    assert leave_one_out(tiny_engine, session) == expected


def test_a_single_pair_is_ranked_by_the_unadapted_head(tiny_engine, pairs):
    alone = tiny_engine.adapt(tiny_engine.session(), pairs[:1])
    assert leave_one_out(tiny_engine, alone.session) == alone.ranks_before
    assert leave_one_out(tiny_engine, tiny_engine.session()) == ()


def test_growth_begins_unadapted_and_ends_with_all_pairs(tiny_engine, pairs):
    done = tiny_engine.adapt(tiny_engine.session(), pairs)
    rows = growth(tiny_engine, done.session)
    assert len(rows) == len(pairs) + 1
    assert rows[0] == done.ranks_before and rows[-1] == done.ranks_after
    assert rows[2] == tuple(by_hand(tiny_engine, pairs[:2], pair) for pair in pairs)


def test_a_photo_that_is_not_there_has_rank_0_and_does_not_count(tiny_engine, pairs):
    lost = replace(pairs[0], photo="cat/01", photo_feature=tiny_engine.gallery.pooled[0])
    session = tiny_engine.adapt(tiny_engine.session(), [lost, *pairs[1:]]).session
    assert leave_one_out(tiny_engine, session)[0] == 0
    assert all(row[0] == 0 for row in growth(tiny_engine, session))
    told = moved((0, 8, 3, 2), (0, 4, 3, 6))
    assert (told.count, told.better, told.worse, told.same) == (3, 1, 1, 1)
    assert told.before == pytest.approx(13 / 3) and told.after == pytest.approx(13 / 3)
    assert moved((), ()).count == 0


def test_ranks_of_several_photos_are_those_of_each(tiny_engine, pairs):
    session, photos = tiny_engine.session(), ["blob/07", "no/where", "box/00", "box/00"]
    found = tiny_engine.ranks_of(pairs[0].feature, session, photos)
    assert found == tuple(tiny_engine.ranks_of(pairs[0].feature, session, [photo])[0] for photo in photos)
    assert found[1] == 0 and found[2] == found[3] > 0
    assert tiny_engine.ranks_of(pairs[0].feature, session, []) == ()
