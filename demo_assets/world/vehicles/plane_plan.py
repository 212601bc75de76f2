# SPDX-License-Identifier: GPL-3.0-or-later
"""The proportions of each kind of aeroplane, and the wings and tail of one. Centimetres; the nose faces -y."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..finish import Finish
from ..mesh import Mesh
from ..parameters import Parameters
from ..part import Part
from .airframe import Foil, Fuselage
from .skin import mirrored_pair


@dataclass(frozen=True)
class Kind:
    """`knots` of the fuselage; of the wing: place of its leading edge, height, half span, chord, taper, sweep, dihedral."""

    length: float
    knots: tuple[tuple[float, float, float, float], ...]
    wing: tuple[float, float, float, float, float, float, float]
    fin: tuple[float, float, float]
    tail: tuple[float, float]
    exponent: float = 2.3


LIGHT = ((0, 1.0, 0.9, -1.0), (0.02, 1.25, 1.1, -1.25), (0.08, 1.5, 1.3, -1.5))
KINDS = {
    "high wing": Kind(
        25,
        (
            *LIGHT,
            (0.2, 1.65, 1.5, -1.75),
            (0.31, 1.75, 2.95, -1.85),
            (0.5, 1.7, 3.0, -1.7),
            (0.72, 1.0, 1.9, -0.7),
            (1, 0.2, 1.3, 0.5),
        ),
        (0.29, 2.75, 16.5, 4.3, 0.75, 0.2, 0.4),
        (4.2, 3.6, 2.4),
        (5.4, 2.7),
        3.0,
    ),
    "low wing": Kind(
        25,
        (
            *LIGHT,
            (0.2, 1.65, 1.55, -1.7),
            (0.27, 1.7, 1.8, -1.7),
            (0.5, 1.6, 1.9, -1.6),
            (0.75, 0.95, 1.4, -0.7),
            (1, 0.2, 1.0, 0.3),
        ),
        (0.3, -1.2, 15.0, 4.6, 0.6, 0.8, 1.5),
        (4.2, 3.4, 2.2),
        (5.2, 2.7),
    ),
    "airliner": Kind(
        36,
        (
            (0, 0.12, -0.25, -0.5),
            (0.008, 0.55, 0.2, -0.95),
            (0.03, 1.1, 0.8, -1.4),
            (0.075, 1.65, 1.6, -1.75),
            (0.14, 1.9, 1.9, -1.9),
        )
        + ((0.68, 1.9, 1.9, -1.9), (0.86, 1.25, 1.85, -0.3), (1, 0.25, 1.5, 0.8)),
        (0.34, -1.1, 17.5, 6.6, 0.28, 8.0, 1.9),
        (6.2, 5.6, 4.6),
        (6.6, 3.8),
        2.0,
    ),
    "biplane": Kind(
        22,
        ((0, 1.35, 1.3, -1.3), (0.03, 1.55, 1.5, -1.5), (0.2, 1.55, 1.6, -1.6), (0.4, 1.5, 1.75, -1.6), (0.6, 1.2, 1.6, -1.2))
        + ((1, 0.2, 0.9, 0.0),),
        (0.2, -1.3, 13.5, 4.0, 0.95, 0.2, 0.7),
        (3.3, 3.2, 1.4),
        (4.6, 2.7),
        2.6,
    ),
    "fighter": Kind(
        32,
        (
            (0, 0.06, 0.06, -0.06),
            (0.05, 0.45, 0.42, -0.42),
            (0.2, 1.05, 1.0, -1.0),
            (0.32, 1.7, 1.2, -1.3),
            (0.6, 2.1, 1.35, -1.3),
        )
        + ((0.85, 1.7, 1.2, -1.1), (0.95, 1.2, 1.05, -0.95)),
        (0.4, 0.1, 10.5, 9.6, 0.25, 7.2, -0.4),
        (5.4, 5.6, 4.4),
        (6.4, 4.0),
        2.2,
    ),
    "seaplane": Kind(
        25,
        ((0, 1.35, 1.3, -1.3), (0.03, 1.6, 1.5, -1.5), (0.2, 1.7, 1.6, -1.75), (0.3, 1.75, 2.95, -1.85), (0.5, 1.7, 3.0, -1.7))
        + ((0.75, 1.0, 1.9, -0.6), (1, 0.2, 1.4, 0.6)),
        (0.28, 2.75, 17.0, 4.4, 0.95, 0.1, 0.4),
        (4.6, 4.0, 2.2),
        (5.6, 2.9),
        3.0,
    ),
    "glider": Kind(
        23,
        (
            (0, 0.08, -0.1, -0.25),
            (0.015, 0.55, 0.25, -0.7),
            (0.08, 1.15, 0.9, -1.2),
            (0.22, 1.4, 1.35, -1.4),
            (0.4, 1.0, 1.1, -0.75),
        )
        + ((0.55, 0.55, 0.8, -0.2), (1, 0.25, 0.6, 0.1)),
        (0.33, 0.75, 19.5, 3.0, 0.42, 0.6, 1.5),
        (4.0, 2.4, 1.1),
        (4.2, 1.6),
        2.0,
    ),
    "twin prop": Kind(
        29,
        (
            (0, 0.15, -0.15, -0.45),
            (0.02, 0.6, 0.3, -0.85),
            (0.08, 1.15, 0.85, -1.3),
            (0.18, 1.65, 1.5, -1.65),
            (0.26, 1.8, 2.15, -1.75),
        )
        + ((0.62, 1.8, 2.1, -1.7), (0.82, 1.1, 1.75, -0.7), (1, 0.2, 1.4, 0.6)),
        (0.33, -1.1, 17.0, 4.8, 0.5, 1.2, 1.5),
        (5.0, 4.2, 3.2),
        (6.2, 3.0),
        2.4,
    ),
    "business jet": Kind(
        31,
        (
            (0, 0.1, -0.3, -0.5),
            (0.012, 0.5, 0.1, -0.85),
            (0.06, 1.0, 0.65, -1.25),
            (0.14, 1.5, 1.45, -1.5),
            (0.2, 1.6, 1.65, -1.55),
        )
        + ((0.66, 1.6, 1.65, -1.55), (0.86, 0.95, 1.55, -0.3), (1, 0.2, 1.2, 0.7)),
        (0.42, -1.15, 14.0, 5.2, 0.35, 5.2, 1.3),
        (5.0, 4.6, 4.0),
        (5.2, 2.7),
        2.0,
    ),
    "flying boat": Kind(
        29,
        ((0, 0.2, 0.1, -0.5), (0.02, 0.8, 0.7, -1.3), (0.09, 1.45, 1.4, -2.1), (0.2, 1.75, 2.3, -2.4), (0.45, 1.7, 2.4, -2.35))
        + ((0.56, 1.5, 2.2, -1.7), (0.8, 0.85, 2.0, 0.1), (1, 0.2, 2.1, 1.2)),
        (0.28, 3.1, 18.0, 4.8, 0.6, 0.8, 0.6),
        (5.0, 4.2, 2.4),
        (6.0, 3.0),
        2.5,
    ),
}
JETS = ("airliner", "fighter", "business jet")
PROPS = tuple(k for k in KINDS if k not in (*JETS, "glider"))
PAINT = {
    "cream": "#d2c8b0",
    "silver": "#a3a8ac",
    "red": "#ad2622",
    "yellow": "#d9a62a",
    "navy": "#24406b",
    "sky": "#7da6c0",
    "olive": "#666b45",
    "sand": "#b8a680",
    "orange": "#cb632b",
    "green": "#2a5b45",
    "charcoal": "#33363a",
    "teal": "#22706f",
}


class Plane:
    """Fuselage, wings and tail of one aeroplane, and its finishes."""

    def __init__(self, p: Parameters) -> None:
        self.p, self.kind = p, str(p["kind"])
        k = KINDS[self.kind]
        girth = float(p["girth"])
        knots = tuple((f, w * girth, t * girth, b * girth) for f, w, t, b in k.knots)
        self.body = Fuselage(k.length * float(p["length"]), knots, k.exponent)
        place, high, half, chord, taper, sweep, dihedral = k.wing
        half, chord = half * float(p["span"]), chord * float(p["chord"])
        sweep = sweep + float(p["sweep"]) * {"fighter": 0.9, "glider": 0.3, "biplane": 0.2}.get(self.kind, 0.5)
        dihedral += float(p["dihedral"])
        y = self.body.y(place + float(p["wing_place"]))
        z, tip = high * girth, str(p["tip"])
        self.half = half
        taper = min(taper * float(p["taper"]), 1.0)
        thick = {"fighter": 0.055, "airliner": 0.105, "business jet": 0.1}.get(self.kind, 0.13)
        self.wing = Foil((0, y, z), (half, y + sweep, z + dihedral), chord, chord * taper, thick, (0, 0, 1), tip)
        self.wings = [self.wing]
        if self.kind == "biplane":
            top, ahead = z + 4.9 * girth, y - 1.5
            self.wings.append(
                Foil(
                    (0, ahead, top),
                    (half * 1.04, ahead + sweep, top + 0.5 * dihedral),
                    chord,
                    chord * taper,
                    0.11,
                    (0, 0, 1),
                    tip,
                )
            )
        self.paint = Finish("paint", PAINT[str(p["colour"])], 0.2)
        second = str(p["second"]) if p["second"] != p["colour"] else "cream"
        self.second = Finish("paint", PAINT[second], 0.2)
        self.tails = self._tail(k, tip)

    def _tail(self, k: Kind, tip: str) -> list[tuple[Foil, bool]]:
        """Fins and tailplanes; True for those that have a mirror image."""
        p, body, style = self.p, self.body, str(self.p["tail"])
        tall, chord, sweep = k.fin
        tall, sweep = tall * float(p["fin_height"]), sweep * float(p["fin_sweep"])
        half, deep = k.tail[0] * float(p["tail_span"]), k.tail[1]
        end = body.length / 2 * (0.98 if self.kind != "fighter" else 0.9)
        ending = tip if tip in ("round", "square", "elliptical") else "square"
        y = end - chord
        base = body.middle(y + 0.5 * chord)
        top = base + tall + 0.6
        lean = {"fighter": 3.6, "airliner": 3.4, "business jet": 2.8}.get(self.kind, 0.7)
        side = (1.0, 0.0, 0.0)
        if style == "butterfly":
            foil = Foil(
                (0, end - deep * 1.2, base),
                (0.8 * half, end - deep * 1.2 + lean + 0.8, base + 0.8 * half),
                deep * 1.15,
                deep * 0.6,
                0.1,
                (-0.7, 0, 0.7),
                ending,
                0.0,
            )
            return [(foil, True)]
        if style == "twin fins":
            if self.kind == "fighter":
                wide = 1.5
                fin = Foil(
                    (wide, y - 1.5, base + 0.3),
                    (wide + 1.4, y - 1.5 + sweep, base + tall),
                    chord,
                    chord * 0.4,
                    0.06,
                    side,
                    ending,
                    0.0,
                )
                tail = Foil(
                    (0, end - deep, base),
                    (half, end - deep + lean, base - 0.2),
                    deep,
                    deep * 0.4,
                    0.06,
                    (0, 0, 1),
                    "square",
                    0.0,
                )
                return [(fin, True), (tail, True)]
            at = end - deep
            tail = Foil(
                (0, at, base + 0.3), (half * 0.92, at + 0.2, base + 0.5), deep, deep * 0.85, 0.1, (0, 0, 1), "square", 0.0
            )
            fins = []
            for low, high in ((base + 0.45, base + 0.62 * tall), (base + 0.55, base - 0.3 * tall)):
                fins.append(
                    (
                        Foil(
                            (half * 0.92, at - 0.2, low),
                            (half * 0.92, at + 0.6, high),
                            deep * 1.2,
                            deep * 0.8,
                            0.1,
                            side,
                            "round",
                            0.0,
                        ),
                        True,
                    )
                )
            return [(tail, True), *fins]
        thick = 0.06 if self.kind == "fighter" else 0.1
        fin = Foil(
            (0, y, base), (0, y + sweep, top), chord, chord * 0.48, thick, side, ending if style != "high" else "square", 0.0
        )
        lift = {"low": 0.12, "cross": 0.45, "high": 0.985}[style]
        z = base + lift * (top - base)
        at = y + lift * sweep + (chord - deep) * (1 - lift) + (0.1 * deep if style == "high" else 0.0)
        if style == "low":
            at = end - deep * 1.02
        taper = 0.42 if self.kind in JETS else 0.7
        tail = Foil(
            (0, at, z),
            (half, at + lean, z + (0.6 if self.kind == "airliner" else 0.15)),
            deep,
            deep * taper,
            thick,
            (0, 0, 1),
            ending,
            0.0,
        )
        return [(fin, False), (tail, True)]


def pair(mesh: Mesh, finish: Finish) -> list[Part]:
    return [Part(m, finish) for m in mirrored_pair(mesh)]


def with_mirror(parts: list[Part]) -> list[Part]:
    return [*parts, *(replace(part, mesh=part.mesh.mirrored()) for part in parts)]
