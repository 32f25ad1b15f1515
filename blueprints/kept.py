"""What was typed survives the end of the session: carried over the sign-in page, sent again by one press.

Danger: a page of somebody else could send a form here in the name of a person whose session has ended, and
have it carried through the sign-in. Therefore a form is carried only with a proof that this browser got it
from us for this person: the form's own token, whose hash lies in a signed cookie that names the account.
The cookie outlives the session by some days (not on shared machines) and goes at signing out. The fields
travel signed, naming the account; who signs in as somebody else gets nothing of them. Passwords and files
are never carried.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import current_app, request, session
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

COOKIE = "typed"
# Tokens of the last sessions: tabs opened before the newest sign-in can still prove themselves.
_TOKENS = 5
# An older proof is made anew, so that it outlives the session it stands beside.
_RENEW = timedelta(hours=12)
# A form larger than this is not carried; its draft was saved while typing.
_LARGEST = 1_500_000
_NEVER = frozenset({"csrf_token", "password", "again", "kept"})
# Fields that pages fill, not people: they are sent again, but not shown.
_MACHINE = frozenset({"once", "seen", "version", "next"})


@dataclass(frozen=True)
class Kept:
    """A form on its way: whose it is, where it goes, its fields in order; `files` tells that some were left out."""

    account_id: int
    path: str
    fields: tuple[tuple[str, str], ...]
    files: bool

    @property
    def texts(self) -> list[str]:
        """What a person has typed, to look at."""
        return [value for name, value in self.fields if name not in _MACHINE and value.strip()]


def _signer(salt: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key, salt=f"trinh-ky-{salt}")


def _lifetime() -> int:
    return current_app.config["KEEP_TYPED_HOURS"] * 3600


def _mark(raw_token: str) -> str:
    return hashlib.sha256(raw_token.encode()).hexdigest()[:32]


def _cookie() -> dict[str, Any]:
    """Return what the browser can prove: {"a": account id, "s": seat, "t": [marks of tokens], "fresh": bool}."""
    try:
        value, made = _signer("typed").loads(
            request.cookies.get(COOKIE, ""), max_age=_lifetime(), return_timestamp=True
        )
    except BadData:
        return {"a": None, "s": None, "t": [], "fresh": False}
    return {**value, "fresh": datetime.now(UTC) - made < _RENEW}


def remember(response: Response, account_id: int | None, seat: int | None, *, forget: bool) -> None:
    """Keep the proof up to date on an answer to a signed-in person; `forget` takes it away."""
    if forget:
        response.delete_cookie(COOKIE)
        return
    token = session.get("csrf_token")
    if account_id is None or not token:
        return
    old = _cookie()
    marks = old["t"] if old["a"] == account_id else []
    if _mark(token) in marks and old["fresh"] and old["s"] == seat:
        return
    marks = [*(mark for mark in marks if mark != _mark(token)), _mark(token)][-_TOKENS:]
    response.set_cookie(
        COOKIE,
        _signer("typed").dumps({"a": account_id, "s": seat, "t": marks}),
        max_age=_lifetime() if session.permanent else None,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )


def seat_of(account_id: int) -> int | None:
    """Return the seat this account last acted in on this browser."""
    old = _cookie()
    return old["s"] if old["a"] == account_id else None


def owner() -> int | None:
    """Return the account whose page sent the present form, None without proof."""
    sent = request.form.get("csrf_token") or request.headers.get("X-CSRFToken") or ""
    try:
        raw = URLSafeTimedSerializer(current_app.secret_key, salt="wtf-csrf-token").loads(sent)
    except BadData:
        return None
    proof = _cookie()
    return proof["a"] if isinstance(raw, str) and _mark(raw) in proof["t"] else None


def sent_form(account_id: int) -> Kept:
    """Return the form of this request as one to be sent again by `account_id`."""
    fields = tuple((k, v) for k, v in request.form.items(multi=True) if k.rsplit("-", 1)[-1] not in _NEVER)
    files = any(file.filename for file in request.files.values())
    return Kept(account_id, request.full_path.rstrip("?"), fields, files)


def seal(form: Kept) -> str | None:
    """Return the form as one signed text for a hidden field; None when it is too large to be carried."""
    text = _signer("kept").dumps([form.account_id, form.path, form.fields, form.files])
    return text if len(text) <= _LARGEST else None


def unseal(text: str | None) -> Kept | None:
    """Return a carried form; None for nothing, forged or too old."""
    try:
        account_id, path, fields, files = _signer("kept").loads(text or "", max_age=_lifetime())
    except BadData:
        return None
    return Kept(account_id, path, tuple((name, value) for name, value in fields), files)
