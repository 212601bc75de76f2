"""The façade that the page and the command line talk to: encode a drawing, search, adapt a head, explain, keep a profile."""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

import sbir
from sbir.drawing import letterbox, rasterise
from sbir.files import ASSETS
from sbir.gallery.anywhere import gallery_of_folder
from sbir.gallery.build import PICTURE_SIZE, Indexed, build_gallery, lines_or_blank
from sbir.gallery.correspondence import Correspondence, correspondence
from sbir.gallery.fused import FusedExamples, FusedGallery
from sbir.gallery.inverted import keep_index
from sbir.gallery.kinds import Likely, kinds_of, likeliest
from sbir.gallery.nearness import distances, drawing_vectors, gallery_vectors, teach_kinds
from sbir.gallery.own import MAX_OWN, NO_PHOTOS, OwnPhotos, candidates, own_vectors, see_photos, with_own_hits
from sbir.gallery.ranking import ranks
from sbir.gallery.search import Search, open_search
from sbir.gallery.store import FAISS, INDEX, Gallery, open_gallery
from sbir.learn.adapt import Support, adapt, support_loss
from sbir.learn.support import margins_by_category, support_against_gallery
from sbir.margins import Margins
from sbir.model.checkpoint import load_learner, read_checkpoint
from sbir.model.head import Head, centred, detached
from sbir.profile import MAX_PAIRS, Profile, read_profile, write_profile
from sbir.runtime import Backbone, backbone_file
from sbir.session import Adaptation, Query, Session
from sbir.types import DOMAINS, Hit, InputError, Margin, Pair, Retrieval, Sketch, Timing
from sbir.view import View

MODEL, GALLERY = ASSETS / "model", ASSETS / "gallery"
MAX_STEPS = 20
# Distances that are held at a time while ranks are told.
_RANKED_AT_ONCE = 2**21


