"""Who was there long enough: minutes from the sign-ins of every session against the time of all sessions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time

from rules.event_times import minutes
from rules.events_after import Presence
from rules.events_facts import Session
from rules.known import Known, reaches


@dataclass(frozen=True)
class Attended:
    """One delegate: minutes present out of all, how many sessions were signed, and whether it is enough.

    `enough` is None while a sign-in is not known or the sessions have no times; a delegate who never signed has not
    enough.
    """

    delegate: str
    present: int
    whole: int
    signed: int
    enough: Known


def attended(
    delegates: Iterable[str],
    sessions: Iterable[Session],
    presences: Iterable[Presence],
    share: tuple[int, int],
) -> list[Attended]:
    """Each delegate (by key) against a share (numerator, denominator) of the time of all sessions.

    Sign-ins of one session are added up without counting a minute twice. A time not taken counts from the beginning
    of the session, or to its end.
    """
    sittings = {session.key: session for session in sessions}
    lengths = [minutes(each.start, each.end) for each in sittings.values()]
    whole = None if not lengths or None in lengths else sum(max(each, 0) for each in lengths if each)
    by_delegate: dict[str, list[Presence]] = {}
    for presence in presences:
        if presence.session in sittings:
            by_delegate.setdefault(presence.delegate, []).append(presence)
    return [_one(key, by_delegate.get(key, []), sittings, whole, share) for key in delegates]


def _one(
    key: str,
    rows: list[Presence],
    sittings: Mapping[str, Session],
    whole: int | None,
    share: tuple[int, int],
) -> Attended:
    present = sum(
        _minutes(session, [row for row in rows if row.session == session.key and row.signed])
        for session in sittings.values()
    )
    signed = len({row.session for row in rows if row.signed})
    unsure = any(row.signed is None for row in rows)
    enough = reaches(present, whole, share)
    if not signed and not unsure:
        enough = False
    elif enough is False and unsure:
        enough = None
    return Attended(key, present, whole or 0, signed, enough)


def _minutes(session: Session, rows: list[Presence]) -> int:
    """Minutes of one session that the sign-ins cover together."""
    if session.start is None or session.end is None:
        return 0
    spans = sorted(_span(session.start, session.end, row) for row in rows)
    covered, upto = 0, session.start
    for start, end in spans:
        covered += max(minutes(max(start, upto), end) or 0, 0)
        upto = max(upto, end)
    return covered


def _span(start: time, end: time, row: Presence) -> tuple[time, time]:
    return max(row.came or start, start), min(row.left or end, end)


def certified(rows: Iterable[Attended]) -> tuple[str, ...]:
    """Keys of those who get a certificate, in order."""
    return tuple(row.delegate for row in rows if row.enough is True)
