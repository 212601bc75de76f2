"""Are simulated people's drawings told from real people's? Two small classifiers try, source by source.

A simulated drawing is traced from the photo that a real one stands for (or from a photo of the same category, where the
drawing has none) and put on paper and scanned once, as the real one was; then both are drawn again by the one rasteriser and
scanned by the one scanner, so that pen, size and canvas say nothing. 50 % is perfect. Training splits only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from tqdm import tqdm

from sbir.data.pairs import data_root, need
from sbir.data.prepared import prepare
from sbir.data.sources import read_source
from sbir.drawing import PEOPLE, LineWork, draw_traced, person, rasterise, sketch_from_image, sketch_from_json
from sbir.drawing.statistics import NAMES, describe
from sbir.types import InputError, Sketch

PAPER = 256
PICTURE = 64
FOLDS = 4
PER_PHOTO = {"sketchpad-train": 16}
MOST = 400
PAIRED = ("sketchy-train", "sketchpad-train", "qmul-shoes-train", "qmul-chairs-train")

Drawer = Callable[[LineWork, np.random.Generator], Sketch | None]


class Example(NamedTuple):
    """A drawing off paper and what it must not be split from: its photo, or the object or category it shows."""

    sketch: Sketch
    group: str
    real: bool


class Subject(NamedTuple):
    """A real drawing, the line work that simulated people draw from, and the group of each."""

    sketch: Sketch
    group: str
    work: LineWork
    work_group: str


def measure() -> dict[str, Any]:
    """A row a source: accuracy of either classifier with its 95 % interval, and medians of every statistic."""
    torch.set_num_threads(1)
    rows = [judge(name, examples(subjects, somebody)) for name, subjects in tqdm(list(all_subjects().items()))]
    return {"command": "python -m benchmarks hands", "people": PEOPLE, "folds": FOLDS, "rows": rows}


def somebody(work: LineWork, rng: np.random.Generator) -> Sketch | None:
    """A photo's lines drawn by one of the population."""
    return draw_traced(work, person(int(rng.integers(PEOPLE))), rng)


def all_subjects(seed: int = 0) -> dict[str, list[Subject]]:
    """Real drawings of every source, each with line work of what it shows."""
    rng = np.random.default_rng(seed)
    prepared = {name: prepare(read_source(name), traced=True, workers=1) for name in PAIRED}
    works = {name: dict(zip([p.id for p in data.pairs.photos], data.work, strict=True)) for name, data in prepared.items()}
    subjects: dict[str, list[Subject]] = {}
    for name, data in prepared.items():
        taken: dict[str, int] = {}
        subjects[name] = []
        for i in rng.permutation(len(data.sketches)):
            photo, sketch = data.pairs.drawings[i].photo, data.sketches[i]
            work = works[name][photo]
            if sketch is None or not work.lines or taken.get(photo, 0) >= PER_PHOTO.get(name, 1):
                continue
            taken[photo] = taken.get(photo, 0) + 1
            subjects[name].append(Subject(sketch, photo, work, photo))
    chairs = [(key, work) for key, work in works["qmul-chairs-train"].items() if work.lines]
    subjects["chairv2-strokes"] = []
    for sketch, instance in _chairs(data_root(), rng):
        key, work = chairs[rng.integers(len(chairs))]
        subjects["chairv2-strokes"].append(Subject(sketch, instance, work, key))
    subjects["quickdraw"] = []
    for category in sorted({photo.category for photo in prepared["sketchy-train"].pairs.photos}):
        drawn = {d.photo for d in prepared["sketchy-train"].pairs.drawings if d.category == category}
        for sketch in _doodles(data_root(), category):
            work = works["sketchy-train"][sorted(drawn)[rng.integers(len(drawn))]]
            if work.lines:
                subjects["quickdraw"].append(Subject(sketch, category, work, category))
    return {name: [found[i] for i in rng.permutation(len(found))[:MOST]] for name, found in subjects.items()}


def _chairs(root: Path, rng: np.random.Generator) -> list[tuple[Sketch, str]]:
    """One drawing, off paper, of every chair of ChairV2's training split, and which chair it is."""
    lines = need(root / "chairv2_strokes" / "train.ndjson", "ChairV2 (chairv2_strokes.zip)").read_text().splitlines()
    chosen: dict[str, str] = {}
    for i in rng.permutation(len(lines)):
        chosen.setdefault(json.loads(lines[i])["instance"], lines[i])
    drawn = [(on_paper(sketch_from_json(line)), instance) for instance, line in chosen.items()]
    return [(sketch, instance) for sketch, instance in drawn if sketch is not None]


def _doodles(root: Path, category: str) -> list[Sketch]:
    """Quick, Draw! drawings, off paper, of a category of Sketchy; none where the two have no name in common."""
    path = need(root / "quickdraw", "Quick, Draw! (quickdraw.zip)") / f"{category}.ndjson"
    if not path.exists():
        return []
    drawn = [on_paper(sketch_from_json(line)) for line in path.read_text().splitlines() if line.strip()]
    return [sketch for sketch in drawn if sketch is not None]


