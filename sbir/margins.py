"""The margin of a category, with its spread: from a person's pairs, from the gallery, or from what other categories have."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import torch
from torch import Tensor

from sbir.gallery.store import Gallery
from sbir.model.learner import Learner
from sbir.types import Margin

_RESAMPLES = 24
_BUILT_IN_SUPPORT = 10


class Margins:
    """The margin network's predictions for one gallery; those for its own categories are made once, when first asked for."""

    def __init__(self, learner: Learner, gallery: Gallery) -> None:
        self.learner = learner
        self.gallery = gallery

    def predicted(self, category: str, drawings: Tensor, photos: Tensor) -> Margin:
        """From pairs of this category: pooled features float32 `[k, d]` each."""
        return self._margin(category, drawings, photos, len(drawings), "your pairs", len(drawings))

    def of_gallery(self, category: str) -> Margin:
        """From lines traced from the gallery's photos, as if somebody had drawn those; "unlearned" where it has none."""
        known = self._built_in.get(category)
        if known is not None:
            return known
        values = np.array([margin.value for margin in self._built_in.values()])
        low, high = np.percentile(values, [10, 90])
        return Margin(category, float(values.mean()), (float(low), float(high)), "unlearned")

    @cached_property
    def _built_in(self) -> dict[str, Margin]:
        lines, pooled = torch.from_numpy(self.gallery.lines), torch.from_numpy(self.gallery.pooled)
        return {
            category: self._margin(category, lines[rows], pooled[rows], _BUILT_IN_SUPPORT, "gallery", 0)
            for category, rows in ((c, torch.from_numpy(r)) for c, r in self.gallery.rows.items())
        }

    def _margin(self, category: str, drawings: Tensor, photos: Tensor, draw: int, source: str, pairs: int) -> Margin:
        """The margin over the whole support, and its 10th to 90th percentile over supports of `draw` pairs drawn from it."""
        rng = np.random.default_rng(0)
        samples = torch.from_numpy(rng.integers(0, len(drawings), (_RESAMPLES, max(1, min(draw, len(drawings))))))
        with torch.inference_mode():
            value = float(self.learner.margin(drawings, photos))
            resampled = self.learner.margin(drawings[samples], photos[samples]).numpy()
        low, high = np.percentile(resampled, [10, 90])
        return Margin(category, value, (float(low), float(high)), source, pairs)
