"""A small prepared set that tests of this folder share."""

import numpy as np
import pytest

from sbir.data.pairs import Drawing, PairSet, PhotoFile
from sbir.data.prepared import prepare
from sbir.drawing import draw_traced, random_hand, rasterise, trace
from tests.conftest import picture, write_picture


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("set")
    rng = np.random.default_rng(0)
    photos, drawings = [], []
    for category in ("box", "blob"):
        for i in range(6):
            path = folder / category / f"{i}.png"
            image = picture(i + 10 * (category == "box"))
            write_picture(path, image)
            photos.append(PhotoFile(f"{category}/{i}", category, path))
            for person in ("ann", "bob") if i < 3 else ():
                sketch = folder / "sketch" / f"{category}-{i}-{person}.png"
                write_picture(sketch, rasterise(draw_traced(trace(image), random_hand(rng), rng)))
                drawings.append(Drawing(sketch.stem, photos[-1].id, category, sketch, person))
    pairs = PairSet("tiny", tuple(photos), tuple(drawings))
    return prepare(pairs, traced=True, cache=folder / "cache", workers=1)
