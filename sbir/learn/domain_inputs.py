"""What a domain-generalisation training feeds to its network: stored maps of a frozen stem, or pictures augmented anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torchvision.transforms import v2
from tqdm import tqdm

from sbir.config import DomainConfig
from sbir.data.domain_lines import line_drawings
from sbir.data.domains import DomainSet
from sbir.data.pairs import data_root, need
from sbir.data.prepared import cache_root
from sbir.data.spectra import Restyled
from sbir.model.backbone import build_trunk, stages_to_stride

_BATCH = 64
_Pass = tuple[Tensor | Restyled, v2.Transform]


class Pooled(nn.Sequential):
    """A part of a trunk and average pooling: maps to features `[n, d]`."""

    def __init__(self, *layers: nn.Module):
        super().__init__(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten())


class Normalise(nn.Module):
    """uint8 RGB `[n, 3, H, W]` to what a backbone's weights expect."""

    def __init__(self, mean: float = 0.5, std: float = 0.5):
        super().__init__()
        self.mean, self.std = mean, std

    def forward(self, images: Tensor) -> Tensor:
        return (images.float() / 255 - self.mean) / self.std


class Halves(NamedTuple):
    """The trained network's two halves, and the channels of the maps between them and of the features."""

    early: nn.Module
    late: nn.Module
    channels: int
    features: int


class Inputs:
    """What rows of a `DomainSet` are fed to a network as: `batch(rows, rng)` augments them at random, `lines(rows, rng)` has a
    random hand draw them, `restyled(rows, domains)` takes the style of some picture of a domain, `clean(rows)` does nothing.

    With `config.copies` the trunk up to `config.frozen_stride` is frozen: its maps of every picture, clean and in so many
    augmented copies, are computed once and kept in the cache folder, float16 `[copies + 1, n, c, h, w]`. With 0 copies the
    inputs are the pictures themselves, uint8 `[n, 3, S, S]`, augmented on `device` whenever they are drawn, and the whole trunk
    is trained.
    """

    def __init__(self, data: DomainSet, config: DomainConfig, device: torch.device):
        self.config, self.device = config, device
        self.images = torch.from_numpy(data.images).permute(0, 3, 1, 2)
        self.data = data
        self.maps = self._stored() if config.copies else None

    def halves(self) -> Halves:
        """A fresh network from the backbone's weights."""
        trunk, features = _trunk(self.config)
        cut = stages_to_stride(trunk, self.config.frozen_stride)
        channels = _channels(trunk[:cut])
        early = nn.Identity() if self.config.copies else nn.Sequential(Normalise(), *trunk[:cut])
        return Halves(early, Pooled(*trunk[cut:]), channels, features)

    def batch(self, rows: np.ndarray, rng: np.random.Generator) -> Tensor:
        """Inputs `[len(rows), ...]`, each augmented at random."""
        if self.maps is not None:
            copies = rng.integers(1, len(self.maps), len(rows))
            return self._of(self.maps, copies, rows)
        return self._augmented(self.images[rows])

    def lines(self, rows: np.ndarray, rng: np.random.Generator) -> Tensor:
        """Inputs `[len(rows), ...]`: line drawings of the pictures, each by one of its `line_copies` hands."""
        copies = rng.integers(0, self.config.line_copies, len(rows))
        if self.maps is not None:
            return self._of(self._line_maps, copies, rows)
        return self._augmented(_rgb(self._drawn[copies, rows]))

    def restyled(self, rows: np.ndarray, domains: np.ndarray) -> Tensor:
        """Inputs `[len(rows), ...]`: picture `rows[i]` with its spectrum mixed with that of a picture of `domains[i]`, of which
        no class is looked at."""
        if self.maps is not None:
            return self._of(self._restyled_maps, domains, rows)
        pictures = [self._restyled[domain][np.array([row])] for row, domain in zip(rows, domains, strict=True)]
        return self._augmented(torch.cat(pictures))

    def clean(self, rows: np.ndarray) -> Tensor:
        """Inputs `[len(rows), ...]` as they are."""
        if self.maps is not None:
            return self._of(self.maps, 0, rows)
        return v2.functional.resize(self.images[rows].to(self.device), [self.config.size] * 2, antialias=True)

    def _of(self, maps: np.ndarray, copies: np.ndarray | int, rows: np.ndarray) -> Tensor:
        return torch.from_numpy(maps[copies, rows].astype(np.float32)).to(self.device)

    def _stored(self) -> np.ndarray:
        """Maps of the pictures as they are, then of `copies` augmented copies: float16 `[copies + 1, n, c, h, w]`."""
        whole, augmented = v2.Resize([self.config.size] * 2, antialias=True), _augment(self.config.size)
        copies = self.config.copies
        return self._kept("maps", copies, lambda: [(self.images, whole), *[(self.images, augmented)] * copies])

    @cached_property
    def _line_maps(self) -> np.ndarray:
        """Maps of the line drawings: float16 `[line_copies, n, c, h, w]`."""
        change = v2.Compose([v2.RandomHorizontalFlip(), v2.Resize([self.config.size] * 2, antialias=True)])
        return self._kept("line-maps", self.config.line_copies, lambda: [(_rgb(drawn), change) for drawn in self._drawn])

    @cached_property
    def _restyled_maps(self) -> np.ndarray:
        """Maps of the pictures in the style of each domain: float16 `[domains, n, c, h, w]`."""
        augmented = _augment(self.config.size)
        return self._kept("restyled-maps", len(self._restyled), lambda: [(pictures, augmented) for pictures in self._restyled])

    @cached_property
    def _restyled(self) -> list[Restyled]:
        of = self.data.domain
        return [Restyled(self.images, np.flatnonzero(of == d), d) for d in range(len(self.data.domains))]

    @cached_property
    def _drawn(self) -> np.ndarray:
        return line_drawings(self.data, self.config.line_copies)

    def _augmented(self, pictures: Tensor) -> Tensor:
        return torch.stack([_augment(self.config.size)(picture) for picture in pictures.to(self.device)])

    def _kept(self, kind: str, copies: int, passes: Callable[[], Sequence[_Pass]]) -> np.ndarray:
        """The frozen stem's maps of each pass, pictures uint8 `[n, 3, S, S]` and how each is changed; kept in the cache under
        their `kind` and number of `copies`, and `passes` called only where they are not there yet."""
        config = self.config
        network = (config.backbone, _weights(config).name, config.size, config.frozen_stride)
        parts = (kind, self.data.name, *network, copies, self.data.fingerprint)
        path = cache_root() / f"{'-'.join(map(str, parts))}.npy"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(".part.npy")
            self._fill(part, passes())
            part.replace(path)
        return np.load(path, mmap_mode="r")

    @torch.inference_mode()
    def _fill(self, path: Path, passes: Sequence[_Pass]) -> None:
        trunk, _ = _trunk(self.config)
        stem = nn.Sequential(Normalise(), *trunk[: stages_to_stride(trunk, self.config.frozen_stride)]).to(self.device).eval()
        count = len(self.images)
        torch.manual_seed(0)
        stored: np.memmap | None = None
        with tqdm(total=count * len(passes), desc="maps of the frozen stem", unit="", mininterval=5) as bar:
            for number, (pictures, change) in enumerate(passes):
                for at in range(0, count, _BATCH):
                    changed = torch.stack([change(picture) for picture in pictures[at : at + _BATCH].to(self.device)])
                    maps = stem(changed).half().cpu().numpy()
                    if stored is None:
                        shape = (len(passes), count, *maps.shape[1:])
                        stored = np.lib.format.open_memmap(path, "w+", np.float16, shape)
                    stored[number, at : at + len(maps)] = maps
                    bar.update(len(maps))
        if stored is not None:
            stored.flush()


