"""Pictures that a user gives: PNG or JPEG by their bytes, of a sensible size, and nothing else.

An SVG can hold scripts and addresses, and other formats have readers with a history; both are refused.
"""

import base64
import binascii
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from .errors import Refusal, ValuesRefused
from .layout import Photo
from .widths import MM

LARGEST = 2_000_000  # bytes
MOST_PIXELS = 16_000_000
WIDEST, HIGHEST = 120, 240  # of a photo in the text: mm, pt; the law gives none
ENDINGS = {"PNG": "png", "JPEG": "jpeg"}


@dataclass(frozen=True)
class Use:
    """What a picture is given for: its place in the values, and what is said of one that cannot serve."""

    place: str
    no_picture: str
    too_large: str


LOGO = Use(
    "$.logo",
    "Biểu trưng phải là tệp ảnh PNG hoặc JPEG.",
    "Ảnh biểu trưng lớn quá: tối đa 2 MB và 16 triệu điểm ảnh.",
)
PHOTO = Use(
    "$.photos",
    "Ảnh phải là tệp PNG hoặc JPEG.",
    "Ảnh lớn quá: tối đa 2 MB và 16 triệu điểm ảnh.",
)


def photo(text: str, room: float) -> Photo:
    """A photo in base64, as large as it may be in the middle of `room` mm. Raises ValuesRefused at $.photos."""
    data, ending, share = _read(text, PHOTO)
    width = max(int(min(WIDEST, room, HIGHEST * MM * share)), 5)
    height = min(max(round(width / MM / share), 1), HIGHEST)
    return Photo(data, ending, width, height, (room - width) / 2)


def logo(text: str) -> tuple[bytes, str, float]:
    """(bytes, "png" or "jpeg", width / height) of a picture in base64. Raises ValuesRefused at $.logo."""
    return _read(text, LOGO)


@lru_cache(maxsize=32)
def _read(text: str, use: Use) -> tuple[bytes, str, float]:
    if len(text) > LARGEST * 4 // 3 + 4:
        raise ValuesRefused([Refusal(use.place, use.too_large)])
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValuesRefused([Refusal(use.place, use.no_picture)]) from error
    return (data, *checked(data, use))


def checked(data: bytes, use: Use = LOGO) -> tuple[str, float]:
    """("png" or "jpeg", width / height) of a picture that can be read to its end. Raises ValuesRefused."""
    from PIL import Image, UnidentifiedImageError  # slow to import, and needed for pictures only

    if len(data) > LARGEST:
        raise ValuesRefused([Refusal(use.place, use.too_large)])
    try:
        with Image.open(BytesIO(data), formats=tuple(ENDINGS)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValuesRefused([Refusal(use.place, use.too_large)])
            picture.load()
            return ENDINGS[picture.format], picture.width / picture.height
    except Image.DecompressionBombError as error:
        raise ValuesRefused([Refusal(use.place, use.too_large)]) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValuesRefused([Refusal(use.place, use.no_picture)]) from error
