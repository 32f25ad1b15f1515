"""A dossier with the dated facts around it, as plain values: what hooks, rules and papers are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from extensions import ZONE, clock, db
from models import Attachment, Dossier, Matter, Revision
from services import units
from services.files import size_of


@dataclass(frozen=True)
class Attached:
    """A file that goes with the dossier; `subject` is a row's key (a nominee) or empty."""

    id: int
    subject: str
    purpose: str
    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Case:
    """The dossier's frame: whose it is, who decides, which matter, on which day it is looked at.

    `judged_on` is the day of the last submission once the dossier is with others, else today: who belonged to the
    unit, which rules held and whether it was in time are read as of that day.
    """

    dossier_id: int
    code: str
    procedure: str
    status: str
    revision_no: int
    unit_id: int
    unit_name: str
    deciding_unit_id: int
    deciding_name: str
    matter_id: int
    matter_title: str
    year: int
    opens_on: date
    deadline_on: date
    on: date
    judged_on: date
    attachments: tuple[Attached, ...]

    @property
    def own(self) -> bool:
        """Tell whether the unit itself decides: then nothing is sent up."""
        return self.unit_id == self.deciding_unit_id


def attached_to(dossier_id: int) -> tuple[Attached, ...]:
    """Return the files of a dossier, oldest first, those taken away left out."""
    query = select(Attachment).where(Attachment.dossier_id == dossier_id, Attachment.removed_at.is_(None))
    return tuple(
        Attached(row.id, row.subject, row.purpose, row.name, row.file_sha256, size_of(row.file_sha256))
        for row in db.session.scalars(query.order_by(Attachment.id))
    )


def _judged_on(dossier: Dossier, today: date) -> date:
    if dossier.status in ("draft", "returned") or not dossier.revision_no:
        return today
    sent = select(Revision.at).where(Revision.dossier_id == dossier.id, Revision.no == dossier.revision_no)
    at = db.session.scalar(sent)
    return at.astimezone(ZONE).date() if at else today


def case_of(dossier: Dossier) -> Case:
    """Return the frame of a dossier as of today."""
    matter = db.session.get_one(Matter, dossier.matter_id)
    today = clock.today()
    return Case(
        dossier_id=dossier.id,
        code=dossier.code,
        procedure=dossier.procedure,
        status=dossier.status,
        revision_no=dossier.revision_no,
        unit_id=dossier.unit_id,
        unit_name=units.name_of(dossier.unit_id, today),
        deciding_unit_id=dossier.deciding_unit_id,
        deciding_name=units.name_of(dossier.deciding_unit_id, today),
        matter_id=matter.id,
        matter_title=matter.title,
        year=matter.year,
        opens_on=matter.opens_on,
        deadline_on=matter.deadline_on,
        on=today,
        judged_on=_judged_on(dossier, today),
        attachments=attached_to(dossier.id),
    )
