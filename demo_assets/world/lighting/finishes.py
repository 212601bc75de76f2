# SPDX-License-Identifier: GPL-3.0-or-later
"""What lamps are made of."""

from __future__ import annotations

from ..finish import Finish
from ..palette import GLAZE, METAL, TEXTILE, WOOD
from ..parameters import Parameters

CLOTH_SHADES = ("drum", "empire", "coolie", "bell", "pleated", "tapered square", "hexagon", "scalloped")


PAINT = {
    "red": "#b0392f",
    "cream": "#d8cbae",
    "charcoal": "#393c41",
    "sage": "#8ca286",
    "mustard": "#cf9f3a",
    "blue": "#356799",
    "teal": "#2a7578",
    "coral": "#d0725c",
}


LIT = Finish("glow", "#f2cf96")


BULB = Finish("glow", "#f5dcae")


def metal_finish(p: Parameters) -> Finish:
    return Finish("metal", METAL[str(p["metal"])], 0.3)


def paint_finish(p: Parameters) -> Finish:
    return Finish("paint", PAINT[str(p["paint"])], 0.35)


def wood_finish(p: Parameters) -> Finish:
    return Finish("wood", WOOD[str(p["wood"])])


def cloth_finish(p: Parameters) -> Finish:
    if p["lit"] == "lit" and p["cloth"] in ("linen", "sand", "grey", "rose"):
        return Finish("glow", {"linen": "#edcf9c", "sand": "#e6bd84", "grey": "#e2d2b0", "rose": "#e8b296"}[str(p["cloth"])])
    return Finish("fabric", {**TEXTILE, "linen": "#d3c6ab"}[str(p["cloth"])])


def body_finish(p: Parameters) -> Finish:
    stuff = str(p["stuff"])
    if stuff == "wood":
        return wood_finish(p)
    if stuff == "metal":
        return metal_finish(p)
    return Finish("ceramic", GLAZE[str(p["glaze"])], 0.15 if stuff == "glass" else 0.35)
