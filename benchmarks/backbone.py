"""The exported backbone against torch eager, torch.compile and the machine's matrix product; on a GPU where there is one."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from onnx import TensorProto, helper
from torch.utils.flop_counter import FlopCounterMode

from demo_assets.world.drawn import drawing
from export.onnx_file import export_backbone
from sbir.drawing import PEOPLE_SPLITS, person, rasterise
from sbir.engine import GALLERY, MODEL, Engine
from sbir.gallery.store import open_gallery
from sbir.model.checkpoint import load_extractor, read_checkpoint
from sbir.runtime import FULL, HALF, Backbone, default_threads

ORT, EAGER, COMPILED = "ONNX Runtime", "torch eager", "torch.compile"
CPU_BATCH, GPU_BATCH = 32, 256
INDEXING = (1, 2, 4, 8, 16, 32)
TARGETS = {EAGER: 1.5, COMPILED: 1.0}
SIZE = 1024
WHY = (
    "depthwise convolutions do 9 products for each number they load and are bound by memory, where a matrix product does "
    "hundreds; on a CPU they are a small share of the work, on a GPU a single picture waits for a hundred small kernels"
)

Call = Callable[[], object]


def measure() -> dict[str, Any]:
    """Rows of milliseconds and images per second for each contender, device, batch and number of threads.

    "processor time" rows count the calling thread's time on one thread: they hold on a machine that does other things, too.
    """
    flops = count_flops()
    rows = [*_cpu_rows(flops), *_indexing_rows(), *_thread_rows(), half_precision_row()]
    if torch.cuda.is_available():
        rows = [*_gpu_rows(flops), *rows]
    own = next(row for row in rows if row.get("contender") == ORT and row["batch"] == 1)
    peers = {row["contender"]: row for row in rows if row.get("setting") == own["setting"] and row.get("batch") == 1}
    ratios = {
        name: round(row["p50_ms"] / own["p50_ms"], 2) for name, row in peers.items() if name in TARGETS and "p50_ms" in row
    }
    best = min(ratios, key=lambda name: ratios[name])
    return {
        "command": "python -m benchmarks backbone",
        "device": _device(),
        "p50_ms": own["p50_ms"],
        "p95_ms": own["p95_ms"],
        "peer": best,
        "ratio": ratios[best],
        "ratios": ratios,
        "limit_ms": own["limit_ms"],
        "of_limit": own["of_limit"],
        "why": WHY,
        "gflop": round(flops / 1e9, 3),
        "targets": [
            {"what": f"times as fast as {name}", "target": target, "is": ratios.get(name), "met": ratios.get(name, 0) >= target}
            for name, target in TARGETS.items()
        ],
        "rows": rows,
    }


def count_flops() -> int:
    """Operations of one picture, a multiplication with an addition counted as two."""
    extractor = load_extractor(MODEL)
    with torch.inference_mode(False), torch.no_grad(), FlopCounterMode(display=False) as counted:
        extractor(torch.from_numpy(_images(1)))
    return counted.get_total_flops()


def half_precision_row(each: int = 50) -> dict[str, Any]:
    """How often half precision gives a drawing's own photo the same rank; computed on the CPU, where the weights are in half
    but sums in single precision. `each`: how many photos of the shipped gallery every simulated person of the test split
    draws."""
    engine = Engine(Backbone(MODEL / FULL, "cpu"), MODEL, open_gallery(GALLERY))
    photos, start = engine.gallery.photos, engine.session()
    asked = [(number, photos[row].id) for number in PEOPLE_SPLITS["test"] for row in _spread(len(photos), each, number)]
    drawn = [rasterise(drawing(GALLERY, photo, person(number), number), engine.backbone.size) for number, photo in asked]
    with tempfile.TemporaryDirectory() as folder:
        export_backbone(MODEL, Path(folder) / HALF, "fp16")
        backbones = engine.backbone, Backbone(Path(folder) / HALF, "cpu")
        features = [np.concatenate([one.encode(np.stack(part)).pooled for part in _parts(drawn)]) for one in backbones]
    ranks = np.array(
        [[engine.ranks_of(one, start, [photo])[0] for one, (_, photo) in zip(some, asked, strict=True)] for some in features]
    )
    same = float(np.mean(ranks[0] == ranks[1]))
    return {
        "what": "half precision gives the meant photo the same rank",
        "queries": len(asked),
        "share": round(same, 4),
        "found_within_24": int((ranks[0] <= 24).sum()),
        "share_within_24": round(float(np.mean((ranks[0] == ranks[1])[ranks[0] <= 24])), 4),
        "largest_change": int(np.abs(ranks[0] - ranks[1]).max()),
        "target": 0.99,
        "met": same >= 0.99,
        "least_cosine": round(float((features[0] * features[1]).sum(1).min()), 6),
    }


def _spread(count: int, each: int, seed: int) -> list[int]:
    return np.random.default_rng(seed).permutation(count)[:each].tolist()


def _parts(drawn: list[np.ndarray]) -> list[list[np.ndarray]]:
    return [drawn[at : at + CPU_BATCH] for at in range(0, len(drawn), CPU_BATCH)]


def _cpu_rows(flops: int) -> list[dict[str, Any]]:
    cores = default_threads()
    settings = (
        ("one thread, processor time", 1, 1, time.thread_time, 60),
        (f"{cores} threads, wall time", cores, 1, time.perf_counter, 60),
        (f"{cores} threads, wall time", cores, CPU_BATCH, time.perf_counter, 8),
    )
    rows = []
    for setting, threads, batch, clock, repeats in settings:
        torch.set_num_threads(threads)
        images = _images(batch)
        contenders, missing = _peers("cpu", images)
        backbone = Backbone(MODEL / FULL, "cpu", threads=threads)
        contenders = {ORT: _encoding(backbone, images)} | contenders
        limit = flops * batch / _product("cpu", clock) * 1000
        rows += _rows(
            take_turns(contenders, repeats, clock), batch, limit, {"device": "cpu", "setting": setting, "batch": batch}
        )
        rows += [
            {"device": "cpu", "setting": setting, "batch": batch, "contender": COMPILED, "missing": why} for why in missing
        ]
    return rows


def _indexing_rows() -> list[dict[str, Any]]:
    backbone = Backbone(MODEL / FULL, "cpu", threads=1)
    calls = {f"batch {batch}": _encoding(backbone, _images(batch)) for batch in INDEXING}
    times = take_turns(calls, 6, time.thread_time)
    return [
        {
            "what": "indexing on the CPU, processor time of one thread for each picture",
            "batch": batch,
            "ms_per_image": round(float(np.median(times[f"batch {batch}"])) / batch, 2),
        }
        for batch in INDEXING
    ]


def _thread_rows() -> list[dict[str, Any]]:
    """What a person waits for, encoding and then head and search, by wall time: with one thread; with all sharing each layer,
    where idle ones wait actively ("spin"), sleep, or sleep each on a core of its own; and as the page has it, with a look for
    each thread (`sbir.runtime.looks`). One drawing after another, and after a pause as a person makes it."""
    images, engine, threads = _images(1), Engine.open(device="cpu"), default_threads()
    number = PEOPLE_SPLITS["test"][0]
    query = engine.query(drawing(GALLERY, "mug/000", person(number), number))
    cores = ";".join(str(core + 1) for core in range(1, threads))
    shared = {
        "spinning": {"session.intra_op.allow_spinning": "1"},
        "sleeping": {"session.intra_op.allow_spinning": "0"},
        "sleeping on cores of their own": {
            "session.intra_op.allow_spinning": "0",
            "session.intra_op_thread_affinities": cores,
        },
    }
    graph = str(MODEL / FULL)
    sessions = {"one thread": _session(graph, 1)}
    if threads > 1:
        sessions |= {
            f"{threads} threads share a layer, {idle}": _session(graph, threads, entries) for idle, entries in shared.items()
        }
    encode: dict[str, Call] = {
        name: partial(session.run, ["pooled", "attention"], {"images": images}) for name, session in sessions.items()
    }
    encode["as on the page"] = _encoding(engine.backbone, images)

    def wait(encode: Call) -> None:
        encode()
        engine.retrieve(query, engine.session())

    calls = {name: partial(wait, one) for name, one in encode.items()}
    torch.set_num_threads(threads)
    what = "a drawing on the CPU, encoded and searched"
    return [
        {"what": f"{what}, {name}{f', {1000 * pause:.0f} ms after the last' * (pause > 0)}", **_percentiles(found)}
        for pause in (0.0, 0.15)
        for name, found in take_turns(calls, 40, time.perf_counter, pause).items()
    ]


def _session(graph: str | bytes, threads: int, entries: Mapping[str, str] = {}) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    for key, value in entries.items():
        options.add_session_config_entry(key, value)
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _gpu_rows(flops: int) -> list[dict[str, Any]]:
    rows = []
    for batch, repeats in ((1, 100), (GPU_BATCH, 10)):
        images = _images(batch)
        contenders, missing = _peers("cuda", images)
        ways = {ORT: {}, f"{ORT}, buffers not kept": {"bind": False}, f"{ORT}, CUDA graph": {"cuda_graph": True}}
        opened = {name: Backbone(MODEL / FULL, "cuda", **options) for name, options in ways.items()}
        tensorrt = Backbone(MODEL / FULL, "tensorrt")
        if tensorrt.provider == "TensorrtExecutionProvider":
            opened[f"{ORT}, TensorRT"] = tensorrt
        else:
            missing_row = {"contender": f"{ORT}, TensorRT", "missing": tensorrt.fallback}
            rows.append({"device": "cuda", "setting": "wall time", "batch": batch, **missing_row})
        contenders = {name: _encoding(backbone, images) for name, backbone in opened.items()} | contenders
        limit = flops * batch / _product("cuda", time.perf_counter) * 1000
        about = {"device": "cuda", "setting": "wall time", "batch": batch}
        rows = _rows(take_turns(contenders, repeats, time.perf_counter), batch, limit, about) + rows
        rows += [{**about, "contender": COMPILED, "missing": why} for why in missing]
    return rows


def _encoding(backbone: Backbone, images: np.ndarray) -> Call:
    return lambda: backbone.encode(images)


def _peers(device: str, images: np.ndarray) -> tuple[dict[str, Call], list[str]]:
    """torch eager and torch.compile on the same pictures, from and to arrays of the CPU; why there is no torch.compile."""
    import torch._dynamo
    import torch._inductor.config as inductor

    extractor = load_extractor(MODEL).to(device)
    given = torch.from_numpy(images)

    def run(network: Callable[..., Any]) -> Call:
        def call() -> object:
            with torch.inference_mode():
                return [value.cpu() for value in network(given.to(device))]

        return call

    peers = {EAGER: run(extractor)}
    torch._dynamo.reset()
    # Weights that never change let it do more; this is the peer at its best.
    inductor.freezing = True
    compiled = run(torch.compile(extractor, dynamic=False))
    try:
        compiled()
    except Exception as error:  # whatever is missing: a C++ compiler, Triton
        return peers, [f"torch.compile does not work here: {str(error).strip().splitlines()[0][:200]}"]
    return peers | {COMPILED: compiled}, []


def take_turns(
    calls: Mapping[str, Call], repeats: int, clock: Callable[[], float], pause: float = 0.0
) -> dict[str, list[float]]:
    """Milliseconds of each call, `pause` seconds after the one before it, taking turns, so that what else the machine does
    falls on all alike."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for turn in range(repeats + 3):
        for name, call in calls.items():
            time.sleep(pause)
            began = clock()
            call()
            if turn >= 3:
                times[name].append((clock() - began) * 1000)
    return times


