"""Drawings for somebody who has not drawn yet: single ones, and simulated people whom a visitor can be for a moment."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

from sbir.drawing import sketch_from_value, sketch_to_value
from sbir.engine import Engine
from sbir.files import ASSETS
from sbir.lessons import moved
from sbir.session import Adaptation
from sbir.types import InputError, Pair, Sketch
from sbir.ui.replies import line_of

FOLDER = ASSETS / "drawings"
# What is drawn for a visitor who only looks, in this order: by people with ordinary habits, a kind each.
SINGLE = (
    "person-57/teapot-039",
    "person-58/hat-006",
    "person-56/clock-032",
    "person-58/bicycle-006",
    "person-57/chair-039",
    "person-59/mug-013",
    "person-56/guitar-032",
    "person-58/shoe-006",
)


@dataclass(frozen=True)
class Drawing:
    """A drawing and the photo that it means."""

    photo: str
    sketch: Sketch


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist: `habit` completes "draws ..."; `pairs` teach, `others` were drawn by the same hand."""

    name: str
    habit: str
    pairs: tuple[Drawing, ...]
    others: tuple[Drawing, ...]


@dataclass(frozen=True)
class Taught:
    """What a person's pairs did: the adaptation, and the ranks of their other drawings' photos before and after."""

    person: Person
    adaptation: Adaptation
    before: tuple[int, ...]
    after: tuple[int, ...]


class Examples:
    """The example drawings whose photos are all in the engine's gallery; encoded when first asked for, once for everybody."""

    def __init__(self, engine: Engine, folder: Path = FOLDER) -> None:
        self.engine = engine
        self.folder = folder
        self._taught: dict[str, Taught] = {}
        self._lock = Lock()

    @cached_property
    def people(self) -> dict[str, Person]:
        """Those who draw things of this gallery, by name."""
        found = [_person(json.loads(path.read_bytes())) for path in sorted((self.folder / "examples").glob("*.json"))]
        return {one.name: one for one in found if self._all_here([*one.pairs, *one.others])}

    @cached_property
    def single(self) -> tuple[Drawing, ...]:
        """Drawings to try, of things of this gallery."""
        files = [(self.folder / f"{name}.json", name.split("/")[1].replace("-", "/")) for name in SINGLE]
        found = [Drawing(photo, sketch_from_value(json.loads(file.read_bytes()))) for file, photo in files if file.is_file()]
        return tuple(one for one in found if self._all_here([one]))

    def listing(self) -> dict[str, Any]:
        """Whom one can be, each with a drawing of theirs as a picture, and how many drawings there are to try."""
        people = [{"name": one.name, "habit": one.habit, "line": line_of(_portrait(one))} for one in self.people.values()]
        return {"people": people, "drawings": len(self.single)}

    def drawing(self, turn: int) -> dict[str, Any]:
        """The `turn`-th drawing to try, from the first again after the last; `InputError` where there are none."""
        if not self.single:
            raise InputError("there are no example drawings of the things in this gallery")
        one = self.single[turn % len(self.single)]
        return {"photo": one.photo, "sketch": sketch_to_value(one.sketch)}

    def taught(self, name: str) -> Taught:
        """A person's pairs learned and their other drawings ranked; `InputError` for somebody who is not here."""
        if name not in self.people:
            raise InputError(f"there is no example of {name[:40]!r}; there are {', '.join(self.people) or 'none'}")
        with self._lock:
            if name not in self._taught:
                self._taught[name] = self._teach(self.people[name])
            return self._taught[name]

    def told(self, name: str) -> dict[str, Any]:
        """What the page shows of a person: who they are, their drawings, and what their pairs did to the other drawings."""
        taught = self.taught(name)
        person = taught.person
        others = [
            {"photo": one.photo, "sketch": sketch_to_value(one.sketch), "rank_before": before, "rank_after": after}
            for one, before, after in zip(person.others, taught.before, taught.after, strict=True)
        ]
        return {
            "name": person.name,
            "habit": person.habit,
            "line": line_of(_portrait(person)),
            "taught": [{"photo": one.photo, "strokes": sketch_to_value(one.sketch)} for one in person.pairs],
            "others": others,
            "moved": {name: round(value, 1) for name, value in asdict(moved(taught.before, taught.after)).items()},
        }

    def _teach(self, person: Person) -> Taught:
        start = self.engine.session()
        adaptation = self.engine.adapt(start, self._pairs(person.pairs))
        others = self._pairs(person.others)
        before, after = (self.engine.pair_ranks(session, others) for session in (start, adaptation.session))
        return Taught(person, adaptation, before, after)

    def _pairs(self, drawings: Sequence[Drawing]) -> tuple[Pair, ...]:
        return tuple(self.engine.pair(self.engine.query(one.sketch), one.photo) for one in drawings)

    def _all_here(self, drawings: Sequence[Drawing]) -> bool:
        return all(one.photo in self.engine.gallery.index for one in drawings)


def _person(value: dict[str, Any]) -> Person:
    pairs, others = (
        tuple(Drawing(one["photo"], sketch_from_value(one["sketch"])) for one in value[part]) for part in ("pairs", "others")
    )
    return Person(value["name"], value["habit"], pairs, others)


def _portrait(person: Person) -> Sketch:
    """A person is known by how they draw a mug, or whatever they drew first."""
    mugs = [one.sketch for one in person.pairs if one.photo.startswith("mug/")]
    return (mugs or [person.pairs[0].sketch])[0]
