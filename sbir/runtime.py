"""The exported backbone in ONNX Runtime: on the GPU where there is one, on the CPU otherwise, and it says which."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import onnxruntime

from sbir.types import Features, InputError

DEVICES = ("auto", "cpu", "cuda")
_CUDA, _CPU = "CUDAExecutionProvider", "CPUExecutionProvider"


class Backbone:
    """Pictures in, features out. Safe to call from several threads.

    `provider` is what ONNX Runtime really uses, `fallback` the reason in words where that is not what was asked for,
    `fingerprint` and `size` (px) are those of the exported model.
    """

    def __init__(self, path: Path, device: str = "auto"):
        if device not in DEVICES:
            raise InputError(f"there is no device {device!r}; there are {', '.join(DEVICES)}")
        if not path.is_file():
            raise InputError(f"{path}: the exported backbone is missing (make it with python -m export)")
        onnxruntime.set_default_logger_severity(3)
        self.fallback = ""
        wanted = [_CPU] if device == "cpu" else self._with_cuda()
        try:
            self._session = onnxruntime.InferenceSession(str(path), _options(), providers=wanted)
        except Exception as error:  # ONNX Runtime's own exceptions share no base but Exception
            raise InputError(f"{path}: ONNX Runtime cannot load it ({str(error).splitlines()[0][:160]})") from None
        self.provider: str = self._session.get_providers()[0]
        if device != "cpu" and self.provider == _CPU and not self.fallback:
            self.fallback = "the CUDA provider could not be started (see the log)"
        if device == "cuda" and self.provider != _CUDA:
            raise InputError(f"no GPU can be used: {self.fallback}")
        meta = self._session.get_modelmeta().custom_metadata_map
        self.fingerprint: str = meta.get("fingerprint", "")
        self.size = int(meta.get("size", 224))
        names = [output.name for output in self._session.get_outputs()]
        if names != ["pooled", "attention"]:
            raise InputError(f"{path}: not a backbone of this program (its outputs are {', '.join(names)})")
        self.encode(np.full((1, self.size, self.size, 3), 255, np.uint8))

    def encode(self, images: np.ndarray) -> Features:
        """Features of uint8 RGB pictures `[n, size, size, 3]`."""
        pooled, attention = self._session.run(None, {"images": np.ascontiguousarray(images)})
        return Features(np.asarray(pooled), np.asarray(attention))

    def _with_cuda(self) -> list[str]:
        if _CUDA not in onnxruntime.get_available_providers():
            self.fallback = "this build of ONNX Runtime has no CUDA provider"
            return [_CPU]
        # torch knows in milliseconds whether there is a GPU; asking ONNX Runtime prints a page of errors where there is none.
        import torch

        if not torch.cuda.is_available():
            self.fallback = "no NVIDIA GPU was found"
            return [_CPU]
        onnxruntime.preload_dlls()
        return [_CUDA, _CPU]


def _options() -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = max(1, min(4, os.cpu_count() or 1))
    options.inter_op_num_threads = 1
    # Idle threads that spin would starve the head and the web server of the other core.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options
