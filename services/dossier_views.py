"""What the pages of a dossier show: its frame, its parts, its steps, its history, what changed since last time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from extensions import clock, db
from models import Dossier, Person, Revision
from rules.finding import LEVELS
from services import access, citations, definitions, desk_view, history, procedures, standing_words, units
from services.calendar import working_calendar
from services.cases import Case, case_of
from services.dossier_history import Line, lines, named
from services.errors import NotFound
from services.who import Who
from services.words import inside, role_title
from vietnamese.due import Phrase, due_phrase
from workflows import engine
from workflows.entries import Entry
from workflows.progress import progress


@dataclass(frozen=True)
class Step:
    """One step of the strip: `state` done, current, next, returned, rejected; who, when, a word more."""

    title: str
    state: str
    who: str = ""
    at: datetime | None = None
    note: str = ""
    sign: str | None = None


@dataclass(frozen=True)
class PinnedNote:
    """A reviewer's note pinned to a place in the answers («results.p12.initiatives»), None for the whole.

    `reason`: it is the comment of the return itself, which nobody counts among the notes.
    """

    id: str
    field: str | None
    text: str
    person: str
    at: datetime
    reason: bool = False


@dataclass(frozen=True)
class View:
    """A dossier as its pages show it.

    `can` are the commands that this person may give now; `seats` and `wants_papers` are of the current step: how many
    decide at it, and whether papers of the own unit must be issued first.
    """

    code: str
    title: str
    status: str
    state_word: str
    step: str | None
    seq: int
    revision_no: int
    procedure: procedures.Procedure
    case: Case
    can: frozenset[str]
    kept_out: str
    own: bool
    draft: dict[str, Any]
    draft_version: int
    saved_at: datetime | None
    due: Phrase | None
    steps: tuple[Step, ...]
    lines: tuple[Line, ...]
    notes: tuple[PinnedNote, ...]
    waiting_kinds: frozenset[str]
    missing_papers: tuple[str, ...]
    guidance: str
    following: str | None
    received: bool
    seats: int
    wants_papers: bool
    desk: desk_view.Desk
    marks: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """One place that differs between two revisions; values are as frozen (text, number, None)."""

    path: str
    old: Any
    new: Any
    answer: str = ""


def people_named(ids: set[int | None]) -> dict[int | None, str]:
    """Return {person id: name}; nobody (the system) has the empty name."""
    wanted = [one for one in ids if one is not None]
    query = select(Person.id, Person.name).where(Person.id.in_(wanted))
    rows = db.session.execute(query) if wanted else ()
    return {None: "", **dict(tuple(row) for row in rows)}


def view(code: str, who: Who) -> View:
    """Return a dossier for its pages. Errors: `NotFound` when there is none or it may not be read."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    dossier = access.dossier_for(code, actor)
    chain = definitions.chain_of(dossier.definition_id)
    entries = history.entries_of(dossier.id)
    state = engine.fold(chain, entries)
    readable = engine.readable(state, actor, entries)
    names = people_named(named(readable))
    voices = standing_words.voices(entries, names)
    own = dossier.unit_id in access.own_units(actor)
    case = case_of(dossier)
    procedure = procedures.catalogue()[dossier.procedure].on(procedures.hooks(dossier.procedure).path(case))
    foreseen = _foreseen(state, dossier, case)
    procedure = procedure.asking(engine.wanted_papers(foreseen))
    current = state.current
    return View(
        code=dossier.code,
        title=dossier.title,
        status=state.status,
        state_word=state_word(state),
        step=state.step,
        seq=state.seq,
        revision_no=state.revision,
        procedure=procedure,
        case=case,
        can=engine.allowed(state, actor),
        kept_out=engine.kept_out(state, actor),
        own=own,
        draft=_draft(dossier, procedure, own),
        draft_version=dossier.draft_version,
        saved_at=dossier.draft_saved_at,
        due=_due(dossier),
        steps=tuple(_steps(foreseen, entries, names, voices)),
        lines=lines(readable, names, voices),
        notes=tuple(_notes(state, names)),
        waiting_kinds=frozenset(one.kind for one in state.waiting_on()),
        missing_papers=state.missing_papers(),
        guidance=current.guidance if current else "",
        following=_following(state),
        received=state.received,
        seats=current.seats if current else 0,
        wants_papers=bool(current and current.requires_papers),
        desk=desk_view.desk_of(dossier, state, actor, names),
        marks=_marks(dossier) if own else {},
    )


