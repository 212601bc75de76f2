# SPDX-License-Identifier: GPL-3.0-or-later
"""Aeroplanes as fine desk models, in centimetres; the nose faces -y, the wings reach along x."""

from __future__ import annotations

import numpy as np

from ..category import Category, View
from ..parameters import Choice, Continuous, Parameters
from ..part import Part
from ..vehicles.plane_plan import KINDS, PROPS, Plane
from ..vehicles.plane_power import desk_stand, engines, floats, on_wheels, struts
from ..vehicles.plane_skin import marks, surfaces, windows

SPACE = {
    "kind": Choice(tuple(KINDS), weight=5.0),
    "tip": Choice(
        ("round", "square", "raked", "elliptical", "winglet", "tank"),
        weight=2.0,
        given=(
            "kind",
            {
                "airliner": ("winglet", "raked", "round"),
                "fighter": ("square", "raked", "tank"),
                "biplane": ("round", "square"),
                "glider": ("winglet", "raked", "square"),
                "business jet": ("winglet", "tank", "square"),
                "low wing": ("round", "square", "elliptical", "tank"),
                "high wing": ("round", "square", "raked"),
                "seaplane": ("round", "square"),
                "flying boat": ("round", "elliptical", "square"),
            },
        ),
    ),
    "tail": Choice(
        ("low", "high", "cross", "twin fins", "butterfly"),
        weight=2.5,
        given=(
            "kind",
            {
                "airliner": ("low", "cross", "high"),
                "biplane": ("low", "cross"),
                "fighter": ("low", "twin fins", "high"),
                "business jet": ("high", "cross"),
                "glider": ("high", "butterfly", "cross"),
                "high wing": ("low", "cross", "high"),
                "low wing": ("low", "butterfly", "high"),
                "seaplane": ("low", "cross"),
                "flying boat": ("cross", "twin fins", "high"),
                "twin prop": ("low", "twin fins", "high", "cross"),
            },
        ),
    ),
    "nose": Choice(
        ("spinner", "long spinner", "radial", "flat"),
        weight=1.5,
        when={"kind": PROPS},
        given=("kind", {"seaplane": ("radial", "spinner"), "biplane": ("radial", "flat", "spinner")}),
    ),
    "blades": Choice(("two", "three", "four"), weight=1.0, when={"kind": PROPS}),
    "gear": Choice(
        ("spats", "open wheels", "stand", "tail wheel"),
        weight=2.0,
        given=(
            "kind",
            {
                "airliner": ("open wheels", "stand"),
                "fighter": ("open wheels", "stand"),
                "biplane": ("tail wheel", "spats"),
                "glider": ("stand",),
                "seaplane": ("open wheels",),
                "flying boat": ("stand",),
                "business jet": ("open wheels", "stand"),
                "twin prop": ("open wheels", "stand"),
                "low wing": ("spats", "open wheels", "tail wheel"),
                "high wing": ("tail wheel", "spats", "open wheels"),
            },
        ),
    ),
    "canopy": Choice(("long", "short", "framed"), weight=1.0),
    "engines": Choice(("two", "four"), weight=1.5, when={"kind": ("airliner", "flying boat")}, shares={"two": 1.3}),
    "scheme": Choice(("line", "bands", "discs", "twin lines", "tail", "plain"), weight=2.0),
    "stand": Choice(("disc", "block", "arch"), weight=0.7, when={"gear": ("stand",)}),
    "length": Continuous(0.88, 1.14, weight=1.5),
    "span": Continuous(0.85, 1.12, weight=2.0),
    "chord": Continuous(0.88, 1.18),
    "taper": Continuous(0.8, 1.15),
    "sweep": Continuous(-0.6, 2.2),
    "dihedral": Continuous(-0.4, 1.2, weight=0.7),
    "wing_place": Continuous(-0.02, 0.04, weight=0.7),
    "girth": Continuous(0.9, 1.16, weight=1.5),
    "fin_height": Continuous(0.82, 1.25, weight=1.5),
    "fin_sweep": Continuous(0.6, 1.3),
    "tail_span": Continuous(0.85, 1.2),
    "engine_size": Continuous(0.85, 1.2),
    "propeller": Continuous(0.9, 1.2, weight=0.7),
    "turn": Continuous(0.0, 1.5, weight=0.5),
    "gear_height": Continuous(0.85, 1.2, weight=0.7),
    "colour": Choice(("cream", "silver", "red", "yellow", "navy", "sky", "olive", "sand", "orange", "green"), weight=0.0),
    "second": Choice(("red", "navy", "charcoal", "orange", "teal"), weight=0.0),
}


def build(p: Parameters) -> list[Part]:
    """Fuselage, wings, tail, windows, engines, gear or stand."""
    plane = Plane(p)
    parts = [Part(plane.body.mesh(), plane.paint), *surfaces(plane), *windows(plane), *engines(plane), *marks(plane)]
    parts += struts(plane)
    if plane.kind == "seaplane":
        return [*parts, *floats(plane)]
    if p["gear"] == "stand":
        return [*parts, *desk_stand(plane)]
    return on_wheels(plane, parts)


def attributes(p: Parameters) -> dict[str, float]:
    """Numbers in [0, 1] that describe an aeroplane."""
    k = KINDS[str(p["kind"])]
    span, length = k.wing[2] * float(p["span"]), k.length * float(p["length"])
    return {
        "wide_wings": float(np.clip((2 * span / length - 0.5) / 1.8, 0, 1)),
        "swept_wings": float(np.clip((k.wing[5] + 0.5 * float(p["sweep"])) / 10, 0, 1)),
        "propeller": float(p["kind"] in PROPS),
        "high_wing": float(k.wing[1] > 0.5),
        "t_tail": float(p["tail"] == "high"),
        "on_a_stand": float(p["gear"] == "stand"),
        "slender": float(np.clip(1.4 - float(p["girth"]) * max(n[1] for n in k.knots) / length * 14, 0, 1)),
        "tall_fin": float(np.clip(k.fin[0] * float(p["fin_height"]) / 8, 0, 1)),
    }


CATEGORY = Category("airplane", 1, SPACE, build, attributes, View(azimuth=-38.0, elevation=24.0))
