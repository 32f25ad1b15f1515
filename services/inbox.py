"""What waits for a person, what the person's unit has under way, what was handled; all dossiers that may be read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import Row as SqlRow
from sqlalchemy import func, select

from extensions import clock, db
from models import Dossier, DossierEntry, Matter
from services import access, definitions, desk, history, joint_papers, procedures, units
from services.calendar import local_date, working_calendar
from services.dossier_views import people_named, state_word
from services.notices import unread
from services.who import Who
from services.words import role_title
from vietnamese.due import Phrase, due_phrase
from vietnamese.text import search_key
from workflows import engine

PAGE_SIZE = 20
#: Groups of the first page that have pages of their own.
GROUPS = ("returned", "waiting", "drafts", "following")
OPEN = ("draft", "returned", "in_review")


#: What a list shows of a dossier; what is being typed in it is no part of that, and large.
_SHOWN = (
    *(Dossier.id, Dossier.code, Dossier.title, Dossier.unit_id, Dossier.definition_id, Dossier.due_on),
    *(Dossier.draft_saved_at, Dossier.changed_at, Dossier.matter_id, Dossier.procedure),
)


@dataclass(frozen=True)
class Row:
    """One dossier in a list. `holder` says who has it, `days` for how many days, `notes` what was said when
    it was returned, `pinned` how many of that are notes beside the reason."""

    code: str
    title: str
    unit_name: str
    state: str
    due: Phrase | None
    due_on: date
    holder: str
    days: int
    notes: tuple[str, ...]
    pinned: int
    returned_by: str
    saved_at: datetime | None
    changed_at: datetime
    revision_no: int
    can_recall: bool
    waits_for_paper: bool
    judged: bool
    matter_id: int
    procedure: procedures.Procedure

    @property
    def badge(self) -> str:
        """The state as said to whom the dossier waits for: what is approved waits for its decision or its number."""
        if not self.waits_for_paper:
            return self.state
        if self.state != "approved":
            return "paper"
        return "numbering" if self.procedure.numbers_its_own else "deciding"


@dataclass(frozen=True)
class Inbox:
    """The first page: returned first, then what waits, then what is half done, then what others hold.

    Of each group its first page; `totals` says how many there are in all.
    """

    returned: tuple[Row, ...]
    waiting: tuple[Row, ...]
    drafts: tuple[Row, ...]
    following: tuple[Row, ...]
    done_count: int
    joint: tuple[joint_papers.JointRow, ...] = ()
    soon: tuple[desk.Soon, ...] = ()
    totals: Mapping[str, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many things need this person now."""
        return self.totals.get("returned", 0) + self.totals.get("waiting", 0) + len(self.joint)


@dataclass(frozen=True)
class Found:
    """One page of a list and how many there are in all."""

    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int


