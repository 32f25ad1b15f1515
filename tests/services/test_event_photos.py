"""Photos of the news: upright, small enough, without what the camera wrote of itself; what cannot be drawn is left."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from PIL import Image

from documents import pictures
from services import event_photos, files

TURNED = 6  # the camera was held upright: to be turned by a quarter
PLACE = 0x8825  # where the camera was
CAMERA = 0x0110


def taken(size: tuple[int, int] = (3000, 2000), kind: str = "JPEG", mode: str = "RGB", **more: Any) -> bytes:
    """A picture as a telephone writes it."""
    made = io.BytesIO()
    Image.new(mode, size, 120 if mode == "L" else "teal").save(made, kind, **more)
    return made.getvalue()


def noted() -> Image.Exif:
    """What a camera notes."""
    exif = Image.Exif()
    exif[0x0112], exif[CAMERA] = TURNED, "Máy của phòng"
    exif.get_ifd(PLACE)[1] = "N"
    return exif


def drawn(content: bytes) -> Image.Image | None:
    """The printed picture of a file."""
    text = event_photos.printed(files.keep(content))
    return Image.open(io.BytesIO(base64.b64decode(text))) if text else None


def test_a_photo_is_turned_made_smaller_and_says_nothing_of_its_camera(app):
    with app.app_context():
        content = taken(exif=noted())
        assert Image.open(io.BytesIO(content)).getexif()[CAMERA]
        printed = drawn(content)
        assert printed.size == (800, 1200)
        assert not dict(printed.getexif())
        pictures.checked(base64.b64decode(event_photos.printed(files.keep(content))), pictures.PHOTO)


@pytest.mark.parametrize("kind, mode", [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "L"), ("JPEG", "CMYK")])
def test_any_kind_of_picture_becomes_one_that_papers_take(app, kind, mode):
    with app.app_context():
        printed = drawn(taken((300, 200), kind, mode))
    assert (printed.format, printed.mode, printed.size) == ("JPEG", "RGB", (300, 200))


BROKEN = {"no picture": b"\x00\x00\x00\x18ftypheic" + b"\0" * 40, "cut off": taken()[:500], "empty": b" "}


@pytest.mark.parametrize("case", BROKEN)
def test_what_cannot_be_drawn_is_left_to_the_list(app, case):
    with app.app_context():
        assert drawn(BROKEN[case]) is None
