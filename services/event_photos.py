"""Photos of the news as they are printed: upright, as large as a column needs, without what the camera wrote of itself.

A photo is drawn anew from its points, so that place, time and device, which cameras note in the file, stay behind.
"""

from __future__ import annotations

import base64
import io
from functools import lru_cache

from PIL import Image, ImageOps, UnidentifiedImageError

from services import files

LONGEST = 1200  # points of the longer side: 250 to the inch at the width of a column
QUALITY = 82
MOST_POINTS = 80_000_000


def printed(sha256: str) -> str | None:
    """Return a kept file as JPEG in base64; None where it is no picture that can be drawn (HEIC, a broken file)."""
    return _drawn(sha256)


@lru_cache(maxsize=64)
def _drawn(sha256: str) -> str | None:
    try:
        with Image.open(io.BytesIO(files.read(sha256)), formats=("JPEG", "PNG")) as given:
            if given.width * given.height > MOST_POINTS:
                return None
            given.draft("RGB", (LONGEST, LONGEST))
            upright = ImageOps.exif_transpose(given)
            upright.thumbnail((LONGEST, LONGEST))
            return base64.b64encode(_packed(upright)).decode("ascii")
    except (Image.DecompressionBombError, UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return None


def _packed(picture: Image.Image) -> bytes:
    """A JPEG on white paper, where the picture lets it shine through."""
    paper = Image.new("RGB", picture.size, "white")
    clear = picture.convert("RGBA")
    paper.paste(clear, mask=clear.getchannel("A"))
    made = io.BytesIO()
    paper.save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue()
