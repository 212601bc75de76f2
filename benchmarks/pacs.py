"""PACS under the DomainBed protocol on two cores: every method, each domain left out, three seeds; ablations; search."""

from __future__ import annotations

from typing import Any

from benchmarks.record import RESULTS
from sbir.config import DomainConfig, read_config
from sbir.evaluate.domainbed import as_config, sweep, table

RUNS = RESULTS / "pacs-runs.jsonl"
# What is taken from ours, and what ERM and the best of the others gain by ours' averaging of weights.
ABLATIONS = (
    ("ours", {"gated": 0}),
    ("ours", {"attend": 0}),
    ("ours", {"gated": 0, "attend": 0}),
    ("ours", {"pool": 0}),
    ("ours", {"pool": 256}),
    ("ours", {"pool": 4096}),
    ("ours", {"lambda": 0}),
    ("ours", {"lambda": 0.03}),
    ("ours", {"lambda": 0.3}),
    ("ours", {"temperature": 0.05}),
    ("ours", {"temperature": 0.2}),
    ("ours", {"average": 1}),
    ("erm", {"average": 0.5}),
    ("sagnet", {"average": 0.5}),
    ("coral", {"average": 0.5}),
)
SEARCHED = ("erm", "coral", "sagnet", "simclr", "ours")


def measure() -> dict[str, Any]:
    """`rows`: the table. `ablations`: rows of other settings, one seed. `search`: two classes and the sketch domain left out of
    training, drawings of those classes searched for in photos, paintings and cartoons. Goes on where it was cut."""
    config = read_config(DomainConfig, "pacs-small")
    rows = table(sweep(config, RUNS))
    search = read_config(DomainConfig, "pacs-small", ("unseen=2", "left_out=[sketch]", f"methods=[{','.join(SEARCHED)}]"))
    found = table(sweep(search, RUNS))
    ablations = []
    for method, settings in ABLATIONS:
        changed = ",".join(f"{key}: {value}" for key, value in settings.items())
        changes = ("seeds=1", f"methods=[{method}]", f"settings={{{changed}}}")
        ablations += table(sweep(read_config(DomainConfig, "pacs-small", changes), RUNS))
    return {
        "command": "python -m benchmarks pacs",
        "config": as_config(config),
        "rows": rows,
        "search": found,
        "ablations": ablations,
    }
