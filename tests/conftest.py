"""What every test may ask for. Real parts only: databases, a mail server, the server process, Chromium.

The fixtures live in tests/support, one module per part, and start nothing before a test asks for them.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Chapters of the journeys assert like tests do.
pytest.register_assert_rewrite("tests.journeys")

pytest_plugins = [
    "tests.support.databases",
    "tests.support.applications",
    "tests.support.issuing",
    "tests.support.mail",
    "tests.support.servers",
    "tests.support.browsers",
    "tests.support.stage",
    "tests.support.past_stage",
]

# Machines differ: no test may fail because one is slow.
settings.register_profile(
    "house", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")

# A file is run by one process, and whoever begins with a long one last keeps the others waiting. The first of these
# grows the sector for all, which takes minutes: when it is wanted elsewhere, it is there.
LONGEST = ["test_list_costs.py", "test_parity_families.py", "test_access_matrix.py", "test_parity_papers.py"]

RUNTIME = pytest.StashKey[str]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database=postgresql` runs every test that has a database there, and no other test."""
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default=os.environ.get("TRINHKY_TEST_DATABASE"),
        help="run the tests that use a database on this one only (default: SQLite, `sql` ones on both)",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, and keep the order of the others."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


def pytest_configure(config: pytest.Config) -> None:
    """Give the run one short folder of its own, shared by parallel workers, for sockets and locks.

    The part called `run` stays closed to others: PostgreSQL opens the way to its data for its own user.
    """
    if not hasattr(config, "workerinput"):
        config.stash[RUNTIME] = tempfile.mkdtemp(prefix="tk-")
        closed = Path(config.stash[RUNTIME]) / "run"
        closed.mkdir(mode=0o700)
        (closed / "python_PostgresServer").mkdir()
        os.environ["XDG_RUNTIME_DIR"] = str(closed)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the folder when the run is over."""
    if RUNTIME in config.stash:
        shutil.rmtree(config.stash[RUNTIME], ignore_errors=True)


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the top folder of the project."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def runtime() -> Path:
    """Return the run's own short folder (a socket's path must stay under 108 letters)."""
    return Path(os.environ["XDG_RUNTIME_DIR"]).parent
