"""Check-in: one tap in or out, by list, QR or the log of an online meeting; who was there is computed from the taps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time

from sqlalchemy import select

from extensions import ZONE, clock, db
from models import EventPresence
from rules.events_after import Attendance, Presence
from rules.events_facts import Session
from services import event_delegates, event_frame
from services.errors import Refused
from services.event_delegates import Listed
from services.event_frame import EventDay
from services.transaction import command
from services.who import Who

CALLED = ("delegate",)


@dataclass(frozen=True)
class Line:
    """A delegate in one session: `state` none, in or out; when the first came and the last left."""

    delegate: Listed
    state: str
    came: time | None = None
    left: time | None = None


@dataclass(frozen=True)
class UnitCount:
    """A unit called: how many were called, stand on the list, were present."""

    unit_id: int | None
    name: str
    called: int | None
    listed: int
    present: int


@dataclass(frozen=True)
class Counters:
    """Counters of a session, or of the whole event: nobody types them."""

    listed: int
    present: int
    inside: int
    guests: int
    by_unit: tuple[UnitCount, ...]

    @property
    def absent(self) -> int:
        """Delegates on the list who were not there."""
        return self.listed - self.present


def _taps(matter_id: int, session: str | None = None, delegate_id: int | None = None) -> list[EventPresence]:
    """Return the taps that hold, in the order of recording: those taken back are left out."""
    query = select(EventPresence).where(EventPresence.matter_id == matter_id)
    if session is not None:
        query = query.where(EventPresence.session == session)
    if delegate_id is not None:
        query = query.where(EventPresence.delegate_id == delegate_id)
    rows = list(db.session.scalars(query.order_by(EventPresence.id)))
    gone = {row.undoes_id for row in rows if row.undoes_id}
    return [row for row in rows if row.move != "undo" and row.id not in gone]


def spans(taps: Iterable[EventPresence]) -> list[tuple[time | None, time | None]]:
    """Return (came, left) of one delegate in one session, from the taps in order."""
    found: list[tuple[time | None, time | None]] = []
    for tap in taps:
        if tap.move == "in":
            found.append((tap.clock, None))
        elif found and found[-1][1] is None:
            found[-1] = (found[-1][0], tap.clock)
    return found


def _grouped(taps: Iterable[EventPresence]) -> dict[tuple[int, str], list[EventPresence]]:
    found: dict[tuple[int, str], list[EventPresence]] = {}
    for tap in taps:
        found.setdefault((tap.delegate_id, tap.session), []).append(tap)
    return found


def presences(matter_id: int, delegates: Iterable[Listed]) -> tuple[Presence, ...]:
    """Return all sign-ins as the rules read them, by the delegates' keys."""
    keys = {one.id: one.key for one in delegates}
    return tuple(
        Presence(keys[delegate_id], session, True, came, left)
        for (delegate_id, session), taps in _grouped(_taps(matter_id)).items()
        if delegate_id in keys
        for came, left in spans(taps)
    )


def lines(matter_id: int, session: str, delegates: Iterable[Listed]) -> list[Line]:
    """Return everybody with what was recorded of them in a session."""
    grouped = _grouped(_taps(matter_id, session))
    return [_line(one, spans(grouped.get((one.id, session), ()))) for one in delegates]


def _line(one: Listed, held: list[tuple[time | None, time | None]]) -> Line:
    if not held:
        return Line(one, "none")
    state = "in" if held[-1][1] is None else "out"
    return Line(one, state, held[0][0], held[-1][1])


def counters(day: EventDay, shown: Iterable[Line]) -> Counters:
    """Return the counters of the lines: called delegates by unit, in the order of the plan; guests apart."""
    rows = [line for line in shown if line.delegate.category in CALLED]
    guests = sum(1 for line in shown if line.delegate.category == "guest" and line.state != "none")
    by_unit: dict[int | None, list[Line]] = {one.unit_id: [] for one in day.units}
    for line in rows:
        by_unit.setdefault(line.delegate.unit_id, []).append(line)
    called = {one.unit_id: one for one in day.units}
    return Counters(
        listed=len(rows),
        present=_there(rows),
        inside=sum(1 for line in rows if line.state == "in"),
        guests=guests,
        by_unit=tuple(_unit(unit_id, mine, called) for unit_id, mine in by_unit.items()),
    )


