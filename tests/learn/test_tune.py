"""Fitting margin network and rates on features."""

import numpy as np
import pytest
import torch

from sbir.config import AdaptConfig, TuneConfig
from sbir.data.pairs import Drawing, PairSet, PhotoFile
from sbir.learn.tune import task_set, tune
from sbir.model.learner import Learner
from sbir.types import InputError

DIMENSIONS = 24


def a_set(tmp_path, by_person=False, drawn=6, each=3, gap=1.0):
    """Photos of two categories; drawings are their photos' features shifted by a gap, with noise."""
    generator = torch.Generator().manual_seed(0)
    file = tmp_path / "x.png"
    photos = [PhotoFile(f"{c}/{i}", c, file) for c in "ab" for i in range(10)]
    drawings = [
        Drawing(f"{c}/{i}-{j}", f"{c}/{i}", c, file, person=f"p{j}") for c in "ab" for i in range(drawn) for j in range(each)
    ]
    row = {photo.id: i for i, photo in enumerate(photos)}
    shown = torch.nn.functional.normalize(torch.randn(20, DIMENSIONS, generator=generator), dim=1)
    meant = torch.tensor([row[d.photo] for d in drawings])
    noise = torch.randn(len(meant), DIMENSIONS, generator=generator) * 0.1
    shift = gap * torch.nn.functional.normalize(torch.ones(DIMENSIONS), dim=0)
    features = torch.nn.functional.normalize(shown[meant] + noise + shift, dim=1)
    pairs = PairSet("made", tuple(photos), tuple(drawings))
    return task_set(pairs, features, np.ones(len(meant), bool), shown, by_person, 1.0)


def test_support_and_new_queries_share_no_photo_where_several_people_drew_each(tmp_path):
    data = a_set(tmp_path)
    rng = np.random.default_rng(0)
    for _ in range(20):
        task = data.task(rng, 10)
        assert 1 <= len(task.support) <= 10
        assert not set(data.meant[task.support]) & set(data.meant[task.new])
        assert set(data.meant[task.again]) <= set(data.meant[task.support])
        assert not set(task.again) & set(task.support)
        assert len(task.gallery) == 10, "the category's photos"


def test_a_persons_task_holds_that_person_alone(tmp_path):
    data = a_set(tmp_path, by_person=True)
    assert len(data.owners) == 3
    task = data.task(np.random.default_rng(0), 4)
    assert len({row % 3 for row in (*task.support, *task.new)}) == 1
    assert len(task.again) == 0 and len(task.gallery) == 20


def test_tuning_lowers_its_own_loss_and_leaves_the_head_and_the_given_learner_alone(tmp_path):
    torch.manual_seed(0)
    learner = Learner(DIMENSIONS, 8).requires_grad_(False)
    data = a_set(tmp_path)
    before = {key: value.clone() for key, value in learner.state_dict().items()}
    short, long = (tune(learner, [data], AdaptConfig(), TuneConfig(steps=steps, tasks=4)) for steps in (1, 25))
    assert all(torch.equal(value, before[key]) for key, value in learner.state_dict().items())
    assert torch.equal(long.head_weight, learner.head_weight)
    assert not torch.equal(long.log_rates, short.log_rates)
    again = tune(learner, [data], AdaptConfig(), TuneConfig(steps=25, tasks=4))
    assert torch.equal(again.log_rates, long.log_rates), "the same seed gives the same numbers"
    assert not any(parameter.requires_grad for parameter in long.parameters())


def test_a_set_of_which_no_two_photos_were_drawn_is_refused(tmp_path):
    with pytest.raises(InputError, match="no task"):
        a_set(tmp_path, drawn=1)
