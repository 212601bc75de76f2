"""F's layout and the head that keeps the pooled features, from covariances."""

import numpy as np
import pytest
import torch

from sbir.config import ModelConfig
from sbir.learn.closed_form import keep_pooled, with_layout
from sbir.model.extractor import Extractor, Layout
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


def test_features_may_have_grown_since_the_head_was_trained(trained):
    learner, drawings, photos = trained
    more = [torch.cat([x, torch.randn(len(x), 7)], 1) for x in (drawings, photos)]
    kept = keep_pooled(learner, *more, 0.0, 0.0, M)
    assert (kept.features, kept.width) == (D + 7, M)
    assert torch.allclose(alike(kept, *more), alike(learner, drawings, photos), atol=1e-4), "the trained part sees what it saw"
    kept = keep_pooled(learner, *more, 0.5)
    assert not torch.allclose(alike(kept, *more), alike(learner, drawings, photos), atol=1e-2)


def test_the_layouts_basis_is_where_parts_of_pictures_differ_most_from_the_whole():
    torch.manual_seed(0)
    config = ModelConfig(size=64)
    extractor = Extractor(config).eval()
    rng = np.random.default_rng(0)
    images = [rng.integers(0, 256, (96, 96, 3), dtype=np.uint8) for _ in range(5)]
    grown, wider = with_layout(extractor, config, 3, (images[:2], images[2:]), torch.device("cpu"))
    assert wider.layout == 3 and grown.features == extractor.features + Layout.features(3)
    with torch.no_grad():
        batch = torch.from_numpy(np.stack(images))
        pooled, attention = extractor(batch)
        again, same = grown(batch)
        kept = again[:, :1280] / again[:, :1280].norm(dim=1, keepdim=True)
        assert torch.allclose(kept, pooled, atol=1e-5) and torch.equal(attention, same)
        maps = extractor.attended(batch)[0]
        parts = maps.reshape(5, 1280, 3, 1, 3, 1).mean((3, 5)).flatten(2) - maps.mean((2, 3))[:, :, None]
        apart = (parts / maps.mean((2, 3)).norm(dim=1)[:, None, None]).transpose(1, 2)
        rows = torch.cat([apart[:2].flatten(0, 1) / 18**0.5, apart[2:].flatten(0, 1) / 27**0.5])
        expected = torch.linalg.svd(rows, full_matrices=False)[2][:3]
    found = grown.layout.reduce.weight[:, :, 0, 0]
    assert torch.allclose((found @ expected.T).abs(), torch.eye(3), atol=1e-2)
