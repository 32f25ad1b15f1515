"""Signing in: one answer for every failure, one hash for every try, pauses after too many.

Who has no account, who has typed a wrong password and whose account is pausing get the same words after the
same work. Only the pause of an address says so, because it is the same for every name that is typed. No hash
is computed inside a transaction; at most SIGN_IN_PARALLEL run at once, and of one account only one.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from zlib import crc32

from flask import Flask, current_app
from flask_security.utils import hash_password, verify_password
from sqlalchemy import func, or_, select

from extensions import clock, db, security
from models import Account, OneTimeNumbers, Passkey, SignIn
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
    `second`: the password was right, and this account takes a second step before it opens.
    """

    account_id: int | None = None
    person_id: int | None = None
    problem: str | None = None
    minutes: int = 0
    second: bool = False


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
    account = _locked(account_id)
    right = right and account is not None and account.active and not _pausing(account, now)
    if not right:
        return _failed(account, address, now)
    account.password = renewed or account.password
    if takes_two_steps(account.id):
        # Nothing is forgotten yet: who has the password only would else try numbers without end.
        return Attempt(account.id, account.person_id, second=True)
    return _entered(account, address, now)


@command
def second_try(account_id: int | None, address: str, fits: Callable[[int | None], bool]) -> Attempt:
    """Let `fits` compare a further secret (a number, a code), counted and paused like a password.

    It gets the id of the account, None where there is none to open: it then compares with nothing, and says no.
    It runs inside the transaction, so it must be cheap; during a pause it is not asked at all.
    """
    now = clock()
    if minutes := _address_pause(address):
        return Attempt(problem="paused", minutes=minutes)
    account = _locked(account_id)
    if account is not None and _pausing(account, now):
        return _failed(account, address, now)
    open_ = account is not None and account.active
    return (
        _entered(account, address, now)
        if fits(account_id if open_ else None)
        else _failed(account, address, now)
    )


def takes_two_steps(account_id: int) -> bool:
    """Tell whether a password alone does not open this account."""
    numbers = select(OneTimeNumbers.account_id).where(OneTimeNumbers.account_id == account_id)
    keys = select(Passkey.account_id).where(Passkey.account_id == account_id, Passkey.second.is_(True))
    return db.session.scalar(numbers.union(keys).limit(1)) is not None


def account_named(identity: str) -> int | None:
    """Return the id of the account with this sign-in name or e-mail, however it was typed."""
    name = normal_identity(identity)
    named = or_(Account.username == name, Account.email == name)
    return db.session.scalar(select(Account.id).where(named).limit(1))


def _locked(account_id: int | None) -> Account | None:
    """Return the account's row, held for this transaction: two tries at once are counted one after the other."""
    return db.session.get(Account, account_id, with_for_update=True) if account_id is not None else None


def _entered(account: Account, address: str, now: datetime) -> Attempt:
    """Write a success down and forget the failures before it."""
    db.session.add(SignIn(account_id=account.id, at=now, address=address[:60], succeeded=True))
    account.failures, account.locked_until = 0, None
    return Attempt(account.id, account.person_id)


def _failed(account: Account | None, address: str, now: datetime) -> Attempt:
    """Write a failure down; during a pause it does not count against the account again."""
    account_id = account.id if account is not None else None
    db.session.add(SignIn(account_id=account_id, at=now, address=address[:60], succeeded=False))
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
