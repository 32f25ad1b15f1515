"""What is being typed, found by those of the unit alone: drafts change with every keystroke and are never indexed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from extensions import db
from models import Dossier, SearchRow
from services import access, search_text
from vietnamese.terms import begins, folded
from workflows.actors import Actor

#: Statuses in which a dossier is being typed.
TYPED = ("draft", "returned")


def answering(words: Sequence[str], actor: Actor) -> list[int]:
    """Return the search rows of the actor's own dossiers whose draft has every folded word (or a beginning with it).

    One query for the drafts, one for the names in them and one for the rows, however many there are; the drafts of a
    unit are few.
    """
    own = access.own_units(actor)
    if not words or not own:
        return []
    query = select(Dossier.id, Dossier.draft).where(
        Dossier.unit_id.in_(own), Dossier.status.in_(TYPED), access.visible_dossiers(actor)
    )
    texts = search_text.drafts(dict(db.session.execute(query).all()))
    found = [one for one, text in texts.items() if _has(text, words)]
    rows = select(SearchRow.id).where(SearchRow.kind == "dossier", SearchRow.ref_id.in_(found))
    return list(db.session.scalars(rows)) if found else []


def _has(text: str, words: Sequence[str]) -> bool:
    there = set(folded(text))
    return all(word in there or any(begins(one, word) for one in there) for word in words)
