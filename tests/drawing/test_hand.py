"""Simulated people: each keeps a style, no two drawings are the same."""

from dataclasses import fields

import numpy as np
import pytest

from sbir.drawing import (
    PEOPLE,
    PEOPLE_SPLITS,
    Hand,
    LineWork,
    draw_traced,
    person,
    random_hand,
    redraw,
    sketch_from_value,
    trace,
)
from sbir.drawing.statistics import describe
from tests.conftest import picture

SIDE = 224


def work_of(*lines, strength=None) -> LineWork:
    return LineWork(
        SIDE, tuple(np.array(line, np.float32) for line in lines), np.ones(len(lines), np.float32) * (strength or 1)
    )


def straight(a, b, points=80):
    return np.linspace(a, b, points)


def circle(x, y, radius, points=200):
    angle = np.linspace(0, 2 * np.pi, points)
    return np.column_stack([x + radius * np.cos(angle), y + radius * np.sin(angle)])


def face() -> LineWork:
    """A round face with eyes, hair and texture: enough for somebody to leave things out."""
    hair = [straight((70 + 8 * i, 60), (60 + 10 * i, 20), 40) for i in range(10)]
    specks = [straight((80 + 7 * i, 140), (84 + 7 * i, 146), 12) for i in range(8)]
    parts = [
        circle(112, 112, 80),
        circle(85, 100, 12, 60),
        circle(140, 100, 12, 60),
        straight((85, 160), (140, 160)),
        *hair,
        *specks,
    ]
    return work_of(*parts)


def strokes_of(sketch):
    return [stroke.xy for stroke in sketch.strokes]


def same(one, two):
    return len(one.strokes) == len(two.strokes) and all(
        np.array_equal(a, b) for a, b in zip(strokes_of(one), strokes_of(two), strict=True)
    )


def test_a_number_is_always_the_same_person():
    before = person(7)
    person.cache_clear()
    assert person(7) == before


def test_people_differ_from_each_other():
    people = [person(number) for number in range(PEOPLE)]
    assert len(set(people)) == PEOPLE >= 60
    patience = np.log([one.patience for one in people])
    assert patience.std() > 0.2
    assert {one.hatch > 0 for one in people} == {True, False}, "some shade, some do not"


def test_any_number_is_somebody():
    assert person(10**9) != person(10**9 + 1)


def test_splits_share_nobody_and_leave_nobody_out():
    numbers = [number for split in PEOPLE_SPLITS.values() for number in split]
    assert sorted(numbers) == list(range(PEOPLE))


def test_somebody_random_is_nobody_of_the_population(rng):
    population = {person(number) for number in range(PEOPLE)}
    assert not population & {random_hand(rng) for _ in range(50)}


