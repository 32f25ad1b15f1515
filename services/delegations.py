"""Standing in for a unit's head: what is on record, writing it down, ending it early.

Written down by the unit's chair (or whoever acts as one) and secretary, and by the office of the unit above, which
may do so for a chair who is ill (`access.delegates`). Nobody writes down what they receive themselves.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from extensions import clock, db
from models import Delegation
from services import mandate_files, notices, signing, standing, units
from services.delegation_lines import (
    MARKS,
    Line,
    kinds,
    lines,
    may_record,
    people,
    procedure_titles,
    recorder,
    signed_by,
)
from services.errors import Conflict, NotFound, Refused
from services.signed_scans import Scan
from services.transaction import command
from services.who import Who
from workflows import delegations as rules
from workflows.errors import DELEGATION_REASONS


@dataclass(frozen=True)
class Page:
    """A unit's delegations, newest first; `today` are (name, form) of who may sign today, who is proposed first;
    `deciding` who handles what waits for the head today besides or instead of the head.
    """

    unit_id: int
    unit_name: str
    today: tuple[tuple[str, str], ...]
    deciding: tuple[Line, ...]
    lines: tuple[Line, ...]
    may_record: bool


@dataclass(frozen=True)
class Offered:
    """What the form may offer: officers as (office id, «name, title»), kinds of paper, today's head ("": none)."""

    unit_id: int
    unit_name: str
    officers: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    procedures: tuple[tuple[str, str], ...]
    head: str
    head_name: str


def page(unit_id: int, who: Who) -> Page:
    """Return the unit's delegations, who signs and who decides today. Errors: `NotFound` (also: not to be read)."""
    today, every = clock.today(), tuple(lines(unit_id, who))
    collective = units.collective_of(unit_id, today)
    signs = signing.who(unit_id, today)
    return Page(
        unit_id=unit_id,
        unit_name=units.short_name_of(unit_id, today),
        today=tuple(
            (one.name, signing.form_of(signing.block(one, collective, unit_id, today)["lines"]))
            for one in signs
        ),
        deciding=tuple(one for one in every if one.decides and one.state == "present"),
        lines=every,
        may_record=may_record(unit_id, who),
    )


def offered(unit_id: int, who: Who) -> Offered:
    """Return what the form of a new delegation offers. Errors: `NotFound`, `Forbidden`."""
    recorder(unit_id, who)
    today, may_not = clock.today(), signing.roles().never
    held, given = signing.held_in(unit_id), standing.given_in(unit_id)
    there = [
        one for one in held if (one.valid_to is None or one.valid_to >= today) and one.role not in may_not
    ]
    head = next(iter(rules.heads_on(today, held, given, signing.roles())), None)
    return Offered(
        unit_id=unit_id,
        unit_name=units.short_name_of(unit_id, today),
        officers=tuple((str(one.office_id), f"{one.name}, {one.title}") for one in there),
        kinds=tuple(kinds()),
        procedures=tuple(procedure_titles()),
        head=str(head.office_id) if head else "",
        head_name=f"{head.name}, {head.title}" if head else "",
    )


@command
def record(
    unit_id: int,
    *,
    who: Who,
    kind: str,
    giver: int | None,
    receiver: int,
    valid_from: date,
    valid_to: date | None,
    covers: Collection[str] = (),
    power: str = "sign",
    handles: Collection[str] = (),
    paper_no: str = "",
    paper_on: date | None = None,
    paper_by: str = "",
    scan: Scan | None = None,
) -> int:
    """Write a delegation down; returns its id. `giver` and `receiver` are offices held in the unit.

    `power` is sign, decide or both (an acting head has both); `covers` are codes of `kinds`, `handles` of
    `procedure_titles`, none for all; `scan` is the signed paper, kept before (`signed_scans.kept`). Giver and
    receiver are told. Errors: `NotFound`, `Forbidden`,
    `Refused` with findings (field, message, params).
    """
    recorder(unit_id, who)
    held = signing.held_in(unit_id)
    persons = {one.office_id: one.person_id for one in held}
    new = rules.Delegation(
        kind=kind,
        giver_id=persons.get(giver) if giver else None,
        person_id=persons.get(receiver, 0),
        office_id=receiver,
        valid_from=valid_from,
        valid_to=valid_to,
        covers=frozenset(covers),
        paper_no=paper_no,
        paper_on=paper_on,
        power="both" if kind == "acting" else power,
        procedures=frozenset(handles),
    )
    found = [
        (fault.field, DELEGATION_REASONS[fault.reason], dict(fault.params))
        for fault in rules.faults(new, held, standing.given_in(unit_id), signing.roles(), clock.today())
    ]
    if not found and new.person_id == who.person_id:
        found = [("receiver", DELEGATION_REASONS["recorder"], {})]
    if found:
        raise Refused("Chưa ghi được việc giao này.", found)
    row = Delegation(
        unit_id=unit_id,
        kind=kind,
        power=new.power,
        giver_id=new.giver_id,
        giver_office_id=giver,
        person_id=new.person_id,
        office_id=receiver,
        valid_from=valid_from,
        valid_to=valid_to,
        covers=sorted(new.covers),
        procedures=sorted(new.procedures),
        paper_no=paper_no,
        paper_on=paper_on,
        paper_by=paper_by,
        recorded_at=clock(),
        recorded_by=who.person_id,
    )
    db.session.add(row)
    db.session.flush()
    if scan is not None:
        mandate_files.put(row.id, scan, who)
    subject = (
        _("Đơn vị đã ghi việc giao ký (%(mark)s)", mark=MARKS[kind])
        if new.signs
        else _("Đơn vị đã ghi việc giao xử lý hồ sơ thay chủ tịch")
    )
    told = [_words(row)] if new.signs else []
    _tell(row, who, subject, "\n".join([*told, *([_decides(row)] if new.decides else [])]))
    return row.id


