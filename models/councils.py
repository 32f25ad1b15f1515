"""Councils: who sits in them, what they are charged with, their sittings, who has voted and what was counted.

Nothing here says who voted what. While a ballot is open its counts lie sealed in one text of the sitting
(`services/urn.py`); `council_count` is written once, at the closing.
"""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from extensions import db
from models.types import Instant, Line, Prose


class Council(db.Model):
    """A council of a unit by a decision, from its first to its last day (None: until further notice).

    Quorum: `count` is quorum_num members present, `share` is quorum_num / quorum_den of all members.
    """

    __tablename__ = "council"
    __table_args__ = (
        CheckConstraint("quorum_kind IN ('count', 'share')", name="quorum_kind"),
        CheckConstraint("quorum_num >= 1 AND quorum_den >= 1", name="quorum"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates"),
        Index("ix_council_unit_id", "unit_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(Line(200))
    decision_no: Mapped[str] = mapped_column(Line(60))
    decision_on: Mapped[date]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    quorum_kind: Mapped[str] = mapped_column(String(10))
    quorum_num: Mapped[int]
    quorum_den: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))


class CouncilMember(db.Model):
    """A seat in a council from its first to its last day (None: as long as the council)."""

    __tablename__ = "council_member"
    __table_args__ = (
        CheckConstraint("part IN ('chair', 'vice_chair', 'secretary', 'member')", name="part"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates"),
        Index("ix_council_member_council_id", "council_id"),
        Index("ix_council_member_person_id", "person_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    part: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class CouncilCharge(db.Model):
    """A matter that goes through a council, and how many votes its cases need there.

    pass_kind: `majority` more than half of all members, `share` pass_num / pass_den of all members, `count` pass_num
    votes, `any` one vote, `all` every member who may vote on the case.
    """

    __tablename__ = "council_charge"
    __table_args__ = (
        CheckConstraint("pass_kind IN ('majority', 'share', 'count', 'any', 'all')", name="pass_kind"),
        CheckConstraint("pass_num >= 1 AND pass_den >= 1", name="pass"),
        Index("ix_council_charge_council_id", "council_id"),
    )
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    pass_kind: Mapped[str] = mapped_column(String(10))
    pass_num: Mapped[int] = mapped_column(default=1)
    pass_den: Mapped[int] = mapped_column(default=1)


class CouncilSitting(db.Model):
    """A sitting over several dossiers of a matter.

    `state`: preparing → voting → counted (a tie waits for its second ballot) → voting → closed; dropped for one that
    is not held. `urn` are the sealed counts of the ballot that is open, "" at all other times.
    """

    __tablename__ = "council_sitting"
    __table_args__ = (
        CheckConstraint("state IN ('preparing', 'voting', 'counted', 'closed', 'dropped')", name="state"),
        CheckConstraint("state = 'voting' OR urn = ''", name="urn"),
        Index("ix_council_sitting_council_id", "council_id"),
        Index("ix_council_sitting_matter_id", "matter_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    held_on: Mapped[date]
    starts: Mapped[time]
    place: Mapped[str] = mapped_column(Line(200))
    state: Mapped[str] = mapped_column(String(20), default="preparing")
    ballot_no: Mapped[int] = mapped_column(default=0)
    urn: Mapped[str] = mapped_column(Text, default="")
    once: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"))


class CouncilSeat(db.Model):
    """A member at a sitting: the part, whether present, why not, and in which ballot they have voted last.

    All rows of a sitting are written together when it is called, so that neither their order nor an instant tells
    who voted when.
    """

    __tablename__ = "council_seat"
    sitting_id: Mapped[int] = mapped_column(ForeignKey("council_sitting.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    part: Mapped[str] = mapped_column(String(20))
    present: Mapped[bool] = mapped_column(Boolean, default=False)
    reason: Mapped[str] = mapped_column(Line(200), default="")
    voted: Mapped[int] = mapped_column(default=0)


class CouncilItem(db.Model):
    """A case before a sitting: a nominee of a dossier («p12», «u34»), or the dossier itself (key "").

    Name, post, unit and what is said of the case stand as they were when the sitting was called.
    """

    __tablename__ = "council_item"
    __table_args__ = (
        UniqueConstraint("sitting_id", "dossier_id", "key"),
        Index("ix_council_item_dossier_id_revision_no", "dossier_id", "revision_no"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("council_sitting.id"))
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    revision_no: Mapped[int]
    no: Mapped[int]
    key: Mapped[str] = mapped_column(String(20), default="")
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(Line(200))
    post: Mapped[str] = mapped_column(Line(300), default="")
    unit_name: Mapped[str] = mapped_column(Line(300))
    merit: Mapped[str] = mapped_column(Prose, default="")


class CouncilRecusal(db.Model):
    """Somebody who does not vote on a case and does not see it; `own`: it is their own case."""

    __tablename__ = "council_recusal"
    __table_args__ = (Index("ix_council_recusal_person_id", "person_id"),)
    item_id: Mapped[int] = mapped_column(ForeignKey("council_item.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    own: Mapped[bool] = mapped_column(Boolean, default=False)
    reason: Mapped[str] = mapped_column(Line(200))


class CouncilCount(db.Model):
    """What a ballot on a case came to; `members` are all members of the council at that sitting."""

    __tablename__ = "council_count"
    __table_args__ = (
        CheckConstraint("outcome IN ('passed', 'failed', 'tie')", name="outcome"),
        CheckConstraint("agree >= 0 AND disagree >= 0 AND agree + disagree <= members", name="votes"),
    )
    item_id: Mapped[int] = mapped_column(ForeignKey("council_item.id"), primary_key=True)
    ballot_no: Mapped[int] = mapped_column(primary_key=True)
    agree: Mapped[int]
    disagree: Mapped[int]
    members: Mapped[int]
    needed: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(10))
