# SPDX-License-Identifier: GPL-3.0-or-later
"""How one picture departs from the standard one: viewpoint and light."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from .category import View

BACKDROPS = ("#eceae6", "#e6e9ec", "#efece4", "#e8e8e8", "#e9e4de", "#d8dde0", "#dcd6cc", "#cfd6d4", "#d9d2d6", "#d3d6dd")


@dataclass(frozen=True)
class Setup:
    """Degrees for the camera and the main light, relative strengths for the lights, backdrop as sRGB."""

    azimuth: float
    elevation: float
    key_angle: float
    key_strength: float
    fill_strength: float
    rim_strength: float
    backdrop: str

    def as_dict(self) -> dict[str, float | str]:
        return asdict(self)


def draw_setup(view: View, seed: int, wider: float = 1.0) -> Setup:
    """A viewpoint and a light near the standard ones; `wider` stretches how far the viewpoint may depart."""
    random = np.random.default_rng(seed)

    def around(mean: float, spread: float) -> float:
        return round(float(random.uniform(mean - spread, mean + spread)), 3)

    return Setup(
        azimuth=around(view.azimuth, wider * view.azimuth_spread),
        elevation=around(view.elevation, wider * view.elevation_spread),
        key_angle=around(-42.0, 14.0),
        key_strength=around(1.0, 0.12),
        fill_strength=around(1.0, 0.3),
        rim_strength=around(1.0, 0.4),
        backdrop=str(random.choice(BACKDROPS)),
    )
