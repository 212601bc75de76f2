"""The trunk: any torchvision network and our own, folded batch norm, finer maps."""

import numpy as np
import pytest
import torch
import torchvision
from safetensors.torch import save_file

from sbir.config import ModelConfig
from sbir.model.backbone import build_trunk, fold_batch_norm, freeze_to_stride
from sbir.model.edgetpu import MobileNetEdgeTPU
from sbir.model.extractor import Extractor, Mirror
from sbir.types import InputError

SLOW = [pytest.param(name, marks=pytest.mark.slow) for name in ("vgg11_bn", "efficientnet_b0", "densenet121", "regnet_y_400mf")]


@pytest.mark.parametrize("name", ["mobilenet_v2", "resnet18", *SLOW])
def test_any_network_gives_maps_and_folding_changes_nothing(name):
    torch.manual_seed(0)
    network = torchvision.models.get_model(name)
    x = torch.randn(2, 3, 64, 64)
    network.train()
    with torch.no_grad():
        for _ in range(3):
            network(torch.randn(4, 3, 64, 64))
    network.eval()
    part = network.features if hasattr(network, "features") else torch.nn.Sequential(*list(network.children())[:-2])
    with torch.no_grad():
        before = part(x)
        fold_batch_norm(part)
        after = part(x)
    assert torch.allclose(before, after, rtol=1e-3, atol=1e-4 * float(before.abs().max()))
    trunk, channels = build_trunk(name)
    assert trunk(x).shape == (2, channels, 2, 2)


def test_weights_of_the_whole_network_are_read(tmp_path):
    network = torchvision.models.mobilenet_v2()
    save_file(network.state_dict(), tmp_path / "w.safetensors")
    trunk, _ = build_trunk("mobilenet_v2", weights=tmp_path / "w.safetensors")
    x = torch.randn(1, 3, 64, 64)
    with torch.no_grad():
        assert torch.allclose(trunk(x), network.eval().features(x), atol=1e-4)
    with pytest.raises(InputError, match="not weights of resnet18"):
        build_trunk("resnet18", weights=tmp_path / "w.safetensors")
    (tmp_path / "bad.safetensors").write_bytes(b"nonsense")
    with pytest.raises(InputError, match="safetensors"):
        build_trunk("mobilenet_v2", weights=tmp_path / "bad.safetensors")


def test_a_network_that_torchvision_does_not_have_is_built_like_any_other(tmp_path):
    torch.manual_seed(0)
    network = MobileNetEdgeTPU().eval()
    # As published: half precision.
    save_file({name: value.half() for name, value in network.state_dict().items()}, tmp_path / "w.safetensors")
    network.load_state_dict({name: value.half().float() for name, value in network.state_dict().items()})
    trunk, channels = build_trunk("mobilenet_edgetpu", weights=tmp_path / "w.safetensors")
    x = torch.randn(1, 3, 64, 64)
    with torch.no_grad():
        maps = trunk(x)
        assert maps.shape == (1, channels, 2, 2) and channels == 1280
        assert torch.equal(maps, network.features(x))
        assert torch.allclose(network(x), network.classifier(maps.mean((2, 3))))
    freeze_to_stride(trunk, 4)
    frozen = {int(name.split(".")[0]) for name, p in trunk.named_parameters() if not p.requires_grad}
    assert frozen == {0, 2, 3, 4, 5, 6}


@pytest.mark.parametrize(
    "name", ["mobilenet_v2", "resnet18", "mobilenet_edgetpu", pytest.param("vgg11", marks=pytest.mark.slow)]
)
def test_stride_sixteen_gives_maps_twice_as_fine(name):
    trunk, channels = build_trunk(name, stride=16)
    assert trunk(torch.zeros(1, 3, 96, 96)).shape == (1, channels, 6, 6)


def test_names_that_are_none_are_refused_in_words():
    with pytest.raises(InputError, match="no network 'mobilnet'"):
        build_trunk("mobilnet")
    with pytest.raises(InputError, match="convolutional network"):
        build_trunk("vit_b_16")


def test_the_stem_is_frozen_and_the_rest_is_not():
    trunk, _ = build_trunk("mobilenet_v2")
    freeze_to_stride(trunk, 4)
    frozen = [name for name, p in trunk.named_parameters() if not p.requires_grad]
    assert frozen and all(int(name.split(".")[0]) <= 4 for name in frozen)
    assert trunk[18][0].weight.requires_grad


def test_features_have_length_one_and_attention_sums_to_one():
    extractor = Extractor(ModelConfig()).eval()
    torch.nn.init.normal_(extractor.attention.score.weight)
    images = torch.from_numpy(np.random.default_rng(0).integers(0, 256, (3, 96, 96, 3), dtype=np.uint8))
    with torch.no_grad():
        pooled, attention = extractor(images)
    assert pooled.shape == (3, 1280) and attention.shape == (3, 3, 3)
    assert torch.allclose(pooled.norm(dim=1), torch.ones(3))
    assert torch.allclose(attention.sum((1, 2)), torch.ones(3))


def test_two_pictures_seen_with_their_mirror_images_are_as_alike_as_they_are_both_ways_on_average():
    torch.manual_seed(0)
    own, other = torch.rand(2, 2, 6, 4, 4)
    mirror = Mirror(6, 6)
    with torch.no_grad():
        seen = mirror(own, other).mean((2, 3))
    own, other = own.mean((2, 3)), other.mean((2, 3))
    assert seen.shape == (2, 12)
    assert torch.isclose(seen[0] @ seen[1], (own[0] @ own[1] + other[0] @ other[1]) / 2, atol=1e-6)


def test_a_mirrored_picture_has_the_same_mean_the_difference_turned_round_and_its_attention_mirrored():
    torch.manual_seed(0)
    extractor = Extractor(ModelConfig(mirror=8)).eval()
    torch.nn.init.normal_(extractor.attention.score.weight)
    image = torch.from_numpy(np.random.default_rng(0).integers(0, 256, (1, 96, 128, 3), dtype=np.uint8))
    image[:, :, 48:] = 255
    with torch.no_grad():
        pooled, attention = extractor(torch.cat([image, image.flip(2), torch.full_like(image, 255)]))
        alone = Extractor(ModelConfig()).eval()
        alone.load_state_dict(extractor.state_dict(), strict=False)
        whole = alone(torch.cat([image, image.flip(2)]))[1]
    assert pooled.shape == (3, extractor.features) and extractor.features == 1280 + 8
    assert torch.allclose(pooled.norm(dim=1), torch.ones(3))
    assert torch.allclose(pooled[0, :1280], pooled[1, :1280], atol=1e-5)
    assert torch.allclose(pooled[0, 1280:], -pooled[1, 1280:], atol=1e-5) and pooled[0, 1280:].norm() > 0.01
    assert torch.allclose(attention[0], (whole[0] + whole[1].flip(1)) / 2, atol=1e-6)
    assert torch.allclose(attention[0], attention[1].flip(1), atol=1e-6)


def test_attention_weighs_positions_as_the_equation_says():
    extractor = Extractor(ModelConfig()).eval()
    torch.nn.init.normal_(extractor.attention.score.weight)
    maps = torch.rand(2, 1280, 2, 3)
    with torch.no_grad():
        attended, attention = extractor.attention(maps)
    for i in range(2):
        for y in range(2):
            for x in range(3):
                expected = maps[i, :, y, x] * (1 + 6 * attention[i, y, x])
                assert torch.allclose(attended[i, :, y, x], expected, atol=1e-6)
