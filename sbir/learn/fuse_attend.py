"""The loss of Fuse and Attend: a query against the fused example of its class, and against a pool of others."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional

from sbir.model.fusion import Fused


class Pool(nn.Module):
    """The last `size` embeddings that came by, first in, first out, each with its class; no gradient runs through it."""

    embeddings: Tensor
    labels: Tensor

    def __init__(self, size: int, width: int):
        super().__init__()
        self.register_buffer("embeddings", torch.zeros(size, width), persistent=False)
        self.register_buffer("labels", torch.full((size,), -1), persistent=False)
        self.next = 0

    @torch.no_grad()
    def add(self, embeddings: Tensor, labels: Tensor) -> None:
        """Put `[n, m]` embeddings and their classes int64 `[n]` in, the oldest out."""
        size = len(self.labels)
        embeddings, labels = embeddings[-size:], labels[-size:]
        rows = (self.next + torch.arange(len(labels), device=labels.device)) % size
        self.embeddings[rows], self.labels[rows] = embeddings.detach(), labels
        self.next = int(self.next + len(labels)) % size


def contrast(fused: Fused, labels: Tensor, others: Tensor, other_labels: Tensor, temperature: float) -> Tensor:
    """InfoNCE of queries with their fused positives against others, members of the query's own class masked; a scalar.

        -log( exp(q . p / t) / (exp(q . p / t) + sum_{i: class(i) != c} exp(q . e_i / t)) )

    `labels` int64 `[n]`: classes of the queries; `others` `[p, m]` of length 1 and their classes `other_labels` `[p]` (-1: not
    there), a pool's or the batch's own. Zero where there is nothing of another class.
    """
    positive = (fused.query * fused.positive).sum(1, keepdim=True)
    usable = (other_labels >= 0) & (other_labels != labels[:, None])
    negative = (fused.query @ others.T).masked_fill(~usable, -math.inf)
    logits = torch.cat([positive, negative], dim=1) / temperature
    return functional.cross_entropy(logits, torch.zeros(len(labels), dtype=torch.int64, device=logits.device))


def one_of_each_domain(domain: Tensor, label: Tensor, domains: int, generator: torch.Generator | None = None) -> Tensor:
    """For each row of a batch one *other* row of its class from every domain, at random: int64 `[n, domains]`, -1 where the
    batch has none. `domain` and `label` int64 `[n]`."""
    n = len(label)
    same = (label[:, None] == label) & ~torch.eye(n, dtype=torch.bool, device=label.device)
    chance = torch.rand(n, n, generator=generator).to(label.device)
    picked = []
    for j in range(domains):
        score = torch.where(same & (domain == j), chance, -1.0)
        best, row = score.max(1)
        picked.append(torch.where(best >= 0, row, -1))
    return torch.stack(picked, dim=1)


def fuse(fusion: Callable[[Tensor, Tensor, Tensor], Fused], pooled: Tensor, picked: Tensor) -> tuple[Fused, Tensor]:
    """The batch's features `pooled` `[n, d]` with the examples `picked` `[n, J]` (rows, -1: none) fused for each row, and which
    rows had an example at all (bool `[n]`); rows that had none are left out of the result."""
    has = (picked >= 0).any(1)
    rows = picked[has]
    examples = pooled[rows.clamp_min(0)] * (rows >= 0)[..., None].float()
    return fusion(pooled[has], examples, rows >= 0), has
