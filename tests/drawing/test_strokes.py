"""Strokes as anybody may send them."""

import json
import math

import numpy as np
import pytest

from sbir.drawing import sketch_from_json, sketch_from_value, sketch_to_value
from sbir.drawing.strokes import KEPT_POINTS, MAX_POINTS, MAX_STROKES
from sbir.types import InputError

LINE = [[10, 10], [200, 120], [300, 40]]


def test_takes_points_with_and_without_time_and_quick_draw_columns():
    plain = sketch_from_value({"width": 400, "height": 300, "strokes": [LINE]})
    timed = sketch_from_value({"width": 400, "height": 300, "strokes": [[[x, y, i * 8] for i, (x, y) in enumerate(LINE)]]})
    columns = sketch_from_value({"word": "hat", "drawing": [[[10, 200, 300], [10, 120, 40]]]})
    assert np.array_equal(plain.strokes[0].xy, timed.strokes[0].xy)
    assert timed.strokes[0].t.tolist() == [0, 8, 16]
    assert np.allclose(columns.strokes[0].xy, plain.strokes[0].xy - 10)


def test_drops_what_is_not_finite_and_clips_to_the_canvas():
    points = [[10, 10], [None, 5], [math.nan, 5], [math.inf, 5], [10**400, 3], [90, 5000], [-70, 40]]
    sketch = sketch_from_value({"width": 100, "height": 100, "strokes": [points]})
    assert sketch.strokes[0].xy.tolist() == [[10, 10], [90, 100], [0, 40]]


def test_a_hundred_thousand_points_are_thinned_out_and_the_ends_kept():
    t = np.linspace(0, 60, MAX_POINTS)
    spiral = np.stack([500 + 8 * t * np.cos(t), 500 + 8 * t * np.sin(t)], 1)
    sketch = sketch_from_value({"width": 1000, "height": 1000, "strokes": [spiral.tolist()]})
    assert sketch.points <= KEPT_POINTS
    assert np.allclose(sketch.strokes[0].xy[[0, -1]], np.clip(spiral[[0, -1]], 0, 1000), atol=1e-3)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ({"strokes": "no"}, "list of strokes, not text"),
        ({"strokes": []}, "empty"),
        ({"strokes": [[]]}, "empty"),
        ({"strokes": [[[None, None], [math.inf, 1]]]}, "empty"),
        ({"width": 100, "height": 100, "strokes": [[[5, 5]]]}, "single dot"),
        ({"width": 100, "height": 100, "strokes": [[[5, 5], [5.2, 5]]]}, "single dot"),
        ({"strokes": [[["1", 2], [3, 4]]]}, "not a number"),
        ({"strokes": [[[True, 2], [3, 4]]]}, "not a number"),
        ({"strokes": [[[1, 2], [3]]]}, r"list of \[x, y\]"),
        ({"strokes": [5]}, "not the number 5"),
        ({"width": "wide", "strokes": [LINE]}, "'width'"),
        ({"width": 1e9, "height": 3, "strokes": [LINE]}, "between 1 and"),
        ({"drawing": [[[1, 2], [3]]]}, "more x than y"),
        ({"nothing": 1}, "no 'strokes'"),
        ("text", "not text"),
        ({"strokes": [LINE] * (MAX_STROKES + 1)}, "strokes; 1,000 are allowed"),
        ({"strokes": [[[i, i] for i in range(MAX_POINTS + 1)]]}, "points; 100,000 are allowed"),
    ],
)
def test_bad_input_is_refused_in_words(value, says):
    with pytest.raises(InputError, match=says):
        sketch_from_value(value)


@pytest.mark.parametrize("text", ["", "  ", "{", "[" * 100_000, b"\xff\xfe", "nan nan"])
def test_text_that_is_not_json_is_refused_in_words(text):
    with pytest.raises(InputError):
        sketch_from_json(text)


def test_what_is_written_is_read_back():
    sketch = sketch_from_value({"width": 640, "height": 480, "strokes": [LINE, [[5, 400], [600, 420]]]})
    again = sketch_from_json(json.dumps(sketch_to_value(sketch)))
    assert again.width == sketch.width
    assert [s.xy.tolist() for s in again.strokes] == [s.xy.tolist() for s in sketch.strokes]
