"""Random orders of commands by random people against the reference model (T3): no illegal state, ever."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workflows import reference_model as reference
from tests.workflows.road import (
    BOTH,
    CHAIR,
    MACHINE,
    MEMBER,
    NOMINATION,
    SECRETARY,
    SHIPPED,
    VOCABULARY,
    Dossier,
)
from workflows import engine
from workflows.actors import Actor, Command
from workflows.definition import load
from workflows.entries import Entry
from workflows.errors import (
    AlreadyDone,
    BadPayload,
    CommentRequired,
    NotAllowed,
    StaleCommand,
)  # fmt: skip
from workflows.inside import is_internal, reads_inside

REFUSALS = (NotAllowed, BadPayload, CommentRequired, AlreadyDone)
TEXT = (SHIPPED / "award_nomination.toml").read_text(encoding="utf-8")
SECRET = load(TEXT.replace("quorum = 2", "quorum = 2\nsecret = true"), vocabulary=VOCABULARY)
SEATED = {step: [p.person_id for p in seats[2]] for step, seats in reference.SEATS.items()}
#: How often a guided step tries a command: those that end a dossier seldom, those that carry it often.
WEIGHTS = {
    "submit": 24, "recall": 3, "withdraw": 1, "amend": 3, "record_paper": 30, "receive": 9, "approve": 36, "return": 8,
    "reject": 4, "recuse": 3, "reassign": 6, "take_over": 6, "close_vote": 18, "remind": 2, "escalate": 5, "note": 2,
    "undo": 6, "ask": 5, "answer": 5, "remark": 3,
}  # fmt: skip
COMMANDS = [name for name, weight in WEIGHTS.items() for _ in range(weight)]
KINDS = [*reference.PAPERS, "award_decision"]


class Order:
    """One dossier, walked by the engine and by the model at once."""

    def __init__(self, dice: Random, accepted: Counter) -> None:
        self.dice = dice
        secret, drafter = dice.randrange(4) == 0, dice.choice([CHAIR, SECRETARY, reference.WRITER])
        self.accepted, self.model = accepted, reference.Model(drafter, secret=secret)
        self.dossier = Dossier(SECRET if secret else NOMINATION).do("draft", drafter)
        self.dossier.submission = {"seated": SEATED}
        self.state = self.dossier.state
        self.last = None
        accepted["draft"] += 1

    def step(self) -> None:
        dice, model = self.dice, self.model
        who, command = dice.choice(reference.PEOPLE), dice.choice(COMMANDS)
        for _ in range(dice.randrange(8)):
            able = [person for person in reference.PEOPLE if model.may(command, person)]
            if able:
                who = dice.choice(able)
                break
            command = dice.choice(COMMANDS)
        arg, payload = self.argument(dice, command)
        if dice.randrange(16) == 0:
            self.press_on_an_old_page(command, who, payload)
        if self.last and dice.randrange(16) == 0:
            self.repeat()
        legal = bool(model.may(command, who) and model.fits(command, who, arg))
        before, once = len(self.dossier.history), f"once-{next(self.dossier.once)}"
        try:
            self.dossier.do(command, who, once=once, **payload)
        except REFUSALS as refusal:
            assert not legal, (command, who, arg, refusal)
            assert len(self.dossier.history) == before
            return
        assert legal, (command, who, arg)
        model.do(command, who, arg)
        self.last = (command, who, once, payload)
        self.accepted[command] += 1
        earlier = self.state
        self.compare(before)
        if self.state.undoable and command in reference.JUDGE:
            self.taken_back(earlier, who)
        watcher = dice.choice(reference.PEOPLE)
        mine = {name for name in {*WEIGHTS, "edit"} if model.may(name, watcher)}
        assert self.dossier.may(watcher) == mine
        assert reads_inside(self.state, watcher) == model.inside(watcher)

    def argument(self, dice: Random, command: str):
        model = self.model
        if command in reference.JUDGE:
            comment = dice.randrange(8) > 0
            return {"comment": comment}, {"comment": "lý do" if comment else ""}
        if command == "submit":
            nominees = [p for p in (MEMBER, BOTH) if dice.randrange(4) == 0]
            return {"nominees": nominees}, {"interested": [p.person_id for p in nominees]}
        if command == "record_paper":
            missing = [k for k in KINDS[:2] if (k, model.revision) not in model.papers] + KINDS
            kind = dice.choice(missing[:1] if model.status == "in_review" and dice.randrange(2) else KINDS)
            standing = model.papers.get((kind, model.revision))
            replaces = standing if dice.randrange(2) else None
            paper_id = next(self.dossier.papers)
            payload = {"kind": kind, "paper_id": paper_id, "replaces": replaces}
            return payload, payload
        if command == "reassign":
            to = dice.choice([p for p in reference.PEOPLE if p != MACHINE])
            gone = dice.choice(
                [None, *sorted(reference.REVIEWERS | reference.COMMITTEE, key=lambda p: p.person_id)]
            )
            payload = {"person_id": to.person_id, "instead_of": gone.person_id if gone else None}
            return {"to": to, "instead_of": gone}, payload
        if command in ("note", "remark", "answer"):
            return {}, {"text": "xem lại"}
        if command == "undo":
            payload = {"minutes": dice.choice([10, 10**6, 10**6, 10**6])}
            return payload, payload
        if command == "ask":
            to = dice.choice([p for p in reference.PEOPLE if p != MACHINE])
            unit_id = dice.choice([1, *[10] * 7])
            held = [seat.role for seat in to.seats if seat.unit_id == unit_id]
            post = {"unit_id": unit_id, "role": dice.choice(held or ["reviewer"])}
            return {"to": to, **post}, {"person_id": to.person_id, "text": "Ý đồng chí?", **post}
        if command == "close_vote":
            cast = list(model.votes.values())
            return {}, {"counts": {choice: cast.count(choice) for choice in reference.JUDGE}}
        return {}, {}

    def press_on_an_old_page(self, command: str, who: Actor, payload: dict) -> None:
        """Refused, unless all that has happened since is kept from this person."""
        newest = self.dossier.history[-1]
        if is_internal(newest) and not self.model.inside(who):
            return
        with pytest.raises(StaleCommand):
            self.dossier.do(command, who, seen=self.state.seq - 1, **payload)

    def taken_back(self, earlier: engine.State, who: Actor) -> None:
        """Within its time a decision goes back without a trace in the state; a second later it stands."""
        dossier, end = self.dossier, self.dossier.now + timedelta(minutes=10)
        asked = Command("undo", who, self.state.seq, "taken-back", {"minutes": 10})
        entries = engine.handle(dossier.definition, dossier.history, asked, now=end)
        assert [entry.kind for entry in entries] == ["undone"]
        assert replace(engine.advance(self.state, entries), seq=earlier.seq) == earlier
        with pytest.raises(NotAllowed, match="too_late"):
            engine.handle(dossier.definition, dossier.history, asked, now=end + timedelta(seconds=1))

    def repeat(self) -> None:
        """A double click: the same once key, from a page that is older by now."""
        command, who, once, payload = self.last
        before = list(self.dossier.history)
        self.dossier.do(command, who, once=once, seen=0, **payload)
        assert self.dossier.history == before

    def compare(self, before: int) -> None:
        model, state = self.model, self.dossier.state
        assert (state.status, state.step, state.revision) == (model.status, model.step, model.revision)
        assert set(state.decisions) == {who.person_id for who in model.votes}
        assert (state.touched, state.received) == (model.touched, model.received)
        stored = engine.advance(self.state, self.dossier.history[before:])
        assert stored == state
        assert stored.projection() == state.projection()
        self.state = state
        audit(self.dossier)


AFTER_THE_END = ("noted", "remarked", "paper_issued", "paper_replaced")


def standing(history: list[Entry]) -> list[Entry]:
    """The entries without the decisions that were taken back, and without what says so."""
    left: list[Entry] = []
    for entry in history:
        if entry.kind == "undone":
            gone = entry.payload["undoes"]
            own = {gone, gone + 1} if history[gone].kind == "step_closed" else {gone}
            assert all(e.kind in ("noted", "remarked", "reminded", "opinion_asked", "opinion_given")
                       for e in left if e.seq > max(own))  # fmt: skip
            left = [one for one in left if one.seq not in own]
        else:
            left.append(entry)
    return left


def audit(dossier: Dossier) -> None:
    """What no history may ever show, read from the entries alone: those taken back count no more."""
    assert [entry.seq for entry in dossier.history] == list(range(1, len(dossier.history) + 1))
    history = standing(dossier.history)
    decided = [e for e in history if e.kind in ("approved", "returned", "rejected", "voted")]
    authors = {e.person_id for e in history if e.kind in ("drafted", "submitted")}
    checkers = {e.person_id for e in decided if e.payload["step"] == "check"}
    judges = {e.person_id for e in decided if e.payload["step"] == "committee"}
    nominees: set[int] = set()
    revision, papers, final = 0, set(), False
    for entry in history:
        payload = entry.payload
        if entry.kind == "submitted":
            assert payload["revision"] == revision + 1
            revision, papers, nominees = payload["revision"], set(), set(payload["interested"])
        assert not final or entry.kind in AFTER_THE_END, entry
        if entry.kind == "paper_issued":
            papers.add(payload["kind"])
            final |= payload["kind"] == "award_decision"
        if entry in decided:
            assert payload["revision"] == revision
            assert entry.person_id not in nominees
            assert payload["step"] == "check" or papers >= set(reference.PAPERS)
            assert entry.kind != "voted" or payload["choice"] is None
        if entry.kind == "step_closed" and entry.payload["outcome"] == "approved":
            needs = {"check": 1, "committee": 2}[payload["step"]]
            assert payload["counts"]["approve"] >= needs
        final |= entry.kind == "withdrawn" or (
            entry.kind == "step_closed" and payload["outcome"] == "rejected"
        )
    early_authors = authors & (judges | checkers)
    for person_id in early_authors:
        first = next(
            e.seq for e in history if e.kind in ("drafted", "submitted") and e.person_id == person_id
        )
        assert all(e.seq < first for e in decided if e.person_id == person_id)


def campaign(orders: int, least: int) -> None:
    accepted: Counter = Counter()
    ends: Counter = Counter()

    @settings(
        max_examples=orders,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 2**64 - 1), st.integers(10, 45))
    def walk(seed, length):
        accepted["orders"] += 1
        order = Order(Random(seed), accepted)
        for _ in range(length):
            order.step()
        ends[order.state.status] += 1

    walk()
    counts = {name: accepted[name] for name in sorted(engine_commands())}
    print(f"\n{accepted['orders']} orders ended {dict(ends)}; commands accepted: {counts}")  # noqa: T201
    assert accepted["orders"] >= orders
    assert {name: n for name, n in counts.items() if n < least} == {}


def engine_commands() -> set[str]:
    return {row.command for row in engine.PERMISSIONS} - {"edit"}


def test_a_thousand_random_orders():
    campaign(1_000, 10)


@pytest.mark.soak
def test_ten_thousand_random_orders():
    campaign(10_000, 100)
