"""Pictures that a user gives: PNG or JPEG by their bytes, of a sensible size, and nothing else.

An SVG can hold scripts and addresses, and other formats have readers with a history; both are refused.
"""

import base64
import binascii
from functools import lru_cache
from io import BytesIO

from .errors import Refusal, ValuesRefused

LARGEST = 2_000_000  # bytes
MOST_PIXELS = 16_000_000
ENDINGS = {"PNG": "png", "JPEG": "jpeg"}
NOT_PICTURE = "Biểu trưng phải là tệp ảnh PNG hoặc JPEG."
TOO_LARGE = "Ảnh biểu trưng lớn quá: tối đa 2 MB và 16 triệu điểm ảnh."


@lru_cache(maxsize=16)
def logo(text: str) -> tuple[bytes, str, float]:
    """(bytes, "png" or "jpeg", width / height) of a picture in base64. Raises ValuesRefused at $.logo."""
    if len(text) > LARGEST * 4 // 3 + 4:
        raise ValuesRefused([Refusal("$.logo", TOO_LARGE)])
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValuesRefused([Refusal("$.logo", NOT_PICTURE)]) from error
    return (data, *checked(data))


def checked(data: bytes) -> tuple[str, float]:
    """("png" or "jpeg", width / height) of a picture that can be read to its end. Raises ValuesRefused at $.logo."""
    from PIL import Image, UnidentifiedImageError  # slow to import, and needed for logos only

    if len(data) > LARGEST:
        raise ValuesRefused([Refusal("$.logo", TOO_LARGE)])
    try:
        with Image.open(BytesIO(data), formats=tuple(ENDINGS)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValuesRefused([Refusal("$.logo", TOO_LARGE)])
            picture.load()
            return ENDINGS[picture.format], picture.width / picture.height
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValuesRefused([Refusal("$.logo", NOT_PICTURE)]) from error
