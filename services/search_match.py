"""Words that begin so, looked up in the full-text index of the database: the one place that knows which it is.

SQLite: FTS5 over `search_row.terms`, kept by triggers. PostgreSQL: a GIN index over the same words as a tsvector.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, text

from extensions import db
from models import SearchRow

_SQLITE = text("SELECT search_fts.rowid FROM search_fts WHERE search_fts MATCH :sought")
_POSTGRESQL = text(
    "SELECT sought_in.id FROM search_row AS sought_in "
    "WHERE array_to_tsvector(string_to_array(sought_in.terms, ' ')) @@ CAST(:sought AS tsquery)"
)


def having(words: Sequence[str], name: str = "sought", *, whole: bool = False) -> ColumnElement[bool]:
    """Return the condition on `SearchRow` that it has words beginning with each of `words` (letters and digits only).

    Numbers, and with `whole` every word, are looked for as they are. `name` tells the conditions of one query apart.
    """
    ends = [(word, whole or word.isdecimal()) for word in words]
    if db.engine.dialect.name == "sqlite":
        asked = " AND ".join(f'"{word}"' if exact else f'"{word}"*' for word, exact in ends)
        statement = _SQLITE
    else:
        asked = " & ".join(f"'{word}'" if exact else f"'{word}':*" for word, exact in ends)
        statement = _POSTGRESQL
    own = text(statement.text.replace(":sought", f":{name}")).bindparams(**{name: asked})
    return SearchRow.id.in_(own)
