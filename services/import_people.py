"""Members of a unit from a list: found by code or by name and day, near-duplicates asked about, groups by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select

from extensions import db
from models import Membership, Person, Unit
from rules.finding import N_
from rules.importing.cells import words
from rules.importing.rows import Record
from rules.importing.similar import Alike, Crowd, Known
from services import import_persons, units
from services.import_plans import (
    DROP,
    FOREIGN,
    OTHER,
    SAME,
    Op,
    Option,
    Place,
    Plan,
    Step,
    belonging,
    fold,
    in_pieces,
    people_by_code,
)
from vietnamese.dates import screen_date
from vietnamese.names import sort_key

SAME_PERSON = N_(
    "Cùng một người với %(name)s (mã %(code)s): %(why)s. Giữ người đang có, đổi mã thành %(new)s"
)
SAME_KEPT = N_("Cùng một người với %(name)s (mã %(code)s): %(why)s. Giữ người đang có")
SAME_ROW = N_("Cùng một người với dòng %(row)s, %(name)s: %(why)s. Bỏ dòng này")
ANOTHER = N_("Người khác, thêm mới")
NEW_NAME = N_("Vẫn là %(name)s (mã %(code)s), đổi tên thành %(new)s")
LEAVE_OUT = N_("Bỏ dòng này")

PERSONAL = ("name", "sex", "born_on")
POSTED = ("post", "leader", "hired_on", "left_on")


class _Unit:
    """What is known of the unit: who belongs to it, memberships, groups, people to compare with."""

    def __init__(self, place: Place, records: Sequence[Record]) -> None:
        self.place, self.records = place, records
        self.by_code = people_by_code(records)
        self.own = belonging([place.unit_id])
        self.memberships: dict[int, list[Membership]] = defaultdict(list)
        query = select(Membership).where(Membership.unit_id == place.unit_id).order_by(Membership.hired_on)
        for row in db.session.scalars(query):
            self.memberships[row.person_id].append(row)
        self.people: dict[int, Person] = {}
        for piece in in_pieces(self.own):
            self.people |= {
                one.id: one for one in db.session.scalars(select(Person).where(Person.id.in_(piece)))
            }
        self.crowd = Crowd(Known(f"p{one.id}", one.name, one.born_on) for one in self.people.values())
        self.persons = import_persons.Persons(self.people.values())
        self.groups = self._groups()
        self._code = db.session.get_one(Unit, place.unit_id).code
        self._numbers = self._taken() if import_persons.wanted(records) else set()
        self.elsewhere = self._elsewhere()

    def _taken(self) -> set[str]:
        """Return the codes that begin as those given by the unit itself."""
        query = select(Person.code).where(Person.code.startswith(f"{self._code}-", autoescape=True))
        return set(db.session.scalars(query)) | {one["code"] for one in self.records if one["code"]}

    def code(self) -> str:
        """Return a code that nobody bears, for somebody of whom the list says none."""
        number = len(self._numbers) + 1
        while f"{self._code}-{number:04d}" in self._numbers:
            number += 1
        self._numbers.add(f"{self._code}-{number:04d}")
        return f"{self._code}-{number:04d}"

    def sure(self, record: Record) -> Person | None:
        """Return the only one who can be meant by a row without a code.

        Name and day of birth agree, or where one of the two days is not known, name and first day in the unit.
        """
        same = self.persons.named(record)
        if len(same) > 1 or not (record["born_on"] and same and same[0].born_on):
            same = [one for one in same if self._begun(one.id, record)]
        return same[0] if len(same) == 1 else None

    def _begun(self, person_id: int, record: Record) -> bool:
        return any(row.hired_on == record["hired_on"] for row in self.memberships.get(person_id, ()))

    def _groups(self) -> dict[str, int]:
        """Return {words of the name, or folded code: id} of the unit's groups today."""
        ids = units.children_of(self.place.unit_id, self.place.today)
        rows = db.session.execute(
            select(Unit.id, Unit.code).where(Unit.id.in_(ids), Unit.kind == "group")
        ).all()
        names = units.names_of([row.id for row in rows], self.place.today)
        found: dict[str, int] = {}
        for row in rows:
            named = names.get(row.id)
            texts = (named.name, named.short_name) if named else ()
            for text in (row.code, *texts):
                found[words(text)] = row.id
                found[_short(text)] = row.id
        return found

    def _elsewhere(self) -> set[int]:
        """Return who is a member of another unit today as well."""
        today, found = self.place.today, set()
        for piece in in_pieces({one.id for one in self.by_code.values()} & self.own):
            query = select(Membership.person_id).where(
                Membership.person_id.in_(piece),
                Membership.unit_id != self.place.unit_id,
                or_(Membership.left_on.is_(None), Membership.left_on >= today),
            )
            found |= set(db.session.scalars(query))
        return found


def _short(name: str) -> str:
    """Return a group's name without «Tổ công đoàn»: lists often say only «Khoa Nội»."""
    key = words(name)
    for start in ("to cong doan ", "to cd ", "cong doan ", "to "):
        key = key.removeprefix(start)
    return key


