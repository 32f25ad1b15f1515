"""Who is told what after a step: the people a dossier newly waits for, and its own unit when it comes back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from sqlalchemy import or_, select

from extensions import clock, db
from models import Dossier, Office, Person
from services import notices, units
from workflows.definition import RETURN_TO_APPLICANT
from workflows.definition import Definition as Chain
from workflows.engine import State
from workflows.entries import Entry

# What the dossier's own unit is told when an entry of this kind is written: the subject and the first sentence.
OWN_UNIT = {
    "returned": ("%(code)s được trả lại để bổ sung", "%(unit)s trả lại hồ sơ với %(notes)s ghi chú."),
    "approved_all": ("%(code)s đã được duyệt", "%(unit)s đã duyệt hồ sơ."),
    "rejected": ("%(code)s không được đồng ý", "%(unit)s không đồng ý: %(comment)s"),
}

# What the person it now waits for is told.
WAITING = {
    "decide": ("%(code)s chờ đồng chí xét", "%(title)s của %(owner)s đang chờ đồng chí."),
    "paper": (
        "%(code)s: ban hành văn bản của đơn vị",
        "%(unit)s đã xem xong hồ sơ. Ban hành Biên bản họp và Tờ trình, để cấp trên xét.",
    ),
    "decision": (
        "%(code)s đã duyệt, chờ quyết định",
        "%(title)s của %(owner)s đã được duyệt. Lập và ban hành quyết định.",
    ),
}


def holders(unit_id: int, roles: Iterable[str]) -> list[int]:
    """Return the people who hold one of the roles in a unit today."""
    today = clock.today()
    query = select(Office.person_id).where(
        Office.unit_id == unit_id,
        Office.role.in_(list(roles)),
        Office.valid_from <= today,
        or_(Office.valid_to.is_(None), Office.valid_to >= today),
    )
    return sorted(set(db.session.scalars(query)))


def tell(
    dossier: Dossier,
    chain: Chain,
    state: State,
    entries: Sequence[Entry],
    before: Sequence[tuple[int, str, int | None]],
) -> None:
    """Leave notices for what just happened, put the author's own among the read.

    `before` is whom the dossier waited for until now.
    """
    author = entries[0].person_id if entries else None
    if author is not None:
        notices.settle(author, dossier.id)
    facts = {
        "code": dossier.code,
        "title": dossier.title,
        "owner": units.name_of(dossier.unit_id, clock.today()),
        "unit": units.name_of(dossier.deciding_unit_id, clock.today()),
    }
    for entry in entries:
        kind = "approved_all" if entry.kind == "step_closed" and state.status == "approved" else entry.kind
        if kind not in OWN_UNIT or (kind == "returned" and _sent_back_inside(chain, entry)):
            continue
        notes = entry.payload.get("notes", [])
        said = facts | {"notes": len(notes), "comment": entry.payload.get("comment", "")}
        lines = [f"- {note['text']}" for note in notes]
        _send(holders(dossier.unit_id, chain.applicant_roles), OWN_UNIT[kind], said, dossier, author, lines)
    known = set(before)
    for waiting in state.waiting_on():
        kind = "decision" if waiting.kind == "paper" and state.status == "approved" else waiting.kind
        if (waiting.unit_id, waiting.role, waiting.person_id) in known or kind not in WAITING:
            continue
        people = [waiting.person_id] if waiting.person_id else holders(waiting.unit_id, [waiting.role])
        _send(people, WAITING[kind], facts, dossier, author)


def _sent_back_inside(chain: Chain, entry: Entry) -> bool:
    """Tell whether a return leads to an earlier step, not to the dossier's unit."""
    step = chain.step(entry.payload.get("step"))
    return step is not None and step.return_to != RETURN_TO_APPLICANT


def _send(
    people: Iterable[int],
    texts: tuple[str, str],
    facts: dict[str, object],
    dossier: Dossier,
    author: int | None,
    lines: Sequence[str] = (),
) -> None:
    known = {
        person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(list(people))))
    }
    subject, first = (_(text, **facts) for text in texts)
    for person_id in sorted(known):
        if person_id != author:
            notices.tell(person_id, subject, "\n".join([first, *lines]), dossier_id=dossier.id)
