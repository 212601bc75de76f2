"""Training F, the head, the margin network and the rates together; reads from top to bottom."""

from __future__ import annotations

import json
import logging
import math
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from torch.utils.data import DataLoader
from torch.utils.tensorboard import SummaryWriter
from tqdm import tqdm

from sbir.config import LossConfig, TrainConfig, to_dict
from sbir.data.episodes import Episodes, Source, TaskBatch
from sbir.data.labelled import read_labelled
from sbir.data.names import thing
from sbir.data.prepared import Prepared, prepare
from sbir.data.sources import read_source
from sbir.learn.figure import figures_for, lifted, without_ground
from sbir.learn.fuse_attend import Pool, contrast, fuse, one_of_each_domain
from sbir.learn.last_stage import last_stage
from sbir.learn.losses import info_nce
from sbir.learn.meta import outer_loss, query_loss
from sbir.learn.quick_check import quick_check
from sbir.model.backbone import freeze_to_stride
from sbir.model.checkpoint import load_extractor, load_learner, read_checkpoint, save_checkpoint
from sbir.model.extractor import Extractor
from sbir.model.head import Head, embed_drawings, embed_photos, plain_head
from sbir.model.learner import Learner
from sbir.model.regularisers import CategoryClassifier, DomainDiscriminator, SemanticDecoder
from sbir.model.words import word_vectors
from sbir.types import DOMAINS, InputError

log = logging.getLogger(__name__)
STATE, BEST, LAST = "state.pt", "best", "last"


class Trained(nn.Module):
    """Everything with parameters, the regularisers too, so that one optimizer and one average cover it."""

    def __init__(self, config: TrainConfig, names: Sequence[str]):
        """`names`: the categories as the data sets call them; several may name the same thing."""
        super().__init__()
        categories = things(names)
        weights = Path(config.backbone_weights).expanduser() if config.backbone_weights else None
        if weights is None and not config.init:
            log.warning("no backbone_weights given: the backbone starts from random numbers")
        self.extractor = Extractor(config.model, weights)
        d = self.extractor.features
        self.learner = Learner(d, config.model.width)
        self.domain = DomainDiscriminator(d)
        self.category = CategoryClassifier(d, len(categories))
        if config.word_vectors:
            of_names, has = word_vectors(Path(config.word_vectors).expanduser(), names)
            index = torch.tensor([categories.index(thing(name)) for name in names])
            count = torch.zeros(len(categories)).index_add(0, index, has.float())
            vectors = torch.zeros(len(categories), of_names.shape[1]).index_add(0, index, of_names)
            vectors, known = vectors / count.clamp_min(1)[:, None], count > 0
            log.info("word vectors for %d of %d categories", int(known.sum()), len(categories))
        else:
            vectors, known = torch.zeros(len(categories), 1), torch.zeros(len(categories), dtype=torch.bool)
        self.semantic = SemanticDecoder(d, vectors, known)
        self.pool = Pool(config.loss.pool, self.learner.fusion.embed.out_features)
        if config.init:
            self.extractor.load_state_dict(load_extractor(Path(config.init)).state_dict())
            self.learner.load_state_dict(load_learner(Path(config.init)).state_dict())
        freeze_to_stride(self.extractor.trunk, config.model.frozen_stride)

    def loss(self, batch: TaskBatch, support: int, config: TrainConfig) -> tuple[Tensor, dict[str, float]]:
        """The whole outer loss of a batch, and its parts by name (unweighted)."""
        weights = config.loss
        t, n = batch.category.shape
        images = torch.cat([batch.drawings.flatten(0, 1), batch.photos.flatten(0, 1), batch.labelled])
        pooled = self.extractor(images)[0].float()
        drawings, photos, labelled = pooled.split([t * n, t * n, len(batch.labelled)])
        head: Head = self.learner.head
        category = torch.cat([batch.category.flatten(), batch.category.flatten(), batch.label])
        task_drawings, task_photos = drawings.reshape(t, n, -1), photos.reshape(t, n, -1)
        outer = outer_loss(self.learner, task_drawings, task_photos, support, config.adapt, weights)
        parts = {
            "latent": info_nce(drawings, photos, weights.temperature),
            "embedded": info_nce(embed_drawings(head, drawings), embed_photos(head, photos), weights.temperature),
            "triplet": outer.adapted,
            "plain": outer.plain,
            "own": outer.own,
            "domain": self.domain(drawings, photos),
            "category": self.category(pooled, category),
            "semantic": self.semantic(pooled, category),
        }
        if weights.latent_triplet:
            d = drawings.shape[1]
            same = plain_head(torch.eye(d), *(torch.zeros(1) for _ in range(3)))
            rows = torch.arange(n, device=pooled.device)
            each = [query_loss(same, a, b, rows, weights.margin) for a, b in zip(task_drawings, task_photos, strict=True)]
            parts["latent_triplet"] = torch.stack(each).mean()
        if weights.fused and len(batch.label):
            parts["fused"] = self._fused(labelled, batch, weights)
        total = torch.stack([getattr(weights, name) * value for name, value in parts.items()]).sum()
        return total, {name: float(value.detach()) for name, value in parts.items()} | {"margin": float(outer.margin.detach())}

    def _fused(self, labelled: Tensor, batch: TaskBatch, weights: LossConfig) -> Tensor:
        """The contrast of Fuse and Attend over the labelled pictures; their embeddings then go into the pool."""
        picked = one_of_each_domain(batch.domain, batch.label, len(DOMAINS))
        if not (picked >= 0).any():
            return labelled.sum() * 0.0
        fused, has = fuse(self.learner.fuse, labelled, picked)
        label = batch.label[has]
        pool = self.pool.embeddings.clone(), self.pool.labels.clone()
        value = contrast(fused, label, *pool, weights.fused_temperature)
        self.pool.add(fused.query, label)
        return value


