"""Simulated people: line work drawn, or a drawing redrawn, in a style that somebody keeps from drawing to drawing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import cv2
import numpy as np

from sbir.drawing.trace import TRACING_SIDE, LineWork
from sbir.types import Sketch, Stroke

PEOPLE = 64
# Whom a model may learn from, be chosen by, and be judged by: numbers of `person`.
PEOPLE_SPLITS = {"train": range(48), "val": range(48, 56), "test": range(56, 64)}
_POPULATION = 20_161_101
_STEP = 0.02
_LOOK_AT = 50


@dataclass(frozen=True)
class Hand:
    """How one person draws; `Hand()` draws every line as it is.

    Lengths are fractions of the longer side of what is drawn, angles radians, chances in [0, 1]. Given are what comes back
    in every drawing; where a line lands, which one is forgotten and the like differ each time.

    What is drawn. detail: share of the traced lines, the most important first; patience: ink after which they stop;
    by_length, by_strength, by_place: what makes a line important (long, standing out, far from the middle); focus: how far
    they keep to the thing in the middle, off texture and background; even: how far they keep off where much is drawn already;
    smallest: lines shorter than this are left out; miss: chance that a line is forgotten; merge: lines closer than this are
    drawn as one; outline: chance that the silhouette is drawn first, in one go; echo: chance that a long line gets another
    beside it; alone: lines shorter than this that meet no other are left out.

    How lines run. simplify: what departs less than this from a straight line is straightened; roundness: 0 draws corner to
    corner, 1 curves through; corner: turns sharper than this stay corners; upright: what leans less than this is drawn level
    or upright; close: gaps up to this are closed; carry_on: lines are led on straight ahead to another so far off; tremor:
    wobble along a line; offset: how far whole strokes land from where they belong; overshoot: how far they run past their
    ends, or stop short; lift: chance of a new stroke at a corner; double: chance that a line is drawn twice; repeat: length of
    the short strokes that lines are put together from (0: they are not); hatch: chance that closed shapes are shaded;
    hatch_angle: the direction of shading.

    Proportions. stretch: log of height to width, too much; slant: shear; turn: rotation; keystone: how much wider the bottom is
    than the top; yaw: how much taller the right is than the left; unsteady: how much these five differ between drawings; warp:
    smooth misproportion, new each time.
    """

    detail: float = 1.0
    patience: float = np.inf
    by_length: float = 1.0
    by_strength: float = 0.5
    by_place: float = 0.0
    focus: float = 0.0
    even: float = 0.0
    smallest: float = 0.0
    miss: float = 0.0
    merge: float = 0.0
    outline: float = 0.0
    simplify: float = 0.0
    roundness: float = 1.0
    corner: float = 0.9
    upright: float = 0.0
    close: float = 0.0
    carry_on: float = 0.0
    echo: float = 0.0
    alone: float = 0.0
    tremor: float = 0.0
    offset: float = 0.0
    overshoot: float = 0.0
    lift: float = 0.0
    double: float = 0.0
    repeat: float = 0.0
    hatch: float = 0.0
    hatch_angle: float = 0.8
    stretch: float = 0.0
    slant: float = 0.0
    turn: float = 0.0
    keystone: float = 0.0
    yaw: float = 0.0
    unsteady: float = 0.0
    warp: float = 0.0


def random_hand(rng: np.random.Generator) -> Hand:
    """Somebody: a draw from the range of people. Nobody of the numbered population (`person`) is drawn this way.

    The range was searched for so that the statistics of simulated drawings (`sbir.drawing.statistics`) agree with those of
    real ones of the same photos, on training splits; `python -m benchmarks hands` measures how far that went.
    """

    def about(median: float, spread: float) -> float:
        return float(median * np.exp(rng.normal(0, spread)))

    def sometimes(chance: float, low: float, high: float, otherwise: float = 0.0) -> float:
        return rng.uniform(low, high) if rng.random() < chance else otherwise

    skill, care, haste = rng.uniform(0, 1, 3)
    return Hand(
        detail=rng.uniform(0.36, 1),
        patience=about(np.exp(2.06 + 1.1 * (care - 0.5)), 0.35),
        by_length=rng.uniform(0.25, 0.59),
        by_strength=rng.uniform(0.29, 1.2),
        by_place=rng.normal(0.11, 0.3),
        focus=rng.uniform(0.44, 1),
        even=rng.uniform(0, 0.41),
        smallest=about(0.03, 0.5),
        miss=rng.uniform(0, 0.14) * haste,
        merge=about(0.02 if rng.random() < 0.24 else 0.0077, 0.5),
        outline=sometimes(0.62, 0.4, 1),
        simplify=about(0.017, 0.51) * np.exp(0.25 * (0.5 - care)),
        roundness=sometimes(0.40, 0, 0.4, otherwise=rng.uniform(0.5, 1)),
        corner=rng.uniform(0.7, 1.3),
        upright=rng.uniform(0, 0.078),
        close=about(0.053, 0.3),
        carry_on=sometimes(0.68, 0.059, 0.54),
        echo=sometimes(0.80, 0.13, 0.67),
        alone=rng.uniform(0, 0.13),
        tremor=rng.uniform(0, 0.0029) * (1.5 - skill),
        offset=about(0.0019, 0.51) * (1.5 - skill),
        overshoot=about(0.0063, 0.24) * (0.5 + haste),
        lift=rng.uniform(0, 1),
        double=sometimes(0.18, 0.02, 0.2),
        repeat=sometimes(0.28, 0.15, 0.4),
        hatch=sometimes(0.29, 0.1, 0.6),
        # Most people shade towards the upper right; left-handed ones the other way.
        hatch_angle=rng.normal(0.8, 0.3) * (-1 if rng.random() < 0.12 else 1),
        stretch=rng.normal(0, 0.053),
        slant=rng.normal(0, 0.05),
        turn=rng.normal(0, 0.04),
        keystone=rng.normal(0, 0.06),
        yaw=rng.normal(0, 0.06),
        unsteady=rng.uniform(0.01, 0.06) * (1.5 - skill),
        warp=rng.uniform(0.0041, 0.016) * (1.5 - skill),
    )


@cache
def person(number: int) -> Hand:
    """The simulated person of this number, always the same; numbers 0 to 63 are the population (`PEOPLE_SPLITS`)."""
    return random_hand(np.random.default_rng((_POPULATION, number)))


def draw_traced(work: LineWork, hand: Hand, rng: np.random.Generator) -> Sketch | None:
    """Draw a photo's traced lines by a hand; None where the hand leaves nothing of them."""
    if not work.lines:
        return None
    lines = _noticed(work, hand, rng)
    extent = _extent(lines)
    if extent < 0.02 * work.side:
        return None
    merge = hand.merge
    if hand.outline and rng.random() < hand.outline:
        lines = _outlined(lines, extent)
        # What the silhouette was made of runs beside it.
        merge = max(merge, 0.035)
    if merge:
        lines = _united(lines, merge * extent, 0.04 * extent)
    if hand.simplify:
        lines = _simplified(lines, hand, extent)
    if hand.echo:
        lines = [*lines, *_echoes(lines, hand, extent, rng)]
    if hand.close:
        lines = _closed(lines, hand, extent)
    if hand.hatch and rng.random() < hand.hatch:
        lines = [*lines, *_shading(lines, hand, extent, rng)]
    return _drawn(lines, extent, float(work.side), hand, rng)


