"""The convolutional trunk: any of torchvision's networks by name, or one of ours, batch norm folded into its convolutions."""

from __future__ import annotations

from pathlib import Path

import torch
import torchvision
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, fx, nn
from torch.fx.proxy import TraceError
from torch.nn.utils.fusion import fuse_conv_bn_eval

from sbir.model.edgetpu import MobileNetEdgeTPU
from sbir.types import InputError

# Networks that torchvision does not have.
OURS = {"mobilenet_edgetpu": MobileNetEdgeTPU}
_AFTER_THE_TRUNK = ("avgpool", "fc", "classifier", "head", "heads")
_PROBE = 64
_Layer = nn.Conv2d | nn.MaxPool2d | nn.AvgPool2d


def build_trunk(name: str, stride: int = 32, weights: Path | None = None) -> tuple[nn.Sequential, int]:
    """The trunk of the network `name` (one of torchvision's, or of `OURS`) in eval mode, and how many channels its maps have.

    Maps float32 `[n, 3, H, W] -> [n, c, H / stride, W / stride]`. `weights`: a safetensors file of the whole network
    (ImageNet weights as published); without it the weights are random. Batch norm is folded into the convolutions, so that
    training, evaluation and export run the very same arithmetic: with the small batches of a few tasks its statistics would
    be frozen anyway. Raises `InputError` for an unknown network, one without feature maps, or weights that do not fit.
    """
    if name in OURS:
        network: nn.Module = OURS[name]()
    elif name in torchvision.models.list_models(module=torchvision.models):
        network = torchvision.models.get_model(name, weights=None)
    else:
        raise InputError(f"torchvision has no network {name!r}, nor is it one of {', '.join(OURS)}")
    if weights is not None:
        try:
            network.load_state_dict(load_file(weights))
        except (OSError, SafetensorError) as error:
            raise InputError(f"{weights}: cannot be read as safetensors ({error})") from None
        except RuntimeError as error:
            raise InputError(f"{weights}: these are not weights of {name} ({str(error).splitlines()[-1].strip()})") from None
    children = []
    for child, module in network.named_children():
        if child in _AFTER_THE_TRUNK:
            break
        children.append(module)
    if name.startswith("densenet"):
        children.append(nn.ReLU())
    trunk = nn.Sequential(*(children[0] if len(children) == 1 and isinstance(children[0], nn.Sequential) else children))
    trunk.eval()
    try:
        fold_batch_norm(trunk)
        with torch.no_grad():
            maps = trunk(torch.zeros(1, 3, _PROBE, _PROBE))
    except (AssertionError, RuntimeError, TypeError, ValueError, TraceError):
        raise InputError(f"{name} is not a plain stack of convolutions; take a convolutional network") from None
    if maps.ndim != 4 or maps.shape[2] != maps.shape[3] or maps.shape[2] > _PROBE // 4:
        raise InputError(f"{name} ends in no feature maps [n, c, h, w]; take a convolutional network")
    has = _PROBE // maps.shape[2]
    while has > stride:
        _remove_last_downsampling(trunk)
        has //= 2
    if has != stride:
        raise InputError(f"{name} has stride {has}; {stride} cannot be had from it")
    return trunk, maps.shape[1]


def fold_batch_norm(module: nn.Module) -> None:
    """Fold every batch norm that follows a convolution into it, in place; what it computes in eval mode stays the same."""
    modules = dict(module.named_modules())
    for node in fx.symbolic_trace(module).graph.nodes:
        norm = modules.get(str(node.target)) if node.op == "call_module" else None
        if not isinstance(norm, nn.BatchNorm2d):
            continue
        before = node.args[0]
        convolution = modules.get(str(before.target)) if isinstance(before, fx.Node) else None
        if isinstance(before, fx.Node) and isinstance(convolution, nn.Conv2d) and len(before.users) == 1:
            module.set_submodule(str(before.target), fuse_conv_bn_eval(convolution, norm))
            module.set_submodule(str(node.target), nn.Identity())
    # A convolution that had no bias of its own gets one that would not be trained.
    module.requires_grad_(True)


def freeze_to_stride(trunk: nn.Module, stride: int) -> None:
    """Take the convolutions whose output is at most `stride` times smaller than the picture out of training."""
    for layer, _, after in _spatial_layers(trunk):
        if _PROBE // after <= stride:
            for parameter in layer.parameters():
                parameter.requires_grad_(False)


def stages_to_stride(trunk: nn.Sequential, stride: int) -> int:
    """How many of the trunk's first children end in maps at most `stride` times smaller than the picture."""
    count, maps = 0, torch.zeros(1, 3, _PROBE, _PROBE)
    with torch.no_grad():
        for layer in trunk:
            maps = layer(maps)
            if _PROBE // maps.shape[2] > stride:
                break
            count += 1
    return count


def _remove_last_downsampling(trunk: nn.Module) -> None:
    """The maps twice as fine: the last strided layers lose their stride, what follows is dilated to see as far as before."""
    layers = _spatial_layers(trunk)
    final = layers[-1][2]
    for layer, before, after in layers:
        if after != final:
            continue
        if before == 2 * final:
            layer.stride = (1, 1)
            if isinstance(layer, nn.MaxPool2d | nn.AvgPool2d):
                layer.kernel_size, layer.padding = 1, 0
        elif isinstance(layer, nn.Conv2d) and layer.kernel_size[0] > 1:
            layer.dilation = (2 * layer.dilation[0], 2 * layer.dilation[1])
            layer.padding = (2 * int(layer.padding[0]), 2 * int(layer.padding[1]))


def _spatial_layers(trunk: nn.Module) -> list[tuple[_Layer, int, int]]:
    """Convolutions and poolings in the order they run, with the height of their maps before and after, for a 64 px picture."""
    seen: list[tuple[_Layer, int, int]] = []

    def note(layer: _Layer, args: tuple[Tensor, ...], out: Tensor) -> None:
        seen.append((layer, args[0].shape[2], out.shape[2]))

    hooks = [m.register_forward_hook(note) for m in trunk.modules() if isinstance(m, _Layer)]
    with torch.no_grad():
        trunk(torch.zeros(1, 3, _PROBE, _PROBE))
    for hook in hooks:
        hook.remove()
    # Squeeze-and-excitation works on 1 x 1 maps, aside from the stream.
    return [entry for entry in seen if entry[2] > 1]
