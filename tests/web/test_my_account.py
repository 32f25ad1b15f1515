"""Ways in as pages: codes, second step, proofs, sessions, inviting. Passkeys that work: tests/journeys/ways_in.py."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from werkzeug.test import TestResponse

from extensions import clock, db
from models import Account, AccountSession, Office, SignIn
from services import account_keys, account_policy, accounts, one_time_numbers
from services.who import Who
from tests.support import tree, visits

NEW = "sáu con cá xanh bơi"


@pytest.fixture
def app(make_app) -> Flask:  # noqa: ANN001
    """The application with tokens checked, a desk to write at, and Kiên, chair, who may sign in."""
    app = visits.with_desk(make_app(WTF_CSRF_ENABLED=True, **tree.CHEAP_HASH))
    with app.app_context():
        visits.somebody()
    return app


def sent(client: FlaskClient, path: str, at: str | None = None, **data: str) -> TestResponse:
    """Post a form with the token of the page it stands on."""
    return client.post(path, data={"csrf_token": visits.token(client.get(at or path)), **data})


def proven(client: FlaskClient) -> None:
    """Sign in and show the password once more."""
    visits.sign_in(client)
    answer = sent(client, "/toi/bao-ve/xac-nhan", current=visits.PASSWORD)
    assert answer.location == "/toi/bao-ve"


def switched_on(client: FlaskClient, app: Flask) -> tuple[str, list[str]]:
    """Switch numbers on; return the sealed secret and the recovery codes."""
    proven(client)
    page = client.get("/toi/bao-ve/so")
    sealed = visits.hidden(page, "sealed")
    wrong = client.post(
        "/toi/bao-ve/so", data={"csrf_token": visits.token(page), "sealed": sealed, "number": "12"}
    )
    assert wrong.status_code == 422 and "Số chưa khớp" in wrong.text
    assert visits.hidden(wrong, "sealed") == sealed, "the picture that was scanned stays"
    answer = client.post(
        "/toi/bao-ve/so",
        data={"csrf_token": visits.token(page), "sealed": sealed, "number": number(app, sealed)},
    )
    codes = re.findall(r"<li>([0-9A-Z-]{14})</li>", answer.text)
    assert len(codes) == 10
    return sealed, codes


def number(app: Flask, sealed: str, later: int = 0) -> str:
    """Return what the telephone shows."""
    with app.app_context():
        return one_time_numbers._unsealed(sealed).generate(clock().timestamp() + later).token


# ---- codes, forgotten -----------------------------------------------------------------------------------------


def test_every_wrong_code_has_the_same_words(app: Flask) -> None:
    """T15 for codes: unknown name, wrong code, used, without account to open: one page, byte for byte."""
    seen = set()
    for n, name in enumerate(("khong-co", "kien01", "kien@khong.vn")):
        client = app.test_client()
        page = client.get("/vao-bang-ma")
        answer = client.post(
            "/vao-bang-ma",
            data={"identity": name, "code": "HK7T-3MPX-94RC", "csrf_token": visits.token(page)},
            environ_base={"REMOTE_ADDR": f"10.0.{n}.1"},
        )
        assert answer.status_code == 401
        seen.add(answer.text.replace(name, "NAME").replace(visits.token(answer), "TOKEN"))
    assert len(seen) == 1


def test_forgotten_says_the_same_to_everybody(app: Flask, client: FlaskClient) -> None:
    """Known or not: the same page; an empty name is told."""
    answers = [sent(client, "/quen-mat-khau", identity=name) for name in ("kien01", "khong-co")]
    assert [a.status_code for a in answers] == [200, 200]
    assert "Máy đã nhận" in answers[0].text
    assert len({re.sub(r'value="[^"]{60,}"', "", a.text) for a in answers}) == 1
    assert sent(client, "/quen-mat-khau", identity="").status_code == 422


# ---- the second step ------------------------------------------------------------------------------------------


def test_half_a_sign_in_opens_nothing(app: Flask, client: FlaskClient) -> None:
    """After the password the number is asked for; no page opens before; the way wanted stays."""
    sealed, codes = switched_on(client, app)
    visitor = app.test_client()
    page = visitor.get("/dang-nhap?next=/ban")
    form = {"csrf_token": visits.token(page), "next": "/ban", "shared": ""}
    asked = visitor.post("/dang-nhap", data={**form, "identity": "kien01", "password": visits.PASSWORD})
    assert asked.status_code == 200 and "Bước hai" in asked.text
    assert visitor.get("/ban").status_code == 302
    wrong = visitor.post(
        "/dang-nhap/buoc-hai",
        data={"csrf_token": visits.token(asked), "number": "000000", "next": visits.hidden(asked, "next")},
    )
    assert wrong.status_code == 401 and "Số chưa đúng" in wrong.text
    good = visitor.post(
        "/dang-nhap/buoc-hai",
        data={
            "csrf_token": visits.token(wrong),
            "number": number(app, sealed, 30),
            "next": visits.hidden(wrong, "next"),
        },
    )
    assert (good.status_code, good.location) == (302, "/ban")
    assert visitor.get("/ban").status_code == 200
    third = app.test_client()
    visits.sign_in(third)
    assert sent(third, "/dang-nhap/buoc-hai", number=codes[3].lower()).location == "/"


@pytest.mark.parametrize("late", ["time", "password"])
def test_half_a_sign_in_ends(app: Flask, client: FlaskClient, late: str) -> None:
    """After five minutes, and with a new password."""
    import time_machine

    with time_machine.travel("2026-11-21 01:00 +0000", tick=False) as traveller:
        sealed, _codes = switched_on(client, app)
        visitor = app.test_client()
        visits.sign_in(visitor)
        if late == "time":
            traveller.move_to("2026-11-21 01:05:01 +0000")
        else:
            with app.app_context():
                accounts.set_password(db.session.query(Account).one().id, NEW)
        assert visitor.get("/dang-nhap/buoc-hai").location == "/dang-nhap"
        answer = visitor.post(
            "/dang-nhap/buoc-hai",
            data={"csrf_token": visits.token(visitor.get("/dang-nhap")), "number": number(app, sealed, 30)},
        )
        assert answer.status_code == 302 and visitor.get("/ban").status_code == 302


def test_a_link_does_not_jump_over_the_second_step(app: Flask, client: FlaskClient) -> None:
    """Who reads somebody's mail still needs the telephone."""
    switched_on(client, app)
    with app.app_context():
        key = accounts.password_key(db.session.query(Account).one().id)
    thief = app.test_client()
    answer = sent(thief, f"/mat-khau/{key}", password=NEW)
    assert answer.location == "/dang-nhap/buoc-hai"
    assert thief.get("/ban").status_code == 302


