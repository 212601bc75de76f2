"""torch and the exported graph agree; the runtime says what it runs on."""

import numpy as np
import onnx
import pytest

from export.__main__ import main
from export.onnx_file import check_parity, export_backbone
from sbir.engine import GALLERY, MODEL
from sbir.gallery.build import lines_of
from sbir.gallery.store import open_gallery
from sbir.runtime import Backbone
from sbir.types import InputError
from tests.conftest import pictures


def test_torch_and_onnx_agree_to_1e_4(tiny_model):
    for batch in (1, 5):
        assert max(check_parity(tiny_model, tiny_model / "backbone.onnx", batch).values()) < 1e-4


def test_the_shipped_backbone_is_the_shipped_checkpoint():
    differences = check_parity(MODEL, MODEL / "backbone.onnx", 2)
    assert max(differences.values()) < 1e-4
    assert (MODEL / "backbone.onnx").stat().st_size < 8 * 2**20


def test_the_file_holds_no_path_of_the_machine_it_was_made_on(tiny_model):
    proto = onnx.load(tiny_model / "backbone.onnx")
    notes = [node.doc_string + "".join(p.value for p in node.metadata_props) for node in proto.graph.node]
    assert not any(notes)
    data = (tiny_model / "backbone.onnx").read_bytes()
    assert b"/site-packages/" not in data and b".py" not in data


def test_the_patches_are_what_is_pooled(tiny_model, rng):
    backbone = Backbone(tiny_model / "backbone.onnx", "cpu")
    images = pictures(rng, 3)
    patches, features = backbone.patches(images), backbone.encode(images)
    assert patches.shape == (3, *features.attention.shape[1:], features.pooled.shape[1]) and patches.dtype == np.float32
    mean = patches.mean((1, 2))
    assert np.abs(mean / np.linalg.norm(mean, axis=1, keepdims=True) - features.pooled).max() < 1e-6


def without_patches(path, out):
    """The file as it was exported before patches were an output."""
    proto = onnx.load(path)
    proto.graph.output.pop()
    onnx.save(proto, out)
    return out


def test_a_file_without_patches_is_still_searched_with_and_says_what_it_lacks(tiny_model, tmp_path, rng):
    old = Backbone(without_patches(tiny_model / "backbone.onnx", tmp_path / "old.onnx"), "cpu")
    images = pictures(rng, 2)
    new = Backbone(tiny_model / "backbone.onnx", "cpu")
    assert all(np.array_equal(a, b) for a, b in zip(old.encode(images), new.encode(images), strict=True))
    with pytest.raises(InputError, match="run python -m export again"):
        old.patches(images)


@pytest.mark.slow
def test_half_precision_ranks_the_shipped_gallery_alike(tmp_path):
    export_backbone(MODEL, tmp_path / "half.onnx", "fp16")
    full, half = Backbone(MODEL / "backbone.onnx", "cpu"), Backbone(tmp_path / "half.onnx", "cpu")
    gallery = open_gallery(GALLERY)
    lines = [lines_of(gallery.image(photo.id, 256), full.size) for photo in gallery.photos[::6]]
    one, two = (backbone.encode(np.stack(lines)).pooled for backbone in (full, half))
    assert two.dtype == np.float32 and (one * two).sum(1).min() > 0.9999
    first = [np.argsort(-pooled @ gallery.pooled.T, axis=1)[:, 0] for pooled in (one, two)]
    assert (first[0] == first[1]).all()


def test_the_batch_does_not_change_the_features(tiny_model, rng):
    backbone = Backbone(tiny_model / "backbone.onnx", "cpu")
    images = pictures(rng, 5)
    together = backbone.encode(images)
    alone = [backbone.encode(image[None]) for image in images]
    assert np.abs(together.pooled - np.concatenate([a.pooled for a in alone])).max() < 1e-5
    assert np.allclose(together.attention.sum((1, 2)), 1, atol=1e-5)


def test_the_runtime_says_which_provider_it_uses_and_why(tiny_model):
    cpu = Backbone(tiny_model / "backbone.onnx", "cpu")
    assert cpu.provider == "CPUExecutionProvider" and cpu.fallback == ""
    auto = Backbone(tiny_model / "backbone.onnx")
    assert auto.provider == "CUDAExecutionProvider" or auto.fallback
    with pytest.raises(InputError, match="no device 'tpu'"):
        Backbone(tiny_model / "backbone.onnx", "tpu")


def test_a_missing_or_broken_file_is_told_in_words(tiny_model, tmp_path):
    with pytest.raises(InputError, match="missing"):
        Backbone(tmp_path / "backbone.onnx")
    (tmp_path / "backbone.onnx").write_bytes(b"nonsense")
    with pytest.raises(InputError, match="cannot load"):
        Backbone(tmp_path / "backbone.onnx", "cpu")


@pytest.mark.gpu
def test_the_gpu_agrees_with_the_cpu(tiny_model, rng):
    import torch

    if not torch.cuda.is_available():
        pytest.skip("no NVIDIA GPU was found")
    gpu, cpu = Backbone(tiny_model / "backbone.onnx", "cuda"), Backbone(tiny_model / "backbone.onnx", "cpu")
    images = pictures(rng, 3)
    assert gpu.provider == "CUDAExecutionProvider"
    assert np.abs(gpu.encode(images).pooled - cpu.encode(images).pooled).max() < 1e-3


@pytest.mark.slow
def test_the_command_checks_and_refuses(tiny_model, tmp_path, monkeypatch, capsys):
    out = tmp_path / "b.onnx"
    monkeypatch.setattr("sys.argv", ["export", "--model", str(tiny_model), "--out", str(out), "--check"])
    assert main() == 0 and out.is_file()
    monkeypatch.setattr("sys.argv", ["export", "--model", str(tmp_path / "nowhere")])
    assert main() == 2
    assert "no model here" in capsys.readouterr().err
