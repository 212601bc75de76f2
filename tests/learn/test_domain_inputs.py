"""What a domain-generalisation training feeds to its network."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torchvision.models import mobilenet_v2

from sbir.config import DomainConfig
from sbir.data.domains import DomainSet
from sbir.learn import domain_inputs
from sbir.learn.domain_inputs import Inputs, Normalise


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    torch.manual_seed(0)
    network = mobilenet_v2(weights=None)
    for layer in network.modules():
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.momentum = 1.0
    # A batch in training mode: its statistics keep the signal alive through the layers.
    network(torch.randn(8, 3, 64, 64))
    path = tmp_path_factory.mktemp("weights") / "mobilenet_v2_imagenet.safetensors"
    save_file(network.state_dict(), path)
    return str(path)


@pytest.fixture
def data():
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (5, 73, 73, 3), dtype=np.uint8)
    return DomainSet("noise", ("a", "b"), ("x",), images, np.array([0, 0, 0, 1, 1]), np.zeros(5, np.int64))


@pytest.fixture
def config(weights, tmp_path, monkeypatch):
    monkeypatch.setenv("SBIR_CACHE", str(tmp_path))
    return DomainConfig(backbone_weights=weights, size=64, copies=2)


def test_stored_maps_are_the_frozen_stems(data, config):
    inputs = Inputs(data, config, torch.device("cpu"))
    whole = Inputs(data, replace(config, copies=0), torch.device("cpu"))
    rows = np.array([3, 1])
    stored, fresh = inputs.halves(), whole.halves()
    assert (stored.channels, stored.features) == (fresh.channels, fresh.features) == (96, 1280)
    with torch.no_grad():
        maps = fresh.early(whole.clean(rows))
        assert inputs.clean(rows).shape == maps.shape == (2, 96, 4, 4), "stride 16"
        assert torch.allclose(inputs.clean(rows), maps, atol=2e-3 * float(maps.abs().max()))
        features = stored.late(stored.early(inputs.clean(rows)))
        assert torch.allclose(features, fresh.late(maps), atol=5e-3 * float(features.abs().max()))


def test_each_copy_is_augmented_otherwise_and_kept(data, config, tmp_path):
    inputs = Inputs(data, config, torch.device("cpu"))
    assert inputs.maps is not None and inputs.maps.shape == (3, 5, 96, 4, 4)
    assert not np.allclose(inputs.maps[1], inputs.maps[2]) and not np.allclose(inputs.maps[0], inputs.maps[1])
    (file,) = tmp_path.glob("maps-*.npy")
    before = file.stat().st_mtime_ns
    rng = np.random.default_rng(0)
    batch = Inputs(data, config, torch.device("cpu")).batch(np.zeros(40, np.int64), rng)
    assert file.stat().st_mtime_ns == before, "read back"
    seen = {tuple(row.flatten()[:20].tolist()) for row in batch}
    assert seen == {tuple(inputs.maps[copy, 0].flatten()[:20].astype(np.float32).tolist()) for copy in (1, 2)}


def test_pictures_are_augmented_anew_each_time(data, config):
    inputs = Inputs(data, replace(config, copies=0), torch.device("cpu"))
    one, two = (inputs.batch(np.array([0, 4]), np.random.default_rng(0)) for _ in range(2))
    assert one.shape == (2, 3, 64, 64) and one.dtype == torch.uint8 and not torch.equal(one, two)


def test_line_drawings_go_through_the_same_stem(data, config, monkeypatch):
    drawn = np.stack([np.full((5, 73, 73), shade, np.uint8) for shade in (255, 0)])
    monkeypatch.setattr(domain_inputs, "line_drawings", lambda data, copies: drawn)
    inputs, whole = (Inputs(data, replace(config, copies=copies), torch.device("cpu")) for copies in (2, 0))
    rows = np.zeros(20, np.int64)
    maps = inputs.lines(rows, np.random.default_rng(0))
    pictures = whole.lines(rows, np.random.default_rng(0))
    assert maps.shape == (20, 96, 4, 4) and pictures.shape == (20, 3, 64, 64)
    with torch.no_grad():
        white = whole.halves().early(torch.full((1, 3, 64, 64), 255, dtype=torch.uint8))
    chosen = np.random.default_rng(0).integers(0, 2, 20) == 0
    close = (maps - white).abs().amax((1, 2, 3)) < 5e-3 * float(white.abs().max())
    assert close.tolist() == chosen.tolist(), "each by one of the two hands"


def test_restyled_pictures_take_after_the_domain_that_was_asked_for(data, config):
    inputs, whole = (Inputs(data, replace(config, copies=copies), torch.device("cpu")) for copies in (2, 0))
    rows, domains = np.array([3, 0, 3]), np.array([0, 1, 1])
    stored = inputs.restyled(rows, domains)
    assert stored.shape == (3, 96, 4, 4) and stored.dtype == torch.float32
    assert not torch.equal(stored[0], stored[2]), "the same picture in the style of either domain"
    assert torch.equal(stored, Inputs(data, config, torch.device("cpu")).restyled(rows, domains)), "kept"
    assert whole.restyled(rows, domains).shape == (3, 3, 64, 64)
    for domain, restyled in enumerate(inputs._restyled):
        assert (data.domain[restyled.donor] == domain).all()


def test_normalising_maps_pixels_to_what_the_weights_expect():
    assert Normalise()(torch.tensor([0, 255], dtype=torch.uint8)).tolist() == [-1.0, 1.0]
