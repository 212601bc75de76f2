"""The head that keeps the pooled features."""

import pytest
import torch

from sbir.learn.closed_form import keep_pooled
from sbir.model.head import embed_drawings, embed_photos
from sbir.model.learner import Learner

D, M = 20, 6


@pytest.fixture
def trained():
    torch.manual_seed(0)
    learner = Learner(D, M)
    with torch.no_grad():
        learner.head_bias.normal_(std=0.05)
        learner.head_drawing_bias.normal_(std=0.05)
    drawings = torch.randn(60, D) * torch.linspace(2, 0.1, D) + 0.5
    return learner, drawings, torch.randn(80, D) * torch.linspace(2, 0.1, D)


def alike(learner, drawings, photos):
    return (embed_drawings(learner.head, drawings) @ embed_photos(learner.head, photos).T).detach()


def test_with_no_share_every_similarity_stays(trained):
    learner, drawings, photos = trained
    kept = keep_pooled(learner, drawings, photos, 0.0)
    assert torch.allclose(alike(kept, drawings, photos), alike(learner, drawings, photos), atol=1e-4)


def test_with_the_whole_share_it_is_the_principal_components_with_the_gap_closed(trained):
    learner, drawings, photos = trained
    kept = keep_pooled(learner, drawings, photos, 1.0)
    centred = [x - x.mean(0) for x in (drawings, photos)]
    basis = torch.linalg.eigh(sum(x.T @ x / len(x) for x in centred))[1].flip(1)[:, :M]
    gap = photos.mean(0) - drawings.mean(0)
    q, g = ((x @ basis) / (x @ basis).norm(dim=1, keepdim=True) for x in (drawings + gap, photos))
    assert torch.allclose(alike(kept, drawings, photos), q @ g.T, atol=1e-3)


def test_the_given_learner_stays_as_it_was(trained):
    learner, drawings, photos = trained
    before = learner.head_weight.detach().clone()
    kept = keep_pooled(learner, drawings, photos, 0.5)
    assert torch.equal(learner.head_weight, before) and kept.head_weight.shape == before.shape
    assert not torch.allclose(alike(kept, drawings, photos), alike(learner, drawings, photos), atol=1e-2)
