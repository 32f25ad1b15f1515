"""How a unit's papers look on a day: the profile in force, what the unit set in it, the line KT., the mark.

The rules of a paper have a name: the code of a profile ("tld-933"), or with the settings of a unit that code and
the choice they stand in ("tld-933~17"). A choice never changes, so a name always means the same, and a paper keeps
the name it was made by.
"""

from __future__ import annotations

import functools
import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app
from sqlalchemy import select

import reference
from documents import choosing
from documents.choosing import Settable
from documents.profile import Profile
from extensions import clock, db
from models import FormatChoice, Person
from models.types import canonical
from services import access, organisation, paper_kinds, units
from services.errors import Forbidden, NotFound, Refused
from services.transaction import command
from services.who import Who

SEPARATOR = "~"
LONGEST_TEXT = choosing.LONGEST_TEXT
Settings = dict[str, Any]


def choice(unit_id: int, on: date) -> FormatChoice | None:
    """Return what the unit chose that holds for papers dated `on`, None where it chose nothing."""
    query = select(FormatChoice).where(FormatChoice.unit_id == unit_id, FormatChoice.valid_from <= on)
    ordered = query.order_by(FormatChoice.valid_from.desc(), FormatChoice.id.desc())
    return db.session.scalar(ordered.limit(1))


def code_of(preferred: str, on: date) -> str:
    """Return the code of the profile for papers dated `on`; `preferred` "": what the installation prefers."""
    wanted = preferred or str(current_app.config["FORMAT_PROFILE"])
    return choosing.in_force(paper_kinds.profiles(), on, wanted).code


def name_of(unit_id: int, on: date | None = None) -> str:
    """Return the name of the rules of a unit's papers dated `on` (today)."""
    day = on or clock.today()
    chosen = choice(unit_id, day)
    code = code_of(chosen.profile if chosen else "", day)
    return f"{code}{SEPARATOR}{chosen.id}" if chosen and chosen.settings.get(code) else code


def read(name: str) -> tuple[str, Settings]:
    """Return (code of the profile, settings) of the rules with this name. Errors: `NotFound`."""
    code, _separator, number = name.partition(SEPARATOR)
    if code not in {profile.code for profile in paper_kinds.profiles()}:
        raise NotFound
    if not number:
        return code, {}
    row = db.session.get(FormatChoice, int(number)) if number.isdecimal() and len(number) < 10 else None
    if row is None:
        raise NotFound
    return code, dict(row.settings.get(code, {}))


def profile(name: str) -> Profile:
    """Return the profile of the rules with this name. Errors: `NotFound`."""
    code, settings = read(name)
    return _profile(code, canonical(settings))


@functools.lru_cache(maxsize=32)
def _profile(code: str, settings: str) -> Profile:
    table = reference.load(f"profiles/{code}.toml")
    return Profile.from_dict(choosing.with_settings(table, json.loads(settings)))


def sha256(name: str) -> str:
    """Return the hash of the rules: of the profile's file, with settings of both."""
    code, settings = read(name)
    own = _sha256(code)
    return hashlib.sha256(f"{own}{canonical(settings)}".encode()).hexdigest() if settings else own


@functools.lru_cache(maxsize=8)
def _sha256(code: str) -> str:
    return hashlib.sha256(reference.path(f"profiles/{code}.toml").read_bytes()).hexdigest()


def without_kt(unit_id: int, on: date) -> bool:
    """Tell whether the unit's deputies sign for a collective without the line KT."""
    chosen = choice(unit_id, on)
    return chosen is not None and chosen.without_kt


def bears_mark(unit_id: int, on: date) -> bool:
    """Tell whether the unit's papers dated `on` bear code and QR: the profile has a place, the unit wants it."""
    chosen = choice(unit_id, on)
    return bool(profile(name_of(unit_id, on)).mark.get("show")) and (chosen is None or chosen.mark)


@dataclass(frozen=True)
class Past:
    """A choice of the unit as its page tells it: from when, who, why, how many values, of which profile."""

    valid_from: date
    decided_at: datetime
    decided_by: str
    reason: str
    profile: str
    without_kt: bool
    mark: bool
    values: int


@dataclass(frozen=True)
class FormatPage:
    """A unit's page «Thể thức văn bản»: profiles to choose from, the one shown with its values, past choices."""

    unit_id: int
    unit_name: str
    profiles: tuple[tuple[str, str], ...]
    preferred: str
    code: str
    title: str
    values: tuple[Settable, ...]
    styles: dict[str, str]
    settings: Settings
    without_kt: bool
    mark: bool
    past: tuple[Past, ...]


