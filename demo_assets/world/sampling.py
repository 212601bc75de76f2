# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings that cover a space: choices dealt out evenly, numbers by best candidate (Mitchell, 1991)."""

from __future__ import annotations

import hashlib

import numpy as np

from .parameters import Choice, Continuous, Parameters, Space, Value, distance

CANDIDATES = 48


def derive_seed(*words: object) -> int:
    """A 32-bit seed that depends on every word, the same on every machine."""
    digest = hashlib.sha256("/".join(map(str, words)).encode()).digest()
    return int.from_bytes(digest[:4], "little")


def sample(space: Space, count: int, seed: int, key: str) -> list[dict[str, Value]]:
    """`count` settings of `space`, each as unlike the earlier ones as the best of some candidates.

    The first n settings do not depend on `count`, so a gallery can grow without a change to what is there.
    """
    accepted: list[dict[str, Value]] = []
    for index in range(count):
        random = np.random.default_rng(derive_seed(seed, key, index))
        candidates = [_candidate(space, random, accepted) for _ in range(CANDIDATES)]
        accepted.append(max(candidates, key=lambda c: min((distance(space, c, a) for a in accepted), default=1.0)))
    return accepted


def _candidate(space: Space, random: np.random.Generator, accepted: list[dict[str, Value]]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, parameter in space.items():
        if isinstance(parameter, Continuous):
            values[name] = round(float(random.uniform(parameter.low, parameter.high)), 4)
        else:
            values[name] = _least_used(name, parameter, values, random, accepted)
    return values


def _least_used(
    name: str, choice: Choice, values: Parameters, random: np.random.Generator, accepted: list[dict[str, Value]]
) -> str:
    """An option taken least often so far for its share, under the same parent option where there is one."""
    options = choice.allowed(values)
    parent = choice.given[0] if choice.given else None
    peers = [a for a in accepted if parent is None or a[parent] == values[parent]]
    uses = np.array([sum(peer[name] == option for peer in peers) / choice.shares.get(option, 1.0) for option in options])
    return options[int(random.choice(np.flatnonzero(uses == uses.min())))]
