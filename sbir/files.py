"""Where files are kept, and writing them so that nobody ever sees half of one."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

# What comes with the program: the model, the gallery.
ASSETS = Path(__file__).parent.parent / "demo_assets"
# What the exported network that finds the thing in a photo is called in a model's folder.
FIGURE = "figure.onnx"


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path`, whole or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_bytes(data)
    part.replace(path)


def digest(data: bytes) -> str:
    """What tells this content from any other: 16 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()[:16]


def cache_folder(variable: str, name: str) -> Path:
    """The folder that the environment's `variable` names, else `name` in the user's cache folder."""
    if given := os.environ.get(variable):
        return Path(given)
    cache_home = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache_home) if cache_home else Path.home() / ".cache") / name
