"""Quick, Draw!: drawings with a category and no photo."""

import json

import pytest

from sbir.data.pairs import MissingDataError
from sbir.data.quickdraw import read_quickdraw

LINE = [[[0, 50, 90], [0, 40, 10]], [[5, 9], [80, 120]]]


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "quickdraw"
    folder.mkdir()
    for word in ("star", "airplane", "police car"):
        lines = [json.dumps({"word": word, "drawing": LINE if i else [], "key_id": str(i)}) for i in range(11)]
        (folder / f"{word}.ndjson").write_text("\n".join(lines[1:]) + "\n")
    return tmp_path


def test_what_is_kept_out_of_training_is_all_for_asking(root):
    train, test = (read_quickdraw(split, root) for split in ("train", "test"))
    assert train.categories == ("star",) * 8, (
        "an airplane is an unseen thing of the world, a police car a car of Sketchy's test"
    )
    assert sorted(set(test.categories)) == ["airplane", "police car", "star"]
    assert [test.categories.count(name) for name in ("airplane", "police car", "star")] == [10, 10, 2]
    assert len(train.sketches) == 8 and len(train.sketches[0].strokes) == 2


def test_a_set_that_is_not_there_is_named(tmp_path):
    with pytest.raises(MissingDataError, match=r"quickdraw\.zip"):
        read_quickdraw("train", tmp_path)
