"""Past awards from a list: of members, groups and the unit itself, by award, decision and year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select

from extensions import db
from models import AwardRecord, Unit
from rules.finding import N_
from rules.importing.cells import words
from rules.importing.rows import Record
from services import awards, import_persons, units
from services.import_offices import OTHER_NAME
from services.import_plans import FOREIGN, Op, Place, Plan, Step, belonging, fold, in_pieces, people_by_code
from vietnamese.names import sort_key

NOBODY = N_("Chưa có người, tổ hoặc đơn vị mang mã này. Nhập danh sách đoàn viên trước.")
_KEPT = ("year", "decision", "decided_on", "issuer", "merit")


def titles() -> dict[str, str]:
    """Return {award: title} of the awards that ship."""
    return {code: award["title"] for code, award in awards.catalogue().items()}


def plan(place: Place, records: Sequence[Record], bad: set[int], choices: Mapping[int, str]) -> Plan:
    """Return what a list of past awards does; what a decision of the product gave is never touched."""
    found, people = Plan(), people_by_code(records)
    own, collectives = belonging(place.reach), _collectives(place)
    known = import_persons.load(own if import_persons.wanted(records) else ())
    titled = _titled(collectives)
    there = _records(own, place)
    seen: dict[tuple[Any, ...], int] = {}
    for record in records:
        step = Step(
            record, " ".join(filter(None, (record["code"], record["name"]))), stopped=record.no in bad
        )
        found.steps.append(step)
        if record.no in bad:
            continue
        person, unit = None, titled.get(words(record["name"] or ""))
        if record["code"]:
            person, unit = people.get(fold(record["code"])), collectives.get(fold(record["code"]))
        elif unit is None:
            person = import_persons.meant(record, step, found, known, choices.get(record.no, ""))
            if person is None:
                continue
        if unit is None and (person is None or person.id not in own):
            found.stop(step, record.fault("code", NOBODY if person is None else FOREIGN))
            continue
        subject = {"unit_id": unit[0]} if unit else {"person_id": person.id}
        step.label = f"{unit[1] if unit else person.name}, {awards.title_of(record['award'])}"
        _check(record, step, found, "" if unit else person.name, unit)
        key = _key(subject.get("person_id"), subject.get("unit_id"), record)
        if key in seen:
            found.stop(step, record.fault("award", N_("Trùng với dòng %(row)s."), row=seen[key]))
        seen[key] = record.no
        if not step.stopped:
            _op(record, step, found, subject, there.get(key))
    return found


def _collectives(place: Place) -> dict[str, tuple[int, str, str]]:
    """Return {folded code: (id, name, kind)} of the units and groups a list may speak of."""
    found: dict[str, tuple[int, str, str]] = {}
    for piece in in_pieces(place.reach):
        names = units.names_of(piece, place.today)
        for row in db.session.execute(select(Unit.id, Unit.code, Unit.kind).where(Unit.id.in_(piece))):
            if row.id in names:
                found[fold(row.code)] = (row.id, names[row.id].name, row.kind)
    return found


def _titled(collectives: Mapping[str, tuple[int, str, str]]) -> dict[str, tuple[int, str, str]]:
    """Return {words of a name: (id, name, kind)}; a name that two bear finds none."""
    found: dict[str, tuple[int, str, str]] = {}
    twice: set[str] = set()
    for one in collectives.values():
        key = words(one[1])
        twice |= {key} & found.keys()
        found[key] = one
    return {key: one for key, one in found.items() if key not in twice}


def _records(own: set[int], place: Place) -> dict[tuple[Any, ...], AwardRecord]:
    rows: list[AwardRecord] = []
    for piece in in_pieces(own):
        rows += db.session.scalars(select(AwardRecord).where(AwardRecord.person_id.in_(piece)))
    for piece in in_pieces(place.reach):
        rows += db.session.scalars(select(AwardRecord).where(or_(AwardRecord.unit_id.in_(piece))))
    return {(one.person_id, one.unit_id, one.award, one.year, words(one.decision)): one for one in rows}


def _key(person_id: int | None, unit_id: int | None, record: Record) -> tuple[Any, ...]:
    return (person_id, unit_id, record["award"], record["year"], words(record["decision"]))


def _check(record: Record, step: Step, found: Plan, name: str, unit: tuple[int, str, str] | None) -> None:
    kind = "person" if unit is None else "group" if unit[2] == "group" else "unit"
    award = awards.catalogue()[record["award"]]
    if kind not in award["for"]:
        message = (
            N_("“%(award)s” không tặng cho cá nhân.")
            if kind == "person"
            else N_("“%(award)s” không tặng cho tập thể này.")
        )
        found.stop(step, record.fault("award", message, award=award["title"]))
    if unit is None and record["code"] and record["name"] and sort_key(record["name"]) != sort_key(name):
        found.stop(step, record.fault("name", OTHER_NAME, name=name))
    day = record["decided_on"]
    if day and (day.year < record["year"] or day.year > record["year"] + 2):
        found.stop(
            step,
            record.fault(
                "decided_on", N_("Ngày quyết định không khớp với năm %(year)s."), year=str(record["year"])
            ),
        )


def _op(record: Record, step: Step, found: Plan, subject: dict[str, Any], row: AwardRecord | None) -> None:
    award = awards.catalogue()[record["award"]]
    values = {name: record[name] for name in _KEPT}
    if row is not None and row.paper_id is not None and Op("award", values, row).differing():
        words_ = N_("Khen thưởng này do quyết định phát hành trên máy ghi, không sửa từ Excel được.")
        found.stop(step, record.fault("award", words_))
        return
    if row is None:
        values |= {"merit": record["merit"] or "", "award": record["award"], **subject}
        values |= {name: award[name] for name in ("title", "level", "form")}
    step.ops = [Op("award", values, row)]
