"""Signing in and out, seats, language, guards, headers: pages as a browser meets them, tokens checked."""

from __future__ import annotations

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from blueprints.session import GUARDS, guard_of, requires
from extensions import clock, db
from models import Account, Office
from tests.support import tree, visits


@pytest.fixture
def app(make_app) -> Flask:  # noqa: ANN001
    """The application with tokens checked, a desk to write at, and Kiên, chair, who may sign in."""
    app = visits.with_desk(make_app(WTF_CSRF_ENABLED=True, **tree.CHEAP_HASH))
    with app.app_context():
        visits.somebody()
    return app


def test_the_way_in_and_out(client: FlaskClient) -> None:
    """A page asks to sign in, leads back after it, shows who one is, and signing out closes it again."""
    asked = client.get("/ban?a=1&b=hai")
    assert (asked.status_code, asked.location) == (302, "/dang-nhap?next=/ban?a%3D1%26b%3Dhai")
    page = client.get(asked.location)
    form = {"csrf_token": visits.token(page), "next": visits.hidden(page, "next")}
    entered = client.post("/dang-nhap", data={**form, "identity": "KIEN01", "password": visits.PASSWORD})
    assert (entered.status_code, entered.location) == (302, "/ban?a=1&b=hai")
    me = client.get("/toi")
    assert "Doãn Trung Kiên" in me.text and "CĐCS kien01" in me.text
    assert client.get("/dang-nhap").location == "/"
    assert client.post("/dang-xuat", data={"csrf_token": visits.token(me)}).location == "/dang-nhap"
    assert client.get("/ban").status_code == 302


def test_every_failure_has_the_same_words(app: Flask) -> None:
    """T15: unknown name, wrong password, pausing, closed and without password: one page, byte for byte."""
    with app.app_context():
        visits.somebody("dong01")
        db.session.query(Account).filter_by(username="dong01").one().active = False
        visits.somebody("cho01")
        db.session.query(Account).filter_by(username="cho01").one().password = None
        visits.somebody("nghi01")
        db.session.query(Account).filter_by(username="nghi01").one().locked_until = clock().replace(year=2099)
        db.session.commit()
    seen = set()
    for n, name in enumerate(("khong-co", "kien01", "dong01", "cho01", "nghi01")):
        client = app.test_client()
        page = client.get("/dang-nhap")
        answer = client.post(
            "/dang-nhap",
            data={"identity": name, "password": "sai mật khẩu rồi", "csrf_token": visits.token(page)},
            environ_base={"REMOTE_ADDR": f"10.0.{n}.1"},
        )
        assert answer.status_code == 401
        text = answer.text.replace(name, "NAME").replace(visits.token(answer), "TOKEN")
        seen.add(text)
    assert len(seen) == 1
    assert "sai mật khẩu rồi" not in seen.pop()


def test_an_address_that_pauses_is_told_for_how_long(app: Flask, client: FlaskClient) -> None:
    """After five wrong tries the page says to wait one minute (429), keeps the name, counts no more."""
    answers = [visits.sign_in(client, "kien01", password="sai mật khẩu") for _ in range(6)]
    assert [a.status_code for a in answers] == [401] * 5 + [429]
    assert "Chờ 1 phút" in answers[-1].text
    assert 'value="kien01"' in answers[-1].text


def test_empty_fields_are_named(client: FlaskClient) -> None:
    """Nothing typed: both fields say so, tied to their controls."""
    answer = visits.sign_in(client, "", password="")
    assert answer.status_code == 422
    assert "Có 2 chỗ cần sửa" in answer.text
    assert 'aria-describedby="identity-error"' in answer.text
    assert 'aria-describedby="password-error"' in answer.text


# ---- the session ---------------------------------------------------------------------------------------------


def _cookie(client: FlaskClient) -> str:
    return client.get_cookie("session").value


def _replayed(app: Flask, value: str) -> bool:
    """Tell whether a copy of the cookie still opens a page."""
    thief = app.test_client()
    thief.set_cookie("session", value)
    return thief.get("/ban").status_code == 200


