# SPDX-License-Identifier: GPL-3.0-or-later
"""What a surface is made of: a kind of material and its colour."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("wood", "leather", "fabric", "ceramic", "plastic", "metal", "rubber", "liquid")


@dataclass(frozen=True)
class Finish:
    """`colour` is sRGB as "#rrggbb"; `roughness` in [0, 1] overrides what is usual for the kind."""

    kind: str
    colour: str
    roughness: float | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"finish {self.kind!r} is not one of {', '.join(KINDS)}")
