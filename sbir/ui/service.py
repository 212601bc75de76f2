"""What the page and the endpoints can ask of the engine on behalf of one visitor. Plain calls; no gradio here."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from sbir.engine import Engine
from sbir.gallery.fused import FusedExamples
from sbir.session import Query
from sbir.types import DOMAINS
from sbir.ui import replies
from sbir.ui.examples import Examples
from sbir.ui.heat import data_uri, overlay
from sbir.ui.teaching import Teaching
from sbir.ui.visitors import Visitors

# Kinds that the page offers beside what it found.
KINDS = 5


class Service:
    """The engine and the visitors that use it. Every method takes a visitor's key and may run in any thread."""

    def __init__(self, engine: Engine, visitors: Visitors | None = None, examples: Examples | None = None) -> None:
        self.engine = engine
        self.visitors = visitors or Visitors(engine.session)
        self.teaching = Teaching(engine, self.visitors, examples or Examples(engine))
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
        """The page's answer to a drawing: rows of the domain's gallery and distances, nearest first; and `kinds`, names of
        what it may show.

        `watched` has the rank of each photo of `watch` among all photos, `unadapted` that by the head that nobody has adapted;
        `plain` has all ranked by that one.
        """
        start = time.perf_counter()
        visitor = self.visitors.of(key)
        query, session = visitor.query(self.engine, sketch), visitor.personal.session
        by = self.engine.session(session.own) if plain else session
        retrieval = self.engine.retrieve(query, by, top, category or None, domain)
        likely = self.engine.likely_kinds(query, by, KINDS, domain)
        watched = unadapted = self.engine.ranks_of(query.feature, by, watch)
        if by.adapted:
            unadapted = self.engine.ranks_of(query.feature, self.engine.session(session.own), watch)
        visitor.latencies.append((time.perf_counter() - start) * 1e3)
        index = self.engine.gallery_of(domain).index
        return {
            "domain": domain,
            # Own photos have no row in a gallery that all share: they go by their ids.
            "rows": [index.get(hit.photo, hit.photo) for hit in retrieval.ranked],
            "own": len(session.own),
            "distances": [round(hit.distance, 3) for hit in retrieval.ranked],
            "kinds": [kind.name for kind in likely],
            "watched": dict(zip(watch, watched, strict=True)),
            "unadapted": dict(zip(watch, unadapted, strict=True)),
            "adapted": session.adapted,
            "ms": replies.timing_json(retrieval.timing),
        }

    def retrieve(self, key: str, sketch: Any, top: int, category: str | None, domain: str = DOMAINS[0]) -> dict[str, Any]:
        """The endpoint's answer to a drawing, in the form that the command line prints."""
        visitor = self.visitors.of(key)
        query = visitor.query(self.engine, sketch)
        retrieval = self.engine.retrieve(query, visitor.personal.session, top, category or None, domain)
        return replies.hits_json(retrieval, self.provider)

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
        query, session = visitor.query(self.engine, sketch), visitor.personal.session
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
        pairs, by their own; with the picture as the network saw it, where that is without its ground."""
        visitor = self.visitors.of(key)
        query, own = visitor.query(self.engine, sketch), visitor.personal.session
        heads = [self.engine.session(), own] if own.pairs else [own]
        found = [replies.correspondence_json(one) for one in self.engine.correspondence(query, photo, heads, domain)]
        seen = self.engine.photo_seen(photo, heads, domain)
        return {
            "photo": photo,
            "raster": data_uri(query.raster),
            "seen": None if seen is None else data_uri(seen),
            "before": found[0],
            "with": found[1] if own.pairs else None,
        }

    def attention(self, key: str, sketch: Any, photo: str | None = None) -> dict[str, Any]:
        """The endpoint's attention: the map over the drawing as nested lists, and as a picture; with a `photo`, also which
        part of the drawing answers which part of it, by the visitor's head."""
        visitor = self.visitors.of(key)
        query = visitor.query(self.engine, sketch)
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

    def _fuse(self, key: str, sketch: Any, category: str | None, turn: int) -> tuple[Query, FusedExamples]:
        visitor = self.visitors.of(key)
        query = visitor.query(self.engine, sketch)
        return query, self.engine.domains(query, visitor.personal.session, category or None, turn)


def _nested(attention: np.ndarray) -> list[list[float]]:
    return np.round(attention.astype(float), 6).tolist()
