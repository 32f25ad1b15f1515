"""The papers of a dossier: seen while they are drafts, issued by its unit in their order, replaced when it changes.

A paper dated on a day shows the head, the symbol, the place and the signer of that day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Unpack

from flask import current_app
from sqlalchemy import select

from documents import css, produce
from documents.errors import ValuesRefused
from documents.symbols import symbol
from extensions import clock, db, ports
from models import Dossier, Paper, PaperPart
from services import (
    access,
    dossier_views,
    dossiers,
    formats,
    issue_pages,
    issuing,
    paper_lists,
    preparing,
    procedures,
    signing,
    units,
)
from services import answers as answered
from services.cases import Case, case_of
from services.errors import Conflict, NotFound, Refused
from services.procedures import PaperSpec
from services.transaction import command
from services.who import Who
from workflows.signers import Signer


@dataclass(frozen=True)
class Frame:
    """What every paper of a unit shares on a day: head, place, signer, symbol; and the paper that it replaces."""

    unit_id: int
    on: date
    letterhead: dict[str, Any]
    signature: dict[str, Any]
    collective: str
    unit_name: str
    symbol: str
    signer: Signer
    replaces: tuple[str, date] | None = None

    def common(self) -> dict[str, Any]:
        """Return the values that every kind of paper has, number and date blank."""
        return {
            "letterhead": self.letterhead,
            "number": {"seq": None, "suffix": "", "symbol": self.symbol},
            "date": None,
            "year": self.on.year,
        }


def frame(
    unit_id: int,
    on: date,
    abbreviation: str,
    replaces: tuple[str, date] | None = None,
    *,
    kind: str | None = None,
    signer: str = "",
    office: str = "",
) -> Frame:
    """Return the frame of a unit's papers of `kind` dated `on`; `signer` is a key of `IssuePage.signers`, "" proposes.

    `office` is the drafting office's part of the symbol of a letter («VP» in 24/CĐN-VP).

    Errors: `Conflict` when nobody, or not the one chosen, may sign on that day.
    """
    collective = units.collective_of(unit_id, on)
    chosen = signing.chosen(unit_id, on, kind, signer)
    return Frame(
        unit_id=unit_id,
        on=on,
        letterhead=units.head_of_paper(unit_id, on),
        signature=signing.block(chosen, collective, unit_id, on),
        collective=collective,
        unit_name=units.name_of(unit_id, on),
        symbol=symbol(abbreviation, units.symbol_of(unit_id, on), office),
        signer=chosen,
        replaces=replaces,
    )


def values_of(case: Case, answers: Mapping[str, Any], kind: str, around: Frame) -> dict[str, Any] | None:
    """Return a paper's values: by the procedure's builder, or by the manifest's table of paths.

    None for an annex without content, which is left out.
    """
    procedure = procedures.catalogue()[case.procedure]
    builder = procedures.hooks(case.procedure).values
    if builder is not None:
        return builder(case, answers, kind, around)
    values = answered.paper_values(procedure, kind, case, answers)
    return around.common() | {"signature": around.signature} | values


def spec_of(case: Case, kind: str) -> PaperSpec:
    """Return the manifest's row of a paper about one dossier: the owner unit's, or the decision on it.

    Errors: `NotFound`, also for a decision over several dossiers, which is issued from their matter.
    """
    procedure = procedures.catalogue()[case.procedure]
    spec = procedure.paper(kind)
    if spec is None and procedure.result and procedure.result.over == "dossier":
        spec = procedure.result if procedure.result.kind == kind else None
    if spec is None:
        raise NotFound
    return spec


def _issuer(case: Case, spec: PaperSpec) -> int:
    """Return the unit that issues a paper: the deciding unit its decision, the owner unit all others."""
    result = procedures.catalogue()[case.procedure].result
    return case.deciding_unit_id if spec is result else case.unit_id


def draft_paper(dossier: Dossier, kind: str, on: date, signer: str = "") -> issuing.PaperDraft:
    """Return the paper of the dossier's present revision, as it would be dated `on` and signed by `signer`."""
    case = case_of(dossier)
    spec = spec_of(case, kind)
    answers = dossier_views.snapshot(dossier.id, dossier.revision_no)["answers"]
    earlier = paper_lists.valid_of(dossier.id, kind)
    replaces = (earlier.number, earlier.dated_on) if earlier else None
    issuer = _issuer(case, spec)
    around = frame(issuer, on, spec.symbol, replaces, kind=kind, signer=signer)
    kinds = [(kind, spec.title), *spec.parts]
    made = [(part, title, values_of(case, answers, part, around)) for part, title in kinds]
    parts = tuple(issuing.Part(*one) for one in made if one[2])  # an annex without content is left out
    first = parts[0].values
    signatures = signing.signed(first, around.signer)
    return issuing.PaperDraft(
        kind=kind,
        unit_id=issuer,
        subject=first.get("subject") or " ".join((spec.subject % first).split()) or spec.title,
        symbol=around.symbol,
        signer=signing.names(signatures),
        signatures=signatures,
        parts=parts,
        matter_id=dossier.matter_id,
        dossiers=((dossier.id, dossier.revision_no),),
        replaces_id=earlier.id if earlier else None,
        recipients="; ".join(first.get("recipients") or ()),
        dated=on.isoformat(),
    )


