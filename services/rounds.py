"""Award rounds: what is open to a unit, what came in, and the decision over the approved dossiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Unpack

from sqlalchemy import delete, func, select

from extensions import clock, db
from models import AwardRecord, AwardRound, Dossier, Matter, Paper
from services import (
    access,
    approved,
    award_decisions,
    awards,
    council_charges,
    dossier_papers,
    inbox,
    issue_pages,
    issuing,
    matters,
    paper_lists,
    procedures,
    recalls,
    signing,
    units,
)
from services.errors import Forbidden, NotFound, Refused
from services.transaction import command
from services.who import Who

MANAGERS = ("reviewer", "clerk", "chair", "vice_chair")


@dataclass(frozen=True)
class RoundCard:
    """An open round on the page of awards: its dates, and the unit's own dossier where there is one."""

    matter_id: int
    title: str
    award: str
    deciding_name: str
    deadline_on: date
    dossier_code: str | None


@dataclass(frozen=True)
class AwardLine:
    """An award of the catalogue: whom it is for, who decides, the open rounds of it."""

    code: str
    title: str
    objects: tuple[str, ...]
    decided_by: str
    note: str
    rounds: tuple[RoundCard, ...]


def index(who: Who) -> list[AwardLine]:
    """Return all awards of the catalogue, those with a round open to the acting unit first."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    unit_id = actor.seats[0].unit_id if actor.seats else None
    cards = _cards(unit_id) if unit_id else {}
    lines = [
        AwardLine(
            code=code,
            title=award["title"],
            objects=tuple(award["for"]),
            decided_by=award["decided_by"]["text"],
            note=award.get("note", ""),
            rounds=tuple(cards.get(code, ())),
        )
        for code, award in awards.catalogue().items()
    ]
    return sorted(lines, key=lambda line: not line.rounds)


def _cards(unit_id: int) -> dict[str, list[RoundCard]]:
    found: dict[str, list[RoundCard]] = {}
    opened = matters.open_under(unit_id, clock.today())
    codes = matters.dossier_codes(unit_id, [matter.id for matter in opened])
    for matter in opened:
        round_ = db.session.get(AwardRound, matter.id)
        if round_ is None:
            continue
        card = RoundCard(
            matter_id=matter.id,
            title=matter.title,
            award=round_.award,
            deciding_name=units.name_of(matter.unit_id, clock.today()),
            deadline_on=matter.deadline_on,
            dossier_code=codes.get(matter.id),
        )
        found.setdefault(round_.award, []).append(card)
    return found


@dataclass(frozen=True)
class RoundPage:
    """A round as its deciding unit sees it: dossiers by unit, what can be decided, decisions issued."""

    matter_id: int
    title: str
    year: int
    opens_on: date
    deadline_on: date
    award_title: str
    purse: str
    rows: tuple[inbox.Row, ...]
    decidable: frozenset[str]
    missing_units: tuple[str, ...]
    papers: tuple[paper_lists.PaperRow, ...]
    may_issue: bool


@dataclass(frozen=True)
class RoundLine:
    """A round in the deciding unit's list."""

    matter_id: int
    title: str
    deadline_on: date
    received: int
    approved: int


def of_unit(who: Who) -> list[RoundLine]:
    """Return the rounds of the acting unit, newest first, with how many dossiers came in and were approved."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    unit_ids = access.chain_units(actor)
    counts = (
        select(
            Matter,
            func.count(Dossier.id).filter(Dossier.revision_no >= 1),
            func.count(Dossier.id).filter(Dossier.status == "approved"),
        )
        .join(AwardRound, AwardRound.matter_id == Matter.id)
        .outerjoin(Dossier, Dossier.matter_id == Matter.id)
        .where(Matter.unit_id.in_(unit_ids))
        .group_by(Matter.id)
        .order_by(Matter.deadline_on.desc())
    )
    return [
        RoundLine(matter.id, matter.title, matter.deadline_on, received, approved)
        for matter, received, approved in db.session.execute(counts)
    ]


def _matter(matter_id: int, actor: Any) -> Matter:
    matter = db.session.get(Matter, matter_id)
    if matter is None or matter.unit_id not in access.chain_units(actor):
        raise NotFound
    if db.session.get(AwardRound, matter_id) is None:
        raise NotFound  # a matter of another procedure
    return matter


def page(matter_id: int, who: Who) -> RoundPage:
    """Return a round for its deciding unit. Errors: `NotFound` for everybody else."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    matter = _matter(matter_id, actor)
    round_ = awards.round_of(matter.id)
    rows = inbox.of_matter(matter.id, actor)
    procedure = procedures.catalogue()[matter.procedure]
    there = set(
        db.session.scalars(
            select(Dossier.unit_id).where(Dossier.matter_id == matter.id, Dossier.revision_no >= 1)
        )
    )
    today = clock.today()
    missing = [one for one in units.children_of(matter.unit_id, today) if one not in there]
    names = units.names_of(missing, today)
    decidable = approved.decidable(matter, actor)
    return RoundPage(
        matter_id=matter.id,
        title=matter.title,
        year=matter.year,
        opens_on=matter.opens_on,
        deadline_on=matter.deadline_on,
        award_title=awards.title_of(round_.award),
        purse=round_.purse,
        rows=rows,
        decidable=frozenset(decidable),
        missing_units=tuple(sorted(names[one].short_name for one in missing)),
        papers=tuple(paper_lists.of_matter(matter.id, procedure.result.kind)),
        may_issue=bool(decidable),
    )