# ---- proofs, own things only ----------------------------------------------------------------------------------

CHANGES = ("/so", "/so/tat", "/ma-khoi-phuc", "/khoa", "/khoa/1/bo")


@pytest.mark.parametrize("path", CHANGES)
def test_changes_ask_for_the_password_again(app: Flask, client: FlaskClient, path: str) -> None:
    """Without a fresh proof nothing is changed; a proof lasts five minutes."""
    import time_machine

    with time_machine.travel("2026-11-21 01:00 +0000", tick=False) as traveller:
        visits.sign_in(client)
        token = visits.token(client.get("/toi"))
        assert "xac-nhan" in client.post(f"/toi/bao-ve{path}", data={"csrf_token": token}).location
        wrong = sent(client, "/toi/bao-ve/xac-nhan", current="sai mật khẩu rồi")
        assert wrong.status_code == 401 and "current-error" in wrong.text
        proven(client)
        traveller.move_to("2026-11-21 01:05:01 +0000")
        assert "xac-nhan" in client.post(f"/toi/bao-ve{path}", data={"csrf_token": token}).location


def test_nobody_touches_anothers_keys_and_sessions(app: Flask, client: FlaskClient) -> None:
    """Ids of others are not found; nonsense from a passkey is refused in words."""
    with app.app_context():
        other = visits.somebody("mai01", "Cù Thị Mai")
    elsewhere = app.test_client()
    visits.sign_in(elsewhere, "mai01")
    proven(client)
    with app.app_context():
        theirs = db.session.query(AccountSession).filter_by(account_id=other).one().id
    assert sent(client, f"/toi/bao-ve/phien/{theirs}/thoat", "/toi").status_code == 404
    assert sent(client, "/toi/bao-ve/khoa/1/bo", "/toi").status_code == 404
    assert elsewhere.get("/ban").status_code == 200
    for junk in (
        "",
        "{}",
        "x",
        '{"id":"a","rawId":"YQ","type":"public-key","response":{}}',
        "[]",
        "9" * 30_000,
    ):
        made = sent(client, "/toi/bao-ve/khoa", name="Máy", passkey=junk)
        assert made.status_code == 422 and "Máy chưa nhận được khóa" in made.text
        entered = sent(app.test_client(), "/dang-nhap/khoa", "/dang-nhap", passkey=junk)
        assert entered.status_code in (401, 422)
    assert client.post("/khoa/enter", data={"csrf_token": visits.token(client.get("/toi"))}).json["challenge"]


