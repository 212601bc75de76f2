# SPDX-License-Identifier: GPL-3.0-or-later
"""Houses as architects' models, in metres; the front faces -y."""

from __future__ import annotations

import numpy as np

from ..buildings.additions import add_garden
from ..buildings.gabled import a_frame, barn_house, side_gabled
from ..buildings.model import Model
from ..buildings.terrace import townhouse
from ..buildings.villas import hipped, modern_house, turreted
from ..category import Category, View
from ..finish import Finish
from ..mesh import join
from ..palette import WOOD
from ..parameters import Choice, Continuous, Parameters
from ..part import Part
from ..shapes.curves import superellipse
from ..shapes.loft import slab

WALLS = {
    "chalk": "#d2ccbe",
    "sand": "#c9ae84",
    "sage": "#8c9c83",
    "slate blue": "#6c8094",
    "barn red": "#8f3a2c",
    "ochre": "#c79a4b",
    "grey": "#8f918f",
    "teal": "#4d7d7c",
    "rose": "#c49a8c",
    "charcoal": "#4a4d52",
}
ROOFS = {"slate": "#4b525a", "clay": "#a4553a", "brown": "#5f4636", "moss": "#56624f", "zinc": "#8b9196", "red": "#84382f"}
TRIMS = {"cream": "#d6cfbf", "dark": "#3a3431", "green": "#3d5a48", "oak": "#8f6a43", "navy": "#30405c"}
DOORS = {"red": "#96352c", "green": "#35594a", "blue": "#365a80", "oak": "#8a6038", "mustard": "#bd9138", "black": "#2c2c2f"}
KINDS = ("cottage", "hip", "modern", "a-frame", "townhouse", "barn", "saltbox", "turret", "cross gable", "mansard")
SPACE = {
    "kind": Choice(KINDS, weight=4.0),
    "floors": Choice(
        ("one", "two", "three"),
        weight=2.5,
        given=(
            "kind",
            {
                "cottage": ("one", "two"),
                "hip": ("one", "two"),
                "modern": ("one", "two", "three"),
                "a-frame": ("two",),
                "townhouse": ("two", "three"),
                "barn": ("one", "two"),
                "saltbox": ("one", "two"),
                "turret": ("two", "three"),
                "cross gable": ("one", "two"),
                "mansard": ("one", "two"),
            },
        ),
    ),
    "wing": Choice(
        ("none", "garage right", "garage left", "lean-to", "bay window"),
        weight=2.5,
        given=(
            "kind",
            {
                "a-frame": ("none",),
                "townhouse": ("none", "bay window"),
                "barn": ("none", "lean-to", "garage left"),
                "turret": ("none", "garage left", "lean-to"),
                "modern": ("none", "garage right", "garage left"),
            },
        ),
    ),
    "porch": Choice(
        ("steps", "canopy", "gabled", "veranda", "columns"),
        weight=2.0,
        given=(
            "kind",
            {
                "modern": ("steps", "canopy"),
                "a-frame": ("steps", "veranda"),
                "townhouse": ("steps", "canopy", "columns"),
                "barn": ("steps",),
                "cross gable": ("steps", "canopy"),
                "turret": ("steps", "gabled", "columns", "veranda"),
            },
        ),
    ),
    "gable": Choice(("stepped", "bell", "neck", "spout"), weight=2.0, when={"kind": ("townhouse",)}),
    "siding": Choice(
        ("clapboard", "brick", "battens", "timber", "plain"),
        weight=1.5,
        given=(
            "kind",
            {
                "modern": ("plain", "battens", "clapboard"),
                "a-frame": ("clapboard", "battens"),
                "townhouse": ("brick", "plain"),
                "barn": ("battens", "clapboard"),
                "turret": ("clapboard", "brick", "plain"),
                "mansard": ("brick", "plain", "clapboard"),
                "saltbox": ("clapboard", "battens", "timber", "brick"),
            },
        ),
    ),
    "roofing": Choice(("tiles", "seams", "slates"), weight=1.0),
    "panes": Choice(("cross", "grid", "sash", "casement", "plain"), weight=1.5),
    "shutters": Choice(("none", "shutters", "hoods"), weight=1.0, given=("kind", {"modern": ("none",), "a-frame": ("none",)})),
    "chimney": Choice(
        ("left", "right", "outside", "none"), weight=1.5, given=("kind", {"modern": ("none",), "barn": ("none",)})
    ),
    "dormers": Choice(
        ("none", "one", "two", "shed", "three"),
        weight=2.0,
        given=(
            "kind",
            {
                "modern": ("none",),
                "a-frame": ("none",),
                "townhouse": ("none",),
                "barn": ("none",),
                "turret": ("none", "one"),
                "cross gable": ("none", "one"),
                "mansard": ("two", "three", "one"),
                "hip": ("none", "one", "two"),
            },
        ),
    ),
    "garden": Choice(("none", "round trees", "cones", "hedge", "fence"), weight=1.0, shares={"none": 1.5}),
    "width": Continuous(0.86, 1.2, weight=1.5),
    "depth": Continuous(0.85, 1.15, weight=0.8),
    "storey": Continuous(2.5, 3.1, weight=0.8),
    "pitch": Continuous(0.82, 1.2, weight=1.5),
    "overhang": Continuous(0.25, 0.75, weight=0.7),
    "bays": Continuous(2.0, 4.99, weight=1.5),
    "door_place": Continuous(0.0, 1.0, weight=1.2),
    "window_width": Continuous(0.75, 1.2),
    "window_height": Continuous(0.8, 1.2),
    "chimney_place": Continuous(0.2, 0.85, weight=0.6, when={"chimney": ("left", "right")}),
    "chimney_height": Continuous(0.6, 1.5, when={"chimney": ("left", "right", "outside")}),
    "wing_size": Continuous(0.8, 1.2, when={"wing": ("garage right", "garage left", "lean-to", "bay window")}),
    "split": Continuous(0.0, 1.0, weight=1.2, when={"kind": ("modern", "cross gable", "turret", "townhouse")}),
    "wall_colour": Choice(tuple(WALLS), weight=0.0),
    "roof_colour": Choice(tuple(ROOFS), weight=0.0),
    "trim_colour": Choice(tuple(TRIMS), weight=0.0, shares={"cream": 2.0, "dark": 1.5}),
    "door_colour": Choice(tuple(DOORS), weight=0.0),
    "base": Choice(("oak", "walnut", "beech"), weight=0.0),
}


