"""A head that keeps what the pooled features have: on things it never saw, a trained projection alone loses some of it."""

from __future__ import annotations

import copy

import torch
from torch import Tensor

from sbir.model.learner import Learner


@torch.no_grad()
def keep_pooled(learner: Learner, drawings: Tensor, photos: Tensor, share: float) -> Learner:
    """A copy of `learner` whose embedding holds the trained one and, beside it, the pooled features' principal components.

    `drawings` `[n, d]`, `photos` `[p, d]`: features of a training set, both centred by themselves. The two parts carry
    `1 - share` and `share` of the embedding's variance; over their concatenation a second principal component analysis brings
    the width back to what it was. In the pooled part the drawings' bias takes the mean drawing to the mean photo. Share 0
    changes nothing but the basis; the similarity of two embeddings is otherwise the weighted sum of both parts'.
    """
    covariance = (torch.cov(drawings.T, correction=0) + torch.cov(photos.T, correction=0)) / 2
    components = torch.linalg.eigh(covariance)[1].flip(1)[:, : 2 * learner.width].T

    def scaled(weight: Tensor, part: float) -> float:
        return float((part / ((weight @ covariance) * weight).sum()).sqrt())

    trained, pooled = scaled(learner.head_weight, 1 - share), scaled(components, share)
    weight = torch.cat([trained * learner.head_weight, pooled * components])
    gap = pooled * components @ (photos.mean(0) - drawings.mean(0))
    bias = torch.cat([trained * learner.head_bias, torch.zeros(len(components))])
    drawing_bias = torch.cat([trained * learner.head_drawing_bias, gap])
    basis = torch.linalg.eigh(weight @ covariance @ weight.T)[1].flip(1)[:, : learner.width].T
    kept = copy.deepcopy(learner)
    kept.head_weight.copy_(basis @ weight)
    kept.head_bias.copy_(basis @ bias)
    kept.head_drawing_bias.copy_(basis @ drawing_bias)
    return kept