def _there(rows: Iterable[Line]) -> int:
    return sum(1 for line in rows if line.state != "none")


def _unit(
    unit_id: int | None, rows: list[Line], called: Mapping[int | None, event_frame.Called]
) -> UnitCount:
    known = called.get(unit_id)
    name = known.name if known else (rows[0].delegate.unit_name if rows else "")
    return UnitCount(unit_id, name, known.called if known else None, len(rows), _there(rows))


def whole(day: EventDay, delegates: list[Listed]) -> Counters:
    """Return the counters of the whole event: present is who came to any of its sessions."""
    grouped = _grouped(_taps(day.matter_id))
    came = {delegate_id for delegate_id, _session in grouped}
    return counters(day, [Line(one, "out" if one.id in came else "none") for one in delegates])


def attendance(counted: Counters) -> tuple[Attendance, ...]:
    """Return called and present by unit as the rules read them; a unit without a quota is called as listed."""
    return tuple(
        Attendance(
            f"u{one.unit_id}" if one.unit_id else one.name,
            one.called if one.called is not None else one.listed,
            one.present,
        )
        for one in counted.by_unit
    )


def _clock(session: Session, move: str, said: time | None) -> time:
    """Return the time of a tap: as said, now on the session's day, else when the session begins or ends."""
    if said is not None:
        return said
    now = clock().astimezone(ZONE)
    if session.day == now.date():
        return now.time().replace(second=0, microsecond=0)
    usual = session.start if move == "in" else session.end
    if usual is None:
        raise Refused("Nhập giờ ghi, ví dụ 07:30.")
    return usual


@command
def tap(
    day: EventDay,
    delegate_id: int,
    *,
    session: str,
    move: str,
    who: Who,
    once: str,
    at: time | None = None,
    way: str = "list",
) -> str:
    """Record that a delegate came (`in`), left (`out`), or take the last tap back (`undo`); returns the name.

    A second «in» of somebody inside records nothing. Errors: `NotFound`, `Conflict` (the event is reported),
    `Refused` (before the day, left without having come, left before having come).
    """
    event_frame.counted(day.matter_id, who)
    return record(day, delegate_id, session=session, move=move, who=who, once=once, at=at, way=way)


def record(
    day: EventDay,
    delegate_id: int,
    *,
    session: str,
    move: str,
    who: Who,
    once: str,
    at: time | None = None,
    way: str = "list",
) -> str:
    """Record a tap inside the running command, which has asked who may; the rest as `tap`."""
    row = event_delegates.found(day.matter_id, delegate_id)
    sitting = _begun(day, session)
    if _known(day.matter_id, once):
        return row.name
    mine = _taps(day.matter_id, session, delegate_id)
    _write(day.matter_id, row.id, sitting, move, mine, at, way, who, once)
    return row.name


def _begun(day: EventDay, key: str) -> Session:
    """Return a session whose day has come. Errors: `NotFound`, `Refused`."""
    sitting = day.session(key)
    if sitting.day is not None and sitting.day > clock.today():
        raise Refused("Chưa tới ngày tổ chức nên chưa điểm danh được.")
    return sitting


def _known(matter_id: int, once: str) -> bool:
    query = select(EventPresence.id).where(EventPresence.matter_id == matter_id, EventPresence.once == once)
    return db.session.scalar(query) is not None


