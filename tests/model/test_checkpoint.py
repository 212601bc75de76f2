"""Models on disk, and word vectors."""

import copy
import json

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from sbir.config import AdaptConfig, ModelConfig
from sbir.model.checkpoint import load_extractor, load_learner, read_checkpoint, save_checkpoint
from sbir.model.extractor import Extractor
from sbir.model.learner import Learner
from sbir.model.words import word_vectors
from sbir.types import InputError


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("checkpoint")
    config = ModelConfig(width=16)
    extractor = Extractor(config).eval()
    learner = Learner(extractor.features, 16)
    save_checkpoint(folder, config, AdaptConfig(), extractor, learner, {"score": 0.5})
    return folder, learner


def test_what_is_saved_is_loaded(saved):
    folder, learner = saved
    checkpoint = read_checkpoint(folder)
    assert checkpoint.model.width == 16 and checkpoint.features == 1280 and checkpoint.notes == {"score": 0.5}
    again = load_learner(folder)
    stored = (value.half().float() if value.ndim > 1 else value for value in learner.head)
    assert all(torch.equal(a, b) for a, b in zip(stored, again.head, strict=True)), "matrices in half precision"
    weights = load_extractor(folder).state_dict()
    assert all(torch.equal(v, v.half().float()) for v in weights.values())


def test_a_matrix_with_a_number_too_large_for_half_precision_is_kept_in_single(saved, tmp_path):
    folder, learner = saved
    large = copy.deepcopy(learner)
    with torch.no_grad():
        large.head_weight[0, 0] = 1e6
    save_checkpoint(tmp_path, ModelConfig(width=16), AdaptConfig(), load_extractor(folder), large, {})
    assert torch.equal(load_learner(tmp_path).head_weight, large.head_weight)


def test_the_fingerprint_is_of_the_weights(saved, tmp_path):
    folder, learner = saved
    other = save_checkpoint(tmp_path, ModelConfig(width=16), AdaptConfig(), load_extractor(folder), learner, {"anything": 1})
    assert other == read_checkpoint(folder).fingerprint
    with torch.no_grad():
        learner.head_bias += 0.1
    assert save_checkpoint(tmp_path, ModelConfig(width=16), AdaptConfig(), load_extractor(folder), learner, {}) != other


def test_damage_is_told_in_words(saved, tmp_path):
    folder, _ = saved
    with pytest.raises(InputError, match="no model here"):
        read_checkpoint(tmp_path)
    about = json.loads((folder / "config.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps(about | {"model": {"width": "x"}}))
    with pytest.raises(InputError, match="width"):
        read_checkpoint(tmp_path)
    (tmp_path / "config.json").write_text(json.dumps(about))
    (tmp_path / "learner.safetensors").write_bytes(b"x" * 50)
    with pytest.raises(InputError, match=r"learner\.safetensors"):
        load_learner(tmp_path)
    state = load_file(folder / "learner.safetensors")
    state["head_bias"][0] = float("nan")
    save_file(state, tmp_path / "learner.safetensors")
    with pytest.raises(InputError, match="not finite"):
        load_learner(tmp_path)


def test_word_vectors_from_npz_and_text(tmp_path):
    np.savez(tmp_path / "w.npz", names=["alarm_clock", "car_(sedan)"], word2vec=np.eye(2, 4, dtype=np.float32))
    vectors, known = word_vectors(tmp_path / "w.npz", ["car_(sedan)", "bear", "alarm_clock"])
    assert known.tolist() == [True, False, True] and vectors[0].tolist() == [0, 1, 0, 0]
    (tmp_path / "glove.txt").write_text("alarm 1 0\nclock 0 1\nzebra 5 5\n")
    vectors, known = word_vectors(tmp_path / "glove.txt", ["alarm_clock", "bear"])
    assert known.tolist() == [True, False] and vectors[0].tolist() == [0.5, 0.5]
    (tmp_path / "bad.npz").write_bytes(b"no")
    with pytest.raises(InputError, match="names"):
        word_vectors(tmp_path / "bad.npz", ["bear"])
