"""The inner loop, and what reaches through it."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from sbir.config import AdaptConfig, LossConfig
from sbir.learn.adapt import Support, adapt, support_loss
from sbir.learn.meta import first_pairs, outer_loss, query_loss
from sbir.learn.support import margins_by_category, support_against_gallery
from sbir.model.head import Head, centred, detached, embed_drawings, embed_photos
from sbir.model.learner import Learner, Rates
from tests import reference


def unit(*shape, seed=0):
    return torch.nn.functional.normalize(torch.randn(*shape, generator=torch.Generator().manual_seed(seed)), dim=-1)


@pytest.fixture
def task():
    mask = torch.ones(4, 6, dtype=torch.bool)
    mask[1, 3:] = False
    photos, negatives = unit(4, 12, seed=1), unit(4, 6, 12, seed=2)
    pool, rows = negatives.flatten(0, 1), torch.arange(24).reshape(4, 6)
    return Support(unit(4, 12), photos, pool, rows, mask, negatives.mean(1), negatives.mean((0, 1)))


# The paper's inner loop, with the drawings' own parts beside.
ALL = AdaptConfig(moves=("weight", "bias", "drawing_weight", "drawing_bias"), align=False)
OURS = AdaptConfig()


@pytest.fixture
def learner():
    torch.manual_seed(0)
    return Learner(12, 5)


def test_the_supports_loss_agrees_with_the_reference(task, learner):
    head = learner.head._replace(
        drawing_bias=torch.randn(5) * 0.1,
        centre=torch.randn(12) * 0.1,
        pull=torch.randn(5, 3) * 0.2,
        alike=torch.randn(3, 12) * 0.2,
    )
    parts = (task.drawings, task.photos, task.pool[task.negatives], task.mask)
    expected = reference.triplet_loss(*(part.numpy() for part in parts), 0.3, *(value.detach().numpy() for value in head))
    assert float(support_loss(head, task, torch.tensor(0.3)).detach()) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("config", [ALL, OURS])
def test_a_step_lowers_the_loss_and_leaves_the_given_head_alone(task, learner, config):
    before = [value.detach().clone() for value in learner.head]
    start = adapt(learner.head, task, torch.tensor(0.3), learner.rates, replace(config, steps=0))
    adapted = adapt(learner.head, task, torch.tensor(0.3), learner.rates, config)
    assert all(torch.equal(a, b) for a, b in zip(before, learner.head, strict=True))
    assert not any(value.requires_grad for value in adapted)
    first, end = (float(support_loss(h, task, torch.tensor(0.3)).detach()) for h in (start, adapted))
    assert end < first
    more = adapt(learner.head, task, torch.tensor(0.3), learner.rates, replace(config, steps=5))
    assert float(support_loss(more, task, torch.tensor(0.3)).detach()) < end


def test_a_step_is_the_scaled_gradient(task, learner):
    rates = Rates(*(torch.tensor(r) for r in (0.5, 0.0, 0.7, 2.0, 3.0)))
    # With `alike` the identity, `pull` is the drawings' weight whole.
    whole = learner.head._replace(pull=torch.zeros(5, 12), alike=torch.eye(12))
    head = Head(*(value.detach().requires_grad_() for value in whole))
    support_loss(head, task, torch.tensor(0.3)).backward()
    adapted = adapt(learner.head, task, torch.tensor(0.3), rates, ALL)
    trust = 4 / (4 + 3)
    assert torch.allclose(adapted.weight, head.weight - trust * 0.5 * head.weight.grad, atol=1e-6)
    assert torch.equal(adapted.bias, head.bias)
    assert torch.allclose(adapted.drawing_weight, -trust * 0.7 * head.pull.grad, atol=1e-6)
    assert torch.allclose(adapted.drawing_bias, head.drawing_bias - trust * 2.0 * head.drawing_bias.grad, atol=1e-6)


def test_a_step_by_signs_moves_everything_as_far(task, learner):
    config = AdaptConfig(moves=("weight",), align=False, signs=True)
    moved = adapt(learner.head, task, torch.tensor(0.3), learner.rates, config).weight - learner.head_weight.detach()
    assert torch.allclose(moved.abs(), moved.abs().max().expand_as(moved), rtol=1e-3)


def test_ours_moves_no_photo_against_another(task, learner):
    adapted = adapt(learner.head, task, torch.tensor(0.3), learner.rates, OURS)
    fixed = centred(detached(learner.head), task.mean)
    assert torch.equal(embed_photos(adapted, task.photos), embed_photos(fixed, task.photos))
    assert not torch.allclose(embed_drawings(adapted, task.drawings), embed_drawings(fixed, task.drawings), atol=1e-3)


def test_aligned_means_meet_where_pairs_are_trusted_wholly(task, learner):
    rates = learner.rates._replace(caution=torch.tensor(0.0))
    head = adapt(learner.head, task, torch.tensor(0.3), rates, replace(OURS, steps=0))
    drawn = (task.drawings - head.centre) @ head.weight.T + head.bias + head.drawing_bias
    shown = (task.means - head.centre) @ head.weight.T + head.bias
    assert torch.allclose(drawn.mean(0), shown.mean(0), atol=1e-5)


def test_a_pair_pulls_drawings_like_its_own_and_not_the_mean_drawing(task, learner):
    rates = learner.rates._replace(caution=torch.tensor(0.0))
    still = adapt(learner.head, task, torch.tensor(0.3), rates, replace(OURS, steps=0))
    moved = adapt(learner.head, task, torch.tensor(0.3), rates, OURS)
    at_mean = [
        (task.drawings.mean(0) - h.centre) @ (h.weight + h.drawing_weight).T + h.bias + h.drawing_bias for h in (still, moved)
    ]
    assert torch.allclose(*at_mean, atol=1e-5)
    nearer = [(embed_drawings(h, task.drawings) * embed_photos(h, task.photos)).sum(1) for h in (still, moved)]
    assert nearer[1].mean() > nearer[0].mean()


def test_each_pair_turns_about_the_mean_drawing_of_its_own_kind(task, learner):
    rates = learner.rates._replace(caution=torch.tensor(0.0))
    kinds = task._replace(means=torch.stack([unit(12, seed=5)] * 2 + [unit(12, seed=6)] * 2))
    moved = adapt(learner.head, kinds, torch.tensor(0.3), rates, OURS)
    gap = kinds.drawings.mean(0) - kinds.means.mean(0)
    assert torch.allclose(moved.alike, kinds.drawings - kinds.means - gap, atol=1e-6)
    # What all drawings of a kind share is pulled by pairs of the kind no more than by those of another.
    one = adapt(learner.head, task._replace(means=kinds.means.mean(0).expand(4, -1)), torch.tensor(0.3), rates, OURS)
    assert not torch.allclose(moved.drawing_weight, one.drawing_weight, atol=1e-3)


def test_fewer_pairs_move_the_head_less(learner):
    few = Support(
        unit(1, 12),
        unit(1, 12, seed=1),
        unit(6, 12, seed=2),
        torch.arange(6)[None],
        torch.ones(1, 6, dtype=torch.bool),
        unit(1, 12, seed=3),
        unit(12),
    )
    ten = Support(*(part.repeat(10, 1) for part in few[:6]), few.mean)
    config = replace(ALL, moves=("drawing_bias",))
    start = learner.head_drawing_bias.detach()
    moved = [
        float((adapt(learner.head, s, torch.tensor(0.3), learner.rates, config).drawing_bias - start).norm())
        for s in (few, ten)
    ]
    assert moved[0] == pytest.approx(moved[1] * (1 / 4) / (10 / 13), rel=1e-3)


def test_a_new_centre_changes_no_embedding_but_where_a_step_goes(task, learner):
    before = embed_photos(learner.head, task.photos), embed_drawings(learner.head, task.drawings)
    step = adapt(learner.head, task, torch.tensor(0.3), learner.rates, ALL)
    learner.recentre(torch.cat([task.drawings, task.photos]) + 0.2)
    assert torch.allclose(embed_photos(learner.head, task.photos), before[0], atol=1e-5)
    assert torch.allclose(embed_drawings(learner.head, task.drawings), before[1], atol=1e-5)
    other = adapt(learner.head, task, torch.tensor(0.3), learner.rates, ALL)
    assert not torch.allclose(embed_photos(step, task.photos), embed_photos(other, task.photos), atol=1e-4)


def test_without_negatives_nothing_moves(learner):
    nothing = torch.zeros(2, 1, dtype=torch.bool)
    rows = torch.zeros(2, 1, dtype=torch.int64)
    alone = Support(unit(2, 12), unit(2, 12, seed=1), unit(1, 12), rows, nothing, unit(2, 12), unit(12))
    adapted = adapt(learner.head, alone, torch.tensor(0.3), learner.rates, replace(ALL, steps=3))
    assert not adapted.pull.any()
    assert all(torch.allclose(a, b) for a, b in zip(adapted[:4], learner.head[:4], strict=True))


def test_the_outer_loss_reaches_head_margin_and_rates(learner):
    outer = outer_loss(learner, unit(3, 8, 12), unit(3, 8, 12, seed=1), 3, ALL, LossConfig())
    outer.adapted.backward()
    assert learner.head_weight.grad.abs().sum() > 0
    assert learner.margin_network.out.bias.grad.abs().sum() > 0
    assert (learner.log_rates.grad.abs() > 0).all()


@pytest.mark.parametrize("steps", [1, 3])
def test_margin_and_rates_learn_with_a_head_that_does_not(learner, steps):
    learner.head_weight.requires_grad_(False)
    outer = outer_loss(learner, unit(3, 8, 12), unit(3, 8, 12, seed=1), 3, replace(OURS, steps=steps), LossConfig())
    outer.adapted.backward()
    assert learner.margin_network.out.bias.grad.abs().sum() > 0
    assert (learner.log_rates.grad[[2, 4]].abs() > 0).all(), "the drawings' weight and the caution"


def test_through_a_hinge_the_margin_would_not_learn(task, learner, monkeypatch):
    from sbir.learn.losses import hinge_triplet

    monkeypatch.setattr("sbir.learn.adapt.smooth_triplet", hinge_triplet)
    margin = torch.tensor(0.3, requires_grad=True)
    head = adapt(learner.head, task, margin, learner.rates, ALL, differentiable=True)
    loss = embed_drawings(head, unit(2, 12)).sum() + embed_photos(head, unit(2, 12)).sum()
    (gradient,) = torch.autograd.grad(loss, margin, allow_unused=True)
    assert gradient is None or float(gradient) == 0


@pytest.mark.parametrize("config", [ALL, OURS, replace(OURS, steps=2)])
def test_second_order_gradients_agree_with_finite_differences(learner, config):
    learner.double()
    drawings, photos = unit(1, 6, 12).double(), unit(1, 6, 12, seed=1).double()

    def outer():
        return outer_loss(learner, drawings, photos, 2, config, LossConfig(margin=2.0)).adapted

    outer().backward()
    for parameter, at in ((learner.head_drawing_bias, 0), (learner.log_rates, 2), (learner.margin_network.out.bias, 0)):
        step, gradient = 1e-5, parameter.grad[at].item()
        with torch.no_grad():
            parameter[at] += step
            up = outer().item()
            parameter[at] -= 2 * step
            down = outer().item()
            parameter[at] += step
        assert (up - down) / (2 * step) == pytest.approx(gradient, rel=1e-3, abs=1e-7)


def test_support_photos_are_negatives_of_the_queries(learner):
    photos = unit(3, 12, seed=1)
    hub = query_loss(learner.head, photos[:1], photos, torch.tensor([1]), 0.2)
    embedded = embed_photos(learner.head, photos)
    to_meant, to_other = (embedded[0] - embedded[1]).norm(), (embedded[0] - embedded[2]).norm()
    # The query lies exactly on the support's photo 0: that triplet counts as fully violated.
    violated = [0.2 + to_meant, torch.relu(0.2 + to_meant - to_other)]
    expected = sum(violated) / sum(v > 0 for v in violated)
    assert float(hub.detach()) == pytest.approx(float(expected.detach()), abs=2e-3)


def test_first_pairs_have_all_other_photos_as_negatives():
    drawings, photos = unit(5, 12), unit(5, 12, seed=1)
    task = first_pairs(drawings, photos, 2)
    assert task.negatives.shape == (2, 4)
    assert torch.equal(task.pool[task.negatives[1]], photos[[0, 2, 3, 4]])


def test_negatives_come_from_the_pairs_own_category_most_alike_first():
    gallery = unit(20, 12, seed=3)
    rows = {"chair": np.arange(0, 10), "shoe": np.arange(10, 20)}
    task = support_against_gallery(unit(2, 12), gallery[[3, 15]], ["chair", "shoe"], gallery, rows, 4)
    alike = gallery[:10] @ gallery[3]
    expected = [i for i in torch.argsort(-alike).tolist() if i != 3][:4]
    assert torch.equal(task.pool[task.negatives[0]], gallery[expected])
    assert task.mask.all()
    assert torch.equal(task.means, torch.stack([gallery[:10].mean(0), gallery[10:].mean(0)]))
    assert torch.equal(task.mean, gallery.mean(0))
    assert not any((task.pool[task.negatives[1]] == gallery[15]).all(1))
    assert len(task.pool) == 8, "each photo once"


def test_a_category_of_one_photo_has_no_negatives_and_an_unknown_one_takes_all():
    gallery = unit(6, 12, seed=3)
    rows = {"chair": np.array([0]), "shoe": np.arange(1, 6)}
    task = support_against_gallery(unit(2, 12), torch.stack([gallery[0], unit(12)]), ["chair", "hat"], gallery, rows, 9)
    assert not task.mask[0].any()
    assert task.mask[1].sum() == 6


def test_a_gallery_of_one_kind_is_a_kind_like_any_other_and_its_mean_may_be_known():
    gallery, photos = unit(12, 12, seed=3), unit(2, 12)
    whole = support_against_gallery(unit(2, 12), photos, ["all"] * 2, gallery, {"all": np.arange(12)}, 4)
    part = support_against_gallery(
        unit(2, 12), photos, ["all"] * 2, torch.cat([gallery, unit(1, 12)]), {"all": np.arange(12)}, 4, gallery.mean(0)
    )
    assert all(torch.equal(one, other) for one, other in zip(whole, part, strict=True))


def test_each_category_has_its_own_margin(learner):
    with torch.no_grad():
        learner.margin_network.out.weight.normal_()
    drawings, photos = unit(4, 12), unit(4, 12, seed=1)
    margins = margins_by_category(learner, drawings, photos, ["a", "b", "a", "b"], AdaptConfig())
    assert margins[0] == margins[2] != margins[1] == margins[3]
    assert torch.allclose(margins[0], learner.margin(drawings[[0, 2]], photos[[0, 2]]))
    assert ((margins > 0) & (margins < 1)).all()
