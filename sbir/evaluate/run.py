"""One row of the results: a method on a benchmark."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch

from sbir.config import AdaptConfig
from sbir.data.names import seen
from sbir.data.prepared import prepare
from sbir.evaluate.benchmarks import Benchmark, Episode, drawn_again, read_benchmark
from sbir.evaluate.features import PairFeatures, pair_features
from sbir.evaluate.methods import Method, Run, method, ready, varied
from sbir.evaluate.whole import whole_ranks
from sbir.gallery.ranking import acc_at, mean_average_precision, ranks
from sbir.gallery.store import rows_of
from sbir.learn.figure import lifted
from sbir.learn.support import support_against_gallery
from sbir.model.checkpoint import load_learner, read_checkpoint
from sbir.model.head import Head, embed_drawings, embed_photos
from sbir.runtime import Backbone

RESAMPLES = 2_000


class Found(NamedTuple):
    """Over all episodes: the query drawings' rows int64 `[q]`, the ranks of what they mean with the support's photos in the
    gallery and without (int64 `[q]`, from 1); rows and ranks of `again`, other drawings of the support's photos; and the
    number of pairs in each episode's support."""

    queries: np.ndarray
    inside: np.ndarray
    outside: np.ndarray
    again: np.ndarray
    again_rank: np.ndarray
    support: np.ndarray


def evaluate(
    name: str,
    method_name: str,
    k: int,
    seeds: int,
    model: Path,
    device: str = "auto",
    against: Sequence[str] = (),
    changes: Sequence[str] = (),
) -> dict[str, Any]:
    """Measure `method_name` with `k` pairs on the benchmark `name` over `seeds` seeds of episodes.

    `changes`: settings of its inner loop as `key=value`, for ablations; margin network and rates are then fitted anew.

    Returns `acc@1`, `acc@5`, `map` (fractions) with the support's photos in the gallery, `ci95` of acc@1 (bootstrap over query
    drawings) and the count of query drawings; the same figures `without_support` photos; `again`: the figures of other people's
    drawings of the support's own photos, where there are any; and `against`, for each other method named, the `difference` in
    acc@1 on the very same queries, its `ci95` and `p` (two-sided, signs of the queries' differences flipped at random).
    `open` and `strict` hold all of these apart, over queries whose category was trained on in some form, and over those of
    which no training set, real or made, showed any (`sbir.data.names`). Either is None where there is no such query, both
    where the model does not say what it was trained on. `by_category` has acc@1.
    """
    about, benchmark = read_checkpoint(model), read_benchmark(name)
    chosen = varied(method(method_name), about.adapt, changes)
    find = finder(benchmark, model, k, seeds, device)
    found = find(chosen)
    others = {other: find(method(other)) for other in against}
    category = np.array([drawing.category for drawing in benchmark.pairs.drawings])
    trained = about.notes.get("categories", [])
    known = np.isin(category, [c for c in sorted(set(category)) if seen(c, trained)])
    return {
        "benchmark": name,
        "method": method_name,
        "changes": list(changes),
        "k": k,
        "episodes": len(found.support),
        "seeds": seeds,
        "support": round(float(found.support.mean()), 2),
        "model": about.fingerprint,
        **(_part(found, others, np.ones(len(category), bool)) or {}),
        "open": _part(found, others, known) if trained else None,
        "strict": _part(found, others, ~known) if trained else None,
        "by_category": {c: _share(found.inside[category[found.queries] == c]) for c in sorted(set(category[found.queries]))},
    }


def finder(benchmark: Benchmark, model: Path, k: int, seeds: int, device: str = "auto") -> Callable[[Method], Found]:
    """What tells where a method with `k` pairs finds the photos of a benchmark, over `seeds` seeds of episodes, by a model."""
    about, backbone = read_checkpoint(model), Backbone(model / "backbone.onnx", device)
    features = pair_features(benchmark.pairs, backbone)
    learner = load_learner(model).requires_grad_(False)

    def find(one: Method) -> Found:
        if one.whole is not None and one.inner is not None:
            margin = one.inner.margin or 0.0
            data = lifted(prepare(benchmark.pairs, traced=False), backbone.figures)
            parts = whole_ranks(benchmark, data, features, model, k, seeds, one.whole, one.inner.steps, margin, device=device)
            return _joined(parts, _support_sizes(benchmark, features, k, seeds))
        run = ready(one, learner, about, backbone)
        return _find(run, benchmark, features, None if one.every else k, seeds)

    return find


def bootstrap(query: np.ndarray, value: np.ndarray, seed: int = 0) -> list[float]:
    """95 % interval of the mean of `value`, resampling whole queries: a drawing asked several times is one."""
    names, owner = np.unique(query, return_inverse=True)
    sums, asked = np.bincount(owner, value, len(names)), np.bincount(owner, minlength=len(names))
    draws = np.random.default_rng(seed).integers(0, len(names), (RESAMPLES, len(names)))
    means = sums[draws].sum(1) / asked[draws].sum(1)
    low, high = np.percentile(means, [2.5, 97.5])
    return [round(float(low), 4), round(float(high), 4)]


