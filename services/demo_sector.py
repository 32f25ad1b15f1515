"""The province grown to a real sector: 87 grassroots unions, 260 accounts, 6,000 dossiers of three and a half years.

Histories come from the engine, projections from the fold, registers from their own door, so that everything that can
be verified verifies. Papers of the past are lines of the registers, as when a union moves its old books in; the plans
of the last fortnight are issued in full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import func, select

from extensions import ZONE, clock, db
from models import Dossier, Matter
from services import (
    demo_papers,
    demo_reviews,
    demo_rows,
    demo_sector_plan,
    demo_sector_results,
    demo_sector_units,
    demo_sector_write,
    dossier_papers,
    dossier_views,
    dossiers,
    events,
    review_cycles,
    reviews,
    rounds,
)
from services.demo_sector_plan import Planned, Template
from services.demo_sector_results import Sector
from services.demo_sector_units import Union
from services.transaction import command
from services.who import Who

FORTNIGHT = timedelta(days=14)
SECTOR, WRITER, CHAIR = "CDN", "P10", "P09"
AnswersOf = Callable[[Any], dict[str, Any]]


def grow(codes: demo_rows.Codes, answers_of: AnswersOf) -> list[Union]:
    """Grow the loaded province; returns the new unions. Errors: what a command refuses, as it comes."""
    said, today = demo_rows.story("sector"), clock.today()
    rng = Random(said["seed"])
    unions = _units(said, codes.units[SECTOR], today)
    sector = demo_sector_results.sector(codes.units[SECTOR], today)
    prototype = _prototype(codes, answers_of, said)
    bounds = (said["since"], today - FORTNIGHT)
    plan = [
        *_rounds(said, rng, sector, unions, bounds),
        *_cycles(said, rng, sector, unions, bounds),
        *_season(said, rng, sector, unions, today),
    ]
    left = said["dossiers"] - (db.session.scalar(select(func.count(Dossier.id))) or 0) - len(plan)
    plan += _meetings(said, rng, unions, prototype, bounds, left - said["issued"])
    fresh = list(
        _meetings(said, rng, unions, prototype, (today - FORTNIGHT, today), said["issued"], "approved")
    )
    demo_sector_write.write([*plan, *fresh], sector)
    for planned in fresh:
        _issue(planned, answers_of)
    return unions


@command
def _units(said: dict[str, Any], sector_id: int, today: date) -> list[Union]:
    return demo_sector_units.grow(said, sector_id, today)


@command
def open_doors(unions: list[Union]) -> None:
    """Make the accounts of the new unions' officers."""
    demo_sector_units.open_accounts(demo_rows.story("sector"), unions)


def _prototype(codes: demo_rows.Codes, answers_of: AnswersOf, said: dict[str, Any]) -> Template:
    """Plan, send and approve one small meeting by real commands; the other meetings are made after it."""
    writer, chair = Who(codes.people[WRITER]), Who(codes.people[CHAIR])
    day = clock.today() + timedelta(days=7)
    meeting = said["meeting"]
    title = meeting["titles"][0].format(month=day.month, year=day.year)
    matter_id = events.open_event(who=writer, kind="meeting", title=title, first_day=day, path="short")
    code = events.plan_code(matter_id)
    typed: dict[str, dict[str, Any]] = {
        "plan": {
            "title": title,
            "aims": "Thống nhất công việc của tháng",
            "contents": meeting["contents"][0],
        },
        "when": {
            "who": "ủy viên Ban Chấp hành",
            "called": 15,
            "mode": "in_person",
            "first_day": day.isoformat(),
            "start": "14:00",
            "end": "16:00",
            "hall": meeting["halls"][0],
            "seats": 20,
            "locality": "district",
            "link": "",
            "contact": "",
        },
        "budget": {"spends": "no"},
    }
    for part, values in typed.items():
        dossiers.save_part(code, part, values, who=writer, version=None)
    seen = dossier_views.view(code, writer)
    dossiers.submit(
        code,
        who=writer,
        seen=seen.seq,
        once=f"sector-{code}",
        version=seen.draft_version,
        answers=answers_of(seen),
    )
    for name in ("receive", "approve"):
        seen = dossier_views.view(code, chair)
        dossiers.act(code, name, who=chair, seen=seen.seq, once=f"sector-{code}-{name}", payload={})
    return demo_sector_plan.template_of(db.session.scalars(select(Dossier).where(Dossier.code == code)).one())


def _day(text: str, year: int) -> date:
    day, month = (int(part) for part in text.split("/"))
    return date(year, month, day)


def _times(rows: list[dict[str, Any]], bounds: tuple[date, date]) -> Iterator[tuple[dict[str, Any], int]]:
    """Return what opened and was decided between two days, with its year, in order."""
    first, last = bounds
    for year in range(first.year, last.year + 1):
        for row in rows:
            decided = _day(row["deadline"], year) + timedelta(days=row["decided"])
            if _day(row["opens"], year) >= first and decided <= last:
                yield row, year