def _decides(row: Delegation) -> str:
    """Say in one sentence who handles what waits for the head, and how long."""
    said = {
        "name": people([row])[row.person_id],
        "unit": units.short_name_of(row.unit_id, clock.today()),
        "first": f"{row.valid_from:%d/%m/%Y}",
    }
    if row.valid_to is None:
        return _("Đ/c %(name)s xử lý hồ sơ chờ Chủ tịch %(unit)s từ %(first)s.", **said)
    last = f"{row.valid_to:%d/%m/%Y}"
    return _("Đ/c %(name)s xử lý hồ sơ chờ Chủ tịch %(unit)s từ %(first)s đến %(last)s.", **said, last=last)


def _words(row: Delegation) -> str:
    """Say in one sentence who signs how, for whom and how long."""
    said = {
        "mark": MARKS[row.kind],
        "name": people([row])[row.person_id],
        "unit": units.short_name_of(row.unit_id, clock.today()),
        "first": f"{row.valid_from:%d/%m/%Y}",
    }
    if row.valid_to is None:
        return _("Đ/c %(name)s ký %(mark)s văn bản của %(unit)s từ %(first)s.", **said)
    last = f"{row.valid_to:%d/%m/%Y}"
    return _("Đ/c %(name)s ký %(mark)s văn bản của %(unit)s từ %(first)s đến %(last)s.", **said, last=last)


def _tell(row: Delegation, who: Who, subject: str, body: str) -> None:
    for person_id in sorted({row.person_id, row.giver_id} - {None, who.person_id}):
        notices.tell(person_id, subject, body)


def ending(unit_id: int, delegation_id: int, who: Who) -> Line:
    """Return a delegation for the page that ends it early. Errors: `NotFound`, `Forbidden`, `Conflict` (over)."""
    found = next((one for one in lines(unit_id, who) if one.id == delegation_id), None)
    if found is None:
        raise NotFound
    recorder(unit_id, who)
    if found.revoked_on is not None or found.state == "past":
        raise Conflict("Việc giao này đã kết thúc.")
    return found


@command
def end(unit_id: int, delegation_id: int, *, who: Who, on: date, why: str) -> None:
    """Let a delegation count no more from `on`; whatever was signed by it before stays. Giver and receiver are told.

    Errors: as `ending`; `Refused` with findings (field, message, params): a day after its end, or on or before which
    a paper was signed by it.
    """
    line = ending(unit_id, delegation_id, who)
    found: list[tuple[str, str, dict[str, Any]]] = []
    if line.valid_to is not None and on > line.valid_to:
        found.append(("on", DELEGATION_REASONS["ends_itself"], {"last": f"{line.valid_to:%d/%m/%Y}"}))
    row = db.session.get_one(Delegation, delegation_id, with_for_update=True)
    later = [(day, number) for day, number in signed_by([row.id]).get(row.id, ()) if day >= on]
    if later:
        day, number = later[-1]
        found.append(("on", DELEGATION_REASONS["signed_since"], {"number": number, "day": f"{day:%d/%m/%Y}"}))
    decided = standing.last_decision(row)
    if decided is not None and on <= decided[0] and on < clock.today():
        said = {"day": f"{decided[0]:%d/%m/%Y}", "code": decided[1]}
        found.append(("on", DELEGATION_REASONS["decided_since"], said))
    if found:
        raise Refused("Chưa chấm dứt được việc giao này.", found)
    row.revoked_on, row.revoked_at, row.revoked_by, row.revoked_why = on, clock(), who.person_id, why
    first = f"{on:%d/%m/%Y}"
    body = _(
        "Việc giao cho đ/c %(name)s hết hiệu lực từ %(first)s: %(why)s",
        name=line.name,
        first=first,
        why=why,
    )
    _tell(row, who, _("Đã chấm dứt việc giao làm thay, ký thay"), body)
