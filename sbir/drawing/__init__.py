"""Strokes in, a raster out: parsing, cleaning, scanning paper, tracing photos, simulated hands."""

from sbir.drawing.hand import draw_traced, redraw
from sbir.drawing.people import PEOPLE, PEOPLE_SPLITS, Hand, person, random_hand
from sbir.drawing.raster import SIZE, letterbox, rasterise
from sbir.drawing.scan import sketch_from_image
from sbir.drawing.strokes import clean, sketch_from_json, sketch_from_value, sketch_to_value
from sbir.drawing.trace import LineWork, on_figure, trace

__all__ = [
    "PEOPLE",
    "PEOPLE_SPLITS",
    "SIZE",
    "Hand",
    "LineWork",
    "clean",
    "draw_traced",
    "letterbox",
    "on_figure",
    "person",
    "random_hand",
    "rasterise",
    "redraw",
    "sketch_from_image",
    "sketch_from_json",
    "sketch_from_value",
    "sketch_to_value",
    "trace",
]
