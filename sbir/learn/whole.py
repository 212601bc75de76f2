"""MAML on all parameters, the comparator: an inner loop that reaches trunk, attention and head, on pictures.

Ours moves the head on stored features (`sbir.learn.adapt`). Here each step runs the whole network forward and back over the
support's pictures, and an adapted network has to look at every photo of the gallery anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.func import functional_call

from sbir.learn.adapt import Support, support_loss
from sbir.learn.meta import query_loss
from sbir.model.head import Head

# What a trained head consists of; the drawings' weight is zero until ours adapts it.
PARTS = ("weight", "bias", "drawing_bias")


class Pictures(NamedTuple):
    """`k` pairs of a task and photos that none of them means, all uint8 RGB.

    `drawings`, `photos` `[k, S, S, 3]`; `negatives` `[n, S, S, 3]`, where n may be 0.
    """

    drawings: Tensor
    photos: Tensor
    negatives: Tensor


class Whole(NamedTuple):
    """A network as a value: the extractor's parameters by name, and the head."""

    parameters: dict[str, Tensor]
    head: Head


def encode(extractor: nn.Module, parameters: dict[str, Tensor], images: Tensor) -> Tensor:
    """Pooled features `[n, d]` of pictures uint8 `[n, S, S, 3]`, with `parameters` in the place of the extractor's own."""
    return functional_call(extractor, parameters, (images,))[0]


def whole_loss(extractor: nn.Module, whole: Whole, task: Pictures, margin: Tensor) -> Tensor:
    """L_T of a support, a scalar: the inner loop's smooth triplet (`support_loss`), from pictures.

    The negatives of a pair are `task.negatives` and the photos of the other pairs, but never a copy of its own photo.
    """
    k = len(task.drawings)
    shown = torch.cat([task.photos, task.negatives])
    drawings, photos = encode(extractor, whole.parameters, torch.cat([task.drawings, shown])).split([k, len(shown)])
    mask = torch.stack([(shown != photo).flatten(1).any(1) for photo in task.photos])
    everyone = torch.arange(len(photos)).expand(k, -1)
    support = Support(drawings, photos[:k], photos, everyone, mask, photos[:k], photos.mean(0))
    return support_loss(whole.head, support, margin)


def adapt_whole(
    extractor: nn.Module,
    head: Head,
    task: Pictures,
    rate: Tensor | float,
    steps: int,
    margin: Tensor,
    differentiable: bool = False,
    signs: bool = False,
) -> Whole:
    """`theta' = theta - rate * grad L_T(support; theta, mu)` over all parameters, `steps` times (MAML, Eq. 1).

    `extractor` is an `Extractor`, or gives features as one does; `margin` is a scalar. `signs` steps by the gradient's signs
    (sign-MAML). `differentiable` keeps the graph, so that an outer loss reaches the given parameters, the margin and the rate
    through the updates (second order). Without it the result is detached. The given modules are never changed.
    """
    whole = Whole(dict(extractor.named_parameters()), head)
    if not differentiable:
        whole = _with(whole, [value.detach() for value in _values(whole)])
    with torch.enable_grad():
        for _ in range(steps if len(task.drawings) else 0):
            values = _values(whole)
            # What is itself not being trained needs a leaf of its own to have a gradient at all.
            moving = [value if value.requires_grad else value.detach().requires_grad_() for value in values]
            loss = whole_loss(extractor, _with(whole, moving), task, margin)
            gradients = torch.autograd.grad(loss, moving, create_graph=differentiable)
            moved = [
                value - rate * (gradient.sign() if signs else gradient)
                for value, gradient in zip(values, gradients, strict=True)
            ]
            whole = _with(whole, moved if differentiable else [value.detach() for value in moved])
    return whole


def outer_whole(
    extractor: nn.Module,
    head: Head,
    support: Pictures,
    queries: Pictures,
    rate: Tensor | float,
    steps: int,
    inner_margin: Tensor,
    margin: float,
    signs: bool = False,
) -> Tensor:
    """The outer loss of one task, a scalar: adapt to `support`, hinge triplet of `queries` with the fixed `margin`.

    As in `sbir.learn.meta`, the negatives of a query are all other photos of the task, those of the support among them.
    Its gradient reaches the extractor's parameters and the head through the inner loop (MAML, Eq. 2, second order).
    """
    whole = adapt_whole(extractor, head, support, rate, steps, inner_margin, differentiable=True, signs=signs)
    shown = torch.cat([queries.photos, queries.negatives, support.photos])
    images = torch.cat([queries.drawings, shown])
    drawings, photos = encode(extractor, whole.parameters, images).split([len(queries.drawings), len(shown)])
    own = torch.arange(len(drawings), device=drawings.device)
    return query_loss(whole.head, drawings, photos, own, margin)


def _values(whole: Whole) -> list[Tensor]:
    return [*whole.parameters.values(), *(getattr(whole.head, part) for part in PARTS)]


def _with(whole: Whole, values: Sequence[Tensor]) -> Whole:
    """The network with other values, in the order of `_values`."""
    parameters = dict(zip(whole.parameters, values[: -len(PARTS)], strict=True))
    return Whole(parameters, whole.head._replace(**dict(zip(PARTS, values[-len(PARTS) :], strict=True))))
