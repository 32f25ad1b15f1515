"""What people are told: the kinds that they choose about, the texts that ship, and the texts that a unit has edited.

A text is filled by putting values for names such as %(code)s, nothing else: what people typed is text and is never
read as one. A line of which a name has no value is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import func, select

import reference
from extensions import clock, db
from models import Account, MessageText
from services import units

#: The wishes that a kind of notice knows, in the order of the page: a mail at once, in the morning's mail, no mail.
WISHES = ("now", "digest", "none")

#: The kind of what is told without a text of its own.
OTHER = "other"

NAME = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Kind:
    """What people choose about. `urgent` may use the last mail of a day, `asks` is over when nobody waits."""

    key: str
    title: str
    hint: str
    default: str
    urgent: bool
    asks: bool


@dataclass(frozen=True)
class Message:
    """A message with the text that ships (message ids) and the names that its text may use."""

    key: str
    kind: str
    title: str
    subject: str
    body: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """A subject and a body with names in them, as they are to be filled."""

    subject: str
    body: str


@cache
def kinds() -> dict[str, Kind]:
    """Return the kinds by key, in the order of the page of wishes."""
    rows = reference.load("telling.toml")["kind"]
    return {
        key: Kind(
            key, row["title"], row["hint"], row["default"], row.get("urgent", False), row.get("asks", False)
        )
        for key, row in rows.items()
    }


@cache
def catalogue() -> dict[str, Message]:
    """Return the messages by key, in the order of their page."""
    rows = reference.load("telling.toml")["message"]
    return {
        key: Message(key, row["kind"], row["title"], row["subject"], row["body"].strip(), tuple(row["names"]))
        for key, row in rows.items()
    }


@cache
def names() -> dict[str, tuple[str, str]]:
    """Return {name: (what it stands for, a sample)}, both message ids."""
    rows = reference.load("telling.toml")["names"]
    return {key: (row["about"], row.get("sample") or row["figure"]) for key, row in rows.items()}


def kind_of(message: str) -> Kind:
    """Return the kind of a message, or the kind itself where something was told without a text of its own.

    Errors: `LookupError` for a word that is neither.
    """
    known = catalogue().get(message)
    return kinds()[known.kind if known else message]


def title_of(message: str) -> str:
    """Return what lists call a message (a message id)."""
    known = catalogue().get(message)
    return known.title if known else kind_of(message).title


def fill(text: str, values: Mapping[str, Any]) -> str:
    """Put values for the names of a text of several lines; a line of which a name has no value is left out."""
    lines = []
    for line in text.split("\n"):
        wanted = NAME.findall(line)
        if all(str(values.get(name, "")).strip() for name in wanted):
            lines.append(NAME.sub(lambda found: str(values[found[1]]).strip(), line))
    return "\n".join(lines).strip()


def shipped(key: str) -> Text:
    """Return the text that ships, in the language of the moment."""
    message = catalogue()[key]
    return Text(_(message.subject), _(message.body))


def text_of(key: str, unit_id: int | None) -> Text:
    """Return the text of a message as a unit has it: its own, of the nearest unit above, or the one that ships."""
    edited = _edited(key, unit_id) if unit_id is not None else None
    return edited or shipped(key)


def _edited(key: str, unit_id: int) -> Text | None:
    newest = select(func.max(MessageText.id)).where(MessageText.message == key).group_by(MessageText.unit_id)
    rows = db.session.scalars(select(MessageText).where(MessageText.id.in_(newest))).all()
    own = {row.unit_id: Text(row.subject, row.body or "") for row in rows if row.subject is not None}
    if not own:
        return None
    lineage = [unit_id, *units.ancestors(unit_id, clock.today())]
    return next((own[one] for one in lineage if one in own), None)


def said(key: str, values: Mapping[str, Any], *, unit_id: int | None, locale: str = "vi") -> Text:
    """Return a message ready to be read, in a language; `unit_id` is the unit of the reader."""
    with force_locale(locale):
        text = text_of(key, unit_id)
    return Text(" ".join(fill(text.subject, values).split()), fill(text.body, values))


def locales(person_ids: Sequence[int]) -> dict[int, str]:
    """Return the language of each person's pages; Vietnamese for those without an account."""
    query = select(Account.person_id, Account.locale).where(Account.person_id.in_(list(person_ids)))
    return dict.fromkeys(person_ids, "vi") | dict(db.session.execute(query).all())
