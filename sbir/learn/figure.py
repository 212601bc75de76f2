"""Teaching the figure network what a large one for cutting out things sees; and what it finds, for other trainings."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import torch
from safetensors.torch import save
from torch import Tensor
from torch.nn import functional
from tqdm import tqdm

from sbir.config import FigureConfig, TrainConfig
from sbir.data.cutouts import cutouts
from sbir.data.labelled import Labelled
from sbir.data.prepared import Prepared, prepare
from sbir.data.sources import read_source
from sbir.drawing import on_figure
from sbir.files import write_whole
from sbir.images import on_white
from sbir.model.checkpoint import figure_file
from sbir.model.figure import FINEST, FigureNet
from sbir.runtime import Figures

FIGURE = "figure.safetensors"
# Of the final loss: how much the overlap as a whole counts beside each cell.
_DICE = 0.5
_AVERAGE = 0.995
log = logging.getLogger(__name__)


def train_figure(config: FigureConfig, run: Path) -> tuple[Path, dict[str, float]]:
    """Train the figure network by `config` and write it to `run` (safetensors, half precision); returns the file and, for each
    set of `val`, the mean overlap (intersection over union) with the teacher's masks."""
    torch.manual_seed(config.seed)
    rng = np.random.default_rng(config.seed)
    teacher = Path(config.teacher).expanduser()
    weights = Path(config.backbone_weights).expanduser() if config.backbone_weights else None
    if weights is None:
        log.warning("no backbone_weights given: the figure network starts from random numbers")
    sets = [_material(name, teacher, count) for name, count in config.figures.items()]
    photos, masks = (np.concatenate(parts) for parts in zip(*sets, strict=True))
    log.info("%d photos with masks", len(photos))
    net = FigureNet(weights)
    average = torch.optim.swa_utils.AveragedModel(net, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(_AVERAGE))
    trunk = set(net.trunk.parameters())
    groups = [
        {"params": [p for p in net.parameters() if p in trunk], "lr": config.rate},
        {"params": [p for p in net.parameters() if p not in trunk], "lr": 10 * config.rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [config.rate, 10 * config.rate], total_steps=config.steps, pct_start=0.1
    )
    order = np.concatenate([rng.permutation(len(photos)) for _ in range(-(-config.steps * config.batch // len(photos)))])
    smooth = 0.0
    with tqdm(total=config.steps, desc="figure", mininterval=2) as bar:
        for step in range(config.steps):
            rows = order[step * config.batch : (step + 1) * config.batch]
            seen = [varied(photos[row], masks[row], config.size, rng) for row in rows]
            images, wanted = (torch.from_numpy(np.stack(part)) for part in zip(*seen, strict=True))
            loss = mask_loss(net.logits(images), wanted)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            schedule.step()
            average.update_parameters(net)
            smooth = float(loss.detach()) if step == 0 else 0.98 * smooth + 0.02 * float(loss.detach())
            bar.set_postfix(loss=f"{smooth:.3f}", refresh=False)
            bar.update()
    net.load_state_dict(average.module.state_dict())
    out = run / FIGURE
    run.mkdir(parents=True, exist_ok=True)
    write_whole(out, save({name: value.half().contiguous() for name, value in net.state_dict().items()}))
    return out, {name: overlap(net, *_material(name, teacher, count), config.size) for name, count in config.val.items()}


def figures_for(config: TrainConfig) -> Figures | None:
    """By what a training sees its photos: the network it names, else that of the model it starts from, else none."""
    named = Path(config.figure).expanduser() if config.figure else figure_file(Path(config.init)) if config.init else None
    return None if named is None else Figures(named)


def lifted(data: Prepared, figures: Figures | None, every: int = 1) -> Prepared:
    """A prepared set whose photos, or one in so many of them (`every`), have lost their ground; and with it the lines traced
    there."""
    if figures is None:
        return data
    photos = np.array(data.photos)
    found = figures.find(photos[::every]) if len(photos) else np.zeros((0, 1, 1), np.float32)
    photos[::every] = on_white(photos[::every], found)
    work = list(data.work)
    for row, figure in zip(range(0, len(work), every), found, strict=False):
        if (photos[row] != data.photos[row]).any():
            work[row] = on_figure(work[row], figure)
    return replace(data, photos=photos, work=tuple(work), whole=data.photos)


def without_ground(labelled: Labelled, figures: Figures | None) -> Labelled:
    """The same of labelled pictures; drawings stay as they are."""
    if figures is None or not isinstance(labelled.pictures, np.ndarray):
        return labelled
    return replace(labelled, pictures=figures.lifted(labelled.pictures))


def mask_loss(logits: Tensor, wanted: Tensor) -> Tensor:
    """Cross-entropy of each cell and, for the whole, what the overlap lacks (Dice; Milletari et al., 3DV 2016): `[n, h, w]`."""
    shown = torch.sigmoid(logits)
    both, each = (shown * wanted).sum((1, 2)), shown.sum((1, 2)) + wanted.sum((1, 2))
    return functional.binary_cross_entropy_with_logits(logits, wanted) + _DICE * (1 - (2 * both + 1) / (each + 1)).mean()


def varied(photo: np.ndarray, mask: np.ndarray, size: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A photo uint8 `[256, 256, 3]` and its mask uint8 `[256, 256]`, cropped or set into a margin, mirrored, brighter or
    duller: uint8 `[size, size, 3]` and float32 `[size / 8, size / 8]`."""
    side = photo.shape[0]
    scale = rng.uniform(0.55, 1.15)
    taken = int(side * scale)
    if taken <= side:
        y, x = rng.integers(0, side - taken + 1, 2)
        photo, mask = photo[y : y + taken, x : x + taken], mask[y : y + taken, x : x + taken]
    else:
        before = rng.integers(0, taken - side + 1, 2)
        after = taken - side - before
        sides = (int(before[0]), int(after[0]), int(before[1]), int(after[1]))
        photo = cv2.copyMakeBorder(photo, *sides, cv2.BORDER_CONSTANT, value=(255, 255, 255))
        mask = cv2.copyMakeBorder(mask, *sides, cv2.BORDER_CONSTANT, value=0)
    if rng.random() < 0.5:
        photo, mask = photo[:, ::-1], mask[:, ::-1]
    seen = cv2.resize(np.ascontiguousarray(photo), (size, size), interpolation=cv2.INTER_AREA).astype(np.float32)
    if rng.random() < 0.2:
        seen = np.repeat(seen.mean(2, keepdims=True), 3, axis=2)
    seen = (seen - 128) * rng.uniform(0.7, 1.3) + 128 + rng.uniform(-25, 25)
    cells = cv2.resize(np.ascontiguousarray(mask), (size // FINEST, size // FINEST), interpolation=cv2.INTER_AREA)
    return np.clip(seen, 0, 255).astype(np.uint8), cells.astype(np.float32) / 255


@torch.no_grad()
def overlap(net: FigureNet, photos: np.ndarray, masks: np.ndarray, size: int) -> float:
    """Mean intersection over union of the network's figures and `masks` uint8 `[n, 256, 256]`, both cut at a half."""
    found = []
    for photo, mask in zip(photos, masks, strict=True):
        image = cv2.resize(photo, (size, size), interpolation=cv2.INTER_AREA)
        figure = cv2.resize(net(torch.from_numpy(image[None]))[0].numpy(), mask.shape[::-1]) > 0.5
        wanted = mask > 127
        found.append((figure & wanted).sum() / max(1, (figure | wanted).sum()))
    return float(np.mean(found))


def _material(name: str, teacher: Path, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Photos uint8 `[n, 256, 256, 3]` of a set, at most `count`, drawn by chance, and the teacher's masks of them."""
    data = prepare(read_source(name), traced=False)
    rows = np.random.default_rng(0).permutation(len(data.photos))[:count]
    photos = np.stack([data.photos[row] for row in rows])
    return photos, cutouts(photos, teacher, name)
