"""An index over a large gallery: its vectors sorted into lists around centres, one byte a number, searched by FAISS.

A drawing is compared with the centres, then with all that lies in the nearest lists. What costs time, the sorting, is kept
beside the features as plain tensors. FAISS's own files are not used: its reader trusts every length that a file states, and a
gallery may come from anybody. From the sorting and the features the index itself is built in a moment.
"""

from __future__ import annotations

import hashlib
import importlib
import math
import sys
from typing import Any, NamedTuple

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from sbir.files import write_whole
from sbir.gallery.store import SORTED, Gallery
from sbir.types import InputError

# Lists: twice the root of how many photos there are, so that comparing with the centres and looking into lists cost alike.
_MOST_LISTS, _PER_ROOT = 4096, 2
# k-means wants this many photos a centre; it is shown no more, and passes over them so many times.
_PER_CENTRE, _PASSES = 39, 8
# Lists that are looked into for a drawing: of a small gallery, all; what they miss of a million is in `benchmarks search`.
_LOOKED_INTO = 64
_SAMPLE = 20_000
_CHUNK = 65_536
_HEADER = 2**20


class Lists(NamedTuple):
    """Vectors sorted: `centres` float32 `[c, v]`, and `of` int32 `[g]`, the list that each vector is in."""

    centres: np.ndarray
    of: np.ndarray


class Inverted:
    """The index over `vectors` float32 `[g, v]` as they are sorted; safe to search from several threads."""

    def __init__(self, vectors: np.ndarray, lists: Lists) -> None:
        faiss = load_faiss()
        width, count = vectors.shape[1], len(lists.centres)
        centres = faiss.IndexFlatIP(width)
        centres.add(lists.centres)
        code = faiss.ScalarQuantizer.QT_8bit
        self._index = faiss.IndexIVFScalarQuantizer(centres, width, count, code, faiss.METRIC_INNER_PRODUCT)
        # The centres are there; what is still learned is the range of each number.
        self._index.train(vectors[_some(len(vectors), _SAMPLE)])
        add_preassigned = importlib.import_module("faiss.contrib.ivf_tools").add_preassigned
        for first in range(0, len(vectors), _CHUNK):
            part = slice(first, first + _CHUNK)
            add_preassigned(self._index, np.ascontiguousarray(vectors[part]), lists.of[part].astype(np.int64))
        self._looked_into = faiss.SearchParametersIVF(nprobe=min(count, _LOOKED_INTO))

    @property
    def size(self) -> int:
        """Bytes that it takes: a code and a row for each vector, and the centres."""
        return self._index.ntotal * (self._index.code_size + 8) + 4 * self._index.nlist * self._index.d

    def candidates(self, drawing: np.ndarray, count: int) -> np.ndarray:
        """Rows int64 of about the `count` nearest to a drawing's vector float32 `[v]`, in no order; fewer where there are no
        more in the lists that are looked into."""
        _, [rows] = self._index.search(drawing[None], min(count, self._index.ntotal), params=self._looked_into)
        return rows[rows >= 0]


def open_index(gallery: Gallery, vectors: np.ndarray, progress: bool = True) -> Inverted:
    """The index of a gallery over its `vectors` `[g, v]`; sorted in memory where the sorting that is kept is not its own."""
    lists = read_lists(gallery, vectors.shape[1])
    if isinstance(lists, str):
        if progress:
            print(f"{lists}; sorting {len(vectors):,} photos in memory", file=sys.stderr, flush=True)
        lists = sort_into_lists(vectors)
    return Inverted(vectors, lists)


def keep_index(gallery: Gallery, vectors: np.ndarray, progress: bool = True) -> None:
    """Sort a gallery by its `vectors` `[g, v]` and keep that beside its features, unless it is kept already."""
    if isinstance(read_lists(gallery, vectors.shape[1]), str):
        if progress:
            print(f"sorting {len(vectors):,} photos for the index", file=sys.stderr, flush=True)
        write_lists(gallery, sort_into_lists(vectors))


def sort_into_lists(vectors: np.ndarray) -> Lists:
    """Sort vectors float32 `[g, v]` by k-means on some of them; the same vectors give the same lists on one machine.

    `InputError` where FAISS cannot be loaded.
    """
    faiss = load_faiss()
    photos, width = vectors.shape
    count = max(1, min(_MOST_LISTS, round(_PER_ROOT * math.sqrt(photos)), photos // _PER_CENTRE))
    means = faiss.Kmeans(
        width,
        count,
        niter=_PASSES,
        spherical=True,
        seed=0,
        min_points_per_centroid=1,
        max_points_per_centroid=_PER_CENTRE,
    )
    means.train(vectors[_some(photos, _PER_CENTRE * count)])
    of = [means.index.search(vectors[first : first + _CHUNK], 1)[1][:, 0] for first in range(0, photos, _CHUNK)]
    return Lists(np.ascontiguousarray(means.centroids, np.float32), np.concatenate(of).astype(np.int32))


def write_lists(gallery: Gallery, lists: Lists) -> None:
    """Keep the sorting beside the gallery's features, whole or not at all."""
    write_whole(gallery.folder / SORTED, save({"centres": lists.centres, "of": lists.of}, {"gallery": _digest(gallery)}))


def read_lists(gallery: Gallery, width: int) -> Lists | str:
    """The sorting kept beside a gallery's features of `width` numbers; or a sentence that says why it cannot be used."""
    path, photos = gallery.folder / SORTED, len(gallery.photos)
    try:
        if path.stat().st_size > 4 * (_MOST_LISTS * width + photos) + _HEADER:
            return f"{path}: too large for a gallery of {photos:,} photos"
        with safe_open(str(path), "np") as file:
            if (file.metadata() or {}).get("gallery") != _digest(gallery):
                return f"{path}: made for other photos or another model"
            lists = Lists(file.get_tensor("centres"), file.get_tensor("of"))
    except FileNotFoundError:
        return f"{path}: there is none"
    except (OSError, SafetensorError) as error:
        return f"{path}: cannot be read ({str(error).splitlines()[0][:100]})"
    return lists if _fit(lists, photos, width) else f"{path}: damaged"


def _fit(lists: Lists, photos: int, width: int) -> bool:
    """Whether these lists can be those of so many vectors: nothing but this stands between a file and FAISS's memory."""
    centres, of = lists
    shapes = centres.ndim == 2 and 1 <= len(centres) <= _MOST_LISTS and centres.shape[1] == width and of.shape == (photos,)
    kinds = centres.dtype == np.float32 and of.dtype == np.int32
    return bool(shapes and kinds and np.isfinite(centres).all() and of.min() >= 0 and of.max() < len(centres))


def _digest(gallery: Gallery) -> str:
    """Names what the vectors were made from: the model, and the photos in their order."""
    digest = hashlib.blake2b(gallery.fingerprint.encode(), digest_size=16)
    for photo, source in zip(gallery.photos, gallery.sources, strict=True):
        digest.update(f"\n{photo.id} {source}".encode())
    return digest.hexdigest()


def _some(photos: int, most: int) -> np.ndarray:
    """Rows of at most `most` photos, the same ones every time."""
    return np.sort(np.random.default_rng(0).permutation(photos)[:most])


def load_faiss() -> Any:
    """FAISS, which only a gallery that needs it loads; `InputError` where it is not installed or does not load."""
    try:
        return importlib.import_module("faiss")
    except ImportError as error:
        raise InputError(
            f"FAISS cannot be loaded ({error}): pip install -r requirements.txt, or index the gallery with --store exact"
        ) from None
