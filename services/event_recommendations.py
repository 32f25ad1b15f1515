"""The recommendation register of an event: entries, their moves, deadlines; what is still open and what is late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

import reference
from extensions import clock, db
from models import EventRecommendation, EventRecommendationMove, Matter, Person
from rules import event_recommendations as road
from rules.event_followup import Handled, handled
from rules.events_after import Recommendation
from rules.finding import N_
from services import event_frame, event_norms, units
from services.errors import Conflict, NotFound, Refused
from services.event_frame import EventDay
from services.transaction import command
from services.who import Who

# How pages call a move.
MOVE_TITLES = {
    "classify": N_("Phân loại"),
    "assign": N_("Giao người xử lý"),
    "forward": N_("Chuyển cấp có thẩm quyền"),
    "answer": N_("Ghi câu trả lời"),
    "satisfy": N_("Đơn vị đồng ý"),
    "reopen": N_("Đơn vị chưa đồng ý, mở lại"),
    "close": N_("Kết thúc theo dõi"),
    "merge": N_("Gộp vào kiến nghị khác"),
    "reject": N_("Không tiếp nhận"),
}

# How the register says where a recommendation stands.
STATUSES = {
    "received": N_("Đã tiếp nhận"),
    "classified": N_("Đã phân loại"),
    "assigned": N_("Đã giao xử lý"),
    "forwarded": N_("Đã chuyển"),
    "answered": N_("Đã trả lời"),
    "satisfied": N_("Đơn vị đồng ý"),
    "reopened": N_("Mở lại"),
    "closed": N_("Đã xong"),
    "merged": N_("Đã gộp"),
    "rejected": N_("Không tiếp nhận"),
}


@dataclass(frozen=True)
class MoveRow:
    """A move that was made: what, when, with which words, by whom it was written down."""

    move: str
    on: date
    text: str
    paper: str
    signer: str
    addressee: str
    recorded_by: str


@dataclass(frozen=True)
class Entry:
    """A recommendation as it stands: status, addressee now, when an answer is due, its moves, what may follow."""

    id: int
    code: str
    text: str
    unit_name: str
    field: str
    level: str
    addressee: str
    received_on: date
    fact: Recommendation
    due_on: date | None
    overdue: bool
    moves: tuple[MoveRow, ...]
    possible: tuple[str, ...]


def levels() -> dict[str, str]:
    """Return {code: title} of those to whom a recommendation may go, in order."""
    return {row["code"]: row["title"] for row in reference.load("events/addressees.toml")["level"]}


def days_to_answer(on: date) -> int:
    """Return how many calendar days an answer may take, by the rule of the day (EV28)."""
    return event_norms.ruleset(on).get("EV28").part("days").number("days")


def of(matter_id: int, on: date | None = None) -> list[Entry]:
    """Return the register of an event as it stood at the end of a day (today)."""
    day = on or clock.today()
    query = select(EventRecommendation).where(
        EventRecommendation.matter_id == matter_id, EventRecommendation.received_on <= day
    )
    rows = list(db.session.scalars(query.order_by(EventRecommendation.no)))
    made = _moves({row.id for row in rows}, day)
    names = units.names_of({row.unit_id for row in rows if row.unit_id}, clock.today())
    limit, bodies = days_to_answer(day), _bodies(matter_id)
    return [_entry(row, made.get(row.id, []), names, day, limit, bodies) for row in rows]


def _bodies(matter_id: int) -> dict[str, str]:
    """Return {level: who that is for the unit of the event}: itself and the units above by name, others by title."""
    unit_id = db.session.get_one(Matter, matter_id).unit_id
    line = [unit_id, *units.ancestors(unit_id, clock.today())]
    names = units.names_of(line, clock.today())
    return levels() | {units.kind_of(one): names[one].short_name for one in reversed(line) if one in names}


def _moves(ids: set[int], day: date) -> dict[int, list[tuple[EventRecommendationMove, str]]]:
    query = (
        select(EventRecommendationMove, Person.name)
        .join(Person, Person.id == EventRecommendationMove.recorded_by)
        .where(EventRecommendationMove.recommendation_id.in_(ids), EventRecommendationMove.moved_on <= day)
        .order_by(EventRecommendationMove.id)
    )
    found: dict[int, list[tuple[EventRecommendationMove, str]]] = {}
    for row, name in db.session.execute(query):
        found.setdefault(row.recommendation_id, []).append((row, name))
    return found


def _entry(row: EventRecommendation, made, names, day: date, limit: int, bodies: dict[str, str]) -> Entry:
    said = [road.Made(one.move, one.moved_on, one.text, one.paper, one.level) for one, _name in made]
    fact = road.fold(f"KN{row.no}", row.text, row.level, row.received_on, said)
    last = next((one.addressee for one, _name in reversed(made) if one.addressee), row.addressee)
    return Entry(
        id=row.id,
        code=fact.key,
        text=row.text,
        unit_name=names[row.unit_id].short_name if row.unit_id in names else row.body,
        field=row.field,
        level=fact.level or "",
        addressee=last or bodies.get(fact.level or "", ""),
        received_on=row.received_on,
        fact=fact,
        due_on=road.due(fact, limit) if fact.open else None,
        overdue=road.overdue(fact, day, limit),
        moves=tuple(
            MoveRow(one.move, one.moved_on, one.text, one.paper, one.signer, one.addressee, name)
            for one, name in made
        ),
        possible=road.possible(fact),
    )


def by_level(entries: Iterable[Entry], on: date) -> tuple[Handled, ...]:
    """Return how many went to each level, were answered in time or late, are open or overdue on a day."""
    return handled([one.fact for one in entries], on, days_to_answer(on))


@command
def add(day: EventDay, *, who: Who, once: str, said: dict[str, Any]) -> int:
    """Write a recommendation into the register; returns its id. What is open may be followed after the report, too.

    `said`: text, unit_id (of those called) or body, field, level (a code of `levels`, "" not known yet), addressee,
    received_on. Errors: `NotFound`, `Refused`.
    """
    event_frame.readable(day.matter_id, who)
    known = select(EventRecommendation.id).where(
        EventRecommendation.matter_id == day.matter_id, EventRecommendation.once == once
    )
    if (row_id := db.session.scalar(known)) is not None:
        return row_id
    if said.get("unit_id") is not None and said["unit_id"] not in day.known:
        raise Refused("Chọn lại đơn vị trong danh sách.")
    if said["received_on"] > clock.today():
        raise Refused("Ngày tiếp nhận ở sau hôm nay.")
    last = select(func.max(EventRecommendation.no)).where(EventRecommendation.matter_id == day.matter_id)
    row = EventRecommendation(
        matter_id=day.matter_id,
        no=(db.session.scalar(last) or 0) + 1,
        once=once,
        recorded_at=clock(),
        recorded_by=who.person_id,
        **said,
    )
    db.session.add(row)
    db.session.flush()
    return row.id


@command
def make_move(matter_id: int, row_id: int, move: str, *, who: Who, once: str, on: date, **said: str) -> None:
    """Write down what became of a recommendation on a day.

    `said`: text (the answer, the reason), paper (number and date of a letter), signer, level, addressee. Errors:
    `NotFound`, `Conflict` (the move is not possible now), `Refused` (a day before the last move or after today; an
    answer without text or paper; no reason; forwarded to nobody).
    """
    event_frame.readable(matter_id, who)
    if db.session.scalar(select(EventRecommendationMove.id).where(EventRecommendationMove.once == once)):
        return
    entry = next((one for one in of(matter_id) if one.id == row_id), None)
    if entry is None:
        raise NotFound
    if move not in entry.possible:
        raise Conflict("Kiến nghị đang ở bước khác nên không ghi được việc này. Mở lại trang.")
    _check(entry, move, on, said)
    row = EventRecommendationMove(
        recommendation_id=row_id,
        move=move,
        moved_on=on,
        once=once,
        recorded_at=clock(),
        recorded_by=who.person_id,
        **said,
    )
    db.session.add(row)
    db.session.flush()


def _check(entry: Entry, move: str, on: date, said: dict[str, str]) -> None:
    before = entry.moves[-1].on if entry.moves else entry.received_on
    if on > clock.today():
        raise Refused("Ngày này ở sau hôm nay.", field="on")
    if on < before:
        raise Refused("Ngày này trước việc ghi gần nhất (%(day)s).", day=f"{before:%d/%m/%Y}", field="on")
    needs = road.MOVES[move].needs
    if needs == "answer" and not (said.get("text") or said.get("paper")):
        raise Refused("Ghi nội dung trả lời, hoặc số và ngày văn bản trả lời.", field="text")
    if needs == "reason" and not said.get("text"):
        raise Refused("Nhập lý do.", field="text")
    if move == "forward" and not said.get("level"):
        raise Refused("Chọn cấp có thẩm quyền trả lời.", field="level")
    if said.get("level") and said["level"] not in levels():
        raise Refused("Chọn lại cấp có thẩm quyền trong danh sách.", field="level")
