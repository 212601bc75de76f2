"""An F that sees mirror images and the head that keeps the pooled features, from covariances."""

import numpy as np
import pytest
import torch

from sbir.config import ModelConfig
from sbir.learn.closed_form import keep_pooled, see_mirrored, with_mirror
from sbir.model.extractor import Extractor
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


def test_whitening_evens_out_what_components_weigh_and_a_width_may_be_given(trained):
    learner, drawings, photos = trained
    spread = []
    for whiten in (0.0, 0.5, 1.0):
        kept = keep_pooled(learner, drawings, photos, 1.0, whiten, D)
        assert kept.width == D and kept.head_weight.shape == (D, D)
        # Of centred drawings, each embedded dimension's variance: that of the component to the power 1 - whiten.
        deviation = ((drawings - drawings.mean(0)) @ kept.head_weight.detach().T).std(0)
        spread.append(float(deviation.max() / deviation.min()))
    assert spread[0] > 3 * spread[1] > 9 * spread[2] and spread[2] < 2


def test_the_difference_to_the_mirror_image_is_told_where_it_is_greatest_and_seen_by_the_trained_head():
    torch.manual_seed(0)
    config = ModelConfig(size=64)
    extractor = Extractor(config).eval()
    rng = np.random.default_rng(0)
    images = [rng.integers(0, 256, (96, 96, 3), dtype=np.uint8) for _ in range(5)]
    grown, wider = with_mirror(extractor, config, 3, (images[:2], images[2:]), torch.device("cpu"))
    assert wider.mirror == 3 and grown.features == extractor.features + 3
    learner = Learner(1280, M)
    with torch.no_grad():
        learner.head_bias.normal_(std=0.01)
        learner.centre.normal_(std=0.01)
        batch = torch.from_numpy(np.stack(images))
        own, other = (extractor.attended(seen)[0].mean((2, 3)) for seen in (batch, batch.flip(2)))
        rows = (own - other) / (own + other).norm(dim=1, keepdim=True)
        expected = torch.linalg.svd(torch.cat([rows[:2] / 2**0.5, rows[2:] / 3**0.5]), full_matrices=False)[2][:3]
        assert grown.mirror is not None
        found = grown.mirror.reduce.weight[:, :, 0, 0]
        assert torch.allclose((found @ expected.T).abs(), torch.eye(3), atol=1e-2)
        pooled = grown(batch)[0]
        made = torch.cat([own + other, (own - other) @ found.T], 1) / 2
        assert torch.allclose(pooled, made / made.norm(dim=1, keepdim=True), atol=1e-5)

        both = see_mirrored(learner, grown, pooled[:2], pooled[2:])
        assert (both.features, both.width) == (1283, 2 * M)
        assert torch.allclose(both.head.centre, (pooled[:2].mean(0) + pooled[2:].mean(0)) / 2, atol=1e-6)
        weight, bias, x = learner.head_weight, learner.head_bias, pooled - torch.cat([learner.centre, torch.zeros(3)])
        parts = torch.cat([x[:, :1280] @ weight.T + bias, 1.5 * x[:, 1280:] @ found @ weight.T], 1)
        assert torch.allclose(embed_photos(both.head, pooled), parts / parts.norm(dim=1, keepdim=True), atol=1e-5)
