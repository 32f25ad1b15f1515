"""Mail: one notice, one letter, with a Message-ID that stays the same however often it is tried."""

from __future__ import annotations

import hashlib
import smtplib
from email.errors import HeaderParseError
from email.headerregistry import Address
from urllib.parse import urlsplit

from flask import current_app
from flask_mailman import EmailMessage

from extensions import mail
from jobs.errors import MailRefused
from services import notices
from services.notices import Letter


def send(notice_id: int) -> None:
    """Send a notice by mail, unless it went already or has nobody to go to any more.

    Errors: `OSError` and `smtplib.SMTPException` (try again), `MailRefused` (never).
    """
    letter = notices.letter(notice_id)
    if letter is None or letter.sent_at is not None:
        return
    message = compose(letter)
    # The library leaves its connection open when sending fails; and in tests it would only keep the mail.
    with mail.get_connection("smtp") as connection:
        try:
            connection.send_messages([message])
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            if all(code >= 500 for code in codes):
                raise MailRefused(f"recipient refused: {codes}") from error
            raise
        except smtplib.SMTPDataError as error:
            if error.smtp_code >= 500:
                raise MailRefused(f"letter refused: {error.smtp_code}") from error
            raise
        notices.mark_sent(notice_id)  # before saying good-bye to the server, which may fail


def compose(letter: Letter) -> EmailMessage:
    """Return the letter as a message. Errors: `MailRefused` when the address is none."""
    try:
        address = Address(addr_spec=letter.address)
    except (HeaderParseError, ValueError, IndexError) as error:
        raise MailRefused("not an address") from error
    base = current_app.config["PUBLIC_URL"]
    body = f"{letter.body}\n\n{base}\n" if base else f"{letter.body}\n"
    return EmailMessage(
        # A line break in a subject would begin another header; a notice's subject is one line already.
        subject=" ".join(letter.subject.split()),
        body=body,
        to=[address.addr_spec],
        headers={
            "Message-ID": message_id(letter),
            "Date": letter.created_at.strftime("%a, %d %b %Y %H:%M:%S +0000"),
            "Auto-Submitted": "auto-generated",
        },
    )


def message_id(letter: Letter) -> str:
    """Return the letter's own id: the same at every try, another in another installation."""
    host = urlsplit(current_app.config["PUBLIC_URL"]).hostname or "trinh-ky.localhost"
    seed = f"{current_app.config['SECRET_KEY']}/{letter.notice_id}/{letter.created_at.isoformat()}"
    return f"<notice.{letter.notice_id}.{hashlib.sha256(seed.encode()).hexdigest()[:16]}@{host}>"
