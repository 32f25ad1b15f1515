"""What every page stands on: the shell around it (head, navigation, foot) and the filters of the templates.

`init_app(app, shell=...)` is called once by `app.py`; `shell` is a function without arguments that returns
the Shell of this request (who, in which seat, which links), built by a service. Public pages show the bare
Shell.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from flask import Flask, Request, current_app, url_for
from flask_babel import get_locale, gettext
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined
from werkzeug.routing import IntegerConverter, UnicodeConverter, ValidationError

from blueprints.states import STATES
from services.words import inside
from vietnamese import dates, numbers
from vietnamese.text import search_key

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NBSP = "\u00a0"

# Words that belong together: never torn at a line's end in headings and buttons. Longest first.
TERMS = (
    "Liên đoàn Lao động",
    "Công đoàn cơ sở",
    "Công đoàn ngành",
    "Ban Chấp hành",
    "Ban Thường vụ",
    "Ủy ban Kiểm tra",
    "Tổ Công đoàn",
    "Bệnh viện",
    "Y tế",
    "Công đoàn",
    "công đoàn",
    "Giấy khen",
    "Bằng khen",
    "Cờ thi đua",
    "Tờ trình",
    "Quyết định",
    "Biên bản",
    "Danh sách",
    "khen thưởng",
    "thi đua",
    "đoàn viên",
    "hồ sơ",
    "văn bản",
    "đơn vị",
    "đề nghị",
    "thành tích",
    "sáng kiến",
    "phát hành",
    "thẩm định",
    "Thẩm định",
    "thao tác",
    "trục trặc",
    "bản in",
    "đồng chí",
    "Đồng chí",
)
_TERMS = re.compile("|".join(sorted(map(re.escape, TERMS), key=len, reverse=True)))
_SMALL = re.compile(r"\b([Đđ]/c|số|Số|phần|Phần|lần|năm|ngày|tháng|Điều) (?=\S)")


class NavLink(NamedTuple):
    """One link of the strip on desks: `current` marks the page one is on, `count` what waits there."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


class Tab(NamedTuple):
    """One link of the bar under the thumb on phones; `icon` is a symbol of the sprite."""

    label: str
    icon: str
    url: str
    current: bool = False
    count: int | None = None


class SeatChoice(NamedTuple):
    """One seat that the person may act in."""

    id: str | int
    title: str
    unit_name: str


@dataclass(frozen=True)
class Shell:
    """What the head, the navigation and the foot of a page show. All fields may be left out (public pages).

    `acting` is the whole sentence of the strip («Đồng chí đang ký thay đ/c …»); the `…_url` fields stay None
    where the page does not exist yet, and the link is then not drawn. `keep_typed` False keeps nothing typed
    on this machine.
    """

    demo: bool = False
    person_id: str | int | None = None
    person_name: str | None = None
    given_name: str | None = None
    seat_title: str | None = None
    seat_id: str | int | None = None
    seats: list[SeatChoice] = field(default_factory=list)
    upper_name: str | None = None
    unit_name: str | None = None
    help_name: str | None = None
    help_phone: str | None = None
    nav: list[NavLink] = field(default_factory=list)
    tabs: list[Tab] = field(default_factory=list)
    acting: str | None = None
    away_url: str | None = None
    acting_url: str | None = None
    locale: str = "vi"
    home_url: str | None = None
    search_url: str | None = None
    seat_url: str | None = None
    sign_in_url: str | None = None
    sign_out_url: str | None = None
    language_url: str | None = None
    bell_url: str | None = None
    bell_count: int = 0
    clear_demo_url: str | None = None
    guide_url: str | None = None
    keep_typed: bool = True


#: The largest number that a row can have on both databases.
LARGEST_ROW = 2**31 - 1


class SizedRequest(Request):
    """A request whose texts are limited apart from its files.

    The library applies MAX_FORM_MEMORY_SIZE to the texts beside files only; a form without files is read at once.
    """

    @property
    def max_content_length(self) -> int | None:
        """How many bytes may be sent: MAX_CONTENT_LENGTH with files, MAX_FORM_MEMORY_SIZE without."""
        whole, texts = super().max_content_length, self.max_form_memory_size
        if self.mimetype == "multipart/form-data" or texts is None:
            return whole
        return texts if whole is None else min(whole, texts)


class RowNumber(IntegerConverter):
    """A number in an address; one that no row can have leads nowhere (404), not into the database."""

    def __init__(self, *args: Any, max: int = LARGEST_ROW, **kwargs: Any) -> None:
        super().__init__(*args, max=max, **kwargs)


class Word(UnicodeConverter):
    """A text in an address; one with control characters leads nowhere (PostgreSQL takes no NUL)."""

    def to_python(self, value: str) -> str:
        if not value.isprintable():
            raise ValidationError
        return value


def whole(text: str) -> int:
    """Return a whole number behind a «?»; ValueError for what is none or larger than a row's number can be."""
    number = int(text)
    if not 0 <= number <= LARGEST_ROW:
        raise ValueError(text)
    return number


