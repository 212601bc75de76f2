"""Where the backbone runs and why, with buffers that stay on the device, and with as many threads as there are cores to use."""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import numpy as np
import onnxruntime
import pytest

import app
from export.onnx_file import export_backbone
from sbir import cli
from sbir.drawing import rasterise, sketch_from_json
from sbir.engine import GALLERY, MODEL, Engine
from sbir.files import ASSETS
from sbir.gallery.store import open_gallery
from sbir.runtime import DEVICES, FULL, HALF, Backbone, backbone_file, default_threads, providers
from sbir.runtime.bound import KEPT_SIZES, Bound, _Buffers
from sbir.types import InputError
from tests.conftest import pictures


@pytest.fixture
def path(tiny_model):
    return tiny_model / FULL


def pretend(monkeypatch, built: list[str], gpu: bool) -> None:
    """This machine with other providers built in, and with or without a GPU."""
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: built)
    monkeypatch.setattr(onnxruntime, "preload_dlls", lambda: None)
    monkeypatch.setitem(sys.modules, "torch", SimpleNamespace(cuda=SimpleNamespace(is_available=lambda: gpu)))


def bound_on_the_cpu(path) -> Bound:
    return Bound(onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"]), "cpu", 64)


def test_features_through_kept_buffers_are_the_same_and_ones_own(path, rng):
    plain, bound = Backbone(path, "cpu"), bound_on_the_cpu(path)
    for count in (1, 3, 1):
        images = pictures(rng, count)
        expected, found = plain.encode(images), bound.run(images)
        kept = [value.copy() for value in found]
        bound.run(pictures(rng, count))
        for mine, copy, right in zip(found, kept, expected, strict=True):
            assert np.abs(mine - right).max() < 1e-5 and np.array_equal(mine, copy), "the next run leaves it as it is"


def test_kept_buffers_are_few(path, rng):
    bound = bound_on_the_cpu(path)
    for count in range(1, KEPT_SIZES + 4):
        bound.run(pictures(rng, count))
    assert len(bound._buffers) == KEPT_SIZES and next(reversed(bound._buffers)) == KEPT_SIZES + 3


def test_threads_that_share_buffers_get_their_own_answers(path, rng, monkeypatch):
    plain, bound = Backbone(path, "cpu"), bound_on_the_cpu(path)
    real, inside = _Buffers.run, []

    def slow(buffers, session, images):
        inside.append(len(inside))
        time.sleep(0.005)
        assert len(inside) == 1, "one at a time"
        found = real(buffers, session, images)
        inside.clear()
        return found

    monkeypatch.setattr(_Buffers, "run", slow)
    asked = [pictures(rng, 1) for _ in range(12)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(bound.run, asked))
    for images, (pooled, _) in zip(asked, found, strict=True):
        assert np.abs(pooled - plain.encode(images).pooled).max() < 1e-5


def test_providers_come_best_first_with_a_reason_for_what_is_missing(monkeypatch, path):
    cpu, cuda, tensorrt = "CPUExecutionProvider", "CUDAExecutionProvider", "TensorrtExecutionProvider"
    names = lambda device: [one if isinstance(one, str) else one[0] for one in providers(device, path)[0]]  # noqa: E731
    pretend(monkeypatch, [cpu], gpu=True)
    assert names("cuda") == [cpu] and "no CUDA provider" in providers("cuda", path)[1]
    pretend(monkeypatch, [tensorrt, cuda, cpu], gpu=False)
    assert names("auto") == [cpu] and "no NVIDIA GPU" in providers("auto", path)[1]
    assert providers("cpu", path) == ([cpu], "")
    pretend(monkeypatch, [tensorrt, cuda, cpu], gpu=True)
    assert names("auto") == names("cuda") == [cuda, cpu] and providers("cuda", path)[1] == ""
    assert names("tensorrt") == [tensorrt, cuda, cpu]
    assert providers("tensorrt", path)[0][0][1]["trt_fp16_enable"] == "0"
    assert providers("tensorrt", path.with_name(HALF))[0][0][1]["trt_fp16_enable"] == "1"
    pretend(monkeypatch, [cuda, cpu], gpu=True)
    assert names("tensorrt") == [cuda, cpu] and "CUDA is used" in providers("tensorrt", path)[1]


@pytest.mark.parametrize("device", ["cuda", "tensorrt"])
def test_a_gpu_that_was_asked_for_by_name_and_is_not_there_is_refused(monkeypatch, path, device):
    pretend(monkeypatch, ["TensorrtExecutionProvider", "CUDAExecutionProvider", "CPUExecutionProvider"], gpu=False)
    with pytest.raises(InputError, match="no GPU can be used: no NVIDIA GPU was found"):
        Backbone(path, device)
    assert Backbone(path, "auto").fallback == "no NVIDIA GPU was found"


def test_a_provider_that_does_not_start_is_named(monkeypatch, path):
    monkeypatch.setattr(
        "sbir.runtime.backbone.providers", lambda device, path: (["CUDAExecutionProvider", "CPUExecutionProvider"], "")
    )
    real = onnxruntime.InferenceSession
    monkeypatch.setattr(onnxruntime, "InferenceSession", lambda path, options, providers: real(path, options, providers[-1:]))
    backbone = Backbone(path, "auto")
    assert backbone.provider == "CPUExecutionProvider" and "CUDAExecutionProvider could not be started" in backbone.fallback
    with pytest.raises(InputError, match="could not be started"):
        Backbone(path, "cuda")


def test_a_graph_that_cannot_be_captured_is_told_and_done_without(path, rng):
    backbone = Backbone(path, "cpu")
    backbone._open = lambda *_, **__: onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    assert backbone._captured() is None and not backbone.cuda_graph
    assert backbone.fallback.startswith("no CUDA graph could be captured")
    assert backbone.encode(pictures(rng, 1)).pooled.shape[0] == 1


def test_single_pictures_go_where_the_graph_is(path, rng):
    backbone, asked = Backbone(path, "cpu"), []
    single = bound_on_the_cpu(path)
    backbone._single = SimpleNamespace(run=lambda images: asked.append(len(images)) or single.run(images))
    one, three = pictures(rng, 1), pictures(rng, 3)
    assert backbone.encode(one).pooled.shape[0] == 1 and backbone.encode(three).pooled.shape[0] == 3
    assert asked == [1] and backbone.cuda_graph


def test_half_precision_is_taken_where_a_gpu_is_asked_for_by_name(tmp_path):
    assert {device: backbone_file(tmp_path, device).name for device in DEVICES} == dict.fromkeys(DEVICES, FULL)
    (tmp_path / HALF).touch()
    assert [backbone_file(tmp_path, device).name for device in DEVICES] == [FULL, FULL, HALF, HALF]


def test_threads_follow_the_cores_that_may_be_used(monkeypatch, tmp_path, path):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(16)), raising=False)
    limit = tmp_path / "cpu.max"
    monkeypatch.setattr("sbir.runtime.sessions._CGROUP", limit)
    assert default_threads() == 4
    for text, expected in (("200000 100000", 2), ("50000 100000", 1), ("max 100000", 4), ("nonsense", 4), ("1 0", 4)):
        limit.write_text(text)
        assert default_threads() == expected
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3}, raising=False)
    assert default_threads() == 1
    assert Backbone(path, "cpu").threads == 1 and Backbone(path, "cpu", threads=2).threads == 2


