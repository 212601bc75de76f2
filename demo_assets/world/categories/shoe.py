# SPDX-License-Identifier: GPL-3.0-or-later
"""Shoes, in centimetres; a right shoe, heel at x = 0, toe towards +x, its outer side faces the camera."""

from __future__ import annotations

import numpy as np

from ..category import Category, View
from ..finish import Finish
from ..footwear.last import COLUMNS, Last
from ..footwear.sole import heel, lid, rope, solid_sole, thin_sole
from ..footwear.upper import TOE, Opening, Upper
from ..mesh import Array, Mesh
from ..palette import LEATHER, METAL, SOLE, TEXTILE
from ..parameters import Choice, Continuous, Parameters
from ..part import Part
from ..shapes.curves import fillet, rectangle, spline
from ..shapes.loft import loft, sheet
from ..shapes.sweep import sweep, tube

KINDS = (
    "sneaker",
    "pump",
    "lace boot",
    "oxford",
    "sandal",
    "chelsea boot",
    "loafer",
    "high top",
    "tall boot",
    "mary jane",
    "slide",
    "clog",
    "rain boot",
    "western boot",
)
BOOTS = ("lace boot", "chelsea boot", "tall boot", "rain boot", "western boot", "high top")
LACED = ("sneaker", "high top", "oxford", "lace boot")

SPACE = {
    "kind": Choice(KINDS, weight=6.0),
    "toe": Choice(
        ("round", "almond", "pointed", "square"),
        weight=1.5,
        given=(
            "kind",
            {
                "sneaker": ("round", "almond"),
                "high top": ("round",),
                "rain boot": ("round",),
                "clog": ("round", "almond"),
                "lace boot": ("round", "square"),
                "western boot": ("pointed", "square"),
                "slide": ("round", "square"),
                "sandal": ("round", "almond"),
            },
        ),
    ),
    "heel": Choice(
        ("stacked", "block", "stiletto", "wedge", "kitten", "cuban", "flat"),
        weight=3.0,
        given=(
            "kind",
            {
                "sneaker": ("flat", "wedge"),
                "high top": ("flat",),
                "rain boot": ("flat", "stacked"),
                "oxford": ("stacked", "flat", "cuban"),
                "loafer": ("stacked", "flat", "block"),
                "lace boot": ("flat", "stacked", "block"),
                "chelsea boot": ("stacked", "flat", "block"),
                "western boot": ("cuban",),
                "tall boot": ("block", "stiletto", "flat", "wedge"),
                "pump": ("stiletto", "block", "kitten", "wedge", "flat"),
                "mary jane": ("block", "flat", "kitten", "wedge"),
                "slide": ("flat", "wedge", "block"),
                "clog": ("flat", "block", "wedge"),
                "sandal": ("flat", "stiletto", "wedge", "block"),
            },
        ),
    ),
    "fastening": Choice(
        ("laces", "straps", "buckle", "slip-on", "zip", "elastic"),
        weight=2.0,
        given=(
            "kind",
            {
                "sneaker": ("laces", "straps", "slip-on"),
                "high top": ("laces", "straps"),
                "oxford": ("laces", "buckle"),
                "lace boot": ("laces",),
                "chelsea boot": ("elastic", "buckle", "zip"),
                "loafer": ("slip-on",),
                "pump": ("slip-on", "buckle"),
                "mary jane": ("buckle", "straps"),
                "sandal": ("buckle", "straps"),
                "slide": ("slip-on", "buckle", "straps"),
                "clog": ("slip-on", "buckle"),
                "tall boot": ("zip", "slip-on", "buckle"),
                "rain boot": ("slip-on", "buckle"),
                "western boot": ("slip-on",),
            },
        ),
    ),
    "trim": Choice(
        ("plain", "toe cap", "stripes", "counter", "seam", "bow", "penny strap", "tassel"),
        weight=2.0,
        given=(
            "kind",
            {
                "sneaker": ("stripes", "toe cap", "counter", "plain"),
                "high top": ("toe cap", "stripes", "counter"),
                "oxford": ("toe cap", "counter", "plain", "seam"),
                "loafer": ("penny strap", "tassel", "seam", "bow"),
                "lace boot": ("toe cap", "counter", "plain"),
                "chelsea boot": ("plain", "toe cap", "seam"),
                "western boot": ("toe cap", "counter", "stripes"),
                "tall boot": ("plain", "counter", "toe cap"),
                "rain boot": ("plain", "toe cap", "counter"),
                "pump": ("plain", "bow", "toe cap", "counter"),
                "mary jane": ("plain", "toe cap", "bow"),
                "clog": ("plain", "seam", "toe cap"),
                "sandal": ("plain",),
                "slide": ("plain",),
            },
        ),
    ),
    "sole": Choice(
        ("smooth", "lugs", "foxing", "rope"),
        weight=1.5,
        given=(
            "kind",
            {
                "sneaker": ("foxing", "lugs", "smooth"),
                "high top": ("foxing", "lugs"),
                "lace boot": ("lugs", "smooth"),
                "rain boot": ("lugs", "smooth"),
                "oxford": ("smooth", "lugs"),
                "western boot": ("smooth",),
                "pump": ("smooth", "rope"),
                "sandal": ("smooth", "rope", "lugs"),
                "slide": ("smooth", "rope", "foxing"),
            },
        ),
    ),
    "half_width": Continuous(4.3, 5.3),
    "heel_height": Continuous(
        0.0, 1.0, weight=2.0, when={"heel": ("block", "stiletto", "wedge", "kitten", "cuban", "stacked")}
    ),
    "platform": Continuous(0.0, 1.0, weight=1.5),
    "slimness": Continuous(0.0, 1.0, when={"heel": ("block", "cuban")}),
    "toe_box": Continuous(-0.6, 0.8),
    "toe_spring": Continuous(0.3, 2.0),
    "throat": Continuous(-0.05, 0.06, weight=1.5),
    "collar": Continuous(-0.9, 1.2),
    "shaft": Continuous(0.0, 1.0, weight=2.5, when={"kind": BOOTS}),
    "flare": Continuous(-0.08, 0.28, when={"kind": BOOTS}),
    "edge": Continuous(0.1, 0.7, weight=0.7),
    "lace_rows": Continuous(3.0, 6.99, when={"fastening": ("laces",)}),
    "strap_width": Continuous(0.9, 2.6, weight=1.5, when={"fastening": ("straps", "buckle")}),
    "strap_place": Continuous(0.0, 1.0, weight=1.0, when={"kind": ("sandal", "slide", "mary jane")}),
    "leather": Choice(tuple(LEATHER), weight=0.0),
    "cloth": Choice(tuple(TEXTILE), weight=0.0),
    "second": Choice(tuple(LEATHER), weight=0.0),
    "sole_colour": Choice(tuple(SOLE), weight=0.0),
    "material": Choice(("leather", "suede", "cloth"), weight=0.0),
}

