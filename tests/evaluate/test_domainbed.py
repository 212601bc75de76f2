"""The DomainBed protocol, on maps made up so that a tiny network learns them in moments."""

import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import nn

from sbir.config import DomainConfig
from sbir.data.domains import DomainSet
from sbir.evaluate import domainbed
from sbir.evaluate.domainbed import Bench, Job, jobs_of, split, sweep, table
from sbir.learn.domain_inputs import Halves
from sbir.types import InputError

DOMAINS = ("art_painting", "cartoon", "photo", "sketch")
CONFIG = DomainConfig(methods=("erm", "coral"), seeds=2, steps=40, check_every=20, batch=6, jobs=1, settings={"rate": 1e-2})


def domain_set() -> DomainSet:
    domain = np.repeat(np.arange(4), 30)
    return DomainSet("pacs", DOMAINS, ("x", "y", "z"), np.zeros((120, 1, 1, 3), np.uint8), domain, np.arange(120) % 3)


class FakeInputs:
    """Maps that show the class in one channel and the domain in another."""

    def __init__(self, data, config, device):
        noise = np.random.default_rng(0).normal(0, 0.2, (len(data.label), 4, 3, 3))
        noise[:, 0] += data.label[:, None, None] - 1
        noise[:, 1] += data.domain[:, None, None] - 1
        self.maps = torch.from_numpy(noise.astype(np.float32))

    def halves(self):
        late = nn.Sequential(nn.Conv2d(4, 8, 3), nn.Tanh(), nn.Flatten())
        return Halves(nn.Identity(), late, 4, 8)

    def batch(self, rows, rng):
        return self.maps[rows] + 0.05 * torch.from_numpy(rng.normal(size=(len(rows), 4, 3, 3)).astype(np.float32))

    def lines(self, rows, rng):
        return torch.full((len(rows), 4, 3, 3), 7.0)

    def restyled(self, rows, domains):
        return torch.from_numpy(100.0 + domains[:, None, None, None]).expand(-1, 4, 3, 3).float()

    def clean(self, rows):
        return self.maps[rows]


@pytest.fixture(autouse=True)
def made_up(monkeypatch):
    monkeypatch.setattr(domainbed, "read_domains", lambda name, size: domain_set())
    monkeypatch.setattr(domainbed, "Inputs", FakeInputs)


def test_a_split_holds_out_a_fifth_of_each_domain_by_the_seed():
    data = domain_set()
    train, held = split(data, 0)
    for d in range(4):
        assert len(train[d]) == 24 and len(held[d]) == 6
        assert sorted([*train[d], *held[d]]) == np.flatnonzero(data.domain == d).tolist()
    assert not all(np.array_equal(a, b) for a, b in zip(held, split(data, 1)[1], strict=True))
    assert all(np.array_equal(a, b) for a, b in zip(held, split(data, 0)[1], strict=True))


def test_classes_kept_out_are_in_no_split():
    data = domain_set()
    train, held = split(data, 0, [1])
    assert 1 not in data.label[np.concatenate([*train, *held])]


def test_a_run_trains_on_the_sources_alone(monkeypatch):
    bench = Bench(CONFIG, torch.device("cpu"))
    data, asked = bench.data, []
    kept = FakeInputs.batch
    monkeypatch.setattr(FakeInputs, "batch", lambda self, rows, rng: (asked.append(rows), kept(self, rows, rng))[1])
    result = bench.run(Job("erm", "photo", 0, 0))
    rows = np.unique(np.concatenate(asked))
    train, _ = split(data, 0)
    assert set(rows) <= set(np.concatenate([train[0], train[1], train[3]]))
    assert len(set(rows) & set(train[0])) > 15
    assert [check["step"] for check in result["checks"]] == [20, 40]
    assert result["checks"][-1]["val"] > 0.9 and result["checks"][-1]["test"] > 0.9
    assert set(result["checks"][0]) == {"step", "val", "test", "test_val"}


def test_lines_are_one_more_source_and_as_many_pictures_in_all():
    bench = Bench(CONFIG, torch.device("cpu"))
    train, _ = split(bench.data, 0)
    pools = dict(enumerate(train[:3]))
    plain, more = (bench._batch(pools, {"lines": lines, "spectra": 0}, np.random.default_rng(0)) for lines in (0, 1))
    assert plain.x.shape[:2] == plain.y.shape == (3, 6) and more.x.shape[:2] == more.again.shape[:2] == more.y.shape == (4, 4)
    assert (more.x[3] == 7).all() and not (more.x[:3] == 7).any()


