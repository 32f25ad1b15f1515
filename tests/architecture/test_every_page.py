"""Everybody opens every address: no GET writes a row, none breaks, the public is asked to sign in, and a page speaks
one language at a time.

Who reads which thing, and who may change it, stands in tests/web/test_access_matrix.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from tests.architecture.crowd import NOBODY, STAGES, fingerprint, gather, statements_that_write
from tests.architecture.spoken import data_of, without, words
from tests.architecture.walk import PAPERS, Visit, Walk
from tests.support.applications import opened
from tests.support.tree import CHEAP_HASH
from translations.extract import is_vietnamese

# Guards that let somebody without a session see a page; the last two answer 404 where they are shut.
OPEN_TO_THE_PUBLIC = {"always", "public", "demo", "no_account"}

# Words of other languages that Vietnamese office people use.
BORROWED = {"pdf", "word", "excel", "sha", "english", "mail", "email", "caps", "lock", "macro", "byte"}

# Whom the everyday suite lets walk, at the last stage; everybody walks at every stage in the long one.
FEW = ("chair", "reviewer", NOBODY)
WALKS = [("decided", FEW), *(pytest.param((stage, ()), marks=pytest.mark.soak) for stage in STAGES)]


@pytest.fixture(scope="module", params=WALKS, ids=["decided, a few", *STAGES])
def walk(
    request: pytest.FixtureRequest,
    database_kind: str,
    templates: Callable[..., Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Walk]:
    """Yield the walk of those who walk, in the province at a stage."""
    stage, few = request.param
    copied = contextmanager(templates(database_kind, "empty").copy)
    with (
        copied(tmp_path_factory.mktemp("walk") / "instance") as database,
        opened(database, RENDER_WAIT_SECONDS=120, **CHEAP_HASH) as app,
    ):
        crowd = gather(app, stage)
        crowd.clients = {name: client for name, client in crowd.clients.items() if not few or name in few}
        yield Walk(crowd)


def test_reading_writes_nothing(walk: Walk) -> None:
    from blueprints.session import guard_of

    app = walk.crowd.made.app
    before = fingerprint(app)
    problems = [problem for visit in walk.vietnamese for problem in _wrong(visit)]
    with app.app_context():
        closed = [visit for visit in walk.vietnamese if guard_of(visit.endpoint) not in OPEN_TO_THE_PUBLIC]
    problems += [
        f"{_told(visit)}: the public must be asked to sign in"
        for visit in closed
        if visit.name == NOBODY and not _asks_to_sign_in(visit)
    ]
    assert not problems, (
        f"{len(problems)} of {len(walk.vietnamese)} answers at stage {walk.crowd.stage}:\n"
        + ("\n".join(problems))
    )
    assert fingerprint(app) == before


def _wrong(visit: Visit) -> list[str]:
    """Return what nobody's visit may do."""
    wrote = [f"{_told(visit)} wrote: {statement[:80]}" for statement in visit.wrote]
    return wrote + ([f"{_told(visit)}: breaks"] if visit.status >= 500 else [])


def _told(visit: Visit) -> str:
    return f"{visit.name} GET {visit.address} → {visit.status}"


def _asks_to_sign_in(visit: Visit) -> bool:
    if visit.status == 401:
        return True  # a script is told so
    return visit.status == 302 and visit.location.split("?")[0] == "/dang-nhap"


@pytest.mark.any_database
def test_pages_speak_one_language(walk: Walk, root: Path) -> None:
    with (root / "translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        english = read_po(file)
    known = data_of(walk.crowd.made.app, root)
    said = {word for m in english if m.id for word in words(m.id)}
    foreign = {word for m in english if m.id for word in words(m.string)} - said - BORROWED
    assert {"submit", "dossier", "return"} <= foreign
    vietnamese = _strange(walk.english, known, is_vietnamese)
    strange = _strange(walk.vietnamese, known, lambda text: bool(foreign & set(words(text))))
    found = [f"{endpoint}: {text}" for endpoint, text in vietnamese + strange]
    found += [problem for visit in walk.english for problem in _wrong(visit)]
    assert not found, "\n".join(found)


def _strange(
    visits: list[Visit], known: list[str], is_strange: Callable[[str], bool]
) -> list[tuple[str, str]]:
    """Return (endpoint, text) of what pages say to anybody in a strange tongue; what the data say is not theirs."""
    where: dict[str, set[str]] = {}
    for visit in visits:
        for text in visit.texts if visit.endpoint not in PAPERS else ():
            where.setdefault(text, set()).add(visit.endpoint)
    assert len(where) > 200
    wrong = [text for text in where if is_strange(text) and is_strange(without(text, known))]
    return sorted((endpoint, text) for text in wrong for endpoint in where[text])


def test_a_statement_that_writes_is_seen(app: Any) -> None:
    from extensions import db

    with app.app_context(), statements_that_write() as statements:
        db.session.execute(db.text("SELECT 1"))
        db.session.execute(db.text("WITH a AS (SELECT 1 AS n) SELECT n FROM a"))
        assert statements == []
        db.session.execute(db.text("UPDATE account SET failures = 0"))
        db.session.execute(
            db.text("WITH a AS (SELECT 1 AS n) DELETE FROM account WHERE id IN (SELECT n FROM a)")
        )
        assert len(statements) == 2
        db.session.rollback()
