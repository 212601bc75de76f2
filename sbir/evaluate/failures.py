"""What a method gets wrong, as a picture: the drawing, the photo that was meant, and what came before it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from sbir.data.prepared import Prepared, prepare
from sbir.drawing import rasterise
from sbir.evaluate.benchmarks import read_benchmark
from sbir.evaluate.features import pair_features
from sbir.evaluate.methods import method, ready
from sbir.evaluate.run import adapted, squared_distances
from sbir.files import write_whole
from sbir.gallery.ranking import ranks
from sbir.model.checkpoint import load_learner, read_checkpoint
from sbir.runtime import Backbone
from sbir.types import InputError

_SHOWN, _ACROSS, _FIRST = 16, 2, 4
_TILE, _GAP, _CAPTION = 112, 4, 18
_PAPER, _INK, _ACCENT = "#faf8f3", "#1d1b18", "#c8452d"


class Failure(NamedTuple):
    """A drawing (its row) whose photo `meant` came at `rank` of `among`, after the photos `first` (rows, nearest first)."""

    drawing: int
    meant: int
    rank: int
    among: int
    first: np.ndarray


def failures(name: str, method_name: str, k: int, model: Path, device: str, out: Path) -> int:
    """Draw drawings of the benchmark's first seed of episodes whose photo does not come first into the picture `out` (WebP).

    They are spread evenly from those that came second to the worst, no drawing twice. Returns how many failed.
    """
    about, chosen, benchmark = read_checkpoint(model), method(method_name), read_benchmark(name)
    if chosen.whole is not None:
        raise InputError(f"{method_name} moves the features themselves: there is no picture of its failures")
    backbone = Backbone(model / "backbone.onnx", device)
    features, meant = pair_features(benchmark.pairs, backbone), benchmark.photo_rows()
    run = ready(chosen, load_learner(model).requires_grad_(False), about, backbone)
    failed: dict[int, Failure] = {}
    for episode, _, gallery, head in adapted(run, benchmark, features, None if chosen.every else k, 0):
        far = squared_distances(head, features, episode.queries, gallery)
        at = ranks(far, np.searchsorted(gallery, meant[episode.queries]))
        for query, row, rank in zip(episode.queries.tolist(), far, at.tolist(), strict=True):
            if rank > 1:
                first = gallery[np.argsort(row, kind="stable")]
                failed[query] = Failure(query, int(meant[query]), rank, len(gallery), first[first != meant[query]][:_FIRST])
    if not failed:
        raise InputError(f"{method_name} finds every drawing of {name}: there is no failure to show")
    worst = sorted(failed.values(), key=lambda one: (one.rank, one.drawing))
    shown = [worst[i] for i in np.unique(np.linspace(0, len(worst) - 1, min(_SHOWN, len(worst))).round().astype(int))]
    picture = io.BytesIO()
    _sheet(shown, prepare(benchmark.pairs, traced=False)).save(picture, "WEBP", quality=80)
    write_whole(out, picture.getvalue())
    return len(failed)


def _sheet(shown: list[Failure], data: Prepared) -> Image.Image:
    """Failures in columns, each a row of tiles: drawing, the photo that was meant (framed), those that came first."""
    down, step = -(-len(shown) // _ACROSS), _TILE + _GAP
    width, height = (2 + _FIRST) * step + 4 * _GAP, step + _CAPTION
    sheet = Image.new("RGB", (_ACROSS * width, down * height), _PAPER)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(13)
    for number, one in enumerate(shown):
        left, top = number // down * width, number % down * height
        sketch = data.sketches[one.drawing]
        tiles = [] if sketch is None else [rasterise(sketch, _TILE)]
        tiles += [data.photos[row] for row in (one.meant, *one.first)]
        for at, tile in enumerate(tiles):
            corner = left + at * step + (at > 1) * 2 * _GAP, top + _CAPTION
            sheet.paste(Image.fromarray(np.asarray(tile)).resize((_TILE, _TILE), Image.Resampling.LANCZOS), corner)
            if at == 1:
                pen.rectangle((*corner, corner[0] + _TILE - 1, corner[1] + _TILE - 1), outline=_ACCENT, width=3)
        category = data.pairs.photos[one.meant].category
        pen.text((left + 2, top + 1), f"{category}: what was meant came {ordinal(one.rank)} of {one.among}", _INK, font)
    return sheet


def ordinal(rank: int) -> str:
    """A rank in words: 1st, 2nd, 3rd, 4th, ..."""
    ending = "th" if 10 <= rank % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{ending}"
