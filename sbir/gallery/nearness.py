"""How near a drawing and a gallery's pictures are: as this very thing, and as a thing of that kind.

    s(q, p) = (cos(M q, M p) + a cos(M q, mean of M over p's kind) + b cos(f q, mean of f over p's kind)) / (1 + a + b)

M is the session's head, f the embedding of gated fusion, a kind one category of the gallery. Within a kind the order is that
of M alone. Across kinds a picture profits from what all pictures of its kind have in common, so that a rough doodle of a chair
that happens to look most like one odd lamp still finds chairs. The sum is one product of two vectors: a gallery is one matrix.

A person's pairs move M, and they say of which kinds their drawings are. With d_i the drawing of pair i and m_i the (unit) mean
of f over its kind, f of a new drawing q is led by those of their drawings that it is like:

    f'(q) = f(q) + max_j c_j sum_i w_i (m_i - f(d_i)),   w_i = c_i^2 / sum_j c_j^2,   c_i = max(0, cos(f(q), f(d_i)))

brought to length 1: attention over the person's own drawings, each of which brings along how far it was from its kind. A
drawing just like one of them comes to lie where its kind does, one unlike all stays where it is; how far it goes depends on
the one it is most like, not on how many there are. Pictures do not move.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from sbir.model.head import Head, embed_drawings, embed_photos
from sbir.model.learner import Learner

# Chosen on validation drawings: `python -m benchmarks kinds`.
KIND, FUSED_KIND = 0.5, 0.75
# To what power the likeness to the most alike of a person's drawings says how far they lead: `python -m benchmarks kinds`.
REACH = 1
# Pictures that are embedded at a time: of a large gallery there is no room for more copies of all features.
_CHUNK = 8_192


def gallery_vectors(
    learner: Learner, head: Head, pooled: Tensor, rows: Mapping[str, np.ndarray], kind: float = KIND, fused: float = FUSED_KIND
) -> Tensor:
    """What a drawing's vector is multiplied with: float32 `[g, m + f]` from pooled features `[g, d]` and the `rows` of each
    category. `kind` and `fused` are a and b."""
    width, kindless = len(head.weight), np.ones(len(pooled), bool)
    vectors = torch.empty(len(pooled), width + learner.fusion.embed.out_features)
    own, fusion = vectors[:, :width], vectors[:, width:]
    for first in range(0, len(pooled), _CHUNK):
        some = slice(first, first + _CHUNK)
        own[some] = embed_photos(head, pooled[some])
        fusion[some] = learner.fusion.embedding(pooled[some] - learner.centre)
    for of_kind in rows.values():
        at = torch.from_numpy(of_kind)
        own[at] += kind * functional.normalize(own[at].mean(0), dim=0)
        fusion[at] = fused * functional.normalize(fusion[at].mean(0), dim=0)
        kindless[of_kind] = False
    fusion[torch.from_numpy(kindless)] = 0
    return vectors.div_(1 + kind + fused)


class Taught(NamedTuple):
    """What `k` pairs say of kinds: `drawn` float32 `[k, f]`, the embeddings of their drawings by gated fusion, and `amiss`
    `[k, f]`, from there to the mean of each one's kind."""

    drawn: Tensor
    amiss: Tensor


def teach_kinds(learner: Learner, drawings: Tensor, vectors: Tensor) -> Taught:
    """What pairs say of kinds: from pooled features `[k, d]` of their drawings, and the vectors `[k, v]` that `gallery_vectors`
    has for a photo of each one's kind."""
    drawn = learner.fusion.embedding(drawings - learner.centre)
    return Taught(drawn, functional.normalize(vectors[:, -drawn.shape[1] :], dim=1) - drawn)


def drawing_vectors(learner: Learner, head: Head, pooled: Tensor, taught: Taught | None = None, reach: float = REACH) -> Tensor:
    """Drawings' side of the product: float32 `[..., m + f]` from pooled features `[..., d]`; `taught`: what the person's pairs
    say of kinds."""
    kind = learner.fusion.embedding(pooled - learner.centre)
    if taught is not None:
        likeness = (kind @ taught.drawn.T).clamp_min(0)
        weight = functional.normalize(likeness.square(), p=1, dim=-1) * likeness.amax(-1, keepdim=True).pow(reach)
        kind = functional.normalize(kind + weight @ taught.amiss, dim=-1)
    return torch.cat([embed_drawings(head, pooled), kind], dim=-1)


def distances(drawings: Tensor, gallery: Tensor) -> np.ndarray:
    """How far each picture of `[g, v]` is from a drawing `[v]`, or from each of several `[n, v]`: float32 `[g]` or `[n, g]`,
    0 (s = 1) to 2 (s = -1)."""
    return (2 - 2 * (drawings @ gallery.T)).clamp_min(0).sqrt().numpy()
