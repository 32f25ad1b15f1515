"""Writing a grown sector in bulk: histories, revisions, waiting rows, lines of registers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from itertools import groupby
from typing import Any

from sqlalchemy import select

from extensions import ZONE, clock, db
from models import Counter, Dossier, Event, Matter, Revision
from models.types import canonical
from services import (
    definitions,
    demo_sector_results,
    demo_sector_roads,
    dossiers,
    event_norms,
    history,
    matters,
    procedures,
    registers,
)
from services.demo_sector_plan import Planned
from services.demo_sector_results import RESULT, Sector
from services.demo_sector_roads import Act, Desk
from services.demo_sector_units import Union
from services.transaction import command
from workflows import engine
from workflows.definition import Definition, Step
from workflows.entries import Entry

CHUNK = 300
#: A paper of before: known from its line in the register only, so its entry names no paper.
FROM_BOOKS = 0
REVIEW = "self_review"
NOTE = {"field": "meeting.discussion", "text": "Ghi thêm ý kiến thảo luận, ai phát biểu."}
DECIDED_AT = time(15)
#: What the registers call the papers.
KINDS = {
    "award_minutes": "Biên bản",
    "award_proposal": "Tờ trình",
    "review_minutes": "Biên bản",
    "review_report": "Báo cáo",
    "review_proposal": "Tờ trình",
    "event_plan": "Kế hoạch",
}


@dataclass
class Road:
    """A dossier being written: what it is, what it met. Plain values: rows do not outlive their transaction."""

    planned: Planned
    dossier_id: int
    matter_id: int
    title: str
    chain: Definition
    acts: list[Act]
    scopes: dict[str, Any]

    @property
    def unit_id(self) -> int:
        """The union's id."""
        return self.planned.union.unit_id


def write(plan: list[Planned], by: Sector) -> None:
    """Write all dossiers, the oldest first, and their papers as lines of the registers."""
    plan.sort(key=lambda planned: planned.begins)
    roads: list[Road] = []
    for begin in range(0, len(plan), CHUNK):
        roads += _opened(plan[begin : begin + CHUNK], by)
    numbers = _numbers(roads)
    numbers |= _decisions(roads, by)
    for begin in range(0, len(roads), CHUNK):
        _travelled(roads[begin : begin + CHUNK], by, numbers)
    for unit_id in sorted({road.unit_id for road in roads}):
        _book(unit_id, [road for road in roads if road.unit_id == unit_id], numbers)


@command
def _opened(plan: Iterable[Planned], by: Sector) -> list[Road]:
    """Write the dossiers' rows; a small meeting's matter with it."""
    db.session.expunge_all()
    rows: list[tuple[Planned, Dossier, Definition]] = []
    scopes: dict[tuple[int, int], dict[str, Any]] = {}
    for planned in plan:
        kind = procedures.catalogue()[planned.procedure]
        if isinstance(planned.matter, tuple):
            planned.matter = _meeting(planned)
        title = db.session.get_one(Matter, planned.matter).title
        own = kind.joins == "own"
        planned.code = _next_code(kind.prefix, planned.begins.year)
        definition_id = definitions.pin(kind.definition)
        author = planned.union.person("secretary")
        row = Dossier(
            code=planned.code,
            matter_id=planned.matter,
            unit_id=planned.union.unit_id,
            deciding_unit_id=planned.union.unit_id if own else by.unit_id,
            procedure=kind.code,
            definition_id=definition_id,
            title=kind.dossier_title % {"matter": title},
            draft=planned.draft(),
            draft_version=1,
            draft_saved_at=planned.begins,
            draft_saved_by=author,
            created_at=planned.begins,
            created_by=author,
            changed_at=planned.begins,
        )
        rows.append((planned, row, definitions.chain_of(definition_id)))
    db.session.add_all(row for _planned, row, _chain in rows)
    db.session.flush()
    return [
        Road(
            planned,
            row.id,
            row.matter_id,
            row.title,
            chain,
            _acts(planned, by),
            _scopes(scopes, row.unit_id, row.deciding_unit_id),
        )
        for planned, row, chain in rows
    ]


