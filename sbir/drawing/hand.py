"""Line work drawn, or a drawing redrawn, by a simulated person's hand."""

from __future__ import annotations

import numpy as np

from sbir.drawing.notice import extent_of, noticed, outlined, united
from sbir.drawing.penwork import closed, drawn, echoes, shading, simplified
from sbir.drawing.people import Hand
from sbir.drawing.trace import LineWork
from sbir.types import Sketch


def draw_traced(work: LineWork, hand: Hand, rng: np.random.Generator) -> Sketch | None:
    """Draw a photo's traced lines by a hand; None where the hand leaves nothing of them."""
    if not work.lines:
        return None
    lines = noticed(work, hand, rng)
    extent = extent_of(lines)
    if extent < 0.02 * work.side:
        return None
    merge = hand.merge
    if hand.outline and rng.random() < hand.outline:
        lines = outlined(lines, extent)
        # What the silhouette was made of runs beside it.
        merge = max(merge, 0.035)
    if merge:
        lines = united(lines, merge * extent, 0.04 * extent)
    if hand.simplify:
        lines = simplified(lines, hand, extent)
    if hand.echo:
        lines = [*lines, *echoes(lines, hand, extent, rng)]
    if hand.close:
        lines = closed(lines, hand, extent)
    if hand.hatch and rng.random() < hand.hatch:
        lines = [*lines, *shading(lines, hand, extent, rng)]
    return drawn(lines, extent, float(work.side), hand, rng)


def redraw(sketch: Sketch, hand: Hand, rng: np.random.Generator) -> Sketch | None:
    """The same drawing by another hand: augmentation of a real drawing. What is drawn stays, how it is drawn changes."""
    lines = [stroke.xy for stroke in sketch.strokes]
    extent = extent_of(lines)
    if len(lines) > 3:
        lines = [line for line in lines if rng.random() >= hand.miss * 0.5]
    side = max(sketch.width, sketch.height)
    if not lines or extent < 0.02 * side:
        return None
    if hand.simplify and rng.random() < 0.5:
        lines = simplified(lines, hand, 0.5 * extent)
    return drawn(lines, extent, side, hand, rng)
