"""A week at the end of the year in a sector union: 87 unions below, and still few mails a day."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from extensions import ZONE, clock, db
from services import letters, notices, sweep, telling
from services.transaction import writing
from tests.support import tree

UNIONS, DAYS = 87, 5
MONDAY = datetime(2026, 12, 14, 7, 45, tzinfo=ZONE)

#: What happens to one dossier of a union in a week; the reviewers' own mails follow from all of them.
REVIEWERS, SEATS = 3, 5


class Week:
    """The people of the sector union and of its unions, and what happens among them."""

    def __init__(self) -> None:
        from models import Account

        self.sector = tree.unit("Công đoàn ngành Y tế tỉnh Sông Lam", "sector")
        self.people: list[int] = []
        self.reviewers = [self._officer(self.sector, "reviewer", no) for no in range(REVIEWERS)]
        self.seats = [self._officer(self.sector, "committee_member", no) for no in range(SEATS)]
        self.unions = []
        for no in range(UNIONS):
            unit_id = tree.unit(f"Công đoàn cơ sở số {no + 1}", "grassroots", self.sector)
            chair, secretary = (self._officer(unit_id, role, no) for role in ("chair", "secretary"))
            dossiers = [tree.dossier(unit_id, self.sector, 1, chair) for _dossier in range(3)]
            self.unions.append((unit_id, chair, secretary, dossiers))
        for person_id in self.people:
            said = {"username": f"n{person_id}", "email": f"n{person_id}@songlam.example"}
            db.session.add(
                Account(person_id=person_id, fs_uniquifier=str(person_id), created_at=clock(), **said)
            )
        db.session.commit()

    def _officer(self, unit_id: int, role: str, no: int) -> int:
        person_id = tree.person(f"Cán bộ số {unit_id} {no}")
        tree.office(person_id, unit_id, role, title=role)
        self.people.append(person_id)
        return person_id

    def tell(self, people: list[int], message: str, dossier_id: int, unit_id: int) -> None:
        """Tell a message as the steps do."""
        values = dict.fromkeys(("title", "owner", "unit", "by", "comment", "due"), "x") | {
            "code": "KT",
            "days": 2,
        }
        with writing():
            telling.send(people, message, values, unit_id, dossier_id)


def happenings(week: Week, chance: random.Random) -> list[tuple[datetime, Callable[[], None]]]:
    """Return what happens in the week, by time: each union sends three dossiers, some day, at some hour of work."""
    found: list[tuple[datetime, Callable[[], None]]] = []
    for union in week.unions:
        for dossier_id in union[3]:
            at = MONDAY + timedelta(days=chance.randrange(DAYS), hours=chance.uniform(0.3, 8))
            outcome = chance.choices(["returned", "approved_all", "rejected", "decide"], [4, 5, 1, 3])[0]
            found.append((at, partial(_judged, week, union, dossier_id, outcome)))
        if chance.random() < 0.3:
            at = MONDAY + timedelta(days=chance.randrange(DAYS), hours=3)
            found.append((at, partial(_called, union[1])))
    found += [(MONDAY + timedelta(days=day), _morning) for day in range(DAYS)]
    return sorted(found, key=lambda one: one[0])


def _judged(week: Week, union: tuple[int, int, int, list[int]], dossier_id: int, outcome: str) -> None:
    """Let a dossier arrive at the reviewers, and be judged the same day."""
    from models import Waiting

    unit_id, chair, secretary, _dossiers = union
    for role in ("reviewer", "committee_member"):
        now = {"since": clock(), "kind": "decide", "excluded": []}
        db.session.add(Waiting(dossier_id=dossier_id, unit_id=week.sector, role=role, **now))
    db.session.commit()
    week.tell(week.reviewers, "decide", dossier_id, week.sector)
    if outcome == "decide":
        week.tell(week.seats, "decide", dossier_id, week.sector)
    else:
        week.tell([chair, secretary], outcome, dossier_id, unit_id)


def _called(chair: int) -> None:
    with writing():
        notices.tell(chair, "Mời họp", "Họp tổng kết", kind="asked")


def _morning() -> None:
    """Run the sweep, twice."""
    for _twice in range(2):
        assert not [one.trouble for one in sweep.run() if one.trouble]


@pytest.mark.soak
def test_a_week_at_the_end_of_the_year(make_app: Any) -> None:
    from models import Letter, Notice

    app = make_app(MAIL_SERVER="127.0.0.1", MAIL_PORT=9)
    with app.app_context(), clock.at(MONDAY - timedelta(days=30)):
        week = Week()
        for at, happen in happenings(week, random.Random(2026)):
            with clock.at(at):
                happen()
        rows = db.session.execute(
            select(Letter.person_id, Letter.day, func.count()).group_by(Letter.person_id, Letter.day)
        ).all()
        a_day = Counter({(person_id, day): count for person_id, day, count in rows})
        every = sorted(
            a_day[person, (MONDAY + timedelta(days=no)).date()]
            for person in week.people
            for no in range(DAYS)
        )
        most = letters.limits(MONDAY.date()).most
        assert every[int(len(every) * 0.95)] <= most
        assert max(every) <= most
        returned = db.session.scalars(select(Notice).where(Notice.message == "returned")).all()
        assert len(returned) > 100
        late = [one.id for one in returned if one.way != "now"]
        assert late == [], f"{len(late)} of {len(returned)} returns waited for the morning"
        told = db.session.scalar(select(func.count()).select_from(Notice))
        assert sum(every) < told / 3  # the digests gather
