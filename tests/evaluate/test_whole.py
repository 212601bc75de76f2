"""MAML on all parameters under the protocols: with a rate of zero it is the model as it is."""

import numpy as np
import pytest
import torch

from sbir.data.pairs import Drawing, PairSet, PhotoFile
from sbir.data.prepared import prepare
from sbir.drawing import letterbox, rasterise
from sbir.evaluate import whole
from sbir.evaluate.benchmarks import Benchmark
from sbir.evaluate.features import PairFeatures
from sbir.evaluate.whole import whole_ranks
from sbir.model.checkpoint import load_extractor, load_learner
from sbir.model.head import embed_drawings, embed_photos
from tests.conftest import picture, write_picture


@pytest.fixture
def benchmark(tmp_path, monkeypatch):
    monkeypatch.setenv("SBIR_CACHE", str(tmp_path / "cache"))
    photos, drawings = [], []
    for i in range(5):
        path = tmp_path / "hat" / f"{i}.png"
        write_picture(path, picture(i))
        photos.append(PhotoFile(f"hat/{i}", "hat", path))
        drawings += [Drawing(f"hat-{i}-{j}", photos[-1].id, "hat", path) for j in range(2 if i < 4 else 0)]
    return Benchmark("tiny", PairSet("tiny", tuple(photos), tuple(drawings)), "sketchy")


def test_a_rate_of_zero_ranks_as_the_model_does(benchmark, tiny_model, monkeypatch):
    monkeypatch.setattr(whole, "BATCH", 2)
    data = prepare(benchmark.pairs, traced=False, workers=1)
    extractor, learner = load_extractor(tiny_model), load_learner(tiny_model)
    with torch.no_grad():
        drawings = extractor(torch.from_numpy(np.stack([rasterise(sketch, 64) for sketch in data.sketches])))[0]
        photos = extractor(torch.from_numpy(np.stack([letterbox(photo, 64) for photo in data.photos])))[0]
        distances = 2 - 2 * embed_drawings(learner.head, drawings) @ embed_photos(learner.head, photos).T
    features = PairFeatures(drawings, torch.ones(len(drawings), dtype=torch.bool), photos)
    meant = benchmark.photo_rows()
    found = whole_ranks(benchmark, data, features, tiny_model, 1, 1, 0.0, 1, 0.3, device="cpu")
    episodes = benchmark.episodes(0, np.ones(len(drawings), bool))
    assert len(found) == len(episodes) == 2
    for (queries, inside, outside, again, again_rank), episode in zip(found, episodes, strict=True):
        assert (queries == episode.queries).all()
        assert [meant[row] for row in again] == [meant[episode.support[0]]] and again[0] != episode.support[0]
        for rows, ranks in ((queries, inside), (again, again_rank)):
            own = distances[rows, meant[rows]][:, None]
            assert (ranks >= 1 + (distances[rows] < own - 1e-5).sum(1).numpy()).all()
            assert (ranks <= (distances[rows] <= own + 1e-5).sum(1).numpy()).all()
        assert (outside <= inside).all() and (outside >= inside - 1).all()
    moved = whole_ranks(benchmark, data, features, tiny_model, 1, 1, 1e-4, 1, 0.3, signs=True, device="cpu")
    assert any((a[1] != b[1]).any() for a, b in zip(found, moved, strict=True)), "a step on all parameters changes ranks"
    assert any((a[1] < 5).any() for a in moved), "and gives numbers that are finite"
