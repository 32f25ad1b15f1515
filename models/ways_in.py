"""Ways in besides the password: sessions, one-time keys, second steps; and what was done to an account.

No secret is kept in the clear: of codes and sessions only keyed hashes, of the shared secret of one-time numbers an
encrypted text, of passkeys the public half.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from extensions import db
from models.types import Document, Instant, Line


class AccountSession(db.Model):
    """One sign-in that lasts: on which kind of machine, since when. The row's end is the session's end."""

    __tablename__ = "account_session"
    __table_args__ = (Index("ix_account_session_account_id", "account_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    started_at: Mapped[datetime] = mapped_column(Instant)
    shared: Mapped[bool]
    device: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(60), default="")


class AccountKey(db.Model):
    """What opens an account once: a mailed link (`link`), a printed code (`paper`), a recovery code (`recovery`).

    A link has no code: its address is signed over the row's id. A key that is used or replaced goes.
    """

    __tablename__ = "account_key"
    __table_args__ = (
        CheckConstraint("kind IN ('link', 'paper', 'recovery')", name="kind"),
        Index("ix_account_key_account_id_kind", "account_id", "kind"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(String(10))
    code_hash: Mapped[str | None] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime | None] = mapped_column(Instant)


class OneTimeNumbers(db.Model):
    """The secret shared with a person's telephone (TOTP, RFC 6238), encrypted; the last number taken, never again."""

    __tablename__ = "one_time_numbers"
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    secret: Mapped[str] = mapped_column(Text)
    last_counter: Mapped[int | None] = mapped_column(BigInteger)
    made_at: Mapped[datetime] = mapped_column(Instant)


class Passkey(db.Model):
    """A passkey (WebAuthn): its public half; `second`: a password alone does not let its owner in any more.

    `used_at` also tells which challenges are too old to be answered.
    """

    __tablename__ = "passkey"
    __table_args__ = (Index("ix_passkey_account_id", "account_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[str] = mapped_column(Text)
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    name: Mapped[str] = mapped_column(Line(60))
    second: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class AccountPolicy(db.Model):
    """For which offices of a unit and of the units below it signing in takes two steps."""

    __tablename__ = "account_policy"
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, autoincrement=False)
    roles: Mapped[Any] = mapped_column(Document)
    set_at: Mapped[datetime] = mapped_column(Instant)
    set_by: Mapped[int] = mapped_column(ForeignKey("person.id"))


class AccountEvent(db.Model):
    """What was done to an account, when and by whom: only ever added to."""

    __tablename__ = "account_event"
    __table_args__ = (Index("ix_account_event_account_id_at", "account_id", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(20))
