"""Asking the province with both events of 2025: people and units by code, papers, what dossiers sent up."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from html import unescape
from io import BytesIO
from typing import Any

from sqlalchemy import select

from extensions import ZONE, clock, db


def on(day: date, hour: int = 18) -> Any:
    """Let it be the evening of a day."""
    return clock.at(datetime(day.year, day.month, day.day, hour, tzinfo=ZONE))


def who(code: str) -> Any:
    """Return the person with a code."""
    from models import Person
    from services.who import Who

    return Who(db.session.scalar(select(Person.id).where(Person.code == code)))


def unit(no: int) -> int:
    """Return the id of a union by its number in the notes."""
    from models import Unit

    return db.session.scalar(select(Unit.id).where(Unit.code == f"CS{no:02}"))


def event(kind: str) -> int:
    """Return the matter of one of the two events: workshop, training."""
    from models import Matter
    from services import events

    year = select(Matter.id).where(Matter.procedure == events.CODE, Matter.year == 2025)
    return next(one for one in db.session.scalars(year) if events.event_of(one).kind == kind)


def paper(kind: str, what: str) -> Any:
    """Return a paper of an event."""
    from models import Paper

    return db.session.scalar(select(Paper).where(Paper.matter_id == event(kind), Paper.kind == what))


def part(kind: str, what: str, of: str = "") -> tuple[dict[str, Any], str]:
    """Return a part of a paper (of the paper `of`): its values and its words in Word, blanks made one."""
    from models import PaperPart

    whole = paper(kind, of or what)
    row = db.session.scalar(select(PaperPart).where(PaperPart.paper_id == whole.id, PaperPart.kind == what))
    return row.values, words(row)


def words(row: Any) -> str:
    """Return the text of a part's Word file."""
    from services import files

    with zipfile.ZipFile(BytesIO(files.read(row.docx_sha256))) as file:
        xml = file.read("word/document.xml").decode("utf-8")
    text = unescape(re.sub(r"<[^>]+>", "", re.sub(r"</w:p>|</w:tc>", " ", xml)))
    return " ".join(text.replace("\u2060", "").split())


def view(kind: str, procedure: str) -> tuple[Any, dict[str, Any]]:
    """Return the plan's or the report's dossier of an event as its writer sees it, with the answers sent up."""
    from models import Dossier
    from services import dossier_views

    query = select(Dossier).where(Dossier.matter_id == event(kind), Dossier.procedure == procedure)
    row = db.session.scalar(query)
    seen = dossier_views.view(row.code, who("P04"))
    return seen, dossier_views.snapshot(row.id, row.revision_no)["answers"]
