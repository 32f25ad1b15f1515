"""What the product writes into rows of a dossier's draft at its writer's word: read cells, one answer for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from extensions import clock
from services import access, dossiers
from services.errors import Conflict
from services.transaction import command
from services.who import Who

#: The name under which a page's draft keeps the cells that were told beside its fields: no answers of the dossier.
BESIDE = "_sheet"


@dataclass(frozen=True)
class Fill:
    """What one page gets: `page` is what a page never opened shows, `seen` what its draft held when this was made
    (None: never opened), `values` {field: value} for open fields, `beside` {field: text of the cell told beside it}.
    """

    page: dict[str, Any]
    seen: dict[str, Any] | None
    values: dict[str, Any]
    beside: dict[str, str] = field(default_factory=dict)


@command
def fill(
    code: str, fills: Mapping[str, Fill], *, who: Who, done: tuple[str, Mapping[str, Any]] | None = None
) -> int:
    """Write the values into the pages {place: what it gets}; return how many pages got an answer.

    A field that somebody changed meanwhile stays as it is. `done` = (place, values) is what the page that asked for it
    holds afterwards. Errors: `NotFound`, `Conflict` (the dossier cannot be typed in now).
    """
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    dossier = access.dossier_for(code, actor)
    if not dossiers.editable(dossier, actor):
        raise Conflict("Hồ sơ đang ở bước khác, phần này không sửa được lúc này.")
    draft = dict(dossier.draft or {})
    made = {place: _filled(draft.get(place), one) for place, one in fills.items()}
    if done is not None:
        made[done[0]] = {**draft.get(done[0], {}), **done[1]}
    changed = {place: kept for place, kept in made.items() if draft.get(place) != kept}
    if not changed:
        return 0
    now = clock()
    dossier.draft_version += 1
    mark = {"version": dossier.draft_version, "at": now.isoformat(), "person_id": who.person_id}
    answered = [place for place in changed if place in fills and fills[place].values]
    draft |= changed
    draft["_authors"] = sorted({*draft.get("_authors", ()), who.person_id})
    marks = draft.get("_saved", {})
    # A reviewer's note waits until somebody saves its page: the day of that saving is not moved by the machine.
    draft["_saved"] = marks | {place: mark | {"at": marks.get(place, mark)["at"]} for place in changed}
    dossier.draft, dossier.draft_saved_at, dossier.draft_saved_by = draft, now, who.person_id
    return len(answered)


def _filled(kept: dict[str, Any] | None, one: Fill) -> dict[str, Any]:
    """Return a page's draft with the values put into the fields that are still as they were seen."""
    seen = one.seen or {}
    stands = one.page if kept is None else kept
    fresh = {
        name: value for name, value in one.values.items() if kept is None or kept.get(name) == seen.get(name)
    }
    return {**stands, **fresh, BESIDE: one.beside}
