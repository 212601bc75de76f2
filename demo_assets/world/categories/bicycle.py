# SPDX-License-Identifier: GPL-3.0-or-later
"""Bicycles, in centimetres, seen from the side of the chain; the front wheel points towards +x, the chain lies at -y."""

from __future__ import annotations

import numpy as np

from ..category import Category, View
from ..parameters import Choice, Continuous, Parameters
from ..part import Part
from ..vehicles.bike_controls import drive, handlebar_parts, saddle_parts
from ..vehicles.bike_frame import GEOMETRY, KINDS, Bike, frame_parts, high_wheeler, wheel_parts
from ..vehicles.bike_load import guards, lamps, load, stand

SPACE = {
    "kind": Choice(KINDS, weight=5.0),
    "handlebar": Choice(
        ("drop", "flat", "riser", "swept", "bullhorn", "moustache", "high"),
        weight=3.0,
        given=(
            "kind",
            {
                "road": ("drop", "bullhorn", "flat", "moustache"),
                "step-through": ("swept", "moustache", "riser"),
                "mountain": ("flat", "riser"),
                "cruiser": ("high", "swept", "riser"),
                "tandem": ("drop", "flat", "swept", "moustache"),
                "penny-farthing": ("flat", "moustache", "swept"),
                "folding": ("flat", "riser", "swept"),
                "cargo": ("swept", "riser", "flat"),
                "child": ("high", "riser", "swept"),
                "stunt": ("high", "riser"),
            },
        ),
    ),
    "saddle": Choice(
        ("slim", "wide", "sprung", "banana"),
        weight=1.5,
        given=(
            "kind",
            {
                "road": ("slim", "wide"),
                "mountain": ("slim", "wide"),
                "penny-farthing": ("sprung", "wide"),
                "stunt": ("slim",),
                "tandem": ("slim", "wide", "sprung"),
                "folding": ("slim", "wide", "sprung"),
                "step-through": ("wide", "sprung"),
                "cargo": ("wide", "sprung"),
            },
        ),
    ),
    "wheels": Choice(
        ("wire", "few spokes", "deep rim", "cast", "disc rear"), weight=2.0, shares={"wire": 3.0, "disc rear": 0.6}
    ),
    "guards": Choice(
        ("none", "full", "short", "rear only"),
        weight=2.0,
        given=("kind", {"penny-farthing": ("none",), "stunt": ("none",), "mountain": ("none", "short", "rear only")}),
    ),
    "load": Choice(
        ("none", "rack", "basket", "panniers", "box", "frame bag", "bottle", "crate", "bag"),
        weight=3.0,
        given=(
            "kind",
            {
                "road": ("none", "bottle", "frame bag", "rack"),
                "step-through": ("basket", "rack", "panniers", "none"),
                "mountain": ("none", "bottle", "frame bag", "rack"),
                "cruiser": ("none", "basket", "rack", "crate"),
                "tandem": ("none", "panniers", "bottle", "rack"),
                "penny-farthing": ("none", "bag"),
                "folding": ("none", "rack", "basket", "panniers"),
                "cargo": ("box", "basket", "crate"),
                "child": ("none", "basket", "rack"),
                "stunt": ("none", "bottle"),
            },
        ),
    ),
    "chain": Choice(("open", "half guard", "full case"), weight=1.5, given=("kind", {"penny-farthing": ("open",)})),
    "lamp": Choice(("none", "front", "both"), weight=1.0, given=("kind", {"stunt": ("none",), "mountain": ("none",)})),
    "stand": Choice(("side", "legs", "block"), weight=1.0, given=("kind", {"penny-farthing": ("block",), "cargo": ("legs",)})),
    "wheel_size": Continuous(0.94, 1.05, weight=1.5),
    "tyre": Continuous(0.8, 1.25, weight=0.7),
    "reach": Continuous(-3.0, 5.0, weight=1.0),
    "seat_tube": Continuous(0.85, 1.15, weight=1.5),
    "seat_angle": Continuous(69.0, 75.0),
    "head_angle": Continuous(67.0, 74.0),
    "slope": Continuous(0.0, 14.0, weight=1.5),
    "saddle_height": Continuous(8.0, 22.0, weight=1.5),
    "stem": Continuous(2.0, 11.0, weight=1.5),
    "bar_width": Continuous(19.0, 30.0, weight=0.7),
    "tube": Continuous(1.3, 2.1),
    "ring": Continuous(7.0, 10.5, weight=0.7),
    "crank": Continuous(-70.0, 50.0, weight=1.0),
    "fork_curve": Continuous(3.5, 7.5, weight=0.7),
    "spoke_count": Continuous(20.0, 38.0, weight=0.5),
    "colour": Choice(
        ("red", "navy", "racing green", "cream", "orange", "teal", "black", "yellow", "sky", "plum", "mint", "silver"),
        weight=0.0,
    ),
    "hide": Choice(("tan", "black", "brown"), weight=0.0),
    "tyre_colour": Choice(("black", "cream", "gum"), weight=0.0, shares={"black": 3.0}),
}


def build(p: Parameters) -> list[Part]:
    """Wheels, frame, fork, drive, seat, bar, and what is mounted on them."""
    bike = Bike(p)
    parts = [*wheel_parts(bike, bike.rear, bike.rear_radius, True), *wheel_parts(bike, bike.front, bike.radius, False)]
    parts += high_wheeler(bike) if bike.kind == "penny-farthing" else frame_parts(bike)
    for seat in bike.seats:
        parts += saddle_parts(bike, seat)
    return [*parts, *handlebar_parts(bike), *drive(bike), *guards(bike), *load(bike), *lamps(bike), *stand(bike)]


def attributes(p: Parameters) -> dict[str, float]:
    """Numbers in [0, 1] that describe a bicycle."""
    radius, tyre, stay, reach, _, _ = GEOMETRY[str(p["kind"])]
    return {
        "long": float(np.clip((stay + reach - 70) / 100, 0, 1)),
        "small_wheels": float(np.clip((36 - radius * float(p["wheel_size"])) / 16, 0, 1)),
        "fat_tyres": float(np.clip(tyre * float(p["tyre"]) / 9, 0, 1)),
        "low_step": float(p["kind"] in ("step-through", "cargo", "folding", "child")),
        "high_bar": float(np.clip((float(p["stem"]) + 10 * (p["handlebar"] in ("high", "swept", "riser"))) / 21, 0, 1)),
        "mudguards": float(p["guards"] != "none"),
        "carrier": float(p["load"] in ("rack", "basket", "panniers", "box", "crate")),
        "chain_covered": {"open": 0.0, "half guard": 0.5, "full case": 1.0}[str(p["chain"])],
        "wide_saddle": float(p["saddle"] != "slim"),
    }


CATEGORY = Category("bicycle", 1, SPACE, build, attributes, View(azimuth=16.0, elevation=9.0))
