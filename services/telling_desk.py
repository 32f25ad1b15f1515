"""Who is told what goes on around a decision: notes, opinions, a task that changes hands, a decision taken back.

What is internal is told to those alone who judge. Each person gets one message.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from extensions import clock, db
from models import Dossier, DossierEntry, Notice, Person
from services import notices, units
from services.telling import holders
from services.words import role_title
from workflows.definition import Definition as Chain
from workflows.engine import State
from workflows.entries import Entry

#: Kind of entry (and part in it) → what the person is told: the subject and the sentence.
TEXTS = {
    "opinion_asked": ("%(code)s: đ/c %(by)s hỏi ý kiến đồng chí", "%(title)s của %(owner)s. %(text)s"),
    "opinion_given": ("%(code)s: đ/c %(by)s đã trả lời", "%(title)s của %(owner)s. %(text)s"),
    "remarked": ("%(code)s: có ghi chú nội bộ", "Đ/c %(by)s: %(text)s"),
    "noted": ("%(code)s: có ghi chú", "Đ/c %(by)s: %(text)s"),
    "handed_to": (
        "%(code)s chuyển sang đồng chí xét",
        "%(title)s của %(owner)s: việc xét chuyển từ %(old)s sang đồng chí. Lý do: %(text)s",
    ),
    "handed_from": (
        "%(code)s đã chuyển sang người khác xét",
        "%(title)s của %(owner)s: việc xét chuyển từ đồng chí sang %(new)s. Lý do: %(text)s",
    ),
    "taken_to": (
        "%(code)s: đồng chí đã nhận xét thay",
        "%(title)s của %(owner)s đã quá hạn ở bước này; đồng chí đã nhận xét thay. Lý do: %(text)s",
    ),
    "taken_from": (
        "%(code)s: đ/c %(by)s đã nhận xét thay",
        "%(title)s của %(owner)s đã quá hạn ở bước này nên có người nhận xét thay. Lý do: %(text)s",
    ),
    "undone": (
        "%(code)s: đ/c %(by)s đã rút lại ý kiến",
        "%(title)s của %(owner)s trở lại bước «%(step)s». Tin trước về ý kiến đó không còn hiệu lực.",
    ),
}


@dataclass(frozen=True)
class Told:
    """What was done, for the texts: the dossier, its chain, the state after it, the entry, whom it waited for."""

    dossier: Dossier
    chain: Chain
    state: State
    entry: Entry
    before: tuple[tuple[int, str, int | None, str], ...]

    def judges(self) -> set[int]:
        """Return whom the dossier waits for to be judged, and who has judged it on this stay."""
        waits = [one for one in self.state.waiting_on() if one.kind == "decide"]
        found = {one.person_id for one in waits if one.person_id is not None}
        for one in waits:
            if one.person_id is None and one.unit_id is not None:
                found |= set(holders(one.unit_id, [one.role])) - set(one.excluded)
        return found | set(self.state.decisions)

    def waited(self) -> set[int]:
        """Return whom the dossier waited for until now."""
        found = {person for _unit, _role, person, _kind in self.before if person is not None}
        for unit_id, role, person, _kind in self.before:
            found |= set(holders(unit_id, [role])) if person is None else set()
        return found

    def own(self) -> set[int]:
        """Return the applicants of the dossier's unit."""
        return set(holders(self.dossier.unit_id, self.chain.applicant_roles))


def _asked(told: Told) -> dict[str, Collection[int]]:
    return {told.entry.kind: {told.entry.payload["to"]}}


def _remarked(told: Told) -> dict[str, Collection[int]]:
    asked = {one.person_id for one in told.state.asked()}
    return {"remarked": (told.judges() | asked) - told.state.authors - told.state.interested - told.own()}


def _noted(told: Told) -> dict[str, Collection[int]]:
    inside = told.entry.seat.get("unit_id") != told.dossier.unit_id
    return {"noted": told.own() if inside else told.judges()}


def _reassigned(told: Told) -> dict[str, Collection[int]]:
    old = told.entry.payload.get("instead_of")
    return {"handed_to": {told.entry.payload["to"]}, "handed_from": {old} if old else ()}


