"""The façade that the page and the command line talk to: encode a drawing, search, adapt a head, explain, keep a profile."""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

import sbir
from sbir.drawing import letterbox, rasterise
from sbir.files import ASSETS
from sbir.gallery.build import PICTURE_SIZE, Indexed, build_gallery, lines_or_blank
from sbir.gallery.fused import FusedExamples, FusedGallery
from sbir.gallery.ranking import ranks
from sbir.gallery.store import INDEX, Gallery, open_gallery
from sbir.learn.adapt import adapt, support_loss
from sbir.learn.support import margins_by_category, support_against_gallery
from sbir.model.checkpoint import load_learner, read_checkpoint
from sbir.model.head import Head, centred, detached, embed_drawings, embed_photos
from sbir.profile import MAX_PAIRS, Profile, read_profile, write_profile
from sbir.runtime import Backbone
from sbir.types import DOMAINS, Hit, InputError, Margin, Pair, Retrieval, Sketch, Timing

MODEL, GALLERY = ASSETS / "model", ASSETS / "gallery"
MAX_STEPS = 20
_RESAMPLES = 24
_BUILT_IN_SUPPORT = 10


@dataclass(frozen=True)
class Query:
    """A drawing, encoded: `raster` uint8 `[size, size, 3]`, `feature` float32 `[d]`, `attention` float32 `[h, w]`."""

    sketch: Sketch
    raster: np.ndarray
    feature: np.ndarray
    attention: np.ndarray
    timing: Timing


@dataclass(frozen=True)
class Session:
    """One person's state, a value: their head, the gallery in its embedding `[g, m]`, and the pairs that made it."""

    head: Head
    embedded: Tensor
    pairs: tuple[Pair, ...] = ()

    @property
    def adapted(self) -> bool:
        """Whether any pair has moved the head."""
        return bool(self.pairs)