def flip_test(query: np.ndarray, difference: np.ndarray, seed: int = 0) -> float:
    """Two-sided p of a mean difference, the sign of each query's own sum flipped at random (paired permutation test)."""
    names, owner = np.unique(query, return_inverse=True)
    sums = np.bincount(owner, difference, len(names))
    signs = np.random.default_rng(seed).choice([-1.0, 1.0], (RESAMPLES, len(names)))
    as_far = np.abs(signs @ sums) >= abs(sums.sum()) - 1e-9
    return round(float((as_far.sum() + 1) / (RESAMPLES + 1)), 4)


def _part(found: Found, others: dict[str, Found], chosen: np.ndarray) -> dict[str, Any] | None:
    """The figures over queries whose drawing is `chosen` (bool, one a drawing); None where no query is."""
    mine, repeated = chosen[found.queries], chosen[found.again]
    if not mine.any():
        return None
    queries, outside = found.queries[mine], found.outside[mine]
    return {
        **_measured(queries, found.inside[mine]),
        "without_support": {**figures(outside), "ci95": bootstrap(queries, outside == 1)},
        "again": _measured(found.again[repeated], found.again_rank[repeated]) if repeated.any() else None,
        "against": {name: compared(queries, found.inside[mine], other.inside[mine]) for name, other in others.items()},
    }


def compared(queries: np.ndarray, rank: np.ndarray, other: np.ndarray, within: int = 1) -> dict[str, Any]:
    """The difference in acc@`within` of two sets of ranks of the very same `queries`, its interval and its p."""
    difference = (rank <= within).astype(float) - (other <= within)
    return {
        "difference": round(float(difference.mean()), 4),
        "ci95": bootstrap(queries, difference),
        "p": flip_test(queries, difference),
    }


def _find(run: Run, benchmark: Benchmark, features: PairFeatures, k: int | None, seeds: int) -> Found:
    meant = benchmark.photo_rows()
    found: list[tuple[np.ndarray, ...]] = []
    used = []
    for seed in range(seeds):
        for episode, support, gallery, head in adapted(run, benchmark, features, k, seed):
            used.append(len(support))
            inside = _ranks(head, features, episode.queries, meant, gallery)
            outside = _ranks(head, features, episode.queries, meant, np.setdiff1d(gallery, meant[support]))
            again = drawn_again(episode, support, meant)
            found.append((episode.queries, inside, outside, again, _ranks(head, features, again, meant, gallery)))
    return _joined(found, used)


def _joined(found: list[tuple[np.ndarray, ...]], used: list[int]) -> Found:
    queries, inside, outside, again, again_rank = (np.concatenate(column) for column in zip(*found, strict=True))
    return Found(queries, inside, outside, again, again_rank, np.array(used))


def _support_sizes(benchmark: Benchmark, features: PairFeatures, k: int, seeds: int) -> list[int]:
    usable = features.usable.numpy()
    return [len(e.support[:k]) for seed in range(seeds) for e in benchmark.episodes(seed, usable)]


def adapted(
    run: Run, benchmark: Benchmark, features: PairFeatures, k: int | None, seed: int
) -> Iterator[tuple[Episode, np.ndarray, np.ndarray, Head]]:
    """Each episode of a seed, the rows of the support that is used (its first `k`; None: all), those of the gallery with the
    support's photos, and the head that a method makes of it."""
    meant = benchmark.photo_rows()
    kind = np.array([photo.category for photo in benchmark.pairs.photos])
    for episode in benchmark.episodes(seed, features.usable.numpy()):
        support = episode.support[:k]
        gallery = np.union1d(episode.gallery, meant[support])
        yield episode, support, gallery, _adapted(run, features, support, meant, gallery, kind)


def _adapted(
    run: Run, features: PairFeatures, support: np.ndarray, meant: np.ndarray, gallery: np.ndarray, kind: np.ndarray
) -> Head:
    task = support_against_gallery(
        features.drawings[support],
        features.photos[meant[support]],
        kind[meant[support]].tolist(),
        features.photos[gallery],
        rows_of(kind[gallery]),
        AdaptConfig().negatives,
    )
    return run(task)


def _ranks(head: Head, features: PairFeatures, queries: np.ndarray, meant: np.ndarray, gallery: np.ndarray) -> np.ndarray:
    return ranks(squared_distances(head, features, queries, gallery), np.searchsorted(gallery, meant[queries]))


def squared_distances(head: Head, features: PairFeatures, queries: np.ndarray, gallery: np.ndarray) -> np.ndarray:
    """From every drawing of `queries` (rows) to every photo of `gallery` (rows): float32 `[q, g]`."""
    with torch.inference_mode():
        q = embed_drawings(head, features.drawings[queries])
        g = embed_photos(head, features.photos[gallery])
        return (2 - 2 * q @ g.T).numpy()


def _measured(queries: np.ndarray, rank: np.ndarray) -> dict[str, Any]:
    return {**figures(rank), "ci95": bootstrap(queries, rank == 1), "queries": len(np.unique(queries))}


def figures(rank: np.ndarray) -> dict[str, float]:
    """acc@1, acc@5 and mAP of ranks, int `[q]`, as fractions."""
    return {"acc@1": _share(rank), "acc@5": round(acc_at(rank, 5), 4), "map": round(mean_average_precision(rank), 4)}


def _share(rank: np.ndarray) -> float:
    return round(acc_at(rank, 1), 4)