def redraw(sketch: Sketch, hand: Hand, rng: np.random.Generator) -> Sketch | None:
    """The same drawing by another hand: augmentation of a real drawing. What is drawn stays, how it is drawn changes."""
    lines = [stroke.xy for stroke in sketch.strokes]
    extent = _extent(lines)
    if len(lines) > 3:
        lines = [line for line in lines if rng.random() >= hand.miss * 0.5]
    side = max(sketch.width, sketch.height)
    if not lines or extent < 0.02 * side:
        return None
    if hand.simplify and rng.random() < 0.5:
        lines = _simplified(lines, hand, 0.5 * extent)
    return _drawn(lines, extent, side, hand, rng)


def _noticed(work: LineWork, hand: Hand, rng: np.random.Generator) -> list[np.ndarray]:
    """The lines that somebody draws, the most important first."""
    counts = np.array([len(line) for line in work.lines])
    points = np.concatenate(work.lines) / work.side - 0.5
    starts = np.cumsum(counts) - counts
    lengths = counts * (TRACING_SIDE / work.side)
    if hand.simplify:
        # Every other pixel is enough where nobody follows the pixels anyway.
        place = np.arange(len(points)) - np.repeat(starts, counts)
        points = points[(place % 2 == 0) | (place == np.repeat(counts, counts) - 1)]
        counts = counts // 2 + 1
        starts = np.cumsum(counts) - counts
    radius = np.add.reduceat(np.hypot(*points.T), starts) / counts
    importance = hand.by_strength * work.strength + hand.by_length * (lengths / lengths.max()) ** 0.5
    importance = importance + hand.by_place * radius + rng.normal(0, 0.08, len(counts))
    if hand.focus:
        importance = importance - hand.focus * _background(points, starts, counts, lengths, radius, work.strength)
    order = np.argsort(-importance)[: max(1, round(hand.detail * len(counts)))]
    # The line that matters most is never forgotten.
    order = order[(rng.random(len(order)) >= hand.miss) | (np.arange(len(order)) == 0)]
    if hand.focus:
        order = _together(points, starts, counts, lengths / TRACING_SIDE, importance, order[:_LOOK_AT], hand)
    chosen = [points[starts[i] : starts[i] + counts[i]] for i in order]
    extent = _extent(chosen) * TRACING_SIDE
    kept, ink = [], 0.0
    for line, length in zip(chosen, lengths[order].tolist(), strict=True):
        if kept and length < hand.smallest * extent:
            continue
        if kept and ink > hand.patience * extent:
            break
        kept.append((line + 0.5).astype(np.float32) * work.side)
        ink += length
    return kept


