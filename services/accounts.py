"""Accounts: making them, passwords, one-time links, language; the cards of the demonstration.

An account only says who somebody is. What a person may do follows from offices (`services/access.py`).
"""

from __future__ import annotations

import hashlib
import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache

from flask import current_app
from flask_security import SQLAlchemyUserDatastore
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import or_, select

import reference
from extensions import clock, db
from models import Account, Office, Person, Role, Setting, SignIn
from services import access, account_keys, account_log, account_sessions, remembered, sign_in, units
from services.errors import Conflict, NotFound, Refused
from services.transaction import command
from vietnamese.text import clean, search_key

#: The cards «Vào với vai…»: code of the person, the role whose seat is taken, in the order of the page.
CARDS = (
    ("P09", "chair"),
    ("P10", "secretary"),
    ("P23", "inspector"),
    ("P27", "chair"),
    ("P04", "reviewer"),
    ("P01", "committee_member"),
    ("P02", "committee_member"),
    ("P03", "committee_member"),
    ("P05", "accountant"),
    ("P25", "clerk"),
    ("P26", "admin"),
    ("P07", "reviewer"),
    ("P28", "committee_member"),
    ("P08", "committee_member"),
    ("P30", "clerk"),
)


@dataclass(frozen=True)
class AccountView:
    """An account as lists and pages show it."""

    account_id: int
    person_id: int
    code: str
    name: str
    username: str
    email: str | None
    active: bool
    demo: bool
    locale: str


@dataclass(frozen=True)
class Card:
    """A person of the demonstration whom a visitor may be: `key` is what the button sends."""

    key: str
    name: str
    role_title: str
    title: str


@dataclass(frozen=True)
class CardGroup:
    """The cards of one unit."""

    unit_id: int
    unit_name: str
    cards: tuple[Card, ...]


def datastore() -> SQLAlchemyUserDatastore:
    """Return what Flask-Security reads accounts through."""
    return SQLAlchemyUserDatastore(db, Account, Role)


def any_exists() -> bool:
    """Tell whether the installation has an account: without one, only the first page works."""
    return db.session.scalar(select(Account.id).limit(1)) is not None


def _views(*conditions) -> list[AccountView]:  # noqa: ANN002
    columns = (Account.id, Person.id, Person.code, Person.name, Account.username, Account.email)
    query = select(*columns, Account.active, Account.demo, Account.locale)
    query = query.join(Person, Person.id == Account.person_id).where(*conditions)
    return [AccountView(*row) for row in db.session.execute(query.order_by(Person.sort_key, Person.id))]


def every() -> list[AccountView]:
    """Return all accounts in the order of names."""
    return _views()


def account(account_id: int) -> AccountView:
    """Return one account. Errors: `NotFound`."""
    found = _views(Account.id == account_id)
    if not found:
        raise NotFound
    return found[0]


def by_identity(identity: str) -> AccountView:
    """Return the account with this sign-in name or e-mail. Errors: `NotFound`."""
    name = sign_in.normal_identity(identity)
    found = _views(or_(Account.username == name, Account.email == name))
    if not found:
        raise NotFound("Không có tài khoản “%(name)s”.", name=identity)
    return found[0]


def person_by_code(code: str) -> int:
    """Return the id of the person with this code. Errors: `NotFound`."""
    found = db.session.scalar(select(Person.id).where(Person.code == clean(code)))
    if found is None:
        raise NotFound("Không có người mang mã “%(code)s”.", code=code)
    return found