def _foreseen(state: engine.State, dossier: Dossier, case: Case) -> engine.State:
    """Before it is sent a dossier shows the steps that its draft calls for."""
    if state.status not in ("draft", "returned"):
        return state
    expected = procedures.hooks(dossier.procedure).expected(case, dossier.draft or {})
    return replace(state, answers={**state.answers, **expected})


def _marks(dossier: Dossier) -> dict[str, dict[str, Any]]:
    """Return {place: when, by whom and as which version it was saved last}."""
    marks = (dossier.draft or {}).get("_saved", {})
    names = people_named({mark.get("person_id") for mark in marks.values()})
    return {place: {**mark, "by": names.get(mark.get("person_id"), "")} for place, mark in marks.items()}


def _draft(dossier: Dossier, procedure: procedures.Procedure, own: bool) -> dict[str, Any]:
    """Return what is typed, for its own unit; for everybody above what was frozen last, in the same shape."""
    if own:
        return {
            key: value for key, value in (dossier.draft or {}).items() if key not in ("_saved", "_authors")
        }
    answers = snapshot(dossier.id, dossier.revision_no)["answers"]
    thawed: dict[str, Any] = {}
    for part in procedure.parts:
        said = answers.get(part.key) or {}
        rows = {f"{part.key}/{row}": value for row, value in said.items()} if part.each else {part.key: said}
        thawed.update(rows)
    return thawed


def state_word(state: engine.State) -> str:
    """Return the code of the state's badge (ui.md §6) for a folded dossier."""
    if state.status != "in_review":
        return "amending" if state.amending else str(state.status)
    if state.missing_papers():
        return "paper"
    if state.current and state.current.answers:
        return "answer"
    if state.current and state.current.role == "committee_member":
        return "committee"
    if not state.touched:
        return "resubmitted" if state.revision > 1 else "sent"
    return "in_review"


def _following(state: engine.State) -> str | None:
    """Return the public title of the step behind the current one, None at the last."""
    strip = progress(state)
    at = next((no for no, stage in enumerate(strip) if stage.state == "current"), None)
    return strip[at + 1].public_title if at is not None and at + 1 < len(strip) else None


def _due(dossier: Dossier) -> Phrase | None:
    if dossier.due_on is None:
        return None
    return due_phrase(clock.today(), dossier.due_on, working_calendar())


def _steps(state: engine.State, entries: list[Entry], names: dict, voices: dict) -> list[Step]:
    made = [entry for entry in entries if entry.kind == "submitted"]
    first = Step(
        title=_("Lập hồ sơ"),
        state="done" if made and state.status != "draft" else "current",
        who=_address(names, made[-1].person_id) if made else _address(names, entries[0].person_id),
        at=made[-1].at if made else entries[0].at,
        note=_("Lần trình %(n)s", n=state.revision) if state.revision > 1 else "",
    )
    strip = [first]
    for stage in progress(state):
        deciders = ", ".join(_address(voices, (one.person_id, one.delegation_id)) for one in stage.decisions)
        strip.append(Step(_(stage.public_title), stage.state, deciders, stage.at, _holding(stage)))
    if state.definition.decision is None:
        return strip
    issued = bool(state.decision_issued())
    last = "done" if issued else ("current" if state.status == "approved" else "next")
    decision = next((p for p in state.papers if p.kind in _result_kinds(state)), None)
    strip.append(Step(_("Cấp số, phát hành"), last, at=decision.at if decision else None))
    return strip


def _result_kinds(state: engine.State) -> tuple[str, ...]:
    return state.definition.decision.papers if state.definition.decision else ()


def _holding(stage: Any) -> str:
    """Say who has it now, where the step is the current one."""
    if stage.state != "current" or not stage.waiting:
        return ""
    today = clock.today()
    first = stage.waiting[0]
    unit = units.short_name_of(first.unit_id, today)
    if first.kind == "paper":
        return _("Chờ %(unit)s ban hành văn bản", unit=unit)
    role = inside(_(role_title(first.role)))
    if stage.received_by:
        return _("Đang ở %(role)s, %(unit)s", role=role, unit=unit)
    return _("Chờ %(role)s, %(unit)s nhận", role=role, unit=unit)


def _address(names: Mapping[Any, str], key: Any) -> str:
    name = names.get(key, "")
    return _("đ/c %(name)s", name=name) if name else ""


