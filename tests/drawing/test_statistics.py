"""Statistics of drawings whose answer is known."""

import numpy as np
import pytest

from sbir.drawing import person, sketch_from_image, sketch_from_value, trace
from sbir.drawing.hand import draw_traced
from sbir.drawing.raster import rasterise
from sbir.drawing.statistics import NAMES, describe
from tests.conftest import picture

SQUARE = [[0, 0], [100, 0], [100, 100], [0, 100], [0, 0]]


def statistics(*strokes):
    return dict(zip(NAMES, describe(sketch_from_value([np.asarray(s, float).tolist() for s in strokes])), strict=True))


def circle(radius=50, wobble=0.0, points=200):
    angle = np.linspace(0, 2 * np.pi, points)
    r = radius * (1 + wobble * np.sin(25 * angle))
    return np.column_stack([radius + r * np.cos(angle), radius + r * np.sin(angle)])


def test_a_square_is_one_closed_stroke_four_sides_long():
    square = statistics(SQUARE)
    assert square["strokes"] == 0
    assert square["closed strokes"] == square["closed ink"] == square["longest stroke"] == 1
    assert np.exp(square["ink"]) == pytest.approx(4, rel=0.03)
    assert np.exp(square["regions"]) == pytest.approx(2)
    assert square["enclosed area"] > 0.6
    assert square["aspect"] == pytest.approx(0, abs=1e-3)
    assert square["horizontal"] == pytest.approx(0.5, abs=0.05) and square["vertical"] == pytest.approx(0.5, abs=0.05)


def test_an_open_square_is_not_closed_and_has_two_loose_ends():
    closed, open_one = statistics(SQUARE), statistics(SQUARE[:4])
    assert open_one["closed strokes"] == 0 and open_one["enclosed area"] == 0
    assert open_one["loose ends per length"] > closed["loose ends per length"]
    assert np.exp(open_one["loose ends per length"]) - 0.1 == pytest.approx(2 / 3, rel=0.05)


def test_ends_on_another_stroke_are_junctions():
    cross = statistics([[0, 0], [100, 0]], [[50, 0], [50, 100]])
    assert np.exp(cross["junctions per length"]) - 0.1 == pytest.approx(1 / 2, rel=0.05)
    assert cross["parts"] == 0
    assert np.exp(statistics([[0, 0], [100, 0]], [[50, 30], [50, 100]])["parts"]) == pytest.approx(2)


def test_a_circle_turns_evenly_and_a_wriggling_one_more():
    smooth, wriggling = statistics(circle()), statistics(circle(wobble=0.04))
    # One turn along pi diameters.
    assert np.exp(smooth["curvature"]) - 0.1 == pytest.approx(2, rel=0.1)
    assert wriggling["curvature"] > smooth["curvature"] + 0.5
    assert wriggling["wobble"] > smooth["wobble"]
    assert smooth["corners per length"] == pytest.approx(np.log(0.1), abs=1e-4)


def test_corners_of_a_square_are_counted():
    assert np.exp(statistics(SQUARE)["corners per length"]) - 0.1 == pytest.approx(3 / 4, rel=0.1)


def test_shading_counts_as_hatching():
    bars = [[[x, 0], [x + 10, 20]] for x in range(0, 40, 5)]
    assert statistics(SQUARE, *bars)["hatching"] == pytest.approx(8 / 9)
    assert statistics(SQUARE)["hatching"] == 0


def test_a_mirrored_drawing_has_the_same_statistics():
    sketch = draw_traced(trace(picture(4, 224)), person(1), np.random.default_rng(0))
    strokes = [stroke.xy for stroke in sketch.strokes]
    one, two = (
        describe(sketch_from_value([s.tolist() for s in strokes])),
        describe(sketch_from_value([(s * [-1, 1]).tolist() for s in strokes])),
    )
    assert np.allclose(one, two, atol=0.05)


def test_place_and_size_do_not_matter():
    small, large = statistics(circle(), SQUARE), statistics(circle() * 7 + 300, np.array(SQUARE) * 7 + 300)
    assert [small[name] for name in NAMES] == pytest.approx([large[name] for name in NAMES], abs=0.02)


@pytest.mark.parametrize("strokes", [[[[5, 5], [9, 9]]], [[[5, 5]], [[9, 40]]], [[[0, 0], [0, 90]]]])
def test_the_poorest_drawing_has_finite_statistics(strokes):
    described = describe(sketch_from_value({"width": 100, "height": 100, "strokes": strokes}))
    assert described.shape == (len(NAMES),) and described.dtype == np.float32
    assert np.isfinite(described).all()


def test_a_scanned_drawing_has_finite_statistics():
    for seed in range(3):
        sketch = draw_traced(trace(picture(seed, 224)), person(seed), np.random.default_rng(0))
        assert np.isfinite(describe(sketch_from_image(rasterise(sketch, 256)))).all()
