"""M: one linear layer and L2 normalisation, the only thing that is adapted."""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional


class Head(NamedTuple):
    """The head as a value: `weight` `[m, d]`, `bias` `[m]`, `drawing_bias` `[m]` and `centre` `[d]`, all float32.

    Adaptive fine-grained SBIR has one linear layer for both domains. Ours adds a bias for drawings only: an offset on
    the query's side closes the gap between a hand and photographs without moving the gallery, so no photo becomes a hub.
    With `drawing_bias` zero and never adapted it is the paper's head.

    The layer works on `x - centre`, the mean of drawings and photos in training, which is never adapted. That changes nothing
    of what the head can be, but where a gradient step goes: all features share most of their length, so without it a step on
    one pair moves every drawing alike, and with it mostly those that look like the pair's.
    """

    weight: Tensor
    bias: Tensor
    drawing_bias: Tensor
    centre: Tensor


def new_head(features: int, width: int, generator: torch.Generator | None = None) -> Head:
    """An orthogonal projection from `features` to `width` dimensions that keeps lengths on average."""
    weight = torch.empty(width, features)
    torch.nn.init.orthogonal_(weight, math.sqrt(features / width), generator=generator)
    return Head(weight, torch.zeros(width), torch.zeros(width), torch.zeros(features))


def embed_photos(head: Head, pooled: Tensor) -> Tensor:
    """Embeddings of photos: `[..., d]` to `[..., m]` of length 1."""
    return functional.normalize(functional.linear(pooled - head.centre, head.weight, head.bias), dim=-1)


def embed_drawings(head: Head, pooled: Tensor) -> Tensor:
    """Embeddings of drawings: `[..., d]` to `[..., m]` of length 1."""
    return functional.normalize(functional.linear(pooled - head.centre, head.weight, head.bias + head.drawing_bias), dim=-1)


def detached(head: Head) -> Head:
    """The head's values on the CPU, cut loose from any graph."""
    return Head(*(value.detach().to("cpu", torch.float32).clone() for value in head))
