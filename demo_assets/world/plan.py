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

PHOTO, ART, CARTOON, LINES = "photo", "art", "cartoon", "lines"
# How much wider than a category's own the viewpoint's spread is after the first view.
FURTHER = 3.0


@dataclass(frozen=True)
class RenderSettings:
    """Side of the picture in px, Cycles samples a pixel, views of each instance, how many instances are styled too.

    `recalled`: keep the lines of one more look at each instance, from further round: what somebody who remembers the thing
    draws is never seen from just where the photograph was taken.
    """

    size: int = 256
    samples: int = 14
    views: int = 1
    styled: int = 0
    recalled: bool = False


@dataclass(frozen=True)
class Item:
    """One look at one instance, and the files that come of it.

    `id` is category/nnn, or category/nnn-v for the later views; `seed` decides viewpoint, light, noise and brushwork. A look
    without `domains` is kept as lines only.
    """

    id: str
    category: str
    instance: str
    domains: tuple[str, ...]
    seed: int
    parameters: dict[str, Value]
    attributes: dict[str, float]
    setup: Setup
    fingerprint: str

    @property
    def files(self) -> dict[str, str]:
        """Where each picture and the lines lie, relative to the gallery."""
        pictures = {domain: f"{domain}/{self.id}.webp" for domain in self.domains}
        return {**pictures, LINES: f"{LINES}/{self.id}.json"}

    def as_dict(self) -> dict[str, object]:
        return {
            "id": self.id,
            "category": self.category,
            "instance": self.instance,
            "files": self.files,
            "seed": self.seed,
            "fingerprint": self.fingerprint,
            "parameters": self.parameters,
            "attributes": self.attributes,
            "setup": self.setup.as_dict(),
        }


def plan(categories: Iterable[Category], count: int, seed: int, settings: RenderSettings) -> list[Item]:
    """All items of these categories; the first n of a category do not depend on `count`."""
    return [
        _item(category, number, view, parameters, seed, settings)
        for category in categories
        for number, parameters in enumerate(sample(category.space, count, seed, category.name))
        for view in range(settings.views + settings.recalled)
    ]


def _item(
    category: Category, number: int, view: int, parameters: dict[str, Value], seed: int, settings: RenderSettings
) -> Item:
    words = (seed, category.name, number, "picture")
    item_seed = derive_seed(*words, view) if view else derive_seed(*words)
    recalled = view == settings.views
    setup = draw_setup(category.view, item_seed, wider=FURTHER if view else 1.0)
    attributes = {name: round(min(max(value, 0.0), 1.0), 4) for name, value in category.attributes(parameters).items()}
    domains = () if recalled else (PHOTO, ART, CARTOON) if number < settings.styled and not view else (PHOTO,)
    told = [
        GENERATOR_VERSION,
        category.version,
        parameters,
        setup.as_dict(),
        settings.size,
        settings.samples,
        item_seed,
        domains,
    ]
    fingerprint = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]
    instance = f"{category.name}/{number:03d}"
    name = f"{instance}-{view + 1}" if view else instance
    return Item(name, category.name, instance, domains, item_seed, parameters, attributes, setup, fingerprint)
