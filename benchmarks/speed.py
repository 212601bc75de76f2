"""What a person waits for, in parts: rasterising, the backbone against torch, the head, the search, adapting to five pairs."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from sbir.drawing import draw_traced, random_hand, trace
from sbir.engine import MODEL, Engine, Query
from sbir.model.checkpoint import load_extractor

REPEATS = 60


def measure() -> dict[str, Any]:
    """A row a part: p50 and p95 in milliseconds, and the ratio to its peer where there is one."""
    engine = Engine.open()
    session = engine.session()
    queries = _queries(engine, 5)
    pairs = [engine.pair(query, photo.id) for query, photo in zip(queries, engine.gallery.photos[::7], strict=False)]
    extractor = load_extractor(MODEL)
    image = torch.from_numpy(queries[0].raster[None])

    def eager() -> None:
        with torch.inference_mode():
            extractor(image)

    rows = [
        _row("encode a drawing: rasterise and backbone", lambda: engine.query(queries[0].sketch)),
        _row("backbone alone, ONNX Runtime", lambda: engine.backbone.encode(queries[0].raster[None])),
        _row("backbone alone, torch eager", eager),
        _row("head and search", lambda: engine.retrieve(queries[0], session)),
        _row("adapt to five pairs", lambda: engine.adapt(session, pairs)),
    ]
    ours, torch_ms = rows[1]["p50_ms"], rows[2]["p50_ms"]
    rows[1] |= {"peer": "torch eager", "ratio": round(torch_ms / ours, 2)}
    photos = len(engine.gallery.photos)
    return {"command": "python -m benchmarks speed", "provider": engine.backbone.provider, "photos": photos, "rows": rows}


def _queries(engine: Engine, count: int) -> list[Query]:
    rng = np.random.default_rng(0)
    photos = [engine.photo_image(photo.id) for photo in engine.gallery.photos[::7][:count]]
    sketches = [draw_traced(trace(photo), random_hand(rng), rng) for photo in photos]
    return [engine.query(sketch) for sketch in sketches if sketch is not None]


def _row(what: str, do: Callable[[], object]) -> dict[str, Any]:
    for _ in range(5):
        do()
    times = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        do()
        times.append((time.perf_counter() - began) * 1000)
    p50, p95 = np.percentile(times, [50, 95])
    return {"what": what, "p50_ms": round(float(p50), 2), "p95_ms": round(float(p95), 2), "repeats": REPEATS}
