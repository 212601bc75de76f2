# SPDX-License-Identifier: GPL-3.0-or-later
"""Hats and caps, in centimetres; the front faces -y, trimmings sit on the +x side."""

from __future__ import annotations

import numpy as np

from ..category import Category, View
from ..finish import Finish
from ..headwear.colours import BRIGHT, FELT, RIBBON, STRAW
from ..headwear.crown import angles_round, brim_points, crown_points, crown_profile, hat_body, shoulder_share
from ..headwear.forms import BANDED, BRIMMED, BY_STYLE, FORMS, HEAD_X, STYLES, Form
from ..headwear.trimmings import add_trimmings, blob
from ..mesh import Array, Mesh
from ..palette import LEATHER
from ..parameters import Choice, Continuous, Parameters
from ..part import Part
from ..shapes.loft import loft, sheet
from ..shapes.stand import settled
from ..shapes.sweep import tube

SPACE = {
    "kind": Choice(tuple(STYLES), weight=3.0),
    "style": Choice(tuple(FORMS), weight=4.0, given=("kind", STYLES)),
    "trim": Choice((*BANDED, "none", "badge", "pompom", "stem", "tassel"), weight=2.5, given=("style", BY_STYLE)),
    "edge": Choice(("plain", "bound", "stitched"), weight=1.5, when={"style": BRIMMED}),
    "seams": Choice(("six", "eight", "none"), weight=1.0, when={"kind": ("cap", "bucket", "beret")}),
    "crown_height": Continuous(0.86, 1.16, weight=2.0),
    "taper": Continuous(-0.09, 0.07, weight=1.5),
    "oval": Continuous(0.94, 1.06, weight=0.5),
    "brim_width": Continuous(0.74, 1.24, weight=2.0, when={"style": BRIMMED}),
    "brim_lift": Continuous(0.7, 1.3, weight=1.5, when={"style": BRIMMED}),
    "brim_dip": Continuous(-7.0, 7.0, when={"style": BRIMMED}),
    "dent_depth": Continuous(0.6, 1.3, when={"kind": ("fedora", "cowboy")}),
    "pinch": Continuous(0.5, 1.3, when={"kind": ("fedora", "cowboy")}),
    "band_height": Continuous(0.7, 1.5, when={"trim": BANDED}),
    "band_slant": Continuous(-0.25, 0.25, weight=0.4, when={"trim": BANDED}),
    "lean": Continuous(-1.0, 1.0),
    "trim_size": Continuous(0.8, 1.3, weight=1.0),
    "cuff": Continuous(4.0, 7.5, when={"kind": ("beanie",)}),
    "ribs": Continuous(18.0, 34.0, when={"kind": ("beanie",)}),
    "visor_length": Continuous(5.6, 8.0, weight=1.5, when={"kind": ("cap",)}),
    "visor_curve": Continuous(0.3, 3.0, weight=1.5, when={"kind": ("cap",)}),
    "wave": Continuous(3.0, 6.99, weight=0.5, when={"style": ("floppy", "tam", "toque", "classic beret")}),
    "felt": Choice(tuple(FELT), weight=0.0),
    "bright": Choice(tuple(BRIGHT), weight=0.0),
    "straw": Choice(tuple(STRAW), weight=0.0),
    "hide": Choice(("black", "brown", "tan"), weight=0.0),
    "ribbon": Choice(tuple(RIBBON), weight=0.0),
    "metal": Choice(("brass", "steel"), weight=0.0),
}


def build(p: Parameters) -> list[Part]:
    """Crown with brim, visor or cuff, then the trimming; stood so that front and back touch the floor."""
    form = FORMS[str(p["style"])]
    body, accent = _finishes(p, form)
    parts = [Part(hat_body(p, form), body, thickness=0.3 if form.cloth != "card" else 0.1)]
    parts += _edge(p, form, accent)
    parts += _seams(p, form, body, accent)
    if p["kind"] == "cap":
        parts += _visor(p, form, body, accent)
    if p["kind"] == "beanie":
        parts.append(Part(_cuff(p, form), body))
    parts += add_trimmings(p, form, accent, body)
    return settled(parts)


