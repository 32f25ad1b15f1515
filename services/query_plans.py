"""What the database knows of its tables, counted anew. SQLite without it guesses, and reads thousands of rows for 20.

PostgreSQL renews it by itself (autovacuum).
"""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from extensions import db
from services.transaction import writing

#: Rows of an index that are looked at: enough to tell a rare value from a common one, and done in a moment.
LOOKED_AT = 1_000


def renew() -> int:
    """Let SQLite count what its indexes hold. Returns 0: there is nothing to report.

    A database that cannot be written now keeps what it knows until the next time.
    """
    if db.engine.dialect.name == "sqlite":
        try:
            with writing():
                db.session.execute(text(f"PRAGMA analysis_limit={LOOKED_AT}"))
                db.session.execute(text("ANALYZE"))
        except OperationalError:
            db.session.rollback()
    return 0
