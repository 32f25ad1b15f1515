"""The session ends while somebody writes: nothing typed is lost, nothing is sent that is not one's own."""

from __future__ import annotations

import io
import random
import re

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from extensions import db
from models import Account
from services import accounts
from tests.support import tree, visits

TYPED = [
    ("ten", "Đỗ Thị Ánh Nguyệt"),
    ("thanh-tich", 'Dòng một\r\n\r\n  "dòng hai" <b>&amp; {{ 7*7 }} =1+1\r\n'),
    ("nguoi", "p1"),
    ("nguoi", "p2"),
    ("trong", ""),
    ("once", "7d1f"),
    ("do", "save"),
    ("emoji", "👍🏽 \u00a0"),
]
WORDS = {"Chữ đã gõ vẫn còn", "Gửi lần nữa"}


@pytest.fixture
def app(make_app) -> Flask:  # noqa: ANN001
    """The application with tokens checked, a desk to write at, Kiên and Mai."""
    app = visits.with_desk(make_app(WTF_CSRF_ENABLED=True, **tree.CHEAP_HASH))
    with app.app_context():
        visits.somebody()
        visits.somebody("mai02", "Cù Thị Mai", "secretary")
    return app


def opened(client: FlaskClient) -> str:
    """Sign Kiên in, open the desk, return the token of its form."""
    visits.sign_in(client)
    return visits.token(client.get("/ban"))


def press(
    client: FlaskClient, token: str, typed: list[tuple[str, str]] = TYPED, **more: object
) -> TestResponse:
    """Send the form of the desk."""
    return client.post("/ban?so=1", data=MultiDict([*typed, ("csrf_token", token)]), **more)


def again(client: FlaskClient, page: TestResponse, username: str = "kien01") -> TestResponse:
    """Fill in the sign-in page that came instead of an answer."""
    form = {name: visits.hidden(page, name) for name in ("csrf_token", "kept", "next")}
    return client.post("/dang-nhap", data={**form, "identity": username, "password": visits.PASSWORD})


def as_browser(fields: list[tuple[str, str]]) -> list[list[str]]:
    """Return fields as a browser sends them: line ends as CR LF."""
    return [[name, re.sub(r"\r\n|\r|\n", "\r\n", value)] for name, value in fields]


def send_on(client: FlaskClient, page: TestResponse) -> TestResponse:
    """Press the one button of the «send again» page."""
    target = re.search(
        r'<form method="post" action="([^"]+)"><input type="hidden" name="csrf_token"', page.text
    )
    data = MultiDict([*as_browser(visits.carried(page)), ("csrf_token", visits.token(page))])
    return client.post(target[1], data=data)


def _drop_cookie(app: Flask, client: FlaskClient) -> None:
    client.delete_cookie("session")


