# SPDX-License-Identifier: GPL-3.0-or-later
"""Carved and glazed birds, in tenths of a body's length or so; the beak points towards -y, and x is across the body."""

from __future__ import annotations

import numpy as np

from ..category import Category, View
from ..colour import darker
from ..figurine.bird_body import BUILDS, Bird
from ..figurine.feathers import Wing, feather_fan
from ..figurine.perches import perch
from ..figurine.skin import cut, lens, ridge, unit
from ..finish import Finish
from ..mesh import Array, Mesh, join
from ..parameters import Choice, Continuous, Parameters
from ..part import Part
from ..shapes.curves import spline, superellipse
from ..shapes.loft import loft
from ..shapes.plate import plate, thread
from ..shapes.sweep import tube

PLUMAGE = {
    "robin": ("#7b5a3c", "#b9683a", "#4b3524"),
    "blue": ("#3f6a94", "#c3bfae", "#27405f"),
    "green": ("#4f7a3d", "#c2b04a", "#2c4a26"),
    "grey": ("#7c828a", "#b3b2ac", "#464b52"),
    "brown": ("#7a5638", "#c4a77c", "#48311f"),
    "red": ("#a8382b", "#d09a6b", "#5d1f1a"),
    "yellow": ("#d0a237", "#dcc68d", "#5b4a22"),
    "slate": ("#3a4049", "#c9c3b4", "#1f2328"),
    "cream": ("#cdbd9d", "#d3cab7", "#8d7450"),
    "teal": ("#2b7274", "#cfb67c", "#1a4446"),
}
BEAKS = {"orange": "#d0762a", "horn": "#5b4a3a", "yellow": "#d6a436", "dark": "#2c2a29"}

SPACE = {
    "kind": Choice(tuple(BUILDS), weight=4.0),
    "crest": Choice(
        ("none", "tuft", "crown", "plume", "horns", "comb"),
        weight=2.0,
        given=(
            "kind",
            {
                "songbird": ("none", "tuft", "crown"),
                "duck": ("none", "tuft", "plume"),
                "owl": ("horns", "none"),
                "heron": ("plume", "none"),
                "parrot": ("crown", "none", "plume"),
                "hen": ("comb",),
                "penguin": ("none", "tuft"),
                "pigeon": ("none", "crown", "tuft"),
                "hawk": ("none", "tuft"),
            },
        ),
    ),
    "tail": Choice(
        ("square", "fan", "forked", "pointed", "cocked"),
        weight=2.0,
        given=(
            "kind",
            {
                "songbird": ("square", "fan", "forked", "cocked", "pointed"),
                "duck": ("pointed", "fan", "cocked"),
                "owl": ("square", "fan"),
                "heron": ("square", "pointed"),
                "parrot": ("pointed", "forked", "square"),
                "hen": ("cocked", "fan"),
                "penguin": ("pointed", "square"),
                "pigeon": ("square", "fan"),
                "hawk": ("square", "fan", "forked"),
            },
        ),
    ),
    "wings": Choice(
        ("folded", "drooped", "lifted"),
        weight=2.0,
        shares={"folded": 1.6},
        given=("kind", {"penguin": ("folded", "drooped"), "hen": ("folded", "drooped"), "owl": ("folded", "lifted")}),
    ),
    "feathers": Choice(("long", "scalloped", "barred", "rows"), weight=1.5),
    "marking": Choice(
        ("none", "mask", "cap", "collar", "chevrons", "belly"),
        weight=1.5,
        given=("kind", {"hen": ("none", "collar", "chevrons", "belly"), "penguin": ("none", "collar", "chevrons")}),
    ),
    "ground": Choice(
        ("disc", "branch", "stump", "rock", "post", "tussock"),
        weight=2.0,
        given=(
            "kind",
            {
                "songbird": ("branch", "stump", "post", "rock"),
                "duck": ("disc", "rock", "tussock"),
                "owl": ("branch", "stump", "post"),
                "heron": ("disc", "rock", "tussock"),
                "parrot": ("branch", "post"),
                "hen": ("disc", "tussock", "stump"),
                "penguin": ("disc", "rock"),
                "pigeon": ("disc", "post", "rock", "branch"),
                "hawk": ("branch", "stump", "post", "rock"),
            },
        ),
    ),
    "plumpness": Continuous(0.86, 1.16, weight=1.5),
    "posture": Continuous(-10.0, 10.0, weight=1.2),
    "neck_length": Continuous(0.82, 1.2, weight=1.5),
    "head_size": Continuous(0.88, 1.14),
    "head_turn": Continuous(-24.0, 40.0, weight=1.2),
    "head_pitch": Continuous(-16.0, 14.0),
    "beak_length": Continuous(0.78, 1.3),
    "beak_depth": Continuous(0.8, 1.2, weight=0.5),
    "leg_length": Continuous(0.75, 1.3),
    "stance": Continuous(-0.6, 0.6, weight=0.7),
    "tail_length": Continuous(0.75, 1.25, weight=1.2),
    "tail_lift": Continuous(-10.0, 16.0),
    "wing_length": Continuous(0.9, 1.12),
    "wing_depth": Continuous(0.85, 1.2, weight=0.7),
    "eye_size": Continuous(0.85, 1.2, weight=0.4),
    "plumage": Choice(
        tuple(PLUMAGE),
        weight=0.0,
        given=(
            "kind",
            {
                "penguin": ("slate", "grey", "blue"),
                "owl": ("brown", "cream", "grey", "robin"),
                "heron": ("grey", "slate", "blue", "cream"),
                "hawk": ("brown", "slate", "robin", "grey"),
                "duck": ("brown", "grey", "teal", "cream", "yellow"),
                "pigeon": ("grey", "slate", "cream", "brown", "blue"),
                "hen": ("brown", "cream", "robin", "red", "slate"),
                "parrot": ("green", "blue", "red", "yellow", "teal", "cream"),
            },
        ),
    ),
    "beak_colour": Choice(tuple(BEAKS), weight=0.0),
    "material": Choice(("glazed", "satin", "wood", "bronze"), weight=0.0, shares={"satin": 1.6, "wood": 0.35, "bronze": 0.12}),
}


