"""The reader of the whole of Sketchy on a tiny imitation of the two archives that its authors publish."""

import pytest

from sbir.data.pairs import MissingDataError, split_names
from sbir.data.prepared import prepare
from sbir.data.sketchy_full import FLAGS, INVALID, PHOTOS, SKETCHES, held_out_photos, read_sketchy_full
from sbir.data.sources import read_source
from sbir.types import InputError
from tests.conftest import picture, write_picture

SMALL = picture(0, 24)[:8, :8]
CATEGORIES = split_names("sketchy-full")["test"]


@pytest.fixture(params=["rendered_256x256/256x256", "256x256", ""])
def root(request, tmp_path):
    """Two photos a category; the first has three drawings, the third flagged; the second has one."""
    folder = tmp_path / "sketchy_full"
    for category in CATEGORIES:
        for photo, count in (("n01_1", 3), ("n01_20", 1)):
            write_picture(folder / request.param / PHOTOS / category / f"{photo}.jpg", SMALL)
            for k in range(1, count + 1):
                write_picture(folder / request.param / SKETCHES / category / f"{photo}-{k}.png", SMALL)
    info = folder / ("info" if request.param == "" else "info-06-04/info")
    info.mkdir(parents=True)
    for name in INVALID:
        (info / name).write_bytes(b"n01_1-3\r\n" if name == "invalid-pose.txt" else b"")
    (info / "testset.txt").write_bytes(b"".join(f"{category}/n01_20.jpg\r\n".encode() for category in CATEGORIES))
    return tmp_path


def rendered(root):
    return next((root / "sketchy_full").rglob(PHOTOS)).parents[1]


def info(root):
    return next((root / "sketchy_full").rglob("testset.txt")).parent


def test_a_drawing_stands_for_the_photo_its_name_begins_with(root):
    pairs = read_sketchy_full("test", root)
    assert pairs.categories == tuple(sorted(CATEGORIES)) and len(pairs.photos) == 42
    assert [(d.id, d.photo) for d in pairs.drawings if d.category == "bat"] == [
        ("bat/n01_1-1", "bat/n01_1"),
        ("bat/n01_1-2", "bat/n01_1"),
        ("bat/n01_20-1", "bat/n01_20"),
    ]
    assert len({drawing.id for drawing in pairs.drawings}) == len(pairs.drawings) == 63
    assert all(item.path.is_file() for item in (*pairs.photos, *pairs.drawings))
    assert read_source("sketchy-full-test", root) == pairs


def test_a_thing_can_be_left_out_of_a_set(root):
    whole = read_source("sketchy-full-test", root)
    left = read_source("sketchy-full-test", root, without=["Bats"])
    assert left.categories == tuple(c for c in whole.categories if c != "bat") and "bat" in whole.categories
    assert {photo.category for photo in left.photos} == {drawing.category for drawing in left.drawings} == set(left.categories)
    with pytest.raises(InputError, match="sketchy-full-test: nothing is left of this set without"):
        read_source("sketchy-full-test", root, without=whole.categories)


def test_flagged_drawings_are_left_out_unless_asked_for(root):
    assert not [d for d in read_sketchy_full("test", root).drawings if d.id.endswith("-3")]
    assert len(read_sketchy_full("test", root, invalid=True).drawings) == 84


def test_the_flags_of_the_table_serve_where_a_list_is_not_there(root):
    (info(root) / "invalid-context.txt").unlink()
    header = ",".join(("CategoryID", "Category", "ImageNetID", "SketchID", *FLAGS))
    (info(root) / "stats.csv").write_text(f"{header}\n3,bat,n01_1,1,0,0,0,0\n3,bat,n01_1,2,0,1,0,0\n")
    bats = [d.id for d in read_sketchy_full("test", root).drawings if d.category == "bat"]
    assert bats == ["bat/n01_1-1", "bat/n01_1-3", "bat/n01_20-1"]
    (info(root) / "stats.csv").write_text("one,two\n1,2\n")
    with pytest.raises(InputError, match="columns"):
        read_sketchy_full("test", root)


def test_without_lists_nobody_can_tell_which_drawings_are_invalid(root):
    for path in info(root).iterdir():
        path.unlink()
    with pytest.raises(MissingDataError, match=r"info-06-04\.7z"):
        read_sketchy_full("test", root)
    assert len(read_sketchy_full("test", root, invalid=True).drawings) == 84


def test_the_photos_kept_for_testing_are_named_by_category(root):
    held_out = held_out_photos(root)
    assert held_out == {f"{category}/n01_20" for category in CATEGORIES}
    assert held_out <= {photo.id for photo in read_sketchy_full("test", root).photos}
    (info(root) / "testset.txt").unlink()
    with pytest.raises(MissingDataError, match="test photos"):
        held_out_photos(root)


def test_odd_files_are_no_pictures(root):
    before = read_sketchy_full("test", root)
    for kind in (PHOTOS, SKETCHES):
        for name in (".DS_Store", "Thumbs.db", "._n01_1.jpg", "._n01_1-1.png", "invalid/n01_1-9.png"):
            path = rendered(root) / kind / "bat" / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(b"x")
        (rendered(root) / kind / ".DS_Store").write_bytes(b"x")
    assert read_sketchy_full("test", root) == before


def test_what_is_missing_is_named(root, tmp_path_factory):
    with pytest.raises(MissingDataError, match="alarm_clock"):
        read_sketchy_full("train", root)
    (rendered(root) / PHOTOS / "bat" / "n01_20.jpg").unlink()
    with pytest.raises(InputError, match="bat/n01_20"):
        read_sketchy_full("test", root)
    with pytest.raises(InputError, match="no split 'dev'"):
        read_sketchy_full("dev", root)
    empty = tmp_path_factory.mktemp("empty")
    with pytest.raises(MissingDataError, match="SBIR_DATA"):
        read_sketchy_full("test", empty)
    (empty / "sketchy_full").mkdir()
    with pytest.raises(MissingDataError, match="256x256"):
        read_sketchy_full("test", empty)


def test_what_is_read_can_be_prepared(root, tmp_path):
    bats = read_sketchy_full("test", root).where(lambda photo: photo.category == "bat")
    assert prepare(bats, traced=False, cache=tmp_path / "cache", workers=1).photos.shape == (2, 256, 256, 3)


def test_21_categories_are_unseen_and_no_split_shares_one():
    splits = split_names("sketchy-full")
    assert [len(splits[split]) for split in ("train", "val", "test")] == [93, 11, 21]
    assert len({name for names in splits.values() for name in names}) == 125


def test_no_training_category_is_kept_out_of_the_world():
    assert not set(split_names("sketchy-full")["train"]) & set(split_names("world")["unseen"])
