"""A small union tree for tests, written row by row: units with dates, people, offices, dossiers, papers."""

from __future__ import annotations

import hashlib
import itertools
from datetime import UTC, date, datetime

from extensions import db
from models import (
    Definition,
    Dossier,
    Matter,
    Membership,
    Office,
    Paper,
    PaperDossier,
    Person,
    Unit,
    UnitName,
    UnitParent,
    UnitPlace,
    UnitSymbol,
)

NUMBER = itertools.count(1)
LONG_AGO = date(2010, 1, 1)
THEN = datetime(2026, 1, 1, tzinfo=UTC)

# Password checks as cheap as the library allows: what is tested is how often they run, not how long.
CHEAP_HASH = {
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
        "argon2__time_cost": 1,
        "argon2__memory_cost": 8,
        "argon2__parallelism": 1,
    }
}


def unit(name: str, kind: str = "grassroots", parent: int | None = None, since: date = LONG_AGO) -> int:
    """Write a unit with a name, symbol, place and parent; return its id."""
    row = Unit(code=f"U{next(NUMBER)}", kind=kind)
    db.session.add(row)
    db.session.flush()
    dated = {"unit_id": row.id, "valid_from": since}
    db.session.add(
        UnitName(name=name, short_name=name, letterhead=name.upper(), collective="Ban Chấp hành", **dated)
    )
    db.session.add_all([UnitSymbol(symbol="CĐCS", **dated), UnitPlace(place="Sông Lam", **dated)])
    if parent is not None:
        db.session.add(UnitParent(parent_id=parent, **dated))
    db.session.flush()
    return row.id


def person(name: str = "Doãn Trung Kiên", code: str | None = None) -> int:
    """Write a person; return the id."""
    row = Person(code=code or f"N{next(NUMBER)}", name=name)
    db.session.add(row)
    db.session.flush()
    return row.id


def office(
    person_id: int,
    unit_id: int,
    role: str,
    since: date = LONG_AGO,
    until: date | None = None,
    title: str = "",
) -> int:
    """Write an office; return its id."""
    row = Office(
        person_id=person_id,
        unit_id=unit_id,
        role=role,
        title=title or role,
        valid_from=since,
        valid_to=until,
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def member(person_id: int, unit_id: int, hired_on: date, left_on: date | None = None) -> None:
    """Write a membership."""
    db.session.add(Membership(person_id=person_id, unit_id=unit_id, hired_on=hired_on, left_on=left_on))
    db.session.flush()


def dossier(unit_id: int, deciding_unit_id: int, revision_no: int, author: int) -> int:
    """Write a dossier with its matter; return its id."""
    number = next(NUMBER)
    if db.session.get(Definition, 1) is None:
        digest = hashlib.sha256(b"chain").hexdigest()
        db.session.add(Definition(id=1, code="c", version=1, text="", sha256=digest, loaded_at=THEN))
    matter = Matter(
        procedure="award_nomination",
        unit_id=deciding_unit_id,
        title="Đợt",
        year=2026,
        opens_on=date(2026, 1, 1),
        deadline_on=date(2026, 12, 31),
        created_at=THEN,
    )
    db.session.add(matter)
    db.session.flush()
    row = Dossier(
        code=f"KT-2026-{number:05}",
        matter_id=matter.id,
        unit_id=unit_id,
        deciding_unit_id=deciding_unit_id,
        procedure="award_nomination",
        definition_id=1,
        title="Đề nghị khen thưởng",
        status="in_review" if revision_no else "draft",
        revision_no=revision_no,
        draft={},
        created_at=THEN,
        created_by=author,
        changed_at=THEN,
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def paper(unit_id: int, dossiers: list[int], author: int) -> int:
    """Write an issued paper that names dossiers; return its id."""
    row = Paper(
        kind="award_proposal",
        unit_id=unit_id,
        subject="v/v",
        number="01/TTr-CĐCS",
        dated_on=date(2026, 3, 1),
        signer="x",
        state="issued",
        profile="tld-933",
        profile_sha256="0" * 64,
        values_sha256="0" * 64,
        once=f"once-{next(NUMBER)}",
        numbered_at=THEN,
        numbered_by=author,
    )
    db.session.add(row)
    db.session.flush()
    db.session.add_all([PaperDossier(paper_id=row.id, dossier_id=one, revision_no=1) for one in dossiers])
    db.session.flush()
    return row.id