def test_the_session_is_a_new_one_after_signing_in(client: FlaskClient) -> None:
    """What stood in the cookie before (a token somebody else may know) is gone."""
    client.get("/dang-nhap")
    with client.session_transaction() as before:
        before["planted"] = "x"
        old_token = before["csrf_token"]
    visits.sign_in(client)
    client.get("/toi")
    with client.session_transaction() as after:
        assert "planted" not in after
        assert after["csrf_token"] != old_token


def test_copies_of_the_cookie_end_with_the_session(app: Flask, client: FlaskClient) -> None:
    """T16: after sign-out, a changed password, a link used, a closed account, a forged cookie: nothing opens."""
    from services import accounts

    with app.app_context():
        kien = db.session.query(Account).one().id

    def sign_out() -> None:
        client.post("/dang-xuat", data={"csrf_token": visits.token(client.get("/toi"))})

    def elsewhere() -> None:
        accounts.end_sessions(kien)

    def new_password() -> None:
        accounts.set_password(kien, visits.PASSWORD)

    def change() -> None:
        page = client.get("/toi")
        form = {
            "csrf_token": visits.token(page),
            "current": visits.PASSWORD,
            "password": "sáu con cá xanh bơi",
        }
        assert client.post("/toi", data=form).location == "/toi"
        assert client.get("/ban").status_code == 200, "this machine stays signed in"
        accounts.set_password(kien, visits.PASSWORD)

    def close() -> None:
        db.session.get(Account, kien).active = False
        db.session.commit()

    for event in (sign_out, elsewhere, new_password, change, close):
        visits.sign_in(client)
        value = _cookie(client)
        assert _replayed(app, value), event
        with app.app_context():
            event()
        assert not _replayed(app, value), event
    assert not _replayed(app, value[:-3] + "abc")


def test_an_office_that_ends_closes_its_doors_at_once(app: Flask, client: FlaskClient) -> None:
    """Rights are read in each request: no session carries an office on."""
    app.add_url_rule("/phong", "phong", requires("seat:chair")(lambda: "vào"))
    visits.sign_in(client)
    assert client.get("/phong").status_code == 200
    with app.app_context():
        db.session.query(Office).one().valid_to = clock.today().replace(year=2020)
        db.session.query(Office).one().valid_from = clock.today().replace(year=2019)
        db.session.commit()
    assert client.get("/phong").status_code == 404
    assert client.get("/toi").status_code == 200


@pytest.mark.parametrize(("shared", "lasting"), [("", True), ("y", False)])
def test_how_long_the_cookie_lives(client: FlaskClient, shared: str, lasting: bool) -> None:
    """On one's own machine eight hours from the last page; on a shared one until the browser closes."""
    for answer in (visits.sign_in(client, shared=shared), client.get("/toi")):
        (session,) = [c for c in answer.headers.getlist("Set-Cookie") if c.startswith("session=")]
        assert ("Expires=" in session) == lasting
        assert "HttpOnly" in session and "SameSite=Lax" in session
    assert f'data-keep="{"yes" if lasting else "no"}"' in client.get("/toi").text


@pytest.mark.parametrize(
    ("shared", "open_at", "over_at"),
    [
        ("", ("21 08:00", "21 15:00"), "22 00:30"),  # eight hours from the last page
        ("", ("21 08:00", "21 15:00", "21 22:00", "22 00:59"), "22 01:01"),  # a day at the most
        ("y", ("21 01:29", "21 01:58"), "21 02:29"),  # a shared machine: half an hour
    ],
)
def test_sessions_slide_and_end(
    client: FlaskClient, shared: str, open_at: tuple[str, ...], over_at: str
) -> None:
    """Each page keeps it open for a while; a rest closes it, sooner where others may sit down."""
    import time_machine

    with time_machine.travel("2026-11-21 01:00 +0000", tick=False) as traveller:
        visits.sign_in(client, shared=shared)
        for moment in open_at:
            traveller.move_to(f"2026-11-{moment} +0000")
            assert client.get("/ban").status_code == 200, moment
        traveller.move_to(f"2026-11-{over_at} +0000")
        assert client.get("/ban").status_code == 302


# ---- seats, language ------------------------------------------------------------------------------------------


