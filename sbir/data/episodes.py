"""Training tasks: pairs of one category or of one person, each drawing real or traced and never twice the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
import torch
from torch.utils.data import IterableDataset, get_worker_info

from sbir.config import EpisodeConfig
from sbir.data.labelled import Labelled, domain_number
from sbir.data.names import thing
from sbir.data.prepared import Prepared
from sbir.drawing import LineWork, draw_traced, random_hand, rasterise, redraw
from sbir.drawing.raster import INK_BOX, LINE_WIDTH
from sbir.types import DOMAINS, InputError, Sketch

_SKETCH = DOMAINS.index("sketch")


class TaskBatch(NamedTuple):
    """`t` tasks of `n` pairs, no photo twice within a task.

    `drawings` and `photos` uint8 `[t, n, S, S, 3]`; `category` int64 `[t, n]` indexes the list of categories given to
    `Episodes`; `real` bool `[t, n]`: a person made the drawing (or none: it was traced from the photo). `labelled` uint8
    `[m, S, S, 3]`: pictures by themselves, with their categories `label` int64 `[m]` and their domains `domain` int64 `[m]`,
    which indexes `DOMAINS` (m = 0: none).
    """

    drawings: torch.Tensor
    photos: torch.Tensor
    category: torch.Tensor
    real: torch.Tensor
    labelled: torch.Tensor
    label: torch.Tensor
    domain: torch.Tensor


@dataclass(frozen=True)
class Source:
    """A prepared set, how often it gives a task, and whether its tasks are people instead of categories."""

    data: Prepared
    weight: float
    by_person: bool = False


@dataclass(frozen=True)
class _View:
    """What one photo offers: its pixels (a view into the set's file) and those with its ground, the drawings that stand for it,
    its traced lines."""

    photo: np.ndarray
    whole: np.ndarray
    sketches: tuple[Sketch, ...]
    work: LineWork | None


@dataclass(frozen=True)
class _Material:
    """A thing, by one photo or more."""

    category: int
    views: tuple[_View, ...]

    @property
    def drawn(self) -> bool:
        """Whether a person has drawn it."""
        return any(view.sketches for view in self.views)


@dataclass(frozen=True)
class _Shown:
    """One picture of a labelled set."""

    data: Labelled
    row: int


class Episodes(IterableDataset[TaskBatch]):
    """An endless stream of task batches from several sources.

    The stream of a loader with the same number of workers, seed and `start` is the same every time.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        categories: Sequence[str],
        config: EpisodeConfig,
        seed: int,
        start: int = 0,
        labelled: Sequence[Labelled] = (),
    ):
        self.config, self.seed, self.start = config, seed, start
        index = {name: i for i, name in enumerate(categories)}
        self.labelled: dict[int, dict[int, list[_Shown]]] = {}
        for data in labelled:
            for row, category in enumerate(data.categories):
                of = self.labelled.setdefault(index[thing(category)], {})
                of.setdefault(domain_number(data), []).append(_Shown(data, row))
        self.drawn = sorted(c for c, of in self.labelled.items() if _SKETCH in of)
        self.across = sorted(c for c, of in self.labelled.items() if len(of) > 1)
        self.tasks = [_tasks(source, index) for source in sources]
        for source, tasks in zip(sources, self.tasks, strict=True):
            if not any(len(task) >= config.pairs for task in tasks):
                raise InputError(f"{source.data.pairs.name} has no task of {config.pairs} pairs; lower episodes.pairs")
        weights = np.array([source.weight for source in sources])
        self.weights = weights / weights.sum()

    def __iter__(self) -> Iterator[TaskBatch]:
        worker = get_worker_info()
        cv2.setNumThreads(1)
        rng = np.random.default_rng((self.seed, self.start, worker.id if worker else 0))
        while True:
            yield self._batch(rng)

    def _batch(self, rng: np.random.Generator) -> TaskBatch:
        tasks: list[list[_Material]] = []
        while len(tasks) < self.config.tasks:
            task = self._task(rng)
            if not any(_overlap(task, other) for other in tasks):
                tasks.append(task)
        pairs = [[self._pair(material, rng) for material in task] for task in tasks]
        alone = self._labelled(rng)
        size = self.config.size
        return TaskBatch(
            torch.from_numpy(np.stack([[drawing for drawing, _, _ in task] for task in pairs])),
            torch.from_numpy(np.stack([[photo for _, photo, _ in task] for task in pairs])),
            torch.tensor([[material.category for material in task] for task in tasks]),
            torch.tensor([[real for _, _, real in task] for task in pairs]),
            torch.from_numpy(np.stack([p for p, _, _ in alone]) if alone else np.zeros((0, size, size, 3), np.uint8)),
            torch.tensor([label for _, label, _ in alone], dtype=torch.int64),
            torch.tensor([domain for _, _, domain in alone], dtype=torch.int64),
        )

    def _labelled(self, rng: np.random.Generator) -> list[tuple[np.ndarray, int, int]]:
        """Pictures by themselves, their categories and domains, every category as often as any other: drawings of any category,
        then, category by category, one picture of each domain that there is and a second drawing."""
        wanted: list[tuple[int, int]] = []
        if self.drawn:
            wanted += [(self.drawn[i], _SKETCH) for i in rng.integers(len(self.drawn), size=self.config.labelled)]
        across = rng.permutation(len(self.across))[: self.config.across]
        for label in (self.across[i] for i in across):
            domains = sorted(self.labelled[label])
            wanted += [(label, domain) for domain in domains + [_SKETCH] * (_SKETCH in domains)]
        pictures = []
        for label, domain in wanted:
            shown = self.labelled[label][domain]
            picture = self._picture(shown[rng.integers(len(shown))], rng)
            pictures.append((np.ascontiguousarray(picture[:, ::-1] if rng.random() < 0.5 else picture), label, domain))
        return pictures

    def _picture(self, shown: _Shown, rng: np.random.Generator) -> np.ndarray:
        original = shown.data.pictures[shown.row]
        if isinstance(original, Sketch):
            return self._raster(redraw(original, random_hand(rng), rng) or original, rng)
        return augment_photo(original, self.config.size, rng)

    def _task(self, rng: np.random.Generator) -> list[_Material]:
        source = self.tasks[rng.choice(len(self.tasks), p=self.weights)]
        large = [task for task in source if len(task) >= self.config.pairs]
        materials = large[rng.integers(len(large))]
        drawn = [m for m in materials if m.drawn]
        bare = [m for m in materials if not m.drawn]
        first = rng.permutation(len(drawn))[: self.config.pairs]
        rest = rng.permutation(len(bare))[: self.config.pairs - len(first)]
        return [drawn[i] for i in first] + [bare[i] for i in rest]

    def _pair(self, material: _Material, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, bool]:
        config = self.config
        view = seen = material.views[rng.integers(len(material.views))]
        if len(material.views) > 1 and rng.random() < config.other_view:
            seen = material.views[rng.integers(len(material.views))]
        real = bool(view.sketches) and (view.work is None or rng.random() < config.real)
        sketch = None
        if real:
            original = view.sketches[rng.integers(len(view.sketches))]
            sketch = redraw(original, random_hand(rng), rng) or original
        while sketch is None and view.work is not None and view.work.lines:
            sketch = draw_traced(view.work, random_hand(rng), rng)
        blank = np.full((config.size, config.size, 3), 255, np.uint8)
        drawing = blank if sketch is None else self._raster(sketch, rng)
        shown = seen.whole if config.whole and rng.random() < config.whole else seen.photo
        photo = augment_photo(shown, config.size, rng)
        if rng.random() < 0.5:
            drawing, photo = drawing[:, ::-1], photo[:, ::-1]
        return np.ascontiguousarray(drawing), np.ascontiguousarray(photo), real

    def _raster(self, sketch: Sketch, rng: np.random.Generator) -> np.ndarray:
        width = LINE_WIDTH * rng.uniform(0.7, 1.7)
        return rasterise(sketch, self.config.size, width, INK_BOX * rng.uniform(0.88, 1.06))