def build(p: Parameters) -> list[Part]:
    """Body, wings, tail, face, legs, ground."""
    bird = Bird(p)
    main, second, dark, horn = _finishes(p)
    parts = _trunk(p, bird, main, second)
    parts += _wings(p, bird, main, second, dark)
    parts += _tail(p, bird, second, dark)
    parts += _face(p, bird, main, dark, horn)
    parts += _crest(p, bird, main, second)
    parts += _markings(p, bird, dark)
    parts += _legs(bird, horn)
    drop = bird.floor - min(float(part.mesh.vertices[:, 2].min()) for part in parts)
    centre = np.array([0.0, bird.feet_y, bird.floor])
    return parts + perch(str(p["ground"]), centre, 1.0 * bird.wide, max(drop, 0.0))


def _finishes(p: Parameters) -> tuple[Finish, Finish, Finish, Finish]:
    back, belly, dark = PLUMAGE[str(p["plumage"])]
    material = str(p["material"])
    if material == "bronze":
        return tuple(Finish("metal", c, 0.4) for c in ("#86603a", "#6f4c2b", "#3b2817", "#55391f"))
    if material == "wood":
        return tuple(Finish("wood", c) for c in ("#8a5d36", "#c49a66", "#352213", "#4d321d"))
    roughness = 0.16 if material == "glazed" else 0.45
    return (
        Finish("ceramic", back, roughness),
        Finish("ceramic", belly, roughness),
        Finish("ceramic", dark, roughness),
        Finish("ceramic", BEAKS[str(p["beak_colour"])], 0.3),
    )


def _trunk(p: Parameters, bird: Bird, main: Finish, second: Finish) -> list[Part]:
    """The body, with the breast in the second colour where the marking or the kind asks for it."""
    mesh = bird.skin.mesh()
    if p["marking"] not in ("belly", "cap") and bird.kind != "penguin":
        return [Part(mesh, main)]
    local = mesh.vertices @ bird.frame.T
    if p["marking"] == "cap":
        head = (mesh.vertices - bird.head_at) @ bird.head_frame.T / bird.head
        value = 1.15 - np.linalg.norm((head - [0, -0.25, 0.75]) / [1.15, 1.25, 0.75], axis=1)
    else:
        below = -local[:, 2] / bird.deep - 0.12 - 0.5 * np.clip(-local[:, 1] / bird.long - 0.2, 0, 2) ** 2
        front = np.abs(local[:, 0]) / bird.wide
        value = below + 0.25 - 0.35 * front - 0.75 * np.clip(local[:, 1] / bird.long - 0.75, 0, 2)
    patch, rest = cut(mesh, value)
    parts = [Part(rest, main)]
    if len(patch.faces):
        parts.append(Part(patch, second))
    return parts


