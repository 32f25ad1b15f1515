"""Dossiers: open, type, submit, act. Every command reloads the actor, asks the engine, writes what it says.

The engine decides who may do what; this module only fetches the history, freezes revisions, keeps the stored
projections (status, step, due date, waiting) equal to the fold, and tells the next person.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update

from extensions import clock, db
from models import Attachment, Counter, Dossier, FindingCount, Matter, Revision, Waiting
from models.types import canonical
from services import access, definitions, history, matters, procedures, telling, telling_desk
from services import answers as answered
from services.calendar import due_after
from services.cases import Case, case_of
from services.errors import Conflict, Forbidden, NotFound, Refused, StaleDraft
from services.transaction import command
from services.who import Who
from services.words import inside, role_title
from workflows import engine
from workflows.actors import SYSTEM, Actor, Command
from workflows.definition import Definition as Chain
from workflows.entries import Entry
from workflows.errors import (
    AlreadyDone,
    AnswerMissing,
    CommentRequired,
    NotAllowed,
    OnceReused,
    ScopeUnresolved,
    StaleCommand,
)
from workflows.inside import is_internal


@dataclass(frozen=True)
class Saved:
    """The answer to a save: the draft's new version and when it was saved."""

    version: int
    at: datetime


def _actor(who: Who) -> Actor:
    return access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())


def _next_code(prefix: str, year: int) -> str:
    """Return the next dossier code of the year, such as KT-2026-00042."""
    name = f"{prefix}-{year}"
    raised = (
        update(Counter).where(Counter.name == name).values(value=Counter.value + 1).returning(Counter.value)
    )
    value = db.session.scalar(raised)
    if value is None:
        value = 1
        db.session.add(Counter(name=name, value=value))
        db.session.flush()
    return f"{name}-{value:05d}"


@command
def open_dossier(matter_id: int, *, who: Who, procedure: str = "") -> str:
    """Open the acting unit's dossier in a matter, or return the one it has. Returns the dossier's code.

    `procedure` is that of the matter unless it is named: a matter may gather dossiers of several.
    Errors: `NotFound` (no such open matter for this unit), `Forbidden` (the seat may not write dossiers).
    """
    matter = db.session.get(Matter, matter_id)
    actor = _actor(who)
    seat = access.seat_acted(actor, who.office_id)
    if matter is None or seat is None or not matters.may_join(matter, seat.unit_id, clock.today()):
        raise NotFound
    kind = procedures.catalogue()[procedure or matter.procedure]
    own = select(Dossier.code).where(
        Dossier.matter_id == matter_id,
        Dossier.unit_id == seat.unit_id,
        Dossier.procedure == kind.code,
        Dossier.status != "withdrawn",
    )
    if (code := db.session.scalar(own)) is not None:
        return code
    definition_id = definitions.pin(kind.definition)
    chain = definitions.chain_of(definition_id)
    if seat.role not in chain.applicant_roles:
        roles = ", ".join(inside(role_title(role)) for role in chain.applicant_roles)
        raise Forbidden("Hồ sơ này do %(roles)s của đơn vị lập.", roles=roles)
    now = clock()
    dossier = Dossier(
        code=_next_code(kind.prefix, clock.today().year),
        matter_id=matter.id,
        unit_id=seat.unit_id,
        deciding_unit_id=matter.unit_id,
        procedure=kind.code,
        definition_id=definition_id,
        title=kind.dossier_title % {"matter": matter.title},
        draft={},
        created_at=now,
        created_by=who.person_id,
        changed_at=now,
    )
    db.session.add(dossier)
    db.session.flush()
    scopes = matters.scopes(dossier.unit_id, matter.unit_id, clock.today())
    payload = {
        "owner_unit_id": dossier.unit_id,
        "deciding_unit_id": matter.unit_id,
        "definition": {"code": chain.code, "version": chain.version},
        "scopes": scopes,
    }
    _perform(dossier, chain, Command("draft", actor, 0, f"open-{dossier.code}", payload))
    return dossier.code


