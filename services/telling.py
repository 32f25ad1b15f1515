"""Who is told what after a step: the people a dossier newly waits for, and its own unit when it comes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from extensions import clock, db
from models import Dossier, Matter, Person
from rules.finding import N_
from services import messages, notices, procedures, standing, units
from vietnamese.dates import screen_date
from workflows.definition import RETURN_TO_APPLICANT
from workflows.definition import Definition as Chain
from workflows.engine import State
from workflows.entries import Entry

#: Entries of which the dossier's own unit is told, by the message of the same name.
OWN_UNIT = frozenset({"returned", "approved_all", "rejected"})

#: What the dossier waits for, told by the message of the same name.
WAITING = frozenset({"decide", "paper", "decision", "numbering"})


def holders(unit_id: int, roles: Iterable[str]) -> list[int]:
    """Return the people who hold one of the roles in a unit today, an acting head in the head's place."""
    return standing.holders(unit_id, roles, clock.today())


def facts(dossier: Dossier) -> dict[str, object]:
    """Return what every message about a dossier may name."""
    return {
        "code": dossier.code,
        "title": dossier.title,
        "owner": units.name_of(dossier.unit_id, clock.today()),
        "unit": units.name_of(dossier.deciding_unit_id, clock.today()),
        "due": day(dossier.due_on),
    }


def day(due_on: date | None) -> str:
    """Return a due day as messages print it, "" for none."""
    return screen_date(due_on) if due_on else ""


def tell(
    dossier: Dossier,
    chain: Chain,
    state: State,
    entries: Sequence[Entry],
    before: Sequence[tuple[int, str, int | None, str]],
) -> None:
    """Leave notices for what just happened, put the author's own among the read.

    `before` is whom the dossier waited for until now, and for what. Reminders tell for themselves
    (`services/reminding.py`).
    """
    author = entries[0].person_id if entries else None
    if author is not None:
        notices.settle(author, dossier.id)
    known_facts = facts(dossier)
    for entry in entries:
        message = "approved_all" if entry.kind == "step_closed" and state.status == "approved" else entry.kind
        if message not in OWN_UNIT or (message == "returned" and _sent_back_inside(chain, entry)):
            continue
        own = holders(dossier.unit_id, chain.applicant_roles)
        said = known_facts | _decided(entry)
        send([one for one in own if one != author], message, said, dossier.unit_id, dossier.id)
    if any(entry.kind == "step_closed" for entry in entries):
        _tell_the_rest(dossier, chain, state, before, author)
    if any(entry.kind in ("escalated", "reminded") for entry in entries):
        return
    known = set(before)
    for waiting in state.waiting_on():
        approved = waiting.kind == "paper" and state.status == "approved"
        message = _ending(dossier) if approved else waiting.kind
        if (
            waiting.unit_id,
            waiting.role,
            waiting.person_id,
            waiting.kind,
        ) in known or message not in WAITING:
            continue
        people = [waiting.person_id] if waiting.person_id else holders(waiting.unit_id, [waiting.role])
        if not waiting.person_id:
            people += standing.receivers(waiting.unit_id, [waiting.role], clock.today(), chain.code)
        asked = [one for one in people if one != author and one not in waiting.excluded]
        send(asked, message, known_facts, waiting.unit_id, dossier.id)


def _ending(dossier: Dossier) -> str:
    """Return the message that asks for the paper of an approved dossier: to number it, or to draw it up."""
    matter = db.session.get_one(Matter, dossier.matter_id)
    return "numbering" if procedures.catalogue()[matter.procedure].numbers_its_own else "decision"


#: Outcome of a step that several decide → what the others of it are told: the subject, and the sentence.
CLOSED = {
    "approved": (
        N_("%(code)s: đã đủ ý kiến đồng ý"),
        N_("%(title)s của %(owner)s: bước «%(step)s» đã xong."),
    ),
    "returned": (
        N_("%(code)s: đã trả lại để bổ sung"),
        N_("%(title)s của %(owner)s: bước «%(step)s» đã xong."),
    ),
    "rejected": (N_("%(code)s: không được đồng ý"), N_("%(title)s của %(owner)s: bước «%(step)s» đã xong.")),
}


def _tell_the_rest(
    dossier: Dossier,
    chain: Chain,
    state: State,
    before: Sequence[tuple[int, str, int | None, str]],
    author: int | None,
) -> None:
    """Tell the others of a step that several decide how it ended; what asked them for a vote is among the read."""
    closing = state.closings[-1]
    step = chain.step(closing.step)
    if step is None or step.seats < 2:
        return
    rest = {one.person_id for one in state.all_decisions if one.stay == closing.stay}
    for unit_id, role, person_id, kind in before:
        if kind == "decide":
            rest |= {person_id} if person_id else set(holders(unit_id, [role]))
    for person_id in sorted(rest - {author} - state.interested - state.authors):
        notices.settle(person_id, dossier.id)
        known = facts(dossier) | {"step": _(step.title)}
        subject, body = (_(words, **known) for words in CLOSED[closing.outcome])
        notices.tell(person_id, subject, body, dossier.id)


def _decided(entry: Entry) -> dict[str, object]:
    """Return who decided for which unit, in which words."""
    person = db.session.get(Person, entry.person_id) if entry.person_id else None
    seat_unit = (entry.seat or {}).get("unit_id")
    said: dict[str, object] = {
        "by": person.name if person else "",
        "comment": entry.payload.get("comment", ""),
        "notes": "\n".join(f"- {note['text']}" for note in entry.payload.get("notes", [])),
    }
    return said | ({"unit": units.name_of(seat_unit, clock.today())} if seat_unit else {})


def _sent_back_inside(chain: Chain, entry: Entry) -> bool:
    """Tell whether a return leads to an earlier step, not to the dossier's unit."""
    step = chain.step(entry.payload.get("step"))
    return step is not None and step.return_to != RETURN_TO_APPLICANT


def send(
    people: Iterable[int],
    message: str,
    values: Mapping[str, object],
    unit_id: int | None,
    dossier_id: int | None = None,
    *,
    link: str = "",
    gather: bool = False,
) -> list[int]:
    """Tell each of these people a message of reference/telling.toml in their language, inside the running command.

    `unit_id` is the unit they are told in: its edited text counts. Returns whom it told.
    """
    known = sorted(set(db.session.scalars(select(Person.id).where(Person.id.in_(list(people))))))
    texts: dict[str, messages.Text] = {}
    for person_id, locale in sorted(messages.locales(known).items()):
        if locale not in texts:
            texts[locale] = messages.said(message, values, unit_id=unit_id, locale=locale)
        text = texts[locale]
        notices.tell(person_id, text.subject, text.body, dossier_id, kind=message, link=link, gather=gather)
    return known
