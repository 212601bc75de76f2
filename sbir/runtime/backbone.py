"""The exported backbone: on the GPU where there is one, on the CPU otherwise, and it says which."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from google.protobuf.message import DecodeError

from sbir.runtime.bound import Bound
from sbir.runtime.figures import figures_beside
from sbir.runtime.looks import Looks, in_parts
from sbir.runtime.sessions import CPU, CUDA, CUDA_OPTIONS, DEVICES, HALF, default_threads, name_of, open_session, providers
from sbir.types import Features, InputError

FULL = "backbone.onnx"


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
        if self.provider != name_of(wanted[0]):
            self.fallback = f"{name_of(wanted[0])} could not be started (see the log)"
        if device in ("cuda", "tensorrt") and self.provider == CPU:
            raise InputError(f"no GPU can be used: {self.fallback}")
        meta = session.get_modelmeta().custom_metadata_map
        self.fingerprint: str = meta.get("fingerprint", "")
        self.precision: str = meta.get("precision", "fp32")
        self.size = int(meta.get("size", 224))
        self.figures = figures_beside(path, meta.get("figure", ""), wanted, self.threads)
        self._outputs = [output.name for output in session.get_outputs()]
        if self._outputs[:2] != ["pooled", "attention"]:
            raise InputError(f"{path}: not a backbone of this program (its outputs are {', '.join(self._outputs)})")
        self._bound: Bound | None = None
        self._single: Bound | None = None
        if bind and self.provider != CPU and isinstance(session, onnxruntime.InferenceSession):
            self._bound = Bound(session, self.device, self.size)
            if cuda_graph and self.provider == CUDA:
                self._single = self._captured()
        self.encode(np.full((1, self.size, self.size, 3), 255, np.uint8))

    @property
    def device(self) -> str:
        """Where the backbone runs, as torch calls it: "cuda" or "cpu"."""
        return "cpu" if self.provider == CPU else "cuda"

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
        if wanted != [CPU] or self.threads < 2:
            return None
        try:
            graph = onnx.load(self.path)
        except DecodeError:
            return None  # ONNX Runtime will say so of the whole file
        return (
            Looks(graph, self.threads, lambda part, threads: open_session(part, wanted, threads)) if in_parts(graph) else None
        )

    def _open(self, wanted: list[Any], batch: int | None = None) -> onnxruntime.InferenceSession:
        return open_session(self.path, wanted, self.threads, batch)

    def _captured(self) -> Bound | None:
        """A session of its own for single pictures: with the batch fixed no shape is computed on the CPU, which a CUDA graph
        could not hold."""
        try:
            session = self._open([(CUDA, CUDA_OPTIONS | {"enable_cuda_graph": "1"}), CPU], batch=1)
            if session.get_providers()[0] != CUDA:
                raise InputError("the session with a CUDA graph does not run on the GPU")
            single = Bound(session, "cuda", self.size)
            # The first runs capture, later ones replay.
            for _ in range(3):
                single.run(np.full((1, self.size, self.size, 3), 255, np.uint8))
        except Exception as error:  # as above; without a graph everything works, only slower
            self.fallback = f"no CUDA graph could be captured ({str(error).splitlines()[0][:160]})"
            return None
        return single