def on_paper(sketch: Sketch) -> Sketch | None:
    """The drawing as it comes back from a picture of it of 256 px; None where no line of it stands out."""
    try:
        return sketch_from_image(rasterise(sketch, PAPER))
    except InputError:
        return None


def examples(subjects: Sequence[Subject], draw: Drawer, seed: int = 0) -> list[Example]:
    """As many simulated drawings as real ones, all off the same paper."""
    found = []
    for i, subject in enumerate(subjects):
        rng = np.random.default_rng((seed, i))
        real = on_paper(subject.sketch)
        drawn = draw(subject.work, rng)
        scanned = None if drawn is None else on_paper(drawn)
        simulated = None if scanned is None else on_paper(scanned)
        if real is not None and simulated is not None:
            found += [Example(real, subject.group, True), Example(simulated, subject.work_group, False)]
    return found


def judge(name: str, drawings: Sequence[Example], seed: int = 0) -> dict[str, Any]:
    """One source's row: what either classifier makes of it."""
    described = np.stack([describe(example.sketch) for example in drawings])
    pictures = np.stack([rasterise(example.sketch, PICTURE, width=1.5 / PICTURE)[..., 0] for example in drawings])
    real = np.array([example.real for example in drawings])
    groups = np.array([example.group for example in drawings])
    return {
        "source": name,
        "drawings": len(drawings),
        "groups": len(set(groups)),
        "statistics": _accuracy(by_statistics, described, real, groups, seed),
        "pictures": _accuracy(by_picture, pictures, real, groups, seed),
        "medians": {
            feature: [round(float(np.median(described[real == kind, i])), 3) for kind in (True, False)]
            for i, feature in enumerate(NAMES)
        },
    }


Classifier = Callable[[np.ndarray, np.ndarray, np.ndarray, int], np.ndarray]


def _accuracy(classifier: Classifier, x: np.ndarray, real: np.ndarray, groups: np.ndarray, seed: int) -> dict[str, Any]:
    """Cross-validated accuracy, no group in both halves; the interval resamples groups."""
    rng = np.random.default_rng(seed)
    names, member = np.unique(groups, return_inverse=True)
    fold = (rng.permutation(len(names)) % FOLDS)[member]
    right = np.zeros(len(x), bool)
    for k in range(FOLDS):
        test = fold == k
        right[test] = (classifier(x[~test], real[~test], x[test], seed + k) > 0) == real[test]
    hits, counts = np.bincount(member, right), np.bincount(member)
    again = rng.integers(len(names), size=(2000, len(names)))
    low, high = np.percentile(hits[again].sum(1) / counts[again].sum(1), [2.5, 97.5])
    return {"accuracy": round(float(right.mean()), 3), "ci95": [round(float(low), 3), round(float(high), 3)]}


def by_statistics(train: np.ndarray, real: np.ndarray, test: np.ndarray, seed: int) -> np.ndarray:
    """Log odds, float32 `[n]`, that drawings are real, by a small network on statistics `[n, 28]`."""
    torch.manual_seed(seed)
    mean, spread = train.mean(0), train.std(0) + 1e-6
    x, y, z = (torch.from_numpy(a) for a in ((train - mean) / spread, real.astype(np.float32), (test - mean) / spread))
    network = nn.Sequential(nn.Linear(x.shape[1], 32), nn.ReLU(), nn.Dropout(0.3), nn.Linear(32, 1))
    optimizer = torch.optim.AdamW(network.parameters(), 3e-3, weight_decay=0.1)
    for _ in range(250):
        loss = F.binary_cross_entropy_with_logits(network(x)[:, 0], y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.inference_mode():
        return network.eval()(z)[:, 0].numpy()


def by_picture(train: np.ndarray, real: np.ndarray, test: np.ndarray, seed: int, epochs: int = 12) -> np.ndarray:
    """Log odds, float32 `[n]`, that drawings are real, by a small convolutional network on uint8 `[n, 64, 64]`."""
    torch.manual_seed(seed)
    x, y, z = torch.from_numpy(train), torch.from_numpy(real.astype(np.float32)), torch.from_numpy(test)
    layers: list[nn.Module] = []
    for before, after in ((1, 16), (16, 32), (32, 64), (64, 64)):
        layers += [nn.Conv2d(before, after, 3, 2, 1, bias=False), nn.BatchNorm2d(after), nn.ReLU()]
    network = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.3), nn.Linear(64, 1))
    optimizer = torch.optim.AdamW(network.parameters(), 4e-3, weight_decay=0.05)
    steps = -(-len(x) // 64) * epochs
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=steps)
    for _ in range(epochs):
        for batch in torch.randperm(len(x)).split(64):
            shift = torch.randint(-3, 4, (2,)).tolist()
            loss = F.binary_cross_entropy_with_logits(network(_ink(x[batch]).roll(shift, (2, 3)))[:, 0], y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    network.eval()
    with torch.inference_mode():
        return network(_ink(z))[:, 0].numpy()


def _ink(pictures: torch.Tensor) -> torch.Tensor:
    return 1 - pictures[:, None].float() / 255
