"""Pictures of which only the category is known, each of one domain: drawings without a photo, photos, paintings, cartoons."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sbir.data.names import seen
from sbir.data.prepared import prepare
from sbir.data.quickdraw import read_quickdraw
from sbir.data.sources import read_source
from sbir.types import DOMAINS, Sketch

_DOMAIN_OF = {"pacs-art": "art", "pacs-cartoon": "cartoon", "world-art": "art", "world-cartoon": "cartoon"}


@dataclass(frozen=True)
class Labelled:
    """`categories[i]` is that of `pictures[i]`: strokes where `domain` is "sketch", else uint8 RGB `[256, 256, 3]`."""

    name: str
    domain: str
    categories: tuple[str, ...]
    pictures: Sequence[Sketch] | np.ndarray


def read_labelled(name: str, root: Path | None = None, without: Collection[str] = ()) -> list[Labelled]:
    """Labelled pictures by the name that configs use, a set for each domain that they come from: `quickdraw-train`, or any set
    of `sbir.data.sources`, whose photos and drawings then count by themselves; less what shows a thing of `without`."""
    if name.startswith("quickdraw-"):
        drawn = read_quickdraw(name.removeprefix("quickdraw-"), root)
        kept = [(c, s) for c, s in zip(drawn.categories, drawn.sketches, strict=True) if not seen(c, without)]
        return [Labelled(name, "sketch", tuple(c for c, _ in kept), tuple(s for _, s in kept))]
    data = prepare(read_source(name, root, without), traced=False)
    photos = Labelled(name, _DOMAIN_OF.get(name, "photo"), tuple(p.category for p in data.pairs.photos), data.photos)
    drawings = [(d.category, s) for d, s in zip(data.pairs.drawings, data.sketches, strict=True) if s is not None]
    if not drawings:
        return [photos]
    return [photos, Labelled(name, "sketch", tuple(c for c, _ in drawings), tuple(s for _, s in drawings))]


def domain_number(labelled: Labelled) -> int:
    """Where the set's domain stands in `DOMAINS`."""
    return DOMAINS.index(labelled.domain)
