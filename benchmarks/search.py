"""From a drawing's feature to its 24 nearest photos by an adapted head, in galleries of 1,000, 100,000 and 1,000,000.

The first is the shipped one. The others are made of its features, since nobody has a million photographs at hand: each is the
mean of a category plus what one photo has of its own, at 0.8, plus what two others of any category have, at 0.6 together, at
length 1. A category so keeps the spread that its photos have, and the photo that is nearest to one is, in 1,000 of them, as far
away as among the real ones (0.67 and 0.66 in the embedding, at the median). What they lack is a million photos' categories:
there are 25, each a thousand times as dense. Nothing is kept on disk.

The heads are adapted to the pairs of the four people of `demo_assets/drawings`; the drawings are theirs and lines traced from
every 25th photo, each asked of every head. The index is built over the photos as the head that nobody adapted sees them, as in
the program, and asked by the adapted ones. `recall@10`: the share of the ten nearest, as exact search has them, that are among
the ten found. `build_s` is sorting and building, `load_s` building alone, from the sorting that is kept; `memory_mb` (10^6
bytes) is the vectors and the index. The peer is numpy: the whole product, wholly sorted. `p50_ms`, `p95_ms` and `ratio` outside
the rows are those of the largest gallery, out of its index.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from sbir.drawing.files import read_sketches
from sbir.engine import Engine
from sbir.files import ASSETS
from sbir.gallery.inverted import Inverted, sort_into_lists
from sbir.gallery.nearness import drawing_vectors, gallery_vectors
from sbir.gallery.search import ExactSearch, IndexedSearch, Search
from sbir.gallery.store import Gallery
from sbir.model.head import Head
from sbir.types import Pair

LARGE = (100_000, 1_000_000)
TOP, FOUND = 24, 10
TARGETS = {"p50_ms": {"1000": 1, "100000": 10, "1000000": 20}, "recall@10": 0.99}
_MIXED = 0.6
_CHUNK = 25_000
_EVERY = 25


def measure(engine: Engine | None = None, large: Sequence[int] = LARGE, repeats: int = 240) -> dict[str, Any]:
    """Rows of the shipped gallery, exact, and of each of the `large` ones, exact and out of the index.

    Each row is of up to `repeats` drawings; whatever looks at a whole large gallery, of a fifth of them.
    """
    engine = engine or Engine.open(device="cpu")
    heads, drawings = _asked(engine)
    asked = [(head, drawing) for drawing in drawings for head in heads][:repeats]
    rows = [_shipped(engine, asked)]
    for photos in large:
        rows += _made(engine, photos, asked)
    last = rows[-1]
    return {
        "command": "python -m benchmarks search",
        "device": f"cpu, {torch.get_num_threads()} threads",
        **{key: last[key] for key in ("p50_ms", "p95_ms", "peer", "ratio")},
        "top": TOP,
        "targets": TARGETS,
        "rows": rows,
    }


def _asked(engine: Engine) -> tuple[list[Head], Tensor]:
    """Heads adapted to the pairs of each person whose drawings come with the program, and drawings `[n, d]` to ask with."""
    people = [_pairs(engine, path) for path in sorted((ASSETS / "drawings").glob("*/pairs.json"))]
    heads = [engine.adapt(engine.session(), pairs).session.head for pairs in people]
    drawn = np.stack([pair.feature for pairs in people for pair in pairs])
    return heads, torch.from_numpy(np.concatenate([drawn, engine.gallery.lines[::_EVERY]]))


def _pairs(engine: Engine, path: Any) -> list[Pair]:
    listed = json.loads(path.read_text())
    return [engine.pair(engine.query(read_sketches(path.parent / one["sketch"])[0][1]), one["photo"]) for one in listed]


def _shipped(engine: Engine, asked: Sequence[tuple[Head, Tensor]]) -> dict[str, Any]:
    vectors = gallery_vectors(engine.learner, asked[0][0], torch.from_numpy(engine.gallery.pooled), engine.gallery.rows)
    return _row(engine, "exact", ExactSearch(vectors), vectors, asked) | _unsorted(vectors)


def _made(engine: Engine, photos: int, asked: Sequence[tuple[Head, Tensor]]) -> list[dict[str, Any]]:
    """The rows of a gallery of so many photos made up."""
    print(f"making {photos:,} photos", file=sys.stderr, flush=True)
    seen = _vectors(engine, engine.session().head, photos)
    began = time.perf_counter()
    lists = sort_into_lists(seen.numpy())
    sorted_at = time.perf_counter()
    index = Inverted(seen.numpy(), lists)
    built_at = time.perf_counter()
    del seen
    # The photos' side of the head is the same for all who adapt.
    vectors = _vectors(engine, asked[0][0], photos)
    exact, indexed = ExactSearch(vectors), IndexedSearch(vectors, index)
    few = asked[:: max(1, min(5, len(asked) // 8))]
    devices = {"exact, on the GPU": "cuda"} if torch.cuda.is_available() else {}
    return [
        *(
            _row(engine, what, ExactSearch(vectors, device), vectors, asked, few) | _unsorted(vectors)
            for what, device in devices.items()
        ),
        _row(engine, "exact", exact, vectors, few) | _unsorted(vectors),
        _row(engine, "faiss", indexed, vectors, asked, few)
        | {"recall@10": _recall(engine, indexed, exact, asked)}
        | {"build_s": round(built_at - began, 4), "load_s": round(built_at - sorted_at, 4)}
        | {"memory_mb": round(_mb(vectors) + index.size / 1e6, 1), "lists": len(lists.centres)},
    ]


def _vectors(engine: Engine, head: Head, photos: int) -> Tensor:
    """The made photos as a head sees them, float32 `[photos, v]`."""
    gallery, learner = engine.gallery, engine.learner
    first = np.array([rows[0] for rows in gallery.rows.values()])
    shipped = torch.from_numpy(gallery.pooled)
    with torch.inference_mode():
        # What a photo has of its kind is what the shipped photos of the kind have in common.
        of_kind = gallery_vectors(learner, head, shipped, gallery.rows)[first] - gallery_vectors(
            learner, head, shipped[first], {}
        )
        made = torch.empty(photos, of_kind.shape[1])
        at = 0
        for pooled, kinds in made_features(gallery, photos):
            made[at : at + len(pooled)] = gallery_vectors(learner, head, torch.from_numpy(pooled), {}) + of_kind[kinds]
            at += len(pooled)
    return made


def made_features(gallery: Gallery, photos: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Features like those of a gallery, float32 `[n, d]` of length 1, and the number of each one's category, `[n]`: the same
    ones every time, a few at a time."""
    pooled, of = gallery.pooled, np.zeros(len(gallery.photos), int)
    for number, rows in enumerate(gallery.rows.values()):
        of[rows] = number
    means = np.stack([pooled[rows].mean(0) for rows in gallery.rows.values()])
    own = pooled - means[of]
    for first in range(0, photos, _CHUNK):
        count = min(_CHUNK, photos - first)
        rng = np.random.default_rng((0, first))
        one, two, three = rng.integers(0, len(pooled), (3, count))
        turn = rng.uniform(0, 2 * np.pi, (count, 1)).astype(np.float32)
        made = means[of[one]] + np.sqrt(np.float32(1 - _MIXED**2)) * own[one]
        made += np.float32(_MIXED) * (np.cos(turn) * own[two] + np.sin(turn) * own[three])
        yield made / np.linalg.norm(made, axis=1, keepdims=True), of[one]


