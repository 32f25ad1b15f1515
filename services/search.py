"""One box over everything: dossiers, papers, lines of registers, people and units that the reader may see.

Every word must be there, as the beginning of a word, with or without marks. Best first: the marks as typed, then the
whole phrase at the beginning of a name, then in it, then all words in it, then elsewhere; among equals the newest.
The kind with the best answer stands first. One's own drafts are found by what is typed in them (`search_drafts`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select

from extensions import clock, db
from models import Dossier, IncomingEntry, Membership, Office, Paper, Person, RegisterEntry, SearchRow, Unit
from models.search import KINDS
from services import access, organisation, remembered, search_drafts, search_match, search_rows, units
from services.who import Who
from vietnamese.terms import MOST_TYPED, folded, toned
from workflows.actors import Actor

PAGE_SIZE = 20
#: How many of each kind stand on the page of all kinds.
FIRST = 5
#: Rows of a list in Excel.
MOST_ROWS = 5_000


@dataclass(frozen=True)
class Asked:
    """What is looked for, as it stands in the address: the words, a kind, a unit, a year, a status of dossiers."""

    text: str = ""
    kind: str = ""
    unit_id: int | None = None
    year: int | None = None
    status: str = ""


@dataclass(frozen=True)
class Group:
    """What was found of one kind: how many in all, and the first of them."""

    kind: str
    total: int
    rows: tuple[search_rows.Row, ...]


@dataclass(frozen=True)
class Results:
    """A page of what was found, and what the filters offer: {kind: how many}, units, years."""

    words: tuple[str, ...]
    groups: tuple[Group, ...]
    counts: dict[str, int]
    units: tuple[tuple[int, str], ...]
    years: tuple[int, ...]
    page: int
    pages: int

    @property
    def total(self) -> int:
        """How many things were found."""
        return sum(self.counts.values())


def _member_on(on: date) -> ColumnElement[bool]:
    return (Membership.hired_on <= on) & or_(Membership.left_on.is_(None), Membership.left_on >= on)


def _units(actor: Actor, who: Who) -> ColumnElement[bool]:
    """Units whose page the reader opens: those of offices and of membership, and all below (`organisation.page`)."""
    return remembered.once(("readable units", actor, who), lambda: _readable_units(actor, who))


def _readable_units(actor: Actor, who: Who) -> ColumnElement[bool]:
    today = clock.today()
    member = select(Membership.unit_id, Membership.group_id).where(
        Membership.person_id == who.person_id, _member_on(today)
    )
    own = {one for row in db.session.execute(member) for one in row if one is not None}
    own |= {seat.unit_id for seat in actor.seats if seat.unit_id is not None}
    return Unit.id.in_(own | units.below_ids(own, today))


def _listed(actor: Actor) -> set[int]:
    """The units whose members the reader sees by name."""
    there = {seat.unit_id for seat in actor.seats if seat.unit_id is not None}
    return {unit_id for unit_id in there if organisation.lists_people(actor, unit_id)}


def _people(actor: Actor, who: Who) -> ColumnElement[bool]:
    """Members of units whose list the reader opens, and officers of units whose page the reader opens."""
    today = clock.today()
    members = select(Membership.person_id).where(Membership.unit_id.in_(_listed(actor)), _member_on(today))
    readable = select(Unit.id).where(_units(actor, who))
    officers = select(Office.person_id).where(
        Office.unit_id.in_(readable), or_(Office.valid_to.is_(None), Office.valid_to >= today)
    )
    return Person.id.in_(members) | Person.id.in_(officers)


#: The kind as no index has it: the words narrow first, whatever the database makes of the rest.
_KIND = SearchRow.kind.concat("")

#: Kind → (its table, which of it the reader may see).
Visible = Callable[[Actor, Who], ColumnElement[bool]]
READABLE: dict[str, tuple[Any, Visible]] = {
    "dossier": (Dossier, lambda actor, who: access.visible_dossiers(actor)),
    "paper": (Paper, lambda actor, who: access.visible_papers(actor)),
    "line": (RegisterEntry, lambda actor, who: RegisterEntry.unit_id.in_(access.own_units(actor))),
    "arrival": (IncomingEntry, lambda actor, who: IncomingEntry.unit_id.in_(access.own_units(actor))),
    "person": (Person, _people),
    "unit": (Unit, _units),
}


def _readable(actor: Actor, who: Who, status: str) -> ColumnElement[bool]:
    """The condition that the reader may see the thing; of a status there are dossiers only."""
    key = ("readable things", actor, who, status)
    return remembered.once(key, lambda: _readable_things(actor, who, status))


def _readable_things(actor: Actor, who: Who, status: str) -> ColumnElement[bool]:
    allowed = []
    for kind, (table, visible) in READABLE.items():
        condition = visible(actor, who)
        if status:
            if kind != "dossier":
                continue
            condition = condition & (Dossier.status == status)
        row = select(table.id).where(table.id == SearchRow.ref_id, condition).correlate(SearchRow)
        allowed.append((kind == _KIND) & row.exists())
    return or_(*allowed)


def _within_unit(unit_id: int) -> ColumnElement[bool]:
    """What belongs to a unit; people by membership or office."""
    today = clock.today()
    members = select(Membership.person_id).where(Membership.unit_id == unit_id, _member_on(today))
    officers = select(Office.person_id).where(Office.unit_id == unit_id, units.valid_on(Office, today))
    person = (SearchRow.kind == "person") & (SearchRow.ref_id.in_(members) | SearchRow.ref_id.in_(officers))
    return (SearchRow.unit_id == unit_id) | person


def _marks(asked: Asked) -> list[str]:
    """Return the words typed with marks: they are meant."""
    return toned(asked.text)[:MOST_TYPED]


def _score(words: list[str], marks: list[str]) -> ColumnElement[int]:
    """How well a row answers: higher is better."""
    phrase, head = " ".join(words), SearchRow.head
    parts = [
        (head.like(f" {phrase} %"), 16),
        (head.like(f"% {phrase} %"), 8),
        (and_(*(head.like(f"% {word} %") for word in words)), 4),
        (and_(*(head.like(f"% {word}%") for word in words)), 2),
        (search_match.having(words, "entire", whole=True), 1),
    ]
    if marks:
        parts.append((search_match.having(marks, "toned", whole=True), 64))
        parts.append((search_match.having(marks, "toned_begin"), 32))
    return sum((case((condition, worth), else_=0) for condition, worth in parts), literal(0))


def _hits(asked: Asked, who: Who, actor: Actor, typed: Sequence[int]) -> ColumnElement[bool]:
    """The condition of all filters but the kind; `typed` are rows whose draft answers."""
    there = search_match.having(folded(asked.text)[:MOST_TYPED])
    condition = (there | SearchRow.id.in_(typed) if typed else there) & _readable(actor, who, asked.status)
    if asked.year:
        condition = condition & (SearchRow.year == asked.year)
    if asked.unit_id:
        condition = condition & _within_unit(asked.unit_id)
    return condition


def find(asked: Asked, who: Who, page: int = 1) -> Results:
    """Return what answers: the first of each kind, or a page of one kind. A fixed number of queries."""
    words = tuple(folded(asked.text)[:MOST_TYPED])
    actor = organisation.actor_of(who)
    typed = search_drafts.answering(words, actor)
    anywhere = replace(asked, unit_id=None, year=None, status="")
    told = _told(_hits(anywhere, who, actor, typed)) if words else []
    if not told:
        return Results(words, (), {}, (), (), 1, 1)
    hits = _hits(asked, who, actor, typed)
    counts = _counts(_told(hits) if asked.unit_id or asked.year or asked.status else told)
    listed = [kind for kind in counts if asked.kind in ("", kind)]
    total = counts.get(asked.kind, 0)
    pages = max(1, -(-total // PAGE_SIZE))
    at = min(max(page, 1), pages)
    size = PAGE_SIZE if asked.kind else FIRST
    rows, shown = _best(hits & _KIND.in_(listed), asked, size, (at - 1) * size) if listed else ([], [])
    made = _made(rows, asked, actor, who)
    groups = tuple(
        Group(kind, counts[kind], tuple(made[row.kind, row.ref_id] for row in rows if row.kind == kind))
        for kind in shown
    )
    return Results(words, groups, counts, *_offers(told, asked.kind), at, pages)


Told = list[tuple[str, int | None, int | None, int]]


def _told(hits: ColumnElement[bool]) -> Told:
    """Return how many were found: [(kind, unit, year, number)]."""
    parts = (SearchRow.kind, SearchRow.unit_id, SearchRow.year)
    query = select(*parts, func.count()).where(hits).group_by(*parts)
    return [tuple(row) for row in db.session.execute(query)]


def _counts(told: Told) -> dict[str, int]:
    found = {kind: sum(number for one, _unit, _year, number in told if one == kind) for kind in KINDS}
    return {kind: number for kind, number in found.items() if number}


def _best(
    condition: ColumnElement[bool], asked: Asked, size: int, after: int = 0
) -> tuple[list[SearchRow], list[str]]:
    """Return the best rows of each kind, kind by kind, and the kinds: that with the best answer first.

    Among equal rows the newest comes first, then by name; among equal kinds their usual order holds.
    """
    score = _score(folded(asked.text)[:MOST_TYPED], _marks(asked))
    order = (score.desc(), SearchRow.day.is_(None), SearchRow.day.desc(), SearchRow.head, SearchRow.id)
    place = func.row_number().over(partition_by=SearchRow.kind, order_by=order).label("place")
    ranked = select(SearchRow.id, place, score.label("score")).where(condition).subquery()
    query = (
        select(SearchRow, ranked.c.score)
        .join(ranked, ranked.c.id == SearchRow.id)
        .where(ranked.c.place > after, ranked.c.place <= after + size)
        .order_by(ranked.c.place)
    )
    found = [(row, worth) for row, worth in db.session.execute(query)]
    first: dict[str, int] = {}
    for row, worth in found:
        first[row.kind] = max(worth, first.get(row.kind, 0))
    kinds = sorted(first, key=lambda kind: (-first[kind], KINDS.index(kind)))
    return sorted((row for row, _worth in found), key=lambda row: kinds.index(row.kind)), kinds


def _offers(told: Told, kind: str) -> tuple[tuple[tuple[int, str], ...], tuple[int, ...]]:
    """Return the units and years that the words lead to, whatever else is chosen."""
    rows = [row for row in told if kind in ("", row[0])]
    ids = {unit_id for _kind, unit_id, _year, _number in rows if unit_id}
    names = units.names_of(ids, clock.today())
    named = sorted(((one, names[one].short_name) for one in ids if one in names), key=lambda pair: pair[1])
    years = {year for _kind, _unit, year, _number in rows if year}
    return tuple(named), tuple(sorted(years, reverse=True))


def _made(rows: list[SearchRow], asked: Asked, actor: Actor, who: Who) -> search_rows.Made:
    typed = search_rows.Typed(tuple(folded(asked.text)[:MOST_TYPED]), tuple(_marks(asked)))
    return search_rows.made(rows, typed, select(Unit.id).where(_units(actor, who)), _listed(actor))


def every(asked: Asked, who: Who) -> list[search_rows.Row]:
    """Return all that was found, for Excel: kind by kind, the best first."""
    if not folded(asked.text):
        return []
    actor = organisation.actor_of(who)
    words = folded(asked.text)[:MOST_TYPED]
    hits = _hits(asked, who, actor, search_drafts.answering(words, actor))
    if asked.kind:
        hits = hits & (asked.kind == _KIND)
    found = _best(hits, asked, MOST_ROWS)[0][:MOST_ROWS]
    made = _made(found, asked, actor, who)
    return [made[row.kind, row.ref_id] for row in found]
