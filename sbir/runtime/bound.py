"""Buffers that stay on a device from call to call."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

import numpy as np
import onnxruntime

# Sizes of batch for which buffers are kept on the device.
KEPT_SIZES = 4


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
