"""The end of a unit: what ends with it, who takes over what is open."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from extensions import db
from models import (
    Delegation,
    Membership,
    Office,
    Person,
    Unit,
    UnitLink,
    UnitName,
    UnitParent,
    UnitPlace,
    UnitSymbol,
)
from rules.finding import N_
from services import unit_dossiers, units
from services.errors import Refused
from services.unit_changes import DAY
from services.unit_work import Work, shown
from vietnamese.dates import screen_date


def end(
    work: Work, unit_id: int, on: date, *, into: int | None, whole: bool, keep: Collection[int] = ()
) -> None:
    """Let a unit end with the day before: its facts, links, offices, members and groups (those kept apart)."""
    unit, last, journal = db.session.get_one(Unit, unit_id), on - DAY, work.journal
    if unit.closed_on is not None:
        raise Refused(
            "", [(work.field, N_("%(unit)s đã kết thúc hoạt động."), {"unit": work.name(unit_id, last)})]
        )
    name = work.name(unit_id, last)
    journal.change(unit, closed_on=last)
    for model in (UnitName, UnitParent, UnitSymbol, UnitPlace, UnitLink):
        rows = list(db.session.scalars(select(model).where(model.unit_id == unit_id)))
        if any(row.valid_from > last for row in rows):
            words = N_("%(unit)s đã ghi thay đổi có hiệu lực sau ngày %(day)s. Chọn ngày sau đó.")
            params = {"unit": name, "day": screen_date(last)}
            raise Refused("Chưa ghi được quyết định này.", [(work.field, words, params)])
        journal.end(rows, last)
    _end_people(work, unit_id, name, last)
    for child in units.children_of(unit_id, on):
        if child not in keep and units.kind_of(child) == "group":
            end(work, child, on, into=None, whole=False)
    if unit.kind != "group":
        _tell_dossiers(work, unit_id, name, into, whole=whole)
        work.gone.append((unit_id, into, whole, on))
    work.about("subject", unit_id, on)


def _end_people(work: Work, unit_id: int, name: str, last: date) -> None:
    offices = db.session.scalars(select(Office).where(Office.unit_id == unit_id, Office.valid_from <= last))
    cut = work.journal.end(offices, last)
    if cut:
        people = select(Person.id, Person.name).where(Person.id.in_([one.person_id for one in cut]))
        known = dict(db.session.execute(people).all())
        held = [f"{known[one.person_id]}, {one.title}" for one in cut]
        words = N_("%(n)s chức vụ ở %(unit)s hết ngày %(day)s:")
        work.say("offices", words, shown(held), n=len(cut), unit=name, day=last)
    given = select(Delegation).where(Delegation.unit_id == unit_id, Delegation.valid_from <= last)
    work.journal.end([one for one in db.session.scalars(given) if one.revoked_on is None], last)
    members = select(Membership).where(Membership.unit_id == unit_id, Membership.hired_on <= last)
    left = work.journal.end(db.session.scalars(members), last, "left_on")
    if left:
        words = N_("%(n)s đoàn viên thôi sinh hoạt ở %(unit)s từ sau ngày %(day)s.")
        work.say("offices", words, n=len(left), unit=name, day=last)


def _tell_dossiers(work: Work, unit_id: int, name: str, into: int | None, *, whole: bool) -> None:
    told, _done = unit_dossiers.fate(unit_id, into, whole=whole)
    new = work.name(into) if into is not None else ""
    received = [one.code for one in unit_dossiers.open_at([unit_id]) if one.unit_id != unit_id]
    if into is None and received:
        words = N_("%(unit)s còn %(n)s hồ sơ đang giải quyết. Chọn đơn vị nhận bàn giao.")
        raise Refused("Chưa ghi được quyết định này.", [("into", words, {"unit": name, "n": len(received)})])
    for codes, words in (
        (told.moved, N_("%(n)s hồ sơ chuyển sang hộp việc của %(into)s, bước đang xét làm lại từ đầu bước:")),
        (told.withdrawn, N_("%(n)s hồ sơ của %(unit)s chưa trình xong sẽ được rút:")),
        (told.stays, N_("%(n)s hồ sơ của %(unit)s đã trình vẫn được nơi nhận xét tiếp:")),
    ):
        if codes:
            work.say("dossiers", words, shown(codes), n=len(codes), into=new, unit=name)
    if told.matters:
        words = N_("%(n)s đợt, kỳ của %(unit)s do %(into)s tiếp nhận.")
        work.say("dossiers", words, n=len(told.matters), unit=name, into=new)


def close(work: Work) -> None:
    """The unit ends: {into: successor or None}. Units below must have gone before."""
    unit_id, into = work.unit.id, work.given.get("into")
    if into == unit_id:
        raise Refused(
            "Chưa ghi được quyết định này.",
            [("into", N_("Chọn đơn vị khác: đơn vị này kết thúc hoạt động."), {})],
        )
    name = work.name(unit_id, work.on - DAY)
    words = N_("%(unit)s kết thúc hoạt động, ngày cuối cùng là %(day)s.")
    work.say("tree", words, unit=name, day=work.on - DAY)
    end(work, unit_id, work.on, into=into, whole=False)
    if into is not None:
        work.about("into", into)
    for above in work.lineage[1:2]:
        work.about("above", above)
    words = N_("Văn bản %(unit)s đã phát hành giữ nguyên và vẫn tra cứu được.")
    work.say("papers", words, unit=name)
