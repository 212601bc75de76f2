"""F in parts: where it sees a picture and its mirror image, each is looked at in a thread of its own.

The threads that ONNX Runtime has for one graph meet after each of its hundred layers. Where they sleep in between, as they
should in a program that also serves a page, beginning a layer takes longer than computing it, and two threads are hardly faster
than one (`python -m benchmarks backbone`). Two looks at one picture meet once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import onnx
import onnx.utils
import onnxruntime

IMAGES = "images"
# What the exported graph calls the views of its pictures, the maps that are seen in them, and where attention lies there.
VIEWS, SEEN, WHERE = "views", "views.seen", "views.attention"


class Looks:
    """The graph of an exported backbone, run view by view on the CPU: takes the place of its session. Safe to call from several
    threads."""

    def __init__(self, graph: onnx.ModelProto, threads: int, open_part: Callable[[bytes, int], onnxruntime.InferenceSession]):
        """`graph` is one that can be run `in_parts`; `open_part` makes a session of a part and the number of its threads."""
        cut, about = onnx.utils.Extractor(graph), {entry.key: entry.value for entry in graph.metadata_props}

        def part(inputs: list[str], outputs: list[str], threads: int = 1) -> onnxruntime.InferenceSession:
            one = cut.extract_model(inputs, outputs)
            onnx.helper.set_model_props(one, about)
            return open_part(one.SerializeToString(), threads)

        self._views = part([IMAGES], [VIEWS])
        self._look = part([VIEWS], [SEEN, WHERE], max(1, threads // 2))
        self._join = part([SEEN, WHERE], [output.name for output in graph.graph.output])
        self._others = ThreadPoolExecutor(threads, thread_name_prefix="look")
        # What a session tells of itself.
        self.get_providers, self.get_modelmeta = self._look.get_providers, self._look.get_modelmeta
        self.get_outputs = self._join.get_outputs

    def run(self, outputs: Sequence[str], inputs: Mapping[str, np.ndarray]) -> list[np.ndarray]:
        """The named outputs for the `images` among the inputs, uint8 `[n, size, size, 3]`, as the whole graph's session has
        them."""
        images = inputs[IMAGES]
        [views] = map(np.asarray, self._views.run([VIEWS], {IMAGES: images}))
        own, *others = np.split(views, len(views) // len(images))
        looking = [self._others.submit(self._seen, other) for other in others]
        seen = [self._seen(own), *(look.result() for look in looking)]
        maps, attention = (np.concatenate(part) for part in zip(*seen, strict=True))
        return [np.asarray(value) for value in self._join.run(list(outputs), {SEEN: maps, WHERE: attention})]

    def _seen(self, view: np.ndarray) -> list[np.ndarray]:
        return [np.asarray(value) for value in self._look.run([SEEN, WHERE], {VIEWS: view})]


def in_parts(graph: onnx.ModelProto) -> bool:
    """Whether an exported graph can be run view by view: where F sees more than one."""
    return {value.name for value in graph.graph.value_info}.issuperset((VIEWS, SEEN, WHERE))
