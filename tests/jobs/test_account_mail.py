"""Letters that open an account, through a real mail server: one link, our own address in it, used once."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from extensions import db
from jobs.worker import drain
from models import Account, AccountKey, Job, Notice, Office
from services import account_acts, accounts
from services.errors import NotFound
from services.who import Who
from tests.support import tree, visits
from tests.support.mail import Mailbox

BASE = "https://trinhky.example"
FOREIGN = [
    *(
        {"Host": host}
        for host in ("evil.example", "trinhky.example.evil.example", "127.0.0.1", "evil.example:80")
    ),
    *({"X-Forwarded-Host": host} for host in ("evil.example", "evil.example, trinhky.example")),
    *({name: "evil.example"} for name in ("X-Host", "X-Original-Host", "X-Forwarded-Server", "Forwarded")),
    {"Referer": "https://evil.example/quen-mat-khau"},
]


@pytest.fixture
def app(make_app, smtp: Mailbox) -> Flask:  # noqa: ANN001
    """The application with mail and an address of its own; Kiên has an account with an address."""
    app = make_app(**tree.CHEAP_HASH, **smtp.settings(), PUBLIC_URL=BASE)
    with app.app_context():
        account = db.session.get(Account, visits.somebody())
        account.email = "kien@donvi.vn"
        db.session.commit()
    return app


def link(letter: object) -> str:
    """Return the one address in a letter."""
    found = re.findall(r"https?://\S+", letter.get_content())
    assert len(found) == 1, found
    return found[0]


def test_an_invitation_by_mail(app: Flask, smtp: Mailbox) -> None:
    """The office invites, the letter comes, its link is used once; nothing that opens is stored."""
    with app.app_context():
        own = db.session.query(Office).one().unit_id
        keeper, guest = tree.person("Hứa Văn Quang"), tree.person("Lò Thị Hoà")
        tree.office(keeper, own, "admin")
        tree.office(guest, own, "secretary")
        db.session.commit()
        opened = account_acts.invite(own, guest, "hoa01", "Hoa@DonVi.vn", who=Who(keeper))
        assert opened.code == ""
        drain(app)
        (letter,) = smtp.wait(1)
        assert letter["To"] == "hoa@donvi.vn"
        address = link(letter)
        assert address.startswith(f"{BASE}/mat-khau/")
        key = address.rsplit("/", 1)[1]
        kept = str([vars(row) for model in (Job, AccountKey, Notice) for row in db.session.query(model)])
        assert key not in kept
        again = account_acts.send_again(own, opened.account_id, who=Who(keeper))
        assert again.code == ""
        with pytest.raises(NotFound):
            accounts.account_of_key(key)
        drain(app)
        key = link(smtp.wait(2)[1]).rsplit("/", 1)[1]
    client = app.test_client()
    data = {"password": visits.PASSWORD, "shared": ""}
    assert client.post(f"/mat-khau/{key}", data=data).status_code == 302
    assert app.test_client().get(f"/mat-khau/{key}").status_code == 404


def test_links_bear_our_own_address_only(app: Flask, smtp: Mailbox) -> None:
    """T13: whatever a visitor says in the headers, the letter's link is the configured one."""
    for number, headers in enumerate(FOREIGN):
        with app.app_context():
            db.session.query(Job).delete()
            db.session.commit()
        app.test_client().post("/quen-mat-khau", data={"identity": "kien01"}, headers=headers)
        with app.app_context():
            drain(app)
        assert link(smtp.wait(number + 1)[number]).startswith(f"{BASE}/mat-khau/"), headers


def test_nobody_else_gets_a_letter(app: Flask, smtp: Mailbox) -> None:
    """Unknown, switched off, of the demonstration, without an address: the job ends in silence."""
    with app.app_context():
        for name, change in (
            ("tat01", {"active": False}),
            ("mau01", {"demo": True}),
            ("khong01", {"email": None}),
        ):
            account = db.session.get(Account, visits.somebody(name, name.title()))
            account.email = f"{name}@donvi.vn"
            for column, value in change.items():
                setattr(account, column, value)
            db.session.commit()
    client = app.test_client()
    for name in ("tat01", "mau01", "khong01", "khong-co", "x" * 250, "'; --"):
        assert client.post("/quen-mat-khau", data={"identity": name}).status_code == 200
    with app.app_context():
        drain(app)
        assert {job.state for job in db.session.query(Job)} == {"done"}
    assert smtp.messages == []
