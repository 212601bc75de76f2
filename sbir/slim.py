"""An adapted head in a fiftieth of its size: what pairs add to the drawings' weight has no higher rank than there are pairs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from sbir.model.head import Head

SPARE = 4
REMEMBERED = 32
TOLERANCE = 1e-5


@dataclass(frozen=True, eq=False)
class SlimHead:
    """A head whose drawings' weight `[m, d]` is kept as `left` `[m, r]` and `right` `[r, d]`, float32, where that loses
    nothing.

    Every step of gradient descent adds to this weight a sum of outer products with the drawings of the pairs. So with k pairs
    its rank is k at most, and 5 pairs take some 50 kB instead of 1.3 MB. A weight of another kind, or nobody's, is kept whole,
    `right` being empty.
    """

    rest: Head
    left: Tensor
    right: Tensor

    @classmethod
    def of(cls, head: Head, pairs: int) -> SlimHead:
        """The head that `pairs` pairs have made, slim; `whole` is that head but for rounding, below `TOLERANCE` of the weight's
        largest entry."""
        weight = head.drawing_weight
        rest = head._replace(drawing_weight=weight.new_zeros(0, 0))
        rank = pairs + SPARE
        if pairs and rank < min(weight.shape) // 2:
            # A few random directions more than its rank find the whole of the space that the weight's columns span.
            probes = torch.randn(weight.shape[1], rank, generator=torch.Generator().manual_seed(0))
            left = torch.linalg.qr(weight @ probes).Q
            right = left.T @ weight
            if (left @ right - weight).abs().max() <= TOLERANCE * weight.abs().max():
                return cls(rest, left, right)
        return cls(rest, weight, weight.new_zeros(0, 0))

    def whole(self) -> Head:
        """The head as all else takes it; those that were asked for last are remembered."""
        return _whole(self)


@lru_cache(maxsize=REMEMBERED)
def _whole(slim: SlimHead) -> Head:
    weight = slim.left @ slim.right if slim.right.numel() else slim.left
    return slim.rest._replace(drawing_weight=weight)