@cache
def _common() -> frozenset[str]:
    lines = reference.path("common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def check_password(password: str, about: tuple[str, ...] = ()) -> None:
    """Refuse a password that is too short, too long, widely used, or the person's own name or number.

    `about` are the sign-in name, e-mail and name of the person. Length, not mixtures of signs, makes a
    password strong (NIST SP 800-63B, 5.1.1.2). Errors: `Refused` (its findings name the field, "password").
    """
    least = current_app.config["PASSWORD_MIN"]
    if len(password) < least:
        raise Refused("Mật khẩu cần từ %(least)s chữ trở lên.", ["password"], least=least)
    if len(password) > sign_in.LONGEST_PASSWORD:
        raise Refused(
            "Mật khẩu dài quá %(most)s chữ. Chọn câu ngắn hơn.", ["password"], most=sign_in.LONGEST_PASSWORD
        )
    plain = _bare(password)
    if plain in _common() or len(set(plain)) < 4:
        raise Refused(
            "Nhiều người dùng mật khẩu này, người khác dễ đoán. Chọn một câu của riêng mình.", ["password"]
        )
    if any(_bare(own) == plain for own in about if own):
        raise Refused("Mật khẩu trùng tên hoặc số của đồng chí. Chọn một câu khác.", ["password"])


def _bare(text: str) -> str:
    return search_key(text).replace(" ", "")


def create(
    person_id: int,
    username: str,
    *,
    password: str | None = None,
    email: str | None = None,
    demo: bool = False,
    locale: str = "vi",
) -> int:
    """Make a person's account; return its id. Without a password it waits for a one-time link.

    Errors: `Refused` for a bad name or a weak password, `Conflict` when the name, e-mail or person is taken.
    """
    name = usable_name(username)
    stored = None
    if password is not None:
        check_password(password, (username, email or ""))
        stored = sign_in.hashed(password)
    return _create(person_id, name, stored, email, demo, locale)


def usable_name(username: str) -> str:
    """Return a sign-in name as it is stored. Errors: `Refused` (findings: "username")."""
    name = sign_in.normal_identity(username)
    if not 3 <= len(name) <= 100 or any(c.isspace() for c in name):
        raise Refused("Tên đăng nhập cần từ 3 đến 100 chữ, không có dấu cách.", ["username"])
    return name


@command
def _create(person_id: int, name: str, stored: str | None, email: str | None, demo: bool, locale: str) -> int:
    return add(person_id, name, stored, email=email, demo=demo, locale=locale)


def add(
    person_id: int,
    name: str,
    stored: str | None,
    *,
    email: str | None = None,
    demo: bool = False,
    locale: str = "vi",
) -> int:
    """Write an account inside the running command; `stored` is the hash made before it. Errors: `Conflict`."""
    name, email = sign_in.normal_identity(name), sign_in.normal_identity(email) if email else None
    taken = [Account.person_id == person_id, Account.username.in_([name, email or name])]
    taken.append(Account.email.in_([name, email or name]))
    if db.session.scalar(select(Account.id).where(or_(*taken)).limit(1)) is not None:
        raise Conflict("Người này đã có tài khoản, hoặc tên đăng nhập, thư điện tử đã có người dùng.")
    row = Account(
        person_id=person_id,
        username=name,
        email=email,
        password=stored,
        fs_uniquifier=uuid.uuid4().hex,
        demo=demo,
        locale=locale,
        created_at=clock(),
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def set_password(account_id: int, password: str) -> None:
    """Give an account a new password; every session of it ends. Errors: `Refused`, `NotFound`."""
    view = account(account_id)
    check_password(password, (view.username, view.email or "", view.name))
    db.session.rollback()
    _set_password(account_id, sign_in.hashed(password))


@command
def _set_password(account_id: int, stored: str) -> None:
    row = db.session.get_one(Account, account_id)
    row.password, row.failures, row.locked_until = stored, 0, None
    account_sessions.end_all(row)
    account_keys.clear(account_id, "paper", "link")
    account_log.note(account_id, "password", row.person_id)


@command
def end_sessions(account_id: int) -> None:
    """Sign the account out everywhere: a cookie taken before is worth nothing any more."""
    row = db.session.get_one(Account, account_id)
    account_sessions.end_all(row)
    account_log.note(account_id, "everywhere", row.person_id)


@command
def set_locale(account_id: int, locale: str) -> None:
    """Remember the language of a person's pages ("vi" or "en")."""
    db.session.get_one(Account, account_id).locale = locale


def _signer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key, salt=f"trinh-ky-{purpose}")


def _mark(row: Account) -> str:
    return hashlib.sha256(row.fs_uniquifier.encode()).hexdigest()[:20]


def mark_of(account_id: int) -> str:
    """Return what changes whenever all sessions of an account end. Errors: `NotFound`."""
    row = db.session.get(Account, account_id)
    if row is None or not row.active:
        raise NotFound
    return _mark(row)


def password_key(account_id: int) -> str:
    """Return the key of a one-time link that lets its bearer choose a new password."""
    return _signer("password").dumps([account_id, _mark(db.session.get_one(Account, account_id))])


def account_of_key(key: str) -> AccountView:
    """Return the account a one-time key opens: of a command, a letter or a code. Others are `NotFound`."""
    with suppress(NotFound):
        return account(account_keys.opened_by(key))
    try:
        account_id, mark = _signer("password").loads(
            key, max_age=current_app.config["RESET_LINK_HOURS"] * 3600
        )
    except (BadData, ValueError, TypeError) as error:
        raise NotFound from error
    row = db.session.get(Account, account_id)
    if row is None or not row.active or _mark(row) != mark:
        raise NotFound
    return account(account_id)


def is_demo() -> bool:
    """Tell whether the database bears the demonstration's mark."""
    return remembered.once("demonstration", _is_demo)


def _is_demo() -> bool:
    mark = db.session.get(Setting, "demo")
    return mark is not None and mark.value is True


def cards(on: date) -> list[CardGroup]:
    """Return the cards of the demonstration, unit by unit; none without the mark."""
    if not is_demo():
        return []
    order = {card: place for place, card in enumerate(CARDS)}
    titles = reference.load("vocabulary.toml")["roles"]
    query = (
        select(Person.code, Person.name, Office)
        .join(Account, Account.person_id == Person.id)
        .join(Office, Office.person_id == Person.id)
        .where(Account.demo.is_(True), Account.active.is_(True), units.valid_on(Office, on))
        .where(Person.code.in_({code for code, _ in CARDS}))
    )
    rows = [row for row in db.session.execute(query) if (row[0], row[2].role) in order]
    rows.sort(key=lambda row: order[row[0], row[2].role])
    names = units.names_of({office.unit_id for _, _, office in rows}, on)
    groups: dict[int, list[Card]] = {}
    for code, name, office in rows:
        groups.setdefault(office.unit_id, []).append(Card(code, name, titles[office.role], office.title))
    return [CardGroup(unit, names[unit].short_name, tuple(group)) for unit, group in groups.items()]


@command
def enter_demo(key: str, address: str) -> tuple[int, int | None]:
    """Let a visitor in as a person of the demonstration: (account id, office id of the card's role).

    Errors: `NotFound` without the mark, for an unknown card, and always for an account that is not of the
    demonstration.
    """
    role = dict(CARDS).get(key)
    row = db.session.scalar(
        select(Account)
        .join(Person, Person.id == Account.person_id)
        .where(Person.code == key, Account.demo.is_(True), Account.active.is_(True))
    )
    if not is_demo() or role is None or row is None:
        raise NotFound
    db.session.add(SignIn(account_id=row.id, at=clock(), address=address[:60], succeeded=True))
    seats = access.seats_of(row.person_id, clock.today())
    return row.id, next((seat.office_id for seat in seats if seat.role == role), None)
