"""What the generator makes of a render: lines, a painting, a cartoon. On a scene made of numbers, without Blender."""

from __future__ import annotations

import json

import cv2
import numpy as np
import pytest

from demo_assets.world.finish import Finish, Print
from demo_assets.world.lines import OUTLINE, as_json, lines_of
from demo_assets.world.mesh import Mesh
from demo_assets.world.part import Part
from demo_assets.world.passes import Passes
from demo_assets.world.preview import preview
from demo_assets.world.shapes.implicit import Bone, Ellipsoid, blend, smoothed
from demo_assets.world.styles.cartoon import cartoon
from demo_assets.world.styles.painting import painting
from sbir.drawing.files import read_line_work

SIDE = 96


@pytest.fixture(scope="module")
def box() -> Passes:
    """A box seen from a corner: two faces that meet in a crease at x = 48, one part, on a far backdrop."""
    part = np.zeros((SIDE, SIDE), np.int32)
    part[24:72, 24:72] = 1
    thing = part > 0
    left = np.arange(SIDE)[None, :] < 48
    normal = np.where(left[..., None], [-0.7, -0.7, 0.0], [0.7, -0.7, 0.0]) * np.ones((SIDE, 1, 1))
    normal[~thing] = (0, 0, 1)
    depth = np.where(thing, 3.0 + 0.004 * np.abs(np.arange(SIDE) - 48)[None, :], 6.0)
    colour = np.where(thing[..., None], [0.7, 0.2, 0.1], [0.9, 0.9, 0.9]) * np.ones((SIDE, SIDE, 1))
    light = colour * np.where(thing & left, 0.4, 0.9)[..., None]
    photo = (255 * light ** (1 / 2.2)).astype(np.uint8)
    fields = (f.astype(np.float32) for f in (light, colour, normal, depth))
    return Passes(photo, *fields, part)


def test_the_outline_is_the_strongest_line_and_runs_round(box):
    work = lines_of(box)
    assert work.strength[0] == pytest.approx(OUTLINE, abs=0.05)
    outline = work.lines[0]
    assert np.ptp(outline, axis=0) == pytest.approx([48, 48], abs=2)
    assert np.hypot(*(outline[0] - outline[-1])) <= 2, "it closes"


def test_a_crease_is_a_weaker_line_of_its_own(box):
    work = lines_of(box)
    crease = next(line for line, s in zip(work.lines, work.strength, strict=True) if s < 0.9)
    assert np.abs(crease[:, 0] - 47.5).max() <= 1.5
    assert np.ptp(crease[:, 1]) > 40


def test_a_sloping_face_is_no_step_in_depth(box):
    assert len(lines_of(box).lines) == 2, "outline and crease, nothing on the faces"


def test_lines_come_back_from_their_file(box, tmp_path):
    work = lines_of(box)
    (tmp_path / "box.json").write_text(as_json(work))
    again = read_line_work(tmp_path / "box.json", SIDE)
    assert len(again.lines) == len(work.lines)
    assert again.strength == pytest.approx(work.strength, abs=0.01)
    for one, two in zip(work.lines, again.lines, strict=True):
        assert cv2.matchShapes(one[:, None], two[:, None], cv2.CONTOURS_MATCH_I1, 0) < 0.01
        assert two.min(axis=0) == pytest.approx(one.min(axis=0), abs=1)


@pytest.mark.parametrize("strength", [[], [1.0, 1.0, 1.0], ["a", "b"]])
def test_lines_without_a_strength_each_are_refused(box, tmp_path, strength):
    value = json.loads(as_json(lines_of(box))) | {"strength": strength}
    (tmp_path / "box.json").write_text(json.dumps(value))
    with pytest.raises(ValueError):
        read_line_work(tmp_path / "box.json", SIDE)


def test_a_painting_is_the_same_for_a_seed_and_another_for_another(box):
    one, two, other = (painting(box, seed) for seed in (0, 0, 1))
    assert one.shape == (SIDE, SIDE, 3) and one.dtype == np.uint8
    assert (one == two).all() and (one != other).any()


def test_a_painting_keeps_the_shape_and_changes_the_surface(box):
    painted = painting(box, 3)
    inside, outside = painted[32:64, 32:64].reshape(-1, 3), painted[:16].reshape(-1, 3)
    assert np.abs(inside.mean(0) - outside.mean(0)).max() > 30
    assert (box.photo[28:44, 28:44].std(axis=(0, 1)) == 0).all()
    assert painted[28:44, 28:44].std(axis=(0, 1)).max() > 2, "brush strokes show"


def test_a_cartoon_has_a_plain_ground_dark_lines_and_few_tones(box):
    drawn = cartoon(box, lines_of(box), 0)
    ground = drawn[:16].reshape(-1, 3)
    assert (ground == ground[0]).all()
    assert drawn[24:72, 23:26].min() < 80, "ink on the outline"
    inner = {tuple(c) for c in (drawn[32:64, 30:44].reshape(-1, 3) // 4)}
    assert len(inner) <= 3


def test_a_print_that_there_is_not_is_refused():
    with pytest.raises(ValueError, match="tartan"):
        Print("tartan", "#000000")
    with pytest.raises(ValueError, match="jelly"):
        Finish("jelly", "#000000")


def _open_edges(mesh: Mesh) -> int:
    faces = np.asarray(mesh.faces)
    edges = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    return int((np.unique(edges, axis=0, return_counts=True)[1] != 2).sum())


def _volume(mesh: Mesh) -> float:
    a, b, c = (mesh.vertices[np.asarray(mesh.faces)[:, i]] for i in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


def test_a_blended_ball_is_a_closed_ball_that_faces_outwards():
    ball = blend([Ellipsoid((0, 0, 0), (1, 1, 1))], 0.1)
    assert _open_edges(ball) == 0
    assert _volume(ball) == pytest.approx(4 / 3 * np.pi, rel=0.02)
    assert _volume(smoothed(ball)) == pytest.approx(4 / 3 * np.pi, rel=0.03)


def test_blending_fills_the_corner_between_two_limbs():
    limbs = [Bone((0, 0, 0), (2, 0, 0), 0.4, 0.3), Bone((0, 0, 0), (0, 0, 2), 0.4, 0.3)]
    hard, soft = blend(limbs, 1e-6), blend(limbs, 0.5)
    assert _open_edges(soft) == 0
    assert _volume(soft) > 1.02 * _volume(hard)


def test_a_preview_shows_the_object_on_plain_ground():
    part = Part(blend([Ellipsoid((0, 0, 0.5), (0.5, 0.5, 0.5))], 0.1, cells=20), Finish("ceramic", "#b03020"))
    shown = preview([part], 10.0, 15.0, size=64)
    assert shown.shape == (64, 64, 3)
    assert (shown[0] == 236).all() and shown[32, 32, 0] > 2 * shown[32, 32, 2]
