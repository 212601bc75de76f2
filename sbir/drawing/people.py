"""Simulated people: how each draws, kept from drawing to drawing, and who they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

PEOPLE = 64
# Whom a model may learn from, be chosen by, and be judged by: numbers of `person`.
PEOPLE_SPLITS = {"train": range(48), "val": range(48, 56), "test": range(56, 64)}
_POPULATION = 20_161_101


@dataclass(frozen=True)
class Hand:
    """How one person draws; `Hand()` draws every line as it is.

    Lengths are fractions of the longer side of what is drawn, angles radians, chances in [0, 1]. Given are what comes back
    in every drawing; where a line lands, which one is forgotten and the like differ each time.

    What is drawn. detail: share of the traced lines, the most important first; patience: ink after which they stop;
    by_length, by_strength, by_place: what makes a line important (long, standing out, far from the middle); focus: how far
    they keep to the thing in the middle, off texture and background; even: how far they keep off where much is drawn already;
    smallest: lines shorter than this are left out; miss: chance that a line is forgotten; merge: lines closer than this are
    drawn as one; outline: chance that the silhouette is drawn first, in one go; echo: chance that a long line gets another
    beside it; alone: lines shorter than this that meet no other are left out.

    How lines run. simplify: what departs less than this from a straight line is straightened; roundness: 0 draws corner to
    corner, 1 curves through; corner: turns sharper than this stay corners; upright: what leans less than this is drawn level
    or upright; close: gaps up to this are closed; carry_on: lines are led on straight ahead to another so far off; tremor:
    wobble along a line; offset: how far whole strokes land from where they belong; overshoot: how far they run past their
    ends, or stop short; lift: chance of a new stroke at a corner; double: chance that a line is drawn twice; repeat: length of
    the short strokes that lines are put together from (0: they are not); hatch: chance that closed shapes are shaded;
    hatch_angle: the direction of shading.

    Proportions. stretch: log of height to width, too much; slant: shear; turn: rotation; keystone: how much wider the bottom is
    than the top; yaw: how much taller the right is than the left; unsteady: how much these five differ between drawings; warp:
    smooth misproportion, new each time.
    """

    detail: float = 1.0
    patience: float = np.inf
    by_length: float = 1.0
    by_strength: float = 0.5
    by_place: float = 0.0
    focus: float = 0.0
    even: float = 0.0
    smallest: float = 0.0
    miss: float = 0.0
    merge: float = 0.0
    outline: float = 0.0
    simplify: float = 0.0
    roundness: float = 1.0
    corner: float = 0.9
    upright: float = 0.0
    close: float = 0.0
    carry_on: float = 0.0
    echo: float = 0.0
    alone: float = 0.0
    tremor: float = 0.0
    offset: float = 0.0
    overshoot: float = 0.0
    lift: float = 0.0
    double: float = 0.0
    repeat: float = 0.0
    hatch: float = 0.0
    hatch_angle: float = 0.8
    stretch: float = 0.0
    slant: float = 0.0
    turn: float = 0.0
    keystone: float = 0.0
    yaw: float = 0.0
    unsteady: float = 0.0
    warp: float = 0.0


def random_hand(rng: np.random.Generator) -> Hand:
    """Somebody: a draw from the range of people. Nobody of the numbered population (`person`) is drawn this way.

    The range was searched for so that the statistics of simulated drawings (`sbir.drawing.statistics`) agree with those of
    real ones of the same photos, on training splits; `python -m benchmarks hands` measures how far that went.
    """

    def about(median: float, spread: float) -> float:
        return float(median * np.exp(rng.normal(0, spread)))

    def sometimes(chance: float, low: float, high: float, otherwise: float = 0.0) -> float:
        return rng.uniform(low, high) if rng.random() < chance else otherwise

    skill, care, haste = rng.uniform(0, 1, 3)
    return Hand(
        detail=rng.uniform(0.36, 1),
        patience=about(np.exp(2.06 + 1.1 * (care - 0.5)), 0.35),
        by_length=rng.uniform(0.25, 0.59),
        by_strength=rng.uniform(0.29, 1.2),
        by_place=rng.normal(0.11, 0.3),
        focus=rng.uniform(0.44, 1),
        even=rng.uniform(0, 0.41),
        smallest=about(0.03, 0.5),
        miss=rng.uniform(0, 0.14) * haste,
        merge=about(0.02 if rng.random() < 0.24 else 0.0077, 0.5),
        outline=sometimes(0.62, 0.4, 1),
        simplify=about(0.017, 0.51) * np.exp(0.25 * (0.5 - care)),
        roundness=sometimes(0.40, 0, 0.4, otherwise=rng.uniform(0.5, 1)),
        corner=rng.uniform(0.7, 1.3),
        upright=rng.uniform(0, 0.078),
        close=about(0.053, 0.3),
        carry_on=sometimes(0.68, 0.059, 0.54),
        echo=sometimes(0.80, 0.13, 0.67),
        alone=rng.uniform(0, 0.13),
        tremor=rng.uniform(0, 0.0029) * (1.5 - skill),
        offset=about(0.0019, 0.51) * (1.5 - skill),
        overshoot=about(0.0063, 0.24) * (0.5 + haste),
        lift=rng.uniform(0, 1),
        double=sometimes(0.18, 0.02, 0.2),
        repeat=sometimes(0.28, 0.15, 0.4),
        hatch=sometimes(0.29, 0.1, 0.6),
        # Most people shade towards the upper right; left-handed ones the other way.
        hatch_angle=rng.normal(0.8, 0.3) * (-1 if rng.random() < 0.12 else 1),
        stretch=rng.normal(0, 0.053),
        slant=rng.normal(0, 0.05),
        turn=rng.normal(0, 0.04),
        keystone=rng.normal(0, 0.06),
        yaw=rng.normal(0, 0.06),
        unsteady=rng.uniform(0.01, 0.06) * (1.5 - skill),
        warp=rng.uniform(0.0041, 0.016) * (1.5 - skill),
    )


@cache
def person(number: int) -> Hand:
    """The simulated person of this number, always the same; numbers 0 to 63 are the population (`PEOPLE_SPLITS`)."""
    return random_hand(np.random.default_rng((_POPULATION, number)))