# --- wings and tail -----------------------------------------------------------------------------------------------


def _wings(p: Parameters, bird: Bird, main: Finish, second: Finish, dark: Finish) -> list[Part]:
    length = bird.build.wing * float(p["wing_length"])
    depth = bird.deep * float(p["wing_depth"]) * {"penguin": 0.42, "duck": 0.66, "heron": 0.8}.get(bird.kind, 0.76)
    wing = Wing(bird.skin, bird.frame, bird.long, bird.wide, bird.deep, length, depth)
    parts = []
    kind = str(p["wings"])
    if kind == "lifted":
        for sign in (1.0, -1.0):
            plates, lines = wing.lifted(sign)
            parts += [Part(join(*plates), second), Part(lines, dark)]
        return parts
    droop = 15.0 if kind == "drooped" else 0.0
    shape, lines = wing.folded(str(p["feathers"]), droop, pointed=bird.kind == "penguin")
    wing_finish = second if bird.kind not in ("penguin",) and p["marking"] != "belly" else main
    for mesh, line in ((shape, lines), (shape.mirrored(), lines.mirrored())):
        parts += [Part(mesh, wing_finish), Part(line, dark)]
    return parts


def _tail(p: Parameters, bird: Bird, second: Finish, dark: Finish) -> list[Part]:
    kind = str(p["tail"])
    long = bird.build.tail * float(p["tail_length"])
    lift = float(p["tail_lift"]) + {"cocked": 48.0, "hen": 30.0}.get(kind, 0.0) + (24.0 if bird.kind == "hen" else 0.0)
    if bird.kind in ("owl", "hawk", "parrot", "penguin"):
        lift = 0.5 * lift + 4.0
    if bird.kind == "duck":
        lift += 18.0
    angle = np.radians(lift)
    back = -bird.frame[1] * np.cos(angle) + bird.frame[2] * np.sin(angle)
    root = bird.at(0.0, -1.0 * bird.long, 0.2 * bird.deep)
    across, upright = np.array([1.0, 0.0, 0.0]), False
    if bird.kind == "hen":
        across, upright = np.cross(back, [1.0, 0.0, 0.0]), True
    plates, lines = feather_fan(kind, root, back, across, long, 0.62 if bird.kind != "heron" else 0.45, upright)
    return [Part(plates, second), Part(lines, dark)]


# --- face ---------------------------------------------------------------------------------------------------------


def _face(p: Parameters, bird: Bird, main: Finish, dark: Finish, horn: Finish) -> list[Part]:
    parts = _beak(p, bird, horn)
    owl = bird.kind == "owl"
    size = bird.head * 0.17 * float(p["eye_size"]) * {"owl": 1.75, "heron": 1.15, "hawk": 1.15}.get(bird.kind, 1.0)
    for sign in (1.0, -1.0):
        guess = bird.of_head(sign * (0.46 if owl else 0.85), 0.9 if owl else 0.52, 0.2)
        centre = bird.skin.nearest(guess[None])[0]
        out = bird.skin.normals(centre[None])[0]
        if owl:
            out = unit(out + 0.8 * bird.head_frame[1])
            x = unit(np.cross([0.0, 0.2, 1.0], out))
            turn = np.linspace(0, 2 * np.pi, 41)[:-1, None]
            for grow, thick in ((2.35, 0.1), (1.75, 0.06)):
                ring = centre + grow * size * (np.cos(turn) * x + np.sin(turn) * np.cross(out, x)) + 0.25 * bird.head_frame[1]
                parts.append(Part(thread(bird.skin.nearest(ring), thick, closed=True), dark))
        if bird.kind == "hawk":
            t = np.linspace(0, 1, 12)
            brow = bird.skin.nearest(bird.of_head(sign * (0.42 + 0.5 * t), 0.95 - 0.75 * t, 0.42 + 0.12 * t), 0.05)
            parts.append(Part(ridge(brow, 0.17, 0.3, 8), main))
        ring_finish = Finish("plastic", "#d1a23c" if bird.kind in ("owl", "hawk", "heron") else "#8f8474", 0.25)
        parts.append(Part(lens(centre - 0.05 * size * out, 1.3 * size, out, 0.4), ring_finish))
        parts.append(Part(lens(centre + 0.22 * size * out, 0.95 * size, out, 0.5), Finish("plastic", "#14110f", 0.06)))
    return parts


