"""Averaging two trained models."""

import pytest
import torch

from sbir.config import AdaptConfig, ModelConfig
from sbir.learn.soup import average
from sbir.model.checkpoint import load_extractor, load_learner, read_checkpoint, save_checkpoint
from sbir.model.extractor import Extractor
from sbir.model.learner import Learner
from sbir.types import InputError


@pytest.fixture
def models(tmp_path):
    folders = [tmp_path / "one", tmp_path / "other"]
    for seed, (folder, categories) in enumerate(zip(folders, (["cat"], ["dog"]), strict=True)):
        torch.manual_seed(seed)
        config = ModelConfig(size=64, width=16)
        extractor = Extractor(config)
        notes = {"categories": categories}
        save_checkpoint(folder, config, AdaptConfig(), extractor, Learner(extractor.features, 16), notes)
    return folders


def test_every_number_lies_between_the_two(models, tmp_path):
    average(*models, 0.25, tmp_path / "out")
    states = [load_extractor(folder).state_dict() for folder in (*models, tmp_path / "out")]
    assert all(torch.allclose(states[2][n], 0.75 * states[0][n] + 0.25 * states[1][n], atol=2e-3) for n in states[0])
    heads = [load_learner(folder).head_weight for folder in (*models, tmp_path / "out")]
    assert torch.allclose(heads[2], (0.75 * heads[0] + 0.25 * heads[1]).half().float(), atol=1e-6)
    about = read_checkpoint(tmp_path / "out")
    assert about.notes["categories"] == ["cat", "dog"]
    assert about.notes["averaged"] == {"with": read_checkpoint(models[0]).fingerprint, "share": 0.25}


def test_a_share_of_one_is_the_second_model(models, tmp_path):
    assert average(*models, 1.0, tmp_path / "out") == read_checkpoint(models[1]).fingerprint


def test_models_that_do_not_fit_and_shares_that_are_none_are_refused(models, tmp_path):
    with pytest.raises(InputError, match="between 0 and 1"):
        average(*models, 1.5, tmp_path / "out")
    extractor = Extractor(ModelConfig(size=64, width=8))
    config = ModelConfig(size=64, width=8)
    save_checkpoint(tmp_path / "small", config, AdaptConfig(), extractor, Learner(extractor.features, 8), {})
    with pytest.raises(InputError, match="different architectures"):
        average(models[0], tmp_path / "small", 0.5, tmp_path / "out")


def test_photos_are_seen_as_by_the_second_model_and_two_ways_of_seeing_do_not_mix(models, tmp_path):
    one, other = models
    figures = [tmp_path / f"{name}.onnx" for name in ("some", "another")]
    seeing = [tmp_path / figure.stem for figure in figures]
    for figure, folder in zip(figures, seeing, strict=True):
        figure.write_bytes(figure.stem.encode())
        about = read_checkpoint(other)
        save_checkpoint(folder, about.model, about.adapt, load_extractor(other), load_learner(other), about.notes, figure)
    average(one, seeing[0], 0.5, tmp_path / "out")
    assert read_checkpoint(tmp_path / "out").figure == read_checkpoint(seeing[0]).figure != ""
    for first, second in (seeing, (seeing[0], one)):
        with pytest.raises(InputError, match="same figure network"):
            average(first, second, 0.5, tmp_path / "out")
