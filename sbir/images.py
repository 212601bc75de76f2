"""Reading pictures that anybody may have sent: bounded, never trusted, always uint8 RGB in the end."""

from __future__ import annotations

import io
import os
import warnings
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from sbir.types import InputError

FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF")
SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff"})
MAX_BYTES = 30 * 2**20
MAX_PIXELS = 50_000_000
# A figure of which no part is as sure as this is none.
SURE = 0.5
# So much of the ground stays: where the figure was missed, it is not lost. Chosen on validation drawings among 0, .1 and .2.
GROUND = 0.1
# A ground that changes less than this from pixel to pixel (mean slope, of 255, in a picture of `_GROUND_SIDE` px) is left
# alone: nothing is won on plain paper or a studio's wall, and thin parts can be lost. Chosen on validation drawings (.5 to 4).
PLAIN = 1.5
_GROUND_SIDE = 192
# Pixels around the figure, where its edges and its shadow are, that do not count as ground; and how many have to be left.
_AROUND, _ENOUGH = 8, 200


def read_image(source: str | os.PathLike[str] | bytes, max_side: int | None = None) -> np.ndarray:
    """Decode a picture file, or its bytes, to uint8 RGB `[H, W, 3]`.

    Of an animation the first frame is taken; transparency is laid on white; CMYK, palette and 16-bit pictures are
    converted; the camera's orientation is applied. `max_side` scales a larger picture down to that many pixels on its
    longer side. Raises `InputError` naming the file for anything that is not such a picture, is cut off, has more than
    50 million pixels or more than 30 MB.
    """
    name = "the picture" if isinstance(source, bytes) else Path(source).name
    data = source if isinstance(source, bytes) else _read_bytes(Path(source))
    if not data:
        raise InputError(f"{name}: the file is empty")
    if len(data) > MAX_BYTES:
        raise InputError(f"{name}: {len(data) / 2**20:.0f} MB is more than the {MAX_BYTES // 2**20} MB allowed for a picture")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise InputError(f"{name}: {image.width} x {image.height} pixels is more than the {MAX_PIXELS:,} allowed")
                if max_side is not None:
                    image.draft("RGB", (max_side, max_side))
                image.load()
                return np.ascontiguousarray(_to_rgb(image, max_side))
    except InputError:
        raise
    except UnidentifiedImageError:
        raise InputError(f"{name}: not a picture in a format that is read here ({', '.join(FORMATS)})") from None
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise InputError(f"{name}: the picture cannot be decoded ({error})") from None


def on_white(images: np.ndarray, figures: np.ndarray) -> np.ndarray:
    """Pictures, uint8 RGB `[n, H, W, 3]`, of which only the figure, float32 `[n, h, w]` in [0, 1], stands out: the rest
    fades to near white.

    A picture in which nothing is surely the figure stays as it is, and so does one whose ground is plain (`PLAIN`).
    """
    lifted = images.copy()
    for i, (image, figure) in enumerate(zip(images, figures, strict=True)):
        if figure.max() >= SURE and _unrest(image, figure) > PLAIN:
            share = cv2.resize(figure, (image.shape[1], image.shape[0]), interpolation=cv2.INTER_LINEAR)[..., None]
            lifted[i] = np.rint(255 + (image - 255.0) * (GROUND + (1 - GROUND) * share))
    return lifted


def _unrest(image: np.ndarray, figure: np.ndarray) -> float:
    """How much a picture's ground changes from pixel to pixel: the mean slope of its grey, of 255; 0 where the figure leaves no
    ground."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    if grey.shape != (_GROUND_SIDE, _GROUND_SIDE):
        grey = cv2.resize(grey, (_GROUND_SIDE, _GROUND_SIDE), interpolation=cv2.INTER_AREA)
    share = cv2.resize(figure, (_GROUND_SIDE, _GROUND_SIDE), interpolation=cv2.INTER_LINEAR)
    ground = cv2.dilate(share, np.ones((2 * _AROUND + 1, 2 * _AROUND + 1), np.uint8)) < SURE
    if ground.sum() < _ENOUGH:
        return 0.0
    slope = np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0, scale=1 / 8), cv2.Sobel(grey, cv2.CV_32F, 0, 1, scale=1 / 8))
    return float(slope[ground].mean())


def image_files(folder: Path) -> list[Path]:
    """All files below `folder` (sorted, hidden ones left out) whose suffix says that they are pictures."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def _read_bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(
                f"{path.name}: {size / 2**20:.0f} MB is more than the {MAX_BYTES // 2**20} MB allowed for a picture"
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path}: there is no such file") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None


def _to_rgb(image: Image.Image, max_side: int | None) -> np.ndarray:
    if max_side is not None and max(image.size) > 2 * max_side:
        image.thumbnail((2 * max_side, 2 * max_side), Image.Resampling.BOX)
    image = ImageOps.exif_transpose(image)
    if image.mode in ("I;16", "I;16B", "I;16L", "I", "F"):
        grey = np.asarray(image, np.float32)
        top = 65535.0 if grey.max(initial=0.0) > 255 else 255.0
        image = Image.fromarray(np.clip(grey * (255.0 / top), 0, 255).astype(np.uint8))
    if "A" in image.getbands() or "transparency" in image.info:
        rgba = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba)
    image = image.convert("RGB")
    if max_side is not None and max(image.size) > max_side:
        image.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    return np.asarray(image)
