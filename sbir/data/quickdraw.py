"""Quick, Draw! (Google, CC BY 4.0): drawings by anybody, with a category each and no photo."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sbir.data.names import seen
from sbir.data.pairs import check_split, data_root, need, split_names
from sbir.data.world import unseen_categories
from sbir.drawing.files import read_sketches
from sbir.types import InputError, Sketch

# Of each category's drawings, every fifth is for asking.
_FIFTH = 5


@dataclass(frozen=True)
class Drawn:
    """Drawings of which only the category is known, `categories[i]` that of `sketches[i]`."""

    categories: tuple[str, ...]
    sketches: tuple[Sketch, ...]


def read_quickdraw(split: str, root: Path | None = None) -> Drawn:
    """`root/quickdraw/<category>.ndjson`, a drawing a line; lines without a stroke are left out.

    `test`: every fifth drawing of a category, and all of those that show what is kept out of training. `train`: the others,
    without any category that a validation or test category of Sketchy or of the world is a name for.
    """
    check_split(split, ("train", "test"))
    folder = need((root or data_root()) / "quickdraw", "Quick, Draw! (quickdraw.zip)")
    sketchy = split_names("sketchy")
    kept_out = {*sketchy["val"], *sketchy["test"], *unseen_categories()}
    categories: list[str] = []
    sketches: list[Sketch] = []
    for path in sorted(folder.glob("*.ndjson")):
        out = seen(path.stem, kept_out)
        if out and split == "train":
            continue
        for i, (_, sketch) in enumerate(read_sketches(path)):
            if sketch.strokes and (out or (i % _FIFTH == _FIFTH - 1) == (split == "test")):
                categories.append(path.stem)
                sketches.append(sketch)
    if not sketches:
        raise InputError(f"{folder}: no drawing of the {split} split")
    return Drawn(tuple(categories), tuple(sketches))