def _decision(matter: Matter, chosen: Sequence[Dossier], on: date, signer: str) -> issuing.PaperDraft:
    procedure = procedures.catalogue()[matter.procedure]
    spec = procedure.result
    around = dossier_papers.frame(matter.unit_id, on, spec.symbol, kind=spec.kind, signer=signer)
    values = award_decisions.build(matter, chosen, around)
    kinds = [(spec.kind, spec.title), *spec.parts]
    parts = tuple(issuing.Part(kind, title, values[kind]) for kind, title in kinds)
    signatures = signing.signed(values[spec.kind], around.signer)
    return issuing.PaperDraft(
        kind=spec.kind,
        unit_id=matter.unit_id,
        subject=values[spec.kind]["subject"],
        symbol=around.symbol,
        signer=signing.names(signatures),
        signatures=signatures,
        parts=parts,
        matter_id=matter.id,
        dossiers=tuple((row.id, row.revision_no) for row in chosen),
        recipients="; ".join(values[spec.kind]["recipients"]),
        dated=on.isoformat(),
    )


def decision_page(
    matter_id: int,
    codes: Sequence[str],
    *,
    who: Who,
    **wanted: Unpack[issue_pages.Wanted],
) -> issue_pages.IssuePage:
    """Lay the decision over the chosen dossiers out, before it gets its number; as `dossier_papers.issue_page`.

    Errors: `NotFound`, `Refused` (nothing chosen; data missing for the decision), `Conflict`, `Busy`.
    """
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    matter = _matter(matter_id, actor)
    chosen = approved.chosen(matter, codes, actor)
    title = procedures.catalogue()[matter.procedure].result.title
    return issue_pages.lay_out(title, partial(_decision, matter, chosen), **wanted)


def issue_decision(
    matter_id: int,
    codes: Sequence[str],
    *,
    who: Who,
    **sent: Unpack[issue_pages.Sent],
) -> int:
    """Number and issue the decision over the chosen dossiers; returns the paper's id. Errors as `decision_page`."""

    def ready() -> tuple[issue_pages.Draft, issue_pages.Also]:
        actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
        matter = _matter(matter_id, actor)
        chosen = approved.chosen(matter, codes, actor)
        ids = [row.id for row in chosen]
        return (
            partial(_decision, matter, chosen),
            lambda paper: approved.write_down(ids, paper, actor=actor, once=sent["once"]),
        )

    return issue_pages.number(ready, who=who, **sent)


def _issued(paper: Paper) -> None:
    """When a decision is issued: write an award record for each nominee, with its source."""
    round_ = awards.round_of(paper.matter_id)
    award = awards.catalogue()[round_.award]
    matter = db.session.get_one(Matter, paper.matter_id)
    issuer = units.name_of(paper.unit_id, paper.dated_on)
    for link in paper.dossiers:
        for key, merit in award_decisions.decided(link.dossier_id, link.revision_no):
            record = AwardRecord(
                person_id=int(key[1:]) if key.startswith("p") else None,
                unit_id=int(key[1:]) if key.startswith("u") else None,
                award=round_.award,
                title=award["title"],
                level=award["level"],
                form=award.get("form", "toan_dien"),
                year=matter.year,
                decision=paper.number,
                decided_on=paper.dated_on,
                issuer=issuer,
                merit=merit,
                dossier_id=link.dossier_id,
                revision_no=link.revision_no,
                paper_id=paper.id,
            )
            db.session.add(record)


issuing.ISSUED["award_decision"] = _issued


def _recalled(paper: Paper) -> None:
    """When a decision is recalled: what it gave was not given, and counts for no later award."""
    db.session.execute(delete(AwardRecord).where(AwardRecord.paper_id == paper.id))


recalls.RECALLED["award_decision"] = _recalled


@command
def open_round(
    *,
    who: Who,
    award: str,
    year: int,
    title: str,
    opens_on: date,
    deadline_on: date,
    through: dict[str, Any] | None = None,
    **particulars: Any,
) -> int:
    """Open a round of the acting unit for the units directly under it; returns the matter's id.

    `particulars` are the columns of `AwardRound` (cut_off, quota_kind, quota_num, quota_den, purse,
    bonus_person, bonus_collective), `through` the arguments of `council_charges.charge` where a council advises first.
    Errors: `Forbidden`, `Refused`.
    """
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    seat = actor.seats[0] if actor.seats else None
    if seat is None or seat.role not in MANAGERS:
        raise Forbidden("Chỉ người thẩm định, văn thư hoặc chủ tịch của đơn vị mở được đợt.")
    if deadline_on < opens_on:
        raise Refused("Hạn nộp phải sau ngày mở đợt.")
    if not matters.has_units_below(seat.unit_id, clock.today()):
        raise Forbidden("Đơn vị không có công đoàn cấp dưới nên không mở đợt.")
    matter = Matter(
        procedure=awards.CODE,
        unit_id=seat.unit_id,
        title=title,
        year=year,
        opens_on=opens_on,
        deadline_on=deadline_on,
        created_at=clock(),
        created_by=who.person_id,
    )
    db.session.add(matter)
    db.session.flush()
    db.session.add(AwardRound(matter_id=matter.id, award=award, **particulars))
    if through is not None:
        council_charges.charge(matter.id, seat.unit_id, **through)
    return matter.id
