"""An engine small enough to reason about: a drawing's feature is its raster at 12 x 12, a photo's is that of its shape.

It keeps the contract of `sbir.engine.Engine` that the page relies on, without a network or files.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from sbir.drawing import rasterise, sketch_from_value, sketch_to_value
from sbir.gallery.correspondence import Correspondence
from sbir.gallery.fused import Example, FusedExamples, Spot
from sbir.gallery.kinds import Likely
from sbir.gallery.own import NO_PHOTOS, OwnPhotos
from sbir.session import Adaptation, Query
from sbir.types import Hit, InputError, Margin, Pair, Photo, Retrieval, Sketch, Timing

CATEGORIES = ("box", "disc", "wedge")
PER_CATEGORY = {"photo": 6, "art": 4, "cartoon": 2}
SIDE = 12


@dataclass(frozen=True)
class Session:
    """Every pair pulls queries like its drawing towards its photo."""

    pairs: tuple[Pair, ...] = ()
    own: OwnPhotos = NO_PHOTOS

    @property
    def adapted(self) -> bool:
        return bool(self.pairs)


class Gallery:
    def __init__(self, domain: str = "photo") -> None:
        self.photos = tuple(Photo(f"{c}/{i:03d}", c) for c in CATEGORIES for i in range(PER_CATEGORY[domain]))
        self.sources = tuple(photo.id for photo in self.photos)
        self.categories = CATEGORIES
        self.index = {photo.id: row for row, photo in enumerate(self.photos)}
        self.images = [picture(photo.category, int(photo.id[-3:]), domain) for photo in self.photos]
        self.features = np.stack([feature(cv2.Canny(cv2.cvtColor(i, cv2.COLOR_RGB2GRAY), 40, 90)) for i in self.images])


class StandIn:
    def __init__(self) -> None:
        self.galleries = {domain: Gallery(domain) for domain in PER_CATEGORY}
        self.gallery = self.galleries["photo"]

    def gallery_of(self, domain: str) -> Gallery:
        if domain not in self.galleries:
            raise InputError(f"there are no pictures of the domain {domain[:40]!r}; there are {', '.join(self.galleries)}")
        return self.galleries[domain]

    def session(self, own: OwnPhotos = NO_PHOTOS) -> Session:
        return Session(own=own)

    def with_photos(self, session: Session, more: OwnPhotos) -> Session:
        assert not more.photos
        return session

    def query(self, sketch: Sketch) -> Query:
        raster = rasterise(sketch)
        ink = 255 - raster[..., 0]
        attention = cv2.resize(ink, (7, 7), interpolation=cv2.INTER_AREA).astype(np.float32) + 1
        return Query(sketch, raster, feature(ink), attention / attention.sum(), Timing(raster=1.0, backbone=2.0))

    def retrieve(
        self, query: Query, session: Session, top: int = 24, category: str | None = None, domain: str = "photo"
    ) -> Retrieval:
        distances = self._distances(query.feature, session, domain)
        photos = self.gallery_of(domain).photos
        order = [row for row in np.argsort(distances, kind="stable") if category in (None, photos[row].category)]
        if not order:
            raise InputError(f"there is no category {category!r}; the gallery has {', '.join(CATEGORIES)}")
        hits = tuple(Hit(photos[row].id, photos[row].category, float(distances[row])) for row in order[:top])
        return Retrieval(hits, session.adapted, query.timing)

    def likely_kinds(self, query: Query, session: Session, top: int = 5, domain: str = "photo") -> tuple[Likely, ...]:
        first: dict[str, Likely] = {}
        for hit in self.retrieve(query, session, 99, domain=domain).ranked:
            first.setdefault(hit.category, Likely(hit.category, -hit.distance))
        return tuple(first.values())[:top]

    def domains(self, query: Query, session: Session, category: str | None = None, turn: int = 0) -> FusedExamples:
        if category is None:
            category = self.retrieve(query, session, 1).ranked[0].category
        examples = []
        for domain in self.galleries:
            ranked = self.retrieve(query, Session(), 99, category, domain).ranked
            hit = ranked[turn % len(ranked)]
            examples.append(Example(domain, hit.photo, 0.5, 1 / 3, hit.distance))
        others = [other for other in CATEGORIES if other != category]
        spots = [
            Spot(CATEGORIES.index(photo.category) - 1.0, i / 18, domain, photo.category, photo.id)
            for domain, gallery in self.galleries.items()
            for i, photo in enumerate(gallery.photos)
        ]
        return FusedExamples(category, tuple(examples), 0.25, (category, *others), tuple(spots), (0.1, 0.2), (0.3, 0.4))

    def pair(self, query: Query, photo: str, session: Session | None = None) -> Pair:
        if photo not in self.gallery.index:
            raise InputError(f"photo {photo!r} is not in this gallery (3 categories, 18 photos)")
        return Pair(query.sketch, photo, photo.split("/")[0], query.feature)

    def adapt(self, session: Session, pairs: tuple[Pair, ...], steps: int | None = None) -> Adaptation:
        new = Session(tuple(pairs))
        own = {pair.category for pair in pairs}
        margins = tuple(margin for margin in self.margins(new) if margin.category in own)
        return Adaptation(new, 0.4, 0.1, self.pair_ranks(session, pairs), self.pair_ranks(new, pairs), margins, steps or 1, 1.5)

    def taught(self, session: Session, pairs: Sequence[Pair]) -> Session:
        return self.adapt(session, tuple(pairs)).session

    def ranks_of(self, feature: np.ndarray, session: Session, photos: Sequence[str]) -> tuple[int, ...]:
        distances, index = self._distances(feature, session), self.gallery.index
        return tuple(int((distances <= distances[index[one]]).sum()) if one in index else 0 for one in photos)

    def pair_ranks(self, session: Session, pairs: Sequence[Pair]) -> tuple[int, ...]:
        return tuple(self.ranks_of(pair.feature, session, [pair.photo])[0] for pair in pairs)

    def margin(self, session: Session, category: str) -> Margin:
        return next(margin for margin in self.margins(session) if margin.category == category)

    def margins(self, session: Session) -> tuple[Margin, ...]:
        counts = {c: sum(pair.category == c for pair in session.pairs) for c in CATEGORIES}
        return tuple(
            Margin(c, 0.3 - 0.05 * n, (0.2 - 0.05 * n, 0.4), "your pairs" if n else "gallery", n) for c, n in counts.items()
        )

    def photo_attention(self, photos: list[str], domain: str = "photo", session: Session | None = None) -> np.ndarray:
        return np.full((len(photos), 7, 7), 1 / 49, np.float32)

    def correspondence(
        self, query: Query, photo: str, sessions: Sequence[Session], domain: str = "photo"
    ) -> tuple[Correspondence, ...]:
        gallery = self.gallery_of(domain)
        if photo not in gallery.index:
            raise InputError(f"photo {photo[:80]!r} is not in this gallery (3 categories, 18 photos)")
        values = np.einsum("ij,kl->ijkl", query.attention, np.full((7, 7), 1 / 49, np.float32))
        return tuple(Correspondence(values / (1 + len(one.pairs)), 1 / (1 + len(one.pairs))) for one in sessions)

    def photo_seen(self, photo: str, sessions: Sequence[Session], domain: str = "photo") -> np.ndarray | None:
        return None if domain == "photo" else np.full((192, 192, 3), 255, np.uint8)

    def photo_image(self, photo: str, size: int = 224, domain: str = "photo") -> np.ndarray:
        gallery = self.gallery if domain == "sketch" else self.gallery_of(domain)
        image = cv2.resize(gallery.images[gallery.index[photo]], (size, size))
        return 255 - cv2.Canny(image, 40, 90)[..., None].repeat(3, 2) if domain == "sketch" else image

    def save_profile(self, session: Session, path: Path) -> None:
        path.write_text(json.dumps([[sketch_to_value(pair.sketch), pair.photo] for pair in session.pairs]))

    def load_profile(self, path: Path) -> Session:
        try:
            pairs = json.loads(path.read_bytes())
        except ValueError:
            raise InputError(f"{path.name}: not a style profile") from None
        return Session(tuple(self.pair(self.query(sketch_from_value(s)), photo) for s, photo in pairs))

    def info(self) -> dict:
        return {"provider": "StandIn", "fallback": None}

    def _distances(self, drawing: np.ndarray, session: Session, domain: str = "photo") -> np.ndarray:
        pull = sum(
            (max(0.0, float(p.feature @ drawing)) * self.gallery.features[self.gallery.index[p.photo]] for p in session.pairs),
            start=np.zeros_like(drawing),
        )
        towards = drawing + pull
        return np.linalg.norm(self.gallery_of(domain).features - towards / np.linalg.norm(towards), axis=1)


class Caller:
    """A request of the page with this session hash."""

    def __init__(self, key: str) -> None:
        self.key = key

    async def json(self) -> dict:
        return {"session_hash": self.key}


def feature(ink: np.ndarray) -> np.ndarray:
    """Blurred ink, uint8 `[H, W]`, at 12 x 12, of length 1."""
    small = cv2.resize(cv2.GaussianBlur(ink.astype(np.float32), (0, 0), 5), (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return small.ravel() / np.linalg.norm(small)


GROUND = {"photo": 225, "art": 160, "cartoon": 250}


def picture(category: str, number: int, domain: str = "photo") -> np.ndarray:
    """A filled shape on a ground that is the domain's, each `number` a little wider than the last."""
    image = np.full((224, 224, 3), GROUND[domain], np.uint8)
    half = 40 + 10 * number
    if category == "box":
        cv2.rectangle(image, (112 - half, 30), (112 + half, 194), (60, 80, 160), -1)
    elif category == "disc":
        cv2.ellipse(image, (112, 112), (half, 82), 0, 0, 360, (160, 70, 60), -1)
    else:
        cv2.fillPoly(image, [np.array([(112, 30), (112 + half, 194), (112 - half, 194)])], (60, 130, 80))
    return image
