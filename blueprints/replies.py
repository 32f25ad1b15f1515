"""Answers that are not pages, and the words said after a command."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from flask import Response
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.http import dump_options_header

from services.papers import Download
from vietnamese.text import ascii_filename

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

# What is said when a command has been done.
DONE = {
    "receive": _l("Đã nhận hồ sơ. Người trình không thu hồi được nữa."),
    "recall": _l("Đã thu hồi hồ sơ về để sửa."),
    "withdraw": _l("Đã rút hồ sơ."),
    "amend": _l("Hồ sơ đã mở lại để sửa. Ý kiến đã có không còn hiệu lực; sửa xong thì trình lại."),
    "recuse": _l("Đã ghi nhận: đồng chí không tham gia xét hồ sơ này."),
    "approve": _l("Đã ghi ý kiến đồng ý."),
    "return": _l("Đã trả lại để bổ sung, đơn vị đã được báo."),
    "reject": _l("Đã ghi ý kiến không đồng ý, đơn vị đã được báo."),
}

# The words of the three choices at a step; «%(next)s» is the step that follows.
CHOICES = {
    "approve": (_l("Đồng ý, chuyển %(next)s"), _l("Đồng ý")),
    "return": (_l("Trả lại để bổ sung"), _l("Trả lại để bổ sung")),
    "reject": (_l("Không đồng ý"), _l("Không đồng ý")),
}


def choices(following: str | None) -> dict[str, str]:
    """Return the words of the choices; `following` is the next step's title, None at the last step."""
    first, last = 0, 1
    words = {name: pair[first if following else last] for name, pair in CHOICES.items()}
    after = gettext(following) if following else ""
    return {name: gettext(str(text), next=after) if following else str(text) for name, text in words.items()}


# A sheet stands in a closed frame of our own pages: nothing runs in it, nobody else may frame it.
SHEET_POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": ["'self'", "data:"],
    "frame-ancestors": "'self'",
    "sandbox": "",
}

# A file is kept, never shown inside a page.
FILE_POLICY = {"default-src": "'none'", "frame-ancestors": "'none'", "sandbox": ""}


def file(content: bytes, name: str, media_type: str) -> Response:
    """Return a file to keep: never shown inside the page, its full Vietnamese name by RFC 5987."""
    stem, _dot, ending = name.rpartition(".")
    response = Response(content, mimetype=media_type)
    plain = ascii_filename(stem or name, ending)
    disposition = dump_options_header("attachment", {"filename": plain})
    response.headers["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{quote(name, safe='')}"
    return response


def attached(taken: Download) -> Response:
    """Return a download that a service has made."""
    response = Response(taken.content, mimetype=taken.media_type)
    response.headers["Content-Disposition"] = taken.disposition
    return response


def attached_stream(name: str, pieces: Iterator[bytes]) -> Response:
    """Return an archive that is made while it is sent; `pieces` asks neither the request nor the database."""
    stem, _dot, ending = name.rpartition(".")
    response = Response(pieces, mimetype="application/zip")
    disposition = dump_options_header("attachment", {"filename": ascii_filename(stem, ending)})
    response.headers["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{quote(name, safe='')}"
    return response
