"""How pages name whoever acted in another's place: «đ/c B, thay mặt đ/c A (ủy quyền số 05/GUQ-CĐCS)»."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from sqlalchemy import select

from extensions import db
from models import Delegation, Person
from services.words import role_title
from workflows.entries import Entry

#: {(person, delegation or None): what stands behind «đ/c»}
Voices = dict[tuple[int | None, int | None], str]


def voices(entries: Iterable[Entry], names: Mapping[int | None, str]) -> Voices:
    """Return how each person of a history is named, by the delegation acted by. One query where there is one."""
    pairs = {(entry.person_id, entry.seat.get("delegation_id")) for entry in entries}
    said = _said({delegation_id for _person, delegation_id in pairs if delegation_id})
    return {(person, one): names.get(person, "") + said.get(one, "") for person, one in pairs}


def voice(entry: Entry, known: Voices) -> tuple[str, str]:
    """Return (person, office) of an entry as its line names them."""
    key = (entry.person_id, entry.seat.get("delegation_id"))
    return known.get(key, ""), role_title(entry.seat.get("role"))


def _said(ids: set[int]) -> dict[int | None, str]:
    """Return {delegation: «, thay mặt đ/c A (ủy quyền số …)»}."""
    if not ids:
        return {}
    query = select(Delegation, Person.name).outerjoin(Person, Person.id == Delegation.giver_id)
    rows = db.session.execute(query.where(Delegation.id.in_(ids))).all()
    return {row.id: _words(row, giver or "") for row, giver in rows}


def _words(row: Delegation, giver: str) -> str:
    if row.kind == "acting":
        number = _(" (quyết định số %(number)s)", number=row.paper_no) if row.paper_no else ""
        return _(", quyền chủ tịch") + number
    about = (
        _("ủy quyền số %(number)s", number=row.paper_no)
        if row.paper_no
        else _("giao từ %(first)s", first=f"{row.valid_from:%d/%m/%Y}")
    )
    return _(", thay mặt đ/c %(name)s (%(about)s)", name=giver, about=about)
