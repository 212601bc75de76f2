"""Photos seen without their ground: by the exported figure network, wherever photos become features."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from export.__main__ import main as export_main
from export.onnx_file import export_backbone, export_figure
from sbir.config import AdaptConfig
from sbir.engine import Engine
from sbir.files import FIGURE
from sbir.images import on_white
from sbir.model.checkpoint import figure_file, load_extractor, load_learner, read_checkpoint, save_checkpoint
from sbir.model.figure import FINEST, FigureNet
from sbir.runtime import Backbone, Figures
from sbir.types import InputError, Sketch, Stroke
from tests.conftest import picture, write_picture

pytestmark = pytest.mark.slow

SKETCH = Sketch(100.0, 100.0, (Stroke.of(np.array([[10, 10], [90, 15], [80, 90], [20, 80], [10, 10]], np.float32)),))


def test_what_is_no_figure_fades_to_white():
    before = chequered()
    figure = np.zeros((1, 96, 96), np.float32)
    figure[0, :, 48:] = 1
    image = before.copy()
    lifted = on_white(image, figure)
    assert np.unique(lifted[0, :, :48]).tolist() == [240, 250] and np.array_equal(lifted[0, :, 48:], image[0, :, 48:])
    assert np.array_equal(image, before)
    faint = np.full((1, 96, 96), 0.4, np.float32)
    faint[0, 40:50, 40:50] = 0.6
    half = on_white(image, faint)
    assert half[0, 45, 45, 0] == round(255 + (int(image[0, 45, 45, 0]) - 255) * 0.64)
    assert half[0, 0, 0, 0] == round(255 + (int(image[0, 0, 0, 0]) - 255) * 0.46)


def test_a_picture_without_a_sure_figure_stays_as_it_is():
    images = np.stack([picture(1), picture(2)])
    figures = np.zeros((2, 4, 4), np.float32)
    figures[0] = 0.4
    figures[1, 1, 1] = 1
    lifted = on_white(images, figures)
    assert np.array_equal(lifted[0], images[0])
    assert not np.array_equal(lifted[1], images[1])


@pytest.mark.parametrize("side", [64, 192, 256])
@pytest.mark.parametrize("light", [30, 128, 255])
def test_a_plain_ground_is_left_alone(side, light):
    """Of any brightness, evenly lit or not; what the figure network misses of the thing is not ground to be rid of."""
    slope = np.linspace(0, 40, side)[None, :, None] if light == 128 else 0
    image = (np.full((1, side, side, 3), float(light)) - slope).astype(np.uint8)
    inner = slice(side // 4, -side // 4)
    image[0, inner, inner] = chequered(side)[0, inner, inner]
    figure = np.zeros((1, 24, 24), np.float32)
    figure[0, 6:18, 6:18] = 1
    assert np.array_equal(on_white(image, figure), image)
    image[0, : side // 6] = chequered(side)[0, : side // 6]
    assert not np.array_equal(on_white(image, figure), image)


def test_a_thing_that_fills_its_picture_leaves_no_ground():
    image = chequered()
    assert np.array_equal(on_white(image, np.full((1, 24, 24), 0.9, np.float32)), image)


def restless(seed: int, size: int = 120) -> np.ndarray:
    """A `picture`, but on chequered ground."""
    plain = picture(seed, size)
    return np.where(plain == 235, chequered(size)[0], plain)


@pytest.fixture(scope="module")
def restless_folder(tmp_path_factory) -> Path:
    """Six boxes on chequered ground."""
    folder = tmp_path_factory.mktemp("restless")
    for i in range(6):
        write_picture(folder / "box" / f"{i:02d}.png", restless(i))
    return folder


def chequered(side: int = 96) -> np.ndarray:
    """A picture of squares, a tenth of its side each, 105 and 205: uint8 `[1, side, side, 3]`."""
    cell = np.arange(side) * 10 // side
    squares = np.where((cell[:, None] + cell[None]) % 2 == 1, 205, 105).astype(np.uint8)
    return np.repeat(squares[None, :, :, None], 3, axis=3)


@pytest.fixture(scope="module")
def weights(tmp_path_factory) -> Path:
    torch.manual_seed(3)
    net = FigureNet()
    with torch.no_grad():
        # Untrained, it would say "a half" of everything.
        net.score.weight.mul_(30)
    path = tmp_path_factory.mktemp("figure") / "figure.safetensors"
    save_file({name: value.half().contiguous() for name, value in net.state_dict().items()}, path)
    return path


@pytest.fixture(scope="module")
def exported(weights) -> Path:
    path = weights.with_name("exported.onnx")
    export_figure(weights, path, 64)
    return path


@pytest.fixture(scope="module")
def model(exported, tiny_model, tmp_path_factory) -> Path:
    """The tiny model, but one that sees photos by a figure network."""
    folder = tmp_path_factory.mktemp("seeing")
    about = read_checkpoint(tiny_model)
    save_checkpoint(folder, about.model, AdaptConfig(), load_extractor(tiny_model), load_learner(tiny_model), {}, exported)
    export_backbone(folder, folder / "backbone.onnx")
    return folder


def test_the_export_says_what_torch_says_at_any_size(weights, exported):
    from safetensors.torch import load_file

    net = FigureNet()
    net.load_state_dict({name: value.float() for name, value in load_file(weights).items()})
    images = np.stack([picture(i, 64) for i in range(3)])
    with torch.no_grad():
        expected = net(torch.from_numpy(images)).numpy()
    figures = Figures(exported)
    found = figures.find(images)
    assert found.shape == (3, 64 // FINEST, 64 // FINEST)
    assert np.abs(found - expected).max() < 1e-4 and found.std() > 0.01
    larger = np.stack([picture(i, 128) for i in range(40)])
    assert figures.find(larger).shape == (40, 8, 8)
    assert figures.lifted(larger).shape == larger.shape
    assert len(figures.lifted(larger[:0])) == 0


def test_the_command_exports_it_too(weights, exported, capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["export", "--figure", str(weights)])
    assert export_main() == 0
    assert Figures(weights.with_suffix(".onnx")).find(np.stack([picture(1, 192)])).shape == (1, 24, 24)
    broken = weights.with_name("broken.safetensors")
    broken.write_bytes(b"none")
    monkeypatch.setattr("sys.argv", ["export", "--figure", str(broken)])
    assert export_main() == 2 and "not the weights of a figure network" in capsys.readouterr().err


def test_photos_lose_their_ground_and_drawings_do_not(model, tiny_model):
    whole, seeing = Backbone(tiny_model / "backbone.onnx"), Backbone(model / "backbone.onnx")
    images = np.stack([restless(i, 64) for i in range(4)])
    assert np.array_equal(whole.encode(images).pooled, seeing.encode(images).pooled)
    assert np.array_equal(whole.encode_photos(images).pooled, whole.encode(images).pooled)
    assert whole.lifted(images) is images and whole.figures is None
    assert seeing.figures is not None
    expected = seeing.encode(on_white(images, seeing.figures.find(images))).pooled
    assert np.array_equal(seeing.encode_photos(images).pooled, expected)
    assert np.abs(expected - seeing.encode(images).pooled).max() > 1e-3


def test_a_backbone_exported_elsewhere_takes_its_figure_network_along(model, tmp_path):
    export_backbone(model, tmp_path / "backbone.fp16.onnx", "fp16")
    images = np.stack([restless(i, 64) for i in range(2)])
    here, there = Backbone(model / "backbone.onnx"), Backbone(tmp_path / "backbone.fp16.onnx")
    assert np.array_equal(here.lifted(images), there.lifted(images))
    assert not np.array_equal(there.lifted(images), images)


def test_a_gallery_own_photos_and_outside_photos_are_seen_alike(model, restless_folder, tmp_path):
    Engine.open(model, device="cpu", bare=True).index(restless_folder, tmp_path / "gallery", progress=False)
    engine = Engine.open(model, tmp_path / "gallery", device="cpu")
    row = engine.gallery.index["box/01"]
    own = engine.see_photos("thing", [("a.png", restless(1))])
    assert np.abs(own.features[0] - engine.gallery.pooled[row]).max() < 2e-3
    outside = engine.pair_with_image(engine.query(SKETCH), "x", "thing", restless(1)).photo_feature
    assert outside is not None and np.abs(outside - engine.gallery.pooled[row]).max() < 2e-3
    plain = engine.backbone.encode(engine.photo_image("box/01", 64)[None]).pooled[0]
    assert np.abs(plain - engine.gallery.pooled[row]).max() > 2e-3


def test_attention_is_told_of_what_was_compared(model, restless_folder, tmp_path):
    Engine.open(model, device="cpu", bare=True).index(restless_folder, tmp_path / "gallery", progress=False)
    engine = Engine.open(model, tmp_path / "gallery", device="cpu")
    query, session = engine.query(SKETCH), engine.session()
    [hit] = [hit for hit in engine.retrieve(query, session, top=99).ranked if hit.photo == "box/01"]
    [told] = engine.correspondence(query, "box/01", [session])
    seen = engine.photo_seen("box/01", [session])
    assert seen is not None
    whole = engine.photo_image("box/01", engine.backbone.size)
    assert np.array_equal(seen, engine.backbone.lifted(whole[None])[0]) and not np.array_equal(seen, whole)
    assert engine.photo_seen("box/01", [session], "sketch") is None
    pooled = torch.from_numpy(np.stack([query.feature, engine.gallery.pooled[engine.gallery.index["box/01"]]]))
    from sbir.model.head import embed_drawings, embed_photos

    cosine = float((embed_drawings(session.head, pooled[:1]) * embed_photos(session.head, pooled[1:])).sum())
    assert told.similarity == pytest.approx(cosine, abs=5e-3) and hit.category == "box"


def test_the_network_is_part_of_the_model(model, tiny_model, exported, tmp_path):
    assert read_checkpoint(model).fingerprint != read_checkpoint(tiny_model).fingerprint
    assert figure_file(tiny_model) is None and figure_file(model) == model / FIGURE
    assert (model / FIGURE).read_bytes() == exported.read_bytes()
    about = read_checkpoint(model)
    shutil.copytree(model, tmp_path / "m")
    save_checkpoint(tmp_path / "m", about.model, AdaptConfig(), load_extractor(model), load_learner(model), {})
    assert not (tmp_path / "m" / FIGURE).exists() and read_checkpoint(tmp_path / "m").figure == ""


def test_another_or_no_figure_network_beside_a_backbone_is_refused(model, tmp_path):
    folder = tmp_path / "m"
    shutil.copytree(model, folder)
    (folder / FIGURE).write_bytes((folder / FIGURE).read_bytes() + b"\0")
    with pytest.raises(InputError, match=r"not the figure network of backbone\.onnx"):
        Backbone(folder / "backbone.onnx")
    (folder / FIGURE).unlink()
    with pytest.raises(InputError, match="figure network is missing"):
        Backbone(folder / "backbone.onnx")


def test_a_figure_network_that_is_none_is_told_in_a_sentence(tmp_path):
    path = tmp_path / "figure.onnx"
    path.write_bytes(b"nothing")
    with pytest.raises(InputError, match="ONNX Runtime cannot load it"):
        Figures(path).find(np.stack([picture(1, 64)]))
