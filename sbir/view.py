"""The galleries as one head sees them: embedded, searchable, and told by kinds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TypeVar

import torch
from torch import Tensor

from sbir.gallery.kinds import Kinds, kinds_of
from sbir.gallery.nearness import gallery_vectors
from sbir.gallery.search import ExactSearch, Search
from sbir.gallery.store import Gallery
from sbir.model.head import Head
from sbir.model.learner import Learner

T = TypeVar("T")


class View:
    """What a head makes of galleries, by domain, made when it is first asked for and kept; safe to use from several threads.

    Pictures do not move when a head adapts on the drawings' side: all such heads share one view.
    """

    def __init__(
        self,
        learner: Learner,
        head: Head,
        galleries: Mapping[str, Gallery],
        searched: Callable[[str, Tensor], Search] = lambda domain, vectors: ExactSearch(vectors),
    ) -> None:
        """`searched` makes what finds a domain's pictures, by their vectors."""
        self.learner, self.head, self.galleries, self.searched = learner, head, galleries, searched
        self._made: dict[tuple[str, str], object] = {}
        self._making = threading.RLock()

    def vectors(self, domain: str) -> Tensor:
        """What a drawing's vector is multiplied with (`gallery_vectors`): float32 `[g, v]`."""

        def make() -> Tensor:
            gallery = self.galleries[domain]
            return gallery_vectors(self.learner, self.head, torch.from_numpy(gallery.pooled), gallery.rows)

        return self._kept("vectors", domain, make)

    def search(self, domain: str) -> Search:
        """What finds the pictures of a domain."""
        return self._kept("search", domain, lambda: self.searched(domain, self.vectors(domain)))

    def kinds(self, domain: str) -> Kinds:
        """The kinds of a domain's pictures."""
        return self._kept("kinds", domain, lambda: kinds_of(self.vectors(domain), self.galleries[domain].rows))

    def _kept(self, what: str, domain: str, make: Callable[[], T]) -> T:
        with self._making, torch.inference_mode():
            if (what, domain) not in self._made:
                self._made[what, domain] = make()
            return self._made[what, domain]  # type: ignore[return-value]
