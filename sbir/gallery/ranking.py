"""Ranks, as retrieval counts them."""

from __future__ import annotations

import numpy as np


def ranks(distances: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Rank of the meant photo of each query: `distances` float `[q, g]`, `target` int `[q]`; int `[q]`, 1 is best.

    1 + how many photos are strictly nearer, and ties count against us: another photo at the very same distance is
    counted as nearer. A distance that is not finite puts its query last.
    """
    own = distances[np.arange(len(target)), target][:, None]
    nearer_or_tied = ~(distances > own)
    return nearer_or_tied.sum(1)


def acc_at(rank: np.ndarray, k: int) -> float:
    """acc@k: the share of queries whose meant photo is among the first k."""
    return float(np.mean(rank <= k)) if len(rank) else float("nan")


def mean_average_precision(rank: np.ndarray) -> float:
    """mAP where one photo is right: the mean of 1 / rank."""
    return float(np.mean(1.0 / rank)) if len(rank) else float("nan")


def average_precision(right: np.ndarray) -> np.ndarray:
    """Average precision of each query: `right` bool `[q, g]` says of the gallery, nearest first, what is right; float `[q]`."""
    place = np.arange(1, right.shape[1] + 1)
    return (right.cumsum(1) / place * right).sum(1) / right.sum(1)
