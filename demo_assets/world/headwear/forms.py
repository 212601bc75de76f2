# SPDX-License-Identifier: GPL-3.0-or-later
"""The styles: profiles of crowns, turns of brims, and what each may carry."""

from __future__ import annotations

from dataclasses import dataclass

HEAD_X = 8.2
HEAD_Y = 9.7
SEGMENTS = 96


@dataclass(frozen=True)
class Form:
    """A style: the crown's profile (radius and height as shares, from the base to the middle of the top) and its brim.

    `side`, `front`, `back` are how far in degrees the brim has turned up at its edge; `slope` is where it starts.
    """

    profile: tuple[tuple[float, float], ...]
    height: float
    corner: float = 2.0
    brim: float = 0.0
    slope: float = 0.0
    side: float = 0.0
    front: float = 0.0
    back: float = 0.0
    power: float = 1.6
    dent: str = ""
    cloth: str = "felt"


DOME = ((1.0, 0.0), (0.995, 0.28), (0.92, 0.56), (0.72, 0.82), (0.4, 0.965), (0.0, 1.0))
CAP = ((1.0, 0.0), (0.99, 0.24), (0.91, 0.52), (0.7, 0.79), (0.38, 0.955), (0.0, 1.0))
FORMS = {
    "teardrop": Form(((1, 0), (0.93, 0.6), (0.84, 1.0), (0, 1.02)), 12.0, 2.4, 6.4, 2, 34, -24, 26, dent="teardrop"),
    "centre dent": Form(((1, 0), (0.95, 0.5), (0.88, 1.0), (0, 1.03)), 12.6, 2.6, 7.0, 0, 14, -12, 10, dent="crease"),
    "trilby": Form(((1, 0), (0.9, 0.6), (0.76, 1.0), (0, 1.02)), 11.0, 2.0, 4.0, -4, 40, -26, 82, dent="teardrop"),
    "pork pie": Form(((1, 0), (0.98, 1.0), (0, 1.0)), 8.6, 1.0, 4.6, 4, 58, 34, 58, dent="telescope"),
    "derby": Form(DOME, 12.6, 0.8, 4.6, 4, 118, 12, 22, 1.9),
    "cloche": Form(((1, 0), (1.02, 0.4), (0.92, 0.74), (0.58, 0.96), (0, 1.0)), 14.0, 3.0, 4.6, -68, 30, 44, 34, 1.2),
    "pith": Form(DOME, 12.0, 0.8, 5.6, -16, -26, -20, -30, 0.8, cloth="canvas"),
    "breton": Form(DOME, 10.6, 0.8, 6.0, 10, 84, 74, 92, 1.0),
    "stovepipe": Form(((1, 0), (0.97, 0.5), (0.99, 1.0), (0, 1.0)), 17.0, 0.5, 4.6, 4, 88, -14, -8, 1.7, cloth="silk"),
    "bell": Form(((1, 0), (0.88, 0.4), (0.93, 0.7), (1.1, 1.0), (0, 1.01)), 14.5, 0.5, 4.8, 4, 92, -18, -12, 1.7, cloth="silk"),
    "coachman": Form(((1, 0), (0.82, 1.0), (0, 1.01)), 12.5, 0.6, 5.2, 2, 46, -8, -4, cloth="silk"),
    "hatter": Form(((1, 0), (1.02, 0.25), (1.34, 1.0), (0, 1.05)), 17.0, 0.8, 6.0, 2, 64, -20, -16, dent="lean", cloth="silk"),
    "six panel": Form(CAP, 11.2, 1.0, cloth="twill"),
    "trucker": Form(
        ((1, 0), (1.0, 0.3), (0.93, 0.6), (0.72, 0.86), (0.38, 0.98), (0, 1.01)), 11.4, 1.0, cloth="twill", dent="front"
    ),
    "camper": Form(((1, 0), (0.97, 0.6), (0.9, 0.93), (0.74, 1.0), (0, 1.02)), 9.6, 1.4, cloth="twill"),
    "newsboy": Form(
        ((1, 0), (1.03, 0.14), (1.26, 0.4), (1.24, 0.66), (0.85, 0.94), (0, 1.0)), 7.4, 1.4, cloth="tweed", dent="forward"
    ),
    "cuffed": Form(((0.97, 0), (0.98, 0.4), (0.9, 0.68), (0.62, 0.9), (0.3, 0.985), (0, 1.0)), 17.0, 1.5, cloth="knit"),
    "fisherman": Form(((0.97, 0), (0.97, 0.4), (0.9, 0.7), (0.6, 0.94), (0, 1.0)), 12.0, 1.5, cloth="knit"),
    "slouchy": Form(
        ((0.94, 0), (1.0, 0.25), (1.16, 0.5), (1.1, 0.75), (0.7, 0.95), (0, 1.0)), 19.0, 2.5, cloth="knit", dent="slouch"
    ),
    "pointed": Form(((0.97, 0), (0.96, 0.35), (0.74, 0.62), (0.36, 0.88), (0.14, 0.98), (0, 1.0)), 22.0, 1.2, cloth="knit"),
    "sun": Form(DOME, 10.6, 0.8, 12.5, -6, 4, -8, 2, 1.2, cloth="straw"),
    "boater": Form(((1, 0), (0.99, 1.0), (0, 1.0)), 8.2, 0.5, 6.2, 0, 0, 0, 0, cloth="straw"),
    "floppy": Form(
        ((1, 0), (0.99, 0.45), (0.88, 0.82), (0.5, 0.98), (0, 1)), 11.0, 1.0, 13.0, -12, -12, -26, -16, 1.2, "wave", "straw"
    ),
    "conical": Form(((2.25, 0), (2.0, 0.16), (1.0, 0.6), (0.3, 0.92), (0, 1.0)), 15.0, 2.0, cloth="straw"),
    "classic beret": Form(
        ((0.92, 0), (0.92, 0.1), (1.36, 0.26), (1.52, 0.46), (1.3, 0.76), (0.7, 0.95), (0, 1.0)), 7.4, 0.7, dent="slump"
    ),
    "military": Form(
        ((0.94, 0), (0.93, 0.24), (1.24, 0.5), (1.3, 0.64), (1.05, 0.88), (0.6, 0.98), (0, 1.0)), 9.0, 0.6, dent="drape"
    ),
    "tam": Form(
        ((0.9, 0), (0.9, 0.22), (1.3, 0.34), (1.66, 0.5), (1.62, 0.62), (1.0, 0.88), (0, 1.0)),
        9.6,
        0.7,
        cloth="knit",
        dent="folds",
    ),
    "toque": Form(
        ((0.96, 0), (0.97, 0.5), (1.0, 0.56), (1.4, 0.72), (1.42, 0.84), (0.95, 0.98), (0, 1.0)),
        21.0,
        0.8,
        cloth="linen",
        dent="pleats",
    ),
    "cattleman": Form(
        ((1, 0), (0.93, 0.6), (0.88, 1.0), (0, 1.05)), 13.2, 2.4, 9.0, 4, 112, -22, -14, 1.4, "cattleman", "western"
    ),
    "gus": Form(((1, 0), (0.93, 0.6), (0.84, 1.0), (0, 1.05)), 14.5, 2.8, 10.0, 0, 66, -18, -10, 1.5, "gus", "western"),
    "gambler": Form(((1, 0), (0.97, 1.0), (0, 1.0)), 10.4, 1.2, 8.2, 2, 52, 6, 20, 2.2, "telescope", "western"),
    "pinch front": Form(
        ((1, 0), (0.93, 0.6), (0.86, 1.0), (0, 1.05)), 12.2, 2.2, 9.6, 2, 88, -38, -26, 1.4, "pinch", "western"
    ),
    "classic bucket": Form(((1, 0), (0.86, 1.0), (0, 1.02)), 9.2, 0.7, 6.0, -46, -4, -4, -4, cloth="canvas"),
    "round bucket": Form(
        ((1, 0), (0.97, 0.4), (0.8, 0.82), (0.45, 0.98), (0, 1.0)), 11.0, 1.2, 5.2, -34, -14, -14, -14, cloth="canvas"
    ),
    "deep bucket": Form(
        ((1, 0), (0.97, 0.45), (0.86, 0.82), (0.6, 0.97), (0, 1.0)), 13.0, 1.2, 5.0, -62, 20, 20, 20, 1.0, cloth="canvas"
    ),
    "boonie": Form(((1, 0), (0.93, 1.0), (0, 1.02)), 9.0, 0.8, 7.6, -8, 38, -18, -4, 1.4, cloth="canvas"),
    "witch": Form(((1, 0), (0.72, 0.28), (0.36, 0.66), (0.1, 0.97), (0, 1.0)), 30.0, 0.6, 12.0, -4, 8, -8, 6, cloth="felt"),
    "crooked witch": Form(
        ((1, 0), (0.84, 0.2), (0.48, 0.55), (0.2, 0.85), (0.05, 0.99), (0, 1)), 30.0, 0.6, 11.0, -6, 14, -16, 4, 1.3, "crooked"
    ),
    "party": Form(((0.9, 0), (0.03, 0.99), (0, 1.0)), 24.0, 0.1, cloth="card"),
    "fez": Form(((0.98, 0), (0.76, 1.0), (0, 1.01)), 13.0, 0.7),
}
STYLES = {
    "fedora": ("teardrop", "centre dent", "trilby", "pork pie"),
    "bowler": ("derby", "cloche", "pith", "breton"),
    "top hat": ("stovepipe", "bell", "coachman", "hatter"),
    "cap": ("six panel", "trucker", "camper", "newsboy"),
    "beanie": ("cuffed", "fisherman", "slouchy", "pointed"),
    "sun hat": ("sun", "boater", "floppy", "conical"),
    "beret": ("classic beret", "military", "tam", "toque"),
    "cowboy": ("cattleman", "gus", "gambler", "pinch front"),
    "bucket": ("classic bucket", "round bucket", "deep bucket", "boonie"),
    "cone": ("witch", "crooked witch", "party", "fez"),
}
TRIMS = {
    "fedora": ("ribbon", "bow", "feather", "cord"),
    "bowler": ("bow", "ribbon", "flower", "feather"),
    "top hat": ("ribbon", "buckle", "feather", "bow"),
    "cap": ("none", "badge"),
    "beanie": ("pompom", "none", "badge"),
    "sun hat": ("bow", "ribbon", "flower", "cord"),
    "beret": ("stem", "badge"),
    "cowboy": ("cord", "buckle", "feather", "ribbon"),
    "bucket": ("none", "cord", "ribbon", "badge"),
    "cone": ("buckle", "bow", "ribbon", "cord"),
}
BY_STYLE = {style: TRIMS[kind] for kind, styles in STYLES.items() for style in styles} | {
    "conical": ("cord", "none"),
    "tam": ("pompom", "stem"),
    "toque": ("none", "badge"),
    "military": ("badge",),
    "party": ("pompom", "tassel"),
    "fez": ("tassel",),
    "slouchy": ("none", "badge"),
    "pith": ("ribbon", "cord"),
}
BRIMMED = tuple(style for style, form in FORMS.items() if form.brim)
BANDED = ("ribbon", "bow", "feather", "buckle", "cord", "flower")