def _issuable(code: str, kind: str, who: Who) -> tuple[Dossier, Any]:
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    dossier = access.dossier_for(code, actor)
    view = dossier_views.view(code, who)
    if "record_paper" not in view.can:
        raise Conflict("Chưa tới lúc ban hành văn bản này, hoặc việc này của người khác.")
    spec = spec_of(view.case, kind)
    there = paper_lists.issued_kinds(dossier.id, dossier.revision_no)
    if kind in there:
        raise Conflict("Văn bản này của lần trình này đã ban hành.")
    if missing := [one for one in spec.needs if one not in there]:
        raise Conflict("Ban hành %(title)s trước.", title=spec_of(view.case, missing[0]).title)
    return dossier, actor


def issue_page(
    code: str,
    kind: str,
    *,
    who: Who,
    **wanted: Unpack[issue_pages.Wanted],
) -> issue_pages.IssuePage:
    """Lay the paper out for looking at before it gets its number; `queue` as in `preparing.prepare`.

    Where the `signer` asked for may not sign on that day, the one proposed does. Errors: `NotFound`, `Conflict`,
    `Busy`, `Refused`.
    """
    dossier, _ = _issuable(code, kind, who)
    title = spec_of(case_of(dossier), kind).title
    return issue_pages.lay_out(title, partial(draft_paper, dossier, kind), **wanted)


def issue(
    code: str,
    kind: str,
    *,
    who: Who,
    **sent: Unpack[issue_pages.Sent],
) -> int:
    """Number and issue a paper of the dossier's present revision; returns the paper's id.

    Errors: `Conflict` (not its turn, the signer may not sign, or the content has changed since it was looked at),
    `Refused` (date), `NotFound`.
    """

    def ready() -> tuple[issue_pages.Draft, issue_pages.Also]:
        dossier, actor = _issuable(code, kind, who)

        def write_down(paper: Paper) -> None:
            row = db.session.get_one(Dossier, dossier.id)
            payload: dict[str, Any] = {"kind": kind, "paper_id": paper.id, "number": paper.number}
            if paper.replaces_id:
                payload["replaces"] = paper.replaces_id
            dossiers.record_paper(row, actor=actor, once=sent["once"], payload=payload)

        return partial(draft_paper, dossier, kind), write_down

    return issue_pages.number(ready, who=who, **sent)


