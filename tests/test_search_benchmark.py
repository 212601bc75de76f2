"""The figures of search: galleries made like the shipped one, small here."""

import numpy as np
import pytest

from benchmarks import search
from sbir.engine import Engine


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.open(device="cpu")


def test_every_gallery_is_searched_exactly_and_out_of_its_index(engine):
    result = search.measure(engine, (3_000,), repeats=10)
    assert {"p50_ms", "p95_ms", "peer", "ratio", "device", "command", "targets"} <= set(result)
    assert [(row["photos"], row["store"]) for row in result["rows"]] == [(1000, "exact"), (3000, "exact"), (3000, "faiss")]
    for row in result["rows"]:
        assert 0 < row["p50_ms"] <= row["p95_ms"] and row["recall@10"] >= 0.99 and row["ratio"] > 0 and row["memory_mb"] > 1
    assert result["p50_ms"] == result["rows"][-1]["p50_ms"] and result["rows"][-1]["build_s"] > result["rows"][-1]["load_s"] > 0


def test_recall_is_the_share_of_the_nearest_that_are_found(engine):
    class Blind:
        def search(self, drawing, top, rows=None):
            return np.arange(top), np.zeros(top, np.float32)

    heads, drawings = search._asked(engine)
    exact = search.ExactSearch(search._vectors(engine, heads[0], 2_000))
    asked = [(heads[0], drawing) for drawing in drawings[:10]]
    assert search._recall(engine, exact, exact, asked) == 1
    assert search._recall(engine, Blind(), exact, asked) < 0.1


def test_made_features_are_as_far_from_each_other_as_real_ones(engine):
    def nearest(pooled: np.ndarray) -> np.ndarray:
        alike = pooled @ pooled.T
        np.fill_diagonal(alike, -1)
        return np.quantile(alike.max(1), [0.1, 0.5, 0.9])

    [(made, kinds), *_] = list(search.made_features(engine.gallery, 1000))
    assert made.dtype == np.float32 and np.allclose(np.linalg.norm(made, axis=1), 1, atol=1e-5)
    assert set(kinds) == set(range(25))
    assert nearest(made) == pytest.approx(nearest(engine.gallery.pooled), abs=0.06)
    again = next(search.made_features(engine.gallery, 1000))[0]
    assert np.array_equal(made, again)