def plan(place: Place, records: Sequence[Record], bad: set[int], choices: Mapping[int, str]) -> Plan:
    """Return what a list of members does; rows in `bad` are faulty already, `choices` are {row: mark}."""
    known, found = _Unit(place, records), Plan()
    taken: dict[int, int] = {}  # person → row
    for record in records:
        step = Step(
            record, " ".join(filter(None, (record["code"], record["name"]))), stopped=record.no in bad
        )
        found.steps.append(step)
        if record.no in bad:
            continue
        _check(record, step, found, known)
        person = _person(record, step, found, known, choices.get(record.no, ""))
        if person is not None:
            if person.id in taken:
                at = "code" if record["code"] else "name"
                words_ = N_("Người này đã ở dòng %(row)s.")
                found.stop(step, record.fault(at, words_, row=taken[person.id]))
            taken.setdefault(person.id, record.no)
        if step.state not in ("stop", "ask", "drop"):
            _ops(record, step, found, known, person)
    return found


def _check(record: Record, step: Step, found: Plan, known: _Unit) -> None:
    born, hired, left = record["born_on"], record["hired_on"], record["left_on"]
    if born and born >= min(hired, known.place.today):
        found.stop(step, record.fault("born_on", N_("Ngày sinh phải trước ngày vào làm và trước hôm nay.")))
    if left and left < hired:
        found.stop(step, record.fault("left_on", N_("Ngày nghỉ, chuyển phải từ ngày vào làm trở đi.")))
    if record["group"] and not (
        known.groups.get(words(record["group"])) or known.groups.get(_short(record["group"]))
    ):
        words_ = N_("Đơn vị không có tổ công đoàn “%(group)s”. Sửa tên tổ, hoặc để trống rồi ghi tổ sau.")
        found.stop(step, record.fault("group", words_, group=record["group"][:60]))


def _person(record: Record, step: Step, found: Plan, known: _Unit, chosen: str) -> Person | None:
    """Return the person whom a row means, None for somebody new; sets the question where it is not sure."""
    person = known.by_code.get(fold(record["code"])) if record["code"] else known.sure(record)
    if person is not None and not record["code"]:
        return person
    if person is not None and person.id not in known.own:
        found.stop(step, record.fault("code", FOREIGN))
        return None
    if person is not None:
        _renamed(record, step, person, chosen)
        return person
    alike = known.crowd.alike(record["name"], record["born_on"])
    known.crowd.add(Known(f"r{record.no}", record["name"], record["born_on"]))
    if not alike:
        return None
    step.options = (*(_option(one, record, known) for one in alike[:3]), Option(OTHER, ANOTHER, {}))
    step.chosen = chosen if chosen in {one.mark for one in step.options} else ""
    if step.chosen.startswith("r"):
        step.chosen = DROP
    return known.people[int(step.chosen[1:])] if step.chosen.startswith("p") else None


def _option(one: Alike, record: Record, known: _Unit) -> Option:
    said = {"name": _told(one.known), "why": one.why}
    if one.known.mark.startswith("r"):
        return Option(one.known.mark, SAME_ROW, {**said, "row": int(one.known.mark[1:])})
    code = known.people[int(one.known.mark[1:])].code
    if not record["code"]:
        return Option(one.known.mark, SAME_KEPT, {**said, "code": code})
    return Option(one.known.mark, SAME_PERSON, {**said, "code": code, "new": record["code"]})


def _told(one: Known) -> str:
    return f"{one.name}, {screen_date(one.born_on)}" if one.born_on else one.name


def _renamed(record: Record, step: Step, person: Person, chosen: str) -> None:
    """Ask where a known code comes with quite another name: perhaps the code is wrong."""
    same = sort_key(person.name) == sort_key(record["name"])
    if same or Crowd([Known("p", person.name, person.born_on)]).alike(
        record["name"], record["born_on"] or person.born_on
    ):
        return
    said = {"name": person.name, "code": person.code, "new": record["name"]}
    step.options = (Option(SAME, NEW_NAME, said), Option(DROP, LEAVE_OUT, {}))
    step.chosen = chosen if chosen in (SAME, DROP) else ""


def _ops(record: Record, step: Step, found: Plan, known: _Unit, person: Person | None) -> None:
    """Write down which rows are made or changed."""
    personal = {"code": record["code"], **{name: record[name] for name in PERSONAL}}
    if person is not None and (not record["code"] or fold(person.code) == fold(record["code"])):
        personal["code"] = person.code
    elif person is None and not record["code"]:
        personal["code"] = known.code()
    made = Op("person", personal, person)
    if person is not None and person.id in known.elsewhere and made.differing():
        words_ = N_("Người này còn là đoàn viên của đơn vị khác: họ tên, ngày sinh, mã không đổi ở đây được.")
        found.stop(step, record.fault("name", words_))
        return
    group = (
        known.groups.get(words(record["group"])) or known.groups.get(_short(record["group"]))
        if record["group"]
        else None
    )
    posted: dict[str, Any] = {name: record[name] for name in POSTED} | {"group_id": group}
    row = _membership(known.memberships.get(person.id, []) if person else [], record)
    if row is None:
        posted |= {
            "unit_id": known.place.unit_id,
            "post": record["post"] or "",
            "leader": bool(record["leader"]),
        }
        refs = {"person_id": made} if person is None else {}
        posted |= {} if person is None else {"person_id": person.id}
        step.ops = [made, Op("membership", posted, refs=refs)]
    else:
        step.ops = [made, Op("membership", posted, row)]


def _membership(rows: Sequence[Membership], record: Record) -> Membership | None:
    """Return the membership that a row speaks of: of the same first day, else the open one, else none: a new one."""
    exact = [row for row in rows if row.hired_on == record["hired_on"]]
    still = [row for row in rows if row.left_on is None]
    return next(iter(exact), None) or next(iter(still[-1:]), None)
