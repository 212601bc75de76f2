# SPDX-License-Identifier: GPL-3.0-or-later
"""Umbrellas and parasols, in centimetres; built with the handle down along z, then laid or stood; seen from -y."""

from __future__ import annotations

import numpy as np

from ..brolly.canopy import CLOSED, OPEN, POLED, Frame, frame_finish, make_canopy, make_skeleton, make_tip, make_valance
from ..brolly.closed import make_furled
from ..brolly.grips import make_foot, make_handle, make_shaft
from ..category import Category, View
from ..finish import Finish
from ..mesh import Mesh, join
from ..palette import METAL
from ..parameters import Choice, Continuous, Parameters
from ..part import Part
from ..shapes.curves import spline
from ..shapes.lathe import lathe
from ..shapes.sweep import tube

HANDLES = ("crook", "bamboo", "derby", "knob", "straight", "loop")
FEET = ("disc", "cross", "block", "bell")
SPACE = {
    "kind": Choice((*OPEN, *POLED, *CLOSED), weight=4.0),
    "pose": Choice(
        ("outside left", "outside right", "inside left", "inside right", "upright", "tilted", "lying"),
        weight=3.0,
        given=(
            "kind",
            {
                **dict.fromkeys(OPEN, ("outside left", "outside right", "inside left", "inside right", "upright")),
                **dict.fromkeys(POLED, ("upright", "tilted")),
                **dict.fromkeys(CLOSED, ("upright", "tilted", "lying")),
            },
        ),
    ),
    "handle": Choice(
        (*HANDLES, *FEET),
        weight=2.5,
        given=(
            "kind",
            {
                **dict.fromkeys(("dome", "golf", "pagoda", "furled"), HANDLES),
                "bubble": ("crook", "straight", "loop"),
                "paper": ("straight", "knob"),
                "stubby": ("straight", "loop", "knob"),
                "beach": ("disc", "cross", "block"),
                "garden": FEET,
            },
        ),
    ),
    "ribs": Choice(
        ("6", "8", "10", "12", "16", "24"),
        weight=2.5,
        given=(
            "kind",
            {
                "paper": ("16", "24"),
                "bubble": ("8", "6", "10"),
                "garden": ("6", "8", "10"),
                "beach": ("8", "10", "12"),
                "stubby": ("6", "8"),
                "golf": ("8", "10", "6"),
                "furled": ("8", "10", "12"),
                "dome": ("8", "10", "12", "16"),
                "pagoda": ("8", "10", "12", "16"),
            },
        ),
    ),
    "edge": Choice(
        ("plain", "straight valance", "scalloped valance", "pointed valance", "frill"),
        weight=2.0,
        when={"kind": (*OPEN, *POLED)},
        given=(
            "kind",
            {
                "dome": ("plain", "frill"),
                "golf": ("plain",),
                "bubble": ("plain",),
                "paper": ("plain", "pointed valance"),
                "pagoda": ("plain", "frill", "scalloped valance"),
            },
        ),
    ),
    "panels": Choice(
        ("plain", "alternate", "border", "crown", "rings"),
        weight=1.5,
        when={"kind": (*OPEN, *POLED)},
        given=("kind", {"bubble": ("plain", "border", "crown"), "paper": ("plain", "border", "crown", "rings")}),
    ),
    "vent": Choice(
        ("none", "double"),
        weight=1.5,
        given=("kind", {**dict.fromkeys(("bubble", "paper", *CLOSED), ("none",)), "golf": ("double", "none")}),
    ),
    "tip": Choice(("spike", "ball", "acorn", "stub"), weight=1.0),
    "wrap": Choice(("tight", "loose", "star"), weight=2.0, when={"kind": CLOSED}),
    "radius": Continuous(0.86, 1.14, weight=1.0),
    "rise": Continuous(0.8, 1.25, weight=1.5, when={"kind": (*OPEN, *POLED)}),
    "scallop": Continuous(0.03, 0.12, when={"kind": (*OPEN, *POLED)}),
    "sag": Continuous(0.0, 1.0, weight=0.7, when={"kind": (*OPEN, *POLED)}),
    "shaft": Continuous(0.85, 1.15),
    "handle_size": Continuous(0.8, 1.3),
    "handle_length": Continuous(0.8, 1.3, weight=0.7),
    "tip_length": Continuous(0.7, 1.6, weight=0.7),
    "turn": Continuous(0.0, 1.0, when={"pose": ("outside left", "outside right", "inside left", "inside right", "lying")}),
    "tilt": Continuous(8.0, 24.0, when={"pose": ("tilted",)}),
    "valance": Continuous(0.08, 0.15, when={"edge": ("straight valance", "scalloped valance", "pointed valance", "frill")}),
    "fullness": Continuous(0.75, 1.35, weight=1.5, when={"kind": CLOSED}),
    "twist": Continuous(0.1, 0.8, weight=0.7, when={"kind": CLOSED}),
    "strap": Continuous(0.35, 0.7, weight=0.7, when={"kind": CLOSED}),
    "foot_size": Continuous(0.85, 1.2, when={"kind": POLED}),
    "cloth": Choice(("navy", "red", "black", "mustard", "forest", "sky", "plum", "cream", "coral", "teal"), weight=0.0),
    "second_cloth": Choice(("cream", "navy", "coral", "mustard", "teal", "sand"), weight=0.0),
    "wood": Choice(("beech", "oak", "walnut", "cherry", "black"), weight=0.0),
    "metal": Choice(("steel", "black", "brass"), weight=0.0),
}


