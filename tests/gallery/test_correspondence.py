"""A similarity taken apart by cells is put together again from them."""

import numpy as np
import pytest
import torch

from sbir.gallery.correspondence import Correspondence, correspondence
from sbir.model.backbone import build_trunk
from sbir.model.head import Head, embed_drawings, embed_photos


def some_head(rng, features: int, width: int) -> Head:
    shapes = ((width, features), (width,), (width,), (features,), (width, 3), (3, features))
    return Head(*(torch.from_numpy(rng.normal(size=shape).astype(np.float32)) for shape in shapes))


def pooled(patches: np.ndarray) -> torch.Tensor:
    mean = patches.astype(np.float64).mean((0, 1))
    return torch.from_numpy((mean / np.linalg.norm(mean)).astype(np.float32))


@pytest.mark.parametrize("signed", [False, True])
def test_what_the_cells_add_is_the_similarity_of_the_embeddings(rng, signed):
    head = some_head(rng, 20, 6)
    drawing, photo = (rng.normal(size=(*size, 20)).astype(np.float32) for size in ((3, 4), (5, 2)))
    if not signed:
        drawing, photo = np.maximum(drawing, 0), np.maximum(photo, 0)
    found = correspondence(head, drawing, photo)
    expected = float(embed_drawings(head, pooled(drawing)) @ embed_photos(head, pooled(photo)))
    assert found.values.shape == (3, 4, 5, 2) and found.values.dtype == np.float32
    assert found.similarity == pytest.approx(expected, abs=1e-5)
    assert found.values.sum() == pytest.approx(expected, abs=1e-5)
    other = correspondence(some_head(rng, 20, 6), drawing, photo)
    assert not np.allclose(other.values, found.values, atol=1e-3), "another head answers otherwise"


def test_each_cell_adds_what_the_head_makes_of_its_share(rng):
    """The double sum over cells, written out one cell at a time."""
    head = some_head(rng, 8, 5)
    drawing, photo = (np.maximum(rng.normal(size=(2, 2, 8)), 0).astype(np.float32) for _ in range(2))

    def parts(patches, weight, bias):
        cells = patches.reshape(-1, 8).astype(np.float64)
        whole = cells.sum(0) / np.linalg.norm(cells.sum(0))
        made = []
        for cell in cells:
            z = cell / np.linalg.norm(cells.sum(0))
            share = z @ whole
            made.append(weight @ (z - share * head.centre.numpy()) + share * bias)
        return [part / np.linalg.norm(sum(made)) for part in made]

    a = parts(drawing, (head.weight + head.drawing_weight).numpy(), (head.bias + head.drawing_bias).numpy())
    b = parts(photo, head.weight.numpy(), head.bias.numpy())
    expected = np.array([[x @ y for y in b] for x in a]).reshape(2, 2, 2, 2)
    assert np.allclose(correspondence(head, drawing, photo).values, expected, atol=1e-5)


def test_a_blank_cell_takes_no_part(rng):
    drawing, photo = (np.abs(rng.normal(size=(3, 3, 10))).astype(np.float32) for _ in range(2))
    drawing[1, 2] = 0
    values = correspondence(some_head(rng, 10, 4), drawing, photo).values
    assert (values[1, 2] == 0).all() and (values[1, 1] != 0).all()
    blank = correspondence(some_head(rng, 10, 4), np.zeros_like(drawing), photo)
    assert np.isfinite(blank.values).all() and blank.similarity == 0


def test_the_strongest_links_are_apart_and_add_something():
    values = np.full((7, 7, 7, 7), -0.1, np.float32)
    values[3, 3, 2, 5] = 1.0
    values[3, 4, 6, 6] = 0.9  # a neighbour of the first on the drawing
    values[0, 0, 3, 4] = values[0, 2, 1, 4] = 0.8  # neighbours of the first on the photo
    values[6, 6, 0, 0] = 0.5
    values[6, 0, 6, 0] = 0.1  # little beside the first
    found = Correspondence(values, float(values.sum()))
    assert [(link.drawing, link.photo) for link in found.strongest(5)] == [((3, 3), (2, 5)), ((6, 6), (0, 0))]
    assert [link.value for link in found.strongest(5)] == pytest.approx([1.0, 0.5])
    assert len(found.strongest(1)) == 1
    assert Correspondence(np.full((2, 2, 2, 2), -1.0, np.float32), -16.0).strongest(5) == ()


@pytest.mark.parametrize(("name", "stride"), [("mobilenet_v2", 32), ("mobilenet_v2", 16), ("mobilenet_edgetpu", 32)])
def test_a_cell_looks_at_what_lies_around_its_row_and_column_times_the_stride(name, stride):
    """Where the page lays a cell: strided layers begin at the first pixel, so cells are half a stride up and left of even."""
    trunk, _ = build_trunk(name, stride)
    trunk.eval().requires_grad_(False)
    for layer in trunk.modules():
        if isinstance(layer, torch.nn.Conv2d):
            layer.weight.fill_(0.5 / layer.weight[0].numel())  # so that nothing is cut off
    picture = torch.ones(1, 3, 640, 640, requires_grad=True)
    trunk(picture)[0, :, 320 // stride, 320 // stride].sum().backward()
    seen = picture.grad.abs().sum((0, 1))
    for axis in (0, 1):
        along = seen.sum(axis)
        assert float((along * torch.arange(640)).sum() / along.sum()) == pytest.approx(320, abs=1)
