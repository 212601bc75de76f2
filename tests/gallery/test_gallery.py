"""Building a gallery, reading it back, ranks."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load_file

from sbir.engine import Engine
from sbir.gallery.ranking import acc_at, mean_average_precision, ranks
from sbir.gallery.store import FEATURES, INDEX, open_gallery
from sbir.types import InputError
from tests import reference
from tests.conftest import picture, write_picture


@given(st.lists(st.integers(0, 4), min_size=1, max_size=8), st.integers(0, 7))
def test_ranks_count_ties_against_us(values, target):
    target %= len(values)
    distances = [value / 4 for value in values]
    assert ranks(np.array([distances]), np.array([target]))[0] == reference.rank(distances, target)


def test_what_is_not_finite_comes_last():
    assert ranks(np.array([[0.1, np.nan, 0.3]]), np.array([1]))[0] == 3
    assert ranks(np.array([[0.1, np.inf, 0.3]]), np.array([2]))[0] == 2


def test_figures():
    rank = np.array([1, 2, 4, 10])
    assert acc_at(rank, 1) == 0.25 and acc_at(rank, 5) == 0.75
    assert mean_average_precision(rank) == pytest.approx((1 + 1 / 2 + 1 / 4 + 1 / 10) / 4)


@pytest.fixture
def bare(tiny_model):
    return Engine.open(tiny_model, device="cpu", bare=True)


def test_a_gallery_is_read_back_as_it_was_made(bare, photo_folder, tmp_path):
    made = bare.index(photo_folder, tmp_path / "g", progress=False).gallery
    read = open_gallery(tmp_path / "g")
    assert read.photos == made.photos and read.categories == ("blob", "box") and len(read.photos) == 12
    assert np.abs(read.pooled - made.pooled).max() < 1e-3
    assert np.allclose(np.linalg.norm(read.pooled, axis=1), 1, atol=1e-6)
    assert read.image("box/03", 64).shape == (64, 64, 3)
    assert np.abs(read.image("box/03", 120).astype(int) - picture(3)).mean() < 12


def test_bad_files_are_listed_and_the_good_ones_kept(bare, tmp_path):
    for i in range(3):
        write_picture(tmp_path / "in" / "hat" / f"{i}.png", picture(i))
    (tmp_path / "in" / "hat" / "text.png").write_text("hello")
    (tmp_path / "in" / "hat" / "empty.jpg").write_bytes(b"")
    done = bare.index(tmp_path / "in", tmp_path / "g", progress=False)
    assert len(done.gallery.photos) == 3
    assert {file for file, _ in done.skipped} == {"hat/text.png", "hat/empty.jpg"}
    assert all(file.split("/")[1] in why for file, why in done.skipped)


def test_run_again_it_only_looks_at_what_is_new(bare, tmp_path):
    source, out = tmp_path / "in", tmp_path / "g"
    for i in range(3):
        write_picture(source / "hat" / f"{i}.png", picture(i))
    bare.index(source, out, progress=False)
    write_picture(source / "hat" / "new.png", picture(9))
    (source / "hat" / "0.png").unlink()
    again = bare.index(source, out, progress=False)
    assert again.reused == 2 and [p.id for p in again.gallery.photos] == ["hat/1", "hat/2", "hat/new"]
    assert len(list((out / "pictures").iterdir())) == 3
    fresh = bare.index(source, tmp_path / "other", progress=False).gallery
    assert np.abs(fresh.pooled - open_gallery(out).pooled).max() < 2e-3


def test_pictures_inside_the_gallery_are_not_copied(bare, tmp_path):
    for i in range(2):
        write_picture(tmp_path / "g" / "photo" / "hat" / f"{i}.png", picture(i))
    gallery = bare.index(tmp_path / "g" / "photo", tmp_path / "g", progress=False).gallery
    assert gallery.files == ("photo/hat/0.png", "photo/hat/1.png")
    assert not (tmp_path / "g" / "pictures").exists()


def test_nothing_to_index_is_told_in_words(bare, tmp_path):
    (tmp_path / "in").mkdir()
    with pytest.raises(InputError, match="no picture"):
        bare.index(tmp_path / "in", tmp_path / "g", progress=False)
    (tmp_path / "in" / "bad.png").write_text("x")
    with pytest.raises(InputError, match=r"bad\.png"):
        bare.index(tmp_path / "in", tmp_path / "g", progress=False)


def test_a_damaged_gallery_is_told_in_words(bare, photo_folder, tmp_path):
    with pytest.raises(InputError, match="no gallery here"):
        open_gallery(tmp_path)
    bare.index(photo_folder, tmp_path, progress=False)
    index = json.loads((tmp_path / INDEX).read_text())
    for file in (
        "../../etc/passwd",
        "box/../../x",
        "box\\..\\..\\x",
        "..",
        "/etc/passwd",
        "\\\\host\\x",
        "C:/x",
        5,
        None,
        ["x"],
    ):
        outside = index | {"photos": [index["photos"][0] | {"file": file}, *index["photos"][1:]]}
        (tmp_path / INDEX).write_text(json.dumps(outside))
        with pytest.raises(InputError, match="own folder"):
            open_gallery(tmp_path)
    (tmp_path / INDEX).write_text(json.dumps(index | {"photos": index["photos"][:5]}))
    with pytest.raises(InputError, match="index it again"):
        open_gallery(tmp_path)
    (tmp_path / FEATURES).write_bytes(b"0" * 64)
    with pytest.raises(InputError, match="cannot be read"):
        open_gallery(tmp_path)


def test_lines_are_kept_in_eight_bits_and_point_where_they_did(tiny_engine, tmp_path, rng):
    rows = rng.normal(size=tiny_engine.gallery.lines.shape).astype(np.float32)
    lines = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    replace(tiny_engine.gallery, folder=tmp_path, lines=lines).save()
    kept = load_file(tmp_path / FEATURES)["lines"]
    assert kept.dtype == torch.int8 and kept.abs().amax(1).eq(127).all()
    read = open_gallery(tmp_path).lines
    assert (lines * read).sum(1).min() > 0.999
    assert np.allclose(np.linalg.norm(read, axis=1), 1)
