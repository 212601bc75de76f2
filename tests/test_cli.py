"""The command line: JSON and nothing else, status 2 and a sentence for what is bad."""

import json
import shutil

import pytest

from sbir.cli import main
from sbir.drawing import rasterise, sketch_from_value
from tests.conftest import picture, write_picture

STROKES = {"width": 100, "height": 100, "strokes": [[[10, 10], [90, 20], [70, 80], [20, 70], [10, 10]], [[40, 40], [60, 60]]]}


@pytest.fixture
def places(tiny_model, tiny_engine):
    return ["--model", str(tiny_model), "--gallery", str(tiny_engine.gallery.folder), "--device", "cpu"]


@pytest.fixture
def run(capsys):
    def call(*arguments):
        status = main([str(a) for a in arguments])
        out, err = capsys.readouterr()
        return status, out, err

    return call


def test_retrieve_prints_one_json_object(run, places, tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(STROKES))
    write_picture(tmp_path / "b.png", rasterise(sketch_from_value(STROKES)))
    line = json.dumps({"drawing": [[[0, 50, 90], [0, 80, 10]]]})
    (tmp_path / "c.ndjson").write_text(f"{line}\n{line}\n")
    status, out, _ = run("retrieve", "--sketch", tmp_path, "--top", 3, "--json", *places)
    answer = json.loads(out)
    assert status == 0 and answer["adapted"] is False and answer["provider"] == "CPUExecutionProvider"
    assert len(answer["hits"]) == 4 and all(len(hit["ranked"]) == 3 for hit in answer["hits"])
    assert answer["hits"][0]["ranked"][0]["photo"] == answer["hits"][1]["ranked"][0]["photo"], "strokes and scan agree"
    assert set(answer["ms"]) == {"raster", "backbone", "head", "search"}
    assert set(answer["hits"][0]["ranked"][0]) == {"photo", "category", "distance"}
    status, out, _ = run("retrieve", "--sketch", tmp_path / "a.json", *places)
    assert status == 0 and "box/" in out


def test_retrieve_searches_the_domain_asked_for(run, tiny_model, domain_engine, tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(STROKES))
    places = ["--model", tiny_model, "--gallery", domain_engine.gallery.folder, "--device", "cpu", "--json", "--top", 99]
    for domain, count in (("photo", 12), ("art", 5), ("cartoon", 2)):
        status, out, _ = run("retrieve", "--sketch", tmp_path / "a.json", "--domain", domain, *places)
        assert status == 0 and len(json.loads(out)["hits"][0]["ranked"]) == count
    status, out, err = run("retrieve", "--sketch", tmp_path / "a.json", "--domain", "clay", *places)
    assert (status, out) == (2, "")
    assert err == "sbir retrieve: there are no pictures of the domain 'clay'; there are photo, art, cartoon\n"


def test_adapt_writes_a_profile_that_retrieve_uses(run, places, tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(STROKES))
    write_picture(tmp_path / "cat" / "own.png", picture(50))
    pairs = [{"sketch": "a.json", "photo": "box/01"}, {"sketch": "a.json", "photo": "cat/own.png"}]
    (tmp_path / "pairs.json").write_text(json.dumps(pairs))
    me = tmp_path / "me.safetensors"
    status, out, _ = run("adapt", "--pairs", tmp_path / "pairs.json", "--out", me, "--json", *places)
    answer = json.loads(out)
    assert status == 0 and answer["pairs"] == 2 and answer["loss_after"] < answer["loss_before"]
    assert set(answer["margins"]) == {"box", "cat"} and len(answer["ranks_after"]) == 2 and answer["ms"] > 0
    before = json.loads(run("retrieve", "--sketch", tmp_path / "a.json", "--json", *places)[1])
    after = json.loads(run("retrieve", "--sketch", tmp_path / "a.json", "--profile", me, "--json", *places)[1])
    assert after["adapted"] and after["hits"] != before["hits"]


def test_index_tells_what_it_left_out(run, tiny_model, photo_folder, tmp_path):
    shutil.copytree(photo_folder, tmp_path / "in")
    (tmp_path / "in" / "box" / "bad.png").write_text("hello")
    arguments = ("index", tmp_path / "in", "--out", tmp_path / "g", "--model", tiny_model, "--json", "--quiet")
    status, out, _ = run(*arguments)
    answer = json.loads(out)
    assert status == 0 and answer["photos"] == 12 and answer["categories"] == 2
    assert [item["file"] for item in answer["skipped"]] == ["box/bad.png"]
    assert json.loads(run(*arguments)[1])["reused"] == 12


def test_info_names_model_gallery_and_versions(run, places):
    status, out, _ = run("info", "--json", *places)
    answer = json.loads(out)
    assert status == 0 and answer["gallery"]["photos"] == 12 and answer["model"]["size"] == 64
    assert run("info", *places)[0] == 0


