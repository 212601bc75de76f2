"""A whole training, tiny: it learns, resumes to the same numbers, and refuses other settings."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from sbir.config import PRESETS, TrainConfig, read_config, validate
from sbir.data.labelled import Labelled
from sbir.data.pairs import Drawing, PairSet, PhotoFile
from sbir.drawing import draw_traced, random_hand, rasterise, trace
from sbir.learn import last_stage, trainer
from sbir.model.checkpoint import load_learner, read_checkpoint
from sbir.types import InputError
from tests.conftest import picture, write_picture


@pytest.fixture
def config(tmp_path, monkeypatch):
    rng = np.random.default_rng(0)
    photos, drawings = [], []
    for i in range(12):
        path = tmp_path / "photo" / f"{i}.png"
        write_picture(path, picture(i))
        photos.append(PhotoFile(f"thing/{i}", "thing", path))
        sketch = tmp_path / "sketch" / f"{i}.png"
        write_picture(sketch, rasterise(draw_traced(trace(picture(i)), random_hand(rng), rng)))
        drawings.append(Drawing(str(i), f"thing/{i}", "thing", sketch))
    pairs = PairSet("tiny-train", tuple(photos), tuple(drawings))
    monkeypatch.setattr(
        trainer, "read_source", lambda name, without=(): pairs.where(lambda photo: photo.category not in without)
    )
    monkeypatch.setenv("SBIR_CACHE", str(tmp_path / "cache"))
    values = {
        "sources": [{"name": "tiny-train"}],
        "val": ["tiny-train"],
        "model": {"width": 16, "size": 64},
        "episodes": {"tasks": 1, "pairs": 6, "size": 64},
        "epochs": 2,
        "steps": 3,
        "warmup": 2,
        "workers": 0,
        "device": "cpu",
    }
    return validate(TrainConfig, values, "test")


@pytest.mark.slow
def test_training_can_be_cut_and_resumed_to_the_same_numbers(config, tmp_path, monkeypatch):
    whole = trainer.train(config, tmp_path / "whole")
    kept = trainer._keep
    calls = []

    def cut(*args):
        kept(*args)
        calls.append(args)
        raise KeyboardInterrupt

    monkeypatch.setattr(trainer, "_keep", cut)
    with pytest.raises(KeyboardInterrupt):
        trainer.train(config, tmp_path / "cut")
    monkeypatch.setattr(trainer, "_keep", kept)
    trainer.train(config, tmp_path / "cut")
    logs = [[json.loads(line) for line in (tmp_path / run / "log.jsonl").open()] for run in ("whole", "cut")]
    assert [entry["epoch"] for entry in logs[1]] == [1, 2]
    assert logs[0][1]["train"]["loss"] == pytest.approx(logs[1][1]["train"]["loss"], rel=1e-4)
    assert read_checkpoint(whole).notes["categories"] == ["thing"]
    one, two = (load_learner(tmp_path / run / "last") for run in ("whole", "cut"))
    assert torch.allclose(one.head_weight, two.head_weight, atol=1e-5)
    assert list((tmp_path / "whole").glob("events.out.tfevents*"))


@pytest.mark.slow
def test_a_run_with_other_settings_is_not_continued(config, tmp_path):
    trainer.train(validate(TrainConfig, {**_values(config), "epochs": 1}, "test"), tmp_path / "run")
    with pytest.raises(InputError, match="rate"):
        trainer.train(validate(TrainConfig, {**_values(config), "epochs": 1, "rate": 0.5}, "test"), tmp_path / "run")


def _values(config):
    from sbir.config import to_dict

    return to_dict(config)


def test_every_part_of_the_loss_reaches_the_backbone(config):
    torch.manual_seed(0)
    model = trainer.Trained(config, ("thing", "other"))
    rng = np.random.default_rng(0)
    images = torch.from_numpy(rng.integers(0, 256, (2, 1, 6, 64, 64, 3), dtype=np.uint8))
    category, real = torch.zeros(1, 6, dtype=torch.long), torch.ones(1, 6, dtype=torch.bool)
    alone = images[0][0, :3], torch.tensor([1, 1, 0]), torch.tensor([0, 3, 3])
    batch = trainer.TaskBatch(images[0], images[1], category, real, *alone)
    config = replace(config, loss=replace(config.loss, fused=1.0))
    assert model.loss(batch, 2, config)[1]["fused"] == 0, "nothing in the pool yet to be told from"
    model.pool.add(torch.nn.functional.normalize(torch.randn(4, 128), dim=1), torch.zeros(4, dtype=torch.long))
    total, parts = model.loss(batch, 2, config)
    total.backward()
    assert set(parts) >= {"latent", "embedded", "triplet", "plain", "domain", "category", "semantic", "margin", "fused"}
    assert parts["fused"] > 0 and float(model.learner.fusion.gate.weight.grad.abs().sum()) > 0
    trained = [p for p in model.extractor.trunk.parameters() if p.requires_grad]
    assert trained and sum(float(p.grad.abs().sum()) > 0 for p in trained) > 0.9 * len(trained)
    assert float(model.learner.log_rates.grad.abs().sum()) > 0
    assert float(model.category.layer.weight.grad[1].abs().sum()) > 0, "drawings without a photo count in L_C"


@pytest.mark.slow
def test_the_last_stage_changes_margin_and_rates_alone(config, tmp_path, monkeypatch):
    first = trainer.train(config, tmp_path / "first")
    monkeypatch.setattr(last_stage, "read_source", trainer.read_source)
    values = _values(config) | {
        "only": "adaptation",
        "init": str(first),
        "tune": {"steps": 2, "tasks": 2, "pairs": 3, "pooled": 0.0},
    }
    last = trainer.train(validate(TrainConfig, values, "test"), tmp_path / "last")
    one, two = load_learner(first), load_learner(last)
    assert torch.equal(one.head_weight, two.head_weight) and not torch.equal(one.log_rates, two.log_rates)
    assert (first / "extractor.safetensors").read_bytes() == (last / "extractor.safetensors").read_bytes()
    assert read_checkpoint(last).notes["adapted_on"] == ["tiny-train"]
    assert torch.equal(one.fusion.gate.weight, two.fusion.gate.weight), "nothing labelled to fuse"
    rng = np.random.default_rng(0)
    parts = [Labelled("photos", "photo", ("a", "b") * 6, np.stack([picture(i) for i in range(12)]))]
    parts.append(
        Labelled("drawn", "sketch", ("a", "b"), tuple(draw_traced(trace(picture(i)), random_hand(rng), rng) for i in range(2)))
    )
    monkeypatch.setattr(last_stage, "read_labelled", lambda name, without: parts)
    fused = values | {"labelled": ["any"], "fusion": {"steps": 3, "categories": 2}}
    last = trainer.train(validate(TrainConfig, fused, "test"), tmp_path / "fused")
    three = load_learner(last)
    assert not torch.equal(three.fusion.gate.weight, two.fusion.gate.weight) and torch.equal(three.head_weight, two.head_weight)
    assert read_checkpoint(last).notes["fused_on"] == ["any"]
    values["tune"]["pooled"] = 0.5
    mixed = load_learner(trainer.train(validate(TrainConfig, values, "test"), tmp_path / "mixed"))
    assert mixed.head_weight.shape == one.head_weight.shape and not torch.allclose(mixed.head_weight, one.head_weight)


def test_presets_are_valid_and_overrides_are_checked():
    trainings = {preset.stem for preset in PRESETS.glob("train*.yaml")} - {"train-figure"}
    assert len(trainings) > 3
    for preset in trainings:
        assert read_config(TrainConfig, preset).sources
    assert read_config(TrainConfig, "train-small", ("model.stride=16", "epochs=3")).model.stride == 16
    assert read_config(TrainConfig, "train-fine", ("init=",)).init == ""
    with pytest.raises(InputError, match="epochs"):
        read_config(TrainConfig, "train-small", ("epochs=many",))
    with pytest.raises(InputError, match="nonsense"):
        read_config(TrainConfig, "train-small", ("nonsense=1",))
    with pytest.raises(InputError, match="key=value"):
        read_config(TrainConfig, "train-small", ("epochs",))
    with pytest.raises(InputError, match="no preset of that name"):
        read_config(TrainConfig, "nowhere")
