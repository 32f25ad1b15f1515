"""The first day of an empty installation: four answers make the unit, the level above, the chair, the account.

The chair also gets the office of the administrator, so that somebody can make the other accounts. The page is
open at the machine itself; from elsewhere only with the key that `flask users first --link` prints.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

import reference
from extensions import clock, db
from models import Office, Person, Unit, UnitParent, UnitPlace, UnitSymbol
from services import accounts, sign_in, units
from services.errors import Conflict, Refused
from services.transaction import command
from services.words import role_title
from vietnamese.text import clean, search_key


@dataclass(frozen=True)
class Answers:
    """The four questions: the unit (and the place on its papers), the level above, the chair, mail or none."""

    unit_name: str
    place: str
    chair_name: str
    username: str
    password: str = field(repr=False)
    upper_name: str = ""
    email: str = ""
    mail_server: str = ""


def key() -> str:
    """Return the key that opens the first page from another machine while there is no account."""
    return URLSafeTimedSerializer(current_app.secret_key, salt="trinh-ky-first").dumps("first")


def key_is_good(text: str) -> bool:
    """Tell whether a key was printed here, within RESET_LINK_HOURS."""
    signer = URLSafeTimedSerializer(current_app.secret_key, salt="trinh-ky-first")
    try:
        return signer.loads(text, max_age=current_app.config["RESET_LINK_HOURS"] * 3600) == "first"
    except BadData:
        return False


def start(answers: Answers) -> int:
    """Make the installation's first unit, person, offices and account; return the account's id.

    Errors: `Refused` (findings name the field), `Conflict` when there is an account already.
    """
    for name in ("unit_name", "place", "chair_name"):
        if not clean(getattr(answers, name)):
            raise Refused("Ô này cần được điền.", [name])
    accounts.usable_name(answers.username)
    accounts.check_password(answers.password, (answers.username, answers.email, answers.chair_name))
    if accounts.any_exists():
        raise Conflict("Máy đã có tài khoản. Đăng nhập để làm tiếp.")
    db.session.rollback()
    account_id = _write(answers, sign_in.hashed(answers.password))
    if answers.mail_server:
        _save_mail_server(answers.mail_server)
    return account_id


@command
def _write(answers: Answers, stored: str) -> int:
    if accounts.any_exists():
        raise Conflict("Máy đã có tài khoản. Đăng nhập để làm tiếp.")
    unit_id = _unit(answers.unit_name, answers.place, own=True)
    if clean(answers.upper_name):
        upper_id = _unit(answers.upper_name, answers.place, own=False)
        db.session.add(UnitParent(unit_id=unit_id, parent_id=upper_id, valid_from=clock.today()))
    person = Person(code="CB001", name=answers.chair_name)
    db.session.add(person)
    db.session.flush()
    for role in ("chair", "admin"):
        db.session.add(
            Office(
                person_id=person.id,
                unit_id=unit_id,
                role=role,
                title=role_title(role),
                valid_from=clock.today(),
            )
        )
    return accounts.add(person.id, answers.username, stored, email=answers.email or None)


def _kind(name: str, *, own: bool) -> dict[str, str]:
    """Return what the name of a unit tells about it: kind, symbol, collective (`reference/first_units.toml`)."""
    known = reference.load("first_units.toml")
    said = search_key(name)
    found = next((one for one in known["kind"] if any(said.startswith(b) for b in one["begins"])), None)
    return found or known["own" if own else "upper"]


def _unit(name: str, place: str, *, own: bool) -> int:
    kind, today = _kind(name, own=own), clock.today()
    unit = Unit(code="DV001" if own else "DV000", kind=kind["code"])
    db.session.add(unit)
    db.session.flush()
    units.add_name(
        unit.id, name=name, short_name=clean(name)[:100], collective=kind["collective"], valid_from=today
    )
    db.session.add(UnitSymbol(unit_id=unit.id, symbol=kind["symbol"], valid_from=today))
    db.session.add(UnitPlace(unit_id=unit.id, place=place, valid_from=today))
    return unit.id


def _save_mail_server(server: str) -> None:
    """Write the mail server into the installation's settings; it is used from the next start on."""
    path = Path(current_app.config["INSTANCE"]) / "config.toml"
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if "MAIL_SERVER" not in before:
        # A top-level key stands before any table.
        path.write_text(f"MAIL_SERVER = {json.dumps(clean(server))}\n{before}", encoding="utf-8")
