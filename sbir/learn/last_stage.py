"""The last stage of training as a command runs it: features of sets that F has not seen, then `tune`."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from sbir.config import SourceConfig, TrainConfig, to_dict
from sbir.data.labelled import domain_number, read_labelled
from sbir.data.names import thing
from sbir.data.prepared import Prepared, prepare
from sbir.data.sources import read_source
from sbir.drawing import letterbox, rasterise
from sbir.learn.closed_form import keep_pooled, see_mirrored, with_mirror
from sbir.learn.figure import figures_for, lifted
from sbir.learn.fit_fusion import Pictures, fit_fusion
from sbir.learn.quick_check import extract
from sbir.learn.tune import TaskSet, task_set, tune
from sbir.model.checkpoint import load_extractor, load_learner, read_checkpoint, save_checkpoint
from sbir.model.extractor import Extractor
from sbir.runtime import Figures
from sbir.types import Sketch

log = logging.getLogger(__name__)


def last_stage(config: TrainConfig, out: Path, device: torch.device) -> Path:
    """Let F of `config.init` see mirror images and give the head its pooled part, then fit margin network and rates for the
    inner loop `config.adapt` on `config.sources`, and the fusion over domains on `config.labelled`; writes `out`."""
    source = Path(config.init)
    checkpoint = read_checkpoint(source)
    extractor = load_extractor(source).to(device)
    model, wanted = checkpoint.model, config.tune
    size = model.size
    figures = figures_for(config)
    learner = load_learner(source)
    if wanted.mirror or wanted.pooled:
        # On the page photos come both ways: those on a plain ground stay whole.
        data = lifted(prepare(read_source(wanted.components, without=config.without), traced=False), figures, every=2)
        if wanted.mirror:
            extractor, model = with_mirror(extractor, model, wanted.mirror, _images(data, size), device)
        drawings, usable, photos = _features(data, extractor, size, device)
        if wanted.mirror:
            learner = see_mirrored(learner, extractor, drawings[usable], photos)
        learner = keep_pooled(learner, drawings[usable], photos, wanted.pooled, wanted.whiten, wanted.width)
        model = replace(model, width=learner.width)
    sets = [_tasks(item, config.without, extractor, figures, size, device) for item in config.sources]
    learner = tune(learner, sets, config.adapt, config.tune)
    if config.labelled:
        learner = fit_fusion(learner, _pictures(config, extractor, figures, size, device), config.fusion)
    rates = {name: round(float(rate), 4) for name, rate in learner.rates._asdict().items()}
    log.info("rates: %s", rates)
    notes = checkpoint.notes | {
        "adapted_on": [item.name for item in config.sources],
        "tune": to_dict(config.tune),
        "fused_on": list(config.labelled),
        "rates": rates,
    }
    save_checkpoint(out, model, config.adapt, extractor, learner, notes, None if figures is None else figures.path)
    return out


def _pictures(config: TrainConfig, extractor: Extractor, figures: Figures | None, size: int, device: torch.device) -> Pictures:
    """Features of some pictures of each category and labelled set, as they are and, mirrored, without their ground."""
    rng = np.random.default_rng(config.fusion.seed)
    pooled, names, domains = [], [], []
    for part in (part for name in config.labelled for part in read_labelled(name, without=config.without)):
        of = np.array([thing(category) for category in part.categories])
        rows = [rng.permutation(np.flatnonzero(of == name))[: config.fusion.examples] for name in sorted(set(of))]
        pictures = [part.pictures[row] for row in np.concatenate(rows)]
        images = [rasterise(one, size) if isinstance(one, Sketch) else letterbox(one, size) for one in pictures]
        alone = images
        if figures is not None and isinstance(part.pictures, np.ndarray):
            alone = list(figures.lifted(np.stack(images)))
        for seen in (images, [np.ascontiguousarray(image[:, ::-1]) for image in alone]):
            pooled.append(extract(extractor, seen, device))
            names += [name for name, taken in zip(sorted(set(of)), rows, strict=True) for _ in taken]
            domains += [domain_number(part)] * len(seen)
    label = np.unique(names, return_inverse=True)[1]
    return Pictures(torch.cat(pooled), torch.from_numpy(label), torch.tensor(domains))


def _tasks(
    source: SourceConfig,
    without: Collection[str],
    extractor: Extractor,
    figures: Figures | None,
    size: int,
    device: torch.device,
) -> TaskSet:
    data = lifted(prepare(read_source(source.name, without=without), traced=False), figures)
    drawings, usable, photos = _features(data, extractor, size, device)
    return task_set(data.pairs, drawings, usable.numpy(), photos, source.name.startswith("sketchpad"), source.weight)


def _features(data: Prepared, extractor: Extractor, size: int, device: torch.device) -> tuple[Tensor, Tensor, Tensor]:
    """Features of all drawings (zeros where no line was found), where one was, and of all photos."""
    drawn, photos = (extract(extractor, images, device) for images in _images(data, size))
    usable = torch.tensor([sketch is not None for sketch in data.sketches])
    drawings = torch.zeros(len(usable), drawn.shape[1])
    drawings[usable] = drawn
    return drawings, usable, photos


def _images(data: Prepared, size: int) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """All drawings in which a line was found, and all photos, as F sees them."""
    drawings = [rasterise(sketch, size) for sketch in data.sketches if sketch is not None]
    return drawings, [letterbox(photo, size) for photo in data.photos]
