"""Everybody opens every address: no GET writes a row, none breaks, and the public is asked to sign in.

Who reads which thing, and who may change it, stands in tests/web/test_access_matrix.py.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.architecture.crowd import (
    NOBODY,
    STAGES,
    Crowd,
    addresses,
    fingerprint,
    gather,
    statements_that_write,
)
from tests.support.tree import CHEAP_HASH

# Guards that let somebody without a session see a page; the last two answer 404 where they are shut.
OPEN_TO_THE_PUBLIC = {"always", "public", "demo", "no_account"}

SOAK = {"draft", "sent", "checked"}


@pytest.fixture(params=[pytest.param(s, marks=[pytest.mark.soak] if s in SOAK else []) for s in STAGES])
def crowd(request: pytest.FixtureRequest, make_app: Any) -> Crowd:
    """Return the province at a stage; those in the middle belong to the long suite."""
    return gather(make_app(RENDER_WAIT_SECONDS=120, **CHEAP_HASH), request.param)


def test_reading_writes_nothing(crowd: Crowd) -> None:
    from blueprints.session import guard_of

    app = crowd.made.app
    before, problems, walked = fingerprint(app), [], 0
    for endpoint, address, _values in addresses(app, crowd, "GET"):
        with app.app_context():
            closed = guard_of(endpoint) not in OPEN_TO_THE_PUBLIC
        for name, client in crowd.clients.items():
            with statements_that_write() as statements:
                answer = client.get(address)
            walked += 1
            where = f"{name} GET {address} → {answer.status_code}"
            problems += [f"{where} wrote: {statement[:80]}" for statement in statements]
            if answer.status_code >= 500:
                problems.append(f"{where}: breaks")
            if name == NOBODY and closed and not _asks_to_sign_in(answer):
                problems.append(f"{where}: the public must be asked to sign in")
    assert not problems, f"{len(problems)} of {walked} answers at stage {crowd.stage}:\n" + "\n".join(
        problems
    )
    assert fingerprint(app) == before


def _asks_to_sign_in(answer: Any) -> bool:
    return answer.status_code == 302 and answer.location.split("?")[0] == "/dang-nhap"


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
