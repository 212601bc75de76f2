"""The reader of ShoeV2 and ChairV2 on tiny imitations of both layouts in which they are handed on."""

import pickle

import pytest

from sbir.data.pairs import MissingDataError
from sbir.data.prepared import prepare
from sbir.data.qmul_v2 import read_qmul_v2
from sbir.data.sources import read_source
from sbir.types import InputError
from tests.conftest import picture, write_picture

SMALL = picture(0, 24)[:8, :8]
TRAIN = [f"10{i:02}" for i in range(20)]
TEST = ["chair_a", "2001"]


def by_folder(root, title="ShoeV2"):
    folder = root / title.lower()
    for part, names in (("train", TRAIN), ("test", TEST)):
        for name in names:
            write_picture(folder / f"{part}B" / f"{name}.png", SMALL)
            for n in (1, 7):
                write_picture(folder / f"{part}A" / f"{name}_{n}.png", SMALL)
    return folder


def by_list(root, title="ShoeV2"):
    folder = root / title.lower() / f"{title}_F"
    for part, names in (("train", TRAIN), ("test", TEST)):
        for name in names:
            write_picture(folder / f"{title}_photo" / f"{name}.png", SMALL)
            for n in (1, 7):
                write_picture(folder / f"{title}_sketch_png" / f"{name}_{n}.png", SMALL)
        (folder / f"photo_{part}.txt").write_bytes("".join(f"{name}.png\r\n" for name in names).encode())
        (folder / f"sketch_{part}.txt").write_text("".join(f"{name}_{n}.svg\n" for name in names for n in (1, 7)))
    return folder


@pytest.fixture(params=[by_folder, by_list])
def shoes(request, tmp_path):
    return request.param(tmp_path)


def test_a_drawing_stands_for_the_photo_its_name_begins_with(shoes, tmp_path):
    pairs = read_qmul_v2("shoev2", "test", tmp_path)
    assert [photo.id for photo in pairs.photos] == ["shoe/2001", "shoe/chair_a"]
    assert [(d.id, d.photo) for d in pairs.drawings] == [
        ("shoe/2001_1", "shoe/2001"),
        ("shoe/2001_7", "shoe/2001"),
        ("shoe/chair_a_1", "shoe/chair_a"),
        ("shoe/chair_a_7", "shoe/chair_a"),
    ]
    assert all(item.path.is_file() for item in (*pairs.photos, *pairs.drawings))
    assert {d.person for d in pairs.drawings} == {None}
    assert read_source("shoev2-test", tmp_path) == pairs


def test_splits_share_nothing_and_leave_nothing_out(shoes, tmp_path):
    sets = [read_qmul_v2("shoev2", split, tmp_path) for split in ("train", "val", "test")]
    assert [len(pairs.photos) for pairs in sets] == [18, 2, 2]
    assert [len(pairs.drawings) for pairs in sets] == [36, 4, 4]
    for items in ([p.id for pairs in sets for p in pairs.photos], [d.id for pairs in sets for d in pairs.drawings]):
        assert len(items) == len(set(items))
    with pytest.raises(InputError, match="no split 'dev'"):
        read_qmul_v2("shoev2", "dev", tmp_path)


def test_chairs_are_a_category_of_their_own(tmp_path):
    by_folder(tmp_path, "ChairV2")
    assert read_source("chairv2-val", tmp_path).categories == ("chair",)
    with pytest.raises(InputError, match="not 'hats'"):
        read_qmul_v2("hats", "val", tmp_path)


def test_photos_to_trace_keep_their_name(shoes, tmp_path):
    write_picture(tmp_path / "shoev2_photos" / "1.png", SMALL)
    assert [photo.id for photo in read_source("shoev2-photos", tmp_path).photos] == ["shoe/photo-1"]


def test_a_table_says_who_drew(shoes, tmp_path):
    (shoes / "people.csv").write_text("sketch,person\n2001_1,ann\n2001_7.png, ben \n1000_1,ann\n")
    assert [d.person for d in read_qmul_v2("shoev2", "test", tmp_path).drawings] == ["ann", "ben", None, None]
    other = tmp_path / "other.csv"
    other.write_text("person,sketch,hand\ncem,2001_1,left\n")
    assert read_qmul_v2("shoev2", "test", tmp_path, people=other).drawings[0].person == "cem"


