"""The one rasteriser, scans of paper, and line work."""

import cv2
import numpy as np
import pytest

from sbir.drawing import (
    Hand,
    draw_traced,
    letterbox,
    random_hand,
    rasterise,
    redraw,
    sketch_from_image,
    sketch_from_value,
    trace,
)
from sbir.drawing.raster import INK_BOX
from sbir.types import InputError
from tests.conftest import picture

STEADY = Hand(warp=0, offset=0, tremor=0, detail=1, miss=0, lift=0, overshoot=0, double=0)


def house(scale: float = 1.0, dx: float = 0.0, dy: float = 0.0):
    outline = np.array([[20, 90], [20, 40], [50, 15], [80, 40], [80, 90], [20, 90]], float)
    door = np.array([[45, 90], [45, 65], [57, 65], [57, 90]], float)
    strokes = [(part * scale + [dx, dy]).tolist() for part in (outline, door)]
    return sketch_from_value({"width": 1000, "height": 1000, "strokes": strokes})


def ink_box(raster):
    ys, xs = np.nonzero(raster[..., 0] < 128)
    return xs.min(), ys.min(), xs.max(), ys.max()


def test_where_and_how_large_it_was_drawn_does_not_matter():
    small, large = rasterise(house()), rasterise(house(8, 100, 30))
    assert np.abs(small.astype(int) - large).mean() < 1.0


@pytest.mark.parametrize("size", [64, 160, 224])
def test_ink_fills_the_same_box_at_any_size(size):
    left, top, right, bottom = ink_box(rasterise(house(), size))
    assert abs((bottom - top) / size - INK_BOX) < 0.06
    assert abs((left + right) / 2 - size / 2) < 0.03 * size


def test_the_line_is_as_wide_as_it_says():
    sketch = sketch_from_value({"width": 100, "height": 100, "strokes": [[[0, 50], [100, 50]]]})
    column = rasterise(sketch, 224, width=5 / 224)[:, 112, 0]
    assert abs((255 - column.astype(float)).sum() / 255 - 5) < 0.8


def test_a_scan_of_a_drawing_ends_as_the_same_picture():
    original = rasterise(house(), 300)
    again = rasterise(sketch_from_image(original), 300)
    near = cv2.dilate((original[..., 0] < 128).astype(np.uint8), np.ones((7, 7)))
    ink = again[..., 0] < 128
    assert (near[ink] > 0).mean() > 0.98
    near_again = cv2.dilate(ink.astype(np.uint8), np.ones((7, 7)))
    assert (near_again[original[..., 0] < 128] > 0).mean() > 0.98


def test_shadow_on_the_paper_and_a_thick_pen_do_not_matter(rng):
    paper = np.linspace(250, 120, 400)[None, :] * np.linspace(1, 0.8, 400)[:, None]
    drawing = cv2.resize(rasterise(house(), 400, width=0.03)[..., 0], (400, 400)) / 255
    photo = np.clip(paper * (0.25 + 0.75 * drawing) + rng.normal(0, 3, paper.shape), 0, 255).astype(np.uint8)
    scanned = rasterise(sketch_from_image(np.repeat(photo[..., None], 3, 2)))
    clean = rasterise(house())
    near = cv2.dilate((clean[..., 0] < 128).astype(np.uint8), np.ones((11, 11)))
    ink = scanned[..., 0] < 128
    assert ink.sum() > 0.5 * (clean[..., 0] < 128).sum()
    assert (near[ink] > 0).mean() > 0.95


def test_chalk_on_a_blackboard_is_read_too():
    board = 255 - rasterise(house(), 300)
    assert len(sketch_from_image(board).strokes) >= 2


@pytest.mark.parametrize(
    ("image", "says"),
    [
        (np.full((200, 200, 3), 255, np.uint8), "no line stands out"),
        (np.full((4, 300, 3), 255, np.uint8), "too small"),
        (np.tile(np.linspace(255, 100, 200).astype(np.uint8)[None, :, None], (200, 1, 3)), "no line stands out"),
    ],
)
def test_a_picture_without_a_drawing_is_refused_in_words(image, says):
    with pytest.raises(InputError, match=says):
        sketch_from_image(image)


def test_traced_lines_follow_the_edges_of_the_photo():
    image = np.full((200, 200, 3), 240, np.uint8)
    cv2.circle(image, (100, 100), 60, (120, 40, 40), -1)
    points = np.concatenate(trace(image, side=200).lines)
    assert np.abs(np.hypot(*(points - 100).T) - 60).max() < 4
    assert len(points) > 250


def test_a_hand_draws_the_same_thing_differently_each_time(rng):
    work = trace(picture(3, 224))
    one, two = (rasterise(draw_traced(work, random_hand(rng), rng)) for _ in range(2))
    assert (one != two).any()
    same = [rasterise(draw_traced(work, STEADY, np.random.default_rng(1))) for _ in range(2)]
    assert (same[0] == same[1]).all()


def test_a_hand_that_leaves_details_out_draws_less(rng):
    work = trace(picture(5, 224))
    full = draw_traced(work, STEADY, rng)
    sparse = draw_traced(work, Hand(detail=0.3, miss=0.2, lift=0, double=0), rng)
    assert sparse.points < full.points


def test_a_redrawn_sketch_stays_near_the_original(rng):
    original = rasterise(house())
    near = cv2.dilate((original[..., 0] < 128).astype(np.uint8), np.ones((41, 41)))
    drawn = [rasterise(redraw(house(), random_hand(rng), rng))[..., 0] < 128 for _ in range(20)]
    on_the_lines = [(near[ink] > 0).mean() for ink in drawn]
    assert np.mean(on_the_lines) > 0.9
    assert len({ink.tobytes() for ink in drawn}) == 20


def test_letterbox_keeps_the_proportions_and_continues_the_ground():
    tall = np.full((100, 40, 3), (200, 210, 220), np.uint8)
    tall[30:70, 10:30] = 0
    square = letterbox(tall, 100)
    assert square.shape == (100, 100, 3)
    assert square[0, 0].tolist() == [200, 210, 220]
    ys, xs = np.nonzero(square[..., 0] < 100)
    assert abs(np.ptp(ys) / np.ptp(xs) - 2) < 0.2


def test_lines_of_the_background_are_weaker_than_the_things():
    image = np.full((224, 224, 3), 120, np.uint8)
    for x in range(0, 224, 14):
        cv2.line(image, (x, 0), (x, 223), (160, 160, 160), 2)
    cv2.circle(image, (112, 112), 60, (200, 40, 30), -1)
    work = trace(image)
    inside = np.array([np.hypot(*(line - 112).T).max() < 75 for line in work.lines])
    assert inside.any() and not inside.all()
    assert work.strength[inside].max() > 1.5 * work.strength[~inside].max()


def test_a_pale_thing_on_pale_ground_is_traced():
    image = np.full((224, 224, 3), 222, np.uint8)
    cv2.rectangle(image, (60, 50), (170, 180), (202, 202, 200), -1)
    lines = trace(image).lines
    assert lines and np.ptp(np.concatenate(lines), axis=0) == pytest.approx([110, 130], abs=6)


def test_a_picture_of_one_colour_has_no_lines():
    assert trace(np.full((90, 120, 3), 77, np.uint8)).lines == ()