def _background(
    points: np.ndarray,
    starts: np.ndarray,
    counts: np.ndarray,
    lengths: np.ndarray,
    radius: np.ndarray,
    strength: np.ndarray,
) -> np.ndarray:
    """How much each line looks like background or texture, from 0 on: weak, at the border, far off, crowded, wriggling."""
    border = np.add.reduceat((np.abs(points).max(1) > 0.47).astype(float), starts) / counts
    cell = ((points + 0.5) * 15.99).astype(int).clip(0, 15)
    index = cell[:, 1] * 16 + cell[:, 0]
    crowd = np.bincount(index, minlength=256).reshape(16, 16).astype(np.float32)
    crowd = cv2.blur(crowd, (3, 3))
    others = np.add.reduceat(crowd.ravel()[index], starts) / counts * (lengths.sum() / len(points)) - lengths / 30
    reach = np.hypot(*(np.maximum.reduceat(points, starts) - np.minimum.reduceat(points, starts)).T) * TRACING_SIDE
    wriggle = 1 - np.minimum(1.0, reach / lengths)
    short = np.exp(-lengths / 40)
    faint = np.maximum(0, 0.3 - strength)
    # Weights found by looking at Sketchy's training photos.
    return (
        2.5 * faint + 1.5 * border + 1.2 * np.maximum(0, radius - 0.2) + short * others.clip(0, 20) / 8 + 0.4 * wriggle * short
    )


def _together(
    points: np.ndarray,
    starts: np.ndarray,
    counts: np.ndarray,
    ink: np.ndarray,
    importance: np.ndarray,
    order: np.ndarray,
    hand: Hand,
) -> np.ndarray:
    """The order in which lines are added to a drawing that holds together: near what is drawn, but not where much is drawn."""
    n, cells = len(order), 20
    taken = counts[order]
    row = np.repeat(np.arange(n), taken)
    of = np.arange(len(row)) + np.repeat(starts[order] - (np.cumsum(taken) - taken), taken)
    cell = ((points[of] + 0.5) * (cells - 0.01)).astype(int).clip(0, cells - 1) + 1
    occupied = np.zeros((n, cells + 2, cells + 2), np.float32)
    occupied[row, cell[:, 1], cell[:, 0]] = 1
    wide = np.maximum(np.maximum(occupied[:, :-2], occupied[:, 2:]), occupied[:, 1:-1])
    wide = np.maximum(np.maximum(wide[:, :, :-2], wide[:, :, 2:]), wide[:, :, 1:-1]).reshape(n, -1)
    exact = occupied[:, 1:-1, 1:-1].reshape(n, -1)
    exact = exact / exact.sum(1, keepdims=True)
    left = importance[order].copy()
    covered = np.zeros(cells * cells, np.float32)
    chosen = [0]
    budget = hand.patience * 2 * np.abs(points).max()
    for _ in range(n - 1):
        left[chosen[-1]] = -np.inf
        covered = np.maximum(covered, wide[chosen[-1]])
        drawn_there = exact @ covered
        score = left - hand.focus * (0.8 * (drawn_there == 0) + hand.even * drawn_there)
        best = int(np.argmax(score))
        budget -= ink[order[chosen[-1]]]
        if score[best] < -0.35 or budget < 0:
            break
        chosen.append(best)
    return order[chosen]


