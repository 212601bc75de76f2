"""The one inner loop: training, evaluation and the app all adapt a head here."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from sbir.config import AdaptConfig
from sbir.learn.losses import distance, smooth_triplet
from sbir.model.head import Head, centred, embed_drawings, embed_photos
from sbir.model.learner import Rates


class Support(NamedTuple):
    """`k` pairs as pooled features, the photos that each drawing does not mean, and what the gallery tells without a label.

    `drawings`, `photos` float32 `[k, d]`; `negatives` float32 `[k, n, d]`, photos of the pair's own category; `mask` bool
    `[k, n]`, False where a row of `negatives` is padding; `means` float32 `[k, d]`, the mean photo of each pair's category;
    `mean` float32 `[d]`, that of the gallery.
    """

    drawings: Tensor
    photos: Tensor
    negatives: Tensor
    mask: Tensor
    means: Tensor
    mean: Tensor


def support_loss(head: Head, support: Support, margin: Tensor) -> Tensor:
    """Mean smooth triplet over the pairs and their negatives; `margin` is a scalar or `[k]`. Zero without negatives."""
    return _triplets(head, embed_drawings(head, support.drawings), support, margin)


def adapt(
    head: Head, support: Support, margin: Tensor, rates: Rates, config: AdaptConfig, differentiable: bool = False
) -> Head:
    """`theta' = theta_M - alpha * grad L_T(support; theta_M, mu)`, as many steps as `config` says (Adaptive fine-grained SBIR).

    `head` is one that was never adapted. Only the parts that `config` names move, each at its own rate, scaled by
    `k / (k + caution)`. `differentiable` keeps the graph, so that an outer loss reaches the head, the margin and the rates
    through the update (second order). Without it the result is detached and `head` is untouched.

    Ours, with `config.align`: before the first step the gallery's mean becomes the centre, and the drawings' bias takes the
    mean drawing, as far as it is trusted, to the mean photo of the pairs' categories. In the steps the drawings' weight acts
    about the mean drawing, so that a pair pulls those drawings that look like its own *more than drawings of such things do*.
    """
    if not differentiable:
        head = Head(*(value.detach() for value in head))
        margin, rates = margin.detach(), Rates(*(rate.detach() for rate in rates))
    pairs = len(support.drawings)
    trust = pairs / (pairs + rates.caution)
    around = head.centre
    if config.align and pairs:
        head, around = _aligned(head, support, trust)
    with torch.enable_grad():
        for _ in range(config.steps if pairs else 0):
            head = _step(head, support, margin, rates, config, trust, around, differentiable)
    # From here on the weight acts about the head's centre, like all else.
    folded = head.drawing_bias + functional.linear(head.centre - around, head.drawing_weight)
    head = head._replace(drawing_bias=folded)
    return head if differentiable else Head(*(value.detach() for value in head))


def _aligned(head: Head, support: Support, trust: Tensor) -> tuple[Head, Tensor]:
    """The head on the gallery's mean with the gap closed between the means, and the mean drawing `[d]`."""
    head = centred(head, support.mean)
    gap = support.drawings.mean(0) - support.means.mean(0)
    lag = functional.linear(gap, head.weight) + head.drawing_bias
    return head._replace(drawing_bias=head.drawing_bias - trust * lag), support.means.mean(0) + trust * gap


def _step(
    head: Head,
    support: Support,
    margin: Tensor,
    rates: Rates,
    config: AdaptConfig,
    trust: Tensor,
    around: Tensor,
    differentiable: bool,
) -> Head:
    """One step of gradient descent, with `head.drawing_weight` acting on `x - around`."""
    at = {name: getattr(head, name) for name in config.moves}
    # A part that is itself not being trained needs a leaf of its own to have a gradient at all.
    moving = {name: value if value.requires_grad else value.detach().requires_grad_() for name, value in at.items()}
    now = head._replace(**moving)
    turned = functional.linear(support.drawings - around, now.drawing_weight)
    straight = functional.linear(support.drawings - now.centre, now.weight, now.bias + now.drawing_bias)
    loss = _triplets(now, functional.normalize(straight + turned, dim=-1), support, margin)
    if not loss.requires_grad:
        return head
    graph = differentiable and config.second_order
    gradients = torch.autograd.grad(loss, tuple(moving.values()), create_graph=graph, allow_unused=True)
    moved = {}
    for (name, value), gradient in zip(at.items(), gradients, strict=True):
        if gradient is not None:
            direction = gradient.sign() if config.signs else gradient
            moved[name] = value - trust * getattr(rates, name) * direction
    stepped = head._replace(**moved)
    return stepped if differentiable else Head(*(value.detach() for value in stepped))


def _triplets(head: Head, drawings: Tensor, support: Support, margin: Tensor) -> Tensor:
    positive = distance(drawings, embed_photos(head, support.photos))
    negative = distance(drawings[:, None], embed_photos(head, support.negatives))
    losses = smooth_triplet(positive[:, None], negative, margin.reshape(-1, 1))
    return (losses * support.mask).sum() / support.mask.sum().clamp_min(1)
