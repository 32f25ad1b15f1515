"""What a council has before it: the cases of a dossier, which dossiers of a matter wait for it, what it has said.

A dossier waits for its council while it stands at the step named here in a matter that is charged to a council, and
no sitting that was closed has counted its present revision. The step itself cannot approve before; where the chain
makes the council's vote binding it never approves what the council did not pass, where the vote is advice it needs a
written reason for that (`hindering`). What came back to the step is voted on again: what was said before is shown as
such.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select

from extensions import db
from models import (
    Council,
    CouncilCharge,
    CouncilCount,
    CouncilItem,
    CouncilSitting,
    Dossier,
    DossierEntry,
    Matter,
    Paper,
    Revision,
)
from rules.finding import FAIL, N_, NEEDS_REVIEW, Finding
from services import awards, definitions, history, units
from services.cases import Case, case_of
from services.naming import nominated
from workflows.state import fold

#: The step of each procedure before which its council sits.
STEPS = {"award_nomination": "committee", "self_review": "committee"}

#: What a council's vote is where the chain of a dossier does not say (versions from before it could).
UNSAID = "advisory"

#: Before every sitting.
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class CouncilCase:
    """One thing to vote on: a nominee («p12», «u34») or the dossier itself (key "")."""

    key: str
    kind: str
    name: str
    post: str
    unit_name: str
    merit: str


@dataclass(frozen=True)
class Waiting:
    """A dossier that waits for its council."""

    dossier_id: int
    code: str
    unit_name: str
    revision_no: int


@dataclass(frozen=True)
class Said:
    """What a council said of a case in its last ballot: votes of all members, passed, failed or tie."""

    key: str
    name: str
    agree: int
    disagree: int
    members: int
    outcome: str


@dataclass(frozen=True)
class Vote:
    """What a sitting said of a revision, by which minutes ("" while they are not issued)."""

    revision_no: int
    held_on: date
    called_at: datetime
    said: tuple[Said, ...]
    minutes: str
    paper_id: int | None


@dataclass(frozen=True)
class Standing:
    """Where a dossier stands with its council: its vote on what is before the step now (None while there is none) and
    the last one from before it was sent back or sent anew; `force` and `basis` are what the vote means by the chain.
    """

    council: str
    vote: Vote | None
    earlier: Vote | None
    force: str
    basis: str

    @property
    def said(self) -> tuple[Said, ...]:
        """What was said of the present revision's cases, empty before the vote."""
        return self.vote.said if self.vote else ()

    @property
    def failed(self) -> tuple[Said, ...]:
        """The cases of the present revision that the council did not pass."""
        return tuple(one for one in self.said if one.outcome != "passed")


def _nominees(case: Case, answers: dict[str, Any]) -> list[CouncilCase]:
    passed, said = set(awards.passed(answers)), answers.get("results") or {}
    found = []
    for one in awards.listed(case, answers):
        if one.key in passed:
            named = nominated(one, said.get(one.key) or {})
            kind = "person" if one.kind == "person" else "group"
            merit = (said.get(one.key) or {}).get("summary") or ""
            found.append(
                CouncilCase(one.key, kind, named["name"], named["post"] or "", case.unit_name, merit)
            )
    return found


def _whole(case: Case, answers: dict[str, Any]) -> list[CouncilCase]:
    return [CouncilCase("", "unit", case.unit_name, "", case.unit_name, case.matter_title)]


CASES: dict[str, Callable[[Case, dict[str, Any]], list[CouncilCase]]] = {
    "award_nomination": _nominees,
    "self_review": _whole,
}


def of_dossier(dossier: Dossier) -> list[CouncilCase]:
    """Return the cases of a dossier's present revision, in the order of its papers."""
    frozen = select(Revision.snapshot).filter_by(dossier_id=dossier.id, no=dossier.revision_no)
    return CASES[dossier.procedure](case_of(dossier), db.session.scalar(frozen)["answers"])


def _here(matter: Matter) -> list[Dossier]:
    """The dossiers of a matter that stand at the council's step."""
    query = select(Dossier).where(
        Dossier.matter_id == matter.id,
        Dossier.status == "in_review",
        Dossier.step == STEPS.get(matter.procedure, ""),
    )
    return list(db.session.scalars(query.order_by(Dossier.id)))


