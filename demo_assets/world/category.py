# SPDX-License-Identifier: GPL-3.0-or-later
"""What a category must say of itself: its parameters, its shape, its attributes, how it is photographed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .parameters import Parameters, Space
from .part import Part


@dataclass(frozen=True)
class View:
    """Mean direction of the camera in degrees, and how far (uniformly, either side) a picture departs from it.

    Azimuth 0 looks along +y; positive azimuth moves the camera towards +x. Elevation 90 would look down.
    """

    azimuth: float
    elevation: float
    azimuth_spread: float = 6.0
    elevation_spread: float = 3.0


@dataclass(frozen=True)
class Category:
    """A kind of object. `version` goes up when `build` changes, so that only this category is drawn anew."""

    name: str
    version: int
    space: Space
    build: Callable[[Parameters], Sequence[Part]]
    attributes: Callable[[Parameters], dict[str, float]]
    view: View
