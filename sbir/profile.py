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
from sbir.gallery.own import MAX_NAME, MAX_OWN, MAX_THUMBNAIL, NO_PHOTOS, OwnPhotos, clean, is_thumbnail, kind_of, unique_id
from sbir.model.head import Head
from sbir.types import InputError, Pair, Photo

MAX_BYTES = 64 * 2**20
MAX_PAIRS = 64
FORMAT = "sbir-profile-4"
# How far half precision may be off where values have to sum to one.
_ROUNDING = 0.02


@dataclass(frozen=True)
class Profile:
    """The adapted head, the pairs it came from, the margins by category, the model it belongs to, and own photos."""

    fingerprint: str
    head: Head
    pairs: tuple[Pair, ...]
    margins: dict[str, float]
    own: OwnPhotos = NO_PHOTOS


def write_profile(path: Path, profile: Profile, start: Head) -> None:
    """Write a profile, whole or not at all; strokes and photo ids go into the metadata, numbers into tensors. Of the head, only
    what differs from the model's own, `start`."""
    head, own = profile.head._asdict(), start._asdict()
    tensors = {f"head.{k}": v.detach().clone().contiguous() for k, v in head.items() if not torch.equal(v, own[k])}
    about: list[dict[str, Any]] = []
    for i, pair in enumerate(profile.pairs):
        about.append({"photo": pair.photo, "category": pair.category, "sketch": sketch_to_value(pair.sketch)})
        # Copies: two pairs of one drawing share its feature, and tensors in the file may not.
        tensors[f"pair.{i}.drawing"] = torch.from_numpy(np.array(pair.feature))
        if pair.photo_feature is not None:
            tensors[f"pair.{i}.photo"] = torch.from_numpy(np.array(pair.photo_feature))
    for i, thumbnail in enumerate(profile.own.thumbnails):
        tensors[f"own.{i}.thumbnail"] = torch.from_numpy(np.frombuffer(thumbnail, np.uint8).copy())
    if len(profile.own):
        tensors["own.pooled"] = torch.from_numpy(np.ascontiguousarray(profile.own.pooled))
        tensors["own.attention"] = torch.from_numpy(np.ascontiguousarray(profile.own.attention))
    metadata = {
        "format": FORMAT,
        "fingerprint": profile.fingerprint,
        "pairs": json.dumps(about),
        "margins": json.dumps(profile.margins),
        "own": json.dumps([{"photo": photo.id, "category": photo.category} for photo in profile.own.photos]),
    }
    try:
        write_whole(path, save(tensors, metadata))
    except OSError as error:
        raise InputError(f"{path}: the profile cannot be written ({error.strerror})") from None


def read_profile(path: Path, start: Head, grid: tuple[int, ...]) -> Profile:
    """Read a profile for a model whose own head is `start` and whose attention maps have the shape `grid`; `InputError` names
    the file and what is wrong with it."""
    features = len(start.centre)
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
                raise InputError(f"{path.name}: a safetensors file, but not a style profile of this version")
            margins = {str(k): float(v) for k, v in json.loads(metadata["margins"]).items()}
            read = _Tensors(file, path.name)
            pairs = _pairs(read, _listed(metadata["pairs"], MAX_PAIRS, f"{path.name}: at most {MAX_PAIRS} pairs"), features)
            head = _head(read, start, len(pairs))
            listed = _listed(metadata.get("own", "[]"), MAX_OWN, f"{path.name}: at most {MAX_OWN} photos")
            own = _own(read, listed, features, grid)
            return Profile(metadata["fingerprint"], head, pairs, margins, own)
    except SafetensorError:
        raise InputError(f"{path.name}: not a style profile (it cannot be read as safetensors)") from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{path.name}: the profile is damaged ({error})") from None


class _Tensors:
    """Tensors of an open safetensors file, each only as large as it should be."""

    def __init__(self, file: Any, name: str) -> None:
        self._file, self._name, self.names = file, name, set(file.keys())

    def __call__(self, name: str, shape: tuple[int, ...]) -> torch.Tensor:
        """A float32 tensor of finite numbers."""
        if self._shape(name) != shape:
            raise InputError(f"{self._name}: this profile was made with another model ({name} has another shape)")
        value = self._file.get_tensor(name).float()
        if not torch.isfinite(value).all():
            raise self.wrong(name, "holds a number that is not finite")
        return value

    def data(self, name: str, most: int) -> bytes:
        """At most so many bytes."""
        shape, kind = self._shape(name), self._file.get_slice(name).get_dtype()
        if kind != "U8" or len(shape) != 1 or shape[0] > most:
            raise self.wrong(name, f"should be at most {most} bytes")
        return self._file.get_tensor(name).numpy().tobytes()

    def wrong(self, name: str, what: str) -> InputError:
        """What is said of a tensor that cannot be used."""
        return InputError(f"{self._name}: {name} {what}")

    def _shape(self, name: str) -> tuple[int, ...]:
        if name not in self.names:
            raise InputError(f"{self._name}: the profile lacks {name}")
        return tuple(self._file.get_slice(name).get_shape())


def _listed(text: str, most: int, limit: str) -> list[Any]:
    listed = json.loads(text)
    if not isinstance(listed, list) or len(listed) > most:
        raise InputError(f"{limit} are read from a profile")
    return listed


def _head(read: _Tensors, start: Head, pairs: int) -> Head:
    """The head that so many pairs made of `start`."""
    shapes = {name: tuple(value.shape) for name, value in start._asdict().items() if f"head.{name}" in read.names}
    if {"pull", "alike"} & shapes.keys():
        shapes |= {"pull": (len(start.weight), pairs), "alike": (pairs, len(start.centre))}
    return start._replace(**{name: read(f"head.{name}", shape) for name, shape in shapes.items()})


def _pairs(read: _Tensors, listed: list[Any], features: int) -> tuple[Pair, ...]:
    pairs = []
    for i, item in enumerate(listed):
        photo = read(f"pair.{i}.photo", (features,)).numpy() if f"pair.{i}.photo" in read.names else None
        drawing = read(f"pair.{i}.drawing", (features,)).numpy()
        sketch = sketch_from_value(item["sketch"])
        pairs.append(Pair(sketch, str(item["photo"])[:200], str(item["category"])[:200], drawing, photo))
    return tuple(pairs)


def _own(read: _Tensors, listed: list[Any], features: int, grid: tuple[int, ...]) -> OwnPhotos:
    if not listed:
        return NO_PHOTOS
    photos: list[Photo] = []
    for item in listed:
        # Names that this program wrote stay as they are.
        kind, stem = kind_of(str(item["category"])), clean(str(item["photo"]).partition("/")[2], 2 * MAX_NAME)
        photos.append(Photo(unique_id(kind, stem, {photo.id for photo in photos}), kind))
    pooled, maps = read("own.pooled", (len(listed), features)), read("own.attention", (len(listed), *grid))
    if (pooled.norm(dim=1) - 1).abs().max() > _ROUNDING:
        raise read.wrong("own.pooled", "should hold rows of length 1")
    if maps.min() < 0 or (maps.flatten(1).sum(1) - 1).abs().max() > _ROUNDING:
        raise read.wrong("own.attention", "should hold maps that sum to 1")
    thumbnails = [read.data(f"own.{i}.thumbnail", MAX_THUMBNAIL) for i in range(len(listed))]
    for i, data in enumerate(thumbnails):
        if not is_thumbnail(data):
            raise read.wrong(f"own.{i}.thumbnail", "is not a small picture")
    return OwnPhotos(tuple(photos), pooled.numpy().astype(np.float16), maps.numpy().astype(np.float16), tuple(thumbnails))
