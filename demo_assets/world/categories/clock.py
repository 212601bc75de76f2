# SPDX-License-Identifier: GPL-3.0-or-later
"""Clocks, in centimetres; the dial faces -y.

Cases are drawn lying: x across, y up the dial, z towards the reader; `upright` then stands them on the floor.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..category import Category, View
from ..horology.showpieces import flip_clock, portico_clock, sunburst_clock
from ..horology.tabletop import alarm_clock, carriage_clock, easel_clock, mantel_clock
from ..horology.tall import cuckoo_clock, longcase_clock
from ..parameters import Choice, Continuous, Parameters
from ..part import Part
from ..shapes.cutout import upright

DIALLED = ("alarm", "easel", "mantel", "cuckoo", "longcase", "sunburst", "carriage", "portico")
SPACE = {
    "kind": Choice((*DIALLED, "flip"), weight=4.0),
    "form": Choice(
        (
            "round",
            "squircle",
            "octagon",
            "scallops",
            "hump",
            "round top",
            "lancet",
            "chalet",
            "leaves",
            "swan neck",
            "flat hood",
            "rays",
            "needles",
            "petals",
            "box",
            "stadium",
            "wedge",
        ),
        weight=3.0,
        given=(
            "kind",
            {
                "alarm": ("round", "squircle", "octagon"),
                "easel": ("round", "squircle", "octagon", "scallops"),
                "mantel": ("hump", "round top", "lancet"),
                "cuckoo": ("chalet", "leaves"),
                "longcase": ("swan neck", "flat hood", "round top"),
                "sunburst": ("rays", "needles", "petals"),
                "carriage": ("box", "round top", "octagon"),
                "portico": ("round", "flat hood", "octagon"),
                "flip": ("box", "stadium", "wedge"),
            },
        ),
    ),
    "crown": Choice(
        ("twin bells", "one bell", "button", "loop", "finial", "three finials", "bird", "none"),
        weight=2.0,
        shares={"twin bells": 2.0},
        given=(
            "kind",
            {
                "alarm": ("twin bells", "one bell", "button"),
                "easel": ("none", "loop"),
                "mantel": ("none", "finial", "loop"),
                "cuckoo": ("bird", "none"),
                "longcase": ("three finials", "finial", "none"),
                "sunburst": ("none",),
                "carriage": ("loop",),
                "portico": ("finial", "none", "bird"),
                "flip": ("none", "button"),
            },
        ),
    ),
    "feet": Choice(
        ("pegs", "balls", "plinth", "bracket"),
        weight=1.5,
        given=(
            "kind",
            {"cuckoo": ("plinth",), "sunburst": ("plinth", "balls"), "easel": ("pegs", "plinth"), "alarm": ("pegs", "balls")},
        ),
    ),
    "marks": Choice(("arabic", "roman", "ticks", "dots", "quarters"), weight=2.5, when={"kind": DIALLED}),
    "hands": Choice(("baton", "spade", "sword", "ring", "arrow", "leaf"), weight=2.0, when={"kind": DIALLED}),
    "track": Choice(("none", "ring", "minutes"), weight=1.0, when={"kind": DIALLED}),
    "bezel": Choice(("thin", "wide", "stepped"), weight=1.0, when={"kind": DIALLED}),
    "hour": Continuous(0.0, 12.0, weight=2.0),
    "width": Continuous(0.85, 1.18, weight=1.5),
    "height": Continuous(0.86, 1.2, weight=1.5),
    "depth": Continuous(0.8, 1.25, weight=0.6),
    "dial": Continuous(0.84, 1.08, weight=1.2, when={"kind": DIALLED}),
    "mark_size": Continuous(0.85, 1.25, weight=0.7, when={"kind": DIALLED}),
    "hand_width": Continuous(0.75, 1.5, weight=0.6, when={"kind": DIALLED}),
    "hand_length": Continuous(0.86, 1.06, weight=0.6, when={"kind": DIALLED}),
    "foot_size": Continuous(0.75, 1.3),
    "crown_size": Continuous(
        0.8, 1.25, when={"crown": ("twin bells", "one bell", "button", "loop", "finial", "three finials", "bird")}
    ),
    "rays": Continuous(10.0, 24.0, weight=1.5, when={"kind": ("sunburst",)}),
    "swing": Continuous(-1.0, 1.0, weight=0.5, when={"kind": ("longcase", "cuckoo")}),
    "wood": Choice(("beech", "oak", "walnut", "cherry", "black"), weight=0.0),
    "metal": Choice(("brass", "chrome", "black"), weight=0.0, shares={"brass": 2.0}),
    "lacquer": Choice(("red", "mint", "navy", "butter", "coral", "graphite", "sky"), weight=0.0),
    "face": Choice(("cream", "pale", "slate", "sand"), weight=0.0, shares={"cream": 2.0}),
}


def build(p: Parameters) -> list[Part]:
    """Case, dial, crown and feet of the kind."""
    makers: dict[str, Callable[[Parameters], list[Part]]] = {
        "alarm": alarm_clock,
        "easel": easel_clock,
        "mantel": mantel_clock,
        "cuckoo": cuckoo_clock,
        "longcase": longcase_clock,
        "sunburst": sunburst_clock,
        "carriage": carriage_clock,
        "portico": portico_clock,
        "flip": flip_clock,
    }
    return [Part(upright(part.mesh), part.finish, part.bevel, part.thickness) for part in makers[str(p["kind"])](p)]


def attributes(p: Parameters) -> dict[str, float]:
    """Numbers in [0, 1] that describe a clock."""
    kind = str(p["kind"])
    vertices = np.concatenate([part.mesh.vertices for part in build(p)])
    size = np.ptp(vertices, axis=0)
    angle = abs(((float(p["hour"]) * 30.0 - float(p["hour"]) % 1.0 * 360.0) + 180.0) % 360.0 - 180.0)
    return {
        "tall": float(np.clip((size[2] / size[0] - 0.5) / 2.5, 0, 1)),
        "round": float(kind in ("alarm", "easel", "sunburst") or p["form"] in ("round", "round top")),
        "numerals": float(kind == "flip" or p["marks"] in ("arabic", "roman", "quarters")),
        "hands_apart": 0.0 if kind == "flip" else float(angle / 180.0),
        "pendulum": float(kind in ("cuckoo", "longcase", "portico")),
        "ornament": float(p["crown"] not in ("none", "button")),
        "rays": float(kind == "sunburst"),
        "bells": float("bell" in str(p["crown"])),
        "big_dial": 0.0
        if kind == "flip"
        else float(
            np.clip({"alarm": 0.8, "easel": 0.9, "sunburst": 0.35, "carriage": 0.5, "mantel": 0.5}.get(kind, 0.25), 0, 1)
        ),
    }


CATEGORY = Category("clock", 1, SPACE, build, attributes, View(azimuth=16.0, elevation=10.0, azimuth_spread=9.0))
