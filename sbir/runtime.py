"""The exported backbone in ONNX Runtime: on the GPU where there is one, on the CPU otherwise, and it says which."""

from __future__ import annotations

import os
from collections import OrderedDict
from pathlib import Path
from threading import Lock
from typing import Any

import cv2
import numpy as np
import onnx
import onnxruntime
from google.protobuf.message import DecodeError

from sbir.files import FIGURE, digest
from sbir.images import on_white
from sbir.looks import Looks, in_parts
from sbir.types import Features, InputError

DEVICES = ("auto", "cpu", "cuda", "tensorrt")
FULL, HALF = "backbone.onnx", "backbone.fp16.onnx"
MAX_THREADS = 4
# Sizes of batch for which buffers are kept on the device.
KEPT_SIZES = 4
_FIGURES_AT_ONCE = 16
_TENSORRT, _CUDA, _CPU = "TensorrtExecutionProvider", "CUDAExecutionProvider", "CPUExecutionProvider"
_CGROUP = Path("/sys/fs/cgroup/cpu.max")


def backbone_file(model: Path, device: str = "auto") -> Path:
    """The exported backbone in a model's folder: who asks for a GPU by name gets the half precision one where there is one."""
    half = model / HALF
    return half if device in ("cuda", "tensorrt") and half.is_file() else model / FULL


class Backbone:
    """Pictures in, features out. Safe to call from several threads.

    `provider` is what ONNX Runtime really uses, `fallback` the reason in words where that is not what was asked for,
    `precision` what it computes in, `threads` how many threads it has on the CPU; `fingerprint` and `size` (px) are those of
    the exported model.
    """

    def __init__(
        self, path: Path, device: str = "auto", *, threads: int | None = None, bind: bool = True, cuda_graph: bool = False
    ):
        """`device` is one of `DEVICES`; "cuda" and "tensorrt" refuse a machine without a usable GPU, "auto" falls back.

        On a GPU, with `bind`, pictures and features have buffers on the device that stay from call to call; with `cuda_graph`
        single pictures are replayed as one CUDA graph, where ONNX Runtime can capture it. Raises `InputError` in a sentence.
        """
        if device not in DEVICES:
            raise InputError(f"there is no device {device!r}; there are {', '.join(DEVICES)}")
        if not path.is_file():
            raise InputError(f"{path}: the exported backbone is missing (make it with python -m export)")
        onnxruntime.set_default_logger_severity(3)
        self.path, self.threads = path, threads or default_threads()
        wanted, self.fallback = providers(device, path)
        session = self._by_looks(wanted) or self._open(wanted)
        self._session = session
        self.provider: str = session.get_providers()[0]
        if self.provider != _name(wanted[0]):
            self.fallback = f"{_name(wanted[0])} could not be started (see the log)"
        if device in ("cuda", "tensorrt") and self.provider == _CPU:
            raise InputError(f"no GPU can be used: {self.fallback}")
        meta = session.get_modelmeta().custom_metadata_map
        self.fingerprint: str = meta.get("fingerprint", "")
        self.precision: str = meta.get("precision", "fp32")
        self.size = int(meta.get("size", 224))
        self.figures = _figures_beside(path, meta.get("figure", ""), wanted, self.threads)
        self._outputs = [output.name for output in session.get_outputs()]
        if self._outputs[:2] != ["pooled", "attention"]:
            raise InputError(f"{path}: not a backbone of this program (its outputs are {', '.join(self._outputs)})")
        self._bound: Bound | None = None
        self._single: Bound | None = None
        if bind and self.provider != _CPU and isinstance(session, onnxruntime.InferenceSession):
            self._bound = Bound(session, self.device, self.size)
            if cuda_graph and self.provider == _CUDA:
                self._single = self._captured()
        self.encode(np.full((1, self.size, self.size, 3), 255, np.uint8))

    @property
    def device(self) -> str:
        """Where the backbone runs, as torch calls it: "cuda" or "cpu"."""
        return "cpu" if self.provider == _CPU else "cuda"

    @property
    def cuda_graph(self) -> bool:
        """Whether single pictures are replayed as a CUDA graph."""
        return self._single is not None

    def encode(self, images: np.ndarray) -> Features:
        """Features of uint8 RGB pictures `[n, size, size, 3]`."""
        images = np.ascontiguousarray(images)
        if self._single is not None and len(images) == 1:
            pooled, attention = self._single.run(images)
        elif self._bound is not None:
            pooled, attention = self._bound.run(images)
        else:
            pooled, attention = self._session.run(["pooled", "attention"], {"images": images})
        return Features(np.asarray(pooled), np.asarray(attention))

    def lifted(self, photos: np.ndarray) -> np.ndarray:
        """Photos, uint8 RGB `[n, H, W, 3]`, as F is to see them: the thing alone, on white, if the model tells it from its
        ground."""
        return photos if self.figures is None else self.figures.lifted(photos)

    def encode_photos(self, photos: np.ndarray) -> Features:
        """Features of photos, uint8 RGB `[n, size, size, 3]`, without their ground; drawings have none: `encode`."""
        return self.encode(self.lifted(photos))

    def patches(self, images: np.ndarray) -> np.ndarray:
        """The map that is pooled, float32 `[n, h, w, d]`: its mean over the cells, at length 1, is a picture's `pooled`.

        `InputError` where the file was exported before it had this output.
        """
        if "patches" not in self._outputs:
            raise InputError(
                f"this model's {self.path.name} was exported without the parts of a picture: run python -m export again"
            )
        [patches] = self._session.run(["patches"], {"images": np.ascontiguousarray(images)})
        return np.asarray(patches)

    def _by_looks(self, wanted: list[Any]) -> Looks | None:
        """On a CPU of several threads, a graph that looks at more than one view of a picture is run view by view."""
        if wanted != [_CPU] or self.threads < 2:
            return None
        try:
            graph = onnx.load(self.path)
        except DecodeError:
            return None  # ONNX Runtime will say so of the whole file
        return Looks(graph, self.threads, lambda part, threads: _open(part, wanted, threads)) if in_parts(graph) else None

    def _open(self, wanted: list[Any], batch: int | None = None) -> onnxruntime.InferenceSession:
        return _open(self.path, wanted, self.threads, batch)

    def _captured(self) -> Bound | None:
        """A session of its own for single pictures: with the batch fixed no shape is computed on the CPU, which a CUDA graph
        could not hold."""
        try:
            session = self._open([(_CUDA, _CUDA_OPTIONS | {"enable_cuda_graph": "1"}), _CPU], batch=1)
            if session.get_providers()[0] != _CUDA:
                raise InputError("the session with a CUDA graph does not run on the GPU")
            single = Bound(session, "cuda", self.size)
            # The first runs capture, later ones replay.
            for _ in range(3):
                single.run(np.full((1, self.size, self.size, 3), 255, np.uint8))
        except Exception as error:  # as above; without a graph everything works, only slower
            self.fallback = f"no CUDA graph could be captured ({str(error).splitlines()[0][:160]})"
            return None
        return single