# back, throat, half width, heights: back, side, throat, shaft (shortest, longest)
OPENINGS = {
    "sneaker": (0.015, 0.47, 3.3, 7.4, 5.6, 9.2, (0, 0)),
    "high top": (0.02, 0.43, 3.5, 8.6, 8.2, 11.0, (3.5, 6.5)),
    "oxford": (0.02, 0.46, 3.1, 6.6, 5.0, 8.0, (0, 0)),
    "loafer": (0.02, 0.55, 3.2, 6.2, 4.6, 7.0, (0, 0)),
    "pump": (0.02, 0.74, 3.3, 6.0, 3.7, 3.7, (0, 0)),
    "mary jane": (0.02, 0.7, 3.3, 6.0, 4.0, 4.1, (0, 0)),
    "clog": (0.05, 0.5, 3.5, 1.4, 3.2, 8.0, (0, 0)),
    "chelsea boot": (0.02, 0.42, 3.3, 8.6, 8.4, 10.6, (4.0, 8.0)),
    "lace boot": (0.02, 0.42, 3.4, 8.6, 8.4, 10.6, (5.0, 12.0)),
    "tall boot": (0.02, 0.41, 3.3, 9.0, 9.0, 10.6, (20.0, 30.0)),
    "rain boot": (0.01, 0.43, 3.7, 9.0, 9.0, 11.0, (13.0, 24.0)),
    "western boot": (0.02, 0.42, 3.4, 9.0, 9.0, 10.8, (13.0, 22.0)),
    "sandal": (0.03, 0.42, 3.2, 8.0, 8.0, 10.0, (0, 0)),
    "slide": (0.03, 0.45, 3.3, 7.0, 6.5, 9.0, (0, 0)),
}
TOE_BOX = {
    "sneaker": 3.6,
    "high top": 3.6,
    "lace boot": 4.0,
    "rain boot": 4.2,
    "clog": 3.8,
    "oxford": 3.0,
    "loafer": 2.9,
    "pump": 2.4,
    "mary jane": 2.6,
}
HEEL_RANGE = {
    "block": (3.0, 8.0),
    "stiletto": (7.0, 10.5),
    "wedge": (3.5, 8.5),
    "kitten": (3.5, 5.5),
    "cuban": (3.5, 5.0),
    "stacked": (1.8, 3.0),
    "flat": (0.0, 0.0),
}


def build(p: Parameters) -> list[Part]:
    """Sole and heel, the upper or its straps, what fastens it, what trims it."""
    last, upper = _last(p), _upper(p)
    parts = _bottom(p, last)
    if p["kind"] in ("sandal", "slide"):
        return parts + _straps_only(p, last, upper)
    finish = _main(p)
    parts.append(Part(_skin_mesh(upper), finish, thickness=0.3, lining=_lining(p)))
    parts.append(Part(lid(last.edge(-0.25, 0.25), True), _lining(p)))
    parts.append(Part(tube(_topline(upper), 0.22, closed=True, sides=8), finish))
    parts += _trim(p, upper)
    parts += _fastening(p, upper)
    return parts