def _awaiting(matter: Matter) -> list[Dossier]:
    """Those of them whose present revision no sitting has before it, or has judged since it came to the step."""
    rows = _here(matter)
    query = (
        select(CouncilItem.dossier_id, func.max(CouncilSitting.created_at))
        .join(CouncilSitting, CouncilSitting.id == CouncilItem.sitting_id)
        .join(
            Dossier,
            (Dossier.id == CouncilItem.dossier_id) & (Dossier.revision_no == CouncilItem.revision_no),
        )
        .where(Dossier.matter_id == matter.id, CouncilSitting.state != "dropped")
        .group_by(CouncilItem.dossier_id)
    )
    called = dict(tuple(row) for row in db.session.execute(query))
    back = sent_back([row for row in rows if row.id in called])
    return [row for row in rows if row.id not in called or called[row.id] < back.get(row.id, called[row.id])]


def sent_back(dossiers: Sequence[Dossier]) -> dict[int, datetime]:
    """Return {dossier: when the council's step last sent its present revision back}, for those that it did.

    A vote from before then was about something else: points verified anew, for one.
    """
    returned = select(DossierEntry.dossier_id).where(
        DossierEntry.dossier_id.in_([row.id for row in dossiers]), DossierEntry.kind == "returned"
    )
    ids = set(db.session.scalars(returned))
    past, found = history.histories(ids) if ids else {}, {}
    for row in (one for one in dossiers if one.id in ids):
        state = fold(definitions.chain_of(row.definition_id), past[row.id])
        instants = [
            one.at
            for one in state.closings
            if (one.step, one.outcome, one.revision) == (STEPS[row.procedure], "returned", row.revision_no)
        ]
        if instants:
            found[row.id] = max(instants)
    return found


def waiting(matter: Matter, on: Any) -> list[Waiting]:
    """Return the dossiers of a matter that no sitting has before it yet."""
    rows = _awaiting(matter)
    names = units.names_of({row.unit_id for row in rows}, on)
    return [Waiting(row.id, row.code, names[row.unit_id].short_name, row.revision_no) for row in rows]


def chosen(matter: Matter, codes: Iterable[str]) -> list[Dossier]:
    """Return those of the dossiers that still wait for their council."""
    wanted = set(codes)
    return [row for row in _awaiting(matter) if row.code in wanted]


def gone(sitting: CouncilSitting, items: Sequence[CouncilItem]) -> list[CouncilItem]:
    """Return the cases of a sitting whose dossier is no longer before it: sent back, sent anew, decided, withdrawn."""
    matter = db.session.get_one(Matter, sitting.matter_id)
    here = {row.id: row for row in _here(matter)}
    back = sent_back(list(here.values()))
    return [
        one
        for one in items
        if one.dossier_id not in here
        or here[one.dossier_id].revision_no != one.revision_no
        or sitting.created_at < back.get(one.dossier_id, sitting.created_at)
    ]


def standing(dossier_id: int, matter_id: int, revision_no: int) -> Standing | None:
    """Return where a revision stands with its council; None where its matter goes through none."""
    charge = db.session.get(CouncilCharge, matter_id)
    if charge is None:
        return None
    dossier = db.session.get_one(Dossier, dossier_id)
    votes = _votes(dossier_id, revision_no)
    last = votes.pop() if votes else None
    if last and (
        last.revision_no != revision_no or last.called_at < sent_back([dossier]).get(dossier_id, NEVER)
    ):
        votes, last = [*votes, last], None
    council = db.session.get_one(Council, charge.council_id).name
    return Standing(council, last, votes[-1] if votes else None, *_meaning(dossier))


