"""A head kept slim is the head, in less."""

from __future__ import annotations

import torch

from sbir.model.head import Head
from sbir.slim import SlimHead

M, D = 64, 160


def head(weight: torch.Tensor) -> Head:
    draw = torch.Generator().manual_seed(1)
    return Head(
        torch.randn(M, D, generator=draw),
        torch.randn(M, generator=draw),
        weight,
        torch.randn(M, generator=draw),
        torch.randn(D, generator=draw),
    )


def of_rank(rank: int) -> torch.Tensor:
    draw = torch.Generator().manual_seed(2)
    return torch.randn(M, rank, generator=draw) @ torch.randn(rank, D, generator=draw)


def size(slim: SlimHead) -> int:
    return slim.left.numel() + slim.right.numel() + slim.rest.drawing_weight.numel()


def test_what_pairs_have_made_is_the_same_but_for_rounding_and_small() -> None:
    for pairs in (1, 5, 20):
        given = head(of_rank(pairs))
        slim = SlimHead.of(given, pairs)
        assert size(slim) == (pairs + 4) * (M + D) < M * D
        whole = slim.whole()
        torch.testing.assert_close(whole.drawing_weight, given.drawing_weight, rtol=0, atol=1e-4)
        assert all(
            one is other for name, one, other in zip(Head._fields, whole, given, strict=True) if name != "drawing_weight"
        )


def test_what_is_of_higher_rank_than_its_pairs_is_kept_as_it_is() -> None:
    for weight, pairs in ((of_rank(30), 5), (of_rank(30), 30), (torch.zeros(M, D), 0)):
        assert SlimHead.of(head(weight), pairs).whole().drawing_weight is weight