# --- form ---------------------------------------------------------------------------------------------------------


def _is_solid(p: Parameters) -> bool:
    return p["heel"] in ("flat", "wedge")


def _last(p: Parameters) -> Last:
    kind, style = str(p["kind"]), str(p["heel"])
    low, high = HEEL_RANGE[style]
    rise = low + (high - low) * float(p["heel_height"])
    thick = float(p["platform"])
    if _is_solid(p):
        base = {"sneaker": 2.0, "high top": 2.0, "lace boot": 2.2, "rain boot": 2.0, "clog": 2.2, "slide": 1.6}.get(kind, 1.1)
        platform = base + 2.2 * thick**1.5
        drop = {"sneaker": 0.9, "high top": 0.4}.get(kind, 0.3)
        if p["sole"] in ("lugs", "rope", "foxing"):
            platform = max(platform, 1.9)
    else:
        platform, drop = 0.7 + (1.6 if p["heel"] in ("stiletto", "block") else 0.5) * thick**2, 0.0
        if p["sole"] == "lugs":
            platform += 0.5
    seat = platform + drop + rise
    length = float(np.sqrt(max(27.5**2 - (1.1 * rise) ** 2, 400.0)))
    spring = float(p["toe_spring"]) * (0.7 if p["heel"] in ("stiletto", "kitten") else 1.0)
    half_width = float(p["half_width"]) * (0.88 if p["heel"] in ("stiletto", "kitten") or kind == "pump" else 1.0)
    return Last(length, half_width, str(p["toe"]), seat, platform, spring)


def _upper(p: Parameters) -> Upper:
    kind = str(p["kind"])
    back, throat, half_width, back_height, side, front, shaft_range = OPENINGS[kind]
    collar = float(p["collar"])
    low, high = shaft_range
    shaft = low + (high - low) * float(p["shaft"])
    open_kind = kind in ("pump", "mary jane", "loafer", "clog")
    throat += float(p["throat"]) * (1.0 if open_kind else 0.4)
    if kind == "clog":
        collar *= 0.3
    dip = {"western boot": 3.2, "tall boot": 0.6, "chelsea boot": 0.5}.get(kind, 0.0)
    wide = half_width + (0.6 if kind in ("tall boot", "western boot") else 0.0) * (0 if shaft else 1)
    opening = Opening(
        back,
        throat,
        wide,
        back_height + collar * 0.7,
        side + collar * 0.5,
        front + 0.5 * collar * (not open_kind),
        shaft,
        float(p["flare"]) + (0.14 if shaft > 12 else 0.0),
        dip,
    )
    toe_box = TOE_BOX.get(kind, 3.2) + float(p["toe_box"]) - (0.5 if p["toe"] == "pointed" else 0.0)
    return Upper(_last(p), opening, toe_box)


def _skin_mesh(upper: Upper) -> Mesh:
    return loft(upper.grid, cap_start=False, cap_end=False)


def _topline(upper: Upper) -> Array:
    inward = upper.normals[-1] * -0.13
    return upper.grid[-1] + inward


# --- finishes -----------------------------------------------------------------------------------------------------


def _main(p: Parameters) -> Finish:
    kind, colour = str(p["kind"]), LEATHER[str(p["leather"])]
    if kind == "rain boot":
        return Finish("rubber", TEXTILE[str(p["cloth"])], 0.25)
    if kind in ("sneaker", "high top") and p["material"] != "leather":
        return Finish("fabric", TEXTILE[str(p["cloth"])])
    if p["material"] == "suede":
        return Finish("leather", colour, 0.85)
    if p["material"] == "cloth" and kind in ("mary jane", "pump", "slide"):
        return Finish("fabric", TEXTILE[str(p["cloth"])])
    return Finish("leather", colour, 0.3 if kind in ("pump", "oxford", "loafer") else 0.42)


def _second(p: Parameters) -> Finish:
    name = str(p["second"])
    if LEATHER[name] == _main(p).colour:
        name = "tan" if name != "tan" else "black"
    if p["kind"] in ("sneaker", "high top"):
        return Finish("leather", LEATHER[name], 0.45)
    # Dress shoes keep one colour; their trim shows by its edge.
    return Finish(_main(p).kind, _main(p).colour, _main(p).roughness)


def _lining(p: Parameters) -> Finish:
    light = p["kind"] in ("sneaker", "high top", "rain boot")
    return Finish("fabric", "#8f8a82") if light else Finish("leather", "#b08a62", 0.6)


def _sole_finish(p: Parameters) -> Finish:
    if p["sole"] == "rope":
        return Finish("fabric", "#c2a878")
    if p["kind"] in ("oxford", "loafer", "western boot", "chelsea boot", "tall boot") and p["sole_colour"] in (
        "white",
        "cream",
    ):
        return Finish("leather", "#4a2f1e", 0.45)
    if p["kind"] == "clog":
        return Finish("wood", "#c89a66")
    if p["kind"] in ("pump", "mary jane"):
        return Finish("leather", "#241f1d", 0.4)
    return Finish("rubber", SOLE[str(p["sole_colour"])])


