"""Teaching the figure network: masks of a large one, what is made of them, and that it learns."""

import zipfile
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto, helper

from sbir.config import FigureConfig, TrainConfig, read_training
from sbir.data import cutouts as cutting
from sbir.data.cutouts import NETWORK, SIDE, cutouts, read_teacher
from sbir.data.labelled import Labelled
from sbir.data.prepared import Prepared
from sbir.drawing import LineWork, on_figure
from sbir.images import on_white
from sbir.learn import figure
from sbir.learn.figure import figures_for, lifted, mask_loss, overlap, train_figure, varied, without_ground
from sbir.model.figure import FigureNet
from sbir.types import InputError


def photo_and_mask(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """A dark disc on coloured noise, and where it is."""
    rng = np.random.default_rng(seed)
    photo = rng.integers(120, 255, (256, 256, 3)).astype(np.uint8)
    mask = np.zeros((256, 256), np.uint8)
    cv2.circle(mask, tuple(int(v) for v in rng.integers(80, 176, 2)), int(rng.integers(40, 70)), 255, -1)
    photo[mask > 0] = rng.integers(0, 60, 3)
    return photo, mask


def teacher_file(path: Path, network: bytes) -> Path:
    """A wheel laid out like the one that is read."""
    with zipfile.ZipFile(path, "w") as out:
        out.writestr(NETWORK, network)
    return path


def darkness() -> bytes:
    """A network that takes what is dark for the thing: 1 where all channels are below the middle."""
    shape = [1, 3, SIDE, SIDE]
    nodes = [
        helper.make_node("ReduceMax", ["input"], ["light"], axes=[1], keepdims=1),
        helper.make_node("Less", ["light", "middle"], ["dark"]),
        helper.make_node("Cast", ["dark"], ["output"], to=TensorProto.FLOAT),
    ]
    graph = helper.make_graph(
        nodes,
        "darkness",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, SIDE, SIDE])],
        [helper.make_tensor("middle", TensorProto.FLOAT, [1], [-0.2])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    return model.SerializeToString()


def test_masks_are_the_teacher_s_and_are_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("SBIR_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(cutting, "_CHUNK", 2)
    teacher = teacher_file(tmp_path / "teacher.whl", darkness())
    photos, masks = (np.stack(part) for part in zip(*map(photo_and_mask, range(3)), strict=True))
    found = cutouts(photos, teacher, "few")
    assert found.shape == masks.shape and found.dtype == np.uint8
    assert ((found > 127) == (masks > 127)).mean() > 0.98
    teacher.unlink()
    assert np.array_equal(cutouts(photos, teacher, "few"), found)
    with pytest.raises(InputError, match="not the wheel of"):
        cutouts(photos[:1], teacher, "few")


def test_a_package_of_another_kind_is_refused(tmp_path):
    (tmp_path / "a.whl").write_bytes(b"no archive")
    with pytest.raises(InputError, match=r"a\.whl: not the wheel of"):
        read_teacher(tmp_path / "a.whl")
    with zipfile.ZipFile(tmp_path / "b.whl", "w"):
        pass
    with pytest.raises(InputError, match=r"b\.whl: not the wheel of"):
        read_teacher(tmp_path / "b.whl")


def test_what_is_done_to_a_photo_is_done_to_its_mask():
    rng = np.random.default_rng(0)
    shares = []
    for seed in range(30):
        seen, wanted = varied(*photo_and_mask(seed), 192, rng)
        assert seen.shape == (192, 192, 3) and seen.dtype == np.uint8 and wanted.shape == (24, 24)
        assert wanted.min() >= 0 and wanted.max() <= 1
        dark = cv2.resize((seen.max(2) < 110).astype(np.float32), (24, 24), interpolation=cv2.INTER_AREA)
        shares.append(np.abs(dark - wanted).mean())
    assert np.median(shares) < 0.02
    other = [varied(*photo_and_mask(1), 192, np.random.default_rng(seed))[1].mean() for seed in range(10)]
    assert np.std(other) > 0.01


def test_the_loss_is_least_where_the_mask_is():
    wanted = torch.zeros(2, 6, 6)
    wanted[:, 2:4, 2:5] = 1
    right, empty, wrong = (
        mask_loss(z, wanted) for z in ((wanted - 0.5) * 20, torch.full((2, 6, 6), -10.0), (0.5 - wanted) * 20)
    )
    assert right < 1e-3 < empty < wrong


@pytest.mark.slow
def test_it_learns_to_find_what_the_teacher_finds(tmp_path, monkeypatch):
    material = {
        name: [np.stack(p) for p in zip(*(photo_and_mask(seed) for seed in seeds), strict=True)]
        for name, seeds in (("some", range(24)), ("others", range(100, 108)))
    }
    monkeypatch.setattr(figure, "_material", lambda name, teacher, count: tuple(part[:count] for part in material[name]))
    monkeypatch.setattr(figure, "_AVERAGE", 0.8)
    config = FigureConfig({"some": 24}, {"others": 8}, steps=40, batch=6, size=64, rate=1e-3)
    untrained = overlap(FigureNet(), *material["others"], 64)
    path, found = train_figure(config, tmp_path)
    assert path.is_file() and found["others"] > max(0.5, untrained + 0.2)


def test_a_training_sees_photos_by_the_network_that_it_names_or_its_start_has(tmp_path, tiny_model):
    def config(**more) -> TrainConfig:
        return TrainConfig(sources=(), val=(), **more)

    assert figures_for(config()) is None
    assert figures_for(config(init=str(tiny_model))) is None
    with pytest.raises(InputError, match="figure network is missing"):
        figures_for(config(figure=str(tmp_path / "none.onnx")))
    (tmp_path / "some.onnx").write_bytes(b"any")
    named = figures_for(config(figure=str(tmp_path / "some.onnx"), init=str(tiny_model)))
    assert named is not None and named.path == tmp_path / "some.onnx"


class Corner:
    """Figures that find the upper left quarter of everything, and nothing else."""

    def find(self, photos):
        found = np.zeros((len(photos), 32, 32), np.float32)
        found[:, :16, :16] = 1
        return found

    def lifted(self, photos):
        return on_white(photos, self.find(photos))


def prepared_of(photos: np.ndarray, work: tuple[LineWork, ...] = ()) -> Prepared:
    photos.flags.writeable = False
    return Prepared(None, photos, (), work)  # type: ignore[arg-type]


def test_photos_of_a_training_lose_their_ground_and_drawings_stay():
    photos = np.stack([photo_and_mask(i)[0] for i in range(5)])
    data = prepared_of(photos)
    half = lifted(data, Corner(), every=2)  # type: ignore[arg-type]
    assert [photo[140:, 140:].min() > 220 for photo in half.photos] == [True, False, True, False, True]
    assert np.array_equal(half.photos[:, :120, :120], photos[:, :120, :120])
    assert np.array_equal(half.photos[1::2], photos[1::2]) and half.whole is photos
    assert lifted(data, None) is data and data.whole is None
    assert (lifted(data, Corner()).photos[:, 140:, 140:] > 220).all()  # type: ignore[arg-type]
    some = Labelled("some", "photo", ("cat",) * 5, photos)
    drawn = replace(some, domain="sketch", pictures=())
    assert (np.asarray(without_ground(some, Corner()).pictures)[:, 140:, 140:] > 220).all()  # type: ignore[arg-type]
    assert without_ground(drawn, Corner()) is drawn and without_ground(some, None) is some  # type: ignore[arg-type]


def test_lines_traced_on_the_ground_go_with_it():
    restless = photo_and_mask(0)[0]
    plain = np.full_like(restless, 200)
    on, off = np.array([[20, 20], [60, 60]], np.float32), np.array([[180, 200], [220, 150]], np.float32)
    work = LineWork(224, (off, on), np.array([0.9, 0.4], np.float32))
    found = lifted(prepared_of(np.stack([restless, plain]), (work, work)), Corner())  # type: ignore[arg-type]
    assert np.array_equal(found.photos[1], plain)
    assert found.work[0].lines == (on,) and found.work[0].strength == pytest.approx([0.4])
    assert found.work[1] is work, "a photo that stays whole keeps its lines"


def test_a_line_stays_where_half_of_it_is_on_the_thing_and_all_do_where_none_is():
    figure = np.zeros((56, 56), np.float32)
    figure[:28] = 1
    inside, rim, across, off = (
        np.linspace(a, b, 50, dtype=np.float32)
        for a, b in (((10, 10), (200, 90)), ((5, 114), (220, 114)), ((50, 60), (50, 224)), ((5, 180), (220, 180)))
    )
    work = LineWork(224, (off, inside, across, rim), np.arange(4, dtype=np.float32))
    kept = on_figure(work, figure)
    assert [line is wanted for line, wanted in zip(kept.lines, (inside, rim), strict=True)] == [True, True]
    assert kept.strength.tolist() == [1, 3]
    assert on_figure(LineWork(224, (off,), np.ones(1, np.float32)), figure).lines == (off,)
    assert on_figure(LineWork(224, (), np.zeros(0, np.float32)), figure).lines == ()


def test_the_preset_is_one_of_a_figure_network():
    config = read_training("train-figure", ("steps=7",))
    assert isinstance(config, FigureConfig) and config.steps == 7 and "sketchy-val" not in config.figures
