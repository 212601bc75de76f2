"""The engine's values as JSON, for the page and for the endpoints."""

from __future__ import annotations

import base64
import hashlib
import itertools
from dataclasses import asdict
from typing import Any

import numpy as np

from sbir.drawing.raster import fit
from sbir.gallery.correspondence import Correspondence
from sbir.gallery.fused import FusedExamples
from sbir.gallery.own import OwnPhotos
from sbir.session import Adaptation
from sbir.types import DOMAINS, Margin, Pair, Retrieval, Sketch, Timing

THUMBNAIL_BOX = 96


def pair_key(pair: Pair) -> str:
    """A name for a personal pair: the same drawing meaning the same photo has the same key."""
    digest = hashlib.blake2b(pair.photo.encode(), digest_size=8)
    for stroke in pair.sketch.strokes:
        digest.update(stroke.xy.tobytes())
        digest.update(b"|")
    return digest.hexdigest()


def line_of(sketch: Sketch, size: int = THUMBNAIL_BOX) -> str:
    """The drawing as the `d` of an SVG path in a box of `size`: a thumbnail of a few hundred characters."""
    lines = fit(sketch, size)
    points = map(tuple, np.round(np.concatenate(lines)).astype(int).tolist())
    parts = []
    for line in lines:
        # Points that fall on one another in a thumbnail are one; a pen that only touched leaves a dot.
        pen = [f"{x} {y}" for (x, y), _ in itertools.groupby(itertools.islice(points, len(line)))]
        parts.append("M" + "L".join(pen if len(pen) > 1 else pen * 2))
    return "".join(parts)


def hits_json(retrieval: Retrieval, provider: str) -> dict[str, Any]:
    """A retrieval in the form that the command line prints, too."""
    return {
        "ranked": [asdict(hit) | {"distance": round(hit.distance, 4)} for hit in retrieval.ranked],
        "adapted": retrieval.adapted,
        "provider": provider,
        "ms": timing_json(retrieval.timing),
    }


def timing_json(timing: Timing) -> dict[str, float]:
    """How long each part of an answer took, in milliseconds."""
    return {part: round(ms, 2) for part, ms in asdict(timing).items()}


def margin_json(margin: Margin) -> dict[str, Any]:
    """One category's margin."""
    return {
        "category": margin.category,
        "value": round(margin.value, 4),
        "spread": [round(end, 4) for end in margin.spread],
        "source": margin.source,
        "pairs": margin.pairs,
    }


def correspondence_json(found: Correspondence, links: int = 5) -> dict[str, Any]:
    """A similarity taken apart: a row of `values` is a cell of the drawing, a column one of the photo, both line by line;
    `links` are the pairs of cells `[row, column, value]` that add most."""
    (height, width), (other_height, other_width) = found.values.shape[:2], found.values.shape[2:]
    flat = found.values.reshape(height * width, other_height * other_width)
    strongest = found.strongest(links)
    return {
        "similarity": round(found.similarity, 4),
        "cells": [[height, width], [other_height, other_width]],
        "values": np.round(flat.astype(float), 6).tolist(),
        "links": [
            [y * width + x, v * other_width + u, round(value, 6)]
            for (y, x), (v, u), value in ((link.drawing, link.photo, link.value) for link in strongest)
        ],
    }


def fused_json(fused: FusedExamples) -> dict[str, Any]:
    """What fusing made of a drawing and its examples."""
    numbers = ("gate", "attention", "distance")
    return {
        "category": fused.category,
        "examples": [asdict(one) | {name: round(getattr(one, name), 4) for name in numbers} for one in fused.examples],
        "distance": round(fused.distance, 4),
    }


def map_json(fused: FusedExamples) -> dict[str, Any]:
    """The map of the embedding; a spot is `[x, y, number of its domain, number of its category, photo]`."""
    domain = {name: number for number, name in enumerate(DOMAINS)}
    category = {name: number for number, name in enumerate(fused.categories)}
    return {
        "domains": list(DOMAINS),
        "categories": list(fused.categories),
        "spots": [[spot.x, spot.y, domain[spot.domain], category[spot.category], spot.photo] for spot in fused.spots],
        "query": list(fused.query),
        "positive": list(fused.positive),
    }


def own_json(own: OwnPhotos) -> list[dict[str, str]]:
    """A person's own photos, in the order in which they came."""
    return [{"photo": photo.id, "category": photo.category} for photo in own.photos]


def pictures_json(own: OwnPhotos) -> dict[str, str]:
    """The thumbnails of own photos by id: WebP files, base64."""
    return {photo.id: base64.b64encode(data).decode() for photo, data in zip(own.photos, own.thumbnails, strict=True)}


def adaptation_json(adaptation: Adaptation) -> dict[str, Any]:
    """What adapting did, in the form that the command line prints, too."""
    own = {pair.category for pair in adaptation.session.pairs}
    return {
        "pairs": len(adaptation.session.pairs),
        "margins": {margin.category: round(margin.value, 4) for margin in adaptation.margins if margin.category in own},
        "loss_before": round(adaptation.loss_before, 4),
        "loss_after": round(adaptation.loss_after, 4),
        "ranks_before": list(adaptation.ranks_before),
        "ranks_after": list(adaptation.ranks_after),
        "steps": adaptation.steps,
        "ms": round(adaptation.ms, 2),
    }