# --- below the foot -----------------------------------------------------------------------------------------------


def _edge(p: Parameters) -> float:
    fine = p["kind"] in ("pump", "mary jane") or p["heel"] in ("stiletto", "kitten")
    return 0.08 if fine else float(p["edge"]) + (0.1 if _is_solid(p) else 0.0)


def _bottom(p: Parameters, last: Last) -> list[Part]:
    edge, finish = _edge(p), _sole_finish(p)
    if _is_solid(p):
        flare = 0.35 if p["kind"] == "sneaker" else 0.1
        parts = [Part(solid_sole(last, edge, flare, lugs=p["sole"] == "lugs"), finish)]
        if p["sole"] == "rope":
            parts += [Part(mesh, finish) for mesh in rope(last, edge)]
        elif p["sole"] == "foxing":
            accent = Finish("rubber", "#a3302c" if p["sole_colour"] in ("white", "cream") else SOLE["white"])
            ground, bed = last.toe_lift(last.shares) * 0.85, last.bed(last.shares)
            for u in (0.3, 0.72):
                ring = np.column_stack([last.outline(edge + flare * (1 - u) * 0.9), ground + (bed - ground) * u])
                parts.append(Part(tube(ring, 0.16, closed=True, sides=8), accent))
        return parts
    thickness = last.platform
    sole = thin_sole(last, edge, thickness)
    block = Part(heel(last, str(p["heel"]), edge, thickness, float(p["slimness"])), finish, bevel=0.08)
    if p["kind"] in ("pump", "mary jane", "sandal") and p["heel"] in ("stiletto", "kitten", "block"):
        block = Part(block.mesh, _main(p), bevel=0.08)
    return [Part(sole, finish), block]


# --- straps -------------------------------------------------------------------------------------------------------


def _strap(upper: Upper, t: float, width: float, finish: Finish, upright: float, reach: float = 30.0) -> Part:
    """A flat band over the foot from sole to sole."""
    ts = np.linspace(t - width / 40.0, t + width / 40.0, 6)
    grid = upper.patch(ts, -reach, reach, 0.1, upright)
    if reach > 20.0:
        grid = np.array([_tucked(row, upper.last) for row in grid])
    grid = np.array([spline(row[::3], 40) for row in grid])
    return Part(sheet(grid[:, ::-1]), finish, thickness=0.25)


def _tucked(line: Array, last: Last) -> Array:
    """The line with both ends drawn down into the sole."""
    ends = [line[i] * [1, 1, 0] + [0, 0, float(last.bed(line[i][0] / last.length)) + 0.1] for i in (0, -1)]
    keep = line[line[:, 2] > max(ends[0][2], ends[1][2]) + 0.35]
    return spline(np.vstack([ends[0], keep, ends[1]]), len(line) + 16)


def _buckle(upper: Upper, t: float, side: float, upright: float, width: float) -> list[Part]:
    """A metal frame on a strap, `side` cm outwards from the ridge."""
    points, normals = upper.across(t, upright)
    start, _ = upper.ridge(t)
    arc = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    arc -= arc[int(np.linalg.norm(points - start, axis=1).argmin())]
    i = int(np.abs(arc + min(side, -arc[0] * 0.75)).argmin())
    i = min(max(i, 1), len(points) - 2)
    along = points[i + 1] - points[i - 1]
    along /= np.linalg.norm(along)
    normal = normals[i]
    other = np.cross(normal, along)
    a, b = 0.75, 0.5 * width + 0.4
    corners = [
        points[i] + 0.42 * normal + u * a * along + v * b * other
        for u, v in ((0, 1), (1, 1), (1, -1), (-1, -1), (-1, 1), (0, 1))
    ]
    return [Part(tube(fillet(np.array(corners), 0.35, 5), 0.17, sides=8), Finish("metal", METAL["brass"]))]


def _loop(upper: Upper, row: float, width: float, finish: Finish, start: float = 0, stop: float = COLUMNS) -> Part:
    """A band round the ankle at a row of the skin."""
    columns = np.linspace(start, stop, 90)
    rows = np.linspace(row - width / 22, row + width / 22, 5)
    grid = upper.at(np.clip(rows, 0, 1)[:, None], columns[None], 0.12)
    return Part(sheet(grid), finish, thickness=0.25)


