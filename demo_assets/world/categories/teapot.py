# SPDX-License-Identifier: GPL-3.0-or-later
"""Teapots, coffee pots and kettles, in centimetres; the spout points towards -x, the handle is at +x or above."""

from __future__ import annotations

import numpy as np

from ..category import Category, View
from ..palette import GLAZE
from ..parameters import Choice, Continuous, Parameters
from ..part import Part
from ..teaware.fittings import ABOVE, handle_of, lid_of, spout_of
from ..teaware.vessel import FORMS, base_height, height_of, radius_at, relief, standing_foot, vessel

SPACE = {
    "form": Choice(tuple(FORMS), weight=3.0),
    "handle": Choice(
        ("ear", "loop", "square", "swan", "bail", "cane", "stick", "straight"),
        weight=3.0,
        given=(
            "form",
            {
                "tetsubin": ("bail", "cane", "square bail", "stick"),
                "squat": ("bail", "ear", "stick", "loop", "cane"),
                "drum": ("square", "cane", "bail", "ear", "square bail"),
                "tall": ("ear", "square", "swan", "straight"),
                "waist": ("square", "ear", "swan", "straight"),
                "pear": ("ear", "loop", "swan", "straight"),
                "cone": ("square", "loop", "cane", "straight"),
                "urn": ("ear", "swan", "loop", "bail"),
                "globe": ("ear", "loop", "bail", "cane", "stick", "square"),
            },
        ),
    ),
    "spout": Choice(
        ("classic", "gooseneck", "stub", "cannon", "crane", "beak"),
        weight=3.0,
        given=(
            "form",
            {
                "tetsubin": ("stub", "classic", "crane"),
                "squat": ("stub", "classic", "crane", "cannon"),
                "tall": ("beak", "gooseneck", "classic", "cannon"),
                "waist": ("beak", "cannon", "gooseneck"),
                "pear": ("gooseneck", "classic", "beak", "crane"),
                "cone": ("gooseneck", "stub", "cannon", "beak"),
                "urn": ("classic", "gooseneck", "crane"),
            },
        ),
    ),
    "plan": Choice(
        ("round", "octagon", "hexagon", "square", "lobed"),
        weight=2.0,
        shares={"round": 2.6},
        given=(
            "form",
            {"urn": ("round", "lobed", "octagon"), "tetsubin": ("round", "octagon"), "squat": ("round", "lobed", "hexagon")},
        ),
    ),
    "lid": Choice(("dome", "flat", "stepped", "pagoda", "cap", "sunken"), weight=2.0),
    "knob": Choice(("ball", "disc", "acorn", "ring", "drum", "spire"), weight=1.5),
    "foot": Choice(("flat", "ring", "pedestal", "balls", "trivet"), weight=1.5, shares={"flat": 1.6}),
    "relief": Choice(
        ("none", "band", "three bands", "studs", "ribs", "dipped"),
        weight=2.0,
        shares={"none": 1.5},
        given=(
            "plan",
            {
                "octagon": ("none", "band", "dipped"),
                "hexagon": ("none", "band", "three bands"),
                "square": ("none", "band", "dipped"),
                "lobed": ("none", "band"),
            },
        ),
    ),
    "height": Continuous(0.84, 1.18, weight=2.0),
    "radius": Continuous(6.4, 8.6, weight=0.7),
    "belly": Continuous(-0.06, 0.08),
    "opening": Continuous(0.85, 1.2),
    "spout_root": Continuous(0.2, 0.42),
    "spout_rise": Continuous(0.78, 1.08, weight=1.5),
    "spout_reach": Continuous(0.5, 0.95, weight=1.5),
    "spout_width": Continuous(0.85, 1.25),
    "handle_size": Continuous(0.75, 1.25, weight=1.5),
    "handle_bar": Continuous(0.8, 1.3),
    "handle_drop": Continuous(0.0, 1.0, weight=0.7),
    "lid_height": Continuous(0.7, 1.4),
    "knob_size": Continuous(0.75, 1.35),
    "foot_height": Continuous(0.7, 1.4, weight=0.6),
    "relief_place": Continuous(0.3, 0.75, when={"relief": ("band", "dipped", "studs")}),
    "relief_count": Continuous(3.0, 6.99, weight=0.6, when={"relief": ("studs", "ribs")}),
    "glaze": Choice(tuple(GLAZE), weight=0.0),
    "accent": Choice(tuple(GLAZE), weight=0.0),
    "material": Choice(
        ("glossy", "matt", "iron", "steel", "satin", "speckled", "copper"),
        weight=0.0,
        shares={"steel": 0.7, "copper": 0.5},
        given=(
            "form",
            {
                "tetsubin": ("iron", "matt", "iron", "copper"),
                "waist": ("steel", "matt", "iron"),
                "tall": ("steel", "glossy", "copper", "satin"),
                "urn": ("glossy", "steel", "speckled", "satin"),
            },
        ),
    ),
    "wood": Choice(("walnut", "beech", "cherry", "black"), weight=0.0),
    "wooden": Choice(("handle and knob", "knob", "none"), weight=0.0),
}


def build(p: Parameters) -> list[Part]:
    """Body, foot, relief, spout, handle, lid with its knob."""
    base = base_height(p)
    return [
        *vessel(p, base),
        *standing_foot(p, base),
        *relief(p, base),
        *spout_of(p, base),
        *handle_of(p, base),
        *lid_of(p, base),
    ]


def attributes(p: Parameters) -> dict[str, float]:
    """Numbers in [0, 1] that describe a teapot."""
    return {
        "tall": float(np.clip((height_of(p) / float(p["radius"]) - 0.8) / 2.2, 0, 1)),
        "handle_above": float(p["handle"] in ABOVE),
        "handle_straight": float(p["handle"] in ("stick", "straight")),
        "spout_long": float(np.clip(float(p["spout_reach"]) - (0.3 if p["spout"] in ("stub", "beak") else 0.0), 0, 1)),
        "spout_thin": float(p["spout"] == "gooseneck"),
        "angular": float(p["plan"] in ("square", "hexagon", "octagon")),
        "decorated": float(p["relief"] != "none"),
        "raised": float(p["foot"] in ("pedestal", "balls", "trivet")),
        "wide_lid": float(np.clip(float(radius_at(p, 1.0)) / float(p["radius"]), 0, 1)),
    }


CATEGORY = Category("teapot", 1, SPACE, build, attributes, View(azimuth=8.0, elevation=16.0))
