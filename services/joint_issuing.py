"""The paper of two units itself: laid out for both to look at, numbered in both registers at once or in none."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any, Unpack

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from documents.symbols import symbol
from extensions import clock, db, ports
from models import JointDraft, Paper
from services import (
    formats,
    issue_pages,
    issuing,
    joint_papers,
    joint_text,
    preparing,
    recalls,
    signing,
    units,
)
from services.errors import CannotSign, Conflict, NotFound
from services.preparing import Issuer
from services.who import Who
from workflows.signers import Signer

KIND = joint_papers.KIND


def draft_of(row: JointDraft, on: date, signer: str = "") -> issuing.PaperDraft:
    """Return the paper as it would be dated `on`; `signer` is the key of who signs for the unit that leads.

    Errors: `Conflict` (nobody signs, or not the partner's signer on that day), `CannotSign`, `NotFound`.
    """
    lead = signing.chosen(row.unit_id, on, KIND, signer or row.signer)
    partner = _partner(row, on)
    answers, title = row.answers, joint_papers.titles()[row.answers["kind"]]
    blocks = [_block(row.unit_id, on, lead), _block(row.partner_id, on, partner)]
    recipients = joint_text.lines_of(answers["recipients"])
    values: dict[str, Any] = {
        "letterhead": units.head_of_paper(row.unit_id, on) | {"parent": None},
        "partner": units.head_of_paper(row.partner_id, on) | {"parent": None},
        "title": title,
        "subject": answers["subject"],
        "bases": joint_text.lines_of(answers["bases"]),
        "signature": blocks[0],
        "partner_signature": blocks[1],
        "recipients": recipients,
        **joint_text.body_of(answers["body"]),
    }
    signatures = tuple(
        signing.Signed(one.name, signing.form_of(block["lines"]), one.mode, one.person_id, one.delegation_id)
        for one, block in zip((lead, partner), blocks, strict=True)
    )
    return issuing.PaperDraft(
        kind=KIND,
        unit_id=row.unit_id,
        subject=answers["subject"],
        symbol=symbol(answers["kind"], units.symbol_of(row.unit_id, on)),
        signer=signing.names(signatures),
        signatures=signatures,
        parts=(issuing.Part(KIND, title, values),),
        replaces_id=row.replaces_id,
        recipients="; ".join(recipients),
        dated=on.isoformat(),
        partner=Issuer(
            row.partner_id, symbol(answers["kind"], units.symbol_of(row.partner_id, on)), partner.name
        ),
    )


def _partner(row: JointDraft, on: date) -> Signer:
    try:
        return signing.chosen(row.partner_id, on, KIND, row.partner_signer)
    except CannotSign as refused:
        raise Conflict(
            "Người ký mà đơn vị cùng ban hành đã chọn không ký được vào ngày này. Rút lại rồi gửi họ chọn lại."
        ) from refused


def _block(unit_id: int, on: date, signer: Signer) -> dict[str, Any]:
    """On a paper of two units the lines above the name say for which of them it is signed."""
    collective = f"{units.collective_of(unit_id, on)} {units.name_of(unit_id, on)}"
    return signing.block(signer, collective, unit_id, on)


def print_file(joint_id: int, fmt: str, *, who: Who) -> bytes:
    """Return the paper as PDF or Word, numbers and date blank. Errors: as `joint_papers.kept`, `Busy`, `NotFound`."""
    row, _leads = joint_papers.kept(joint_id, who)
    draft = draft_of(row, clock.today())
    values = preparing.blank(draft)[0]
    asked = preparing.request(KIND, values, formats.name_of(row.unit_id), (fmt,)) | {"check": False}
    answer = ports.render(asked, current_app.config["RENDER_WAIT_SECONDS"])
    if fmt not in answer["files"]:
        raise NotFound
    return answer["files"][fmt]


def issue_page(joint_id: int, *, who: Who, **wanted: Unpack[issue_pages.Wanted]) -> issue_pages.IssuePage:
    """Lay the agreed paper out for looking at before it gets its numbers.

    Errors: as `joint_papers.kept`, `Conflict`, `Busy`, `Refused`.
    """
    row, _leads = joint_papers.kept(joint_id, who, move="issue")
    title = joint_papers.titles()[row.answers["kind"]]
    return issue_pages.lay_out(title, partial(draft_of, row), **wanted)


def issue(joint_id: int, *, who: Who, **sent: Unpack[issue_pages.Sent]) -> int:
    """Number an agreed paper in both registers and issue it; returns the paper's id.

    Errors: as `joint_papers.kept`, `Conflict` (taken back meanwhile, content changed), `Refused` (date).
    """

    def ready() -> tuple[issue_pages.Draft, issue_pages.Also]:
        row, _leads = joint_papers.kept(joint_id, who, move="issue")
        version = row.version

        def write_down(paper: Paper) -> None:
            fresh = db.session.get_one(JointDraft, joint_id, with_for_update=True, populate_existing=True)
            if (fresh.state, fresh.version) != ("agreed", version):
                raise Conflict("Văn bản này vừa có người sửa hoặc gửi. Mở lại trang để xem bản mới nhất.")
            joint_papers.numbered(fresh, paper)

        return partial(draft_of, row), write_down

    return issue_pages.number(ready, who=who, **sent)


def _recalled(paper: Paper) -> None:
    """Tell the partner that the unit that leads has recalled their paper."""
    row = db.session.scalar(select(JointDraft).where(JointDraft.paper_id == paper.id))
    if row is not None:
        joint_papers.tell(
            row.partner_id, row, _("Văn bản ban hành chung số %(number)s đã thu hồi", number=paper.number)
        )


recalls.RECALLED[KIND] = _recalled