class Figures:
    """Which part of a photo shows the thing. Safe to call from several threads; the graph is loaded when it is first needed."""

    def __init__(self, path: Path, wanted: list[Any] | None = None, threads: int | None = None):
        """`wanted`: ONNX Runtime's providers, best first (None: the CPU's)."""
        if not path.is_file():
            raise InputError(f"{path}: the exported figure network is missing (make it with python -m export --figure)")
        self.path = path
        self._wanted, self._threads = wanted or [_CPU], threads or default_threads()
        self._lock = Lock()
        self._session: onnxruntime.InferenceSession | None = None

    @property
    def digest(self) -> str:
        """What tells this network's file from another's."""
        return digest(self.path.read_bytes())

    def lifted(self, photos: np.ndarray) -> np.ndarray:
        """Photos, uint8 RGB `[n, H, W, 3]`, whose ground is white; one in which nothing stands out stays as it is."""
        return on_white(photos, self.find(photos)) if len(photos) else photos

    def find(self, photos: np.ndarray) -> np.ndarray:
        """The share of each part of the photos, uint8 RGB `[n, H, W, 3]`, that shows the thing: float32 `[n, h, w]`."""
        with self._lock:
            if self._session is None:
                self._session = _open(self.path, self._wanted, self._threads)
        size = self._session.get_inputs()[0].shape[1]
        found = []
        for first in range(0, len(photos), _FIGURES_AT_ONCE):
            some = photos[first : first + _FIGURES_AT_ONCE]
            if some.shape[1:3] != (size, size):
                some = np.stack([cv2.resize(photo, (size, size), interpolation=cv2.INTER_AREA) for photo in some])
            [figures] = self._session.run(["figure"], {"images": np.ascontiguousarray(some)})
            found.append(np.asarray(figures))
        return np.concatenate(found)


