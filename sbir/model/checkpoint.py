"""A trained model on disk: `config.json`, `extractor.safetensors` (F), `learner.safetensors` (head, margin, rates, fusion) and,
where photos are seen without their ground, `figure.onnx`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save
from torch import nn

from sbir.config import AdaptConfig, ModelConfig, to_dict, validate
from sbir.files import FIGURE, digest, write_whole
from sbir.model.learner import Learner
from sbir.types import InputError

if TYPE_CHECKING:
    from sbir.model.extractor import Extractor

CONFIG, EXTRACTOR, LEARNER = "config.json", "extractor.safetensors", "learner.safetensors"
FORMAT = 3


@dataclass(frozen=True)
class Checkpoint:
    """What `config.json` says: the architecture, the inner loop that the rates were learned for, `features` (d), the
    fingerprint of the weights, `figure`, the digest of the network that finds the thing in a photo ("": photos are seen whole),
    and notes on the training."""

    model: ModelConfig
    adapt: AdaptConfig
    features: int
    fingerprint: str
    figure: str
    notes: dict[str, Any]


def save_checkpoint(
    folder: Path,
    config: ModelConfig,
    adapt: AdaptConfig,
    extractor: Extractor,
    learner: Learner,
    notes: dict[str, Any],
    figure: Path | None = None,
) -> str:
    """Write a model, each file whole or not at all; returns its fingerprint.

    `figure`: the exported network by which it sees photos (None: it sees them whole); a copy becomes part of the model.

    F's weights, and the learner's matrices, are stored in half precision and *are* those rounded values from then on: whoever
    loads them, torch or the exported graph, computes in single precision with the same numbers.
    """
    folder.mkdir(parents=True, exist_ok=True)
    f = save({k: v.detach().cpu().contiguous().half() for k, v in extractor.state_dict().items()})
    m = save({k: _stored(v.detach().cpu().contiguous()) for k, v in learner.state_dict().items()})
    exported = b"" if figure is None else figure.read_bytes()
    fingerprint = digest(f + m + exported)
    about = {
        "format": FORMAT,
        "model": to_dict(config),
        "adapt": to_dict(adapt),
        "features": extractor.features,
        "fingerprint": fingerprint,
        "figure": digest(exported) if exported else "",
        "notes": notes,
    }
    write_whole(folder / EXTRACTOR, f)
    write_whole(folder / LEARNER, m)
    if exported:
        write_whole(folder / FIGURE, exported)
    else:
        (folder / FIGURE).unlink(missing_ok=True)
    write_whole(folder / CONFIG, (json.dumps(about, indent=1) + "\n").encode())
    return fingerprint


def read_checkpoint(folder: Path) -> Checkpoint:
    """What a model's `config.json` says; `InputError` where there is none or it is of another kind."""
    path = folder / CONFIG
    try:
        about = json.loads(path.read_text())
    except OSError:
        raise InputError(f"{folder}: there is no model here ({CONFIG} is missing)") from None
    except ValueError:
        raise InputError(f"{path}: not JSON") from None
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        raise InputError(f"{path}: not a model of this version (format {FORMAT})")
    config = validate(ModelConfig, about.get("model"), str(path))
    adapt = validate(AdaptConfig, about.get("adapt"), str(path))
    figure, notes = str(about.get("figure", "")), about.get("notes", {})
    return Checkpoint(config, adapt, int(about["features"]), str(about["fingerprint"]), figure, notes)


def figure_file(folder: Path) -> Path | None:
    """The network by which a model sees photos, None where it sees them whole."""
    return folder / FIGURE if read_checkpoint(folder).figure else None


def load_extractor(folder: Path) -> Extractor:
    """F in eval mode."""
    # torchvision takes a second to import, and the product, which runs the exported graph, never needs it.
    from sbir.model.extractor import Extractor

    extractor = Extractor(read_checkpoint(folder).model)
    _load(extractor, folder / EXTRACTOR)
    return extractor.eval()


def load_learner(folder: Path) -> Learner:
    """Head, margin network, rates and fusion, in eval mode."""
    checkpoint = read_checkpoint(folder)
    learner = Learner(checkpoint.features, checkpoint.model.width)
    _load(learner, folder / LEARNER)
    return learner.eval()


def _stored(value: torch.Tensor) -> torch.Tensor:
    """A matrix in half precision, unless it holds a number too large for that; anything else in single."""
    half = value.half()
    return half if value.ndim > 1 and torch.isfinite(half).all() else value.float()


def _load(module: nn.Module, path: Path) -> None:
    try:
        state = load_file(path)
    except (OSError, SafetensorError) as error:
        raise InputError(f"{path}: cannot be read as safetensors ({error})") from None
    try:
        module.load_state_dict({k: v.float() for k, v in state.items()})
    except RuntimeError as error:
        raise InputError(f"{path}: not the weights of this model ({str(error).splitlines()[-1].strip()})") from None
    for name, value in module.state_dict().items():
        if not torch.isfinite(value).all():
            raise InputError(f"{path}: {name} holds a number that is not finite")