def test_a_person_draws_the_same_thing_differently_but_the_same_seed_repeats():
    work = trace(picture(3, SIDE))
    one, again, other = (draw_traced(work, person(3), np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert same(one, again) and not same(one, other)


def test_two_drawings_of_one_person_are_more_alike_than_drawings_of_two():
    work = face()
    drawn = np.array([[describe(draw_traced(work, person(n), np.random.default_rng(s))) for s in range(5)] for n in range(8)])
    drawn /= drawn.std((0, 1)) + 1e-6
    within = drawn.var(1, ddof=1).mean()
    between = drawn.mean(1).var(0, ddof=1).mean() - within / 5
    assert between > 0.3 * within


def test_who_has_no_patience_draws_less():
    drawn = [draw_traced(face(), Hand(patience=patience), np.random.default_rng(0)) for patience in (99.0, 3.0)]
    ink = [sum(np.hypot(*np.diff(xy, axis=0).T).sum() for xy in strokes_of(sketch)) for sketch in drawn]
    assert ink[1] < 0.8 * ink[0] and ink[1] < 5 * SIDE


@pytest.mark.parametrize("number", range(0, PEOPLE, 5))
def test_drawings_are_finite_and_stay_about_where_the_photo_is(number):
    for seed in range(4):
        sketch = draw_traced(trace(picture(seed, SIDE)), person(number), np.random.default_rng(seed))
        points = np.concatenate(strokes_of(sketch))
        assert np.isfinite(points).all() and points.dtype == np.float32
        assert points.min() > -0.4 * SIDE and points.max() < 1.4 * SIDE
        assert all(len(xy) >= 1 for xy in strokes_of(sketch))


def test_a_photo_without_a_line_or_with_a_speck_only_gives_no_drawing(rng):
    assert draw_traced(work_of(), person(0), rng) is None
    assert draw_traced(work_of([[50, 50], [51, 50], [52, 51]]), person(0), rng) is None


@pytest.mark.parametrize("line", [straight((20, 20), (20, 200)), straight((20, 20), (200, 20), 2), circle(100, 100, 60)])
def test_a_single_line_can_be_drawn_by_anybody(line):
    for number in range(0, PEOPLE, 3):
        assert draw_traced(work_of(line), person(number), np.random.default_rng(number)) is not None


@pytest.mark.parametrize("detail", [0.0, 1.0])
def test_the_least_that_anybody_draws_is_one_line(detail, rng):
    sketch = draw_traced(trace(picture(2, SIDE)), Hand(detail=detail), rng)
    assert (len(sketch.strokes) == 1) == (detail == 0.0)


def test_the_plain_hand_draws_the_lines_where_they_are(rng):
    points = np.concatenate(strokes_of(draw_traced(work_of(circle(100, 110, 50)), Hand(), rng)))
    assert np.abs(np.hypot(*(points - [100, 110]).T) - 50).max() < 1


def test_who_simplifies_draws_a_wriggling_line_straight(rng):
    wriggle = straight((20, 100), (200, 100), 180)
    wriggle[:, 1] += 2 * np.sin(np.arange(180))
    (line,) = strokes_of(draw_traced(work_of(wriggle), Hand(simplify=0.04), rng))
    assert np.ptp(line[:, 1]) < 4.1 and np.abs(np.diff(np.arctan2(*np.diff(line, axis=0).T))).max() < 0.1


def test_curves_pass_through_bends_and_corners_stay_corners(rng):
    round_one = np.concatenate(strokes_of(draw_traced(work_of(circle(110, 110, 80)), Hand(simplify=0.02), rng)))
    assert np.abs(np.hypot(*(round_one - 110).T) - 80).max() < 4
    bent = np.concatenate([straight((20, 20), (200, 20)), straight((200, 20), (200, 200))[1:]])
    corner = np.concatenate(strokes_of(draw_traced(work_of(bent), Hand(simplify=0.02), rng)))
    assert np.hypot(*(corner - [200, 20]).T).min() < 3
    assert np.minimum(np.abs(corner[:, 0] - 200), np.abs(corner[:, 1] - 20)).max() < 3


def test_who_unites_draws_two_lines_side_by_side_as_one(rng):
    work = work_of(straight((20, 100), (200, 100), 180), straight((22, 104), (198, 104), 170))
    assert len(draw_traced(work, Hand(), rng).strokes) == 2
    assert len(draw_traced(work, Hand(merge=0.05), rng).strokes) == 1


def test_who_closes_joins_ends_that_nearly_meet(rng):
    gap = circle(110, 110, 70)[4:]
    (open_one,) = strokes_of(draw_traced(work_of(gap), Hand(), rng))
    (closed,) = strokes_of(draw_traced(work_of(gap), Hand(close=0.08), rng))
    assert np.hypot(*(open_one[0] - open_one[-1])) > 5
    assert np.hypot(*(closed[0] - closed[-1])) < 1e-3


def test_who_keeps_to_the_thing_leaves_the_background_out(rng):
    thing = circle(112, 112, 45)
    background = [straight((2, y), (222, y), 200) for y in (3, 221)]
    work = LineWork(
        SIDE, tuple(line.astype(np.float32) for line in (*background, thing)), np.array([0.1, 0.1, 0.9], np.float32)
    )
    (line,) = strokes_of(draw_traced(work, Hand(focus=1.0), rng))
    assert np.ptp(line[:, 1]) < 100


def test_who_shades_fills_closed_shapes_with_parallel_strokes(rng):
    work = work_of(circle(60, 60, 25), straight((20, 200), (210, 200)))
    plain, shaded = (draw_traced(work, Hand(hatch=hatch), rng) for hatch in (0.0, 1.0))
    added = strokes_of(shaded)[len(plain.strokes) :]
    assert len(added) > 3
    assert all((np.hypot(*(xy - 60).T) < 27).all() for xy in added)


def test_who_repeats_puts_lines_together_from_short_strokes(rng):
    work = work_of(straight((10, 100), (210, 100), 200))
    strokes = strokes_of(draw_traced(work, Hand(repeat=0.2), rng))
    assert len(strokes) >= 4 and max(np.ptp(xy[:, 0]) for xy in strokes) < 0.3 * 200


def test_a_style_bends_proportions_the_same_way_each_time():
    work = work_of(circle(110, 110, 80))
    for seed in range(3):
        tall = np.concatenate(strokes_of(draw_traced(work, Hand(stretch=0.3), np.random.default_rng(seed))))
        width, height = np.ptp(tall, axis=0)
        assert np.log(height / width) == pytest.approx(0.3, abs=0.02)


def test_every_field_of_a_hand_is_described():
    assert all(f"{field.name}:" in Hand.__doc__ or f"{field.name}," in Hand.__doc__ for field in fields(Hand))


@pytest.mark.parametrize("number", range(0, PEOPLE, 9))
def test_anybody_can_redraw_a_real_drawing(number, rng):
    square = [[10, 10], [90, 10], [90, 90], [10, 90], [10, 10]]
    sketch = sketch_from_value({"width": 100, "height": 100, "strokes": [square, [[50, 50]], [[20, 30], [70, 40]]]})
    again = redraw(sketch, person(number), rng)
    points = np.concatenate(strokes_of(again))
    assert np.isfinite(points).all()
    assert np.abs(points.min(0) - 10).max() < 20 and np.abs(points.max(0) - 90).max() < 20
