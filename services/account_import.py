"""Inviting many at once from Excel: columns found by their headings, everything wrong at once, then all or nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer
from openpyxl.utils import get_column_letter
from sqlalchemy import or_, select

from extensions import db
from models import Account, Person
from rules.finding import N_
from services import account_acts, account_rights, sign_in, spreadsheets
from services.account_acts import Opened
from services.account_list import without_account
from services.errors import Refused, ServiceError
from services.spreadsheets import Column, Fault
from services.transaction import command
from services.who import Who
from vietnamese.text import clean, search_key

# Name → what its heading may be called (search keys), the heading of the template, its width, whether it is needed.
HEADINGS: dict[str, tuple[tuple[str, ...], str, int, bool]] = {
    "code": (("ma can bo", "ma", "ma nguoi", "ma so"), "Mã cán bộ", 16, True),
    "name": (("ho va ten", "ho ten", "ten"), "Họ và tên", 28, True),
    "username": (
        ("ten dang nhap", "dang nhap", "so dien thoai", "dien thoai"),
        "Tên đăng nhập (số điện thoại; để trống: mã cán bộ)",
        26,
        False,
    ),
    "email": (("e mail", "email", "thu dien tu"), "E-mail (để trống: in mã ra giấy)", 30, False),
}
# A checked file waits this long for the press that writes it, seconds.
KEPT_FOR = 24 * 3600


@dataclass(frozen=True)
class Row:
    """Somebody to invite, as read; `person_id` 0 where nobody fits."""

    person_id: int
    name: str
    username: str
    email: str


@dataclass(frozen=True)
class Checked:
    """A read file: rows ready to write, faults, the rows sealed for the page («»: there are faults)."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    sealed: str


def template(unit_id: int, who: Who) -> bytes:
    """Return the workbook to fill in: the officers without an account stand in it already."""
    columns = [Column(heading, width) for _names, heading, width, _needed in HEADINGS.values()]
    people = without_account(unit_id, who)
    return spreadsheets.write("Mời dùng", [], columns, [(one.code, one.name, "", "") for one in people])


def check(unit_id: int, content: bytes, *, who: Who) -> Checked:
    """Read a list of people from Excel and say everything that is wrong. Errors: `Refused` (no table in it)."""
    account_rights.looked_after(unit_id, who)
    rows = spreadsheets.read(content)
    at, places = _head(rows)
    filled = [
        (number, row)
        for number, row in enumerate(rows[at + 1 :], start=at + 2)
        if any(value not in (None, "") for value in row)
    ]
    if not filled:
        raise Refused("Tệp không có dòng nào dưới dòng tên cột.")
    if len(filled) > account_acts.MOST_SLIPS:
        raise Refused(
            "Tệp có %(n)s dòng; một lần mời tối đa %(most)s người.",
            n=len(filled),
            most=account_acts.MOST_SLIPS,
        )
    said = [(number, _texts(row, places)) for number, row in filled]
    people = _people({texts["code"] for _n, texts in said})
    names = _taken(said)
    good, faults = [], []
    for number, texts in said:
        row, wrong = _judge(unit_id, texts, people.get(texts["code"].lower()), names, who)
        faults += [
            Fault(number, get_column_letter(places.get(field, places["code"]) + 1), message, params)
            for field, message, params in wrong
        ]
        good.append(row)
        names |= {row.username} | ({row.email} if row.email else set())
    sealed = _signer().dumps([unit_id, who.person_id, [_plain(row) for row in good]]) if not faults else ""
    return Checked(tuple(good), tuple(faults), sealed)


def _plain(row: Row) -> list[Any]:
    return [row.person_id, row.name, row.username, row.email]


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key, salt="trinh-ky-invitations")


def _head(rows: list[list[Any]]) -> tuple[int, dict[str, int]]:
    """Return the place of the heading row and {name: column}. Errors: `Refused`."""
    for at, row in enumerate(rows[: spreadsheets.HEAD_WITHIN]):
        found: dict[str, int] = {}
        for column, value in enumerate(row):
            words = spreadsheets.heading(value)
            for name, (names, heading, _width, _needed) in HEADINGS.items():
                if name not in found and (words in names or words == spreadsheets.heading(heading)):
                    found[name] = column
        if all(name in found for name, one in HEADINGS.items() if one[3]):
            return at, found
    raise Refused("Không thấy dòng tên cột. Tải tệp mẫu, chép danh sách vào rồi gửi lại.")


