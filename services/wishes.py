"""How a person wishes to be told: by kind of notice, to which mail address; and the number colleagues call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import delete, or_, select

from extensions import clock, db
from models import Account, Contact, TellingWish
from services import letters, messages, sign_in
from services.errors import Conflict, NotFound
from services.messages import Kind
from services.transaction import command


@dataclass(frozen=True)
class Wishes:
    """What the page of wishes shows: {kind: wish}, address, number, the limit, and whether mail can be sent at all."""

    kinds: tuple[Kind, ...]
    chosen: dict[str, str]
    email: str
    phone: str
    most: int
    digest_at: str
    has_server: bool


def page(person_id: int) -> Wishes:
    """Return what a person has chosen; what was never chosen stands as the kind says. Errors: `NotFound`."""
    account = db.session.scalar(select(Account).where(Account.person_id == person_id))
    if account is None:
        raise NotFound
    own = select(TellingWish.kind, TellingWish.wish).where(TellingWish.person_id == person_id)
    known, limits = messages.kinds(), letters.limits(clock.today())
    chosen = {key: kind.default for key, kind in known.items()}
    chosen |= {key: wish for key, wish in db.session.execute(own) if key in known}
    contact = db.session.get(Contact, person_id)
    return Wishes(
        kinds=tuple(known.values()),
        chosen=chosen,
        email=account.email or "",
        phone=contact.phone if contact else "",
        most=limits.most,
        digest_at=limits.digest_at.strftime("%H:%M"),
        has_server=bool(current_app.config["MAIL_SERVER"]),
    )


@command
def choose(person_id: int, chosen: Mapping[str, str], *, email: str, phone: str) -> None:
    """Write down what a person has chosen; an empty address ends all mail to them.

    Errors: `NotFound`, `Conflict` when the address belongs to somebody else's account.
    """
    account = db.session.scalar(select(Account).where(Account.person_id == person_id))
    if account is None:
        raise NotFound
    address = sign_in.normal_identity(email) if email else None
    if address:
        taken = or_(Account.email == address, Account.username == address)
        if db.session.scalar(select(Account.id).where(taken, Account.id != account.id)) is not None:
            raise Conflict("Địa chỉ này đã có người khác dùng. Nhập địa chỉ riêng của đồng chí.")
    account.email = address
    _phone(person_id, phone)
    db.session.execute(delete(TellingWish).where(TellingWish.person_id == person_id))
    for key, kind in messages.kinds().items():
        wish = chosen.get(key, kind.default)
        if wish in messages.WISHES and wish != kind.default:
            db.session.add(TellingWish(person_id=person_id, kind=key, wish=wish))


def _phone(person_id: int, phone: str) -> None:
    contact = db.session.get(Contact, person_id)
    if contact is None:
        contact = Contact(person_id=person_id, phone="")
        db.session.add(contact)
    contact.phone = phone
