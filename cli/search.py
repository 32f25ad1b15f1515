"""`flask search …`: write anew what can be found, or tell what of it does not agree with the rows."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from services import search_index

search = AppGroup("search", help="What the search box finds.")


@search.command("rebuild")
def rebuild() -> None:
    """Write anew everything that can be found: after an upgrade, or after rows were written in bulk."""
    counted = search_index.rebuild()
    click.echo(", ".join(f"{kind} {number}" for kind, number in counted.items()))


@search.command("check")
def check() -> None:
    """Compare what is kept with the rows; ends with 1 and names what differs."""
    wrong = search_index.differences()
    for kind, one in wrong:
        click.echo(f"{kind} {one}")
    raise SystemExit(1 if wrong else 0)
