"""Measure one file from the standard input and print what was found as JSON, confined.

`python -m documents.checker [--profile CODE] [--design CERTIFICATE.toml] [--acts ACTS.toml] PROFILE.toml …`

Answer: {"format", "dated_on", "profile", "faults":
[{rule, source, place, found, expected}]}, the last three as `words.packed` has them,
or {"unreadable": message, "params": {…}}.
"""

import argparse
import json
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from ..certificate import Design
from ..profile import Profile
from . import acts
from .confined import confine
from .guard import Unreadable
from .measure import check_file

BAD_COMMAND = 64


def main() -> None:
    """Read profiles, confine the process, then look at the file."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--profile", default="")
    arguments.add_argument("--design", type=Path)
    arguments.add_argument("--acts", type=Path)
    arguments.add_argument("files", nargs="+", type=Path)
    asked = arguments.parse_args()
    profiles = [Profile.from_dict(tomllib.loads(file.read_text(encoding="utf-8"))) for file in asked.files]
    chosen = next((profile for profile in profiles if profile.code == asked.profile), None)
    if asked.profile and chosen is None:
        sys.exit(BAD_COMMAND)
    design = (
        Design.from_dict(tomllib.loads(asked.design.read_text(encoding="utf-8"))) if asked.design else None
    )
    known = acts.read(tomllib.loads(asked.acts.read_text(encoding="utf-8"))) if asked.acts else ()
    confine()
    answer = _answer(sys.stdin.buffer.read(), profiles, chosen, design, known)
    json.dump(answer, sys.stdout, ensure_ascii=False)


def _answer(
    data: bytes,
    profiles: list[Profile],
    chosen: Profile | None,
    design: Design | None,
    known: Sequence[acts.Act],
) -> dict:
    try:
        report = check_file(data, profiles, chosen, design, known)
    except Unreadable as error:
        return {"unreadable": error.message, "params": error.params}
    return {
        "format": report.format,
        "dated_on": report.dated_on.isoformat() if report.dated_on else None,
        "profile": report.profile,
        "faults": [fault.data() for fault in report.faults],
    }


main()