def _straps_only(p: Parameters, last: Last, upper: Upper) -> list[Part]:
    finish, width, place = _main(p), float(p["strap_width"]), float(p["strap_place"])
    bed = Part(lid(last.edge(_edge(p) - 0.4, 0.42), True), Finish("leather", "#b08a62", 0.55))
    parts = [bed]
    if p["kind"] == "slide":
        if p["fastening"] == "slip-on":
            return [*parts, _strap(upper, 0.55 + 0.08 * place, 7.5 + place, finish, 0.7)]
        if p["fastening"] == "straps":
            low, wide = 0.3 + 0.1 * place, 1.2 * width + 0.8
            return parts + [_diagonal(upper, low - 0.05, 0.95, lean, wide, finish) for lean in (-1, 1)]
        both = [_strap(upper, t, width + 1.0, finish, 0.7) for t in (0.36, 0.78)]
        return parts + both + _buckle(upper, 0.36, 3.6, 0.7, width) + _buckle(upper, 0.78, 4.4, 0.7, width)
    if p["fastening"] == "straps":
        ts = np.linspace(0.28, 0.92, 3 + round(2 * place))
        parts += [_strap(upper, float(t), 0.7 * width, finish, 0.75) for t in ts]
    else:
        parts.append(_strap(upper, 0.3 + 0.12 * place, width + 1.0, finish, 0.75))
        if place > 0.5:
            parts.append(_spine(upper, 0.34, 1.0, 0.7 * width, finish))
    parts.append(_loop(upper, 0.9, 0.8 * width + 0.3, finish))
    back = upper.at(np.linspace(0, 0.9, 14)[:, None], np.linspace(-7, 7, 9)[None], 0.1)
    parts.append(Part(sheet(back), finish, thickness=0.25))
    joint = upper.at(0.9, np.array([22.0]), 0.45)[0]
    frame = [joint + np.array([x, 0, z]) for x, z in ((0, 0.8), (0.7, 0.8), (0.7, -0.8), (-0.7, -0.8), (-0.7, 0.8), (0, 0.8))]
    parts.append(Part(tube(fillet(np.array(frame), 0.3, 5), 0.16, sides=8), Finish("metal", METAL["brass"])))
    return parts


def _diagonal(upper: Upper, t0: float, t1: float, lean: int, width: float, finish: Finish) -> Part:
    """A strap that crosses the foot slantwise."""
    ts, share = np.linspace(t0, t1, 6), np.linspace(0, 1, 6)
    path = []
    for t, u in zip(ts, share, strict=True):
        line = upper.band(float(t), -30, 30, 0.12 + 0.06 * lean, 41, upright=0.75)
        at = u if lean > 0 else 1 - u
        path.append(line[round(at * 40)])
    curve = spline(_tucked(np.array(path), upper.last)[::3], 50)
    middle = np.array([curve[25][0], 0.0, curve[:, 2].min()])
    normals = curve - middle
    normals[:, 0] *= 0.2
    return Part(sweep(curve, rectangle(width, 0.28), up=normals), finish, bevel=0.08)


def _spine(upper: Upper, t0: float, t1: float, width: float, finish: Finish) -> Part:
    """A strap along the ridge, as a T-bar has."""
    grid = upper.patch(np.linspace(t0, t1, 16), -width / 2, width / 2, 0.15)
    return Part(sheet(grid[:, ::-1]), finish, thickness=0.25)


# --- fastening ----------------------------------------------------------------------------------------------------


def _fastening(p: Parameters, upper: Upper) -> list[Part]:
    kind, way = str(p["kind"]), str(p["fastening"])
    width = float(p["strap_width"])
    if way == "laces":
        return _laces(p, upper)
    if way == "straps" and kind in ("sneaker", "high top"):
        ts = (0.62, 0.82) if kind == "sneaker" else (0.38, 0.52)
        straps = [_strap(upper, t, width + 0.6, _second(p), 0.2, 6.5) for t in ts]
        return straps if kind == "sneaker" else [*straps, _loop(upper, 0.82, width + 0.8, _second(p))]
    if kind == "mary jane":
        return _instep_straps(p, upper)
    if kind == "pump" and way == "buckle":
        return _ankle_strap(p, upper)
    if way == "buckle":
        t = {"oxford": 0.82, "clog": 0.8, "chelsea boot": 0.62, "tall boot": 0.36, "rain boot": 0.93}.get(kind, 0.8)
        if kind in ("tall boot", "rain boot"):
            row = 0.5 if kind == "tall boot" else 0.93
            return [_loop(upper, row, width, _second(p)), *_frame_on(upper, row, 26.0, width)]
        return [_strap(upper, t, width + 0.5, _second(p), 0.1, 8.0), *_buckle(upper, t, 4.2, 0.1, width)]
    if way == "elastic":
        parts = []
        for inner in (False, True):
            rows = np.linspace(0.44, 0.985, 16)
            half = 1.5 + 1.3 * ((rows - rows[0]) / (rows[-1] - rows[0])) ** 0.7
            columns = np.array([_columns_at(upper, row, wide, inner) for row, wide in zip(rows, half, strict=True)])
            gore = sheet(upper.at(rows[:, None], columns, 0.07))
            parts.append(Part(gore, Finish("fabric", "#2a2a2c"), thickness=0.14))
        tab = spline(upper.at(np.array([0.86, 0.95, 1.0]), np.array([0.0, 0.0, 0.0]), 0.2), 8)
        over = np.vstack(
            [tab, tab[-1] + np.array([-0.2, 0, 1.6]), tab[-1] + np.array([0.6, 0, 1.5]), tab[-1] + np.array([0.7, 0, -1.0])]
        )
        parts.append(Part(sweep(spline(over[::2], 24), rectangle(1.4, 0.2), up=(1, 0, 0.2)), _lining(p)))
        return parts
    if way == "zip":
        rows = np.linspace(0.2, 0.985, 40)
        path = upper.at(rows, np.full(40, 34.0), 0.12)
        teeth = sweep(path, rectangle(0.7, 0.16), up=upper.at(rows, np.full(40, 34.0), 1.0) - path)
        pull = path[-1] + np.array([0, -0.2, -1.2])
        tab = tube([pull, pull + np.array([0, -0.15, -0.9]), pull + np.array([0, -0.2, -2.0])], 0.22, sides=8)
        return [Part(teeth, Finish("metal", METAL["steel"], 0.4)), Part(tab, Finish("metal", METAL["brass"]))]
    return []


