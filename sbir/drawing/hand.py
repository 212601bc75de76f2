"""A random hand: line work redrawn the way a person might, differently each time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sbir.drawing.trace import LineWork
from sbir.types import Sketch, Stroke


@dataclass(frozen=True)
class Hand:
    """How one person draws. Lengths are fractions of the drawing's side, angles radians.

    warp: smooth misproportion of the whole; stretch: log of the height to width error; slant: shear; turn: rotation;
    offset: how far whole lines land from where they belong; tremor: wobble along a line; detail: share of the traced lines
    that is drawn (the strong and long first); miss: chance that a line is forgotten at random; lift: chance that a line is
    drawn in pieces; overshoot: how far pieces run past their ends; double: chance that a line is drawn twice.
    """

    warp: float = 0.02
    stretch: float = 0.0
    slant: float = 0.0
    turn: float = 0.0
    offset: float = 0.006
    tremor: float = 0.003
    detail: float = 0.6
    miss: float = 0.1
    lift: float = 0.2
    overshoot: float = 0.01
    double: float = 0.05


def random_hand(rng: np.random.Generator) -> Hand:
    """Somebody: a draw from the range of people."""
    return Hand(
        warp=rng.uniform(0.003, 0.035),
        stretch=rng.normal(0, 0.08),
        slant=rng.normal(0, 0.05),
        turn=rng.normal(0, 0.05),
        offset=rng.uniform(0, 0.014),
        tremor=rng.uniform(0.0005, 0.006),
        detail=rng.uniform(0.15, 1.0),
        miss=rng.uniform(0, 0.3),
        lift=rng.uniform(0, 0.4),
        overshoot=rng.uniform(0, 0.03),
        double=rng.uniform(0, 0.15) if rng.random() < 0.3 else 0.0,
    )


def draw_traced(work: LineWork, hand: Hand, rng: np.random.Generator) -> Sketch | None:
    """Draw a photo's traced lines by a hand; None where the hand leaves nothing of them."""
    if not work.lines:
        return None
    length = np.array([len(line) for line in work.lines], np.float32)
    importance = work.strength * 0.5 + (length / length.max()) ** 0.5 + rng.normal(0, 0.08, len(length))
    kept = max(1, round(hand.detail * len(length)))
    chosen = np.sort(np.argsort(-importance)[:kept])
    chosen = chosen[(rng.random(len(chosen)) >= hand.miss) | (length[chosen] > 0.5 * length.max())]
    return _draw([work.lines[i] for i in chosen], float(work.side), hand, rng)


def redraw(sketch: Sketch, hand: Hand, rng: np.random.Generator) -> Sketch | None:
    """The same drawing by another hand: augmentation of a real drawing."""
    side = max(sketch.width, sketch.height)
    lines = [stroke.xy for stroke in sketch.strokes]
    kept = [line for line in lines if rng.random() >= hand.miss * 0.5] if len(lines) > 3 else lines
    return _draw(kept, side, hand, rng)


def _draw(lines: list[np.ndarray], side: float, hand: Hand, rng: np.random.Generator) -> Sketch | None:
    pieces = [piece for line in lines for piece in _pieces(line, side, hand, rng)]
    if not pieces:
        return None
    points = np.concatenate(pieces)
    if max(np.ptp(points, axis=0)) < 0.02 * side:
        return None
    owner = np.repeat(np.arange(len(pieces)), [len(piece) for piece in pieces])
    unit = points / side - 0.5
    unit = unit + _smooth_field(unit, hand.warp, rng)
    unit = unit + rng.normal(0, hand.offset, (len(pieces), 2))[owner]
    unit = unit + _tremor(len(unit), hand.tremor, rng)
    cos, sin, stretch = np.cos(hand.turn), np.sin(hand.turn), np.exp(hand.stretch / 2)
    matrix = np.array([[cos, -sin], [sin, cos]]) @ np.array([[1 / stretch, hand.slant], [0, stretch]])
    drawn = ((unit @ matrix.T + 0.5) * side).astype(np.float32)
    cuts = np.cumsum([len(piece) for piece in pieces])[:-1]
    return Sketch(side, side, tuple(Stroke.of(xy) for xy in np.split(drawn, cuts)))


def _pieces(line: np.ndarray, side: float, hand: Hand, rng: np.random.Generator) -> list[np.ndarray]:
    """One line as the strokes that a hand makes of it: every few pixels a point, sometimes lifted, overshot, doubled."""
    step = max(1, int(rng.integers(2, 6) * len(line) / max(1.0, _length(line) / side * 224)))
    coarse = np.concatenate([line[:-1:step], line[-1:]]) if len(line) > step + 1 else line
    parts = [coarse]
    if len(coarse) > 8 and rng.random() < hand.lift:
        cut = int(rng.integers(3, len(coarse) - 3))
        parts = [coarse[: cut + 1], coarse[cut:]]
    if hand.overshoot and len(coarse) > 3:
        parts = [_overshoot(part, rng.uniform(0, hand.overshoot) * side) for part in parts]
    if rng.random() < hand.double:
        parts = [*parts, parts[0] + rng.normal(0, 0.008 * side, 2)]
    return parts


def _overshoot(part: np.ndarray, by: float) -> np.ndarray:
    heading = part[-1] - part[max(0, len(part) - 3)]
    norm = float(np.hypot(*heading))
    return np.concatenate([part, part[-1:] + heading[None] * (by / norm)]) if norm > 0 else part


def _length(line: np.ndarray) -> float:
    return float(np.hypot(*np.diff(line, axis=0).T).sum()) if len(line) > 1 else 1.0


def _smooth_field(unit: np.ndarray, amplitude: float, rng: np.random.Generator) -> np.ndarray:
    """A smooth random displacement, float `[n, 2]`, of about `amplitude` root mean square, at points in [-0.5, 0.5]^2."""
    waves = 5
    direction = rng.uniform(0, 2 * np.pi, waves)
    frequency = rng.uniform(1.5, 9.0, waves)
    phase = unit @ np.stack([np.cos(direction), np.sin(direction)]) * frequency + rng.uniform(0, 2 * np.pi, waves)
    weight = rng.normal(0, 1, (waves, 2)) / np.sqrt(waves)
    return np.sin(phase) @ weight * (amplitude * np.sqrt(2))


def _tremor(n: int, amplitude: float, rng: np.random.Generator) -> np.ndarray:
    noise = rng.normal(0, 1, (n + 4, 2))
    total = np.cumsum(noise, axis=0)
    return (total[4:] - total[:-4]) * (amplitude / 2)
