"""The last stage of training as a command runs it: features of sets that F has not seen, then `tune`."""

from __future__ import annotations

import logging
from pathlib import Path

import torch

from sbir.config import TrainConfig, to_dict
from sbir.data.prepared import prepare
from sbir.data.sources import read_source
from sbir.drawing import letterbox, rasterise
from sbir.learn.quick_check import extract
from sbir.learn.tune import TaskSet, task_set, tune
from sbir.model.checkpoint import load_extractor, load_learner, read_checkpoint, save_checkpoint
from sbir.model.extractor import Extractor

log = logging.getLogger(__name__)


def last_stage(config: TrainConfig, out: Path, device: torch.device) -> Path:
    """Fit margin network and rates of `config.init` for the inner loop `config.adapt` on `config.sources`; writes `out`."""
    source = Path(config.init)
    checkpoint = read_checkpoint(source)
    extractor = load_extractor(source).to(device)
    sets = [_tasks(item.name, item.weight, extractor, checkpoint.model.size, device) for item in config.sources]
    learner = tune(load_learner(source), sets, config.adapt, config.tune)
    rates = {name: round(float(rate), 4) for name, rate in learner.rates._asdict().items()}
    log.info("rates: %s", rates)
    notes = checkpoint.notes | {"adapted_on": [item.name for item in config.sources], "tune": to_dict(config.tune), "rates": rates}
    save_checkpoint(out, checkpoint.model, config.adapt, extractor, learner, notes)
    return out


def _tasks(name: str, weight: float, extractor: Extractor, size: int, device: torch.device) -> TaskSet:
    data = prepare(read_source(name), traced=False)
    photos = extract(extractor, [letterbox(photo, size) for photo in data.photos], device)
    usable = torch.tensor([sketch is not None for sketch in data.sketches])
    drawn = extract(extractor, [rasterise(sketch, size) for sketch in data.sketches if sketch is not None], device)
    drawings = torch.zeros(len(usable), drawn.shape[1])
    drawings[usable] = drawn
    return task_set(data.pairs, drawings, usable.numpy(), photos, name.startswith("sketchpad"), weight)
