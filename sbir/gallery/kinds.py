"""Which kinds of things a drawing may show: a gallery's kinds, each by the mean of its pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor


class Kinds(NamedTuple):
    """Kinds as one head sees them: their `names`, what a drawing's vector is multiplied with on average over the pictures of
    each, `means` float32 `[n, v]`, and the row of the picture that is most like that, `typical` int64 `[n]`."""

    names: tuple[str, ...]
    means: Tensor
    typical: np.ndarray


class Likely(NamedTuple):
    """A kind that a drawing may show: its `name`, the id of a typical `photo`, and how like the kind the drawing is (a mean of
    what `sbir.gallery.nearness` has for its pictures)."""

    name: str
    photo: str
    likeness: float


def kinds_of(vectors: Tensor, rows: Mapping[str, np.ndarray]) -> Kinds:
    """The kinds of pictures whose vectors are `[g, v]`, with the `rows` of each."""
    means, typical = torch.zeros(len(rows), vectors.shape[1]), np.zeros(len(rows), np.int64)
    for i, of_kind in enumerate(rows.values()):
        pictures = vectors[torch.from_numpy(of_kind)]
        means[i] = pictures.mean(0)
        typical[i] = of_kind[int((pictures @ means[i]).argmax())]
    return Kinds(tuple(rows), means, typical)


def likeliest(kinds: Kinds, drawing: Tensor, top: int) -> list[tuple[str, int, float]]:
    """Name, row of the typical picture, and likeness of the `top` kinds most like a drawing's vector `[v]`, the likeliest
    first."""
    likeness = kinds.means @ drawing
    found = likeness.topk(min(top, len(likeness)))
    return [
        (kinds.names[i], int(kinds.typical[i]), value)
        for i, value in zip(found.indices.tolist(), found.values.tolist(), strict=True)
    ]