def _columns_at(upper: Upper, row: float, half: float, inner: bool) -> Array:
    """Columns on one side of a row whose x lies within `half` cm of the middle of the topline, anticlockwise: [12]."""
    columns = np.linspace(0, TOE, 200)
    x = np.maximum.accumulate(upper.at(row, -columns if inner else columns)[:, 0])
    top = upper.grid[-1, :, 0]
    found = np.interp((top.min() + top.max()) / 2 + half * np.linspace(-1, 1, 12), x, columns)
    return -found[::-1] if inner else found


def _frame_on(upper: Upper, row: float, column: float, width: float) -> list[Part]:
    a, b = 2.2, (0.5 * width + 0.4) / 22
    ring = [
        upper.at(np.array([row + v * b]), np.array([column + u * a]), 0.4)[0]
        for u, v in ((0, 1), (1, 1), (1, -1), (-1, -1), (-1, 1), (0, 1))
    ]
    return [Part(tube(fillet(np.array(ring), 0.3, 5), 0.18, sides=8), Finish("metal", METAL["brass"]))]


def _laces(p: Parameters, upper: Upper) -> list[Part]:
    boot = p["kind"] in BOOTS
    low, high = (0.34, 0.95) if boot else (0.5, 0.93)
    if p["kind"] == "oxford":
        low, high = 0.62, 0.94
    rows = int(float(p["lace_rows"])) + (2 if boot else 0)
    ts = np.linspace(low, high, rows)
    wide = 2.0 if p["kind"] == "oxford" else 2.5
    parts = []
    flap = np.linspace(low - 0.07, 0.985, 18)
    second = _second(p)
    for side in (-1, 1):
        bounds = sorted((side * (wide - 1.0), side * (wide + 1.1)))
        parts.append(Part(sheet(upper.patch(flap, bounds[0], bounds[1], 0.2)[:, ::-1]), second, thickness=0.3))
    tongue = upper.patch(np.linspace(0.8, 0.99, 8), -2.3, 2.3, 0.1)
    step = tongue[-1] - tongue[-2]
    step = step / np.linalg.norm(step, axis=1).mean() * (0.35 if boot else 0.5) + np.array([0.0, 0.0, 0.12])
    longer = np.concatenate([tongue, [tongue[-1] + step * k for k in range(1, 6)]])
    parts.append(Part(sheet(longer[:, ::-1]), _main(p), thickness=0.4))
    cord = Finish("fabric", "#e9e7e2" if p["kind"] in ("sneaker", "high top") else "#1f1b19")
    for k, t in enumerate(ts):
        line = upper.band(float(t), -wide, wide, 0.42, 16)
        if boot or k % 2 == 0 or p["kind"] == "oxford":
            parts.append(Part(tube(line, 0.2, sides=8), cord))
        if p["kind"] != "oxford" and k + 1 < rows:
            following = upper.band(float(ts[k + 1]), -wide, wide, 0.5, 16)
            share = np.linspace(0, 1, 16)[:, None]
            parts.append(Part(tube(line * (1 - share) + following * share, 0.19, sides=8), cord))
            parts.append(Part(tube(following * (1 - share) + line * share, 0.19, sides=8), cord))
    parts += _knot(upper, float(ts[-1]), cord)
    return parts


def _knot(upper: Upper, t: float, cord: Finish) -> list[Part]:
    """The bow at the top: two loops, two ends."""
    middle = upper.band(t, -0.05, 0.05, 0.6, 3)[1]
    _, direction = upper.ridge(t)
    ahead = -direction
    parts = []
    for side in (-1.0, 1.0):
        across = np.array([0.0, side, 0.0])
        up = np.array([0.0, 0.0, 1.0])
        loop = [
            middle,
            middle + 1.2 * across + 0.7 * ahead + 0.5 * up,
            middle + 2.8 * across + 1.5 * ahead - 0.5 * up,
            middle + 1.9 * across + 0.3 * ahead - 0.2 * up,
            middle,
        ]
        end = [middle, middle + 0.9 * across + 1.4 * ahead + 0.3 * up, middle + 1.5 * across + 3.0 * ahead - 0.5 * up]
        parts.append(Part(tube(spline(loop, 24), 0.17, sides=8), cord))
        parts.append(Part(tube(spline(end, 14), 0.17, sides=8), cord))
    return parts