def test_one_machine_or_all(app: Flask, client: FlaskClient) -> None:
    """Signing out here leaves the other machine; one can be ended from afar; «mọi máy» ends all."""
    machines = [app.test_client() for _ in range(3)]
    for one in machines:
        visits.sign_in(one)
    machines[0].post("/dang-xuat", data={"csrf_token": visits.token(machines[0].get("/toi"))})
    assert [one.get("/ban").status_code for one in machines] == [302, 200, 200]
    page = machines[1].get("/toi/bao-ve")
    (path,) = re.findall(r'action="(/toi/bao-ve/phien/\d+/thoat)"', page.text)
    machines[1].post(path, data={"csrf_token": visits.token(page)})
    assert [one.get("/ban").status_code for one in machines] == [302, 200, 302]
    visits.sign_in(machines[0])
    machines[1].post("/toi/bao-ve/thoat-het", data={"csrf_token": visits.token(machines[1].get("/toi"))})
    assert [one.get("/ban").status_code for one in machines] == [302, 302, 302]


def test_who_owes_a_second_step_sets_it_up_first(app: Flask, client: FlaskClient) -> None:
    """Set for chairs: after the sign-in every page leads there, until it is done."""
    with app.app_context():
        unit = db.session.query(Office).one().unit_id
        keeper = tree.person("Hứa Văn Quang")
        tree.office(keeper, unit, "admin")
        db.session.commit()
        account_policy.decide(unit, ["chair"], who=Who(keeper))
    visits.sign_in(client)
    assert client.get("/viec").location == client.get("/toi").location == "/toi/bao-ve/so"
    assert "Chức vụ của đồng chí cần hai bước" in client.get("/toi/bao-ve").text
    page = sent(client, "/toi/bao-ve/xac-nhan", current=visits.PASSWORD)
    assert page.status_code == 302
    sealed = visits.hidden(page := client.get("/toi/bao-ve/so"), "sealed")
    form = {"csrf_token": visits.token(page), "sealed": sealed, "number": number(app, sealed)}
    assert client.post("/toi/bao-ve/so", data=form).status_code == 200
    assert client.get("/toi").status_code == 200


def test_a_shared_machine_shows_who_sits_there(client: FlaskClient) -> None:
    """In large letters, with the way out beside it; on one's own machine not."""
    visits.sign_in(client, shared="y")
    assert "tk-shared" in client.get("/toi").text
    visits.sign_in(other := client.application.test_client(), shared="")
    assert "tk-shared" not in other.get("/toi").text


# ---- inviting from Excel ---------------------------------------------------------------------------------------


@pytest.fixture
def office(app: Flask) -> tuple[FlaskClient, str]:
    """A reviewer of the union above, signed in, and the address of the accounts of the union below."""
    with app.app_context():
        own = db.session.query(Office).one().unit_id
        sector = tree.unit("CĐN Y tế", "sector")
        from models import UnitParent

        db.session.add(UnitParent(unit_id=own, parent_id=sector, valid_from=tree.LONG_AGO))
        lan = tree.person("Mạc Thị Lan")
        tree.office(lan, sector, "reviewer")
        for code, name in (("M001", "Lò Thị Hoà"), ("M002", "Đỗ Ngọc Hường")):
            tree.office(tree.person(name, code), own, "executive")
        accounts_id = db.session.commit() or accounts.create(lan, "lan01", password=visits.PASSWORD)
        assert accounts_id
    client = app.test_client()
    visits.sign_in(client, "lan01")
    return client, f"/don-vi/{own}/tai-khoan"


