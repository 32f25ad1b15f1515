"""The accounts of a unit, as who looks after them sees them: never a password, only whether the door opens."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from extensions import clock, db
from models import Account, AccountKey, Office, OneTimeNumbers, Passkey, Person, SignIn
from services import account_log, account_rights, units
from services.account_rights import Charge
from services.errors import NotFound
from services.who import Who
from vietnamese.text import search_key

ON_A_PAGE = 50
MOST_FOUND = 30


@dataclass(frozen=True)
class Line:
    """A person of the unit. `account_id` None: no account yet. `may`: the reader may change it.

    `state`: none, demo, off, invited, lapsed (the invitation has run out), new (never invited), paused, on.
    `posts` are offices of today as (title, unit); `until` is the last day of an invitation or a pause.
    """

    person_id: int
    code: str
    name: str
    posts: tuple[tuple[str, str], ...]
    account_id: int | None
    username: str
    email: str
    state: str
    until: datetime | None
    last_at: datetime | None
    second: bool
    may: bool


@dataclass(frozen=True)
class Page:
    """One page of a unit's accounts; `asked` is what was searched for."""

    unit_id: int
    unit_name: str
    lines: tuple[Line, ...]
    total: int
    page: int
    pages: int
    administers: bool


@dataclass(frozen=True)
class Found:
    """Somebody who may be invited: of the unit or of one below it."""

    person_id: int
    code: str
    name: str
    post: str


