"""Preparing a set, and the training tasks drawn from it."""

from dataclasses import replace

import numpy as np
import pytest

from sbir.config import EpisodeConfig
from sbir.data.episodes import Episodes, Source, augment_photo
from sbir.data.labelled import Labelled
from sbir.data.pairs import Drawing, PairSet, PhotoFile
from sbir.data.prepared import prepare
from sbir.drawing import letterbox
from sbir.types import InputError
from tests.conftest import picture, write_picture

CONFIG = EpisodeConfig(tasks=2, pairs=4, size=48)


def test_prepared_data_is_read_back_from_the_cache(prepared):
    folder = prepared.pairs.photos[0].path.parents[1]
    again = prepare(prepared.pairs, traced=True, cache=folder / "cache", workers=1)
    assert np.array_equal(again.photos, prepared.photos) and again.photos.shape == (12, 256, 256, 3)
    assert len(again.sketches) == 12 and len(again.work) == 12
    one, two = prepared.sketches[3], again.sketches[3]
    assert one.width == two.width and all((a.xy == b.xy).all() for a, b in zip(one.strokes, two.strokes, strict=True))
    assert all(np.allclose(a, b) for a, b in zip(prepared.work[5].lines, again.work[5].lines, strict=True))


def test_a_drawing_without_a_line_is_none_and_not_fatal(tmp_path):
    write_picture(tmp_path / "p.png", picture(1))
    write_picture(tmp_path / "s.png", np.full((50, 50, 3), 255, np.uint8))
    photos = (PhotoFile("a/p", "a", tmp_path / "p.png"),)
    pairs = PairSet("blank", photos, (Drawing("s", "a/p", "a", tmp_path / "s.png"),))
    assert prepare(pairs, traced=False, cache=tmp_path / "cache", workers=1).sketches == (None,)


def test_batches_have_the_promised_shape_and_repeat_with_the_seed(prepared):
    sources = [Source(prepared, 1.0)]
    one, two, other = (next(iter(Episodes(sources, ["blob", "box"], CONFIG, seed))) for seed in (0, 0, 1))
    assert one.drawings.shape == one.photos.shape == (2, 4, 48, 48, 3)
    assert one.category.shape == one.real.shape == (2, 4)
    assert all((a == b).all() for a, b in zip(one, two, strict=True))
    assert not all(a.shape == b.shape and (a == b).all() for a, b in zip(one, other, strict=True))
    assert (one.drawings < 100).any((2, 3, 4)).all(), "every drawing has ink"


def test_a_category_task_has_one_category_and_no_photo_twice(prepared):
    episodes = Episodes([Source(prepared, 1.0)], ["blob", "box"], CONFIG, 0)
    rng = np.random.default_rng(0)
    for _ in range(20):
        task = episodes._task(rng)
        assert len({m.category for m in task}) == 1
        assert len({m.views[0].photo.ctypes.data for m in task}) == 4
        assert sum(m.drawn for m in task) == 3, "photos that people drew come first"


def test_a_person_task_has_that_persons_drawings_only(prepared):
    episodes = Episodes([Source(prepared, 1.0, by_person=True)], ["blob", "box"], CONFIG, 0)
    assert len(episodes.tasks[0]) == 2
    assert all(len(m.views[0].sketches) <= 1 for m in episodes._task(np.random.default_rng(0)))


def test_a_photo_without_its_ground_is_seen_with_it_as_often_as_asked(prepared):
    dark = replace(prepared, photos=np.zeros_like(prepared.photos), whole=np.full_like(prepared.photos, 255))
    shares = []
    for whole in (0.0, 0.5, 1.0):
        episodes = Episodes([Source(dark, 1.0)], ["blob", "box"], replace(CONFIG, whole=whole), 0)
        rng = np.random.default_rng(0)
        shares.append(np.mean([episodes._pair(episodes.tasks[0][0][0], rng)[1].mean() > 128 for _ in range(40)]))
    assert shares[0] == 0 and 0.2 < shares[1] < 0.8 and shares[2] == 1


def test_two_views_of_a_thing_are_one_material_and_either_may_be_found(prepared):
    photos = tuple(replace(p, instance=f"{p.category}/{int(p.path.stem) // 2}") for p in prepared.pairs.photos)
    paired = replace(prepared, pairs=replace(prepared.pairs, photos=photos))
    config = replace(CONFIG, tasks=1, pairs=3, other_view=1.0)
    episodes = Episodes([Source(paired, 1.0)], ["blob", "box"], config, 0)
    assert [[len(m.views) for m in task] for task in episodes.tasks[0]] == [[2, 2, 2]] * 2
    material = episodes.tasks[0][0][0]
    rng = np.random.default_rng(0)
    shown = [episodes._pair(material, rng)[1].mean() for _ in range(30)]
    means = [view.photo.mean() for view in material.views]
    nearest = {int(np.abs(np.array(means) - value).argmin()) for value in shown}
    assert nearest == {0, 1}


def test_tasks_larger_than_a_category_are_refused(prepared):
    with pytest.raises(InputError, match="no task of 40 pairs"):
        Episodes([Source(prepared, 1.0)], ["blob", "box"], EpisodeConfig(pairs=40), 0)


def test_augmented_photos_still_show_the_photo(rng):
    image = letterbox(picture(4), 96).astype(np.float32)
    alike = []
    for _ in range(20):
        changed = augment_photo(image.astype(np.uint8), 96, rng)
        assert changed.shape == (96, 96, 3) and changed.dtype == np.uint8
        alike.append(np.corrcoef(image.mean(2).ravel(), changed.mean(2).ravel())[0, 1])
    assert np.mean(alike) > 0.4


def test_drawings_without_a_photo_come_with_their_category(prepared):
    sketch = next(s for s in prepared.sketches if s)
    labelled = Labelled("alone", "sketch", ("blob", "blob", "ring"), (sketch,) * 3)
    config = replace(CONFIG, labelled=40)
    batch = next(iter(Episodes([Source(prepared, 1.0)], ["blob", "box", "ring"], config, 0, labelled=[labelled])))
    assert batch.labelled.shape == (40, 48, 48, 3) and (batch.labelled < 100).any((1, 2, 3)).all()
    assert 8 < int((batch.label == 2).sum()) < 32 and set(batch.label.tolist()) == {0, 2}, "each category as often"
    none = next(iter(Episodes([Source(prepared, 1.0)], ["blob", "box"], config, 0)))
    assert none.labelled.shape == (0, 48, 48, 3) and none.label.shape == (0,)


def test_a_category_comes_with_a_picture_of_every_domain_that_it_has(prepared):
    sketch = next(s for s in prepared.sketches if s)
    labelled = [
        Labelled("drawn", "sketch", ("blob", "ring", "ring"), (sketch,) * 3),
        Labelled("photos", "photo", ("blob", "box"), (picture(1), picture(2))),
        Labelled("paintings", "art", ("blob",), (picture(3),)),
    ]
    config = replace(CONFIG, labelled=5, across=3)
    batch = next(iter(Episodes([Source(prepared, 1.0)], ["blob", "box", "ring"], config, 0, labelled=labelled)))
    first, rest = slice(0, 5), slice(5, None)
    assert set(batch.domain[first].tolist()) == {3}, "drawings of any category"
    assert batch.label[rest].tolist() == [0] * 4 and batch.domain[rest].tolist() == [0, 1, 3, 3], (
        "of the one category that has several domains a picture of each, and a second drawing"
    )
    assert len(batch.labelled) == 9
