"""What is kept of a measurement can be drawn."""

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
