"""Pictures in the colours and contrasts of others: the amplitudes of their Fourier spectra mixed, the phases left alone."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor


class Restyled:
    """uint8 pictures `[n, 3, S, S]`, sliced and indexed like them, whose amplitudes are mixed with those of other pictures.

        x' = F^-1( ((1 - s) |F(x)| + s |F(x_donor)|) exp(i arg F(x)) ),   s uniform in [0, 1]

    The phases, which hold what is to be seen, stay. Xu et al., "A Fourier-based Framework for Domain Generalization" (FACT),
    CVPR 2021. Each picture has one donor, at random out of `donors` (rows), and one s, the same every time.
    """

    def __init__(self, images: Tensor, donors: np.ndarray, seed: int):
        rng = np.random.default_rng(seed)
        self.images = images
        self.donor = torch.from_numpy(rng.choice(donors, len(images)))
        self.share = torch.from_numpy(rng.random(len(images), np.float32))

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, rows: slice | np.ndarray) -> Tensor:
        own, other = (torch.fft.fft2(images.float()) for images in (self.images[rows], self.images[self.donor[rows]]))
        amplitude = torch.lerp(own.abs(), other.abs(), self.share[rows][:, None, None, None])
        mixed = torch.fft.ifft2(torch.polar(amplitude, own.angle())).real
        return mixed.round().clamp(0, 255).to(torch.uint8)
