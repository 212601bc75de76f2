"""A style profile: what a person's pairs made of the head, in one safetensors file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save

from sbir.drawing import sketch_from_value, sketch_to_value
from sbir.files import write_whole
from sbir.model.head import Head
from sbir.types import InputError, Pair

MAX_BYTES = 64 * 2**20
MAX_PAIRS = 64
FORMAT = "sbir-profile-2"


@dataclass(frozen=True)
class Profile:
    """The adapted head, the pairs it came from, the margins by category, and the model it belongs to."""

    fingerprint: str
    head: Head
    pairs: tuple[Pair, ...]
    margins: dict[str, float]


def write_profile(path: Path, profile: Profile) -> None:
    """Write a profile, whole or not at all; strokes and photo ids go into the metadata, numbers into tensors."""
    tensors = {f"head.{name}": value.detach().clone().contiguous() for name, value in profile.head._asdict().items()}
    about: list[dict[str, Any]] = []
    for i, pair in enumerate(profile.pairs):
        about.append({"photo": pair.photo, "category": pair.category, "sketch": sketch_to_value(pair.sketch)})
        tensors[f"pair.{i}.drawing"] = torch.from_numpy(np.ascontiguousarray(pair.feature))
        if pair.photo_feature is not None:
            tensors[f"pair.{i}.photo"] = torch.from_numpy(np.ascontiguousarray(pair.photo_feature))
    metadata = {
        "format": FORMAT,
        "fingerprint": profile.fingerprint,
        "pairs": json.dumps(about),
        "margins": json.dumps(profile.margins),
    }
    try:
        write_whole(path, save(tensors, metadata))
    except OSError as error:
        raise InputError(f"{path}: the profile cannot be written ({error.strerror})") from None


def read_profile(path: Path, features: int, width: int) -> Profile:
    """Read a profile for a head `[width, features]`; `InputError` names the file and what is wrong with it."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise InputError(f"{path}: the profile cannot be read ({error.strerror})") from None
    if size > MAX_BYTES:
        raise InputError(f"{path.name}: {size / 2**20:.0f} MB is too large for a style profile")
    try:
        with safe_open(str(path), "pt") as file:
            metadata = file.metadata() or {}
            if metadata.get("format") != FORMAT:
                raise InputError(f"{path.name}: a safetensors file, but not a style profile")
            about = json.loads(metadata["pairs"])
            margins = {str(k): float(v) for k, v in json.loads(metadata["margins"]).items()}
            fingerprint = metadata["fingerprint"]
            names = set(file.keys())
            shapes = {"weight": (width, features), "bias": (width,)}
            shapes |= {"drawing_weight": (width, features), "drawing_bias": (width,), "centre": (features,)}
            if not isinstance(about, list) or len(about) > MAX_PAIRS:
                raise InputError(f"{path.name}: at most {MAX_PAIRS} pairs are read from a profile")

            def tensor(name: str, shape: tuple[int, ...]) -> torch.Tensor:
                if name not in names:
                    raise InputError(f"{path.name}: the profile lacks {name}")
                if tuple(file.get_slice(name).get_shape()) != shape:
                    raise InputError(f"{path.name}: this profile was made with another model ({name} has another shape)")
                value = file.get_tensor(name).float()
                if not torch.isfinite(value).all():
                    raise InputError(f"{path.name}: {name} holds a number that is not finite")
                return value

            head = Head(*(tensor(f"head.{name}", shape) for name, shape in shapes.items()))
            pairs = []
            for i, item in enumerate(about):
                own = tensor(f"pair.{i}.photo", (features,)).numpy() if f"pair.{i}.photo" in names else None
                drawing = tensor(f"pair.{i}.drawing", (features,)).numpy()
                sketch = sketch_from_value(item["sketch"])
                pairs.append(Pair(sketch, str(item["photo"])[:200], str(item["category"])[:200], drawing, own))
    except SafetensorError:
        raise InputError(f"{path.name}: not a style profile (it cannot be read as safetensors)") from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{path.name}: the profile is damaged ({error})") from None
    return Profile(fingerprint, head, tuple(pairs), margins)
