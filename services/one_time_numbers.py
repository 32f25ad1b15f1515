"""The second step by numbers that a telephone shows (TOTP, RFC 6238), or by a recovery code.

The shared secret is encrypted under the installation's key, on the way through the page as well: it is stored only
once the telephone has shown that it knows it. No number is taken twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from flask import current_app
from passlib.exc import TokenError
from passlib.totp import TOTP, AppWallet

from documents import mark
from extensions import clock, db
from models import OneTimeNumbers, Passkey
from services import account_keys, account_log, sign_in
from services.errors import Refused
from services.sign_in import Attempt
from services.transaction import command

# A telephone's clock may be one number off, either way (RFC 6238, 5.2), in seconds.
_WINDOW = 30
_DIGITS = 6


@dataclass(frozen=True)
class Offer:
    """A new secret to be taken over: sealed for the form, spelled for typing, drawn as QR (side, path)."""

    sealed: str
    spelled: str
    side: int
    path: str


@lru_cache(maxsize=8)
def _factory(secret_key: str) -> type[TOTP]:
    # The key is long and random: stretching it would only cost time inside the transaction.
    return TOTP.using(issuer="Trình Ký", wallet=AppWallet(secrets={"1": secret_key}, encrypt_cost=4))


def _numbers() -> type[TOTP]:
    return _factory(str(current_app.secret_key))


def offer(username: str, sealed: str = "") -> Offer:
    """Return a new secret for this sign-in name, or the one that the page had sealed. Errors: `Refused`."""
    if sealed:
        made = _unsealed(sealed)
    else:
        made = _numbers().new()
        sealed = made.to_json(encrypt=True)
    side, path = mark.modules(made.to_uri(username))
    spelled = " ".join(re.findall("..?.?.?", made.base32_key))
    return Offer(sealed, spelled, side, path)


def _unsealed(sealed: str) -> TOTP:
    try:
        return _numbers().from_source(sealed)
    except (ValueError, TypeError, KeyError) as error:
        raise Refused("Trang mở đã lâu. Tải lại trang rồi quét hình mới.", ["number"]) from error


def is_on(account_id: int) -> bool:
    """Tell whether the account asks for a number."""
    return db.session.get(OneTimeNumbers, account_id) is not None


def _matching(secret: TOTP, typed: str, last_counter: int | None) -> int | None:
    digits = re.sub(r"\D", "", typed[:40])
    if len(digits) != _DIGITS:
        return None
    try:
        found = secret.match(digits, time=clock(), window=_WINDOW, last_counter=last_counter)
    except TokenError:
        return None
    return found.counter


def switch_on(account_id: int, person_id: int, sealed: str, typed: str) -> list[str]:
    """Ask for numbers from now on; return ten recovery codes, shown this once.

    Errors: `Refused` (findings: "number") when the telephone's number does not fit.
    """
    counter = _matching(_unsealed(sealed), typed, None)
    if counter is None:
        raise Refused(
            "Số chưa khớp. Gõ 6 chữ số đang hiện trên điện thoại, và xem giờ của điện thoại có đúng không.",
            ["number"],
        )
    return _switch_on(account_id, person_id, sealed, counter)


@command
def _switch_on(account_id: int, person_id: int, sealed: str, counter: int) -> list[str]:
    row = db.session.get(OneTimeNumbers, account_id) or OneTimeNumbers(account_id=account_id)
    row.secret, row.last_counter, row.made_at = sealed, counter, clock()
    db.session.add(row)
    account_log.note(account_id, "numbers_on", person_id)
    return account_keys.add_recovery(account_id)


@command
def switch_off(account_id: int, person_id: int) -> None:
    """Ask for no number any more."""
    drop(account_id)
    account_log.note(account_id, "numbers_off", person_id)


def drop(account_id: int) -> None:
    """Forget the secret inside the running command; recovery codes too where no second step is left."""
    if row := db.session.get(OneTimeNumbers, account_id):
        db.session.delete(row)
        db.session.flush()
    if not sign_in.takes_two_steps(account_id):
        account_keys.clear(account_id, "recovery")


def take_step(account_id: int, typed: str, address: str) -> Attempt:
    """Compare the second step: a number of the telephone, or one of the recovery codes."""

    def fits(open_id: int | None) -> bool:
        return _fits_number(open_id, typed) or account_keys.fits_recovery(open_id, typed)

    return sign_in.second_try(account_id, address, fits)


def _fits_number(account_id: int | None, typed: str) -> bool:
    row = db.session.get(OneTimeNumbers, account_id) if account_id is not None else None
    counter = _matching(_numbers().from_source(row.secret), typed, row.last_counter) if row else None
    if counter is None:
        return False
    row.last_counter = counter
    return True


def drop_all(account_id: int) -> None:
    """Forget every second step and every passkey inside the running command: the telephone is lost."""
    db.session.query(Passkey).filter(Passkey.account_id == account_id).delete()
    drop(account_id)