def _notes(state: engine.State, names: dict[int | None, str]) -> list[PinnedNote]:
    return [
        PinnedNote(
            f"{note.at:%Y%m%d%H%M%S}-{no}",
            note.field,
            note.text,
            names.get(note.person_id, ""),
            note.at,
            note.reason,
        )
        for no, note in enumerate(state.notes)
    ]


def snapshot(dossier_id: int, no: int) -> dict[str, Any]:
    """Return what revision `no` froze. Errors: `NotFound`."""
    query = select(Revision.snapshot).where(Revision.dossier_id == dossier_id, Revision.no == no)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def revisions(dossier_id: int) -> list[tuple[int, datetime]]:
    """Return (number, instant) of the revisions, oldest first."""
    query = select(Revision.no, Revision.at).where(Revision.dossier_id == dossier_id).order_by(Revision.no)
    return [(no, at) for no, at in db.session.execute(query)]


def flatten(value: Any, path: str = "") -> dict[str, Any]:
    """Return {path: leaf}. Rows with a key are named by it, other rows by their number from 1."""
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        pairs = (
            (one.get("key", str(no)) if isinstance(one, dict) else str(no), one)
            for no, one in enumerate(value, 1)
        )
    else:
        return {path: value}
    found: dict[str, Any] = {}
    for key, inner in pairs:
        found.update(flatten(inner, f"{path}.{key}" if path else str(key)))
    return found


def changes(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """Return exactly the places that differ between two frozen snapshots, in the order of the new one."""
    empty = (None, "", [], {})
    before = flatten({**old["answers"], "files": _files(old)})
    after = flatten({**new["answers"], "files": _files(new)})
    places = [place for place in dict.fromkeys([*after, *before]) if "._notes." not in place]
    return [
        Change(place, before.get(place), after.get(place))
        for place in places
        if before.get(place) != after.get(place)
        and not (before.get(place) in empty and after.get(place) in empty)
    ]


def frozen(seen: View) -> dict[str, Any] | None:
    """Return the snapshot of the present revision, None before the first."""
    return snapshot(seen.case.dossier_id, seen.revision_no) if seen.revision_no else None


def changes_since_last(seen: View) -> list[Change]:
    """Return what differs between the last two revisions, with the writer's answers to the notes."""
    if seen.revision_no < 2:
        return []
    old, new = (snapshot(seen.case.dossier_id, no) for no in (seen.revision_no - 1, seen.revision_no))
    told = {note.field: _answered(new["answers"], note.id) for note in seen.notes if note.field}
    found = changes(old, new)
    return [
        replace(one, answer=next((said for place, said in told.items() if _within(one.path, place)), ""))
        for one in found
    ]


def _within(path: str, place: str) -> bool:
    return path == place or path.startswith(f"{place}.")


def _answered(answers: dict[str, Any], note_id: str) -> str:
    return next(
        (text for place, text in flatten(answers).items() if place.endswith(f"._notes.{note_id}")), ""
    )


def read_page(seen: View, answers: dict[str, Any]) -> dict[str, Any]:
    """Return what the procedure's own reading template shows of the answers."""
    return procedures.hooks(seen.procedure.code).reading(seen.case, answers)


def _files(frozen: dict[str, Any]) -> dict[str, str]:
    return {str(row["id"]): row["name"] for row in frozen.get("attachments", ())}


def choices(seen: View) -> dict[str, Any]:
    """Return what the forms of the dossier may offer; `rows` and `labels` are always there."""
    offered = procedures.hooks(seen.procedure.code).choices(seen.case, seen.draft)
    return {"rows": {}, "labels": {}, **offered}


def summary(seen: View, part: str) -> tuple[str, dict[str, Any]] | None:
    """Return one line (message, params) about a part for the task list, None where there is nothing to say."""
    return procedures.hooks(seen.procedure.code).summary(seen.case, part, seen.draft.get(part))


def findings(seen: View, answers: dict[str, Any], stage: str) -> list[Any]:
    """Return the findings of the procedure's rules on these answers, heaviest first."""
    found = procedures.hooks(seen.procedure.code).check(seen.case, answers, stage)
    cited = citations.of_answers(answers, seen.case.on)
    return sorted([*found, *cited], key=lambda one: LEVELS.index(one.level))


def beside(seen: View, answers: dict[str, Any]) -> list[Any]:
    """Return the findings that the procedure wants to show at their fields while one types."""
    return procedures.hooks(seen.procedure.code).beside(seen.case, answers)