@pytest.mark.parametrize(
    "text, complaint",
    [
        ("", "columns"),
        ("sketch;person\n2001_1;ann\n", "columns"),
        ("sketch,person\n../../etc/passwd,ann\n", "line 2: there is no drawing 'passwd'"),
        ("sketch,person\n9999_1,ann\n", "line 2: there is no drawing '9999_1'"),
        ("sketch,person\n2001_1,\n", "nobody"),
        ("sketch,person\n2001_1\n", "nobody"),
        ("sketch,person\n2001_1,ann\n2001_1,ben\n", "line 3: drawing '2001_1' is there a second time"),
        ("sketch,person\n2001_1," + "x" * 200_000, "not a table"),
    ],
)
def test_a_table_of_another_kind_is_refused(tmp_path, text, complaint):
    (by_folder(tmp_path) / "people.csv").write_text(text)
    with pytest.raises(InputError, match=complaint):
        read_qmul_v2("shoev2", "test", tmp_path)


def test_a_table_that_is_not_there_is_told(shoes, tmp_path):
    with pytest.raises(MissingDataError, match="who drew what"):
        read_qmul_v2("shoev2", "test", tmp_path, people=tmp_path / "none.csv")


def test_odd_files_are_no_pictures(shoes, tmp_path):
    before = read_qmul_v2("shoev2", "test", tmp_path)
    for folder in (path for path in shoes.iterdir() if path.is_dir()):
        for name in (".DS_Store", "Thumbs.db", "._2001_1.png"):
            (folder / name).write_bytes(b"x")
    assert read_qmul_v2("shoev2", "test", tmp_path) == before


def test_a_drawing_without_a_photo_is_named(tmp_path):
    (by_folder(tmp_path) / "testB" / "2001.png").unlink()
    with pytest.raises(InputError, match="drawing 2001_1 stands for photo '2001'"):
        read_qmul_v2("shoev2", "test", tmp_path)


def test_a_photo_in_both_parts_is_named(tmp_path):
    write_picture(by_folder(tmp_path) / "testB" / "1003.png", SMALL)
    with pytest.raises(InputError, match="1003"):
        read_qmul_v2("shoev2", "train", tmp_path)


def test_two_pictures_of_one_name_are_refused(tmp_path):
    write_picture(by_folder(tmp_path) / "testB" / "2001.jpg", SMALL)
    with pytest.raises(InputError, match="same name"):
        read_qmul_v2("shoev2", "test", tmp_path)


def test_drawings_in_svg_have_to_be_made_png(tmp_path):
    drawings = by_list(tmp_path) / "ShoeV2_sketch_png"
    for path in drawings.iterdir():
        path.rename(path.with_suffix(".svg"))
    with pytest.raises(MissingDataError, match="svg have to be made png"):
        read_qmul_v2("shoev2", "test", tmp_path)


def test_a_list_cannot_point_outside_its_folder(tmp_path):
    folder = by_list(tmp_path)
    write_picture(tmp_path / "secret.png", SMALL)
    (folder / "photo_test.txt").write_text("2001.png\nchair_a.png\n../../../secret.png\n")
    with pytest.raises(MissingDataError, match=r"1 of its pictures are not in .*'secret'"):
        read_qmul_v2("shoev2", "test", tmp_path)


@pytest.mark.parametrize("gone", ["photo_train.txt", "ShoeV2_photo", "ShoeV2_sketch_png"])
def test_what_a_listed_release_lacks_is_named(tmp_path, gone):
    folder = by_list(tmp_path)
    (folder / gone).rename(tmp_path / "elsewhere")
    with pytest.raises(MissingDataError, match=r"list|photos of ShoeV2|drawings of ShoeV2"):
        read_qmul_v2("shoev2", "test", tmp_path)


def test_what_a_release_in_folders_lacks_is_named(tmp_path):
    with pytest.raises(MissingDataError, match="SBIR_DATA"):
        read_qmul_v2("shoev2", "test", tmp_path)
    (by_folder(tmp_path) / "testB").rename(tmp_path / "elsewhere")
    with pytest.raises(MissingDataError, match="test photos of ShoeV2"):
        read_qmul_v2("shoev2", "test", tmp_path)


def test_a_pickle_is_never_opened(tmp_path):
    class Trap:
        def __reduce__(self):
            return (pytest.fail, ("opened",))

    (tmp_path / "shoev2" / "photo").mkdir(parents=True)
    (tmp_path / "shoev2" / "ShoeV2_Coordinate").write_bytes(pickle.dumps(Trap()))
    with pytest.raises(MissingDataError, match="serialised Python objects are not read"):
        read_qmul_v2("shoev2", "test", tmp_path)


def test_what_is_read_can_be_prepared(shoes, tmp_path):
    ready = prepare(read_qmul_v2("shoev2", "val", tmp_path), traced=False, cache=tmp_path / "cache", workers=1)
    assert ready.photos.shape == (2, 256, 256, 3) and len(ready.sketches) == 4
