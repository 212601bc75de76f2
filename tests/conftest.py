"""Shared fixtures: drawings made of code, a tiny model, a tiny gallery."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from sbir.config import AdaptConfig, ModelConfig
from sbir.engine import Engine
from sbir.model.checkpoint import save_checkpoint
from sbir.model.extractor import Extractor
from sbir.model.learner import Learner


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def picture(seed: int, size: int = 120) -> np.ndarray:
    """A photo of sorts: a few filled shapes on a light ground, uint8 RGB."""
    rng = np.random.default_rng(seed)
    image = np.full((size, size, 3), 235, np.uint8)
    for _ in range(3):
        low, high = sorted(rng.integers(10, size - 10, 2).tolist())
        colour = rng.integers(0, 160, 3).tolist()
        if rng.random() < 0.5:
            cv2.rectangle(image, (low, low // 2 + 5), (high + 4, high), colour, -1)
        else:
            cv2.ellipse(image, (high, low), (18, int(rng.integers(8, 30))), float(rng.integers(180)), 0, 360, colour, -1)
    return image


def pictures(rng: np.random.Generator, count: int) -> np.ndarray:
    """As many pictures of noise for the tiny model, uint8 `[count, 64, 64, 3]`."""
    return rng.integers(0, 256, (count, 64, 64, 3), dtype=np.uint8)


def write_picture(path: Path, image: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), cv2.cvtColor(image, cv2.COLOR_RGB2BGR))


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An untrained model of the shipped kind at 64 px, exported; its features are of no use but real."""
    from export.onnx_file import export_backbone

    folder = tmp_path_factory.mktemp("model")
    torch.manual_seed(0)
    config = ModelConfig(size=64, width=32, mirror=4)
    extractor = Extractor(config)
    # Attention begins even; a test should see that it is carried through.
    torch.nn.init.normal_(extractor.attention.score.weight, std=0.5)
    save_checkpoint(folder, config, AdaptConfig(), extractor.eval(), Learner(extractor.features, config.width), {})
    export_backbone(folder, folder / "backbone.onnx")
    return folder


@pytest.fixture(scope="session")
def photo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two categories of six pictures."""
    folder = tmp_path_factory.mktemp("photos")
    for i in range(12):
        write_picture(folder / ("box" if i < 6 else "blob") / f"{i:02d}.png", picture(i))
    return folder


@pytest.fixture(scope="session")
def tiny_engine(tiny_model: Path, photo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    gallery = tmp_path_factory.mktemp("gallery")
    Engine.open(tiny_model, device="cpu", bare=True).index(photo_folder, gallery, progress=False)
    return Engine.open(tiny_model, gallery, device="cpu")


@pytest.fixture(scope="session")
def domain_engine(tiny_model: Path, photo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Photos of two categories, art of half of them, cartoons of one category only."""
    made, home = tmp_path_factory.mktemp("domains"), tmp_path_factory.mktemp("gallery")
    shown = {"art": [("box", 0), ("box", 1), ("box", 2), ("blob", 6), ("blob", 7)], "cartoon": [("box", 1), ("box", 3)]}
    for domain, things in shown.items():
        for category, i in things:
            write_picture(made / domain / category / f"{i:02d}.png", 255 - picture(i) if domain == "art" else picture(i) // 2)
    bare = Engine.open(tiny_model, device="cpu", bare=True)
    for folder, out in ((photo_folder, home), (made / "art", home / "art"), (made / "cartoon", home / "cartoon")):
        bare.index(folder, out, progress=False)
    return Engine.open(tiny_model, home, device="cpu")
