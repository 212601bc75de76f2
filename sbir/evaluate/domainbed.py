"""The DomainBed protocol: leave one domain out, train on the others, choose without looking at it, judge on it.

Gulrajani and Lopez-Paz, "In Search of Lost Domain Generalization", ICLR 2021. Every domain is split 80 / 20 by the seed. A
method trains on the 80 % of the source domains. *Training-domain validation* takes the checkpoint (and the trial of the search
over hyper-parameters) with the best mean accuracy over the sources' 20 %; the *oracle* takes the last checkpoint of the trial
that is best on the left-out domain's 20 %. Either is judged on the left-out domain's 80 %. *Leave-one-domain-out
cross-validation*, for choosing settings, leaves a second domain out, which is a source of the first: see `cross_validated`.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel
from tqdm import tqdm

from sbir.baselines.domain_generalization.algorithm import Algorithm, Minibatch, Setup
from sbir.baselines.domain_generalization.network import Network
from sbir.baselines.domain_generalization.registry import METHODS, make, settings_of
from sbir.config import DomainConfig, to_dict
from sbir.data.domains import DOMAINS, DomainSet, read_domains
from sbir.gallery.ranking import average_precision
from sbir.learn.domain_inputs import Inputs
from sbir.types import InputError

log = logging.getLogger(__name__)
SELECTIONS = ("training-domain validation", "oracle")
_HELD_OUT = 0.2
_AT_ONCE = 256


@dataclass(frozen=True)
class Job:
    """One training: a method, the domain it leaves out (or several, joined by "+"), the seed of split, start and batches, and
    the trial of its search."""

    method: str
    left_out: str
    seed: int
    trial: int


class Bench:
    """A set of domains and what is fed to networks, loaded once for all runs of a process."""

    def __init__(self, config: DomainConfig, device: torch.device):
        self.config, self.device = config, device
        self.data = read_domains(config.data, config.size)
        self.inputs = Inputs(self.data, config, device)

    def run(self, job: Job) -> dict[str, Any]:
        """Train and judge; accuracies (fractions) at each checkpoint: `val` (mean over the sources' 20 %), `test` (the left-out
        domain's 80 %), `test_val` (its 20 %); where several are left out, means over them, and `of`: `test` by name. With
        `config.unseen`, `found` has the search of the end, see `search`."""
        config, began = self.config, time.perf_counter()
        rng = np.random.default_rng((job.seed, job.trial, 1))
        torch.manual_seed(1000 * job.seed + job.trial)
        unseen = np.random.default_rng((job.seed, 2)).permutation(len(self.data.classes))[: config.unseen]
        train, held = split(self.data, job.seed, unseen)
        outs = [self.data.domains.index(name) for name in job.left_out.split("+")]
        sources = [d for d in range(len(self.data.domains)) if d not in outs]
        settings = settings_of(job.method, job.trial, job.seed) | config.settings
        halves = self.inputs.halves()
        network = Network(*halves, classes=len(self.data.classes))
        lines = settings["lines"] > 0.5
        method = make(job.method, network, Setup(len(sources) + lines, config.steps, settings)).to(self.device)
        method = method.to(memory_format=torch.channels_last)
        judged: Algorithm = method
        average: AveragedModel | None = None
        checks: list[dict[str, float]] = []
        for step in range(1, config.steps + 1):
            method.train()
            method.update(self._batch({d: train[d] for d in sources}, settings, rng))
            # Weights averaged over steps, densely as in SWAD (Cha et al., NeurIPS 2021), without its search for where to begin.
            if settings["average"] < 1 and step > settings["average"] * config.steps:
                average = average or AveragedModel(method)
                average.update_parameters(method)
                judged = cast(Algorithm, average.module)
            if step % config.check_every == 0 or step == config.steps:
                val = np.mean([self._accuracy(judged, held[d]) for d in sources])
                checks.append({"step": step, "val": round(float(val), 4)} | self._left_out(judged, outs, train, held))
        return {
            "method": job.method,
            "left_out": job.left_out,
            "seed": job.seed,
            "trial": job.trial,
            "checks": checks,
            **({"found": self.search(judged, outs[0], unseen)} if config.unseen else {}),
            "settings": settings,
            "device": str(self.device),
            "seconds": round(time.perf_counter() - began, 1),
        }

    def _left_out(self, judged: Algorithm, outs: list[int], train: list[np.ndarray], held: list[np.ndarray]) -> dict[str, Any]:
        test, test_val = ([self._accuracy(judged, rows[d]) for d in outs] for rows in (train, held))
        of = {"of": dict(zip((self.data.domains[d] for d in outs), test, strict=True))} if len(outs) > 1 else {}
        return {"test": round(float(np.mean(test)), 4), "test_val": round(float(np.mean(test_val)), 4)} | of

    @torch.inference_mode()
    def search(self, method: Algorithm, out: int, unseen: np.ndarray) -> dict[str, dict[str, float]]:
        """All pictures of the domain `out` that show an `unseen` class, searched for in each other domain's pictures of all
        classes by the cosine of features: `p@1` and `map` by domain, a picture being right if it is of the query's class."""
        method.eval()
        of = {d: np.flatnonzero(self.data.domain == d) for d in range(len(self.data.domains))}
        asked = of[out][np.isin(self.data.label[of[out]], unseen)]
        queries = self._features(method, asked)
        found = {}
        for d, rows in of.items():
            if d != out:
                order = (-queries @ self._features(method, rows).T).argsort(1).cpu().numpy()
                right = self.data.label[rows][order] == self.data.label[asked][:, None]
                found[self.data.domains[d]] = {
                    "p@1": round(float(right[:, 0].mean()), 4),
                    "map": round(float(average_precision(right).mean()), 4),
                }
        return found

    def _features(self, method: Algorithm, rows: np.ndarray) -> torch.Tensor:
        parts = [self.inputs.clean(rows[at : at + _AT_ONCE]) for at in range(0, len(rows), _AT_ONCE)]
        return functional.normalize(torch.cat([method.network.features(part) for part in parts]), dim=1)

    def _batch(self, pools: Mapping[int, np.ndarray], settings: Mapping[str, float], rng: np.random.Generator) -> Minibatch:
        """A minibatch of the sources' rows `pools`, by domain. By `settings`, line drawings of any of their pictures are one
        more domain of it (`lines`), and so many of its pictures are in the style of one of any source (`spectra`)."""
        lines, share = settings["lines"] > 0.5, settings["spectra"]
        domains = len(pools) + lines
        n = self.config.batch * len(pools) // domains
        rows = np.concatenate([rng.choice(pool, n, replace=len(pool) < n) for pool in pools.values()])
        drawn = rng.choice(np.concatenate(list(pools.values())), n * lines)
        x, again = (self._inputs(rows, drawn, domains, rng) for _ in range(2))
        if share > 0:
            styled = np.flatnonzero(rng.random(len(rows)) < share)
            x.flatten(0, 1)[styled] = self.inputs.restyled(rows[styled], rng.choice(list(pools), len(styled)))
        y = torch.from_numpy(self.data.label[np.concatenate([rows, drawn])]).reshape(domains, n)
        return Minibatch(x, again, y.to(self.device))

    def _inputs(self, rows: np.ndarray, drawn: np.ndarray, domains: int, rng: np.random.Generator) -> torch.Tensor:
        x = self.inputs.batch(rows, rng)
        if len(drawn):
            x = torch.cat([x, self.inputs.lines(drawn, rng)])
        return x.reshape(domains, -1, *x.shape[1:])

    @torch.inference_mode()
    def _accuracy(self, method: Algorithm, rows: np.ndarray) -> float:
        method.eval()
        right = 0
        for at in range(0, len(rows), _AT_ONCE):
            some = rows[at : at + _AT_ONCE]
            guess = method.predict(self.inputs.clean(some)).argmax(1).cpu().numpy()
            right += int((guess == self.data.label[some]).sum())
        return round(right / len(rows), 4)


def split(data: DomainSet, seed: int, without: Sequence[int] | np.ndarray = ()) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Rows of each domain to train on (80 %) and to hold out (20 %), int64, at random by `seed`; none of classes `without`."""
    train, held = [], []
    for d in range(len(data.domains)):
        rows = np.random.default_rng((seed, d)).permutation(np.flatnonzero(data.domain == d))
        rows = rows[~np.isin(data.label[rows], without)]
        cut = round(_HELD_OUT * len(rows))
        held.append(np.sort(rows[:cut]))
        train.append(np.sort(rows[cut:]))
    return train, held


def jobs_of(config: DomainConfig) -> list[Job]:
    """Every run of a sweep, seed by seed, so that a sweep that is cut has whole tables of fewer seeds."""
    methods = config.methods or tuple(METHODS)
    for name in methods:
        settings_of(name)
    if config.data not in DOMAINS:
        raise InputError(f"there is no set of domains {config.data!r}; there are {', '.join(DOMAINS)}")
    domains = DOMAINS[config.data]
    unknown = sorted({name for names in config.left_out for name in names.split("+")} - set(domains))
    if unknown:
        raise InputError(f"{config.data} has no domain {unknown[0]!r}; it has {', '.join(domains)}")
    left_out = config.left_out or domains
    return [
        Job(method, domain, seed, trial)
        for seed in range(config.seeds)
        for trial in range(config.trials)
        for method in methods
        for domain in left_out
    ]


def sweep(config: DomainConfig, kept: Path) -> list[dict[str, Any]]:
    """Do the runs of `config` that the file `kept` (JSON lines) has not yet, adding each as it ends; all runs of `config`.

    Several at a time, each in a process of its own with one core, or one GPU. Killed and started again, it goes on.
    """
    asked, about, done = jobs_of(config), _about(config), _done(config, kept)
    todo = [job for job in asked if _key(job.__dict__) not in done]
    kept.parent.mkdir(parents=True, exist_ok=True)
    if todo:
        log.info("%d of %d runs are there; %d to go", len(asked) - len(todo), len(asked), len(todo))
    with tqdm(total=len(asked), initial=len(asked) - len(todo), desc="runs", unit="", mininterval=5) as bar:
        for result in _work(config, todo):
            line = result | {"about": about}
            done[_key(line)] = line
            _append(kept, line)
            last = result["checks"][-1]
            bar.set_postfix_str(f"{result['method']} without {result['left_out']}: {last['test']:.3f}")
            bar.update()
    return [done[_key(job.__dict__)] for job in asked]


def gathered(config: DomainConfig, kept: Path) -> list[dict[str, Any]]:
    """The runs of `config` that the file `kept` has already, of methods and seeds of which nothing is missing."""
    done = _done(config, kept)
    asked: dict[tuple[str, int], list[Any]] = {}
    for job in jobs_of(config):
        asked.setdefault((job.method, job.seed), []).append(done.get(_key(job.__dict__)))
    return [run for runs in asked.values() if None not in runs for run in runs]


def _done(config: DomainConfig, kept: Path) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Kept runs of `config` by their key. A run by other defaults than today's is another run."""
    about = _about(config)
    wanted = {_key(job.__dict__): settings_of(job.method, job.trial, job.seed) | config.settings for job in jobs_of(config)}
    lines = (line for line in _lines(kept) if line["about"] == about)
    return {_key(line): line for line in lines if wanted.get(_key(line)) == line["settings"]}


def table(runs: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of the results, one for a method (with its settings) and a selection: `left_out` domain by domain and `average` in
    percent, mean over seeds; `sem`, the standard error of the average over seeds (None for one seed)."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for line in runs:
        groups.setdefault(json.dumps([line["method"], line["about"]], sort_keys=True), []).append(line)
    rows = []
    for lines in groups.values():
        about, domains = lines[0]["about"], sorted({line["left_out"] for line in lines})
        for selection in SELECTIONS:
            by = {d: {s: _chosen([x for x in lines if x["left_out"] == d and x["seed"] == s], selection)
                      for s in sorted({x["seed"] for x in lines if x["left_out"] == d})} for d in domains}  # fmt: skip
            whole = sorted(set.intersection(*(set(seeds) for seeds in by.values())))
            if not whole:
                continue
            averages = [np.mean([by[d][s] for d in domains]) for s in whole]
            rows.append(
                {
                    "method": lines[0]["method"],
                    "backbone": about["network"],
                    "left_out": {d: round(100 * float(np.mean([by[d][s] for s in whole])), 2) for d in domains},
                    "average": round(100 * float(np.mean(averages)), 2),
                    "sem": round(100 * float(np.std(averages, ddof=1) / np.sqrt(len(whole))), 2) if len(whole) > 1 else None,
                    "selection": selection,
                    "seeds": len(whole),
                    "trials": len({x["trial"] for x in lines}),
                    "steps": about["steps"],
                    "settings": about["settings"],
                    **_searches(lines, about["unseen"]),
                    "device": ", ".join(sorted({x["device"] for x in lines})),
                    "seconds": round(float(np.mean([x["seconds"] for x in lines])), 1),
                }
            )
    return rows


def with_error(row: dict[str, Any]) -> str:
    """A row's average in words: percent, and its standard error where there is one."""
    return f"{row['average']:.1f}" + ("" if row["sem"] is None else f" ± {row['sem']:.1f}")


def cross_validated(runs: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of settings judged without the domain that they are chosen for, out of runs that leave two domains out.

    `without[d]`: accuracy in percent on each other domain e of the run that has seen neither d nor e, mean over e and seeds, at
    the checkpoint of training-domain validation. Settings that are best there may be taken where d is left out for good:
    nothing in that figure has looked at d.
    """
    groups: dict[str, list[dict[str, Any]]] = {}
    for line in runs:
        groups.setdefault(json.dumps([line["method"], line["about"]["settings"]], sort_keys=True), []).append(line)
    rows = []
    for lines in groups.values():
        found = [max(line["checks"], key=lambda check: check["val"])["of"] for line in lines]
        domains = sorted({name for of in found for name in of})
        without = {d: [value for of in found if d in of for e, value in of.items() if e != d] for d in domains}
        rows.append(
            {
                "method": lines[0]["method"],
                "settings": lines[0]["about"]["settings"],
                "without": {d: round(100 * float(np.mean(values)), 2) for d, values in without.items()},
                "average": round(100 * float(np.mean([value for of in found for value in of.values()])), 2),
                "seeds": len({line["seed"] for line in lines}),
            }
        )
    return rows


def _searches(lines: list[dict[str, Any]], unseen: int) -> dict[str, Any]:
    """Means over seeds (of the first trials) of what a search found, by domain, in percent."""
    if not unseen:
        return {}
    found = [line["found"] for line in lines if line["trial"] == 0]
    domains = {d: [one[d] for one in found if d in one] for d in sorted({d for one in found for d in one})}
    means = {d: {key: round(100 * float(np.mean([x[key] for x in all_])), 2) for key in ("p@1", "map")}
             for d, all_ in domains.items()}  # fmt: skip
    return {"unseen": unseen, "found": means}


def _chosen(lines: list[dict[str, Any]], selection: str) -> float:
    """Accuracy on the left-out domain of what `selection` takes of one seed's trials and their checkpoints."""
    if selection == "oracle":
        return max((line["checks"][-1] for line in lines), key=lambda check: check["test_val"])["test"]
    return max((check for line in lines for check in line["checks"]), key=lambda check: check["val"])["test"]


def _about(config: DomainConfig) -> dict[str, Any]:
    """What makes runs comparable: everything but which runs are asked for and where they run."""
    how = (
        "augmented on the fly" if not config.copies else f"stem to stride {config.frozen_stride} frozen, {config.copies} copies"
    )
    return {
        "data": config.data,
        "network": f"{config.backbone}, {config.size} px, {how}",
        "batch": config.batch,
        "steps": config.steps,
        "check_every": config.check_every,
        "unseen": config.unseen,
        "settings": config.settings,
    }


def _key(line: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(line[name] for name in ("method", "left_out", "seed", "trial"))


def _append(path: Path, line: dict[str, Any]) -> None:
    """One more line; where the last was cut off, it is ended first."""
    cut = path.exists() and path.read_bytes()[-1:] not in (b"", b"\n")
    with path.open("a") as file:
        file.write("\n" * cut + json.dumps(line) + "\n")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        # A process that was killed while it wrote leaves half a line.
        for text in path.read_text().splitlines():
            try:
                yield json.loads(text)
            except ValueError:
                log.warning("%s: a line that is cut off is left out", path)


_bench: Bench | None = None


def _start(config: DomainConfig, devices: list[str], number: Any) -> None:
    global _bench
    torch.set_num_threads(1)
    with number.get_lock():
        device = devices[number.value % len(devices)]
        number.value += 1
    _bench = Bench(config, torch.device(device))


def _one(job: Job) -> dict[str, Any]:
    assert _bench is not None
    return _bench.run(job)


def _work(config: DomainConfig, todo: list[Job]) -> Iterator[dict[str, Any]]:
    if not todo:
        return
    gpus = torch.cuda.device_count() if config.device in ("auto", "cuda") else 0
    devices = [f"cuda:{i}" for i in range(gpus)] or ["cpu"]
    count = min(config.jobs or (gpus or os.cpu_count() or 1), len(todo))
    # Also where others do the work: they then find the stored maps instead of each making them.
    bench = Bench(config, torch.device(devices[0]))
    if count == 1:
        yield from map(bench.run, todo)
        return
    del bench
    context = get_context("spawn")
    with context.Pool(count, initializer=_start, initargs=(config, devices, context.Value("i", 0))) as pool:
        yield from pool.imap_unordered(_one, todo)


def as_config(config: DomainConfig) -> dict[str, Any]:
    """The config as it is kept beside results."""
    return to_dict(config) | {"backbone_weights": Path(config.backbone_weights).name}
