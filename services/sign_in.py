"""Signing in: one answer for every failure, one hash for every try, pauses after too many.

Who has no account, who has typed a wrong password and whose account is pausing get the same words after the
same work. Only the pause of an address says so, because it is the same for every name that is typed. No hash
is computed inside a transaction; at most SIGN_IN_PARALLEL run at once, and of one account only one.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from zlib import crc32

from flask import Flask, current_app
from flask_security.utils import hash_password, verify_password
from sqlalchemy import func, or_, select

from extensions import clock, db, security
from models import Account, SignIn
from services.transaction import command
from vietnamese.text import clean

# Longer ones are refused unread: nobody types them, and hashing them is work for nothing.
LONGEST_PASSWORD = 256
_STRIPES = 64
# A pause long over is forgotten: yesterday's mistakes do not make today's worse.
_FORGET = timedelta(hours=24)


@dataclass(frozen=True)
class Attempt:
    """How a try ended: the account and person, or why not.

    `problem` is None, "wrong" (nothing more is said), "paused" (this address; `minutes` to wait) or "busy".
    """

    account_id: int | None = None
    person_id: int | None = None
    problem: str | None = None
    minutes: int = 0


@dataclass
class _Gate:
    """Who may hash now: a few at once, of one name one at a time; a hash that nobody's password has."""

    slots: threading.BoundedSemaphore
    stripes: list[threading.Lock] = field(default_factory=lambda: [threading.Lock() for _ in range(_STRIPES)])
    decoy: str | None = None


def init_app(app: Flask) -> None:
    """Give the application its gate."""
    app.extensions["sign_in"] = _Gate(threading.BoundedSemaphore(app.config["SIGN_IN_PARALLEL"]))


def normal_password(password: str) -> str:
    """Return the password in one Unicode form (NFKD, as Flask-Security), however the keyboard composed it."""
    return unicodedata.normalize("NFKD", password)


def normal_identity(identity: str) -> str:
    """Return a sign-in name as it is stored: cleaned, small letters; telephone numbers as 0xxxxxxxxx."""
    name = clean(identity).lower()
    digits = re.sub(r"[\s.\-()]", "", name)
    if re.fullmatch(r"(\+84|0)\d{8,10}", digits):
        return re.sub(r"^\+84", "0", digits)
    return name


def hashed(password: str) -> str:
    """Return the argon2id hash of a new password, waiting for a free slot. Never inside a command."""
    with _gate().slots:
        return hash_password(normal_password(password))


def authenticate(identity: str, password: str, address: str) -> Attempt:
    """Compare a sign-in name and a password; record the try. Address is the visitor's IP address."""
    name = normal_identity(identity)
    with _turn(name) as mine:
        if not mine:
            return Attempt(problem="busy")
        minutes = _address_pause(address)
        if minutes:
            return Attempt(problem="paused", minutes=minutes)
        account = db.session.scalar(
            select(Account).where(or_(Account.username == name, Account.email == name)).limit(1)
        )
        open_ = account is not None and account.active and not _pausing(account, clock())
        account_id, stored = (account.id, account.password) if account is not None else (None, None)
        db.session.rollback()  # no transaction waits while a password is hashed
        right = _compare(password, stored if open_ else None)
        renewed = None
        if right and security.pwd_context.needs_update(stored):
            renewed = hash_password(normal_password(password))
        return _record(account_id, address, right, renewed)


@command
def _record(account_id: int | None, address: str, right: bool, renewed: str | None) -> Attempt:
    """Write the try down; count a failure, or forget the earlier ones."""
    now = clock()
    account = db.session.get(Account, account_id) if account_id is not None else None
    right = right and account is not None and account.active and not _pausing(account, now)
    db.session.add(SignIn(account_id=account_id, at=now, address=address[:60], succeeded=right))
    if right:
        account.failures, account.locked_until = 0, None
        account.password = renewed or account.password
        return Attempt(account.id, account.person_id)
    if account is not None and not _pausing(account, now):
        stale = account.locked_until is not None and account.locked_until < now - _FORGET
        account.failures = 1 if stale else account.failures + 1
        seconds = _pause_after(account.failures)
        account.locked_until = now + timedelta(seconds=seconds) if seconds else None
    return Attempt(problem="wrong")


def _gate() -> _Gate:
    return current_app.extensions["sign_in"]


@contextmanager
def _turn(name: str) -> Iterator[bool]:
    """Wait for this name's turn and a free slot; yield False when neither came in time."""
    gate, wait = _gate(), current_app.config["SIGN_IN_WAIT_SECONDS"]
    stripe = gate.stripes[crc32(name.encode()) % _STRIPES]
    if not stripe.acquire(timeout=wait):
        yield False
        return
    try:
        if not gate.slots.acquire(timeout=wait):
            yield False
            return
        try:
            if gate.decoy is None:
                gate.decoy = hash_password("no password at all")
            yield True
        finally:
            gate.slots.release()
    finally:
        stripe.release()


def _compare(password: str, stored: str | None) -> bool:
    """Compare with the stored hash, or with the decoy where there is none to compare with: always one hash."""
    fits = len(password) <= LONGEST_PASSWORD
    matches = verify_password(normal_password(password) if fits else "", stored or _gate().decoy)
    return matches and fits and stored is not None


def _pausing(account: Account, now: datetime) -> bool:
    return account.locked_until is not None and account.locked_until > now


def _pause_after(failures: int) -> int:
    """Return the seconds of pause after the last of so many failures."""
    return max(
        (seconds for count, seconds in current_app.config["SIGN_IN_LOCKS"] if failures >= count), default=0
    )


def _address_pause(address: str) -> int:
    """Return the minutes (rounded up) that this address has to wait, 0 for none."""
    now = clock()
    window = timedelta(
        seconds=max((seconds for _, seconds in current_app.config["SIGN_IN_LOCKS"]), default=0)
    )
    count, last = db.session.execute(
        select(func.count(), func.max(SignIn.at)).where(
            SignIn.address == address[:60], SignIn.at > now - window, SignIn.succeeded.is_(False)
        )
    ).one()
    if not count:
        return 0
    rest = (last + timedelta(seconds=_pause_after(count)) - now).total_seconds()
    return max(0, ceil(rest / 60))
