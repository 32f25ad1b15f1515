"""Verification: points item by item with reasons, the session, what the rules say; the unit's answer per item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from extensions import clock, db
from models import Dossier, ReviewAnswer, ReviewScore, ReviewVerification
from rules import review_peers
from rules.finding import Finding
from rules.review_rank import Standing
from rules.reviews_facts import SELF, VERIFIED, ReviewFacts
from services import (
    access,
    dossier_views,
    dossiers,
    review_choices,
    review_facts,
    review_reading,
    review_records,
    review_scope,
    reviews,
    units,
)
from services.errors import Conflict, Forbidden, NotFound, StaleDraft
from services.review_records import VERIFYING, Session, Spoken
from services.transaction import command
from services.who import Who

DAYS = ("held_on", "visited_on")
RANKS = reviews.RANKS


@dataclass(frozen=True)
class Sheet:
    """The verification page: own and verified points side by side, what the rules find, who may type."""

    view: dossier_views.View
    made: ReviewFacts
    groups: list[dict[str, Any]]
    session: Session
    spoken: Spoken
    standing: Standing | None
    bound: Any
    failing: list[Any]
    findings: tuple[Finding, ...]
    peers: tuple[Finding, ...]
    readers: tuple[tuple[str, str], ...]
    may_type: bool


def _reviewed(code: str, who: Who) -> dossier_views.View:
    view = dossier_views.view(code, who)
    if view.procedure.code != reviews.CODE or not view.revision_no:
        raise NotFound
    return view


def page(code: str, who: Who) -> Sheet:
    """Return the verification of a review for who may read it. Errors: `NotFound`.

    The unit itself sees it from the step at which it answers on.
    """
    view = _reviewed(code, who)
    case, answers = view.case, dossier_views.snapshot(view.case.dossier_id, view.revision_no)["answers"]
    if view.own and view.step in (*VERIFYING, "check"):
        raise NotFound
    made = review_facts.facts(case, answers, VERIFIED)
    standing = review_facts.standing(made, case.matter_id)
    return Sheet(
        view=view,
        made=made,
        groups=review_reading.rows(made),
        session=review_records.session_of(case.dossier_id, view.revision_no),
        spoken=review_records.spoken(case.dossier_id, view.revision_no),
        standing=standing,
        bound=review_choices.bound_words(standing) if standing else None,
        failing=[review_choices.condition_words(one) for one in standing.failing] if standing else [],
        findings=tuple(review_facts.findings(made, case.matter_id)),
        peers=() if view.own else tuple(_far(case, made)),
        readers=_readers(case.deciding_unit_id),
        may_type=view.step in VERIFYING and "approve" in view.can,
    )


def answering(code: str, who: Who) -> Sheet:
    """Return what was verified, for the unit that answers. Errors: `NotFound` for everybody else, and too early."""
    found = page(code, who)
    if not found.view.own:
        raise NotFound
    return found


def differing(made: ReviewFacts) -> list[Any]:
    """Return the items whose verified points are not the unit's own."""
    scored = {item.code: made.scored(item) for item in made.sheet.items}
    return [
        item
        for item in made.sheet.items
        if scored[item.code].applies and scored[item.code].own != scored[item.code].verified
    ]


def _readers(unit_id: int) -> tuple[tuple[str, str], ...]:
    """Return (id, name) of the deciding unit's people, for the second reader."""
    found = units.officers(unit_id, None, clock.today())
    return tuple({str(one.person_id): one.name for one in found}.items())


def _far(case: Any, made: ReviewFacts) -> list[Finding]:
    """Items far from those of the other unions of the cycle: verified points where there are some, else own."""
    rule = reviews.ruleset(case.matter_id).get("OV07")
    if rule is None:
        return []
    others = review_scope.read(review_scope.dossiers_of(case.matter_id).values())
    known = any(made.points(item) is not None for item in made.sheet.items)
    mine = made if known else review_facts.facts(case, _answers(case), SELF)
    sheets = {str(unit_id): review.made for unit_id, review in others.items()}
    return review_peers.far_from_peers({**sheets, str(case.unit_id): mine}, str(case.unit_id), rule)


