"""Adapting the head on stored features against MAML on all parameters, on pictures: time and memory, five pairs.

Ours: the support against a gallery of 1,000 features in 25 categories, the predicted margin, the inner loop with all its
steps, as in `Engine.adapt`. MAML: one inner step (forward and back over all parameters, first order), and one meta-step (that
step on five pairs, the outer loss on five more, and its second-order gradient to all parameters). The only negatives are the
task's other photos, fewer than ours has, so that MAML looks at no more pictures than it must. Features and pictures are noise:
neither time nor memory depends on what they show. Looking at the gallery anew with the adapted network, which MAML needs and
ours does not, is left out of both.

Time is of the wall clock, in one process, after warming up. Memory is the peak over one call, taken apart from timing, of what
torch's allocator has handed out since the call began and not taken back, summed over the allocations that torch.profiler
records. The scratch space of the libraries below (oneDNN, BLAS) is not in it, which spares MAML, nor is what was there
before: the network's weights, the stored features.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from torch.profiler import ProfilerActivity, profile

from sbir.engine import MODEL
from sbir.learn.adapt import adapt
from sbir.learn.support import margins_by_category, support_against_gallery
from sbir.learn.whole import PARTS, Pictures, adapt_whole, outer_whole
from sbir.model.checkpoint import load_extractor, load_learner, read_checkpoint
from sbir.model.head import detached

K = 5
CATEGORIES = 25
RATE = 0.01
TARGETS = {"p50_ms": 30, "ratio": {"time": 20, "memory": 50}}


def measure(
    model: Path = MODEL, size: int | None = None, photos: int = 1_000, repeats: tuple[int, int, int] = (60, 12, 8)
) -> dict[str, Any]:
    """A row for ours, for MAML's inner step and for its meta-step; `ratio` is how many times as much as ours the row takes.

    `size` of the pictures (the model's own if None), `photos` in the gallery, `repeats` of the three rows.
    """
    size = size or read_checkpoint(model).model.size
    rows = [
        _row(
            f"ours: {read_checkpoint(model).adapt.steps} steps on the head, five pairs, features in hand",
            _ours(model, photos),
            repeats[0],
        ),
        _row("MAML: one inner step on all parameters, five pairs", _inner_step(model, size), repeats[1]),
        _row(
            "MAML: one meta-step on all parameters, second order, five pairs and five queries",
            _meta_step(model, size),
            repeats[2],
        ),
    ]
    ours = rows[0]
    for row in rows[1:]:
        time_ratio, memory_ratio = (round(row[key] / ours[key], 1) for key in ("p50_ms", "peak_mb"))
        row |= {"peer": "ours", "ratio": {"time": time_ratio, "memory": memory_ratio}}
    return {
        "command": "python -m benchmarks adaptation",
        "device": f"cpu, {torch.get_num_threads()} threads",
        "size": size,
        "photos": photos,
        "targets": TARGETS,
        "rows": rows,
    }


def _ours(model: Path, photos: int) -> Callable[[], object]:
    learner = load_learner(model).requires_grad_(False)
    head = detached(learner.head)
    config = read_checkpoint(model).adapt
    generator = torch.Generator().manual_seed(0)
    gallery, drawings = (functional.normalize(torch.randn(n, learner.features, generator=generator)) for n in (photos, K))
    rows = {str(c): np.arange(c, photos, CATEGORIES) for c in range(CATEGORIES)}
    categories = ["0"] * K
    meant = gallery[rows["0"][:K]]

    def step() -> object:
        support = support_against_gallery(drawings, meant, categories, gallery, rows, config.negatives)
        margins = margins_by_category(learner, drawings, meant, categories, config)
        return adapt(head, support, margins, learner.rates, config)

    return step


def _inner_step(model: Path, size: int) -> Callable[[], object]:
    extractor, head = load_extractor(model), detached(load_learner(model).head)
    task = _noise(size, 0)
    return lambda: adapt_whole(extractor, head, task, RATE, 1, torch.tensor(0.3))


def _meta_step(model: Path, size: int) -> Callable[[], object]:
    extractor, learner = load_extractor(model), load_learner(model)
    support, queries = _noise(size, 0), _noise(size, 1)
    parameters: list[Tensor] = [*extractor.parameters(), *(getattr(learner.head, part) for part in PARTS)]

    def step() -> object:
        loss = outer_whole(extractor, learner.head, support, queries, RATE, 1, torch.tensor(0.3), 0.2)
        return torch.autograd.grad(loss, parameters)

    return step


def _noise(size: int, seed: int) -> Pictures:
    images = torch.randint(256, (2 * K, size, size, 3), dtype=torch.uint8, generator=torch.Generator().manual_seed(seed))
    return Pictures(images[:K], images[K:], images[:0])


def _row(what: str, do: Callable[[], object], repeats: int) -> dict[str, Any]:
    for _ in range(max(1, repeats // 6)):
        do()
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        do()
        times.append((time.perf_counter() - began) * 1000)
    p50, p95 = np.percentile(times, [50, 95])
    times_ms = {"p50_ms": round(float(p50), 2), "p95_ms": round(float(p95), 2)}
    return {"what": what, **times_ms, "peak_mb": round(peak_mb(do), 2), "repeats": repeats}


def peak_mb(do: Callable[[], object]) -> float:
    """Most megabytes (10^6 bytes) that torch's allocator has given out at one time during `do`, beyond what it had before."""
    with profile(activities=[ProfilerActivity.CPU], profile_memory=True) as profiled:
        kept = do()
    del kept
    with TemporaryDirectory() as folder:
        path = Path(folder) / "trace.json"
        profiled.export_chrome_trace(str(path))
        events = json.loads(path.read_text())["traceEvents"]
    moves = sorted((event["ts"], event["args"]["Bytes"]) for event in events if event.get("name") == "[memory]")
    return float(np.cumsum([size for _, size in moves]).max(initial=0)) / 1e6
