"""How a hand runs its lines: straightened, closed, doubled, shaded; and the strokes that they become."""

from __future__ import annotations

import math
from itertools import pairwise

import cv2
import numpy as np

from sbir.drawing.people import Hand
from sbir.drawing.trace import TRACING_SIDE
from sbir.types import Sketch, Stroke

_STEP = 0.02


def simplified(lines: list[np.ndarray], hand: Hand, extent: float) -> list[np.ndarray]:
    """Corner points of every line (Douglas and Peucker), and a curve or straight strokes through them."""
    kept = [cv2.approxPolyDP(line[:, None], hand.simplify * extent, False)[:, 0] for line in lines]
    kept = [line for line in kept if len(line) > 1]
    if not kept:
        return lines
    vertices = np.concatenate(kept).astype(np.float64)
    counts = np.array([len(line) for line in kept])
    last = np.cumsum(counts) - 1
    inside = np.ones(len(vertices) - 1, bool)
    inside[last[:-1]] = False
    chord = np.diff(vertices, axis=0)
    for across in (0, 1) if hand.upright else ():
        level = np.flatnonzero(inside & (np.abs(chord[:, across]) < np.tan(hand.upright) * np.abs(chord[:, 1 - across])))
        vertices[level, across] = vertices[level + 1, across] = (vertices[level, across] + vertices[level + 1, across]) / 2
    chord = np.diff(vertices, axis=0)
    length = np.maximum(np.hypot(*chord.T), 1e-6)
    heading = chord / length[:, None]
    # At a vertex the shorter side says more about where the line is heading.
    through = heading[:-1] * length[1:, None] + heading[1:] * length[:-1, None]
    through /= np.maximum(np.hypot(*through.T), 1e-6)[:, None]
    # Small zigzags are the staircase and the texture of the picture rather than corners of the thing.
    small = np.maximum(length[:-1], length[1:]) < 0.06 * extent
    bends = (heading[:-1] * heading[1:]).sum(1) > np.where(small, np.cos(2.0), np.cos(hand.corner))
    bends &= inside[:-1] & inside[1:]
    leaving, arriving = heading.copy(), heading.copy()
    leaving[1:][bends] = through[bends]
    arriving[:-1][bends] = through[bends]
    leaving, arriving = (heading + hand.roundness * (tangent - heading) for tangent in (leaving, arriving))
    # Beside a short side a long one bends only near it, or it would balloon.
    before, after = np.append(np.inf, length[:-1]), np.append(length[1:], np.inf)
    leaving *= np.minimum(length, 2 * before)[:, None]
    arriving *= np.minimum(length, 2 * after)[:, None]
    segment = np.flatnonzero(inside)
    pieces = np.maximum(1, np.ceil(length[segment] / (_STEP * extent))).astype(int)
    which = np.repeat(segment, pieces)
    first = np.cumsum(pieces) - pieces
    s = ((np.arange(len(which)) - np.repeat(first, pieces)) / np.repeat(pieces, pieces))[:, None]
    a, b = vertices[which], vertices[which + 1]
    curve = (
        (2 * s**3 - 3 * s**2 + 1) * a
        + (s**3 - 2 * s**2 + s) * leaving[which]
        + (3 * s**2 - 2 * s**3) * b
        + (s**3 - s**2) * arriving[which]
    )
    owner = np.repeat(np.arange(len(kept)), counts)[which]
    cuts = np.flatnonzero(np.diff(owner)) + 1
    curves = np.split(curve, cuts)
    return [np.concatenate([part, vertices[end : end + 1]]).astype(np.float32) for part, end in zip(curves, last, strict=True)]


def closed(lines: list[np.ndarray], hand: Hand, extent: float) -> list[np.ndarray]:
    """Lines led on to where they seem to end: their own other end, the nearest point of another line, or what lies ahead."""
    reach, ahead = hand.close * extent, hand.carry_on * extent
    points = np.concatenate(lines)
    owner = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    ends = np.concatenate([line[[0, -1]] for line in lines])
    inner = np.concatenate([line[[min(2, len(line) - 1), max(-3, -len(line))]] for line in lines])
    heading = (ends - inner) / np.maximum(np.hypot(*(ends - inner).T), 1e-6)[:, None]
    whose = np.repeat(np.arange(len(lines)), 2)
    x, y = (points[None, :, axis] - ends[:, axis, None] for axis in (0, 1))
    forward = x * heading[:, :1] + y * heading[:, 1:]
    apart = x * x + y * y
    before_it = (forward > 0) & (forward * forward > 0.9 * apart) & (apart < ahead * ahead)
    cost = np.where((apart < reach * reach) | before_it, apart, np.inf)
    cost[whose[:, None] == owner[None]] = np.inf
    nearest = cost.argmin(1)
    found = np.isfinite(cost[np.arange(len(ends)), nearest])
    closed = []
    for i, line in enumerate(lines):
        if np.hypot(*(line[0] - line[-1])) < 1.5 * reach and _length(line) > 5 * reach:
            closed.append(np.concatenate([line, line[:1]]))
            continue
        before, after = (points[nearest[j]][None] if found[j] else line[:0] for j in (2 * i, 2 * i + 1))
        # A short line on its own is a speck of texture: it is left out.
        if found[2 * i] or found[2 * i + 1] or _length(line) > hand.alone * extent:
            closed.append(np.concatenate([before, line, after]))
    return closed or lines