def _instep_straps(p: Parameters, upper: Upper) -> list[Part]:
    """One or two straps over the open instep, from side to side of the topline."""
    count = 2 if p["fastening"] == "straps" else 1
    width = float(p["strap_width"]) * (0.6 if count == 2 else 0.8)
    places = (24.0, 33.0) if count == 2 else (24.0 + 9.0 * float(p["strap_place"]),)
    parts = []
    for column in places:
        parts += _over(upper, column, 0.86, width, 2.2, _main(p))
    return parts


def _over(upper: Upper, column: float, row: float, width: float, arch: float, finish: Finish) -> list[Part]:
    """A strap that rises from the outer side, arches over the foot, and comes down inside; with a buckle."""
    outer = upper.at(np.array([row - 0.25, row, 1.0]), np.full(3, column), 0.12)
    inner = upper.at(np.array([1.0, row, row - 0.25]), np.full(3, COLUMNS - column), 0.12)
    top = (outer[-1] + inner[0]) / 2 + np.array([0.0, 0.0, arch])
    shoulders = [
        0.62 * outer[-1] + 0.38 * top + np.array([0, 0, 0.3 * arch]),
        0.62 * inner[0] + 0.38 * top + np.array([0, 0, 0.3 * arch]),
    ]
    path = spline(np.array([*outer, shoulders[0], top, shoulders[1], *inner]), 50)
    normals = path - (outer[0] + inner[-1]) / 2
    normals[:, 0] *= 0.2
    strap = sweep(path, rectangle(width, 0.24), up=normals)
    at = outer[-1] + np.array([0, -0.25, -0.3])
    corners = [
        at + np.array([u * (0.5 * width + 0.35), -0.1, v * 0.75])
        for u, v in ((0, 1), (1, 1), (1, -1), (-1, -1), (-1, 1), (0, 1))
    ]
    return [
        Part(strap, finish, bevel=0.06),
        Part(tube(fillet(np.array(corners), 0.3, 5), 0.15, sides=8), Finish("metal", METAL["brass"])),
    ]


def _ankle_strap(p: Parameters, upper: Upper) -> list[Part]:
    """A loop round the ankle above the heel, and a tab that holds it."""
    back = upper.grid[-1, 0]
    angle = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    rise = 3.4
    ring = np.stack(
        [back[0] + 4.3 - 4.0 * np.cos(angle), 3.0 * np.sin(angle), back[2] + rise + 0.9 * (1 - np.cos(angle))], axis=1
    )
    normals = ring - ring.mean(axis=0)
    width = 0.55 * float(p["strap_width"]) + 0.3
    strap = sweep(ring, rectangle(width, 0.24), up=normals, closed=True)
    tab = spline(np.array([upper.at(0.3, np.array([0.0]), 0.1)[0], upper.at(0.8, np.array([0.0]), 0.12)[0], ring[0]]), 14)
    at = ring[45] if ring[45, 1] < ring[15, 1] else ring[15]
    corners = [
        at + np.array([u * 0.7, -0.2, v * (0.5 * width + 0.3)]) for u, v in ((0, 1), (1, 1), (1, -1), (-1, -1), (-1, 1), (0, 1))
    ]
    return [
        Part(strap, _main(p)),
        Part(sweep(tab, rectangle(1.6, 0.24), up=(-1.0, 0, 0)), _main(p)),
        Part(tube(fillet(np.array(corners), 0.3, 5), 0.15, sides=8), Finish("metal", METAL["brass"])),
    ]


# --- trim ---------------------------------------------------------------------------------------------------------


def _trim(p: Parameters, upper: Upper) -> list[Part]:
    kind, trim, second = str(p["kind"]), str(p["trim"]), _second(p)
    if trim == "toe cap":
        return [Part(_region(upper, 0.76 if p["toe"] != "pointed" else 0.8, front=True), second, thickness=0.16)]
    if trim == "counter":
        return [Part(_region(upper, 0.2, front=False), second, thickness=0.16)]
    if trim == "stripes":
        return _stripes(upper, second, boot=kind == "western boot")
    if trim == "seam":
        columns = np.linspace(TOE - 27, TOE + 27, 70)
        rows = 0.5 + 0.2 * (np.abs(columns - TOE) / 27) ** 3
        if kind in BOOTS:
            rows = rows * 0.55
        return [Part(tube(upper.at(rows, columns, 0.06), 0.2, sides=8), second)]
    if trim == "bow":
        return _bow(upper, second)
    if trim in ("penny strap", "tassel"):
        strap = Part(sheet(upper.patch(np.linspace(0.72, 0.92, 6), -6.0, 6.0, 0.14, 0.35)[:, ::-1]), second, thickness=0.22)
        if trim == "penny strap":
            return [strap]
        return [strap, *_tassels(upper)]
    return []


