"""What a hand draws of a photo's traced lines: those that matter to it, the silhouette, what lies close together as one."""

from __future__ import annotations

import cv2
import numpy as np

from sbir.drawing.people import Hand
from sbir.drawing.trace import TRACING_SIDE, LineWork

_LOOK_AT = 50


def noticed(work: LineWork, hand: Hand, rng: np.random.Generator) -> list[np.ndarray]:
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
    extent = extent_of(chosen) * TRACING_SIDE
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


def outlined(lines: list[np.ndarray], extent: float) -> list[np.ndarray]:
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


def united(lines: list[np.ndarray], gap: float, shortest: float) -> list[np.ndarray]:
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


def extent_of(lines: list[np.ndarray]) -> float:
    """The longer side of the box around all lines."""
    points = np.concatenate(lines)
    return float(np.ptp(points, axis=0).max())


def _disc(radius: int) -> np.ndarray:
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
