"""A render process: reads requests from the socket that is its standard input, answers with finished files.

Started by the pool as `python -m jobs.render TEMPLATES PROFILES PROFILE PLACE`, PLACE being a folder for what it
writes. One thread, warm fonts and styles, the collector kept away from what will live as long as the process. It knows
the room of documents only.
"""

from __future__ import annotations

import functools
import gc
import hashlib
import json
import os
import resource
import shutil
import signal
import socket
import sys
import tempfile
import tomllib
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from documents import catalogue as kinds
from documents import checker, choosing, pdf, produce
from documents.errors import DocumentProblem, ValuesRefused
from documents.mark import Mark
from documents.profile import Profile
from jobs import wire
from jobs.presses import Presses

# A page of the text of users must not take the machine's memory: 5,000 rows took 486 MB (reliability.md T19).
MEMORY = 2 << 30


class Engine:
    """Everything that is made once per process: kinds, profiles, the PDF library's fonts and styles."""

    def __init__(self, templates: Path, profiles: Path) -> None:
        self.catalogue = kinds.opened(templates)  # checked by whoever starts the product
        self.profiles = profiles
        available, reason = pdf.available()
        self.pdf_missing = None if available else reason
        self.renderer = pdf.Renderer() if available else None
        self.presses = Presses()

    def rules(self, request: Mapping[str, Any]) -> tuple[Profile, str]:
        """Return the format profile of a request with the unit's settings in it, and the SHA-256 of its file."""
        return self._profile(request["profile"], json.dumps(request.get("settings", {}), sort_keys=True))

    @functools.lru_cache(maxsize=32)  # noqa: B019 - one engine lives as long as its process
    def _profile(self, code: str, settings: str) -> tuple[Profile, str]:
        content = (self.profiles / f"{code}.toml").read_bytes()
        table = choosing.with_settings(tomllib.loads(content.decode("utf-8")), json.loads(settings))
        return Profile.from_dict(table), hashlib.sha256(content).hexdigest()

    def answer(self, request: dict[str, Any]) -> tuple[dict[str, Any], dict[str, bytes]]:
        """Return header and files for a request (see `Pool.render`; with rows see `presses`)."""
        if "rows" in request:
            return self.presses.answer(self, request)
        kind = self.catalogue.kind(request["kind"])
        profile, profile_sha256 = self.rules(request)
        formats = tuple(name for name in request["formats"] if name != "pdf" or self.renderer)
        mark = Mark(**request["mark"]) if request.get("mark") else None
        made = produce.produce(
            kind, request["values"], profile, formats=formats, renderer=self.renderer, mark=mark
        )
        faults = checker.check(made, kind, profile) if request.get("check") else []
        header = {
            "template": kind.version,
            "profile_sha256": profile_sha256,
            "pdf_missing": self.pdf_missing if "pdf" in request["formats"] else None,
            "faults": [fault.data() for fault in faults],
        }
        files = {name: file.encode("utf-8") if isinstance(file, str) else file for name, file in made.items()}
        return header, files

    def warm(self, profile: str) -> None:
        """Lay out one sample, so that fonts and styles are loaded before the first request."""
        kind = min(self.catalogue.kinds.values(), key=lambda kind: len(str(kind.sample)))
        self.answer(
            {"kind": kind.code, "values": kind.sample, "profile": profile, "formats": ["docx", "pdf"]}
        )
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)


def _leave_with(parent: int, place: str) -> None:
    """While at work, look each second whether the parent still lives (idle, its end closes the socket)."""

    def look(number: int, frame: object) -> None:
        if os.getppid() != parent:
            shutil.rmtree(place, ignore_errors=True)
            os._exit(1)

    signal.signal(signal.SIGALRM, look)


def _tell_crashes(channel: socket.socket) -> None:
    """An error nobody foresaw ends the process, but not before the pool was told what it was."""

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        text = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(text)
        wire.send(channel, {"crash": text})

    sys.excepthook = tell


def serve(channel: socket.socket, engine: Engine) -> None:
    """Say that the process is warm, then answer requests until the pool closes the socket."""
    try:
        wire.send(channel, {"warm": True})
        while True:
            request = wire.receive(channel)
            signal.setitimer(signal.ITIMER_REAL, 1, 1)
            header, files = answer(engine, request)
            signal.setitimer(signal.ITIMER_REAL, 0)
            wire.send(channel, header, files)
    except (EOFError, ConnectionError):
        return  # whoever asked is gone


def answer(engine: Engine, request: dict[str, Any]) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return header and files; errors that the room of documents knows become part of the header."""
    try:
        return engine.answer(request)
    except ValuesRefused as error:
        return {"refused": [[problem.path, problem.reason] for problem in error.problems]}, {}
    except DocumentProblem as error:
        return {"failed": f"{type(error).__name__}: {error}"}, {}


def main(templates: str, profiles: str, profile: str, place: str) -> None:
    """Run the process: limits, warmth, then requests. `place` is removed here when the pool is no more."""
    parent = os.getppid()
    for asked in (signal.SIGINT, signal.SIGTERM):  # that is for the server, which then closes the socket
        signal.signal(asked, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    channel = socket.socket(fileno=os.dup(0))
    _tell_crashes(channel)
    _leave_with(parent, place)
    tempfile.tempdir = place
    try:
        engine = Engine(Path(templates), Path(profiles))
        engine.warm(profile)
        serve(channel, engine)
    finally:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