def _end_elsewhere(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        accounts.end_sessions(db.session.query(Account).filter_by(username="kien01").one().id)


def _look_at_the_door(app: Flask, client: FlaskClient) -> None:
    client.delete_cookie("session")
    client.get("/dang-nhap")  # another tab: an anonymous session with a token of its own


@pytest.mark.parametrize("ending", [_drop_cookie, _end_elsewhere, _look_at_the_door])
def test_one_press_after_signing_in_again(app: Flask, client: FlaskClient, ending) -> None:  # noqa: ANN001
    """Every value arrives, in order, at the same address, by one press."""
    token = opened(client)
    ending(app, client)
    door = press(client, token)
    assert door.status_code == 401
    assert "chữ vừa gõ vẫn còn" in door.text
    page = again(client, door)
    assert page.status_code == 200
    assert all(words in page.text for words in WORDS)
    assert "Đỗ Thị Ánh Nguyệt" in page.text and "<b>&amp;amp;" not in page.text
    answer = send_on(client, page)
    assert answer.json == {
        "got": [*as_browser(TYPED), ["csrf_token", visits.token(page)]],
        "args": {"so": "1"},
    }


def test_after_a_night(client: FlaskClient) -> None:
    """The session ended by time: the proof outlives it by days, not for ever."""
    for hours, kept in ((20, True), (100, False)):
        with time_machine.travel("2026-11-21 08:00 +0000", tick=False) as traveller:
            client.delete_cookie("session")
            token = opened(client)
            traveller.shift(3600 * hours)
            door = press(client, token)
            assert door.status_code == 401
            assert bool(visits.hidden(door, "kept")) == kept


def test_twenty_random_forms_lose_nothing(client: FlaskClient) -> None:
    """20 forms of random texts, names and lengths, ended at the press: 0 fields lost."""
    rng = random.Random(36)
    letters = "aăâđêôơưẠấỗ \n<>&\"'{}%=+-/\\;:.,0123456789日本"
    for _ in range(20):
        typed = [
            (f"f-{rng.randrange(99)}-text", "".join(rng.choices(letters, k=rng.choice([0, 1, 30, 4000]))))
            for _ in range(rng.randrange(1, 40))
        ]
        client.delete_cookie("session")
        token = opened(client)
        client.delete_cookie("session")
        page = again(client, press(client, token, typed))
        got = MultiDict(send_on(client, page).json["got"][:-1])
        assert got.to_dict(flat=False) == MultiDict(as_browser(typed)).to_dict(flat=False)


def test_a_wrong_password_in_between_keeps_it(client: FlaskClient) -> None:
    """The door comes back with what it carries."""
    token = opened(client)
    client.delete_cookie("session")
    door = press(client, token)
    form = {name: visits.hidden(door, name) for name in ("csrf_token", "kept")}
    door = client.post("/dang-nhap", data={**form, "identity": "kien01", "password": "sai mật khẩu"})
    assert door.status_code == 401
    assert send_on(client, again(client, door)).json["got"][0] == list(TYPED[0])


def test_the_seat_comes_back_too(app: Flask, client: FlaskClient) -> None:
    """What was begun in one seat is not sent in another."""
    with app.app_context():
        kien = db.session.query(Account).filter_by(username="kien01").one()
        second = tree.office(kien.person_id, tree.unit("CĐN Y tế"), "clerk")
        db.session.commit()
    token = opened(client)
    client.post("/vai", data={"seat": second, "csrf_token": token})
    client.delete_cookie("session")
    again(client, press(client, token))
    with client.session_transaction() as session:
        assert session["seat"] == second


def test_somebody_else_gets_nothing(client: FlaskClient) -> None:
    """Mai signs in where Kiên's session ended: she neither sends nor sees what he typed."""
    token = opened(client)
    client.delete_cookie("session")
    answer = again(client, press(client, token), "mai02")
    assert (answer.status_code, answer.location) == (302, "/")
    page = client.get("/toi")
    assert "Ánh Nguyệt" not in page.text
    assert "của người khác" in page.text


@pytest.mark.parametrize(
    "forged", ["no token", "own token", "old garbage", "no proof", "foreign proof", "signed out"]
)
def test_a_form_without_proof_is_not_carried(app: Flask, client: FlaskClient, forged: str) -> None:
    """Another site's form, with any token it can get, is never carried through the sign-in."""
    token = opened(client)
    stranger = app.test_client()
    if forged == "signed out":
        client.post("/dang-xuat", data={"csrf_token": token})
    client.delete_cookie("session")
    if forged == "no token":
        token = ""
    if forged == "own token":
        token = visits.token(stranger.get("/dang-nhap"))
    if forged == "old garbage":
        token = token[:-4] + "AAAA"
    if forged == "no proof":
        client.delete_cookie("typed")
    if forged == "foreign proof":
        visits.sign_in(stranger, "mai02")
        stranger.get("/ban")
        client.set_cookie("typed", stranger.get_cookie("typed").value)
    door = press(client, token)
    assert door.status_code == 401
    assert visits.hidden(door, "kept") == ""
    assert "Ánh Nguyệt" not in door.text
    assert again(client, door).location == "/"


def test_what_the_door_carries_cannot_be_forged(client: FlaskClient) -> None:
    """A changed or invented text in the hidden field is dropped."""
    token = opened(client)
    client.delete_cookie("session")
    door = press(client, token)
    for bad in (visits.hidden(door, "kept")[:-2] + "xx", "W10.x.y", "[]"):
        form = {"csrf_token": visits.token(door), "kept": bad}
        answer = client.post("/dang-nhap", data={**form, "identity": "kien01", "password": visits.PASSWORD})
        assert answer.location == "/"
        client.delete_cookie("session")
        door = client.get("/dang-nhap")


def test_passwords_and_files_are_not_carried(client: FlaskClient) -> None:
    """A password is typed again; a file is chosen again, and the page says so."""
    token = opened(client)
    client.delete_cookie("session")
    typed = [
        ("ten", "An"),
        ("password", "bí mật 1"),
        ("f-password", "bí mật 2"),
        ("tep", (io.BytesIO(b"x"), "a.pdf")),
    ]
    page = again(client, press(client, token, typed, content_type="multipart/form-data"))
    assert visits.carried(page) == [("ten", "An")]
    assert "bí mật" not in page.text
    assert "chọn lại" in page.text and 'enctype="multipart/form-data"' in page.text


def test_a_form_too_large_to_carry(client: FlaskClient) -> None:
    """2 MB of noise: the door opens without it, and says that what was saved is still there."""
    token = opened(client)
    client.delete_cookie("session")
    noise = random.Random(1).randbytes(1_000_000).hex()
    door = press(client, token, [("x", noise)])
    assert door.status_code == 401
    assert visits.hidden(door, "kept") == ""
    assert "phần đã tự lưu vẫn còn" in door.text


# ---- still signed in, but the form is old ------------------------------------------------------------------


def test_an_older_tab_of_the_same_person(client: FlaskClient) -> None:
    """Signed in anew in another tab: the old tab's form comes back as one press, not sent by itself."""
    token = opened(client)
    client.delete_cookie("session")
    opened(client)
    page = press(client, token)
    assert page.status_code == 400
    assert send_on(client, page).json["got"][:-1] == as_browser(TYPED)


def test_an_older_tab_of_somebody_else(client: FlaskClient) -> None:
    """Mai is signed in now: Kiên's old tab sends nothing; its words are shown to be copied, without a button."""
    token = opened(client)
    client.delete_cookie("session")
    visits.sign_in(client, "mai02")
    client.get("/ban")
    page = press(client, token, headers={"Origin": "http://localhost"})
    assert page.status_code == 400
    assert "Ánh Nguyệt" in page.text and "Gửi lần nữa</button>" not in page.text
    assert visits.carried(page) == []


@pytest.mark.parametrize("origin", ["https://ke-gian.example", "http://localhost:8000", "null", None])
def test_a_foreign_form_is_not_even_shown(client: FlaskClient, origin: str | None) -> None:
    """No proof and not from a page of ours: a plain 400."""
    opened(client)
    page = press(client, "", headers={"Origin": origin} if origin else {})
    assert page.status_code == 400
    assert "Ánh Nguyệt" not in page.text


def test_no_post_without_the_right_token(app: Flask, client: FlaskClient) -> None:
    """T5: every POST of the application, without, with a foreign and with a broken token: none gets through."""
    visits.sign_in(client)
    foreign = visits.token(app.test_client().get("/dang-nhap"))
    with app.test_request_context():
        rules = [r for r in app.url_map.iter_rules() if "POST" in r.methods]
        paths = [r.rule for r in rules if not r.arguments]
    assert {"/ban", "/dang-xuat", "/vai", "/toi", "/ngon-ngu", "/dang-nhap"} <= set(paths)
    for path in paths:
        for token in ("", foreign, "x.y.z"):
            assert client.post(path, data={"csrf_token": token}).status_code == 400, path


# ---- scripts -------------------------------------------------------------------------------------------------


def test_autosave_is_told_in_json(client: FlaskClient) -> None:
    """Session over: 401 with the way back to the page; token old: 400; both in words."""
    token = opened(client)
    script = {"Accept": "application/json", "X-Requested-With": "fetch", "Referer": "http://localhost/ban"}
    old = press(client, "x.y.z", headers=script)
    assert (old.status_code, old.json["error"], old.json["ok"]) == (400, "form", False)
    client.delete_cookie("session")
    over = press(client, token, headers=script)
    assert (over.status_code, over.json["error"]) == (401, "session")
    assert over.json["login"] == "/dang-nhap?next=/ban"
    assert "hết phiên" in over.json["message"]
    over = press(client, token, headers={**script, "Referer": "https://ke-gian.example/ban"})
    assert over.json["login"] == "/dang-nhap"