def _scopes(known: dict[tuple[int, int], dict[str, Any]], owner_id: int, deciding_id: int) -> dict[str, Any]:
    if (owner_id, deciding_id) not in known:
        known[owner_id, deciding_id] = matters.scopes(owner_id, deciding_id, clock.today())
    return known[owner_id, deciding_id]


def _meeting(planned: Planned) -> int:
    """Write the matter of a small meeting; returns its id."""
    title, held = planned.matter
    matter = Matter(
        procedure=planned.procedure,
        unit_id=planned.union.unit_id,
        title=title,
        year=held.year,
        opens_on=planned.begins.date(),
        deadline_on=held,
        created_at=planned.begins,
        created_by=planned.union.person("secretary"),
    )
    db.session.add(matter)
    db.session.flush()
    place = {"province": event_norms.province(), "locality": event_norms.locality()}
    db.session.add(
        Event(matter_id=matter.id, kind="meeting", path="short", first_day=held, last_day=held, **place)
    )
    return matter.id


def _next_code(prefix: str, year: int) -> str:
    name = f"{prefix}-{year}"
    row = db.session.get(Counter, name)
    if row is None:
        row = Counter(name=name, value=0)
        db.session.add(row)
    row.value += 1
    return f"{name}-{row.value:05d}"


def desk(union: Union, by: Sector) -> Desk:
    """Return who works on a dossier of a union."""
    secretary = union.officers["secretary"]
    return Desk(
        author=secretary,
        chair=union.officers["chair"],
        secretary=secretary,
        reviewer=by.people["reviewer"][0],
        committee=by.people["committee_member"],
        clerk=by.people["clerk"][0],
    )


def _acts(planned: Planned, by: Sector) -> list[Act]:
    steps = demo_sector_roads.stages(planned.procedure, planned.stage, once_returned=planned.once_returned)
    there = desk(planned.union, by)
    found = demo_sector_roads.acts(steps, there, planned.begins, NOTE, clock())
    if planned.decided_on and planned.stage == "approved":
        at = datetime.combine(planned.decided_on, DECIDED_AT, ZONE)
        found.append(Act(at, "record_paper", there.clerk, {}, RESULT[planned.procedure]))
    return found


def _numbers(roads: Iterable[Road]) -> dict[tuple[str, int], str]:
    """Return {(code, place of the act): number} of the unions' own papers: from 01 in every year, by time."""
    asked = sorted(
        (road.unit_id, act.at, road.planned.code, no, act.paper, road.planned.procedure)
        for road in roads
        for no, act in enumerate(road.acts)
        if act.paper and act.paper not in RESULT.values()
    )
    found: dict[tuple[str, int], str] = {}
    for (_unit, _year), lines in groupby(asked, lambda one: (one[0], one[1].year)):
        for seq, (_unit_id, _at, code, no, paper, procedure) in enumerate(lines, start=1):
            symbol = procedures.catalogue()[procedure].abbreviation(paper)
            found[code, no] = f"{seq:02d}/{symbol}-CĐCS"
    return found


def _decisions(roads: Iterable[Road], by: Sector) -> dict[tuple[str, int], str]:
    """Number the decisions over rounds and cycles; returns {(code, place of the act): number}."""
    found: dict[tuple[str, int], str] = {}
    given: dict[int, str] = {}
    for road in sorted(roads, key=lambda one: one.planned.decided_on or one.planned.begins.date()):
        no = len(road.acts) - 1
        if road.acts and road.acts[no].paper in RESULT.values():
            matter_id = road.matter_id
            if matter_id not in given:
                given[matter_id] = demo_sector_results.decide(matter_id, by, road.acts[no].at)
            found[road.planned.code, no] = given[matter_id]
    return found


