"""Passkeys (WebAuthn Level 2): the telephone signs a challenge of ours after its owner has shown a finger or a number.

A challenge is a signed text: for what, for whom, for which browser, when. It is kept nowhere. It is answered once: a
passkey refuses a challenge that is older than its last use.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import webauthn
from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import select
from webauthn.helpers import (
    bytes_to_base64url,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from extensions import clock, db
from models import Account, Passkey, Person
from services import account_keys, account_log, sign_in
from services.errors import NotFound, Refused
from services.sign_in import Attempt
from services.transaction import command

NAME = "Trình Ký"
MOST_KEYS = 10
# Whatever a browser sends for one passkey is smaller.
_LARGEST = 20_000
_UNREADABLE = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, UnicodeDecodeError)


@dataclass(frozen=True)
class Place:
    """Where a passkey is used: the page's origin (scheme and host), and what tells this browser from others."""

    origin: str
    browser: str

    @property
    def host(self) -> str:
        """The name that passkeys are bound to."""
        return urlsplit(self.origin).hostname or ""


@dataclass(frozen=True)
class KeyView:
    """A passkey as its owner's page shows it."""

    key_id: int
    name: str
    second: bool
    made_at: datetime
    used_at: datetime | None


def of(account_id: int) -> list[KeyView]:
    """Return the account's passkeys, oldest first."""
    rows = db.session.scalars(select(Passkey).where(Passkey.account_id == account_id).order_by(Passkey.id))
    return [KeyView(row.id, row.name, row.second, row.made_at, row.used_at) for row in rows]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key, salt="trinh-ky-passkey")


def _challenge(purpose: str, account_id: int | None, place: Place) -> bytes:
    moment = int(clock().timestamp() * 1000)
    return _signer().dumps([purpose, account_id, place.browser, moment, secrets.token_urlsafe(16)]).encode()


def _asked_at(challenge: bytes, purpose: str, account_id: int | None, place: Place) -> datetime:
    """Return when we asked. Errors: `Refused` for what we have not asked here, or too long ago."""
    minutes = current_app.config["SECOND_STEP_MINUTES"]
    try:
        *said, moment, _salt = _signer().loads(challenge)
        asked = datetime.fromtimestamp(moment / 1000, UTC)
    except (BadData, ValueError, TypeError) as error:
        raise Refused("Khóa chưa đúng. Thử lại.", ["passkey"]) from error
    if said != [purpose, account_id, place.browser] or (clock() - asked).total_seconds() > minutes * 60:
        raise Refused("Trang mở đã lâu. Bấm lần nữa để dùng khóa.", ["passkey"])
    return asked


def options_to_add(account_id: int, place: Place) -> str:
    """Return what the browser needs for making a passkey, as JSON."""
    account, person = db.session.execute(
        select(Account, Person).join(Person, Person.id == Account.person_id).where(Account.id == account_id)
    ).one()
    known = db.session.scalars(select(Passkey.credential_id).where(Passkey.account_id == account_id))
    options = webauthn.generate_registration_options(
        rp_id=place.host,
        rp_name=NAME,
        user_name=account.username,
        user_id=_handle(account_id),
        user_display_name=person.name,
        challenge=_challenge("add", account_id, place),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[_descriptor(one) for one in known],
    )
    return webauthn.options_to_json(options)


def _handle(account_id: int) -> bytes:
    """Return the name under which telephones keep the account: it says nothing about the person."""
    return hashlib.sha256(f"trinh-ky-handle/{current_app.secret_key}/{account_id}".encode()).digest()


def _descriptor(credential_id: str) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(id=webauthn.base64url_to_bytes(credential_id))


