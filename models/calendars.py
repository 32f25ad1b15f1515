"""Private calendars: the secret behind the address that a person's telephone asks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from extensions import db
from models.types import Instant


class CalendarFeed(db.Model):
    """An account's calendar. The address is made of `secret` (160 random bits) and the installation's own key, so that
    a copy of this table opens no calendar. Another secret is another address; without a row there is none.
    """

    __tablename__ = "calendar_feed"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    secret: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(Instant)
