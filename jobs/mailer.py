"""Mail: one row, one letter, with a Message-ID that stays the same however often it is tried."""

from __future__ import annotations

import hashlib
import smtplib
from email.errors import HeaderParseError
from email.headerregistry import Address
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from flask_mailman import EmailMultiAlternatives

from extensions import mail
from jobs.errors import MailRefused
from services import letters
from services.letters import Envelope

#: What the button says, by the beginning of the page's path; the first that fits.
LABELS = (("/ho-so/", _l("Mở hồ sơ")), ("/van-ban/", _l("Mở văn bản")), ("", _l("Mở Trình Ký")))


def send(letter_id: int) -> None:
    """Send a letter, unless it went already or has nobody to go to any more.

    Errors: `OSError` and `smtplib.SMTPException` (try again), `MailRefused` (never).
    """
    letter = letters.envelope(letter_id)
    if letter is None or letter.sent_at is not None:
        return
    message = compose(letter)
    # The library leaves its connection open when sending fails; and in tests it would only keep the mail.
    with mail.get_connection("smtp") as connection:
        try:
            connection.send_messages([message])
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _words in error.recipients.values()]
            if all(code >= 500 for code in codes):
                raise MailRefused(f"recipient refused: {codes}") from error
            raise
        except smtplib.SMTPDataError as error:
            if error.smtp_code >= 500:
                raise MailRefused(f"letter refused: {error.smtp_code}") from error
            raise
        letters.mark_sent(letter_id)  # before saying good-bye to the server, which may fail


def compose(letter: Envelope) -> EmailMultiAlternatives:
    """Return the letter as a message, plain and as a page. Errors: `MailRefused` when the address is none."""
    try:
        address = Address(addr_spec=letter.address)
    except (HeaderParseError, ValueError, IndexError) as error:
        raise MailRefused("not an address") from error
    plain, page = bodies(letter)
    message = EmailMultiAlternatives(
        # A line break in a subject would begin another header; a letter's subject is one line already.
        subject=" ".join(letter.subject.split()),
        body=plain,
        to=[address.addr_spec],
        headers={
            "Message-ID": message_id(letter),
            "Date": letter.created_at.strftime("%a, %d %b %Y %H:%M:%S +0000"),
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(page, "text/html")
    return message


def bodies(letter: Envelope) -> tuple[str, str]:
    """Return what the letter says, as plain text and as HTML, in its language; links only below PUBLIC_URL."""
    base, said = current_app.config["PUBLIC_URL"].rstrip("/"), letter.content
    with force_locale(said["locale"]):
        shown: dict[str, Any] = {
            **said,
            "items": [_linked(item, base) for item in said["items"]],
            "many": len(said["items"]) > 1,
            "subject": letter.subject,
            "base": base,
            "wishes_url": f"{base}/toi/bao-tin" if base else "",
        }
        find = current_app.jinja_env.get_template  # a letter has no visitor and no shell
        return find("mail/letter.txt").render(shown), find("mail/letter.html").render(shown)


def _linked(item: dict[str, Any], base: str) -> dict[str, Any]:
    label = next(words for beginning, words in LABELS if item["link"].startswith(beginning))
    return {**item, "url": f"{base}{item['link'] or '/thong-bao'}" if base else "", "label": str(label)}


def message_id(letter: Envelope) -> str:
    """Return the letter's own id: the same at every try, another in another installation."""
    host = urlsplit(current_app.config["PUBLIC_URL"]).hostname or "trinh-ky.localhost"
    seed = f"{current_app.config['SECRET_KEY']}/{letter.letter_id}/{letter.created_at.isoformat()}"
    return f"<letter.{letter.letter_id}.{hashlib.sha256(seed.encode()).hexdigest()[:16]}@{host}>"