def _write(
    matter_id, delegate_id, sitting: Session, move, mine: list[EventPresence], at, way, who: Who, once
):
    """Write one tap after those that hold (`mine`); None where there is nothing to write."""
    inside = bool(mine) and mine[-1].move == "in"
    if move == "in" and inside:
        return None
    if move in ("out", "undo") and not (inside if move == "out" else mine):
        raise Refused("Người này chưa được ghi vào buổi này.")
    when = mine[-1].clock if move == "undo" else _clock(sitting, move, at)
    if move == "out" and when < mine[-1].clock:
        raise Refused(
            "Giờ ra %(out)s trước giờ vào %(came)s.", out=f"{when:%H:%M}", came=f"{mine[-1].clock:%H:%M}"
        )
    row = EventPresence(
        matter_id=matter_id,
        delegate_id=delegate_id,
        session=sitting.key,
        move=move,
        clock=when,
        way=way,
        once=once,
        undoes_id=mine[-1].id if move == "undo" else None,
        recorded_at=clock(),
        recorded_by=who.person_id,
    )
    db.session.add(row)
    db.session.flush()
    return row


@dataclass(frozen=True)
class Logged:
    """A row of an online meeting's log: who, from when to when; `line` is its place in what was pasted."""

    line: int
    name: str
    came: time | None
    left: time | None


@dataclass(frozen=True)
class Matched:
    """What a log gave: how many delegates were recorded, and the rows of which nobody or several are meant."""

    taken: int
    unknown: tuple[Logged, ...]
    unclear: tuple[Logged, ...]


@command
def take_log(day: EventDay, rows: Iterable[Logged], *, session: str, who: Who, once: str) -> Matched:
    """Record the log of an online meeting for those of the list whom it names; several joins of one count together.

    A row whose name nobody or more than one on the list bears is told and not recorded. Errors as `tap`.
    """
    event_frame.counted(day.matter_id, who)
    return record_log(day, event_delegates.of(day.matter_id), rows, session=session, who=who, once=once)


def record_log(
    day: EventDay, people: Iterable[Listed], rows: Iterable[Logged], *, session: str, who: Who, once: str
) -> Matched:
    """Record a log for these people inside the running command, which has asked who may; the rest as `take_log`."""
    sitting = _begun(day, session)
    names = event_delegates.Names(people)
    again = _known_with(day.matter_id, once)
    held = _grouped(_taps(day.matter_id, session))
    unknown, unclear, taken = [], [], set()
    for row in rows:
        meant = names.meant(row.name)
        if len(meant) != 1:
            (unclear if meant else unknown).append(row)
            continue
        taken.add(meant[0].id)
        if not again:
            mine = held.setdefault((meant[0].id, session), [])
            _log(day.matter_id, sitting, mine, meant[0].id, row, who, once)
    return Matched(len(taken), tuple(unknown), tuple(unclear))


def _known_with(matter_id: int, once: str) -> bool:
    query = select(EventPresence.id).where(
        EventPresence.matter_id == matter_id, EventPresence.once.startswith(f"{once}-")
    )
    return db.session.scalar(query.limit(1)) is not None


def _log(
    matter_id: int, sitting: Session, mine: list[EventPresence], delegate_id, row: Logged, who: Who, once
):
    for move, at in (("in", row.came), ("out", row.left)):
        if move == "out" and at is None:
            continue
        key = f"{once}-{row.line}-{move}"
        made = _write(matter_id, delegate_id, sitting, move, mine, at, "log", who, key)
        if made is not None:
            mine.append(made)


@command
def tap_many(
    day: EventDay, delegate_ids: Iterable[int], *, session: str, who: Who, once: str, at: time | None = None
) -> int:
    """Record that several delegates came; who is inside already stays as recorded. Returns how many came in now.

    Errors as `tap`.
    """
    event_frame.counted(day.matter_id, who)
    return record_many(day, delegate_ids, session=session, who=who, once=once, at=at)


def record_many(
    day: EventDay, delegate_ids: Iterable[int], *, session: str, who: Who, once: str, at: time | None = None
) -> int:
    """Record arrivals inside the running command, which has asked who may; the rest as `tap_many`."""
    sitting = _begun(day, session)
    rows = [event_delegates.found(day.matter_id, one) for one in delegate_ids]
    if _known_with(day.matter_id, once):
        return len(rows)
    held, came = _grouped(_taps(day.matter_id, session)), 0
    for row in rows:
        mine, key = held.get((row.id, session), []), f"{once}-{row.id}"
        made = _write(day.matter_id, row.id, sitting, "in", mine, at, "list", who, key)
        came += made is not None
    return came
