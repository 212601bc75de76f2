# SPDX-License-Identifier: GPL-3.0-or-later
"""What the camera saw: the picture, and for every pixel which part it shows, how far away, facing where, of what colour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]


@dataclass(frozen=True)
class Passes:
    """Everything is [side, side] in pixels of the picture.

    `photo` uint8 RGB (sRGB); `light` float32 RGB, scene-linear; `colour` float32 RGB in [0, 1] (sRGB), the surface's
    own, without light; `normal` float32 [side, side, 3], unit vectors in world coordinates; `depth` float32, distance from
    the camera in lengths of the object; `part` int32, 0 for the backdrop.
    """

    photo: NDArray[np.uint8]
    light: Field
    colour: Field
    normal: Field
    depth: Field
    part: NDArray[np.int32]

    @property
    def side(self) -> int:
        return self.photo.shape[0]

    @property
    def thing(self) -> NDArray[np.bool_]:
        """Where the object is."""
        return self.part > 0