def _row(
    engine: Engine,
    store: str,
    search: Search,
    vectors: Tensor,
    asked: Sequence[tuple[Head, Tensor]],
    few: Sequence[tuple[Head, Tensor]] | None = None,
) -> dict[str, Any]:
    """Times of one search and of its peer, which is asked `few` times, in milliseconds."""
    plain = vectors.numpy()

    def ours(vector: Tensor) -> object:
        return search.search(vector, TOP)

    def peer(vector: Tensor) -> object:
        return np.argsort(2 - 2 * (plain @ vector.numpy()), kind="stable")[:TOP]

    (p50, p95), (peer_p50, _) = _times(engine, ours, asked), _times(engine, peer, few or asked)
    return {
        "photos": len(vectors),
        "store": store,
        "p50_ms": round(p50, 3),
        "p95_ms": round(p95, 3),
        "peer": "numpy: whole product, argsort",
        "peer_p50_ms": round(peer_p50, 3),
        "ratio": round(peer_p50 / p50, 2),
        "repeats": len(asked),
    }


def _times(engine: Engine, find: Callable[[Tensor], object], asked: Sequence[tuple[Head, Tensor]]) -> tuple[float, float]:
    """p50 and p95 of the head and `find` together."""
    times = []
    with torch.inference_mode():
        for head, drawing in [*asked[:5], *asked]:
            began = time.perf_counter()
            find(drawing_vectors(engine.learner, head, drawing))
            times.append((time.perf_counter() - began) * 1000)
    p50, p95 = np.percentile(times[len(asked[:5]) :], [50, 95])
    return float(p50), float(p95)


def _recall(engine: Engine, search: Search, exact: Search, asked: Sequence[tuple[Head, Tensor]]) -> float:
    shares = []
    with torch.inference_mode():
        for head, drawing in asked:
            vector = drawing_vectors(engine.learner, head, drawing)
            (found, _), (meant, _) = search.search(vector, FOUND), exact.search(vector, FOUND)
            shares.append(len(np.intersect1d(found, meant)) / len(meant))
    return round(float(np.mean(shares)), 4)


def _unsorted(vectors: Tensor) -> dict[str, Any]:
    """What a row says where every vector is compared: there is no index to build, and nothing is missed."""
    return {"recall@10": 1.0, "build_s": 0.0, "load_s": 0.0, "memory_mb": _mb(vectors)}


def _mb(vectors: Tensor) -> float:
    return round(vectors.numel() * vectors.element_size() / 1e6, 1)
