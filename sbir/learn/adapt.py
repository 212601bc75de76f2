"""The one inner loop: training, evaluation and the app all adapt a head here."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from sbir.learn.losses import distance, smooth_triplet
from sbir.model.head import Head, embed_drawings, embed_photos
from sbir.model.learner import Rates


class Support(NamedTuple):
    """`k` pairs as pooled features, and the photos that each drawing does not mean.

    `drawings`, `photos` float32 `[k, d]`; `negatives` float32 `[k, n, d]`, photos of the pair's own category; `mask` bool
    `[k, n]`, False where a row of `negatives` is padding.
    """

    drawings: Tensor
    photos: Tensor
    negatives: Tensor
    mask: Tensor


def support_loss(head: Head, support: Support, margin: Tensor) -> Tensor:
    """Mean smooth triplet over the pairs and their negatives; `margin` is a scalar or `[k]`. Zero without negatives."""
    drawings = embed_drawings(head, support.drawings)
    positive = distance(drawings, embed_photos(head, support.photos))
    negative = distance(drawings[:, None], embed_photos(head, support.negatives))
    losses = smooth_triplet(positive[:, None], negative, margin.reshape(-1, 1))
    return (losses * support.mask).sum() / support.mask.sum().clamp_min(1)


def adapt(head: Head, support: Support, margin: Tensor, steps: int, rates: Rates, differentiable: bool = False) -> Head:
    """`theta' = theta_M - alpha * grad L_T(support; theta_M, mu)`, `steps` times (Adaptive fine-grained SBIR, inner loop).

    Only the head moves, each part at its own rate, scaled by `k / (k + caution)`. `differentiable` keeps the graph, so that
    an outer loss reaches the head, the margin and the rates through the update (second order). Without it the result is
    detached and `head` is untouched.
    """
    # A head that is itself not being trained (only margin and rates are) needs leaves in a differentiable step too.
    if not (differentiable and head.weight.requires_grad):
        head = _leaves(head)
    pairs = len(support.drawings)
    trust = pairs / (pairs + rates.caution)
    with torch.enable_grad():
        for _ in range(steps):
            loss = support_loss(head, support, margin if differentiable else margin.detach())
            if not loss.requires_grad:
                break
            moving = (head.weight, head.bias, head.drawing_bias)
            gradients = torch.autograd.grad(loss, moving, create_graph=differentiable)
            weight, bias, drawing_bias = (
                value - trust * rate * gradient for value, rate, gradient in zip(moving, rates[:3], gradients, strict=True)
            )
            head = Head(weight, bias, drawing_bias, head.centre)
            if not differentiable:
                head = _leaves(head)
    return head if differentiable else Head(*(value.detach() for value in head))


def _leaves(head: Head) -> Head:
    """The head cut loose from any graph, its adapted parts ready for a gradient of their own."""
    weight, bias, drawing_bias = (value.detach().requires_grad_() for value in head[:3])
    return Head(weight, bias, drawing_bias, head.centre.detach())
