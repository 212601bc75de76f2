"""What holds for every method of domain generalisation."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from sbir.baselines.domain_generalization.algorithm import risks
from sbir.baselines.domain_generalization.registry import METHODS, SHARED, settings_of
from sbir.types import InputError
from tests.baselines.stand_in import CLASSES, DOMAINS, tiny, tiny_batch


@pytest.mark.parametrize("name", METHODS)
def test_a_method_learns_an_easy_task(name: str) -> None:
    torch.manual_seed(0)
    method = tiny(name, steps=150, rate=1e-2)
    for step in range(150):
        assert np.isfinite(method.update(tiny_batch(step)))
    assert method.step == 150
    fresh = tiny_batch(999)
    method.eval()
    with torch.no_grad():
        right = [method.predict(x).argmax(1) == y for x, y in zip(fresh.x, fresh.y, strict=True)]
    assert torch.cat(right).float().mean() > 0.9


@pytest.mark.parametrize("name", METHODS)
def test_a_method_gives_a_logit_a_class_to_a_domain_it_never_saw(name: str) -> None:
    method = tiny(name)
    method.update(tiny_batch())
    with torch.no_grad():
        assert method.eval().predict(tiny_batch(5).x[0][:4]).shape == (4, CLASSES)


@pytest.mark.parametrize("name", METHODS)
def test_the_same_seed_gives_the_same_method(name: str) -> None:
    def train() -> torch.Tensor:
        torch.manual_seed(3)
        method = tiny(name)
        for step in range(3):
            method.update(tiny_batch(step))
        with torch.no_grad():
            return method.eval().predict(tiny_batch(7).x[1])

    assert torch.equal(train(), train())


@pytest.mark.parametrize("name", METHODS)
def test_the_search_draws_from_the_ranges(name: str) -> None:
    ranges = SHARED | METHODS[name].ranges
    assert settings_of(name) == {key: item.default for key, item in ranges.items()}
    for key, item in ranges.items():
        assert item.low <= item.default <= item.high, key
        assert item.low <= settings_of(name, trial=4)[key] <= item.high
    assert settings_of(name, 1) != settings_of(name, 2)
    assert settings_of(name, 1) == settings_of(name, 1)


def test_an_unknown_method_is_named() -> None:
    with pytest.raises(InputError, match=r"'er'.*erm"):
        settings_of("er")


def test_a_domain_has_a_risk_of_its_own() -> None:
    logits, y = torch.randn(DOMAINS, 5, CLASSES), torch.randint(CLASSES, (DOMAINS, 5))
    each = [torch.nn.functional.cross_entropy(logits[j], y[j]) for j in range(DOMAINS)]
    assert torch.allclose(risks(logits, y), torch.stack(each))
