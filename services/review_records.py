"""What verifiers and unit have said about a review: the newest row of each item, read for pages, rules and papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from extensions import db
from models import Dossier, ReviewAnswer, ReviewScore, ReviewVerification
from services import definitions, history
from workflows import engine

# Steps at which points are verified.
VERIFYING = ("verify", "second")
# Steps behind them, at which the unit sees the verified points.
BEHIND_VERIFYING = ("answer", "committee")


def behind_verifying(dossier: Dossier) -> bool:
    """Tell whether the verified points of the present revision are told: to the unit, and to who decides."""
    return dossier.step in BEHIND_VERIFYING or dossier.status == "approved"


@dataclass(frozen=True)
class Verified:
    """Verified points of an item in tenths, None while there are none; why; by whom and when."""

    points: int | None
    reason: str
    person_id: int
    at: datetime


@dataclass(frozen=True)
class Session:
    """What verifiers recorded beside the points; everything may be missing while they work.

    `votes`: of the committee, for the order among unions that are equal at the last place of the quota.
    """

    held_on: date | None = None
    begins: str = ""
    ends: str = ""
    place: str = ""
    people: str = ""
    visited_on: date | None = None
    second_reader: int | None = None
    rank: str | None = None
    good: str = ""
    fix: str = ""
    votes: int | None = None
    version: int = 0


@dataclass(frozen=True)
class Spoken:
    """What the unit answered: {item code: text}, and about the whole."""

    items: dict[str, str] = field(default_factory=dict)
    whole: str = ""


def scores(dossier_id: int, revision_no: int) -> dict[str, Verified]:
    """Return {item code: verified points} of a revision."""
    return scores_of({dossier_id: revision_no}).get(dossier_id, {})


def scores_of(revisions: Mapping[int, int]) -> dict[int, dict[str, Verified]]:
    """Return {dossier id: {item code: verified points}} of {dossier id: revision no}, with one query."""
    query = select(ReviewScore).where(ReviewScore.dossier_id.in_(revisions)).order_by(ReviewScore.id)
    found: dict[int, dict[str, Verified]] = {}
    for row in db.session.scalars(query):
        if revisions[row.dossier_id] == row.revision_no:
            given = Verified(row.verified, row.reason, row.person_id, row.at)
            found.setdefault(row.dossier_id, {})[row.item] = given
    return found


def verification(dossier_id: int, revision_no: int) -> ReviewVerification | None:
    """Return the row of the verifiers' session."""
    query = select(ReviewVerification).where(
        ReviewVerification.dossier_id == dossier_id, ReviewVerification.revision_no == revision_no
    )
    return db.session.scalar(query)


def session_of(dossier_id: int, revision_no: int) -> Session:
    """Return what the verifiers have recorded beside the points."""
    return sessions_of({dossier_id: revision_no}).get(dossier_id) or Session()


def sessions_of(revisions: Mapping[int, int]) -> dict[int, Session]:
    """Return {dossier id: what its verifiers have recorded} of {dossier id: revision no}, with one query."""
    query = select(ReviewVerification).where(ReviewVerification.dossier_id.in_(revisions))
    rows = [row for row in db.session.scalars(query) if revisions[row.dossier_id] == row.revision_no]
    return {row.dossier_id: _session(row) for row in rows}


def _session(row: ReviewVerification) -> Session:
    said: dict[str, Any] = dict(row.said)
    for name in ("held_on", "visited_on"):
        said[name] = date.fromisoformat(said[name]) if said.get(name) else None
    return Session(**said, version=row.version)


def spoken(dossier_id: int, revision_no: int) -> Spoken:
    """Return what the unit answered; the newest words about each item count."""
    query = (
        select(ReviewAnswer)
        .where(ReviewAnswer.dossier_id == dossier_id, ReviewAnswer.revision_no == revision_no)
        .order_by(ReviewAnswer.id)
    )
    said = {row.item: row.text for row in db.session.scalars(query)}
    whole = said.pop("", "")
    return Spoken({item: text for item, text in said.items() if text}, whole)


def deciding(dossier: Dossier) -> tuple[list[int], list[int]]:
    """Return who approved the verifying steps of the present revision last, and who agreed in the committee."""
    state = engine.fold(definitions.chain_of(dossier.definition_id), history.entries_of(dossier.id))
    agreed = [
        one for one in state.all_decisions if one.revision == dossier.revision_no and one.choice == "approve"
    ]
    found = {one.step: one.person_id for one in agreed if one.step in VERIFYING}
    committee = [one.person_id for one in agreed if one.step == "committee"]
    return [found[step] for step in VERIFYING if step in found], committee


def verifiers(dossier: Dossier) -> list[int]:
    """Return who approved the verifying steps of the present revision last, in the order of the steps."""
    return deciding(dossier)[0]