class Engine:
    """Model and gallery, loaded once and never changed; every method may be called from several threads at once."""

    def __init__(self, backbone: Backbone, model: Path, gallery: Gallery | None, others: Sequence[Gallery] = ()):
        """`others`: galleries of the same things in other domains, named by their folders."""
        checkpoint = read_checkpoint(model)
        if backbone.fingerprint != checkpoint.fingerprint:
            raise InputError(f"{model}: backbone.onnx was exported from another model; run python -m export --model {model}")
        for one in (gallery, *others):
            if one is not None and one.fingerprint != checkpoint.fingerprint:
                raise InputError(
                    f"{one.folder}: this gallery was indexed with another model ({one.fingerprint or 'unknown'}, this one "
                    f"is {checkpoint.fingerprint}); run python -m sbir index again"
                )
        self.backbone, self.checkpoint, self.settings = backbone, checkpoint, checkpoint.adapt
        self.learner = load_learner(model).requires_grad_(False)
        self.galleries = {} if gallery is None else {DOMAINS[0]: gallery} | {other.folder.name: other for other in others}
        self._last: tuple[np.ndarray, Session, Tensor] | None = None

    @classmethod
    def open(cls, model: Path | None = None, gallery: Path | None = None, device: str = "auto", bare: bool = False) -> Engine:
        """Load the shipped model and gallery, or those at the given folders; `bare`: without a gallery, for indexing.

        A `gallery` that is a folder of pictures without an index is indexed into the user's cache, with progress on stderr.
        Galleries in the folders `art` and `cartoon` of a gallery are its other domains; the last, "sketch", is lines traced
        from its photos. `device` is one of `sbir.runtime.DEVICES`. Raises `InputError` that says what is wrong with which
        folder.
        """
        folder = model or MODEL
        read_checkpoint(folder)
        backbone = Backbone(backbone_file(folder, device), device)
        if bare:
            return cls(backbone, folder, None)
        home = (
            GALLERY if gallery is None else gallery_of_folder(gallery, lambda *asked: cls(backbone, folder, None).index(*asked))
        )
        others = [open_gallery(home / domain) for domain in DOMAINS[1:-1] if (home / domain / INDEX).is_file()]
        engine = cls(backbone, folder, open_gallery(home), others)
        for domain, one in engine.galleries.items():
            if one.store == FAISS:
                # What takes a moment in a large gallery: better now than when the first drawing, or pair, waits for it.
                for view in (engine._start.view, engine._on_the_mean):
                    view.search(domain)
        return engine

    @property
    def gallery(self) -> Gallery:
        """The photos that are searched."""
        if DOMAINS[0] not in self.galleries:
            raise InputError("this engine was opened without a gallery")
        return self.galleries[DOMAINS[0]]

    def gallery_of(self, domain: str) -> Gallery:
        """The pictures of a domain that can be searched; `InputError` says which domains there are."""
        if domain == DOMAINS[0]:
            return self.gallery
        if domain not in self.galleries:
            raise InputError(f"there are no pictures of the domain {domain[:40]!r}; there are {', '.join(self.galleries)}")
        return self.galleries[domain]

    @cached_property
    def _start(self) -> Session:
        head = detached(self.learner.head)

        def searched(domain: str, vectors: Tensor) -> Search:
            return open_search(self.galleries[domain], vectors, device=self.backbone.device)

        return Session(head, View(self.learner, head, self.galleries, searched))

    @cached_property
    def _on_the_mean(self) -> View:
        """The galleries for every head that was only aligned and moved on the drawings' side: centred on the photos' mean. Who
        adapts asks the same index as who does not."""
        head = centred(self._start.head, torch.from_numpy(self.gallery.pooled).mean(0))
        search = self._start.view.search
        return View(self.learner, head, self.galleries, lambda domain, vectors: search(domain).over(vectors))

    def _session_of(self, head: Head, pairs: tuple[Pair, ...]) -> Session:
        mean = self._on_the_mean
        shared = pairs and all(torch.equal(getattr(head, n), getattr(mean.head, n)) for n in ("weight", "bias", "centre"))
        return self._with_kinds(Session(head, mean if shared else View(self.learner, head, self.galleries), pairs))

    def session(self, own: OwnPhotos = NO_PHOTOS) -> Session:
        """A new session: the meta-learned head, no pairs; photos of the person's `own` beside the gallery's."""
        return self._with_own(self._start, own)

    def see_photos(self, category: str, pictures: Sequence[tuple[str, np.ndarray]]) -> OwnPhotos:
        """A person's own photos of one category, encoded, out of pictures as (file name, uint8 RGB `[H, W, 3]`)."""
        return see_photos(category, pictures, self.backbone.encode_photos, self.backbone.size)

    def with_photos(self, session: Session, more: OwnPhotos) -> Session:
        """A session with `more` photos of the person's own, under ids that neither the gallery nor they have yet.

        The head stays as it is; a session with pairs may adapt to them again, now that there are other photos not to mean.
        `InputError` where they would be more than are kept.
        """
        if len(session.own) + len(more) > MAX_OWN:
            raise InputError(f"{len(session.own) + len(more)} photos of your own are too many: {MAX_OWN} can be kept")
        return self._with_own(session, session.own.joined(more, self.gallery.index))

    def without_photos(self, session: Session, photos: Sequence[str] | None = None) -> Session:
        """A session without some of the person's own photos, or any of them; `InputError` for one that is not there."""
        return self._with_own(session, NO_PHOTOS if photos is None else session.own.without(photos))

    def _with_own(self, session: Session, own: OwnPhotos) -> Session:
        if own is session.own:
            return session
        with torch.inference_mode():
            embedded = own_vectors(self.learner, session.head, own, self.gallery, session.embedded)
        return self._with_kinds(replace(session, own=own, own_embedded=embedded))

    def _with_kinds(self, session: Session) -> Session:
        """The session with what its pairs say of kinds, as far as the gallery or the own photos have those."""
        shared, own = self.gallery.rows, session.own.rows
        pairs = [pair for pair in session.pairs if pair.category in shared or pair.category in own]
        if not pairs:
            return replace(session, taught=None)
        vectors = [
            session.embedded[shared[pair.category][0]]
            if pair.category in shared
            else session.own_embedded[own[pair.category][0]]
            for pair in pairs
        ]
        drawings = torch.from_numpy(np.stack([pair.feature for pair in pairs]))
        with torch.inference_mode():
            return replace(session, taught=teach_kinds(self.learner, drawings, torch.stack(vectors)))

    def query(self, sketch: Sketch) -> Query:
        """Rasterise and encode a drawing."""
        began = time.perf_counter()
        raster = rasterise(sketch, self.backbone.size)
        drawn = time.perf_counter()
        features = self.backbone.encode(raster[None])
        timing = Timing(raster=_ms(began, drawn), backbone=_ms(drawn, time.perf_counter()))
        return Query(sketch, raster, features.pooled[0], features.attention[0], timing)

    def retrieve(
        self, query: Query, session: Session, top: int = 24, category: str | None = None, domain: str = DOMAINS[0]
    ) -> Retrieval:
        """The `top` nearest pictures of the gallery of `domain`, of one `category` if it is given, by the session's head."""
        gallery = self.gallery_of(domain)
        own = session.own if gallery is self.gallery else NO_PHOTOS
        if category is not None and category not in gallery.rows and category not in own.rows:
            raise InputError(f"there is no category {category[:40]!r}; the gallery has {', '.join(gallery.categories[:40])}")
        began = time.perf_counter()
        with torch.inference_mode():
            embedding = self._vector(query.feature, session)
            embedded = time.perf_counter()
            rows = None if category is None else gallery.rows.get(category, np.arange(0))
            found, far = session.view.search(domain).search(embedding, max(1, top), rows)
        photos = gallery.photos
        hits = tuple(Hit(photos[row].id, photos[row].category, float(away)) for row, away in zip(found, far, strict=True))
        if len(own):
            hits = with_own_hits(hits, own, session.own_embedded, embedding, top, category)
        timing = Timing(query.timing.raster, query.timing.backbone, _ms(began, embedded), _ms(embedded, time.perf_counter()))
        return Retrieval(hits, session.adapted, timing)

    def likely_kinds(self, query: Query, session: Session, top: int = 5, domain: str = DOMAINS[0]) -> tuple[Likely, ...]:
        """The `top` kinds of things that a drawing most likely shows, by the session's head: those of the gallery of `domain`
        and, beside its photos, those of the session's own."""
        gallery = self.gallery_of(domain)
        own = session.own if gallery is self.gallery else NO_PHOTOS
        with torch.inference_mode():
            drawing = self._vector(query.feature, session)
            likely = likeliest(session.view.kinds(domain), drawing, top)
            new = {kind: rows for kind, rows in own.rows.items() if kind not in gallery.rows}
            if new:
                likely += likeliest(kinds_of(session.own_embedded, new), drawing, top)
        return tuple(sorted(likely, key=lambda kind: -kind.likeness)[:top])

    def ranks_of(self, feature: np.ndarray, session: Session, photos: Sequence[str]) -> tuple[int, ...]:
        """Where photos stand for a drawing, its `feature` float32 `[d]`, among all photos and the session's own, by its head.

        1 is the best, ties count against the photo; 0 stands for a photo that is not there.
        """
        if not photos:
            return ()
        with torch.inference_mode():
            return self._ranks(session, self._vector(feature, session)[None], photos)

    def _vector(self, feature: np.ndarray, session: Session) -> Tensor:
        """A drawing's vector `[v]` by the session's head; what is asked of one drawing in turn has it made once."""
        last = self._last
        if last is not None and last[0] is feature and last[1] is session:
            return last[2]
        vector = drawing_vectors(self.learner, session.head, torch.from_numpy(feature), session.taught)
        self._last = feature, session, vector
        return vector

    def pair_ranks(self, session: Session, pairs: Sequence[Pair]) -> tuple[int, ...]:
        """Where each pair's photo stands for its drawing, by the session's head, as `ranks_of` counts."""
        if not pairs:
            return ()
        with torch.inference_mode():
            drawings = torch.from_numpy(np.stack([pair.feature for pair in pairs]))
            vectors = drawing_vectors(self.learner, session.head, drawings, session.taught)
            # A large gallery is gone through once for several drawings, but not for so many that it would fill the memory.
            some = max(1, _RANKED_AT_ONCE // (len(session.embedded) or 1))
            parts = [slice(at, at + some) for at in range(0, len(pairs), some)]
            photos = [pair.photo for pair in pairs]
            return tuple(rank for part in parts for rank in self._ranks(session, vectors[part], photos[part]))

    def domains(self, query: Query, session: Session, category: str | None = None, turn: int = 0) -> FusedExamples:
        """Fuse and Attend on a drawing: one example of its category from each domain, how gates and attention weigh them, and
        a map of where all lie. `category` is that of the session's first hit unless it is given; `turn` asks for the next
        examples.
        """
        if category is None:
            # Own photos have no example in other domains.
            category = self.retrieve(query, replace(session, own=NO_PHOTOS), top=1).ranked[0].category
        return self._fused.fuse(query.feature, category, turn)

    def pair(self, query: Query, photo: str, session: Session | None = None) -> Pair:
        """A personal pair of a drawing and a photo of the gallery, or of the session's own."""
        if session is not None and photo in session.own.index:
            row = session.own.index[photo]
            return Pair(query.sketch, photo, session.own.photos[row].category, query.feature, session.own.features[row])
        row = self.gallery.row(photo)
        return Pair(query.sketch, photo, self.gallery.photos[row].category, query.feature)

    def pair_with_image(self, query: Query, name: str, category: str, image: np.ndarray) -> Pair:
        """A personal pair with a photo that is not in the gallery, uint8 RGB `[H, W, 3]`."""
        features = self.backbone.encode_photos(letterbox(image, self.backbone.size)[None])
        return Pair(query.sketch, name, category, query.feature, features.pooled[0])

    def adapt(self, session: Session, pairs: Sequence[Pair], steps: int | None = None) -> Adaptation:
        """Adapt to `pairs`, always from the meta-learned head, so that their order does not matter and none leaves a trace.

        `session` is the state that "before" is told of, and its own photos are kept; it is not changed. Without pairs the new
        session is a fresh one.
        Raises `InputError` for too many pairs or steps, or a pair whose photo the gallery does not have.
        """
        steps = self.settings.steps if steps is None else steps
        if not 1 <= steps <= MAX_STEPS:
            raise InputError(f"between 1 and {MAX_STEPS} steps can be taken, not {steps}")
        if len(pairs) > MAX_PAIRS:
            raise InputError(f"{len(pairs)} pairs; at most {MAX_PAIRS} can be kept")
        began = time.perf_counter()
        if not pairs:
            return Adaptation(self.session(session.own), 0.0, 0.0, (), (), (), steps, _ms(began, time.perf_counter()))
        start = self._start.head
        adapted, support, margins = self._teach(session, pairs, steps)
        with torch.inference_mode():
            before, after = float(support_loss(start, support, margins)), float(support_loss(adapted.head, support, margins))
        took = _ms(began, time.perf_counter())
        return Adaptation(
            adapted,
            before,
            after,
            self.pair_ranks(session, pairs),
            self.pair_ranks(adapted, pairs),
            tuple(self.margin(adapted, category) for category in sorted({pair.category for pair in pairs})),
            steps,
            took,
        )

    def taught(self, session: Session, pairs: Sequence[Pair]) -> Session:
        """The session that `adapt` makes, where nothing need be told of how it came about: a fraction of the time."""
        return self._teach(session, pairs, self.settings.steps)[0] if pairs else self.session(session.own)

    def _teach(self, session: Session, pairs: Sequence[Pair], steps: int) -> tuple[Session, Support, Tensor]:
        """A session adapted to pairs, and the support and the margins `[k]` that it was adapted with."""
        drawings, photos = self._features(pairs)
        categories = [pair.category for pair in pairs]
        pooled, rows = candidates(self.gallery, session.own, categories)
        # The centre is what the gallery has in common; so one gallery as it is seen from there still serves everybody.
        mean = self._on_the_mean.head.centre
        support = support_against_gallery(drawings, photos, categories, pooled, rows, self.settings.negatives, mean)
        margins = margins_by_category(self.learner, drawings, photos, categories, self.settings)
        head = adapt(self._start.head, support, margins, self.learner.rates, replace(self.settings, steps=steps))
        return self._with_own(self._session_of(head, tuple(pairs)), session.own), support, margins

    def margins(self, session: Session) -> tuple[Margin, ...]:
        """The margin of every category of the gallery, of the session's own photos and of its pairs, by name."""
        kinds = {*self.gallery.rows, *session.own.rows, *(pair.category for pair in session.pairs)}
        return tuple(self.margin(session, kind) for kind in sorted(kinds))

    def margin(self, session: Session, category: str) -> Margin:
        """One category's margin: predicted from the person's pairs where there are any, else from the gallery itself.

        Of a kind that the gallery does not have, without pairs, it is "unlearned": what the gallery's kinds have on average.
        """
        pairs = [pair for pair in session.pairs if pair.category == category]
        return self._margins.predicted(category, *self._features(pairs)) if pairs else self._margins.of_gallery(category)

    def photo_attention(self, photos: Sequence[str], domain: str = DOMAINS[0], session: Session | None = None) -> np.ndarray:
        """Attention maps of a gallery's pictures of the things `photos`, or of the session's own, float32 `[n, h, w]`."""
        gallery, own = self.gallery_of(domain), session.own if session and domain == DOMAINS[0] else NO_PHOTOS
        maps = [
            own.attention[own.index[photo]] if photo in own.index else gallery.attention[gallery.row(photo)] for photo in photos
        ]
        return np.array(maps, np.float32).reshape(-1, *gallery.attention.shape[1:])

    def correspondence(
        self, query: Query, photo: str, sessions: Sequence[Session], domain: str = DOMAINS[0]
    ) -> tuple[Correspondence, ...]:
        """Which part of a drawing answers which part of a domain's picture of the thing `photo`, by each session's head.

        Of a photo of their own the small picture that is kept is looked at. Raises `InputError` for a photo that neither they
        nor the gallery have, or a backbone exported without patches.
        """
        picture = self._whole(photo, sessions, domain)
        seen = self._seen(picture, domain)
        drawing, shown = self.backbone.patches(np.stack([query.raster, picture if seen is None else seen]))
        return tuple(correspondence(session.head, drawing, shown) for session in sessions)

    def photo_seen(self, photo: str, sessions: Sequence[Session], domain: str = DOMAINS[0]) -> np.ndarray | None:
        """A picture as F sees it, without its ground, uint8 RGB `[size, size, 3]`; None where F sees all of it. `InputError`
        as in `correspondence`."""
        return self._seen(self._whole(photo, sessions, domain), domain)

    def _whole(self, photo: str, sessions: Sequence[Session], domain: str) -> np.ndarray:
        own = next((one.own for one in sessions if domain == DOMAINS[0] and photo in one.own.index), None)
        size = self.backbone.size
        return self.photo_image(photo, size, domain) if own is None else own.image(photo, size)

    def _seen(self, picture: np.ndarray, domain: str) -> np.ndarray | None:
        if domain == "sketch":
            return None
        [seen] = self.backbone.lifted(picture[None])
        return None if np.array_equal(seen, picture) else seen

    def photo_image(self, photo: str, size: int = 224, domain: str = DOMAINS[0]) -> np.ndarray:
        """A gallery's picture of the thing `photo` in a domain, uint8 RGB `[size, size, 3]`; as "sketch" its traced lines."""
        if domain != "sketch":
            return self.gallery_of(domain).image(photo, size)
        return lines_or_blank(self.gallery.image(photo, PICTURE_SIZE), size)

    def save_profile(self, session: Session, path: Path) -> None:
        """Write the session as a style profile (safetensors), whole or not at all."""
        values = {margin.category: margin.value for margin in self.margins(session) if margin.source == "your pairs"}
        profile = Profile(self.checkpoint.fingerprint, session.head, session.pairs, values, session.own)
        write_profile(path, profile, self._start.head)

    def load_profile(self, path: Path) -> Session:
        """A session from a style profile; `InputError` for anything else, or a profile made with another model."""
        grid = self.gallery.attention.shape[1:]
        profile = read_profile(path, self._start.head, grid)
        if profile.fingerprint != self.checkpoint.fingerprint:
            raise InputError(
                f"{path.name}: this profile was made with another model ({profile.fingerprint[:16]}; this one is "
                f"{self.checkpoint.fingerprint})"
            )
        # A photo that another gallery had no name like may have to be called otherwise beside this one.
        own, changed = profile.own.renamed(self.gallery.index)
        pairs = tuple(replace(pair, photo=changed.get(pair.photo, pair.photo)) for pair in profile.pairs)
        return self._with_own(self._session_of(profile.head, pairs), own)

    def index(self, folder: Path, out: Path, progress: bool = True, store: str | None = None) -> Indexed:
        """Index a folder of pictures into a gallery folder; `store` is "exact", "faiss" or, by the gallery's size, None."""
        done = build_gallery(folder, out, self.backbone, self.checkpoint.fingerprint, progress, store)
        if done.gallery.store == FAISS:
            gallery, head = done.gallery, detached(self.learner.head)
            with torch.inference_mode():
                vectors = gallery_vectors(self.learner, head, torch.from_numpy(gallery.pooled), gallery.rows)
            keep_index(gallery, vectors.numpy(), progress)
        return done

    def info(self) -> dict[str, Any]:
        """What this run consists of, as JSON values."""
        gallery = self.galleries.get(DOMAINS[0])
        return {
            "version": sbir.__version__,
            "provider": self.backbone.provider,
            "fallback": self.backbone.fallback,
            "precision": self.backbone.precision,
            "threads": self.backbone.threads,
            "head": "torch on the CPU",
            "search": self.backbone.device,
            "model": {
                "fingerprint": self.checkpoint.fingerprint,
                "backbone": self.checkpoint.model.backbone,
                "size": self.checkpoint.model.size,
                "features": self.checkpoint.features,
                "width": self.checkpoint.model.width,
            },
            "gallery": None
            if gallery is None
            else {
                "photos": len(gallery.photos),
                "store": gallery.store,
                "categories": len(gallery.categories),
                "domains": list(self.galleries),
                "names": list(gallery.categories),
            },
            "versions": {name: _version(name) for name in ("torch", "onnxruntime", "gradio", "numpy", "cv2")},
            "python": platform.python_version(),
        }

    @cached_property
    def _margins(self) -> Margins:
        return Margins(self.learner, self.gallery)

    @cached_property
    def _fused(self) -> FusedGallery:
        return FusedGallery(self.learner, {DOMAINS[0]: self.gallery} | self.galleries)

    def _features(self, pairs: Sequence[Pair]) -> tuple[Tensor, Tensor]:
        drawings = torch.from_numpy(np.stack([pair.feature for pair in pairs]))
        photos = [
            self.gallery.pooled[self.gallery.row(pair.photo)] if pair.photo_feature is None else pair.photo_feature
            for pair in pairs
        ]
        return drawings, torch.from_numpy(np.stack(photos))

    def _ranks(self, session: Session, vectors: Tensor, photos: Sequence[str]) -> tuple[int, ...]:
        """Where each photo stands for its drawing's vector `[n, v]`, or all of them for a single one's `[1, v]`."""
        rows = [self._row(session, photo) for photo in photos]
        known = [at for at, row in enumerate(rows) if row is not None]
        if not known:
            return (0,) * len(rows)
        far = distances(vectors, session.embedded)
        if len(session.own):
            far = np.concatenate([far, distances(vectors, session.own_embedded)], axis=1)
        asked = np.broadcast_to(far, (len(rows), far.shape[1]))[known]
        found = dict(zip(known, ranks(asked, np.array([rows[at] for at in known])).tolist(), strict=True))
        return tuple(found.get(at, 0) for at in range(len(rows)))

    def _row(self, session: Session, photo: str) -> int | None:
        """Where a photo stands among the gallery's and, after them, the session's own."""
        mine = session.own.index.get(photo)
        return self.gallery.index.get(photo, None if mine is None else len(self.gallery.photos) + mine)


def _ms(began: float, ended: float) -> float:
    return (ended - began) * 1000


def _version(package: str) -> str:
    module = sys.modules.get(package)
    return str(getattr(module, "__version__", "not loaded"))
