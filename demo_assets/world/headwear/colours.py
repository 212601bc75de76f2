# SPDX-License-Identifier: GPL-3.0-or-later
"""Colours of felt, cloth, straw and ribbon."""

from __future__ import annotations

FELT = {
    "charcoal": "#3a3a3d",
    "camel": "#b08a5b",
    "chocolate": "#4b3226",
    "navy": "#26324d",
    "forest": "#3c4f3a",
    "burgundy": "#6a2530",
    "dove": "#9a958c",
    "black": "#242325",
    "rust": "#9c5230",
    "plum": "#533a52",
}
BRIGHT = {
    "red": "#a83229",
    "navy": "#2b3d66",
    "mustard": "#c5942f",
    "bottle": "#2d5a48",
    "sky": "#6f9dbd",
    "rose": "#c4808a",
    "black": "#2a2a2d",
    "khaki": "#a2906a",
    "teal": "#2f7776",
    "orange": "#c76a2c",
}
STRAW = {"wheat": "#d3b071", "honey": "#bd8d48", "tobacco": "#8d6236", "sand": "#d0bd95"}
RIBBON = {"black": "#1f1e21", "wine": "#6c1f2c", "navy": "#22304f", "tan": "#9b7443", "olive": "#5d6138", "slate": "#5a6470"}
