"""The reader of the world on a tiny imitation of its folder, and on the gallery that comes with the program."""

import json

import numpy as np
import pytest

from sbir.data.pairs import MissingDataError
from sbir.data.prepared import prepare
from sbir.data.sources import read_source
from sbir.data.world import read_world, read_world_gallery, unseen_categories, usual_folder, world_categories
from sbir.drawing import PEOPLE_SPLITS
from sbir.types import InputError
from tests.conftest import picture, write_picture

LINES = {"width": 100, "height": 100, "strokes": [[[10, 10], [90, 10], [90, 90], [10, 90], [10, 10]]], "strength": [1.0]}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data") / "world"
    items = []
    for category in ("chair", "mug", "lamp"):
        for number in range(10):
            for view in ("", "-2"):
                name = f"{category}/{number:03d}{view}"
                files = {"photo": f"photo/{name}.png", "lines": f"lines/{name}.json"}
                write_picture(folder / files["photo"], picture(number, 64))
                (folder / files["lines"]).parent.mkdir(parents=True, exist_ok=True)
                (folder / files["lines"]).write_text(json.dumps(LINES))
                items.append({"id": name, "category": category, "instance": f"{category}/{number:03d}", "files": files})
    (folder / "index.json").write_text(json.dumps({"items": items}))
    return folder


def test_training_validation_and_unseen_share_no_instance(world):
    train, val, unseen = (read_world(split, world) for split in ("train", "val", "unseen"))
    instances = [{photo.instance for photo in pairs.photos} for pairs in (train, val, unseen)]
    assert [len(i) for i in instances] == [18, 2, 10]
    assert not (instances[0] & instances[1] or instances[0] & instances[2])
    assert train.categories == ("chair", "mug") and unseen.categories == ("lamp",)


def test_training_photos_carry_their_lines_and_nobodys_drawing(world):
    train = read_world("train", world)
    assert not train.drawings
    assert all(photo.lines is not None and photo.lines.is_file() for photo in train.photos)
    assert len(train.photos) == 36, "both views"


def test_validation_is_drawn_by_validation_people(world):
    val = read_world("val", world)
    assert {drawing.hand for drawing in val.drawings} <= set(PEOPLE_SPLITS["val"])
    assert len(val.drawings) == 2 * len(val.photos) == 4
    assert not set(PEOPLE_SPLITS["val"]) & set(PEOPLE_SPLITS["train"])


def test_simulated_drawings_are_the_same_every_time(world, tmp_path):
    val = read_world("val", world)
    one, two = (prepare(val, traced=False, cache=tmp_path / name, workers=1).sketches for name in "ab")
    assert all(a is not None and b is not None for a, b in zip(one, two, strict=True))
    for a, b in zip(one, two, strict=True):
        assert all((s.xy == t.xy).all() for s, t in zip(a.strokes, b.strokes, strict=True))


def test_kept_lines_are_taken_in_place_of_traced_ones(world, tmp_path):
    work = prepare(read_world("unseen", world), traced=True, cache=tmp_path, workers=1).work[0]
    assert len(work.lines) == 1 and work.strength.tolist() == [1.0]
    step = np.hypot(*np.diff(work.lines[0], axis=0).T)
    assert step.max() < 1.5, "a point every pixel, whatever the file holds"


def test_the_world_is_a_source_by_name(world):
    assert read_source("world-train", world.parent).name == "world-train"
    with pytest.raises(InputError, match="no split"):
        read_source("world-other", world.parent)


def test_a_missing_world_says_how_to_make_it(tmp_path):
    with pytest.raises(MissingDataError, match="--training"):
        read_world("train", tmp_path)


@pytest.mark.parametrize("text", ["", "[]", '{"items": [{"id": 3}]}', '{"items": [{"id": "a"}]}'])
def test_an_index_that_is_none_is_refused(tmp_path, text):
    (tmp_path / "index.json").write_text(text)
    with pytest.raises(InputError, match="not an index"):
        read_world("train", tmp_path)


def test_an_index_cannot_point_outside_its_folder(tmp_path):
    files = {"photo": "../../secret.png", "lines": "lines/a.json"}
    item = {"id": "mug/000", "category": "mug", "instance": "mug/000", "files": files}
    (tmp_path / "index.json").write_text(json.dumps({"items": [item]}))
    with pytest.raises(InputError, match="outside"):
        read_world("train", tmp_path)


def test_training_renders_lie_beside_the_real_data(monkeypatch, tmp_path):
    monkeypatch.setenv("SBIR_DATA", str(tmp_path))
    assert usual_folder() == tmp_path / "world"


def test_the_shipped_gallery_is_drawn_by_test_people():
    assert unseen_categories() <= set(world_categories())
    pairs = read_world_gallery(["lamp"], lambda person, category: person % 2 == 0)
    assert {drawing.hand for drawing in pairs.drawings} == {n for n in PEOPLE_SPLITS["test"] if n % 2 == 0}
    assert len(pairs.drawings) == 4 * len(pairs.photos)