def home(who: Who) -> Inbox:
    """Return the first page of the seat acted in. A fixed number of queries, however many dossiers there are."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    if not actor.seats:
        return Inbox((), (), (), (), 0, totals=dict.fromkeys(GROUPS, 0))
    seat = access.seat_acted(actor, who.office_id)
    lines = _grouped(seat, desk.waits(actor, actor.every).get(seat.key, []))
    shown = {name: found[: desk.page_size()] for name, found in lines.items()}
    rows = _rows([line.id for found in shown.values() for line in found], actor)
    groups = {name: tuple(rows[line.id] for line in found) for name, found in shown.items()}
    waiting = {line.id for line in lines["waiting"]}
    busy = {line.code for line in (*lines["returned"], *lines["waiting"])}
    return Inbox(
        **groups,
        done_count=_handled_beside(who, waiting),
        joint=joint_papers.rows(actor, waiting=True),
        soon=tuple(desk.soon(who, seat, lines["drafts"], busy)),
        totals={name: len(found) for name, found in lines.items()},
    )


def group(
    who: Who, name: str, *, text: str = "", procedure: str = "", page: int = 1, size: int | None = None
) -> Found:
    """Return one page of a group of the first page (`GROUPS`), by due date, filtered by words and procedure.

    A page has `size` rows, as many as the desk's pages where none is given.
    """
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    seat = access.seat_acted(actor, who.office_id)
    mine = desk.waits(actor, actor.every).get(seat.key, []) if seat else []
    lines = desk.filtered(_grouped(seat, mine)[name], text, procedure)
    size = size or desk.page_size()
    pages = max(1, -(-len(lines) // size))
    page = min(max(page, 1), pages)
    shown = lines[(page - 1) * size : page * size]
    rows = _rows([line.id for line in shown], actor)
    return Found(tuple(rows[line.id] for line in shown), len(lines), page, pages)


def _grouped(seat, mine: Iterable[desk.Line]) -> dict[str, list[desk.Line]]:
    """Put what waits for a seat into the groups of the first page; what the unit has sent beside it.

    What the person has sent back is followed: others mend it.
    """
    found: dict[str, list[desk.Line]] = {name: [] for name in GROUPS}
    for line in mine:
        if line.kinds != {"amend"}:
            found["waiting"].append(line)
        elif line.status == "returned":
            found["following" if line.sent_back else "returned"].append(line)
        else:
            found["drafts"].append(line)
    sent = desk.sent(seat, {line.id for line in found["waiting"]})
    found["following"] = desk.ordered([*found["following"], *sent])
    return found


def _handled_beside(who: Who, waiting: Collection[int]) -> int:
    """Return in how many dossiers the person has acted that do not wait for the seat again."""
    acted = select(func.count(DossierEntry.dossier_id.distinct())).where(
        DossierEntry.person_id == who.person_id
    )
    again = acted.where(DossierEntry.dossier_id.in_(waiting))
    return (db.session.scalar(acted) or 0) - (db.session.scalar(again) or 0)


def handled_ids(who: Who) -> set[int]:
    """Return the ids of dossiers in which the person has acted."""
    query = select(DossierEntry.dossier_id).where(DossierEntry.person_id == who.person_id).distinct()
    return set(db.session.scalars(query))


def handled(who: Who, page: int = 1, size: int = PAGE_SIZE) -> Found:
    """Return the dossiers in which the person has acted, newest first, `size` to a page."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    return _page(Dossier.id.in_(handled_ids(who)) & access.visible_dossiers(actor), actor, page, size)


