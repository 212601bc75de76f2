"""7 x 7 or 14 x 14 attention maps: the same start, tasks and steps with the backbone at stride 32 and at stride 16.

Both go on from the weights in `runs/maps-start` (any checkpoint trained at stride 32) for 30 steps at 160 px, where the maps
are 5 x 5 and 10 x 10, and are judged on validation data only.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import numpy as np

from export.onnx_file import export_backbone
from sbir.config import TrainConfig, read_config
from sbir.learn.trainer import train
from sbir.runtime import Backbone

RUNS = Path("runs")
SETTINGS = ("model.size=160", "epochs=1", "steps=30", "warmup=5", "rate=1.5e-4", "head_rate=5e-4", "seed=5")


def measure() -> dict[str, Any]:
    """A row a stride: validation accuracy of head and pooled features, training seconds, milliseconds of the exported file."""
    rows = []
    for stride in (32, 16):
        overrides = (*SETTINGS, f"init={RUNS / 'maps-start'}", f"model.stride={stride}")
        run = RUNS / f"maps-{stride}"
        best = train(read_config(TrainConfig, "train-small", overrides), run)
        entry = json.loads((run / "log.jsonl").read_text().splitlines()[-1])
        export_backbone(best, best / "backbone.onnx")
        milliseconds = _encode_ms(Backbone(best / "backbone.onnx", "cpu"))
        row = {"stride": stride, "val": entry["val"], "score": entry["score"], "loss": entry["train"]["loss"]}
        rows.append(row | {"training_seconds": entry["seconds"], "encode_ms": milliseconds})
    return {"command": "python -m benchmarks maps", "settings": SETTINGS, "rows": rows}


def _encode_ms(backbone: Backbone) -> float:
    image = np.full((1, backbone.size, backbone.size, 3), 255, np.uint8)
    times = []
    for _ in range(40):
        began = time.perf_counter()
        backbone.encode(image)
        times.append((time.perf_counter() - began) * 1000)
    return round(float(np.median(times)), 2)
