"""Which kinds of things a drawing may show: a gallery's kinds, each by the mean of its pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor


class Kinds(NamedTuple):
    """Kinds as one head sees them: their `names`, and what a drawing's vector is multiplied with on average over the pictures
    of each, `means` float32 `[n, v]`."""

    names: tuple[str, ...]
    means: Tensor


class Likely(NamedTuple):
    """A kind that a drawing may show, by `name`, and how like it the drawing is: the mean of what `sbir.gallery.nearness` has
    for its pictures."""

    name: str
    likeness: float


def kinds_of(vectors: Tensor, rows: Mapping[str, np.ndarray]) -> Kinds:
    """The kinds of pictures whose vectors are `[g, v]`, with the `rows` of each."""
    means = torch.zeros(len(rows), vectors.shape[1])
    for i, of_kind in enumerate(rows.values()):
        means[i] = vectors[torch.from_numpy(of_kind)].mean(0)
    return Kinds(tuple(rows), means)


def likeliest(kinds: Kinds, drawing: Tensor, top: int) -> list[Likely]:
    """The `top` kinds most like a drawing's vector `[v]`, the likeliest first."""
    likeness = kinds.means @ drawing
    found = likeness.topk(min(top, len(likeness)))
    return [Likely(kinds.names[i], value) for i, value in zip(found.indices.tolist(), found.values.tolist(), strict=True)]
