"""`flask demo`: load the demonstration province into an empty installation, take it away again."""

from __future__ import annotations

from typing import Any

import click
from flask.cli import AppGroup

from extensions import clock
from forms import awards as _nominations  # noqa: F401 - registers the forms of a nomination
from forms import event_programme as _plans  # noqa: F401 - registers the forms of an event's plan
from forms import event_reports as _reports  # noqa: F401 - registers the forms of a report
from forms import parts
from forms import reviews as _reviews  # noqa: F401 - registers the forms of a self-review
from services import demo as province
from services import dossier_views
from services.dossier_views import View
from services.errors import ServiceError

NOT_EMPTY = "There are data already: the demonstration is not loaded."

TAKES = {"province": "up to a minute", "sector": "some minutes"}
SIZES = tuple(TAKES)


@click.group("demo", cls=AppGroup, invoke_without_command=True)
@click.option("--size", type=click.Choice(SIZES), help="Load it: as it ships, or grown to a real sector.")
@click.pass_context
def demo(context: click.Context, size: str | None) -> None:
    """The demonstration province: load, clear. `flask demo --size sector` loads 87 unions with 6,000 dossiers."""
    if context.invoked_subcommand is None:
        if size is None:
            raise click.UsageError("Say `load`, `clear` or `--size sector`.", context)
        context.invoke(load, size=size)


def answers_of(view: View) -> dict[str, Any]:
    """Read a draft through the forms of its procedure, as the pages do before it is sent."""
    choices = dossier_views.choices(view)
    rows = choices["rows"]
    wanted = [
        (part.key, None if part.each is None else [key for key, _label in rows.get(part.each, ())])
        for part in view.procedure.parts
    ]
    today = clock.today()
    read = parts.assemble(view.procedure.code, wanted, view.draft, choices=choices, today=today)
    if read.problems:
        raise click.ClickException(f"The data of the demonstration do not pass the forms: {read.problems}")
    return read.answers


def _said(error: ServiceError) -> click.ClickException:
    text = error.message % error.params if error.params else error.message
    return click.ClickException("\n".join([text, *(str(one) for one in getattr(error, "findings", ()))]))


@demo.command("load")
@click.option("--if-empty", is_flag=True, help="Do nothing, and say so, when there are data already.")
@click.option("--reviews", is_flag=True, help="With all annual reviews of 2025 (takes some minutes more).")
@click.option(
    "--events", is_flag=True, help="With the workshop and the training of 2025 (half a minute more)."
)
@click.option("--size", type=click.Choice(SIZES), default=SIZES[0], help="sector: 6,000 dossiers (minutes).")
def load(if_empty: bool = False, reviews: bool = False, events: bool = False, size: str = SIZES[0]) -> None:
    """Load the province, its year 2025 and the rounds of this year."""
    if if_empty and province.begun():
        click.echo(NOT_EMPTY)
        return
    click.echo(f"Loading the demonstration province ({TAKES[size]}) …")
    try:
        made = province.load(answers_of, reviews=reviews, events=events, sector=size == "sector")
    except ServiceError as error:
        if if_empty and isinstance(error, province.NotEmpty):  # another process has loaded it meanwhile
            click.echo(NOT_EMPTY)
            return
        raise _said(error) from error
    click.echo(
        f"Loaded: {made.units} units, {made.people} people, {made.dossiers} dossiers, {made.papers} papers."
    )
    if made.unfinished:
        click.echo(f"{made.unfinished} papers wait for their PDF: its library is missing here (make setup).")


@demo.command("clear")
@click.confirmation_option(prompt="Delete everything in this demonstration installation?")
def clear() -> None:
    """Delete everything, in an installation that bears the demonstration's mark."""
    try:
        province.clear()
    except ServiceError as error:
        raise _said(error) from error
    click.echo("The installation is empty now.")
