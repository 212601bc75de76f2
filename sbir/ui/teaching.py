"""What a visitor teaches: pairs, photos of their own, style profiles, and being somebody else for a moment."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sbir.drawing import sketch_from_value, sketch_to_value
from sbir.engine import Engine
from sbir.gallery.own import admitted, read_pictures
from sbir.lessons import growth, leave_one_out, moved
from sbir.session import Adaptation, Session
from sbir.types import InputError, Margin, Pair
from sbir.ui import replies
from sbir.ui.asks import decoded
from sbir.ui.examples import Examples
from sbir.ui.visitors import Kept, Personal, Replaced, Visitor, Visitors

MAX_PAIRS = 32
PROFILE_NAME = "inkling-profile.safetensors"


class Teaching:
    """Everything that gives a visitor another head, or tells of the one they have. Any method may run in any thread."""

    def __init__(self, engine: Engine, visitors: Visitors, examples: Examples) -> None:
        self.engine = engine
        self.visitors = visitors
        self.examples = examples

    def mean(self, key: str, sketch: Any, photo: str) -> dict[str, Any]:
        """Add the personal pair (drawing, photo), adapt, and say what that moved."""
        visitor = self.visitors.of(key)
        with visitor.lock:
            query, session = visitor.query(self.engine, sketch), visitor.personal.session
            pair, pairs = self.engine.pair(query, photo, session), session.pairs
            if replies.pair_key(pair) in map(replies.pair_key, pairs):
                raise InputError(f"this drawing already stands for {photo}")
            if len(pairs) >= MAX_PAIRS:
                raise InputError(f"{MAX_PAIRS} personal pairs is the most kept here: remove one before adding another")
            [rank_before] = self.engine.pair_ranks(session, [pair])
            margin_before = self.engine.margin(session, pair.category)
            adaptation = self._adapt(visitor, [*pairs, pair])
            visitor.undone = None
        note = {
            "photo": pair.photo,
            "category": pair.category,
            "rank_before": rank_before,
            "rank_after": adaptation.ranks_after[-1],
            "margin_before": _value(margin_before),
            "margin_after": _value(next(one for one in adaptation.margins if one.category == pair.category)),
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
        """Bring back the pairs that the last `forget` or `reset` took, or all that `load_profile` took the place of, if nothing
        was taught since; then with the "pictures" of own photos."""
        visitor = self.visitors.of(key)
        with visitor.lock:
            if visitor.undone is None:
                raise InputError("there is nothing to bring back any more")
            undone, visitor.undone = visitor.undone, None
            if isinstance(undone, Replaced):
                visitor.personal = undone.personal
                return self.personal(key) | {"pictures": replies.pictures_json(undone.personal.session.own)}
            self._back(visitor, undone)
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

    def save_profile(self, key: str, path: Path) -> None:
        """Write the visitor's style profile."""
        session = self.visitors.of(key).personal.session
        if not session.pairs and not len(session.own):
            raise InputError("there is nothing to save yet: make a personal pair, or add photos of your own, first")
        self.engine.save_profile(session, path)

    def load_profile(self, key: str, path: Path) -> dict[str, Any]:
        """Replace the visitor's pairs and head by a saved profile, until `undo`; on a bad file everything stays as it was."""
        session = self.engine.load_profile(path)
        for pair in session.pairs:
            if pair.photo_feature is None and pair.photo not in self.engine.gallery.index:
                raise InputError(f"{path.name}: a pair of this profile means {pair.photo}, which is not in this gallery")
        visitor = self.visitors.of(key)
        with visitor.lock:
            before = visitor.personal
            # A profile without photos says nothing of those that are here.
            if not len(session.own):
                session = self.engine.with_photos(session, before.session.own)
            visitor.personal = Personal(session, ranks=self._ranks(session))
            visitor.undone = Replaced(before)
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
        if isinstance(visitor.undone, Replaced):
            visitor.undone = None
        if now.adaptation is None and len(pairs) == len(now.session.pairs):
            # Nothing was learned, or a head came from a file: it stays as it is.
            visitor.personal = Personal(session, ranks=self._ranks(session))
        else:
            visitor.personal = replace(now, session=session)
            self._adapt(visitor, pairs)

    def _ranks(self, session: Session) -> tuple[tuple[int, int], ...]:
        """The ranks of a session's pairs by the meta-learned head and by its own, which may come from anywhere."""
        pairs = session.pairs
        start = self.engine.session(session.own)
        return tuple(zip(self.engine.pair_ranks(start, pairs), self.engine.pair_ranks(session, pairs), strict=True))


def _kept(now: Personal) -> Kept:
    return now if now.session.pairs and now.adaptation is None else now.session.pairs


def _personal_of(adaptation: Adaptation) -> Personal:
    return Personal(adaptation.session, adaptation, tuple(zip(adaptation.ranks_before, adaptation.ranks_after, strict=True)))


def _value(margin: Margin) -> float | None:
    """A margin, where it was learned from anything of this kind."""
    return None if margin.source == "unlearned" else round(margin.value, 4)
