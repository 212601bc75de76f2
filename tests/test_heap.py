"""What the server needed for a moment does not stay with it."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from benchmarks.browser import ROOT

# Large things for a moment, between small ones that stay, after something as large was freed once.
VISIT = """
import sys
import numpy as np
import runpy

if sys.argv[1] == "yes":
    assert runpy.run_path("sbir/ui/heap.py")["give_large_blocks_back"]()
def resident():
    return int(open("/proc/self/status").read().split("VmRSS:")[1].split()[0]) / 1e3
once = np.ones(500_000, np.float32)
del once
before = resident()
both = [(np.ones(330_000, np.float32), np.ones(25_000, np.float32)) for _ in range(60)]
small = [one for _, one in both]
del both
print(resident() - before)
"""


def grown(help: str) -> float:
    done = subprocess.run([sys.executable, "-c", VISIT, help], capture_output=True, text=True, cwd=ROOT, check=True)
    return float(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the C library is not glibc")
def test_large_blocks_go_back_although_small_ones_stay_between_them() -> None:
    assert grown("yes") < 10 < 60 < grown("no")
