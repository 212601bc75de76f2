"""MAML on all parameters: what one inner step does, and that the outer loss reaches through it."""

import pytest
import torch

from sbir.config import ModelConfig
from sbir.learn.meta import query_loss
from sbir.learn.whole import PARTS, Pictures, Whole, adapt_whole, encode, outer_whole, whole_loss
from sbir.model.extractor import Extractor
from sbir.model.learner import Learner
from tests import reference

MARGIN = torch.tensor(0.3)


def pictures(k, n, seed=0):
    """Noise at four sizes of grain, so that the pictures differ in more than their pixels."""
    generator = torch.Generator().manual_seed(seed)
    coarse = torch.rand(2 * k + n, 3, 4, 4, generator=generator)
    images = torch.nn.functional.interpolate(coarse, size=64, mode="bilinear").permute(0, 2, 3, 1)
    drawings, photos, negatives = (images * 255).to(torch.uint8).split([k, k, n])
    return Pictures(drawings, photos, negatives)


@pytest.fixture
def network():
    torch.manual_seed(0)
    extractor = Extractor(ModelConfig(backbone="mobilenet_v2", size=64, width=16)).eval()
    # An untrained trunk fades its signal out, and before a normalisation small signals have huge gradients.
    with torch.no_grad():
        for layer in extractor.trunk.modules():
            if isinstance(layer, torch.nn.Conv2d):
                layer.weight *= 2.2
    torch.nn.init.normal_(extractor.attention.score.weight, std=0.5)
    learner = Learner(extractor.features, 16)
    # Untrained features are all but the same; about their mean they differ.
    with torch.no_grad():
        learner.centre.copy_(extractor(torch.cat(pictures(4, 0)))[0].mean(0))
    return extractor, learner


def loss(extractor, whole, task):
    return float(whole_loss(extractor, whole, task, MARGIN).detach())


def test_one_step_lowers_the_loss_and_leaves_the_given_modules_alone(network):
    extractor, learner = network
    task = pictures(2, 3)
    before = {name: value.clone() for name, value in [*extractor.state_dict().items(), *learner.state_dict().items()]}
    unadapted = adapt_whole(extractor, learner.head, task, 0.001, 0, MARGIN)
    adapted = adapt_whole(extractor, learner.head, task, 0.001, 1, MARGIN)
    assert loss(extractor, adapted, task) < loss(extractor, unadapted, task)
    after = [*extractor.state_dict().items(), *learner.state_dict().items()]
    assert all(torch.equal(before[name], value) for name, value in after)
    assert all(p.grad is None for p in [*extractor.parameters(), *learner.parameters()])
    assert not any(value.requires_grad for value in [*adapted.parameters.values(), *adapted.head])
    moved = [name for name, value in adapted.parameters.items() if not torch.equal(value, before[name])]
    assert any(name.startswith("trunk") for name in moved) and any(name.startswith("attention") for name in moved)
    assert not torch.equal(adapted.head.weight, learner.head_weight)


def test_a_pairs_negatives_are_all_other_photos_but_no_copy_of_its_own(network):
    extractor, learner = network
    task = pictures(2, 1)
    # The last two negatives are copies of the pairs' own photos.
    task = task._replace(negatives=torch.cat([task.negatives, task.photos]))
    mask = [[False, True, True, False, True], [True, False, True, True, False]]
    whole = adapt_whole(extractor, learner.head, task, 0.0, 0, MARGIN)
    drawings, photos = (encode(extractor, whole.parameters, images).numpy() for images in (task.drawings, task.photos))
    shown = encode(extractor, whole.parameters, torch.cat([task.photos, task.negatives])).numpy()
    expected = reference.triplet_loss(drawings, photos, [shown, shown], mask, 0.3, *(value.numpy() for value in whole.head))
    assert loss(extractor, whole, task) == pytest.approx(expected, rel=1e-3)
    alone = Pictures(task.drawings[:1], task.photos[:1], task.photos[:1])
    assert loss(extractor, whole, alone) == 0, "without a negative there is nothing to learn"


def test_signs_make_all_steps_as_long(network):
    extractor, learner = network
    adapted = adapt_whole(extractor, learner.head, pictures(2, 0), 1e-3, 1, MARGIN, signs=True)
    pairs = [(adapted.parameters[name], value) for name, value in extractor.named_parameters()]
    steps = torch.cat([(a - b).detach().flatten().abs() for a, b in [*pairs, (adapted.head.weight, learner.head_weight)]])
    # What has no gradient at all stays: behind a dead unit, or the bias before a softmax.
    assert torch.allclose(steps[steps > 0], torch.tensor(1e-3), rtol=1e-2)
    assert (steps > 0).float().mean() > 0.5


def test_an_outer_loss_reaches_every_parameter_through_the_step(network, monkeypatch):
    extractor, learner = network
    # Finite differences need double precision; the extractor itself works in single.
    monkeypatch.setattr(torch.Tensor, "float", torch.Tensor.double)
    extractor, learner = extractor.double(), learner.double()
    support, queries = pictures(2, 0), pictures(2, 0, seed=1)
    rate = torch.tensor(0.001, dtype=torch.float64, requires_grad=True)
    chosen = dict(extractor.named_parameters())["trunk.0.0.bias"]

    def outer():
        return outer_whole(extractor, learner.head, support, queries, rate, 1, MARGIN.double(), 1.0)

    given = [*extractor.parameters(), *(getattr(learner, f"head_{part}") for part in PARTS), rate]
    gradients = torch.autograd.grad(outer(), given)
    assert all(gradient.isfinite().all() for gradient in gradients) and gradients[-1] != 0
    of_chosen = gradients[[p is chosen for p in given].index(True)]
    at = int(of_chosen.abs().argmax())
    second = of_chosen[at]
    assert float(second) == pytest.approx(slope(outer, chosen, at), rel=1e-4)

    # Without the step's own derivative it would be another number.
    still = adapt_whole(extractor, learner.head, support, rate, 1, MARGIN.double())
    leaves = {name: value.detach().requires_grad_() for name, value in still.parameters.items()}
    first = torch.autograd.grad(hinge(extractor, Whole(leaves, still.head), support, queries), leaves["trunk.0.0.bias"])[0][at]
    assert abs(float(first) / float(second) - 1) > 0.01


def slope(outer, parameter, i, h=1e-9):
    """Central difference of `outer()` in element `i` of `parameter`; a wider step would cross kinks of ReLU6."""
    found = []
    for sign in (1, -1):
        with torch.no_grad():
            parameter[i] += sign * h
        found.append(float(outer().detach()))
        with torch.no_grad():
            parameter[i] -= sign * h
    return (found[0] - found[1]) / (2 * h)


def hinge(extractor, whole, support, queries):
    """The outer loss of a network that is adapted already: no inner step."""
    drawings = encode(extractor, whole.parameters, queries.drawings)
    photos = encode(extractor, whole.parameters, torch.cat([queries.photos, support.photos]))
    return query_loss(whole.head, drawings, photos, torch.arange(len(drawings)), 1.0)
