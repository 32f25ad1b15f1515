"""`flask documents verify`: the chains of issued papers and registers, and the bytes on the disk."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from extensions import clock
from services import paper_chain, units

BROKEN = 1


@click.command()
@with_appcontext
def verify() -> None:
    """Walk the chains of all issued papers and hash their files; name what was changed, exit 1 if anything was."""
    faults = list(paper_chain.verify())
    names = units.names_of({fault.unit_id for fault in faults}, clock.today())
    for fault in faults:
        place = f"{names[fault.unit_id].name}, {fault.year}"
        click.echo(f"{place}: {fault.number}: {fault.reason}" if fault.number else f"{place}: {fault.reason}")
    if faults:
        sys.exit(BROKEN)
    click.echo("Chuỗi văn bản nguyên vẹn.")
