"""Which part of a drawing answers which part of a photo: the similarity of two embeddings, taken apart by cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from sbir.model.head import Head


@dataclass(frozen=True)
class Link:
    """A cell of the drawing and the cell of the photo that it answers, each `(row, column)`, and what they add to the
    similarity."""

    drawing: tuple[int, int]
    photo: tuple[int, int]
    value: float


@dataclass(frozen=True)
class Correspondence:
    """`values` float32 `[h, w, h', w']`: what each cell of the drawing and each cell of the photo add to the similarity
    together; they may be negative, and their sum is `similarity`, the cosine of the two embeddings."""

    values: np.ndarray
    similarity: float

    def strongest(self, count: int, least: float = 0.2) -> tuple[Link, ...]:
        """The pairs of cells that add most, strongest first; neighbours of a cell in one of them are in no other, since they
        see nearly the same, and none adds less than `least` of what the first adds."""
        left = self.values.copy()
        links: list[Link] = []
        for _ in range(count):
            y, x, v, u = (int(i) for i in np.unravel_index(int(left.argmax()), left.shape))
            value = float(left[y, x, v, u])
            if value <= 0 or (links and value < least * links[0].value):
                break
            links.append(Link((y, x), (v, u), value))
            left[max(0, y - 1) : y + 2, max(0, x - 1) : x + 2] = -np.inf
            left[:, :, max(0, v - 1) : v + 2, max(0, u - 1) : u + 2] = -np.inf
        return tuple(links)


def correspondence(head: Head, drawing: np.ndarray, photo: np.ndarray) -> Correspondence:
    """Take the similarity of a drawing and a photo apart; both are patches, float32 `[h, w, d]`, as the backbone pools them.

    With `z_i` the patches divided by the length of their sum, a pooled feature is `p = sum_i z_i`, of length 1. What the head
    does before normalising is affine, `A(p) = W (p - c) + b`, and an affine map of a weighted mean is the mean of what it does
    to the parts. The weights that are taken here are each cell's share in the feature, `s_i = <z_i, p>`, which add up to
    `<p, p> = 1`; so

        A(p) = sum_i a_i,    a_i = W z_i - s_i (W c - b),

    centre and bias shared out and nothing left over. Photos have an affine map of their own, `B(q) = sum_j b_j`. The cosine
    of the two embeddings then is a double sum over cells, exactly:

        <A(p), B(q)> / (|A(p)| |B(q)|) = sum_ij <a_i, b_j> / (|A(p)| |B(q)|).

    A cell without activation (blank paper) has `z_i = 0`, `s_i = 0` and takes no part.
    """
    with torch.inference_mode():
        a = _parts(drawing, head.weight + head.drawing_weight, head.bias + head.drawing_bias, head.centre)
        b = _parts(photo, head.weight, head.bias, head.centre)
        values = (a @ b.T).reshape(*drawing.shape[:2], *photo.shape[:2])
    return Correspondence(values.float().numpy(), float(values.sum()))


def _parts(patches: np.ndarray, weight: Tensor, bias: Tensor, centre: Tensor) -> Tensor:
    """What each cell adds to the embedding, float64 `[h * w, m]`; the sum of them has length 1."""
    cells = torch.from_numpy(patches).double().flatten(0, 1)
    cells = cells / cells.sum(0).norm().clamp_min(1e-12)
    shares = cells @ cells.sum(0)
    weight = weight.double()
    parts = cells @ weight.T - torch.outer(shares, weight @ centre.double() - bias.double())
    return parts / parts.sum(0).norm().clamp_min(1e-12)
