"""PACS under the DomainBed protocol on two cores: every method, each domain left out, three seeds; ablations; search."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.record import RESULTS, keep
from sbir.config import DomainConfig, read_config
from sbir.data.domains import DOMAINS
from sbir.evaluate.domainbed import SELECTIONS, as_config, cross_validated, gathered, sweep, table

Runs = Callable[[DomainConfig, Path], list[dict[str, Any]]]
RUNS = RESULTS / "pacs-runs.jsonl"
# What is taken from ours, and what others gain by what ours has besides its loss: line drawings, averaged weights, spectra.
_BESIDE = {"lines": 1, "average": 0.5, "spectra": 0.5}
ABLATIONS = (
    ("erm", {"lines": 1, "average": 0.5}),
    ("erm", _BESIDE),
    ("sagnet", _BESIDE),
    ("ours", {"spectra": 0}),
    ("ours", {"styles": 0}),
    ("ours", {"lines": 0}),
    ("ours", {"lambda": 0}),
    ("ours", {"average": 1}),
    ("ours", {"gated": 0, "attend": 0}),
    ("ours", {"pool": 0}),
    ("ours", {"gated": 0}),
    ("ours", {"attend": 0}),
    ("ours", {"pool": 256}),
    ("ours", {"lambda": 0.3}),
    ("ours", {"temperature": 0.05}),
    ("ours", {"temperature": 0.2}),
)
# What ours might be, judged with two domains left out.
CHOICES = (
    ("ours", {"styles": 0, "spectra": 0}),
    ("ours", {"styles": 0.5, "spectra": 0}),
    ("ours", {"styles": 1, "spectra": 0}),
    ("ours", {"styles": 0, "spectra": 0.5}),
    ("ours", {"styles": 0.5, "spectra": 0.5}),
    ("ours", {"styles": 0.5, "spectra": 1}),
    ("ours", {"styles": 1, "spectra": 0.5}),
    ("sagnet", {}),
)
SEARCHED = ("erm", "coral", "sagnet", "simclr", "ours")


def measure(runs: Runs = sweep) -> dict[str, Any]:
    """`rows`: the table. `choice`: settings judged on pairs of domains left out, by which those of ours were taken. `search`:
    two classes and the sketch domain left out of training, drawings of those classes searched for in photos, paintings and
    cartoons. `ablations`: rows of other settings, one seed, to be held against `first_seed`, what ours and ERM have there. Goes
    on where it was cut; with `runs` `gathered` it takes what is there."""
    config = read_config(DomainConfig, "pacs-small")
    done = runs(config, RUNS)
    first = table(run for run in done if run["seed"] == 0 and run["method"] in ("erm", "ours"))
    search = read_config(DomainConfig, "pacs-small", ("unseen=2", "left_out=[sketch]", f"methods=[{','.join(SEARCHED)}]"))
    pairs = ",".join("+".join(pair) for pair in itertools.combinations(DOMAINS[config.data], 2))
    choice = [run for one in CHOICES for run in runs(_changed(*one, f"left_out=[{pairs}]"), RUNS)]
    ablations = [row for one in ABLATIONS for row in table(runs(_changed(*one), RUNS))]
    return {
        "command": "python -m benchmarks pacs",
        "config": as_config(config),
        "rows": table(done),
        "first_seed": [row for row in first if row["selection"] == SELECTIONS[0]],
        "choice": cross_validated(choice),
        "search": table(runs(search, RUNS)),
        "ablations": ablations,
    }


def _changed(method: str, settings: Mapping[str, float], *changes: str) -> DomainConfig:
    changed = ",".join(f"{key}: {value}" for key, value in settings.items())
    every = ("seeds=1", f"methods=[{method}]", f"settings={{{changed}}}", *changes)
    return read_config(DomainConfig, "pacs-small", every)


if __name__ == "__main__":
    # `python -m benchmarks.pacs`: the tables of what is there, while a sweep still runs.
    keep("pacs", measure(gathered))
