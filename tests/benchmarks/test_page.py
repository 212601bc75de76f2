"""What the benchmark of the page makes of what a page was seen to do, and how it draws."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks import page
from benchmarks.browser import chromium
from benchmarks.page import Waited, chosen, lines_there_are, report, row, waited
from tests.page.conftest import unavailable


def seen(changes: list[tuple[float, str]], asked: list[tuple[float, float]] = ()) -> dict[str, Any]:
    """A pen-up at 1,000 ms, told at 1,002, before which the order was A."""
    return {
        "changes": [{"at": at, "order": order, "painted": at + 20} for at, order in changes],
        "asked": [{"sent": sent, "got": got} for sent, got in asked],
        "acts": {"up": [{"at": 1000.0, "told": 1002.0, "order": "A"}], "click": []},
    }


def test_the_wait_ends_with_the_last_change_after_the_pen_was_lifted() -> None:
    live_and_final = seen([(900, "B"), (1030, "C"), (1050, "D")], [(850, 895), (1003, 1040)])
    assert waited(live_and_final) == Waited("asked", 50.0, 70.0, True, (3.0, 37.0, 10.0))


def test_a_pen_up_is_told_apart_by_what_it_found() -> None:
    assert waited(seen([(1040, "A")], [(990, 1035)])) == Waited("on its way", 40.0, 60.0, False)
    assert waited(seen([(990, "B"), (1004, "A")], [(900, 985)])) == Waited("answered", 4.0, 24.0, False)
    assert waited(seen([(990, "B")], [(900, 985)])) == Waited("answered", 2.0, 2.0, False)


def test_the_figures_at_the_top_are_of_pen_ups_that_asked() -> None:
    drawn = [Waited("asked", ms, ms + 20, True, (1, ms - 2, 1)) for ms in (40.0, 50.0, 60.0)] + [
        Waited("answered", 2.0, 9.0, False)
    ]
    flicked = [Waited("asked", 70.0, 90.0, False, (1, 68, 1)), Waited("on its way", 9.0, 19.0, True)]
    result = report(drawn, flicked, [Waited("asked", 80.0, 95.0, True)], [Waited("answered", 1100.0, 1150.0, True)])
    assert (result["p50_ms"], result["painted_p50_ms"], result["pair_p50_ms"]) == (55.0, 75.0, 80.0)
    assert result["ratio"] == 20.0 and result["peer"]
    assert result["found"] == {"strokes": {"asked": 3, "answered": 1}, "flicks": {"asked": 1, "on its way": 1}}
    first, second, *kinds = result["rows"]
    assert (first["n"], first["order_changed"], second["n"]) == (4, 3, 6)
    assert [kind["n"] for kind in kinds] == [3, 1, 1, 1, 1, 1]
    assert {"p50_ms", "p95_ms", "peer", "ratio", "device", "rows", "command", "targets"} <= set(result)


def test_nothing_measured_is_no_figure() -> None:
    assert row("none", [])["p50_ms"] is None
    assert report([], [], [], [])["ratio"] is None


def test_strokes_and_flicks_are_the_longest_lines_in_the_order_they_were_drawn() -> None:
    lines = [[(0.0, 0.0), (length, 0.0)] for length in (0.1, 0.9, 0.2, 0.8, 0.3)]
    assert chosen(lines, 2, 2) == ([lines[1], lines[3]], [lines[2], lines[4]])
    assert chosen(lines, 4, 2) == ([lines[1], lines[2], lines[3], lines[4]], [lines[0], lines[1]])


def test_the_drawings_fit_on_the_sheet_and_are_enough() -> None:
    drawings = list(lines_there_are())
    points = [point for lines in drawings for line in lines for point in line]
    assert all(0 <= value <= 1 for point in points for value in point)
    assert sum(len(chosen(lines, 8, 0)[0]) for lines in drawings) >= 120


@pytest.mark.browser
@pytest.mark.slow
def test_a_page_and_its_peer_are_timed() -> None:
    if chromium() is None:
        unavailable("there is no chromium on this machine")
    result = page.measure(drawings=1, strokes=2, flicks=1, pairs=1, peer=1)
    assert sum(result["found"]["strokes"].values()) == 2 and sum(result["found"]["flicks"].values()) == 1
    ours = next(row for row in result["rows"] if row["what"] == "pen-up, any")
    pairs, theirs = result["rows"][-2:]
    assert ours["n"] == 3 and pairs["n"] == 1 and theirs["n"] == 1
    assert pairs["order_changed"] == theirs["order_changed"] == 1
    assert 0 < ours["p50_ms"] < ours["painted_p50_ms"]
