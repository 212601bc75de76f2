"""torch -> ONNX: F with its normalisation inside, uint8 RGB in; features, attention and the map before pooling out."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from sbir.files import write_whole
from sbir.model.checkpoint import figure_file, load_extractor, read_checkpoint
from sbir.model.extractor import Extractor
from sbir.model.figure import FigureNet
from sbir.runtime.looks import IMAGES, SEEN, VIEWS, WHERE
from sbir.types import InputError

POOLED, ATTENTION, PATCHES, FIGURE = "pooled", "attention", "patches", "figure"
OUTPUTS = [POOLED, ATTENTION, PATCHES]
# Values inside the graph that keep these names, for who computes its parts one by one.
INSIDE = [VIEWS, SEEN, WHERE]
PRECISIONS = ("fp32", "fp16")


class WithPatches(nn.Module):
    """F, and the map that it pools: uint8 `[n, H, W, 3]` to `pooled` `[n, d]`, `attention` `[n, h, w]` and `patches`
    `[n, h, w, d]`, all float32; where it sees several views of a picture, then these and what it sees in them (`INSIDE`).

    `patches` are what is pooled: their mean over `h` and `w`, at length 1, is `pooled`.
    """

    def __init__(self, extractor: Extractor):
        super().__init__()
        self.extractor = extractor
        self.inside = [] if extractor.mirror is None else INSIDE

    def forward(self, images: Tensor) -> tuple[Tensor, ...]:
        """Pooled features, attention and patches of pictures, and perhaps their views, the maps and the attention of these."""
        views = self.extractor.views(images)
        seen, where = self.extractor.attended(views)
        maps, attention = self.extractor.joined(seen, where)
        inside = (views, seen, where) if self.inside else ()
        return self.extractor.pooled(maps), attention, maps.permute(0, 2, 3, 1), *inside


def export_backbone(model: Path, out: Path, precision: str = "fp32") -> int:
    """Write F of the checkpoint `model` to `out`; returns the size in bytes.

    Input `images` uint8 `[batch, size, size, 3]` RGB; outputs `pooled` float32 `[batch, d]`, `attention` float32
    `[batch, h, w]` and `patches` float32 `[batch, h, w, d]`, see `WithPatches`; the batch is dynamic. Where F sees several
    views of a picture, these and what it sees in them keep the names `INSIDE` within the graph, so that it can be run in parts
    (`sbir.runtime.looks`). Weights are *stored* in half precision, which they are in the checkpoint already (nothing is lost),
    and cast to single precision when the file is loaded. "fp32" computes in single precision, "fp16" runs the trunk in half and
    attention and pooling, means over many small numbers, in single. The file's metadata hold the model's fingerprint. Outside
    the model's folder the figure network by which the model sees photos, if it has one, is put beside the file, which is not
    opened without it.
    """
    checkpoint = read_checkpoint(model)
    extractor = load_extractor(model)
    if precision == "fp16":
        extractor.trunk.half()
    about = {"fingerprint": checkpoint.fingerprint, "precision": precision, "figure": checkpoint.figure}
    network = WithPatches(extractor)
    size = _export(network, checkpoint.model.size, OUTPUTS, about, out, network.inside)
    figure = figure_file(model)
    if figure is not None and out.parent.resolve() != model.resolve():
        write_whole(out.with_name(figure.name), figure.read_bytes())
    return size


def export_figure(weights: Path, out: Path, size: int = 192) -> int:
    """Write the figure network of the file `weights` (safetensors) to `out`; returns the size in bytes.

    Input `images` uint8 `[batch, size, size, 3]` RGB; output `figure` float32 `[batch, size / 8, size / 8]`.
    """
    net = FigureNet()
    try:
        net.load_state_dict({name: value.float() for name, value in load_file(weights).items()})
    except (OSError, SafetensorError, RuntimeError) as error:
        raise InputError(f"{weights}: not the weights of a figure network ({str(error).splitlines()[0]})") from None
    return _export(net, size, [FIGURE], {}, out)


def _export(
    network: nn.Module, size: int, outputs: list[str], about: dict[str, str], out: Path, inside: Sequence[str] = ()
) -> int:
    example = torch.zeros(2, size, size, 3, dtype=torch.uint8)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger("torch.onnx").setLevel(logging.ERROR)
        program = torch.onnx.export(
            network.eval(),
            (example,),
            dynamo=True,
            external_data=False,
            input_names=[IMAGES],
            output_names=[*outputs, *inside],
            dynamic_shapes={IMAGES: {0: torch.export.Dim("batch", min=1, max=4096)}},
            verbose=False,
        )
    assert program is not None
    proto = program.model_proto
    for name in reversed(inside):
        value = proto.graph.output.pop()
        assert value.name == name
        proto.graph.value_info.append(value)
    _store_in_half(proto)
    _forget_where_it_was_made(proto)
    for key, value in (about | {"size": str(size)}).items():
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
        expected = [value.numpy() for value in WithPatches(extractor)(torch.from_numpy(images))[: len(OUTPUTS)]]
    session = onnxruntime.InferenceSession(str(exported), providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    found = dict(zip(names, session.run(names, {IMAGES: images}), strict=True))
    differences = {
        name: np.abs(value - found[name]).max() for name, value in zip(OUTPUTS, expected, strict=True) if name in found
    }
    # Patches have a scale of their own, that of the trunk's activations.
    return {name: float(value / (np.abs(expected[2]).max() if name == PATCHES else 1)) for name, value in differences.items()}


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