def test_a_share_of_pictures_takes_the_style_of_some_source_and_of_nothing_else():
    bench = Bench(CONFIG, torch.device("cpu"))
    train, _ = split(bench.data, 0)
    pools, rng = {0: train[0], 2: train[2], 3: train[3]}, np.random.default_rng(0)
    batches = [bench._batch(pools, {"lines": 1, "spectra": 0.5}, rng) for _ in range(40)]
    first = torch.stack([batch.x[..., 0, 0, 0] for batch in batches])
    styled = first >= 100
    assert set(first[styled].tolist()) == {100.0, 102.0, 103.0}, "domain 1 is left out"
    assert 0.4 < styled[:, :3].float().mean() < 0.6 and not styled[:, 3].any(), "line drawings stay as they are"
    assert not any((batch.again >= 100).any() for batch in batches)


def test_the_same_job_gives_the_same_numbers():
    bench = Bench(CONFIG, torch.device("cpu"))
    job = Job("coral", "sketch", 1, 0)
    assert bench.run(job)["checks"] == bench.run(job)["checks"]
    assert bench.run(job)["checks"] != bench.run(replace(job, seed=0))["checks"]


def test_averaged_weights_are_the_mean_over_the_later_steps(monkeypatch):
    seen = []
    update = domainbed.AveragedModel.update_parameters
    monkeypatch.setattr(
        domainbed.AveragedModel, "update_parameters", lambda self, model: (seen.append(model.step), update(self, model))[1]
    )
    config = replace(CONFIG, settings={"rate": 1e-2, "average": 0.5})
    result = Bench(config, torch.device("cpu")).run(Job("erm", "photo", 0, 0))
    assert seen == list(range(21, 41)) and result["checks"][-1]["test"] > 0.9


def test_a_sweep_goes_on_where_it_was_cut(tmp_path, monkeypatch):
    kept = tmp_path / "runs.jsonl"
    runs = sweep(CONFIG, kept)
    assert len(runs) == len(jobs_of(CONFIG)) == 2 * 4 * 2
    lines = kept.read_text().splitlines()
    assert len(lines) == 16
    kept.write_text("\n".join(lines[:5]) + "\n" + lines[5][:40])
    done = []
    run = Bench.run
    monkeypatch.setattr(Bench, "run", lambda self, job: (done.append(job), run(self, job))[1])
    again = sweep(CONFIG, kept)
    assert len(done) == 11, "a line that was cut off is done again"
    without = [{k: v for k, v in one.items() if k != "seconds"} for one in runs]
    assert without == [{k: v for k, v in one.items() if k != "seconds"} for one in again]
    sweep(CONFIG, kept)
    assert len(done) == 11


def test_runs_by_other_settings_are_other_runs(tmp_path):
    kept = tmp_path / "runs.jsonl"
    one = replace(CONFIG, methods=("erm",), seeds=1)
    sweep(one, kept)
    sweep(replace(one, settings={"rate": 1e-3}), kept)
    assert len(kept.read_text().splitlines()) == 8
    rates = {json.loads(line)["settings"]["rate"] for line in kept.read_text().splitlines()}
    assert rates == {1e-2, 1e-3}


def test_a_table_of_a_sweep_that_still_runs_has_whole_seeds_only(tmp_path):
    kept = tmp_path / "runs.jsonl"
    config = replace(CONFIG, methods=("erm",))
    sweep(config, kept)
    kept.write_text("\n".join(kept.read_text().splitlines()[:7]) + "\n")
    runs = domainbed.gathered(config, kept)
    assert len(runs) == 4 and {run["seed"] for run in runs} == {0}
    assert domainbed.gathered(config, tmp_path / "none") == []


def test_two_domains_left_out_are_seen_by_neither_and_told_apart(monkeypatch):
    bench, asked = Bench(CONFIG, torch.device("cpu")), []
    kept = FakeInputs.batch
    monkeypatch.setattr(FakeInputs, "batch", lambda self, rows, rng: (asked.append(rows), kept(self, rows, rng))[1])
    result = bench.run(Job("erm", "photo+cartoon", 0, 0))
    assert set(bench.data.domain[np.concatenate(asked)]) == {0, 3}
    last = result["checks"][-1]
    assert set(last["of"]) == {"photo", "cartoon"} and last["test"] == pytest.approx(np.mean([*last["of"].values()]), abs=1e-4)
    assert last["of"]["photo"] == pytest.approx(last["of"]["cartoon"], abs=0.2) and last["test"] > 0.8


