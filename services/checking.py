"""Papers of anybody, measured against the format rules: in a confined process of their own, and nothing is kept.

The process gets the bytes through a pipe; no file is written. It may not reach the network and is ended after a while.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import reference
from documents import catalogue, checker
from documents.checker.words import unpacked
from documents.profile import Profile
from services import paper_kinds
from services.errors import Busy, Refused

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 50 * 1024 * 1024  # bytes of a file at the command line; the page has the smaller limit of uploads
SECONDS = 30
AT_ONCE = 2  # readers side by side; the next waits
WAIT_SECONDS = 10

_places = threading.BoundedSemaphore(AT_ONCE)

TOO_HEAVY = "Tệp quá nặng hoặc bất thường, máy đã dừng việc đọc."
TOO_LARGE = "Tệp lớn hơn %(limit)s MB."
UNKNOWN_PROFILE = "Không có bộ quy tắc thể thức %(code)s."


@dataclass(frozen=True)
class Found:
    """A fault as pages and commands show it; `message` is a msgid, place, found and expected words of the checker."""

    rule: str
    message: str
    place: str
    found: str
    expected: str
    source: str

    def __str__(self) -> str:
        asked = f"; phải là: {self.expected}" if self.expected else ""
        return f"{self.place}: [{self.rule}] {self.message} [{self.found}{asked}] ({self.source})"


@dataclass(frozen=True)
class Examined:
    """What was found in a file: `format` pdf or docx, its date if it bears one, the rules' title and basis."""

    format: str
    dated_on: date | None
    profile: str
    profile_title: str
    faults: tuple[Found, ...]


def profiles() -> dict[str, Profile]:
    """Return the format profiles that ship, by code."""
    return {profile.code: profile for profile in paper_kinds.profiles()}


def examine(content: bytes, profile: str = "", limit: int = LIMIT) -> Examined:
    """Measure one PDF or Word file. `profile` is a code; without it the rules of the paper's own date are taken.

    Errors: `Refused` (in words why it cannot be read), `Busy`.
    """
    known = profiles()
    if profile and profile not in known:
        raise Refused(UNKNOWN_PROFILE, code=profile)
    if len(content) > limit:
        raise Refused(TOO_LARGE, limit=limit // (1024 * 1024))
    if not _places.acquire(timeout=WAIT_SECONDS):
        raise Busy("Máy đang kiểm tra nhiều tệp. Chờ một phút rồi gửi lại.")
    try:
        answer = _ask(content, profile, known)
    finally:
        _places.release()
    if "unreadable" in answer:
        raise Refused(answer["unreadable"], **answer["params"])
    return Examined(
        answer["format"],
        date.fromisoformat(answer["dated_on"]) if answer["dated_on"] else None,
        answer["profile"],
        known[answer["profile"]].title,
        tuple(_found(fault) for fault in answer["faults"]),
    )


def _found(fault: dict[str, Any]) -> Found:
    message = checker.RULES[fault["rule"]].message
    place, found, expected = (unpacked(fault[name]) for name in ("place", "found", "expected"))
    return Found(fault["rule"], message, place, found, expected, fault["source"])


def _ask(content: bytes, profile: str, known: dict[str, Profile]) -> dict[str, Any]:
    """Start the confined process; whatever it dies of is the file's fault."""
    wanted = [profile] if profile else [code for code, one in known.items() if not one.by_choice]
    files = [str(reference.path(f"profiles/{code}.toml")) for code in wanted]
    design = ("--design", str(paper_kinds.FOLDER / catalogue.BASE / catalogue.DESIGN))
    acts = ("--acts", str(reference.path("legal_bases.toml")))
    command = [sys.executable, "-B", "-m", "documents.checker", "--profile", profile, *design, *acts, *files]
    clean = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "PYTHONWARNINGS": "ignore"}
    try:
        ran = subprocess.run(
            command, input=content, capture_output=True, timeout=SECONDS, cwd=ROOT, env=clean
        )
        return json.loads(ran.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise Refused(TOO_HEAVY) from error
