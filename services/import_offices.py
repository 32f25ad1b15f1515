"""Offices from a list: who holds what in the unit and its groups, from when to when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

import reference
from extensions import db
from models import Office, Person, Unit
from rules.finding import N_
from rules.importing.cells import words
from rules.importing.rows import Record
from services import import_persons, units
from services.import_plans import FOREIGN, Op, Place, Plan, Step, belonging, fold, in_pieces, people_by_code
from vietnamese.dates import screen_date
from vietnamese.names import sort_key

#: An office that one person holds at a time.
SINGLE = frozenset({"chair"})
#: Offices that only who keeps records gives: they reach beyond the unit's own papers.
KEPT = frozenset({"admin"})
OTHER_NAME = N_("Mã này trên máy là %(name)s. Sửa mã hoặc họ tên.")
NOT_THERE = N_("Chưa có người mang mã này ở đơn vị. Nhập danh sách đoàn viên trước.")


def roles(*, keeper: bool) -> dict[str, str]:
    """Return {role: title} of the offices that a list may give."""
    known = reference.load("vocabulary.toml")["roles"]
    return {role: title for role, title in known.items() if keeper or role not in KEPT}


def unit_names(place: Place) -> dict[str, int]:
    """Return {words of a name, or folded code: id} of the units a list may speak of; a name of two means none."""
    found: dict[str, int | None] = {}
    for piece in in_pieces(place.reach):
        codes = dict(db.session.execute(select(Unit.id, Unit.code).where(Unit.id.in_(piece))).all())
        names = units.names_of(piece, place.today)
        for unit_id, code in codes.items():
            named = names.get(unit_id)
            for text in {words(one) for one in (code, *((named.name, named.short_name) if named else ()))}:
                found[text] = unit_id if found.get(text, unit_id) == unit_id else None
    return {text: unit_id for text, unit_id in found.items() if unit_id is not None}


def plan(place: Place, records: Sequence[Record], bad: set[int], choices: Mapping[int, str]) -> Plan:
    """Return what a list of offices does; an office is known by person, unit, role and first day."""
    found, people, named = Plan(), people_by_code(records), unit_names(place)
    own, there = belonging(place.reach), _offices(place)
    known = import_persons.load(own if import_persons.wanted(records) else ())
    seen: dict[tuple[int, int, str, date], int] = {}
    for record in records:
        step = Step(
            record, " ".join(filter(None, (record["code"], record["name"]))), stopped=record.no in bad
        )
        found.steps.append(step)
        if record.no in bad:
            continue
        person = _person(record, step, found, people, known, choices.get(record.no, ""))
        unit_id = named.get(words(record["unit"])) if record["unit"] else place.unit_id
        _check(record, step, found, person, unit_id, own)
        if person is None or unit_id is None or step.state in ("stop", "ask", "drop"):
            continue
        key = (person.id, unit_id, record["role"], record["valid_from"])
        if key in seen:
            found.stop(step, record.fault("code", N_("Trùng với dòng %(row)s."), row=seen[key]))
            continue
        seen[key] = record.no
        step.label = f"{person.name}, {step.record['title'] or roles(keeper=True)[record['role']]}"
        step.ops = [_op(record, person.id, unit_id, there.get(key))]
    _overlaps(found, there)
    return found


def _person(
    record: Record,
    step: Step,
    found: Plan,
    people: Mapping[str, Person],
    known: import_persons.Persons,
    chosen: str,
) -> Person | None:
    """Return whom a row means: by its code, without one by its name."""
    if not record["code"]:
        return import_persons.meant(record, step, found, known, chosen)
    person = people.get(fold(record["code"]))
    if person is None:
        found.stop(step, record.fault("code", NOT_THERE))
    return person


def _offices(place: Place) -> dict[tuple[int, int, str, date], Office]:
    rows: list[Office] = []
    for piece in in_pieces(place.reach):
        rows += db.session.scalars(select(Office).where(Office.unit_id.in_(piece)))
    return {(one.person_id, one.unit_id, one.role, one.valid_from): one for one in rows}


def _check(
    record: Record, step: Step, found: Plan, person: Person | None, unit_id: int | None, own: set[int]
) -> None:
    if person is not None and person.id not in own:
        found.stop(step, record.fault("code", FOREIGN))
    elif (
        person is not None
        and record["code"]
        and record["name"]
        and sort_key(record["name"]) != sort_key(person.name)
    ):
        found.stop(step, record.fault("name", OTHER_NAME, name=person.name))
    if unit_id is None:
        text = (record["unit"] or "")[:60]
        found.stop(step, record.fault("unit", N_("Không thấy đơn vị, tổ “%(text)s”."), text=text))
    if record["valid_to"] and record["valid_to"] < record["valid_from"]:
        found.stop(step, record.fault("valid_to", N_("Đến ngày phải từ ngày bắt đầu trở đi.")))


def _op(record: Record, person_id: int, unit_id: int, row: Office | None) -> Op:
    values = {name: record[name] for name in ("title", "valid_to", "source")}
    if row is not None:
        return Op("office", values, row)
    title = record["title"] or roles(keeper=True)[record["role"]]
    where = {
        "person_id": person_id,
        "unit_id": unit_id,
        "role": record["role"],
        "valid_from": record["valid_from"],
    }
    return Op("office", {**values, **where, "title": title, "source": record["source"] or ""})


def _overlaps(found: Plan, there: Mapping[tuple[int, int, str, date], Office]) -> None:
    """Refuse rows after which one person would hold an office twice at once, or two a single one."""
    spans: dict[tuple[int, str], list[tuple[date, date, int, Step | None]]] = defaultdict(list)
    touched = {id(op.row): step for step in found.steps for op in step.ops if op.row is not None}
    for office in there.values():
        step = touched.get(id(office))
        last = (step.ops[0].values["valid_to"] if step else None) or office.valid_to or date.max
        spans[office.unit_id, office.role].append((office.valid_from, last, office.person_id, step))
    for step in found.steps:
        for op in step.ops:
            if op.row is None:
                one = op.values
                span = (one["valid_from"], one["valid_to"] or date.max, one["person_id"], step)
                spans[one["unit_id"], one["role"]].append(span)
    for (_unit, role), held in spans.items():
        held.sort(key=lambda one: one[:3])
        for before, after in zip(held, held[1:], strict=False):
            clash = after[0] <= before[1] and (role in SINGLE or before[2] == after[2])
            step = after[3] or before[3]
            if clash and step is not None and not step.stopped:
                words_ = N_(
                    "Chồng thời gian với chức vụ đã có từ ngày %(day)s. Ghi ngày kết thúc của chức vụ trước."
                )
                other = before if step is after[3] else after
                found.stop(step, step.record.fault("valid_from", words_, day=screen_date(other[0])))
