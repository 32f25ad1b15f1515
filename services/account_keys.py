"""What opens an account once: mailed links, printed codes, recovery codes.

A printed code has no vowels and none of D, S, W, Z: Telex would turn them into other letters. Look-alikes are left
out too. Of a code only a hash under the installation's key is kept; a link is a signature over its row, so that
nothing that opens an account stands in the database.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import datetime, time, timedelta

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import delete, select

from extensions import ZONE, clock, db
from models import Account, AccountKey
from services import account_log, sign_in
from services.errors import NotFound
from services.sign_in import Attempt
from services.transaction import command
from vietnamese.text import search_key

ALPHABET = "CFHJKLMNPQRTVX234679"
# 20 letters: 12 of them are 51 bits, and a pause comes after five wrong ones.
_LETTERS, _GROUP = 12, 4
RECOVERY_CODES = 10


def new_code() -> str:
    """Return a new code as it is printed: three groups of four."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(_LETTERS))
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LETTERS, _GROUP))


def normal_code(typed: str) -> str:
    """Return a code as it is compared: capitals only, whatever stands between and whatever marks a keyboard set."""
    return re.sub(r"[^0-9A-Z]", "", search_key(typed[:100]).upper())


def _hash(code: str) -> str:
    key = hashlib.sha256(f"trinh-ky-code/{current_app.secret_key}".encode()).digest()
    return hmac.new(key, normal_code(code).encode(), hashlib.sha256).hexdigest()


def _lasting() -> timedelta:
    return timedelta(days=current_app.config["INVITATION_DAYS"])


def clear(account_id: int, *kinds: str) -> None:
    """Make all keys of these kinds worthless, inside the running command."""
    db.session.execute(
        delete(AccountKey).where(AccountKey.account_id == account_id, AccountKey.kind.in_(kinds))
    )


def add_code(account_id: int, made_by: int | None) -> str:
    """Write a printed code in the place of all invitations before, inside the running command; return it."""
    clear(account_id, "paper", "link")
    code = new_code()
    _add(account_id, "paper", made_by, _hash(code), _lasting())
    return code


def add_link(account_id: int, made_by: int) -> int:
    """Write a link in the place of all invitations before, inside the running command; return its id."""
    clear(account_id, "paper", "link")
    return _add(account_id, "link", made_by, None, _lasting())


def add_forgotten(account_id: int) -> int:
    """Write the link of who has forgotten the password; a printed code stays good: anybody can ask for such a link."""
    clear(account_id, "link")
    return _add(account_id, "link", None, None, timedelta(hours=current_app.config["RESET_LINK_HOURS"]))


def add_recovery(account_id: int) -> list[str]:
    """Write ten new recovery codes in the place of the old, inside the running command; return them."""
    clear(account_id, "recovery")
    codes = [new_code() for _ in range(RECOVERY_CODES)]
    for code in codes:
        _add(account_id, "recovery", None, _hash(code), None)
    return codes


def _add(account_id: int, kind: str, by: int | None, digest: str | None, lasting: timedelta | None) -> int:
    now = clock()
    # Papers and letters say «đến hết ngày»: a key lasts to the end of its last day in Vietnam.
    last = (now + lasting).astimezone(ZONE).date() if lasting is not None else None
    expires = datetime.combine(last, time.max, ZONE) if last is not None else None
    row = AccountKey(
        account_id=account_id, kind=kind, code_hash=digest, made_at=now, made_by=by, expires_at=expires
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def recovery_left(account_id: int) -> int:
    """Return how many recovery codes are still good."""
    query = select(AccountKey.id).where(AccountKey.account_id == account_id, AccountKey.kind == "recovery")
    return len(db.session.scalars(query).all())


def fits_recovery(account_id: int | None, typed: str) -> bool:
    """Take a recovery code, which is then used up, inside the running command."""
    row = _fitting(account_id, typed, "recovery")
    if row is None:
        return False
    db.session.delete(row)
    account_log.note(row.account_id, "recovery_used", None)
    return True


def _fitting(account_id: int | None, typed: str, kind: str) -> AccountKey | None:
    wanted, now = _hash(typed), clock()
    query = select(AccountKey).where(AccountKey.account_id == account_id, AccountKey.kind == kind)
    for row in db.session.scalars(query):
        alive = row.expires_at is None or row.expires_at > now
        if alive and hmac.compare_digest(row.code_hash or "", wanted):
            return row
    return None


def enter_by_code(identity: str, code: str, address: str) -> tuple[Attempt, str]:
    """Compare a sign-in name and a printed code; return the attempt and the key of the page that asks for a password.

    The code stays good until the password is set: who closes the page between is not locked out.
    """
    opened: list[int] = []

    def fits(account_id: int | None) -> bool:
        row = _fitting(account_id, code, "paper")
        opened.extend([row.id] if row is not None else [])
        return row is not None

    attempt = sign_in.second_try(sign_in.account_named(identity), address, fits)
    return attempt, signed(opened[0]) if not attempt.problem else ""


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key, salt="trinh-ky-key")


def signed(key_id: int) -> str:
    """Return the last part of the address that a key opens."""
    return _signer().dumps([key_id, _nonce(key_id)])


def _nonce(key_id: int) -> str:
    """Return what tells this row from an earlier one that had the same id."""
    made_at = db.session.get_one(AccountKey, key_id).made_at.isoformat()
    return hashlib.sha256(f"{key_id}/{made_at}".encode()).hexdigest()[:16]


def opened_by(key: str) -> int:
    """Return the id of the account that a link or the page after a code opens. Errors: `NotFound`."""
    try:
        key_id, nonce = _signer().loads(key)
    except (BadData, ValueError, TypeError) as error:
        raise NotFound from error
    row = db.session.get(AccountKey, key_id)
    if row is None or row.kind == "recovery" or _nonce(key_id) != nonce:
        raise NotFound
    if row.expires_at is not None and row.expires_at <= clock():
        raise NotFound
    if not db.session.get_one(Account, row.account_id).active:
        raise NotFound
    return row.account_id


@command
def renew_recovery(account_id: int, person_id: int) -> list[str]:
    """Make ten new recovery codes; the old ones open nothing any more."""
    account_log.note(account_id, "recovery", person_id)
    return add_recovery(account_id)