def _votes(dossier_id: int, revision_no: int) -> list[Vote]:
    """Return what was said of a dossier up to a revision, sitting by sitting."""
    query = (
        select(CouncilItem, CouncilCount, CouncilSitting, Paper.number)
        .join(CouncilCount, CouncilCount.item_id == CouncilItem.id)
        .join(CouncilSitting, CouncilSitting.id == CouncilItem.sitting_id)
        .outerjoin(Paper, Paper.id == CouncilSitting.paper_id)
        .where(
            CouncilItem.dossier_id == dossier_id,
            CouncilItem.revision_no <= revision_no,
            CouncilSitting.state == "closed",
        )
        .order_by(CouncilSitting.created_at, CouncilSitting.id, CouncilItem.no, CouncilCount.ballot_no)
    )
    said: dict[int, dict[str, Said]] = {}
    made: dict[int, Vote] = {}
    for item, count, sitting, number in db.session.execute(query):
        one = Said(item.key, item.name, count.agree, count.disagree, count.members, count.outcome)
        said.setdefault(sitting.id, {})[item.key] = one
        when = (sitting.held_on, sitting.created_at)
        made[sitting.id] = Vote(item.revision_no, *when, (), number or "", sitting.paper_id)
    return [replace(vote, said=tuple(said[sitting].values())) for sitting, vote in made.items()]


def against(dossiers: Sequence[Dossier]) -> dict[int, str]:
    """Return {dossier: «name (votes/members), …»} of the cases that its council did not pass, for those at its step.

    A fixed number of queries, however many dossiers.
    """
    here = {row.id: row for row in dossiers if row.step == STEPS.get(row.procedure, "")}
    if not here:
        return {}
    query = (
        select(CouncilItem, CouncilCount, CouncilSitting.created_at)
        .join(CouncilCount, CouncilCount.item_id == CouncilItem.id)
        .join(CouncilSitting, CouncilSitting.id == CouncilItem.sitting_id)
        .where(CouncilItem.dossier_id.in_(here), CouncilSitting.state == "closed")
        .order_by(CouncilSitting.created_at, CouncilItem.no, CouncilCount.ballot_no)
    )
    back = sent_back(list(here.values()))
    last: dict[int, dict[str, CouncilCount]] = {}
    names: dict[tuple[int, str], str] = {}
    for item, count, called_at in db.session.execute(query):
        row = here[item.dossier_id]
        if item.revision_no == row.revision_no and called_at >= back.get(row.id, NEVER):
            last.setdefault(row.id, {})[item.key] = count
            names[row.id, item.key] = item.name
    failed = {
        dossier_id: [
            f"{names[dossier_id, key]} ({count.agree}/{count.members})"
            for key, count in cases.items()
            if count.outcome != "passed"
        ]
        for dossier_id, cases in last.items()
    }
    return {dossier_id: ", ".join(found) for dossier_id, found in failed.items() if found}


def _meaning(dossier: Dossier) -> tuple[str, str]:
    """Return what the vote of a council means for a dossier by its own chain, and the basis of that."""
    step = definitions.chain_of(dossier.definition_id).step(STEPS.get(dossier.procedure))
    return (step.council or UNSAID, step.council_basis) if step else (UNSAID, "")


NOT_YET = N_("%(council)s chưa họp xét lần trình này. Có kết quả bỏ phiếu của Hội đồng rồi mới quyết định.")
BINDING = N_(
    "%(council)s không thông qua %(names)s, nên hồ sơ này không được duyệt. "
    "Trả lại để đơn vị sửa, hoặc ghi không đồng ý."
)
ADVISORY = N_("%(council)s không thông qua %(names)s. Đồng ý khác với Hội đồng thì ghi rõ lý do tại đây.")


def hindering(case: Case, answers: dict[str, Any], step: str) -> list[Finding]:
    """Return the finding that keeps the deciding step from approving: before the vote of its council, or against it.

    Level «ask» needs a written reason, «block» cannot be approved.
    """
    if STEPS.get(case.procedure) != step:
        return []
    there = standing(case.dossier_id, case.matter_id, case.revision_no)
    if there is None:
        return []
    params: dict[str, str | int] = {"council": there.council}
    if not there.said:
        fix = N_("Thư ký Hội đồng mở phiên họp, đưa hồ sơ này vào và kiểm phiếu.")
        return [Finding("CO01", "block", NOT_YET, params, None, "", FAIL, fix=fix)]
    if not there.failed:
        return []
    params["names"] = ", ".join(f"{one.name} ({one.agree}/{one.members})" for one in there.failed)
    if there.force == "binding":
        return [Finding("CO02", "block", BINDING, params, None, there.basis, FAIL)]
    return [Finding("CO03", "ask", ADVISORY, params, None, there.basis, NEEDS_REVIEW)]
