"""torch -> ONNX: F with its normalisation inside, uint8 RGB in, features and attention out."""

from __future__ import annotations

import logging
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from sbir.files import write_whole
from sbir.model.checkpoint import load_extractor, read_checkpoint

INPUT, POOLED, ATTENTION = "images", "pooled", "attention"
PRECISIONS = ("fp32", "fp16")


def export_backbone(model: Path, out: Path, precision: str = "fp32") -> int:
    """Write F of the checkpoint `model` to `out`; returns the size in bytes.

    Input `images` uint8 `[batch, size, size, 3]` RGB; outputs `pooled` float32 `[batch, d]` and `attention` float32
    `[batch, h, w]`; the batch is dynamic. Weights are *stored* in half precision, which they are in the checkpoint already
    (nothing is lost), and cast to single precision when the file is loaded. "fp32" computes in single precision, "fp16"
    runs the trunk in half and attention and pooling, means over many small numbers, in single. The file's metadata hold
    the model's fingerprint.
    """
    checkpoint = read_checkpoint(model)
    extractor = load_extractor(model)
    if precision == "fp16":
        extractor.trunk.half()
    size = checkpoint.model.size
    example = torch.zeros(2, size, size, 3, dtype=torch.uint8)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger("torch.onnx").setLevel(logging.ERROR)
        program = torch.onnx.export(
            extractor,
            (example,),
            dynamo=True,
            external_data=False,
            input_names=[INPUT],
            output_names=[POOLED, ATTENTION],
            dynamic_shapes={"images": {0: torch.export.Dim("batch", min=1, max=4096)}},
            verbose=False,
        )
    assert program is not None
    proto = program.model_proto
    _store_in_half(proto)
    _forget_where_it_was_made(proto)
    for key, value in (("fingerprint", checkpoint.fingerprint), ("precision", precision), ("size", str(size))):
        entry = proto.metadata_props.add()
        entry.key, entry.value = key, value
    onnx.checker.check_model(proto)
    data = proto.SerializeToString()
    out.parent.mkdir(parents=True, exist_ok=True)
    write_whole(out, data)
    return len(data)


def check_parity(model: Path, exported: Path, batch: int = 4) -> dict[str, float]:
    """Largest difference between torch and ONNX Runtime on the CPU over a batch of noise and line-like pictures."""
    import onnxruntime

    extractor = load_extractor(model)
    size = read_checkpoint(model).model.size
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (batch, size, size, 3), dtype=np.uint8)
    images[::2] = np.where(rng.random((len(images[::2]), size, size, 1)) < 0.05, 0, 255)
    with torch.no_grad():
        expected = [value.numpy() for value in extractor(torch.from_numpy(images))]
    session = onnxruntime.InferenceSession(str(exported), providers=["CPUExecutionProvider"])
    found = session.run([POOLED, ATTENTION], {INPUT: images})
    return {name: float(np.abs(e - f).max()) for name, e, f in zip((POOLED, ATTENTION), expected, found, strict=True)}


def _forget_where_it_was_made(proto: onnx.ModelProto) -> None:
    """Take the exporter's notes out: they hold source lines and paths of the machine."""
    graph = proto.graph
    for part in (proto, graph, *graph.node, *graph.input, *graph.output, *graph.value_info, *graph.initializer):
        part.doc_string = ""
        del part.metadata_props[:]


def _store_in_half(proto: onnx.ModelProto) -> None:
    """Large initializers as float16, each followed by a Cast; ONNX Runtime folds the casts when it loads the file."""
    graph = proto.graph
    casts = []
    for tensor in graph.initializer:
        if tensor.data_type != TensorProto.FLOAT:
            continue
        values = numpy_helper.to_array(tensor)
        half = values.astype(np.float16)
        if values.size < 64 or not np.array_equal(half.astype(np.float32), values):
            continue
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(half, name + ".half"))
        casts.append(helper.make_node("Cast", [name + ".half"], [name], name=name + ".cast", to=TensorProto.FLOAT))
    for i, node in enumerate(casts):
        graph.node.insert(i, node)
