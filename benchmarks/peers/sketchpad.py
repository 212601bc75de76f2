"""The page's peer: the same engine behind `gr.Sketchpad` and `gr.Gallery`. `python -m benchmarks.peers.sketchpad --port N`.

Where there was a choice, it is the one that spares time: the picture goes to the backbone as it is, scaled, instead of being
made into strokes again; the gallery is given files, not pictures; and nothing is drawn over it while it is waited for.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import gradio as gr
import numpy as np

from sbir.drawing import letterbox
from sbir.engine import Engine
from sbir.session import Query
from sbir.types import Sketch, Timing

TOP = 24


def build(engine: Engine) -> gr.Blocks:
    """A sketchpad, and beside it the photos nearest to what is on it."""
    photos = {photo.id: str(Path(engine.gallery.folder, file)) for photo, file in _files(engine)}

    def search(value: dict | None) -> list[str]:
        picture = None if value is None else value.get("composite")
        if picture is None:
            return []
        ranked = engine.retrieve(query_of(engine, picture), engine.session(), TOP).ranked
        return [photos[hit.photo] for hit in ranked]

    with gr.Blocks(title="Sketch search", analytics_enabled=False) as page:
        pad = gr.Sketchpad(type="numpy", label="Draw", canvas_size=(480, 360), brush=gr.Brush(default_size=4))
        found = gr.Gallery(columns=6, label="Found", elem_id="found")
        pad.change(search, pad, found, show_progress="hidden")
    return page


def query_of(engine: Engine, picture: np.ndarray) -> Query:
    """A picture from the sketchpad, uint8 RGBA or RGB `[H, W, C]`, as the engine takes it: black ink on white, encoded."""
    size = engine.backbone.size
    raster = letterbox(_on_white(picture), size)
    features = engine.backbone.encode(raster[None])
    return Query(Sketch(size, size, ()), raster, features.pooled[0], features.attention[0], Timing(0, 0))


def _on_white(picture: np.ndarray) -> np.ndarray:
    if picture.shape[2] == 3:
        return picture
    ink = cv2.cvtColor(picture[:, :, 3], cv2.COLOR_GRAY2RGB).astype(np.float32) / 255
    return (picture[:, :, :3] * ink + 255 * (1 - ink)).astype(np.uint8)


def _files(engine: Engine) -> zip:
    return zip(engine.gallery.photos, engine.gallery.files, strict=True)


def main() -> None:
    """Serve it until it is stopped."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers.sketchpad", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    engine = Engine.open()
    build(engine).launch(server_port=port, quiet=True, ssr_mode=False, allowed_paths=[str(engine.gallery.folder)])


if __name__ == "__main__":
    main()
