"""What the page and the endpoints can ask of the engine on behalf of one visitor. Plain calls; no gradio here."""

from __future__ import annotations

import base64
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from sbir.drawing import sketch_from_value, sketch_to_value
from sbir.engine import Engine
from sbir.gallery.fused import FusedExamples
from sbir.gallery.own import admitted, read_pictures
from sbir.lessons import growth, leave_one_out, moved
from sbir.session import Adaptation, Query, Session
from sbir.types import DOMAINS, InputError, Margin, Pair, Sketch
from sbir.ui import replies
from sbir.ui.asks import decoded
from sbir.ui.examples import Examples
from sbir.ui.heat import data_uri, overlay
from sbir.ui.visitors import Kept, Personal, Visitor, Visitors

MAX_PAIRS = 32
PROFILE_NAME = "inkling-profile.safetensors"


class Service:
    """The engine and the visitors that use it. Every method takes a visitor's key and may run in any thread."""

    def __init__(self, engine: Engine, visitors: Visitors | None = None, examples: Examples | None = None) -> None:
        self.engine = engine
        self.examples = examples or Examples(engine)
        self.visitors = visitors or Visitors(engine.session)
        self.provider = str(engine.info().get("provider", "unknown"))

    def rank(
        self,
        key: str,
        sketch: Any,
        top: int,
        category: str | None,
        domain: str = DOMAINS[0],
        watch: Sequence[str] = (),
        plain: bool = False,
    ) -> dict[str, Any]:
        """The page's answer to a drawing: rows of the domain's gallery and distances, nearest first.

        `watched` has the rank of each photo of `watch` among all photos, `unadapted` that by the head that nobody has adapted;
        `plain` has all ranked by that one.
        """
        start = time.perf_counter()
        visitor = self.visitors.of(key)
        query, session = self._query(visitor, sketch), visitor.personal.session
        by = self.engine.session(session.own) if plain else session
        retrieval = self.engine.retrieve(query, by, top, category or None, domain)
        watched = unadapted = self.engine.ranks_of(query.feature, by, watch)
        if by.adapted:
            unadapted = self.engine.ranks_of(query.feature, self.engine.session(session.own), watch)
        visitor.latencies.append((time.perf_counter() - start) * 1e3)
        index = self.engine.gallery_of(domain).index
        hits = replies.hits_json(retrieval, self.provider)
        return {
            "domain": domain,
            # Own photos have no row in a gallery that all share: they go by their ids.
            "rows": [index.get(hit.photo, hit.photo) for hit in retrieval.ranked],
            "own": len(session.own),
            "distances": [round(hit.distance, 3) for hit in retrieval.ranked],
            "watched": dict(zip(watch, watched, strict=True)),
            "unadapted": dict(zip(watch, unadapted, strict=True)),
            "adapted": session.adapted,
            "ms": hits["ms"],
        }

    def retrieve(self, key: str, sketch: Any, top: int, category: str | None, domain: str = DOMAINS[0]) -> dict[str, Any]:
        """The endpoint's answer to a drawing, in the form that the command line prints."""
        visitor = self.visitors.of(key)
        query = self._query(visitor, sketch)
        retrieval = self.engine.retrieve(query, visitor.personal.session, top, category or None, domain)
        return replies.hits_json(retrieval, self.provider)

    def mean(self, key: str, sketch: Any, photo: str) -> dict[str, Any]:
        """Add the personal pair (drawing, photo), adapt, and say what that moved."""
        visitor = self.visitors.of(key)
        with visitor.lock:
            query, session = self._query(visitor, sketch), visitor.personal.session
            pair, pairs = self.engine.pair(query, photo, session), session.pairs
            if replies.pair_key(pair) in map(replies.pair_key, pairs):
                raise InputError(f"this drawing already stands for {photo}")
            if len(pairs) >= MAX_PAIRS:
                raise InputError(f"{MAX_PAIRS} personal pairs is the most kept here: remove one before adding another")
            rank_before = self._rank(query, session, photo)
            margin_before = _margin_of(self.engine.margins(session), pair.category)
            adaptation = self._adapt(visitor, [*pairs, pair])
            visitor.undone = None
        note = {
            "photo": pair.photo,
            "category": pair.category,
            "rank_before": rank_before,
            "rank_after": adaptation.ranks_after[-1],
            "margin_before": margin_before,
            "margin_after": _margin_of(adaptation.margins, pair.category),
            "ms": round(adaptation.ms, 1),
        }
        return self.personal(key) | {"note": note}

    def forget(self, key: str, pair: str) -> dict[str, Any]:
        """Take one pair back and adapt to those that are left; `undo` brings it again."""
        visitor = self.visitors.of(key)
        with visitor.lock:
            pairs = visitor.personal.session.pairs
            kept = [p for p in pairs if replies.pair_key(p) != pair]
            if len(kept) == len(pairs):
                raise InputError("this pair was removed before")
            visitor.undone = _kept(visitor.personal)
            self._adapt(visitor, kept)
        return self.personal(key)

    def reset(self, key: str) -> dict[str, Any]:
        """Forget every pair; the head is the meta-learned one again, until `undo`."""
        visitor = self.visitors.of(key)
        with visitor.lock:
            visitor.undone = _kept(visitor.personal)
            visitor.personal = Personal(self.engine.session(visitor.personal.session.own))
        return self.personal(key)

    def undo(self, key: str) -> dict[str, Any]:
        """Bring back the pairs that the last `forget` or `reset` took, if nothing was taught or loaded since."""
        visitor = self.visitors.of(key)
        with visitor.lock:
            if visitor.undone is None:
                raise InputError("there is nothing to bring back any more")
            self._back(visitor, visitor.undone)
            visitor.undone = None
        return self.personal(key)

    def be(self, key: str, name: str) -> dict[str, Any]:
        """Be one of the example people: the visitor's own pairs wait until `end`. Told is also who that is, as `guest`."""
        adaptation, told = self.examples.taught(name).adaptation, self.examples.told(name)
        visitor = self.visitors.of(key)
        with visitor.lock:
            if visitor.aside is None:
                visitor.aside = _kept(visitor.personal)
            visitor.undone = None
            if len(visitor.personal.session.own):
                self._adapt(visitor, adaptation.session.pairs)
            else:
                # One head serves all who are this person.
                visitor.personal = _personal_of(adaptation)
        return self.personal(key) | {"guest": told}

    def end(self, key: str) -> dict[str, Any]:
        """Be oneself again, with one's own pairs as they were; photos of one's own stay as they are by now."""
        visitor = self.visitors.of(key)
        with visitor.lock:
            if visitor.aside is None:
                raise InputError("no example is under way")
            self._back(visitor, visitor.aside)
            visitor.aside = visitor.undone = None
        return self.personal(key)

    def drawing(self, key: str, pair: str) -> dict[str, Any]:
        """The drawing of one of the visitor's pairs, to be laid on the sheet again, and the photo that it means."""
        for one in self.visitors.of(key).personal.session.pairs:
            if replies.pair_key(one) == pair:
                return {"photo": one.photo, "sketch": sketch_to_value(one.sketch)}
        raise InputError("this pair was removed before")

    def lessons(self, key: str) -> dict[str, Any]:
        """For each pair, by its key: where its photo would stand `without` it, and its `history`, the ranks unadapted, with the
        first pair, with the first two, and so on. `moved` sums up the ranks unadapted and without the pair itself."""
        session = self.visitors.of(key).personal.session
        rows, without = growth(self.engine, session), leave_one_out(self.engine, session)
        told = {
            replies.pair_key(pair): {"without": rank, "history": [row[i] for row in rows]}
            for i, (pair, rank) in enumerate(zip(session.pairs, without, strict=True))
        }
        summary = {name: round(value, 1) for name, value in vars(moved(rows[0], without)).items()}
        return {"pairs": told, "moved": summary}

    def add_photos(self, key: str, kind: str, files: Iterable[tuple[str, bytes]]) -> dict[str, Any]:
        """Add photos of the visitor's own, as (name, file), under a kind; what cannot be taken is listed and the rest kept.

        The reply is that of `personal`, with the ids that were "added" and from which of `files` each came, their "pictures",
        and what was "refused": `{"name", "why"}`.
        """
        pictures, unread = read_pictures(files)
        seen = self.engine.see_photos(kind, list(pictures.values()))
        visitor = self.visitors.of(key)
        with visitor.lock:
            session = visitor.personal.session
            rows, unwanted = admitted(session.own, seen)
            self._take(visitor, self.engine.with_photos(session, seen.picked(rows)), session.pairs)
            own = visitor.personal.session.own
        added, places = own.picked(range(len(own) - len(rows), len(own))), list(pictures)
        return self.personal(key) | {
            "added": {photo.id: places[row] for photo, row in zip(added.photos, rows, strict=True)},
            "pictures": replies.pictures_json(added),
            "refused": [{"name": one.name, "why": one.why} for one in (*unread, *unwanted)],
        }

    def remove_photos(self, key: str, photos: Sequence[str] | None = None) -> dict[str, Any]:
        """Take some of the visitor's own photos back, or all, and the pairs that were made with them; when the photos are there
        again, `undo` brings those pairs."""
        visitor = self.visitors.of(key)
        with visitor.lock:
            session = visitor.personal.session
            gone = session.own.index if photos is None else photos
            kept = [pair for pair in session.pairs if pair.photo not in gone]
            if len(kept) < len(session.pairs):
                visitor.undone = _kept(visitor.personal)
            self._take(visitor, self.engine.without_photos(session, photos), kept)
        return self.personal(key) | {"pairs_gone": len(session.pairs) - len(kept)}

    def personal(self, key: str) -> dict[str, Any]:
        """The visitor's pairs and what adapting to them did."""
        now = self.visitors.of(key).personal
        pairs, done = now.session.pairs, now.adaptation
        listed = [
            {
                "key": replies.pair_key(pair),
                "photo": pair.photo,
                "category": pair.category,
                "line": replies.line_of(pair.sketch),
                "rank_before": before,
                "rank_after": after,
            }
            for pair, (before, after) in zip(pairs, now.ranks, strict=True)
        ]
        fitted = replies.adaptation_json(done) if done and pairs else None
        return {"pairs": listed, "adapted": now.session.adapted, "fit": fitted, "own": replies.own_json(now.session.own)}

    def adapt(self, key: str, pairs: Any) -> dict[str, Any]:
        """Adapt the visitor's session to exactly these pairs, `[{"strokes": {...}, "photo": id}, ...]`."""
        if not isinstance(pairs, list):
            raise InputError('pairs should be a list of {"strokes": {...}, "photo": "category/id"}')
        if len(pairs) > MAX_PAIRS:
            raise InputError(f"{len(pairs)} pairs are too many: {MAX_PAIRS} are allowed")
        visitor = self.visitors.of(key)
        made = [self._pair(number, pair, visitor.personal.session) for number, pair in enumerate(pairs, 1)]
        with visitor.lock:
            visitor.undone = None
            return replies.adaptation_json(self._adapt(visitor, made))

    def margins(self, key: str) -> list[dict[str, Any]]:
        """The margin of every category under the visitor's head."""
        return [replies.margin_json(margin) for margin in self.engine.margins(self.visitors.of(key).personal.session)]

    def margins_and_before(self, key: str) -> dict[str, Any]:
        """The page's margins: those of `margins`, and what each value was before any pair."""
        before = self.engine.margins(self.engine.session())
        return {"margins": self.margins(key), "before": {margin.category: round(margin.value, 4) for margin in before}}

    def attend(self, key: str, sketch: Any, photos: Sequence[str], domain: str = DOMAINS[0]) -> dict[str, Any]:
        """Attention over the drawing, with the raster the network saw, and over a domain's pictures, as nested lists."""
        visitor = self.visitors.of(key)
        query, session = self._query(visitor, sketch), visitor.personal.session
        own = session.own.index if domain == DOMAINS[0] else {}
        known = [photo for photo in photos if photo in self.engine.gallery_of(domain).index or photo in own]
        maps = self.engine.photo_attention(known, domain, session) if known else np.zeros((0, 1, 1), np.float32)
        return {
            "raster": data_uri(query.raster),
            "drawing": _nested(query.attention),
            "photos": [{"photo": photo, "attention": _nested(a)} for photo, a in zip(known, maps, strict=True)],
        }

    def correspond(self, key: str, sketch: Any, photo: str, domain: str = DOMAINS[0]) -> dict[str, Any]:
        """Which part of the drawing answers which part of a picture, by the head before any pair and, where the visitor has
        pairs, by their own."""
        visitor = self.visitors.of(key)
        query, own = self._query(visitor, sketch), visitor.personal.session
        heads = [self.engine.session(), own] if own.pairs else [own]
        found = [replies.correspondence_json(one) for one in self.engine.correspondence(query, photo, heads, domain)]
        return {"photo": photo, "raster": data_uri(query.raster), "before": found[0], "with": found[1] if own.pairs else None}

    def attention(self, key: str, sketch: Any, photo: str | None = None) -> dict[str, Any]:
        """The endpoint's attention: the map over the drawing as nested lists, and as a picture; with a `photo`, also which
        part of the drawing answers which part of it, by the visitor's head."""
        visitor = self.visitors.of(key)
        query = self._query(visitor, sketch)
        answer = {"attention": _nested(query.attention), "picture": data_uri(overlay(query.raster, query.attention))}
        if photo is None:
            return answer
        [found] = self.engine.correspondence(query, photo, [visitor.personal.session])
        return answer | {"correspondence": replies.correspondence_json(found)}

    def domains(self, key: str, sketch: Any, category: str | None = None, turn: int = 0) -> dict[str, Any]:
        """The endpoint's Fuse and Attend: the examples of a category, and how near they and their fused positive lie."""
        return replies.fused_json(self._fuse(key, sketch, category, turn)[1])

    def domains_and_map(self, key: str, sketch: Any, category: str | None = None, turn: int = 0) -> dict[str, Any]:
        """The page's Fuse and Attend: that of `domains`, the raster the network saw, and a map of the embedding."""
        query, fused = self._fuse(key, sketch, category, turn)
        return replies.fused_json(fused) | {"raster": data_uri(query.raster), "map": replies.map_json(fused)}

    def about(self, key: str) -> dict[str, Any]:
        """What this run computes with, and how fast it has answered this visitor."""
        latencies = list(self.visitors.of(key).latencies)
        answered = {"answers": len(latencies)}
        if latencies:
            p50, p95 = np.percentile(latencies, [50, 95])
            answered |= {"p50_ms": round(float(p50), 1), "p95_ms": round(float(p95), 1)}
        return {"engine": self.engine.info(), "server": answered, "visitors": len(self.visitors)}

    def save_profile(self, key: str, path: Path) -> None:
        """Write the visitor's style profile."""
        session = self.visitors.of(key).personal.session
        if not session.pairs and not len(session.own):
            raise InputError("there is nothing to save yet: make a personal pair, or add photos of your own, first")
        self.engine.save_profile(session, path)

    def load_profile(self, key: str, path: Path) -> dict[str, Any]:
        """Replace the visitor's pairs and head by a saved profile; on a bad file everything stays as it was."""
        session = self.engine.load_profile(path)
        visitor = self.visitors.of(key)
        with visitor.lock:
            visitor.undone = None
            # A profile without photos says nothing of those that are here.
            if not len(session.own):
                session = self.engine.with_photos(session, visitor.personal.session.own)
            visitor.personal = Personal(session, ranks=self._ranks(session))
        return self.personal(key)

    def profile_text(self, key: str) -> dict[str, str]:
        """The visitor's style profile as a named file, base64: the browser writes it."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / PROFILE_NAME
            self.save_profile(key, path)
            return {"name": PROFILE_NAME, "content": base64.b64encode(path.read_bytes()).decode()}

    def load_profile_text(self, key: str, name: str, content: str) -> dict[str, Any]:
        """Load a profile that the browser read; its name serves messages only and decides no path."""
        data = decoded(name, content)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "profile.safetensors"
            path.write_bytes(data)
            try:
                told = self.load_profile(key, path)
                return told | {"pictures": replies.pictures_json(self.visitors.of(key).personal.session.own)}
            except InputError as error:
                raise InputError(str(error).replace(str(path), name).replace(path.name, name)) from None

    def _query(self, visitor: Visitor, value: Any) -> Query:
        sketch = sketch_from_value(value)
        last = visitor.last_query
        # After each pair, and for its attention, the same drawing comes again: the backbone need not run twice.
        if last is not None and _same(last.sketch, sketch):
            return last
        query = visitor.last_query = self.engine.query(sketch)
        return query

    def _fuse(self, key: str, sketch: Any, category: str | None, turn: int) -> tuple[Query, FusedExamples]:
        visitor = self.visitors.of(key)
        query = self._query(visitor, sketch)
        return query, self.engine.domains(query, visitor.personal.session, category or None, turn)

    def _pair(self, number: int, value: Any, session: Session) -> Pair:
        if not isinstance(value, dict) or "strokes" not in value or not isinstance(value.get("photo"), str):
            raise InputError(f'pair {number}: should be {{"strokes": {{...}}, "photo": "category/id"}}')
        try:
            # Both a whole drawing and its bare list of strokes are taken.
            return self.engine.pair(self.engine.query(sketch_from_value(value["strokes"])), value["photo"], session)
        except InputError as error:
            raise InputError(f"pair {number}: {error}") from None

    def _adapt(self, visitor: Visitor, pairs: Sequence[Pair]) -> Adaptation:
        # "Before" is the head that nobody has adapted: every pair is told how far it came from there.
        adaptation = self.engine.adapt(self.engine.session(visitor.personal.session.own), tuple(pairs))
        visitor.personal = _personal_of(adaptation)
        return adaptation

    def _back(self, visitor: Visitor, kept: Kept) -> None:
        """Go back to what was kept, among the photos of their own that the visitor has by now."""
        if isinstance(kept, Personal) and kept.session.own is visitor.personal.session.own:
            visitor.personal = kept
        else:
            self._adapt(visitor, kept.session.pairs if isinstance(kept, Personal) else kept)

    def _take(self, visitor: Visitor, session: Session, pairs: Sequence[Pair]) -> None:
        """Go on with the own photos of `session`: pairs are ranked, and others not meant, among more than before."""
        now = visitor.personal
        if now.adaptation is None and len(pairs) == len(now.session.pairs):
            # Nothing was learned, or a head came from a file: it stays as it is.
            visitor.personal = Personal(session, ranks=self._ranks(session))
        else:
            visitor.personal = replace(now, session=session)
            self._adapt(visitor, pairs)

    def _ranks(self, session: Session) -> tuple[tuple[int, int], ...]:
        """The ranks of a session's pairs by the meta-learned head and by its own, which may come from anywhere."""
        first = self.engine.adapt(self.engine.session(session.own), session.pairs).ranks_before
        own = self.engine.adapt(session, session.pairs).ranks_before
        return tuple(zip(first, own, strict=True))

    def _rank(self, query: Query, session: Session, photo: str) -> int:
        """The rank that the visitor sees a photo at: how many are as near, itself included."""
        ranked = self.engine.retrieve(query, session, len(self.engine.gallery.photos) + len(session.own)).ranked
        meant = next(hit.distance for hit in ranked if hit.photo == photo)
        return sum(hit.distance <= meant for hit in ranked)


def _kept(now: Personal) -> Kept:
    return now if now.session.pairs and now.adaptation is None else now.session.pairs


def _personal_of(adaptation: Adaptation) -> Personal:
    return Personal(adaptation.session, adaptation, tuple(zip(adaptation.ranks_before, adaptation.ranks_after, strict=True)))


def _margin_of(margins: Sequence[Margin], category: str) -> float | None:
    known = (margin for margin in margins if margin.category == category and margin.source != "unlearned")
    return next((round(margin.value, 4) for margin in known), None)


def _same(one: Sketch, other: Sketch) -> bool:
    return (one.width, one.height, len(one.strokes)) == (other.width, other.height, len(other.strokes)) and all(
        np.array_equal(a.xy, b.xy) for a, b in zip(one.strokes, other.strokes, strict=True)
    )


def _nested(attention: np.ndarray) -> list[list[float]]:
    return np.round(attention.astype(float), 6).tolist()
