"""Drawings searched in a gallery that never saw them: is the right kind of thing found?"""

import numpy as np
import pytest

from sbir.data.quickdraw import Drawn
from sbir.evaluate import doodles as module
from sbir.evaluate.doodles import doodles
from sbir.types import InputError, Sketch, Stroke


def drawn(*categories):
    rng = np.random.default_rng(0)
    sketches = [Sketch(100, 100, (Stroke.of(rng.uniform(0, 100, (6, 2)).astype(np.float32)),)) for _ in categories]
    return Drawn(categories, tuple(sketches))


def test_figures_count_photos_of_the_drawings_kind(tiny_engine, tiny_model, monkeypatch):
    monkeypatch.setattr(module, "read_quickdraw", lambda split: drawn("boxes", "blob", "blob", "star"))
    row = doodles(tiny_model, tiny_engine.gallery.folder, "cpu")
    assert row["drawings"] == 3 and set(row["by_category"]) == {"box", "blob"}
    assert row["by_category"]["blob"]["drawings"] == 2
    assert 0 < row["map"] <= 1 and row["p@10"] >= 0.4, "six of twelve photos are right for any drawing"
    assert row["strict"]["drawings"] == 3 and row["open"] is None


def test_the_figures_are_those_of_their_definition():
    right = np.array([[True, False, True, False], [False, True, False, False]])
    figures = module._figures(right)
    assert figures["p@1"] == 0.5
    assert figures["map"] == pytest.approx(((1 + 2 / 3) / 2 + 1 / 2) / 2, abs=1e-4)


def test_a_gallery_of_other_things_is_refused(tiny_engine, tiny_model, monkeypatch):
    monkeypatch.setattr(module, "read_quickdraw", lambda split: drawn("star"))
    with pytest.raises(InputError, match="nothing of what"):
        doodles(tiny_model, tiny_engine.gallery.folder, "cpu")
