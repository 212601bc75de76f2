"""An imitation of Sketchy: two categories of five photos, four of them drawn by three people."""

import pytest

from sbir.config import TuneConfig
from sbir.data.pairs import Drawing, PairSet, PhotoFile
from sbir.evaluate import failures as failing
from sbir.evaluate import methods
from sbir.evaluate import run as running
from sbir.evaluate.benchmarks import Benchmark
from tests.conftest import picture, write_picture


@pytest.fixture
def sketchy(tmp_path):
    photos, drawings = [], []
    for category in ("hat", "cup"):
        for i in range(5):
            path = tmp_path / category / f"{i}.png"
            write_picture(path, picture(i + 5 * (category == "cup")))
            photos.append(PhotoFile(f"{category}/{i}", category, path))
            drawings += [Drawing(f"{category}-{i}-{k}", photos[-1].id, category, path) for k in range(3 if i < 4 else 0)]
    return Benchmark("tiny", PairSet("tiny", tuple(photos), tuple(drawings)), "sketchy")


@pytest.fixture
def tiny_benchmark(sketchy, monkeypatch, tmp_path):
    """The imitation in the place of every set, and methods that are tuned in no time."""
    monkeypatch.setenv("SBIR_CACHE", str(tmp_path / "cache"))
    for module in (running, failing):
        monkeypatch.setattr(module, "read_benchmark", lambda name: sketchy)
    monkeypatch.setattr(methods, "read_source", lambda name: sketchy.pairs)
    monkeypatch.setattr(methods, "TuneConfig", lambda: TuneConfig(steps=2, tasks=1, pairs=3))
    return sketchy
