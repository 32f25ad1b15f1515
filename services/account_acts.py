"""Looking after accounts: inviting, a new way in, switching off and on. Nobody sees or sets another's password."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from documents import mark
from extensions import clock, db
from models import Account, Person
from services import (
    account_keys,
    account_log,
    account_rights,
    account_sessions,
    accounts,
    notices,
    one_time_numbers,
    outbox,
    units,
)
from services.errors import Conflict, Forbidden, NotFound, Refused
from services.transaction import command
from services.who import Who
from vietnamese.text import clean

# The job that sends a letter about an account (`services/account_letters.py`).
LETTER = "account_mail"
MOST_SLIPS = 200


@dataclass(frozen=True)
class Opened:
    """A way in that was given: a printed code, shown this once, or "" where a letter goes by mail."""

    account_id: int
    code: str


@dataclass(frozen=True)
class Slip:
    """A strip of the printed sheet: for whom, the code, and the QR of the page that asks for it (side, path)."""

    name: str
    post: str
    username: str
    code: str
    until: datetime
    side: int
    path: str


def mails(email: str | None) -> bool:
    """Tell whether a letter with a link can go: an address, a mail server, and the product's own address."""
    return bool(email and current_app.config["MAIL_SERVER"] and current_app.config["PUBLIC_URL"])


def person(unit_id: int, person_id: int, who: Who) -> Person:
    """Return somebody who may be invited from this unit. Errors: `NotFound`, `Forbidden`, `Conflict` (has one)."""
    actor, _lineage = account_rights.looked_after(unit_id, who)
    row = db.session.get(Person, person_id)
    if row is None:
        raise NotFound
    held = {o.unit_id for o in account_rights.offices_of([person_id], clock.today())[person_id]}
    lines = account_rights.lineages(held, clock.today())
    listed = account_rights.people_of(unit_id).where(Person.id == person_id)
    if not any(unit_id in line for line in lines.values()) and db.session.scalar(listed) is None:
        raise NotFound
    if not account_rights.charge(actor, {*held, unit_id}).may_change(person_id, held, unit_id):
        raise Forbidden(account_rights.ELSEWHERE)
    if db.session.scalar(select(Account.id).where(Account.person_id == person_id)) is not None:
        raise Conflict("Người này đã có tài khoản.")
    return row


def usable(username: str, email: str) -> tuple[str, str | None]:
    """Return a sign-in name and an address as they are stored. Errors: `Refused` (findings name the field)."""
    name, address = accounts.usable_name(username), clean(email).lower() or None
    if address is not None and ("@" not in address[1:-1] or " " in address or len(address) > 255):
        raise Refused("Địa chỉ thư chưa đúng. Nhập dạng ten@donvi.vn", ["email"])
    return name, address


@command
def invite(unit_id: int, person_id: int, username: str, email: str, *, who: Who) -> Opened:
    """Make somebody's account and give the first way in: a letter where mail goes, else a printed code.

    Errors: `NotFound`, `Forbidden`, `Conflict` (has an account; name taken), `Refused` (findings name the field).
    """
    row = person(unit_id, person_id, who)
    name, address = usable(username or row.code, email)
    return open_new(row.id, name, address, who)


def open_new(person_id: int, name: str, address: str | None, who: Who) -> Opened:
    """Write a new account and its first way in, inside the running command. Errors: `Conflict`."""
    account_id = accounts.add(person_id, name, None, email=address)
    account_log.note(account_id, "invited", who.person_id)
    return _way_in(db.session.get_one(Account, account_id), who)


def _way_in(row: Account, who: Who, *, on_paper: bool = False) -> Opened:
    if not on_paper and mails(row.email):
        key_id = account_keys.add_link(row.id, who.person_id)
        outbox.add(LETTER, {"key": key_id})
        return Opened(row.id, "")
    return Opened(row.id, account_keys.add_code(row.id, who.person_id))


