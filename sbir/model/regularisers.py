"""What keeps F honest in training: L_D, L_C and L_S of Adaptive fine-grained SBIR. Nothing here runs in the product."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional


class _ReverseGradient(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, strength: float) -> Tensor:
        ctx.strength = strength
        return x.view_as(x)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, None]:
        return -ctx.strength * grads[0], None


def reverse_gradient(x: Tensor, strength: float = 1.0) -> Tensor:
    """`x` itself, any shape; the gradient comes back through it times `-strength`."""
    return _ReverseGradient.apply(x, strength)  # pyright: ignore[reportReturnType]


class DomainDiscriminator(nn.Module):
    """L_D: tells drawing from photo on F's features `[n, d]`; the gradient to F is reversed, so F learns to hide it."""

    def __init__(self, features: int, hidden: int = 128):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(features, hidden), nn.ReLU(), nn.Linear(hidden, 1))

    def forward(self, drawings: Tensor, photos: Tensor) -> Tensor:
        """The discriminator's cross-entropy, a scalar: `-(t log D(F(I)) + (1 - t) log(1 - D(F(I))))`, t = 1 for a photo."""
        both = torch.cat([drawings, photos])
        target = torch.cat([torch.zeros(len(drawings)), torch.ones(len(photos))]).to(both.device)
        logits = self.layers(reverse_gradient(both) * both.shape[1] ** 0.5).squeeze(1)
        return functional.binary_cross_entropy_with_logits(logits, target)


class CategoryClassifier(nn.Module):
    """L_C: cross-entropy of a linear classifier over the training categories, on drawings and photos alike."""

    def __init__(self, features: int, categories: int):
        super().__init__()
        self.layer = nn.Linear(features, categories)

    def forward(self, pooled: Tensor, category: Tensor) -> Tensor:
        """`pooled` `[n, d]`, `category` int64 `[n]`; a scalar."""
        return functional.cross_entropy(self.layer(pooled * pooled.shape[1] ** 0.5), category)


class SemanticDecoder(nn.Module):
    """L_S: a decoder G maps features to the word vector `S_w` of the category: `(1 - cos(G(F(I)), S_w)) / 2`."""

    vectors: Tensor
    known: Tensor

    def __init__(self, features: int, vectors: Tensor, known: Tensor):
        """`vectors` float32 `[categories, w]`; `known` bool `[categories]`: those without a word vector are left out."""
        super().__init__()
        self.layer = nn.Linear(features, vectors.shape[1])
        self.register_buffer("vectors", vectors, persistent=False)
        self.register_buffer("known", known, persistent=False)

    def forward(self, pooled: Tensor, category: Tensor) -> Tensor:
        """`pooled` `[n, d]`, `category` int64 `[n]`; a scalar (zero where no category has a vector)."""
        known = self.known[category]
        if not known.any():
            return pooled.sum() * 0.0
        guess = self.layer(pooled[known] * pooled.shape[1] ** 0.5)
        return ((1 - functional.cosine_similarity(guess, self.vectors[category[known]], dim=1)) / 2).mean()