def test_the_run_is_told_with_precision_and_threads(tiny_engine):
    info = tiny_engine.info()
    assert info["precision"] == "fp32" and info["threads"] == tiny_engine.backbone.threads >= 1
    assert {"provider", "fallback"} <= set(info)


def test_every_device_can_be_asked_for(capsys):
    for device in DEVICES:
        assert app._parser().parse_args(["--device", device]).device == device
        assert cli._parser().parse_args(["info", "--device", device]).device == device


def meant_ranks(pooled: np.ndarray, meant: list[str], engine: Engine) -> list[int]:
    """The rank of each drawing's own photo in the shipped gallery, drawings given as pooled features `[n, d]`."""
    start = engine.session()
    return [engine.ranks_of(feature, start, [photo])[0] for feature, photo in zip(pooled, meant, strict=True)]


def demo_drawings(size: int) -> tuple[np.ndarray, list[str]]:
    """The shipped drawings of simulated people as pictures, and the photo that each stands for."""
    files = sorted((ASSETS / "drawings").glob("person-*/*-*.json"))
    drawn = np.stack([rasterise(sketch_from_json(file.read_text()), size) for file in files])
    return drawn, [file.stem.replace("-", "/") for file in files]


@pytest.mark.slow
def test_half_precision_ranks_the_shipped_drawings_alike(tmp_path):
    export_backbone(MODEL, tmp_path / HALF, "fp16")
    full, half = Backbone(MODEL / FULL, "cpu"), Backbone(tmp_path / HALF, "cpu")
    assert (full.precision, half.precision) == ("fp32", "fp16")
    drawn, meant = demo_drawings(full.size)
    engine = Engine(full, MODEL, open_gallery(GALLERY))
    one, two = (meant_ranks(backbone.encode(drawn).pooled, meant, engine) for backbone in (full, half))
    assert len(meant) >= 20 and np.mean([a == b for a, b in zip(one, two, strict=True)]) >= 0.99


def on_a_gpu():
    import torch

    if not torch.cuda.is_available():
        pytest.skip("no NVIDIA GPU was found")


@pytest.mark.gpu
@pytest.mark.parametrize("options", [{"bind": False}, {"bind": True}, {"bind": True, "cuda_graph": True}])
def test_on_a_gpu_every_way_agrees_with_the_cpu(path, rng, options):
    on_a_gpu()
    gpu, cpu = Backbone(path, "cuda", **options), Backbone(path, "cpu")
    assert gpu.provider == "CUDAExecutionProvider" and gpu.cuda_graph == options.get("cuda_graph", False), gpu.fallback
    for count in (1, 4, 1, 2):
        images = pictures(rng, count)
        for found, expected in zip(gpu.encode(images), cpu.encode(images), strict=True):
            assert np.abs(found - expected).max() < 1e-4
        assert np.abs(gpu.patches(images) - cpu.patches(images)).max() < 1e-2


@pytest.mark.gpu
def test_on_a_gpu_half_precision_ranks_the_shipped_drawings_alike(tmp_path):
    on_a_gpu()
    export_backbone(MODEL, tmp_path / HALF, "fp16")
    full, half = Backbone(MODEL / FULL, "cpu"), Backbone(tmp_path / HALF, "cuda")
    drawn, meant = demo_drawings(full.size)
    engine = Engine(full, MODEL, open_gallery(GALLERY))
    one, two = (meant_ranks(backbone.encode(drawn).pooled, meant, engine) for backbone in (full, half))
    assert np.mean([a == b for a, b in zip(one, two, strict=True)]) >= 0.99


@pytest.mark.gpu
def test_on_a_gpu_tensorrt_runs_or_says_why_not(path, rng):
    on_a_gpu()
    backbone = Backbone(path, "tensorrt")
    assert backbone.provider == "TensorrtExecutionProvider" or backbone.fallback
    images = pictures(rng, 2)
    assert np.abs(backbone.encode(images).pooled - Backbone(path, "cpu").encode(images).pooled).max() < 1e-3
