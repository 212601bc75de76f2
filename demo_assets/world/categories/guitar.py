# SPDX-License-Identifier: GPL-3.0-or-later
"""Guitars on a stand, in centimetres; the front faces -y, the low string is on the left (-x).

Built lying on the back: x across, y along the neck, z towards the player's audience with the top of the body at z = 0.
"""

from __future__ import annotations

import numpy as np

from ..category import Category, View
from ..lutherie.bridge import make_bridge
from ..lutherie.layout import ACOUSTIC, ELECTRIC, Layout
from ..lutherie.neck import make_head, make_neck
from ..lutherie.soundboard import make_body, make_top
from ..lutherie.stand import make_stand
from ..parameters import Choice, Continuous, Parameters
from ..part import Part
from ..shapes.cutout import upright

HEADS = ("open book", "slotted", "six in line", "spear", "paddle", "scroll")
BRIDGES = ("pins", "tie", "moustache", "stop bar", "tremolo", "trapeze", "cone")
SPACE = {
    "kind": Choice((*ACOUSTIC, *ELECTRIC), weight=4.0),
    "cutaway": Choice(
        ("none", "round", "sharp"),
        weight=2.0,
        when={"kind": ACOUSTIC},
        shares={"none": 1.6},
        given=("kind", {"ukulele": ("none", "round")}),
    ),
    "hole": Choice(
        ("round", "oval", "half moon", "twin", "f-holes"),
        weight=2.0,
        when={"kind": ACOUSTIC},
        given=(
            "kind",
            {
                "dreadnought": ("round", "oval", "half moon"),
                "classical": ("round", "twin"),
                "archtop": ("f-holes", "oval"),
                "resonator": ("twin", "f-holes"),
                "ukulele": ("round", "oval", "twin"),
            },
        ),
    ),
    "pickups": Choice(
        ("two wide", "three slim", "slim and wide", "two soap bars", "one wide"),
        weight=2.0,
        when={"kind": ELECTRIC},
    ),
    "guard": Choice(
        ("none", "drop", "sheet", "fin"),
        weight=2.0,
        given=(
            "kind",
            {
                "classical": ("none",),
                "ukulele": ("none", "drop"),
                "resonator": ("none", "fin"),
                "archtop": ("fin", "none", "drop"),
                "dreadnought": ("drop", "fin", "none"),
                "arrow": ("none", "sheet"),
                "zigzag": ("none", "sheet", "fin"),
                "double horn": ("sheet", "none"),
                "offset": ("sheet", "none"),
                "single horn": ("fin", "none", "sheet"),
            },
        ),
    ),
    "bridge": Choice(
        BRIDGES,
        weight=1.5,
        given=(
            "kind",
            {
                "dreadnought": ("pins", "moustache"),
                "classical": ("tie",),
                "archtop": ("trapeze",),
                "resonator": ("cone",),
                "ukulele": ("tie", "pins"),
                "double horn": ("tremolo", "stop bar"),
                "offset": ("tremolo", "trapeze"),
                "single horn": ("stop bar", "trapeze", "tremolo"),
                "arrow": ("stop bar", "tremolo"),
                "zigzag": ("stop bar", "tremolo"),
            },
        ),
    ),
    "head": Choice(
        HEADS,
        weight=2.5,
        given=(
            "kind",
            {
                "dreadnought": ("open book", "paddle", "slotted"),
                "classical": ("slotted",),
                "archtop": ("open book", "scroll", "paddle"),
                "resonator": ("slotted", "paddle", "open book"),
                "ukulele": ("paddle", "scroll", "slotted"),
                "double horn": ("six in line", "spear", "scroll"),
                "offset": ("six in line", "paddle"),
                "single horn": ("open book", "six in line", "scroll"),
                "arrow": ("spear", "open book"),
                "zigzag": ("spear", "six in line", "open book"),
            },
        ),
    ),
    "inlay": Choice(
        ("dots", "blocks", "none"), weight=1.0, given=("kind", {"classical": ("none",), "ukulele": ("dots", "none")})
    ),
    "knobs": Choice(("two", "three", "four"), weight=1.0, when={"kind": (*ELECTRIC, "archtop")}),
    "stand": Choice(("tripod", "frame", "plinth", "easel"), weight=2.0),
    "width": Continuous(0.96, 1.18, weight=1.5),
    "length": Continuous(0.93, 1.06, weight=1.5),
    "waist": Continuous(-0.06, 0.05),
    "upper": Continuous(-0.06, 0.06),
    "sag": Continuous(-0.03, 0.04),
    "depth": Continuous(0.85, 1.2, weight=0.5),
    "horn": Continuous(0.88, 1.1, when={"kind": ELECTRIC}),
    "neck": Continuous(0.86, 1.0),
    "head_length": Continuous(0.88, 1.18),
    "head_width": Continuous(0.9, 1.15, weight=0.7),
    "hole_size": Continuous(0.85, 1.15, weight=0.7, when={"kind": ACOUSTIC}),
    "knob_place": Continuous(0.0, 1.0, weight=0.7, when={"kind": (*ELECTRIC, "archtop")}),
    "button": Continuous(0.8, 1.25, weight=0.5),
    "lean": Continuous(7.0, 15.0, weight=0.3),
    "stand_width": Continuous(0.85, 1.15, weight=0.5),
    "top": Choice(("spruce", "cedar", "honey", "mahogany", "night", "burst red"), weight=0.0),
    "paint": Choice(("cream", "cherry", "sea", "mint", "black", "butter", "plum", "orange"), weight=0.0),
    "guard_colour": Choice(("shell", "black", "ivory", "mint"), weight=0.0),
    "hardware": Choice(("chrome", "brass", "black"), weight=0.0, shares={"chrome": 2.0}),
    "stand_wood": Choice(("beech", "walnut", "black"), weight=0.0),
}


def build(p: Parameters) -> list[Part]:
    """Body, top, neck, head, strings; then leant on its stand."""
    at = Layout(p)
    lying = [*make_body(p, at), *make_top(p, at), *make_neck(p, at), *make_head(p, at), *make_bridge(p, at)]
    lean = float(p["lean"])
    stand, lift = make_stand(p, at, lean)
    return [
        Part(upright(part.mesh, lean).moved(z=lift), part.finish, part.bevel, part.thickness, part.lining) for part in lying
    ] + stand


def attributes(p: Parameters) -> dict[str, float]:
    """Numbers in [0, 1] that describe a guitar."""
    at = Layout(p)
    ratio = float(np.ptp(at.body[:, 1]) / np.ptp(at.body[:, 0]))
    return {
        "electric": float(at.electric),
        "long_body": float(np.clip((ratio - 0.9) / 0.7, 0, 1)),
        "slim_waist": float(np.clip(1.6 - at.across(0.58 * at.length) / at.half, 0, 1)),
        "pointed": float(at.kind in ("arrow", "zigzag") or p["cutaway"] == "sharp"),
        "small": float(at.kind == "ukulele"),
        "cut_away": float(at.kind in ("double horn", "single horn", "offset") or (not at.electric and p["cutaway"] != "none")),
        "pickguard": float(p["guard"] != "none"),
        "tuners_on_one_side": float(p["head"] in ("six in line", "spear")),
        "round_hole": float(not at.electric and p["hole"] == "round"),
        "long_head": float(np.clip((float(p["head_length"]) - 0.88) / 0.3, 0, 1)),
        "f_holes": float(not at.electric and p["hole"] == "f-holes"),
    }


CATEGORY = Category("guitar", 1, SPACE, build, attributes, View(azimuth=14.0, elevation=12.0, azimuth_spread=10.0))
