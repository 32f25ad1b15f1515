"""Papers that an event's unit issues once its plan is out: the summons, the invitations (one number, many letters).

They are laid out and numbered as every paper is; what is asked first are the rules of the stage «invitation»: nobody
is called before plan and estimate are approved (EV01).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Unpack

from extensions import clock
from models import Dossier
from rules.finding import Finding
from services import (
    access,
    definitions,
    dossier_papers,
    event_facts,
    event_papers,
    events,
    issue_pages,
    issuing,
    paper_lists,
    procedures,
    signing,
)
from services.cases import case_of
from services.errors import Conflict, Forbidden, NotFound, Refused
from services.procedures import PaperSpec
from services.who import Who


@dataclass(frozen=True)
class Later:
    """A paper still to come: `blocked` says what stands against it now, empty when it may be issued."""

    kind: str
    title: str
    letters: int
    blocked: tuple[Finding, ...]
    may: bool


def _dossier(matter_id: int, who: Who) -> tuple[Dossier, Any]:
    """The plan's dossier of an event of the acting person's own unit. Errors: `NotFound`."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    dossier = events.plan_dossier(matter_id)
    if dossier is None or dossier.unit_id not in access.own_units(actor):
        raise NotFound
    return dossier, actor


def _may(dossier: Dossier, actor: Any) -> bool:
    decision = definitions.chain_of(dossier.definition_id).decision
    roles = decision.roles if decision else ()
    return any(seat.unit_id == dossier.unit_id and seat.role in roles for seat in actor.seats)


def later(matter_id: int, who: Who) -> list[Later]:
    """Return the papers that the event's unit may issue after its plan and has not, with what stands against each."""
    dossier, actor = _dossier(matter_id, who)
    case, answers = case_of(dossier), events.answers_of(matter_id)
    plan = events.plan_of(matter_id)
    there = {paper.kind for paper in paper_lists.of_matter(matter_id) if paper.standing == "valid"}
    wanted = {"summons_letter": len(plan.quotas), "invitation": len([one for one in plan.guests if one.name])}
    return [
        Later(
            spec.kind,
            spec.title,
            wanted.get(spec.kind, 1),
            tuple(_against(case, answers, spec.kind)),
            _may(dossier, actor),
        )
        for spec in procedures.catalogue()[events.CODE].after
        if spec.kind not in there and wanted.get(spec.kind, 1)
    ]


def _against(case: Any, answers: dict[str, Any], kind: str) -> list[Finding]:
    return [one for one in event_facts.inviting(case, answers, kind) if one.level == "block"]


def _spec(kind: str) -> PaperSpec:
    found = next((one for one in procedures.catalogue()[events.CODE].after if one.kind == kind), None)
    if found is None:
        raise NotFound
    return found


def _issuable(matter_id: int, kind: str, who: Who) -> tuple[Dossier, PaperSpec]:
    dossier, actor = _dossier(matter_id, who)
    spec = _spec(kind)
    if not _may(dossier, actor):
        raise Forbidden("Việc này của văn thư, thư ký hoặc chủ tịch của đơn vị.")
    case, answers = case_of(dossier), events.answers_of(matter_id)
    if found := _against(case, answers, kind):
        raise Refused(found[0].message, found, **dict(found[0].params))
    if paper_lists.valid_of(dossier.id, "event_plan") is None:
        raise Refused("Phát hành Kế hoạch trước, rồi mới phát hành công văn, giấy mời.")
    return dossier, spec


def _draft(dossier: Dossier, spec: PaperSpec, on: date, signer: str) -> issuing.PaperDraft:
    case, answers = case_of(dossier), events.answers_of(dossier.matter_id)
    earlier = paper_lists.valid_of(dossier.id, spec.kind)
    around = dossier_papers.frame(
        case.unit_id, on, spec.symbol, kind=spec.kind, signer=signer, office=spec.office
    )
    built = event_papers.Build(case, answers, around)
    parts = [
        *_main(built, spec),
        *((kind, title, event_papers.values(case, answers, kind, around)) for kind, title in spec.parts),
    ]
    if not parts or parts[0][0] != spec.kind:
        raise Refused("Kế hoạch chưa có khách mời nào.")
    first = parts[0][2]
    # A letter has no kind of its own: lists and registers say what it is about.
    subject = first["subject"] if spec.symbol else f"V/v {first['subject']}"
    signatures = signing.signed(first, around.signer)
    return issuing.PaperDraft(
        kind=spec.kind,
        unit_id=case.unit_id,
        subject=subject,
        symbol=around.symbol,
        signer=signing.names(signatures),
        signatures=signatures,
        parts=tuple(issuing.Part(*part) for part in parts if part[2]),
        matter_id=dossier.matter_id,
        dossiers=((dossier.id, dossier.revision_no),),
        replaces_id=earlier.id if earlier else None,
        recipients="; ".join(first["recipients"] or first.get("addressees") or ()),
        dated=on.isoformat(),
    )


def _main(built: event_papers.Build, spec: PaperSpec) -> list[tuple[str, str, dict[str, Any] | None]]:
    """The paper itself; of invitations one letter for each guest."""
    if spec.kind == "invitation":
        letters = event_papers.invitations(built)
        return [(spec.kind, f"{spec.title}: {name}", values) for name, values in letters]
    return [(spec.kind, spec.title, event_papers.BUILDERS[spec.kind](built))]


def page(
    matter_id: int,
    kind: str,
    *,
    who: Who,
    **wanted: Unpack[issue_pages.Wanted],
) -> issue_pages.IssuePage:
    """Lay one of these papers out before it gets its number; as `dossier_papers.issue_page`.

    Errors: `NotFound`, `Forbidden`, `Refused` (what the rules say against it first; no guests), `Conflict`, `Busy`.
    """
    dossier, spec = _issuable(matter_id, kind, who)
    return issue_pages.lay_out(spec.title, partial(_draft, dossier, spec), **wanted)


def issue(
    matter_id: int,
    kind: str,
    *,
    who: Who,
    **sent: Unpack[issue_pages.Sent],
) -> int:
    """Number and issue one of these papers; returns the paper's id. Errors as `page`, and those of `issuing.number`."""

    def ready() -> tuple[issue_pages.Draft, None]:
        dossier, spec = _issuable(matter_id, kind, who)
        return partial(_after_approval, dossier, spec), None

    return issue_pages.number(ready, who=who, **sent)


def _after_approval(dossier: Dossier, spec: PaperSpec, on: date, signer: str) -> issuing.PaperDraft:
    decided = event_facts.approval_of(case_of(dossier)).decided_on
    if decided is not None and on < decided:
        raise Conflict(
            "Công văn, giấy mời không ghi ngày trước ngày duyệt kế hoạch %(day)s.", day=f"{decided:%d/%m/%Y}"
        )
    return _draft(dossier, spec, on, signer)
