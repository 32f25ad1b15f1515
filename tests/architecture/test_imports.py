"""Who may know whom. The table is the one of docs/architecture.md; a failure names the arrow that was broken."""

from __future__ import annotations

import ast
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.architecture import sources

ROOMS = {
    *("app", "config", "extensions", "blueprints", "cli", "forms", "services", "jobs"),
    *("workflows", "rules", "documents", "vietnamese", "models", "reference"),
}
PURE = ("workflows", "rules", "documents", "vietnamese")
STANDARD = set(sys.stdlib_module_names)

# Names of flask that mean "somebody asked for a page".
REQUEST = {"request", "session", "render_template", "url_for", "flash", "redirect", "make_response"}


@dataclass(frozen=True)
class Row:
    """What one room may import: rooms, rooms' `errors` only, and libraries (None: any but `never`)."""

    rooms: set[str] = field(default_factory=set)
    errors_of: set[str] = field(default_factory=set)
    libraries: set[str] | None = None
    never: set[str] = field(default_factory=set)
    never_from_flask: set[str] = field(default_factory=set)


SQL = {"sqlalchemy", "flask_sqlalchemy", "alembic", "flask_migrate", "psycopg", "sqlite3"}
PRINTING = {"docx", "docxtpl", "weasyprint", "pypdfium2"}

TABLE: dict[str, Row] = {
    "app.py": Row(rooms=ROOMS),
    "config.py": Row(),
    "extensions.py": Row(),
    "blueprints": Row(
        rooms={"forms", "services", "vietnamese", "extensions"}, errors_of=ROOMS, never=SQL | PRINTING
    ),
    "cli": Row(
        rooms={"forms", "services", "vietnamese", "extensions"}, errors_of=ROOMS, never=SQL | PRINTING
    ),
    "cli/worker.py": Row(
        rooms={"forms", "services", "vietnamese", "extensions", "jobs"}, errors_of=ROOMS, never=SQL | PRINTING
    ),
    "forms": Row(
        rooms={"vietnamese"}, libraries={"wtforms", "flask_wtf", "flask_babel", "markupsafe"} | STANDARD
    ),
    "services": Row(
        rooms={*PURE, "models", "extensions", "reference"},
        never_from_flask=REQUEST,
        never={"wtforms", "flask_wtf"},
    ),
    "jobs": Row(rooms={"services", "documents", "models", "extensions"}, never_from_flask=REQUEST),
    "workflows": Row(rooms={"vietnamese"}, libraries=STANDARD),
    "rules": Row(rooms={"vietnamese"}, libraries=STANDARD),
    "documents": Row(
        rooms={"vietnamese"},
        libraries=PRINTING
        | STANDARD
        | {"jinja2", "markupsafe", "lxml", "jsonschema", "PIL", "fontTools", "segno"},
    ),
    "vietnamese": Row(libraries=STANDARD),
    "models": Row(rooms={"extensions", "vietnamese"}, never_from_flask=REQUEST),
    "reference": Row(libraries=STANDARD),
}

# Folders with Python that are no room of the product.
OUTSIDE = {"tests", "migrations", "benchmarks", "scripts", "translations"}


def row_of(path: Path) -> tuple[str, Row] | None:
    """Return the row that governs a file: its own, else its folder's."""
    for key in (sources.name(path), sources.room(path)):
        if key in TABLE:
            return key, TABLE[key]
    return None


