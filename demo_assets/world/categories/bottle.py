# SPDX-License-Identifier: GPL-3.0-or-later
"""Bottles, in centimetres; the label faces -y, nozzles point towards -x."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..bottling.body import COAT, FORMS, GLASS, INK, PAPER, Shape, body_finish, ears, measures, skin_of
from ..bottling.dispensers import bulb, dropper, flip, mist, nozzle, pourer, pump, sport, straw, trigger
from ..bottling.labels import label, relief
from ..bottling.stoppers import (
    Fit,
    ball_stopper,
    block,
    bow,
    cork,
    crown,
    cup,
    drum,
    foil,
    knob_cork,
    lip,
    loop,
    screw,
    swing,
    wide_lid,
    wired_cork,
)
from ..category import Category, View
from ..finish import Finish
from ..parameters import Choice, Continuous, Parameters
from ..part import Part

SPACE = {
    "kind": Choice(tuple(FORMS), weight=4.0),
    "closure": Choice(
        ("cork", "screw", "crown", "swing", "ball"),
        weight=3.0,
        given=(
            "kind",
            {
                "bordeaux": ("foil", "cork", "knob cork", "screw"),
                "burgundy": ("foil", "wired cork", "cork", "knob cork"),
                "longneck": ("crown", "swing", "screw", "pourer"),
                "flagon": ("swing", "cork", "knob cork", "crown"),
                "milk": ("wide lid", "straw", "cork", "swing"),
                "perfume": ("ball", "block", "bulb", "drum", "bow"),
                "sauce": ("nozzle", "flip", "screw", "pourer"),
                "flask": ("loop", "cup", "sport", "straw"),
                "medicine": ("dropper", "screw", "ball", "cork"),
                "spray": ("trigger", "pump", "mist", "trigger"),
            },
        ),
    ),
    "plan": Choice(
        ("round", "octagon"),
        weight=2.5,
        given=(
            "kind",
            {
                "burgundy": ("round",),
                "longneck": ("round", "round", "octagon"),
                "bordeaux": ("round", "round", "square"),
                "flagon": ("round", "hexagon", "square"),
                "milk": ("round", "square", "octagon"),
                "perfume": ("square", "oval", "hexagon", "round", "fluted"),
                "sauce": ("octagon", "round", "square", "oval"),
                "flask": ("round", "hexagon", "round"),
                "medicine": ("round", "square", "hexagon", "oval"),
                "spray": ("oval", "round", "square"),
            },
        ),
    ),
    "label": Choice(
        ("none", "rectangle", "arch", "oval", "shield", "diamond", "wrap", "ticket"), weight=2.5, shares={"none": 0.6}
    ),
    "print": Choice(
        ("frame", "bars", "emblem", "star", "wave"),
        weight=1.5,
        when={"label": ("rectangle", "arch", "oval", "shield", "diamond", "wrap", "ticket")},
    ),
    "relief": Choice(
        ("none", "rings", "shoulder band", "ribs", "neck label", "foot"),
        weight=2.0,
        shares={"none": 1.6},
        given=(
            "kind",
            {
                "perfume": ("none", "shoulder band", "foot"),
                "spray": ("none", "rings", "shoulder band"),
                "medicine": ("none", "rings", "foot", "shoulder band"),
                "flask": ("none", "rings", "shoulder band", "foot"),
            },
        ),
    ),
    "handle": Choice(
        ("none",), weight=1.5, given=("kind", {"flagon": ("ear", "none", "pair"), "sauce": ("none", "none", "ear")})
    ),
    "lip": Choice(("bead", "collar", "flare"), weight=0.8),
    "height": Continuous(0.82, 1.2, weight=2.0),
    "girth": Continuous(0.84, 1.22, weight=2.0),
    "shoulder": Continuous(-0.07, 0.07, weight=1.5),
    "slope": Continuous(0.75, 1.2),
    "throat": Continuous(0.85, 1.2),
    "taper": Continuous(-0.09, 0.07, weight=1.2),
    "waist": Continuous(-0.1, 0.06, weight=1.2),
    "heel": Continuous(0.1, 0.4, weight=0.7),
    "neck_swell": Continuous(-0.06, 0.14, weight=0.7),
    "cap_size": Continuous(0.8, 1.3, weight=1.2),
    "cap_width": Continuous(0.9, 1.2, weight=0.8),
    "flatness": Continuous(0.5, 0.72, weight=0.8, when={"plan": ("oval", "square")}),
    "label_place": Continuous(0.34, 0.62),
    "label_height": Continuous(0.36, 0.75, weight=1.5),
    "label_width": Continuous(0.6, 1.0),
    "relief_count": Continuous(3.0, 7.99, when={"relief": ("rings", "ribs")}),
    "relief_place": Continuous(0.1, 0.7, when={"relief": ("rings", "ribs")}),
    "glass": Choice(tuple(GLASS), weight=0.0),
    "coat": Choice(tuple(COAT), weight=0.0),
    "ink": Choice(tuple(INK), weight=0.0),
    "paper": Choice(tuple(PAPER), weight=0.0),
    "metal": Choice(("brass", "steel", "black", "chrome"), weight=0.0),
    "stopper": Choice(("walnut", "beech", "oak"), weight=0.0),
    "stuff": Choice(("glass", "coated", "glass"), weight=0.0),
}


def _closure(p: Parameters, shape: Shape) -> list[Part]:
    coat = Finish("plastic", "#2d2e31" if p["metal"] in ("black", "steel") else COAT[str(p["coat"])])
    if body_finish(p).kind in ("plastic", "paint"):
        coat = Finish("plastic", "#d2cdc2" if p["metal"] in ("brass", "chrome") else "#2f3033")
    fit = Fit(p, shape, shape.throat, shape.height, float(p["cap_size"]), float(p["cap_width"]), coat)
    return CLOSURES[str(p["closure"])](fit)


CLOSURES: dict[str, Callable[[Fit], list[Part]]] = {
    "foil": foil,
    "cork": cork,
    "knob cork": knob_cork,
    "wired cork": wired_cork,
    "screw": screw,
    "crown": crown,
    "swing": swing,
    "wide lid": wide_lid,
    "straw": straw,
    "ball": ball_stopper,
    "block": block,
    "drum": drum,
    "bow": bow,
    "bulb": bulb,
    "nozzle": nozzle,
    "flip": flip,
    "pourer": pourer,
    "loop": loop,
    "cup": cup,
    "sport": sport,
    "dropper": dropper,
    "trigger": trigger,
    "pump": pump,
    "mist": mist,
}


def build(p: Parameters) -> list[Part]:
    """Body, relief, label, lip, closure, handle."""
    shape = measures(p)
    return [*skin_of(p, shape), *relief(p, shape), *label(p, shape), *lip(p, shape), *_closure(p, shape), *ears(p, shape)]


def attributes(p: Parameters) -> dict[str, float]:
    """Numbers in [0, 1] that describe a bottle."""
    shape = measures(p)
    return {
        "slender": float(np.clip((shape.height / (2 * shape.radius) - 1.0) / 4.0, 0, 1)),
        "high_shoulders": float(np.clip(shape.shoulder / shape.height, 0, 1)),
        "long_neck": float(np.clip((1 - shape.shoulder / shape.height) * 1.6, 0, 1)),
        "wide_neck": float(np.clip(shape.throat / shape.radius, 0, 1)),
        "labelled": float(p["label"] != "none"),
        "angular": float(p["plan"] in ("square", "hexagon", "octagon")),
        "corked": float("cork" in str(p["closure"])),
        "with_nozzle": float(p["closure"] in ("trigger", "pump", "mist", "nozzle", "pourer", "bulb", "straw", "sport")),
        "decorated": float(p["relief"] != "none"),
    }


CATEGORY = Category("bottle", 1, SPACE, build, attributes, View(azimuth=-10.0, elevation=11.0))