def _mandible(start: Array, frame: Array, size: tuple[float, float, float, float], flat: bool, lower: bool) -> Mesh:
    """Half a beak from `start` forwards: length, width, height, droop."""
    long, wide, high, droop = size
    t = np.concatenate([np.linspace(-0.25, 0.9, 16), [0.96, 1.0]])
    u = np.clip(t, 0, 1)
    if flat:
        spread = wide * (1 + 0.25 * np.sin(np.pi * u) + 0.1 * u) * np.sqrt(np.clip(1 - u**6, 0.02, 1))
        tall = high * (1 - 0.72 * u**0.7) * np.sqrt(np.clip(1 - u**8, 0.05, 1))
        drop = -0.35 * long * 0.5 * u + 0.12 * long * u**2
    elif droop > 0.5:
        spread = wide * np.clip(1 - u**1.7, 0.03, 1) ** 0.8
        tall = high * np.clip(1 - u**2.0, 0.03, 1) ** 0.8
        drop = -droop * u**3.0
    else:
        spread = wide * np.clip(1 - u**1.25, 0.03, 1) ** 0.85
        tall = high * np.clip(1 - u**1.35, 0.03, 1) ** 0.85
        drop = -droop * u**2.2
    section = superellipse(1.0, 1.0, 2.0, 20)
    rings = []
    for k in range(len(t)):
        # The upper half keeps its crown, the lower its keel; the other side is nearly flat.
        up = np.where((section[:, 1] > 0) != lower, section[:, 1], 0.12 * section[:, 1])
        local = np.stack([spread[k] * section[:, 0], np.full(20, long * t[k]), tall[k] * up + drop[k]], axis=1)
        rings.append(start + local @ frame)
    return loft(np.array(rings))


def _beak(p: Parameters, bird: Bird, horn: Finish) -> list[Part]:
    long, wide, high, droop = bird.build.beak
    scale = float(p["head_size"])
    long, high = long * float(p["beak_length"]) * scale, high * float(p["beak_depth"]) * scale
    wide, droop = wide * scale, droop * scale * (0.6 + 0.4 * float(p["beak_length"]))
    place = {"owl": (0.78, -0.12), "duck": (0.85, -0.12), "heron": (0.8, -0.05)}.get(bird.kind, (0.84, -0.06))
    start = bird.of_head(0.0, *place)
    flat = bird.kind == "duck"
    hooked = droop > 0.5
    upper = _mandible(start, bird.head_frame, (long, wide, high, droop), flat, False)
    short = 0.62 if hooked else 0.94
    below = start - bird.head_frame[2] * 0.05 * high
    lower = _mandible(
        below, bird.head_frame, (long * short, wide * 0.88, high * (0.5 if not flat else 0.6), droop * 0.25), flat, True
    )
    parts = [Part(upper, horn), Part(lower, Finish(horn.kind, darker(horn.colour, 0.78), horn.roughness))]
    if bird.kind in ("duck", "pigeon", "heron", "hen", "parrot"):
        for sign in (1.0, -1.0):
            nose = (
                start + np.array([sign * 0.55 * wide, 0.3 * long, 0.62 * high - (0.04 * long if flat else 0)]) @ bird.head_frame
            )
            parts.append(
                Part(
                    lens(nose, 0.1 * high + 0.02, sign * bird.head_frame[0] + 0.5 * bird.head_frame[2]),
                    Finish("plastic", "#1d1a18"),
                )
            )
    if bird.kind == "pigeon":
        cere = start + np.array([0.0, 0.12 * long, 0.75 * high]) @ bird.head_frame
        parts.append(Part(lens(cere, 0.24, bird.head_frame[2] + bird.head_frame[1], 0.6), Finish("ceramic", "#cfc8bb", 0.4)))
    return parts