@command
def _travelled(roads: Iterable[Road], by: Sector, numbers: Mapping[tuple[str, int], str]) -> None:
    """Let dossiers travel their roads: entries, revisions, projections."""
    db.session.expunge_all()
    roads = list(roads)
    query = select(Dossier).where(Dossier.id.in_([road.dossier_id for road in roads]))
    rows = {row.id: row for row in db.session.scalars(query)}
    for road in roads:
        planned, row = road.planned, rows[road.dossier_id]
        acts = [
            replace(act, payload={"paper_id": FROM_BOOKS, "number": numbers.get((planned.code, no), "")})
            if act.paper
            else act
            for no, act in enumerate(road.acts)
        ]
        entries = demo_sector_roads.told(
            road.chain,
            acts,
            code=planned.code,
            submission=_submission(road, by),
            drafted=_drafted(road, row),
        )
        _freeze(road, entries, row)
        history.append(row, entries)
        state = engine.fold(road.chain, entries)
        with clock.at(entries[-1].at):
            dossiers.project(row, road.chain, state)
        demo_sector_results.keep(planned, row, state, by, acts[-1] if acts else None)


def _drafted(road: Road, row: Dossier) -> Act:
    payload = {
        "owner_unit_id": row.unit_id,
        "deciding_unit_id": row.deciding_unit_id,
        "definition": {"code": road.chain.code, "version": road.chain.version},
        "scopes": road.scopes,
    }
    return Act(road.planned.begins, "draft", road.planned.union.officers["secretary"], payload)


def _freeze(road: Road, entries: Iterable[Entry], row: Dossier) -> None:
    planned, matter = road.planned, db.session.get_one(Matter, road.matter_id)
    for entry in entries:
        if entry.kind != "submitted":
            continue
        no = entry.payload["revision"]
        snapshot = {
            "answers": planned.answers(no),
            "attachments": [],
            "matter": matter.title,
            "unit": planned.union.name,
        }
        row.revision_no = no
        db.session.add(
            Revision(
                dossier_id=row.id,
                no=no,
                snapshot=snapshot,
                sha256=hashlib.sha256(canonical(snapshot).encode("utf-8")).hexdigest(),
                at=entry.at,
                person_id=entry.person_id,
            )
        )


def _submission(road: Road, by: Sector) -> Callable[[int], dict[str, Any]]:
    """Return the function that makes the payload of the no-th submission."""
    planned, union = road.planned, road.planned.union
    own = {one.person_id for one in union.officers.values()} if planned.procedure == REVIEW else set()
    seated = {step.key: _holders(step, union, by, road.scopes) for step in road.chain.steps}

    def payload(no: int) -> dict[str, Any]:
        return {
            "revision": no,
            "answers": planned.template.facts,
            "interested": sorted({*planned.nominees, *own}),
            "authors": [union.person("secretary")],
            "scopes": dict(road.scopes),
            "seated": seated,
        }

    return payload


def _holders(step: Step, union: Union, by: Sector, scopes: Mapping[str, Any]) -> list[int | None]:
    unit_id = scopes.get(step.scope)
    if unit_id == union.unit_id:
        return [one.person_id for role, one in union.officers.items() if role == step.role]
    return [one.person_id for one in by.people.get(step.role, ())] if unit_id == by.unit_id else []


@command
def _book(unit_id: int, roads: Iterable[Road], numbers: Mapping[tuple[str, int], str]) -> None:
    """Enter a union's papers of the past into its registers, in the order of their numbers."""
    db.session.expunge_all()
    lines = sorted(
        (
            (act.at, road.planned.code, no, act.paper, road.title)
            for road in roads
            for no, act in enumerate(road.acts)
            if act.paper in KINDS
        ),
    )
    for at, code, no, paper, title in lines:
        with clock.at(at):
            registers.import_entry(
                unit_id,
                numbers[code, no],
                at.astimezone(ZONE).date(),
                KINDS[paper],
                title,
                signer="",
                recipients="Như nơi nhận",
            )
