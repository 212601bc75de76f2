"""The generator of the gallery, as far as it goes without Blender, and the gallery that it made."""

from __future__ import annotations

import functools
import importlib.util
import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from demo_assets.world.drawn import drawing
from demo_assets.world.framing import FILL, FOCAL_OVER_SENSOR, frame
from demo_assets.world.mesh import Mesh
from demo_assets.world.parameters import Choice, Continuous, distance, is_active
from demo_assets.world.placement import place
from demo_assets.world.plan import RenderSettings, plan
from demo_assets.world.registry import CATEGORIES
from demo_assets.world.sampling import sample
from sbir.drawing import person
from sbir.drawing.files import read_line_work, read_sketches

# The generator is not part of what runs; its checks take half a minute.
pytestmark = pytest.mark.slow

GALLERY = Path(__file__).parents[1] / "demo_assets" / "gallery"
DRAWINGS = GALLERY.parent / "drawings"
DOMAINS = {"photo", "art", "cartoon"}
KINDS = (*sorted(DOMAINS), "lines")
COUNT, STYLED = 40, 16
LEAST_DISTANCE = 0.12
LARGEST_GALLERY = 40_000_000
LARGEST_FILE = 8_000_000


@functools.cache
def forty(name: str) -> list[dict]:
    """The first forty instances of a category, drawn once for all tests."""
    return sample(CATEGORIES[name].space, COUNT, 0, name)


every_category = pytest.mark.parametrize("category", CATEGORIES.values(), ids=CATEGORIES)


@pytest.fixture(scope="module")
def entries() -> list[dict]:
    return json.loads((GALLERY / "index.json").read_text("utf-8"))["items"]


@every_category
def test_a_category_varies_in_enough_ways_that_a_line_shows(category):
    shown = [p for p in category.space.values() if p.weight > 0]
    assert sum(isinstance(p, Continuous) for p in shown) >= 10
    assert sum(isinstance(p, Choice) for p in shown) >= 4


@every_category
def test_the_same_seed_gives_the_same_parameters(category):
    first = sample(category.space, 8, seed=3, key=category.name)
    assert first == sample(category.space, 8, seed=3, key=category.name)
    assert first != sample(category.space, 8, seed=4, key=category.name)


@every_category
def test_a_larger_gallery_begins_with_the_smaller_one(category):
    assert forty(category.name)[:5] == sample(category.space, 5, 0, category.name)


@every_category
def test_parameters_stay_within_their_space(category):
    for values in forty(category.name):
        for name, parameter in category.space.items():
            if isinstance(parameter, Continuous):
                assert parameter.low <= values[name] <= parameter.high
            else:
                assert values[name] in parameter.allowed(values)


@every_category
def test_instances_keep_their_distance(category):
    instances = forty(category.name)
    gaps = [distance(category.space, a, b) for i, a in enumerate(instances) for b in instances[:i]]
    assert min(gaps) >= LEAST_DISTANCE


@every_category
def test_the_first_choice_is_dealt_out_evenly(category):
    name, choice = next((n, p) for n, p in category.space.items() if isinstance(p, Choice))
    taken = [values[name] for values in forty(category.name)]
    uses = [taken.count(option) for option in choice.options]
    assert max(uses) - min(uses) <= 1


def test_what_shows_in_one_of_two_only_is_left_out_of_their_distance():
    space = {"lid": Choice(("none", "flat")), "knob": Continuous(0.0, 2.0, when={"lid": ("flat",)})}
    bare, flat = {"lid": "none", "knob": 0.0}, {"lid": "flat", "knob": 2.0}
    assert not is_active(space["knob"].when, bare)
    assert distance(space, bare, flat) == 1.0
    assert distance(space, flat, {"lid": "flat", "knob": 1.0}) == pytest.approx(0.25)


@every_category
def test_every_instance_has_a_sound_body(category):
    for values in forty(category.name)[::3]:
        for part in category.build(values):
            assert np.isfinite(part.mesh.vertices).all()
            assert min(map(min, part.mesh.faces)) >= 0
            assert max(map(max, part.mesh.faces)) < len(part.mesh.vertices)


@every_category
def test_attributes_are_the_same_few_numbers_between_0_and_1(category):
    items = plan([category], COUNT, 0, RenderSettings())
    names = set(items[0].attributes)
    assert 4 <= len(names) <= 12
    for item in items:
        assert set(item.attributes) == names
        assert all(0.0 <= value <= 1.0 for value in item.attributes.values())
    spread = [np.ptp([item.attributes[name] for item in items]) for name in names]
    assert min(spread) > 0.2, "an attribute that hardly varies teaches nothing"


def test_an_object_is_placed_on_the_floor_at_unit_size():
    category = CATEGORIES["mug"]
    placed = place(category.build(sample(category.space, 1, 0, "mug")[0]))
    vertices = np.concatenate([part.mesh.vertices for part in placed])
    assert vertices[:, 2].min() == pytest.approx(0.0)
    assert np.ptp(vertices, axis=0).max() == pytest.approx(1.0)
    assert (vertices.min(axis=0) + vertices.max(axis=0))[:2] == pytest.approx([0.0, 0.0])


@pytest.mark.parametrize("azimuth,elevation", [(0.0, 10.0), (-32.0, 16.0), (140.0, 40.0)])
def test_the_camera_fills_the_picture_and_centres_the_object(azimuth, elevation):
    vertices = np.random.default_rng(0).uniform((-0.5, -0.3, 0.0), (0.5, 0.3, 0.6), (200, 3))
    camera = frame(vertices, azimuth, elevation)
    seen = (vertices - camera.position) @ camera.axes.T
    picture = FOCAL_OVER_SENSOR * seen[:, :2] / -seen[:, 2:]
    assert (seen[:, 2] < 0).all()
    assert np.ptp(picture, axis=0).max() == pytest.approx(FILL, abs=0.01)
    assert (picture.min(axis=0) + picture.max(axis=0)) / 2 == pytest.approx([0.0, 0.0], abs=0.01)