def page(unit_id: int, who: Who) -> FormatPage:
    """Return the page, today's profile in it. Errors: `NotFound`, `Forbidden`."""
    _setter(unit_id, who)
    today = clock.today()
    chosen = _last(unit_id)
    preferred = chosen.profile if chosen else ""
    code = code_of(preferred, max(today, chosen.valid_from) if chosen else today)
    table = reference.load(f"profiles/{code}.toml")
    return FormatPage(
        unit_id=unit_id,
        unit_name=units.short_name_of(unit_id, today),
        profiles=tuple(offered(today)),
        preferred=preferred,
        code=code,
        title=table["title"],
        values=tuple(choosing.settable(table)),
        styles={style: row["name"] for style, row in table["style"].items()},
        settings=dict(chosen.settings.get(code, {})) if chosen else {},
        without_kt=chosen.without_kt if chosen else False,
        mark=chosen.mark if chosen else True,
        past=tuple(_past(unit_id)),
    )


def offered(on: date) -> list[tuple[str, str]]:
    """Return (code, title) of the profiles that a unit may choose on a day: "" the common one, then those by choice."""
    common = choosing.in_force([one for one in paper_kinds.profiles() if not one.by_choice], on)
    own = [one for one in paper_kinds.profiles() if one.by_choice and one.valid_from <= on]
    return [("", common.title), *((one.code, one.title) for one in own)]


def _last(unit_id: int) -> FormatChoice | None:
    """What was written last, also where it begins later: the page goes on from there."""
    query = select(FormatChoice).where(FormatChoice.unit_id == unit_id).order_by(FormatChoice.id.desc())
    return db.session.scalar(query.limit(1))


def _past(unit_id: int) -> list[Past]:
    query = (
        select(FormatChoice, Person.name)
        .join(Person, Person.id == FormatChoice.decided_by)
        .where(FormatChoice.unit_id == unit_id)
        .order_by(FormatChoice.id.desc())
    )
    titles = {one.code: one.title for one in paper_kinds.profiles()}
    return [
        Past(
            valid_from=row.valid_from,
            decided_at=row.decided_at,
            decided_by=name,
            reason=row.reason,
            profile=titles.get(row.profile, ""),
            without_kt=row.without_kt,
            mark=row.mark,
            values=sum(len(values) for values in row.settings.values()),
        )
        for row, name in db.session.execute(query)
    ]


def _setter(unit_id: int, who: Who) -> None:
    """Errors: `NotFound` (a unit that may not be read), `Forbidden` (no right to set)."""
    _unit, actor, lineage = organisation.readable(unit_id, who)
    if not access.sets_format(actor, lineage):
        raise Forbidden("Thể thức văn bản do chủ tịch của đơn vị hoặc người quản trị đặt.")


@command
def decide(
    unit_id: int,
    *,
    who: Who,
    valid_from: date,
    preferred: str,
    code: str,
    settings: Settings,
    without_kt: bool,
    mark: bool,
    reason: str,
) -> int:
    """Write down how the unit's papers look from a day on; returns the choice's id. Earlier papers stay as they are.

    `settings` are the values set in the profile `code`; those set in other profiles are kept. Errors: `NotFound`,
    `Forbidden`, `Refused` (its findings are (place, message id, params); the date lies in the past: none).
    """
    _setter(unit_id, who)
    if valid_from < clock.today():
        raise Refused("Thể thức chỉ đổi được từ hôm nay trở đi: văn bản đã ban hành giữ nguyên.")
    if preferred not in dict(offered(valid_from)):
        raise Refused("Thể thức này không chọn được vào ngày đó.")
    read(code)
    refused = choosing.refusals(reference.load(f"profiles/{code}.toml"), settings)
    if refused:
        raise Refused("Có giá trị không đặt được.", [(one.place, one.message, one.params) for one in refused])
    last = _last(unit_id)
    others = {name: values for name, values in (last.settings if last else {}).items() if name != code}
    row = FormatChoice(
        unit_id=unit_id,
        valid_from=valid_from,
        profile=preferred,
        without_kt=without_kt,
        mark=mark,
        settings={**others, code: settings} if settings else others,
        reason=reason,
        decided_at=clock(),
        decided_by=who.person_id,
    )
    db.session.add(row)
    db.session.flush()
    return row.id
