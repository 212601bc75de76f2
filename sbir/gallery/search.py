"""Finding the nearest pictures of a gallery: exactly, or candidates out of an index that exact distances then put in order.

What is searched are the vectors of `sbir.gallery.nearness`. Whatever the store, distances are exact, and pictures at the very
same distance come in the order of their rows. On a GPU a copy of the vectors stays there, and all of them are compared.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from sbir.gallery.inverted import Inverted, open_index
from sbir.gallery.nearness import distances
from sbir.gallery.store import EXACT, Gallery

# Two products of the same vectors differ by less than this, however they were computed.
_SLACK = 1e-5
_CHUNK = 65_536
# So many candidates at least, and so many times as many as are asked for, so that coarse codes leave none of the nearest out.
_FEWEST, _TIMES = 100, 4
# Who asks for more than this is better served by looking at everything.
_MOST = 500
# Where numpy partitions ten times as fast as torch finds the nearest. The product itself stays torch's: numpy's is twice as
# fast alone, but its threads and torch's keep each other from two cores, and 0.3 ms became 8.
_PARTITIONED = ("cpu",)
# Of a GPU's free memory so much may be taken by one gallery.
_SHARE = 0.4


class Search(Protocol):
    """Finds pictures of one gallery; safe to use from several threads."""

    def search(self, drawing: Tensor, top: int, rows: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Rows int64 and distances float32 of the `top` nearest to a drawing's vector `[v]`, nearest first: at most `[top]`.

        `rows`, int64 and ascending: search only these (a category); that is always exact.
        """
        ...

    def over(self, vectors: Tensor) -> Search:
        """The same search where another head sees the same pictures as `vectors` `[g, v]`."""
        ...


class ExactSearch:
    """One product with every vector, float32 `[g, v]`, on `device`, where a copy of them stays; the nearest are put in order on
    the CPU."""

    def __init__(self, vectors: Tensor, device: str = "cpu") -> None:
        self.vectors, self.device = vectors, device
        self._resident = vectors.to(device)

    def search(self, drawing: Tensor, top: int, rows: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
        """See `Search`."""
        near = _shortlist(drawing, self._resident if rows is None else _taken(self._resident, rows), top)
        found, far = _in_order(drawing, self.vectors, near if rows is None else rows[near])
        return found[:top], far[:top]

    def over(self, vectors: Tensor) -> Search:
        """See `Search`."""
        return ExactSearch(vectors, self.device)


class IndexedSearch:
    """Candidates out of an index, then their exact distances by `vectors`, float32 `[g, v]`.

    The index may be over vectors that another head made of the same pictures, if the two put neighbours near each other: the
    candidates are then a little worse, their order never.
    """

    def __init__(self, vectors: Tensor, index: Inverted) -> None:
        self.vectors, self.index = vectors, index

    def search(self, drawing: Tensor, top: int, rows: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
        """See `Search`."""
        if rows is None and top <= _MOST:
            found, far = _in_order(drawing, self.vectors, self.index.candidates(drawing.numpy(), max(_FEWEST, _TIMES * top)))
            # Where as many are tied as there are candidates, which of them come first is not known.
            if len(found) == len(self.vectors) or (len(found) > top and far[top - 1] < far[-1]):
                return found[:top], far[:top]
        return ExactSearch(self.vectors).search(drawing, top, rows)

    def over(self, vectors: Tensor) -> Search:
        """See `Search`."""
        return IndexedSearch(vectors, self.index)


def open_search(gallery: Gallery, vectors: Tensor, progress: bool = True, device: str = "cpu") -> Search:
    """The search over a gallery's `vectors` float32 `[g, v]` by the head that nobody has adapted.

    On a GPU (`device` "cuda") it is exact where it has the room for that; else it is what the gallery's store says.
    """
    if device != "cpu" and vectors.nbytes < _SHARE * torch.cuda.mem_get_info()[0]:
        return ExactSearch(vectors, device)
    if gallery.store == EXACT:
        return ExactSearch(vectors)
    return IndexedSearch(vectors, open_index(gallery, vectors.numpy(), progress))


def _shortlist(drawing: Tensor, vectors: Tensor, top: int) -> np.ndarray:
    """Rows of all that may be among the `top` nearest, ascending."""
    if top >= len(vectors):
        return np.arange(len(vectors))
    away = -(vectors @ drawing.to(vectors.device))
    # Written so that what is not a number stays in: it comes last, but nobody loses a photo by it.
    if away.device.type in _PARTITIONED:
        flat = away.numpy()
        return np.flatnonzero(~(flat > np.partition(flat, top - 1)[top - 1] + _SLACK))
    last = away.topk(top, largest=False).values[-1]
    return (~(away > last + _SLACK)).nonzero()[:, 0].cpu().numpy()


def _in_order(drawing: Tensor, vectors: Tensor, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The rows by distance and then by number, and the distances, float32.

    In double precision, so that copies of a picture are at the same distance whichever rows they are computed beside.
    """
    wide = drawing.double()
    parts = [rows[first : first + _CHUNK] for first in range(0, len(rows), _CHUNK)]
    far = [distances(wide, _taken(vectors, part).double()) for part in parts]
    flat = np.concatenate([np.zeros(0), *far]).astype(np.float32)
    order = np.lexsort((rows, flat))
    return rows[order], flat[order]


def _taken(vectors: Tensor, rows: np.ndarray) -> Tensor:
    """Some rows, without copying where they lie side by side, as those of a category do."""
    if len(rows) and rows[-1] - rows[0] + 1 == len(rows) and (np.diff(rows) == 1).all():
        return vectors[int(rows[0]) : int(rows[-1]) + 1]
    return vectors[torch.from_numpy(rows).to(vectors.device)]