def editable(dossier: Dossier, actor: Actor) -> bool:
    """True when this actor may type in the dossier now (the same table that allows to submit)."""
    state = engine.fold(definitions.chain_of(dossier.definition_id), history.entries_of(dossier.id))
    return "edit" in engine.allowed(state, actor)


@command
def save_part(code: str, part: str, typed: dict[str, Any], *, who: Who, version: int | None) -> Saved:
    """Keep what was typed in one part, valid or not; fields that the page did not send stay as they were.

    `part` is a part's key, or key and row («results/n3»). `version` is the version that the page was made from;
    a later one that touched the same part raises `StaleDraft`. Errors also: `NotFound`, `Conflict`.
    """
    actor = _actor(who)
    dossier = access.dossier_for(code, actor)
    if not editable(dossier, actor):
        raise Conflict("Hồ sơ đang ở bước khác, phần này không sửa được lúc này.")
    draft = dict(dossier.draft or {})
    marks = dict(draft.get("_saved", {}))
    last = marks.get(part)
    typed = _over(draft.get(part) or {}, typed)
    if version is not None and last and last["version"] > version and draft.get(part) != typed:
        raise StaleDraft(dossier.draft_version, draft.get(part))
    now = clock()
    if (
        last and draft.get(part) == typed
    ):  # a page that leaves sends what is kept: no new version for the next page
        return Saved(dossier.draft_version, now)
    draft[part] = typed
    dossier.draft_version += 1
    marks[part] = {"version": dossier.draft_version, "at": now.isoformat(), "person_id": who.person_id}
    draft["_authors"] = sorted({*draft.get("_authors", ()), who.person_id})
    draft["_saved"] = marks
    dossier.draft, dossier.draft_saved_at, dossier.draft_saved_by = draft, now, who.person_id
    return Saved(dossier.draft_version, now)


def _over(kept: dict[str, Any], typed: dict[str, Any]) -> dict[str, Any]:
    """Put what was sent over what is kept, parts inside parts as well; lists are taken whole."""
    both = (
        (name, _over(kept[name], value))
        for name, value in typed.items()
        if isinstance(value, dict) and isinstance(kept.get(name), dict)
    )
    return {**kept, **typed, **dict(both)}


@command
def submit(code: str, *, who: Who, seen: int, once: str, version: int, answers: dict[str, Any]) -> int:
    """Freeze the answers as a revision and send it up. Returns the revision's number.

    `answers` are the typed values that the forms made of draft `version`. Errors: `Refused` with the findings
    that block, `StaleDraft`, `Conflict` (stale or impossible move), `Forbidden`, `NotFound`.
    """
    actor = _actor(who)
    dossier = access.dossier_for(code, actor)
    if repeated(dossier, once):
        return dossier.revision_no
    if dossier.draft_version != version:
        raise StaleDraft(dossier.draft_version, dossier.draft)
    case = case_of(dossier)
    code_of_procedure = procedures.hooks(dossier.procedure)
    findings = code_of_procedure.check(case, answers, "submission")
    blocking = [finding for finding in findings if finding.level == "block"]
    if blocking:
        raise Refused("Hồ sơ còn chỗ phải sửa trước khi trình.", blocking)
    no = dossier.revision_no + 1
    chain = definitions.chain_of(dossier.definition_id)
    scopes = matters.scopes(dossier.unit_id, dossier.deciding_unit_id, clock.today())
    payload = {
        "revision": no,
        "answers": answered.facts(procedures.catalogue()[dossier.procedure], answers)
        | code_of_procedure.facts(case, answers),
        "interested": sorted({*code_of_procedure.interested(answers), *code_of_procedure.related(case)}),
        "authors": _authors(dossier),
        "scopes": scopes,
        "seated": _seated(chain, scopes),
    }
    snapshot = _snapshot(dossier, case, answers)
    text = canonical(snapshot)
    db.session.add(
        Revision(
            dossier_id=dossier.id,
            no=no,
            snapshot=snapshot,
            sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
            at=clock(),
            person_id=who.person_id,
        )
    )
    dossier.revision_no = no
    levels = [finding.level for finding in findings]
    counts = {level: levels.count(level) for level in ("warn", "ask")}
    db.session.add(FindingCount(dossier_id=dossier.id, revision_no=no, **counts))
    code_of_procedure.sent(case, answers)
    _perform(dossier, chain, Command("submit", actor, seen, once, payload))
    return no


