"""Gradio's own parts in the page's colours and in fonts that every machine has: nothing is fetched from elsewhere."""

from __future__ import annotations

from gradio.themes import Base

SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "sans-serif")
MONO = ("ui-monospace", "SF Mono", "Menlo", "Consolas", "Liberation Mono", "monospace")
PAPER, BOARD = "#f7f3ea", "#15201c"
INK, CHALK = "#1d1b18", "#ece8dc"


def theme() -> Base:
    """Paper by day, blackboard by night."""
    return Base(primary_hue="orange", neutral_hue="stone", font=SANS, font_mono=MONO).set(
        body_background_fill=PAPER,
        body_background_fill_dark=BOARD,
        body_text_color=INK,
        body_text_color_dark=CHALK,
        background_fill_primary=PAPER,
        background_fill_primary_dark=BOARD,
    )
