"""The exported network that finds the thing in a photo."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Any

import cv2
import numpy as np
import onnxruntime

from sbir.files import FIGURE, digest
from sbir.images import on_white
from sbir.runtime.sessions import CPU, default_threads, open_session
from sbir.types import InputError

_FIGURES_AT_ONCE = 16


class Figures:
    """Which part of a photo shows the thing. Safe to call from several threads; the graph is loaded when it is first needed."""

    def __init__(self, path: Path, wanted: list[Any] | None = None, threads: int | None = None):
        """`wanted`: ONNX Runtime's providers, best first (None: the CPU's)."""
        if not path.is_file():
            raise InputError(f"{path}: the exported figure network is missing (make it with python -m export --figure)")
        self.path = path
        self._wanted, self._threads = wanted or [CPU], threads or default_threads()
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
                self._session = open_session(self.path, self._wanted, self._threads)
        size = self._session.get_inputs()[0].shape[1]
        found = []
        for first in range(0, len(photos), _FIGURES_AT_ONCE):
            some = photos[first : first + _FIGURES_AT_ONCE]
            if some.shape[1:3] != (size, size):
                some = np.stack([cv2.resize(photo, (size, size), interpolation=cv2.INTER_AREA) for photo in some])
            [figures] = self._session.run(["figure"], {"images": np.ascontiguousarray(some)})
            found.append(np.asarray(figures))
        return np.concatenate(found)


def figures_beside(backbone: Path, named: str, wanted: list[Any], threads: int) -> Figures | None:
    """The figure network that a backbone was exported with, `named` by its digest, if with any."""
    if not named:
        return None
    figures = Figures(backbone.with_name(FIGURE), wanted, threads)
    if figures.digest != named:
        raise InputError(f"{figures.path}: not the figure network of {backbone.name}; run python -m export again")
    return figures
