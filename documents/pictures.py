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
NOT_PHOTO = "Ảnh phải là tệp PNG hoặc JPEG."
PHOTO_TOO_LARGE = "Ảnh lớn quá: tối đa 2 MB và 16 triệu điểm ảnh."

# A photo in a paper: the longer side in pixels (about 200 dots an inch where it is widest), the quality of the JPEG.
LONGEST_SIDE, QUALITY = 1000, 82
# What a camera or telephone may send: read once, to be made smaller.
MOST_TAKEN = 80_000_000

_UNREADABLE = (OSError, SyntaxError, ValueError)

_LOGO = ("$.logo", NOT_PICTURE, TOO_LARGE)
_PHOTO = ("$.photos", NOT_PHOTO, PHOTO_TOO_LARGE)


@lru_cache(maxsize=16)
def logo(text: str) -> tuple[bytes, str, float]:
    """(bytes, "png" or "jpeg", width / height) of a picture in base64. Raises ValuesRefused at $.logo."""
    return _decoded(text, *_LOGO)


@lru_cache(maxsize=32)
def photo(text: str) -> tuple[bytes, str, float]:
    """(bytes, "png" or "jpeg", width / height) of a photo in base64. Raises ValuesRefused at $.photos."""
    return _decoded(text, *_PHOTO)


def checked(data: bytes) -> tuple[str, float]:
    """("png" or "jpeg", width / height) of a picture that can be read to its end. Raises ValuesRefused at $.logo."""
    return _checked(data, *_LOGO)


def scaled(data: bytes) -> bytes:
    """A photo as papers hold it: turned upright, made small, JPEG, without what the camera wrote beside it.

    Raises ValuesRefused at $.photos for what is no PNG or JPEG, or far too large to be read.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data), formats=tuple(ENDINGS)) as picture:
            if picture.width * picture.height > MOST_TAKEN:
                raise ValuesRefused([Refusal(_PHOTO[0], PHOTO_TOO_LARGE)])
            picture.draft("RGB", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (*_UNREADABLE, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise ValuesRefused([Refusal(_PHOTO[0], NOT_PHOTO)]) from error
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright, mask=upright.getchannel("A"))
    flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    small = BytesIO()
    flat.save(small, "JPEG", quality=QUALITY, optimize=True)
    return small.getvalue()


def _decoded(text: str, place: str, not_picture: str, too_large: str) -> tuple[bytes, str, float]:
    if len(text) > LARGEST * 4 // 3 + 4:
        raise ValuesRefused([Refusal(place, too_large)])
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValuesRefused([Refusal(place, not_picture)]) from error
    return (data, *_checked(data, place, not_picture, too_large))


def _checked(data: bytes, place: str, not_picture: str, too_large: str) -> tuple[str, float]:
    from PIL import Image, UnidentifiedImageError  # slow to import, and needed for pictures only

    if len(data) > LARGEST:
        raise ValuesRefused([Refusal(place, too_large)])
    try:
        with Image.open(BytesIO(data), formats=tuple(ENDINGS)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValuesRefused([Refusal(place, too_large)])
            picture.load()
            return ENDINGS[picture.format], picture.width / picture.height
    except (*_UNREADABLE, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise ValuesRefused([Refusal(place, not_picture)]) from error
