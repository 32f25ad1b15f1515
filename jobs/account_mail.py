"""Letters about accounts: invitations and forgotten passwords. They stand in no notice, because they hold a link."""

from __future__ import annotations

import hashlib
import smtplib
from email.errors import HeaderParseError
from email.headerregistry import Address
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from flask_mailman import EmailMessage

from extensions import mail
from jobs.errors import MailRefused
from services import account_letters
from services.account_letters import KeyLetter


def send(payload: dict[str, Any]) -> None:
    """Send the letter of a job, unless there is nobody to write to.

    Errors: `OSError` and `smtplib.SMTPException` (try again), `MailRefused` (never).
    """
    letter = account_letters.letter(payload)
    if letter is None:
        return
    with mail.get_connection("smtp") as connection:
        try:
            connection.send_messages([_composed(letter)])
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            if all(code >= 500 for code in codes):
                raise MailRefused(f"recipient refused: {codes}") from error
            raise
        except smtplib.SMTPDataError as error:
            if error.smtp_code >= 500:
                raise MailRefused(f"letter refused: {error.smtp_code}") from error
            raise


def _composed(letter: KeyLetter) -> EmailMessage:
    """Return the letter as a message. Errors: `MailRefused` when the address is none."""
    try:
        address = Address(addr_spec=letter.address)
    except (HeaderParseError, ValueError, IndexError) as error:
        raise MailRefused("not an address") from error
    host = urlsplit(current_app.config["PUBLIC_URL"]).hostname or "trinh-ky.localhost"
    digest = hashlib.sha256(f"{current_app.config['SECRET_KEY']}/{letter.seed}".encode()).hexdigest()[:24]
    headers = {"Message-ID": f"<account.{digest}@{host}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(
        subject=letter.subject, body=f"{letter.body}\n", to=[address.addr_spec], headers=headers
    )
