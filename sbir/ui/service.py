"""What the page and the endpoints can ask of the engine on behalf of one visitor. Plain calls; no gradio here."""

from __future__ import annotations

import base64
import binascii
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from sbir.drawing import sketch_from_value
from sbir.engine import Adaptation, Engine, Query, Session
from sbir.gallery.fused import FusedExamples
from sbir.types import DOMAINS, InputError, Margin, Pair, Sketch
from sbir.ui import replies
from sbir.ui.heat import data_uri, overlay
from sbir.ui.visitors import Personal, Visitor, Visitors

MAX_PAIRS = 32
PROFILE_NAME = "inkling-profile.safetensors"


class Service:
    """The engine and the visitors that use it. Every method takes a visitor's key and may run in any thread."""

    def __init__(self, engine: Engine, visitors: Visitors | None = None) -> None:
        self.engine = engine
        self.visitors = visitors or Visitors(engine.session)
        self.provider = str(engine.info().get("provider", "unknown"))

    def rank(self, key: str, sketch: Any, top: int, category: str | None, domain: str = DOMAINS[0]) -> dict[str, Any]:
        """The page's answer to a drawing: rows of the domain's gallery and distances, nearest first."""
        start = time.perf_counter()
        visitor = self.visitors.of(key)
        query = self._query(visitor, sketch)
        retrieval = self.engine.retrieve(query, visitor.personal.session, top, category or None, domain)
        visitor.latencies.append((time.perf_counter() - start) * 1e3)
        index = self.engine.gallery_of(domain).index
        hits = replies.hits_json(retrieval, self.provider)
        return {
            "domain": domain,
            "rows": [index[hit.photo] for hit in retrieval.ranked],
            "distances": [round(hit.distance, 3) for hit in retrieval.ranked],
            "adapted": hits["adapted"],
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
            pair, pairs = self.engine.pair(query, photo), session.pairs
            if replies.pair_key(pair) in map(replies.pair_key, pairs):
                raise InputError(f"this drawing already stands for {photo}")
            if len(pairs) >= MAX_PAIRS:
                raise InputError(f"{MAX_PAIRS} personal pairs is the most kept here: remove one before adding another")
            rank_before = self._rank(query, session, photo)
            margin_before = _margin_of(self.engine.margins(session), pair.category)
            adaptation = self._adapt(visitor, [*pairs, pair])
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
        """Take one pair back and adapt to those that are left."""
        visitor = self.visitors.of(key)
        with visitor.lock:
            pairs = visitor.personal.session.pairs
            kept = [p for p in pairs if replies.pair_key(p) != pair]
            if len(kept) == len(pairs):
                raise InputError("this pair was removed before")
            self._adapt(visitor, kept)
        return self.personal(key)

    def reset(self, key: str) -> dict[str, Any]:
        """Forget every pair; the head is the meta-learned one again."""
        visitor = self.visitors.of(key)
        with visitor.lock:
            visitor.personal = Personal(self.engine.session())
        return self.personal(key)

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
        return {"pairs": listed, "adapted": now.session.adapted, "fit": fitted}

    def adapt(self, key: str, pairs: Any) -> dict[str, Any]:
        """Adapt the visitor's session to exactly these pairs, `[{"strokes": {...}, "photo": id}, ...]`."""
        if not isinstance(pairs, list):
            raise InputError('pairs should be a list of {"strokes": {...}, "photo": "category/id"}')
        if len(pairs) > MAX_PAIRS:
            raise InputError(f"{len(pairs)} pairs are too many: {MAX_PAIRS} are allowed")
        made = [self._pair(number, pair) for number, pair in enumerate(pairs, 1)]
        visitor = self.visitors.of(key)
        with visitor.lock:
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
        query = self._query(self.visitors.of(key), sketch)
        known = [photo for photo in photos if photo in self.engine.gallery_of(domain).index]
        maps = self.engine.photo_attention(known, domain) if known else np.zeros((0, 1, 1), np.float32)
        return {
            "raster": data_uri(query.raster),
            "drawing": _nested(query.attention),
            "photos": [{"photo": photo, "attention": _nested(a)} for photo, a in zip(known, maps, strict=True)],
        }

    def attention(self, key: str, sketch: Any) -> dict[str, Any]:
        """The endpoint's attention: the map over the drawing as nested lists, and as a picture."""
        query = self._query(self.visitors.of(key), sketch)
        return {"attention": _nested(query.attention), "picture": data_uri(overlay(query.raster, query.attention))}

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
        if not session.pairs:
            raise InputError("there is nothing to save yet: make a personal pair first")
        self.engine.save_profile(session, path)

    def load_profile(self, key: str, path: Path) -> dict[str, Any]:
        """Replace the visitor's pairs and head by a saved profile; on a bad file everything stays as it was."""
        session = self.engine.load_profile(path)
        visitor = self.visitors.of(key)
        with visitor.lock:
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
        try:
            data = base64.b64decode(content, validate=True)
        except (binascii.Error, ValueError):
            raise InputError(f"{name}: the file did not arrive whole") from None
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "profile.safetensors"
            path.write_bytes(data)
            try:
                return self.load_profile(key, path)
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

    def _pair(self, number: int, value: Any) -> Pair:
        if not isinstance(value, dict) or "strokes" not in value or not isinstance(value.get("photo"), str):
            raise InputError(f'pair {number}: should be {{"strokes": {{...}}, "photo": "category/id"}}')
        try:
            # Both a whole drawing and its bare list of strokes are taken.
            return self.engine.pair(self.engine.query(sketch_from_value(value["strokes"])), value["photo"])
        except InputError as error:
            raise InputError(f"pair {number}: {error}") from None

    def _adapt(self, visitor: Visitor, pairs: Sequence[Pair]) -> Adaptation:
        # "Before" is the head that nobody has adapted: every pair is told how far it came from there.
        adaptation = self.engine.adapt(self.engine.session(), tuple(pairs))
        ranks = tuple(zip(adaptation.ranks_before, adaptation.ranks_after, strict=True))
        visitor.personal = Personal(adaptation.session, adaptation, ranks)
        return adaptation

    def _ranks(self, session: Session) -> tuple[tuple[int, int], ...]:
        """The ranks of a session's pairs by the meta-learned head and by its own, which may come from anywhere."""
        first = self.engine.adapt(self.engine.session(), session.pairs).ranks_before
        own = self.engine.adapt(session, session.pairs).ranks_before
        return tuple(zip(first, own, strict=True))

    def _rank(self, query: Query, session: Session, photo: str) -> int:
        """The rank that the visitor sees a photo at: how many are as near, itself included."""
        ranked = self.engine.retrieve(query, session, len(self.engine.gallery.photos)).ranked
        meant = next(hit.distance for hit in ranked if hit.photo == photo)
        return sum(hit.distance <= meant for hit in ranked)


def _margin_of(margins: Sequence[Margin], category: str) -> float | None:
    return next((round(margin.value, 4) for margin in margins if margin.category == category), None)


def _same(one: Sketch, other: Sketch) -> bool:
    return (one.width, one.height, len(one.strokes)) == (other.width, other.height, len(other.strokes)) and all(
        np.array_equal(a.xy, b.xy) for a, b in zip(one.strokes, other.strokes, strict=True)
    )


def _nested(attention: np.ndarray) -> list[list[float]]:
    return np.round(attention.astype(float), 6).tolist()
