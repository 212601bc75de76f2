"""Features of a benchmark's pictures, computed once a model and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
import torch
from safetensors.torch import load_file, save
from torch import Tensor
from tqdm import tqdm

from sbir.data.pairs import PairSet
from sbir.data.prepared import cache_root, fingerprint, prepare
from sbir.drawing import letterbox, rasterise
from sbir.files import write_whole
from sbir.runtime import Backbone
from sbir.types import Features

BATCH = 16


class PairFeatures(NamedTuple):
    """Pooled features, float32: `drawings` `[n, d]` (zeros where `usable` `[n]` is False: no line was found) and `photos`
    `[p, d]`."""

    drawings: Tensor
    usable: Tensor
    photos: Tensor


def pair_features(pairs: PairSet, backbone: Backbone) -> PairFeatures:
    """Encode every picture of `pairs` as the product would: drawings scanned and drawn anew, photos letterboxed."""
    path = cache_root() / "features" / f"{pairs.name}-{backbone.fingerprint}-{fingerprint(pairs)}-2.safetensors"
    if path.exists():
        return PairFeatures(**load_file(path))
    data = prepare(pairs, traced=False)
    size = backbone.size
    blank = np.full((size, size, 3), 255, np.uint8)
    drawings = (blank if sketch is None else rasterise(sketch, size) for sketch in data.sketches)
    photos = (letterbox(photo, size) for photo in data.photos)
    usable = torch.tensor([sketch is not None for sketch in data.sketches])
    features = PairFeatures(
        encoded(backbone.encode, drawings, len(data.sketches), f"{pairs.name}: drawings") * usable[:, None],
        usable,
        encoded(backbone.encode_photos, photos, len(data.photos), f"{pairs.name}: photos"),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, save(features._asdict()))
    return features


def encoded(encode: Callable[[np.ndarray], Features], images: Iterable[np.ndarray], total: int, label: str) -> Tensor:
    """Pooled features float32 `[n, d]`, by `encode`, of so many (`total`) pictures uint8 RGB of one size; n is not 0."""
    parts: list[np.ndarray] = []
    batch: list[np.ndarray] = []
    for image in tqdm(images, total=total, desc=label):
        batch.append(image)
        if len(batch) == BATCH:
            parts.append(encode(np.stack(batch)).pooled)
            batch = []
    if batch:
        parts.append(encode(np.stack(batch)).pooled)
    return torch.from_numpy(np.concatenate(parts))