def test_taking_another_seat(app: Flask, client: FlaskClient) -> None:
    """One of one's own offices may be taken; somebody else's and nonsense are not found, the seat stays."""
    with app.app_context():
        kien = db.session.query(Account).one()
        second = tree.office(
            kien.person_id, tree.unit("CĐN Y tế", "sector"), "committee_member", title="UV BTV"
        )
        foreign = tree.office(tree.person(), tree.unit("CĐCS khác"), "chair")
        db.session.commit()
    visits.sign_in(client)
    form = {"csrf_token": visits.token(client.get("/toi"))}
    assert client.post("/vai", data={**form, "seat": second}).status_code == 302
    assert "UV BTV, CĐN Y tế" in client.get("/toi").text
    for bad in (foreign, "", "x", "-1", f"{second}'"):
        assert client.post("/vai", data={**form, "seat": bad}).status_code == 404
    with client.session_transaction() as session:
        assert session["seat"] == second
    client.post("/dang-xuat", data=form)
    visits.sign_in(client)
    with client.session_transaction() as session:
        assert "seat" not in session, "signing out forgets"


def test_the_language_of_the_pages(app: Flask, client: FlaskClient) -> None:
    """A POST changes it, leads back, and stays with the person; nonsense changes nothing."""
    visits.sign_in(client)
    page = client.get("/ngon-ngu?next=/toi")
    form = {"csrf_token": visits.token(page), "next": visits.hidden(page, "next")}
    assert client.post("/ngon-ngu", data={**form, "locale": "xx"}).status_code == 200
    assert '<html lang="vi">' in client.get("/toi").text
    assert client.post("/ngon-ngu", data={**form, "locale": "en"}).location == "/toi"
    assert '<html lang="en">' in client.get("/toi").text
    with app.app_context():
        assert db.session.query(Account).one().locale == "en"
    client.post("/dang-xuat", data={"csrf_token": form["csrf_token"]})
    client.delete_cookie("session")
    assert '<html lang="vi">' in client.get("/dang-nhap").text
    visits.sign_in(client)
    assert '<html lang="en">' in client.get("/toi").text


# ---- guards, headers, answers -----------------------------------------------------------------------------------


def test_every_view_says_who_may_come(app: Flask) -> None:
    """No endpoint without a guard, no unknown word; files of the product are open."""
    with app.test_request_context():
        for endpoint in app.view_functions:
            guard = guard_of(endpoint)
            assert guard in GUARDS or (guard or "").startswith("seat:"), endpoint
    with pytest.raises(ValueError, match="unknown guard"):
        requires("everybody")


def test_a_view_without_a_guard_stays_closed(app: Flask, client: FlaskClient) -> None:
    """Forgetting it is loud."""
    app.add_url_rule("/quen", "quen", lambda: "lộ")
    with pytest.raises(LookupError, match="quen"):
        client.get("/quen")


def test_headers_of_every_page(client: FlaskClient) -> None:
    """Nothing is stored by browsers, nothing is framed, nothing inline runs; signed in or not."""
    for signed_in in (False, True):
        if signed_in:
            visits.sign_in(client)
        for path in ("/toi", "/ban", "/dang-nhap", "/khong-co", "/ngon-ngu", "/healthz"):
            answer = client.get(path)
            assert answer.headers["Cache-Control"] == "no-store, private", path
            assert answer.headers["X-Frame-Options"] == "DENY"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
            assert "unsafe" not in answer.headers["Content-Security-Policy"]
            assert not any(inline in answer.text for inline in ("style=", "<style", "onclick")), path


def test_static_files_may_be_stored(client: FlaskClient) -> None:
    """They are the same for everybody."""
    with client.get("/static/trinhky.css") as answer:
        assert "no-store" not in answer.headers.get("Cache-Control", "")


@pytest.mark.parametrize("header", ["Authentication-Token", "Authorization"])
def test_there_is_no_second_way_in(app: Flask, client: FlaskClient, header: str) -> None:
    """The library's tokens in headers, addresses and bodies open nothing, even real ones."""
    with app.test_request_context():
        real = db.session.query(Account).one().get_auth_token()
    assert client.get("/ban", headers={header: real}).status_code == 302
    assert client.get("/ban", query_string={"auth_token": real}).status_code == 302
    with app.test_request_context():
        g.pop("_login_user", None)


def test_health_answers_without_signing_in(client: FlaskClient) -> None:
    """/healthz and /readyz: JSON, no data of ours."""
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/readyz").json == {"status": "ok", "failing": []}
