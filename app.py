"""Inkling's page: `python app.py`, then draw."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

NO_CV2 = "OpenCV cannot be loaded ({reason}). On Debian or Ubuntu: apt install libgl1 libglib2.0-0"


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse flags, open the engine, serve the page until it is stopped. Returns the exit status."""
    flags = _parser().parse_args(arguments)
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    try:
        import cv2  # noqa: F401
    except ImportError as error:
        return _refuse(NO_CV2.format(reason=error))
    from sbir.engine import Engine
    from sbir.types import InputError
    from sbir.ui import build_page, launch_page

    for what, path in (("model", flags.model), ("gallery", flags.gallery)):
        if path is not None and not path.exists():
            return _refuse(f"--{what} {path}: there is no such file or folder")
    try:
        engine = Engine.open(model=flags.model, gallery=flags.gallery, device=flags.device)
    except InputError as error:
        return _refuse(str(error))
    try:
        launch_page(build_page(engine), engine, flags.host, flags.port)
    except OSError as error:
        return _refuse(str(error))
    return 0


def _parser() -> argparse.ArgumentParser:
    on_space = bool(os.environ.get("SPACE_ID"))
    host = os.environ.get("GRADIO_SERVER_NAME") or ("0.0.0.0" if on_space else "127.0.0.1")
    port = os.environ.get("GRADIO_SERVER_PORT") or "7860"
    parser = argparse.ArgumentParser(prog="app.py", description="Sketch search that learns your hand: the page.")
    parser.add_argument("--host", default=host, help="address to listen on, 0.0.0.0 for all (default: %(default)s)")
    parser.add_argument("--port", default=port, type=_port, help="port to listen on (default: %(default)s)")
    parser.add_argument("--model", type=Path, help="folder of a trained model (default: the one that is shipped)")
    parser.add_argument("--gallery", type=Path, help="gallery, or any folder of pictures (default: the shipped gallery)")
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda", "tensorrt"), help="default: %(default)s")
    return parser


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: give a number from 1 to 65535")
    return int(text)


def _refuse(reason: str) -> int:
    print(f"app.py: {reason}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