def options_to_use(purpose: str, account_id: int | None, place: Place) -> str:
    """Return what the browser needs for using a passkey, as JSON: any of the account's, or any at all (None)."""
    known = db.session.scalars(select(Passkey.credential_id).where(Passkey.account_id == account_id))
    options = webauthn.generate_authentication_options(
        rp_id=place.host,
        challenge=_challenge(purpose, account_id, place),
        allow_credentials=[_descriptor(one) for one in known],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def add(account_id: int, person_id: int, answer: str, *, name: str, second: bool, place: Place) -> list[str]:
    """Keep a new passkey; return new recovery codes when it is the account's first second step, else none.

    Errors: `Refused` (findings: "passkey") for an answer that does not fit, a passkey known already, too many.
    """
    refused = Refused("Máy chưa nhận được khóa từ điện thoại này. Thử lại.", ["passkey"])
    if len(answer) > _LARGEST:
        raise refused
    try:
        parsed = parse_registration_credential_json(answer)
        challenge = parse_client_data_json(parsed.response.client_data_json).challenge
        _asked_at(challenge, "add", account_id, place)
        found = webauthn.verify_registration_response(
            credential=parsed,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            require_user_verification=True,
        )
    except _UNREADABLE as error:
        raise refused from error
    public = bytes_to_base64url(found.credential_public_key)
    return _add(account_id, person_id, (bytes_to_base64url(found.credential_id), public), name, second)


@command
def _add(account_id: int, person_id: int, made: tuple[str, str], name: str, second: bool) -> list[str]:
    taken = db.session.scalar(select(Passkey.id).where(Passkey.credential_id == made[0]))
    if taken is not None or len(of(account_id)) >= MOST_KEYS:
        raise Refused("Khóa này đã có rồi, hoặc đồng chí đã có quá nhiều khóa.", ["passkey"])
    before = sign_in.takes_two_steps(account_id)
    db.session.add(
        Passkey(
            account_id=account_id,
            credential_id=made[0],
            public_key=made[1],
            name=name,
            second=second,
            made_at=clock(),
        )
    )
    account_log.note(account_id, "key_on", person_id)
    return account_keys.add_recovery(account_id) if second and not before else []


@command
def remove(account_id: int, person_id: int, key_id: int) -> None:
    """Take a passkey away: it opens nothing any more. Errors: `NotFound` (none of the account's own)."""
    row = db.session.get(Passkey, key_id)
    if row is None or row.account_id != account_id:
        raise NotFound
    db.session.delete(row)
    db.session.flush()
    account_log.note(account_id, "key_off", person_id)
    if not sign_in.takes_two_steps(account_id):
        account_keys.clear(account_id, "recovery")


def use(purpose: str, account_id: int | None, answer: str, *, place: Place, address: str) -> Attempt:
    """Judge the answer of a passkey: any account's (`account_id` None: to come in by it), or one account's own.

    Counted and paused like a password. A passkey asks for finger or number itself: it is two steps in one.
    """
    owner, fits = None, _nothing
    try:
        owner, fits = _answered(purpose, account_id, answer, place)
    except (*_UNREADABLE, Refused):
        db.session.rollback()
    if account_id is not None and owner != account_id:
        owner, fits = account_id, _nothing
    return sign_in.second_try(owner, address, fits)


def _nothing(_account_id: int | None) -> bool:
    return False


def _answered(
    purpose: str, account_id: int | None, answer: str, place: Place
) -> tuple[int | None, Callable[[int | None], bool]]:
    """Return whose passkey answered, and the check of its signature (which also moves its counter)."""
    if len(answer) > _LARGEST:
        return None, _nothing
    parsed = parse_authentication_credential_json(answer)
    challenge = parse_client_data_json(parsed.response.client_data_json).challenge
    asked = _asked_at(challenge, purpose, account_id, place)
    wanted = bytes_to_base64url(parsed.raw_id)
    owner = db.session.scalar(select(Passkey.account_id).where(Passkey.credential_id == wanted))

    def fits(open_id: int | None) -> bool:
        row = db.session.scalar(select(Passkey).where(Passkey.credential_id == wanted).with_for_update())
        if row is None or open_id != row.account_id or (row.used_at and row.used_at >= asked):
            return False
        try:
            found = webauthn.verify_authentication_response(
                credential=parsed,
                expected_challenge=challenge,
                expected_rp_id=place.host,
                expected_origin=place.origin,
                credential_public_key=webauthn.base64url_to_bytes(row.public_key),
                credential_current_sign_count=row.sign_count,
                require_user_verification=True,
            )
        except _UNREADABLE:
            return False
        row.sign_count, row.used_at = found.new_sign_count, clock()
        return True

    return owner, fits
