"""People's own drawings in a gallery of things they never saw: does the right kind of thing come up?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from sbir.data.names import seen, thing
from sbir.data.quickdraw import Drawn, read_quickdraw
from sbir.drawing import rasterise
from sbir.evaluate.everywhere import Asked
from sbir.gallery.nearness import drawing_vectors, gallery_vectors
from sbir.gallery.ranking import average_precision
from sbir.gallery.store import open_gallery
from sbir.model.checkpoint import load_learner, read_checkpoint
from sbir.runtime import Backbone
from sbir.types import InputError

BATCH = 16


def doodles(model: Path, gallery: Path, device: str = "auto") -> dict[str, Any]:
    """Quick, Draw! test drawings of what `gallery` has, searched in the whole gallery with the head as it is.

    A photo is right if it shows what the drawing is called. Returns `p@1`, `p@10` (shares of right photos among the first) and
    `map`, over all drawings, over categories that were trained on in some form (`open`), over those that never were (`strict`),
    and `by_category`.
    """
    about, learner = read_checkpoint(model), load_learner(model).requires_grad_(False)
    asked, rows = doodles_asked(model, gallery, device)
    with torch.inference_mode():
        drawings = drawing_vectors(learner, learner.head, asked.drawings)
        photos = gallery_vectors(learner, learner.head, asked.photos, rows)
        order = (-drawings @ photos.T).argsort(dim=1).numpy()
    means, right = asked.drawn, asked.kinds[order] == asked.drawn[:, None]
    trained = about.notes.get("categories", [])
    known = np.array([seen(name, trained) for name in means])
    return {
        "model": about.fingerprint,
        **_figures(right),
        "open": _figures(right[known]) if known.any() else None,
        "strict": _figures(right[~known]) if not known.all() else None,
        "by_category": {str(name): _figures(right[means == name]) for name in sorted(set(means))},
    }


def doodles_asked(model: Path, gallery: Path, device: str = "auto") -> tuple[Asked, dict[str, np.ndarray]]:
    """Quick, Draw! test drawings of what `gallery` has, each kind a group, and the gallery's rows of each category.

    `InputError` where the gallery is another model's, or nothing of it is drawn.
    """
    opened = open_gallery(gallery)
    if opened.fingerprint != read_checkpoint(model).fingerprint:
        raise InputError(f"{gallery}: indexed with another model; run python -m sbir index again")
    kinds = np.array([thing(photo.category) for photo in opened.photos])
    drawings, drawn = doodles_of(set(kinds), Backbone(model / "backbone.onnx", device))
    if not len(drawn):
        raise InputError(f"{gallery}: nothing of what Quick, Draw! has")
    meant = np.full(len(drawn), -1)
    return Asked(drawings, drawn, drawn, meant, torch.from_numpy(opened.pooled), kinds), opened.rows


def doodles_of(kinds: set[str], backbone: Backbone) -> tuple[Tensor, np.ndarray]:
    """Pooled features `[n, d]` of the Quick, Draw! test drawings of some kinds of things, and the kind of each `[n]`."""
    asked: Drawn = read_quickdraw("test")
    wanted = [i for i, category in enumerate(asked.categories) if thing(category) in kinds]
    drawings = _encoded([rasterise(asked.sketches[i], backbone.size) for i in wanted], backbone)
    return drawings, np.array([thing(asked.categories[i]) for i in wanted])


def _encoded(images: Sequence[np.ndarray], backbone: Backbone) -> Tensor:
    parts = [backbone.encode(np.stack(images[at : at + BATCH])).pooled for at in range(0, len(images), BATCH)]
    return torch.from_numpy(np.concatenate(parts)) if parts else torch.zeros(0, 0)


def _figures(right: np.ndarray) -> dict[str, float]:
    figures = {"p@1": right[:, 0].mean(), "p@10": right[:, :10].mean(), "map": average_precision(right).mean()}
    return {key: round(float(value), 4) for key, value in figures.items()} | {"drawings": len(right)}