def vi_date(value: date | None) -> str:
    """Return 20/11/2026; an aware instant gives its date in Vietnam, None gives ""."""
    if value is None:
        return ""
    return dates.screen_date(value.astimezone(ZONE).date() if isinstance(value, datetime) else value)


def vi_time(value: datetime) -> str:
    """Return «14:05» in Vietnam for an aware instant."""
    return f"{value.astimezone(ZONE):%H:%M}"


def vi_datetime(value: datetime | None) -> str:
    """Return «14:05, 08/12/2025» in Vietnam for an aware instant, "" for None; ValueError for a naive one."""
    if value is None:
        return ""
    if value.tzinfo is None:
        raise ValueError(f"naive instant {value!r}: give an aware one")
    local = value.astimezone(ZONE)
    return f"{local:%H:%M}, {dates.screen_date(local.date())}"


def money(value: int | None) -> str:
    """Return 8.950.000 for an amount in đồng; None gives ""."""
    return "" if value is None else numbers.group(value)


def percent(numerator: int, denominator: int, digits: int = 1) -> str:
    """Return «90,9%», rounded half up from whole numbers; nothing to divide by gives «–»."""
    return numbers.percent(numerator, denominator, digits) if denominator else "–"


def tenths(value: int) -> str:
    """Return «8,1» for 81 tenths of a point."""
    return numbers.decimal_comma(value, 1)


def glue(value: Any, *names: str) -> str:
    """Return the text with U+00A0 inside known terms and the given names, so that lines do not tear them."""
    text = str(value)
    for name in names:
        text = text.replace(name, name.replace(" ", NBSP))
    text = _TERMS.sub(lambda found: found.group().replace(" ", NBSP), text)
    return _SMALL.sub(lambda found: found.group(1) + NBSP, text)


def msg(value: Any, message: str | None = None) -> str:
    """Return the translated words of an object with `.message` and `.params` (a finding, a phrase, an error).

    `message` takes the place of the object's own (how to mend, with the same figures). Dates among the
    parameters are printed as dates. Plain text is translated as it is.
    """
    if isinstance(value, str):
        return gettext(value)
    params = {key: vi_date(v) if isinstance(v, date) else v for key, v in (value.params or {}).items()}
    return gettext(message or value.message, **params)


def said(value: Any) -> str:
    """Return words of the layout checker in the reader's language; what it quotes from a paper stays as it is."""
    message = getattr(value, "message", None)
    if message is None:
        return str(value)
    return gettext(message, **{name: said(inner) for name, inner in value.params.items()})


def file_size(size: int) -> str:
    """Return «84 kB» or «1,2 MB» for a number of bytes."""
    if size < 1_000_000:
        return f"{max(1, (size + 500) // 1000)} kB"
    tenths = (size + 50_000) // 100_000
    return f"{tenths // 10},{tenths % 10} MB"


def asset(filename: str) -> str:
    """Return the address of one of our static files, marked with its content: it may be cached for long."""
    return _marked("static", current_app.static_folder, filename)


def bootstrap_asset(filename: str) -> str:
    """Return the address of one of Bootstrap's own files, marked like ours."""
    return _marked("bootstrap.static", current_app.blueprints["bootstrap"].static_folder, filename)


def _marked(endpoint: str, folder: str | None, filename: str) -> str:
    marks = current_app.extensions["page_assets"]
    if (endpoint, filename) not in marks or current_app.debug:
        content = (Path(folder or "") / filename).read_bytes()
        marks[endpoint, filename] = sha256(content).hexdigest()[:10]
    return url_for(endpoint, filename=filename, v=marks[endpoint, filename])


def url_if(endpoint: str, **values: Any) -> str | None:
    """Return the address of an endpoint, None when the application has no such page."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None


def plain_page(template: str, shell: Shell | None = None, **values: Any) -> str:
    """Render a page without any context processor: for the moment when the database itself has failed."""
    return current_app.jinja_env.get_template(template).render(shell=shell or Shell(), **values)


FILTERS = {
    "vi_date": vi_date,
    "vi_datetime": vi_datetime,
    "vi_time": vi_time,
    "money": money,
    "percent": percent,
    "tenths": tenths,
    "glue": glue,
    "msg": msg,
    "said": said,
    "file_size": file_size,
    "search_key": search_key,
    "inside": inside,
}


def init_app(app: Flask, shell: Callable[[], Shell] | None = None) -> None:
    """Give the application filters, globals, strict names, Bootstrap's files from its wheel, the shell."""
    app.config.setdefault("BOOTSTRAP_SERVE_LOCAL", True)
    app.request_class = SizedRequest
    app.url_map.converters |= {"int": RowNumber, "string": Word, "default": Word}
    if "bootstrap" not in app.extensions:
        Bootstrap5(app)
    app.extensions["page_assets"] = {}
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(
        asset=asset, bootstrap_asset=bootstrap_asset, url_if=url_if, csrf_token=generate_csrf, states=STATES
    )

    @app.context_processor
    def _shell() -> dict[str, Any]:
        return {"shell": shell() if shell else Shell(locale=str(get_locale() or "vi"))}
