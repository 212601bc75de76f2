# SPDX-License-Identifier: GPL-3.0-or-later
"""Colours written as "#rrggbb" (sRGB)."""

from __future__ import annotations


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue in 0 to 255."""
    r, g, b = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return r, g, b


def mixed(one: str, other: str, share: float) -> str:
    """`share` of `other` in `one`."""
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{int((1 - share) * a + share * b):02x}" for a, b in pairs)


def darker(colour: str, factor: float) -> str:
    """Every channel times `factor`."""
    return "#" + "".join(f"{int(c * factor):02x}" for c in channels(colour))