def page(unit_id: int, who: Who, *, text: str = "", number: int = 1) -> Page:
    """Return a unit's accounts: people with one, and officers without. Errors: `NotFound`, `Forbidden`."""
    actor, lineage = account_rights.looked_after(unit_id, who)
    today = clock.today()
    officers = select(Office.person_id).where(units.valid_on(Office, today))
    query = (
        select(Person, Account)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(Person.id.in_(account_rights.people_of(unit_id)))
        .where(or_(Account.id.is_not(None), Person.id.in_(officers)))
    )
    if text:
        wanted = f"%{search_key(text)}%"
        query = query.where(or_(Person.search_key.like(wanted), Account.username.like(wanted)))
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    pages = max(1, -(-total // ON_A_PAGE))
    number = min(max(1, number), pages)
    shown = (
        query.order_by(Account.id.is_(None), Person.sort_key, Person.id)
        .limit(ON_A_PAGE)
        .offset((number - 1) * ON_A_PAGE)
    )
    rows = [(person, account) for person, account in db.session.execute(shown)]
    lines = _lines(unit_id, rows, account_rights.offices_of([p.id for p, _a in rows], today), actor)
    admin = any(
        seat.role in account_rights.ADMINISTRATORS and seat.unit_id in lineage for seat in actor.seats
    )
    return Page(unit_id, units.short_name_of(unit_id, today), lines, total, number, pages, admin)


def one(unit_id: int, account_id: int, who: Who) -> tuple[Line, list[account_log.Done]]:
    """Return one account as the list shows it, and what was done to it. Errors: `NotFound`, `Forbidden`."""
    actor, _lineage = account_rights.looked_after(unit_id, who)
    query = select(Person, Account).join(Account, Account.person_id == Person.id)
    found = db.session.execute(
        query.where(Account.id == account_id, Person.id.in_(account_rights.people_of(unit_id)))
    ).first()
    if found is None:
        raise NotFound
    offices = account_rights.offices_of([found[0].id], clock.today())
    (line,) = _lines(unit_id, [(found[0], found[1])], offices, actor)
    return line, account_log.latest(account_id)


def _lines(
    unit_id: int,
    rows: Sequence[tuple[Person, Account | None]],
    offices: dict[int, list[Office]],
    actor: account_rights.Actor,
) -> tuple[Line, ...]:
    today = clock.today()
    places = {office.unit_id for held in offices.values() for office in held} | {unit_id}
    charge, names = account_rights.charge(actor, places), units.names_of(places, today)
    ids = [account.id for _person, account in rows if account is not None]
    last, second, keys = _last_times(ids), _with_second_step(ids), _keys(ids)
    return tuple(
        _line(unit_id, person, account, offices[person.id], (charge, names, last, second, keys))
        for person, account in rows
    )


def _line(unit_id, person, account, held, known) -> Line:  # noqa: ANN001
    charge, names, last, second, keys = known
    posts = tuple((office.title, names[office.unit_id].short_name) for office in held)
    at = {office.unit_id for office in held}
    may = charge.may_change(person.id, at, unit_id)
    if account is None:
        blank = ("none", None, None, False)
        return Line(person.id, person.code, person.name, posts, None, "", "", *blank, may)
    state, until = _state(account, keys.get(account.id))
    return Line(
        person.id,
        person.code,
        person.name,
        posts,
        account.id,
        account.username,
        account.email or "",
        state,
        until,
        last.get(account.id),
        account.id in second,
        may and not account.demo,
    )


def _state(account: Account, key_until: datetime | None) -> tuple[str, datetime | None]:
    now = clock()
    invited = key_until is not None and key_until > now
    states = (
        ("off", not account.active, None),
        ("demo", account.demo, None),
        ("invited", account.password is None and invited, key_until),
        ("lapsed", account.password is None and key_until is not None, key_until),
        ("new", account.password is None, None),
        ("paused", account.locked_until is not None and account.locked_until > now, account.locked_until),
        ("on", True, None),
    )
    return next((name, until) for name, holds, until in states if holds)


def _last_times(ids: Collection[int]) -> dict[int, datetime]:
    query = select(SignIn.account_id, func.max(SignIn.at)).where(
        SignIn.account_id.in_(ids), SignIn.succeeded.is_(True)
    )
    return {row[0]: row[1] for row in db.session.execute(query.group_by(SignIn.account_id))}


def _with_second_step(ids: Collection[int]) -> set[int]:
    numbers = select(OneTimeNumbers.account_id).where(OneTimeNumbers.account_id.in_(ids))
    keys = select(Passkey.account_id).where(Passkey.account_id.in_(ids), Passkey.second.is_(True))
    return set(db.session.scalars(numbers.union(keys)))


def _keys(ids: Collection[int]) -> dict[int, datetime]:
    query = select(AccountKey.account_id, func.max(AccountKey.expires_at)).where(
        AccountKey.account_id.in_(ids), AccountKey.kind != "recovery"
    )
    return {row[0]: row[1] for row in db.session.execute(query.group_by(AccountKey.account_id))}


def without_account(unit_id: int, who: Who, text: str = "") -> list[Found]:
    """Return people of the unit or below who could be invited, officers first. Errors: `NotFound`, `Forbidden`."""
    actor, _lineage = account_rights.looked_after(unit_id, who)
    today = clock.today()
    tree = units.below([unit_id], today)
    places = Office.unit_id.in_(select(tree.c.unit_id)) | (Office.unit_id == unit_id)
    serving = select(Office.person_id).where(places, units.valid_on(Office, today))
    known = serving.union(account_rights.people_of(unit_id)) if text else serving
    query = (
        select(Person)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(Account.id.is_(None), Person.id.in_(known))
    )
    if text:
        wanted = f"%{search_key(text)}%"
        query = query.where(or_(Person.search_key.like(wanted), func.lower(Person.code).like(wanted)))
    people = list(db.session.scalars(query.order_by(Person.sort_key, Person.id).limit(MOST_FOUND)))
    offices = account_rights.offices_of([one.id for one in people], today)
    held = {office.unit_id for rows in offices.values() for office in rows} | {unit_id}
    charge, names = account_rights.charge(actor, held), units.names_of(held, today)
    return [
        Found(one.id, one.code, one.name, _post(offices[one.id], names))
        for one in people
        if _free(charge, one, offices[one.id], unit_id)
    ]


def _free(charge: Charge, person: Person, offices: Sequence[Office], unit_id: int) -> bool:
    return charge.may_change(person.id, {office.unit_id for office in offices}, unit_id)


def _post(offices: Sequence[Office], names: dict[int, units.NameView]) -> str:
    return "; ".join(f"{office.title}, {names[office.unit_id].short_name}" for office in offices)
