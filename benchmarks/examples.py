"""What five pairs do for the other drawings of the page's example people, and for people with ordinary habits beside them.

The example people have habits made strong, so that a visitor sees at once what adapting is for. People 56 to 63, from whom
nothing was learned, are measured in the same way: five pairs, twelve other drawings of five kinds of things, photos that
follow from the name. Ranks are among all photos of the gallery, unadapted and adapted; ties count against the photo.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from demo_assets.world.examples import Somebody, example
from sbir.drawing import PEOPLE_SPLITS, person
from sbir.engine import GALLERY, Engine
from sbir.lessons import moved
from sbir.ui.examples import FOLDER, Examples

KINDS = ("bicycle", "chair", "clock", "mug", "shoe")


def measure() -> dict[str, Any]:
    """A row a person: mean rank of the photo meant by their other drawings before and after, and how many went which way."""
    engine = Engine.open()
    rows = _rows(Examples(engine, FOLDER), "example")
    with TemporaryDirectory() as folder:
        (Path(folder) / "examples").mkdir()
        for number in PEOPLE_SPLITS["test"]:
            ordinary = example(GALLERY, Somebody(f"person {number}", "as people do", person(number), KINDS))
            (Path(folder) / "examples" / f"{number}.json").write_text(json.dumps(ordinary))
        rows += _rows(Examples(engine, Path(folder)), "ordinary")
    return {"rows": rows}


def _rows(examples: Examples, habits: str) -> list[dict[str, Any]]:
    taught = {name: examples.taught(name) for name in examples.people}
    return [
        {"person": name, "habits": habits} | {k: round(v, 2) for k, v in asdict(moved(one.before, one.after)).items()}
        for name, one in taught.items()
    ]
