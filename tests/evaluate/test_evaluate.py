"""Protocols and figures: what a benchmark promises holds, on an imitation and on the real sets."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
import torch

from sbir.data.pairs import MissingDataError, data_root
from sbir.data.prepared import prepare
from sbir.data.world import read_world_gallery
from sbir.drawing import rasterise
from sbir.engine import MODEL
from sbir.evaluate import failures as failing
from sbir.evaluate import methods
from sbir.evaluate import run as running
from sbir.evaluate.benchmarks import NAMES, SUPPORT, Benchmark, Episode, read_benchmark
from sbir.evaluate.features import PairFeatures
from sbir.evaluate.methods import METHODS
from sbir.evaluate.run import bootstrap, evaluate, flip_test
from sbir.images import read_image
from sbir.model.checkpoint import read_checkpoint
from sbir.types import InputError


def check_promises(benchmark, episodes):
    meant = benchmark.photo_rows()
    assert episodes
    for episode in episodes:
        assert not set(meant[episode.support]) & set(meant[episode.queries]), "support and query share a photo"
        assert set(meant[episode.queries]) <= set(episode.gallery)
        assert len(set(episode.support)) == len(episode.support)


def test_support_and_query_never_share_a_photo(sketchy):
    usable = np.ones(24, bool)
    usable[3] = False
    episodes = sketchy.episodes(0, usable)
    check_promises(sketchy, episodes)
    assert len(episodes) == 4
    assert set(np.concatenate([e.queries for e in episodes])) == set(np.flatnonzero(usable)), "each drawing asks once"
    category = np.array([p.category for p in sketchy.pairs.photos])
    assert all(len(set(category[e.gallery])) == 1 and len(e.gallery) == 5 for e in episodes)


def test_each_photo_gives_one_pair_before_any_gives_its_second(sketchy):
    meant = sketchy.photo_rows()
    for episode in sketchy.episodes(0, np.ones(24, bool)):
        assert len(set(meant[episode.support[:2]])) == 2


def test_episodes_repeat_with_the_seed_and_differ_between_seeds(sketchy):
    usable = np.ones(24, bool)
    one, two, other = (sketchy.episodes(seed, usable) for seed in (0, 0, 1))
    assert all((a.support == b.support).all() for a, b in zip(one, two, strict=True))
    assert any(a.support.tolist() != b.support.tolist() for a, b in zip(one, other, strict=True))


def test_evaluating_gives_a_whole_row(tiny_benchmark, tiny_model):
    rows = {name: evaluate("tiny", name, 2, 2, tiny_model, "cpu") for name in METHODS}
    for name, row in rows.items():
        assert row["queries"] == 24 and row["episodes"] == 8 and row["support"] == (6 if name == "upper" else 2)
        assert 0 <= row["ci95"][0] <= row["acc@1"] <= row["ci95"][1] <= 1
        assert row["acc@1"] <= row["acc@5"] == 1 and row["without_support"]["acc@1"] >= row["acc@1"] - 1e-9
        assert (row["again"] is None) == (name == "upper"), "other drawings of the support's photos, where some are left"
    assert rows["baseline"] == evaluate("tiny", "baseline", 2, 2, tiny_model, "cpu")
    untouched = evaluate("tiny", "baseline", 1, 2, tiny_model, "cpu")
    assert untouched["acc@1"] == rows["baseline"]["acc@1"], "without adaptation k does not matter"


def test_pairs_are_held_against_photos_of_their_own_kind_as_on_the_page(sketchy, rng):
    """One episode over both kinds, as a person who drew them all."""
    meant, kind = sketchy.photo_rows(), np.array([photo.category for photo in sketchy.pairs.photos])
    drawings, photos = (torch.from_numpy(unit(rng, n, 8)) for n in (24, len(kind)))
    features = PairFeatures(drawings, torch.ones(24, dtype=torch.bool), photos)
    support = np.array([np.flatnonzero(kind[meant] == name)[0] for name in sorted(set(kind))])
    one = Episode(support, np.setdiff1d(np.arange(24), support), np.arange(len(kind)))

    class Everything(Benchmark):
        def episodes(self, seed, usable):
            return [one]

    given = []
    list(running.adapted(given.append, Everything("both", sketchy.pairs, "people"), features, None, 0))
    for i, name in enumerate(sorted(set(kind))):
        of_kind = features.photos[torch.from_numpy(np.flatnonzero(kind == name))]
        assert torch.allclose(given[0].means[i], of_kind.mean(0))
        held = given[0].pool[given[0].negatives[i][given[0].mask[i]]]
        assert all((of_kind == photo).all(1).any() for photo in held) and len(held) == len(of_kind) - 1


def unit(rng, *shape):
    rows = rng.normal(size=shape).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_failures_are_drawn_with_what_was_meant_and_what_came_first(tiny_benchmark, tiny_model, tmp_path):
    row = evaluate("tiny", "baseline", 2, 1, tiny_model, "cpu")
    failed = failing.failures("tiny", "baseline", 2, tiny_model, "cpu", tmp_path / "failures.webp")
    assert failed == round((1 - row["acc@1"]) * row["queries"])
    sheet = read_image(tmp_path / "failures.webp").astype(int)
    data = prepare(tiny_benchmark.pairs, traced=False)
    tiles = sheet[18 : 18 + 112, :112], sheet[18 + 4 : 14 + 112, 116 + 4 : 116 + 108]
    drawn = [rasterise(sketch, 112).astype(int) for sketch in data.sketches]
    drawing = min(range(len(drawn)), key=lambda i: np.abs(drawn[i] - tiles[0]).mean())
    assert np.abs(drawn[drawing] - tiles[0]).mean() < 4, "the first tile is a drawing as the network sees it"
    shown = [cv2.resize(photo, (112, 112), interpolation=cv2.INTER_AREA)[4:-4, 4:-4].astype(int) for photo in data.photos]
    near = [np.abs(photo - tiles[1]).mean() for photo in shown]
    assert min(near) == near[tiny_benchmark.photo_rows()[drawing]], "the one that was meant by it"


def test_a_picture_of_failures_that_cannot_be_is_refused(tiny_benchmark, tiny_model, tmp_path, monkeypatch):
    out = tmp_path / "failures.webp"
    with pytest.raises(InputError, match="moves the features"):
        failing.failures("tiny", "maml", 2, tiny_model, "cpu", out)
    monkeypatch.setattr(failing, "ranks", lambda far, target: np.ones(len(far), int))
    with pytest.raises(InputError, match="finds every drawing"):
        failing.failures("tiny", "baseline", 2, tiny_model, "cpu", out)
    assert not out.exists()


@pytest.mark.parametrize(
    ("rank", "told"), [(2, "2nd"), (3, "3rd"), (11, "11th"), (12, "12th"), (21, "21st"), (113, "113th"), (122, "122nd")]
)
def test_ranks_are_told_as_people_say_them(rank, told):
    assert failing.ordinal(rank) == told


def test_what_a_method_fits_for_itself_is_kept(tiny_benchmark, tiny_model, monkeypatch):
    one = evaluate("tiny", "paper", 2, 1, tiny_model, "cpu")
    monkeypatch.setattr(methods, "tune", lambda *_: pytest.fail("fitted a second time"))
    assert evaluate("tiny", "paper", 2, 1, tiny_model, "cpu") == one


def test_methods_are_compared_on_the_same_queries(tiny_benchmark, tiny_model):
    row = evaluate("tiny", "centred", 2, 2, tiny_model, "cpu", against=("baseline", "centred"))
    other = evaluate("tiny", "baseline", 2, 2, tiny_model, "cpu")
    assert row["against"]["baseline"]["difference"] == pytest.approx(row["acc@1"] - other["acc@1"], abs=2e-4)
    assert row["against"]["centred"] == {"difference": 0.0, "ci95": [0.0, 0.0], "p": 1.0}


def test_the_paired_test_tells_a_difference_from_noise():
    rng = np.random.default_rng(0)
    better, none = rng.random(200) < 0.2, rng.choice([-1.0, 0.0, 1.0], 200)
    assert flip_test(np.arange(200), better.astype(float)) < 0.01
    assert flip_test(np.arange(200), none) > 0.05
    few, many = (flip_test(np.tile(np.arange(8), times), np.tile(np.eye(8)[0] + np.eye(8)[1], times)) for times in (1, 5))
    assert few == pytest.approx(many, abs=0.02), "asking each drawing five times is no more evidence"


def test_bootstrap_covers_the_mean_and_counts_a_drawing_once():
    rng = np.random.default_rng(0)
    hit = rng.random(200) < 0.4
    low, high = bootstrap(np.arange(200), hit)
    assert low < hit.mean() < high and 0.1 < high - low < 0.17
    again = bootstrap(np.tile(np.arange(200), 5), np.tile(hit, 5))
    assert again == [low, high], "asking each drawing five times is no more evidence"


def test_figures_over_what_was_trained_on_stand_apart_from_those_over_what_was_not(sketchy, tiny_model, monkeypatch, tmp_path):
    monkeypatch.setenv("SBIR_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(running, "read_benchmark", lambda name: sketchy)

    def parts(*trained):
        about = replace(read_checkpoint(tiny_model), notes={"categories": list(trained)})
        monkeypatch.setattr(running, "read_checkpoint", lambda model: about)
        row = evaluate("tiny", "baseline", 1, 2, tiny_model, "cpu")
        return row, row["open"], row["strict"]

    row, known, new = parts("mug", "dog")
    assert set(known) == set(new) == {"acc@1", "acc@5", "map", "ci95", "queries", "without_support", "again", "against"}
    assert known["acc@1"] == row["by_category"]["cup"] and new["acc@1"] == row["by_category"]["hat"], "a cup is a mug"
    assert known["queries"] == new["queries"] == 12
    whole = {key: row[key] for key in new}
    assert parts("dog")[1:] == (None, whole), "nothing was seen"
    assert parts("hats", "cup")[1:] == (whole, None), "all was seen"
    assert parts()[1:] == (None, None), "the model does not say"


def test_unknown_benchmarks_are_listed():
    with pytest.raises(InputError, match="sketchy-unseen"):
        read_benchmark("nothing")


@pytest.mark.data
@pytest.mark.parametrize("name", NAMES)
def test_the_real_benchmarks_keep_their_promises(name):
    try:
        benchmark = read_benchmark(name)
    except MissingDataError as error:
        pytest.skip(str(error))
    usable = np.ones(len(benchmark.pairs.drawings), bool)
    episodes = benchmark.episodes(0, usable)
    check_promises(benchmark, episodes)
    if benchmark.kind == "people":
        assert all(len(e.support) == SUPPORT and len(e.gallery) == 32 for e in episodes)


@pytest.mark.data
@pytest.mark.slow
def test_real_drawings_of_shoes_find_their_photo():
    if not (data_root() / "qmul_shoes_v1").is_dir():
        pytest.skip(f"QMUL shoes are not in {data_root()} (set SBIR_DATA)")
    row = evaluate("qmul-shoes", "baseline", 5, 1, MODEL, "cpu")
    assert row["queries"] == 115
    assert row["without_support"]["acc@1"] >= 0.3 and row["without_support"]["acc@5"] >= 0.6


def test_the_worlds_episodes_keep_the_promises_and_ask_from_memory():
    pairs = read_world_gallery(["lamp", "teapot"], lambda person, category: person < 58)
    benchmark = Benchmark("tiny-world", pairs, "world")
    episodes = benchmark.episodes(0, np.ones(len(pairs.drawings), bool))
    check_promises(benchmark, episodes)
    assert len(episodes) == 4, "two people, two categories"
    assert all(len(e.support) == SUPPORT and len(e.queries) == 30 and len(e.gallery) == 40 for e in episodes)
    photo = {photo.id: photo for photo in pairs.photos}
    assert all(d.path != photo[d.photo].lines for d in pairs.drawings), "drawn from another look than the photo's own"
