"""Losses and regularisers against slow references and known cases."""

import math

import numpy as np
import pytest
import torch

from sbir.learn.losses import distance, hinge_triplet, info_nce, smooth_triplet
from sbir.model.regularisers import CategoryClassifier, DomainDiscriminator, SemanticDecoder
from tests import reference


def unit(*shape, seed=0):
    return torch.nn.functional.normalize(torch.randn(*shape, generator=torch.Generator().manual_seed(seed)), dim=-1)


def test_distance_is_euclidean_and_has_a_gradient_where_points_meet():
    a, b = unit(5, 8), unit(5, 8, seed=1)
    assert torch.allclose(distance(a @ b.T), torch.cdist(a, b), atol=1e-5)
    same = unit(1, 4).requires_grad_()
    distance((same * same.detach()).sum(-1)).backward()
    assert torch.isfinite(same.grad).all()


def test_smooth_triplet_is_near_the_hinge_and_above_it():
    positive, negative = torch.rand(100) * 2, torch.rand(100) * 2
    hinge, smooth = hinge_triplet(positive, negative, 0.3), smooth_triplet(positive, negative, 0.3)
    assert (smooth >= hinge - 1e-6).all()
    assert (smooth - hinge).max() <= math.log(2) / 10 + 1e-6


def test_info_nce_agrees_with_the_reference():
    q, k = unit(6, 5), unit(6, 5, seed=1)
    assert float(info_nce(q, k, 0.1)) == pytest.approx(reference.info_nce(q.numpy(), k.numpy(), 0.1), rel=1e-5)


def test_the_discriminator_learns_while_the_features_are_pushed_to_hide():
    torch.manual_seed(0)
    domain = DomainDiscriminator(8)
    drawings, photos = unit(32, 8).requires_grad_(), (unit(32, 8, seed=1) + 0.5).requires_grad_()
    loss = domain(drawings, photos)
    loss.backward()
    weight = domain.layers[0].weight
    with torch.no_grad():
        moved = drawings - drawings.grad
        worse = domain(moved, photos - photos.grad)
        weight -= 0.1 * weight.grad
        better = domain(drawings, photos)
    assert float(worse) > float(loss.detach()) > float(better)


def test_the_classifier_is_cross_entropy():
    classifier = CategoryClassifier(4, 3)
    pooled, category = unit(5, 4), torch.tensor([0, 1, 2, 0, 1])
    logits = (pooled * 2) @ classifier.layer.weight.T + classifier.layer.bias
    expected = -np.mean([float(torch.log_softmax(row, 0)[c]) for row, c in zip(logits.detach(), category, strict=True)])
    assert float(classifier(pooled, category).detach()) == pytest.approx(expected, rel=1e-5)


def test_semantic_loss_is_zero_where_the_decoder_is_right_and_one_where_it_is_opposite():
    decoder = SemanticDecoder(2, torch.tensor([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]), torch.tensor([True, True, False]))
    with torch.no_grad():
        decoder.layer.weight.copy_(torch.eye(2))
        decoder.layer.bias.zero_()
    x = torch.tensor([[1.0, 0.0]])
    assert float(decoder(x, torch.tensor([0])).detach()) == pytest.approx(0, abs=1e-6)
    assert float(decoder(-x, torch.tensor([0])).detach()) == pytest.approx(1, abs=1e-6)
    assert float(decoder(x, torch.tensor([1])).detach()) == pytest.approx(0.5, abs=1e-6)
    assert float(decoder(x, torch.tensor([2])).detach()) == 0