def _authors(dossier: Dossier) -> list[int]:
    """Everybody who typed in the draft: none of them decides on it."""
    return sorted({dossier.created_by, *(dossier.draft or {}).get("_authors", ())})


def _seated(chain: Chain, scopes: dict[str, int]) -> dict[str, list[int]]:
    """Who holds each step's seats today: {step key: person ids}."""
    return {step.key: telling.holders(scopes.get(step.scope), [step.role]) for step in chain.steps}


def _snapshot(dossier: Dossier, case: Case, answers: dict[str, Any]) -> dict[str, Any]:
    kept = db.session.scalars(
        select(Attachment).where(Attachment.dossier_id == dossier.id, Attachment.removed_at.is_(None))
    )
    files = [
        {
            "id": row.id,
            "subject": row.subject,
            "purpose": row.purpose,
            "name": row.name,
            "sha256": row.file_sha256,
        }
        for row in kept
    ]
    return {"answers": answers, "attachments": files, "unit": case.unit_name, "matter": case.matter_title}


@command
def act(
    code: str, name: str, *, who: Who, seen: int, once: str, payload: dict[str, Any] | None = None
) -> None:
    """Perform one command of the chain on a dossier: receive, approve, return, reject, recall, withdraw, amend …

    `payload` is what the engine asks for that command (comment, notes). Errors: `NotFound` (may not be read),
    `Forbidden` (not this person), `Conflict` (stale, or nobody could do it now), `Refused` (comment missing).
    """
    actor = _actor(who)
    dossier = access.dossier_for(code, actor)
    if repeated(dossier, once):
        return
    chain = definitions.chain_of(dossier.definition_id)
    state = engine.fold(chain, history.entries_of(dossier.id))
    if name == "approve" and name in engine.allowed(state, actor):
        _unhindered(dossier, (payload or {}).get("comment"))
    _perform(dossier, chain, Command(name, actor, seen, once, payload or {}))


def _unhindered(dossier: Dossier, reason: str | None) -> None:
    """What the step has to do is done, as the procedure says; what only «asks» is answered by a written reason.

    Errors: `Refused` with the findings.
    """
    code_of_procedure = procedures.hooks(dossier.procedure)
    frozen = select(Revision.snapshot).where(
        Revision.dossier_id == dossier.id, Revision.no == dossier.revision_no
    )
    answers = db.session.scalar(frozen)["answers"]
    found = code_of_procedure.hindering(case_of(dossier), answers, dossier.step)
    found = [one for one in found if one.blocks or not (reason or "").strip()]
    if found:
        raise Refused(found[0].message, found, **found[0].params)


def record_paper(dossier: Dossier, *, actor: Actor, once: str, payload: dict[str, Any]) -> None:
    """Write that a paper about this dossier was issued, inside the command that numbers it."""
    chain = definitions.chain_of(dossier.definition_id)
    _perform(dossier, chain, Command("record_paper", actor, dossier.seq, once, payload))


def paper_recalled(dossier: Dossier, *, actor: Actor, payload: dict[str, Any]) -> None:
    """Write that a paper about this dossier was recalled, inside the command that recalls it.

    Who keeps the issuer's register recalls, so the chain is not asked: it is told, and what waited for the paper
    waits again.
    """
    chain, past = definitions.chain_of(dossier.definition_id), history.entries_of(dossier.id)
    seat = actor.seats[0].as_json() if actor.seats else {}
    entry = Entry(dossier.seq + 1, "paper_recalled", clock(), actor.person_id, seat, payload)
    history.append(dossier, [entry])
    state, before = engine.fold(chain, [*past, entry]), waiting_rows(dossier.id)
    project(dossier, chain, state)
    telling.tell(dossier, chain, state, [entry], before)


