"""What the reading page of a review shows: every item with its points and evidence, totals, rank, meeting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from extensions import db
from models import Dossier
from rules.review_score import tally
from rules.reviews_facts import SELF, VERIFIED
from services import paper_lists, review_choices, review_facts, review_records, reviews
from services.cases import Case


def rows(made: Any) -> list[dict[str, Any]]:
    """Return the groups of a review with their items and totals; points in tenths, None where not given."""
    own, checked = (tally(made.sheet, made.scores, stage) for stage in (SELF, VERIFIED))
    return [
        {
            "code": group.code,
            "title": group.title,
            "max": group.max,
            "own": own.groups[no].points,
            "verified": checked.groups[no].points,
            "items": [(item, made.scored(item)) for item in made.sheet.items_of(group.code)],
        }
        for no, group in enumerate(made.sheet.groups)
    ]


def _standing(made: Any, matter_id: int) -> tuple[Any, Any, list[Any]] | None:
    """Return where the union stands, what binds, which conditions do not hold; None without a scale."""
    found = review_facts.standing(made, matter_id)
    if found is None:
        return None
    failing = [review_choices.condition_words(one) for one in found.failing]
    return found, review_choices.bound_words(found), failing


def reading(case: Case, answers: dict[str, Any]) -> dict[str, Any]:
    """Return the sheet as read, with verified points once there are some, and what the unit answered."""
    dossier = db.session.get_one(Dossier, case.dossier_id)
    verified = bool(review_records.scores(dossier.id, dossier.revision_no))
    made = review_facts.facts(case, answers, VERIFIED if verified else SELF)
    standings = {
        stage: _standing(replace(made, stage=stage), case.matter_id)
        for stage in ([SELF, VERIFIED] if verified else [SELF])
    }
    return {
        "groups": rows(made),
        "sheet": made.sheet,
        "verified": verified,
        "standings": standings,
        "ranks": reviews.RANKS,
        "asked": (answers.get("meeting") or {}).get("rank"),
        "meeting": answers.get("meeting") or {},
        "report": answers.get("report") or {},
        "told": paper_lists.valid_of(dossier.id, "review_notice") is not None,
        "spoken": review_records.spoken(dossier.id, dossier.revision_no),
        "session": review_records.session_of(dossier.id, dossier.revision_no),
    }
