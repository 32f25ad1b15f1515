"""Sessions: one row for each machine where somebody is signed in. Without its row a cookie is worth nothing.

The row is written at signing in and goes at signing out; reading pages never touches it. How long it lasts since the
last page stands in the signed cookie (`blueprints/session.py`); here is the longest it may last at all.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from flask import current_app
from sqlalchemy import Select, bindparam, delete, select

from extensions import clock, db
from models import Account, AccountSession
from services.errors import NotFound
from services.transaction import command


@dataclass(frozen=True)
class SessionView:
    """A machine that is signed in. `device` is the code of `blueprints/device.py`; `here`: the one that asks."""

    session_id: int
    started_at: datetime
    shared: bool
    device: str
    address: str
    here: bool


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _youngest_dead() -> datetime:
    """Return the instant at or before which a session began that is over by now."""
    return clock() - timedelta(hours=current_app.config["SESSION_MOST_HOURS"])


@command
def begin(account_id: int, *, shared: bool, device: str, address: str) -> str:
    """Begin a session; return its token, of which only a hash is kept. Sessions long over are cleared away."""
    token = secrets.token_urlsafe(32)
    over = AccountSession.started_at <= _youngest_dead()
    db.session.execute(delete(AccountSession).where(AccountSession.account_id == account_id, over))
    db.session.add(
        AccountSession(
            account_id=account_id,
            token_hash=_digest(token),
            started_at=clock(),
            shared=shared,
            device=device[:40],
            address=address[:60],
        )
    )
    return token


def signed_in(mark: str, token: str) -> Account | None:
    """Return the account of a running session: its present mark (`fs_uniquifier`) and the session's token."""
    asked = {"mark": mark, "token": _digest(token), "dead": _youngest_dead()}
    return db.session.scalar(_by_session(), asked)


@cache
def _by_session() -> Select[Any]:
    """The account of a `mark` and a `token` younger than `dead`. Every request asks: the statement is built once."""
    query = select(Account).join(AccountSession, AccountSession.account_id == Account.id)
    return query.where(
        Account.fs_uniquifier == bindparam("mark"),
        Account.active.is_(True),
        AccountSession.token_hash == bindparam("token"),
        AccountSession.started_at > bindparam("dead", type_=AccountSession.started_at.type),
    )


def running(account_id: int, token: str) -> list[SessionView]:
    """Return where the account is signed in, this machine first, then the newest."""
    mine = _digest(token)
    query = select(AccountSession).where(
        AccountSession.account_id == account_id, AccountSession.started_at > _youngest_dead()
    )
    rows = db.session.scalars(query.order_by(AccountSession.started_at.desc(), AccountSession.id.desc()))
    views = [
        SessionView(r.id, r.started_at, r.shared, r.device, r.address, r.token_hash == mine) for r in rows
    ]
    return sorted(views, key=lambda one: not one.here)


@command
def end(account_id: int, token: str) -> None:
    """End the session with this token; the other machines stay signed in."""
    found = (AccountSession.account_id == account_id) & (AccountSession.token_hash == _digest(token))
    db.session.execute(delete(AccountSession).where(found))


@command
def end_one(account_id: int, session_id: int) -> None:
    """End one of the account's own sessions. Errors: `NotFound`."""
    found = (AccountSession.account_id == account_id) & (AccountSession.id == session_id)
    if not db.session.execute(delete(AccountSession).where(found)).rowcount:
        raise NotFound


def end_all(row: Account) -> None:
    """End every session of an account inside the running command."""
    db.session.execute(delete(AccountSession).where(AccountSession.account_id == row.id))
    row.fs_uniquifier = uuid.uuid4().hex
