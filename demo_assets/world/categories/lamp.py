# SPDX-License-Identifier: GPL-3.0-or-later
"""Table, desk and floor lamps and lanterns, in centimetres; the front faces -y, arms reach towards -x."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..category import Category, View
from ..lighting.desk import banker, desk, gooseneck
from ..lighting.finishes import CLOTH_SHADES
from ..lighting.floor import arc, floor, tripod
from ..lighting.lanterns import lantern
from ..lighting.tabletop import globe_lamp, mushroom, table
from ..palette import GLAZE
from ..parameters import Choice, Continuous, Parameters
from ..part import Part

HEADS = ("cone", "dome", "can", "trumpet", "saucer")


SHADES = {
    "table": CLOTH_SHADES,
    "desk": HEADS,
    "gooseneck": HEADS,
    "arc": ("dome", "drum", "ball", "cone", "coolie"),
    "tripod": ("drum", "empire", "can", "tapered square", "coolie"),
    "lantern": ("pagoda", "cone", "dome", "stepped", "onion"),
    "banker": ("half round", "angular", "shell"),
    "mushroom": ("cap", "flat cap", "hat", "bowl", "ripple"),
    "floor": CLOTH_SHADES,
    "globe": ("ball", "drop", "lens", "egg"),
}


STEMS = {
    "table": ("vase", "gourd", "balls", "column", "jar", "candlestick", "cone", "ring", "cubes"),
    "desk": ("two arms", "springs", "counterweight", "long reach"),
    "gooseneck": ("hook", "swan", "low"),
    "arc": ("bow", "bent", "triple"),
    "tripod": ("plain", "braced", "shelf"),
    "lantern": ("square", "hexagon", "round", "storm"),
    "banker": ("column", "crook", "two posts"),
    "mushroom": ("column", "trumpet", "ball", "cone"),
    "floor": ("pole", "candlestick", "crook", "table", "wave"),
    "globe": ("stalk", "hoop", "cup", "branches"),
}


SPACE = {
    "kind": Choice(tuple(SHADES), weight=4.0),
    "stem": Choice(STEMS["table"], weight=3.0, given=("kind", STEMS)),
    "shade": Choice(CLOTH_SHADES, weight=3.0, given=("kind", SHADES)),
    "base": Choice(
        ("disc", "dome", "square", "stepped", "ring"),
        weight=1.5,
        given=(
            "kind",
            {"tripod": ("disc",), "lantern": ("disc", "square", "stepped"), "arc": ("disc", "dome", "square", "stepped")},
        ),
    ),
    "trim": Choice(("none", "edges", "band", "knob", "pull chain"), weight=1.5, shares={"none": 1.3}),
    "height": Continuous(0.84, 1.2, weight=2.0),
    "shade_width": Continuous(0.82, 1.22, weight=2.0),
    "shade_height": Continuous(0.8, 1.25, weight=1.5),
    "shade_taper": Continuous(-0.12, 0.14),
    "base_width": Continuous(0.85, 1.2),
    "base_height": Continuous(0.7, 1.5, weight=0.7),
    "body_width": Continuous(0.8, 1.25, weight=1.5),
    "body_low": Continuous(-0.08, 0.08, weight=0.7),
    "stem_width": Continuous(0.8, 1.35),
    "reach": Continuous(0.8, 1.2, weight=1.5),
    "bend": Continuous(0.0, 1.0, weight=1.5),
    "tilt": Continuous(0.0, 1.0, weight=0.8),
    "pleats": Continuous(14.0, 26.0, weight=0.5, when={"shade": ("pleated", "scalloped", "ripple", "shell")}),
    "glaze": Choice(tuple(GLAZE), weight=0.0),
    "cloth": Choice(("linen", "grey", "navy", "mustard", "teal", "brick", "rose", "green", "sand"), weight=0.0),
    "paint": Choice(("red", "cream", "charcoal", "sage", "mustard", "blue", "teal", "coral"), weight=0.0),
    "metal": Choice(("brass", "black", "steel", "chrome"), weight=0.0),
    "wood": Choice(("oak", "walnut", "beech", "black"), weight=0.0),
    "stuff": Choice(("ceramic", "wood", "metal", "glass"), weight=0.0, shares={"glass": 0.6}),
    "lit": Choice(("lit", "unlit"), weight=0.0),
}


MAKERS: dict[str, Callable[[Parameters], list[Part]]] = {
    "table": table,
    "desk": desk,
    "gooseneck": gooseneck,
    "arc": arc,
    "tripod": tripod,
    "lantern": lantern,
    "banker": banker,
    "mushroom": mushroom,
    "floor": floor,
    "globe": globe_lamp,
}


def build(p: Parameters) -> list[Part]:
    """The lamp of its kind."""
    return MAKERS[str(p["kind"])](p)


def attributes(p: Parameters) -> dict[str, float]:
    """Numbers in [0, 1] that describe a lamp."""
    kind = str(p["kind"])
    return {
        "stands_on_the_floor": float(kind in ("arc", "tripod", "floor")),
        "bent_or_jointed": float(kind in ("desk", "gooseneck", "arc") or p["stem"] in ("crook", "wave", "branches")),
        "cloth_shade": float(p["shade"] in CLOTH_SHADES),
        "round_shade": float(p["shade"] in ("ball", "dome", "cap", "bowl", "lens", "half round", "ripple")),
        "wide_shade": float(np.clip((float(p["shade_width"]) - 0.8) / 0.42 * (0.5 if p["shade"] == "can" else 1.0), 0, 1)),
        "angular": float(p["shade"] in ("tapered square", "hexagon", "angular") or p["stem"] in ("square", "hexagon", "cubes")),
        "to_be_carried": float(kind == "lantern"),
        "decorated": float(p["trim"] != "none"),
    }


CATEGORY = Category("lamp", 1, SPACE, build, attributes, View(azimuth=14.0, elevation=9.0))
