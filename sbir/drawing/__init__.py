"""Strokes in, a raster out: parsing, cleaning, scanning paper, tracing photos, simulated hands."""

from sbir.drawing.hand import Hand, draw_traced, random_hand, redraw
from sbir.drawing.raster import SIZE, letterbox, rasterise
from sbir.drawing.scan import sketch_from_image
from sbir.drawing.strokes import clean, sketch_from_json, sketch_from_value, sketch_to_value
from sbir.drawing.trace import LineWork, trace

__all__ = [
    "SIZE",
    "Hand",
    "LineWork",
    "clean",
    "draw_traced",
    "letterbox",
    "random_hand",
    "rasterise",
    "redraw",
    "sketch_from_image",
    "sketch_from_json",
    "sketch_from_value",
    "sketch_to_value",
    "trace",
]
