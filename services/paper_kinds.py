"""Papers from plain data, without database and web: what `flask documents` and integrations of others call."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import reference
from documents import catalogue, choosing, pdf, produce
from documents.profile import Profile
from extensions import clock

FOLDER = Path(__file__).resolve().parent.parent / "doc_templates"


@dataclass(frozen=True)
class Made:
    """Files by name; `pdf_missing` says in one sentence why there is no PDF (None where there is one)."""

    files: Mapping[str, bytes]
    pdf_missing: str | None


@functools.lru_cache(maxsize=4)
def below(folder: Path) -> catalogue.Catalogue:
    """Return the kinds of a folder, read once per process. Errors: `TemplateFault` naming file, line and reason.

    Those that ship are checked by the tests, here each is made when it is first asked for. An office's own are
    checked whole at once: who wrote them is told at the start, not when a chair prints.
    """
    return catalogue.opened(folder) if folder == FOLDER else catalogue.load(folder)


def shipped() -> catalogue.Catalogue:
    """Return the kinds of paper that the product ships."""
    return below(FOLDER)


def kinds() -> list[tuple[str, str]]:
    """Return (code, title) of every kind."""
    return [(kind.code, kind.title) for kind in shipped()]


def schema(code: str) -> str:
    """Return the JSON schema of a kind's values, as text. Errors: `UnknownKind`."""
    return json.dumps(shipped().kind(code).schema, ensure_ascii=False, indent=2)


def sample(code: str) -> str:
    """Return the sample values of a kind, as JSON text. Errors: `UnknownKind`."""
    return json.dumps(shipped().kind(code).sample, ensure_ascii=False, indent=2)


def render(code: str, values: Mapping[str, Any]) -> Made:
    """Make Word and, where this machine can, PDF.

    Errors: `UnknownKind`; `ValuesRefused` with (JSON path, reason) of every fault.
    """
    kind = shipped().kind(code)
    available, reason = pdf.available()
    formats = ("docx", "pdf") if available else ("docx",)
    made = produce.produce(kind, values, profile_on(dated(values)), formats=formats)
    return Made({f"{code}.{name}": bytes(made[name]) for name in formats}, None if available else reason)


def samples() -> dict[str, bytes]:
    """Return every kind's sample as PDF by file name. Errors: `PdfUnavailable` where this machine can make none."""
    renderer = pdf.Renderer()
    made = {}
    for kind in shipped():
        profile = profile_on(dated(kind.sample))
        made[f"{kind.code}.pdf"] = produce.produce(kind, kind.sample, profile, ("pdf",), renderer)["pdf"]
    return made


def profile_on(day: date) -> Profile:
    """Return the format profile that governs the unions' papers of a day."""
    return choosing.in_force(profiles(), day)


@functools.lru_cache(maxsize=1)
def profiles() -> tuple[Profile, ...]:
    """Return every format profile that ships."""
    folder = reference.path("profiles/tld-933.toml").parent
    files = sorted(folder.glob("*.toml"))
    return tuple(Profile.from_dict(reference.load(f"profiles/{file.name}")) for file in files)


def dated(values: Mapping[str, Any]) -> date:
    """Return the date of the paper, today where it has none or none that can be read."""
    try:
        return date.fromisoformat(values["date"])
    except (KeyError, TypeError, ValueError):
        return clock.today()