def _rounds(
    said: dict[str, Any], rng: Random, sector: Sector, unions: list[Union], bounds: tuple[date, date]
) -> Iterator[Planned]:
    """Past award rounds: nine unions of ten took part in each."""
    known = demo_sector_plan.templates("award_nomination")
    for row, year in _times(said["round"], bounds):
        opens, deadline = _day(row["opens"], year), _day(row["deadline"], year)
        with clock.at(datetime.combine(opens, time(8), ZONE)):
            matter_id = rounds.open_round(
                who=sector.who("reviewer"),
                award="giay_khen_ctt",
                year=year,
                title=row["title"].format(year=year),
                opens_on=opens,
                deadline_on=deadline,
                cut_off=opens,
                **ROUND,
            )
        decided = deadline + timedelta(days=row["decided"])
        taking = rng.sample(unions, len(unions) * 9 // 10)
        yield from _sent_up(rng, taking, "award_nomination", matter_id, known, (opens, deadline), decided)


ROUND: dict[str, Any] = {
    "quota_kind": "share",
    "quota_num": 15,
    "quota_den": 100,
    "purse": "Quỹ khen thưởng của Công đoàn ngành Y tế",
    "bonus_person": None,
    "bonus_collective": None,
}


def _cycles(
    said: dict[str, Any], rng: Random, sector: Sector, unions: list[Union], bounds: tuple[date, date]
) -> Iterator[Planned]:
    """Past review cycles; that of a year which the province has reviewed already is joined."""
    known = demo_sector_plan.templates(reviews.CODE)
    for row, year in _times([said["cycle"]], bounds):
        opens, deadline = _day(row["opens"], year), _day(row["deadline"], year)
        there = select(Matter.id).where(
            Matter.unit_id == sector.unit_id, Matter.procedure == reviews.CODE, Matter.year == year
        )
        matter_id = db.session.scalar(there) or _open_cycle(row, year, sector, opens, deadline)
        decided = deadline + timedelta(days=row["decided"])
        yield from _sent_up(rng, unions, reviews.CODE, matter_id, known, (opens, deadline), decided)


def _open_cycle(row: dict[str, Any], year: int, sector: Sector, opens: date, deadline: date) -> int:
    with clock.at(datetime.combine(opens, time(8), ZONE)):
        return review_cycles.open_cycle(
            who=sector.who("reviewer"),
            year=year,
            title=row["title"].format(year=year),
            guidance="",
            opens_on=opens,
            deadline_on=deadline,
            begins=date(year, 1, 1),
            ends=date(year, 12, 31),
            cutoff=min(date(year, 11, 30), deadline),
            kinds=list(reviews.shipped()),
            confirmed=True,
            applied=review_cycles.conditions(),
            quota=demo_reviews.QUOTA,
        )


def _sent_up(
    rng: Random,
    unions: list[Union],
    procedure: str,
    matter_id: int,
    known: list[Template],
    window: tuple[date, date],
    decided: date,
) -> Iterator[Planned]:
    """Dossiers of the past of one round or cycle."""
    opens, deadline = window
    for union in unions:
        template = rng.choice(known)
        begins = demo_sector_plan.begun(rng, opens + timedelta(days=1), deadline - timedelta(days=8))
        stage, again = demo_sector_plan.course(rng)
        named = demo_sector_plan.named(rng, union, template, begins.date() - timedelta(days=1))
        yield Planned(
            union, procedure, matter_id, template, begins, stage, once_returned=again, decided_on=decided, **named
        )  # fmt: skip


def _season(
    said: dict[str, Any], rng: Random, sector: Sector, unions: list[Union], today: date
) -> Iterator[Planned]:
    """The living round and cycle of the sector union: some unions are far, others have not begun."""
    for procedure, rows in said["season"].items():
        living = select(Matter).where(
            Matter.procedure == procedure, Matter.unit_id == sector.unit_id, Matter.deadline_on >= today
        )
        matter = db.session.scalars(living.order_by(Matter.id.desc())).first()
        if matter is None:
            continue
        known = demo_sector_plan.templates(procedure)
        stages = demo_sector_plan.shares(rng, rows, len(unions))
        for union, stage in zip(unions, stages, strict=True):
            if stage == "none":
                continue
            template = rng.choice(known)
            begins = demo_sector_plan.begun(rng, matter.opens_on, today - timedelta(days=12))
            named = demo_sector_plan.named(rng, union, template, begins.date() - timedelta(days=1))
            yield Planned(union, procedure, matter.id, template, begins, stage, **named)


def _meetings(
    said: dict[str, Any],
    rng: Random,
    unions: list[Union],
    prototype: Template,
    bounds: tuple[date, date],
    count: int,
    stage: str = "issued",
) -> Iterator[Planned]:
    """Small meetings, as many as asked, evenly over the unions and the time."""
    first, last = bounds
    days = demo_sector_plan.spread(first, last - timedelta(days=5), -(-count // len(unions)))
    every = ((day, union) for day in days for union in unions)
    meeting, was = said["meeting"], prototype.answers
    for no, (day, union) in enumerate(islice(every, count)):
        begins = demo_sector_plan.begun(rng, day, day + timedelta(days=2))
        held = begins.date() + timedelta(days=7)
        title = meeting["titles"][no % len(meeting["titles"])].format(month=held.month, year=held.year)
        words = {
            was["plan"]["title"]: title,
            was["plan"]["contents"]: rng.choice(meeting["contents"]),
            was["when"]["first_day"]: held.isoformat(),
            was["when"]["hall"]: rng.choice(meeting["halls"]),
        }
        yield Planned(union, events.CODE, (title, held), prototype, begins, stage, words=words)


def _issue(planned: Planned, answers_of: AnswersOf) -> None:
    """Issue the plan of a meeting in full, on the day after it was approved."""
    who = Who(planned.union.person("secretary"))
    day = planned.begins.date() + timedelta(days=1)
    with clock.at(datetime.combine(day, time(16), ZONE)):
        demo_papers.issue(
            partial(dossier_papers.issue_page, planned.code, events.CODE, who=who),
            partial(dossier_papers.issue, planned.code, events.CODE, who=who),
            f"sector-{planned.code}-paper",
        )
