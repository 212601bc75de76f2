"""Attention laid over a picture, and pictures as data URIs."""

from __future__ import annotations

import base64
import io

import cv2
import numpy as np
from PIL import Image

WARM = np.array([214.0, 73.0, 42.0], np.float32)


def overlay(image: np.ndarray, attention: np.ndarray, strength: float = 0.75) -> np.ndarray:
    """Tint a picture, uint8 `[H, W, 3]`, where attention, float32 `[h, w]` with sum 1, is high; at most by `strength`.

    A cell of the map sees what lies around the pixel at its row and column times the stride: that is where it is laid.
    A map that looks everywhere alike leaves no tint: the range is at least what an even map gives each cell.
    """
    height, width = image.shape[:2]
    scaled = (attention - attention.min()) / max(float(np.ptp(attention)), 1 / attention.size)
    place = np.array([[width / attention.shape[1], 0, 0], [0, height / attention.shape[0], 0]])
    smooth = cv2.warpAffine(scaled, place, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    alpha = np.clip(smooth, 0, 1)[..., None] * strength
    return np.round(image * (1 - alpha) + WARM * alpha).astype(np.uint8)


def encode(image: np.ndarray, form: str = "PNG", quality: int = 80) -> bytes:
    """The bytes of a picture file of uint8 RGB `[H, W, 3]`."""
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, form, quality=quality)
    return buffer.getvalue()


def data_uri(image: np.ndarray) -> str:
    """A picture as a PNG data URI."""
    return "data:image/png;base64," + base64.b64encode(encode(image)).decode()
