"""Letters with a link that opens an account once. The link is made when the letter is sent: no row ever holds it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from extensions import ZONE, clock, db
from models import Account, AccountKey, Person
from services import account_keys, outbox, sign_in
from services.account_acts import LETTER, mails
from services.transaction import command
from vietnamese.dates import screen_date

# Of one name one letter in so many seconds, however often somebody asks.
_BETWEEN = 600


@dataclass(frozen=True)
class KeyLetter:
    """A letter: address, subject, body with the link, and what its Message-ID is made of."""

    address: str
    subject: str
    body: str
    seed: str


@command
def forgotten(identity: str) -> None:
    """Ask for a letter to whoever signs in by this name. The same row is written whether there is such a person or not.

    Who it is, and whether there is an address, the worker finds out later: the time of the answer tells nothing.
    """
    name = sign_in.normal_identity(identity)[:255]
    digest = hashlib.sha256(f"{current_app.secret_key}/{name}".encode()).hexdigest()[:24]
    slot = int(clock().timestamp()) // _BETWEEN
    outbox.add(LETTER, {"forgotten": name}, key=f"forgotten:{digest}:{slot}")


def letter(payload: dict[str, Any]) -> KeyLetter | None:
    """Return the letter of a job; None when there is nobody to write to, or no link to send any more."""
    if "forgotten" in payload:
        key_id = _forgotten_key(payload["forgotten"])
        return _letter(key_id, forgotten=True) if key_id is not None else None
    return _letter(payload["key"], forgotten=False)


@command
def _forgotten_key(name: str) -> int | None:
    account_id = sign_in.account_named(name)
    row = db.session.get(Account, account_id) if account_id is not None else None
    if row is None or not row.active or row.demo or not mails(row.email):
        return None
    return account_keys.add_forgotten(row.id)


def _letter(key_id: int, *, forgotten: bool) -> KeyLetter | None:
    query = select(AccountKey, Account, Person).join(Account, Account.id == AccountKey.account_id)
    found = db.session.execute(
        query.join(Person, Person.id == Account.person_id).where(AccountKey.id == key_id)
    ).first()
    if found is None or found[0].kind != "link" or not mails(found[1].email):
        return None
    key, account, person = found
    base = current_app.config["PUBLIC_URL"].rstrip("/")
    said = {
        "name": person.name,
        "username": account.username,
        "link": f"{base}/mat-khau/{account_keys.signed(key.id)}",
        "until": screen_date(key.expires_at.astimezone(ZONE).date()),
    }
    with force_locale(account.locale):
        subject = _("Đặt mật khẩu mới trên Trình Ký") if forgotten else _("Lời mời dùng Trình Ký")
        lines = [_("Kính gửi đ/c %(name)s,", **said), ""]
        lines.append(
            _(
                "Có người vừa báo quên mật khẩu của tài khoản %(username)s. Nếu không phải đồng chí, bỏ qua thư này.",
                **said,
            )
            if forgotten
            else _("Công đoàn cấp trên mời đồng chí dùng Trình Ký, tên đăng nhập là %(username)s.", **said)
        )
        lines += [
            _(
                "Bấm vào địa chỉ dưới đây để chọn mật khẩu. Địa chỉ dùng một lần, đến hết ngày %(until)s:",
                **said,
            ),
            said["link"],
        ]
    return KeyLetter(account.email, subject, "\n".join(lines), f"key.{key.id}.{key.made_at.isoformat()}")
