"""A dossier with the dated facts around it, as plain values: what hooks, rules and papers are given."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

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
    return _attached([dossier_id]).get(dossier_id, ())


def _attached(dossier_ids: Collection[int]) -> dict[int, tuple[Attached, ...]]:
    query = select(Attachment).where(Attachment.dossier_id.in_(dossier_ids), Attachment.removed_at.is_(None))
    found: dict[int, tuple[Attached, ...]] = {}
    for row in db.session.scalars(query.order_by(Attachment.id)):
        size = size_of(row.file_sha256)
        one = Attached(row.id, row.subject, row.purpose, row.name, row.file_sha256, size)
        found[row.dossier_id] = (*found.get(row.dossier_id, ()), one)
    return found


def _judged_on(dossiers: Iterable[Dossier]) -> dict[int, date]:
    """Return {dossier id: day of its last submission} of those that are with others."""
    sent = {one.id: one for one in dossiers if one.status not in ("draft", "returned") and one.revision_no}
    if not sent:
        return {}
    query = (
        select(Revision.dossier_id, Revision.at)
        .join(Dossier, Dossier.id == Revision.dossier_id)
        .where(Revision.dossier_id.in_(sent), Revision.no == Dossier.revision_no)
    )
    return {dossier_id: at.astimezone(ZONE).date() for dossier_id, at in db.session.execute(query)}


def case_of(dossier: Dossier) -> Case:
    """Return the frame of a dossier as of today."""
    return cases_of([dossier])[dossier.id]


def cases_of(dossiers: Collection[Dossier]) -> dict[int, Case]:
    """Return {dossier id: its frame as of today}; of one matter's dossiers with a fixed number of queries."""
    today, concerned = clock.today(), {one.unit_id for one in dossiers}
    names = units.names_of(concerned | {one.deciding_unit_id for one in dossiers}, today)
    matters = {one: db.session.get_one(Matter, one) for one in {each.matter_id for each in dossiers}}
    judged, attached = _judged_on(dossiers), _attached([one.id for one in dossiers])
    return {
        one.id: _case(one, matters[one.matter_id], names, today, judged.get(one.id, today), attached)
        for one in dossiers
    }


def answers_of(dossiers: Collection[Dossier]) -> dict[int, dict[str, Any]]:
    """Return {dossier id: answers frozen at its present revision}, with one query; drafts are left out."""
    query = (
        select(Revision.dossier_id, Revision.snapshot)
        .join(Dossier, Dossier.id == Revision.dossier_id)
        .where(Revision.dossier_id.in_([one.id for one in dossiers]), Revision.no == Dossier.revision_no)
    )
    return {dossier_id: frozen["answers"] for dossier_id, frozen in db.session.execute(query)}


def _case(
    dossier: Dossier,
    matter: Matter,
    names: Mapping[int, units.NameView],
    today: date,
    judged_on: date,
    attached: Mapping[int, tuple[Attached, ...]],
) -> Case:
    return Case(
        dossier_id=dossier.id,
        code=dossier.code,
        procedure=dossier.procedure,
        status=dossier.status,
        revision_no=dossier.revision_no,
        unit_id=dossier.unit_id,
        unit_name=names[dossier.unit_id].name,
        deciding_unit_id=dossier.deciding_unit_id,
        deciding_name=names[dossier.deciding_unit_id].name,
        matter_id=matter.id,
        matter_title=matter.title,
        year=matter.year,
        opens_on=matter.opens_on,
        deadline_on=matter.deadline_on,
        on=today,
        judged_on=judged_on,
        attachments=attached.get(dossier.id, ()),
    )
