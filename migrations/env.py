"""Runs migrations on the application's own database; batch mode, so that SQLite can change its tables."""

from alembic import context
from flask import current_app

from models.search import FULL_TEXT

database = current_app.extensions["migrate"].db


def run() -> None:
    """Run the migrations in one transaction."""
    # A connection of our own: foreign keys stay off while SQLite rebuilds a table.
    with database.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_as_batch=True,
            compare_type=True,
            include_name=lambda name, *rest: not str(name).startswith(FULL_TEXT),
        )
        with context.begin_transaction():
            context.run_migrations()


run()