def build(p: Parameters) -> list[Part]:
    """Canopy, ribs, shaft, tip, handle or foot; then into its pose."""
    f = Frame(p)
    if f.kind in CLOSED:
        return _posed_closed(p, f, [*make_furled(p, f), *make_shaft(p, f), *make_tip(p, f), *make_handle(p, f)])
    canopy = [*make_canopy(p, f), *make_valance(p, f), *make_skeleton(p, f), *make_tip(p, f)]
    if f.kind in POLED:
        return _posed_poled(p, f, canopy)
    return _posed_open(p, f, [*canopy, *make_shaft(p, f), *make_handle(p, f)])


def _rotated(mesh: Mesh, degrees: float) -> Mesh:
    """About the y axis: what pointed up leans towards -x."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return Mesh(mesh.vertices @ np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]]), mesh.faces)


def _each(parts: list[Part], change) -> list[Part]:
    return [Part(change(part.mesh), part.finish, part.bevel, part.thickness, part.lining) for part in parts]


def _posed_open(p: Parameters, f: Frame, parts: list[Part]) -> list[Part]:
    """Upright, or lying on rim and handle so that outside or inside faces the camera."""
    pose, share = str(p["pose"]), float(p["turn"])
    if pose == "upright":
        return _each(parts, lambda mesh: mesh.turned(25.0 + 12.0 * share))
    canopy = np.concatenate([f.point(np.ones(9), k + np.linspace(0, 1, 9)) for k in range(f.ribs)])
    if p["edge"] != "plain":
        canopy = np.vstack([canopy, canopy * [1.02, 1.02, 1] - [0, 0, float(p["valance"]) * f.radius]])
    grip = np.concatenate([part.mesh.vertices for part in parts[-3:]])
    grip = grip[grip[:, 2] < 8.0]
    low, high = 15.0, 88.0
    for _ in range(30):
        middle = (low + high) / 2
        row = np.array([np.sin(np.radians(middle)), 0.0, np.cos(np.radians(middle))])
        rim, end = (canopy @ row).min(), (grip @ row).min()
        low, high = (middle, high) if rim > end else (low, middle)
    front = {"outside": 4.0 + 22.0 * share, "inside": -20.0 - 22.0 * share}[pose.split()[0]]
    laid = _each(parts, lambda mesh: _rotated(mesh, (low + high) / 2).turned(front))
    if pose.endswith("right"):
        return _each(laid, lambda mesh: mesh.mirrored())
    return laid


def _posed_poled(p: Parameters, f: Frame, canopy: list[Part]) -> list[Part]:
    """A pole in its foot; the canopy may tip at a joint."""
    tilt = float(p["tilt"]) if p["pose"] == "tilted" else 0.0
    joint = f.rim + (0.0 if f.kind == "beach" else -6.0)
    thick = 2.1 if f.kind == "beach" else 2.7
    finish = frame_finish(p)
    upper = Part(lathe([(thick, joint), (thick, f.apex)], 24), finish)
    lower = Part(lathe([(thick, 2.0), (thick, joint)], 24), finish)
    sleeve = lathe([(thick * 1.2, joint - 7), (thick * 1.5, joint - 6), (thick * 1.5, joint + 3), (thick * 1.1, joint + 4)], 28)
    down = np.array([0.0, 0.0, joint])

    def tip(mesh: Mesh) -> Mesh:
        moved = _rotated(mesh.moved(*-down), tilt)
        return moved.turned(-15.0).moved(*down)

    return [*_each([*canopy, upper], tip), lower, Part(sleeve, Finish("plastic", "#2a2a2d")), *make_foot(p, f)]


def _posed_closed(p: Parameters, f: Frame, parts: list[Part]) -> list[Part]:
    """On its tip, leaning a little, or lying."""
    pose, share = str(p["pose"]), float(p["turn"])
    if pose == "lying":
        return _each(parts, lambda mesh: _rotated(mesh, -96.0 if f.kind == "furled" else -94.0).turned(-28.0 + 56.0 * share))
    lean = 0.0 if pose == "upright" else float(p["tilt"]) * 0.8
    stood = _each(parts, lambda mesh: _rotated(mesh, 180.0 + lean))
    low = min(float(part.mesh.vertices[:, 2].min()) for part in stood)
    stood = _each(stood, lambda mesh: mesh.moved(z=0.6 - low))
    tip = min((part.mesh.vertices[part.mesh.vertices[:, 2].argmin()] for part in stood), key=lambda v: v[2])
    wide = (7.5 if f.kind == "furled" else 6.5) * (0.85 + 0.3 * share)
    high = (0.42 if f.kind == "furled" else 0.36) * f.apex
    axis = np.array([-np.sin(np.radians(lean)), 0.0, np.cos(np.radians(lean))])
    held = tip * [1, 1, 0] + axis * high / axis[2]
    near = np.concatenate([part.mesh.vertices for part in stood])
    along = (near - held) @ axis
    off = near[np.abs(along) < 2.5] - held
    reach = float(np.linalg.norm(off - np.outer(off @ axis, axis), axis=1).max()) + 0.35
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    across = np.cross([0.0, 1.0, 0.0], axis)
    ring = held + reach * (np.cos(turn)[:, None] * across + np.sin(turn)[:, None] * np.array([0.0, 1.0, 0.0]))
    foot = tip * [1, 1, 0] + np.array([0.5 * (held - tip)[0], 0.0, 0.0])
    disc = lathe([(wide - 0.3, 0.0), (wide, 0.2), (wide, 0.9), (wide - 0.4, 1.2), (1.5, 1.3)], 56).moved(*foot)
    stem = foot + [0, 0.8 * wide, 0.8]
    rod = tube(
        spline([stem, stem + [0, 0, 0.4 * high], held + [0, reach + 0.3, -0.1 * high], held + [0, reach, 0]], 20),
        0.36,
        sides=10,
    )
    return [*stood, Part(join(disc, rod, tube(ring, 0.36, closed=True, sides=10)), Finish("metal", METAL["black"], 0.4))]


def attributes(p: Parameters) -> dict[str, float]:
    """Numbers in [0, 1] that describe an umbrella."""
    f = Frame(p)
    closed = f.kind in CLOSED
    return {
        "closed": float(closed),
        "deep": 0.0 if closed else float(np.clip((f.height / f.radius - 0.2) / 1.2, 0, 1)),
        "many_ribs": float(np.clip((f.ribs - 6) / 12, 0, 1)),
        "scalloped": 0.0 if closed or p["edge"] != "plain" else float(np.clip(f.scallop / 0.12, 0, 1)),
        "valance": float(not closed and p["edge"] != "plain"),
        "hooked_handle": float(p["handle"] in ("crook", "bamboo")),
        "stands_on_a_foot": float(f.kind in POLED),
        "inside_shows": float(str(p["pose"]).startswith("inside")),
        "upright": float(p["pose"] == "upright"),
        "pointed": float(f.kind == "pagoda"),
        "fat": float(np.clip((float(p["fullness"]) - 0.7) / 0.65, 0, 1)) if closed else 0.0,
    }


CATEGORY = Category("umbrella", 1, SPACE, build, attributes, View(azimuth=4.0, elevation=14.0, azimuth_spread=6.0))
