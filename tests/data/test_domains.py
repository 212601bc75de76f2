"""Pictures of the same classes from several domains."""

import numpy as np
import pytest

from sbir.data import domains
from sbir.data.domain_lines import line_drawings
from sbir.data.domains import MADE_DOMAINS, PACS_DOMAINS, DomainSet, read_domains, read_pacs
from sbir.data.pairs import MissingDataError
from sbir.types import InputError
from tests.conftest import picture, write_picture


def write_pacs(root, classes=("dog", "house"), each=2):
    for d, domain in enumerate(PACS_DOMAINS):
        for c, name in enumerate(classes):
            for i in range(each + d):
                write_picture(root / domain / name / f"pic_{i}.png", picture(10 * d + 3 * c + i))


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("SBIR_CACHE", str(tmp_path / "cache"))


@pytest.mark.parametrize("place", ["pacs", "PACS", "PACS/kfold", "pacs/kfold"])
def test_pacs_is_read_as_it_is_published(tmp_path, place):
    write_pacs(tmp_path / place)
    data = read_pacs(56, tmp_path)
    assert data.domains == PACS_DOMAINS and data.classes == ("dog", "house")
    assert data.images.shape == (28, 64, 64, 3) and data.images.dtype == np.uint8, "somewhat larger than asked for"
    assert [int((data.domain == d).sum()) for d in range(4)] == [4, 6, 8, 10]
    assert all(set(data.label[data.domain == d]) == {0, 1} for d in range(4))


def test_pictures_are_decoded_once_and_anew_where_they_changed(tmp_path, monkeypatch):
    write_pacs(tmp_path / "pacs")
    first = read_pacs(56, tmp_path).images
    monkeypatch.setattr(domains, "read_image", lambda *_: pytest.fail("decoded a second time"))
    assert np.array_equal(read_pacs(56, tmp_path).images, first)
    monkeypatch.undo()
    monkeypatch.setenv("SBIR_CACHE", str(tmp_path / "cache"))
    write_picture(tmp_path / "pacs" / "photo" / "dog" / "pic_0.png", 255 - picture(5))
    assert not np.array_equal(read_pacs(56, tmp_path).images, first)


def test_a_class_that_a_domain_lacks_is_named(tmp_path):
    write_pacs(tmp_path / "pacs")
    write_picture(tmp_path / "pacs" / "photo" / "horse" / "1.png", picture(3))
    with pytest.raises(InputError, match="art_painting has no picture of horse"):
        read_pacs(32, tmp_path)


def test_a_set_that_is_not_there_is_named(tmp_path):
    with pytest.raises(MissingDataError, match="PACS"):
        read_pacs(32, tmp_path)
    with pytest.raises(InputError, match="pacs, made"):
        read_domains("vlcs", 32, tmp_path)


@pytest.mark.data
def test_the_made_domains_share_their_classes():
    try:
        data = read_domains("made", 32)
    except MissingDataError as missing:
        pytest.skip(str(missing))
    assert data.domains == MADE_DOMAINS and len(data.classes) > 10
    for d in range(4):
        assert set(data.label[data.domain == d]) == set(range(len(data.classes)))


def test_every_picture_is_drawn_by_other_hands(tmp_path):
    write_pacs(tmp_path / "pacs", each=1)
    data = read_pacs(84, tmp_path)
    drawn = line_drawings(data, 2)
    assert drawn.shape == (2, *data.images.shape[:3]) and drawn.dtype == np.uint8
    assert (drawn < 128).any((2, 3)).mean() > 0.9 and (drawn > 250).mean() > 0.5, "dark lines on white"
    assert not np.array_equal(drawn[0], drawn[1])
    (kept,) = (tmp_path / "cache").glob("lines-*.npy")
    before = kept.stat().st_mtime_ns
    assert np.array_equal(line_drawings(data, 2), drawn) and kept.stat().st_mtime_ns == before


def test_a_picture_without_a_line_stays_blank(tmp_path, monkeypatch):
    monkeypatch.setenv("SBIR_CACHE", str(tmp_path))
    blank = np.full((2, 64, 64, 3), 255, np.uint8)
    data = DomainSet("blank", ("photo", "sketch"), ("x",), blank, np.array([0, 1]), np.zeros(2, np.int64))
    assert (line_drawings(data, 3) == 255).all()
