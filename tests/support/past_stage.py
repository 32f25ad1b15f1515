"""A stage in the past: the product on the province as it stood on a day, its clock moved on by the story.

Nothing of the year is replayed there: numbers, dossiers and papers come from what people do on the stage, and from
the lines of the registers that the story lets pass (`register_until`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from extensions import ZONE
from tests.support.applications import opened
from tests.support.databases import Database, Template, migrate
from tests.support.stage import Person, Stage, staged

# A story has one person at the browser at a time, and many starts: each process beside the server costs seconds.
ALONE = {"WORKERS": 1, "RENDER_WORKERS": 1}
WAITS = 120_000  # milliseconds


@dataclass
class PastStage(Stage):
    """The running product at an hour that the story sets, and everybody who is at it."""

    database: Database | None = None
    entered: date = date.min

    def at(self, day: date, hour: int = 8, minute: int = 0) -> None:
        """Let it be an hour of Vietnam: the server starts again with its clock there, and knows nobody any more."""
        self.server.stop()
        for person in self.people.values():
            person.page.context.close()
        self.people.clear()
        moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)
        shift = moment.timestamp() - time.time()
        folder = str(Path(__file__).parent / "past")
        self.server.environment = {"PYTHONPATH": folder, "CLOCK_SHIFT_SECONDS": str(shift)}
        self.server.settings = {**self.server.settings, **ALONE}
        self.server.start()

    def newcomer(self) -> Person:
        """Return somebody nobody knows, who waits: a server that has just started reads fonts and kinds of paper."""
        person = super().newcomer()
        person.page.set_default_timeout(WAITS)
        return person

    @contextmanager
    def inside(self) -> Iterator[Flask]:
        """Open the application in this process, on the same database, for what no page does."""
        with opened(self.database) as app, app.app_context():
            yield app

    def register_until(self, day: date, without: Collection[tuple[str, str]] = ()) -> None:
        """Let pass what other papers the province's registers name up to a day, each on its day.

        `without`: (unit, number) of those in whose place the story numbers its own.
        """
        from models import Unit
        from services import demo

        with self.inside():
            demo.enter_lines(
                {one.code: one.id for one in Unit.query.all() if one.code}, self.entered, day, without
            )
        self.entered = day


def _template(folder: Path, day: date) -> Template:
    def prepare(database: Database) -> None:
        from services import demo

        migrate(database)
        with opened(database) as app, app.app_context():
            demo.load_as_of(day)

    return Template("sqlite", folder, None, prepare)


@pytest.fixture(scope="class")
def past_stage(
    request: pytest.FixtureRequest, root: Path, tmp_path_factory: pytest.TempPathFactory, browser: Any
) -> Iterator[PastStage]:
    """Yield the stage of a class of journeys that begins on the class's day (`begins`), in its `view`.

    It begins at eight in the morning; `at` moves it on.
    """
    folder: Callable[[str], Path] = tmp_path_factory.mktemp
    template = _template(folder("past"), request.cls.begins)
    copied = contextmanager(template.copy)
    view, begins = request.cls.view, request.cls.begins
    with (
        copied(folder("past-stage") / "instance") as database,
        staged(root, database, browser, view) as stage,
    ):
        past = PastStage(**vars(stage), database=database, entered=begins)
        past.at(begins)
        yield past