BAD = {
    "text.png": "hello",
    "empty.json": "",
    "shape.json": '{"strokes": "no"}',
    "blank.json": '{"width": 10, "height": 10, "strokes": []}',
    "nan.json": '{"width": 10, "height": 10, "strokes": [[[null, 1e400], [1, 2]]]}',
    "deep.json": "[" * 100_000,
    "lines.ndjson": '{"drawing": [[[0, 50], [0, 80]]]}\nnonsense\n',
}


@pytest.mark.parametrize("name", [*BAD, "nowhere.png"])
def test_a_bad_drawing_ends_with_status_2_and_its_name(run, places, tmp_path, name):
    if name in BAD:
        (tmp_path / name).write_text(BAD[name])
    status, out, err = run("retrieve", "--sketch", tmp_path / name, "--json", *places)
    assert status == 2 and out == "" and name in err and len(err.strip().splitlines()) == 1


def test_a_folder_with_one_bad_drawing_gives_the_good_ones(run, places, tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(STROKES))
    (tmp_path / "b.json").write_text("no")
    status, out, _ = run("retrieve", "--sketch", tmp_path, "--json", *places)
    answer = json.loads(out)
    assert status == 0 and len(answer["hits"]) == 1 and len(answer["skipped"]) == 1
    (tmp_path / "a.json").unlink()
    assert run("retrieve", "--sketch", tmp_path, "--json", *places)[0] == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not JSON"),
        ("{}", "list of"),
        ("[]", "at least one"),
        ('[{"sketch": "a.json"}]', "pair 1"),
        ('[{"sketch": "a.json", "photo": "box/99"}]', "pair 1: photo 'box/99' is not in this gallery"),
        ('[{"sketch": "a.json", "photo": "box/01"}, {"sketch": "gone.json", "photo": "box/01"}]', "pair 2: .*gone.json"),
    ],
)
def test_bad_pairs_are_named(run, places, tmp_path, text, says):
    (tmp_path / "a.json").write_text(json.dumps(STROKES))
    (tmp_path / "pairs.json").write_text(text)
    status, out, err = run("adapt", "--pairs", tmp_path / "pairs.json", "--out", tmp_path / "me", "--json", *places)
    assert status == 2 and out == ""
    import re

    assert re.search(says, err)
    assert not (tmp_path / "me").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["retrieve", "--sketch", "a.json", "--gallery", "nowhere"],
        ["retrieve", "--sketch", "a.json", "--model", "nowhere"],
        ["retrieve", "--sketch", "a.json", "--profile", "nowhere"],
        ["retrieve", "--sketch", "a.json", "--category", "hat"],
        ["index", "nowhere", "--out", "g"],
        ["train", "no-such-preset"],
        ["evaluate", "--benchmark", "nothing"],
        ["evaluate", "--benchmark", "pacs", "--method", "erm", "--failures", "sheet.webp"],
        ["evaluate", "--benchmark", "world-unseen", "--method", "maml", "--failures", "sheet.webp"],
        ["evaluate", "--benchmark", "qmul-shoes", "--method", "magic"],
    ],
)
def test_bad_names_end_with_status_2(run, tiny_model, tiny_engine, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.json").write_text(json.dumps(STROKES))
    if arguments[0] == "retrieve":
        arguments = [*arguments]
        if "--model" not in arguments:
            arguments += ["--model", str(tiny_model)]
        if "--gallery" not in arguments:
            arguments += ["--gallery", str(tiny_engine.gallery.folder)]
    status, out, err = run(*arguments, "--json")
    assert status == 2 and out == "" and len(err.strip().splitlines()) == 1 and "Traceback" not in err


def test_bad_usage_ends_with_status_2():
    with pytest.raises(SystemExit) as stop:
        main(["retrieve"])
    assert stop.value.code == 2
    with pytest.raises(SystemExit) as stop:
        main(["retrieve", "--sketch", "x", "--top", "0"])
    assert stop.value.code == 2
    with pytest.raises(SystemExit) as stop:
        main(["train", "no-such-preset", "--resume", "run", "steps=3", "--stepps", "3"])
    assert stop.value.code == 2


def test_settings_of_a_training_may_follow_its_options(run):
    told = [
        run(*arguments)[2]
        for arguments in (
            ["train", "train-small", "epochs=2", "no.such=1", "--resume", "elsewhere"],
            ["train", "train-small", "--resume", "elsewhere", "epochs=2", "no.such=1"],
            ["train", "train-small", "epochs=2", "--resume", "elsewhere", "no.such=1"],
        )
    ]
    assert "no" in told[0] and told[0] == told[1] == told[2]