def echoes(lines: list[np.ndarray], hand: Hand, extent: float, rng: np.random.Generator) -> list[np.ndarray]:
    """Lines beside some of the long ones, on the inner side, most led back to them: a sole, a rim, the thickness of a seat."""
    middle = np.concatenate(lines).mean(0)
    echoes = []
    for line in lines:
        if rng.random() >= hand.echo or _length(line) < 0.25 * extent or len(line) < 5:
            continue
        size = int(len(line) * rng.uniform(0.25, 0.7))
        at = int(rng.integers(0, len(line) - size + 1))
        part = line[at : at + size]
        if len(part) < 4 or _length(part) < 0.12 * extent:
            continue
        heading = part[-1] - part[0]
        across = np.array([-heading[1], heading[0]]) / max(float(np.hypot(*heading)), 1e-6)
        inward = across * np.sign(across @ (middle - part.mean(0)))
        beside = part + inward * (rng.uniform(0.03, 0.1) * extent)
        if rng.random() < 0.6:
            beside = np.concatenate([part[:1], beside, part[-1:]])
        echoes.append(beside.astype(np.float32))
    return echoes


def shading(lines: list[np.ndarray], hand: Hand, extent: float, rng: np.random.Generator) -> list[np.ndarray]:
    """Parallel strokes inside up to two closed shapes of middling size."""
    shapes = [line for line in lines if len(line) > 5 and np.hypot(*(line[0] - line[-1])) < 0.03 * extent]
    shapes = [line for line in shapes if 0.003 < cv2.contourArea(line) / extent**2 < 0.12]
    strokes = []
    for i in rng.permutation(len(shapes))[:2]:
        low = shapes[i].min(0)
        size = int(np.ptp(shapes[i], axis=0).max()) + 2
        mask = cv2.fillPoly(np.zeros((size, size), np.uint8), [np.round(shapes[i] - low).astype(np.int32)], 1)
        angle = hand.hatch_angle + rng.normal(0, 0.1)
        along, across = np.array([np.cos(angle), -np.sin(angle)]), np.array([np.sin(angle), np.cos(angle)])
        gap = rng.uniform(0.02, 0.04) * extent
        t = np.arange(-size, size, 2.0)
        for level in np.arange(-size, size, gap):
            row = size / 2 + t[:, None] * along + (level + rng.normal(0, 0.15 * gap)) * across
            cell = row.astype(int)
            within = ((cell >= 0) & (cell < size)).all(1)
            x, y = cell.clip(0, size - 1).T
            inside = within & (mask[y, x] > 0)
            edges = np.flatnonzero(np.diff(np.concatenate([[0], inside, [0]]))).reshape(-1, 2)
            strokes += [(row[[a, b - 1]] + low).astype(np.float32) for a, b in edges if b - a > 2]
    return strokes


def drawn(lines: list[np.ndarray], extent: float, side: float, hand: Hand, rng: np.random.Generator) -> Sketch | None:
    """Strokes along the lines by a hand that does not land quite where it should, on a square canvas of `side`."""
    strokes = [stroke for line in lines for stroke in _strokes(line, extent, hand, rng)]
    if not strokes:
        return None
    points = np.concatenate(strokes)
    owner = np.repeat(np.arange(len(strokes)), [len(stroke) for stroke in strokes])
    middle = (points.min(0) + points.max(0)) / 2
    unit = (points - middle) / extent
    unit = unit + _smooth_field(unit, hand.warp, rng)
    unit = unit + rng.normal(0, hand.offset, (len(strokes), 2))[owner]
    unit = unit + _tremor(len(unit), hand.tremor, rng)
    styled = np.array([hand.stretch, hand.slant, hand.turn, hand.keystone, hand.yaw])
    stretch, slant, turn, keystone, yaw = styled + rng.normal(0, hand.unsteady, 5)
    unit = unit * np.exp(np.clip(unit[:, ::-1] * [keystone, yaw], -0.5, 0.5))
    cos, sin, tall = np.cos(turn), np.sin(turn), np.exp(stretch / 2)
    matrix = np.array([[cos, -sin], [sin, cos]]) @ np.array([[1 / tall, slant], [0, tall]])
    drawn = (unit @ matrix.T * extent + middle).astype(np.float32)
    cuts = np.cumsum([len(stroke) for stroke in strokes])[:-1]
    return Sketch(side, side, tuple(Stroke.of(xy) for xy in np.split(drawn, cuts)))


