"""Does F gain by a stronger backbone? MobileNetEdgeTPU (75 % on ImageNet) in the place of the shipped MobileNetV2 (71 %).

The candidate is the checkpoint `demo_assets/edgetpu`, 1,665 steps old (its README has the presets); the shipped F had 1,650.
Its last stage is run here. `encode_ms`: processor time of one thread for one picture.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from benchmarks.backbone import encoding, take_turns
from benchmarks.stages import RUNS, SEEDS, adapted, compare
from sbir.engine import MODEL
from sbir.files import ASSETS
from sbir.runtime import Backbone

START = ASSETS / "edgetpu"
SHIPPED, CANDIDATE = "MobileNetV2, shipped", "MobileNetEdgeTPU"
REPEATS = 40


def measure() -> dict[str, Any]:
    """Rows by benchmark, method and F, as in `benchmarks.stages`; size in pixels and `encode_ms` of each."""
    models = {SHIPPED: MODEL, CANDIDATE: adapted(START, RUNS / "train-edgetpu-adapted")}
    backbones = {name: Backbone(model / "backbone.onnx", "cpu", threads=1) for name, model in models.items()}
    calls = {name: encoding(one, np.full((1, one.size, one.size, 3), 255, np.uint8)) for name, one in backbones.items()}
    times = take_turns(calls, REPEATS, time.thread_time)
    about = {name: {"size": backbones[name].size, "encode_ms": round(float(np.median(times[name])), 2)} for name in models}
    return {"command": "python -m benchmarks edgetpu", "seeds": SEEDS, "models": about, "rows": compare(models)}
