"""`python -m benchmarks NAME [--json]`: measure a figure again and keep it in `benchmarks/results/NAME.json`."""

from __future__ import annotations

import argparse
import json
import sys

from benchmarks import (
    ablations,
    adaptation,
    backbone,
    class30,
    doodles,
    everywhere,
    examples,
    figure,
    hands,
    head,
    kinds,
    maps,
    own,
    pacs,
    page,
    regularisers,
    retrieval,
    search,
    stages,
    startup,
    unseen,
    world,
)
from benchmarks.record import about, keep
from sbir.types import InputError

BENCHMARKS = {
    "adaptation": adaptation.measure,
    "backbone": backbone.measure,
    "retrieval": retrieval.measure,
    "search": search.measure,
    "maps": maps.measure,
    "own": own.measure,
    "hands": hands.measure,
    "head": head.measure,
    "world": world.measure,
    "ablations": ablations.measure,
    "doodles": doodles.measure,
    "everywhere": everywhere.measure,
    "examples": examples.measure,
    "figure": figure.measure,
    "kinds": kinds.measure,
    "pacs": pacs.measure,
    "page": page.measure,
    "regularisers": regularisers.measure,
    "stages": stages.measure,
    "startup": startup.measure,
    "unseen": unseen.measure,
    "class30": class30.measure,
}


def main() -> int:
    """Run one benchmark; 0 if it worked, 2 for bad usage or missing data."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", choices=sorted(BENCHMARKS))
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument("--dry", action="store_true", help="do not keep the result")
    args = parser.parse_args()
    try:
        result = BENCHMARKS[args.name]()
    except InputError as error:
        print(f"benchmarks {args.name}: {error}", file=sys.stderr)
        return 2
    text = json.dumps(about() | result, indent=1) if args.dry else keep(args.name, result)
    print(text if args.json else "\n".join(json.dumps(row) for row in result["rows"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