def _figures_beside(backbone: Path, named: str, wanted: list[Any], threads: int) -> Figures | None:
    """The figure network that a backbone was exported with, `named` by its digest, if with any."""
    if not named:
        return None
    figures = Figures(backbone.with_name(FIGURE), wanted, threads)
    if figures.digest != named:
        raise InputError(f"{figures.path}: not the figure network of {backbone.name}; run python -m export again")
    return figures


def _open(graph: Path | bytes, wanted: list[Any], threads: int, batch: int | None = None) -> onnxruntime.InferenceSession:
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


class Bound:
    """A session with input and output buffers that stay on a device ("cuda" or "cpu"), one set for each size of batch.

    One run at a time: the buffers are shared.
    """

    def __init__(self, session: onnxruntime.InferenceSession, device: str, size: int):
        self._session, self._device, self._size = session, device, size
        self._buffers: OrderedDict[int, _Buffers] = OrderedDict()
        self._lock = Lock()
        shapes = {output.name: output.shape[1:] for output in session.get_outputs()}
        self._shapes = {name: shapes[name] for name in ("pooled", "attention")}

    def run(self, images: np.ndarray) -> list[np.ndarray]:
        """Pooled features and attention of uint8 pictures `[n, size, size, 3]`, in arrays of the caller's own."""
        with self._lock:
            buffers = self._buffers.get(len(images))
            if buffers is None:
                buffers = self._buffers[len(images)] = _Buffers(
                    self._session, self._device, len(images), self._size, self._shapes
                )
                while len(self._buffers) > KEPT_SIZES:
                    self._buffers.popitem(last=False)
            self._buffers.move_to_end(len(images))
            return buffers.run(self._session, images)


class _Buffers:
    def __init__(self, session: onnxruntime.InferenceSession, device: str, batch: int, size: int, shapes: dict[str, list[int]]):
        place = onnxruntime.OrtValue.ortvalue_from_shape_and_type
        self.binding = session.io_binding()
        self.images = place([batch, size, size, 3], np.uint8, device, 0)
        self.binding.bind_ortvalue_input("images", self.images)
        self.outputs = [place([batch, *shape], np.float32, device, 0) for shape in shapes.values()]
        for name, value in zip(shapes, self.outputs, strict=True):
            self.binding.bind_ortvalue_output(name, value)

    def run(self, session: onnxruntime.InferenceSession, images: np.ndarray) -> list[np.ndarray]:
        self.images.update_inplace(images)
        self.binding.synchronize_inputs()
        session.run_with_iobinding(self.binding)
        self.binding.synchronize_outputs()
        # On the CPU `numpy()` may be a view of the buffer, which the next run overwrites.
        return [np.array(value.numpy()) for value in self.outputs]


# Full precision stays full (TF32 would round inputs of convolutions to 10 bits), and a new size of batch does not begin with
# trying out every algorithm.
_CUDA_OPTIONS = {"use_tf32": "0", "cudnn_conv_algo_search": "HEURISTIC"}


def providers(device: str, path: Path) -> tuple[list[Any], str]:
    """ONNX Runtime's execution providers for a device of `DEVICES`, best first, and why there is no better one."""
    if device == "cpu":
        return [_CPU], ""
    built = onnxruntime.get_available_providers()
    if _CUDA not in built:
        return [_CPU], "this build of ONNX Runtime has no CUDA provider"
    # torch knows in milliseconds whether there is a GPU; asking ONNX Runtime prints a page of errors where there is none.
    import torch

    if not torch.cuda.is_available():
        return [_CPU], "no NVIDIA GPU was found"
    onnxruntime.preload_dlls()
    cuda = [(_CUDA, dict(_CUDA_OPTIONS)), _CPU]
    if device != "tensorrt":
        return cuda, ""
    if _TENSORRT not in built:
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
    return [(_TENSORRT, tensorrt), *cuda], ""


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


def _name(provider: Any) -> str:
    return provider if isinstance(provider, str) else provider[0]


def _options(threads: int) -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Idle threads that spin would starve the head and the web server of the other core. Held to cores of their own they are
    # faster after a pause (`python -m benchmarks backbone`), but slower where a browser shares those cores.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options
