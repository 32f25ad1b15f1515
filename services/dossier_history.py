"""The history of a dossier as its pages tell it: who did what when, and with which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from services import standing_words
from workflows.entries import KINDS, Entry
from workflows.inside import is_internal


@dataclass(frozen=True)
class Line:
    """One line of the history: what happened, who did it in which office, when, with which words.

    `about` names the people it was about; `internal` is for those who judge alone; `undone` was taken back later.
    """

    seq: int
    kind: str
    title: str
    person: str
    office: str
    at: datetime
    comment: str = ""
    notes: tuple[str, ...] = ()
    revision: int | None = None
    about: str = ""
    internal: bool = False
    undone: bool = False


#: What is said about the people an entry names: (with both, with the new one alone).
_ABOUT = {
    "reassigned": ("Từ đ/c %(old)s sang đ/c %(new)s.", "Giao đ/c %(new)s."),
    "opinion_asked": ("", "Hỏi đ/c %(new)s."),
    "opinion_given": ("", "Trả lời đ/c %(new)s."),
}


def named(entries: Sequence[Entry]) -> set[int | None]:
    """Return the ids of everybody whom the lines of these entries name."""
    found = {entry.person_id for entry in entries}
    for entry in entries:
        if entry.kind in _ABOUT:
            found |= {entry.payload.get("to"), entry.payload.get("instead_of")}
    return found


def lines(
    entries: Sequence[Entry], names: Mapping[int | None, str], voices: standing_words.Voices
) -> tuple[Line, ...]:
    """Return the lines of the entries that somebody may read, the newest first; who stood in is named with for whom."""
    gone = {entry.payload["undoes"] for entry in entries if entry.kind == "undone"}
    return tuple(_line(entry, names, voices, entry.seq in gone) for entry in reversed(entries))


def _line(entry: Entry, names: Mapping[int | None, str], voices: standing_words.Voices, undone: bool) -> Line:
    said, (person, office) = entry.payload, standing_words.voice(entry, voices)
    words = (said.get(name) for name in ("comment", "text", "reason", "number"))
    return Line(
        seq=entry.seq,
        kind=entry.kind,
        title=KINDS[entry.kind],
        person=person,
        office=office,
        at=entry.at,
        comment=next((text for text in words if text), ""),
        notes=tuple(note["text"] for note in said.get("notes", ())),
        revision=said.get("revision"),
        about=_about(entry, names),
        internal=is_internal(entry),
        undone=undone,
    )


def _about(entry: Entry, names: Mapping[int | None, str]) -> str:
    if entry.kind not in _ABOUT:
        return ""
    both, alone = _ABOUT[entry.kind]
    new, old = names.get(entry.payload.get("to"), ""), names.get(entry.payload.get("instead_of"), "")
    if not new:
        return ""
    return _(both, old=old, new=new) if both and old else _(alone, new=new)