def _taken_over(told: Told) -> dict[str, Collection[int]]:
    new = {told.entry.person_id} if told.entry.person_id else set()
    step = told.state.here
    unit_id = told.state.unit_of(step.scope)
    old = set(holders(unit_id, [step.role])) if unit_id is not None else set()
    return {"taken_to": new, "taken_from": old - new - set(told.state.decisions)}


def _undone(told: Told) -> dict[str, Collection[int]]:
    ended = told.own() if told.entry.payload["was"] != "in_review" else set()
    step = told.state.current
    again = told.judges() if step is not None and step.seats > 1 and _had_ended(told) else set()
    return {"undone": ((told.waited() | ended) - told.judges()) | again}


def _had_ended(told: Told) -> bool:
    """Tell whether the decision that went back had ended the step: the others of it were told so."""
    now = {(one.unit_id, one.role, one.person_id, one.kind) for one in told.state.waiting_on()}
    return now != set(told.before)


#: Kind of entry → who is told: {text: people}.
PEOPLE: dict[str, Callable[[Told], dict[str, Collection[int]]]] = {
    "opinion_asked": _asked,
    "opinion_given": _asked,
    "remarked": _remarked,
    "noted": _noted,
    "reassigned": _reassigned,
    "taken_over": _taken_over,
    "undone": _undone,
}
#: What people may choose about these (reference/telling.toml); the others are «other».
KIND_OF = {"opinion_asked": "asked", "opinion_given": "asked", "noted": "asked"}
#: Whose doer is told as well: the one who gave the task away, the one who took it.
BOTH = frozenset({"handed_to", "handed_from", "taken_to"})


def is_of_the_desk(entries: Sequence[Entry]) -> bool:
    """Tell whether this module tells of what was done, and nobody else."""
    return bool(entries) and entries[0].kind in PEOPLE


def tell(
    dossier: Dossier,
    chain: Chain,
    state: State,
    entries: Sequence[Entry],
    before: Sequence[tuple[int, str, int | None, str]],
) -> None:
    """Leave the notices for what just happened; `before` is whom the dossier waited for until now."""
    told = Told(dossier, chain, state, entries[0], tuple(before))
    author, people = told.entry.person_id, PEOPLE[told.entry.kind](told)
    if author is not None:
        notices.settle(author, dossier.id)
    mailed: set[int] | None = None
    if told.entry.kind == "undone":
        everybody = set().union(*people.values())
        mailed = _mailed(told, everybody)
        for person_id in everybody:
            notices.settle(person_id, dossier.id)
    facts = _facts(told)
    for text, receivers in people.items():
        subject, line = (_(words, **facts) for words in TEXTS[text])
        for person_id in sorted(receivers):
            if text in BOTH or person_id != author:
                way = None if mailed is None else AT_ONCE if person_id in mailed else ""
                kind = KIND_OF.get(text, "other")
                notices.tell(person_id, subject, line, dossier_id=dossier.id, kind=kind, mail_as=way)


#: As what a decision that was taken back is mailed to those whose mailbox has the decision: at once, like a return.
AT_ONCE = "returned"


def _mailed(told: Told, people: Collection[int]) -> set[int]:
    """Return who of these has a mail about the decision that was taken back; the others get none about it at all."""
    decided = select(DossierEntry.at).where(
        DossierEntry.dossier_id == told.dossier.id, DossierEntry.seq == told.entry.payload["undoes"]
    )
    query = select(Notice.person_id).where(
        Notice.dossier_id == told.dossier.id,
        Notice.person_id.in_(people),
        Notice.letter_id.is_not(None),
        Notice.created_at >= db.session.scalar(decided),
    )
    return set(db.session.scalars(query))


def _facts(told: Told) -> dict[str, str]:
    said, today = told.entry.payload, clock.today()
    ids = {told.entry.person_id, said.get("to"), said.get("instead_of")} - {None}
    names = dict(db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))).all())
    step = told.state.current
    role = _(role_title(step.role)) if step else ""
    return {
        "code": told.dossier.code,
        "title": told.dossier.title,
        "owner": units.name_of(told.dossier.unit_id, today),
        "by": names.get(told.entry.person_id, ""),
        "text": said.get("text") or said.get("reason") or "–",
        "old": _("đ/c %(name)s", name=names[said["instead_of"]]) if said.get("instead_of") in names else role,
        "new": _("đ/c %(name)s", name=names[said["to"]]) if said.get("to") in names else "",
        "step": _(step.public_title) if step else "",
    }