@command
def send_again(unit_id: int, account_id: int, *, who: Who, on_paper: bool = False) -> Opened:
    """Give a new first way in to somebody who has not chosen a password yet; the old one opens nothing any more.

    Errors: `NotFound`, `Forbidden`, `Conflict` (has a password already, is switched off).
    """
    row = _changeable(account_id, unit_id, who)
    if row.password is not None or not row.active:
        raise Conflict("Tài khoản này không chờ lời mời. Tải lại trang để xem.")
    account_log.note(account_id, "coded" if on_paper else "invited", who.person_id)
    return _way_in(row, who, on_paper=on_paper)


@command
def reset(unit_id: int, account_id: int, *, who: Who) -> Opened:
    """Let somebody in again who has forgotten everything: a printed code; password, second steps, sessions end.

    Errors: `NotFound`, `Forbidden`, `Conflict` (switched off).
    """
    row = _changeable(account_id, unit_id, who)
    if not row.active:
        raise Conflict("Tài khoản đang tắt. Bật lại trước.")
    row.password, row.failures, row.locked_until = None, 0, None
    one_time_numbers.drop_all(row.id)
    account_sessions.end_all(row)
    account_log.note(account_id, "reset", who.person_id)
    _tell(row, who, _("Tài khoản của đồng chí được cấp lại đường vào"))
    return _way_in(row, who, on_paper=True)


@command
def switch_off(unit_id: int, account_id: int, *, who: Who) -> None:
    """Close an account: nobody comes in by it, every session ends. Errors: `NotFound`, `Forbidden`."""
    row = _changeable(account_id, unit_id, who)
    row.active = False
    account_sessions.end_all(row)
    account_keys.clear(account_id, "paper", "link")
    account_log.note(account_id, "off", who.person_id)


@command
def switch_on(unit_id: int, account_id: int, *, who: Who) -> None:
    """Open a closed account again, with the password it had. Errors: `NotFound`, `Forbidden`."""
    row = _changeable(account_id, unit_id, who)
    row.active, row.failures, row.locked_until = True, 0, None
    account_log.note(account_id, "on", who.person_id)
    _tell(row, who, _("Tài khoản của đồng chí được bật lại"))


def _changeable(account_id: int, unit_id: int, who: Who) -> Account:
    row = account_rights.may_change(account_id, unit_id, who)
    if row.demo:
        raise Conflict("Tài khoản của dữ liệu mẫu vào bằng thẻ, không đổi ở đây.")
    return row


def _tell(row: Account, who: Who, subject: str) -> None:
    by = db.session.get_one(Person, who.person_id).name
    body = _(
        "Đ/c %(name)s đã làm việc này. Không phải theo yêu cầu của đồng chí thì gọi ngay công đoàn cấp trên.",
        name=by,
    )
    notices.tell(row.person_id, subject, body)


def slips(opened: Sequence[Opened], address: str, who: Who) -> list[Slip]:
    """Return the strips of the codes just made; `address` is that of the page that asks for a code.

    What was mailed has no strip. The codes are not stored: they are shown on the answer to the press, and never again.
    """
    codes = {one.account_id: one.code for one in opened if one.code}
    query = select(Account, Person).join(Person, Person.id == Account.person_id)
    rows = db.session.execute(query.where(Account.id.in_(codes)).order_by(Person.sort_key, Person.id)).all()
    offices = account_rights.offices_of([one.id for _a, one in rows], clock.today())
    names = units.names_of({o.unit_id for held in offices.values() for o in held}, clock.today())
    until = clock() + timedelta(days=current_app.config["INVITATION_DAYS"])
    made = []
    for account, one in rows:
        posts = [f"{o.title}, {names[o.unit_id].short_name}" for o in offices[one.id]]
        side, path = mark.modules(f"{address}?ten={account.username}")
        post = posts[0] if posts else ""
        made.append(Slip(one.name, post, account.username, codes[account.id], until, side, path))
    return made
