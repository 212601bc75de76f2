"""Does the right kind of thing come up in the shipped gallery when people draw? Quick, Draw! drawings, the shipped model."""

from __future__ import annotations

from typing import Any

from sbir.engine import GALLERY, MODEL
from sbir.evaluate.doodles import doodles


def measure() -> dict[str, Any]:
    """One row over all drawings, with rows by category."""
    return {"command": "python -m benchmarks doodles", "rows": [doodles(MODEL, GALLERY)]}
