"""What dossiers a grown sector has: which union, in which matter, how far each has come, what stands in its answers.

Answers are those of the province's own dossiers (typed through the real forms) with people, days and words of the
union in their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from extensions import ZONE, db
from models import Dossier, DossierEntry, Revision
from services.demo_sector_units import Union

#: In a hundred: dossiers that were sent back once, refused, taken back; the others went straight.
ONCE_RETURNED, REJECTED, WITHDRAWN = 18, 3, 4
_YEAR = re.compile(r"\b20\d\d\b")


@dataclass(frozen=True)
class Template:
    """A dossier of the province: answers, draft and the facts its chain was told; `keys` are people named in it."""

    answers: dict[str, Any]
    draft: dict[str, Any]
    facts: dict[str, Any]
    keys: tuple[str, ...]
    chair: str
    secretary: str
    dossier_id: int
    revision_no: int


@dataclass
class Planned:
    """A dossier to be written. `words`: texts of the template and what stands in their place."""

    union: Union
    procedure: str
    matter: Any
    template: Template
    begins: datetime
    stage: str
    once_returned: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    nominees: tuple[int, ...] = ()
    decided_on: date | None = None
    code: str = ""

    def answers(self, no: int = 1) -> dict[str, Any]:
        """Return the answers of the no-th submission; the second one differs in a word."""
        found = worded(self.template.answers, self.words, self.begins.year)
        if no > 1 and "meeting" in found:
            found["meeting"]["place"] = "Hội trường lớn"
        return found

    def draft(self) -> dict[str, Any]:
        """Return the draft as the forms keep it."""
        kept = {key: value for key, value in self.template.draft.items() if not key.startswith("_")}
        return worded(kept, self.words, self.begins.year) | {"_authors": [self.union.person("secretary")]}


def worded(value: Any, words: Mapping[str, str], year: int) -> Any:
    """Return data with other texts in the place of some, keys included, and the year of the union's dossier."""
    if isinstance(value, dict):
        return {_key(name, words): worded(inner, words, year) for name, inner in value.items()}
    if isinstance(value, list):
        return [worded(inner, words, year) for inner in value]
    if isinstance(value, str):
        return words[value] if value in words else _YEAR.sub(str(year), value)
    return value


def _key(name: str, words: Mapping[str, str]) -> str:
    first, slash, rest = name.partition("/")
    return f"{first}/{words.get(rest, rest)}" if slash else words.get(name, name)


def template_of(dossier: Dossier) -> Template:
    """Return a dossier that was sent up, as a template."""
    query = select(Revision.snapshot).where(
        Revision.dossier_id == dossier.id, Revision.no == dossier.revision_no
    )
    answers = db.session.scalar(query)["answers"]
    sent = select(DossierEntry.payload).where(
        DossierEntry.dossier_id == dossier.id, DossierEntry.kind == "submitted"
    )
    facts = db.session.scalars(sent.order_by(DossierEntry.seq.desc())).first()["answers"]
    meeting = answers.get("meeting", {})
    return Template(
        answers=answers,
        draft=dossier.draft or {},
        facts=facts,
        keys=tuple(answers.get("nominees", {}).get("people", ())),
        chair=meeting.get("chair") or "",
        secretary=meeting.get("secretary") or "",
        dossier_id=dossier.id,
        revision_no=dossier.revision_no,
    )


def templates(procedure: str) -> list[Template]:
    """Return the province's approved dossiers of a procedure; nominations that name people only."""
    query = select(Dossier).where(Dossier.procedure == procedure, Dossier.status == "approved")
    found = [template_of(one) for one in db.session.scalars(query.order_by(Dossier.id))]
    return [
        one
        for one in found
        if procedure != "award_nomination" or len(one.keys) == len(one.answers["results"])
    ]


def begun(rng: Random, first: date, last: date) -> datetime:
    """Return a working morning between two days."""
    day = first + timedelta(days=rng.randrange(max(1, (last - first).days + 1)))
    while day.weekday() > 4:
        day += timedelta(days=1)
    return datetime.combine(day, time(7 + rng.randrange(2), rng.randrange(60)), ZONE)


def named(rng: Random, union: Union, template: Template, held_on: date) -> dict[str, Any]:
    """Return {"words", "nominees"} of a nomination or review: people of the union in the place of the template's."""
    chosen = tuple(rng.sample(union.members[10:], len(template.keys)))
    words = {key: f"p{person}" for key, person in zip(template.keys, chosen, strict=True)}
    words |= {
        template.chair: f"p{union.person('chair')}",
        template.secretary: f"p{union.person('secretary')}",
    }
    if held := template.answers.get("meeting", {}).get("held_on"):
        words[held] = held_on.isoformat()
    if situation := template.answers.get("report", {}).get("situation"):
        words[situation] = (
            f"Đơn vị có {len(union.members)} đoàn viên (nữ {union.women}); cán bộ công đoàn đều kiêm nhiệm."
        )
    return {"words": words, "nominees": chosen}


def shares(rng: Random, rows: Sequence[tuple[str, int]], count: int) -> list[str]:
    """Return `count` stages in the proportions of the data (stage, parts in a hundred), in random order."""
    found = [stage for stage, part in rows for _one in range(part * count // 100)]
    found += [rows[-1][0]] * (count - len(found))
    rng.shuffle(found)
    return found


def course(rng: Random) -> tuple[str, bool]:
    """Return (stage, sent back once) of a dossier of the past."""
    drawn = rng.randrange(100)
    if drawn < REJECTED:
        return "rejected", False
    if drawn < REJECTED + WITHDRAWN:
        return "withdrawn", False
    return "approved", drawn < REJECTED + WITHDRAWN + ONCE_RETURNED


def spread(first: date, last: date, count: int) -> Iterator[date]:
    """Return `count` days evenly spread between two days."""
    length = (last - first).days
    for no in range(count):
        yield first + timedelta(days=length * no // max(1, count))