def test_settings_are_chosen_without_the_domain_that_they_are_for():
    def run(left_out, seed, settings, *checks):
        told = [{"val": val, "of": dict(zip(left_out.split("+"), of, strict=True))} for val, of in checks]
        return {"method": "ours", "left_out": left_out, "seed": seed, "about": {"settings": settings}, "checks": told}

    runs = [
        run("a+b", 0, {}, (0.5, (0.9, 0.9)), (0.6, (0.1, 0.2))),
        run("a+c", 0, {}, (0.6, (0.3, 0.4)), (0.5, (0.9, 0.9))),
        run("b+c", 0, {}, (0.6, (0.5, 0.6))),
        run("a+b", 0, {"styles": 1}, (0.6, (1.0, 0.5))),
    ]
    plain, styled = domainbed.cross_validated(runs)
    assert plain["without"] == {"a": 30.0, "b": 35.0, "c": 40.0} and plain["average"] == 35.0
    assert styled["without"] == {"a": 50.0, "b": 100.0} and styled["settings"] == {"styles": 1}


def test_what_cannot_be_asked_for_is_named():
    with pytest.raises(InputError, match="no domain 'photos'"):
        jobs_of(replace(CONFIG, left_out=("photo+photos",)))
    with pytest.raises(InputError, match="no domain 'photos'"):
        jobs_of(replace(CONFIG, left_out=("photos",)))
    with pytest.raises(InputError, match="no method 'ermm'"):
        jobs_of(replace(CONFIG, methods=("ermm",)))
    with pytest.raises(InputError, match="no set of domains 'vlcs'"):
        jobs_of(replace(CONFIG, data="vlcs"))


def _line(left_out, seed, trial, checks):
    about = {"network": "tiny", "steps": 9, "settings": {}, "unseen": 0}
    names = ("val", "test", "test_val")
    return {
        "method": "erm",
        "left_out": left_out,
        "seed": seed,
        "trial": trial,
        "checks": [dict(zip(names, check, strict=True)) for check in checks],
        "device": "cpu",
        "seconds": 1.0,
        "about": about,
    }


def test_training_domain_validation_never_looks_at_the_left_out_domain():
    lines = [
        _line("a", 0, 0, [(0.9, 0.5, 0.5), (0.8, 0.7, 0.6)]),
        _line("a", 0, 1, [(0.7, 0.9, 0.1), (0.6, 0.8, 0.9)]),
        _line("b", 0, 0, [(0.5, 0.4, 0.3)]),
        _line("a", 1, 0, [(0.5, 0.3, 0.3)]),
        _line("b", 1, 0, [(0.5, 0.2, 0.3)]),
    ]
    training, oracle = table(lines)
    assert training["selection"] == "training-domain validation" and training["left_out"] == {"a": 40.0, "b": 30.0}
    assert oracle["left_out"] == {"a": 55.0, "b": 30.0}, "the last checkpoint of the trial best on its 20 %"
    assert training["average"] == 35.0 and training["seeds"] == 2
    assert training["sem"] == pytest.approx(100 * np.std([0.45, 0.25], ddof=1) / np.sqrt(2), abs=0.01)


def test_seeds_without_every_domain_do_not_count():
    lines = [_line("a", 0, 0, [(1, 1, 1)]), _line("b", 0, 0, [(1, 0, 1)]), _line("a", 1, 0, [(1, 0, 1)])]
    (row, _) = table(lines)
    assert row["average"] == 50.0 and row["seeds"] == 1 and row["sem"] is None


def test_unseen_classes_are_searched_for_in_the_other_domains(tmp_path):
    config = replace(CONFIG, unseen=1, left_out=("sketch",), methods=("erm",), seeds=1)
    (run,) = sweep(config, tmp_path / "runs.jsonl")
    assert set(run["found"]) == {"art_painting", "cartoon", "photo"}
    (row, _) = table([run])
    assert row["found"]["photo"] == {key: round(100 * value, 2) for key, value in run["found"]["photo"].items()}


def test_a_search_is_by_cosine_and_right_by_class():
    bench = Bench(replace(CONFIG, unseen=1), torch.device("cpu"))
    features = torch.zeros(120, 3)
    features[torch.arange(120), torch.from_numpy(bench.data.label)] = 1.0
    method = SimpleNamespace(eval=lambda: None, network=SimpleNamespace(features=lambda x: features[x]))
    bench.inputs = SimpleNamespace(clean=torch.from_numpy)
    assert bench.search(method, 3, np.array([1]))["photo"] == {"p@1": 1.0, "map": 1.0}
    features[bench.data.domain == 2] = features[bench.data.domain == 2].roll(1, dims=1)
    found = bench.search(method, 3, np.array([1]))
    assert found["photo"]["p@1"] == 0.0 and found["photo"]["map"] < 0.5 and found["cartoon"]["map"] == 1.0
