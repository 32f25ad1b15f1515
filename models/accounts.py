"""Accounts: how a person signs in. What somebody may do follows from offices, never from the account."""

from __future__ import annotations

from datetime import datetime

from flask_security import AsaList, RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, Index, String, Table
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from extensions import db
from models.types import Instant

# Flask-Security wants a role table; ours stays empty, because rights come from offices in units.
account_role = Table(
    "account_role",
    db.metadata,
    Column("account_id", ForeignKey("account.id"), primary_key=True),
    Column("role_id", ForeignKey("role.id"), primary_key=True),
)


class Role(db.Model, RoleMixin):
    """Unused by our own rights; required by the sign-in library."""

    __tablename__ = "role"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    permissions = mapped_column(MutableList.as_mutable(AsaList()), nullable=True)


class Account(db.Model, UserMixin):
    """A sign-in of one person: by name (staff code, phone) or e-mail, and password.

    `demo` marks the accounts of the demonstration: only they can be entered by a card.
    """

    __tablename__ = "account"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    username: Mapped[str] = mapped_column(String(100), unique=True)
    email: Mapped[str | None] = mapped_column(String(255), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    demo: Mapped[bool] = mapped_column(default=False)
    locale: Mapped[str] = mapped_column(String(5), default="vi")
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    roles: Mapped[list[Role]] = relationship(secondary=account_role, lazy="selectin")


class SignIn(db.Model):
    """One attempt to sign in, kept for the lock-out by address and for the access record."""

    __tablename__ = "sign_in"
    __table_args__ = (Index("ix_sign_in_address_at", "address", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    address: Mapped[str] = mapped_column(String(60))
    succeeded: Mapped[bool]