def test_a_mesh_mirrored_twice_is_itself():
    mesh = Mesh(np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0]]), ((0, 1, 2),))
    again = mesh.mirrored().mirrored()
    assert (again.vertices == mesh.vertices).all() and again.faces == mesh.faces


def test_the_gallery_is_as_large_as_it_should_be(entries):
    categories = {entry["category"] for entry in entries}
    assert categories == set(CATEGORIES) and len(categories) >= 24
    for name in categories:
        own = [entry for entry in entries if entry["category"] == name]
        assert sum("photo" in entry["files"] for entry in own) == sum("photo" not in entry["files"] for entry in own) == COUNT
        assert sum("art" in entry["files"] for entry in own) == sum("cartoon" in entry["files"] for entry in own) == STYLED


def test_index_and_files_agree(entries):
    listed = [file for entry in entries for file in entry["files"].values()]
    assert len(set(listed)) == len(listed)
    there = {p.relative_to(GALLERY).as_posix() for kind in KINDS for p in (GALLERY / kind).glob("*/*")}
    assert set(listed) == there


def test_the_index_tells_what_the_generator_would_make(entries):
    """Else the gallery on disk is not the one that this code makes, and wants drawing again."""
    planned = {item.id: item for item in plan(CATEGORIES.values(), COUNT, 0, RenderSettings(styled=STYLED, recalled=True))}
    assert {entry["id"]: entry["fingerprint"] for entry in entries} == {k: v.fingerprint for k, v in planned.items()}
    assert all(entry["parameters"] == planned[entry["id"]].parameters for entry in entries)


def test_every_picture_is_a_picture_of_something(entries):
    for entry in entries:
        for domain in DOMAINS & set(entry["files"]):
            picture = cv2.imread(str(GALLERY / entry["files"][domain]), cv2.IMREAD_COLOR)
            assert picture is not None and picture.shape == (256, 256, 3), entry["id"]
            border = np.concatenate([picture[:4].reshape(-1, 3), picture[:, :4].reshape(-1, 3)]).astype(float)
            if domain == "photo":
                assert border.mean() > 120, f"{entry['id']}: the background should be light"
            contrast = np.abs(picture[48:208, 48:208].astype(float) - border.mean(axis=0)).max(axis=-1)
            assert (contrast > 25).mean() > 0.02, f"{entry['id']} as {domain} looks blank"


def test_every_instance_has_lines_that_cover_it(entries):
    for entry in entries:
        work = read_line_work(GALLERY / entry["files"]["lines"], 256)
        points = np.concatenate(work.lines)
        assert np.ptp(points, axis=0).max() > 0.75 * 256, f"{entry['id']}: the lines miss much of it"
        assert work.strength.max() > 0.9, f"{entry['id']} has no outline"


def test_example_people_drew_photos_that_are_there():
    folders = sorted(DRAWINGS.glob("person-*"))
    assert len(folders) >= 3
    for folder in folders:
        pairs = json.loads((folder / "pairs.json").read_text())
        assert len(pairs) == 5
        for pair in pairs:
            assert (GALLERY / "photo" / f"{pair['photo']}.webp").is_file()
            assert read_sketches(folder / pair["sketch"])


def test_the_gallery_is_small():
    made = [path for path in GALLERY.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in made) < LARGEST_GALLERY
    assert max(path.stat().st_size for path in made) < LARGEST_FILE


@pytest.mark.slow
def test_one_picture_renders(tmp_path):
    if importlib.util.find_spec("bpy") is None:
        pytest.skip("Blender's module (bpy) is not in this environment; see demo_assets/README.md")
    from demo_assets.world.__main__ import main

    asked = ["--out", str(tmp_path), "--categories", "mug", "--count", "1", "--size", "64", "--samples", "2", "--workers", "1"]
    assert main(asked) == 0
    for domain in DOMAINS:
        picture = cv2.imread(str(tmp_path / domain / "mug/000.webp"))
        assert picture.shape == (64, 64, 3)
    assert read_line_work(tmp_path / "lines/mug/000.json", 64).lines
    made = (tmp_path / "photo/mug/000.webp").stat().st_mtime_ns
    (tmp_path / "lines/mug/000.json").unlink()
    assert main([*asked, "--styled", "1"]) == 0
    assert (tmp_path / "lines/mug/000.json").is_file(), "what is missing is made again"
    again = (tmp_path / "photo/mug/000.webp").stat().st_mtime_ns
    assert again > made
    assert main([*asked, "--styled", "1"]) == 0
    assert (tmp_path / "photo/mug/000.webp").stat().st_mtime_ns == again, "what is there is not drawn again"


def test_an_unknown_category_is_named(capsys):
    from demo_assets.world.__main__ import main

    assert main(["--categories", "unicorn"]) == 2
    assert "unicorn" in capsys.readouterr().err


def test_the_drawings_of_the_simulated_people_are_those_that_their_hands_make() -> None:
    files = sorted(DRAWINGS.glob("person-*/*-*.json"))[::7]
    assert len(files) == 3
    for file in files:
        number, photo = int(file.parent.name.removeprefix("person-")), file.stem.replace("-", "/", 1)
        kept, drawn = json.loads(file.read_bytes())["strokes"], drawing(GALLERY, photo, person(number), number)
        assert [len(points) for points in kept] == [len(stroke.xy) for stroke in drawn.strokes]
        for points, stroke in zip(kept, drawn.strokes, strict=True):
            np.testing.assert_allclose(np.array(points)[:, :2], stroke.xy, atol=0.01)
