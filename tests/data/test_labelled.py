"""Pictures of which only the category is known."""

import json

import numpy as np
import pytest

from sbir.data import labelled as module
from sbir.data.labelled import domain_number, read_labelled
from sbir.types import DOMAINS, InputError, Sketch


def test_a_set_of_pairs_gives_photos_and_drawings_apart(prepared, monkeypatch):
    monkeypatch.setattr(module, "read_source", lambda name, root, without: prepared.pairs)
    monkeypatch.setattr(module, "prepare", lambda pairs, traced: prepared)
    photos, drawings = read_labelled("sketchy-train")
    assert (photos.domain, drawings.domain) == ("photo", "sketch")
    assert photos.categories == tuple(photo.category for photo in prepared.pairs.photos)
    assert len(drawings.categories) == len(drawings.pictures) == sum(s is not None for s in prepared.sketches)
    assert isinstance(drawings.pictures[0], Sketch) and isinstance(photos.pictures[0], np.ndarray)


def test_paintings_and_cartoons_are_domains_of_their_own(prepared, monkeypatch):
    bare = prepared.pairs.where(lambda photo: True)
    monkeypatch.setattr(module, "read_source", lambda name, root, without: bare)
    monkeypatch.setattr(module, "prepare", lambda pairs, traced: prepared)
    assert [read_labelled(f"pacs-{name}")[0].domain for name in ("photo", "art", "cartoon")] == ["photo", "art", "cartoon"]
    assert domain_number(read_labelled("pacs-cartoon")[0]) == DOMAINS.index("cartoon")


def test_doodles_are_drawings_without_photos(tmp_path):
    (tmp_path / "quickdraw").mkdir()
    line = json.dumps({"word": "star", "drawing": [[[0, 50, 90], [0, 40, 10]]], "key_id": "1"})
    (tmp_path / "quickdraw" / "star.ndjson").write_text("\n".join([line] * 5))
    (only,) = read_labelled("quickdraw-train", tmp_path)
    assert only.domain == "sketch" and only.categories == ("star",) * 4


def test_things_can_be_left_out(prepared, monkeypatch, tmp_path):
    (tmp_path / "quickdraw").mkdir()
    for word in ("star", "teacup"):
        line = json.dumps({"word": word, "drawing": [[[0, 50, 90], [0, 40, 10]]], "key_id": "1"})
        (tmp_path / "quickdraw" / f"{word}.ndjson").write_text("\n".join([line] * 5))
    (all_of,), (left,) = (read_labelled("quickdraw-train", tmp_path, without) for without in ((), ["mug"]))
    assert set(all_of.categories) == {"star", "teacup"} and left.categories == ("star",) * 4 and len(left.pictures) == 4
    asked = []
    monkeypatch.setattr(module, "read_source", lambda name, root, without: asked.append(without) or prepared.pairs)
    monkeypatch.setattr(module, "prepare", lambda pairs, traced: prepared)
    read_labelled("sketchy-train", tmp_path, ["chair"])
    assert asked == [["chair"]]


def test_an_unknown_set_is_named(tmp_path):
    with pytest.raises(InputError, match="doodles"):
        read_labelled("doodles", tmp_path)
