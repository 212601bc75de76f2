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

# What moves photos, too.
_SHARED = {"weight", "bias"}


class Support(NamedTuple):
    """`k` pairs as pooled features, the photos that each drawing does not mean, and what the gallery tells without a label.

    `drawings`, `photos` float32 `[k, d]`. `pool` float32 `[u, d]`: photos of which `negatives`, int64 `[k, n]`, picks those
    that a pair is held against, of its own category; `mask` bool `[k, n]`, False where a row of it is padding. `means` float32
    `[k, d]`, the mean photo of each pair's category; `mean` float32 `[d]`, that of the gallery.
    """

    drawings: Tensor
    photos: Tensor
    pool: Tensor
    negatives: Tensor
    mask: Tensor
    means: Tensor
    mean: Tensor


def support_loss(head: Head, support: Support, margin: Tensor) -> Tensor:
    """Mean smooth triplet over the pairs and their negatives; `margin` is a scalar or `[k]`. Zero without negatives."""
    return _triplets(embed_drawings(head, support.drawings), _shown(head, support), support, margin)


def adapt(
    head: Head, support: Support, margin: Tensor, rates: Rates, config: AdaptConfig, differentiable: bool = False
) -> Head:
    """`theta' = theta_M - alpha * grad L_T(support; theta_M, mu)`, as many steps as `config` says (Adaptive fine-grained SBIR).

    `head` is one that was never adapted. Only the parts that `config` names move, each at its own rate, scaled by
    `k / (k + caution)`. `differentiable` keeps the graph, so that an outer loss reaches the head, the margin and the rates
    through the update (second order). Without it the result is detached and `head` is untouched.

    Ours, with `config.align`: before the first step the gallery's mean becomes the centre, and the drawings' bias takes the
    mean drawing, as far as it is trusted, to the mean photo of the pairs' categories. In the steps the drawings' weight acts
    about the mean drawing of each pair's own category, so that a pair pulls those drawings that look like its own *more than
    drawings of such things do*. That weight is never written out: with `x_i` the drawing of pair i so centred, its gradient
    is `sum_i g_i x_i^T`, where `g_i` is that of what the weight makes of `x_i`; a step adds the `g_i` to `Head.pull`, and
    only the products of the drawings with one another are needed.
    """
    if not differentiable:
        head = Head(*(value.detach() for value in head))
        margin, rates = margin.detach(), Rates(*(rate.detach() for rate in rates))
    pairs = len(support.drawings)
    if not pairs:
        return head
    trust = pairs / (pairs + rates.caution)
    about = head.centre.expand(pairs, -1)
    if config.align:
        head, about = _aligned(head, support, trust)
    head = head._replace(pull=head.weight.new_zeros(len(head.weight), pairs), alike=support.drawings - about)
    shown = None if _SHARED & set(config.moves) else _shown(head, support)
    with torch.enable_grad():
        for _ in range(config.steps):
            head = _step(head, support, shown, margin, rates, config, trust, differentiable)
    # From here on the weight acts about the head's centre, like all else.
    moved = functional.linear(functional.linear(head.centre - about.mean(0), head.alike), head.pull)
    head = head._replace(drawing_bias=head.drawing_bias + moved)
    return head if differentiable else Head(*(value.detach() for value in head))


def _aligned(head: Head, support: Support, trust: Tensor) -> tuple[Head, Tensor]:
    """The head on the gallery's mean with the gap closed between the means, and for each pair where drawings of its category
    have their mean `[k, d]`."""
    head = centred(head, support.mean)
    gap = support.drawings.mean(0) - support.means.mean(0)
    lag = functional.linear(gap, head.weight) + head.drawing_bias
    return head._replace(drawing_bias=head.drawing_bias - trust * lag), support.means + trust * gap


def _step(
    head: Head,
    support: Support,
    shown: tuple[Tensor, Tensor] | None,
    margin: Tensor,
    rates: Rates,
    config: AdaptConfig,
    trust: Tensor,
    differentiable: bool,
) -> Head:
    """One step of gradient descent; `shown`: the photos' embeddings, where they do not move."""
    turned = functional.linear(functional.linear(head.alike, head.alike), head.pull)
    at = {name: turned if name == "drawing_weight" else getattr(head, name) for name in config.moves}
    # A part that is itself not being trained needs a leaf of its own to have a gradient at all.
    moving = {name: value if value.requires_grad else value.detach().requires_grad_() for name, value in at.items()}
    now = head._replace(**{name: value for name, value in moving.items() if name != "drawing_weight"})
    straight = functional.linear(support.drawings - now.centre, now.weight, now.bias + now.drawing_bias)
    drawings = functional.normalize(straight + moving.get("drawing_weight", turned), dim=-1)
    loss = _triplets(drawings, shown or _shown(now, support), support, margin)
    if not loss.requires_grad:
        return head
    graph = differentiable and config.second_order
    gradients = torch.autograd.grad(loss, tuple(moving.values()), create_graph=graph, allow_unused=True)
    moved = {}
    for (name, value), gradient in zip(at.items(), gradients, strict=True):
        if gradient is not None:
            far = trust * getattr(rates, name) * (gradient.sign() if config.signs else gradient)
            moved |= {"pull": head.pull - far.T} if name == "drawing_weight" else {name: value - far}
    stepped = head._replace(**moved)
    return stepped if differentiable else Head(*(value.detach() for value in stepped))


def _shown(head: Head, support: Support) -> tuple[Tensor, Tensor]:
    """Embeddings of the pairs' photos `[k, m]` and of the pool `[u, m]`."""
    return embed_photos(head, support.photos), embed_photos(head, support.pool)


def _triplets(drawings: Tensor, shown: tuple[Tensor, Tensor], support: Support, margin: Tensor) -> Tensor:
    photos, pool = shown
    positive = distance((drawings * photos).sum(-1))
    negative = distance((drawings @ pool.T).gather(1, support.negatives))
    losses = smooth_triplet(positive[:, None], negative, margin.reshape(-1, 1))
    return (losses * support.mask).sum() / support.mask.sum().clamp_min(1)