def augment_photo(photo: np.ndarray, size: int, rng: np.random.Generator) -> np.ndarray:
    """A random crop of at least two thirds of the area, scaled to `size`; brightness, contrast and colour changed a little.

    `photo` and the result are uint8 RGB, `[H, W, 3]` and `[size, size, 3]`.
    """
    height, width = photo.shape[:2]
    side = np.sqrt(rng.uniform(0.66, 1.0))
    aspect = np.exp(rng.uniform(-0.12, 0.12))
    h, w = (min(1.0, side * aspect) * height, min(1.0, side / aspect) * width)
    top, left = rng.uniform(0, height - h), rng.uniform(0, width - w)
    crop = photo[int(top) : int(np.ceil(top + h)), int(left) : int(np.ceil(left + w))]
    crop = cv2.resize(crop, (size, size), interpolation=cv2.INTER_AREA if h > size else cv2.INTER_LINEAR)
    grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)[..., None].astype(np.float32)
    colour = 0.0 if rng.random() < 0.15 else rng.uniform(0.5, 1.3)
    mixed = grey + (crop - grey) * colour
    mixed = (mixed - 128) * rng.uniform(0.75, 1.25) + 128 + rng.uniform(-25, 25)
    return np.clip(mixed, 0, 255).astype(np.uint8)


def _overlap(a: list[_Material], b: list[_Material]) -> bool:
    """Whether two tasks share a photo: each would then hold the other's match among its negatives."""
    first, second = ({view.photo.ctypes.data for m in task for view in m.views} for task in (a, b))
    return bool(first & second)


def _tasks(source: Source, category: dict[str, int]) -> list[list[_Material]]:
    """All materials of a source, grouped into what tasks are drawn from: categories, or people."""
    data = source.data
    sketches: dict[str, list[tuple[str | None, Sketch]]] = {}
    for drawing, sketch in zip(data.pairs.drawings, data.sketches, strict=True):
        if sketch is not None:
            sketches.setdefault(drawing.photo, []).append((drawing.person, sketch))
    people = sorted({d.person for d in data.pairs.drawings if d.person}) if source.by_person else [None]
    groups: dict[tuple[str | None, str], dict[str, list[_View]]] = {}
    owner: dict[str, str] = {}
    for person in people:
        for i, photo in enumerate(data.pairs.photos):
            own = tuple(s for who, s in sketches.get(photo.id, ()) if person is None or who == person)
            work = data.work[i] if data.work and data.work[i].lines else None
            if own or work is not None:
                key = (person, "" if source.by_person else photo.category)
                instance = photo.instance or photo.id
                whole = data.photos[i] if data.whole is None else data.whole[i]
                groups.setdefault(key, {}).setdefault(instance, []).append(_View(data.photos[i], whole, own, work))
                owner[instance] = photo.category
    return [
        [_Material(category[thing(owner[instance])], tuple(views)) for instance, views in group.items()]
        for group in groups.values()
    ]
