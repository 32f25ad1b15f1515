"""The urn of a secret ballot: counts under seal, opened once, at the closing.

While a ballot is open the counts of all cases lie in one text, encrypted with a key derived from the installation's
SECRET_KEY. Every vote opens it, raises one of two figures of each case and seals it anew: nothing is appended, so no
row, order or instant belongs to a vote, and two copies of the database taken before and after a vote do not show what
was raised. What this does and does not protect against stands in docs/decisions/0012-councils.md.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app

from services.errors import Conflict

# Figures of a fixed width: the length of the sealed text tells nothing.
_WIDTH = 5


def _box() -> Fernet:
    secret = current_app.config["SECRET_KEY"].encode("utf-8")
    digest = hmac.new(secret, b"council urn", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def _seal(counts: Mapping[int, tuple[int, int]]) -> str:
    figures = {str(case): [f"{n:0{_WIDTH}d}" for n in counts[case]] for case in sorted(counts)}
    return _box().encrypt(json.dumps(figures).encode("ascii")).decode("ascii")


def empty(cases: Iterable[int]) -> str:
    """Return a sealed urn for these cases, nothing in it."""
    return _seal(dict.fromkeys(cases, (0, 0)))


def counted(sealed: str) -> dict[int, tuple[int, int]]:
    """Break the seal: {case: (agree, disagree)}. Errors: `Conflict` when it was sealed with another key."""
    try:
        figures = json.loads(_box().decrypt(sealed.encode("ascii")))
    except InvalidToken as broken:
        raise Conflict("Hòm phiếu không mở được. Hủy lần bỏ phiếu này và bỏ phiếu lại.") from broken
    return {int(case): (int(agree), int(disagree)) for case, (agree, disagree) in figures.items()}


def dropped(sealed: str, votes: Mapping[int, bool]) -> str:
    """Return the urn with one vote more on each of these cases (True: agrees), sealed anew. Errors: `Conflict`."""
    counts = counted(sealed)
    for case, agrees in votes.items():
        agree, disagree = counts[case]
        counts[case] = (agree + agrees, disagree + (not agrees))
    return _seal(counts)
