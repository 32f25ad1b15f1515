"""The people and the road of one dossier, walked by real commands: no test starts where users cannot get."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from workflows import engine
from workflows.actors import SYSTEM, Actor, Command, Seat
from workflows.definition import Definition, Vocabulary, load
from workflows.entries import Entry

OWNER, SECTOR, PROVINCE = 1, 10, 20
VOCABULARY = Vocabulary(
    roles=frozenset(
        {"chair", "secretary", "clerk", "reviewer", "committee_member", "accountant", "administrator"}
    ),
    papers=frozenset(
        {
            *("award_minutes", "award_proposal", "award_decision", "event_plan"),
            *("review_minutes", "review_report", "review_proposal", "review_decision"),
        }
    ),
    unit_kinds=frozenset({"sector_union", "provincial_federation"}),
    fields={"amount": "number", "route": "text", "abroad": "flag"},
)
SHIPPED = Path(__file__).parents[2] / "workflows" / "definitions"
NOMINATION = load((SHIPPED / "award_nomination.toml").read_text(encoding="utf-8"), vocabulary=VOCABULARY)

_ids = itertools.count(1)


def person(*seats: tuple[str, int]) -> Actor:
    """A new person with an own office for each (role, unit)."""
    number = next(_ids)
    return Actor(number, tuple(Seat(number * 10 + n, role, unit) for n, (role, unit) in enumerate(seats)))


CHAIR, SECRETARY, CLERK = (person((role, OWNER)) for role in ("chair", "secretary", "clerk"))
REVIEWER, REVIEWER_2 = person(("reviewer", SECTOR)), person(("reviewer", SECTOR))
LEADER = person(("chair", SECTOR), ("committee_member", SECTOR))
MEMBER = person(("committee_member", SECTOR))
BOTH = person(("committee_member", SECTOR), ("reviewer", SECTOR))
SECTOR_CLERK = person(("clerk", SECTOR))
STRANGER = person(("chair", 99), ("reviewer", 99), ("committee_member", 99), ("clerk", 99))
MACHINE = SYSTEM

SEATED = {
    "check": [REVIEWER.person_id, REVIEWER_2.person_id, BOTH.person_id],
    "committee": [LEADER.person_id, MEMBER.person_id, BOTH.person_id],
}
DRAFTED = {"owner_unit_id": OWNER, "deciding_unit_id": SECTOR}


class Dossier:
    """A dossier with its history; every entry passes through JSON, as it does through a database."""

    def __init__(self, definition: Definition = NOMINATION, drafted: dict | None = None) -> None:
        self.definition = definition
        self.history: list[Entry] = []
        self.now = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
        self.drafted = drafted or DRAFTED
        self.submission: dict = {"seated": SEATED}
        self.once = itertools.count(1)
        self.papers = itertools.count(100)

    @property
    def state(self) -> engine.State:
        return engine.fold(self.definition, self.history)

    def do(self, name: str, actor: Actor, *, seen: int | None = None, once: str | None = None, **payload):
        """Give a command; returns self, so that a road reads as one line."""
        state = self.state
        if name == "draft":
            payload = {**self.drafted, **payload}
        if name == "submit":
            payload = {"revision": state.revision + 1, **self.submission, **payload}
        if name == "record_paper":
            payload = {"paper_id": next(self.papers), **payload}
        self.now += timedelta(hours=1)
        command = Command(
            name, actor, state.seq if seen is None else seen, once or f"k{next(self.once)}", payload
        )
        entries = engine.handle(self.definition, self.history, command, now=self.now)
        self.history += [Entry.from_json(json.loads(json.dumps(entry.as_json()))) for entry in entries]
        return self

    def may(self, actor: Actor) -> set[str]:
        return set(engine.allowed(self.state, actor))

    def kinds(self) -> list[str]:
        return [entry.kind for entry in self.history]


def submitted(**payload) -> Dossier:
    """Drafted and sent by the chair: waits at `check`."""
    return Dossier().do("draft", CHAIR).do("submit", CHAIR, **payload)


def checked(**payload) -> Dossier:
    """Found complete by the reviewer: waits for the papers of the owner unit."""
    return submitted(**payload).do("receive", REVIEWER).do("approve", REVIEWER)


def with_papers(dossier: Dossier) -> Dossier:
    """Minutes and proposal of the current revision issued."""
    dossier.do("record_paper", SECRETARY, kind="award_minutes")
    return dossier.do("record_paper", SECRETARY, kind="award_proposal", number="12/TTr-CĐCS")


def approved(**payload) -> Dossier:
    """Decided by two of the three seats of the committee."""
    return with_papers(checked(**payload)).do("approve", LEADER).do("approve", MEMBER)