@dataclass(frozen=True)
class Adaptation:
    """What adapting did: a new session, the support's loss and the rank of each pair's photo before and after.

    Ranks are within the whole gallery; 0 for a pair whose photo is not in it. `margins` are those of the pairs' categories.
    `ms` is what the inner loop and re-embedding the gallery took, in milliseconds.
    """

    session: Session
    loss_before: float
    loss_after: float
    ranks_before: tuple[int, ...]
    ranks_after: tuple[int, ...]
    margins: tuple[Margin, ...]
    steps: int
    ms: float


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

    @classmethod
    def open(cls, model: Path | None = None, gallery: Path | None = None, device: str = "auto", bare: bool = False) -> Engine:
        """Load the shipped model and gallery, or those at the given folders; `bare`: without a gallery, for indexing.

        Galleries in the folders `art` and `cartoon` of a gallery are its other domains; the last, "sketch", is lines traced
        from its photos. `device` is "auto", "cpu" or "cuda". Raises `InputError` that says what is wrong with which folder.
        """
        folder = model or MODEL
        read_checkpoint(folder)
        backbone = Backbone(folder / "backbone.onnx", device)
        if bare:
            return cls(backbone, folder, None)
        home = gallery or GALLERY
        others = [open_gallery(home / domain) for domain in DOMAINS[1:-1] if (home / domain / INDEX).is_file()]
        return cls(backbone, folder, open_gallery(home), others)

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
    def _pooled(self) -> Tensor:
        return torch.from_numpy(self.gallery.pooled)

    @cached_property
    def _start(self) -> Session:
        head = detached(self.learner.head)
        with torch.inference_mode():
            return Session(head, embed_photos(head, self._pooled))

    @cached_property
    def _on_the_mean(self) -> tuple[Tensor, Tensor]:
        """The gallery's mean `[d]`, and the gallery `[g, m]` as every head embeds it that was only aligned and moved on the
        drawings' side: one tensor for all who adapt."""
        head = centred(self._start.head, self._pooled.mean(0))
        return head.centre, embed_photos(head, self._pooled)

    def _session_of(self, head: Head, pairs: tuple[Pair, ...]) -> Session:
        with torch.inference_mode():
            shared = pairs and torch.equal(head.weight, self._start.head.weight) and not head.bias.any()
            if shared and torch.equal(head.centre, self._on_the_mean[0]):
                return Session(head, self._on_the_mean[1], pairs)
            return Session(head, embed_photos(head, self._pooled), pairs)

    def session(self) -> Session:
        """A new session: the meta-learned head, no pairs."""
        return self._start

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
        if category is not None and category not in gallery.rows:
            raise InputError(f"there is no category {category[:40]!r}; the gallery has {', '.join(gallery.categories[:40])}")
        began = time.perf_counter()
        with torch.inference_mode():
            embedding = embed_drawings(session.head, torch.from_numpy(query.feature))
            embedded = time.perf_counter()
            # Only photos, which most people search, are kept embedded by every session's head.
            embedded_gallery = session.embedded if gallery is self.gallery else self._embedded(session.head, domain)
            distances = self._distances(embedding, embedded_gallery)
        rows = np.arange(len(distances)) if category is None else gallery.rows[category]
        order = rows[np.argsort(distances[rows], kind="stable")[: max(1, top)]]
        photos = gallery.photos
        hits = tuple(Hit(photos[row].id, photos[row].category, float(distances[row])) for row in order)
        timing = Timing(query.timing.raster, query.timing.backbone, _ms(began, embedded), _ms(embedded, time.perf_counter()))
        return Retrieval(hits, session.adapted, timing)

    def domains(self, query: Query, session: Session, category: str | None = None, turn: int = 0) -> FusedExamples:
        """Fuse and Attend on a drawing: one example of its category from each domain, how gates and attention weigh them, and
        a map of where all lie. `category` is that of the session's first hit unless it is given; `turn` asks for the next
        examples.
        """
        if category is None:
            category = self.retrieve(query, session, top=1).ranked[0].category
        return self._fused.fuse(query.feature, category, turn)

    def pair(self, query: Query, photo: str) -> Pair:
        """A personal pair of a drawing and a photo of the gallery."""
        row = self.gallery.row(photo)
        return Pair(query.sketch, photo, self.gallery.photos[row].category, query.feature)

    def pair_with_image(self, query: Query, name: str, category: str, image: np.ndarray) -> Pair:
        """A personal pair with a photo that is not in the gallery, uint8 RGB `[H, W, 3]`."""
        features = self.backbone.encode(letterbox(image, self.backbone.size)[None])
        return Pair(query.sketch, name, category, query.feature, features.pooled[0])

    def adapt(self, session: Session, pairs: Sequence[Pair], steps: int | None = None) -> Adaptation:
        """Adapt to `pairs`, always from the meta-learned head, so that their order does not matter and none leaves a trace.

        `session` is the state that "before" is told of; it is not changed. Without pairs the new session is a fresh one.
        Raises `InputError` for too many pairs or steps, or a pair whose photo the gallery does not have.
        """
        steps = self.settings.steps if steps is None else steps
        if not 1 <= steps <= MAX_STEPS:
            raise InputError(f"between 1 and {MAX_STEPS} steps can be taken, not {steps}")
        if len(pairs) > MAX_PAIRS:
            raise InputError(f"{len(pairs)} pairs; at most {MAX_PAIRS} can be kept")
        began = time.perf_counter()
        if not pairs:
            return Adaptation(self._start, 0.0, 0.0, (), (), (), steps, _ms(began, time.perf_counter()))
        drawings, photos = self._features(pairs)
        categories = [pair.category for pair in pairs]
        support = support_against_gallery(
            drawings, photos, categories, self._pooled, self.gallery.rows, self.settings.negatives
        )
        margins = margins_by_category(self.learner, drawings, photos, categories, self.settings)
        start = self._start.head
        head = adapt(start, support, margins, self.learner.rates, replace(self.settings, steps=steps))
        with torch.inference_mode():
            before, after = float(support_loss(start, support, margins)), float(support_loss(head, support, margins))
        adapted = self._session_of(head, tuple(pairs))
        took = _ms(began, time.perf_counter())
        return Adaptation(
            adapted,
            before,
            after,
            self._ranks(session, drawings, pairs),
            self._ranks(adapted, drawings, pairs),
            tuple(self._own_margin(category, pairs) for category in sorted(set(categories))),
            steps,
            took,
        )

    def margins(self, session: Session) -> tuple[Margin, ...]:
        """The margin of every category: predicted from the person's pairs where there are any, else from the gallery itself."""
        own = {pair.category for pair in session.pairs}
        built_in = [margin for margin in self._built_in_margins if margin.category not in own]
        return tuple(
            sorted([*built_in, *(self._own_margin(category, session.pairs) for category in own)], key=lambda m: m.category)
        )

    def photo_attention(self, photos: Sequence[str], domain: str = DOMAINS[0]) -> np.ndarray:
        """Attention maps of a gallery's pictures of the things `photos`, float32 `[n, h, w]`."""
        gallery = self.gallery_of(domain)
        return gallery.attention[[gallery.row(photo) for photo in photos]]

    def photo_image(self, photo: str, size: int = 224, domain: str = DOMAINS[0]) -> np.ndarray:
        """A gallery's picture of the thing `photo` in a domain, uint8 RGB `[size, size, 3]`; as "sketch" its traced lines."""
        if domain != "sketch":
            return self.gallery_of(domain).image(photo, size)
        return lines_or_blank(self.gallery.image(photo, PICTURE_SIZE), size)

    def save_profile(self, session: Session, path: Path) -> None:
        """Write the session as a style profile (safetensors), whole or not at all."""
        values = {margin.category: margin.value for margin in self.margins(session) if margin.source == "your pairs"}
        write_profile(path, Profile(self.checkpoint.fingerprint, session.head, session.pairs, values))

    def load_profile(self, path: Path) -> Session:
        """A session from a style profile; `InputError` for anything else, or a profile made with another model."""
        profile = read_profile(path, features=self.checkpoint.features, width=self.checkpoint.model.width)
        if profile.fingerprint != self.checkpoint.fingerprint:
            raise InputError(
                f"{path.name}: this profile was made with another model ({profile.fingerprint[:16]}; this one is "
                f"{self.checkpoint.fingerprint})"
            )
        return self._session_of(profile.head, profile.pairs)

    def index(self, folder: Path, out: Path, progress: bool = True) -> Indexed:
        """Index a folder of pictures into a gallery folder."""
        return build_gallery(folder, out, self.backbone.encode, self.backbone.size, self.checkpoint.fingerprint, progress)

    def info(self) -> dict[str, Any]:
        """What this run consists of, as JSON values."""
        gallery = self.galleries.get(DOMAINS[0])
        return {
            "version": sbir.__version__,
            "provider": self.backbone.provider,
            "fallback": self.backbone.fallback,
            "head": "torch on the CPU",
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
                "categories": len(gallery.categories),
                "domains": list(self.galleries),
                "names": list(gallery.categories),
            },
            "versions": {name: _version(name) for name in ("torch", "onnxruntime", "gradio", "numpy", "cv2")},
            "python": platform.python_version(),
        }

    @cached_property
    def _fused(self) -> FusedGallery:
        return FusedGallery(self.learner, {DOMAINS[0]: self.gallery} | self.galleries)

    def _embedded(self, head: Head, domain: str) -> Tensor:
        return embed_photos(head, torch.from_numpy(self.gallery_of(domain).pooled))

    def _features(self, pairs: Sequence[Pair]) -> tuple[Tensor, Tensor]:
        drawings = torch.from_numpy(np.stack([pair.feature for pair in pairs]))
        photos = [
            self.gallery.pooled[self.gallery.row(pair.photo)] if pair.photo_feature is None else pair.photo_feature
            for pair in pairs
        ]
        return drawings, torch.from_numpy(np.stack(photos))

    def _ranks(self, session: Session, drawings: Tensor, pairs: Sequence[Pair]) -> tuple[int, ...]:
        found = []
        for drawing, pair in zip(drawings, pairs, strict=True):
            if pair.photo not in self.gallery.index:
                found.append(0)
                continue
            with torch.inference_mode():
                distances = self._distances(embed_drawings(session.head, drawing), session.embedded)
            found.append(int(ranks(distances[None], np.array([self.gallery.index[pair.photo]]))[0]))
        return tuple(found)

    @staticmethod
    def _distances(embedding: Tensor, embedded: Tensor) -> np.ndarray:
        return (2 - 2 * (embedded @ embedding)).clamp_min(0).sqrt().numpy()

    def _own_margin(self, category: str, pairs: Sequence[Pair]) -> Margin:
        own = [pair for pair in pairs if pair.category == category]
        drawings, photos = self._features(own)
        return self._margin(category, drawings, photos, len(own), "your pairs", len(own))

    @cached_property
    def _built_in_margins(self) -> tuple[Margin, ...]:
        lines = torch.from_numpy(self.gallery.lines)
        return tuple(
            self._margin(category, lines[rows], self._pooled[rows], _BUILT_IN_SUPPORT, "gallery", 0)
            for category, rows in ((c, torch.from_numpy(r)) for c, r in self.gallery.rows.items())
        )

    def _margin(self, category: str, drawings: Tensor, photos: Tensor, draw: int, source: str, pairs: int) -> Margin:
        """The margin over the whole support, and its 10th to 90th percentile over supports of `draw` pairs drawn from it."""
        rng = np.random.default_rng(0)
        samples = torch.from_numpy(rng.integers(0, len(drawings), (_RESAMPLES, max(1, min(draw, len(drawings))))))
        with torch.inference_mode():
            value = float(self.learner.margin(drawings, photos))
            resampled = self.learner.margin(drawings[samples], photos[samples]).numpy()
        low, high = np.percentile(resampled, [10, 90])
        return Margin(category, value, (float(low), float(high)), source, pairs)


def _ms(began: float, ended: float) -> float:
    return (ended - began) * 1000


def _version(package: str) -> str:
    module = sys.modules.get(package)
    return str(getattr(module, "__version__", "not loaded"))
