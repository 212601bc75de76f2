# SPDX-License-Identifier: GPL-3.0-or-later
"""Cars as fine scale models, in centimetres of the real thing; the nose faces -y."""

from __future__ import annotations

import numpy as np

from ..category import Category, View
from ..parameters import Choice, Continuous, Parameters
from ..part import Part
from ..vehicles.car_cabin import cockpit, flank_trim, glasshouse, panels
from ..vehicles.car_extras import extras
from ..vehicles.car_front import bumpers, face, mudguards, road_wheels, underside
from ..vehicles.car_plan import KINDS, Car

SPACE = {
    "kind": Choice(tuple(KINDS), weight=5.0),
    "doors": Choice(
        ("two", "four"),
        weight=1.5,
        given=(
            "kind",
            {
                "pickup": ("two",),
                "van": ("two",),
                "bubble": ("two",),
                "convertible": ("two",),
                "coupe": ("two",),
                "estate": ("four",),
            },
        ),
    ),
    "lamps": Choice(
        ("round", "four round", "slit", "rectangle", "almond", "upright"),
        weight=2.0,
        given=(
            "kind",
            {
                "vintage": ("round",),
                "bubble": ("round",),
                "off-roader": ("round", "rectangle", "upright"),
                "van": ("round", "rectangle", "almond", "upright"),
                "coupe": ("round", "four round", "slit", "almond"),
                "convertible": ("round", "four round", "slit", "almond"),
                "pickup": ("round", "four round", "rectangle", "upright"),
            },
        ),
    ),
    "grille": Choice(
        ("bars", "uprights", "mesh", "oval", "twin", "slot", "none"),
        weight=1.5,
        given=("kind", {"vintage": ("uprights", "bars"), "bubble": ("none", "slot")}),
    ),
    "rims": Choice(("five spokes", "ten spokes", "twin spokes", "cap", "wire", "holes"), weight=2.0),
    "bumpers": Choice(
        ("chrome", "chrome with horns", "body", "black"),
        weight=1.5,
        given=("kind", {"vintage": ("chrome", "chrome with horns"), "bubble": ("chrome", "chrome with horns")}),
    ),
    "windows": Choice(
        ("plain", "kinked", "quarter light"),
        weight=1.0,
        given=("kind", {"vintage": ("plain",), "off-roader": ("plain",), "pickup": ("plain", "quarter light")}),
    ),
    "extra": Choice(
        (
            "none",
            "roof rack",
            "roof box",
            "rails",
            "sunroof",
            "wing",
            "lip",
            "spare wheel",
            "hood scoop",
            "roll bar",
            "hard top",
        ),
        weight=2.5,
        given=(
            "kind",
            {
                "sedan": ("none", "sunroof", "lip", "roof rack", "roof box"),
                "hatchback": ("none", "rails", "wing", "sunroof", "roof rack"),
                "estate": ("rails", "roof box", "roof rack", "none"),
                "pickup": ("none", "roll bar", "hard top", "hood scoop"),
                "van": ("none", "roof rack", "sunroof", "roof box"),
                "bubble": ("none", "roof rack", "sunroof", "spare wheel"),
                "convertible": ("none", "roll bar", "lip", "hood scoop"),
                "off-roader": ("spare wheel", "roof rack", "rails", "none"),
                "coupe": ("none", "wing", "lip", "hood scoop"),
                "vintage": ("none", "roof rack", "spare wheel", "sunroof"),
            },
        ),
    ),
    "flank": Choice(("plain", "moulding", "vents", "cladding", "twin line"), weight=1.5),
    "length": Continuous(0.93, 1.08, weight=1.5),
    "width": Continuous(0.96, 1.04, weight=0.5),
    "height": Continuous(0.94, 1.06, weight=1.5),
    "belt": Continuous(0.95, 1.06),
    "nose": Continuous(-7.0, 6.0),
    "tail": Continuous(-6.0, 7.0),
    "cowl": Continuous(-0.025, 0.03, weight=1.5),
    "screen_rake": Continuous(0.75, 1.3),
    "rear_rake": Continuous(0.7, 1.3),
    "wheelbase": Continuous(-0.02, 0.02),
    "wheel_size": Continuous(0.93, 1.1),
    "ride": Continuous(-3.0, 4.0, weight=0.5),
    "roundness": Continuous(0.7, 1.5),
    "hips": Continuous(0.0, 4.5, weight=0.5),
    "crease_height": Continuous(0.55, 0.82, weight=0.5),
    "lamp_size": Continuous(0.85, 1.2, weight=0.7),
    "colour": Choice(
        ("red", "navy", "green", "cream", "silver", "yellow", "sky", "orange", "black", "burgundy", "mint", "sand"), weight=0.0
    ),
    "two_tone": Choice(("no", "yes"), weight=0.0, shares={"no": 3.0}),
    "hide": Choice(("tan", "black", "red", "brown"), weight=0.0),
    "bright": Choice(("chrome", "satin", "black"), weight=0.0, shares={"chrome": 2.0}),
}


def build(p: Parameters) -> list[Part]:
    """Body, cabin or cockpit, wheels, and what is fitted to them."""
    car = Car(p)
    parts = [Part(car.body.mesh(), car.paint), *underside(car), *road_wheels(car), *face(car), *bumpers(car), *panels(car)]
    parts += cockpit(car) if car.kind == "convertible" else glasshouse(car)
    if car.kind in ("vintage", "bubble"):
        parts += mudguards(car)
    return [*parts, *flank_trim(car), *extras(car)]


def attributes(p: Parameters) -> dict[str, float]:
    """Numbers in [0, 1] that describe a car."""
    k = KINDS[str(p["kind"])]
    long = k.length * float(p["length"])
    return {
        "tall": float(np.clip((k.height * float(p["height"]) / long - 0.25) / 0.25, 0, 1)),
        "long": float(np.clip((long - 360) / 200, 0, 1)),
        "long_bonnet": float(np.clip((k.cowl + float(p["cowl"]) - 0.08) / 0.38, 0, 1)),
        "open": float(p["kind"] == "convertible" or (p["kind"] == "pickup" and p["extra"] != "hard top")),
        "sloping_rear": float(np.clip(k.rear_run * float(p["rear_rake"]) / 140, 0, 1)),
        "four_doors": float(p["doors"] == "four"),
        "round_lamps": float("round" in str(p["lamps"])),
        "old": float(p["kind"] in ("vintage", "bubble")),
        "carries_something": float(p["extra"] in ("roof rack", "roof box", "spare wheel", "rails")),
    }


CATEGORY = Category("car", 1, SPACE, build, attributes, View(azimuth=56.0, elevation=15.0))
