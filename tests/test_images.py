"""Pictures that anybody may have sent."""

import io

import numpy as np
import pytest
from PIL import Image

from sbir.images import MAX_BYTES, image_files, read_image
from sbir.types import InputError


def encoded(image: Image.Image, kind: str, **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


RED = Image.new("RGB", (40, 30), (200, 30, 30))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF"])
def test_every_format_becomes_rgb(kind):
    image = read_image(encoded(RED, kind))
    assert image.shape == (30, 40, 3) and image.dtype == np.uint8
    assert np.abs(image[15, 20].astype(int) - [200, 30, 30]).max() < 12


def test_cmyk_sixteen_bit_palette_and_grey_become_rgb():
    assert np.abs(read_image(encoded(RED.convert("CMYK"), "JPEG"))[15, 20].astype(int) - [200, 30, 30]).max() < 25
    ramp = Image.fromarray(np.linspace(0, 65535, 1200).reshape(30, 40).astype(np.uint16))
    sixteen = read_image(encoded(ramp, "PNG"))
    assert sixteen[0, 0, 0] == 0 and sixteen[-1, -1, 0] == 255 and abs(int(sixteen[15, 0, 0]) - 127) < 4
    assert read_image(encoded(RED.convert("P"), "PNG")).shape == (30, 40, 3)
    assert read_image(encoded(RED.convert("L"), "PNG")).shape == (30, 40, 3)


def test_transparency_is_laid_on_white():
    clear = Image.new("RGBA", (10, 10), (0, 0, 0, 0))
    assert (read_image(encoded(clear, "PNG")) == 255).all()


def test_of_an_animation_the_first_frame_is_taken():
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    image = read_image(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert image[10, 10].tolist() == [255, 0, 0]


def test_the_cameras_orientation_is_applied():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert read_image(encoded(RED, "JPEG", exif=exif)).shape == (40, 30, 3)


def test_a_large_picture_is_scaled_down():
    image = read_image(encoded(Image.new("RGB", (3000, 1500), "green"), "JPEG"), max_side=256)
    assert image.shape == (128, 256, 3)


def bomb() -> bytes:
    """A few kilobytes that would unpack to 400 million pixels."""
    return encoded(Image.new("1", (20_000, 20_000)), "PNG")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"hello", "not a picture"),
        (encoded(RED, "JPEG")[:300], "cannot be decoded|not a picture"),
        (encoded(RED, "WEBP")[:60], "cannot be decoded|not a picture"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 100, "not a picture|cannot be decoded"),
        (b"0" * (MAX_BYTES + 1), "30 MB"),
        (bomb(), "pixels|decoded"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(data, says):
    with pytest.raises(InputError, match=says):
        read_image(data)


def test_a_file_is_named_in_the_sentence(tmp_path):
    (tmp_path / "note.png").write_text("hello")
    with pytest.raises(InputError, match=r"note\.png"):
        read_image(tmp_path / "note.png")
    with pytest.raises(InputError, match=r"nowhere\.png.*no such file"):
        read_image(tmp_path / "nowhere.png")


def test_hidden_files_and_other_kinds_are_not_listed(tmp_path):
    for name in ("a.png", "b.JPG", ".c.png", "d.txt", "sub/e.webp", ".git/f.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert [p.name for p in image_files(tmp_path)] == ["a.png", "b.JPG", "e.webp"]