def _region(upper: Upper, share: float, front: bool) -> Mesh:
    """The skin ahead of (or behind) an upright plane at a share of the length, as a patch on it."""
    x = share * upper.last.length
    rows, spans = np.linspace(0, 1, 80), []
    offsets = np.linspace(0, COLUMNS / 2 - 1, 400)
    for row in rows[: 80 if front else 52]:
        ends = []
        for side in (-1, 1):
            line = upper.at(row, (TOE if front else 0) + side * offsets)[:, 0]
            past = np.flatnonzero(line < x if front else line > x)
            ends.append(side * offsets[past[0]] if len(past) else side * offsets[-1])
        if ends[1] - ends[0] < 0.15:
            break
        spans.append((row, *ends))
    reached = np.array(spans)
    across = np.linspace(0, 1, 50)[None]
    columns = reached[:, 1:2] * (1 - across) + reached[:, 2:3] * across + (TOE if front else 0)
    return sheet(upper.at(reached[:, :1], columns, 0.12))


def _stripes(upper: Upper, finish: Finish, boot: bool) -> list[Part]:
    parts = []
    low, high = (0.5, 0.9) if boot else (0.06, 0.74)
    for side in (1, -1):
        for k in range(3):
            rows = np.linspace(low, high, 12)
            centre = 30.0 + 5.0 * k - (0.0 if boot else 7.0) * (rows - low) / (high - low)
            columns = centre[:, None] + np.linspace(-1.1, 1.1, 4)[None]
            if side < 0:
                columns = (COLUMNS - columns)[:, ::-1]
            parts.append(Part(sheet(upper.at(rows[:, None], columns, 0.09)), finish, thickness=0.14))
    return parts


def _bow(upper: Upper, finish: Finish) -> list[Part]:
    middle = upper.at(0.95, np.array([float(TOE)]), 0.5)[0]
    parts = []
    for side in (-1.0, 1.0):
        wing = np.array([middle, middle + np.array([0.2, 1.1 * side, 0.35]), middle + np.array([0.2, 2.3 * side, 0.1])])
        path = spline(wing, 12)
        scale = np.interp(np.linspace(0, 1, 12), [0, 0.3, 0.85, 1], [0.35, 0.8, 1.15, 0.9])
        parts.append(Part(sweep(path, rectangle(0.5, 1.7), up=(0.8, 0, 0.6), scale=scale), finish, bevel=0.15))
    parts.append(
        Part(
            tube(
                [middle + np.array([0, -0.45, 0.15]), middle + np.array([0, 0, 0.25]), middle + np.array([0, 0.45, 0.15])],
                0.5,
                sides=12,
            ),
            finish,
            bevel=0.15,
        )
    )
    return parts


def _tassels(upper: Upper) -> list[Part]:
    parts = []
    for side in (-0.7, 0.7):
        start = upper.band(0.8, side - 0.05, side + 0.05, 0.35, 3)[1]
        tip = upper.band(0.5, 1.6 * side - 0.05, 1.6 * side + 0.05, 0.5, 3)[1]
        path = spline(np.array([start, (start + tip) / 2 + np.array([0, 0, 0.3]), tip]), 14)
        scale = np.interp(np.linspace(0, 1, 14), [0, 0.4, 0.5, 1], [0.5, 0.5, 1.2, 1.9])
        parts.append(Part(tube(path, 0.25, scale, sides=10), Finish("leather", "#2a1a12", 0.5)))
    return parts


# --- attributes ---------------------------------------------------------------------------------------------------


def attributes(p: Parameters) -> dict[str, float]:
    """Numbers in [0, 1] that describe a shoe."""
    kind, last = str(p["kind"]), _last(p)
    cover = {
        "sandal": 0.2,
        "slide": 0.25,
        "pump": 0.4,
        "mary jane": 0.45,
        "clog": 0.5,
        "loafer": 0.6,
        "oxford": 0.7,
        "sneaker": 0.7,
        "high top": 0.85,
        "chelsea boot": 0.85,
        "lace boot": 0.9,
    }
    low, high = OPENINGS[kind][6]
    return {
        "heel_height": (last.heel - last.platform) / 10.5,
        "shaft_height": (low + (high - low) * float(p["shaft"])) / 30.0,
        "covered": cover.get(kind, 1.0),
        "pointed_toe": {"pointed": 1.0, "almond": 0.6, "round": 0.25, "square": 0.0}[str(p["toe"])],
        "thick_sole": (last.platform - 0.7) / 3.6,
        "laced": float(p["fastening"] == "laces"),
        "strapped": float(p["fastening"] in ("straps", "buckle")),
        "sporty": float(kind in ("sneaker", "high top")),
    }


CATEGORY = Category("shoe", 2, SPACE, build, attributes, View(azimuth=22.0, elevation=20.0, azimuth_spread=7.0))
