"""A new kind of thing out of a person's own photos: is it found among the gallery's kinds, and with how many pairs?

For each kind that Sketchy's unseen categories and Quick, Draw! share and the gallery lacks: eight photos of it are added as a
visitor's own, up to five doodles of it are given as pairs, each with the own photo that comes first for it, and its other
doodles are searched in everything, by the engine that the page runs on. Doodles of the gallery's own kinds tell what that costs
them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sbir.data.names import thing
from sbir.data.quickdraw import Drawn, read_quickdraw
from sbir.data.sources import read_source
from sbir.engine import Engine
from sbir.evaluate.run import bootstrap, compared
from sbir.gallery.own import READ_SIDE
from sbir.images import read_image
from sbir.session import Query, Session

PHOTOS, SUPPORT, FEWEST = 8, 5, 8
PAIRS = (0, 1, 3, 5)


def measure() -> dict[str, Any]:
    """A row a number of pairs: how often a photo of the new kind came first, and how often one was among the first ten; and how
    often the right kind came first for doodles of the gallery's kinds."""
    engine, asked = Engine.open(), read_quickdraw("test")
    known = {thing(category) for category in engine.gallery.categories}
    others = _doodles(engine, asked, known)
    first: dict[int, list[np.ndarray]] = {k: [] for k in PAIRS}
    kept: dict[int, list[np.ndarray]] = {k: [] for k in PAIRS}
    kinds: list[str] = []
    for kind, photos in _new_kinds(known).items():
        doodles = [query for query, _ in _doodles(engine, asked, {kind})]
        if len(doodles) < FEWEST:
            continue
        order = np.random.default_rng(0).permutation(len(doodles))
        pairs, queries = [doodles[i] for i in order[:SUPPORT]], [doodles[i] for i in order[SUPPORT:]]
        own = engine.with_photos(engine.session(), engine.see_photos(kind, photos))
        kinds += [kind] * len(queries)
        for k in PAIRS:
            session = engine.taught(own, [engine.pair(query, _nearest(engine, own, query), own) for query in pairs[:k]])
            session = session if k else own
            first[k].append(np.array([_rank(engine, session, query) for query in queries]))
            kept[k].append(np.array([thing(_top(engine, session, query)) == name for query, name in others]))
    found, stayed = ({k: np.concatenate(parts) for k, parts in of.items()} for of in (first, kept))
    rows = [_row(k, found, stayed, len(others)) for k in PAIRS]
    return {"command": "python -m benchmarks own", "kinds": sorted(set(kinds)), "photos": PHOTOS, "rows": rows}


def _row(k: int, found: dict[int, np.ndarray], stayed: dict[int, np.ndarray], others: int) -> dict[str, Any]:
    queries, rank = np.arange(len(found[k])), found[k]
    # The same doodles are asked beside each new kind.
    asked = np.arange(len(stayed[k])) % others
    right, was = (np.where(one, 1, 2) for one in (stayed[k], stayed[0]))
    return {
        "k": k,
        "first": round(float((rank == 1).mean()), 4),
        "ci95": bootstrap(queries, rank == 1),
        "among ten": round(float((rank <= 10).mean()), 4),
        "against": compared(queries, rank, found[0]),
        "others": {"first": round(float(stayed[k].mean()), 4), "against": compared(asked, right, was)},
        "drawings": len(rank),
    }


def _new_kinds(known: set[str]) -> dict[str, list[tuple[str, np.ndarray]]]:
    """Some photos of each of Sketchy's unseen categories that the gallery lacks, as (file name, uint8 RGB `[H, W, 3]`)."""
    new: dict[str, list[tuple[str, np.ndarray]]] = {}
    for photo in read_source("sketchy-test").photos:
        kind = thing(photo.category)
        if kind not in known and len(new.setdefault(kind, [])) < PHOTOS:
            new[kind].append((photo.path.name, read_image(photo.path, READ_SIDE)))
    return new


def _doodles(engine: Engine, asked: Drawn, kinds: set[str]) -> Sequence[tuple[Query, str]]:
    """Doodles of some kinds, encoded, and the kind of each."""
    wanted = [
        (sketch, thing(name)) for sketch, name in zip(asked.sketches, asked.categories, strict=True) if thing(name) in kinds
    ]
    return [(engine.query(sketch), kind) for sketch, kind in wanted]


def _nearest(engine: Engine, session: Session, query: Query) -> str:
    photos = [photo.id for photo in session.own.photos]
    return photos[int(np.argmin(engine.ranks_of(query.feature, session, photos)))]


def _rank(engine: Engine, session: Session, query: Query) -> int:
    """The rank of the first photo of the person's own."""
    return min(engine.ranks_of(query.feature, session, [photo.id for photo in session.own.photos]))


def _top(engine: Engine, session: Session, query: Query) -> str:
    return engine.retrieve(query, session, 1).ranked[0].category