def _crest(p: Parameters, bird: Bird, main: Finish, second: Finish) -> list[Part]:
    kind = str(p["crest"])
    r = bird.head
    red = Finish("ceramic", "#a52a24", 0.35) if main.kind == "ceramic" else second
    if kind == "comb":
        # A comb of five points along the crown, and two wattles.
        t = np.linspace(0, 1, 41)
        way = bird.of_head(0.0, 0.85 - 1.45 * t, 0.62 + 0.34 * np.sin(np.pi * t) - 0.1 * t)
        tall = r * (0.2 + 0.62 * np.abs(np.sin(5 * np.pi * t)) ** 0.7 * np.sin(np.pi * (0.12 + 0.8 * t)))
        out = unit(way - bird.of_head(0.0, -0.1, -0.2))
        grid = way[:, None] + np.linspace(0, 1, 5)[None, :, None] * (tall[:, None] * out)[:, None]
        parts = [Part(plate(grid, np.linspace(0.3, 0.14, 5)[None] * np.ones((41, 1))), red, bevel=0.04)]
        for sign in (1.0, -1.0):
            top = bird.of_head(sign * 0.3, 0.78, -0.3)
            path = top + np.outer(np.linspace(0, 1, 9), 0.85 * r * np.array([0.0, 0.0, -1.0]))
            parts.append(Part(tube(path, 0.3 * r, [0.35, 0.5, 0.7, 0.85, 1.0, 1.0, 0.9, 0.65, 0.15], sides=14), red))
        return parts
    blades = {
        "tuft": [(0.0, a, 0.75) for a in (-28.0, -8.0, 12.0)],
        "crown": [(0.0, a, 1.15) for a in (-62.0, -42.0, -20.0, 2.0, 24.0)],
        "plume": [(-0.14, -70.0, 1.7), (0.0, -60.0, 2.1), (0.14, -72.0, 1.6)],
        "horns": [(0.62, -2.0, 0.8), (-0.62, -2.0, 0.8)],
    }.get(kind, [])
    meshes = []
    for x, lean, long in blades:
        a = np.radians(lean)
        front = 0.25 + 0.9 * np.sin(a) * (0.5 if kind != "plume" else 0.75)
        start = bird.of_head(
            x, front if kind != "horns" else 0.25, 0.92 * np.sqrt(max(1 - front**2, 0.1)) if kind != "horns" else 0.62
        )
        t = np.linspace(0, 1, 12)[:, None]
        way = np.array([0.35 * x, np.sin(a), np.cos(a)]) @ bird.head_frame
        bend = np.array([0.0, -1.0, 0.15]) @ bird.head_frame
        path = start - 0.25 * r * way + (long + 0.25) * r * (t * way + (0.32 if kind != "horns" else 0.1) * t**2 * bend)
        half = r * (0.2 if kind != "horns" else 0.3) * (np.sin(np.pi * (0.2 + 0.8 * t[:, 0])) ** 0.7 + 0.02)
        flat = bird.head_frame[0] if kind == "horns" else unit(np.cross(way, bird.head_frame[0]))
        grid = path[:, None] + np.linspace(-1, 1, 5)[None, :, None] * half[:, None, None] * flat
        meshes.append(plate(grid, 0.2 * r * np.array([0.5, 1, 1, 1, 0.5])[None] * (1.05 - t)))
    return [Part(join(*meshes), second if kind == "plume" else main)] if meshes else []


def _markings(p: Parameters, bird: Bird, dark: Finish) -> list[Part]:
    kind = str(p["marking"])
    lines: list[Mesh] = []
    if kind == "mask" and bird.kind != "owl":
        for sign in (1.0, -1.0):
            for shift in (0.13, -0.13):
                t = np.linspace(0, 1, 24)
                turn = 0.35 + 1.9 * t
                guess = bird.of_head(
                    sign * np.sin(turn), np.cos(turn), 0.16 - 0.25 * t + shift * 2.0 * np.sin(np.pi * t) ** 0.6
                )
                lines.append(ridge(bird.skin.nearest(guess), 0.065))
    elif kind == "collar":
        middle = 0.55 * bird.head_at + 0.45 * bird.at(0, 0.62 * bird.long, 0.22 * bird.deep)
        axis = unit(bird.head_at - bird.at(0, 0.4 * bird.long, 0.0))
        for shift in (0.0, 0.34):
            lines.append(thread(bird.skin.girdle(middle + shift * axis, axis, 4.0), 0.07, closed=True))
    elif kind == "chevrons" or (kind == "mask" and bird.kind == "owl"):
        t = np.linspace(-1, 1, 7)
        starts = []
        for row in range(5):
            for k in range(-2, 3):
                x, a = (k + 0.5 * (row % 2)) * 0.36 * bird.wide, (0.62 - 0.27 * row) * bird.long
                starts.append(bird.at(x + 0.1 * bird.wide * t, a + 0.07 * bird.long * np.abs(t), -2.2 * bird.deep + 0 * t))
        hit, met = bird.skin.struck(np.array(starts), bird.frame[2])
        lines += [ridge(mark, 0.07, 0.5, 5) for mark, on in zip(hit, met, strict=True) if on.all()]
    return [Part(join(*lines), dark)] if lines else []