def _rows(times: Mapping[str, list[float]], batch: int, limit: float, about: dict[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for name, found in times.items():
        row = about | {"contender": name, **_percentiles(found)}
        row["images_per_s"] = round(batch * 1000 / row["p50_ms"], 1)
        row |= {"limit_ms": round(limit, 3), "of_limit": round(row["p50_ms"] / limit, 2)}
        rows.append(row)
    return rows


def _percentiles(times: list[float]) -> dict[str, float]:
    p50, p95 = np.percentile(times, [50, 95])
    return {"p50_ms": round(float(p50), 2), "p95_ms": round(float(p95), 2)}


def _product(device: str, clock: Callable[[], float]) -> float:
    """Operations a second of a product of two square float32 matrices, with as many threads as torch has; the best of ten.

    On a CPU by torch or by ONNX Runtime, whichever is faster: which of their libraries suits a processor differs.
    """
    side = SIZE if device == "cpu" else 8 * SIZE
    a, b = torch.randn(side, side, device=device), torch.randn(side, side, device=device)
    products: list[Call] = [lambda: torch.mm(a, b)]
    if device == "cpu":
        products.append(_onnx_product(a.numpy(), b.numpy(), torch.get_num_threads()))
    best = float("inf")
    for product in products:
        for _ in range(12):
            began = clock()
            product()
            if device == "cuda":
                torch.cuda.synchronize()
            best = min(best, clock() - began)
    return 2 * side**3 / best


def _onnx_product(a: np.ndarray, b: np.ndarray, threads: int) -> Call:
    """The same product in ONNX Runtime, of float32 `[n, n]` each."""
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, a.shape) for name in "abc"]
    graph = helper.make_graph([helper.make_node("MatMul", ["a", "b"], ["c"])], "product", ends[:2], ends[2:])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    session = _session(model.SerializeToString(), threads)
    return lambda: session.run(["c"], {"a": a, "b": b})


def _images(batch: int) -> np.ndarray:
    size = read_checkpoint(MODEL).model.size
    return np.random.default_rng(0).integers(0, 256, (batch, size, size, 3), dtype=np.uint8)


def _device() -> str:
    if torch.cuda.is_available():
        return torch.cuda.get_device_name()
    return f"cpu, {default_threads()} threads"