def draft_values(case: Case, answers: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Return the values of a draft for the preview, dated today; number and date stay blank.

    Errors: `NotFound`, `Refused` (an annex without content).
    """
    procedure = procedures.catalogue()[case.procedure]
    if kind not in procedure.drafts:
        raise NotFound
    values = values_of(case, answers, kind, frame(case.unit_id, case.on, procedure.abbreviation(kind)))
    if values is None:
        raise Refused("Bản in hiện ra khi phần này có nội dung.")
    return values


def sheet(
    case: Case, answers: Mapping[str, Any], kind: str, stylesheet: str, *, row: str | None = None
) -> str:
    """Return the preview of a draft as an HTML page, made from the same tree as the Word and PDF files.

    `stylesheet` is an address without a query; the rules of the unit are asked for behind it.

    Errors: `Refused` while something without which the paper cannot be laid out is missing.
    """
    answers = {**answers, "row": row} if row else answers
    values = draft_values(case, answers, kind)
    known, rules = preparing.catalogue().kind(kind), formats.name_of(case.unit_id)
    style = f"{stylesheet}?the-thuc={rules}"
    try:
        return produce.produce(known, values, formats.profile(rules), ("html",), stylesheet=style)["html"]
    except ValuesRefused as missing:
        raise Refused("Bản in hiện ra khi đã điền đủ các ô in trong văn bản này.") from missing


def print_draft(
    case: Case, answers: Mapping[str, Any], kind: str, fmt: str, *, row: str | None = None
) -> bytes:
    """Return the real PDF or Word file of a draft from the render pool («Xem bản in»). Errors: `Busy`, `NotFound`."""
    answers = {**answers, "row": row} if row else answers
    values = draft_values(case, answers, kind)
    asked = preparing.request(kind, values, formats.name_of(case.unit_id), (fmt,)) | {"check": False}
    answer = ports.render(asked, current_app.config["RENDER_WAIT_SECONDS"])
    if fmt not in answer["files"]:
        raise NotFound
    return answer["files"][fmt]


@dataclass(frozen=True)
class DuePaper:
    """A paper that the dossier's unit is to issue now; `ready` when those before it are issued.

    `keep` is the number of an earlier one in which nothing would change: it may stand for this revision too.
    """

    kind: str
    title: str
    ready: bool
    keep: str = ""


def due_kinds(view: dossier_views.View) -> list[DuePaper]:
    """Return the papers that this person may issue now for the present revision, in their order."""
    if "record_paper" not in view.can or not view.own or view.status != "in_review":
        return []
    there = paper_lists.issued_kinds(view.case.dossier_id, view.revision_no)
    dossier = db.session.get_one(Dossier, view.case.dossier_id)
    due = []
    for spec in view.procedure.papers:
        if spec.kind not in there:
            ready = all(one in there for one in spec.needs)
            earlier = _unchanged(dossier, spec) if ready else None
            due.append(DuePaper(spec.kind, spec.title, ready, earlier.number if earlier else ""))
    return due


def _unchanged(dossier: Dossier, spec: PaperSpec) -> paper_lists.PaperRow | None:
    """Return the standing paper of an earlier revision if the present answers would print the same, else None."""
    earlier = paper_lists.valid_of(dossier.id, spec.kind)
    if earlier is None or not spec.keep:
        return None
    draft = draft_paper(dossier, spec.kind, earlier.dated_on)
    said = db.session.scalars(
        select(PaperPart).where(PaperPart.paper_id == earlier.id).order_by(PaperPart.no)
    ).all()
    same = [_content(part.values) for part in said] == [_content(part.values) for part in draft.parts]
    return earlier if same else None


def _content(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in ("number", "date", "year")}


@command
def keep(code: str, kind: str, *, who: Who, once: str) -> None:
    """Let an earlier paper in which nothing has changed stand for the present revision.

    Errors: `Conflict` (not its turn, something has changed), `NotFound`.
    """
    dossier, actor = _issuable(code, kind, who)
    earlier = _unchanged(dossier, spec_of(case_of(dossier), kind))
    if earlier is None:
        raise Conflict("Nội dung đã đổi so với văn bản trước, cần ban hành văn bản mới.")
    payload = {"kind": kind, "paper_id": earlier.id, "number": earlier.number}
    dossiers.record_paper(dossier, actor=actor, once=once, payload=payload)


def prepared_file(seen_hash: str, part_no: int, fmt: str) -> bytes:
    """Return a file of a laid-out draft. Errors: `NotFound`."""
    return issuing.kept_file(seen_hash, part_no, fmt)


def media_type(fmt: str) -> str:
    """Return the media type of docx or pdf."""
    return issuing.MEDIA_TYPES[fmt]


def sheet_css(rules: str = "") -> str:
    """Return the stylesheet of preview sheets by the rules of a name ("": the installation's). Errors: `NotFound`."""
    return css.screen(formats.profile(rules or preparing.profile_code()))