def _rgb(drawn: np.ndarray) -> Tensor:
    """Drawings uint8 `[n, S, S]` as pictures uint8 `[n, 3, S, S]`."""
    return torch.from_numpy(np.array(drawn))[:, None].expand(-1, 3, -1, -1)


def _trunk(config: DomainConfig) -> tuple[nn.Sequential, int]:
    return build_trunk(config.backbone, 32, _weights(config))


def _weights(config: DomainConfig) -> Path:
    if config.backbone_weights:
        return Path(config.backbone_weights).expanduser()
    usual = data_root() / "backbones" / f"{config.backbone}_imagenet.safetensors"
    return need(usual, f"the weights of {config.backbone} (or give backbone_weights=FILE)")


@torch.inference_mode()
def _channels(stem: nn.Module) -> int:
    return stem(torch.zeros(1, 3, 64, 64)).shape[1]


def _augment(size: int) -> v2.Transform:
    """DomainBed's augmentation (Gulrajani and Lopez-Paz, "In Search of Lost Domain Generalization", ICLR 2021)."""
    return v2.Compose(
        [
            v2.RandomResizedCrop(size, scale=(0.7, 1.0), antialias=True),
            v2.RandomHorizontalFlip(),
            v2.ColorJitter(0.3, 0.3, 0.3, 0.3),
            v2.RandomGrayscale(0.1),
        ]
    )
