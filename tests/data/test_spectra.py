"""Pictures restyled by their spectra: what is to be seen stays, colours and contrasts are between two pictures'."""

import numpy as np
import pytest
import torch

from sbir.data.spectra import Restyled


@pytest.fixture
def images():
    # Well inside 0 to 255, so that nothing is cut off.
    rng = np.random.default_rng(0)
    return torch.from_numpy(rng.integers(110, 146, (6, 3, 16, 16), dtype=np.uint8))


def spectrum(images):
    return torch.fft.fft2(images.float())


def test_amplitudes_are_mixed_and_phases_stay(images):
    restyled = Restyled(images, np.array([4, 5]), 0)
    assert set(restyled.donor.tolist()) == {4, 5} and 0 <= restyled.share.min() < restyled.share.max() <= 1
    mixed, own, other = spectrum(restyled[0:4]), spectrum(images[:4]), spectrum(images[restyled.donor[:4]])
    expected = torch.lerp(own.abs(), other.abs(), restyled.share[:4, None, None, None])
    # Rounding to whole numbers moves each coefficient by about 16 * sqrt(1 / 12).
    assert (mixed.abs() - expected).abs().mean() < 6 and (own.abs() - expected).abs().mean() > 20
    strong = expected > 60
    turned = torch.angle(mixed * own.conj())[strong].abs()
    assert turned.median() < 0.06 and torch.angle(mixed * other.conj())[strong].abs().median() > 0.3


def test_with_nothing_of_the_donor_a_picture_stays_as_it_is(images):
    restyled = Restyled(images, np.array([0]), 1)
    restyled.share[:] = 0
    assert torch.equal(restyled[np.array([3, 1])], images[[3, 1]])
    restyled.share[:] = 1
    assert torch.equal(restyled[0:1], images[0:1]), "its own donor"


def test_the_same_seed_gives_the_same_pictures(images):
    one, two, other = (Restyled(images, np.arange(6), seed)[0:6] for seed in (0, 0, 1))
    assert torch.equal(one, two) and not torch.equal(one, other)
    assert torch.equal(Restyled(images, np.arange(6), 0)[np.array([2])], one[2:3]), "whatever it is asked beside"
    assert len(Restyled(images, np.arange(6), 0)) == 6


def test_white_stays_inside_what_a_pixel_can_be(images):
    white = torch.cat([images, torch.full_like(images, 255)])
    restyled = Restyled(white, np.arange(6, 12), 0)
    assert restyled[0:6].dtype == torch.uint8 and restyled[0:6].float().mean() > images.float().mean()
