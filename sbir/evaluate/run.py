"""One row of the results: a method on a benchmark."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import torch

from sbir.config import AdaptConfig
from sbir.evaluate.benchmarks import read_benchmark
from sbir.evaluate.features import PairFeatures, pair_features
from sbir.evaluate.methods import Method, method
from sbir.gallery.ranking import acc_at, mean_average_precision, ranks
from sbir.learn.support import support_against_gallery
from sbir.model.checkpoint import load_learner, read_checkpoint
from sbir.model.head import Head, embed_drawings, embed_photos
from sbir.model.learner import Learner
from sbir.runtime import Backbone

RESAMPLES = 2_000


def evaluate(name: str, method_name: str, k: int, seeds: int, model: Path, device: str = "auto") -> dict[str, Any]:
    """Measure `method_name` with `k` pairs on the benchmark `name` over `seeds` seeds of episodes.

    Returns `acc@1`, `acc@5`, `map` (fractions) with the support's photos in the gallery, `ci95` of acc@1 (bootstrap over query
    drawings), the counts of query drawings and episodes, the same figures `without_support` photos, and `strict`: over
    queries whose category was in no training set (None where there are none, or where all are); `by_category` has acc@1.
    """
    run = method(method_name)
    benchmark = read_benchmark(name)
    backbone = Backbone(model / "backbone.onnx", device)
    learner = load_learner(model).requires_grad_(False)
    features = pair_features(benchmark.pairs, backbone)
    meant = benchmark.photo_rows()
    found: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    used = []
    for seed in range(seeds):
        for episode in benchmark.episodes(seed, features.usable.numpy()):
            support = episode.support[:k]
            used.append(len(support))
            gallery = np.union1d(episode.gallery, meant[support])
            head = _adapted(run, learner, features, support, meant, gallery)
            inside = _ranks(head, features, episode.queries, meant, gallery)
            outside = _ranks(head, features, episode.queries, meant, np.setdiff1d(gallery, meant[support]))
            found.append((episode.queries, inside, outside))
    queries, inside, outside = (np.concatenate(column) for column in zip(*found, strict=True))
    category = np.array([drawing.category for drawing in benchmark.pairs.drawings])
    trained = {plain_name(c) for c in read_checkpoint(model).notes.get("categories", [])}
    strict = np.array([plain_name(c) not in trained for c in category[queries]])
    return {
        "benchmark": name,
        "method": method_name,
        "k": k,
        **_figures(inside),
        "ci95": bootstrap(queries, inside == 1),
        "queries": len(np.unique(queries)),
        "episodes": len(found),
        "seeds": seeds,
        "support": round(float(np.mean(used)), 2),
        "model": backbone.fingerprint,
        "without_support": {**_figures(outside), "ci95": bootstrap(queries, outside == 1)},
        "by_category": {c: round(acc_at(inside[category[queries] == c], 1), 4) for c in sorted(set(category[queries]))},
        "strict": {**_figures(inside[strict]), "queries": len(np.unique(queries[strict]))}
        if trained and strict.any() and not strict.all()
        else None,
    }


def plain_name(category: str) -> str:
    """A category's name without what sets add to it: "car_(sedan)" and "car" are the same thing."""
    return re.sub(r"\(.*?\)|[^a-z]", "", category.lower())


def bootstrap(query: np.ndarray, hit: np.ndarray, seed: int = 0) -> list[float]:
    """95 % interval of the mean of `hit`, resampling whole queries: a drawing asked several times is one."""
    names, owner = np.unique(query, return_inverse=True)
    hits, asked = np.bincount(owner, hit, len(names)), np.bincount(owner, minlength=len(names))
    draws = np.random.default_rng(seed).integers(0, len(names), (RESAMPLES, len(names)))
    means = hits[draws].sum(1) / asked[draws].sum(1)
    low, high = np.percentile(means, [2.5, 97.5])
    return [round(float(low), 4), round(float(high), 4)]


def _adapted(
    run: Method, learner: Learner, features: PairFeatures, support: np.ndarray, meant: np.ndarray, gallery: np.ndarray
) -> Head:
    task = support_against_gallery(
        features.drawings[support],
        features.photos[meant[support]],
        ["task"] * len(support),
        features.photos[gallery],
        {"task": np.arange(len(gallery))},
        AdaptConfig().negatives,
    )
    return run(learner, task)


def _ranks(head: Head, features: PairFeatures, queries: np.ndarray, meant: np.ndarray, gallery: np.ndarray) -> np.ndarray:
    with torch.inference_mode():
        q = embed_drawings(head, features.drawings[queries])
        g = embed_photos(head, features.photos[gallery])
        distances = (2 - 2 * q @ g.T).numpy()
    return ranks(distances, np.searchsorted(gallery, meant[queries]))


def _figures(rank: np.ndarray) -> dict[str, float]:
    return {
        "acc@1": round(acc_at(rank, 1), 4),
        "acc@5": round(acc_at(rank, 5), 4),
        "map": round(mean_average_precision(rank), 4),
    }
