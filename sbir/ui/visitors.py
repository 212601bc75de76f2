"""Who is on the page: one `Visitor` for each open browser tab, kept apart from every other and bounded in number."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import numpy as np

from sbir.drawing import sketch_from_value
from sbir.engine import Engine
from sbir.session import Adaptation, Query, Session
from sbir.types import Pair, Sketch

MAX_VISITORS = 256
REMEMBERED_LATENCIES = 512


@dataclass(frozen=True)
class Personal:
    """What a visitor has taught: the session, what adapting it did, and of each pair its photo's rank in the whole gallery
    by the meta-learned head and by the visitor's own (0 where the gallery has no such photo)."""

    session: Session
    adaptation: Adaptation | None = None
    ranks: tuple[tuple[int, int], ...] = ()


# What to come back to: pairs alone, where adapting to them makes the head again; all of it, where it came from a file.
Kept = Personal | tuple[Pair, ...]


@dataclass(frozen=True)
class Replaced:
    """All that a loaded profile took the place of, photos of one's own too."""

    personal: Personal


@dataclass
class Visitor:
    """What the server remembers of one open page.

    `personal` is a value that is replaced as a whole; whoever replaces it holds `lock`, so that two quick clicks cannot
    lose a pair. `undone` is what the last removal took away, or a profile replaced; `aside` what waits while the visitor is
    somebody else. `latencies` are milliseconds of the last answers.
    """

    personal: Personal
    last_query: Query | None = None
    undone: Kept | Replaced | None = None
    aside: Kept | None = None
    latencies: deque[float] = field(default_factory=lambda: deque(maxlen=REMEMBERED_LATENCIES))
    lock: Lock = field(default_factory=Lock)

    def query(self, engine: Engine, value: Any) -> Query:
        """A drawing as a canvas says it, encoded; `InputError` says what is wrong with it."""
        sketch = sketch_from_value(value)
        last = self.last_query
        # After each pair, and for its attention, the same drawing comes again: the backbone need not run twice.
        if last is not None and _same(last.sketch, sketch):
            return last
        query = self.last_query = engine.query(sketch)
        return query


class Visitors:
    """Visitors by gradio's session hash; the one unseen for longest leaves when a new one would be too many."""

    def __init__(self, new_session: Callable[[], Session], capacity: int = MAX_VISITORS) -> None:
        self._new_session = new_session
        self._capacity = capacity
        self._visitors: OrderedDict[str, Visitor] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._visitors)

    def of(self, key: str) -> Visitor:
        """The visitor of this session hash, greeted with an unadapted session where it is new."""
        with self._lock:
            visitor = self._visitors.get(key)
            if visitor is None:
                visitor = self._visitors[key] = Visitor(Personal(self._new_session()))
                while len(self._visitors) > self._capacity:
                    self._visitors.popitem(last=False)
            self._visitors.move_to_end(key)
            return visitor

    def forget(self, key: str) -> None:
        """Free what is remembered of a page that was closed."""
        with self._lock:
            self._visitors.pop(key, None)


def _same(one: Sketch, other: Sketch) -> bool:
    return (one.width, one.height, len(one.strokes)) == (other.width, other.height, len(other.strokes)) and all(
        np.array_equal(a.xy, b.xy) for a, b in zip(one.strokes, other.strokes, strict=True)
    )