def repeated(dossier: Dossier, once: str) -> bool:
    """Tell whether a command with this key has left its entries already."""
    return any(entry.payload.get("once") == once for entry in history.entries_of(dossier.id))


def _perform(dossier: Dossier, chain: Chain, asked: Command) -> list[Entry]:
    """Ask the engine, write its entries and the projections, tell those concerned."""
    past = history.entries_of(dossier.id)
    try:
        entries = engine.handle(chain, past, asked, now=clock())
    except StaleCommand as stale:
        raise Conflict("Hồ sơ vừa có thay đổi, xem lại rồi quyết định.") from stale
    except CommentRequired as missing:
        raise Refused("Nhập lý do, để người nhận biết phải làm gì.") from missing
    except (AnswerMissing, ScopeUnresolved) as missing:
        raise Refused(missing.message, **missing.params) from missing
    except NotAllowed as refused:
        kind = Forbidden if refused.reason in PERSONAL else Conflict
        raise kind(refused.message) from refused
    except (AlreadyDone, OnceReused) as done:
        raise Conflict("Việc này đã được làm rồi.") from done
    history.append(dossier, entries)
    state = engine.fold(chain, [*past, *entries])
    before = waiting_rows(dossier.id)
    changed_at = dossier.changed_at
    project(dossier, chain, state)
    if entries and all(is_internal(entry) for entry in entries):
        dossier.changed_at = changed_at  # lists of the dossier's own unit show no trace of it
    teller = telling_desk if telling_desk.is_of_the_desk(entries) else telling
    teller.tell(dossier, chain, state, entries, before)
    return entries


# Reasons of the engine that are about the person (403); all others say that nobody could do it now (409).
PERSONAL = frozenset(
    {"seat", "unit", "author", "interested", "distinct", "recused", "replaced", "not_eligible"}
    | {"resting", "not_covered", "giver_barred", "lent", "outside", "not_asked", "not_own_decision"}
)


def waiting_rows(dossier_id: int) -> list[tuple[int, str, int | None, str]]:
    """Return whom the dossier waits for, and for what: (unit, role, person or None, kind)."""
    rows = db.session.scalars(select(Waiting).where(Waiting.dossier_id == dossier_id))
    return [(row.unit_id, row.role, row.person_id, row.kind) for row in rows]


def _due(dossier: Dossier, days: int, state: engine.State) -> date | None:
    """A step is due after its working days; what is being typed is due when the matter closes."""
    if state.status in ("draft", "returned"):
        own = procedures.hooks(dossier.procedure).deadline(dossier.matter_id)
        return own or db.session.get_one(Matter, dossier.matter_id).deadline_on
    return due_after(state.due_from, days) if state.step and state.due_from else None


def project(dossier: Dossier, chain: Chain, state: engine.State) -> None:
    """Make the stored status, step, due date and waiting rows equal to the fold."""
    dossier.status, dossier.step, dossier.changed_at = state.status, state.step, clock()
    step = chain.step(state.step)
    dossier.due_on = _due(dossier, step.due_days if step else 0, state)
    db.session.execute(delete(Waiting).where(Waiting.dossier_id == dossier.id))
    for waiting in state.waiting_on():
        row = Waiting(
            dossier_id=dossier.id,
            unit_id=waiting.unit_id,
            role=waiting.role,
            person_id=waiting.person_id,
            kind=waiting.kind,
            since=waiting.since,
            due_on=dossier.due_on,
            excluded=list(waiting.excluded),
        )
        db.session.add(row)
    db.session.flush()


def by_itself(dossier: Dossier, name: str, *, once: str, payload: dict[str, Any]) -> bool:
    """Let the machine itself act (remind, escalate) inside the running command; False when it may not now or did."""
    chain = definitions.chain_of(dossier.definition_id)
    state = engine.fold(chain, history.entries_of(dossier.id))
    if name not in engine.allowed(state, SYSTEM) or repeated(dossier, once):
        return False
    _perform(dossier, chain, Command(name, SYSTEM, state.seq, once, payload))
    return True