def train(config: TrainConfig, run: Path) -> Path:
    """Train by `config` in the folder `run`, going on where an earlier call was cut; returns the best model's folder.

    With `config.only` "adaptation" it is the last stage, and writes `best/` alone. Otherwise it
    writes `last/` and `best/` (by the mean acc@1 over the validation sets) after every epoch, `state.pt` for resuming,
    `log.jsonl`, and TensorBoard files. The same config, seed and machine give the same numbers.
    """
    run.mkdir(parents=True, exist_ok=True)
    device = _device(config.device)
    if config.only == "adaptation":
        return last_stage(config, run / BEST, device)
    _seed(config.seed)
    figures = figures_for(config)
    data = {
        source.name: lifted(prepare(read_source(source.name, without=config.without), traced=True), figures)
        for source in config.sources
    }
    val = {name: lifted(prepare(read_source(name, without=config.without), traced=False), figures) for name in config.val}
    labelled = [
        without_ground(part, figures) for name in config.labelled for part in read_labelled(name, without=config.without)
    ]
    shown = {category for prepared in data.values() for category in prepared.pairs.categories}
    names = sorted(shown.union(*(drawn.categories for drawn in labelled)))
    categories = things(names)
    model = Trained(config, names).to(device).to(memory_format=torch.channels_last)
    sources = [
        Source(data[source.name], source.weight, by_person=source.name.startswith("sketchpad")) for source in config.sources
    ]
    _recentre(model, Episodes(sources, categories, config.episodes, config.seed), device)
    average = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(config.average))
    optimizer = _optimizer(model, config)
    total = config.epochs * config.steps
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _schedule(step, config.warmup, total))
    epoch, best = 0, -1.0
    if (run / STATE).exists():
        epoch, best = _restore(run / STATE, config, model, average, optimizer, schedule)
        log.info("going on after epoch %d of %d (best so far %.3f)", epoch, config.epochs, best)
    forward = torch.compile(model.loss) if config.compile else model.loss
    writer = SummaryWriter(str(run), purge_step=epoch * config.steps)
    figure = None if figures is None else figures.path
    while epoch < config.epochs:
        _seed(config.seed + epoch)
        rng = np.random.default_rng((config.seed, epoch, 1))
        episodes = Episodes(sources, categories, config.episodes, config.seed, epoch, labelled)
        batches = _loader(episodes, config, device)
        sums: dict[str, float] = {}
        began = time.perf_counter()
        bar = tqdm(range(config.steps), desc=f"epoch {epoch + 1}/{config.epochs}", mininterval=5)
        for step in bar:
            batch = TaskBatch(*(part.to(device, non_blocking=True) for part in next(batches)))
            support = int(rng.integers(1, max(2, config.episodes.pairs // 2)))
            with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
                loss, parts = forward(batch, support, config)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            norm = nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            if not torch.isfinite(norm):
                raise RuntimeError(f"the gradient is not finite in epoch {epoch + 1}, step {step}: {parts}")
            optimizer.step()
            schedule.step()
            average.update_parameters(model)
            for name, value in (parts | {"loss": float(loss.detach())}).items():
                sums[name] = sums.get(name, 0.0) + value
            bar.set_postfix(loss=f"{sums['loss'] / (step + 1):.3f}")
        del batches
        epoch += 1
        seconds = time.perf_counter() - began
        means = {name: value / config.steps for name, value in sums.items()}
        averaged = cast(Trained, average.module)
        checks = _validate(averaged, val, config.model.size, device)
        score = float(np.mean([result["embedded acc@1"] for result in checks.values()]))
        rates = {name: round(float(rate.detach()), 4) for name, rate in averaged.learner.rates._asdict().items()}
        notes = {"epoch": epoch, "score": score, "val": checks, "rates": rates}
        notes |= {"categories": sorted({*names, *_seen_before(config)}), "config": _portable(config)}
        save_checkpoint(run / LAST, config.model, config.adapt, averaged.extractor, averaged.learner, notes, figure)
        if score > best:
            best = score
            save_checkpoint(run / BEST, config.model, config.adapt, averaged.extractor, averaged.learner, notes, figure)
        _report(run, writer, epoch, config.steps, means, checks, score, seconds)
        _keep(run / STATE, config, model, average, optimizer, schedule, epoch, best)
    writer.close()
    return run / BEST


def things(names: Sequence[str]) -> tuple[str, ...]:
    """What the categories of these names show, each thing once, sorted."""
    return tuple(sorted({thing(name) for name in names}))


def _recentre(model: Trained, episodes: Episodes, device: torch.device) -> None:
    """Put the head's centre where F's features are at the start, from one batch, as many drawings as photos."""
    batch = next(iter(episodes))
    images = torch.cat([batch.drawings.flatten(0, 1), batch.photos.flatten(0, 1)]).to(device)
    with torch.no_grad():
        model.learner.recentre(model.extractor(images)[0].float())


def _seen_before(config: TrainConfig) -> list[str]:
    """Categories that the weights this training starts from were trained on."""
    return read_checkpoint(Path(config.init)).notes.get("categories", []) if config.init else []


def _portable(config: TrainConfig) -> dict[str, Any]:
    """The config without the folders of this machine."""
    names = {key: Path(getattr(config, key)).name for key in ("backbone_weights", "word_vectors", "init", "figure")}
    return to_dict(config) | names


def _validate(model: Trained, val: dict[str, Prepared], size: int, device: torch.device) -> dict[str, dict[str, float]]:
    model.eval()
    return {name: quick_check(model.extractor, model.learner, data, size, device) for name, data in val.items()}


def _loader(episodes: Episodes, config: TrainConfig, device: torch.device) -> Iterator[TaskBatch]:
    loader = DataLoader(
        episodes,
        batch_size=None,
        num_workers=config.workers,
        pin_memory=device.type == "cuda",
        prefetch_factor=4 if config.workers else None,
    )
    return iter(loader)


def _optimizer(model: Trained, config: TrainConfig) -> torch.optim.Optimizer:
    """AdamW; the inner loop's rates, four numbers on a logarithmic scale, move ten times as fast and do not decay."""
    trunk = {id(p) for p in model.extractor.trunk.parameters()}
    rates = model.learner.log_rates
    trained = [p for p in model.parameters() if p.requires_grad and p is not rates]
    groups: list[dict[str, Any]] = [
        {"params": [p for p in trained if id(p) in trunk], "lr": config.rate},
        {"params": [p for p in trained if id(p) not in trunk], "lr": config.head_rate},
        {"params": [rates], "lr": 10 * config.head_rate, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, weight_decay=config.weight_decay)


def _schedule(step: int, warmup: int, total: int) -> float:
    if step < warmup:
        return (step + 1) / warmup
    return 0.5 * (1 + math.cos(math.pi * min(1.0, (step - warmup) / max(1, total - warmup)))) + 1e-3


def _report(
    run: Path,
    writer: SummaryWriter,
    epoch: int,
    steps: int,
    means: dict[str, float],
    checks: dict[str, dict[str, float]],
    score: float,
    seconds: float,
) -> None:
    for name, value in means.items():
        writer.add_scalar(f"train/{name}", value, epoch * steps)
    for name, result in checks.items():
        for key, value in result.items():
            writer.add_scalar(f"val/{name} {key}", value, epoch * steps)
    writer.flush()
    with (run / "log.jsonl").open("a") as file:
        file.write(json.dumps({"epoch": epoch, "seconds": round(seconds, 1), "train": means, "val": checks, "score": score}))
        file.write("\n")
    shown = ", ".join(f"{name} {result['embedded acc@1']:.3f}/{result['pooled acc@1']:.3f}" for name, result in checks.items())
    log.info("epoch %d: loss %.3f, val acc@1 (head/pooled) %s; %.0f s", epoch, means["loss"], shown, seconds)


def _keep(
    path: Path,
    config: TrainConfig,
    model: Trained,
    average: AveragedModel,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LambdaLR,
    epoch: int,
    best: float,
) -> None:
    part = path.with_suffix(".part")
    state = {
        "config": json.dumps(to_dict(config), sort_keys=True),
        "model": model.state_dict(),
        "average": average.state_dict(),
        "optimizer": optimizer.state_dict(),
        "schedule": {"last_epoch": schedule.last_epoch, "_step_count": schedule._step_count},
        "epoch": epoch,
        "best": best,
    }
    torch.save(state, part)
    part.replace(path)


def _restore(
    path: Path,
    config: TrainConfig,
    model: Trained,
    average: AveragedModel,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LambdaLR,
) -> tuple[int, float]:
    state = torch.load(path, map_location="cpu", weights_only=True)
    before, now = json.loads(state["config"]), to_dict(config)
    may_differ = {"device", "workers", "compile"}
    changed = [key for key in now if key not in may_differ and before.get(key) != now[key]]
    if changed:
        raise InputError(f"{path.parent} was trained with other settings ({', '.join(changed)}); take a new run folder")
    model.load_state_dict(state["model"])
    average.load_state_dict(state["average"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.last_epoch, schedule._step_count = state["schedule"]["last_epoch"], state["schedule"]["_step_count"]
    return state["epoch"], state["best"]


def _device(name: str) -> torch.device:
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    return torch.device(name)


def _seed(seed: int) -> None:
    random.seed(seed)
    torch.manual_seed(seed)