def book(*rows: tuple[object, ...]) -> tuple[io.BytesIO, str]:
    """Return an Excel file with these rows under the template's headings."""
    made = Workbook()
    for row in (("Mã cán bộ", "Họ và tên", "Số điện thoại", "E-mail"), *rows):
        made.active.append(row)
    kept = io.BytesIO()
    made.save(kept)
    kept.seek(0)
    return kept, "moi.xlsx"


def test_every_fault_of_a_file_at_once(office: tuple[FlaskClient, str]) -> None:
    """By row and column, in words; nobody is invited."""
    client, base = office
    rows = [
        ("M001", "Lò Thị Hòa", "x", ""),  # the name with the tone elsewhere is the same name
        ("M001", "Ai đó", "", "khong-phai-thu"),
        ("M999", "Không Có", "0912345678", ""),
        ("", "Thiếu Mã", "", ""),
        ("M002", "Đỗ Ngọc Hường", "kien01", ""),
    ]
    token = visits.token(client.get(f"{base}/excel"))
    answer = client.post(f"{base}/excel", data={"csrf_token": token, "file": book(*rows)})
    for words in ("Dòng 2, cột C", "Mã này là của đ/c Lò Thị Hoà", "mang mã “M999”", "Dòng 5, cột A",
                  "Dòng 6, cột C", "Địa chỉ thư chưa đúng"):  # fmt: skip
        assert words in answer.text, words
    with client.application.app_context():
        assert db.session.query(Account).count() == 2


def test_the_template_comes_back_as_slips(office: tuple[FlaskClient, str]) -> None:
    """Download, send, check, invite: two slips, each code opens its account; the same press again invites nobody."""
    client, base = office
    content = client.get(f"{base}/mau-moi-dung.xlsx").data
    assert [row[0].value for row in load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2)] == [
        "M001",
        "M002",
    ]
    token = visits.token(client.get(f"{base}/excel"))
    checked = client.post(
        f"{base}/excel", data={"csrf_token": token, "file": (io.BytesIO(content), "a.xlsx")}
    )
    assert "Đọc được 2 người" in checked.text
    form = {"csrf_token": token, "rows": visits.hidden(checked, "rows")}
    sheet = client.post(f"{base}/excel/ghi", data=form)
    codes = re.findall(r'class="tk-code">([^<]+)<', sheet.text)
    assert len(codes) == 2 and sheet.headers["Cache-Control"] == "no-store, private"
    with client.application.app_context():
        assert account_keys.enter_by_code("m001", codes[0], "10.0.0.1")[0].problem is None
    again = client.post(f"{base}/excel/ghi", data=form)
    assert (again.status_code, again.location) == (302, f"{base}/excel")
    assert (
        client.post(f"{base}/excel/ghi", data={**form, "rows": "x" + form["rows"]}).location
        == f"{base}/excel"
    )


def test_what_the_office_does_to_an_account(office: tuple[FlaskClient, str]) -> None:
    """Off ends the person's session, on lets in again, a new way in is printed; no page shows a password."""
    client, base = office
    app = client.application
    with app.app_context():
        kien = db.session.query(Account).filter_by(username="kien01").one().id
    person = app.test_client()
    visits.sign_in(person)
    page = client.get(f"{base}/{kien}")
    assert "Tắt tài khoản" in page.text and visits.PASSWORD not in page.text
    form = {"csrf_token": visits.token(page)}
    assert client.post(f"{base}/{kien}/tat", data=form).location == base
    assert person.get("/ban").status_code == 302
    assert visits.sign_in(person).status_code == 401
    client.post(f"{base}/{kien}/bat", data=form)
    assert visits.sign_in(person).status_code == 302
    sheet = client.post(f"{base}/{kien}/cap-lai", data=form)
    assert "Đ/c Doãn Trung Kiên" in sheet.text and person.get("/ban").status_code == 302
    assert client.post(f"{base}/{kien}/bat-ky", data=form).status_code == 404
    with app.app_context():
        assert db.session.query(SignIn).filter_by(account_id=kien, succeeded=True).count() == 2
