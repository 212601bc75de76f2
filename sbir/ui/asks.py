"""What the page's JavaScript may ask, checked before anything is computed from it."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sbir.gallery.own import MAX_OWN
from sbir.types import DOMAINS, InputError

MAX_TOP = 200
MAX_TURN = 999
MAX_WATCHED = 32
# Pictures in one call of the page, and in one of an endpoint.
MAX_PICTURES, MAX_AT_ONCE = 12, 60
MAX_PROFILE_TEXT = 12 * 2**20


class Ask(BaseModel):
    """Nothing to say: the base of the others."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Rank(Ask):
    """Rank the gallery for a drawing; the reply carries `seq` back, so that the page can drop a stale one. `live`: the pen is
    still down, and others may be answered first."""

    seq: int = 0
    live: bool = False
    sketch: dict[str, Any]
    top: int = Field(24, ge=1, le=MAX_TOP)
    category: str | None = Field(None, max_length=200)
    domain: str = Field(DOMAINS[0], max_length=40)
    watch: list[Annotated[str, Field(max_length=400)]] = Field([], max_length=MAX_WATCHED)
    plain: bool = False


class Change(Ask):
    """Anything that gives the visitor another head; with `rank`, what that head then answers comes along."""

    rank: Rank | None = None


class Mean(Change):
    """This drawing means this photo."""

    sketch: dict[str, Any]
    photo: str = Field(max_length=400)


class OfPair(Change):
    """The personal pair with this key: to be taken back, or laid on the sheet again."""

    key: str = Field(max_length=64)


class Be(Change):
    """Be the example person of this name."""

    name: str = Field(max_length=40)


class Restore(Change):
    """The pairs that this page has and the server no longer knows, `[{"strokes": {...}, "photo": id}, ...]`."""

    pairs: list[dict[str, Any]]


class Try(Ask):
    """The `turn`-th drawing to try."""

    turn: int = Field(0, ge=0, le=MAX_TURN)


class Attend(Ask):
    """Where does the network look, in this drawing and in a domain's pictures of these things?"""

    sketch: dict[str, Any]
    photos: list[str] = Field(max_length=12)
    domain: str = Field(DOMAINS[0], max_length=40)


class Answer(Ask):
    """Which part of this drawing answers which part of a domain's picture of this thing?"""

    sketch: dict[str, Any]
    photo: str = Field(max_length=400)
    domain: str = Field(DOMAINS[0], max_length=40)


class Fuse(Ask):
    """What do gated fusion and attention make of this drawing and examples of a category, the `turn`-th from each domain?"""

    sketch: dict[str, Any]
    category: str | None = Field(None, max_length=200)
    turn: int = Field(0, ge=0, le=MAX_TURN)


class Profile(Change):
    """A style profile's file, base64."""

    name: str = Field("profile", max_length=300)
    content: str = Field(max_length=MAX_PROFILE_TEXT)


class Picture(Ask):
    """A picture file, base64."""

    name: str = Field("", max_length=300)
    content: str = Field(max_length=MAX_PROFILE_TEXT)


class AddPhotos(Change):
    """Photos of the person's own, of one kind."""

    kind: str = Field("", max_length=300)
    pictures: list[Picture] = Field(max_length=MAX_PICTURES)


class RemovePhotos(Change):
    """Take these photos of the person's own back; without names, all."""

    photos: list[Annotated[str, Field(max_length=400)]] | None = Field(None, max_length=MAX_OWN)


def decoded(name: str, content: str) -> bytes:
    """A file that travelled as base64; `name` serves the message only."""
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        raise InputError(f"{name}: the file did not arrive whole") from None


A = TypeVar("A", bound=Ask)


def read(kind: type[A], arguments: Any) -> A:
    """The arguments of one call from the page as an `Ask`; raises `InputError` naming the first thing that is wrong."""
    value = arguments[0] if isinstance(arguments, list) and len(arguments) == 1 else arguments
    try:
        return kind.model_validate(value if value not in (None, []) else {})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "the request"
        raise InputError(f"{where}: {first['msg'][:1].lower()}{first['msg'][1:]}") from None
