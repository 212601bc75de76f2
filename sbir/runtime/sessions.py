"""Opening a graph in ONNX Runtime: on which device, and with how many threads."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import onnxruntime

from sbir.types import InputError

DEVICES = ("auto", "cpu", "cuda", "tensorrt")
MAX_THREADS = 4
# The half precision file of a backbone, which a GPU's engines are built for as such.
HALF = "backbone.fp16.onnx"
TENSORRT, CUDA, CPU = "TensorrtExecutionProvider", "CUDAExecutionProvider", "CPUExecutionProvider"
_CGROUP = Path("/sys/fs/cgroup/cpu.max")

# Full precision stays full (TF32 would round inputs of convolutions to 10 bits), and a new size of batch does not begin with
# trying out every algorithm.
CUDA_OPTIONS = {"use_tf32": "0", "cudnn_conv_algo_search": "HEURISTIC"}


def open_session(
    graph: Path | bytes, wanted: list[Any], threads: int, batch: int | None = None
) -> onnxruntime.InferenceSession:
    """A session of a file, or of what would be in one."""
    options = _options(threads)
    if batch is not None:
        options.add_free_dimension_override_by_name("batch", batch)
    try:
        return onnxruntime.InferenceSession(graph if isinstance(graph, bytes) else str(graph), options, providers=wanted)
    except Exception as error:  # ONNX Runtime's own exceptions share no base but Exception
        why = str(error).splitlines()[0][:160]
        name = "a part of the backbone" if isinstance(graph, bytes) else graph
        raise InputError(f"{name}: ONNX Runtime cannot load it ({why})") from None


def providers(device: str, path: Path) -> tuple[list[Any], str]:
    """ONNX Runtime's execution providers for a device of `DEVICES`, best first, and why there is no better one."""
    if device == "cpu":
        return [CPU], ""
    built = onnxruntime.get_available_providers()
    if CUDA not in built:
        return [CPU], "this build of ONNX Runtime has no CUDA provider"
    # torch knows in milliseconds whether there is a GPU; asking ONNX Runtime prints a page of errors where there is none.
    import torch

    if not torch.cuda.is_available():
        return [CPU], "no NVIDIA GPU was found"
    onnxruntime.preload_dlls()
    cuda = [(CUDA, dict(CUDA_OPTIONS)), CPU]
    if device != "tensorrt":
        return cuda, ""
    if TENSORRT not in built:
        return cuda, "this build of ONNX Runtime has no TensorRT provider; CUDA is used"
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "inkling" / "tensorrt"
    tensorrt = {
        # Building an engine takes minutes; the next start finds it.
        "trt_engine_cache_enable": "1",
        "trt_engine_cache_path": str(cache),
        "trt_timing_cache_enable": "1",
        "trt_timing_cache_path": str(cache),
        "trt_fp16_enable": "1" if path.name == HALF else "0",
    }
    return [(TENSORRT, tensorrt), *cuda], ""


def default_threads() -> int:
    """How many threads the backbone gets on the CPU: one for each core that this process may use, up to four."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(MAX_THREADS, cores, _allowed(_CGROUP)))


def _allowed(limit: Path) -> int:
    """How many whole cores a container's limit on processor time comes to; a large number where there is none."""
    try:
        quota, period = limit.read_text().split()[:2]
        return max(1, int(quota) // int(period))
    except (OSError, ValueError, ZeroDivisionError):
        return 1024


def name_of(provider: Any) -> str:
    return provider if isinstance(provider, str) else provider[0]


def _options(threads: int) -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Idle threads that spin would starve the head and the web server of the other core. Held to cores of their own they are
    # faster after a pause (`python -m benchmarks backbone`), but slower where a browser shares those cores.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options
