"""Searching all of a gallery before and after pairs: the protocol, on features that are made up."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from sbir.evaluate.everywhere import AS_SHIPPED, SUPPORT, Asked, Found, episodes, search_everywhere, told
from sbir.model.head import detached
from sbir.model.learner import Learner

KINDS = ("cup", "hat", "owl")


def asked(meant: bool, per: int = 12) -> Asked:
    """Three kinds of four photos and twelve drawings each; a drawing is like others of its kind, but also like the photos of
    the next."""
    rng = torch.Generator().manual_seed(0)
    of_kind = torch.randn(3, 32, generator=rng)
    drawn_so = torch.randn(3, 32, generator=rng) + of_kind.roll(1, 0)
    photos = of_kind.repeat_interleave(4, 0) + 0.3 * torch.randn(12, 32, generator=rng)
    drawings = 0.3 * of_kind.repeat_interleave(per, 0) + drawn_so.repeat_interleave(per, 0)
    drawings = drawings + 0.3 * torch.randn(3 * per, 32, generator=rng)
    drawn = np.repeat(KINDS, per)
    of = np.arange(3 * per) % 4 + 4 * (np.arange(3 * per) // per) if meant else np.full(3 * per, -1)
    unit = functional.normalize
    return Asked(unit(drawings, dim=1), drawn, drawn, of, unit(photos, dim=1), np.repeat(KINDS, 4))


@pytest.fixture
def learner() -> Learner:
    torch.manual_seed(0)
    return Learner(32, 8).requires_grad_(False)


@pytest.mark.parametrize("meant", [False, True])
def test_an_episode_keeps_support_queries_and_other_kinds_apart(meant):
    data = asked(meant)
    for support, queries, others in episodes(data, 3):
        name = data.drawn[support[0]]
        assert len(support) == SUPPORT and not set(support) & set(queries)
        assert set(data.drawn[support]) == set(data.drawn[queries]) == {name} and name not in data.drawn[others]
        if meant:
            assert not set(data.meant[support]) & set(data.meant[queries]), "other drawings of other photos"
        else:
            assert len(queries) == 7 and len(others) == 24
    one, again, other = ([tuple(part[0]) for part in episodes(data, seed)] for seed in (0, 0, 1))
    assert one == again != other


def test_groups_with_few_drawings_only_answer_for_others():
    data = asked(False)
    few = np.concatenate([np.arange(12), np.arange(12, 18), np.arange(24, 36)])
    fewer = data._replace(**{name: getattr(data, name)[few] for name in ("drawings", "drawn", "group", "meant")})
    parts = list(episodes(fewer, 0))
    assert len(parts) == 2 and all("hat" in fewer.drawn[others] for *_, others in parts)


def test_people_who_draw_all_kinds_have_no_others():
    data = asked(True)
    by_person = data._replace(group=np.array([str(i % 2) for i in range(36)]))
    assert all(not len(others) for *_, others in episodes(by_person, 0))
    found = search_everywhere(by_person, Learner(32, 8).requires_grad_(False), None, 0, 1)
    assert "others" not in told(found, found) and found.rank.min() > 0


def test_pairs_that_speak_of_kinds_bring_the_right_kind(learner):
    """Drawings that are like each other and more like other photos: the head stays as it is, and yet they are understood."""
    data = asked(False)
    before = search_everywhere(data, learner, None, 0, 2)
    unmoved = lambda support: detached(learner.head)  # noqa: E731
    silent = search_everywhere(data, learner, unmoved, 3, 2, AS_SHIPPED._replace(reach=None))
    spoken = search_everywhere(data, learner, unmoved, 3, 2)
    assert np.array_equal(before.first, silent.first) and np.array_equal(before.queries, spoken.queries)
    assert spoken.first.mean() > before.first.mean() + 0.2
    row = told(spoken, before)
    assert row["against"]["difference"] == pytest.approx(row["kind@1"] - told(before, before)["kind@1"], abs=2e-4)
    assert row["queries"] == len(set(spoken.queries)) and "photo" not in row and 0 <= row["others"]["kind@1"] <= 1


def test_a_pair_of_a_drawing_without_a_photo_means_the_first_of_its_kind(learner):
    data, given = asked(False), []
    start = search_everywhere(data, learner, None, 0, 1)
    assert (start.rank == 0).all()

    def watch(support):
        given.append(support)
        return detached(learner.head)

    search_everywhere(data, learner, watch, 2, 1)
    for (pairs, *_), support in zip(episodes(data, 0), given, strict=True):
        assert torch.equal(support.drawings, data.drawings[pairs[:2]])
        rows = [int((data.photos == photo).all(1).nonzero()[0]) for photo in support.photos]
        assert set(data.kinds[rows]) == {data.drawn[pairs[0]]}


def test_figures_of_ranks_are_those_of_their_definition():
    found = Found(
        np.arange(4), np.array([1, 1, 0, 1]) > 0, np.full(4, 0.5), np.array([1, 11, 2, 1]), np.arange(2), np.ones(2) > 0
    )
    before = found._replace(first=np.zeros(4) > 0, rank=np.array([5, 11, 2, 1]), others_first=np.array([True, True]))
    row = told(found, before)
    assert (row["kind@1"], row["kind@10"], row["against"]["difference"]) == (0.75, 0.5, 0.75)
    assert (row["photo"]["acc@1"], row["photo"]["acc@10"], row["photo"]["against"]["difference"]) == (0.5, 0.75, 0.25)
    assert row["others"] == {"kind@1": 1.0, "against": row["others"]["against"]}
    assert row["others"]["against"]["difference"] == 0