def dossiers(
    who: Who,
    *,
    text: str = "",
    status: str = "",
    year: int | None = None,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Found:
    """Return all dossiers that the person may read, filtered by words (code, title, unit), status and year."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    condition = access.visible_dossiers(actor)
    if status:
        condition = condition & (Dossier.status == status)
    if year:
        condition = condition & Dossier.matter_id.in_(select(Matter.id).where(Matter.year == year))
    if text:
        key = search_key(text)
        known = select(Dossier.id, Dossier.code, Dossier.title, Dossier.unit_id).where(condition)
        rows = db.session.execute(known).all()
        names = units.names_of({row.unit_id for row in rows}, clock.today())
        hits = [
            row.id
            for row in rows
            if key
            in search_key(f"{row.code} {row.title} {names[row.unit_id].name} {names[row.unit_id].short_name}")
        ]
        condition = condition & Dossier.id.in_(hits)
    return _page(condition, actor, page, size)


def _page(condition, actor, page: int, size: int) -> Found:
    total = db.session.scalar(select(func.count()).select_from(Dossier).where(condition)) or 0
    pages = max(1, -(-total // size))
    page = min(max(page, 1), pages)
    query = select(Dossier.id).where(condition).order_by(Dossier.changed_at.desc(), Dossier.id.desc())
    ids = list(db.session.scalars(query.limit(size).offset((page - 1) * size)))
    rows = _rows(ids, actor)
    return Found(tuple(rows[one] for one in ids), total, page, pages)


def _rows(ids: Iterable[int], actor) -> dict[int, Row]:
    """Return the rows of several dossiers with a fixed number of queries."""
    ids = list(set(ids))
    today = clock.today()
    found = {row.id: row for row in db.session.execute(select(*_SHOWN).where(Dossier.id.in_(ids)))}
    past = history.histories(ids)
    chains = definitions.chains_of({row.definition_id for row in found.values()})
    states = {one: engine.fold(chains[row.definition_id], past.get(one, [])) for one, row in found.items()}
    concerned = {row.unit_id for row in found.values()}
    concerned |= {wait.unit_id for state in states.values() for wait in state.waiting_on() if wait.unit_id}
    names = units.names_of(concerned, today)
    people = people_named({note.person_id for state in states.values() for note in state.notes})
    return {one: _row(found[one], states[one], names, people, actor, today) for one in found}


def _row(dossier: SqlRow, state: engine.State, names, people, actor, today: date) -> Row:
    due = due_phrase(today, dossier.due_on, working_calendar()) if dossier.due_on else None
    returned = state.status == "returned"
    return Row(
        code=dossier.code,
        title=dossier.title,
        unit_name=names[dossier.unit_id].short_name,
        state=state_word(state),
        due=due,
        due_on=dossier.due_on or date.max,
        holder=_holder(state, names),
        days=(today - local_date(state.since)).days if state.since else 0,
        notes=tuple(note.text for note in state.notes) if returned else (),
        pinned=sum(not note.reason for note in state.notes) if returned else 0,
        returned_by=people.get(state.notes[-1].person_id, "") if returned and state.notes else "",
        saved_at=dossier.draft_saved_at,
        changed_at=dossier.changed_at,
        revision_no=state.revision,
        can_recall=engine.why_not(state, actor, "recall") is None,
        waits_for_paper=any(one.kind == "paper" for one in state.waiting_on()),
        judged=engine.why_not(state, actor, "approve") is None,
        matter_id=dossier.matter_id,
        procedure=procedures.catalogue()[dossier.procedure],
    )


def _holder(state: engine.State, names) -> str:
    waiting = state.waiting_on()
    if not waiting:
        return ""
    first = waiting[0]
    unit = names[first.unit_id].short_name if first.unit_id in names else ""
    return f"{_(role_title(first.role))}, {unit}"


def years(who: Who) -> list[int]:
    """Return the years of the matters whose dossiers the person may read, newest first."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    readable = select(Dossier.matter_id).where(access.visible_dossiers(actor))
    query = select(Matter.year).where(Matter.id.in_(readable)).distinct()
    return sorted(db.session.scalars(query), reverse=True)


def of_matter(matter_id: int, actor) -> tuple[Row, ...]:
    """Return the dossiers of a matter that the actor may read, by unit name."""
    query = select(Dossier.id).where(Dossier.matter_id == matter_id, access.visible_dossiers(actor))
    rows = _rows(db.session.scalars(query), actor)
    return tuple(sorted(rows.values(), key=lambda row: (row.unit_name, row.code)))


@dataclass(frozen=True)
class Told:
    """A notice on the first page; `code` is the dossier's, empty where there is none."""

    subject: str
    body: str
    created_at: datetime
    code: str


def notices(who: Who, limit: int = 4) -> list[Told]:
    """Return the newest notices that the person has not read."""
    rows = unread(who.person_id, limit)
    ids = {row.dossier_id for row in rows if row.dossier_id}
    codes = dict(
        tuple(row) for row in db.session.execute(select(Dossier.id, Dossier.code).where(Dossier.id.in_(ids)))
    )
    return [Told(row.subject, row.body, row.created_at, codes.get(row.dossier_id, "")) for row in rows]


def waiting_count(who: Who) -> int:
    """Return how many dossiers wait for the seat acted in (returned ones included, drafts not), and joint papers."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    seat = access.seat_acted(actor, who.office_id)
    if seat is None:
        return 0
    mine = desk.waits(actor, actor.every).get(seat.key, [])
    return sum(line.asks for line in mine) + joint_papers.waiting_count(actor)
