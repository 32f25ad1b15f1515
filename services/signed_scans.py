"""The scan of a signed paper, whatever paper it is: PDF, JPEG or PNG, judged by its content, kept by its hash."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from rules.finding import N_
from services import attachments, files
from services.errors import Refused

#: Media types of a scan, and the ending under which it is handed out.
KINDS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
LONGEST_NAME = 200

_SIZE = N_("Tệp rỗng hoặc lớn quá. Gửi PDF, JPEG hoặc PNG, tối đa 10 MB.")
_OTHER = N_("Tệp này không phải PDF, JPEG hay PNG.")


@dataclass(frozen=True)
class Scan:
    """A scan whose bytes are stored; its row is written by the command that takes it."""

    sha256: str
    media_type: str
    name: str


def kept(content: bytes, name: str) -> Scan:
    """Judge a scan and store its bytes, before the command opens; `name` is that of the sender's file.

    Errors: `Refused` with one finding at "file": empty, too large, no PDF and no picture.
    """
    media_type = judged(content)
    return Scan(files.keep(content), media_type, name[:LONGEST_NAME] or f"ban-ky.{KINDS[media_type]}")


def judged(content: bytes) -> str:
    """Return the media type of a scan by its content. Errors: as `kept`."""
    if not content or len(content) > current_app.config["UPLOAD_LIMIT"]:
        raise _refused(_SIZE)
    try:
        media_type = attachments.media_type_of(content)
    except Refused as refused:
        raise _refused(_OTHER) from refused
    if media_type not in KINDS:
        raise _refused(_OTHER)
    return media_type


def _refused(said: str) -> Refused:
    return Refused(said, [("file", said, {})])
