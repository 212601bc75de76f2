"""What pairs teach, looked at from outside: how ranks went as pairs were added, and what is left of each without itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from sbir.types import Pair


class Adapts(Protocol):
    """What is asked of an engine here: `sbir.engine.Engine` has it."""

    def taught(self, session: Any, pairs: Sequence[Pair]) -> Any:
        """A session adapted to pairs from the meta-learned head, with the own photos of the one that is given."""
        ...

    def pair_ranks(self, session: Any, pairs: Sequence[Pair]) -> tuple[int, ...]:
        """Where each pair's photo stands for its drawing, by a session's head; 0 for a photo that is not there."""
        ...


def leave_one_out(engine: Adapts, session: Any) -> tuple[int, ...]:
    """Of each of the session's pairs: where its photo stands for its drawing by a head adapted to the other pairs alone.

    That drawing taught this head nothing, so the rank is an honest estimate for drawings to come. A single pair is ranked by
    the head that nobody adapted. 0 for a photo that is not there.
    """
    pairs = session.pairs
    heads = (engine.taught(session, [*pairs[:i], *pairs[i + 1 :]]) for i in range(len(pairs)))
    return tuple(engine.pair_ranks(head, [pair])[0] for head, pair in zip(heads, pairs, strict=True))


def growth(engine: Adapts, session: Any) -> tuple[tuple[int, ...], ...]:
    """Ranks `[k + 1][k]`: row n has where each pair's photo stands by a head adapted to the first n pairs."""
    pairs = session.pairs
    return tuple(engine.pair_ranks(engine.taught(session, pairs[:n]), pairs) for n in range(len(pairs) + 1))


@dataclass(frozen=True)
class Moved:
    """Ranks of `count` photos before and after, in sum: the means, and how many went which way."""

    count: int
    before: float
    after: float
    better: int
    worse: int
    same: int


def moved(before: Sequence[int], after: Sequence[int]) -> Moved:
    """How ranks changed; those of photos that are not there (0) do not count. Without any, all numbers are 0."""
    both = [(was, now) for was, now in zip(before, after, strict=True) if was and now]
    if not both:
        return Moved(0, 0.0, 0.0, 0, 0, 0)
    was, now = np.array(both).T
    return Moved(
        len(both), float(was.mean()), float(now.mean()), int((now < was).sum()), int((now > was).sum()), int((now == was).sum())
    )