# --- legs ---------------------------------------------------------------------------------------------------------


def _legs(bird: Bird, horn: Finish) -> list[Part]:
    parts = []
    shank = bird.build.shank
    webbed = bird.kind in ("duck", "penguin")
    reach = {"heron": 1.5, "duck": 1.7, "penguin": 1.5, "hen": 1.3, "hawk": 1.1, "owl": 1.0}.get(bird.kind, 0.95)
    for _, ankle, foot in bird.hips:
        knots = [ankle + 0.3 * (ankle - foot) / max(float(np.linalg.norm(ankle - foot)), 0.3), ankle, foot]
        if bird.kind == "heron":
            knots[2:2] = [foot + 0.5 * (ankle - foot) + [0, 0.22, 0]]
        path = spline(knots, 16)
        swell = np.full(16, 1.0)
        if bird.kind == "heron":
            swell += 0.55 * np.exp(-(((np.linspace(0, 1, 16) - 0.55) / 0.06) ** 2))
        parts.append(Part(tube(path, shank, swell, sides=10), horn))
        sign = np.sign(foot[0])
        tips = []
        for turn, long in ((-24.0, 0.9), (2.0, 1.0), (28.0, 0.9), (176.0, 0.5)):
            a = np.radians(turn * 1.1 + 6 * sign)
            tip = foot + reach * long * np.array([np.sin(a), -np.cos(a), 0.0]) + [0, 0, -0.02]
            rise = foot + 0.45 * (tip - foot) + [0, 0, 0.14 * reach]
            toe = spline([foot, rise, tip], 10)
            parts.append(Part(tube(toe, 0.85 * shank, np.linspace(1.0, 0.45, 10), sides=8), horn))
            tips.append(toe)
        if webbed:
            for one, two in ((tips[0], tips[1]), (tips[1], tips[2])):
                share = np.linspace(0, 1, 7)[None, :, None]
                pull = 1 - 0.18 * np.sin(np.pi * share)
                grid = foot + (one[:, None] * (1 - share) + two[:, None] * share - foot) * pull
                parts.append(Part(plate(grid, 0.12), horn))
    return parts


# --- in words -----------------------------------------------------------------------------------------------------


def attributes(p: Parameters) -> dict[str, float]:
    kind = str(p["kind"])
    b = BUILDS[kind]
    return {
        "upright": float(np.clip((b.steep + float(p["posture"])) / 96, 0, 1)),
        "long_legged": float(np.clip(b.leg * float(p["leg_length"]) / 7.3, 0, 1)),
        "long_necked": float(np.clip({"heron": 0.8, "duck": 0.5, "hen": 0.4}.get(kind, 0.1) * float(p["neck_length"]), 0, 1)),
        "long_tailed": float(np.clip(b.tail * float(p["tail_length"]) / 7.0, 0, 1)),
        "long_beak": float(np.clip(b.beak[0] * float(p["beak_length"]) / 4.7, 0, 1)),
        "hooked_beak": float(b.beak[3] > 0.5),
        "crested": float(p["crest"] != "none"),
        "wings_raised": float(p["wings"] == "lifted"),
        "plump": float((float(p["plumpness"]) - 0.86) / 0.3),
        "perched": float(p["ground"] in ("branch", "post", "stump")),
        "large_head": float(np.clip((b.head * float(p["head_size"]) - 0.7) / 1.8, 0, 1)),
    }


CATEGORY = Category(
    name="bird",
    version=1,
    space=SPACE,
    build=build,
    attributes=attributes,
    view=View(azimuth=54.0, elevation=11.0, azimuth_spread=9.0, elevation_spread=4.0),
)