def _strokes(line: np.ndarray, extent: float, hand: Hand, rng: np.random.Generator) -> list[np.ndarray]:
    """One line as the strokes that a hand makes of it: lifted at corners, overshot, doubled, or in many short ones."""
    # Every few pixels a point: more would only carry the pixels' staircase along.
    every = (
        1 if hand.simplify else max(1, int(rng.integers(2, 6) * len(line) / max(1.0, _length(line) / extent * TRACING_SIDE)))
    )
    coarse = np.concatenate([line[:-1:every], line[-1:]]) if len(line) > every + 1 else line
    parts = [coarse]
    if hand.repeat and len(coarse) > 5:
        parts = _repeated(coarse, hand.repeat * extent, rng)
    elif hand.lift and len(coarse) > 2:
        heading = coarse[1:] - coarse[:-1]
        length = np.hypot(heading[:, 0], heading[:, 1])
        corners = np.flatnonzero((heading[:-1] * heading[1:]).sum(1) < 0.6 * length[:-1] * length[1:]) + 1
        if len(corners):
            corners = corners[rng.random(len(corners)) < hand.lift]
            parts = [coarse[a : b + 1] for a, b in pairwise([0, *corners.tolist(), len(coarse) - 1])]
    if hand.overshoot:
        parts = [
            _overshot(part, rng.normal(0.3 * hand.overshoot, hand.overshoot, 2) * extent) if len(part) > 1 else part
            for part in parts
        ]
    if hand.double and rng.random() < hand.double:
        parts = [*parts, parts[0] + rng.normal(0, 0.008 * extent, 2).astype(np.float32)]
    return parts


def _repeated(line: np.ndarray, length: float, rng: np.random.Generator) -> list[np.ndarray]:
    """The line as strokes of about `length` that overlap by a quarter."""
    step = line[1:] - line[:-1]
    along = np.append(0.0, np.cumsum(np.hypot(step[:, 0], step[:, 1])))
    parts, start = [], 0.0
    while start < along[-1] - 0.2 * length:
        stop = min(along[-1], start + length * rng.uniform(0.7, 1.3))
        at = np.linspace(start, stop, max(2, int(8 * (stop - start) / length)))
        part = np.empty((len(at), 2), np.float32)
        part[:, 0], part[:, 1] = np.interp(at, along, line[:, 0]), np.interp(at, along, line[:, 1])
        parts.append(part)
        start = stop - 0.25 * length
        if stop >= along[-1]:
            break
    return parts or [line]


def _overshot(part: np.ndarray, by: np.ndarray) -> np.ndarray:
    """A stroke led on past its first and last point by `by`, or cut short by as much, at most a third of it at either end."""
    part = part.copy()
    for end, inner, distance in ((0, 1, float(by[0])), (-1, -2, float(by[1]))):
        if distance > 0:
            dx, dy = (part[end] - part[inner]).tolist()
            part[end] += np.array([dx, dy]) * (distance / max(math.hypot(dx, dy), 1e-6))
        elif len(part) > 3:
            third = part[: 1 + len(part) // 3] if end == 0 else part[: -2 - len(part) // 3 : -1]
            away = third - third[0]
            gone = int(((away * away).sum(1) < distance * distance).argmin())
            part = part[gone:] if end == 0 else part[: len(part) - gone]
    return part


def _length(line: np.ndarray) -> float:
    return cv2.arcLength(line.astype(np.float32, copy=False), False) if len(line) > 1 else 1.0


def _smooth_field(unit: np.ndarray, amplitude: float, rng: np.random.Generator) -> np.ndarray:
    """A smooth random displacement, float `[n, 2]`, of about `amplitude` root mean square, at points in [-0.5, 0.5]^2."""
    waves = 5
    direction = rng.uniform(0, 2 * np.pi, waves)
    frequency = rng.uniform(1.5, 9.0, waves)
    phase = unit @ np.stack([np.cos(direction), np.sin(direction)]) * frequency + rng.uniform(0, 2 * np.pi, waves)
    weight = rng.normal(0, 1, (waves, 2)) / np.sqrt(waves)
    return np.sin(phase) @ weight * (amplitude * np.sqrt(2))


def _tremor(n: int, amplitude: float, rng: np.random.Generator) -> np.ndarray:
    """Noise along a line that changes over about four points, float `[n, 2]`, of standard deviation `amplitude`."""
    noise = rng.normal(0, 1, (n + 4, 2))
    total = np.cumsum(noise, axis=0)
    return (total[4:] - total[:-4]) * (amplitude / 2)
