"""MAML on all parameters under the protocols: every episode adapts the network and looks at its gallery and queries anew."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from sbir.data.prepared import Prepared
from sbir.drawing import letterbox, rasterise
from sbir.evaluate.benchmarks import Benchmark, drawn_again
from sbir.evaluate.features import BATCH, PairFeatures
from sbir.gallery.ranking import ranks
from sbir.learn.whole import Pictures, Whole, adapt_whole, encode
from sbir.model.checkpoint import load_extractor, load_learner, read_checkpoint
from sbir.model.extractor import Extractor
from sbir.model.head import Head, embed_drawings, embed_photos

NEGATIVES = 16


def whole_ranks(
    benchmark: Benchmark,
    data: Prepared,
    features: PairFeatures,
    model: Path,
    k: int | None,
    seeds: int,
    rate: float,
    steps: int,
    margin: float,
    signs: bool = False,
    device: str = "auto",
) -> list[tuple[np.ndarray, ...]]:
    """Ranks of the queries of every episode over `seeds` seeds, with all parameters adapted to the first `k` support pairs.

    `data` and `features` are those of `benchmark.pairs`, the features by the unadapted model in the folder `model`: they choose
    the up to 16 negatives. An entry an episode: rows of the queries, their ranks in the gallery with the support's photos and
    without; rows of further drawings of the support's photos, their ranks with them. `signs`: sign-MAML. `device` is "auto",
    "cpu" or "cuda".
    """
    on = torch.device("cuda" if device != "cpu" and torch.cuda.is_available() else "cpu")
    size = read_checkpoint(model).model.size
    extractor = load_extractor(model).requires_grad_(False).to(on)
    head = Head(*(value.detach().to(on) for value in load_learner(model).head))
    meant = benchmark.photo_rows()
    usable = features.usable.numpy()
    episodes = [episode for seed in range(seeds) for episode in benchmark.episodes(seed, usable)]
    found = []
    for episode in tqdm(episodes, desc=f"{benchmark.name}: all parameters, k = {k}"):
        support = episode.support[:k]
        gallery = np.union1d(episode.gallery, meant[support])
        task = Pictures(
            _stacked(_drawings(data, support, size), size).to(on),
            _stacked(_photos(data, meant[support], size), size).to(on),
            _stacked(_photos(data, _negatives(features.photos, meant[support], gallery), size), size).to(on),
        )
        whole = adapt_whole(extractor, head, task, rate, steps, torch.tensor(margin, device=on), signs=signs)
        again = drawn_again(episode, support, meant)
        asked = np.concatenate([episode.queries, again])
        with torch.inference_mode():
            q = embed_drawings(whole.head, _encode(extractor, whole, _drawings(data, asked, size), on))
            g = embed_photos(whole.head, _encode(extractor, whole, _photos(data, gallery, size), on))
            distances = (2 - 2 * q @ g.T).cpu().numpy()
        inside = ranks(distances, np.searchsorted(gallery, meant[asked]))
        new, others = len(episode.queries), ~np.isin(gallery, meant[support])
        outside = ranks(distances[:new, others], np.searchsorted(gallery[others], meant[episode.queries]))
        found.append((episode.queries, inside[:new], outside, again, inside[new:]))
    return found


def _negatives(photos: Tensor, meant: np.ndarray, gallery: np.ndarray) -> np.ndarray:
    """Rows of the gallery's photos most like any of the `meant` ones, which (and copies of which) are left out."""
    alike = (photos[gallery] @ photos[meant].T).amax(1).numpy()
    pool = np.flatnonzero(alike < 1 - 1e-5)
    return gallery[pool[np.argsort(-alike[pool], kind="stable")[:NEGATIVES]]]


def _drawings(data: Prepared, rows: np.ndarray, size: int) -> Iterator[np.ndarray]:
    for row in rows:
        sketch = data.sketches[row]
        assert sketch is not None, "an episode has usable drawings only"
        yield rasterise(sketch, size)


def _photos(data: Prepared, rows: np.ndarray, size: int) -> Iterator[np.ndarray]:
    return (letterbox(data.photos[row], size) for row in rows)


def _stacked(images: Iterator[np.ndarray], size: int) -> Tensor:
    """uint8 `[n, size, size, 3]`; n may be 0."""
    return torch.from_numpy(np.array(list(images), np.uint8).reshape(-1, size, size, 3))


def _encode(extractor: Extractor, whole: Whole, images: Iterator[np.ndarray], device: torch.device) -> Tensor:
    parts = []
    while batch := list(islice(images, BATCH)):
        parts.append(encode(extractor, whole.parameters, torch.from_numpy(np.stack(batch)).to(device)))
    return torch.cat(parts)
