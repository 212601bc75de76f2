"""What needs no gradient, but the covariances of a training set: an F that sees mirror images too, and a head that keeps what
the pooled features have. On things it never saw, a trained projection alone loses some of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from sbir.config import ModelConfig
from sbir.model.extractor import Extractor
from sbir.model.learner import Learner

# Directions in which a training set hardly varies are noise: of the largest variance so much is added to each.
_FLOOR = 0.002
# How much more than their mean the trained head hears of the difference between a picture and its mirror image, which is not
# told whole: chosen on validation drawings among 0, 1 and 1.5.
_DIFFERENCE = 1.5
_BATCH = 64


@torch.no_grad()
def with_mirror(
    extractor: Extractor, config: ModelConfig, depth: int, sets: Sequence[Sequence[np.ndarray]], device: torch.device
) -> tuple[Extractor, ModelConfig]:
    """F that sees a picture and its mirror image, and its config: told apart by the `depth` principal components of how the two
    differ, over several `sets` of pictures (uint8 `[S, S, 3]`), each of which counts alike."""
    covariance = torch.zeros(extractor.channels, extractor.channels, dtype=torch.float64, device=device)
    for images in sets:
        for first in range(0, len(images), _BATCH):
            batch = torch.from_numpy(np.stack(images[first : first + _BATCH])).to(device)
            own, other = (extractor.attended(seen)[0].mean((2, 3)) for seen in (batch, batch.flip(2)))
            apart = ((own - other) / (own + other).norm(dim=1, keepdim=True)).double()
            covariance += apart.T @ apart / len(images)
    grown = replace(config, mirror=depth)
    fitted = Extractor(grown).to(device)
    fitted.load_state_dict(extractor.state_dict(), strict=False)
    components = torch.linalg.eigh(covariance)[1].flip(1)[:, :depth].T.float()
    assert fitted.mirror is not None
    fitted.mirror.reduce.weight.copy_(components[:, :, None, None])
    return fitted.eval(), grown


@torch.no_grad()
def see_mirrored(learner: Learner, extractor: Extractor, drawings: Tensor, photos: Tensor) -> Learner:
    """The learner for an F that has learned to see mirror images: twice as wide, since the head takes both the mean of the two
    and, in the directions that are left of it, their difference. `drawings` `[n, d]`, `photos` `[p, d]`: features of a training
    set. Margin network, rates and fusion are as new.
    """
    assert extractor.mirror is not None
    weight, directions = learner.head_weight, extractor.mirror.reduce.weight[:, :, 0, 0].to(learner.head_weight)
    nothing = torch.zeros_like(learner.head_bias)
    wide = Learner(extractor.features, 2 * learner.width)
    wide.head_weight.copy_(torch.block_diag(weight, _DIFFERENCE * weight @ directions.T))
    wide.head_bias.copy_(torch.cat([learner.head_bias, nothing]))
    wide.head_drawing_bias.copy_(torch.cat([learner.head_drawing_bias, nothing]))
    wide.centre.copy_(torch.cat([learner.centre, torch.zeros(len(directions))]))
    wide.recentre(torch.stack([drawings.mean(0), photos.mean(0)]))
    return wide


@torch.no_grad()
def keep_pooled(
    learner: Learner, drawings: Tensor, photos: Tensor, share: float, whiten: float = 0.0, width: int | None = None
) -> Learner:
    """A `learner` whose embedding holds the trained one and, beside it, the pooled features' principal components.

    `drawings` `[n, d]`, `photos` `[p, d]`: features of a training set, both centred by themselves. The two parts carry
    `1 - share` and `share` of the embedding's variance; each component is divided by its standard deviation to the power
    `whiten`, so that what few drawings show counts for more. Over the concatenation of both a second principal component
    analysis brings the width to `width` (None: to what it was). In the pooled part the drawings' bias takes the mean drawing to
    the mean photo. Share 0 changes nothing but the basis; the similarity of two embeddings is otherwise the weighted sum of
    both parts'.
    """
    width = width or learner.width
    covariance = (torch.cov(drawings.T, correction=0) + torch.cov(photos.T, correction=0)) / 2
    variances, components = (value.flip(-1) for value in torch.linalg.eigh(covariance))
    components = components.T * (variances.clamp_min(0) + _FLOOR * variances[0]).pow(-whiten / 2)[:, None]

    def scaled(weight: Tensor, part: float) -> float:
        return float((part / ((weight @ covariance) * weight).sum()).sqrt())

    trained, pooled = scaled(learner.head_weight, 1 - share), scaled(components, share)
    weight = torch.cat([trained * learner.head_weight, pooled * components])
    gap = pooled * components @ (photos.mean(0) - drawings.mean(0))
    bias = torch.cat([trained * learner.head_bias, torch.zeros(len(components))])
    drawing_bias = torch.cat([trained * learner.head_drawing_bias, gap])
    basis = torch.linalg.eigh(weight @ covariance @ weight.T)[1].flip(1)[:, :width].T
    kept = Learner(learner.features, width)
    kept.load_state_dict(
        learner.state_dict()
        | {"head_weight": basis @ weight, "head_bias": basis @ bias, "head_drawing_bias": basis @ drawing_bias}
    )
    return kept
