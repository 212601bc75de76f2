"""Where results are kept, and what is written beside every one of them."""

from __future__ import annotations

import datetime
import json
import os
import platform
import subprocess
from pathlib import Path
from typing import Any

import numpy
import onnxruntime
import torch

RESULTS = Path(__file__).parent / "results"


def keep(name: str, result: dict[str, Any]) -> str:
    """Write a measurement, with what belongs beside it, to `results/NAME.json`; the text of the file."""
    text = json.dumps(about() | result, indent=1)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(text + "\n")
    return text


def about() -> dict[str, Any]:
    """Machine, versions, date and commit of a measurement."""
    return {
        "date": datetime.date.today().isoformat(),
        "commit": _commit(),
        "machine": {"cpu": _cpu(), "cores": os.cpu_count(), "gpu": _gpu(), "python": platform.python_version()},
        "versions": {"torch": torch.__version__, "onnxruntime": onnxruntime.__version__, "numpy": numpy.__version__},
    }


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=RESULTS.parent, check=False
    )
    return done.stdout.strip()


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _gpu() -> str | None:
    return torch.cuda.get_device_name() if torch.cuda.is_available() else None
