"""What is kept of a measurement can be drawn."""

import numpy as np
import pytest

from benchmarks import backbone
from benchmarks.curves import draw


def test_ablations_are_drawn_with_their_intervals():
    rows = [
        {"sweep": sweep, "at": at, "benchmark": "b", "method": method, "acc@1": 0.2 + 0.01 * i, "ci95": [0.1, 0.3]}
        for sweep, values in (("k", (1, 5)), ("steps", (1, 10)), ("margin", (0.1, 0.9, "predicted")))
        for method in ("ours", "paper")
        for i, at in enumerate(values)
    ]
    text = draw(rows, "b")
    assert text.lstrip().startswith("<?xml") and text.count("<path") > 20
    assert draw(rows, "b") == text, "the same rows give the same file"


def test_contenders_take_turns_and_are_held_against_the_limit():
    order = []
    times = backbone.take_turns({name: lambda name=name: order.append(name) for name in "ab"}, 4, iter(range(100)).__next__)
    assert order == list("ab" * 7) and all(found == [1000.0] * 4 for found in times.values()), "the first three only warm up"
    row = backbone._rows({"a": [20.0, 20.0]}, batch=10, limit=8.0, about={"device": "cpu"})[0]
    assert row == {
        "device": "cpu",
        "contender": "a",
        "p50_ms": 20,
        "p95_ms": 20,
        "images_per_s": 500,
        "limit_ms": 8,
        "of_limit": 2.5,
    }


def test_the_product_that_is_the_limit_is_one():
    a, b = np.random.default_rng(0).normal(size=(2, 7, 7)).astype(np.float32)
    assert backbone._onnx_product(a, b, 1)()[0] == pytest.approx(a @ b, abs=1e-5)


@pytest.mark.slow
def test_the_operations_of_the_shipped_network_are_counted():
    # MobileNetEdgeTPU at 224 px is told as 990 million multiplications with addition; it is asked at 192 px, for the picture
    # and for its mirror image.
    assert backbone.count_flops() == pytest.approx(2 * 2 * 0.99e9 * (192 / 224) ** 2, rel=0.02)
