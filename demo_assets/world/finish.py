# SPDX-License-Identifier: GPL-3.0-or-later
"""What a surface is made of: a kind of material, its colour, and what is printed on it."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = (
    "wood",
    "leather",
    "fabric",
    "ceramic",
    "plastic",
    "metal",
    "rubber",
    "liquid",
    "glass",
    "paint",
    "stone",
    "plant",
    "fur",
    "skin",
    "paper",
    "straw",
    "glow",
)
PRINTS = ("stripes", "dots", "check", "speckle", "marble", "fade")


@dataclass(frozen=True)
class Print:
    """A second colour on a surface: `scale` is how many times the pattern repeats over the object's longest side.

    `stripes` run across `axis` (0 x, 1 y, 2 z); `fade` goes from the first colour to the second along it.
    """

    pattern: str
    colour: str
    scale: float = 10.0
    axis: int = 2

    def __post_init__(self) -> None:
        if self.pattern not in PRINTS:
            raise ValueError(f"print {self.pattern!r} is not one of {', '.join(PRINTS)}")


@dataclass(frozen=True)
class Finish:
    """`colour` is sRGB as "#rrggbb"; `roughness` in [0, 1] overrides what is usual for the kind."""

    kind: str
    colour: str
    roughness: float | None = None
    print: Print | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"finish {self.kind!r} is not one of {', '.join(KINDS)}")