def _outlined(lines: list[np.ndarray], extent: float) -> list[np.ndarray]:
    """The silhouette that the lines enclose between them, then what of them lies inside it; as they are if it is too little."""
    low = np.concatenate(lines).min(0) - 0.12 * extent
    scale = 100 / extent
    mask = np.zeros((125, 125), np.uint8)
    for line in lines:
        cv2.polylines(mask, [np.round((line - low) * scale).astype(np.int32)[:, None]], False, 1, 1)
    disc = _disc(6)
    grown = cv2.dilate(mask, disc)
    contours, _ = cv2.findContours(grown, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = cv2.drawContours(np.zeros_like(mask), [max(contours, key=cv2.contourArea)], 0, 1, -1)
    filled = cv2.erode(filled, disc)
    contours, _ = cv2.findContours(filled, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return lines
    outer = max(contours, key=cv2.contourArea)
    if cv2.contourArea(outer) < 800:
        return lines
    ring = np.concatenate([outer[:, 0], outer[:1, 0]]).astype(np.float32)
    return [ring / scale + low, *lines]


def _united(lines: list[np.ndarray], gap: float, shortest: float) -> list[np.ndarray]:
    """Lines without what runs along an earlier line, or an earlier part of the same, nearer than `gap`."""
    points = np.concatenate(lines)
    low = points.min(0) - 8
    mask = np.zeros(((points.max(0) - low)[::-1] / 2).astype(int) + 8, np.uint8)
    width = max(1, round(gap))
    stretch = max(30, int(3 * gap))
    kept = []
    for line in lines:
        cells = ((line - low) / 2).astype(np.int32)
        drawn = np.zeros(len(line), np.uint8)
        parts = range(0, len(line), stretch)
        for at in parts:
            drawn[at : at + stretch] = mask[cells[at : at + stretch, 1], cells[at : at + stretch, 0]]
            # What was drawn just now lies near because the line goes on from it.
            if at >= stretch:
                cv2.polylines(mask, [cells[at - stretch : at + 1, None]], False, 1, width)
        cv2.polylines(mask, [cells[parts[-1] :, None]], False, 1, width)
        if not drawn.any():
            kept.append(line)
            continue
        padded = np.ones(len(drawn) + 2, np.uint8)
        padded[1:-1] = drawn
        edges = np.flatnonzero(padded[1:] != padded[:-1]).reshape(-1, 2)
        kept += [line[a:b] for a, b in edges if b - a > max(2.0, shortest)]
    return kept


def _simplified(lines: list[np.ndarray], hand: Hand, extent: float) -> list[np.ndarray]:
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


def _closed(lines: list[np.ndarray], hand: Hand, extent: float) -> list[np.ndarray]:
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


def _echoes(lines: list[np.ndarray], hand: Hand, extent: float, rng: np.random.Generator) -> list[np.ndarray]:
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


def _shading(lines: list[np.ndarray], hand: Hand, extent: float, rng: np.random.Generator) -> list[np.ndarray]:
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


def _drawn(lines: list[np.ndarray], extent: float, side: float, hand: Hand, rng: np.random.Generator) -> Sketch | None:
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


def _extent(lines: list[np.ndarray]) -> float:
    """The longer side of the box around all lines."""
    points = np.concatenate(lines)
    return float(np.ptp(points, axis=0).max())


def _length(line: np.ndarray) -> float:
    return cv2.arcLength(line.astype(np.float32, copy=False), False) if len(line) > 1 else 1.0


def _disc(radius: int) -> np.ndarray:
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))


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
