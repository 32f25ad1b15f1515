"""`flask documents check`: the layout checker for files of anybody, one fault a line."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from services import checking
from services.errors import Busy, Refused

FAULTY = 1  # a file has faults
UNREADABLE = 2  # a file could not be measured


@click.command()
@click.option("--profile", default="", help="Rules to measure by; else those of the paper's own date.")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def check(files: tuple[Path, ...], profile: str) -> None:
    """Measure PDF or Word FILES against the format rules; exit 1 when a fault is found, 2 when one cannot be read."""
    code = 0
    for file in files:
        try:
            faults = _examine(file, profile).faults
        except (Refused, Busy) as refused:
            click.echo(f"{file}: {refused.message % refused.params}", err=True)
            code = UNREADABLE
            continue
        for fault in faults:
            click.echo(f"{file}: {fault}")
        code = max(code, FAULTY if faults else 0)
    sys.exit(code)


def _examine(file: Path, profile: str) -> checking.Examined:
    """Measure a file that is not read at all when it is too large."""
    if file.stat().st_size > checking.LIMIT:
        raise Refused(checking.TOO_LARGE, limit=checking.LIMIT // (1024 * 1024))
    return checking.examine(file.read_bytes(), profile)
