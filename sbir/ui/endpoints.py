"""What `gradio_client` can call: named endpoints on the caller's own session."""

from __future__ import annotations

import hashlib
import logging
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import gradio as gr
from gradio.events import api

from sbir.types import DOMAINS, InputError
from sbir.ui.asks import MAX_AT_ONCE, MAX_TOP, MAX_TURN
from sbir.ui.service import Service
from sbir.ui.teaching import PROFILE_NAME

T = TypeVar("T")
Caller = gr.Request | None
log = logging.getLogger(__name__)


def add_endpoints(service: Service) -> Callable[[str], None]:
    """Add the endpoints to the page being built; what is returned frees what they keep of a caller that has gone."""

    def retrieve(
        strokes: dict, top: int = 24, category: str | None = None, domain: str = DOMAINS[0], request: Caller = None
    ) -> dict:
        """Rank the gallery's pictures of a domain for a drawing.

        strokes: {"width": w, "height": h, "strokes": [[[x, y], ...], ...]}. top: how many pictures. category: one of the
        gallery's, or nothing for all. domain: "photo", or "art" or "cartoon" where the gallery has them; a picture there has
        the id of the photo of the same thing. Returns {"ranked": [{"photo", "category", "distance"}, ...], "adapted",
        "provider", "ms"}.
        """

        def answer() -> dict:
            count, kind = _whole("top", top, 1, MAX_TOP), _category(category)
            return service.retrieve(_key(request), strokes, count, kind, _text("domain", domain))

        return _in_words(answer)

    def adapt(pairs: list, request: Caller = None) -> dict:
        """Adapt the caller's session to personal pairs, replacing those it had; an empty list resets it.

        pairs: [{"strokes": {"width": w, "height": h, "strokes": [...]}, "photo": "category/id"}, ...]. Returns
        {"pairs", "margins", "loss_before", "loss_after", "ranks_before", "ranks_after", "steps", "ms"}.
        """
        return _in_words(lambda: service.teaching.adapt(_key(request), pairs))

    def margins(request: Caller = None) -> list:
        """The learned margin of every category: [{"category", "value", "spread", "source", "pairs"}, ...]."""
        return _in_words(lambda: service.margins(_key(request)))

    def attention(strokes: dict, photo: str | None = None, request: Caller = None) -> dict:
        """The attention over a drawing: {"attention": rows of numbers that sum to 1, "picture": PNG data URI}.

        photo: with the id of one, also "correspondence", what each part of the drawing and each part of the photo add to the
        similarity of the two: {"similarity", "cells": [[rows, columns] of the drawing, of the photo], "values": a row for each
        cell of the drawing, a column for each of the photo, "links": [[cell of the drawing, cell of the photo, value], ...]}.
        """
        return _in_words(lambda: service.attention(_key(request), strokes, None if photo is None else _text("photo", photo)))

    def domains(strokes: dict, category: str | None = None, turn: int = 0, request: Caller = None) -> dict:
        """Fuse and Attend on a drawing: one example of its category from each domain, fused into one positive.

        strokes: as in /retrieve. category: one of the gallery's, or nothing for that of the nearest photo. turn: 0 for the
        nearest example in each domain, 1 for the next, and so on. Returns {"category", "examples": [{"domain", "photo",
        "gate", "attention", "distance"}, ...], "distance"}: gate is how far the example is let in (0 to 1), attention its
        share (they sum to 1), distance how far it lies from the drawing (0 to 2); the last distance is that of the positive.
        The domain "sketch" is the lines traced from the photo.
        """

        def answer() -> dict:
            return service.domains(_key(request), strokes, _category(category), _whole("turn", turn, 0, MAX_TURN))

        return _in_words(answer)

    limit: dict[str, Any] = {"concurrency_limit": 4, "concurrency_id": "engine"}
    for call in (retrieve, adapt, margins, attention, domains):
        api(call, api_name=call.__name__, **limit)

    kept = tempfile.TemporaryDirectory(prefix="inkling-profiles-")

    def folder_of(key: str) -> Path:
        return Path(kept.name) / hashlib.blake2b(key.encode(), digest_size=12).hexdigest()

    def profile_save(request: gr.Request) -> str:
        """The caller's style profile (head, margins, pairs) as a safetensors file."""
        key = _key(request)
        folder = folder_of(key)
        folder.mkdir(exist_ok=True)
        path = folder / PROFILE_NAME
        _in_words(lambda: service.teaching.save_profile(key, path))
        return str(path)

    def profile_load(profile: str | None, request: gr.Request) -> dict:
        """Load a style profile into the caller's session; returns its pairs."""
        if profile is None:
            raise gr.Error("give a style profile's file", print_exception=False)
        return _in_words(lambda: service.teaching.load_profile(_key(request), Path(profile)))

    def photos_add(photos: list[str] | None, category: str, request: gr.Request) -> dict:
        """Add photos of the caller's own to what their session searches, beside the gallery's: nobody else sees them.

        photos: picture files, at most 60 at once and 120 in all. category: what they show, a new kind or one of the gallery's.
        Returns {"added": ids, "refused": [{"name", "why"}, ...], "photos": ids of all there are now}. An id can be given to
        /adapt like a gallery's.
        """

        def answer() -> dict:
            if not photos or len(photos) > MAX_AT_ONCE:
                raise InputError(f"between 1 and {MAX_AT_ONCE} pictures can be added at once, not {len(photos or ())}")
            files = ((Path(photo).name, Path(photo).read_bytes()) for photo in photos)
            done = service.teaching.add_photos(_key(request), _text("category", category), files)
            ids = [one["photo"] for one in done["own"]]
            return {"added": list(done["added"]), "refused": done["refused"], "photos": ids}

        return _in_words(answer)

    def photos_clear(request: gr.Request) -> dict:
        """Take all photos of the caller's own back, and the pairs made with them. Returns {"photos": [], "pairs_gone"}."""
        done = _in_words(lambda: service.teaching.remove_photos(_key(request)))
        return {"photos": [one["photo"] for one in done["own"]], "pairs_gone": done["pairs_gone"]}

    # Files travel through gradio's own file component: a path that is not an upload to this server is refused by it.
    with gr.Row(visible=False):
        profile = gr.File(label="profile")
        summary = gr.JSON(label="pairs")
        save, load = gr.Button("save"), gr.Button("load")
        photos = gr.File(label="photos", file_count="multiple")
        category, kept_photos = gr.Textbox(label="category"), gr.JSON(label="own photos")
        add, clear = gr.Button("add"), gr.Button("clear")
    save.click(profile_save, None, profile, api_name="profile_save", **limit)
    load.click(profile_load, profile, summary, api_name="profile_load", **limit)
    add.click(photos_add, [photos, category], kept_photos, api_name="photos_add", **limit)
    clear.click(photos_clear, None, kept_photos, api_name="photos_clear", **limit)
    return lambda key: shutil.rmtree(folder_of(key), ignore_errors=True)


def _key(request: Caller) -> str:
    if request is None or not request.session_hash:
        raise gr.Error("call this with a session: gradio_client's Client has one", print_exception=False)
    return request.session_hash


def _whole(name: str, value: Any, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise InputError(f"'{name}' should be a whole number from {least} to {most}, not {str(value)[:40]}")
    return value


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise InputError(f"'{name}' should be text, not {str(value)[:40]}")
    return value


def _category(value: Any) -> str | None:
    return None if value is None else _text("category", value)


def _in_words(call: Callable[[], T]) -> T:
    """Run `call`; what a person gave wrong becomes an error that gradio sends on as it stands."""
    try:
        return call()
    except InputError as error:
        raise gr.Error(str(error), print_exception=False) from None
    except Exception:
        log.exception("an endpoint failed")
        raise gr.Error("that went wrong on the server, and has been logged", print_exception=False) from None
