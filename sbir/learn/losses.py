"""Losses on embeddings. Everything embedded has length 1, so distances lie in [0, 2]."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

SHARPNESS = 10.0


def distance(cosine: Tensor) -> Tensor:
    """Euclidean distance of unit vectors by their product, elementwise, with a gradient also where they meet."""
    return (2 - 2 * cosine).clamp_min(1e-6).sqrt()


def hinge_triplet(positive: Tensor, negative: Tensor, margin: Tensor | float) -> Tensor:
    """`max(0, mu + beta+ - beta-)`, elementwise: L_T of Adaptive fine-grained SBIR before its mean (outer loop)."""
    return functional.relu(margin + positive - negative)


def smooth_triplet(positive: Tensor, negative: Tensor, margin: Tensor | float) -> Tensor:
    """`softplus(b (mu + beta+ - beta-)) / b` with b = 10, elementwise: L_T of the inner loop.

    The gradient of an active hinge does not depend on mu, so through a hinge the margin network would never learn.
    """
    return functional.softplus(margin + positive - negative, beta=SHARPNESS)


def info_nce(queries: Tensor, keys: Tensor, temperature: float) -> Tensor:
    """InfoNCE both ways over a batch: row i of `queries` `[n, m]` belongs to row i of `keys` `[n, m]`; a scalar."""
    logits = queries @ keys.T / temperature
    target = torch.arange(len(queries), device=queries.device)
    return (functional.cross_entropy(logits, target) + functional.cross_entropy(logits.T, target)) / 2