def _texts(row: list[Any], places: dict[str, int]) -> dict[str, str]:
    """Return the cells of a row as text; Excel turns telephone numbers into numbers and drops their 0."""
    said = {}
    for name in HEADINGS:
        value = row[places[name]] if name in places and places[name] < len(row) else None
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = clean(str(value)) if value is not None else ""
        lost_zero = name == "username" and isinstance(value, int) and len(text) == 9
        said[name] = f"0{text}" if lost_zero else text
    return said


def _people(codes: set[str]) -> dict[str, Person]:
    wanted = {one for code in codes for one in (code, code.upper(), code.lower())}
    found = db.session.scalars(select(Person).where(Person.code.in_(wanted)))
    return {one.code.lower(): one for one in found}


def _taken(said: Sequence[tuple[int, dict[str, str]]]) -> set[str]:
    """Return the sign-in names and addresses of the file that accounts have already."""
    names = {
        sign_in.normal_identity(text)
        for _n, texts in said
        for text in (texts["username"] or texts["code"], texts["email"])
        if text
    }
    query = select(Account.username, Account.email).where(
        or_(Account.username.in_(names), Account.email.in_(names))
    )
    return {one for row in db.session.execute(query) for one in row if one}


Wrong = tuple[str, str, dict[str, Any]]


def _judge(
    unit_id: int, texts: dict[str, str], person: Person | None, names: set[str], who: Who
) -> tuple[Row, list[Wrong]]:
    """Return what a row says and what is wrong with it: (field, message, params)."""
    wrong: list[Wrong] = [(name, N_("Ô này để trống."), {}) for name in ("code", "name") if not texts[name]]
    username = sign_in.normal_identity(texts["username"] or texts["code"])
    email = sign_in.normal_identity(texts["email"])
    if texts["code"] and person is None:
        wrong.append(("code", N_("Không có người mang mã “%(code)s”."), {"code": texts["code"][:60]}))
    if person is not None:
        if texts["name"] and search_key(texts["name"]) != person.search_key:
            wrong.append(
                ("name", N_("Mã này là của đ/c %(name)s. Xem lại mã hoặc họ tên."), {"name": person.name})
            )
        else:
            wrong += _of_service("code", lambda: account_acts.person(unit_id, person.id, who))
    wrong += _of_service("username", lambda: account_acts.usable(username, email))
    if username in names:
        wrong.append(("username", N_("Tên đăng nhập này đã có người dùng."), {}))
    if email and email in names and email != username:
        wrong.append(("email", N_("E-mail này đã có người dùng."), {}))
    return Row(person.id if person else 0, person.name if person else "", username, email), wrong


def _of_service(field: str, asked: Any) -> list[Wrong]:
    """Return what a service has against a row, at the field that it names itself or at `field`."""
    try:
        asked()
    except Refused as refused:
        return [(next(iter(refused.findings), field), refused.message, refused.params)]
    except ServiceError as refused:
        return [(field, refused.message or N_("Người này không thuộc đơn vị."), refused.params)]
    return []


def write(unit_id: int, sealed: str, *, who: Who) -> list[Opened]:
    """Make the accounts of a checked file, all or none. Errors: `Refused` (too old, somebody has one meanwhile)."""
    try:
        at, by, rows = _signer().loads(sealed, max_age=KEPT_FOR)
    except BadData as error:
        raise Refused("Tệp gửi đã quá một ngày. Gửi lại.") from error
    if [at, by] != [unit_id, who.person_id]:
        raise Refused("Tệp gửi đã quá một ngày. Gửi lại.")
    return _write(unit_id, [Row(*one) for one in rows], who)


@command
def _write(unit_id: int, rows: list[Row], who: Who) -> list[Opened]:
    opened = []
    for row in rows:
        found = account_acts.person(unit_id, row.person_id, who)
        name, address = account_acts.usable(row.username, row.email)
        opened.append(account_acts.open_new(found.id, name, address, who))
    return opened
