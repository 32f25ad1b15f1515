"""`flask workflows`: what chains ship, the pages of docs/ made from them, and the check of all histories."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from services import definitions


@click.group()
def workflows() -> None:
    """Chains of approval and the histories that follow them."""


@workflows.command()
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), default=Path("docs"))
@with_appcontext
def docs(output: Path) -> None:
    """Write permissions.md into a folder."""
    output.mkdir(parents=True, exist_ok=True)
    (output / "permissions.md").write_text(definitions.permissions_page(), encoding="utf-8")
    click.echo(output / "permissions.md")


@workflows.command()
@with_appcontext
def verify() -> None:
    """Check every history link by link, and the stored states against the fold; exit 1 when one does not hold."""
    found = definitions.faults()
    for line in found:
        click.echo(line)
    click.echo(f"{len(found)} faults")
    sys.exit(1 if found else 0)