def _finishes(p: Parameters, form: Form) -> tuple[Finish, Finish]:
    """The hat's own and that of its trimmings."""
    ribbon = Finish("fabric", RIBBON[str(p["ribbon"])])
    felt, bright = FELT[str(p["felt"])], BRIGHT[str(p["bright"])]
    if form.cloth == "straw":
        return Finish("straw", STRAW[str(p["straw"])]), Finish("fabric", bright)
    if form.cloth == "western":
        if p["bright"] in ("red", "navy", "teal", "mustard"):
            return Finish("leather", LEATHER[str(p["hide"])]), Finish(
                "leather", LEATHER["tan" if p["hide"] != "tan" else "brown"]
            )
        return Finish("fabric", felt), Finish("leather", LEATHER[str(p["hide"])])
    if form.cloth == "silk":
        dark = felt if p["felt"] in ("charcoal", "navy", "forest", "burgundy", "black", "plum", "chocolate") else FELT["black"]
        return Finish("fabric", dark, 0.5), Finish("fabric", bright if p["bright"] != "black" else BRIGHT["red"])
    if form.cloth in ("twill", "knit", "canvas"):
        other = felt if felt != bright else FELT["dove"]
        return Finish("fabric", bright), Finish("fabric", other)
    if form.cloth == "linen":
        return Finish("fabric", "#c6bfb1"), Finish("fabric", bright)
    if form.cloth == "card":
        return Finish("paper", bright), Finish("fabric", BRIGHT["mustard" if p["bright"] != "mustard" else "red"])
    if p["kind"] == "cone" and p["style"] != "fez":
        return Finish("fabric", FELT[{"camel": "black", "dove": "charcoal"}.get(str(p["felt"]), str(p["felt"]))]), Finish(
            "fabric", bright
        )
    if p["style"] == "fez":
        return Finish("fabric", FELT["burgundy"]), Finish("fabric", RIBBON["black"])
    accent = ribbon if RIBBON[str(p["ribbon"])][:3] != felt[:3] else Finish("fabric", RIBBON["tan"])
    return Finish("fabric", felt), accent


def _edge(p: Parameters, form: Form, accent: Finish) -> list[Part]:
    """A bound edge or rows of stitches on the brim."""
    if not form.brim or p["edge"] == "plain":
        return []
    angle = angles_round()
    if p["edge"] == "bound":
        return [Part(tube(brim_points(p, form, angle, np.array([1.0]))[0], 0.3, closed=True, sides=10), accent)]
    rows = np.linspace(0.4, 0.94, 3)
    lifted = brim_points(p, form, angle, rows) + np.array([0.0, 0.0, 0.06])
    return [Part(tube(row, 0.085, closed=True, sides=6), accent) for row in lifted]


def _seams(p: Parameters, form: Form, body: Finish, accent: Finish) -> list[Part]:
    """Raised seams up the panels, and a button where they meet."""
    parts = []
    if p["kind"] in ("cap", "bucket") and (p["seams"] != "none" or p["kind"] == "cap"):
        count = 8 if p["seams"] == "eight" else 6
        stop = 1.0 if len(form.profile) > 4 else 0.62
        path = crown_points(p, form, np.pi / 2 + 2 * np.pi * np.arange(count) / count, np.linspace(0.0, stop * 0.99, 36), 0.02)
        parts += [Part(tube(path[:, i], 0.13, sides=6), body) for i in range(count)]
    if p["kind"] == "bucket" and _flat_topped(form):
        at = shoulder_share(p, form)
        parts.append(
            Part(tube(crown_points(p, form, angles_round(), np.array([at]), 0.02)[0], 0.14, closed=True, sides=6), body)
        )
    if p["kind"] == "cap" or p["style"] == "pith":
        tip = crown_points(p, form, np.array([0.0]), np.array([1.0]))[0, 0]
        size = 1.4 if p["style"] == "pith" else 0.85
        parts.append(Part(blob(tip, (size, size, size * 0.6)), body if p["kind"] == "cap" else accent))
    if p["style"] in ("six panel", "trucker", "camper"):
        spots = -np.pi / 2 + np.array([np.pi / 6, -np.pi / 6, np.pi / 2, -np.pi / 2])
        parts += [
            Part(_eyelet(crown_points(p, form, spots[i : i + 1], np.array([0.66, 0.68]), 0.03)[:, 0]), accent) for i in range(4)
        ]
    if p["kind"] == "beret" and p["style"] in ("classic beret", "military"):
        ring = crown_points(p, form, angles_round(), np.array([0.0, 0.07]), 0.12)
        if p["style"] == "military" or p["seams"] != "none":
            parts.append(
                Part(sheet(np.concatenate([ring, ring[:, :1]], axis=1)), Finish("leather", LEATHER["black"]), thickness=0.3)
            )
    return parts


def _flat_topped(form: Form) -> bool:
    """Whether the crown has a flat top sewn on round a shoulder."""
    return len(form.profile) <= 4