def _answers(case: Any) -> dict[str, Any]:
    return dossier_views.snapshot(case.dossier_id, case.revision_no)["answers"]


def _typing(code: str, who: Who, steps: tuple[str, ...]) -> Dossier:
    """Return the dossier for who may act at one of the steps now. Errors: `NotFound`, `Conflict`, `Forbidden`."""
    view = _reviewed(code, who)
    if view.step not in steps:
        raise Conflict("Hồ sơ đang ở bước khác.")
    if "approve" not in view.can:
        raise Forbidden("Việc này của người khác, hoặc đồng chí không được thẩm định hồ sơ này.")
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    return access.dossier_for(code, actor)


@command
def save(
    code: str,
    points: Mapping[str, tuple[int | None, str]],
    said: Mapping[str, Any],
    *,
    who: Who,
    version: int | None,
) -> int:
    """Keep verified points {item code: (tenths or None, reason)} and the session; returns the new version.

    Only what has changed is written, each with who and when; half-filled is fine. `version`: that of the page;
    a later one raises `StaleDraft`, None overwrites. Errors also: `NotFound`, `Conflict`.
    """
    dossier = _typing(code, who, VERIFYING)
    row = review_records.verification(dossier.id, dossier.revision_no)
    if row and version is not None and row.version > version:
        raise StaleDraft(row.version, row.said)
    now = {"dossier_id": dossier.id, "revision_no": dossier.revision_no}
    by = {"at": clock(), "person_id": who.person_id}
    there = review_records.scores(dossier.id, dossier.revision_no)
    for item, (tenths, reason) in points.items():
        last = there.get(item)
        before = (last.points, last.reason) if last else (None, "")
        if before != (tenths, reason):
            db.session.add(ReviewScore(**now, **by, item=item, verified=tenths, reason=reason))
    kept = {**said, **{name: said[name].isoformat() if said.get(name) else None for name in DAYS}}
    if row is None:
        row = ReviewVerification(**now, **by, said=kept, version=0)
        db.session.add(row)
    row.said, row.version, row.at, row.person_id = (
        {**row.said, **kept},
        row.version + 1,
        by["at"],
        by["person_id"],
    )
    db.session.flush()
    return row.version


def copied(made: ReviewFacts, group: str) -> dict[str, tuple[int | None, str]]:
    """Return the unit's own points as verified ones for the items of a group that have none yet."""
    return {
        item.code: (scored.own, scored.reason)
        for item in made.sheet.items_of(group)
        if (scored := made.scored(item)).verified is None and scored.applies and scored.own is not None
    }


def finish(code: str, *, who: Who, seen: int, once: str, comment: str = "") -> None:
    """Hand the verified review on. Errors: `Refused` with the findings that hinder, `Conflict`, `NotFound`."""
    _typing(code, who, VERIFYING)
    dossiers.act(code, "approve", who=who, seen=seen, once=once, payload={"comment": comment})


@command
def answer(
    code: str, items: Mapping[str, str], whole: str, *, who: Who, seen: int, once: str, again: bool
) -> None:
    """The unit answers: a word per item, one about the whole; `again` asks the verifiers to look once more.

    Errors: `NotFound`, `Conflict`, `Refused` (asking again without a reason).
    """
    dossier = _typing(code, who, ("answer",))
    there = review_records.spoken(dossier.id, dossier.revision_no)
    for item, text in {**items, "": whole}.items():
        if text != (there.whole if item == "" else there.items.get(item, "")):
            db.session.add(
                ReviewAnswer(
                    dossier_id=dossier.id,
                    revision_no=dossier.revision_no,
                    item=item,
                    text=text,
                    at=clock(),
                    person_id=who.person_id,
                )
            )
    name = "return" if again else "approve"
    dossiers.act(code, name, who=who, seen=seen, once=once, payload={"comment": whole})
