"""Migrations go up, down and up again on an empty and on a filled database, and agree with the tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, inspect, select

from extensions import db
from models.search import FULL_TEXT
from tests.support import province as road


def folder(app):
    """Return the folder of the migrations."""
    return str(Path(app.root_path) / "migrations")


@pytest.mark.sql
def test_up_down_up_on_an_empty_database(app):
    with app.app_context():
        names = set(inspect(db.engine).get_table_names())
        downgrade(directory=folder(app), revision="base")
        assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}
        upgrade(directory=folder(app))
        assert set(inspect(db.engine).get_table_names()) == names


@pytest.mark.sql
def test_down_and_up_on_a_filled_database_leaves_the_shape(app):
    road.build(app)
    with app.app_context():
        table = db.metadata.tables["unit"]
        assert db.session.scalar(select(func.count()).select_from(table)) > 0
        db.session.remove()
        downgrade(directory=folder(app), revision="base")
        upgrade(directory=folder(app))
        assert db.session.scalar(select(func.count()).select_from(table)) == 0


@pytest.mark.sql
def test_the_migrations_make_exactly_the_tables(app):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with app.app_context(), db.engine.connect() as connection:
        opts = {"compare_type": True, "include_name": lambda name, *rest: not str(name).startswith(FULL_TEXT)}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, db.metadata) == []
