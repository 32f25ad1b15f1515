"""Insert a row unless its key is taken: the one statement whose words differ between the two databases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import inspect
from sqlalchemy.dialects import postgresql, sqlite

from extensions import db

_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert_if_absent(model: Any, **values: Any) -> bool:
    """Insert a row of `model` inside the running command; False when a unique key was taken already.

    On PostgreSQL it waits for a concurrent command that is inserting the same key, so the answer is final.
    """
    insert = _INSERT[db.engine.dialect.name](model).values(**values).on_conflict_do_nothing()
    written = insert.returning(*inspect(model).primary_key)
    return db.session.execute(written).first() is not None
