"""Is the installation able to work: the database answers, its tables are there, the folder takes files."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from extensions import db
from models import Account


def _database() -> bool:
    try:
        db.session.execute(select(Account.id).limit(1))
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return True


def _files() -> bool:
    try:
        with tempfile.TemporaryFile(dir=Path(current_app.config["INSTANCE"])):
            return True
    except OSError:
        return False


PARTS = {"database": _database, "files": _files}


def report() -> dict[str, bool]:
    """Return {part: works} for every part that serving needs."""
    return {name: works() for name, works in PARTS.items()}
