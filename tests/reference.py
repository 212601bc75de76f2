"""Slow, plain versions of what the program computes fast."""

from __future__ import annotations

import math

import numpy as np


def rank(distances: list[float], target: int) -> int:
    """1 + how many others are nearer or just as near."""
    return 1 + sum(1 for i, d in enumerate(distances) if i != target and not d > distances[target])


def nearest(drawing: list[float], vectors: list[list[float]], top: int, rows: list[int] | None = None) -> list[int]:
    """Rows by distance, those at the same distance by number."""
    far = {
        row: math.sqrt(max(0.0, 2 - 2 * math.fsum(a * b for a, b in zip(drawing, vectors[row], strict=True))))
        for row in (range(len(vectors)) if rows is None else rows)
    }
    return sorted(far, key=lambda row: (np.float32(far[row]), row))[:top]


def embed(weight: np.ndarray, bias: np.ndarray, centre: np.ndarray, x: np.ndarray) -> np.ndarray:
    x = x - centre
    y = np.array([sum(w * v for w, v in zip(row, x, strict=True)) for row in weight]) + bias
    return y / math.sqrt(float((y**2).sum()))


def triplet_loss(
    drawings, photos, negatives, mask, margin, weight, bias, drawing_bias, centre, pull, alike, sharpness=10.0
) -> float:
    """The support's loss, pair by pair and negative by negative."""
    total, count = 0.0, 0
    for i in range(len(drawings)):
        q = embed(weight + pull @ alike, bias + drawing_bias, centre, drawings[i])
        near = math.dist(q, embed(weight, bias, centre, photos[i]))
        for j in range(len(negatives[i])):
            if mask[i][j]:
                far = math.dist(q, embed(weight, bias, centre, negatives[i][j]))
                total += math.log1p(math.exp(sharpness * (margin + near - far))) / sharpness
                count += 1
    return total / max(1, count)


def info_nce(queries: np.ndarray, keys: np.ndarray, temperature: float) -> float:
    n = len(queries)
    total = 0.0
    for a, b in ((queries, keys), (keys, queries)):
        for i in range(n):
            logits = [float(a[i] @ b[j]) / temperature for j in range(n)]
            total += math.log(sum(math.exp(v) for v in logits)) - logits[i]
    return total / (2 * n)
