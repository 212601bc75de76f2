# SPDX-License-Identifier: GPL-3.0-or-later
"""Rabbits as fine figurines, in units of about 4 cm; the nose points towards -y, and x is across the body."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..category import Category, View
from ..figurine.skin import cut, lens, ridge, unit
from ..figurine.stances import STANCES, V3, Rabbit
from ..figurine.trimmings import RIBBONS, ground, worn_or_eaten
from ..finish import Finish
from ..mesh import Array, Mesh, join
from ..parameters import Choice, Continuous, Parameters
from ..part import Part
from ..shapes.curves import spline
from ..shapes.implicit import Bone, Ellipsoid, blend, smoothed
from ..shapes.plate import plate, thread
from ..shapes.sweep import tube

COATS = {
    "hare": ("#8f6f4e", "#c9b291"),
    "grey": ("#7f8388", "#b9bbb9"),
    "fawn": ("#b98f5f", "#d6c3a2"),
    "black": ("#3a3634", "#a39b91"),
    "chestnut": ("#7c4a2c", "#c4a582"),
    "blue": ("#5b6875", "#aeb6ba"),
    "cream": ("#cdbd9f", "#8f7453"),
    "ginger": ("#b5713a", "#d9c09a"),
}
GLAZES = {"celadon": "#9db39a", "ivory": "#cbbfa8", "sky": "#7d9db5", "rose": "#c9a09a", "slate": "#585f66", "ochre": "#c08f3f"}
PINK = "#cf9a92"

SPACE = {
    "pose": Choice(tuple(STANCES), weight=4.0),
    "ears": Choice(
        ("upright", "lop", "one folded", "swept", "wide", "short", "one lop"),
        weight=3.0,
        given=("pose", {"running": ("upright", "swept", "one folded", "short", "wide")}),
    ),
    "extra": Choice(
        ("none", "collar", "bow", "carrot", "scarf", "clover"),
        weight=2.0,
        shares={"none": 1.6},
        given=(
            "pose",
            {
                "running": ("none", "collar", "bow", "scarf"),
                "lying": ("none", "collar", "carrot", "clover", "bow"),
                "grazing": ("none", "collar", "carrot", "clover"),
            },
        ),
    ),
    "tail": Choice(("puff", "small", "raised"), weight=1.0),
    "coat_pattern": Choice(("plain", "bib", "blaze", "saddle", "panda"), weight=1.2),
    "ground": Choice(
        ("none", "disc", "grass", "cushion"), weight=1.2, shares={"none": 1.6}, given=("pose", {"running": ("grass", "disc")})
    ),
    "lines": Choice(("few", "fur", "seams"), weight=1.0),
    "chubbiness": Continuous(0.82, 1.22, weight=2.0),
    "body_length": Continuous(0.9, 1.12),
    "hump": Continuous(-0.3, 0.5),
    "head_size": Continuous(0.88, 1.18, weight=1.3),
    "muzzle": Continuous(0.85, 1.25, weight=0.7),
    "cheeks": Continuous(0.8, 1.2, weight=0.7),
    "head_turn": Continuous(-22.0, 42.0, weight=1.3),
    "head_pitch": Continuous(-12.0, 14.0),
    "ear_length": Continuous(0.78, 1.28, weight=1.6),
    "ear_width": Continuous(0.78, 1.25),
    "ear_spread": Continuous(-8.0, 16.0),
    "ear_lean": Continuous(-14.0, 20.0),
    "eye_size": Continuous(0.85, 1.25, weight=0.5),
    "paw_size": Continuous(0.85, 1.2, weight=0.6),
    "tail_size": Continuous(0.8, 1.25, weight=0.7),
    "whisker": Continuous(0.9, 1.7, weight=0.5),
    "coat": Choice(tuple(COATS), weight=0.0),
    "glaze": Choice(tuple(GLAZES), weight=0.0),
    "ribbon": Choice(tuple(RIBBONS), weight=0.0),
    "material": Choice(
        ("satin", "glazed", "fur", "wood", "bronze"), weight=0.0, shares={"satin": 1.6, "wood": 0.3, "bronze": 0.15, "fur": 0.7}
    ),
}


def build(p: Parameters) -> list[Part]:
    """Body, ears, face, tail, paws, what it wears or eats, ground."""
    rabbit = Rabbit(p)
    main, second, pink, dark = _finishes(p)
    parts = _coat(p, rabbit, main, second)
    parts += _ears(p, rabbit, main if p["coat_pattern"] != "panda" else second, pink)
    parts += _face(p, rabbit, pink, dark)
    parts += _tail(p, rabbit, second if main.kind != "wood" else main)
    parts += _lines(p, rabbit, dark)
    floor = min(float(part.mesh.vertices[:, 2].min()) for part in parts)
    parts += [_above(part, floor + 0.02) for part in worn_or_eaten(p, rabbit)]
    return parts + ground(p, rabbit, parts)


def _above(part: Part, floor: float) -> Part:
    """Nothing that is worn or eaten goes through the floor."""
    vertices = part.mesh.vertices * 1.0
    vertices[:, 2] = np.maximum(vertices[:, 2], floor)
    return replace(part, mesh=Mesh(vertices, part.mesh.faces))


def _finishes(p: Parameters) -> tuple[Finish, Finish, Finish, Finish]:
    material = str(p["material"])
    back, belly = COATS[str(p["coat"])]
    if material == "bronze":
        return tuple(Finish("metal", c, 0.42) for c in ("#86603a", "#795431", "#6d4a2a", "#3a2716"))
    if material == "wood":
        return Finish("wood", "#a5774a"), Finish("wood", "#cda678"), Finish("wood", "#c08f62"), Finish("wood", "#3b2818")
    if material == "glazed":
        colour = GLAZES[str(p["glaze"])]
        return (
            Finish("ceramic", colour, 0.14),
            Finish("ceramic", "#d0c8b8", 0.14),
            Finish("ceramic", PINK, 0.2),
            Finish("ceramic", "#4a4340", 0.3),
        )
    kind = "fur" if material == "fur" else "ceramic"
    return Finish(kind, back, 0.5), Finish(kind, belly, 0.5), Finish("ceramic", PINK, 0.5), Finish("ceramic", "#3b312b", 0.5)


def _coat(p: Parameters, rabbit: Rabbit, main: Finish, second: Finish) -> list[Part]:
    """The skin, parted where a second colour begins."""
    mesh = rabbit.skin.mesh()
    kind = str(p["coat_pattern"])
    if kind == "plain":
        return [Part(mesh, main)]
    head = (mesh.vertices - rabbit.head_at) @ rabbit.frame.T / rabbit.size
    x, y, z = mesh.vertices.T
    if kind == "bib":
        chest = np.array(rabbit.stance.neck) * [1, rabbit.grow[1], 1] + [0, -0.9, -1.2]
        value = 1 - np.linalg.norm((mesh.vertices - chest) / [1.15, 1.6, 2.0], axis=1)
        value = np.maximum(value, 1 - np.linalg.norm((head - [0, 1.1, -0.55]) / [0.6, 0.6, 0.42], axis=1))
    elif kind == "blaze":
        value = 0.14 + 0.22 * np.clip(head[:, 1], 0, 2) ** 2 - np.abs(head[:, 0])
        value = np.minimum(value, np.minimum(head[:, 1] - 0.05, 1.2 - np.linalg.norm(head - [0, 0.4, 0], axis=1)))
        value = np.minimum(value, 0.95 - head[:, 2])
    elif kind == "saddle":
        c = np.array(rabbit.stance.trunk[0][0]) * [1, rabbit.grow[1], 1]
        value = 1 - np.linalg.norm((mesh.vertices - c - [0, -0.3, 2.0]) / [2.2, 1.6, 1.9], axis=1)
    else:
        half = np.array(rabbit.stance.trunk[0][0])[1] * rabbit.grow[1] - 0.7
        waist = np.array(rabbit.stance.neck)[1] * rabbit.grow[1] + 0.2
        if rabbit.pose in ("upright", "begging", "peering"):
            low = 0.45 * rabbit.head_at[2]
            value = np.minimum(z - low + 0.2 * np.sin(2.2 * x), 0.74 * rabbit.head_at[2] - z)
        else:
            value = np.minimum(y - waist + 0.15 * np.sin(2 * z), half + 0.15 * np.sin(2.3 * z) - y)
        value = np.where(np.linalg.norm(head, axis=1) < 1.25, -1.0, value)
    patch, rest = cut(mesh, value)
    return [Part(m, f) for m, f in ((rest, main), (patch, second)) if len(m.faces)]


# --- ears ---------------------------------------------------------------------------------------------------------

# The middle line of a right ear in head units (x, forward, up), and where its hollow side faces.
EAR_LINES: dict[str, tuple[tuple[V3, ...], V3]] = {
    "upright": (((0.3, -0.1, 0.6), (0.42, -0.2, 1.3), (0.5, -0.3, 2.1), (0.5, -0.42, 3.0)), (0.3, 1.0, 0.0)),
    "wide": (((0.38, -0.1, 0.55), (0.8, -0.2, 1.15), (1.3, -0.28, 1.75), (1.85, -0.3, 2.3)), (-0.1, 1.0, 0.25)),
    "swept": (((0.3, -0.1, 0.62), (0.42, -0.6, 1.1), (0.52, -1.35, 1.45), (0.55, -2.3, 1.6)), (0.75, 0.25, 0.8)),
    "short": (((0.36, -0.05, 0.6), (0.52, -0.1, 1.05), (0.64, -0.16, 1.5), (0.7, -0.22, 1.9)), (0.25, 1.0, 0.0)),
    "lop": (
        ((0.4, -0.2, 0.62), (0.88, -0.36, 0.85), (1.1, -0.42, 0.25), (1.1, -0.4, -0.65), (1.0, -0.34, -1.4)),
        (-1.0, -0.35, -0.1),
    ),
    "folded": (
        ((0.3, -0.1, 0.6), (0.44, -0.25, 1.35), (0.6, -0.25, 1.95), (0.95, 0.12, 2.05), (1.2, 0.42, 1.5)),
        (0.35, 1.0, 0.1),
    ),
}
EAR_KINDS = {
    "upright": ("upright", "upright"),
    "lop": ("lop", "lop"),
    "one folded": ("folded", "upright"),
    "swept": ("swept", "swept"),
    "wide": ("wide", "wide"),
    "short": ("short", "short"),
    "one lop": ("lop", "upright"),
}


def _ears(p: Parameters, rabbit: Rabbit, outside: Finish, inside: Finish) -> list[Part]:
    parts = []
    for kind, sign in zip(EAR_KINDS[str(p["ears"])], (1.0, -1.0), strict=True):
        for mesh, finish in zip(_ear(p, rabbit, kind, sign), (outside, inside), strict=True):
            parts.append(Part(mesh, finish))
    return parts


def _ear(p: Parameters, rabbit: Rabbit, kind: str, sign: float) -> tuple[Mesh, Mesh]:
    """An ear as a hollow leaf, and its lining."""
    knots, face = EAR_LINES[kind]
    line = np.array(knots, float)
    line = line[0] + (line - line[0]) * float(p["ear_length"])
    if kind not in ("lop", "swept"):
        lean, spread = np.radians(float(p["ear_lean"])), np.radians(float(p["ear_spread"]))
        rise = line[:, 2] - line[0, 2]
        line[:, 1] -= rise * np.sin(lean)
        line[:, 0] += rise * np.sin(spread)
    path = spline(line, 30)
    t = np.linspace(0, 1, 30)
    tangent = unit(np.gradient(path, axis=0))
    front = np.broadcast_to(np.array(face), path.shape)
    if kind == "folded":
        # The hollow turns down with the tip.
        bend = np.clip((t - 0.45) / 0.3, 0, 1)[:, None]
        front = (1 - bend) * front + bend * np.array([-0.55, 0.35, -1.0])
    if kind == "lop":
        bend = np.clip(t / 0.3, 0, 1)[:, None]
        front = (1 - bend) * np.array([0.0, 0.6, -0.8]) + bend * front
    front = unit(front - np.sum(front * tangent, axis=1, keepdims=True) * tangent)
    side = np.cross(tangent, front)
    wide = 0.36 * float(p["ear_width"]) * (1.25 if kind in ("short", "lop") else 1.0)
    shape = (0.5 + 0.5 * np.sin(np.pi * np.clip(t / 0.9, 0, 1)) ** 0.8) * np.sqrt(
        np.clip(1 - np.clip((t - 0.72) / 0.28, 0, 1) ** 2, 0.004, 1)
    )
    half = wide * shape
    v = np.linspace(-1, 1, 13)
    cup = 0.62 - 0.3 * t if kind != "lop" else 0.22 + 0 * t

    def leaf(share: float, start: int, lift: float) -> Array:
        curl = (cup * half)[:, None] * (share * v[None]) ** 2 + lift
        flat = share * half[:, None] * v[None]
        grid = path[:, None] + flat[..., None] * side[:, None] + curl[..., None] * front[:, None]
        if share < 1:
            grid = path[:, None] + (grid - path[:, None]) - 0.0
        return grid[start : 30 - (2 if share < 1 else 0)]

    meshes = []
    for share, start, lift, thick in ((1.0, 0, 0.0, 0.17), (0.68, 6, 0.075, 0.06)):
        grid = leaf(share, start, lift)
        world = rabbit.head_at + rabbit.size * (grid * [sign, 1, 1]) @ rabbit.frame
        wall = rabbit.size * thick * (1 - 0.35 * np.linspace(0, 1, len(grid)))[:, None] * (1 - 0.4 * v[None] ** 4)
        meshes.append(plate(world[:, ::-1] if sign < 0 else world, wall))
    return meshes[0], meshes[1]


# --- face ---------------------------------------------------------------------------------------------------------


def _face(p: Parameters, rabbit: Rabbit, pink: Finish, dark: Finish) -> list[Part]:
    parts = []
    nose = float(p["muzzle"])
    size = 0.2 * rabbit.size * float(p["eye_size"])
    lines = []
    for sign in (1.0, -1.0):
        centre = rabbit.skin.nearest(rabbit.of_head(sign * 0.85, 0.42, 0.24)[None])[0]
        out = unit(rabbit.skin.normals(centre[None])[0] + 0.25 * rabbit.frame[1])
        parts.append(Part(lens(centre - 0.1 * size * out, 1.0 * size, out, 0.55), Finish("plastic", "#17110d", 0.06)))
        glint = centre + out * 0.4 * size + size * 0.3 * (rabbit.frame[2] + 0.4 * rabbit.frame[1])
        parts.append(Part(lens(glint, 0.17 * size, out, 0.5, 12), Finish("plastic", "#d8d4cc", 0.2)))
        x = unit(np.cross([0.0, 0.2, 1.0], out))
        turn = np.linspace(0, 2 * np.pi, 33)[:-1, None]
        ring = rabbit.skin.nearest(centre + 1.12 * size * (np.cos(turn) * x * 1.1 + np.sin(turn) * np.cross(out, x)))
        lines.append(thread(ring, 0.045, closed=True))
        t = np.linspace(0, 1, 12)
        guess = rabbit.of_head(sign * 0.42 * np.sin(1.7 * t), 1.3 * nose - 0.35 * t**2, -0.42 - 0.13 * np.sin(np.pi * t))
        lines.append(ridge(rabbit.skin.nearest(guess), 0.05))
        for k in range(3):
            root = rabbit.skin.nearest(rabbit.of_head(sign * 0.34, 1.12 * nose, -0.3 - 0.09 * k)[None])[0]
            way = np.array([sign * 1.0, 0.1 - 0.12 * k, 0.25 - 0.26 * k]) @ rabbit.frame
            reach = rabbit.size * float(p["whisker"]) * (1 - 0.08 * k) * 0.8
            u = np.linspace(0, 1, 10)[:, None]
            hair = root + reach * u * way - [0, 0, 0.14 * reach] * u**2
            lines.append(tube(hair, 0.032, np.linspace(1.0, 0.45, 10), sides=5))
    tip = rabbit.skin.nearest(rabbit.of_head(0.0, 1.5 * nose, -0.22)[None])[0]
    t = np.linspace(0, 1, 8)
    lines.append(ridge(rabbit.skin.nearest(rabbit.of_head(0 * t, 1.35 * nose - 0.1 * t, -0.28 - 0.2 * t)), 0.045, 0.6))
    axes = rabbit.frame
    button = smoothed(
        blend(
            [
                Bone(
                    tuple(tip + 0.1 * rabbit.size * (s * axes[0] + 0.3 * axes[2])),
                    tuple(tip - 0.07 * rabbit.size * axes[2]),
                    0.085 * rabbit.size,
                    0.06 * rabbit.size,
                )
                for s in (1.0, -1.0)
            ],
            0.06,
            14,
        )
    )
    return [*parts, Part(button, pink), Part(join(*lines), dark)]


def _tail(p: Parameters, rabbit: Rabbit, finish: Finish) -> list[Part]:
    r = float(p["tail_size"]) * {"puff": 0.95, "small": 0.62, "raised": 0.78}[str(p["tail"])]
    at = np.array(rabbit.stance.tail) * [1, rabbit.grow[1], 1] + [0, 0.1, 0.0]
    hips = np.array(rabbit.stance.trunk[0][0]) * [1, rabbit.grow[1], 1]
    at = rabbit.skin.nearest(at[None])[0] + unit(at - hips) * 0.35 * r
    if p["tail"] == "raised":
        at = at + [0, 0.05, 0.45]
        bodies = [Bone(tuple(at - [0, 0.1, 0.5]), tuple(at + [0, 0.15, 0.75]), r * 0.85, r * 0.5)]
    else:
        bodies = [
            Ellipsoid(tuple(at), (r, 0.9 * r, 0.95 * r)),
            Ellipsoid(tuple(at + [0, 0.25 * r, 0.3 * r]), (0.75 * r, 0.7 * r, 0.72 * r)),
        ]
    return [Part(smoothed(blend(bodies, 0.25, 24), 2), finish)]


def _lines(p: Parameters, rabbit: Rabbit, dark: Finish) -> list[Part]:
    """Toes, the bow of the thigh, and locks of fur or a seam along the flank."""
    s, fat = rabbit.stance, float(p["chubbiness"])
    plump = 0.5 + 0.5 * fat
    lines = []
    for sign in (1.0, -1.0):
        side = np.array([sign * plump, rabbit.grow[1], 1.0])
        for before, tip in ((s.fore[1], s.fore[2]), (s.hind[1], s.hind[2])):
            end, start = np.array(tip) * side, np.array(before) * side
            way = unit(end - start)
            across = unit(np.cross(way, [0, 0, 1.0])) if abs(way[2]) < 0.9 else np.array([1.0, 0, 0])
            top = np.cross(across, way)
            t = np.linspace(0.05, 1.15, 8)[:, None]
            for shift in (-0.16, 0.16):
                guess = end + shift * across + 0.5 * (np.cos(1.2 * t) * top + np.sin(1.2 * t) * way)
                lines.append(ridge(rabbit.skin.nearest(guess), 0.04, 0.5, 5))
        centre, radii = np.array(s.thigh[0]) * [sign * fat, rabbit.grow[1], 1], np.array(s.thigh[1])
        turn = np.radians(np.linspace(-12, 150, 26))
        arc = centre + np.stack(
            [np.full(26, sign * 1.6), -0.97 * radii[1] * np.cos(turn), 0.97 * radii[2] * np.sin(turn)], axis=1
        )
        hit, met = rabbit.skin.struck(arc + [sign * 2.0, 0, 0], [-sign, 0.0, 0.0])
        if met.all():
            lines.append(ridge(hit, 0.055))
        if p["lines"] == "fur":
            lines += _locks(rabbit, sign)
        elif p["lines"] == "seams":
            c0, r0 = np.array(s.trunk[0][0]) * [1, rabbit.grow[1], 1], np.array(s.trunk[0][1])
            c1 = np.array(s.neck) * [1, rabbit.grow[1], 1]
            t = np.linspace(0, 1, 30)[:, None]
            path = (
                c0
                + [0, 0.75 * r0[1], 0.25 * r0[2]]
                + t * (c1 - c0 - [0, 0.75 * r0[1], 0.25 * r0[2]])
                + np.sin(np.pi * t) * [0, 0, 0.75]
            )
            hit, met = rabbit.skin.struck(path + [sign * 5.0, 0, 0], [-sign, 0.0, 0.0])
            if met.all():
                lines.append(ridge(hit, 0.045))
    return [Part(join(*lines), dark)]


def _locks(rabbit: Rabbit, sign: float) -> list[Mesh]:
    """Short curved strokes over haunch and chest."""
    marks = []
    for centre, radii in rabbit.stance.trunk[:2]:
        for i, j in ((-0.35, 0.45), (0.1, 0.6), (0.5, 0.4), (-0.1, 0.2), (0.35, 0.05)):
            t = np.linspace(0, 1, 8)
            y = centre[1] * rabbit.grow[1] + radii[1] * i + 0.55 * t
            z = centre[2] + radii[2] * j + 0.2 * np.sin(np.pi * t) - 0.25 * t
            marks.append(np.stack([np.full(8, sign * 5.0), y, z], axis=1))
    hit, met = rabbit.skin.struck(np.array(marks), [-sign, 0.0, 0.0])
    return [ridge(mark, 0.045, 0.3, 5) for mark, on in zip(hit, met, strict=True) if on.all()]


# --- in words -----------------------------------------------------------------------------------------------------


def attributes(p: Parameters) -> dict[str, float]:
    pose, ears = str(p["pose"]), str(p["ears"])
    return {
        "upright_body": {"upright": 1.0, "begging": 0.85, "peering": 0.7, "sitting": 0.45}.get(pose, 0.1),
        "stretched_out": {"running": 1.0, "lying": 0.8, "grazing": 0.4, "loaf": 0.3}.get(pose, 0.0),
        "ears_hanging": {"lop": 1.0, "one lop": 0.5, "one folded": 0.3}.get(ears, 0.0),
        "long_ears": float(np.clip((float(p["ear_length"]) - 0.78) / 0.5 * (0.4 if ears == "short" else 1.0), 0, 1)),
        "chubby": float((float(p["chubbiness"]) - 0.82) / 0.4),
        "large_head": float((float(p["head_size"]) - 0.88) / 0.3),
        "wears_something": float(p["extra"] in ("collar", "bow", "scarf")),
        "has_food": float(p["extra"] in ("carrot", "clover")),
        "on_a_base": float(p["ground"] != "none"),
        "patched": float(p["coat_pattern"] != "plain"),
    }


CATEGORY = Category(
    name="rabbit",
    version=1,
    space=SPACE,
    build=build,
    attributes=attributes,
    view=View(azimuth=50.0, elevation=11.0, azimuth_spread=9.0, elevation_spread=4.0),
)
