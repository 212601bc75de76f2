"""The comparison of F with and without a stage, its trainings replaced by models that are there."""

import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from benchmarks import arms, head, regularisers, stages, unseen
from sbir.model.checkpoint import load_learner, read_checkpoint
from sbir.types import InputError

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Checkpoint:
    """What is asked of a model here."""

    notes: dict[str, list[str]]


@pytest.fixture
def trained(tiny_benchmark, tiny_model, monkeypatch, tmp_path):
    """What was asked to be trained and averaged; every model of it is the tiny one."""
    asked = []

    def train(config, run: Path) -> Path:
        asked.append((run.name, Path(config.init).name, config.loss.fused, config.only))
        for name in ("best", "last"):
            shutil.copytree(tiny_model, run / name, dirs_exist_ok=True)
        return run / "best"

    for module in (arms, head, regularisers, stages, unseen):
        monkeypatch.setattr(module, "RUNS", tmp_path / "runs")
    monkeypatch.setattr(arms, "START", tmp_path / "runs" / "lifted")
    for module in (arms, regularisers, stages, unseen):
        monkeypatch.setattr(module, "train", train)
    monkeypatch.setattr(arms, "need", lambda path, what: path)
    monkeypatch.setattr(stages, "average", lambda one, other, share, out: asked.append((out.name, other.parent.name, share)))
    monkeypatch.setattr(arms, "export_backbone", lambda model, out: None)
    monkeypatch.setattr(arms, "read_benchmark", lambda name: tiny_benchmark)
    return asked


def test_what_the_last_stage_began_with_is_made_of_the_shipped_f_and_the_kept_head(tmp_path):
    made = arms.start(tmp_path / "lifted")
    about, shipped = read_checkpoint(made), read_checkpoint(arms.MODEL)
    assert about.fingerprint == read_checkpoint(arms.KEPT).fingerprint, "the very numbers that training gave"
    assert (about.model.mirror, load_learner(made).width, about.figure) == (0, 256, shipped.figure)
    written = (made / "config.json").stat().st_mtime_ns
    assert arms.start(made) == made and (made / "config.json").stat().st_mtime_ns == written, "what is there stays"


def test_a_kept_head_of_another_f_is_not_taken_for_its_start(tmp_path):
    kept, about = tmp_path / "kept", json.loads((arms.KEPT / "config.json").read_text())
    shutil.copytree(arms.KEPT, kept)
    (kept / "config.json").write_text(json.dumps(about | {"fingerprint": "0" * 16}))
    with pytest.raises(InputError, match="not of the F that is shipped"):
        arms.start(tmp_path / "lifted", kept)
    with pytest.raises(InputError):
        read_checkpoint(tmp_path / "lifted")


def test_the_arms_differ_by_the_contrast_alone(trained):
    stages.measure()
    assert trained[0] == ("stage-none", arms.START.name, 0.0, "adaptation")
    plain, fused = trained[1:5], trained[5:9]
    assert plain == [
        ("stage-plain", arms.START.name, 0.0, "all"),
        ("stage-plain-fine", "last", 0.0, "all"),
        ("stage-plain-average", "stage-plain-fine", 0.5),
        ("stage-plain-adapted", "stage-plain-average", 0.0, "adaptation"),
    ]
    assert fused[0] == ("stage-fused", arms.START.name, 0.3, "all")
    assert [(one[0].replace("fused", "plain"), *one[2:]) for one in fused[1:]] == [(one[0], *one[2:]) for one in plain[1:]]


def test_the_same_f_in_every_arm_differs_by_nothing(trained):
    result = stages.measure()
    assert len(result["rows"]) == len(stages.NAMES) * len(arms.METHODS) * 3
    for row in result["rows"]:
        assert set(row["against"]) == {stages.BEGAN, stages.WITHOUT, stages.WITH} - {row["f"]}
        assert all(one == {"difference": 0.0, "ci95": [0.0, 0.0], "p": 1.0} for one in row["against"].values())
        assert 0 <= row["ci95"][0] <= row["acc@1"] <= row["acc@5"] <= 1


def test_short_trainings_differ_by_one_setting_and_are_held_against_none_changed(trained, monkeypatch):
    given = []
    pretended = regularisers.train
    monkeypatch.setattr(regularisers, "train", lambda config, run: given.append(config) or pretended(config, run))
    result = regularisers.measure()
    plain = given[0]
    assert plain.steps == 100 and plain.loss.domain > 0 and plain.loss.latent_triplet == 0
    assert given[1] == replace(plain, seed=1)
    assert given[3] == replace(plain, loss=replace(plain.loss, domain=0.0))
    assert given[7] == replace(plain, model=replace(plain.model, width=16))
    assert len(given) == len(regularisers.ARMS)
    rows = [row for row in result["rows"] if row["f"] == regularisers.UNCHANGED]
    assert rows and all(row["against"] == {} for row in rows)
    assert all(set(row["against"]) == {regularisers.UNCHANGED} for row in result["rows"] if row not in rows)


def test_heads_differ_by_one_part_of_the_last_stage_more_at_a_time(trained, monkeypatch):
    given = []
    pretended = arms.train
    monkeypatch.setattr(arms, "train", lambda config, run: given.append(config.tune) or pretended(config, run))
    result = head.measure()
    shipped = given[-1]
    assert (shipped.mirror, shipped.width) == (256, 1024) and shipped.whiten > 0
    assert given[-2] == replace(shipped, mirror=0)
    assert given[-3] == replace(shipped, mirror=0, width=0)
    assert given[-4] == replace(shipped, mirror=0, width=0, whiten=0.0, pooled=0.5)
    assert given[-5] == replace(shipped, mirror=0, width=0, pooled=0.0)
    others = [row for row in result["rows"] if row["f"] != head.BEFORE]
    assert others and all(set(row["against"]) == {head.BEFORE} for row in others)


def test_one_arm_has_chairs_and_the_other_none_in_any_set_of_either_stage(trained, monkeypatch):
    given = []
    for module in (arms, unseen):
        pretended = module.train
        monkeypatch.setattr(module, "train", lambda config, run, do=pretended: given.append(config) or do(config, run))
    monkeypatch.setattr(unseen, "KIND", "hat")
    monkeypatch.setattr(
        unseen,
        "read_checkpoint",
        lambda model: Checkpoint({"categories": ["hat", "cup"] if "with-chairs" in str(model) else ["cup"]}),
    )
    result = unseen.measure()
    first, adapted, none, none_adapted = given
    assert none == replace(first, without=("chair",)) and none_adapted == replace(
        adapted, without=("chair",), init=none_adapted.init
    )
    assert first.without == () and "world-train" not in {source.name for source in first.sources} and adapted.figure == ""
    chairs = [row for row in result["rows"] if row["benchmark"] not in unseen.OTHERS]
    others = [row for row in result["rows"] if row["benchmark"] in unseen.OTHERS]
    assert {row["queries"] for row in chairs} == {12} and {row["queries"] for row in others} == {24}
    assert all(set(row["against"]) == ({unseen.SEEN} - {row["f"]}) for row in result["rows"])
    monkeypatch.setattr(unseen, "read_checkpoint", lambda model: Checkpoint({"categories": ["hat"]}))
    with pytest.raises(RuntimeError, match="without any chair"):
        unseen.measure()
