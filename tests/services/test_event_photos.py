"""Photos of the news: what a paper can hold of the files that were sent."""

from __future__ import annotations

import base64
import io

from PIL import Image

from services import event_photos, files
from services.cases import Attached


def _sent(no: int, purpose: str, content: bytes) -> Attached:
    return Attached(no, "", purpose, f"{no}.jpg", files.keep(content), len(content))


def test_a_photo_is_printed_small_and_only_as_a_photo(make_app):
    taken = io.BytesIO()
    Image.new("RGB", (2400, 1600), (200, 200, 0)).save(taken, "JPEG")
    with make_app().app_context():
        sent = [
            _sent(7, "photo", taken.getvalue()),
            _sent(8, "voucher", taken.getvalue()),
            _sent(9, "photo", b"\x00\x00\x00\x18ftypheic and more"),
        ]
        found = event_photos.printed(sent, "7")
        assert found is not None
        with Image.open(io.BytesIO(base64.b64decode(found))) as small:
            assert (small.format, small.size) == ("JPEG", (1000, 667))
        for key in ("8", "9", "10", ""):  # no photo, one that no paper can hold, none at all
            assert event_photos.printed(sent, key) is None
