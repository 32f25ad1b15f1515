"""Mail through a real server: one letter per notice, never twice, never a header of the user's making."""

from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from extensions import clock, db
from jobs import mailer
from jobs.errors import MailRefused
from jobs.worker import drain
from models import Account, Job, Letter, Notice
from services import letters, notices
from services.transaction import writing
from tests.support.issuing import furnish
from tests.support.mail import Mailbox
from tests.support.servers import free_port


def tell(
    person_id: int, subject: str = "KT-2025-00001 chờ đồng chí xét", body: str = "Mời đồng chí xem."
) -> int:
    """Tell something that goes at once; return the id of its letter."""
    with writing():
        told = notices.tell(person_id, subject, body, kind="returned")
        return db.session.get_one(Notice, told).letter_id


def job() -> Job:
    db.session.rollback()
    return db.session.scalar(select(Job))


@pytest.fixture
def office(make_app, smtp: Mailbox):  # noqa: ANN001, ANN201
    """Yield (application, person id), mail going to `smtp`."""
    app = make_app(
        **smtp.settings(), PUBLIC_URL="https://trinhky.example", MAIL_DEFAULT_SENDER="vp@cdn.example"
    )
    desk = furnish(app)
    with app.app_context():
        yield app, desk.person_id


@pytest.mark.sql
def test_notice_goes_out_once(office: tuple[Flask, int], smtp: Mailbox) -> None:
    app, person_id = office
    letter_id = tell(person_id)
    assert smtp.messages == []  # nothing is sent before a worker does it
    assert drain(app) == 1
    mailer.send(letter_id)
    (message,) = smtp.messages
    assert message["Subject"] == "KT-2025-00001 chờ đồng chí xét"
    assert message["To"] == "thuy@cdn.example"
    assert message["From"] == "vp@cdn.example"
    assert message["Message-ID"].endswith("@trinhky.example>")
    plain = message.get_body(("plain",)).get_content()
    assert plain.splitlines()[:2] == ["Mời đồng chí xem.", "Mở Trình Ký: https://trinhky.example/thong-bao"]
    page = message.get_body(("html",)).get_content()
    assert '<a href="https://trinhky.example/thong-bao">' in page
    db.session.rollback()
    assert db.session.get(Letter, letter_id).sent_at is not None


def test_message_id_is_the_same_at_every_try(office: tuple[Flask, int], smtp: Mailbox) -> None:
    app, person_id = office
    first, second = tell(person_id), tell(person_id)
    ids = [mailer.message_id(letters.envelope(letter)) for letter in (first, first, second)]
    assert ids[0] == ids[1] != ids[2]
    with writing():
        db.session.get(Letter, first).sent_at = None
    for _ in range(2):  # as after a kill between sending and writing it down
        mailer.send(first)
        with writing():
            db.session.get(Letter, first).sent_at = None
    assert len({message["Message-ID"] for message in smtp.messages}) == 1


NASTY = {
    "line break": "Chào\r\nBcc: ai@khac.example",
    "bare feed": "Chào\nX-Own: 1",
    "vertical tab and NUL": "Chào\x0b\x00Bcc: ai@khac.example",
    "next line, separators": "Chào\x85Bcc: a@b.example\u2028Cc: a@b.example",
    "right to left": "Chào\u202eBcc: ai@khac.example",
    "very long": "Đề nghị " * 90,
    "encoded word": "=?utf-8?q?Chào=0D=0ABcc:_ai@khac.example?=",
}


@pytest.mark.parametrize("subject", NASTY.values(), ids=NASTY)
def test_subject_makes_no_header(office: tuple[Flask, int], smtp: Mailbox, subject: str) -> None:
    app, person_id = office
    tell(person_id, subject, f"Nội dung\r\n.\r\nBcc: ai@khac.example\n{subject}")
    drain(app)
    (message,) = smtp.messages
    expected = {"content-type", "mime-version", "subject", "from", "to"}
    assert {name.lower() for name in message} == expected | {"message-id", "date", "auto-submitted"}
    assert str(message["To"]) == "thuy@cdn.example"
    assert "Bcc: ai@khac.example" in message.get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    "address",
    ["thuy@cdn.example\r\nBcc: a@b.example", "thuy", "", "a@b.example, c@d.example", "<a@b.example>", "@"],
)
def test_what_is_no_address_is_given_up(office: tuple[Flask, int], smtp: Mailbox, address: str) -> None:
    app, person_id = office
    tell(person_id)
    with writing():
        db.session.scalar(select(Account)).email = address
    drain(app)
    assert smtp.messages == []
    assert (job().state, job().tries) == ("failed", 1)


def test_account_without_address_is_told_in_the_app_only(office: tuple[Flask, int], smtp: Mailbox) -> None:
    app, person_id = office
    with writing():
        db.session.scalar(select(Account)).email = None
    tell(person_id)
    assert job() is None
    assert [notice.subject for notice in notices.unread(person_id)] == ["KT-2025-00001 chờ đồng chí xét"]
    notices.mark_read(person_id)
    assert notices.unread(person_id) == []


def test_address_taken_away_meanwhile(office: tuple[Flask, int], smtp: Mailbox) -> None:
    app, person_id = office
    tell(person_id)
    with writing():
        db.session.scalar(select(Account)).active = False
    drain(app)
    assert (smtp.messages, job().state) == ([], "done")


def test_no_mail_server_no_job(make_app) -> None:  # noqa: ANN001
    app = make_app(MAIL_SERVER="")
    desk = furnish(app)
    with app.app_context():
        tell(desk.person_id)
        assert job() is None


def test_dead_mail_server_harms_nobody_and_comes_back(make_app, smtp: Mailbox) -> None:  # noqa: ANN001
    app = make_app(MAIL_SERVER="127.0.0.1", MAIL_PORT=free_port(), MAIL_TIMEOUT=2)
    desk = furnish(app)
    with app.app_context():
        tell(desk.person_id)
        assert drain(app) == 1
        assert (job().state, job().tries) == ("queued", 1)
        assert "ConnectionRefusedError" in job().error
        app.extensions["mailman"].port = smtp.port
        with clock.at(clock() + timedelta(minutes=2)):
            assert drain(app) == 1
        assert job().state == "done"
    assert len(smtp.messages) == 1


REFUSALS = {
    "no such recipient": ("handle_RCPT", "550 no such user", "failed"),
    "recipient later": ("handle_RCPT", "450 greylisted", "queued"),
    "letter refused": ("handle_DATA", "554 spam", "failed"),
    "disk full": ("handle_DATA", "452 no space", "queued"),
}


@pytest.mark.parametrize(("hook", "answer", "state"), REFUSALS.values(), ids=REFUSALS)
def test_what_the_server_says(
    office: tuple[Flask, int],
    smtp: Mailbox,
    monkeypatch: pytest.MonkeyPatch,
    hook: str,
    answer: str,
    state: str,
) -> None:
    app, person_id = office

    async def say(self, server, session, envelope, *more) -> str:  # noqa: ANN001, ANN002
        return answer

    monkeypatch.setattr(Mailbox, hook, say, raising=False)
    tell(person_id)
    drain(app)
    assert (job().state, job().tries) == (state, 1)
    assert answer.split()[0] in job().error


def test_refused_letter_is_an_error_of_its_own(office: tuple[Flask, int]) -> None:
    letter = letters.Envelope(1, "không phải", "s", {"locale": "vi"}, clock(), None)
    with pytest.raises(MailRefused):
        mailer.compose(letter)
    assert issubclass(smtplib.SMTPRecipientsRefused, smtplib.SMTPException)
