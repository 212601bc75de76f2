"""Fitting gated fusion on stored features."""

from __future__ import annotations

import numpy as np
import torch

from sbir.config import FusionConfig
from sbir.learn.fit_fusion import Pictures, draw, fit_fusion, rows_by_category, some_of
from sbir.model.learner import Learner

CONFIG = FusionConfig(steps=60, categories=5, rate=1e-2)


def pictures(each: int = 4) -> Pictures:
    """Five categories in four domains: a direction of its own for each category, a much stronger one for each domain."""
    torch.manual_seed(0)
    label, domain = torch.arange(5).repeat_interleave(4 * each), torch.arange(4).repeat(5 * each)
    pooled = torch.eye(5, 16)[label] + 3 * torch.eye(4, 16).flip(1)[domain] + 0.1 * torch.randn(len(label), 16)
    return Pictures(torch.nn.functional.normalize(pooled, dim=1), label, domain)


def test_fitting_brings_categories_together_over_domains():
    data = pictures()
    learner = Learner(16, 4)
    learner.recentre(data.pooled)

    def gap(of: Learner) -> float:
        """How much likelier a picture is to its category in other domains than to other categories in its own."""
        with torch.no_grad():
            found = of.fusion.embedding(data.pooled - of.centre)
        alike, same = found @ found.T, data.label[:, None] == data.label
        beside = data.domain[:, None] == data.domain
        return float(alike[same & ~beside].mean() - alike[~same & beside].mean())

    assert gap(learner) < 0.2 < 0.6 < gap(fit_fusion(learner, data, CONFIG))


def test_fitting_changes_the_fusion_alone_and_nothing_that_was_given():
    data, learner = pictures(), Learner(16, 4)
    before = {k: v.clone() for k, v in learner.state_dict().items()}
    fitted = fit_fusion(learner, data, CONFIG).state_dict()
    assert all(torch.equal(before[k], v) for k, v in learner.state_dict().items())
    changed = {k for k, v in fitted.items() if not torch.equal(before[k], v)}
    assert changed and all(k.startswith("fusion.") for k in changed)


def test_the_same_seed_gives_the_same_fusion():
    data, learner = pictures(), Learner(16, 4)
    one, two = (fit_fusion(learner, data, CONFIG).fusion.gate.weight for _ in range(2))
    assert torch.equal(one, two)


def test_categories_of_one_domain_are_not_fused():
    data = pictures()
    keep = (data.label != 2) | (data.domain == 1)
    rows = rows_by_category(Pictures(*(part[keep] for part in data)))
    assert sorted(rows) == [0, 1, 3, 4] and [len(part) for part in rows[0]] == [4, 4, 4, 4]
    batch = draw(rows, 3, np.random.default_rng(0))
    assert len(batch) == len(set(batch)) == 3 * 4 * 2


def test_some_examples_are_left_out_but_never_all_of_a_row():
    torch.manual_seed(0)
    picked = torch.tensor([[3, 5, -1, 7]] * 400 + [[-1, 2, -1, -1]] * 50 + [[-1] * 4] * 3)
    fewer = some_of(picked, 0.5)
    assert ((fewer == picked) | (fewer == -1)).all()
    assert ((fewer >= 0).any(1) == (picked >= 0).any(1)).all()
    assert 0.4 < float((fewer[:400] >= 0).sum() / (picked[:400] >= 0).sum()) < 0.65
    assert torch.equal(some_of(picked, 0.0), picked)