def build(p: Parameters) -> list[Part]:
    """The house, its garden and the board it stands on."""
    m = Model()
    reach = BUILDERS[str(p["kind"])](p, m)
    add_garden(p, m, reach)
    wall, roof = WALLS[str(p["wall_colour"])], ROOFS[str(p["roof_colour"])]
    trim = TRIMS[str(p["trim_colour"])]
    wooden = p["siding"] in ("clapboard", "battens")
    body = Finish("plastic", wall, 0.72) if wooden or p["siding"] == "plain" else Finish("stone", wall)
    kind = "metal" if p["roofing"] == "seams" else "ceramic"
    cover = Finish(kind, roof, 0.5 if kind == "metal" else 0.62)
    finishes = {
        "wall": (body, 0.0),
        "relief": (Finish("plastic", wall, 0.72) if p["siding"] != "brick" else Finish("stone", wall), 0.0),
        "roof": (cover, 0.02),
        "cover": (cover, 0.0),
        "trim": (Finish("plastic", trim, 0.5), 0.025),
        "fine": (Finish("plastic", trim, 0.5), 0.0),
        "glass": (Finish("plastic", "#27313b", 0.08), 0.0),
        "door": (Finish("plastic", DOORS[str(p["door_colour"])], 0.35), 0.015),
        "stone": (Finish("stone", "#8d8981"), 0.03),
        "plants": (Finish("plant", "#5a7048"), 0.0),
        "timber": (Finish("wood", WOOD["walnut"]), 0.0),
    }
    parts = [Part(join(*meshes), *finishes[name][:1], bevel=finishes[name][1]) for name, meshes in vars(m).items() if meshes]
    half_x, half_y = (reach[1] - reach[0]) / 2 + 1.1, (reach[3] - reach[2]) / 2 + 1.1
    plan = superellipse(half_x, half_y, 14.0, 64) + [(reach[0] + reach[1]) / 2, (reach[2] + reach[3]) / 2]
    return [*parts, Part(slab(plan, -0.32, 0.0), Finish("wood", WOOD[str(p["base"])]), bevel=0.06)]


BUILDERS = {
    "cottage": side_gabled,
    "hip": hipped,
    "modern": modern_house,
    "a-frame": a_frame,
    "townhouse": townhouse,
    "barn": barn_house,
    "saltbox": side_gabled,
    "turret": turreted,
    "cross gable": side_gabled,
    "mansard": hipped,
}


def attributes(p: Parameters) -> dict[str, float]:
    """Numbers in [0, 1] that describe a house."""
    floors = {"one": 1, "two": 2, "three": 3}[str(p["floors"])]
    return {
        "tall": float(np.clip((floors * float(p["storey"]) - 2.4) / 6.6, 0, 1)),
        "steep_roof": 0.0
        if p["kind"] == "modern"
        else float(np.clip(float(p["pitch"]) - 0.55 + 0.35 * (p["kind"] == "a-frame"), 0, 1)),
        "gable_to_front": float(p["kind"] in ("a-frame", "townhouse", "barn", "turret", "cross gable")),
        "has_chimney": float(p["chimney"] != "none"),
        "has_garage": float(p["wing"] in ("garage right", "garage left")),
        "has_porch": {"steps": 0.0, "canopy": 0.4}.get(str(p["porch"]), 1.0),
        "dormers": {"none": 0.0, "one": 0.4, "two": 0.7}.get(str(p["dormers"]), 1.0),
        "has_tower": float(p["kind"] == "turret"),
        "many_windows": float(np.clip((float(p["bays"]) - 2) / 3, 0, 1)),
        "garden": float(p["garden"] != "none"),
    }


CATEGORY = Category("house", 1, SPACE, build, attributes, View(azimuth=30.0, elevation=20.0))
