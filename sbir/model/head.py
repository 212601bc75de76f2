"""M: one linear layer and L2 normalisation, the only thing that is adapted."""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional


class Head(NamedTuple):
    """The head as a value, all float32: `weight` `[m, d]`, `bias` `[m]`, `drawing_bias` `[m]`, `centre` `[d]`, and the
    drawings' weight `[m, d]` as the product of `pull` `[m, r]` and `alike` `[r, d]`.

    Adaptive fine-grained SBIR has one linear layer for both domains. Ours adds a weight and a bias for drawings only: moved on
    the query's side alone, the layer brings a drawing to its photo without moving any photo, so that no photo becomes a hub
    that other drawings fall on. Before adaptation the weight is zero (r = 0); without it and the bias it is the paper's head.
    All that gradient descent can add to it are outer products with the drawings of the pairs. So it is kept as such: a drawing
    is pulled by `pull[:, j]` as far as it is like `alike[j]`, the drawing of pair j.

    The layer works on `x - centre`, the mean of drawings and photos in training. That changes nothing of what the head can be,
    but where a gradient step goes: all features share most of their length, so without it a step on one pair moves every
    drawing alike, and with it mostly those that look like the pair's.
    """

    weight: Tensor
    bias: Tensor
    drawing_bias: Tensor
    centre: Tensor
    pull: Tensor
    alike: Tensor

    @property
    def drawing_weight(self) -> Tensor:
        """What drawings have beside `weight`, whole: `[m, d]`."""
        return self.pull @ self.alike


def plain_head(weight: Tensor, bias: Tensor, drawing_bias: Tensor, centre: Tensor) -> Head:
    """A head that nobody has adapted."""
    width, features = weight.shape
    return Head(weight, bias, drawing_bias, centre, weight.new_zeros(width, 0), weight.new_zeros(0, features))


def new_head(features: int, width: int, generator: torch.Generator | None = None) -> Head:
    """An orthogonal projection from `features` to `width` dimensions that keeps lengths on average."""
    weight = torch.empty(width, features)
    torch.nn.init.orthogonal_(weight, math.sqrt(features / width), generator=generator)
    return plain_head(weight, torch.zeros(width), torch.zeros(width), torch.zeros(features))


def embed_photos(head: Head, pooled: Tensor) -> Tensor:
    """Embeddings of photos: `[..., d]` to `[..., m]` of length 1."""
    return functional.normalize(functional.linear(pooled - head.centre, head.weight, head.bias), dim=-1)


def embed_drawings(head: Head, pooled: Tensor) -> Tensor:
    """Embeddings of drawings: `[..., d]` to `[..., m]` of length 1."""
    centred = pooled - head.centre
    straight = functional.linear(centred, head.weight, head.bias + head.drawing_bias)
    return functional.normalize(straight + functional.linear(functional.linear(centred, head.alike), head.pull), dim=-1)


def centred(head: Head, mean: Tensor) -> Head:
    """The head with the mean `[d]` of the gallery that is searched in the place of the centre and of the photos' bias.

    Free information, no label needed: what all photos of a gallery share tells none from another.
    """
    return head._replace(bias=torch.zeros_like(head.bias), centre=mean)


def detached(head: Head) -> Head:
    """The head's values on the CPU, cut loose from any graph."""
    return Head(*(value.detach().to("cpu", torch.float32).clone() for value in head))
