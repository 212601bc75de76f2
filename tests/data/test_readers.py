"""Each reader on a tiny imitation of its layout: what it takes, what it says of what is missing; and on the real sets."""

import csv

import numpy as np
import pytest

from sbir.data.folder import read_folder, read_photos
from sbir.data.pairs import MissingDataError, data_root, split_names
from sbir.data.qmul_v1 import read_qmul_v1
from sbir.data.sketchpad import read_sketchpad
from sbir.data.sketchy import read_sketchy
from sbir.data.sources import read_source
from sbir.types import InputError


def touch(*paths):
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def table(path, rows):
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def sketchy(tmp_path):
    root = tmp_path / "sketchy"
    rows = []
    for category in split_names("sketchy")["test"]:
        for photo in ("a", "b", "c"):
            touch(root / "photo" / category / f"{photo}.webp")
        for k in (1, 2):
            touch(root / "sketch" / category / f"a-{k}.png")
            row = {"sketch": f"sketch/{category}/a-{k}.png", "photo": f"photo/{category}/a.webp", "category": category}
            rows.append(row | {"photo_id": "a", "author_invalid": str(k - 1)})
    table(root / "pairs.csv", rows)
    return tmp_path


def test_sketchy_keeps_undrawn_photos_and_leaves_invalid_drawings_out(sketchy):
    pairs = read_sketchy("test", sketchy)
    assert len(pairs.photos) == 60 and len(pairs.drawings) == 20
    assert len(read_sketchy("test", sketchy, invalid=True).drawings) == 40
    assert pairs.drawings[0].photo == "airplane/a"
    with pytest.raises(MissingDataError, match="alarm_clock"):
        read_sketchy("train", sketchy)


def test_a_drawing_whose_photo_is_not_there_is_named(sketchy):
    (sketchy / "sketchy" / "photo" / "airplane" / "a.webp").unlink()
    with pytest.raises(InputError, match="airplane/a"):
        read_sketchy("test", sketchy)


def test_columns_of_another_kind_are_refused(sketchy):
    (sketchy / "sketchy" / "pairs.csv").write_text("one,two\n1,2\n")
    with pytest.raises(InputError, match="columns"):
        read_sketchy("test", sketchy)


def test_qmul_pairs_by_number_and_keeps_every_tenth_for_val(tmp_path):
    for split, numbers in (("train", range(1, 41)), ("test", range(41, 51))):
        for n in numbers:
            folder = tmp_path / "qmul_chairs_v1" / split
            touch(folder / "sketch" / f"{n}.png", folder / "photo" / f"{n}.webp")
    train, val, test = (read_qmul_v1("chairs", split, tmp_path) for split in ("train", "val", "test"))
    assert [d.id for d in val.drawings] == ["10", "20", "30", "40"]
    assert "13" not in {d.id for d in train.drawings}, "the same picture as a test photo"
    assert len(train.drawings) == 35 and len(test.drawings) == 10
    (tmp_path / "qmul_chairs_v1" / "test" / "photo" / "45.webp").unlink()
    with pytest.raises(InputError, match="45"):
        read_qmul_v1("chairs", "test", tmp_path)


def test_sketchpad_splits_by_person(tmp_path):
    root = tmp_path / "sketchpad"
    people = split_names("sketchpad")
    rows = []
    for person in (people["test"][0], people["train"][0]):
        for thing, category in (("pug", "dog"), ("robin", "bird")):
            name = f"{category}_{thing}_{person}.png"
            touch(root / "photo" / f"{thing}.webp", root / "sketch" / name)
            row = {"sketch": name, "photo": f"{thing}.webp", "category": category, "person": person}
            rows.append(row | {"trial": "1", "context": "closer", "invalid": "0"})
    rows[0]["invalid"] = "1"
    table(root / "pairs.csv", rows)
    pairs = read_sketchpad("test", tmp_path)
    assert [photo.id for photo in pairs.photos] == ["bird/robin", "dog/pug"]
    assert {d.person for d in pairs.drawings} == {people["test"][0]} and len(pairs.drawings) == 1


def test_splits_share_nothing():
    for data_set in ("sketchy", "sketchpad"):
        splits = split_names(data_set)
        names = [name for split in splits.values() for name in split]
        assert len(names) == len(set(names)) > 0


def test_a_folder_names_categories_by_its_subfolders(tmp_path):
    touch(tmp_path / "hat" / "1.png", tmp_path / "hat" / "1.jpg", tmp_path / "hat" / "deep" / "2.png", tmp_path / "3.webp")
    touch(tmp_path / "notes.txt")
    assert sorted(p.id for p in read_folder(tmp_path).photos) == ["hat/1", "hat/1-2", "hat/2", "photo/3"]
    assert {p.category for p in read_photos(tmp_path, "x", category="hat").photos} == {"hat"}
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no picture"):
        read_folder(tmp_path / "empty")
    with pytest.raises(InputError, match="is a file"):
        read_folder(tmp_path / "notes.txt")


def test_missing_sets_and_names_are_told(tmp_path):
    with pytest.raises(MissingDataError, match="SBIR_DATA"):
        read_source("qmul-shoes-test", tmp_path)
    with pytest.raises(InputError, match="no data set 'qmul-hats-test'"):
        read_source("qmul-hats-test", tmp_path)
    with pytest.raises(InputError, match="no split 'dev'"):
        read_source("sketchy-dev", tmp_path)


COUNTS = {
    "sketchy-train": (2000, 80),
    "sketchy-val": (250, 10),
    "sketchy-test": (500, 20),
    "qmul-shoes-train": (274, 1),
    "qmul-shoes-test": (115, 1),
    "qmul-chairs-test": (97, 1),
    "sketchpad-test": (32, 4),
}


@pytest.mark.data
@pytest.mark.parametrize("name", COUNTS)
def test_the_real_sets_are_whole(name):
    try:
        pairs = read_source(name)
    except MissingDataError as error:
        pytest.skip(str(error))
    assert (len(pairs.photos), len(pairs.categories)) == COUNTS[name]
    assert all(path.is_file() for path in np.random.default_rng(0).choice([d.path for d in pairs.drawings], 20))
    assert data_root().is_dir()
