# SPDX-License-Identifier: GPL-3.0-or-later
"""What a category may vary: ranges, choices, and how far apart two settings of them are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Value = float | str
Parameters = Mapping[str, Value]
Condition = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Continuous:
    """A number in [low, high]; it counts in a distance only where `when` holds.

    `when` maps the name of an earlier choice to the options under which this parameter shows.
    """

    low: float
    high: float
    weight: float = 1.0
    when: Condition = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """One of `options`; `given` narrows them by the option an earlier choice took.

    `given = ("kind", {"pump": ("stiletto", "block")})`: a pump has one of these two, others have all.
    `shares` tells how often an option is taken beside the others (1 where it is silent).
    Weight 0 is for what a line drawing does not show (colour, material).
    """

    options: tuple[str, ...]
    weight: float = 1.0
    when: Condition = field(default_factory=dict)
    given: tuple[str, Mapping[str, tuple[str, ...]]] | None = None
    shares: Mapping[str, float] = field(default_factory=dict)

    def allowed(self, earlier: Parameters) -> tuple[str, ...]:
        """Options open after `earlier` choices were made."""
        if self.given is None:
            return self.options
        parent, table = self.given
        return table.get(str(earlier[parent]), self.options)


Space = Mapping[str, Continuous | Choice]


def is_active(condition: Condition, values: Parameters) -> bool:
    """Whether every named choice took one of the options asked for."""
    return all(values[name] in options for name, options in condition.items())


def distance(space: Space, a: Parameters, b: Parameters) -> float:
    """Weighted mean difference in [0, 1] over the parameters that show in both `a` and `b`.

    A choice differs by 0 or 1, a number by its share of the range. What shows in one of the two only is left
    out: the choice that switches it on has been counted already.
    """
    total, weights = 0.0, 0.0
    for name, parameter in space.items():
        if parameter.weight == 0 or not (is_active(parameter.when, a) and is_active(parameter.when, b)):
            continue
        if isinstance(parameter, Choice):
            difference = float(a[name] != b[name])
        else:
            difference = abs(float(a[name]) - float(b[name])) / (parameter.high - parameter.low)
        total += parameter.weight * difference
        weights += parameter.weight
    return total / weights if weights else 0.0