def imports(source: str) -> list[tuple[int, str, str]]:
    """Return (line, module, name) of every import anywhere in a source, inside functions too."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found += [(node.lineno, node.module or "", alias.name) for alias in node.names]
    return found


def broken(key: str, row: Row, source: str) -> list[str]:
    """Return one sentence per import that the row does not allow."""
    own = key.removesuffix(".py").split("/")[0]
    sentences = []
    for line, module, name in imports(source):
        top = module.split(".")[0]
        if top in ROOMS:
            errors = module.endswith(".errors") or name == "errors"
            allowed = top == own or top in row.rooms or (top in row.errors_of and errors)
        else:
            listed = row.libraries is None or top in row.libraries
            allowed = (
                listed and top not in row.never and not (top == "flask" and name in row.never_from_flask)
            )
        if not allowed:
            arrow = f"{own} → {top}" if top in ROOMS else f"{own} → {module}{name and '.' + name}"
            sentences.append(f"line {line}: {arrow} (import of {module})")
    return sentences


@pytest.mark.parametrize("top", sorted({key.split("/")[0] for key in TABLE}))
def test_only_allowed_imports(top: str) -> None:
    problems = []
    for path in sources.files(".py"):
        if sources.room(path) == top:
            key, row = row_of(path)
            found = broken(key, row, path.read_text(encoding="utf-8"))
            problems += [f"{sources.name(path)} {sentence}" for sentence in found]
    assert not problems, "\n".join(problems)


def test_every_folder_with_python_is_in_the_table() -> None:
    rooms = {sources.room(path) for path in sources.files(".py")}
    assert rooms - set(TABLE) - OUTSIDE == set()


def test_the_page_for_people_says_the_same() -> None:
    page = (sources.ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    told = {
        match[1]: set(re.findall(r"`(\w+)`", match[2])) - {"errors"}
        for match in re.finditer(r"^\| `([\w/.]+)` \| ([^|]*) \| [^|]* \|$", page, re.MULTILINE)
    }
    meant = {key: row.rooms for key, row in TABLE.items() if key != "app.py"}
    assert {key: told.get(key) for key in meant} == meant


def test_every_folder_has_its_line() -> None:
    page = (sources.ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `([\w.]+)/?` \| [^|]*\|$", page, re.MULTILINE))
    there = {
        sources.room(path) for path in sources.files() if path.parent != sources.ROOT or path.suffix == ".py"
    }
    assert {name for name in there if not name.startswith(".")} - told == set()


@pytest.mark.parametrize(
    ("key", "source", "arrow"),
    [
        ("blueprints", "from models.papers import Paper", "blueprints → models"),
        ("blueprints", "from sqlalchemy import select", "blueprints → sqlalchemy.select"),
        ("blueprints", "import workflows.engine", "blueprints → workflows"),
        ("blueprints", "from workflows.errors import NotAllowed", None),
        ("blueprints", "from services import dossiers", None),
        ("cli", "def run():\n    import jobs.worker", "cli → jobs"),
        ("cli/worker.py", "import jobs.worker", None),
        ("forms", "import services.units", "forms → services"),
        ("forms", "from flask import request", "forms → flask.request"),
        ("services", "from flask import request", "services → flask.request"),
        ("services", "from flask import current_app, g", None),
        ("services", "import jobs", "services → jobs"),
        ("jobs", "from blueprints import page", "jobs → blueprints"),
        ("rules", "import reference", "rules → reference"),
        ("rules", "from workflows.errors import NotAllowed", "rules → workflows"),
        ("rules", "import flask", "rules → flask"),
        (
            "workflows",
            "if True:\n    from sqlalchemy.orm import Session",
            "workflows → sqlalchemy.orm.Session",
        ),
        ("documents", "import weasyprint, lxml.etree", None),
        ("vietnamese", "import unicodedata, babel", "vietnamese → babel"),
        ("models", "from services.units import tree", "models → services"),
        ("reference", "import tomllib", None),
    ],
)
def test_the_table_refuses(key: str, source: str, arrow: str | None) -> None:
    found = broken(key, TABLE[key], source)
    assert [re.search(r": (.*) \(", sentence)[1] for sentence in found] == ([arrow] if arrow else [])


# The clock ------------------------------------------------------------------------------------------------

CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
MAY_READ_THE_CLOCK = {
    "extensions.py",  # it is the clock
    "jobs/tidy.py",  # compares with the times of files, which are the machine's
    "blueprints/kept.py",  # compares with the stamp in a signature, which is the machine's
}


def clock_reads(source: str) -> list[int]:
    """Return the lines that ask the machine for the present date or time."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            last = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if (last, node.func.attr) in CLOCKS or (last, node.func.attr) == ("time", "time"):
                lines.append(node.lineno)
    return lines


def test_only_the_clock_reads_the_clock() -> None:
    problems = [
        f"{sources.name(path)}:{line} asks the machine; use extensions.clock or take `now` as an argument"
        for path in sources.files(".py")
        if sources.room(path) not in OUTSIDE and sources.name(path) not in MAY_READ_THE_CLOCK
        for line in clock_reads(path.read_text(encoding="utf-8"))
    ]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(
    "call", ["datetime.now(UTC)", "datetime.datetime.now()", "date.today()", "time.time()", "dt.date.today()"]
)
def test_a_clock_read_is_seen(call: str) -> None:
    assert clock_reads(f"x = 1\ny = {call}") == [2]


def test_the_house_clock_is_no_clock_read() -> None:
    assert clock_reads("clock()\nclock.today()\ntime.monotonic()") == []
