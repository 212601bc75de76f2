"""A backbone run view by view computes what the whole graph does, the views at the same time."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, get_ident

import numpy as np
import onnx
import onnxruntime
import pytest

from export.onnx_file import OUTPUTS, export_backbone
from sbir.config import ModelConfig
from sbir.model.checkpoint import read_checkpoint, save_checkpoint
from sbir.model.extractor import Extractor
from sbir.model.learner import Learner
from sbir.runtime import FULL, Backbone
from sbir.runtime.looks import SEEN, VIEWS, WHERE, Looks, in_parts
from sbir.runtime.sessions import CPU, open_session
from tests.conftest import pictures


def opened(graph: bytes | Path, threads: int = 1) -> onnxruntime.InferenceSession:
    return open_session(graph, [CPU], threads)


@pytest.fixture
def path(tiny_model):
    return tiny_model / FULL


@pytest.fixture
def looks(path):
    return Looks(onnx.load(path), 2, opened)


def test_view_by_view_the_outputs_are_those_of_the_whole_graph(path, looks, rng):
    whole = opened(path)
    for count in (1, 3):
        images = pictures(rng, count)
        for expected, found in zip(whole.run(OUTPUTS, {"images": images}), looks.run(OUTPUTS, {"images": images}), strict=True):
            assert found.shape == expected.shape and np.abs(found - expected).max() < 1e-5
    [attention] = looks.run(["attention"], {"images": images})
    assert attention.shape[0] == 3


def test_a_picture_and_its_mirror_image_are_looked_at_at_the_same_time_by_two_threads(looks, rng, monkeypatch):
    real, both, threads = looks._look, Barrier(2), set()

    class Look:
        def run(self, outputs, inputs):
            both.wait(timeout=20)
            threads.add(get_ident())
            return real.run(outputs, inputs)

    monkeypatch.setattr(looks, "_look", Look())
    looks.run(["pooled"], {"images": pictures(rng, 1)})
    assert len(threads) == 2


def test_who_asks_at_the_same_time_gets_their_own(path, looks, rng):
    whole, asked = opened(path), [pictures(rng, 1) for _ in range(16)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda images: looks.run(["pooled"], {"images": images})[0], asked))
    for images, pooled in zip(asked, found, strict=True):
        assert np.abs(pooled - whole.run(["pooled"], {"images": images})[0]).max() < 1e-5


def test_a_look_that_fails_fails_the_call(looks, rng, monkeypatch):
    monkeypatch.setattr(looks, "_seen", lambda view: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        looks.run(["pooled"], {"images": pictures(rng, 1)})


def test_the_backbone_runs_in_parts_where_there_are_threads_for_it(path):
    assert isinstance(Backbone(path, "cpu", threads=2)._session, Looks)
    assert isinstance(Backbone(path, "cpu", threads=1)._session, onnxruntime.InferenceSession)


def test_a_graph_that_sees_one_view_or_does_not_say_is_run_whole(tiny_model, path, tmp_path, rng):
    graph = onnx.load(path)
    assert in_parts(graph) and {VIEWS, SEEN, WHERE}.isdisjoint(value.name for value in graph.graph.output)
    del graph.graph.value_info[:]
    onnx.save(graph, tmp_path / "old.onnx")
    config = ModelConfig(size=64, width=16)
    about = read_checkpoint(tiny_model)
    save_checkpoint(tmp_path / "one", config, about.adapt, Extractor(config), Learner(1280, 16), {})
    export_backbone(tmp_path / "one", tmp_path / "one" / FULL)
    for file in (tmp_path / "old.onnx", tmp_path / "one" / FULL):
        backbone = Backbone(file, "cpu", threads=2)
        assert not isinstance(backbone._session, Looks) and backbone.encode(pictures(rng, 2)).pooled.shape[0] == 2
