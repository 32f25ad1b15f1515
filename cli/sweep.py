"""`flask sweep`: reminders, late steps handed up, digests, and what other rooms clear; for cron, idempotent."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from services import sweep as chores


@click.command("sweep")
@with_appcontext
def sweep() -> None:
    """Do what nobody asks for: reminders, late steps, the morning's mails. Run it from cron, every quarter of an hour.

    Prints what was done, one line each. Running it again, or twice at once, does nothing twice.
    """
    done = chores.run()
    for one in done:
        click.echo(f"{one.chore}: {one.trouble or one.count}")
    if any(one.trouble for one in done):
        raise SystemExit(1)
