# SPDX-License-Identifier: GPL-3.0-or-later
"""What a gallery is to contain, before anything is drawn."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from . import GENERATOR_VERSION
from .category import Category
from .parameters import Value
from .picture import Setup, draw_setup
from .sampling import derive_seed, sample

DOMAIN = "photo"


@dataclass(frozen=True)
class RenderSettings:
    """Side of the picture in px, Cycles samples a pixel."""

    size: int = 256
    samples: int = 28


@dataclass(frozen=True)
class Item:
    """One picture to be. `id` is category/nnn; `seed` decides its viewpoint, light and noise."""

    id: str
    category: str
    domain: str
    seed: int
    parameters: dict[str, Value]
    attributes: dict[str, float]
    setup: Setup
    fingerprint: str

    @property
    def path(self) -> str:
        """Where the picture lies, relative to the gallery."""
        return f"{self.domain}/{self.id}.webp"

    def as_dict(self) -> dict[str, object]:
        return {
            "id": self.id,
            "category": self.category,
            "domain": self.domain,
            "file": self.path,
            "seed": self.seed,
            "fingerprint": self.fingerprint,
            "parameters": self.parameters,
            "attributes": self.attributes,
            "setup": self.setup.as_dict(),
        }


def plan(categories: Iterable[Category], count: int, seed: int, settings: RenderSettings) -> list[Item]:
    """All items of these categories; the first n of a category do not depend on `count`."""
    return [
        _item(category, number, parameters, seed, settings)
        for category in categories
        for number, parameters in enumerate(sample(category.space, count, seed, category.name))
    ]


def _item(category: Category, number: int, parameters: dict[str, Value], seed: int, settings: RenderSettings) -> Item:
    item_seed = derive_seed(seed, category.name, number, "picture")
    setup = draw_setup(category.view, item_seed)
    attributes = {name: round(min(max(value, 0.0), 1.0), 4) for name, value in category.attributes(parameters).items()}
    told = [GENERATOR_VERSION, category.version, parameters, setup.as_dict(), settings.size, settings.samples, item_seed]
    fingerprint = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]
    return Item(f"{category.name}/{number:03d}", category.name, DOMAIN, item_seed, parameters, attributes, setup, fingerprint)
