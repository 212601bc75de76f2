"""Any folder of pictures is a gallery: indexed once, into a cache, and brought up to date when it changes."""

from pathlib import Path

import pytest

from sbir.cli import main
from sbir.engine import Engine
from sbir.gallery.anywhere import cached_gallery
from sbir.types import InputError
from tests.conftest import picture, write_picture


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("INKLING_GALLERIES", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "inkling" / "galleries"


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    for i in range(6):
        write_picture(tmp_path / "my pictures" / ("dogs" if i < 4 else "cats") / f"{i}.png", picture(i))
    return tmp_path / "my pictures"


def opened(model: Path, gallery: Path) -> Engine:
    return Engine.open(model, gallery, "cpu")


def test_a_folder_with_subfolders_is_indexed_into_the_cache(tiny_model, pictures, cache, capfd):
    before = sorted(pictures.rglob("*"))
    gallery = opened(tiny_model, pictures).gallery
    assert gallery.categories == ("cats", "dogs") and len(gallery.photos) == 6
    assert gallery.folder == cached_gallery(pictures) and gallery.folder.parent == cache
    assert sorted(pictures.rglob("*")) == before
    assert "indexing" in capfd.readouterr().err
    assert gallery.image("dogs/0", 64).shape == (64, 64, 3)


def test_the_next_time_only_what_is_new_is_looked_at(tiny_model, pictures, monkeypatch):
    first = opened(tiny_model, pictures).gallery
    write_picture(pictures / "dogs" / "new.png", picture(50))
    (pictures / "cats" / "5.png").unlink()
    done = []
    index = Engine.index
    monkeypatch.setattr(Engine, "index", lambda *args: done.append(index(*args)) or done[-1])
    again = opened(tiny_model, pictures).gallery
    assert done[0].reused == 5 and again.folder == first.folder
    assert {photo.id for photo in again.photos} == {"cats/4", "dogs/0", "dogs/1", "dogs/2", "dogs/3", "dogs/new"}


def test_the_same_folder_by_another_path_is_the_same_gallery(pictures, tmp_path, monkeypatch):
    (tmp_path / "link").symlink_to(pictures)
    monkeypatch.chdir(pictures.parent)
    assert cached_gallery(tmp_path / "link") == cached_gallery(pictures) == cached_gallery(Path("my pictures"))
    assert cached_gallery(pictures / "dogs") != cached_gallery(pictures)


def test_a_flat_folder_with_one_bad_file_among_good_ones(tiny_model, tmp_path, caplog):
    for i in range(3):
        write_picture(tmp_path / "flat" / f"{i}.png", picture(i))
    (tmp_path / "flat" / "bad.jpg").write_bytes(b"not a picture")
    gallery = opened(tiny_model, tmp_path / "flat").gallery
    assert [photo.id for photo in gallery.photos] == ["photo/0", "photo/1", "photo/2"]
    assert [record.getMessage().split(":")[1].strip() for record in caplog.records] == ["bad.jpg"]


def test_an_indexed_folder_is_opened_where_it_lies(tiny_model, tiny_engine, cache):
    assert opened(tiny_model, tiny_engine.gallery.folder).gallery.folder == tiny_engine.gallery.folder
    assert not cache.exists()


def test_what_is_no_gallery_is_told_in_a_sentence(tiny_model, tmp_path, pictures):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "x.png").write_bytes(b"?")
    for folder, words in (
        (tmp_path / "empty", "neither a gallery nor a picture"),
        (tmp_path / "nowhere", "there is no such folder"),
        (tmp_path / "file", "a folder is expected"),
        (bad, "none of its 1 pictures can be read"),
    ):
        with pytest.raises(InputError, match=words) as caught:
            opened(tiny_model, folder)
        assert str(folder) in str(caught.value)


def test_a_cache_that_cannot_be_written_is_told(tiny_model, pictures, tmp_path, monkeypatch):
    (tmp_path / "in the way").write_text("x")
    monkeypatch.setenv("INKLING_GALLERIES", str(tmp_path / "in the way"))
    with pytest.raises(InputError, match=r"in the way.*cannot be kept here"):
        opened(tiny_model, pictures)


def test_by_the_command_line(tiny_model, pictures, tmp_path, capsys):
    write_picture(tmp_path / "drawing.png", picture(3))
    places = ["--model", str(tiny_model), "--device", "cpu", "--sketch", str(tmp_path / "drawing.png"), "--gallery"]
    assert main(["retrieve", *places, str(pictures), "--json"]) == 0
    assert '"photo": "dogs/' in capsys.readouterr().out
    (tmp_path / "empty").mkdir()
    assert main(["retrieve", *places, str(tmp_path / "empty")]) == 2
    told = capsys.readouterr().err
    assert "neither a gallery nor a picture" in told and told.count("\n") == 1
    assert list((tmp_path / "empty").iterdir()) == []