def _eyelet(two: Array) -> Mesh:
    """A small ring on the surface at the first point; the second shows which way is up."""
    up = (two[1] - two[0]) / np.linalg.norm(two[1] - two[0])
    side = np.cross(up, two[0] * np.array([1.0, 1.0, 0.0]))
    side /= np.linalg.norm(side)
    turn = np.linspace(0, 2 * np.pi, 16, endpoint=False)[:, None]
    return tube(two[0] + 0.42 * (np.cos(turn) * side + np.sin(turn) * up), 0.16, closed=True, sides=6)


def _visor(p: Parameters, form: Form, body: Finish, accent: Finish) -> list[Part]:
    """The peak of a cap, with rows of stitches."""
    length = float(p["visor_length"]) * {"newsboy": 1.0, "camper": 0.95}.get(str(p["style"]), 1.0)
    curve = float(p["visor_curve"]) * (0.35 if p["style"] == "camper" else 1.0)

    def surface(side: Array, share: Array, lift: float = 0.0) -> Array:
        turn = np.radians(70.0) * side
        inner = crown_points(p, form, -np.pi / 2 + turn, np.array([0.03]), -0.25)[0]
        reach = np.cos(side * np.pi / 2 * 0.999) ** 0.62 * length
        grid = np.repeat(inner[None], len(share), axis=0)
        grid[..., 1] -= share[:, None] * reach[None]
        grid[..., 0] *= 1 + 0.05 * share[:, None]
        bow = np.sin(np.minimum(share, 1) * np.pi / 2)[:, None]
        grid[..., 2] += lift - curve * bow * (grid[..., 0] / HEAD_X) ** 2 - 0.14 * share[:, None] * reach[None]
        return grid

    side = np.sin(np.linspace(-np.pi / 2, np.pi / 2, 41))
    peak = surface(side, np.linspace(0, 1, 14))
    parts = [Part(sheet(peak[::-1]), accent if p["trim"] == "badge" else body, thickness=0.35, bevel=0.08)]
    inner = 0.9 * np.sin(np.linspace(-np.pi / 2, np.pi / 2, 31))
    parts += [
        Part(tube(surface(inner, np.array([s]), 0.03)[0], 0.09, sides=6), body)
        for s in (0.45, 0.68, 0.9)
        if p["seams"] != "none"
    ]
    return parts


def _cuff(p: Parameters, form: Form) -> Mesh:
    """The turned-up edge of a knitted hat."""
    angle = angles_round(160)
    length = float(np.linalg.norm(np.diff(crown_profile(p, form) * np.array([9.0, 1.0]), axis=0), axis=1).sum())
    high = float(p["cuff"]) * (0.8 if p["style"] == "slouchy" else 1.0) / length
    rings = []
    for share, out in ((0.0, 0.0), (-0.006, 0.5), (0.006, 0.95), (0.3, 1.1), (0.7, 1.1), (0.97, 0.95), (1.0, 0.6), (0.97, 0.2)):
        ring = crown_points(p, form, angle, np.array([max(share, 0.0) * high]), out)[0]
        ring[:, :2] *= 1 + 0.012 * np.abs(np.sin(int(float(p["ribs"])) * angle / 2))[:, None] * (out > 0.4)
        ring[:, 2] += min(share, 0.0) * 20
        rings.append(ring)
    return loft(np.array(rings), cap_start=False, cap_end=False)


def attributes(p: Parameters) -> dict[str, float]:
    """Numbers in [0, 1] that describe a hat."""
    form = FORMS[str(p["style"])]
    width = form.brim * float(p["brim_width"])
    turned = (form.side * float(p["brim_lift"]) + form.slope + 40) / 160 if form.brim else 0.0
    return {
        "tall": float(np.clip((form.height * float(p["crown_height"]) - 7) / 22, 0, 1)),
        "wide_brim": float(np.clip(width / 15, 0, 1)),
        "brim_turned_up": float(np.clip(turned, 0, 1)),
        "creased": float(form.dent in ("teardrop", "crease", "telescope", "cattleman", "gus", "pinch")),
        "pointed": float(p["style"] in ("witch", "crooked witch", "party", "pointed", "conical")),
        "has_visor": float(p["kind"] == "cap"),
        "soft": float(form.cloth in ("knit", "linen") or p["kind"] == "beret"),
        "has_band": float(p["trim"] in BANDED),
        "ornate": float(p["trim"] in ("bow", "feather", "flower", "pompom", "tassel", "buckle", "badge")),
    }


CATEGORY = Category("hat", 1, SPACE, build, attributes, View(azimuth=30.0, elevation=17.0))
